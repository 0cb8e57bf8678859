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

#[test]
fn every_unit_goes_through_the_same_passes_and_every_instruction_is_emitted_once() {
    let source = b"x: int = 1\ndef f(a: str):\n    def g():\n        return a\n    yield [b for b in g()]\nclass C[T]:\n    y: T\n";
    let stages = compile_stages(source, "a.py", Mode::Exec, Options::default()).unwrap();
    assert!(stages.units.len() > 6);
    for unit in &stages.units {
        let names: Vec<_> = unit.passes.iter().map(|pass| pass.name).collect();
        assert_eq!(names, compiler::flowgraph::PASSES);
        let graph = &unit.passes[0].graph;
        let placed: Vec<_> = (0..graph.blocks.len() as u32).flat_map(|block| graph.instructions(block)).collect();
        let count = placed.len();
        let mut emitted: Vec<usize> = unit.emission().into_iter().flatten().collect();
        emitted.sort_unstable();
        assert_eq!(emitted, (0..count).collect::<Vec<_>>(), "{}", unit.qualname);
        for (at, place) in unit.emission().into_iter().flatten().enumerate() {
            let (emitted, placed) = (unit.emitted(at).unwrap(), placed[place]);
            assert_eq!((emitted.op, emitted.location), (placed.op, placed.location), "{} {at}", unit.qualname);
        }
        assert_eq!(unit.placed(usize::MAX), count);
        let around = unit.origin.and_then(|(serial, at)| Some((stages.units.iter().find(|u| u.serial == serial)?, at)));
        assert!(around.is_none_or(|(around, at)| around.serial < unit.serial && at <= around.emission().len()));
    }
}

#[test]
fn the_walks_of_the_symbol_table_are_kept_in_order() {
    use compiler::symtable::{Event, Scope};
    let source = b"def f(a):\n    def g():\n        return a\n    return g\n";
    let stages = compile_stages(source, "a.py", Mode::Exec, Options::default()).unwrap();
    let table = &stages.symtable;
    let events = table.events.as_deref().unwrap();
    let name = |entry: u32| table.entries[entry as usize].name.to_string();
    let walk: Vec<String> = events
        .iter()
        .filter_map(|event| match event {
            Event::Enter(entry) => Some(format!("+{}", name(*entry))),
            Event::Leave(entry) => Some(format!("-{}", name(*entry))),
            _ => None,
        })
        .filter(|word| !word.contains("annotate"))
        .collect();
    assert_eq!(walk, ["+top", "+f", "+g", "-g", "-f", "-top"]);
    let decided: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            Event::Resolve { entry, name: of, scope } if &**of == "a" => Some((name(*entry), *scope)),
            _ => None,
        })
        .collect();
    let expected = [("f", Scope::Local), ("g", Scope::Free), ("f", Scope::Cell)];
    assert_eq!(decided, expected.map(|(entry, scope)| (entry.to_owned(), scope)));
}

#[test]
fn each_rewrite_of_preprocessing_is_told_and_can_be_looked_at() {
    use compiler::preprocess::RewriteKind as Kind;
    let source = b"def f():\n    'doc'\n    'text'\ndef g():\n    'lone'\nif __debug__:\n    '%s is %5r' % (a, b)\n\
                   match x:\n    case -1 + 2j: pass\n    case {-3: y}: pass\n";
    let options = Options { optimize: 2, ..Options::default() };
    let stages = compile_stages(source, "a.py", Mode::Exec, options).unwrap();
    let told: Vec<_> =
        stages.rewrites.iter().map(|made| (made.kind, made.span.line, &*made.before, &*made.after)).collect();
    let expected = [
        (Kind::Docstring, 2, "'doc'", ""),
        (Kind::Shield, 3, "'text'", "f'text'"),
        (Kind::Docstring, 5, "'lone'", "pass"),
        (Kind::Debug, 6, "__debug__", "False"),
        (Kind::Format, 7, "'%s is %5r' % (a, b)", "f'{a!s} is {b!r:>5}'"),
        (Kind::Number, 9, "-1", "-1"),
        (Kind::Number, 9, "-1 + 2j", "(-1+2j)"),
        (Kind::Number, 10, "-3", "-3"),
    ];
    assert_eq!(told, expected);
    let dump = |count| {
        let look = |tree: &_| syntax::ast_dump::dump(tree, false, None);
        compiler::preprocessed(&stages.parsed, options, count, look).unwrap()
    };
    assert_eq!(dump(0), syntax::ast_dump::dump(&stages.parsed.module, false, None));
    let all: Vec<String> = (0..=expected.len()).map(dump).collect();
    assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
    assert_eq!(dump(usize::MAX), all[expected.len()]);
    // What CPython 3.14's `ast.dump(ast.parse(source, optimize=2))` prints.
    let theirs = "Module(body=[FunctionDef(name='f', args=arguments(), body=[Expr(value=JoinedStr(values=[Constant(val\
                  ue='text')]))]), FunctionDef(name='g', args=arguments(), body=[Pass()]), If(test=Constant(value=Fals\
                  e), body=[Expr(value=JoinedStr(values=[FormattedValue(value=Name(id='a', ctx=Load()), conversion=115\
                  ), Constant(value=' is '), FormattedValue(value=Name(id='b', ctx=Load()), conversion=114, format_spe\
                  c=Constant(value='>5'))]))]), Match(subject=Name(id='x', ctx=Load()), cases=[match_case(pattern=Matc\
                  hValue(value=Constant(value=(-1+2j))), body=[Pass()]), match_case(pattern=MatchMapping(keys=[Constan\
                  t(value=-3)], patterns=[MatchAs(name='y')]), body=[Pass()])])])";
    assert_eq!(dump(usize::MAX), theirs);
    assert!(all[4].contains("test=Constant(value=False)") && all[3].contains("test=Name(id='__debug__'"), "{}", all[4]);
    let plain = compile_stages(b"'doc'\nx = -1 % 2\n", "a.py", Mode::Exec, Options::default()).unwrap();
    assert_eq!(plain.rewrites, []);
}
