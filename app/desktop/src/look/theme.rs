//! The look: palette, type scale, grid. Panes take every colour and size from here.

use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke, TextStyle,
    Visuals, vec2,
};
use model::ground::value::Mark;
use std::sync::Arc;

/// Colours by role, the same in every pane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    pub dark: bool,
    pub ground: Color32,
    pub pane: Color32,
    /// Fill of what lies a little lower than the pane: table heads, slots.
    pub sunken: Color32,
    pub line: Color32,
    pub ink: Color32,
    pub quiet: Color32,
    pub current: Color32,
    pub current_tint: Color32,
    pub on_current: Color32,
    pub new: Color32,
    pub changed: Color32,
    pub dying: Color32,
    pub cycle: Color32,
    pub interned: Color32,
    pub keyword: Color32,
    pub string: Color32,
    pub number: Color32,
    pub arrow: Color32,
    pub faded: Color32,
}

const fn rgb(value: u32) -> Color32 {
    Color32::from_rgb((value >> 16) as u8, (value >> 8) as u8, value as u8)
}

pub const LIGHT: Palette = Palette {
    dark: false,
    ground: rgb(0xFBFBF9),
    pane: rgb(0xFFFFFF),
    sunken: rgb(0xFAFAF7),
    line: rgb(0xE3E3DE),
    ink: rgb(0x1C1E22),
    quiet: rgb(0x5C626B),
    current: rgb(0x0072B2),
    current_tint: rgb(0xE5F1F8),
    on_current: rgb(0xFFFFFF),
    new: rgb(0x007A59),
    changed: rgb(0xA46100),
    dying: rgb(0xBC4F00),
    cycle: rgb(0xA0437A),
    interned: rgb(0x56B4E9),
    keyword: rgb(0x0067A3),
    string: rgb(0x2F7D1F),
    number: rgb(0xA05E00),
    arrow: rgb(0x4A4F58),
    faded: rgb(0xB4B7BB),
};

pub const DARK: Palette = Palette {
    dark: true,
    ground: rgb(0x15171A),
    pane: rgb(0x1B1E22),
    sunken: rgb(0x212529),
    line: rgb(0x2C3036),
    ink: rgb(0xE8E8E4),
    quiet: rgb(0x9AA0A8),
    current: rgb(0x4AA5E0),
    current_tint: rgb(0x1D2F3B),
    on_current: rgb(0x10202B),
    new: rgb(0x2DBE93),
    changed: rgb(0xE69F00),
    dying: rgb(0xF07A3A),
    cycle: rgb(0xE39AC2),
    interned: rgb(0x56B4E9),
    keyword: rgb(0x78B7E8),
    string: rgb(0x93C47D),
    number: rgb(0xE5AE66),
    arrow: rgb(0xA9AEB6),
    faded: rgb(0x5A6069),
};

impl Palette {
    pub fn of(visuals: &Visuals) -> &'static Palette {
        if visuals.dark_mode { &DARK } else { &LIGHT }
    }

    pub fn mark(&self, mark: Mark) -> Color32 {
        match mark {
            Mark::None => self.line,
            Mark::New => self.new,
            Mark::Changed => self.changed,
            Mark::Dying => self.dying,
        }
    }

    pub fn hairline(&self) -> Stroke {
        Stroke::new(1.0, self.line)
    }
}

/// The grid: everything is a multiple of four.
pub const UNIT: f32 = 4.0;
/// Space between panes.
pub const GAP: f32 = 8.0;
/// Space between a pane's border and its contents.
pub const INSET: f32 = 12.0;
pub const RADIUS: u8 = 4;
/// Height of a line of code and of a row in a list.
pub const ROW: f32 = 20.0;
pub const TAB_BAR: f32 = 30.0;

pub const SMALL: f32 = 12.0;
pub const BODY: f32 = 13.0;
pub const LEAD: f32 = 15.0;

pub fn words(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

pub fn strong(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("strong".into()))
}

pub fn code(size: f32) -> FontId {
    FontId::new(size, FontFamily::Monospace)
}

pub fn code_strong(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("code-strong".into()))
}

pub fn icon(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("icons".into()))
}

pub fn icon_filled(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("icons-filled".into()))
}

const FONTS: [(&str, &[u8]); 6] = [
    ("Inter", include_bytes!("../../../../assets/fonts/Inter-Regular.otf")),
    ("Inter SemiBold", include_bytes!("../../../../assets/fonts/Inter-SemiBold.otf")),
    ("JetBrains Mono", include_bytes!("../../../../assets/fonts/JetBrainsMono-Regular.ttf")),
    ("JetBrains Mono Bold", include_bytes!("../../../../assets/fonts/JetBrainsMono-Bold.ttf")),
    ("Icons", include_bytes!("../../../../assets/fonts/Icons-Regular.ttf")),
    ("Icons Filled", include_bytes!("../../../../assets/fonts/Icons-Filled.ttf")),
];

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in FONTS {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    // Each family falls back on the others, so that any glyph we have is found in any text.
    let families: [(FontFamily, &[&str]); 6] = [
        (FontFamily::Proportional, &["Inter", "JetBrains Mono"]),
        (FontFamily::Monospace, &["JetBrains Mono", "Inter"]),
        (FontFamily::Name("strong".into()), &["Inter SemiBold", "Inter", "JetBrains Mono"]),
        (FontFamily::Name("code-strong".into()), &["JetBrains Mono Bold", "JetBrains Mono", "Inter"]),
        (FontFamily::Name("icons".into()), &["Icons", "Inter"]),
        (FontFamily::Name("icons-filled".into()), &["Icons Filled", "Icons", "Inter"]),
    ];
    for (family, names) in families {
        fonts.families.insert(family, names.iter().map(|name| name.to_string()).collect());
    }
    fonts
}

/// Fonts and styles for a context, once at start.
pub fn install(ctx: &Context, dark: bool) {
    ctx.set_fonts(fonts());
    for (theme, palette) in [(egui::Theme::Light, &LIGHT), (egui::Theme::Dark, &DARK)] {
        ctx.style_mut_of(theme, |style| apply(style, palette));
    }
    set_dark(ctx, dark);
}

pub fn set_dark(ctx: &Context, dark: bool) {
    ctx.set_theme(if dark { egui::ThemePreference::Dark } else { egui::ThemePreference::Light });
}

fn apply(style: &mut egui::Style, palette: &Palette) {
    style.text_styles = [
        (TextStyle::Small, words(SMALL)),
        (TextStyle::Body, words(BODY)),
        (TextStyle::Button, words(BODY)),
        (TextStyle::Heading, strong(LEAD)),
        (TextStyle::Monospace, code(BODY)),
    ]
    .into();
    style.animation_time = 0.12;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.3;
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(8.0, 4.0);
    spacing.button_padding = vec2(8.0, 4.0);
    spacing.interact_size = vec2(28.0, 24.0);
    spacing.window_margin = Margin::same(12);
    spacing.menu_margin = Margin::same(8);
    spacing.scroll = egui::style::ScrollStyle { bar_width: 6.0, ..egui::style::ScrollStyle::thin() };
    let visuals = &mut style.visuals;
    *visuals = if palette.dark { Visuals::dark() } else { Visuals::light() };
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(palette.quiet);
    visuals.panel_fill = palette.ground;
    visuals.window_fill = palette.pane;
    visuals.window_stroke = palette.hairline();
    visuals.window_corner_radius = CornerRadius::same(RADIUS * 2);
    visuals.menu_corner_radius = CornerRadius::same(RADIUS);
    let shadow = Shadow {
        offset: [0, 4],
        blur: 24,
        spread: 0,
        color: Color32::from_black_alpha(if palette.dark { 120 } else { 36 }),
    };
    visuals.window_shadow = shadow;
    visuals.popup_shadow = Shadow { blur: 12, ..shadow };
    visuals.extreme_bg_color = palette.pane;
    visuals.text_edit_bg_color = Some(palette.pane);
    visuals.faint_bg_color = palette.sunken;
    visuals.code_bg_color = palette.sunken;
    visuals.hyperlink_color = palette.current;
    visuals.warn_fg_color = palette.changed;
    visuals.error_fg_color = palette.dying;
    visuals.selection.bg_fill = palette.current_tint;
    visuals.selection.stroke = Stroke::new(1.0, palette.current);
    visuals.slider_trailing_fill = true;
    let radius = CornerRadius::same(RADIUS);
    let widgets = &mut visuals.widgets;
    let quiet = [
        (&mut widgets.noninteractive, palette.pane, palette.line, palette.ink),
        (&mut widgets.inactive, palette.sunken, palette.line, palette.ink),
        (&mut widgets.hovered, palette.current_tint, palette.current, palette.ink),
        (&mut widgets.active, palette.current_tint, palette.current, palette.ink),
        (&mut widgets.open, palette.sunken, palette.line, palette.ink),
    ];
    for (widget, fill, line, text) in quiet {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = Stroke::new(1.0, line);
        widget.fg_stroke = Stroke::new(1.0, text);
        widget.corner_radius = radius;
        widget.expansion = 0.0;
    }
    // A slider's rail and handle must be seen on the pane's own colour.
    widgets.inactive.bg_fill = palette.faded.gamma_multiply(0.5);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: Color32) -> f32 {
        let channel = |value: u8| {
            let value = f32::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f32 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_colour_that_text_has_can_be_read() {
        for palette in [LIGHT, DARK] {
            let texts = [
                palette.ink,
                palette.quiet,
                palette.current,
                palette.new,
                palette.changed,
                palette.dying,
                palette.cycle,
                palette.keyword,
                palette.string,
                palette.number,
            ];
            for text in texts {
                for ground in [palette.pane, palette.ground, palette.sunken] {
                    let ratio = contrast(text, ground);
                    assert!(ratio >= 4.5, "{text:?} on {ground:?}: {ratio:.2} (dark: {})", palette.dark);
                }
            }
        }
    }
}
