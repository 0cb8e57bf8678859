//! Attributes of code objects (`Objects/codeobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::Args;
use crate::native::static_strings::fixed;
use crate::native::typedef::{Slot, TypeDef, def, getset, member, new, tpflags};
use crate::objects::codeobject::create::{code_new, code_replace};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use compiler::opcode;

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
        new("code(*args)", code_new).own(),
        def("replace($self, /, **changes)", "Another code object, which differs in these.", code_replace).own(),
        def("__replace__($self, /, **changes)", "Another code object, which differs in these.", code_replace).own(),
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
        getset("_co_code_adaptive", "The instructions as they are now, specialised forms among them.", |m, a| {
            let index = m.slot(a.get(m, 0)).a;
            let code = m.adaptive_code(index);
            Ok(m.new_bytes(&code))
        }),
        member("co_linetable", "Lines and columns of the instructions.", |m, a| {
            let table = m.codes[m.slot(a.get(m, 0)).a as usize].meta().linetable.clone();
            Ok(m.new_bytes(&table))
        }),
        member("co_exceptiontable", "Where exceptions go.", |m, a| {
            let table = m.codes[m.slot(a.get(m, 0)).a as usize].meta().exceptiontable.clone();
            Ok(m.new_bytes(&table))
        }),
        def("co_lines($self, /)", "Ranges of instructions with their lines.", |m, a| {
            let code = m.codes[m.slot(a.get(m, 0)).a as usize].meta().clone();
            let mut ranges: Vec<(u32, u32, Option<i32>)> = Vec::new();
            for entry in compiler::linetable::locations(&code) {
                let line = entry.position.line;
                match ranges.last_mut() {
                    Some(last) if last.2 == line => last.1 = entry.end,
                    _ => ranges.push((entry.start, entry.end, line)),
                }
            }
            let mut rows = Vec::new();
            for (start, end, line) in ranges {
                let parts = vec![m.new_int(i64::from(start)), m.new_int(i64::from(end)), number_or_none(m, line)];
                rows.push(m.new_tuple(parts));
            }
            listed(m, rows)
        }),
        def("co_positions($self, /)", "First and last line, first and last column of each instruction.", |m, a| {
            let code = m.codes[m.slot(a.get(m, 0)).a as usize].meta().clone();
            let mut rows = Vec::new();
            for place in compiler::linetable::positions(&code) {
                let parts = [place.line, place.end_line, place.col, place.end_col].map(|n| number_or_none(m, n));
                rows.push(m.new_tuple(parts.into()));
            }
            listed(m, rows)
        }),
        def("co_branches($self, /)", "Each branch: its place, where it goes on, where it may go.", branches),
        def("_varname_from_oparg($self, /, oparg)", "The local variable with that number.", |m, a| {
            let (o, i) = (a.get(m, 0), a.get(m, 1));
            let i = m.index_i64(i)?;
            let code = m.slot(o).a;
            let n = m.codes[code as usize].meta().localspluskinds.len() as i64;
            if !(0..n).contains(&i) {
                return Err(m.raise(ty::INDEX_ERROR, "tuple index out of range"));
            }
            let name = m.code_local_name(code, i as u32);
            Ok(m.new_ref(name))
        }),
    ],
    ..TypeDef::PLAIN
};

fn number_or_none(m: &mut Machine, n: Option<i32>) -> Owned {
    match n {
        Some(n) => m.new_int(i64::from(n)),
        None => Owned::steal(fixed::NONE),
    }
}

/// An iterator over these.
fn listed(m: &mut Machine, rows: Vec<Owned>) -> R {
    let list = m.new_list_of(rows);
    let list = m.keep(list);
    m.iter(list)
}

/// `code.co_branches()`: offsets of each branch, of what follows if it is not taken, of what it leads to (`branchesiter_next`).
fn branches(m: &mut Machine, a: Args) -> R {
    let index = m.slot(a.get(m, 0)).a;
    let (start, n) = (m.codes[index as usize].start, m.codes[index as usize].stat.units.len() as u32);
    let mut rows = Vec::new();
    for ip in start..start + n {
        let ins = m.code[ip as usize];
        let places = match u16::from(ins.base) {
            opcode::FOR_ITER => [ip, ip + 1, ins.arg + 2],
            opcode::POP_JUMP_IF_FALSE
            | opcode::POP_JUMP_IF_TRUE
            | opcode::POP_JUMP_IF_NONE
            | opcode::POP_JUMP_IF_NOT_NONE => [ip, ip + 2, ins.arg],
            opcode::END_ASYNC_FOR => [ins.arg, ins.arg + 1, ip + 1],
            _ => continue,
        };
        let parts = places.map(|place| {
            let offset = m.offset_of(index, place);
            m.new_int(i64::from(offset))
        });
        rows.push(m.new_tuple(parts.into()));
    }
    listed(m, rows)
}
