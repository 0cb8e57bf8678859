//! Under the heap: what its marks mean, how large it is drawn, and a field that finds objects.

use crate::look::icons;
use crate::look::paint;
use crate::look::theme::{self, INSET, Palette};
use egui::{CornerRadius, Rect, StrokeKind, Ui, pos2, vec2};
use model::ground::value::Mark;

pub const HEIGHT: f32 = 32.0;

/// Magnifications that buttons and wheel go through: few, so that each has its own sharp type.
pub const ZOOMS: [f32; 15] = [0.015, 0.025, 0.04, 0.06, 0.09, 0.13, 0.2, 0.3, 0.42, 0.6, 0.8, 1.0, 1.25, 1.5, 2.0];
/// Where in them nothing is magnified.
pub const PLAIN: usize = 11;

pub enum Zoom {
    In,
    Out,
    Plain,
    /// All of it in sight.
    Fit,
}

/// Buttons for the magnification, right end at `right`. Answers where they begin and what was asked.
pub fn zoom(ui: &Ui, palette: &Palette, right: f32, y: f32, at: usize) -> (f32, Option<Zoom>) {
    let percent = match ZOOMS[at] * 100.0 {
        small if small < 3.0 => format!("{small:.1} %"),
        percent => format!("{percent:.0} %"),
    };
    let buttons = [
        ("fit", "Show the whole heap", 30.0, Zoom::Fit),
        ("+", "Draw the heap larger", 24.0, Zoom::In),
        (percent.as_str(), "Draw the heap at its own size", 48.0, Zoom::Plain),
        ("\u{2212}", "Draw the heap smaller", 24.0, Zoom::Out),
    ];
    let (mut x, mut asked) = (right, None);
    for (sign, words, wide, zoom) in buttons {
        let rect = Rect::from_min_size(pos2(x - wide, y - 11.0), vec2(wide, 22.0));
        x -= wide + 2.0;
        let response = paint::hot(ui, rect, ("zoom", words), words, false);
        if response.hovered() {
            let round = CornerRadius::same(theme::RADIUS);
            ui.painter().rect(rect, round, palette.current_tint, palette.hairline(), StrokeKind::Inside);
        }
        paint::text_centred(ui, rect.center(), wide, sign, theme::words(theme::SMALL), palette.quiet);
        if response.clicked() {
            asked = Some(zoom);
        }
        response.on_hover_text(words);
    }
    (x - 6.0, asked)
}

/// What the colours and marks mean, as much of it as there is room for; every one has a shape besides its hue.
pub fn legend(ui: &Ui, palette: &Palette, rect: Rect, right: f32) {
    ui.painter().hline(rect.x_range(), rect.top(), palette.hairline());
    let y = rect.center().y;
    let mut x = rect.left() + INSET;
    let font = || theme::words(theme::SMALL);
    let fits = |x: f32, words: &str| x + 18.0 + paint::width(ui, words, font()) <= right - 8.0;
    for (mark, name) in [(Mark::New, "new"), (Mark::Changed, "changed"), (Mark::Dying, "freed")] {
        if !fits(x, name) {
            return;
        }
        paint::mark(ui, pos2(x + 4.0, y), mark, palette);
        x = paint::text(ui, pos2(x + 14.0, y), 80.0, name, font(), palette.quiet).right() + 14.0;
    }
    let signs = [(icons::LOOP, palette.cycle, "in a cycle"), (icons::ANCHOR, palette.quiet, "immortal")];
    for (sign, color, name) in signs {
        if !fits(x, name) {
            return;
        }
        paint::text(ui, pos2(x, y), 20.0, sign, theme::icon(14.0), color);
        x = paint::text(ui, pos2(x + 18.0, y), 80.0, name, font(), palette.quiet).right() + 14.0;
    }
    let note = "pill: reference count";
    if fits(x, note) {
        paint::text(ui, pos2(x, y), 200.0, note, font(), palette.quiet);
    }
}
