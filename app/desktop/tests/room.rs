//! Layouts are made for sizes: at every one each shown pane has its six rows, and what is cut can be read.

mod sample;

use egui::{Context, Pos2, RawInput, Rect, Vec2, vec2};
use model::ask::command::{Command, Layout, Pane};
use serpentarium::panes::least;
use serpentarium::picture;
use serpentarium::shell::Shell;

/// Pixels of a window and the zoom that a person has set.
const SIZES: [(f32, f32, f32); 7] = [
    (900.0, 600.0, 1.0),
    (1024.0, 768.0, 1.0),
    (1280.0, 720.0, 1.0),
    (1280.0, 720.0, 1.5),
    (1600.0, 1000.0, 1.0),
    (1920.0, 1080.0, 1.25),
    (3840.0, 2160.0, 1.0),
];

/// Frames until the window has come to rest at a size. Answers the room in points.
fn settle(ctx: &Context, shell: &mut Shell, pixels: Vec2) -> Vec2 {
    for _ in 0..6 {
        let size = pixels / ctx.zoom_factor();
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, size));
        let input = RawInput { screen_rect, focused: true, ..RawInput::default() };
        let mut output = ctx.run_ui(input, |ui| shell.ui(ui));
        // Textures that nobody paints with.
        output.textures_delta.clear();
    }
    pixels / ctx.zoom_factor()
}

/// Every pane in front, with the room that it has without its tabs.
fn shown(shell: &Shell) -> Vec<(Pane, Vec2)> {
    let trees = [&shell.docks.upper_tiles, &shell.docks.lower_tiles];
    let tiles = trees.into_iter().flatten().flat_map(|tree| {
        let active = tree.active_tiles().into_iter();
        active.filter_map(|id| Some((*tree.tiles.get_pane(&id)?, tree.tiles.rect(id)?.size())))
    });
    tiles.collect()
}

#[test]
fn every_shown_pane_has_six_rows_at_every_size() {
    let mut looked_at = 0;
    for layout in Layout::ALL {
        for (width, height, zoom) in SIZES {
            let ctx = picture::context(false);
            let mut shell = Shell::still(sample::run(), sample::moment());
            shell.zoom = zoom;
            shell.apply(&ctx, Command::SetLayout(layout));
            let room = settle(&ctx, &mut shell, vec2(width, height));
            let panes = shown(&shell);
            assert!(!panes.is_empty(), "{} at {width}×{height}", layout.name());
            for (pane, size) in panes {
                let needed = least(pane);
                assert!(
                    size.x + 1.0 >= needed.x && size.y + 1.0 >= needed.y,
                    "{} of {} at {width}×{height}, zoom {zoom} ({room} points): {size}, needs {needed}",
                    pane.title(),
                    layout.name()
                );
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 60, "{looked_at}");
}

/// Texts that are drawn shorter than they are, in the last whole frame.
fn cut(ctx: &Context) -> Vec<String> {
    let mut texts: Vec<String> = serpentarium::look::paint::cuts(ctx).into_iter().map(|cut| cut.text).collect();
    texts.sort();
    texts.dedup();
    texts
}

#[test]
fn whatever_is_cut_in_any_picture_can_be_read_in_full_by_keyboard() {
    let mut counted = Vec::new();
    for layout in Layout::ALL.map(Some).into_iter().chain([None]) {
        for (width, height, zoom) in SIZES {
            let ctx = picture::context(false);
            let mut shell = Shell::still(sample::run(), sample::moment());
            shell.zoom = zoom;
            match layout {
                Some(layout) => shell.apply(&ctx, Command::SetLayout(layout)),
                None => shell.apply(&ctx, Command::Present),
            }
            settle(&ctx, &mut shell, vec2(width, height));
            let texts = cut(&ctx);
            counted.push(texts.len());
            shell.panes.hand = None;
            shell.panes.at_hand = None;
            shell.apply(&ctx, Command::ReadCut);
            let told = shell.overlays.told().expect("they are shown");
            for text in &texts {
                assert!(told.contains(text), "{text} is cut and not to be read in {layout:?} at {width}×{height}");
            }
        }
    }
    println!("cut texts by picture: {counted:?}");
    assert!(counted.iter().all(|count| *count < 40), "{counted:?}");
}

#[test]
fn type_grows_in_a_large_window_and_presenting_is_the_same_at_every_size() {
    let ctx = picture::context(false);
    let mut shell = Shell::still(sample::run(), sample::moment());
    let plain = settle(&ctx, &mut shell, vec2(1600.0, 1000.0));
    assert_eq!(plain, vec2(1600.0, 1000.0));
    let large = settle(&ctx, &mut shell, vec2(3840.0, 2160.0));
    assert!(large.x < 2400.0 && large.x > 1600.0, "{large}");
    shell.apply(&ctx, Command::Present);
    for size in [vec2(1280.0, 720.0), vec2(1920.0, 1080.0), vec2(3840.0, 2160.0)] {
        let points = settle(&ctx, &mut shell, size);
        assert!((points.y - 436.0).abs() < 4.0, "{size}: {points}");
    }
    shell.apply(&ctx, Command::Present);
    assert_eq!(settle(&ctx, &mut shell, vec2(1600.0, 1000.0)).round(), plain);
}

#[test]
fn one_pane_stands_alone_and_the_same_key_brings_the_others_back() {
    let ctx = picture::context(false);
    let mut shell = Shell::still(sample::run(), sample::moment());
    settle(&ctx, &mut shell, vec2(1280.0, 720.0));
    let before = shown(&shell);
    shell.panes.at_hand = Some(Pane::Heap);
    shell.apply(&ctx, Command::Alone(None));
    assert_eq!(shell.alone, Some(Pane::Heap));
    settle(&ctx, &mut shell, vec2(1280.0, 720.0));
    shell.apply(&ctx, Command::ShowPane(Pane::Frames));
    assert_eq!(shell.alone, Some(Pane::Frames));
    shell.apply(&ctx, Command::Alone(None));
    assert_eq!(shell.alone, None);
    settle(&ctx, &mut shell, vec2(1280.0, 720.0));
    assert_eq!(shown(&shell).len(), before.len());
}

#[test]
fn presenting_leaves_six_rows_at_every_zoom() {
    for (width, height, zoom) in SIZES {
        let ctx = picture::context(false);
        let mut shell = Shell::still(sample::run(), sample::moment());
        shell.zoom = zoom;
        shell.apply(&ctx, Command::Present);
        settle(&ctx, &mut shell, vec2(width, height));
        let rows = shell.panes.source.rows;
        assert!(rows >= 6, "{rows} rows of the source at {width}×{height}, zoom {zoom}");
    }
}
