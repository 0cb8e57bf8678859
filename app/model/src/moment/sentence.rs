//! The sentence of a step: what the next instruction does with what lies on the stack now, and what it changes.

use crate::compile::bytecode::{CodeListing, InstructionRow};
use crate::ground::explain::ExplainModel;
use crate::ground::value::{Address, Value};
use crate::machine::frames::FrameModel;
use crate::machine::heap::Object;
use crate::moment::marks::Births;
use crate::moment::reentry;
use crate::moment::{Ending, Moment, Run};
use compiler::opcode;
use std::collections::HashMap;

/// The values around a step.
struct Step<'a> {
    row: &'a InstructionRow,
    now: &'a FrameModel,
    /// What the step pushed, if it stayed in its frame.
    pushed: Option<&'a Value>,
    /// The frame that the step entered.
    entered: Option<&'a FrameModel>,
}

impl Step<'_> {
    /// The n-th entry from the top, 1 being the top.
    fn entry(&self, n: usize) -> String {
        let at = self.now.stack.len().checked_sub(n).and_then(|index| self.now.stack.get(index));
        match at {
            Some(Some(value)) => code(&value.text),
            Some(None) => code("NULL"),
            None => "nothing".to_owned(),
        }
    }

    fn result(&self) -> String {
        self.pushed.map_or("the result".to_owned(), |value| code(&value.text))
    }

    /// The first name in the argument's meaning: `append` of `append + NULL|self`.
    fn name(&self) -> String {
        code(self.row.meaning.split([' ', ',']).next().unwrap_or(""))
    }

    fn meaning(&self) -> String {
        code(&self.row.meaning)
    }

    fn arg(&self) -> usize {
        self.row.arg.unwrap_or(0) as usize
    }
}

fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}

/// Explains the step from `now` to `after`; `after` is missing at the end of a run.
pub fn explain(run: &Run, now: &Moment, after: Option<&Moment>, births: &Births) -> ExplainModel {
    let Some(row) = next_row(&run.codes, now) else { return ending(run) };
    if now.step >= now.total && now.total > 0 {
        let why = run.ending.sentence().unwrap_or_default();
        return ExplainModel::from_markup(&format!("**{}** comes next. {why}", row.name), Vec::new());
    }
    let Some(frame) = now.frames.top() else { return ExplainModel::default() };
    let depth = now.frames.depth;
    let same_depth = after.is_some_and(|after| after.frames.depth == depth);
    let after_frame = after.and_then(|after| after.frames.top()).filter(|other| other.name == frame.name);
    // A call's NULL lies on top of what was pushed.
    let pushed = after_frame
        .filter(|_| same_depth)
        .and_then(|frame| frame.stack.iter().rev().take(2).find_map(|slot| slot.as_ref()));
    let entered = after.filter(|after| after.frames.depth > depth).and_then(|after| after.frames.top());
    let step = Step { row, now: frame, pushed, entered };
    let branch = after.and_then(|after| after.bytecode.offset).filter(|_| same_depth);
    let words = match (reentry::raised(row, now, after, births), entered) {
        (Some(name), _) if !RAISES.contains(&row.name) => {
            let operands: Vec<String> = (1..=row.pops.min(2) as usize).rev().map(|n| step.entry(n)).collect();
            reentry::failure(row, &operands, name, now, after)
        }
        (None, Some(frame)) if !row.name.starts_with("CALL") => reentry::operation(row, frame),
        _ => what(&step, branch),
    };
    let sentence = format!("**{}** {words}", row.name);
    let mut notes = notes(run, now, after);
    if after.is_some_and(|after| after.frames.frames.is_empty()) {
        notes.insert(0, last_words(&run.ending).to_owned());
    }
    ExplainModel { counts: changes(now, after, row, births), ..ExplainModel::from_markup(&sentence, notes) }
}

/// Instructions whose own sentence says that they raise.
const RAISES: [&str; 2] = ["RAISE_VARARGS", "RERAISE"];

/// What the last step of a program means.
fn last_words(ending: &Ending) -> &'static str {
    match ending {
        Ending::Raised { .. } => {
            "nothing catches the exception: the program ends here with its traceback, and the interpreter shuts down"
        }
        _ => "the program ends with this step; then the interpreter shuts down and frees what remains",
    }
}

/// Behind the last step there is no instruction to explain.
fn ending(run: &Run) -> ExplainModel {
    match &run.ending {
        Ending::Finished { .. } | Ending::Raised { .. } => ExplainModel::from_markup(
            "The program has ended and the interpreter has shut down: it dropped the module's names, and every object \
             that nothing else held was freed.",
            run.ending.sentence().into_iter().collect(),
        ),
        other => ExplainModel::plain(&other.sentence().unwrap_or_default()),
    }
}

pub fn next_row<'a>(codes: &'a [CodeListing], now: &Moment) -> Option<&'a InstructionRow> {
    let listing = codes.get(now.bytecode.code)?;
    let offset = now.bytecode.offset?;
    // Code that is not the program's own is running above the listing's frame.
    listing.row_at(offset).map(|index| &listing.rows()[index])
}

fn what(step: &Step, branch: Option<u32>) -> String {
    let (top, second) = (|| step.entry(1), || step.entry(2));
    let row = step.row;
    let jumped = branch.is_some() && branch == row.target;
    match row.name {
        "RESUME" => "marks where the frame begins or goes on; nothing changes.".to_owned(),
        "NOP" | "NOT_TAKEN" => "does nothing.".to_owned(),
        "LOAD_CONST" => format!("pushes the constant {}.", step.meaning()),
        "LOAD_SMALL_INT" => {
            format!("pushes the small integer {}, which exists since the start.", code(&step.arg().to_string()))
        }
        "LOAD_NAME" => format!("looks the name {} up and pushes what it stands for: {}.", step.name(), step.result()),
        "LOAD_GLOBAL" => {
            format!("looks {} up among the globals, then the builtins, and pushes {}.", step.name(), step.result())
        }
        "LOAD_FAST" | "LOAD_FAST_CHECK" => {
            format!("pushes the local variable {}, which is {}.", step.name(), step.result())
        }
        "LOAD_FAST_BORROW" => {
            format!(
                "pushes the local variable {}, which is {}, without counting a reference.",
                step.name(),
                step.result()
            )
        }
        "LOAD_FAST_BORROW_LOAD_FAST_BORROW" | "LOAD_FAST_LOAD_FAST" => {
            format!("pushes two local variables: {}.", step.meaning())
        }
        "LOAD_DEREF" => format!("pushes what the cell of {} holds: {}.", step.name(), step.result()),
        "LOAD_ATTR" if row.meaning.contains("NULL|self") => {
            format!("looks the method {} up on {} and pushes it with the object.", step.name(), top())
        }
        "LOAD_ATTR" => format!("replaces {} by its attribute {}: {}.", top(), step.name(), step.result()),
        "LOAD_SUPER_ATTR" => format!("looks {} up in the classes behind this one.", step.name()),
        "STORE_NAME" | "STORE_FAST" | "STORE_GLOBAL" => {
            format!("takes {} off the stack and lets the name {} stand for it.", top(), step.name())
        }
        "STORE_DEREF" => format!("takes {} off the stack and puts it into the cell of {}.", top(), step.name()),
        "STORE_ATTR" => format!(
            "takes the top object, {}, and sets its attribute {} to the one below, {}.",
            top(),
            step.name(),
            second()
        ),
        "STORE_SUBSCR" => format!("sets the item {} of {} to {}.", top(), second(), step.entry(3)),
        "STORE_FAST_LOAD_FAST" | "STORE_FAST_STORE_FAST" => format!("works on the local variables {}.", step.meaning()),
        "DELETE_NAME" | "DELETE_FAST" | "DELETE_GLOBAL" => {
            format!("takes the name {} away; the object loses one reference.", step.name())
        }
        "DELETE_SUBSCR" => format!("removes the item {} from {}.", top(), second()),
        "BINARY_OP" if row.meaning.contains("[]") => {
            format!("takes {} and {}, and pushes the item: {}.", second(), top(), step.result())
        }
        "BINARY_OP" => {
            format!("takes {} and {}, applies {} and pushes {}.", second(), top(), step.meaning(), step.result())
        }
        "BINARY_SLICE" => format!("takes a slice of {} and pushes it: {}.", step.entry(3), step.result()),
        "COMPARE_OP" => {
            format!("asks whether {} {} {}, and pushes {}.", second(), operator(&row.meaning), top(), step.result())
        }
        "IS_OP" => format!("asks whether {} and {} are one and the same object: {}.", second(), top(), step.result()),
        "CONTAINS_OP" => format!("asks whether {} is in {}: {}.", second(), top(), step.result()),
        "UNARY_NOT" | "UNARY_NEGATIVE" | "UNARY_INVERT" | "TO_BOOL" => {
            format!("replaces {} by {}.", top(), step.result())
        }
        "POP_TOP" => format!("takes {} off the stack; nobody needs it.", top()),
        "POP_ITER" => "takes the exhausted iterator off the stack.".to_owned(),
        "PUSH_NULL" => "pushes NULL: the call that follows has no self.".to_owned(),
        "COPY" => format!("pushes one more reference to {}.", step.entry(step.arg().max(1))),
        "SWAP" => format!("exchanges {} and {}.", top(), step.entry(step.arg().max(1))),
        "CALL" | "CALL_KW" | "CALL_FUNCTION_EX" => call(step),
        "RETURN_VALUE" => format!("returns {}; the frame of `{}` ends.", top(), step.now.name),
        "YIELD_VALUE" => format!("hands {} out of the generator, whose frame waits.", top()),
        "RETURN_GENERATOR" => "makes a generator of this frame and returns it; the body has not begun.".to_owned(),
        "MAKE_FUNCTION" => format!("makes a function from {} and pushes it.", top()),
        "SET_FUNCTION_ATTRIBUTE" => format!("gives the new function {} its {}.", top(), row.meaning),
        "MAKE_CELL" => format!("puts the variable {} into a cell, for inner functions to share.", step.name()),
        "COPY_FREE_VARS" => "makes the enclosing function's cells known here.".to_owned(),
        "LOAD_BUILD_CLASS" => "pushes the function that builds classes.".to_owned(),
        "BUILD_LIST" | "BUILD_TUPLE" | "BUILD_SET" | "BUILD_MAP" | "BUILD_STRING" => {
            let taken = match step.arg() * if row.name == "BUILD_MAP" { 2 } else { 1 } {
                0 => "pushes a new, empty one".to_owned(),
                1 => format!("takes {} and pushes a new one of it", top()),
                count => format!("takes {count} objects and pushes a new one of them"),
            };
            format!("{taken}: {}.", step.result())
        }
        "LIST_EXTEND" => format!("appends all of {} to the list.", top()),
        "LIST_APPEND" => format!("appends {} to the list that is being built.", top()),
        "SET_ADD" => format!("adds {} to the set that is being built.", top()),
        "MAP_ADD" => format!("adds {} with the value {} to the dict that is being built.", second(), top()),
        "FORMAT_SIMPLE" | "FORMAT_WITH_SPEC" | "CONVERT_VALUE" => {
            format!("turns {} into text: {}.", top(), step.result())
        }
        "GET_ITER" => format!("asks {} for an iterator and pushes it.", top()),
        "FOR_ITER" if jumped => format!("asks {} for the next object; there is none, so the loop ends.", top()),
        "FOR_ITER" => format!("asks {} for the next object and pushes it: {}.", top(), step.result()),
        "POP_JUMP_IF_FALSE" | "POP_JUMP_IF_TRUE" | "POP_JUMP_IF_NONE" | "POP_JUMP_IF_NOT_NONE" => {
            let way = if jumped { format!("jumps {}", row.meaning) } else { "goes straight on".to_owned() };
            format!("takes {} off the stack and {way}.", top())
        }
        "JUMP_BACKWARD" | "JUMP_BACKWARD_NO_INTERRUPT" => {
            format!("goes back {}, to the start of the loop.", row.meaning)
        }
        "JUMP_FORWARD" => format!("goes on {}.", row.meaning),
        "UNPACK_SEQUENCE" => format!("parts {} into {} objects.", top(), step.arg()),
        "UNPACK_EX" => format!("parts {} into single objects and a list of the rest.", top()),
        "IMPORT_NAME" => format!("imports the module {} and pushes it.", step.name()),
        "IMPORT_FROM" => format!("pushes {} of the module.", step.name()),
        "RAISE_VARARGS" => format!("raises {}.", top()),
        "RERAISE" => format!("raises {} again.", top()),
        "PUSH_EXC_INFO" => format!("begins the handling of {}.", top()),
        "POP_EXCEPT" => "ends the handling of the exception.".to_owned(),
        "CHECK_EXC_MATCH" => format!("asks whether {} is a {}: {}.", second(), top(), step.result()),
        name => {
            let words = crate::compile::opcode_words::of(name);
            let mut letters = words.chars();
            letters.next().map_or(String::new(), |first| first.to_lowercase().collect::<String>() + letters.as_str())
        }
    }
}

/// `<` of `bool(<)`, in words of its own.
fn operator(meaning: &str) -> String {
    code(meaning.trim_start_matches("bool(").trim_end_matches(')'))
}

fn call(step: &Step) -> String {
    let arguments = step.arg() + usize::from(step.row.name == "CALL_KW");
    let callable = step.entry(arguments + 2);
    let count = match step.arg() {
        0 => "no argument".to_owned(),
        1 => format!("the argument {}", step.entry(1 + usize::from(step.row.name == "CALL_KW"))),
        many => format!("{many} arguments"),
    };
    match step.entered {
        Some(frame) => {
            let at = step.now.stack.len().checked_sub(arguments + 2);
            let called = at.and_then(|at| step.now.stack.get(at)).and_then(|slot| slot.as_ref());
            reentry::call(called, &callable, &count, frame)
        }
        None => format!("calls {callable} with {count} and pushes {}.", step.result()),
    }
}

/// What else the step does that anybody should know: output, collections.
fn notes(run: &Run, now: &Moment, after: Option<&Moment>) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(after) = after {
        for chunk in after.output.chunks.iter().filter(|chunk| chunk.step == now.step).take(2) {
            notes.push(format!("writes {:?}", chunk.text));
        }
    }
    for event in run.timeline.events.iter().filter(|event| event.step == now.step) {
        if matches!(event.kind, crate::moment::timeline::EventKind::Collection { .. }) {
            notes.push(event.text.clone());
        }
    }
    notes
}

/// Counts, objects made and freed, the specialised form that runs.
fn changes(now: &Moment, after: Option<&Moment>, row: &InstructionRow, births: &Births) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(after) = after {
        counts(now, after, births, &mut notes);
    }
    let form = now.bytecode.specialised.iter().find(|form| Some(form.offset) == now.bytecode.offset);
    if let Some(form) = form.filter(|_| row.name != "RESUME") {
        notes.push(format!("runs in its specialised form {}", form.name));
    } else if row.caches > 0 && can_specialise(row.name) {
        notes.push("not specialised yet".to_owned());
    }
    notes
}

fn can_specialise(name: &str) -> bool {
    let op = opcode::by_name(name).map(|info| info.op);
    opcode::TABLE.iter().any(|form| Some(form.deopt) == op && Some(form.op) != op)
}

/// Changes told in the notes at most.
const TOLD: usize = 4;

fn counts(now: &Moment, after: &Moment, births: &Births, notes: &mut Vec<String>) {
    let name = |object: &Object| format!("{} {}", object.title, Value::short_address(object.address));
    let later: HashMap<Address, &Object> = after.heap.objects.iter().map(|object| (object.address, object)).collect();
    let mut told = 0;
    for object in &now.heap.objects {
        if told >= TOLD {
            return;
        }
        match later.get(&object.address) {
            Some(other) if other.refcount != object.refcount && !births.freed.contains(&object.address) => {
                if let (Some(from), Some(to)) = (object.refcount, other.refcount) {
                    let way = if to > from { "rises" } else { "drops" };
                    notes.push(format!(
                        "{} {way} from {from} to {}",
                        name(object),
                        crate::ground::value::counted(to, "reference")
                    ));
                    told += 1;
                }
            }
            _ if births.freed.contains(&object.address) => {
                notes.push(format!("{} is freed", name(object)));
                told += 1;
            }
            _ => {}
        }
    }
    for object in after.heap.objects.iter().filter(|object| births.made.contains(&object.address)) {
        if told >= TOLD {
            return;
        }
        notes.push(format!("{} is new", name(object)));
        told += 1;
    }
}
