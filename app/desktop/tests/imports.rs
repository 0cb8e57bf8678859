//! Programs that import, in the window: what is stepped over, what can be gone into, what the panes say of modules, files
//! and costs. By keyboard and through the accessibility tree.

use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use model::ask::command::{Command, FileChange, Granularity, Layout, ModulesAs, Move, Pane};
use model::ground::settings::Settings;
use model::moment::Ending;
use model::moment::imports::How;
use serpentarium::look::theme;
use serpentarium::shell::Shell;
use std::time::Duration;

const PROGRAM: &str = "import shapes\nimport shapes\nprint(shapes.area(2))\n";
const SHAPES: &str = "import math\n\ndef area(radius):\n    return math.pi * radius ** 2\n";

fn settle(harness: &mut Harness<Shell>) {
    for _ in 0..3 {
        assert!(harness.state_mut().settle(Duration::from_secs(60)), "the machine did not come to rest");
        harness.run();
    }
}

fn alive(text: &str, settings: Settings) -> Harness<'static, Shell> {
    let shell = Shell::given(&egui::Context::default(), "program.py", text.to_owned(), settings);
    let mut harness = Harness::builder()
        .with_size([1600.0, 1000.0])
        .with_max_steps(400)
        .with_context_setup(|ctx| theme::install(ctx, false))
        .build_ui_state(|ui, shell: &mut Shell| shell.ui(ui), shell);
    settle(&mut harness);
    harness
}

fn beside() -> Settings {
    Settings { beside: vec![("shapes.py".to_owned(), SHAPES.to_owned())], ..Settings::default() }
}

fn apply(harness: &mut Harness<Shell>, command: Command) {
    let ctx = harness.ctx.clone();
    harness.state_mut().apply(&ctx, command);
    settle(harness);
}

fn press(harness: &mut Harness<Shell>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run();
    settle(harness);
}

fn find(harness: &mut Harness<Shell>, moment: &str) {
    apply(harness, Command::Move(Move::Find(moment.to_owned())));
    assert_eq!(harness.state().notice, None, "{moment}");
}

fn labels(harness: &Harness<Shell>, part: &str) -> Vec<String> {
    let all = harness.query_all_by_label_contains(part).filter_map(|node| node.accesskit_node().label());
    all.collect()
}

fn how(harness: &Harness<Shell>, module: &str) -> Option<How> {
    let imports = &harness.state().run.imports.imports;
    imports.iter().find(|import| import.name == module).map(|import| import.how)
}

#[test]
fn a_step_over_an_import_stays_in_the_program_and_one_key_goes_inside() {
    let mut harness = alive(PROGRAM, beside());
    find(&mut harness, "opcode IMPORT_NAME");
    let start = harness.state().moment.step;
    press(&mut harness, Modifiers::NONE, Key::ArrowRight);
    let shell = harness.state();
    assert!(shell.moment.elsewhere.is_none() && shell.moment.step > start + 100, "step {}", shell.moment.step);
    let said = shell.moment.explain.past();
    assert!(said.contains("shapes was imported, and 1 module for it"), "{said}");
    press(&mut harness, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(harness.state().moment.step, start);
    press(&mut harness, Modifiers::SHIFT, Key::ArrowRight);
    let inside = harness.state().moment.elsewhere.clone().expect("importlib runs");
    assert_eq!((inside.name.as_str(), inside.short_name()), ("_find_and_load", "importlib._bootstrap"));
    assert!(!labels(&harness, &format!("line {} of importlib._bootstrap", inside.line)).is_empty());
    assert!(
        harness.state().moment.explain.text().contains("_find_and_load"),
        "{}",
        harness.state().moment.explain.text()
    );
    // By lines, one never leaves the program.
    apply(&mut harness, Command::Move(Move::First));
    for line in [1, 2, 3] {
        apply(&mut harness, Command::Move(Move::Forward(Granularity::Line)));
        let moment = &harness.state().moment;
        assert!(moment.elsewhere.is_none(), "line {line}");
    }
}

#[test]
fn the_search_is_shown_as_the_path_that_it_takes() {
    let mut harness = alive(PROGRAM, beside());
    apply(&mut harness, Command::SetLayout(Layout::Import));
    find(&mut harness, "call FileFinder.find_spec");
    let search = harness.state().moment.search.clone().expect("it goes on");
    assert_eq!((search.name.as_str(), search.within.is_empty()), ("shapes", true));
    for label in [
        "sys.modules: not there modules that are there already",
        "BuiltinImporter: not there modules compiled into the interpreter",
        "FrozenImporter: not there modules whose code is frozen into it",
        "/home/learner: now",
    ] {
        assert!(!labels(&harness, label).is_empty(), "{label} is not among {search:?}");
    }
    find(&mut harness, "import math");
    let search = harness.state().moment.search.clone().expect("it goes on");
    assert_eq!((search.name.as_str(), search.within), ("math", vec!["shapes".to_owned()]));
    apply(&mut harness, Command::Move(Move::Find("module math".to_owned())));
    let notice = harness.state().notice.clone().expect("it says so");
    assert_eq!(notice, "The module math has no statements of its own that run.");
}

#[test]
fn what_was_imported_is_told_with_its_cost_and_leads_to_the_body() {
    let mut harness = alive(PROGRAM, beside());
    apply(&mut harness, Command::SetLayout(Layout::Import));
    apply(&mut harness, Command::Move(Move::Last));
    let rows = labels(&harness, "import shapes for __main__: compiled from its source and executed");
    assert!(rows.iter().any(|row| row.contains("1 asked again")), "{rows:?}");
    harness.get_by_label_contains("import shapes for __main__").focus();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let moment = &harness.state().moment;
    assert_eq!(
        moment.elsewhere.as_ref().map(|at| (at.short_name().to_owned(), at.name.clone())),
        Some(("shapes.py".to_owned(), "<module>".to_owned()))
    );
    apply(&mut harness, Command::Move(Move::Last));
    apply(&mut harness, Command::ShowModules(ModulesAs::Graph));
    assert!(!labels(&harness, "module math, compiled into the interpreter").is_empty());
    apply(&mut harness, Command::ShowModules(ModulesAs::Held));
    assert!(!labels(&harness, "module sys, built in").is_empty());
    let origin = |name: &str| harness.state().moment.modules.iter().find(|row| row.name == name).map(|row| row.origin);
    assert_eq!((origin("shapes"), origin("os"), origin("math")), (Some("beside it"), Some("frozen"), Some("built in")));
}

#[test]
fn a_second_run_takes_the_cached_code_until_the_source_is_touched_edited_or_the_cache_deleted() {
    let mut harness = alive(PROGRAM, beside());
    apply(&mut harness, Command::SetLayout(Layout::Import));
    assert_eq!(how(&harness, "shapes"), Some(How::Compiled));
    press(&mut harness, Modifiers::NONE, Key::F5);
    assert_eq!(how(&harness, "shapes"), Some(How::Pyc));
    let path = || "/home/learner/shapes.py".to_owned();
    apply(&mut harness, Command::ChangeFile(FileChange::Touch(path())));
    apply(&mut harness, Command::Move(Move::To(0)));
    let stale = labels(&harness, "file /home/learner/__pycache__/shapes.cpython-314.pyc");
    assert!(stale.iter().any(|label| label.ends_with(", stale")), "{stale:?}");
    assert!(!labels(&harness, "source time:").is_empty(), "a stale file is told of");
    assert_eq!(how(&harness, "shapes"), Some(How::Compiled));
    press(&mut harness, Modifiers::NONE, Key::F5);
    assert_eq!(how(&harness, "shapes"), Some(How::Pyc));
    let text = "def area(radius):\n    return 'edited'\n".to_owned();
    apply(&mut harness, Command::ChangeFile(FileChange::Write(path(), text)));
    assert_eq!(how(&harness, "shapes"), Some(How::Compiled));
    apply(&mut harness, Command::Move(Move::Last));
    assert_eq!(harness.state().moment.output.lines().last().map(|line| line.text.clone()).as_deref(), Some("edited"));
    apply(&mut harness, Command::ChangeFile(FileChange::Delete("/home/learner/__pycache__".to_owned())));
    assert_eq!(how(&harness, "shapes"), Some(How::Compiled));
    apply(&mut harness, Command::ChangeFile(FileChange::Forget));
    apply(&mut harness, Command::Move(Move::Last));
    assert_eq!(harness.state().run.ending, Ending::Finished { status: 0 });
    // Nothing of this may reach a library file.
    let library = "/usr/local/lib/python3.14/re/__init__.py".to_owned();
    apply(&mut harness, Command::ChangeFile(FileChange::Delete(library)));
    let notice = harness.state().notice.clone().expect("it says so");
    assert!(notice.contains("nobody may write there"), "{notice}");
}

#[test]
fn a_file_is_edited_in_a_small_window_of_its_own() {
    let mut harness = alive(PROGRAM, beside());
    apply(&mut harness, Command::SetLayout(Layout::Import));
    harness.get_by_label_contains("file /home/learner/shapes.py").click();
    settle(&mut harness);
    harness.get_by_label("Edit").click();
    settle(&mut harness);
    harness.get_by_label("Text of the file").focus();
    harness.run();
    press(&mut harness, Modifiers::COMMAND, Key::A);
    harness.event(egui::Event::Text("def area(radius):\n    return 7\n".to_owned()));
    harness.run();
    harness.get_by_label("Write and run again").click();
    settle(&mut harness);
    apply(&mut harness, Command::Move(Move::Last));
    assert_eq!(harness.state().moment.output.lines().last().map(|line| line.text.clone()).as_deref(), Some("7"));
}

#[test]
fn the_profile_counts_calls_and_steps_and_leads_to_the_longest_call() {
    let text = "def f(n):\n    return n if n < 2 else f(n - 1) + 1\n\nf(3)\nf(9)\n";
    let mut harness = alive(text, Settings::default());
    apply(&mut harness, Command::SetLayout(Layout::Import));
    let profile = harness.state().run.profile.clone();
    let row = profile.rows.iter().find(|row| row.name == "f").expect("it ran");
    assert_eq!((row.calls, row.recursive), (12, 10));
    let main = profile.rows.iter().find(|row| row.name == "<module>").expect("it ran");
    assert_eq!(profile.steps, harness.state().run.timeline.total);
    assert_eq!(main.cumulative, profile.steps);
    assert_eq!(main.steps + row.steps, profile.steps);
    harness.get_by_label_contains("function f: 12 calls").focus();
    harness.run();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let moment = &harness.state().moment;
    assert_eq!((moment.step, moment.frames.top().map(|top| top.name.as_str())), (row.longest, Some("f")));
    assert!(!labels(&harness, "flame graph of all calls").is_empty());
}

#[test]
fn the_library_does_not_flood_heap_and_namespaces() {
    let text = "import dataclasses\nimport json\nfrom collections import OrderedDict\n\n@dataclasses.dataclass\nclass P:\n    x: int\n\np = P(1)\nd = OrderedDict()\nprint(json.dumps([1]))\n";
    let mut harness = alive(text, Settings::default());
    apply(&mut harness, Command::Move(Move::Last));
    let moment = &harness.state().moment;
    let drawn: Vec<&str> = moment.heap.objects.iter().map(|object| object.title.as_str()).collect();
    assert!(drawn.len() < 12, "{} objects: {drawn:?}", drawn.len());
    assert!(drawn.iter().any(|title| title.starts_with('P')), "{drawn:?}");
    let global = moment.namespaces.scopes.first().expect("the module's");
    let names: Vec<&str> = global.bindings.iter().map(|binding| binding.name.as_str()).collect();
    assert_eq!(names, ["dataclasses", "json", "OrderedDict", "P", "p", "d"]);
}

#[test]
fn environment_and_working_folder_are_those_of_the_run() {
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("working");
    std::fs::create_dir_all(&folder).expect("can be made");
    std::fs::write(folder.join("here.txt"), "found").expect("can be written");
    let text = "import os\nprint(os.environ['CLASS'], os.path.basename(os.getcwd()), open('here.txt').read())\n\
                open('new.txt', 'w').write('x')\n";
    let folder = folder.canonicalize().expect("it is there");
    let settings = Settings {
        environment: vec!["CLASS=7b".to_owned()],
        folder: folder.display().to_string(),
        ..Settings::default()
    };
    let mut harness = alive(text, settings);
    apply(&mut harness, Command::Move(Move::Last));
    let output = harness.state().moment.output.lines();
    assert_eq!(output.last().map(|line| line.text.clone()).as_deref(), Some("7b working found"));
    assert!(!folder.join("new.txt").exists(), "what a program writes stays above the disk");
    apply(&mut harness, Command::SetLayout(Layout::Import));
    apply(&mut harness, Command::ShowPane(Pane::Files));
    assert!(labels(&harness, "here.txt").iter().any(|label| label.ends_with(": read")));
    assert!(labels(&harness, "new.txt").iter().any(|label| label.ends_with(": written")));
}
