//! What the tests, benchmarks and scripts of this crate share.
#![forbid(unsafe_code)]

pub mod mutate;
