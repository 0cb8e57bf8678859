//! What is kept on the way to a code object, and what of it is shown.

use compiler::{Mode, Options, compile, compile_stages, dis};

const SOURCE: &[u8] = b"def f(a, *, b=1):\n    for x in a:\n        if x: yield x + b\n    return [y for y in a]\n";

#[test]
fn keeping_the_stages_changes_nothing() {
    let stages = compile_stages(SOURCE, "a.py", Mode::Exec, Options::default()).unwrap();
    let plain = compile(SOURCE, "a.py", Mode::Exec, Options::default()).unwrap();
    assert_eq!(format!("{plain:?}"), format!("{:?}", stages.code));
}

#[test]
fn passes_are_in_the_order_of_cpython() {
    let stages = compile_stages(SOURCE, "a.py", Mode::Exec, Options::default()).unwrap();
    assert_eq!(stages.units.len(), 2);
    let expected = [
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
    for unit in &stages.units {
        let names: Vec<_> = unit.passes.iter().map(|pass| pass.name).collect();
        assert_eq!(names, expected);
    }
}

#[test]
fn rows_of_one_code_object() {
    let code = compile(b"x = y.z if y else 300", "a.py", Mode::Exec, Options::default()).unwrap();
    let rows = dis::disassemble(&code, None, &|code| dis::code_repr(code, 0)).rows;
    let jump = rows.iter().find(|row| row.opname == "POP_JUMP_IF_FALSE").unwrap();
    let target = jump.jump_target.unwrap();
    let constant = rows.iter().find(|row| row.offset == target).unwrap();
    assert_eq!((&*constant.opname, constant.argrepr.as_str()), ("LOAD_CONST", "300"));
    assert!(constant.label.is_some());
    let attribute = rows.iter().find(|row| row.opname == "LOAD_ATTR").unwrap();
    assert_eq!((attribute.argrepr.as_str(), attribute.caches.iter().map(|field| field.size).sum::<u32>()), ("z", 9));
}
