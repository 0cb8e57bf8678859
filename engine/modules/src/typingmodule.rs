//! `_typing` (`Modules/_typingmodule.c`): what `typing` has in C.

use crate::fill::{put, put_types};
use vm::memory::object::Owned;
use vm::native::static_strings::fixed;
use vm::native::typedef::{ModuleDef, function};
use vm::objects::typeobject::ty;

/// `_typing`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_typing",
    doc: "What typing has in C.",
    functions: &[function("_idfunc($module, x, /)", "Give the argument back.", |m, a| {
        let o = a.get(m, 0);
        Ok(m.new_ref(o))
    })],
    fill: |m, dict| {
        let types = [
            ty::TYPE_VAR,
            ty::TYPE_VAR_TUPLE,
            ty::PARAM_SPEC,
            ty::PARAM_SPEC_ARGS,
            ty::PARAM_SPEC_KWARGS,
            ty::GENERIC,
            ty::TYPE_ALIAS,
            ty::UNION,
        ];
        put_types(m, dict, &types);
        put(m, dict, "NoDefault", Owned::steal(fixed::NO_DEFAULT));
    },
};
