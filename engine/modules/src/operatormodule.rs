//! `_operator` (`Modules/_operator.c`): what `operator` does not have in Python.

use vm::memory::object::Kind;
use vm::native::args::boolean;
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;

/// `_operator`.
pub static MODULE: ModuleDef =
    ModuleDef { name: "_operator", doc: "What operator has in C only.", functions: FUNCTIONS, fill: |_, _| () };

const FUNCTIONS: &[Native] = &[function(
    "_compare_digest($module, a, b, /)",
    "Whether two texts or buffers are equal; it takes as long whether they are or not.",
    |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        if m.kind(x) == Kind::Str && m.kind(y) == Kind::Str {
            if !m.str_is_ascii(x) || !m.str_is_ascii(y) {
                let text = "comparing strings with non-ASCII characters is not supported";
                return Err(m.raise(ty::TYPE_ERROR, text));
            }
            return boolean(m.str_text(x) == m.str_text(y));
        }
        if !m.has_buffer(x) || !m.has_buffer(y) {
            let (first, second) = (m.type_name(x), m.type_name(y));
            let text = format!("unsupported operand types(s) or combination of types: '{first}' and '{second}'");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
        let (x, y) = (m.all_bytes(x)?, m.all_bytes(y)?);
        boolean(x == y)
    },
)];
