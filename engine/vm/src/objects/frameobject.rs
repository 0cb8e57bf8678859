//! Frame objects (`Objects/frameobject.c`).

use crate::native::args::{Conv, Native, native_fn, none};

pub const FRAME_GETSETS: &[Native] = &[
    native_fn("f_code", Conv::NoArgs, |m, a| {
        let code = m.codes[m.slot(a.get(m, 0)).a as usize].obj;
        Ok(m.new_ref(code))
    }),
    native_fn("f_lineno", Conv::NoArgs, |m, a| match m.frame_line(a.get(m, 0)) {
        Some(line) => Ok(m.new_int(i64::from(line))),
        None => none(),
    }),
];
