//! What each instruction does, in a sentence. Specialised forms share the sentence of their family.

use compiler::opcode;

const WORDS: &[(&str, &str)] = &[
    ("BINARY_OP", "Takes two objects from the stack, applies the operator to them and pushes the result."),
    ("BINARY_SLICE", "Takes a container, a start and a stop, and pushes the slice between them."),
    ("BUILD_LIST", "Takes as many objects as its argument says and pushes a new list of them."),
    ("BUILD_MAP", "Takes keys and values in turn and pushes a new dict of them."),
    ("BUILD_SET", "Takes as many objects as its argument says and pushes a new set of them."),
    ("BUILD_SLICE", "Takes a start and a stop, perhaps a step, and pushes a slice object."),
    ("BUILD_STRING", "Takes several strings and pushes them joined into one: the end of an f-string."),
    ("BUILD_TUPLE", "Takes as many objects as its argument says and pushes a new tuple of them."),
    (
        "CALL",
        "Calls the callable that lies below its arguments. A Python function gets a frame of its own; the result is pushed when it returns.",
    ),
    ("CALL_FUNCTION_EX", "Calls with arguments that were gathered from * and **."),
    ("CALL_INTRINSIC_1", "Calls a function that is built into the interpreter, with one argument."),
    ("CALL_INTRINSIC_2", "Calls a function that is built into the interpreter, with two arguments."),
    ("CALL_KW", "Calls with keyword arguments; a tuple on top of the stack holds their names."),
    (
        "CHECK_EXC_MATCH",
        "Asks whether the exception is of the class on top of the stack and pushes the answer: an except clause.",
    ),
    ("COMPARE_OP", "Takes two objects, compares them and pushes the answer."),
    ("CONTAINS_OP", "Asks whether one object is in the other and pushes the answer."),
    ("CONVERT_VALUE", "Replaces the top object by its str, repr or ascii form, for an f-string."),
    ("COPY", "Pushes one more reference to an object that lies deeper in the stack."),
    ("COPY_FREE_VARS", "Makes the cells of the enclosing function known to this frame."),
    ("DELETE_ATTR", "Removes an attribute from the object on top of the stack."),
    ("DELETE_DEREF", "Empties a cell."),
    ("DELETE_FAST", "Takes a local variable's reference away."),
    ("DELETE_GLOBAL", "Removes a global name."),
    ("DELETE_NAME", "Removes a name; the object that it stood for loses one reference."),
    ("DELETE_SUBSCR", "Removes an item from a container."),
    ("DICT_MERGE", "Merges a mapping into a dict for a call, refusing keys that appear twice."),
    ("DICT_UPDATE", "Merges a mapping into a dict."),
    ("END_FOR", "Tidies the stack up after a loop has run out."),
    ("END_SEND", "Tidies the stack up after a value was received from a subgenerator."),
    ("EXTENDED_ARG", "Carries the upper bits of the argument of the instruction that follows."),
    ("FORMAT_SIMPLE", "Replaces the top object by its formatted text, for an f-string."),
    ("FORMAT_WITH_SPEC", "Formats an object with a format specification, for an f-string."),
    (
        "FOR_ITER",
        "Asks the iterator on top of the stack for the next object and pushes it; jumps behind the loop when there is none.",
    ),
    ("GET_ITER", "Replaces the top object by an iterator over it."),
    ("GET_LEN", "Pushes the length of the top object."),
    ("IMPORT_FROM", "Pushes an attribute of the module on top of the stack."),
    ("IMPORT_NAME", "Imports a module and pushes it."),
    ("IS_OP", "Asks whether two references go to the same object and pushes the answer."),
    ("JUMP_BACKWARD", "Goes back to the start of a loop."),
    ("JUMP_BACKWARD_NO_INTERRUPT", "Goes back without looking whether something else wants to run."),
    ("JUMP_FORWARD", "Goes on further down."),
    ("LIST_APPEND", "Appends the top object to a list that lies deeper in the stack: a comprehension."),
    ("LIST_EXTEND", "Appends all objects of an iterable to a list."),
    (
        "LOAD_ATTR",
        "Replaces the top object by its attribute of this name; for a method call it pushes the method and the object.",
    ),
    ("LOAD_BUILD_CLASS", "Pushes the function that builds classes."),
    ("LOAD_COMMON_CONSTANT", "Pushes an object that the interpreter keeps at hand, such as AssertionError."),
    ("LOAD_CONST", "Pushes a constant of the code object."),
    ("LOAD_DEREF", "Pushes what a cell holds: a variable shared with an enclosing or inner function."),
    ("LOAD_FAST", "Pushes a local variable."),
    (
        "LOAD_FAST_AND_CLEAR",
        "Pushes a local variable and takes it away from the frame, for the time of a comprehension.",
    ),
    (
        "LOAD_FAST_BORROW",
        "Pushes a local variable without counting a reference: the frame holds the object long enough.",
    ),
    ("LOAD_FAST_BORROW_LOAD_FAST_BORROW", "Pushes two local variables without counting references."),
    ("LOAD_FAST_CHECK", "Pushes a local variable, or raises UnboundLocalError if it has no value."),
    ("LOAD_FAST_LOAD_FAST", "Pushes two local variables."),
    ("LOAD_GLOBAL", "Pushes a global name, or if there is none, the built-in one."),
    ("LOAD_LOCALS", "Pushes the dict of local names."),
    ("LOAD_NAME", "Looks a name up: local, then global, then built-in, and pushes what it stands for."),
    ("LOAD_SMALL_INT", "Pushes a small integer. It exists since the start and is never counted."),
    ("LOAD_SPECIAL", "Looks a special method up on the type, as the with statement needs it."),
    ("LOAD_SUPER_ATTR", "Looks an attribute up in the classes behind this one."),
    ("MAKE_CELL", "Puts a local variable into a cell, so that inner functions can share it."),
    ("MAKE_FUNCTION", "Replaces a code object by a new function."),
    ("MAP_ADD", "Adds a key and a value to a dict that lies deeper in the stack: a comprehension."),
    ("NOP", "Does nothing; it keeps a line visible to debuggers."),
    ("NOT_TAKEN", "Marks the way on after a jump that was not taken; it does nothing."),
    ("POP_EXCEPT", "Ends the handling of an exception."),
    ("POP_ITER", "Takes the iterator off the stack when a loop has run out."),
    ("POP_JUMP_IF_FALSE", "Takes the top object and jumps if it is false."),
    ("POP_JUMP_IF_NONE", "Takes the top object and jumps if it is None."),
    ("POP_JUMP_IF_NOT_NONE", "Takes the top object and jumps if it is not None."),
    ("POP_JUMP_IF_TRUE", "Takes the top object and jumps if it is true."),
    ("POP_TOP", "Takes the top object off the stack and gives its reference up."),
    ("PUSH_EXC_INFO", "Begins the handling of an exception: what was handled before is kept below."),
    ("PUSH_NULL", "Pushes the empty entry that a call expects below its arguments when there is no self."),
    ("RAISE_VARARGS", "Raises an exception."),
    ("RERAISE", "Raises the exception on top of the stack again."),
    ("RESUME", "Marks where a frame begins or goes on; pending events are looked at here."),
    ("RETURN_GENERATOR", "Makes a generator of this frame and returns it at once."),
    ("RETURN_VALUE", "Takes the top object and returns it; the frame ends."),
    ("SEND", "Passes a value to a subgenerator and pushes what it yields."),
    ("SETUP_ANNOTATIONS", "Makes sure that there is a dict for annotations."),
    ("SET_ADD", "Adds the top object to a set that lies deeper in the stack: a comprehension."),
    ("SET_FUNCTION_ATTRIBUTE", "Gives a new function its defaults, annotations or cells."),
    ("SET_UPDATE", "Adds all objects of an iterable to a set."),
    ("STORE_ATTR", "Takes an object and a value and sets the attribute; the value's reference moves into the object."),
    ("STORE_DEREF", "Takes the top object and puts it into a cell."),
    ("STORE_FAST", "Takes the top object and makes it a local variable; what was there loses its reference."),
    ("STORE_FAST_LOAD_FAST", "Stores one local variable and pushes another."),
    ("STORE_FAST_STORE_FAST", "Stores two local variables."),
    ("STORE_GLOBAL", "Takes the top object and binds a global name to it."),
    ("STORE_NAME", "Takes the top object and binds a name to it; what the name stood for before loses its reference."),
    ("STORE_SLICE", "Replaces a slice of a container."),
    ("STORE_SUBSCR", "Sets an item of a container."),
    ("SWAP", "Exchanges the top entry with one that lies deeper."),
    ("TO_BOOL", "Replaces the top object by True or False."),
    ("UNARY_INVERT", "Replaces a number by its bitwise inverse."),
    ("UNARY_NEGATIVE", "Replaces a number by its negative."),
    ("UNARY_NOT", "Replaces True by False and False by True."),
    ("UNPACK_EX", "Unpacks an iterable into single objects and a list of the rest."),
    ("UNPACK_SEQUENCE", "Replaces a sequence by its items, so that they can be stored one by one."),
    ("WITH_EXCEPT_START", "Calls the __exit__ of a with statement because of an exception."),
    ("YIELD_VALUE", "Hands the top object to whoever asked the generator; the frame waits."),
];

/// The sentence for an instruction.
pub fn of(name: &str) -> &'static str {
    let find = |name: &str| WORDS.binary_search_by_key(&name, |(name, _)| name).ok().map(|index| WORDS[index].1);
    find(name)
        .or_else(|| {
            let family = opcode::info(opcode::by_name(name)?.deopt)?;
            find(family.name)
        })
        .unwrap_or("An instruction of CPython 3.14; its stack effect and caches are below.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_names_real_instructions() {
        assert!(WORDS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (name, words) in WORDS {
            assert!(opcode::by_name(name).is_some(), "{name} is no instruction");
            assert!(words.ends_with('.'), "{name}");
        }
        assert_eq!(of("BINARY_OP_ADD_INT"), of("BINARY_OP"));
    }
}
