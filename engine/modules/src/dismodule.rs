//! `dis.dis` (`Lib/dis.py`), printed by the disassembler that the command line uses.

use compiler::code::CodeObject;
use compiler::dis;
use std::sync::Arc;
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::Args;
use vm::native::static_strings::fixed;
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `dis`.
pub static MODULE: ModuleDef =
    ModuleDef { name: "dis", doc: "What code is compiled to.", functions: FUNCTIONS, fill: |_, _| () };

const FUNCTIONS: &[Native] = &[function(
    "dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False)",
    "Print the instructions of a function, class or code object.",
    disassemble,
)];

/// `dis.dis(x)` of a function, method, class or code object; nested code follows.
fn disassemble(m: &mut Machine, a: Args) -> R {
    let x = a.get(m, 0);
    if x.is_null() || Machine::is_none(x) {
        return Err(m.not_supported("dis.dis() of the last traceback"));
    }
    let given = |m: &Machine, i: u32| !a.get(m, i).is_null() && !Machine::is_none(a.get(m, i));
    if given(m, 1) {
        return Err(m.not_supported("dis.dis(file=...)"));
    }
    if given(m, 2) {
        return Err(m.not_supported("dis.dis(depth=...)"));
    }
    let mut chosen = [false; 4];
    for (i, choice) in (3..).zip(&mut chosen) {
        *choice = given(m, i) && m.truthy(a.get(m, i))?;
    }
    let [show_caches, adaptive, show_offsets, show_positions] = chosen;
    if show_caches && adaptive {
        return Err(m.not_supported("dis.dis(show_caches=True, adaptive=True)"));
    }
    let options = dis::Options { show_caches, show_offsets, show_positions, adaptive, lasti: None };
    if m.kind(x) == Kind::Type {
        let items = m.dict_items(m.types[m.slot(x).a as usize].dict);
        let mut named: Vec<(String, Obj)> = items.iter().map(|(key, value)| (m.str_text(*key), *value)).collect();
        named.sort_by(|a, b| a.0.cmp(&b.0));
        for (name, value) in named {
            if code_of(m, value).is_some() {
                m.write_stdout(&format!("Disassembly of {name}:\n"));
                print_code(m, value, &options);
                m.write_stdout("\n");
            }
        }
        return Ok(Owned::steal(fixed::NONE));
    }
    if !print_code(m, x, &options) {
        if m.kind(x) == Kind::Str {
            return Err(m.not_supported("dis.dis() of source text"));
        }
        let name = m.type_name(x);
        return Err(m.raise(ty::TYPE_ERROR, &format!("don't know how to disassemble {name} objects")));
    }
    Ok(Owned::steal(fixed::NONE))
}

/// The code object of a function, method or code; its handle.
fn code_of(m: &Machine, x: Obj) -> Option<Obj> {
    match m.kind(x) {
        Kind::Code => Some(x),
        Kind::Function => Some(m.func_field(x, vm::objects::funcobject::field::CODE)),
        Kind::Method => code_of(m, m.method_parts(x).0),
        Kind::StaticMethod | Kind::ClassMethod => code_of(m, Obj(m.slot(x).a)),
        _ => None,
    }
}

fn print_code(m: &mut Machine, x: Obj, options: &dis::Options) -> bool {
    let Some(code) = code_of(m, x) else { return false };
    let meta = m.codes[m.slot(code).a as usize].stat.code.clone();
    let text = {
        let machine: &Machine = m;
        let loaded = |nested: &CodeObject| machine.codes.iter().position(|c| std::ptr::eq(&*c.stat.code, nested));
        let address = |nested: &Arc<CodeObject>| {
            dis::code_repr(nested, loaded(nested).map_or(0, |i| machine.address(machine.codes[i].obj)))
        };
        let now = |code: &CodeObject| {
            loaded(code).map_or_else(|| dis::quickened(&code.code), |i| machine.adaptive_code(i as u32))
        };
        dis::dis_recursive_now(&meta, options, &address, &now)
    };
    m.write_stdout(&text);
    true
}
