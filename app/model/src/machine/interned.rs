//! Objects of which there is only one: interned strings and the small integers.

use crate::ground::value::Address;

#[derive(Clone, Debug, PartialEq)]
pub struct InternedItem {
    pub text: String,
    pub address: Address,
    /// `None` for immortal objects, whose count never changes.
    pub refcount: Option<u64>,
    /// Names and fields on show that hold it.
    pub holders: Vec<String>,
    /// Held by the step that comes now.
    pub current: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct InternedModel {
    pub strings: Vec<InternedItem>,
    pub integers: Vec<InternedItem>,
    /// How many strings are interned altogether, those of the interpreter included.
    pub total_strings: u64,
}
