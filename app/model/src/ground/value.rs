//! A reference to an object as a pane writes it: short text, type, identity.

/// The address of an object, as `id()` gives it.
pub type Address = u64;

/// What a step did to a thing that is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    #[default]
    None,
    New,
    Changed,
    Dying,
}

impl Mark {
    /// Behind what is read aloud: a mark is not only seen.
    pub fn said(self) -> &'static str {
        match self {
            Mark::None => "",
            Mark::New => ", new",
            Mark::Changed => ", changed",
            Mark::Dying => ", freed",
        }
    }
}

/// One reference: from a name, a stack slot, a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// Short `repr`, cut with an ellipsis when long.
    pub text: String,
    pub type_name: String,
    pub address: Address,
    /// Small enough to be written where it is held (numbers, short strings, `None`).
    pub inline: bool,
    pub immortal: bool,
    pub mark: Mark,
}

impl Value {
    /// A reference to an object that has a box of its own.
    pub fn reference(text: &str, type_name: &str, address: Address) -> Value {
        Value {
            text: text.to_owned(),
            type_name: type_name.to_owned(),
            address,
            inline: false,
            immortal: false,
            mark: Mark::None,
        }
    }

    /// `…5c10`: the end of an address, enough to tell boxes apart.
    pub fn short_address(address: Address) -> String {
        format!("…{:04x}", address & 0xffff)
    }

    /// Strings are coloured as in the source.
    pub fn is_text(&self) -> bool {
        self.type_name == "str" || self.type_name == "bytes"
    }

    pub fn is_number(&self) -> bool {
        matches!(self.type_name.as_str(), "int" | "float" | "complex" | "bool")
    }
}

/// Digits in groups of three, parted by thin spaces.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('\u{2009}');
        }
        out.push(digit);
    }
    out
}

/// `1 step`, `2 steps`.
pub fn counted(number: u64, one: &str) -> String {
    format!("{} {one}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// `1 stack entry`, `2 stack entries`.
pub fn entries(number: u64) -> String {
    format!("{} stack {}", grouped(number), if number == 1 { "entry" } else { "entries" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_counted() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(1234567), "1\u{2009}234\u{2009}567");
        assert_eq!(counted(1, "step"), "1 step");
        assert_eq!(counted(0, "object"), "0 objects");
        assert_eq!(Value::short_address(0x7f0000005c10), "…5c10");
    }
}
