//! The machine. Plain data that can be copied; see ARCHITECTURE.md.
#![forbid(unsafe_code)]
