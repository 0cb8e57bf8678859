//! `str`: its constructor and slots (`PyUnicode_Type` of `Objects/unicodeobject.c`).

use crate::memory::object::{Kind, Owned};
use crate::native::args::{Conv, Native, native_fn};
use crate::native::slotdefs::{contains, iter_self};
use crate::native::static_strings::fixed;
use crate::objects::abstract_::BinaryOp;
use crate::objects::typeobject::subtype_new::{class_of_call, retype};

pub const STR_NEW: &[Native] = &[native_fn("__new__", Conv::Any, |m, a| {
    let class = class_of_call(m, a);
    let o = a.param(m, 1, "object");
    let encoding = a.param(m, 2, "encoding");
    let text = if o.is_null() {
        Owned::steal(fixed::EMPTY_STR)
    } else if !encoding.is_null() && m.kind(o) == Kind::Bytes {
        m.decode_bytes(o, encoding)?
    } else {
        m.str(o)?
    };
    retype(m, text, class)
})];

pub const STR_EXTRA: &[Native] = &[
    native_fn("__iter__", Conv::NoArgs, iter_self),
    native_fn("__contains__", Conv::O, contains),
    native_fn("__str__", Conv::NoArgs, |m, a| {
        let points = m.str_points(a.get(m, 0));
        Ok(m.new_str_points(&points))
    }),
    native_fn("__mod__", Conv::O, |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.binary_native(BinaryOp::Mod, x, y)
    }),
];
