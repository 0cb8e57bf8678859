//! Steps that do not end as they read: built-in code that calls Python code back, and exceptions.

use crate::compile::bytecode::InstructionRow;
use crate::ground::value::Value;
use crate::machine::frames::FrameModel;
use crate::moment::Moment;
use crate::moment::marks::Births;

fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'"))
}

/// What an instruction asks of the type of its operand, for those that Python code can answer.
const ASKS: &[(&str, &str)] = &[
    ("BINARY_OP", "applies the operator"),
    ("BINARY_SLICE", "takes the slice"),
    ("COMPARE_OP", "compares"),
    ("CONTAINS_OP", "asks whether it is in there"),
    ("CONVERT_VALUE", "asks for the text"),
    ("DELETE_ATTR", "removes the attribute"),
    ("DELETE_FAST", "takes the name away, which frees the object"),
    ("DELETE_NAME", "takes the name away, which frees the object"),
    ("DELETE_SUBSCR", "removes the item"),
    ("FORMAT_SIMPLE", "asks for the text"),
    ("FORMAT_WITH_SPEC", "asks for the text"),
    ("FOR_ITER", "asks for the next object"),
    ("GET_ITER", "asks for an iterator"),
    ("LIST_EXTEND", "asks for all objects"),
    ("LOAD_ATTR", "asks for the attribute"),
    ("POP_TOP", "gives the last reference up, which frees the object"),
    ("SEND", "passes a value on"),
    ("STORE_ATTR", "sets the attribute"),
    ("STORE_FAST", "binds the name anew, which frees what it stood for"),
    ("STORE_NAME", "binds the name anew, which frees what it stood for"),
    ("STORE_SUBSCR", "sets the item"),
    ("TO_BOOL", "asks whether it is true"),
    ("UNARY_INVERT", "inverts"),
    ("UNARY_NEGATIVE", "negates"),
    ("UNPACK_SEQUENCE", "asks for its objects"),
];

/// The sentence of an operator or the like that Python code carries out, of which only the frame is there yet.
pub fn operation(row: &InstructionRow, frame: &FrameModel) -> String {
    let found = ASKS.binary_search_by_key(&row.name, |(name, _)| name);
    let asks = found.map_or("does its work", |at| ASKS[at].1);
    let meaning = if row.meaning.is_empty() { String::new() } else { format!(" {}", code(&row.meaning)) };
    format!("{asks}{meaning} by running Python code: a frame for {} begins, the result comes later.", code(&frame.name))
}

/// The sentence of a call after which another frame runs: that of the callable, or of what it calls back.
pub fn call(callable: Option<&Value>, shown: &str, count: &str, frame: &FrameModel) -> String {
    let kind = callable.map_or("", |value| value.type_name.as_str());
    let name = code(&frame.name);
    let last = frame.name.rsplit('.').next().unwrap_or("");
    match kind {
        "function" | "method" => format!("calls {shown} with {count}: a frame for {name} begins."),
        "type" if last == "__init__" => {
            format!("calls {shown} with {count}: the object is made, and a frame for {name} begins, which fills it.")
        }
        "builtin_function_or_method" | "method_descriptor" | "type" => {
            format!(
                "calls {shown} with {count}. It is built-in code that runs Python code in turn: a frame for {name} \
                 begins, and the result comes when the built-in code is done."
            )
        }
        _ => format!("calls {shown} with {count}: Python code carries the call out, in a frame for {name}."),
    }
}

/// The exception that a step ended with instead of doing its work: what built-in code caught itself does not count.
pub fn raised<'a>(row: &InstructionRow, now: &Moment, after: Option<&Moment>, births: &'a Births) -> Option<&'a str> {
    let name = births.raised.as_deref()?;
    let after = after?;
    let left = after.frames.depth < now.frames.depth;
    let width = 2 + 2 * u32::from(row.caches);
    let on = now.bytecode.offset.map(|offset| offset + width);
    let jumped =
        after.frames.depth == now.frames.depth && after.bytecode.offset != on && after.bytecode.offset != row.target;
    (left && row.name != "RETURN_VALUE" && row.name != "YIELD_VALUE" || jumped).then_some(name)
}

/// The sentence of a step that failed, and where the way goes on.
pub fn failure(row: &InstructionRow, operands: &[String], name: &str, now: &Moment, after: Option<&Moment>) -> String {
    let on = match operands {
        [] => String::new(),
        [one] => format!(" on {one}"),
        [others @ .., last] => format!(" on {} and {last}", others.join(", ")),
    };
    let way = match after {
        Some(after) if after.frames.frames.is_empty() => "nothing catches it",
        Some(after) if after.frames.depth < now.frames.depth => "it leaves this frame",
        _ => "a handler of this frame takes it",
    };
    let what = if row.meaning.is_empty() { String::new() } else { format!(" {}", code(&row.meaning)) };
    format!("fails{what}{on}: {} is raised, and {way}.", code(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        let unsorted: Vec<&str> = ASKS.windows(2).filter(|pair| pair[0].0 >= pair[1].0).map(|pair| pair[1].0).collect();
        assert!(unsorted.is_empty(), "{unsorted:?}");
    }
}
