//! What a class does with the window, through the accessibility tree and by keyboard alone.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use model::ask::command::{Command, Layout, Move, Pane};
use model::ground::settings::Settings;
use model::moment::Ending;
use serpentarium::look::theme;
use serpentarium::shell::Shell;
use std::time::Duration;

fn alive<'a>(text: &str) -> Harness<'a, Shell> {
    sized(text, [1600.0, 1000.0])
}

fn sized<'a>(text: &str, size: [f32; 2]) -> Harness<'a, Shell> {
    let shell = Shell::on(&egui::Context::default(), "test.py", text.to_owned());
    let mut harness = Harness::builder()
        .with_size(size)
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

fn apply(harness: &mut Harness<Shell>, command: Command) {
    let ctx = harness.ctx.clone();
    harness.state_mut().apply(&ctx, command);
    settle(harness);
}

fn written(harness: &Harness<Shell>) -> String {
    harness.state().moment.output.lines().into_iter().map(|line| line.text).collect::<Vec<_>>().join("|")
}

#[test]
fn five_answers_are_typed_one_after_the_other_and_one_is_changed_afterwards() {
    let mut harness = alive("for n in range(5):\n    print(n, input('next? '))\n");
    assert!(matches!(harness.state().run.ending, Ending::Waiting { .. }));
    harness.get_by_label("Line of input").click();
    harness.run();
    for word in ["a", "b", "c", "d", "e"] {
        // The next question has the focus: nobody clicks in between.
        harness.event(egui::Event::Text(word.to_owned()));
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        settle(&mut harness);
    }
    assert_eq!(harness.state().run.ending, Ending::Finished { status: 0 });
    apply(&mut harness, Command::Move(Move::Last));
    assert_eq!(written(&harness), "next? a|0 a|next? b|1 b|next? c|2 c|next? d|3 d|next? e|4 e");
    apply(&mut harness, Command::GiveInput { nth: 1, line: "B".to_owned() });
    apply(&mut harness, Command::Move(Move::Last));
    assert!(written(&harness).contains("1 B|next? c|2 c"), "{}", written(&harness));
    assert_eq!(harness.state().run.console.answers.len(), 5);
}

#[test]
fn arguments_and_standard_input_belong_to_the_run() {
    let mut harness = alive("import sys\nprint(sys.argv[1:], input())\n");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::R);
    harness.run();
    harness.event(egui::Event::Text("-v 'two words'".to_owned()));
    harness.run();
    apply(
        &mut harness,
        Command::RunWith(Settings {
            arguments: vec!["-v".to_owned(), "two words".to_owned()],
            input: vec!["line".to_owned()],
            ..Settings::default()
        }),
    );
    apply(&mut harness, Command::Move(Move::Last));
    assert_eq!(written(&harness), "line|['-v', 'two words'] line");
}

#[test]
fn a_run_is_given_its_surroundings_by_keyboard() {
    let mut harness = alive("print(1)\n");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::R);
    harness.run();
    harness.get_by_label("Environment variables").focus();
    harness.run();
    harness.event(egui::Event::Text("HOME".to_owned()));
    harness.run();
    harness.get_by_label_contains("A variable is written as NAME=value; 'HOME' is not.");
    harness.event(egui::Event::Text("=/tmp".to_owned()));
    harness.run();
    harness.get_by_label("Working folder").focus();
    harness.run();
    harness.event(egui::Event::Text("/no/such/folder".to_owned()));
    harness.run();
    harness.get_by_label_contains("There is no folder /no/such/folder.");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(egui::Event::Text("/".to_owned()));
    harness.run();
    harness.get_by_label("Most memory").focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(egui::Event::Text("32".to_owned()));
    harness.run();
    harness.key_press(Key::Enter);
    settle(&mut harness);
    let given = harness.state().run.settings.clone();
    assert_eq!((given.environment, given.folder, given.memory), (vec!["HOME=/tmp".to_owned()], "/".to_owned(), 32));
}

#[test]
fn a_sort_says_how_far_it_has_come() {
    let mut harness = alive("def key(x):\n    return -x\n\nprint(sorted([3, 1, 2, 5], key=key))\n");
    apply(&mut harness, Command::Move(Move::Find("call key #3".to_owned())));
    let progress = |harness: &Harness<Shell>| {
        let frames = &harness.state().moment.frames.frames;
        frames.iter().find(|frame| frame.native).and_then(|frame| frame.progress.clone())
    };
    assert_eq!(progress(&harness).as_deref(), Some("key 3 of 4"));
    let mut harness =
        alive("class K:\n    def __eq__(self, other):\n        return False\n\nprint(5 in [K(), K(), K()])\n");
    apply(&mut harness, Command::Move(Move::Find("call K.__eq__ #2".to_owned())));
    assert_eq!(progress(&harness).as_deref(), Some("item 2 of 3"));
}

#[test]
fn where_nothing_catches_an_exception_the_end_shows_the_raise_and_the_traceback() {
    let mut harness = alive("def half(n):\n    return n / 0\n\nprint(half(4))\n");
    harness.key_press(Key::End);
    settle(&mut harness);
    harness.get_by_label_contains("BINARY_OP tries 4 / 0, which raises ZeroDivisionError: nothing catches it.");
    let text = written(&harness);
    assert!(text.starts_with("Traceback (most recent call last):") && text.ends_with("division by zero"), "{text}");
}

#[test]
fn a_step_without_a_value_finds_its_name_nowhere() {
    let mut harness =
        alive("total = 1\n\ndef add():\n    total += 1\n\ntry:\n    add()\nexcept UnboundLocalError:\n    pass\n");
    apply(&mut harness, Command::Move(Move::Find("opcode LOAD_FAST_CHECK".to_owned())));
    assert_eq!(harness.state().moment.namespaces.lookup, Some(("total".to_owned(), None)));
    harness.get_by_label_contains("it stands for nothing yet: UnboundLocalError is raised, and it leaves add.");
}

#[test]
fn presenting_and_one_pane_alone_go_by_keys() {
    let mut harness = sized("a = [1, 2]\nb = a\n", [776.0, 436.0]);
    harness.key_press(Key::F11);
    harness.run();
    assert!(harness.state().presenting);
    assert_eq!(harness.state().beside, Pane::Heap);
    harness.key_press(Key::P);
    harness.run();
    assert_eq!(harness.state().beside, Pane::Frames);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::P);
    harness.run();
    assert_eq!(harness.state().beside, Pane::Heap);
    harness.get_by_label_contains("Esc leaves");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(!harness.state().presenting);
}

#[test]
fn an_interview_is_found_by_name_and_rehearsed_by_keyboard_and_clock() {
    let mut harness = alive("pass\n");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::P);
    harness.run();
    harness.event(egui::Event::Text("interview late binding".to_owned()));
    harness.run();
    harness.key_press(Key::Enter);
    settle(&mut harness);
    harness.get_by_label("A loop makes three functions that return the loop's variable. What do they return?");
    harness.get_by_label_contains("Think aloud: What does a closure keep");
    harness.get_by_label_contains("Start the clock").click();
    harness.step();
    harness.step();
    harness.get_by_label_contains("of 7:00");
    harness.get_by_label("Stop").click();
    harness.run();
    for _ in 0..2 {
        harness.key_press(Key::PageDown);
        settle(&mut harness);
    }
    assert_eq!(harness.state().lesson.truth, Some(Ok("2".to_owned())));
    harness.get_by_label("answer 0").click();
    settle(&mut harness);
    harness.get_by_label_contains("The run says 2. the value is looked up at the call");
    harness.key_press(Key::PageDown);
    settle(&mut harness);
    assert!(harness.query_by_label_contains("does not agree").is_none(), "the trap is not told before it is asked for");
    harness.get_by_label("Let the machine decide").click();
    settle(&mut harness);
    harness.get_by_label_contains("does not agree");
    for _ in 0..2 {
        harness.key_press(Key::PageDown);
        settle(&mut harness);
    }
    harness.get_by_label("Compare with a good answer").click();
    settle(&mut harness);
    harness.get_by_label_contains("All three return 2. A closure keeps the variable");
    harness.get_by_label("All return 2.").click();
    settle(&mut harness);
    harness.get_by_label("1 of 3");
}

#[test]
fn the_palette_says_when_nothing_is_found() {
    let mut harness = alive("pass\n");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::P);
    harness.run();
    harness.event(egui::Event::Text("quantum".to_owned()));
    harness.run();
    harness.get_by_label("Nothing found for 'quantum'.");
}

#[test]
fn what_a_question_asks_for_is_not_on_the_screen_before_the_answer() {
    let mut harness = alive("pass\n");
    let lessons = &serpentarium::panes::story::lesson_state::LESSONS;
    let index = lessons.iter().position(|folder| folder.name.contains("mutable-default")).expect("it is shipped");
    apply(&mut harness, Command::OpenLesson(index));
    for _ in 0..2 {
        harness.key_press(Key::PageDown);
        settle(&mut harness);
    }
    assert!(harness.query_by_label_contains("box is list ['a']").is_none());
    harness.get_by_label("answer ['a']").click();
    settle(&mut harness);
    assert!(harness.query_by_label_contains("box is list ['a']").is_some());
}

#[test]
fn text_that_was_not_saved_is_offered_at_the_next_start_with_its_moment() {
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("drafts");
    serpentarium::shell::draft::Draft::forget(&folder);
    let mut harness = alive("x = 1\ny = 2\nprint(x)\n");
    harness.state_mut().drafts = Some(folder.clone());
    apply(&mut harness, Command::Edit("x = 1\ny = 2\nprint(x + y)\n".to_owned()));
    std::thread::sleep(Duration::from_millis(450));
    settle(&mut harness);
    apply(&mut harness, Command::Move(Move::To(4)));
    let draft = serpentarium::shell::draft::Draft::read(&folder).expect("a draft is written while one works");
    assert!(draft.text.contains("x + y"));
    // The process is gone without a word; another one starts.
    drop(harness);
    let mut harness = alive("pass\n");
    harness.state_mut().drafts = Some(folder.clone());
    harness.state_mut().offered = serpentarium::shell::draft::Draft::read(&folder);
    harness.run();
    harness.get_by_label_contains("test.py was not saved");
    harness.get_by_label("Go on with it").click();
    settle(&mut harness);
    assert!(harness.state().document.text.contains("x + y") && harness.state().document.edited());
    assert_eq!(harness.state().moment.step, draft.step);
}

#[test]
fn at_rest_nothing_is_drawn() {
    let mut harness = alive("a = [1, 2]\nb = a\nprint(b)\n");
    for layout in Layout::ALL {
        apply(&mut harness, Command::SetLayout(layout));
        for _ in 0..3 {
            harness.step();
        }
        let root = harness.output().viewport_output.get(&egui::ViewportId::ROOT).map(|output| output.repaint_delay);
        assert_eq!(root, Some(Duration::MAX), "{} asks for another frame", layout.name());
    }
}

#[test]
fn a_worker_that_does_not_come_back_is_given_up_and_the_window_goes_on_where_it_was() {
    let mut harness = alive("a = [1]\nb = a\nprint(b)\n");
    apply(&mut harness, Command::Move(Move::To(5)));
    let ctx = harness.ctx.clone();
    harness.state_mut().give_up_worker(&ctx);
    settle(&mut harness);
    assert_eq!(harness.state().moment.step, 5);
    assert!(harness.query_all_by_label_contains("does not come back").next().is_some());
    apply(&mut harness, Command::Move(Move::Last));
    assert_eq!(harness.state().moment.step, harness.state().run.timeline.last);
}

#[test]
fn with_the_focus_on_a_box_arrows_go_through_boxes_and_do_not_step() {
    let mut harness = alive("a = [1, 2]\nb = {1: a}\nprint(b)\n");
    apply(&mut harness, Command::Move(Move::Last));
    let step = harness.state().moment.step;
    harness.get_by_label_contains("object list").focus();
    harness.run();
    harness.key_press(Key::ArrowRight);
    settle(&mut harness);
    assert_eq!(harness.state().moment.step, step);
    harness.key_press(Key::Escape);
    harness.run();
    harness.key_press(Key::ArrowLeft);
    settle(&mut harness);
    assert_eq!(harness.state().moment.step, step - 1);
}

#[test]
fn the_first_start_has_three_hints_and_the_first_step_ends_them() {
    let mut harness = alive("a = 1\n");
    harness.state_mut().hints = true;
    harness.run();
    harness.get_by_label("The right arrow key makes the next step, the left one goes back.");
    harness.key_press(Key::ArrowRight);
    settle(&mut harness);
    assert!(!harness.state().hints);
}

#[test]
fn a_beginner_reads_no_counts_addresses_or_forms_anywhere() {
    let mut harness = alive("class P:\n    pass\n\np = P()\nq = p\nprint(q is p)\n");
    apply(&mut harness, Command::SetDetail(model::ask::detail::Detail::Beginner));
    apply(&mut harness, Command::Move(Move::Find("opcode IS_OP".to_owned())));
    let said = harness.get_by_label_contains("Next: IS_OP").accesskit_node().label().unwrap_or_default();
    for sign in ["\u{2026}", "0x", "reference", "specialised"] {
        assert!(!said.contains(sign), "{sign}: {said}");
    }
}

#[test]
fn a_built_in_call_that_does_not_come_back_keeps_nobody_from_opening_another_program() {
    let text = "n = 3 ** 17\nprint(3 ** n)\n".to_owned();
    let shell = Shell::on(&egui::Context::default(), "long.py", text);
    let mut harness = Harness::builder()
        .with_size([1600.0, 1000.0])
        .with_max_steps(400)
        .with_context_setup(|ctx| theme::install(ctx, false))
        .build_ui_state(|ui, shell: &mut Shell| shell.ui(ui), shell);
    std::thread::sleep(Duration::from_millis(300));
    harness.step();
    let ctx = harness.ctx.clone();
    harness.state_mut().apply(&ctx, Command::Stop);
    harness.state_mut().apply(&ctx, Command::OpenExample(1));
    for _ in 0..80 {
        std::thread::sleep(Duration::from_millis(100));
        harness.step();
        if harness.state().run.ending == (Ending::Finished { status: 0 }) {
            break;
        }
    }
    assert_eq!(harness.state().run.ending, Ending::Finished { status: 0 });
    assert!(harness.state().run.source.text().contains("alias"));
}

#[test]
fn objects_are_found_by_type_value_and_name_one_after_the_other() {
    let mut harness = alive("scores = [90, 85]\nages = {'ada': 36}\nalias = scores\nprint(alias)\n");
    apply(&mut harness, Command::Move(Move::Last));
    for (words, title) in [("dict", "dict"), ("90", "list"), ("alias", "list")] {
        apply(&mut harness, Command::Dismiss);
        harness.get_by_label("Find an object").click();
        harness.run();
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.event(egui::Event::Text(words.to_owned()));
        harness.run();
        harness.key_press(Key::Enter);
        settle(&mut harness);
        let shell = harness.state();
        let found = shell.selection.object.and_then(|address| shell.moment.heap.object(address));
        assert_eq!(found.map(|object| object.title.as_str()), Some(title), "{words}");
    }
}

#[test]
fn what_is_cut_is_in_the_accessibility_tree_in_full_at_every_size() {
    let long = "a_name_that_is_much_too_long_for_any_column_of_names = 'and a text that is longer still than that'\n";
    for size in [[900.0, 600.0], [1280.0, 720.0], [1600.0, 1000.0]] {
        let mut harness =
            sized(&format!("{long}kept = [a_name_that_is_much_too_long_for_any_column_of_names]\n"), size);
        harness.key_press(Key::End);
        settle(&mut harness);
        let cuts = serpentarium::look::paint::cuts(&harness.ctx);
        assert!(!cuts.is_empty(), "nothing is cut at {size:?}");
        for cut in cuts {
            let told = harness.query_all_by_label_contains(&cut.text).count();
            assert!(told > 0, "{} is cut at {size:?} and nowhere told in full", cut.text);
        }
    }
}
