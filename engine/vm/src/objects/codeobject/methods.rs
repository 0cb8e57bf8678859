//! Attributes of code objects (`Objects/codeobject.c`).

use crate::memory::object::{Obj, Owned, R};
use crate::native::args::{Args, Conv, Native, native_fn};
use crate::state::interpreter::Machine;

fn code_number(m: &mut Machine, a: Args, f: impl Fn(&compiler::code::CodeObject) -> i64) -> R {
    let value = f(m.codes[m.slot(a.get(m, 0)).a as usize].meta());
    Ok(m.new_int(value))
}

fn code_words(m: &mut Machine, at: u32, n: usize) -> Owned {
    let items: Vec<Obj> = m.words.data[at as usize..at as usize + n].iter().map(|w| Obj(*w)).collect();
    m.new_tuple_from(&items)
}

/// Names of the locals whose kind has one of these bits.
fn code_locals(m: &mut Machine, a: Args, bits: u8) -> R {
    let index = m.slot(a.get(m, 0)).a;
    let kinds = m.codes[index as usize].meta().localspluskinds.clone();
    let items: Vec<Obj> = (0..kinds.len() as u32)
        .filter(|&i| kinds[i as usize] & bits != 0)
        .map(|i| m.code_local_name(index, i))
        .collect();
    Ok(m.new_tuple_from(&items))
}

pub const CODE_GETSETS: &[Native] = &[
    native_fn("co_name", Conv::NoArgs, |m, a| {
        let name = m.codes[m.slot(a.get(m, 0)).a as usize].name;
        Ok(m.new_ref(name))
    }),
    native_fn("co_qualname", Conv::NoArgs, |m, a| {
        let name = m.codes[m.slot(a.get(m, 0)).a as usize].qualname;
        Ok(m.new_ref(name))
    }),
    native_fn("co_filename", Conv::NoArgs, |m, a| {
        let name = m.codes[m.slot(a.get(m, 0)).a as usize].filename;
        Ok(m.new_ref(name))
    }),
    native_fn("co_argcount", Conv::NoArgs, |m, a| code_number(m, a, |c| i64::from(c.argcount))),
    native_fn("co_posonlyargcount", Conv::NoArgs, |m, a| code_number(m, a, |c| i64::from(c.posonlyargcount))),
    native_fn("co_kwonlyargcount", Conv::NoArgs, |m, a| code_number(m, a, |c| i64::from(c.kwonlyargcount))),
    native_fn("co_stacksize", Conv::NoArgs, |m, a| code_number(m, a, |c| i64::from(c.stacksize))),
    native_fn("co_flags", Conv::NoArgs, |m, a| code_number(m, a, |c| i64::from(c.flags))),
    native_fn("co_firstlineno", Conv::NoArgs, |m, a| code_number(m, a, |c| i64::from(c.firstlineno))),
    native_fn("co_nlocals", Conv::NoArgs, |m, a| {
        code_number(m, a, |c| {
            c.localspluskinds.iter().filter(|k| **k & compiler::code::fast::LOCAL != 0).count() as i64
        })
    }),
    native_fn("co_code", Conv::NoArgs, |m, a| {
        let code = m.codes[m.slot(a.get(m, 0)).a as usize].meta().code.clone();
        Ok(m.new_bytes(&code))
    }),
    native_fn("co_consts", Conv::NoArgs, |m, a| {
        let code = &m.codes[m.slot(a.get(m, 0)).a as usize];
        let (at, n) = (code.consts, code.meta().consts.len());
        Ok(code_words(m, at, n))
    }),
    native_fn("co_names", Conv::NoArgs, |m, a| {
        let code = &m.codes[m.slot(a.get(m, 0)).a as usize];
        let (at, n) = (code.names, code.meta().names.len());
        Ok(code_words(m, at, n))
    }),
    native_fn("co_varnames", Conv::NoArgs, |m, a| code_locals(m, a, compiler::code::fast::LOCAL)),
    native_fn("co_cellvars", Conv::NoArgs, |m, a| code_locals(m, a, compiler::code::fast::CELL)),
    native_fn("co_freevars", Conv::NoArgs, |m, a| code_locals(m, a, compiler::code::fast::FREE)),
];
