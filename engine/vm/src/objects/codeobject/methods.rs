//! Attributes of code objects (`Objects/codeobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::Args;
use crate::native::typedef::{Slot, TypeDef, getset, member, tpflags};
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

/// `code`.
pub static CODE: TypeDef = TypeDef {
    name: "code",
    weaklistoffset: 144,
    kind: Kind::Code,
    basicsize: 208,
    itemsize: 2,
    flags: tpflags::BUILTIN,
    text: "(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize,\n     flags, codestring, constants, names, varnames, filename, name,\n     qualname, firstlineno, linetable, exceptiontable, freevars=(),\n     cellvars=(), /)",
    doc: "Compiled code.",
    slots: &[Slot::Repr, Slot::Hash, Slot::Compare],
    natives: &[
        member("co_name", "Name of the function.", |m, a| {
            let name = m.codes[m.slot(a.get(m, 0)).a as usize].name;
            Ok(m.new_ref(name))
        }),
        member("co_qualname", "Name with the scopes around it.", |m, a| {
            let name = m.codes[m.slot(a.get(m, 0)).a as usize].qualname;
            Ok(m.new_ref(name))
        }),
        member("co_filename", "File that it was compiled from.", |m, a| {
            let name = m.codes[m.slot(a.get(m, 0)).a as usize].filename;
            Ok(m.new_ref(name))
        }),
        member("co_argcount", "Positional parameters.", |m, a| code_number(m, a, |c| i64::from(c.argcount))),
        member("co_posonlyargcount", "Parameters that are positional only.", |m, a| {
            code_number(m, a, |c| i64::from(c.posonlyargcount))
        }),
        member("co_kwonlyargcount", "Parameters that are keyword only.", |m, a| {
            code_number(m, a, |c| i64::from(c.kwonlyargcount))
        }),
        member("co_stacksize", "Most values that lie on the stack at once.", |m, a| {
            code_number(m, a, |c| i64::from(c.stacksize))
        }),
        member("co_flags", "What kind of code it is, as bits.", |m, a| code_number(m, a, |c| i64::from(c.flags))),
        member("co_firstlineno", "The line that it starts in.", |m, a| code_number(m, a, |c| i64::from(c.firstlineno))),
        member("co_nlocals", "How many local names it has.", |m, a| {
            code_number(m, a, |c| {
                c.localspluskinds.iter().filter(|k| **k & compiler::code::fast::LOCAL != 0).count() as i64
            })
        }),
        getset("co_code", "The instructions, as bytes.", |m, a| {
            let code = m.codes[m.slot(a.get(m, 0)).a as usize].meta().code.clone();
            Ok(m.new_bytes(&code))
        }),
        member("co_consts", "The constants that it uses.", |m, a| {
            let code = &m.codes[m.slot(a.get(m, 0)).a as usize];
            let (at, n) = (code.consts, code.meta().consts.len());
            Ok(code_words(m, at, n))
        }),
        member("co_names", "The names that it looks up.", |m, a| {
            let code = &m.codes[m.slot(a.get(m, 0)).a as usize];
            let (at, n) = (code.names, code.meta().names.len());
            Ok(code_words(m, at, n))
        }),
        getset("co_varnames", "Its parameters and local names.", |m, a| code_locals(m, a, compiler::code::fast::LOCAL)),
        getset("co_cellvars", "Local names that inner functions use.", |m, a| {
            code_locals(m, a, compiler::code::fast::CELL)
        }),
        getset("co_freevars", "Names that it takes from the functions around it.", |m, a| {
            code_locals(m, a, compiler::code::fast::FREE)
        }),
    ],
    ..TypeDef::PLAIN
};
