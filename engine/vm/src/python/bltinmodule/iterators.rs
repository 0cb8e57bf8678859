//! `zip`, `map` and `filter` (`Python/bltinmodule.c`).

use crate::memory::object::{Kind, Obj, R};
use crate::native::args::{Args, Conv, Native, native_fn};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

fn iterators(m: &mut Machine, a: Args, from: u32, what: &str) -> R<Obj> {
    let mut iters = Vec::new();
    for i in from..a.n {
        match m.iter(a.get(m, i)) {
            Ok(it) => iters.push(it),
            Err(e) => {
                for it in iters {
                    m.drop_ref(it);
                }
                let _ = what;
                return Err(e);
            }
        }
    }
    Ok(m.new_tuple(iters).into_edge())
}

pub const ZIP_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let strict = a.keyword(m, "strict");
    let strict = !strict.is_null() && m.truthy(strict)?;
    let iters = iterators(m, a, 1, "zip")?;
    let o = m.new_combined(Kind::Zip, ty::ZIP, 0, iters, Obj::NULL);
    m.slot_mut(o.get()).x = u16::from(strict);
    Ok(o)
})];

pub const MAP_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    if a.n < 3 {
        return Err(m.raise(ty::TYPE_ERROR, "map() must have at least two arguments."));
    }
    let iters = iterators(m, a, 2, "map")?;
    let f = a.get(m, 1);
    m.incref(f);
    Ok(m.new_combined(Kind::Map, ty::MAP, f.0, iters, Obj::NULL))
})];

pub const FILTER_NEW: &[Native] = &[native_fn("__new__", Conv::Fast(3, 3), |m, a| {
    let it = m.iter(a.get(m, 2))?.into_edge();
    let f = a.get(m, 1);
    m.incref(f);
    Ok(m.new_combined(Kind::Filter, ty::FILTER, f.0, it, Obj::NULL))
})];
