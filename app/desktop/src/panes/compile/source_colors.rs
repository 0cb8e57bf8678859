//! Syntax colours of the source, by `syntect`, a few lines a frame: a long file never holds up a frame.

use super::source::{code_format, empty_job};
use crate::look::theme::Palette;
use egui::Color32;
use egui::text::LayoutJob;
use std::sync::OnceLock;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

/// What a stretch of text is, as far as colour is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Plain,
    Keyword,
    String,
    Number,
    Comment,
}

#[derive(Clone)]
struct LineColours {
    text: String,
    /// Byte where each stretch begins.
    stretches: Vec<(usize, Role)>,
    /// The parser after this line.
    after: (ParseState, ScopeStack),
}

/// Colours of the lines seen so far. A line is parsed again only when it or what comes before it changed.
#[derive(Default)]
pub struct Colours {
    lines: Vec<LineColours>,
}

/// Lines parsed in a frame: about four milliseconds' work.
const BUDGET: usize = 60;

fn syntaxes() -> &'static SyntaxSet {
    static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();
    SYNTAXES.get_or_init(SyntaxSet::load_defaults_newlines)
}

impl Colours {
    /// Works on; says whether lines are left for the next frame.
    pub fn advance(&mut self, text: &str) -> bool {
        let mut budget = BUDGET;
        let mut changed = false;
        let mut count = 0;
        for (index, line) in text.split('\n').enumerate() {
            count = index + 1;
            if !changed && self.lines.get(index).is_some_and(|known| known.text == line) {
                continue;
            }
            if budget == 0 {
                self.lines.truncate(index);
                return true;
            }
            budget -= 1;
            let before =
                index.checked_sub(1).and_then(|previous| self.lines.get(previous)).map(|line| line.after.clone());
            let parsed = parse(line, before);
            // Once the parser is in the state that it was in before, the rest of the file keeps its colours.
            let settled = self.lines.get(index).is_some_and(|known| known.after == parsed.after);
            if index < self.lines.len() {
                self.lines[index] = parsed;
            } else {
                self.lines.push(parsed);
            }
            changed = !settled && index + 1 < self.lines.len();
            if changed {
                self.lines.truncate(index + 1);
                changed = false;
            }
        }
        self.lines.truncate(count);
        false
    }

    pub fn job(&self, index: usize, text: &str, palette: &Palette) -> LayoutJob {
        let mut job = empty_job();
        self.append(&mut job, index, text, palette);
        if text.is_empty() {
            job.append(" ", 0.0, code_format(palette.ink, false));
        }
        job
    }

    /// The whole text as one job, for the editor.
    pub fn whole(&mut self, text: &str, palette: &Palette) -> LayoutJob {
        self.advance(text);
        let mut job = empty_job();
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                job.append("\n", 0.0, code_format(palette.ink, false));
            }
            self.append(&mut job, index, line, palette);
        }
        if text.is_empty() {
            job.append("", 0.0, code_format(palette.ink, false));
        }
        job
    }

    fn append(&self, job: &mut LayoutJob, index: usize, text: &str, palette: &Palette) {
        let Some(line) = self.lines.get(index).filter(|line| line.text == text) else {
            job.append(text, 0.0, code_format(palette.ink, false));
            return;
        };
        for (number, &(start, role)) in line.stretches.iter().enumerate() {
            // The line's end belongs to the parser's line, not to ours.
            let end = line.stretches.get(number + 1).map_or(text.len(), |next| next.0.min(text.len()));
            if let Some(part) = text.get(start..end).filter(|part| !part.is_empty()) {
                job.append(part, 0.0, code_format(color(role, palette), false));
            }
        }
    }
}

fn color(role: Role, palette: &Palette) -> Color32 {
    match role {
        Role::Plain => palette.ink,
        Role::Keyword => palette.keyword,
        Role::String => palette.string,
        Role::Number => palette.number,
        Role::Comment => palette.quiet,
    }
}

fn parse(line: &str, before: Option<(ParseState, ScopeStack)>) -> LineColours {
    let set = syntaxes();
    let (mut state, mut stack) = before.unwrap_or_else(|| {
        let syntax = set.find_syntax_by_extension("py").unwrap_or_else(|| set.find_syntax_plain_text());
        (ParseState::new(syntax), ScopeStack::new())
    });
    let mut stretches = vec![(0, role(&stack))];
    if let Ok(operations) = state.parse_line(&format!("{line}\n"), set) {
        for (at, operation) in operations {
            if stack.apply(&operation).is_err() {
                break;
            }
            let role = role(&stack);
            match stretches.last_mut() {
                Some(last) if last.0 == at => last.1 = role,
                Some(last) if last.1 == role => {}
                _ => stretches.push((at, role)),
            }
        }
    }
    LineColours { text: line.to_owned(), stretches, after: (state, stack) }
}

/// The innermost scope that means something to us decides.
fn role(stack: &ScopeStack) -> Role {
    static ROLES: OnceLock<Vec<(Scope, Role)>> = OnceLock::new();
    let roles = ROLES.get_or_init(|| {
        let table = [
            ("comment", Role::Comment),
            ("meta.interpolation", Role::Plain),
            ("string", Role::String),
            ("constant.character", Role::String),
            ("constant.numeric", Role::Number),
            ("constant.language", Role::Keyword),
            ("keyword.operator", Role::Plain),
            ("keyword.operator.logical", Role::Keyword),
            ("keyword", Role::Keyword),
            ("storage", Role::Keyword),
        ];
        table.into_iter().filter_map(|(name, role)| Scope::new(name).ok().map(|scope| (scope, role))).collect()
    });
    for scope in stack.as_slice().iter().rev() {
        let found =
            roles.iter().filter(|(prefix, _)| prefix.is_prefix_of(*scope)).max_by_key(|(prefix, _)| prefix.len());
        if let Some((_, role)) = found {
            return *role;
        }
    }
    Role::Plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_strings_and_comments_are_told_apart_and_edits_reach_the_lines_below() {
        let mut colours = Colours::default();
        let text = "def f(x):\n    return 'a' # b\nx = 1\n";
        assert!(!colours.advance(text));
        assert_eq!(colours.lines[0].stretches[0].1, Role::Keyword);
        assert!(colours.lines[1].stretches.iter().any(|part| part.1 == Role::String));
        assert!(colours.lines[1].stretches.iter().any(|part| part.1 == Role::Comment));
        assert!(colours.lines[2].stretches.iter().any(|part| part.1 == Role::Number));
        assert!(!colours.advance("\"\"\"\ndef f(x):\nx = 1\n\"\"\"\n"));
        assert!(colours.lines[2].stretches.iter().all(|part| matches!(part.1, Role::String | Role::Comment)));
    }

    #[test]
    fn a_long_file_takes_several_frames() {
        let mut colours = Colours::default();
        let text = "x = 1\n".repeat(BUDGET * 2 + 3);
        let mut frames = 1;
        while colours.advance(&text) {
            frames += 1;
        }
        assert_eq!(frames, 3);
    }
}
