//! The one table of keys. None of them fires while text is being typed, but for those with Ctrl and function keys.

use crate::ask::command::{Command, Granularity, Move};

pub struct KeyBinding {
    /// As it is written on keyboards and in help: `Shift+ArrowRight`.
    pub keys: &'static str,
    pub command: Command,
    /// What it does, as help and the command palette say it.
    pub words: &'static str,
}

const fn bind(keys: &'static str, command: Command, words: &'static str) -> KeyBinding {
    KeyBinding { keys, command, words }
}

pub const KEYS: &[KeyBinding] = &[
    bind("ArrowRight", Command::StepForward, "Next step"),
    bind("ArrowLeft", Command::StepBack, "Previous step"),
    bind("ArrowDown", Command::Move(Move::Forward(Granularity::Line)), "Next line"),
    bind("ArrowUp", Command::Move(Move::Back(Granularity::Line)), "Previous line"),
    bind("Shift+ArrowRight", Command::Move(Move::Into), "Into the next call"),
    bind("Shift+ArrowLeft", Command::Move(Move::Out), "Out of this call"),
    bind("Space", Command::PlayPause, "Play or pause"),
    bind("Home", Command::Move(Move::First), "To the first token"),
    bind("End", Command::Move(Move::Last), "To the end of the run"),
    bind("S", Command::Move(Move::NextStage), "Skip the rest of this stage"),
    bind("Shift+S", Command::Move(Move::PreviousStage), "Back to the start of the stage"),
    bind("PageDown", Command::NextStop, "Next stop of the lesson"),
    bind("PageUp", Command::PreviousStop, "Previous stop of the lesson"),
    bind("F8", Command::Move(Move::NextBreakpoint), "To the next breakpoint"),
    bind("Shift+F8", Command::Move(Move::PreviousBreakpoint), "To the previous breakpoint"),
    bind("L", Command::Move(Move::NextRound), "Next time round this loop"),
    bind("Shift+L", Command::Move(Move::PreviousRound), "Previous time round this loop"),
    bind("F9", Command::ToggleBreakpointHere, "Set or remove the breakpoint of this line"),
    bind("F11", Command::Present, "Present: the source and one pane, in type that a last row can read"),
    bind("M", Command::Alone(None), "This pane alone, or all of them again"),
    bind("P", Command::NextPane, "While presenting: the next pane beside the source"),
    bind("Shift+P", Command::PreviousPane, "While presenting: the previous pane beside the source"),
    bind("R", Command::ReadCut, "Read in full what is cut in this pane"),
    bind("T", Command::ToggleTimeline, "Unfold the timeline, or fold it"),
    bind("N", Command::TogglePreview, "Mark what the next step will change, or do not"),
    bind("Ctrl+O", Command::OpenDialog, "Open a program"),
    bind("Ctrl+S", Command::Save, "Save the program"),
    bind("Ctrl+Shift+S", Command::SaveAs, "Save the program under another name"),
    bind("Ctrl+R", Command::AskSettings, "Run with arguments, input, environment, a limit of memory"),
    bind("F5", Command::RunAgain, "Run again, with the files that this run left"),
    bind("Ctrl+P", Command::TogglePalette, "All commands"),
    bind("Ctrl+F", Command::FocusFind, "Find a moment"),
    bind("Ctrl+Plus", Command::ZoomIn, "Larger"),
    bind("Ctrl+Minus", Command::ZoomOut, "Smaller"),
    bind("Ctrl+0", Command::ZoomReset, "Normal size"),
    bind("Ctrl+D", Command::ToggleTheme, "Light or dark"),
    bind("Ctrl+Period", Command::Stop, "Stop the program"),
    bind("Questionmark", Command::ToggleHelp, "These keys"),
    bind("Escape", Command::Dismiss, "Close what floats, or select nothing"),
];

/// The keys of a command, for tooltips and the palette.
pub fn keys_of(command: &Command) -> Option<&'static str> {
    KEYS.iter().find(|binding| binding.command == *command).map(|binding| binding.keys)
}

/// How a person reads the keys: `Shift+→` instead of `Shift+ArrowRight`.
pub fn readable(keys: &str) -> String {
    const NAMES: [(&str, &str); 11] = [
        ("ArrowRight", "→"),
        ("ArrowLeft", "←"),
        ("ArrowUp", "↑"),
        ("ArrowDown", "↓"),
        ("PageDown", "PgDn"),
        ("PageUp", "PgUp"),
        ("Plus", "+"),
        ("Minus", "−"),
        ("Period", "."),
        ("Questionmark", "?"),
        ("Escape", "Esc"),
    ];
    let part =
        |part: &str| NAMES.iter().find(|(name, _)| *name == part).map_or(part.to_owned(), |(_, sign)| sign.to_string());
    keys.split('+').map(part).collect::<Vec<_>>().join("+")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_two_commands_share_a_key_and_none_is_unnamed() {
        let mut seen = HashSet::new();
        for binding in KEYS {
            assert!(seen.insert(binding.keys), "{} is bound twice", binding.keys);
            assert!(!binding.words.is_empty());
        }
        assert_eq!(readable("Ctrl+Shift+S"), "Ctrl+Shift+S");
        assert_eq!(readable("Shift+ArrowRight"), "Shift+→");
    }
}
