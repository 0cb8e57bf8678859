//! Why things are as they are: two objects one or two, a value true or false.

use crate::ground::value::Value;

/// Types whose objects cannot change, so that the compiler may make one for all equal constants.
const CONSTANT: [&str; 6] = ["int", "float", "complex", "str", "bytes", "tuple"];

/// When an object was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// Before the program's first step: by the compiler or the interpreter.
    Before,
    In(u64),
}

/// What is known of two objects beside their values.
#[derive(Clone, Copy, Debug, Default)]
pub struct Origin {
    /// The second is an interned string.
    pub interned: bool,
    /// The second is among the constants of some code.
    pub constant: bool,
    /// When each was made; unknown of what is old, far into a run.
    pub made: (Option<Made>, Option<Made>),
    /// The comparison comes behind [`LOOKED_UP`].
    pub far: bool,
}

/// Steps from the beginning of a run in which it is looked up what they made.
pub const LOOKED_UP: u64 = 200_000;
/// Steps that are looked back through at least, behind those.
pub const LOOKED_BACK: u64 = 40_000;
const FAR: &str = ", made long before: more than 40 000 steps ago";

impl Origin {
    /// Of two objects.
    fn of_two(&self) -> String {
        match self.made {
            (None, None) if self.far => FAR.to_owned(),
            (None, Some(Made::In(b))) if self.far => format!(", the first made long before, the second in step {b}"),
            (Some(Made::In(a)), None) if self.far => format!(", the first made in step {a}, the second long before"),
            (None, _) | (_, None) => String::new(),
            (Some(Made::In(a)), Some(Made::In(b))) if a == b => format!(", both made in step {a}"),
            (Some(Made::In(a)), Some(Made::In(b))) => format!(", made in the steps {a} and {b}"),
            (Some(Made::In(a)), Some(Made::Before)) => {
                format!(", the first made in step {a}, the second there before the first step")
            }
            (Some(Made::Before), Some(Made::In(b))) => {
                format!(", the first there before the first step, the second made in step {b}")
            }
            (Some(Made::Before), Some(Made::Before)) => ", both there before the first step".to_owned(),
        }
    }

    /// Of the one object that both are.
    fn of_one(&self) -> String {
        match self.made.1 {
            Some(Made::In(step)) => format!(", made in step {step}"),
            Some(Made::Before) if self.constant => ", a constant of this compilation".to_owned(),
            Some(Made::Before) => ", there before the first step".to_owned(),
            None if self.constant => ", a constant of this compilation".to_owned(),
            None if self.far => FAR.to_owned(),
            None => String::new(),
        }
    }
}

/// Why `a is b`, or why not.
pub fn identity(a: Option<&Value>, b: Option<&Value>, origin: &Origin) -> String {
    let (Some(a), Some(b)) = (a, b) else { return "NULL is no object".to_owned() };
    let places = |a: &Value, b: &Value| {
        format!("{}, at {} and {}", origin.of_two(), Value::short_address(a.address), Value::short_address(b.address))
    };
    if a.address == b.address {
        let at = format!("at {}", Value::short_address(a.address));
        let made = origin.of_one();
        return match a.type_name.as_str() {
            "NoneType" | "bool" | "ellipsis" => format!("there is only one `{}` in the interpreter", a.text),
            "tuple" if a.text == "()" => "there is only one empty tuple in the interpreter".to_owned(),
            "int" if small(a) => format!("`{}` is one of the small integers, of which there is one each, {at}", a.text),
            "str" if origin.interned => {
                format!("both are the one interned string `{}`, {at}", a.text)
            }
            kind if CONSTANT.contains(&kind) => format!("both references lead to one {kind}{made}, {at}"),
            kind => format!("both references lead to one {kind}{made}, {at}: what one changes, the other sees"),
        };
    }
    if a.type_name != b.type_name {
        return format!("one is {}, the other {}", article(&a.type_name), article(&b.type_name));
    }
    let kind = &a.type_name;
    match a.text == b.text {
        true if kind == "int" && !small(a) => {
            format!("equal in value, but two objects{}; only the integers from −5 to 256 exist once each", places(a, b))
        }
        true if kind == "str" => format!("equal in text, but two objects{}: not both are interned", places(a, b)),
        true => format!("they look alike, but are two objects{}", places(a, b)),
        false => format!("two objects{}", places(a, b)),
    }
}

/// A class's name with its article.
pub fn article(kind: &str) -> String {
    let an = kind.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']);
    format!("{} `{kind}`", if an { "an" } else { "a" })
}

fn small(value: &Value) -> bool {
    value.text.parse::<i64>().is_ok_and(|number| (-5..=256).contains(&number))
}

/// Why a value counts as true or false. `counts` is what the machine says of it, if it is known.
pub fn truth(value: Option<&Value>, counts: Option<bool>) -> String {
    let Some(value) = value else { return "NULL is no object".to_owned() };
    let Some(counts) = counts else { return "its class decides".to_owned() };
    let kind = value.type_name.as_str();
    let word = if counts { "true" } else { "false" };
    match kind {
        "bool" => format!("it is {} itself", value.text),
        "NoneType" => "None counts as false".to_owned(),
        "int" | "float" | "complex" if counts => "a number other than zero counts as true".to_owned(),
        "int" | "float" | "complex" => "zero counts as false".to_owned(),
        "str" | "bytes" | "list" | "tuple" | "dict" | "set" | "frozenset" | "range" if counts => {
            format!("a {kind} with something in it counts as true")
        }
        "str" | "bytes" | "list" | "tuple" | "dict" | "set" | "frozenset" | "range" => {
            format!("an empty {kind} counts as false")
        }
        "function" | "type" | "module" | "method" | "builtin_function_or_method" => {
            format!("a {kind} always counts as true")
        }
        _ => format!("its class {} has it count as {word}", value.type_name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_those_of_the_values() {
        let value = |text: &str, kind: &str, at| Value::reference(text, kind, at);
        let why = |a: &Value, b: &Value| identity(Some(a), Some(b), &Origin::default());
        let origin = Origin { made: (Some(Made::In(4)), Some(Made::In(9))), ..Origin::default() };
        let two = identity(Some(&value("[]", "list", 1)), Some(&value("[]", "list", 2)), &origin);
        assert_eq!(two, "they look alike, but are two objects, made in the steps 4 and 9, at …0001 and …0002");
        let far = identity(
            Some(&value("[]", "list", 1)),
            Some(&value("[]", "list", 2)),
            &Origin { far: true, ..Origin::default() },
        );
        assert!(far.contains("more than 40 000 steps ago"), "{far}");
        assert!(why(&value("7", "int", 1), &value("7", "int", 1)).contains("small integers"));
        assert!(why(&value("300", "int", 1), &value("300", "int", 2)).contains("from −5 to 256"));
        assert!(why(&value("[]", "list", 1), &value("[]", "list", 2)).contains("look alike"));
        assert!(why(&value("None", "NoneType", 1), &value("None", "NoneType", 1)).contains("only one"));
        assert_eq!(truth(Some(&value("[]", "list", 1)), Some(false)), "an empty list counts as false");
        assert_eq!(truth(Some(&value("3", "int", 1)), Some(true)), "a number other than zero counts as true");
    }
}
