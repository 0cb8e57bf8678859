//! Moves of the cursor through the compilation, and over the border between it and the run.

use model::ask::anchor::Anchor;
use model::ask::command::{Granularity, Move};
use model::compile::{Compilation, Cursor};

/// Where a move leads, if it begins or ends in the compilation; `None` leaves it to the run. From the compilation, what
/// only a run has (calls, output, breakpoints) is looked for from the run's start.
pub fn target(compilation: &Compilation, cursor: Cursor, to: &Move) -> Result<Option<Cursor>, String> {
    let total = |compilation: &Compilation| compilation.line().total;
    let at = |step: u64| if step < total(compilation) { Cursor::Compile(step) } else { Cursor::Run(0) };
    if let Move::Anchor(Anchor::Compile(anchor)) = to {
        return compilation.find(anchor).map(|step| Some(at(step)));
    }
    if let Move::Find(text) = to
        && let Ok(Anchor::Compile(anchor)) = Anchor::parse(text)
    {
        return compilation.find(&anchor).map(|step| Some(at(step)));
    }
    let first = || if total(compilation) > 0 { Cursor::Compile(0) } else { Cursor::Run(0) };
    let last = || total(compilation).checked_sub(1).map_or(Cursor::Run(0), Cursor::Compile);
    Ok(match (cursor, to) {
        (_, Move::First) => Some(first()),
        (_, Move::Compile(step)) => Some(at(*step)),
        (Cursor::Run(0), Move::Back(_)) => Some(last()),
        (Cursor::Run(0), Move::PreviousStage) => {
            let segments = &compilation.line().segments;
            Some(segments.last().map_or(Cursor::Run(0), |segment| Cursor::Compile(segment.start)))
        }
        (Cursor::Run(_), Move::PreviousStage) => Some(Cursor::Run(0)),
        (Cursor::Run(_), Move::NextStage) => {
            return Err("The program runs already: this is the last stage.".to_owned());
        }
        (Cursor::Compile(step), Move::NextStage) => {
            Some(compilation.line().skip(step, true).map_or(Cursor::Run(0), Cursor::Compile))
        }
        (Cursor::Compile(step), Move::PreviousStage) => {
            Some(Cursor::Compile(compilation.line().skip(step, false).unwrap_or(0)))
        }
        (Cursor::Compile(step), Move::Forward(Granularity::Instruction)) => Some(at(step + 1)),
        (Cursor::Compile(step), Move::Forward(Granularity::Line)) => {
            Some(compilation.other_line(step, true).map_or(Cursor::Run(0), Cursor::Compile))
        }
        (Cursor::Compile(step), Move::Back(Granularity::Line)) => {
            Some(Cursor::Compile(compilation.other_line(step, false).unwrap_or(0)))
        }
        (Cursor::Compile(step), Move::Back(_)) => Some(Cursor::Compile(step.saturating_sub(1))),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_border_between_compiling_and_running_is_one_step_wide() {
        let compilation = Compilation::of("a.py", "x = 1\nprint(x)\n");
        let last = compilation.line().total - 1;
        let go = |cursor, to: Move| target(&compilation, cursor, &to).unwrap();
        let (forward, back) = (Move::Forward(Granularity::Instruction), Move::Back(Granularity::Instruction));
        assert_eq!(go(Cursor::Compile(last), forward), Some(Cursor::Run(0)));
        assert_eq!(go(Cursor::Run(0), back.clone()), Some(Cursor::Compile(last)));
        assert_eq!(go(Cursor::Run(3), back.clone()), None);
        assert_eq!(go(Cursor::Compile(0), back), Some(Cursor::Compile(0)));
        assert_eq!(go(Cursor::Run(3), Move::First), Some(Cursor::Compile(0)));
        assert_eq!(go(Cursor::Compile(4), Move::Last), None);
    }

    #[test]
    fn stages_are_skipped_both_ways() {
        let compilation = Compilation::of("a.py", "x = 1\n");
        let mut cursor = Cursor::Compile(0);
        let mut stages = Vec::new();
        while let Cursor::Compile(step) = cursor {
            stages.push(compilation.now(step).unwrap().stage.word());
            cursor = target(&compilation, cursor, &Move::NextStage).unwrap().unwrap();
        }
        assert_eq!(stages, ["tokens", "tree", "preprocess", "symbols", "codegen", "flow", "assemble"]);
        let mut back = 0;
        while cursor != Cursor::Compile(0) {
            cursor = target(&compilation, cursor, &Move::PreviousStage).unwrap().unwrap();
            back += 1;
        }
        assert_eq!(back, 7);
        assert!(target(&compilation, Cursor::Run(2), &Move::NextStage).is_err());
    }
}
