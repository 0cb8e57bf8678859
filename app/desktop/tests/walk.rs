//! The view follows the moment: a random walk through moves, sizes, layouts and programs.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use model::ask::command::{Command, Layout, Move, Pane};
use model::ground::place;
use model::ground::value::Mark;
use serpentarium::look::theme;
use serpentarium::shell::Shell;
use std::path::PathBuf;
use std::time::Duration;

const ROUNDS: u64 = 2000;
const SIZES: [[f32; 2]; 5] = [[900.0, 600.0], [1280.0, 720.0], [1600.0, 1000.0], [700.0, 420.0], [2400.0, 1400.0]];

fn settle(harness: &mut Harness<Shell>) {
    for _ in 0..3 {
        assert!(harness.state_mut().settle(Duration::from_secs(20)), "the machine did not come to rest");
        harness.run();
    }
}

fn labels(harness: &Harness<Shell>, role: Role, start: &str) -> Vec<String> {
    let all = harness.query_all_by_role(role).filter_map(|node| node.accesskit_node().label());
    all.filter(|label| label.starts_with(start)).collect()
}

/// Panes in front of their tabs.
fn shown(shell: &Shell) -> Vec<Pane> {
    let trees = [&shell.docks.upper_tiles, &shell.docks.lower_tiles];
    let panes = trees.into_iter().flatten().flat_map(|tree| {
        tree.active_tiles().into_iter().filter_map(|id| tree.tiles.get_pane(&id).copied()).collect::<Vec<_>>()
    });
    panes.collect()
}

/// A program whose lines, names and lists are many.
fn program() -> PathBuf {
    let lists: String = (0..120).map(|n| format!("x{n} = [{n}]\n")).collect();
    let calls = "def swap(a, b):\n    a[0], b[0] = b[0], a[0]\n    return [a, b]\n\n";
    let swaps: String = (0..40).map(|n| format!("y{n} = swap(x{n}, x{})\n", n + 60)).collect();
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("walk.py");
    let imports = "import keyword\n\n";
    std::fs::write(&path, format!("{imports}{calls}{lists}{swaps}print(x0)\n")).expect("can be written");
    path
}

/// What is not in sight of the moment, in the panes that are shown.
fn missing(harness: &Harness<Shell>) -> Option<String> {
    let shell = harness.state();
    let (moment, panes) = (&shell.moment, shown(shell));
    let among = |what: &str, wanted: &dyn Fn(&String) -> bool, drawn: Vec<String>| {
        (!drawn.iter().any(wanted)).then(|| format!("{what} is not among {drawn:?}"))
    };
    let elsewhere =
        moment.elsewhere.as_ref().filter(|at| !at.lines.is_empty() && at.line > 0 && moment.compile.is_none());
    let own = moment.line > 0 && (moment.elsewhere.is_none() || moment.compile.is_some());
    if panes.contains(&Pane::Source) && (own || elsewhere.is_some()) {
        let label = match elsewhere {
            Some(elsewhere) => format!("line {} of {}: ", elsewhere.line, elsewhere.short_name()),
            None => format!("line {}: ", moment.line),
        };
        let lines = labels(harness, Role::ListItem, "line ");
        if let Some(missing) = among(&label, &|line| line.starts_with(&label), lines) {
            return Some(missing);
        }
    }
    let offset = moment.bytecode.offset.filter(|_| panes.contains(&Pane::Bytecode) && moment.compile.is_none());
    if let Some(offset) = offset {
        let label = format!("instruction {offset} ");
        let rows = labels(harness, Role::ListBoxOption, "instruction ");
        if let Some(missing) = among(&label, &|row| row.starts_with(&label), rows) {
            return Some(missing);
        }
    }
    if panes.contains(&Pane::Tree) && moment.compile.is_none() && !place::is_empty(moment.span) {
        let ast = shell.run.compilation.tree(None);
        if let Some(node) = ast.smallest_covering(moment.span).filter(|node| *node > 0).map(|node| &ast.rows[node]) {
            let label = format!("node {} {}", node.kind, node.detail);
            let rows = labels(harness, Role::ListBoxOption, "node ");
            if let Some(missing) = among(&label, &|row| row.starts_with(label.trim_end()), rows) {
                return Some(missing);
            }
        }
    }
    let marked = moment.heap.objects.iter().filter(|object| object.mark != Mark::None).count();
    if panes.contains(&Pane::Heap) && marked > 0 {
        let boxes = labels(harness, Role::Button, "object ");
        let is_marked = |label: &String| [", new", ", changed", ", freed"].iter().any(|mark| label.ends_with(mark));
        let seen = boxes.iter().filter(|label| is_marked(label)).count();
        let at_edges = labels(harness, Role::Button, "out of sight: ").len();
        if seen == 0 || seen < marked && at_edges == 0 {
            return Some(format!("{marked} objects of the step, {seen} in sight, {at_edges} marks at the edges"));
        }
    }
    None
}

#[test]
fn the_view_follows_the_moment_after_moves_resizes_layouts_and_openings() {
    let own = program();
    let text = std::fs::read_to_string(&own).expect("it was just written");
    let shell = Shell::on(&egui::Context::default(), "walk.py", text);
    let mut harness = Harness::builder()
        .with_size(SIZES[2])
        .with_max_steps(400)
        .with_context_setup(|ctx| theme::install(ctx, false))
        .build_ui_state(|ui, shell: &mut Shell| shell.ui(ui), shell);
    settle(&mut harness);
    let mut random: u64 = 20_261_127;
    let mut next = |below: u64| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random % below
    };
    let (mut openings, mut looked_at) = (0, 0);
    for round in 0..ROUNDS {
        let ctx = harness.ctx.clone();
        let command = match next(16) {
            0 | 1 => {
                harness.set_size(SIZES[next(5) as usize].into());
                None
            }
            2 | 3 => Some(Command::SetLayout(Layout::ALL[next(Layout::ALL.len() as u64) as usize])),
            4 => Some(Command::Move(Move::Compile(next(200)))),
            5 if next(4) == 0 => {
                openings += 1;
                Some(Command::OpenExample(next(5) as usize))
            }
            6 if next(2) == 0 => {
                openings += 1;
                Some(Command::Open(own.clone()))
            }
            7 | 8 => Some(Command::StepForward),
            9 => Some(Command::StepBack),
            _ => {
                let total = harness.state().run.timeline.last.max(1);
                Some(Command::Move(Move::To(next(total))))
            }
        };
        if let Some(command) = &command {
            harness.state_mut().apply(&ctx, command.clone());
        }
        settle(&mut harness);
        if let Some(missing) = missing(&harness) {
            let shell = harness.state();
            panic!(
                "round {round}, {command:?}, {} of {}, {} in {:?}: {missing}",
                shell.moment.step,
                shell.run.timeline.total,
                shell.document.short_name(),
                harness.ctx.content_rect().size()
            );
        }
        looked_at += shown(harness.state()).len();
    }
    assert!(openings > 40 && looked_at > 8000, "{openings} openings, {looked_at} panes");
}
