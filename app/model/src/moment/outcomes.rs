//! What each instruction does, by how it ends: the sentences of the next step, said in the present tense.
//!
//! Placeholders: `{1}` to `{4}` entries of the stack from the top; `{=}` what is pushed; `{n}` the name, `{m}` the meaning of
//! the argument; `{expr}` the operation with its operands; `{to}` where a jump leads; `{f}` the frame that begins, `{here}`
//! the one that runs; `{fn}` what is called, `{with}` its arguments, `{by}` how it is carried out; `{e}` the exception, `{way}`
//! who takes it; `{found}` where the name is found; `{why}` why two objects are one or two; `{truth}` why a value counts as
//! true or false; `{v}` and `{w}` the first and the second variable; `{an}` the class on top of the stack with its article; `{built}` what a display is made of; `{kept}` what a name stood for before, `{lost}` what that object loses; `{unit}` what it is unpacked to.

/// How a step ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The next instruction is the one behind it.
    Goes,
    /// Another one of the same code: a jump taken, an iterator at its end.
    Jumps,
    Raises,
    /// Python code begins to run, and the instruction's work is done later.
    Enters,
}

impl Outcome {
    pub const ALL: [Outcome; 4] = [Outcome::Goes, Outcome::Jumps, Outcome::Raises, Outcome::Enters];
}

/// A row: the instruction, then what it does if it goes on, jumps, raises, enters Python code; empty if it never does.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// The sentence for an instruction and how it ends.
pub fn sentence(name: &str, outcome: Outcome) -> Option<&'static str> {
    let at = TABLE.binary_search_by_key(&name, |row| row.0).ok()?;
    let (_, goes, jumps, raises, enters) = TABLE[at];
    let words = match outcome {
        Outcome::Goes => goes,
        Outcome::Jumps => jumps,
        Outcome::Raises => raises,
        Outcome::Enters => enters,
    };
    (!words.is_empty()).then_some(words)
}

#[rustfmt::skip]
pub const TABLE: &[Row] = &[
    ("BINARY_OP", "works out {expr} and pushes the result: {=}.", "", "tries {expr}, which raises {e}: {way}.", "leaves {expr} to Python code: a frame for {f} begins, and the result comes when it returns."),
    ("BINARY_SLICE", "takes the slice from {2} to {1} of {3} and pushes it: {=}.", "", "tries to take a slice of {3}, which raises {e}: {way}.", "leaves the slice of {3} to Python code: a frame for {f} begins."),
    ("BUILD_INTERPOLATION", "makes one interpolation of a template string and pushes it: {=}.", "", "cannot make the interpolation, which raises {e}: {way}.", ""),
    ("BUILD_LIST", "{built} and pushes a new list: {=}.", "", "cannot make the list, which raises {e}: {way}.", ""),
    ("BUILD_MAP", "{built} and pushes a new dict: {=}.", "", "tries to put {2} into a new dict as a key, which raises {e}: {way}.", "asks a key for its hash: a frame for {f} begins, and the dict is made later."),
    ("BUILD_SET", "{built} and pushes a new set: {=}.", "", "tries to put {1} into a new set, which raises {e}: {way}.", "asks an object for its hash: a frame for {f} begins, and the set is made later."),
    ("BUILD_SLICE", "{built} and pushes a slice: {=}.", "", "cannot make the slice, which raises {e}: {way}.", ""),
    ("BUILD_STRING", "{built} and pushes one string, joined: {=}.", "", "cannot join the pieces, which raises {e}: {way}.", ""),
    ("BUILD_TEMPLATE", "makes a template of its strings and interpolations and pushes it: {=}.", "", "cannot make the template, which raises {e}: {way}.", ""),
    ("BUILD_TUPLE", "{built} and pushes a new tuple: {=}.", "", "cannot make the tuple, which raises {e}: {way}.", ""),
    ("CALL", "calls {fn} with {with} and pushes what it returns: {=}.", "", "calls {fn} with {with}, which raises {e}: {way}.", "calls {fn} with {with}: {by}"),
    ("CALL_FUNCTION_EX", "calls {fn} with the arguments that stars and double stars have collected, and pushes what it returns: {=}.", "", "calls {fn} with collected arguments, which raises {e}: {way}.", "calls {fn} with collected arguments: {by}"),
    ("CALL_INTRINSIC_1", "lets the interpreter make {=} of {1} ({m}).", "", "lets the interpreter work on {1} ({m}), which raises {e}: {way}.", "lets the interpreter work on {1} ({m}): a frame for {f} begins."),
    ("CALL_INTRINSIC_2", "lets the interpreter make {=} of {2} and {1} ({m}).", "", "lets the interpreter work on {2} and {1} ({m}), which raises {e}: {way}.", "lets the interpreter work on {2} and {1} ({m}): a frame for {f} begins."),
    ("CALL_KW", "calls {fn} with {with} and pushes what it returns: {=}.", "", "calls {fn} with {with}, which raises {e}: {way}.", "calls {fn} with {with}: {by}"),
    ("CHECK_EG_MATCH", "splits the exception {2} by {1} and pushes what fits: {=}.", "", "cannot split the exception {2} by {1}, which raises {e}: {way}.", "asks whether exceptions of the group are {1}: a frame for {f} begins."),
    ("CHECK_EXC_MATCH", "asks whether the exception {2} is {an}, and pushes the answer: {=}.", "", "asks whether the exception is {an}, which raises {e}: {way}.", "asks whether the exception is {an}: a frame for {f} begins."),
    ("CLEANUP_THROW", "ends the delegation: the inner generator has returned a value through StopIteration.", "goes on at {to} with the value that the inner generator returned.", "hands the exception of the inner generator on: {e}, and {way}.", ""),
    ("COMPARE_OP", "asks whether {expr} holds, and pushes the answer: {=}.", "", "tries to compare: {expr} raises {e}, and {way}.", "leaves {expr} to Python code: a frame for {f} begins, and the answer comes when it returns."),
    ("CONTAINS_OP", "asks whether {expr}, and pushes the answer: {=}.", "", "tries to find {2} in {1}, which raises {e}: {way}.", "leaves it to Python code whether {expr}: a frame for {f} begins."),
    ("CONVERT_VALUE", "turns {1} into text by {m} and pushes it: {=}.", "", "tries to turn {1} into text, which raises {e}: {way}.", "asks {1} for its text: a frame for {f} begins."),
    ("COPY", "pushes one more reference to {=}.", "", "", ""),
    ("COPY_FREE_VARS", "puts the cells of the enclosing function where this frame finds them.", "", "", ""),
    ("DELETE_ATTR", "takes the attribute {n} away from {1}.", "", "tries to take the attribute {n} away from {1}, which raises {e}: {way}.", "leaves it to Python code to take {n} away from {1}: a frame for {f} begins."),
    ("DELETE_DEREF", "empties the cell of {n}; the object loses one reference.", "", "tries to empty the cell of {n}, but nothing is in it: {e} is raised, and {way}.", "empties the cell of {n}, which frees the object: a frame for {f} begins."),
    ("DELETE_FAST", "takes the name {n} away from the function; {lost}.", "", "tries to take the name {n} away, but it stands for nothing: {e} is raised, and {way}.", "takes the name {n} away, which frees {kept}: a frame for {f} begins."),
    ("DELETE_GLOBAL", "takes the name {n} away from the module; {lost}.", "", "tries to take the global name {n} away, but there is none: {e} is raised, and {way}.", "takes the global name {n} away, which frees {kept}: a frame for {f} begins."),
    ("DELETE_NAME", "takes the name {n} away; {lost}.", "", "tries to take the name {n} away, but it stands for nothing: {e} is raised, and {way}.", "takes the name {n} away, which frees {kept}: a frame for {f} begins."),
    ("DELETE_SUBSCR", "takes the item {1} out of {2}.", "", "tries to take the item {1} out of {2}, which raises {e}: {way}.", "leaves it to Python code to take the item {1} out of {2}: a frame for {f} begins."),
    ("DICT_MERGE", "puts the keyword arguments of {1} to the others.", "", "tries to add the keyword arguments of {1}, which raises {e}: {way}.", "asks {1} for its keys: a frame for {f} begins."),
    ("DICT_UPDATE", "puts all keys and values of {1} into the dict that is being built.", "", "tries to take keys and values from {1}, which raises {e}: {way}.", "puts keys and values of {1} into the dict that is being built, which runs Python code: a frame for {f} begins."),
    ("END_ASYNC_FOR", "ends the asynchronous loop: its iterator is exhausted.", "ends the asynchronous loop: its iterator is exhausted, and the way goes on at {to}.", "hands an exception of the asynchronous loop on: {e}, and {way}.", ""),
    ("END_FOR", "takes {1} off the stack: the loop is over.", "", "", ""),
    ("END_SEND", "leaves only the result of the delegation on the stack: {=}.", "", "", ""),
    ("EXIT_INIT_CHECK", "looks whether `__init__` has returned None, as it must: {1}.", "", "finds that `__init__` has returned {1} instead of None: {e} is raised, and {way}.", ""),
    ("FORMAT_SIMPLE", "turns {1} into text and pushes it: {=}.", "", "tries to turn {1} into text, which raises {e}: {way}.", "asks {1} for its text: a frame for {f} begins."),
    ("FORMAT_WITH_SPEC", "turns {2} into text as {1} says and pushes it: {=}.", "", "tries to format {2} as {1}, which raises {e}: {way}.", "asks {2} for its text as {1} says: a frame for {f} begins."),
    ("FOR_ITER", "asks {1} for the next object and pushes it: {=}.", "asks {1} for the next object; there is none, so the loop ends and goes on at {to}.", "asks {1} for the next object, which raises {e}: {way}.", "asks {1} for the next object: it runs Python code, in the frame of {f}, to find it."),
    ("GET_AITER", "asks {1} for an asynchronous iterator and pushes it: {=}.", "", "asks {1} for an asynchronous iterator, which raises {e}: {way}.", "asks {1} for an asynchronous iterator: a frame for {f} begins."),
    ("GET_ANEXT", "asks {1} for what to wait for and pushes it: {=}.", "", "asks {1} for its next awaitable, which raises {e}: {way}.", "asks {1} for its next awaitable: a frame for {f} begins."),
    ("GET_AWAITABLE", "makes of {1} something to wait for: {=}.", "", "tries to wait for {1}, which raises {e}: {way}.", "asks {1} what to wait for: a frame for {f} begins."),
    ("GET_ITER", "asks {1} for an iterator and puts it in its place: {=}.", "", "asks {1} for an iterator, which raises {e}: {way}.", "asks {1} for an iterator: a frame for {f} begins."),
    ("GET_LEN", "pushes the number of items of {1}: {=}.", "", "asks {1} for its number of items, which raises {e}: {way}.", "asks {1} for its number of items: a frame for {f} begins."),
    ("GET_YIELD_FROM_ITER", "makes {1} ready to hand its values on: {=}.", "", "asks {1} for an iterator, which raises {e}: {way}.", "asks {1} for an iterator: a frame for {f} begins."),
    ("IMPORT_FROM", "finds {n} in {1} and pushes it: {=}.", "", "looks for {n} in {1}, which raises {e}: {way}.", "asks the module for {n}: a frame for {f} begins."),
    ("IMPORT_NAME", "imports the module {n} and pushes it: {=}.", "", "tries to import the module {n}, which raises {e}: {way}.", "imports the module {n}: a frame for {f} begins."),
    ("IS_OP", "asks whether {expr} and pushes the answer, {=}: {why}.", "", "", ""),
    ("JUMP_BACKWARD", "", "goes back to {to}, where the loop begins its next round.", "looks for what is pending before the next round, and {e} is raised: {way}.", "lets pending work run before the next round: a frame for {f} begins."),
    ("JUMP_BACKWARD_NO_INTERRUPT", "", "goes back to {to}.", "", ""),
    ("JUMP_FORWARD", "", "goes on at {to}.", "", ""),
    ("LIST_APPEND", "puts {1} behind the last item of the list that is being built.", "", "cannot make the list longer, which raises {e}: {way}.", ""),
    ("LIST_EXTEND", "puts all objects of {1} behind the last item of the list that is being built.", "", "asks {1} for its objects, which raises {e}: {way}.", "asks {1} for its objects: a frame for {f} begins."),
    ("LOAD_ATTR", "finds the attribute {n} of {1} and puts it in its place: {=}.", "", "looks for the attribute {n} of {1}, which raises {e}: {way}.", "leaves it to Python code what {n} of {1} is: a frame for {f} begins."),
    ("LOAD_ATTR method", "finds the method {n} of {1} and pushes it with its object.", "", "looks for the method {n} of {1}, which raises {e}: {way}.", "leaves it to Python code what {n} of {1} is: a frame for {f} begins."),
    ("LOAD_BUILD_CLASS", "pushes the built-in function that makes classes.", "", "looks for the function that makes classes, which raises {e}: {way}.", ""),
    ("LOAD_COMMON_CONSTANT", "pushes {=}, which the interpreter keeps at hand.", "", "", ""),
    ("LOAD_CONST", "pushes the constant {=}.", "", "", ""),
    ("LOAD_DEREF", "pushes what the cell of {n} holds: {=}.", "", "looks into the cell of {n}, but nothing is in it yet: {e} is raised, and {way}.", ""),
    ("LOAD_FAST", "pushes what the local variable {n} stands for: {=}.", "", "", ""),
    ("LOAD_FAST cell", "pushes the cell of the variable {n}, which inner functions share: {=}.", "", "", ""),
    ("LOAD_FAST_AND_CLEAR", "puts what {n} stands for aside on the stack, so that the comprehension can use the name: {=}.", "", "", ""),
    ("LOAD_FAST_BORROW", "pushes what the local variable {n} stands for, as a loan that is not counted: {=}.", "", "", ""),
    ("LOAD_FAST_BORROW_LOAD_FAST_BORROW", "pushes what the local variables {m} stand for, as loans that are not counted: {two}.", "", "", ""),
    ("LOAD_FAST_CHECK", "pushes what the local variable {n} stands for: {=}.", "", "looks for the local variable {n}, but it stands for nothing yet: {e} is raised, and {way}.", ""),
    ("LOAD_FAST_LOAD_FAST", "pushes what the local variables {m} stand for: {two}.", "", "", ""),
    ("LOAD_FROM_DICT_OR_DEREF", "looks for {n} in the class body, then in the cell of the enclosing function, and pushes what it finds: {=}.", "", "looks for {n} in the class body and in the cell, and finds it in neither: {e} is raised, and {way}.", "looks for {n} in the namespace of the class body: a frame for {f} begins."),
    ("LOAD_FROM_DICT_OR_GLOBALS", "looks for {n} in the class body, then among the globals and the builtins, and pushes what it finds: {=}.", "", "looks for {n} in the class body, among the globals and the builtins, and finds it nowhere: {e} is raised, and {way}.", "looks for {n} in the namespace of the class body: a frame for {f} begins."),
    ("LOAD_GLOBAL", "finds the name {n} {found} and pushes what it stands for: {=}.", "", "looks for the name {n} among the globals and the builtins, and finds it in neither: {e} is raised, and {way}.", "looks for the name {n} in a namespace of its own: a frame for {f} begins."),
    ("LOAD_LOCALS", "pushes the namespace of the class body: {=}.", "", "looks for the namespace of the class body, which raises {e}: {way}.", ""),
    ("LOAD_NAME", "finds the name {n} {found} and pushes what it stands for: {=}.", "", "looks for the name {n} in every namespace there is, and finds it in none: {e} is raised, and {way}.", "looks for the name {n} in a namespace of its own: a frame for {f} begins."),
    ("LOAD_SMALL_INT", "pushes the small integer {=}, which has existed since the start.", "", "", ""),
    ("LOAD_SPECIAL", "finds the method {m} in the class of {1} and pushes it with the object.", "", "looks for the method {m} in the class of {1}, which raises {e}: {way}.", "asks the class of {1} for {m}: a frame for {f} begins."),
    ("LOAD_SUPER_ATTR", "looks for {n} in the classes that come after this one in the order of its object's classes, and pushes it: {=}.", "", "looks for {n} in the classes that come after this one, which raises {e}: {way}.", "asks the classes that come after this one for {n}: a frame for {f} begins."),
    ("MAKE_CELL", "puts the variable {n} into a cell, which inner functions share.", "", "cannot make a cell for {n}, which raises {e}: {way}.", ""),
    ("MAKE_FUNCTION", "makes a function of {1} and pushes it: {=}.", "", "cannot make a function of {1}, which raises {e}: {way}.", ""),
    ("MAP_ADD", "puts the key {2} with the value {1} into the dict that is being built.", "", "tries to use {2} as a key, which raises {e}: {way}.", "asks the key {2} for its hash: a frame for {f} begins."),
    ("MATCH_CLASS", "asks whether {3} fits the class pattern {2}, and pushes its parts or None: {=}.", "", "tries to match {3} with the class {2}, which raises {e}: {way}.", "asks {3} for the parts that {2} names: a frame for {f} begins."),
    ("MATCH_KEYS", "looks for the keys {1} in {2} and pushes their values or None: {=}.", "", "looks for the keys {1} in {2}, which raises {e}: {way}.", "asks {2} for the keys {1}: a frame for {f} begins."),
    ("MATCH_MAPPING", "asks whether {1} is a mapping, and pushes the answer: {=}.", "", "", ""),
    ("MATCH_SEQUENCE", "asks whether {1} is a sequence, and pushes the answer: {=}.", "", "", ""),
    ("NOP", "does nothing: a line of the source stands here that needs no work.", "", "", ""),
    ("NOT_TAKEN", "does nothing: it marks that the jump before it was not taken.", "", "", ""),
    ("POP_EXCEPT", "ends the handling of the exception; the one that was handled before it, if there was one, is the current one again.", "", "", ""),
    ("POP_ITER", "takes the exhausted iterator {1} off the stack.", "", "", ""),
    ("POP_JUMP_IF_FALSE", "takes {1} off the stack; {truth}, so it goes straight on.", "takes {1} off the stack; {truth}, so it jumps to {to}.", "", ""),
    ("POP_JUMP_IF_NONE", "takes {1} off the stack; it is not None, so it goes straight on.", "takes None off the stack and so jumps to {to}.", "", ""),
    ("POP_JUMP_IF_NOT_NONE", "takes None off the stack and so goes straight on.", "takes {1} off the stack; it is not None, so it jumps to {to}.", "", ""),
    ("POP_JUMP_IF_TRUE", "takes {1} off the stack; {truth}, so it goes straight on.", "takes {1} off the stack; {truth}, so it jumps to {to}.", "", ""),
    ("POP_TOP", "takes {1} off the stack: it is not used here.", "", "", "takes {1} off the stack, which frees it: a frame for {f} begins."),
    ("PUSH_EXC_INFO", "begins the handling of {1}: the exception that was handled before, or None, is kept below it.", "", "", ""),
    ("PUSH_NULL", "pushes NULL: the call that follows passes no self.", "", "", ""),
    ("RAISE_VARARGS", "", "raises {e}: {way}.", "raises {e}: {way}.", "makes the exception that is to be raised: a frame for {f} begins."),
    ("RERAISE", "", "raises {e} again: {way}.", "raises {e} again: {way}.", ""),
    ("RESUME", "marks where {here} begins; nothing changes.", "", "looks for what is pending, and {e} is raised: {way}.", "lets pending work run first: a frame for {f} begins."),
    ("RESUME again", "marks where {here} goes on after it had handed something out; nothing changes.", "", "looks for what is pending, and {e} is raised: {way}.", "lets pending work run first: a frame for {f} begins."),
    ("RETURN_GENERATOR", "makes a generator or coroutine of this frame and returns it; none of the function's body has run.", "", "cannot make the generator, which raises {e}: {way}.", ""),
    ("RETURN_VALUE", "returns {1}; the frame of {here} ends.", "", "", "returns {1}; the frame of {here} ends, and what it frees runs {f}."),
    ("SEND", "sends {1} to {2}, and pushes what it hands out: {=}.", "sends {1} to {2}, which is done: goes on at {to} with what it returned.", "sends {1} to {2}, which raises {e}: {way}.", "sends {1} to {2}, whose frame goes on: {f}."),
    ("SETUP_ANNOTATIONS", "makes a dict for the annotations of the module.", "", "cannot make a dict for the annotations, which raises {e}: {way}.", "looks for the dict of annotations: a frame for {f} begins."),
    ("SET_ADD", "puts {1} into the set that is being built.", "", "tries to put {1} into the set, which raises {e}: {way}.", "asks {1} for its hash: a frame for {f} begins."),
    ("SET_FUNCTION_ATTRIBUTE", "gives the new function its {m}.", "", "cannot give the new function its {m}, which raises {e}: {way}.", ""),
    ("SET_UPDATE", "puts all objects of {1} into the set that is being built.", "", "asks {1} for its objects, which raises {e}: {way}.", "puts objects of {1} into the set that is being built, which runs Python code: a frame for {f} begins."),
    ("STORE_ATTR", "sets the attribute {n} of {1} to {2}.", "", "tries to set the attribute {n} of {1}, which raises {e}: {way}.", "leaves it to Python code to set {n} of {1}: a frame for {f} begins."),
    ("STORE_DEREF", "takes {1} off the stack and puts it into the cell of {n}.", "", "", "puts {1} into the cell of {n}, which frees what was there: a frame for {f} begins."),
    ("STORE_FAST", "takes {1} off the stack and lets the local variable {n} stand for it.", "", "", "lets {n} stand for {1}, which frees {kept}: a frame for {f} begins."),
    ("STORE_FAST NULL", "takes NULL off the stack: {n} stands for nothing again, as before the comprehension.", "", "", "frees what {n} stood for: a frame for {f} begins."),
    ("STORE_FAST_LOAD_FAST", "takes {1} off the stack and lets the local variable {v} stand for it, then pushes what {w} stands for: {=}.", "", "", ""),
    ("STORE_FAST_STORE_FAST", "takes {1} off the stack and lets the local variable {v} stand for it, then does the same with {2} and {w}.", "", "", ""),
    ("STORE_GLOBAL", "takes {1} off the stack and lets the global name {n} stand for it.", "", "tries to set the global name {n}, which raises {e}: {way}.", "lets the global name {n} stand for {1}, which frees {kept}: a frame for {f} begins."),
    ("STORE_NAME", "takes {1} off the stack and lets the name {n} stand for it.", "", "tries to let the name {n} stand for {1}, which raises {e}: {way}.", "lets the name {n} stand for {1}: a frame for {f} begins, as that runs Python code."),
    ("STORE_SLICE", "puts the objects of {4} in place of the slice from {2} to {1} of {3}.", "", "tries to replace a slice of {3}, which raises {e}: {way}.", "leaves it to Python code to replace a slice of {3}: a frame for {f} begins."),
    ("STORE_SUBSCR", "sets the item {1} of {2} to {3}.", "", "tries to set the item {1} of {2}, which raises {e}: {way}.", "leaves it to Python code to set the item {1} of {2}: a frame for {f} begins."),
    ("STORE_SUBSCR slice", "replaces the part {1} of {2} by the objects of {3}.", "", "tries to replace the part {1} of {2}, which raises {e}: {way}.", "leaves it to Python code to replace the part {1} of {2}: a frame for {f} begins."),
    ("SWAP", "exchanges {1}, on top of the stack, and {deep}.", "", "", ""),
    ("TO_BOOL", "asks whether {1} counts as true, and pushes the answer, {=}: {truth}.", "", "asks whether {1} counts as true, which raises {e}: {way}.", "asks {1} whether it counts as true: a frame for {f} begins."),
    ("UNARY_INVERT", "turns over the bits of {1}: {=}.", "", "tries to turn over the bits of {1}, which raises {e}: {way}.", "leaves `~` of {1} to Python code: a frame for {f} begins."),
    ("UNARY_NEGATIVE", "changes the sign of {1}: {=}.", "", "tries to change the sign of {1}, which raises {e}: {way}.", "leaves `-` of {1} to Python code: a frame for {f} begins."),
    ("UNARY_NOT", "turns {1} into its opposite: {=}.", "", "", ""),
    ("UNPACK_EX", "takes {1} apart into {unit}.", "", "tries to take {1} apart into {unit}, which raises {e}: {way}.", "asks {1} for its objects: a frame for {f} begins."),
    ("UNPACK_SEQUENCE", "takes {1} apart into {unit}.", "", "tries to take {1} apart into {unit}, which raises {e}: {way}.", "asks {1} for its objects: a frame for {f} begins."),
    ("WITH_EXCEPT_START", "tells the context manager's `__exit__` of the exception {1}, and pushes its answer: {=}.", "", "tells the context manager's `__exit__` of the exception, which raises {e}: {way}.", "tells the context manager of the exception {1}: a frame for {f} begins."),
    ("YIELD_VALUE", "hands {1} out; the frame of {here} waits until somebody asks for more.", "", "", ""),
];

#[cfg(test)]
mod tests {
    use super::*;
    use compiler::opcode::{self, has};
    use std::collections::HashSet;

    /// Never executed by themselves: data behind an instruction, prefixes, the way out of the interpreter.
    const NOT_EXECUTED: [&str; 6] =
        ["CACHE", "RESERVED", "EXTENDED_ARG", "INTERPRETER_EXIT", "ENTER_EXECUTOR", "INSTRUMENTED_LINE"];

    #[test]
    fn every_instruction_has_a_sentence_for_every_way_in_which_it_can_end() {
        let mut missing = Vec::new();
        for info in opcode::TABLE.iter().filter(|info| info.op < 256 && info.deopt == info.op) {
            let name = info.name;
            if NOT_EXECUTED.contains(&name) || name.starts_with("INSTRUMENTED") {
                continue;
            }
            let can = |outcome: Outcome| match outcome {
                Outcome::Goes => {
                    !["JUMP_FORWARD", "JUMP_BACKWARD", "JUMP_BACKWARD_NO_INTERRUPT", "RAISE_VARARGS", "RERAISE"]
                        .contains(&name)
                }
                Outcome::Jumps => info.flags & has::JUMP != 0,
                Outcome::Raises => info.flags & has::ERROR != 0,
                // What may run Python code is decided by the operands; the rows say where it happens.
                Outcome::Enters => false,
            };
            for outcome in Outcome::ALL {
                if can(outcome) && sentence(name, outcome).is_none() {
                    missing.push(format!("{name} {outcome:?}"));
                }
            }
        }
        assert!(missing.is_empty(), "{}", missing.join("\n"));
    }

    #[test]
    fn the_table_is_sorted_and_no_two_sentences_are_one() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let name = |row: &Row| row.0.split(' ').next().unwrap_or(row.0);
        assert!(TABLE.iter().all(|row| opcode::by_name(name(row)).is_some()));
        let mut seen = HashSet::new();
        for (name, goes, ..) in TABLE.iter().filter(|row| !row.1.is_empty()) {
            assert!(
                seen.insert(*goes)
                    || [
                        "CALL_KW",
                        "LOAD_FAST_CHECK",
                        "LOAD_NAME",
                        "LOAD_GLOBAL",
                        "POP_JUMP_IF_FALSE",
                        "POP_JUMP_IF_TRUE",
                        "UNPACK_EX",
                        "UNPACK_SEQUENCE",
                        "LOAD_FAST"
                    ]
                    .contains(name),
                "{name}: {goes}"
            );
            assert!(goes.ends_with('.'), "{name}");
        }
    }
}
