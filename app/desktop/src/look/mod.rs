//! The look: palette, type, icons, strokes of the pen. Knows no pane.

pub mod icons;
pub mod paint;
pub mod theme;
