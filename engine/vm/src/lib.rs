//! The machine: executes code objects as CPython 3.14 does, on plain data that can be copied.
//!
//! Rooms carry CPython's names. Start at [`machine::Machine`]; the loop is `ceval`, objects are `object` and
//! `heap`, what a type can do is in the room of its name and in the tables of `natives`.
#![forbid(unsafe_code)]

pub mod abstract_;
pub mod args;
pub mod audit;
mod bltinmodule;
mod boot;
pub mod buffers;
mod bytesobject;
mod call;
pub mod ceval;
mod ceval_general;
mod ceval_rare;
pub mod codeobject;
mod constructors;
mod container_methods;
mod descrobject;
pub mod dictobject;
mod dismodule;
mod enumobject;
pub mod exceptions;
pub mod floatobject;
mod formatter;
pub mod frame;
pub mod funcobject;
pub mod gc;
mod gcmodule;
pub mod genobject;
pub mod heap;
pub mod host;
mod import;
pub mod inspect;
pub mod instance;
pub mod iterobject;
mod listobject;
mod listsort;
pub mod longobject;
pub mod machine;
mod mathmodule;
pub mod names;
pub mod natives;
mod number_methods;
pub mod object;
mod object_methods;
mod object_repr;
pub mod obmalloc;
pub mod op;
mod rangeobject;
mod richcompare;
mod setobject;
mod slots;
pub mod specialize;
mod subscript;
mod sysmodule;
mod timemodule;
pub mod traceback;
mod tupleobject;
mod typecreate;
pub mod typeobject;
pub mod typetable;
mod unicode_methods;
pub mod unicodeobject;
mod unwind;
