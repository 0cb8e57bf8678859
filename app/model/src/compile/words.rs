//! What each pass over the flow graph is for, in a clause that follows its name.

/// One row for each of the functions of `flowgraph.c` that work on a unit.
pub const PASS_WORDS: &[(&str, &str)] = &[
    (
        "_PyCfg_FromInstructionSequence",
        "cuts the row of instructions into blocks: one begins wherever a jump can arrive and ends wherever a jump leaves",
    ),
    ("translate_jump_labels_to_targets", "lets jumps point at blocks instead of at places in the row"),
    ("mark_except_handlers", "finds the blocks that handle exceptions"),
    (
        "label_exception_targets",
        "notes for each instruction which handler an exception would go to; the instructions that only opened and \
         closed a try are not needed any more",
    ),
    (
        "inline_small_or_no_lineno_blocks",
        "copies small blocks that leave the function to the places that jump to them, which saves the jump",
    ),
    ("remove_unreachable", "removes the blocks that no way leads to"),
    ("resolve_line_numbers", "gives instructions without a line the line of the way that leads to them"),
    (
        "optimize_load_const",
        "decides on what is known already: a constant that is tested, a small integer that is loaded",
    ),
    (
        "optimize_basic_block",
        "looks at a few neighbouring instructions at a time: it computes with constants, builds tuples of constants, and \
         lets a jump that leads to a jump lead straight on",
    ),
    (
        "remove_redundant_nops_and_pairs",
        "removes instructions that do nothing, and loads whose value is thrown away at once",
    ),
    ("remove_redundant_nops_and_jumps", "removes jumps to what follows anyway, and what does nothing"),
    ("remove_unused_consts", "removes constants that no instruction loads any more, and numbers the rest"),
    (
        "add_checks_for_loads_of_uninitialized_variables",
        "finds the loads of local variables that may have no value yet; only these are checked when the program runs",
    ),
    ("insert_superinstructions", "joins two loads or stores of local variables in a row into one instruction"),
    ("push_cold_blocks_to_end", "moves what only an exception reaches to the end, out of the way of the rest"),
    (
        "convert_pseudo_conditional_jumps",
        "writes the short-circuit jumps of and, or and not as what the machine has: copy, test, jump",
    ),
    ("calculate_stackdepth", "follows all ways and finds how many objects the stack must hold at most"),
    (
        "prepare_localsplus",
        "gives local variables, cells and free variables one common numbering, and makes the cells at the start",
    ),
    ("convert_pseudo_ops", "replaces instructions that only the compiler knows by those that the machine has"),
    ("normalize_jumps", "lets conditional jumps go forwards only, and marks the way that is not taken with NOT_TAKEN"),
    (
        "optimize_load_fast",
        "finds the local variables that stay alive while their value is on the stack: they are loaded without counting \
         a reference",
    ),
];

pub fn pass_words(name: &str) -> &'static str {
    PASS_WORDS.iter().find(|(pass, _)| *pass == name).map_or("", |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pass_has_words_and_no_words_are_left_over() {
        for pass in compiler::flowgraph::PASSES {
            assert!(!pass_words(pass).is_empty(), "{pass}");
        }
        for (pass, words) in PASS_WORDS {
            assert!(compiler::flowgraph::PASSES.contains(pass), "{pass}");
            assert!(!words.ends_with('.') && words.starts_with(char::is_lowercase), "{pass}");
        }
    }
}
