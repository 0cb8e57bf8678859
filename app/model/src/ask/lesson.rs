//! Lessons: what `lesson.md` says, parsed; questions answered from the run, never by the author.

use crate::ask::anchor::Anchor;
use crate::ask::command::{Layout, Pane};
use crate::compile::bytecode::CodeListing;
use crate::compile::pyc::PycModel;
use crate::moment::{Moment, Run};

/// A question over the state that the run itself answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// The instruction that is executed next.
    NextOpcode,
    /// The line that runs after this one.
    NextLine,
    /// The value on top of the evaluation stack after the step.
    TopOfStack,
    ValueOf(String),
    RefcountOf(String),
    Is(String, String),
    /// Everything written so far.
    Output,
    /// Whether the compiled program contains the instruction, anywhere or in one code unit.
    Contains {
        opcode: String,
        unit: Option<String>,
    },
    /// Whether the parser sees a token of the type.
    Token(String),
    /// Whether the tree has a node of the kind.
    Node(String),
    /// What the next step of the compilation is about: the type of a token, a node, an instruction, a pass.
    NextStep,
    /// Whether the `.pyc` file is smaller than its source.
    PycSmaller,
    /// Bytes of the `.pyc` file, of its header, of the source.
    PycSize,
    HeaderSize,
    SourceSize,
    /// The number that the first two bytes of a `.pyc` are.
    Magic,
}

impl Query {
    pub fn parse(text: &str) -> Result<Query, String> {
        let text = text.trim();
        if let Some(name) = text.strip_prefix("value of ") {
            return Ok(Query::ValueOf(name.trim().to_owned()));
        }
        if let Some(name) = text.strip_prefix("refcount of ") {
            return Ok(Query::RefcountOf(name.trim().to_owned()));
        }
        if let Some(name) = text.strip_prefix("contains ") {
            return Ok(Query::Contains { opcode: name.trim().to_owned(), unit: None });
        }
        if let Some((unit, name)) = text.split_once(" contains ") {
            let unit = Some(unit.trim().to_owned());
            return Ok(Query::Contains { opcode: name.trim().to_owned(), unit });
        }
        if let Some(kind) = text.strip_prefix("parser sees ") {
            return Ok(Query::Token(kind.trim().to_owned()));
        }
        if let Some(kind) = text.strip_prefix("tree has ") {
            return Ok(Query::Node(kind.trim().to_owned()));
        }
        if let Some((left, right)) = text.split_once(" is ") {
            return Ok(Query::Is(left.trim().to_owned(), right.trim().to_owned()));
        }
        match text {
            "next opcode" => Ok(Query::NextOpcode),
            "next line" => Ok(Query::NextLine),
            "top of stack" => Ok(Query::TopOfStack),
            "output" => Ok(Query::Output),
            "next step" => Ok(Query::NextStep),
            "pyc smaller" => Ok(Query::PycSmaller),
            "pyc size" => Ok(Query::PycSize),
            "header size" => Ok(Query::HeaderSize),
            "source size" => Ok(Query::SourceSize),
            "magic" => Ok(Query::Magic),
            _ => Err(format!(
                "'{text}' cannot be asked of a run: write 'next opcode', 'next line', 'top of stack', 'value of x', \
                 'refcount of x', 'x is y', 'output', 'contains OPCODE', 'f contains OPCODE', 'parser sees COMMENT', \
                 'tree has BinOp', 'next step', 'pyc smaller', 'pyc size', 'header size', 'source size' or 'magic'"
            )),
        }
    }

    /// The answer at `now`; `after` is the moment one step later, `line_after` one line later.
    pub fn answer(&self, run: &Run, now: &Moment, after: &Moment, line_after: &Moment) -> Result<String, String> {
        let binding = |name: &str| {
            now.namespaces
                .scopes
                .iter()
                .flat_map(|scope| &scope.bindings)
                .find(|binding| binding.name == name)
                .and_then(|binding| binding.value.as_ref())
                .ok_or_else(|| format!("'{name}' has no value at step {}", now.step))
        };
        match self {
            Query::NextOpcode => {
                let name = now.next.split_whitespace().next().unwrap_or("").to_owned();
                if name.is_empty() { Err("nothing is left to execute".to_owned()) } else { Ok(name) }
            }
            Query::NextLine => Ok(line_after.line.to_string()),
            Query::TopOfStack => {
                let stack = after.frames.top().map(|frame| &frame.stack);
                let top = stack.and_then(|stack| stack.last()).ok_or("the evaluation stack is empty")?;
                Ok(top.as_ref().map_or("NULL".to_owned(), |value| value.text.clone()))
            }
            Query::ValueOf(name) => binding(name).map(|value| value.text.clone()),
            Query::RefcountOf(name) => {
                let address = binding(name)?.address;
                let object =
                    now.heap.object(address).ok_or_else(|| format!("'{name}' is written inline, without a count"))?;
                Ok(object.refcount.map_or("immortal".to_owned(), |count| count.to_string()))
            }
            Query::Is(left, right) => {
                Ok(if binding(left)?.address == binding(right)?.address { "True" } else { "False" }.to_owned())
            }
            Query::Output => {
                let lines = now.output.lines();
                Ok(lines.into_iter().map(|line| line.text).collect::<Vec<_>>().join("\n"))
            }
            Query::Contains { opcode, unit } => {
                let meant = |listing: &&CodeListing| unit.as_ref().is_none_or(|unit| listing.qualname == *unit);
                let mut listings = run.codes.iter().filter(meant).peekable();
                if listings.peek().is_none() {
                    return Err(format!("there is no code called '{}'", unit.as_deref().unwrap_or_default()));
                }
                Ok(truth(listings.flat_map(|listing| listing.rows()).any(|row| row.name == opcode)))
            }
            Query::Token(kind) => Ok(truth(run.compilation.parser_tokens().rows.iter().any(|row| row.kind == kind))),
            Query::Node(kind) => Ok(truth(run.compilation.ast().rows.iter().any(|row| row.kind == kind))),
            Query::NextStep => {
                let step = now.compile.as_ref().map(|now| now.step + 1);
                let what = step.and_then(|step| run.compilation.subject_name(step));
                what.ok_or_else(|| "the compilation is over".to_owned())
            }
            Query::PycSmaller => pyc(run).map(|pyc| truth(pyc.bytes.len() < pyc.source_size)),
            Query::PycSize => pyc(run).map(|pyc| pyc.bytes.len().to_string()),
            Query::HeaderSize => Ok(compiler::pyc::HEADER_SIZE.to_string()),
            Query::SourceSize => Ok(run.compilation.source().len().to_string()),
            Query::Magic => {
                let magic = compiler::pyc::MAGIC;
                Ok(u16::from_le_bytes([magic[0], magic[1]]).to_string())
            }
        }
    }
}

fn truth(holds: bool) -> String {
    if holds { "True" } else { "False" }.to_owned()
}

fn pyc(run: &Run) -> Result<&PycModel, String> {
    run.compilation.pyc().ok_or_else(|| "the program is not compiled".to_owned())
}

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
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub question: String,
    pub answer: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stop {
    pub at: Option<Anchor>,
    pub show: Vec<Pane>,
    pub body: Vec<Block>,
    pub predict: Option<Prediction>,
    pub claim: Option<Claim>,
    pub checks: Vec<Check>,
    /// Line of `lesson.md` where the stop begins.
    pub source_line: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lesson {
    pub title: String,
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
            Err(format!("line {}: a lesson needs at least one stop", end + 1))
        } else {
            Ok(lesson)
        }
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
            match key {
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

const DIRECTIVES: &[&str] = &["at", "show", "predict", "claim", "check"];

/// `query | question | option | option …`
fn parse_prediction(text: &str) -> Result<Prediction, String> {
    let mut parts = text.split('|').map(str::trim);
    let query = Query::parse(parts.next().unwrap_or(""))?;
    let question = parts.next().filter(|part| !part.is_empty()).ok_or("write 'predict: query | question'")?;
    Ok(Prediction { query, question: question.to_owned(), options: parts.map(str::to_owned).collect() })
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
