//! `_symtable` (`Modules/symtablemodule.c`, `Python/symtable.c`): the compiler's symbol tables as objects.

use crate::fill::{field, path_text, put_ints, set_field, set_int_field};
use crate::types::ty as own;
use compiler::symtable::SymbolTable;
use vm::memory::object::{Obj, Owned, R};
use vm::native::args::{Args, or_none};
use vm::native::typedef::{ModuleDef, Native, Slot, TypeDef, function, member, wrapper};
use vm::state::interpreter::Machine;

/// `_symtable`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_symtable",
    doc: "The compiler's symbol tables.",
    functions: FUNCTIONS,
    fill: |m, dict| put_ints(m, dict, &NUMBERS),
};

const NUMBERS: [(&str, i64); 26] = [
    ("USE", 16),
    ("DEF_GLOBAL", 1),
    ("DEF_NONLOCAL", 8),
    ("DEF_LOCAL", 2),
    ("DEF_PARAM", 4),
    ("DEF_TYPE_PARAM", 1024),
    ("DEF_FREE_CLASS", 64),
    ("DEF_IMPORT", 128),
    ("DEF_BOUND", 134),
    ("DEF_ANNOT", 256),
    ("DEF_COMP_ITER", 512),
    ("DEF_COMP_CELL", 2048),
    ("TYPE_FUNCTION", 0),
    ("TYPE_CLASS", 1),
    ("TYPE_MODULE", 2),
    ("TYPE_ANNOTATION", 3),
    ("TYPE_TYPE_ALIAS", 4),
    ("TYPE_TYPE_PARAMETERS", 5),
    ("TYPE_TYPE_VARIABLE", 6),
    ("LOCAL", 1),
    ("GLOBAL_EXPLICIT", 2),
    ("GLOBAL_IMPLICIT", 3),
    ("FREE", 4),
    ("CELL", 5),
    ("SCOPE_OFF", 12),
    ("SCOPE_MASK", 15),
];

const FUNCTIONS: &[Native] =
    &[function("symtable($module, source, filename, startstr, /)", "The table of a source text.", |m, a| {
        let [source, file, mode] = [0, 1, 2].map(|i| a.get(m, i));
        let file = path_text(m, file, "")?;
        let table = m.symbol_table(source, &file, mode)?;
        entry(m, &table, 0)
    })];

/// Fields of an entry.
const NAME: u32 = 0;
const SYMBOLS: u32 = 1;
const VARNAMES: u32 = 2;
const CHILDREN: u32 = 3;
const NESTED: u32 = 4;
const TYPE: u32 = 5;
const LINE: u32 = 6;

/// A block, with the blocks in it.
fn entry(m: &mut Machine, table: &SymbolTable, at: u32) -> R {
    let block = &table.entries[at as usize];
    let o = m.new_instance(own::SYMTABLE_ENTRY);
    let o = m.keep(o);
    let name = m.intern_str(&block.name);
    set_field(m, o, NAME, name);
    let symbols = m.new_dict();
    for (name, &flags) in &block.symbols {
        let name = m.intern_str(name);
        let flags = m.new_int(i64::from(flags));
        m.dict_set_str(symbols.get(), name.get(), flags);
        m.drop_ref(name);
    }
    set_field(m, o, SYMBOLS, symbols);
    let names = block.varnames.iter().map(|name| m.intern_str(name)).collect();
    let names = m.new_list_of(names);
    set_field(m, o, VARNAMES, names);
    let children = m.new_list();
    let list = children.get();
    set_field(m, o, CHILDREN, children);
    for &child in &block.children {
        let child = entry(m, table, child)?;
        m.list_append(list, child);
    }
    let numbers =
        [(NESTED, i64::from(block.nested)), (TYPE, block.kind as i64), (LINE, i64::from(block.location.line))];
    for (i, number) in numbers {
        set_int_field(m, o, i, number);
    }
    Ok(m.new_ref(o))
}

fn get(m: &mut Machine, a: Args, i: u32) -> R {
    let value = field(m, a.get(m, 0), i);
    or_none(m, value)
}

fn id(m: &mut Machine, o: Obj) -> Owned {
    let address = m.address(o);
    m.new_int(address as i64)
}

/// `symtable entry`.
pub static ENTRY: TypeDef = TypeDef {
    name: "symtable entry",
    basicsize: 144,
    fields: 7,
    slots: &[Slot::Repr],
    natives: &[
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            let o = a.get(m, 0);
            let name = m.str_text(field(m, o, NAME));
            let (address, line) = (m.address(o), crate::fill::int_field(m, o, LINE));
            Ok(m.new_str(&format!("<symtable entry {name}({address}), line {line}>")))
        }),
        member("id", "What tells it from others.", |m, a| Ok(id(m, a.get(m, 0)))),
        member("name", "The name of the block.", |m, a| get(m, a, NAME)),
        member("symbols", "The names, and what the block does with them.", |m, a| get(m, a, SYMBOLS)),
        member("varnames", "The parameters.", |m, a| get(m, a, VARNAMES)),
        member("children", "The blocks within.", |m, a| get(m, a, CHILDREN)),
        member("nested", "Whether it lies in a function.", |m, a| get(m, a, NESTED)),
        member("type", "What kind of block it is.", |m, a| get(m, a, TYPE)),
        member("lineno", "The line that it begins in.", |m, a| get(m, a, LINE)),
    ],
    asked: true,
    ..TypeDef::PLAIN
};
