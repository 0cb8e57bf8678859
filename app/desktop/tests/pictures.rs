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
    for (name, dark) in [("whole-light", false), ("whole-dark", true)] {
        draw(name, dark, Size { width: 1600, height: 1000 }, |_| {});
    }
}
