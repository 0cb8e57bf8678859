//! The control flow graph and the passes over it (`Python/flowgraph.c`), in CPython's order; each pass has a function
//! under its own name there, so that what it does can be shown.

mod cfg;
mod cold;
mod consts;
mod exceptions;
mod jumps;
mod lines;
mod load_fast;
mod locals;
mod localsplus;
mod nops;
mod peephole;
mod snapshot;
mod stackdepth;
pub use stackdepth::stack_effect;
mod superinstructions;
mod swaps;

pub(crate) use cfg::Traversal;
pub use cfg::{Block, BlockId, CfgInstruction, FlowGraph, NO_BLOCK};
pub use snapshot::{BlockState, Snapshot};

use crate::compiler::Metadata;
use crate::consts::ConstCache;
use crate::error::Res;
use crate::stages::UnitStages;

/// The names of what happens to every unit's graph, in order; each is a function of `flowgraph.c`.
pub const PASSES: [&str; 23] = [
    "_PyCfg_FromInstructionSequence",
    "translate_jump_labels_to_targets",
    "mark_except_handlers",
    "label_exception_targets",
    "inline_small_or_no_lineno_blocks",
    "remove_unreachable",
    "resolve_line_numbers",
    "optimize_load_const",
    "optimize_basic_block",
    "remove_redundant_nops_and_pairs",
    "remove_unreachable",
    "remove_redundant_nops_and_jumps",
    "remove_unused_consts",
    "add_checks_for_loads_of_uninitialized_variables",
    "insert_superinstructions",
    "push_cold_blocks_to_end",
    "resolve_line_numbers",
    "convert_pseudo_conditional_jumps",
    "calculate_stackdepth",
    "prepare_localsplus",
    "convert_pseudo_ops",
    "normalize_jumps",
    "optimize_load_fast",
];

fn passed(stages: &mut Option<&mut UnitStages>, name: &'static str, graph: &FlowGraph) {
    if let Some(stages) = stages {
        stages.passed(name, graph);
    }
}

/// The same for passes that may change the constants.
fn rewritten(
    stages: &mut Option<&mut UnitStages>,
    name: &'static str,
    graph: &FlowGraph,
    meta: &Metadata,
    cache: &ConstCache,
) {
    if let Some(stages) = stages {
        stages.constants(&meta.consts, cache);
        stages.passed(name, graph);
    }
}

/// `_PyCfg_OptimizeCodeUnit`.
pub(crate) fn optimize(
    graph: &mut FlowGraph,
    meta: &mut Metadata,
    cache: &mut ConstCache,
    nparams: usize,
    traversal: &mut Traversal,
    mut stages: Option<&mut UnitStages>,
) -> Res {
    let stages = &mut stages;
    rewritten(stages, "_PyCfg_FromInstructionSequence", graph, meta, cache);
    exceptions::translate_jump_labels_to_targets(graph);
    rewritten(stages, "translate_jump_labels_to_targets", graph, meta, cache);
    exceptions::mark_except_handlers(graph);
    rewritten(stages, "mark_except_handlers", graph, meta, cache);
    exceptions::label_exception_targets(graph, traversal);
    rewritten(stages, "label_exception_targets", graph, meta, cache);

    jumps::inline_small_or_no_lineno_blocks(graph);
    rewritten(stages, "inline_small_or_no_lineno_blocks", graph, meta, cache);
    jumps::remove_unreachable(graph, traversal);
    rewritten(stages, "remove_unreachable", graph, meta, cache);
    lines::resolve_line_numbers(graph);
    rewritten(stages, "resolve_line_numbers", graph, meta, cache);
    consts::optimize_load_const(graph, meta, cache);
    rewritten(stages, "optimize_load_const", graph, meta, cache);
    peephole::optimize_basic_blocks(graph, meta, cache);
    rewritten(stages, "optimize_basic_block", graph, meta, cache);
    nops::remove_redundant_nops_and_pairs(graph);
    rewritten(stages, "remove_redundant_nops_and_pairs", graph, meta, cache);
    jumps::remove_unreachable(graph, traversal);
    rewritten(stages, "remove_unreachable", graph, meta, cache);
    nops::remove_redundant_nops_and_jumps(graph);
    rewritten(stages, "remove_redundant_nops_and_jumps", graph, meta, cache);

    consts::remove_unused_consts(graph, meta);
    rewritten(stages, "remove_unused_consts", graph, meta, cache);
    locals::add_checks_for_loads_of_uninitialized_variables(graph, meta.varnames.len(), nparams, traversal);
    rewritten(stages, "add_checks_for_loads_of_uninitialized_variables", graph, meta, cache);
    superinstructions::insert_superinstructions(graph);
    rewritten(stages, "insert_superinstructions", graph, meta, cache);
    cold::push_cold_blocks_to_end(graph, traversal);
    rewritten(stages, "push_cold_blocks_to_end", graph, meta, cache);
    lines::resolve_line_numbers(graph);
    rewritten(stages, "resolve_line_numbers", graph, meta, cache);
    Ok(())
}

/// The passes over instructions that no unit has; the depth of the stack is looked at first.
pub(crate) fn optimize_loose(
    graph: &mut FlowGraph,
    meta: &mut Metadata,
    cache: &mut ConstCache,
    traversal: &mut Traversal,
) -> Res {
    let mut copy = graph.clone();
    exceptions::translate_jump_labels_to_targets(&mut copy);
    stackdepth::calculate_stackdepth(&mut copy, traversal)?;
    optimize(graph, meta, cache, 0, traversal, None)?;
    stackdepth::calculate_stackdepth(graph, traversal)?;
    load_fast::optimize_load_fast(graph, traversal);
    Ok(())
}

/// An instruction ready for the assembler; the argument of a jump is a position.
#[derive(Clone, Copy, Debug)]
pub struct Lowered {
    pub op: u16,
    pub arg: u32,
    pub location: crate::location::Location,
    pub handler: Option<Handler>,
}

/// Where an exception raised by an instruction goes (`_PyExceptHandlerInfo`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handler {
    /// Position of the handler's first instruction.
    pub target: u32,
    pub start_depth: i32,
    pub preserve_lasti: bool,
}

/// The graph laid out in a row.
#[derive(Clone, Debug)]
pub struct LoweredUnit {
    pub instructions: Vec<Lowered>,
    pub stack_depth: u32,
    pub nlocalsplus: usize,
}

/// `_PyCfg_OptimizedCfgToInstructionSequence`.
pub(crate) fn lower(
    graph: &mut FlowGraph,
    meta: &Metadata,
    code_flags: u32,
    traversal: &mut Traversal,
    mut stages: Option<&mut UnitStages>,
) -> Res<LoweredUnit> {
    let stages = &mut stages;
    jumps::convert_pseudo_conditional_jumps(graph);
    passed(stages, "convert_pseudo_conditional_jumps", graph);
    let stack_depth = stackdepth::calculate_stackdepth(graph, traversal)?;
    passed(stages, "calculate_stackdepth", graph);
    let nlocalsplus = localsplus::prepare_localsplus(graph, meta, code_flags);
    passed(stages, "prepare_localsplus", graph);
    jumps::convert_pseudo_ops(graph);
    passed(stages, "convert_pseudo_ops", graph);
    jumps::normalize_jumps(graph, traversal);
    passed(stages, "normalize_jumps", graph);
    load_fast::optimize_load_fast(graph, traversal);
    passed(stages, "optimize_load_fast", graph);
    Ok(LoweredUnit { instructions: graph.to_instructions(), stack_depth, nlocalsplus })
}
