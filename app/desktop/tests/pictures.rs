//! Every pane drawn to a picture.

mod sample;

use serpentarium::picture::{self, Size};
use serpentarium::shell::Shell;

fn draw(name: &str, dark: bool, size: Size, prepare: impl FnOnce(&mut Shell)) {
    let ctx = picture::context(dark);
    let mut shell = Shell::still(sample::run(), sample::moment());
    shell.dark = dark;
    prepare(&mut shell);
    let picture = picture::take(&ctx, &mut shell, size, dark).unwrap();
    let folder = std::env::var("CARGO_TARGET_TMPDIR").unwrap_or(env!("CARGO_TARGET_TMPDIR").to_owned());
    std::fs::write(format!("{folder}/{name}.png"), picture.to_png().unwrap()).unwrap();
}

#[test]
fn whole() {
    draw("memory-light", false, Size { width: 1600, height: 1000 }, |s| {
        s.layout = model::command::Layout::Memory;
        s.docks = serpentarium::layouts::Docks::of(s.layout);
        s.selection.object = Some(0x7f00_0000_5c50);
    });
    draw("objects-dark", true, Size { width: 1280, height: 800 }, |s| {
        s.layout = model::command::Layout::Objects;
        s.docks = serpentarium::layouts::Docks::of(s.layout);
        s.selection.object = Some(0x7f00_0000_5c10);
    });
    for (name, dark) in [("whole-light", false), ("whole-dark", true)] {
        draw(name, dark, Size { width: 1600, height: 1000 }, |_| {});
    }
}
