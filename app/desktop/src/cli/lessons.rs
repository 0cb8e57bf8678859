//! `lessons`: what there is; `--check` replays every program, anchor, question and claim.

use super::{Failure, Outcome};
use crate::panes::story::lesson_state::{Folder, LESSONS};
use crate::recording::recorder::Recorder;
use model::ask::command::Move;
use model::ask::lesson::{Kind, Lesson};
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

pub fn lessons(args: &[String]) -> Outcome {
    match args {
        [] => {
            for folder in &LESSONS {
                let lesson = Lesson::parse(folder.lesson).map_err(|problem| format!("{}: {problem}", folder.name))?;
                let kind = if lesson.kind == Kind::Walkthrough { "interview" } else { "lesson" };
                println!("{}  {} ({kind}, {} minutes, {})", folder.name, lesson.title, lesson.minutes, lesson.level);
            }
            Ok(0)
        }
        [flag] if flag == "--check" => {
            let mut failed = 0;
            for folder in &LESSONS {
                match check(folder) {
                    Ok(count) => println!("{}: {count} anchors, questions and claims hold", folder.name),
                    Err(problems) => {
                        failed += 1;
                        problems.iter().for_each(|problem| println!("{}: {problem}", folder.name));
                    }
                }
            }
            Ok(u8::from(failed > 0))
        }
        [other, ..] => Err(Failure::Usage(format!("'{other}' is no option of lessons"))),
    }
}

/// Replays a lesson. The error lists everything that does not hold.
pub fn check(folder: &Folder) -> Result<usize, Vec<String>> {
    let lesson = Lesson::parse(folder.lesson).map_err(|problem| vec![problem])?;
    let mut recorder = Recorder::of_lesson(folder.program, folder.beside);
    let cancel = AtomicBool::new(false);
    let mut problems = Vec::new();
    let mut held = 0;
    if let Some(problem) = &recorder.run().source.problem {
        problems.push(format!("program.py line {}: {}", problem.span.line, problem.message));
    }
    for stop in &lesson.stops {
        let at = |problem: String| format!("lesson.md line {}: {problem}", stop.source_line);
        for rerun in &stop.run {
            if let Err(problem) = recorder.rerun(folder.program, rerun) {
                problems.push(at(problem));
            }
        }
        if let Some(anchor) = &stop.at {
            match recorder.go(&Move::Anchor(anchor.clone()), &BTreeSet::new(), &cancel) {
                Ok(()) => held += 1,
                Err(problem) => problems.push(at(problem)),
            }
        }
        if let Some(predict) = &stop.predict {
            match recorder.answer(&predict.query) {
                Ok(answer) => match predict.why(&answer) {
                    Some(why) => {
                        problems.push(at(format!("the run answers '{answer}', which is said to be wrong: {why}")))
                    }
                    None => held += 1,
                },
                Err(problem) => problems.push(at(problem)),
            }
        }
        for claim in stop.claim.iter().chain(&stop.trap) {
            match recorder.answer(&claim.query) {
                Ok(answer) if (answer == "True") == claim.confirmed => held += 1,
                Ok(_) => {
                    let expected = if claim.confirmed { "confirmed" } else { "refuted" };
                    problems.push(at(format!("the claim '{}' is no longer {expected}", claim.sentence)));
                }
                Err(problem) => problems.push(at(problem)),
            }
        }
    }
    if problems.is_empty() { Ok(held) } else { Err(problems) }
}
