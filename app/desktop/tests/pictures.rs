//! Every pane drawn to a picture and compared with the one that was looked at and kept. `UPDATE_PICTURES=1` keeps the
//! new ones.

mod sample;

use model::ask::anchor::Anchor;
use model::ask::command::{Layout, Pane};
use model::compile::Compilation;
use model::compile::source::SourceModel;
use model::moment::{Moment, Run};
use serpentarium::picture::raster::Picture;
use serpentarium::picture::{self, Size};
use serpentarium::shell::Shell;
use serpentarium::shell::layouts::Docks;
use std::path::PathBuf;
use std::sync::Arc;

/// Part of the pixels that may differ, and by how much each may without counting: other machines round otherwise.
const DIFFERENT: f64 = 0.004;
const TOLERANCE: u8 = 24;

fn draw(dark: bool, size: Size, prepare: impl FnOnce(&mut Shell)) -> Picture {
    let ctx = picture::context(dark);
    let mut shell = Shell::still(sample::run(), sample::moment());
    shell.dark = dark;
    prepare(&mut shell);
    picture::take(&ctx, &mut shell, size, dark).expect("the picture comes to rest")
}

fn kept(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/pictures").join(format!("{name}.png"))
}

fn decode(path: &PathBuf) -> Option<(usize, usize, Vec<u8>)> {
    let decoder = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(path).ok()?));
    let mut reader = decoder.read_info().ok()?;
    let mut data = vec![0; reader.output_buffer_size()?];
    let info = reader.next_frame(&mut data).ok()?;
    data.truncate(info.buffer_size());
    Some((info.width as usize, info.height as usize, data))
}

/// What is wrong with a picture, if anything.
fn compare(name: &str, picture: &Picture) -> Option<String> {
    let path = kept(name);
    let png = picture.to_png().expect("encodes");
    if std::env::var_os("UPDATE_PICTURES").is_some() {
        std::fs::create_dir_all(path.parent().expect("has a folder")).expect("can be made");
        std::fs::write(&path, png).expect("can be written");
        return None;
    }
    let Some((width, height, data)) = decode(&path) else { return Some(format!("{name}: no picture is kept")) };
    if (width, height) != (picture.width, picture.height) {
        return Some(format!("{name}: another size"));
    }
    let far = |(new, old): (&[u8; 4], &[u8])| new.iter().zip(old).any(|(a, b)| a.abs_diff(*b) > TOLERANCE);
    let different = picture.pixels.iter().zip(data.chunks_exact(3)).filter(|pair| far(*pair)).count();
    let part = different as f64 / picture.pixels.len() as f64;
    if part <= DIFFERENT {
        return None;
    }
    let seen = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
    std::fs::write(&seen, png).expect("can be written");
    Some(format!("{name}: {:.2} % of the pixels differ; see {}", part * 100.0, seen.display()))
}

#[test]
fn panes_look_as_they_did() {
    let mut wrong = Vec::new();
    for pane in Pane::ALL {
        let name = pane.title().to_lowercase().replace(' ', "-").replace('.', "");
        let height = if pane == Pane::Explain { 120 } else { 320 };
        for (name, dark) in [(name.clone(), false), (format!("{name}-dark"), true)] {
            if dark && !matches!(pane, Pane::Heap | Pane::Timeline | Pane::Frames) {
                continue;
            }
            let picture = draw(dark, Size { width: 560, height }, |shell| {
                shell.only = Some(pane);
                shell.selection.object = (pane == Pane::Object).then_some(0x7f00_0000_5c10);
            });
            wrong.extend(compare(&name, &picture));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const LOOP: &str = "def first(xs, want):\n    for x in xs:\n        try:\n            if x == want:\n                return x\n\
                    \x20       except TypeError:\n            continue\n    return None\n";

const FORMAT: &str =
    "def greet(name, times):\n    if __debug__:\n        print('Hello %s, %r times' % (name, times))\n";

/// A program at a moment of its compilation.
fn compiling(text: &str, anchor: &str) -> (Run, Moment) {
    let compilation = Arc::new(Compilation::of("first.py", text));
    let Ok(Anchor::Compile(anchor)) = Anchor::parse(anchor) else { panic!("{anchor} is no moment of a compilation") };
    let moment = compilation.moment(compilation.find(&anchor).expect("the moment is there"), 1, 38);
    let source = SourceModel::new("first.py", text);
    (Run { generation: 1, source, compilation, ..Run::default() }, moment)
}

#[test]
fn the_drawn_tree_looks_as_it_did() {
    let (run, mut moment) = compiling(LOOP, "node Compare");
    // With everything there is, and with what is complete when the comparison is.
    let mut wrong = Vec::new();
    for (name, compile) in [("tree-drawn", None), ("compiling-tree-drawn", moment.compile.clone())] {
        moment.compile = compile;
        let ctx = picture::context(false);
        let mut shell = Shell::still(run.clone(), moment.clone());
        shell.only = Some(Pane::Tree);
        shell.panes.tree.drawn = true;
        let picture = picture::take(&ctx, &mut shell, Size { width: 1100, height: 560 }, false);
        wrong.extend(compare(name, &picture.expect("the picture comes to rest")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn moments_of_the_compilation_look_as_they_did() {
    let mut wrong = Vec::new();
    for (name, anchor, pane, dark) in [
        ("compiling-tokens", "token 12", Pane::Tokens, false),
        ("compiling-tree", "node Compare", Pane::Tree, false),
        ("compiling-rewrite", "rewrite #2", Pane::Tree, false),
        ("compiling-symbols", "name want", Pane::Symbols, false),
        ("compiling-emission", "emit COMPARE_OP", Pane::Flow, false),
        ("compiling-pass", "pass optimize_basic_block in first", Pane::Flow, false),
        ("compiling-pass-dark", "pass optimize_basic_block in first", Pane::Bytecode, true),
        ("compiling-bytes", "stage assemble in first", Pane::Bytecode, false),
    ] {
        let (run, moment) = compiling(if anchor.starts_with("rewrite") { FORMAT } else { LOOP }, anchor);
        let ctx = picture::context(dark);
        let mut shell = Shell::still(run, moment);
        (shell.dark, shell.only) = (dark, Some(pane));
        let size = Size { width: 560, height: 420 };
        let picture = picture::take(&ctx, &mut shell, size, dark).expect("the picture comes to rest");
        wrong.extend(compare(name, &picture));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn layouts_look_as_they_did() {
    let mut wrong = Vec::new();
    for layout in Layout::ALL {
        let picture = draw(layout == Layout::Objects, Size { width: 1280, height: 800 }, |shell| {
            shell.layout = layout;
            shell.docks = Docks::of(layout);
        });
        wrong.extend(compare(&format!("layout-{}", layout.name().to_lowercase()), &picture));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_same_moment_gives_the_same_bytes() {
    let size = Size { width: 900, height: 600 };
    let bytes = || draw(false, size, |_| {}).to_png().expect("encodes");
    assert!(bytes() == bytes());
}
