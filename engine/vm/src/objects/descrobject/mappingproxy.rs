//! `mappingproxy` (`Objects/descrobject.c`).

use crate::memory::object::Obj;
use crate::native::args::{Args, Conv, Native, native_fn};
use crate::native::static_strings::fixed;
use crate::state::interpreter::Machine;

fn proxied(m: &Machine, a: Args) -> Obj {
    Obj(m.slot(a.get(m, 0)).a)
}

pub const PROXY_METHODS: &[Native] = &[
    native_fn("get", Conv::Fast(1, 2), |m, a| {
        let (dict, key) = (proxied(m, a), a.get(m, 1));
        let found = m.dict_get(dict, key)?;
        let value = if !found.is_null() {
            found
        } else if a.n > 2 {
            a.get(m, 2)
        } else {
            fixed::NONE
        };
        Ok(m.new_ref(value))
    }),
    native_fn("items", Conv::NoArgs, |m, a| Ok(m.new_dict_view(proxied(m, a), 2))),
    native_fn("keys", Conv::NoArgs, |m, a| Ok(m.new_dict_view(proxied(m, a), 0))),
    native_fn("values", Conv::NoArgs, |m, a| Ok(m.new_dict_view(proxied(m, a), 1))),
];
