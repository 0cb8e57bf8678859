//! Icons of the bundled subset of Material Symbols, drawn in the icon font and never as text symbols.

pub const ANCHOR: &str = "\u{f1cd}";
pub const CHECK: &str = "\u{e668}";
pub const CHECK_CIRCLE: &str = "\u{f0be}";
pub const CHEVRON_LEFT: &str = "\u{e5cb}";
pub const CHEVRON_RIGHT: &str = "\u{e5cc}";
pub const CLOSE: &str = "\u{e5cd}";
pub const DARK_MODE: &str = "\u{e51c}";
pub const EDIT: &str = "\u{f097}";
pub const ERROR: &str = "\u{f8b6}";
pub const EXPAND_MORE: &str = "\u{e5cf}";
pub const FIRST_PAGE: &str = "\u{e5dc}";
pub const HELP: &str = "\u{e8fd}";
pub const HOURGLASS_EMPTY: &str = "\u{e88b}";
pub const INFO: &str = "\u{e88e}";
pub const LAST_PAGE: &str = "\u{e5dd}";
pub const LIGHT_MODE: &str = "\u{e518}";
pub const LOOP: &str = "\u{e863}";
pub const MENU: &str = "\u{e5d2}";
pub const PAUSE: &str = "\u{e034}";
pub const PLAY_ARROW: &str = "\u{e037}";
pub const RADIO_BUTTON_CHECKED: &str = "\u{e837}";
pub const RADIO_BUTTON_UNCHECKED: &str = "\u{e836}";
pub const SEARCH: &str = "\u{ef7a}";
pub const SKIP_NEXT: &str = "\u{e044}";
pub const SKIP_PREVIOUS: &str = "\u{e045}";
pub const STOP: &str = "\u{e047}";
