//! The interface through the accessibility tree, as a screen reader would use it.

mod sample;

use egui::accesskit::Toggled;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use model::ask::command::{Command, Layout, Move, Pane};
use model::ask::detail::Detail;
use model::moment::Ending;
use serpentarium::look::theme;
use serpentarium::shell::Shell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

fn harness<'a>() -> Harness<'a, Shell> {
    let shell = Shell::still(sample::run(), sample::moment());
    Harness::builder()
        .with_size([1600.0, 1000.0])
        .with_max_steps(40)
        .with_context_setup(|ctx| theme::install(ctx, false))
        .build_ui_state(|ui, shell: &mut Shell| shell.ui(ui), shell)
}

#[test]
fn a_token_selects_its_node_its_instruction_and_its_object() {
    let mut harness = harness();
    harness.run();
    harness.get_by_label("NAME b on this line").click();
    harness.run();
    let shell = harness.state();
    let span = shell.selection.span.unwrap();
    assert_eq!((span.line, span.col, span.end_col), (9, 0, 1));
    let instruction = shell.selection.instruction.unwrap();
    assert_eq!((instruction.code, instruction.offset), (0, 114));
    assert_eq!(shell.selection.object, Some(0x7f00_0000_5c50));
    for label in ["instruction 114 LOAD_NAME b", "object Node Node #2, changed", "node Name b"] {
        let marked =
            harness.query_all_by_label(label).any(|node| node.accesskit_node().toggled() == Some(Toggled::True));
        assert!(marked, "{label}");
    }
}

#[test]
fn an_instruction_selects_its_place_in_the_source() {
    let mut harness = harness();
    harness.run();
    harness.get_by_label("instruction 116 STORE_ATTR next").click();
    harness.run();
    let span = harness.state().selection.span.unwrap();
    assert_eq!((span.line, span.col, span.end_col), (9, 0, 6));
}

#[test]
fn breakpoints_are_set_by_click_and_by_key() {
    let mut harness = harness();
    harness.run();
    harness.get_by_label("Set a breakpoint on line 10").click();
    harness.run();
    assert!(harness.state().breakpoints.contains(&10));
    harness.key_press(egui::Key::F9);
    harness.run();
    assert!(harness.state().breakpoints.contains(&9));
    harness.get_by_label("Remove the breakpoint of line 10").click();
    harness.run();
    assert!(!harness.state().breakpoints.contains(&10));
}

#[test]
fn the_theme_can_be_switched() {
    let mut harness = harness();
    harness.run();
    harness.get_by_label("Dark").click();
    harness.run();
    assert!(harness.ctx.global_style().visuals.dark_mode);
    harness.get_by_label("Light").click();
    harness.run();
    assert!(!harness.ctx.global_style().visuals.dark_mode);
}

#[test]
fn every_layout_draws_in_a_small_window_too() {
    for layout in Layout::ALL {
        let mut harness = harness();
        harness.set_size(egui::vec2(800.0, 560.0));
        let ctx = harness.ctx.clone();
        harness.state_mut().apply(&ctx, Command::SetLayout(layout));
        harness.run();
        harness.get_by_label("Unfold the timeline");
    }
}

#[test]
fn editing_marks_the_document_and_keys_do_not_step_while_typing() {
    let mut harness = harness();
    harness.run();
    harness.get_by_label("Edit the program").click();
    harness.run();
    harness.get_by_label("Program text").type_text("# new\n");
    harness.run();
    assert!(harness.state().document.text.contains("# new"));
    assert!(harness.state().document.edited());
    let breakpoints = harness.state().breakpoints.len();
    harness.key_press(egui::Key::Space);
    harness.run();
    assert!(!harness.state().is_playing());
    assert_eq!(harness.state().breakpoints.len(), breakpoints);
}

#[test]
fn the_sentence_of_the_step_can_be_read_aloud() {
    let mut harness = harness();
    harness.run();
    harness.get_by_label_contains("Next: STORE_ATTR sets the attribute next of Node #2");
}

#[test]
fn help_and_palette_open_and_close() {
    let mut harness = harness();
    harness.run();
    harness.get_by_label("The keys").click();
    harness.run();
    harness.get_by_label("Set or remove the breakpoint of this line");
    harness.key_press(egui::Key::Escape);
    harness.run();
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::P);
    harness.run();
    harness.get_by_label("Search all commands").type_text("compile");
    harness.run();
    harness.key_press(egui::Key::Enter);
    harness.run();
    assert_eq!(harness.state().layout, Layout::Compile);
}

/// The app on a program, with the machine behind it.
fn alive<'a>(text: &str) -> Harness<'a, Shell> {
    living(Shell::on(&egui::Context::default(), "test.py", text.to_owned()))
}

fn living<'a>(shell: Shell) -> Harness<'a, Shell> {
    let mut harness = Harness::builder()
        .with_size([1600.0, 1000.0])
        .with_max_steps(400)
        .with_context_setup(|ctx| theme::install(ctx, false))
        .build_ui_state(|ui, shell: &mut Shell| shell.ui(ui), shell);
    settle(&mut harness);
    harness
}

fn settle(harness: &mut Harness<Shell>) {
    for _ in 0..4 {
        assert!(harness.state_mut().settle(Duration::from_secs(20)), "the machine did not come to rest");
        harness.run();
    }
}

const PROGRAM: &str = "a = [1]\nb = a\nb.append(2)\nprint(a)\n";

#[test]
fn stepping_forward_and_back_comes_to_the_same_moment() {
    let mut harness = alive(PROGRAM);
    assert_eq!(harness.state().moment.step, 0);
    assert!(harness.state().run.timeline.total > 10);
    for _ in 0..5 {
        harness.key_press(egui::Key::ArrowRight);
        settle(&mut harness);
    }
    let forward = harness.state().moment.clone();
    assert_eq!(forward.step, 5);
    harness.get_by_label("Next step").click();
    settle(&mut harness);
    harness.get_by_label("Previous step").click();
    settle(&mut harness);
    assert_eq!(harness.state().moment.heap, forward.heap);
    assert_eq!(harness.state().moment.frames, forward.frames);
    harness.key_press(egui::Key::ArrowDown);
    settle(&mut harness);
    assert_eq!(harness.state().moment.line, 3);
    harness.key_press(egui::Key::End);
    settle(&mut harness);
    harness.get_by_label("output [1, 2]").click();
    settle(&mut harness);
    assert_eq!(harness.state().moment.line, 4);
}

#[test]
fn scrubbing_the_timeline_moves_the_moment() {
    let mut harness = alive(PROGRAM);
    let total = harness.state().run.timeline.total;
    let track = harness.get_by_label(&format!("moment 0 of {total}")).rect();
    let at = egui::pos2(track.left() + track.width() * 0.5, track.center().y);
    harness.drag_at(at);
    harness.drop_at(at);
    settle(&mut harness);
    let step = harness.state().moment.step;
    assert!(step > total / 4 && step < total * 3 / 4, "{step} of {total}");
}

#[test]
fn an_edit_runs_after_a_pause_and_keeps_the_line() {
    let mut harness = alive(PROGRAM);
    let ctx = harness.ctx.clone();
    harness.state_mut().apply(&ctx, Command::Move(Move::Line(3)));
    settle(&mut harness);
    assert_eq!(harness.state().moment.line, 3);
    harness.state_mut().apply(&ctx, Command::Edit(format!("c = 0\n{PROGRAM}")));
    harness.run_steps(10);
    settle(&mut harness);
    assert_eq!(harness.state().run.source.lines[0], "c = 0");
    assert_eq!(harness.state().moment.line, 4);
}

#[test]
fn a_breakpoint_stops_the_way_and_a_missing_one_is_a_sentence() {
    let mut harness = alive(PROGRAM);
    harness.key_press(egui::Key::F8);
    settle(&mut harness);
    assert!(harness.state().notice.as_deref().is_some_and(|notice| notice.contains("no breakpoint")));
    harness.get_by_label("Set a breakpoint on line 3").click();
    harness.run();
    harness.key_press(egui::Key::F8);
    settle(&mut harness);
    assert_eq!(harness.state().moment.line, 3);
}

#[test]
fn a_syntax_error_and_an_unsupported_thing_are_told_in_place() {
    let harness = alive("x = (1,\ny = 2\n");
    assert!(harness.state().run.source.problem.is_some());
    assert!(harness.query_all_by_label_contains("'(' was never closed").count() >= 1);
    let harness = alive("");
    assert!(harness.state().run.source.problem.is_none());
}

#[test]
fn an_endless_program_can_be_stopped() {
    let text = "while True:\n    pass\n";
    let ctx = egui::Context::default();
    theme::install(&ctx, false);
    let mut shell = Shell::on(&ctx, "endless.py", text.to_owned());
    std::thread::sleep(Duration::from_millis(30));
    shell.apply(&ctx, Command::Stop);
    assert!(shell.settle(Duration::from_secs(20)));
    assert_eq!(shell.run.ending, Ending::Stopped);
    assert!(shell.run.timeline.total > 0);
    assert_eq!(shell.moment.frames.frames.len(), 1);
}

#[test]
fn endless_loops_inside_built_in_functions_can_be_stopped_too() {
    for text in ["sum(range(10 ** 15))\n", "def key(x):\n    while True:\n        pass\nsorted([1, 2], key=key)\n"] {
        let mut shell = Shell::on(&egui::Context::default(), "endless.py", text.to_owned());
        std::thread::sleep(Duration::from_millis(30));
        shell.apply(&egui::Context::default(), Command::Stop);
        assert!(shell.settle(Duration::from_secs(60)), "{text}");
        assert_eq!(shell.run.ending, Ending::Stopped, "{text}");
    }
}

#[test]
fn a_window_can_be_closed_while_a_program_runs() {
    let shell = Shell::on(&egui::Context::default(), "endless.py", "while True:\n    print(1)\n".to_owned());
    std::thread::sleep(Duration::from_millis(20));
    drop(shell);
}

#[test]
fn more_output_than_is_kept_ends_the_run_with_a_sentence() {
    let mut harness = alive("line = 'x' * 100000\nfor i in range(1000):\n    print(line)\n");
    let shell = harness.state();
    assert!(
        matches!(&shell.run.ending, Ending::Limit { message } if message.contains("16 MB")),
        "{:?}",
        shell.run.ending
    );
    harness.key_press(egui::Key::End);
    settle(&mut harness);
    let shell = harness.state();
    assert!(shell.moment.output.earlier > 15_000_000, "{}", shell.moment.output.earlier);
    assert!(shell.status().is_some_and(|status| status.contains("16 MB")));
}

#[test]
fn endless_recursion_is_an_exception_with_a_folded_traceback() {
    let mut harness = alive("def f():\n    return f()\n\nf()\n");
    let ending = harness.state().run.ending.clone();
    assert_eq!(ending, Ending::Raised { message: "RecursionError: maximum recursion depth exceeded".to_owned() });
    harness.key_press(egui::Key::End);
    settle(&mut harness);
    assert_eq!(harness.state().moment.frames.frames.len(), 80, "the first and the last forty are drawn");
    harness.key_press(egui::Key::ArrowRight);
    settle(&mut harness);
    let lines = harness.state().moment.output.lines();
    assert!(lines.iter().any(|line| line.text.contains("[Previous line repeated 996 more times]")), "{lines:?}");
}

#[test]
fn the_end_shows_the_last_frame_and_one_step_more_what_is_left() {
    let mut harness = alive(PROGRAM);
    harness.key_press(egui::Key::End);
    settle(&mut harness);
    let shell = harness.state();
    assert_eq!(shell.moment.step + 1, shell.run.timeline.total);
    let names: Vec<&str> = shell.moment.frames.frames[0].names.iter().map(|binding| binding.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    assert!(shell.moment.explain.notes[0].contains("the program ends with this step"), "{:?}", shell.moment.explain);
    harness.key_press(egui::Key::ArrowRight);
    settle(&mut harness);
    let shell = harness.state();
    assert!(shell.moment.frames.frames.is_empty());
    assert!(shell.moment.explain.text().contains("the interpreter has shut down"), "{:?}", shell.moment.explain);
}

const ASKING: &str = "name = input('Name? ')\nprint('Hello', name)\nage = int(input())\nprint(age + 1)\n";

fn lines(harness: &Harness<Shell>) -> Vec<String> {
    harness.state().moment.output.lines().into_iter().map(|line| line.text).collect()
}

fn answer(harness: &mut Harness<Shell>, label: &str, text: &str) {
    harness.get_by_label(label).focus();
    harness.run();
    harness.get_by_label(label).type_text(text);
    harness.run();
    harness.key_press(egui::Key::Enter);
    harness.run();
    settle(harness);
}

#[test]
fn a_program_waits_for_input_and_answers_can_be_changed() {
    let mut harness = alive(ASKING);
    assert_eq!(harness.state().run.ending, Ending::Waiting { prompt: "Name? ".to_owned() });
    assert!(harness.state().run.timeline.total > 3, "what came before can be walked through");
    answer(&mut harness, "Line of input", "Ada");
    assert_eq!(harness.state().run.ending, Ending::Waiting { prompt: String::new() });
    answer(&mut harness, "Line of input", "36");
    assert_eq!(harness.state().run.ending, Ending::Finished { status: 0 });
    harness.key_press(egui::Key::End);
    settle(&mut harness);
    assert_eq!(lines(&harness), ["Name? Ada", "Hello Ada", "36", "37"]);
    answer(&mut harness, "Answer 1", "!");
    harness.key_press(egui::Key::End);
    settle(&mut harness);
    assert_eq!(lines(&harness), ["Name? Ada!", "Hello Ada!", "36", "37"]);
}

#[test]
fn the_input_can_be_ended() {
    let mut harness = alive(ASKING);
    harness.get_by_label("No more").click();
    harness.run();
    settle(&mut harness);
    let expected = Ending::Raised { message: "EOFError: EOF when reading a line".to_owned() };
    assert_eq!(harness.state().run.ending, expected);
}

#[test]
fn a_long_list_shows_more_of_itself_when_asked() {
    let mut harness = alive("items = list(range(1000, 1100))\n");
    harness.key_press(egui::Key::End);
    settle(&mut harness);
    let rows = |harness: &Harness<Shell>| {
        let heap = &harness.state().moment.heap;
        let list = heap.objects.iter().find(|object| object.title == "list").expect("is drawn");
        (list.rows.len(), list.more)
    };
    assert_eq!(rows(&harness), (14, 86));
    harness.state_mut().only = Some(Pane::Heap);
    harness.run();
    harness.get_by_label("show more of 86").click();
    settle(&mut harness);
    assert_eq!(rows(&harness), (64, 36));
}

#[test]
fn the_level_of_detail_decides_what_is_drawn() {
    let mut harness = alive("def f(x):\n    return [x]\n\nkept = f(1)\n");
    let ctx = harness.ctx.clone();
    harness.key_press(egui::Key::End);
    settle(&mut harness);
    harness.get_by_label("object function function f");
    harness.state_mut().apply(&ctx, Command::SetDetail(Detail::Beginner));
    harness.run();
    assert!(harness.query_by_label("object function function f").is_none());
    harness.get_by_label("object list list");
    harness.get_by_label("Beginner").click();
    harness.run();
    harness.get_by_label("Full").click();
    harness.run();
    assert_eq!(harness.state().detail, Detail::Full);
}

#[test]
fn what_differs_from_cpython_is_said_beside_the_pane() {
    let harness = alive(PROGRAM);
    harness.get_by_label_contains("Heap differs from CPython: Addresses are those of a simulated memory");
    harness.get_by_label_contains("Frames differs from CPython: Built-in code nests at most 180 deep");
}

/// What Explain says of the steps of a program, without their notes.
fn sentences(text: &str) -> Vec<String> {
    let mut recorder = serpentarium::recording::recorder::Recorder::whole("test.py", text, Default::default());
    recorder.run();
    (0..recorder.len()).map(|step| recorder.moment_at(step).explain.text()).collect()
}

#[test]
fn calls_into_python_from_built_in_code_and_failures_are_explained() {
    let said = sentences(
        "class V:\n    def __add__(self, o):\n        return 3\n\nv = V()\nw = v + v\n\
         s = sorted([2, 1], key=lambda x: -x)\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    pass\n[1][5]\n",
    );
    for expected in [
        "leaves V \u{2026}",
        "to Python code: a frame for V.__add__ begins, and the result comes when it returns.",
        "CALL_KW calls built-in sorted with the arguments [2, 1] and key=function <lambda>: it is \
         built-in code that runs Python code in turn. A frame for <lambda> begins, and the result comes when the built-in \
         code is done.",
        "BINARY_OP tries 1 / 0, which raises ZeroDivisionError: the handler on line 10 takes it.",
        "BINARY_OP tries [1][5], which raises IndexError: nothing catches it.",
    ] {
        assert!(said.iter().any(|sentence| sentence.contains(expected)), "{expected}\n{said:#?}");
    }
}

#[test]
fn a_lesson_waits_for_the_answer_before_it_goes_on() {
    let mut harness = alive(PROGRAM);
    let ctx = harness.ctx.clone();
    harness.state_mut().apply(&ctx, Command::OpenLesson(0));
    settle(&mut harness);
    for _ in 0..5 {
        harness.key_press(egui::Key::PageDown);
        settle(&mut harness);
    }
    assert_eq!(harness.state().lesson.truth, Some(Ok("8".to_owned())));
    let step = harness.state().moment.step;
    harness.key_press(egui::Key::ArrowRight);
    settle(&mut harness);
    assert_eq!(harness.state().moment.step, step, "nothing moves before the answer");
    harness.get_by_label("answer 8").click();
    settle(&mut harness);
    assert_eq!(harness.state().lesson.given.as_deref(), Some("8"));
    harness.key_press(egui::Key::ArrowRight);
    settle(&mut harness);
    assert_eq!(harness.state().moment.step, step + 1);
}

/// The app on a program in the layout of the compiler, with room for its lists.
fn alive_compiling<'a>(text: &str) -> Harness<'a, Shell> {
    let mut harness = alive(text);
    harness.set_size(egui::vec2(1600.0, 1800.0));
    let ctx = harness.ctx.clone();
    harness.state_mut().apply(&ctx, Command::SetLayout(Layout::Compile));
    settle(&mut harness);
    harness
}

fn press(harness: &mut Harness<Shell>, key: egui::Key, shift: bool) {
    let modifiers = if shift { egui::Modifiers::SHIFT } else { egui::Modifiers::NONE };
    harness.key_press_modifiers(modifiers, key);
    settle(harness);
}

fn compile_step(harness: &Harness<Shell>) -> Option<u64> {
    harness.state().moment.compile.as_ref().map(|now| now.step)
}

#[test]
fn the_compilation_is_stepped_through_like_the_run() {
    let mut harness = alive_compiling(PROGRAM);
    assert_eq!(compile_step(&harness), None, "the default start is the first instruction of the run");
    press(&mut harness, egui::Key::ArrowLeft, false);
    let last = harness.state().run.compilation.line().total - 1;
    assert_eq!(compile_step(&harness), Some(last));
    press(&mut harness, egui::Key::ArrowRight, false);
    assert_eq!((compile_step(&harness), harness.state().moment.step), (None, 0));
    press(&mut harness, egui::Key::Home, false);
    assert_eq!(compile_step(&harness), Some(0));
    harness.get_by_label_contains("Just now: The lexer read NAME a");
    harness.get_by_label("token NAME a");
    assert!(harness.query_by_label("token EQUAL =").is_none(), "the second token is not read yet");
    press(&mut harness, egui::Key::ArrowRight, false);
    harness.get_by_label("token EQUAL =");
    press(&mut harness, egui::Key::S, false);
    harness.get_by_label_contains("The parser completed Name a");
    for expected in [
        "found nothing to rewrite",
        "The first walk over the tree entered module",
        "RESUME 0 was emitted",
        "_PyCfg_FromInstructionSequence",
    ] {
        press(&mut harness, egui::Key::S, false);
        harness.get_by_label_contains(expected);
    }
    press(&mut harness, egui::Key::S, true);
    harness.get_by_label_contains("RESUME 0 was emitted");
    harness.get_by_label("Skip the rest of this stage").click();
    settle(&mut harness);
    harness.get_by_label_contains("_PyCfg_FromInstructionSequence");
    press(&mut harness, egui::Key::End, false);
    assert_eq!(harness.state().moment.step, harness.state().run.timeline.last);
}

#[test]
fn a_rewritten_node_is_shown_as_it_was_and_as_it_becomes() {
    let mut harness = alive_compiling("x = 3\ny = '%s' % (x,)\n");
    let find = |harness: &mut Harness<'static, Shell>, words: &str| {
        let ctx = harness.ctx.clone();
        harness.state_mut().apply(&ctx, Command::Move(Move::Find(words.to_owned())));
        settle(harness);
    };
    find(&mut harness, "rewrite");
    harness.get_by_label_contains("into the f-string f'{x!s}'");
    harness.get_by_label_contains("node BinOp %, before");
    harness.get_by_label_contains("node JoinedStr , after");
    press(&mut harness, egui::Key::ArrowLeft, false);
    harness.get_by_label("node BinOp %");
    assert!(harness.query_by_label_contains("node JoinedStr").is_none());
    find(&mut harness, "stage symbols");
    harness.get_by_label_contains("node JoinedStr");
    assert!(harness.query_by_label_contains("node BinOp").is_none());
}

#[test]
fn a_token_selects_down_to_the_bytes_of_the_file_and_back() {
    let mut harness = alive_compiling("x = 40\ny = x + 2\n");
    harness.get_by_label("token PLUS +").click();
    settle(&mut harness);
    let selection = harness.state().selection.clone();
    let instruction = selection.instruction.expect("the sum has an instruction");
    let row = harness.state().run.codes[0].row_at(instruction.offset).unwrap();
    assert_eq!(harness.state().run.codes[0].rows()[row].name, "BINARY_OP");
    let marked = |harness: &Harness<Shell>, label: &str| {
        harness.query_all_by_label(label).any(|node| node.accesskit_node().toggled() == Some(Toggled::True))
    };
    let bytes = harness.state().run.compilation.pyc().unwrap().instruction(0, instruction.offset, 0).unwrap();
    assert!(harness.query_by_label_contains("part co_code bytes").is_some());
    let start = bytes.start / 8 * 8;
    let label = format!("bytes from {start}:");
    let line = harness.get_by_label_contains(&label);
    let shown: Vec<u8> = line
        .accesskit_node()
        .label()
        .unwrap_or_default()
        .split(": ")
        .nth(1)
        .unwrap_or_default()
        .split(' ')
        .filter_map(|hex| u8::from_str_radix(hex, 16).ok())
        .collect();
    assert_eq!(u16::from(shown[bytes.start - start]), compiler::opcode::BINARY_OP);
    // From a name in its scope to its place, and from the tree to the rest.
    harness.get_by_label("symbol y in module").click();
    settle(&mut harness);
    assert!(marked(&harness, "token NAME y") && marked(&harness, "symbol y in module"));
    harness.get_by_label("node BinOp +").click();
    settle(&mut harness);
    assert!(marked(&harness, "node BinOp +"));
    assert!(marked(&harness, "graph BINARY_OP +"));
    assert!(marked(&harness, "instruction 10 BINARY_OP +") || marked(&harness, "instruction 8 BINARY_OP +"));
}

#[test]
fn panes_of_the_compilation_have_their_switches() {
    let mut harness = alive_compiling("# a comment\nx = 1\n");
    harness.get_by_label("token COMMENT # a comment");
    harness.get_by_label("tokens of: parser").click();
    settle(&mut harness);
    assert!(harness.query_by_label("token COMMENT # a comment").is_none());
    harness.get_by_label("tree as: drawing").click();
    settle(&mut harness);
    harness.get_by_label("drawn node Assign").click();
    settle(&mut harness);
    assert_eq!(harness.state().selection.span.map(|span| (span.line, span.end_col)), Some((2, 5)));
}

#[test]
fn tokens_before_a_syntax_error_stay_visible() {
    let mut harness = alive_compiling("x = 1\ny = (2 +\nz = $\n");
    assert!(harness.state().run.source.problem.is_some());
    harness.get_by_label("token LPAR (");
    harness.get_by_label("tokens of: parser").click();
    settle(&mut harness);
    harness.get_by_label("token PLUS +");
    press(&mut harness, egui::Key::Home, false);
    assert_eq!(compile_step(&harness), Some(0));
    harness.get_by_label_contains("The lexer read NAME x");
    assert!(harness.query_by_label("token PLUS +").is_none());
    press(&mut harness, egui::Key::S, false);
    harness.get_by_label_contains("SyntaxError on line");
}

#[test]
fn the_shipped_lessons_hold() {
    for folder in &serpentarium::panes::story::lesson_state::LESSONS {
        assert_eq!(serpentarium::cli::check_lesson(folder).err(), None, "{}", folder.name);
    }
}

/// A file that is let go over the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

fn drop_on(harness: &mut Harness<Shell>, path: &Path) {
    harness.input_mut().dropped_files.push(Arc::new(Dropped(path.to_owned())));
    settle(harness);
}

/// A folder of this test run with a program, a file that is no text, and a folder.
fn files() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("interface");
    std::fs::create_dir_all(folder.join("folder.py")).expect("can be made");
    std::fs::write(folder.join("good.py"), "good = 41 + 1\n").expect("can be written");
    std::fs::write(folder.join("latin.py"), b"x = 1\ny = '\xe9'\n").expect("can be written");
    folder
}

const UNREADABLE: [(&str, &str); 3] = [
    ("missing.py", "missing.py could not be read: there is no such file"),
    ("folder.py", "folder.py is a folder; name a Python file in it"),
    ("latin.py", "latin.py is not UTF-8 text: the first byte that does not belong is on line 2"),
];

#[test]
fn a_file_that_cannot_be_read_is_told_and_the_text_at_hand_stays() {
    let folder = files();
    let mut harness = alive("x = 1\n");
    let ctx = harness.ctx.clone();
    let mine = "x = 1\nmine = 2\n";
    harness.state_mut().apply(&ctx, Command::Edit(mine.to_owned()));
    harness.run_steps(60);
    settle(&mut harness);
    for (name, sentence) in UNREADABLE {
        let path = folder.join(name);
        let stays = |harness: &Harness<Shell>| {
            assert!(harness.query_all_by_label_contains(sentence).next().is_some(), "{sentence}");
            harness.get_by_label("line 2: mine = 2");
            assert_eq!((harness.state().document.text.as_str(), harness.state().document.edited()), (mine, true));
            assert_eq!(harness.state().document.short_name(), "test.py");
        };
        drop_on(&mut harness, &path);
        stays(&harness);
        harness.key_press(egui::Key::Escape);
        harness.run();
        assert!(harness.query_by_label_contains(sentence).is_none());
        harness.state_mut().overlays.ask_path(false, "");
        harness.run();
        let field = harness.get_by_label("Path of the file");
        field.focus();
        field.type_text(&path.display().to_string());
        harness.run();
        harness.get_by_label("Open").click();
        settle(&mut harness);
        stays(&harness);
    }
    drop_on(&mut harness, &folder.join("good.py"));
    harness.get_by_label("line 1: good = 41 + 1");
    assert_eq!((harness.state().document.short_name(), harness.state().notice.as_deref()), ("good.py", None));
}

#[test]
fn the_app_starts_on_its_file_at_once_or_says_why_not() {
    let folder = files();
    let start = |name: &str| living(Shell::start(&egui::Context::default(), Some(&folder.join(name))));
    let harness = start("good.py");
    harness.get_by_label("line 1: good = 41 + 1");
    assert_eq!(harness.state().run.generation, 1, "no other program has been loaded before");
    assert_eq!(harness.state().document.path, Some(folder.join("good.py")));
    for (name, sentence) in UNREADABLE {
        let harness = start(name);
        assert!(harness.query_all_by_label_contains(sentence).next().is_some(), "{sentence}");
        assert_eq!(harness.state().document.path, None, "the welcome program stands there");
        assert!(harness.state().run.timeline.total > 0);
    }
}
