//! `_json` (`Modules/_json.c`): what reads JSON and what writes it. Both are activations with a stack of their own, so hooks and
//! `default` are frames like any other, and depth costs no stack of the host.

mod encoder;
mod scanner;
mod strings;

pub use encoder::{ENCODER, ENCODER_ROW};
pub use scanner::{SCANNER, SCANNER_ROW};

use crate::fill::put_type;
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, R, Raised};
use vm::native::args::Args;
use vm::native::typedef::ModuleDef;
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_json`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_json",
    doc: "Reading and writing of JSON.",
    functions: strings::FUNCTIONS,
    fill: |m, dict| {
        put_type(m, dict, "make_scanner", own::JSON_SCANNER);
        put_type(m, dict, "make_encoder", own::JSON_ENCODER);
    },
};

/// Levels that CPython's stack of C has room for.
const DEEPEST: usize = 65_238;

/// What is raised beyond (`_Py_EnterRecursiveCall`).
fn too_deep(m: &mut Machine, place: &str) -> Raised {
    m.raise(ty::RECURSION_ERROR, &format!("Stack overflow (used 8160 kB){place}"))
}

/// Arguments behind self by place or name, all of them required (`PyArg_ParseTupleAndKeywords`).
fn required<const N: usize>(m: &mut Machine, a: Args, function: &str, names: [&str; N]) -> R<[Obj; N]> {
    let given = (a.n - 1 + a.kwcount(m)) as usize;
    if given > N {
        let s = if N == 1 { "" } else { "s" };
        let text = format!("{function}() takes at most {N} argument{s} ({given} given)");
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    let mut all = [Obj::NULL; N];
    for (i, name) in names.into_iter().enumerate() {
        let place = i as u32 + 1;
        all[i] = if place < a.n { a.get(m, place) } else { a.keyword(m, name) };
        if all[i].is_null() {
            let text = format!("{function}() missing required argument '{name}' (pos {place})");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
    }
    Ok(all)
}

/// The text that is read, which must be one.
fn text_argument(m: &mut Machine, o: Obj) -> R<()> {
    if m.kind(o) == Kind::Str {
        return Ok(());
    }
    let got = m.type_name(o);
    Err(m.raise(ty::TYPE_ERROR, &format!("first argument must be a string, not {got}")))
}
