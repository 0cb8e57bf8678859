//! What front end, compiler and machine must answer alike, so that each answer is given once: hashes, the order of
//! sets, `repr` of text and floats, properties of characters in Unicode 16.0, the
//! name that a misspelt one may have meant.
#![forbid(unsafe_code)]

pub mod character;
pub mod float;
pub mod hash;
pub mod repr;
pub mod set_order;
pub mod suggestions;
