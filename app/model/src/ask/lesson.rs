//! Lessons and walkthroughs: what `lesson.md` says, parsed. Questions are in `query`.

use crate::ask::anchor::Anchor;
use crate::ask::command::{FileChange, Layout, Pane};
use crate::ask::query::Query;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Heading(String),
    Paragraph(String),
    Item(String),
    Code(String),
}

/// A textbook's sentence, an expression that decides it, and what we hold of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    pub sentence: String,
    pub query: Query,
    /// Whether the lesson says that the machine confirms it.
    pub confirmed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prediction {
    pub query: Query,
    pub question: String,
    /// Offered answers; the run's own answer is put among them if it is not there.
    pub options: Vec<String>,
    /// Why some of them are wrong: written behind the answer, `53 = the digits are not joined`.
    pub reasons: Vec<(String, String)>,
}

impl Prediction {
    /// Why an answer is wrong, if the author says so.
    pub fn why(&self, answer: &str) -> Option<&str> {
        self.reasons.iter().find(|(option, _)| option == answer).map(|(_, why)| why.as_str())
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub question: String,
    pub answer: String,
}

/// Lessons teach; walkthroughs are interviews to rehearse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Lesson,
    Walkthrough,
}

/// What is done before a stop: the program is run once more, perhaps with a file changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rerun {
    Again,
    /// A file beside the program gets a new time, or is taken away.
    Touch(String),
    Delete(String),
}

/// Where a program lives that is in no file, if others lie beside it.
pub const HOME: &str = "/home/learner";

impl Rerun {
    /// What is done to a file; nothing, if the program is only run again.
    pub fn change(&self) -> Option<FileChange> {
        match self {
            Rerun::Again => None,
            Rerun::Touch(name) => Some(FileChange::Touch(format!("{HOME}/{name}"))),
            Rerun::Delete(name) => Some(FileChange::Delete(format!("{HOME}/{name}"))),
        }
    }

    fn parse(text: &str) -> Result<Rerun, String> {
        match text.split_once(' ') {
            None if text == "again" => Ok(Rerun::Again),
            Some(("touch", name)) => Ok(Rerun::Touch(name.trim().to_owned())),
            Some(("delete", name)) => Ok(Rerun::Delete(name.trim().to_owned())),
            _ => Err(format!("'{text}' cannot be done before a stop: write 'again', 'touch FILE' or 'delete FILE'")),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stop {
    pub run: Vec<Rerun>,
    pub at: Option<Anchor>,
    pub show: Vec<Pane>,
    pub body: Vec<Block>,
    pub predict: Option<Prediction>,
    pub claim: Option<Claim>,
    pub checks: Vec<Check>,
    /// What most people believe and the machine decides.
    pub trap: Option<Claim>,
    /// What one would say while thinking.
    pub think: Vec<String>,
    /// The answer in the words of sixty seconds.
    pub answer: Option<String>,
    /// What a good answer has in it, to be ticked.
    pub rubric: Vec<String>,
    /// Line of `lesson.md` where the stop begins.
    pub source_line: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lesson {
    pub kind: Kind,
    pub title: String,
    /// The question as an interviewer puts it.
    pub question: String,
    pub minutes: u32,
    pub level: String,
    pub prerequisites: String,
    pub layout: Layout,
    pub stops: Vec<Stop>,
}

impl Lesson {
    /// Parses `lesson.md`. Errors name the line.
    pub fn parse(text: &str) -> Result<Lesson, String> {
        let lines: Vec<&str> = text.lines().collect();
        if lines.first().map(|line| line.trim()) != Some("---") {
            return Err("line 1: a lesson begins with '---' and its title".to_owned());
        }
        let end = lines.iter().skip(1).position(|line| line.trim() == "---").map(|index| index + 1);
        let end = end.ok_or("line 1: the front matter is never closed with '---'")?;
        let mut lesson = Lesson::default();
        for (index, line) in lines[1..end].iter().enumerate() {
            let (key, value) = line.split_once(':').ok_or(format!("line {}: expected 'name: value'", index + 2))?;
            let value = value.trim();
            match key.trim() {
                "title" => lesson.title = value.to_owned(),
                "minutes" => {
                    lesson.minutes = value.parse().map_err(|_| format!("line {}: minutes is a number", index + 2))?
                }
                "kind" => {
                    lesson.kind = match value {
                        "lesson" => Kind::Lesson,
                        "walkthrough" => Kind::Walkthrough,
                        _ => return Err(format!("line {}: a kind is 'lesson' or 'walkthrough'", index + 2)),
                    }
                }
                "question" => lesson.question = value.to_owned(),
                "level" => lesson.level = value.to_owned(),
                "prerequisites" => lesson.prerequisites = value.to_owned(),
                "layout" => {
                    lesson.layout =
                        Layout::from_name(value).ok_or(format!("line {}: no layout is called '{value}'", index + 2))?;
                }
                other => return Err(format!("line {}: '{other}' is not known in the front matter", index + 2)),
            }
        }
        if lesson.title.is_empty() {
            return Err("line 1: a lesson needs a title".to_owned());
        }
        let mut start = end + 1;
        for (index, line) in lines.iter().enumerate().skip(end + 1).chain(std::iter::once((lines.len(), &"---"))) {
            if line.trim() == "---" {
                if lines[start..index].iter().any(|line| !line.trim().is_empty()) {
                    lesson.stops.push(parse_stop(&lines[start..index], start + 1)?);
                }
                start = index + 1;
            }
        }
        if lesson.stops.is_empty() {
            return Err(format!("line {}: a lesson needs at least one stop", end + 1));
        }
        lesson.is_whole().map_err(|missing| format!("line 1: a walkthrough needs {missing}"))?;
        Ok(lesson)
    }
}

impl Lesson {
    /// All that is done up to a stop, that included.
    pub fn reruns(&self, stop: usize) -> Vec<&Rerun> {
        self.stops.iter().take(stop + 1).flat_map(|stop| &stop.run).collect()
    }

    /// An interview has its question, its clock, and somewhere thinking aloud, a trap, an answer and a rubric.
    fn is_whole(&self) -> Result<(), &'static str> {
        let any = |has: fn(&Stop) -> bool| self.stops.iter().any(has);
        let parts = [
            (!self.question.is_empty(), "a question"),
            (self.minutes > 0, "minutes for its clock"),
            (any(|stop| !stop.think.is_empty()), "something to 'think:' aloud"),
            (any(|stop| stop.at.is_some()), "a demonstration: a stop with 'at:'"),
            (any(|stop| stop.predict.is_some()), "a follow-up to 'predict:'"),
            (any(|stop| stop.trap.is_some()), "a 'trap:'"),
            (any(|stop| stop.answer.is_some()), "an 'answer:' of sixty seconds"),
            (any(|stop| stop.rubric.len() >= 3), "a 'rubric:' of three lines at least"),
        ];
        let missing = parts.into_iter().find(|(has, _)| self.kind == Kind::Walkthrough && !has);
        missing.map_or(Ok(()), |(_, what)| Err(what))
    }
}

fn parse_stop(lines: &[&str], first: usize) -> Result<Stop, String> {
    let mut stop = Stop { source_line: first, ..Stop::default() };
    let mut paragraph = String::new();
    let mut code: Option<String> = None;
    let flush = |paragraph: &mut String, body: &mut Vec<Block>| {
        if !paragraph.is_empty() {
            body.push(Block::Paragraph(std::mem::take(paragraph)));
        }
    };
    for (index, raw) in lines.iter().enumerate() {
        let number = first + index;
        let fail = |message: String| format!("line {number}: {message}");
        if let Some(text) = code.as_mut() {
            if raw.trim() == "```" {
                stop.body.push(Block::Code(text.trim_end().to_owned()));
                code = None;
            } else {
                text.push_str(raw);
                text.push('\n');
            }
            continue;
        }
        let line = raw.trim();
        let directive = line.split_once(':').filter(|(key, _)| DIRECTIVES.contains(key));
        if line.is_empty()
            || line.starts_with('#')
            || line.starts_with("- ")
            || line.starts_with("```")
            || directive.is_some()
        {
            flush(&mut paragraph, &mut stop.body);
        }
        if let Some((key, value)) = directive {
            let value = value.trim();
            let twice = match key {
                "at" => stop.at.is_some(),
                "predict" => stop.predict.is_some(),
                "claim" => stop.claim.is_some(),
                "trap" => stop.trap.is_some(),
                "answer" => stop.answer.is_some(),
                _ => false,
            };
            if twice {
                return Err(fail(format!("a stop has one '{key}:' only")));
            }
            match key {
                "run" => stop.run.push(Rerun::parse(value).map_err(fail)?),
                "at" => stop.at = Some(Anchor::parse(value).map_err(fail)?),
                "show" => {
                    for name in value.split(',') {
                        let pane = Pane::from_name(name.trim())
                            .ok_or_else(|| fail(format!("no pane is called '{}'", name.trim())))?;
                        stop.show.push(pane);
                    }
                }
                "predict" => stop.predict = Some(parse_prediction(value).map_err(fail)?),
                "claim" => stop.claim = Some(parse_claim(value).map_err(fail)?),
                "trap" => stop.trap = Some(parse_claim(value).map_err(fail)?),
                "think" => stop.think.push(value.to_owned()),
                "answer" => stop.answer = Some(value.to_owned()),
                "rubric" => stop.rubric.push(value.to_owned()),
                _ => {
                    let (question, answer) = value
                        .split_once('|')
                        .ok_or_else(|| fail("write 'check: question | model answer'".to_owned()))?;
                    stop.checks.push(Check { question: question.trim().to_owned(), answer: answer.trim().to_owned() });
                }
            }
        } else if line.starts_with("```") {
            code = Some(String::new());
        } else if let Some(heading) = line.strip_prefix('#') {
            stop.body.push(Block::Heading(heading.trim_start_matches('#').trim().to_owned()));
        } else if let Some(item) = line.strip_prefix("- ") {
            stop.body.push(Block::Item(item.trim().to_owned()));
        } else if !line.is_empty() {
            match stop.body.last_mut() {
                Some(Block::Item(item)) if raw.starts_with("  ") && paragraph.is_empty() => {
                    item.push(' ');
                    item.push_str(line);
                }
                _ => {
                    if !paragraph.is_empty() {
                        paragraph.push(' ');
                    }
                    paragraph.push_str(line);
                }
            }
        }
    }
    flush(&mut paragraph, &mut stop.body);
    if code.is_some() {
        return Err(format!("line {first}: a code block in this stop is never closed"));
    }
    Ok(stop)
}

const DIRECTIVES: &[&str] = &["run", "at", "show", "predict", "claim", "check", "trap", "think", "answer", "rubric"];

/// `query | question | option | option = why it is wrong | …`
fn parse_prediction(text: &str) -> Result<Prediction, String> {
    let mut parts = text.split('|').map(str::trim);
    let query = Query::parse(parts.next().unwrap_or(""))?;
    let question = parts.next().filter(|part| !part.is_empty()).ok_or("write 'predict: query | question'")?;
    let mut prediction = Prediction { query, question: question.to_owned(), options: Vec::new(), reasons: Vec::new() };
    for part in parts {
        let (option, why) =
            part.split_once(" = ").map_or((part, None), |(option, why)| (option.trim(), Some(why.trim())));
        prediction.options.push(option.to_owned());
        prediction.reasons.extend(why.map(|why| (option.to_owned(), why.to_owned())));
    }
    Ok(prediction)
}

/// `refuted | sentence | query` or `confirmed | sentence | query`
fn parse_claim(text: &str) -> Result<Claim, String> {
    let parts: Vec<&str> = text.split('|').map(str::trim).collect();
    let [verdict, sentence, query] = parts[..] else {
        return Err("write 'claim: refuted | sentence | query'".to_owned());
    };
    let confirmed = match verdict {
        "confirmed" => true,
        "refuted" => false,
        other => return Err(format!("a claim is 'confirmed' or 'refuted', not '{other}'")),
    };
    Ok(Claim { sentence: sentence.to_owned(), query: Query::parse(query)?, confirmed })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_is_parsed_and_errors_name_the_line() {
        let text = "---\ntitle: T\nminutes: 5\nlayout: Compile\n---\n# First\nSome\ntext.\n\nat: line 2\npredict: top of stack | What is on top? | 5\n\
                    ---\nclaim: refuted | It is BINARY_ADD. | contains BINARY_ADD\ncheck: Why? | Because.\n";
        let lesson = Lesson::parse(text).unwrap();
        assert_eq!((lesson.title.as_str(), lesson.layout, lesson.stops.len()), ("T", Layout::Compile, 2));
        assert_eq!(
            lesson.stops[0].body,
            [Block::Heading("First".to_owned()), Block::Paragraph("Some text.".to_owned())]
        );
        assert_eq!(lesson.stops[0].predict.as_ref().unwrap().options, ["5"]);
        assert!(!lesson.stops[1].claim.as_ref().unwrap().confirmed);
        let wrong = Lesson::parse("---\ntitle: T\n---\nText\nat: nowhere\n").unwrap_err();
        assert!(wrong.starts_with("line 5:"), "{wrong}");
    }

    #[test]
    fn a_walkthrough_says_what_it_lacks() {
        let start = "---\nkind: walkthrough\ntitle: T\nminutes: 5\n";
        assert!(Lesson::parse(&format!("{start}---\nText\n")).unwrap_err().contains("needs a question"));
        let parts = "at: start\nthink: Well.\npredict: depth | How deep? | 2 = there is one frame | 3\n\
                     trap: refuted | It is so. | depth == 2\nanswer: So.\nrubric: a\nrubric: b\n";
        let text = format!("{start}question: Q?\n---\n{parts}");
        assert!(Lesson::parse(&text).unwrap_err().contains("three lines"));
        let whole = Lesson::parse(&format!("{text}rubric: c\n")).unwrap();
        assert_eq!((whole.kind, whole.stops[0].rubric.len()), (Kind::Walkthrough, 3));
        let predict = whole.stops[0].predict.as_ref().unwrap();
        assert_eq!((predict.why("2"), predict.why("3")), (Some("there is one frame"), None));
    }

    #[test]
    fn no_input_panics() {
        for text in [
            "",
            "---",
            "---\n---",
            "---\ntitle\n---\n",
            "---\ntitle: a\n---\n```\n",
            "---\ntitle: é\n---\nat: #\n",
            "#",
        ] {
            assert!(Lesson::parse(text).is_err());
        }
    }
}
