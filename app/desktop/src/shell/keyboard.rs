//! From key presses to commands, by the one table of keys.

use crate::panes::view::Out;
use egui::{Context, Key, Modifiers};
use model::ask::keys::KEYS;

/// A key of the table as egui names it.
pub fn parse(keys: &str) -> Option<(Modifiers, Key)> {
    let mut modifiers = Modifiers::NONE;
    let mut key = None;
    for part in keys.split('+') {
        match part {
            "Ctrl" => modifiers = modifiers.plus(Modifiers::COMMAND),
            "Shift" => modifiers = modifiers.plus(Modifiers::SHIFT),
            name => key = Key::from_name(name),
        }
    }
    key.map(|key| (modifiers, key))
}

/// What was pressed since the last frame. While text is being typed only keys with Ctrl and function keys count.
pub fn commands(ctx: &Context, out: &mut Out) {
    let typing = ctx.egui_wants_keyboard_input();
    // Something painted has the focus: arrows go from one thing to the next, and Space and Enter press it.
    let focused = ctx.memory(|memory| memory.focused()).is_some();
    let of_focus = |key: Key| {
        matches!(key, Key::ArrowUp | Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight | Key::Space | Key::Enter)
    };
    ctx.input_mut(|input| {
        // Longer combinations first, so that Ctrl+Shift+S is not taken for Ctrl+S.
        let mut bindings: Vec<_> = KEYS.iter().collect();
        bindings.sort_by_key(|binding| std::cmp::Reverse(binding.keys.matches('+').count()));
        for binding in bindings {
            let Some((modifiers, key)) = parse(binding.keys) else { continue };
            let while_typing = modifiers.command || is_function_key(key);
            let taken = focused && of_focus(key) && !modifiers.command;
            if (!typing || while_typing) && !taken && input.consume_key(modifiers, key) {
                out.push(binding.command.clone());
            }
        }
    });
}

fn is_function_key(key: Key) -> bool {
    key.name().strip_prefix('F').is_some_and(|rest| rest.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_key_of_the_table_exists_and_none_clash() {
        let mut seen = HashSet::new();
        for binding in KEYS {
            let (modifiers, key) = parse(binding.keys).unwrap_or_else(|| panic!("{} is no key", binding.keys));
            assert!(seen.insert((modifiers.command, modifiers.shift, key)), "{} clashes", binding.keys);
        }
    }
}
