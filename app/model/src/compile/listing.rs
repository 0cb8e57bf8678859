//! Listings of code objects, from the compiler's disassembler.

use crate::compile::bytecode::{CodeListing, InstructionRow};
use crate::ground::place::Span;
use compiler::code::{CodeObject, Const};
use compiler::dis::{Row, disassemble};
use compiler::linetable::Position;
use compiler::opcode::{self, OpcodeInfo};
use std::sync::Arc;

/// The code object and all inside it, outer ones first, each with the object it was made from.
pub fn listings(code: &Arc<CodeObject>) -> Vec<(Arc<CodeObject>, CodeListing)> {
    let mut all = Vec::new();
    collect(code, &mut all);
    all
}

fn collect(code: &Arc<CodeObject>, all: &mut Vec<(Arc<CodeObject>, CodeListing)>) {
    all.push((Arc::clone(code), CodeListing::of(code)));
    for constant in &code.consts {
        if let Const::Code(inner) = constant {
            collect(inner, all);
        }
    }
}

/// The instructions of one code object.
pub fn rows(code: &CodeObject) -> Vec<InstructionRow> {
    let inner = |code: &Arc<CodeObject>| format!("code of {}", lossy(&code.qualname));
    disassemble(code, None, &inner).rows.iter().map(row).collect()
}

pub fn lossy(text: &syntax::pystr::PyStr) -> String {
    String::from_utf8_lossy(text.as_bytes()).into_owned()
}

fn row(row: &Row) -> InstructionRow {
    let info: Option<&'static OpcodeInfo> = opcode::info(row.op);
    let arg = row.arg.unwrap_or(0);
    let effect = |effect: Option<opcode::Effect>| effect.map_or(0, |effect| effect.count(arg).max(0) as u32);
    InstructionRow {
        offset: row.offset,
        name: info.map_or("", |info| info.name),
        arg: row.arg,
        meaning: row.argrepr.clone(),
        line: row.line.map_or(0, |line| line.max(0) as u32),
        starts_line: row.starts_line,
        span: span(&row.position),
        target: row.jump_target,
        label: row.label,
        caches: info.map_or(0, |info| info.caches),
        pops: effect(info.map(|info| info.popped)),
        pushes: effect(info.map(|info| info.pushed)),
    }
}

/// Instructions without a full position have the empty span.
pub fn span(position: &Position) -> Span {
    match (position.line, position.end_line, position.col, position.end_col) {
        (Some(line), Some(end_line), Some(col), Some(end_col)) if line > 0 && col >= 0 => {
            Span { line: line as u32, col: col as u32, end_line: end_line as u32, end_col: end_col.max(0) as u32 }
        }
        _ => Span::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inner_code_follows_outer_code_and_instructions_have_places() {
        let source = b"def f(a):\n    return a + 1\nx = f(2)\n";
        let code = compiler::compile(source, "a.py", compiler::Mode::Exec, compiler::Options::default()).unwrap();
        let all = listings(&code);
        let names: Vec<_> = all.iter().map(|(_, listing)| listing.qualname.as_str()).collect();
        assert_eq!(names, ["<module>", "f"]);
        let add = all[1].1.rows().iter().find(|row| row.name == "BINARY_OP").unwrap();
        assert_eq!((add.span.line, add.span.col, add.span.end_col), (2, 11, 16));
        assert_eq!((add.pops, add.pushes, add.meaning.as_str()), (2, 1, "+"));
    }
}
