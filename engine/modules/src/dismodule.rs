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

const FUNCTIONS: &[Native] =
    &[function("dis(*args, **kwargs)", "Print the instructions of a function, class or code object.", disassemble)];

/// `dis.dis(x)` of a function, method, class or code object; nested code follows.
fn disassemble(m: &mut Machine, a: Args) -> R {
    if a.n == 0 {
        return Err(m.not_supported("dis.dis() of the last traceback"));
    }
    let x = a.get(m, 0);
    if m.kind(x) == Kind::Type {
        for (key, value) in m.dict_items(m.types[m.slot(x).a as usize].dict) {
            if code_of(m, value).is_some() {
                let name = m.str_text(key);
                m.write_stdout(&format!("Disassembly of {name}:\n"));
                print_code(m, value);
                m.write_stdout("\n");
            }
        }
        return Ok(Owned::steal(fixed::NONE));
    }
    if !print_code(m, x) {
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

fn print_code(m: &mut Machine, x: Obj) -> bool {
    let Some(code) = code_of(m, x) else { return false };
    let meta = m.codes[m.slot(code).a as usize].stat.code.clone();
    let text = {
        let machine: &Machine = m;
        let address = |nested: &Arc<CodeObject>| {
            let found = machine.codes.iter().find(|c| Arc::ptr_eq(&c.stat.code, nested));
            let address = found.map_or(0, |c| machine.address(c.obj));
            dis::code_repr(nested, address)
        };
        dis::dis_recursive(&meta, &dis::Options::default(), &address)
    };
    m.write_stdout(&text);
    true
}
