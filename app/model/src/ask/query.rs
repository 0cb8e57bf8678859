//! Questions of lessons: answered from the run, never by the author.

use crate::ask::import_query::ImportQuery;
use crate::compile::bytecode::CodeListing;
use crate::compile::pyc::PycModel;
use crate::machine::frames::FramesModel;
use crate::machine::namespaces::{Binding, NamespacesModel, Scope};
use crate::moment::timeline::{Event, EventKind};
use crate::moment::{Moment, Run};
use std::sync::Arc;

/// A question over the state that the run itself answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// The instruction that is executed next.
    NextOpcode,
    /// The form of it that the machine has specialised it to, or its own name.
    NextForm,
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
    /// What is written next.
    NextOutput,
    /// The exception that the next step raises.
    Raises,
    /// Frames of Python code that are open.
    Depth,
    TypeOf(String),
    /// The namespace in which a name is found.
    ScopeOf(String),
    /// Whether it is one of the interned strings or small integers.
    Interned(String),
    GenerationOf(String),
    /// Whether the object is gone when the next line begins.
    Freed(String),
    /// About imports, files, costs.
    Import(ImportQuery),
    /// Another question, asked where the next line begins.
    AfterLine(Box<Query>),
    /// Whether another question has this answer.
    Equals(Box<Query>, String),
}

/// A question about what a name stands for.
type OfName = fn(String) -> Query;

impl Query {
    pub fn parse(text: &str) -> Result<Query, String> {
        let text = text.trim();
        if let Some((query, answer)) = text.split_once(" == ") {
            return Ok(Query::Equals(Box::new(Query::parse(query)?), answer.trim().to_owned()));
        }
        if let Some(query) = text.strip_prefix("after line: ") {
            return Ok(Query::AfterLine(Box::new(Query::parse(query)?)));
        }
        let of_name: [(&str, OfName); 5] = [
            ("type of ", Query::TypeOf),
            ("scope of ", Query::ScopeOf),
            ("interned ", Query::Interned),
            ("generation of ", Query::GenerationOf),
            ("freed ", Query::Freed),
        ];
        for (words, make) in of_name {
            if let Some(name) = text.strip_prefix(words) {
                return Ok(make(name.trim().to_owned()));
            }
        }
        if let Some(query) = ImportQuery::parse(text) {
            return Ok(Query::Import(query));
        }
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
            "next form" => Ok(Query::NextForm),
            "next line" => Ok(Query::NextLine),
            "top of stack" => Ok(Query::TopOfStack),
            "output" => Ok(Query::Output),
            "next step" => Ok(Query::NextStep),
            "pyc smaller" => Ok(Query::PycSmaller),
            "pyc size" => Ok(Query::PycSize),
            "header size" => Ok(Query::HeaderSize),
            "source size" => Ok(Query::SourceSize),
            "magic" => Ok(Query::Magic),
            "next output" => Ok(Query::NextOutput),
            "raises" => Ok(Query::Raises),
            "depth" => Ok(Query::Depth),
            _ => Err(format!(
                "'{text}' cannot be asked of a run: write 'next opcode', 'next form', 'next line', 'top of stack', 'value of x', \
                 'refcount of x', 'x is y', 'output', 'contains OPCODE', 'f contains OPCODE', 'parser sees COMMENT', \
                 'tree has BinOp', 'next step', 'pyc smaller', 'pyc size', 'header size', 'source size', 'magic', 'next output', \
                 'raises', 'depth', 'type of x', 'scope of x', 'interned x', 'generation of x', 'freed x', 'how is m imported', 'importer of m', \
                 'cached imports of m', 'executed imports of m', 'importing', 'asked now', 'pyc of m', 'read FILE', 'written FILE', \
                 'most steps', 'most steps with calls', 'calls of f', 'after line: QUERY' or 'QUERY == ANSWER'"
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
            Query::NextForm => {
                let specialised = now.bytecode.specialised.iter();
                match specialised.into_iter().find(|form| Some(form.offset) == now.bytecode.offset) {
                    Some(form) => Ok(form.name.to_owned()),
                    None => Query::NextOpcode.answer(run, now, after, line_after),
                }
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
            Query::NextOutput => {
                let written = |event: &&Event| event.step >= now.step && matches!(event.kind, EventKind::Output { .. });
                let next = run.timeline.events.iter().filter(written).min_by_key(|event| event.step);
                next.map(|event| event.text.trim_end().to_owned()).ok_or_else(|| "nothing more is written".to_owned())
            }
            Query::Raises => {
                let raised = |event: &&Event| event.step == now.step && event.kind == EventKind::Exception;
                let event = run.timeline.events.iter().find(raised);
                let name = event.map(|event| event.text.trim_end_matches(" raised").to_owned());
                name.ok_or_else(|| format!("step {} raises nothing", now.step))
            }
            Query::Depth => Ok(now.frames.frames.iter().filter(|frame| !frame.native).count().to_string()),
            Query::TypeOf(name) => binding(name).map(|value| value.type_name.clone()),
            Query::ScopeOf(name) => {
                let has = |scope: &&Scope| {
                    scope.bindings.iter().any(|binding| binding.name == *name && binding.value.is_some())
                };
                let found = now.namespaces.scopes.iter().find(has);
                found.map(|scope| scope.kind.title().to_owned()).ok_or_else(|| format!("'{name}' is bound nowhere"))
            }
            Query::Interned(name) => {
                let address = binding(name)?.address;
                let all = now.interned.strings.iter().chain(&now.interned.integers);
                Ok(truth(all.into_iter().any(|item| item.address == address)))
            }
            Query::GenerationOf(name) => {
                let object = now.heap.object(binding(name)?.address);
                let generation = object.and_then(|object| object.generation);
                generation.map(|number| number.to_string()).ok_or_else(|| format!("'{name}' is not tracked"))
            }
            Query::Freed(name) => {
                let address = binding(name)?.address;
                Ok(truth(line_after.heap.object(address).is_none()))
            }
            Query::Import(query) => query.answer(run, now),
            Query::AfterLine(query) => query.answer(run, line_after, line_after, line_after),
            Query::Equals(query, answer) => Ok(truth(query.answer(run, now, after, line_after)? == *answer)),
            Query::Magic => {
                let magic = compiler::pyc::MAGIC;
                Ok(u16::from_le_bytes([magic[0], magic[1]]).to_string())
            }
        }
    }
}

impl Query {
    /// Takes out of a moment what would give the answer away while it is awaited.
    pub fn conceal(&self, moment: &mut Moment) {
        match self {
            Query::ValueOf(name) | Query::TypeOf(name) => {
                let hide = |binding: &mut Binding| {
                    if let Some(value) = binding.value.as_mut().filter(|_| binding.name == *name) {
                        (value.text, value.type_name) = ("?".to_owned(), String::new());
                    }
                };
                moment.frames.frames.iter_mut().flat_map(|frame| &mut frame.names).for_each(hide);
                moment.namespaces.scopes.iter_mut().flat_map(|scope| &mut scope.bindings).for_each(hide);
                moment.heap = Arc::default();
            }
            Query::NextForm => {
                moment.bytecode.specialised.clear();
                moment.explain.forms.clear();
            }
            Query::ScopeOf(_) => moment.namespaces = NamespacesModel::default(),
            Query::Depth => moment.frames = FramesModel::default(),
            Query::Import(query) => query.conceal(moment),
            Query::Equals(query, _) => query.conceal(moment),
            _ => {}
        }
    }

    /// What is asked about imports, files and costs, if it is about those.
    pub fn of_import(&self) -> Option<&ImportQuery> {
        match self {
            Query::Import(query) => Some(query),
            Query::Equals(query, _) | Query::AfterLine(query) => query.of_import(),
            _ => None,
        }
    }

    /// Whether the counts on the boxes would give the answer away.
    pub fn is_count(&self) -> bool {
        match self {
            Query::RefcountOf(_) => true,
            Query::Equals(query, _) => query.is_count(),
            _ => false,
        }
    }
}

fn truth(holds: bool) -> String {
    if holds { "True" } else { "False" }.to_owned()
}

fn pyc(run: &Run) -> Result<&PycModel, String> {
    run.compilation.pyc().ok_or_else(|| "the program is not compiled".to_owned())
}
