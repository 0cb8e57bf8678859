//! Every intermediate of a compilation, kept for those who want to look at it.

use crate::code::CodeObject;
use crate::compiler::Metadata;
use crate::flowgraph::FlowGraph;
use crate::instructions::InstructionSequence;
use std::sync::Arc;

/// What became of one code unit. Units are in the order in which they were finished: inner ones first.
#[derive(Clone, Debug)]
pub struct UnitStages {
    pub name: String,
    pub qualname: String,
    pub firstlineno: i32,
    /// Names by index, for the arguments of instructions before assembly.
    pub names: Vec<String>,
    pub varnames: Vec<String>,
    pub cellvars: Vec<String>,
    pub freevars: Vec<String>,
    /// As code generation left it; jumps point at positions.
    pub instructions: InstructionSequence,
    pub passes: Vec<Pass>,
    /// Without its nested code objects shared; equal to the one in the result.
    pub code: Option<Arc<CodeObject>>,
}

/// The flow graph after one pass.
#[derive(Clone, Debug)]
pub struct Pass {
    /// The function of `flowgraph.c`.
    pub name: &'static str,
    pub graph: FlowGraph,
}

impl UnitStages {
    pub(crate) fn new(meta: &Metadata, instructions: &InstructionSequence) -> UnitStages {
        let list = |table: &crate::compiler::NameTable| table.keys().map(|name| name.to_string()).collect();
        UnitStages {
            name: meta.name.to_string(),
            qualname: meta.qualname.to_string(),
            firstlineno: meta.firstlineno,
            names: list(&meta.names),
            varnames: list(&meta.varnames),
            cellvars: list(&meta.cellvars),
            freevars: list(&meta.freevars),
            instructions: instructions.clone(),
            passes: Vec::new(),
            code: None,
        }
    }

    pub(crate) fn passed(&mut self, name: &'static str, graph: &FlowGraph) {
        self.passes.push(Pass { name, graph: graph.clone() });
    }

    pub(crate) fn finish(&mut self, code: &CodeObject) {
        self.code = Some(Arc::new(code.clone()));
    }
}
