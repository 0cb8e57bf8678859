//! `_posixsubprocess` (`Modules/_posixsubprocess.c`): no other program can be run, which is an ordinary error.

use crate::fill::os_error_saying;
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;

/// `_posixsubprocess`.
pub static MODULE: ModuleDef =
    ModuleDef { name: "_posixsubprocess", doc: "Other programs.", functions: FUNCTIONS, fill: |_, _| {} };

/// What `fork_exec` takes.
const ARGUMENTS: u32 = 22;

const FUNCTIONS: &[Native] = &[function("fork_exec(*args)", "Run another program.", |m, a| {
    if a.n != ARGUMENTS {
        let text = format!("fork_exec expected {ARGUMENTS} arguments, got {}", a.n);
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    Err(os_error_saying(m, ty::OS_ERROR, 38, "Function not implemented: no other program can be run here"))
})
.hidden()];
