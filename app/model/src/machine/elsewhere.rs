//! Code of other files than the program's: the library's and that of modules beside it. It is shown while it runs.

use super::{Scene, position};
use crate::compile::bytecode::CodeListing;
use crate::compile::listing::lossy;
use crate::ground::place::Span;
use compiler::code::CodeObject;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use vm::eval::frame::Frame;
use vm::state::interpreter::Machine;

/// Listings of code objects that are not the program's own, as they were met; each is disassembled when it is looked at.
#[derive(Default)]
pub struct Foreign {
    known: HashMap<usize, (Arc<CodeObject>, Arc<CodeListing>)>,
    /// The same by what is in them: what `exec` compiles is made anew each time that a stretch of the run is executed again.
    alike: HashMap<u64, Arc<CodeListing>>,
    /// Code objects of the machine that were looked at.
    learnt: usize,
    texts: HashMap<String, Arc<Vec<String>>>,
}

impl Foreign {
    /// Takes in what a machine has loaded since, and what it runs now.
    pub fn learn(&mut self, machine: &Machine) {
        let count = machine.codes.len();
        for code in &machine.codes[self.learnt.min(count)..] {
            self.put(&code.stat.code);
        }
        self.learnt = self.learnt.max(count);
        let running = machine.thread.frames.iter().rev().find(|frame| !frame.is_native());
        if let Some(frame) = running {
            self.put(&machine.codes[frame.code as usize].stat.code);
            let file = lossy(&machine.codes[frame.code as usize].meta().filename);
            self.texts.entry(file).or_insert_with_key(|file| Arc::new(text(machine, file)));
        }
    }

    fn put(&mut self, code: &Arc<CodeObject>) {
        let key = Arc::as_ptr(code) as usize;
        if self.known.contains_key(&key) {
            return;
        }
        let listing = self.alike.entry(contents(code)).or_insert_with(|| Arc::new(CodeListing::of(code)));
        self.known.insert(key, (Arc::clone(code), Arc::clone(listing)));
    }

    pub fn listing(&self, code: &Arc<CodeObject>) -> Option<&Arc<CodeListing>> {
        let known = self.known.get(&(Arc::as_ptr(code) as usize)).map(|(_, listing)| listing);
        known.or_else(|| self.alike.get(&contents(code)))
    }
}

/// A number for what tells one code object from another.
fn contents(code: &CodeObject) -> u64 {
    let mut hasher = DefaultHasher::new();
    let names = (code.filename.as_bytes(), code.qualname.as_bytes());
    (names, code.firstlineno, &code.code, &code.linetable).hash(&mut hasher);
    hasher.finish()
}

/// The lines of a file that code came from; none if nobody keeps its text, as that of `exec`.
fn text(machine: &Machine, file: &str) -> Vec<String> {
    let path = match (frozen(file), machine.host.files.library) {
        (Some(name), Some(library)) => {
            let path = name.replace('.', "/");
            let is_there = |below: &str| (library.stat)(below).flatten().is_some();
            let below = [format!("{path}.py"), format!("{path}/__init__.py")].into_iter().find(|path| is_there(path));
            below.map(|below| format!("{}/{below}", library.folder))
        }
        (Some(_), None) => None,
        (None, _) => Some(file.to_owned()),
    };
    let bytes = path.and_then(|path| machine.host.files.read_whole(&path).ok());
    let text = bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// The name of the module that a file name of frozen code stands for.
pub fn frozen(file: &str) -> Option<&str> {
    file.strip_prefix("<frozen ")?.strip_suffix('>')
}

/// Whether a file is the library's or frozen, not one that the learner wrote.
pub fn is_library(machine: &Machine, file: &[u8]) -> bool {
    let folder = machine.host.files.library.map(|library| library.folder.as_bytes());
    file.starts_with(b"<frozen ") || folder.is_some_and(|folder| file.starts_with(folder))
}

/// Where execution is in another file.
#[derive(Clone, Debug, Default)]
pub struct Elsewhere {
    /// As `co_filename` has it.
    pub file: String,
    /// The function or module that runs.
    pub name: String,
    pub line: u32,
    pub span: Span,
    /// The whole file; empty if nobody keeps its text.
    pub lines: Arc<Vec<String>>,
    pub listing: Arc<CodeListing>,
}

impl Elsewhere {
    /// The file's name without its folders.
    pub fn short_name(&self) -> &str {
        match frozen(&self.file) {
            Some(name) => name,
            None => self.file.rsplit('/').next().unwrap_or(&self.file),
        }
    }
}

/// The innermost frame of Python code, if the program's own listings do not have its code.
pub fn foreign_frame<'m>(machine: &'m Machine, scene: &Scene) -> Option<&'m Frame> {
    let frame = machine.thread.frames.iter().rev().find(|frame| !frame.is_native())?;
    scene.code_index(&machine.codes[frame.code as usize].stat.code).is_none().then_some(frame)
}

pub fn elsewhere(machine: &Machine, scene: &Scene) -> Option<Elsewhere> {
    let frame = foreign_frame(machine, scene)?;
    let running = machine.thread.frames.last().is_some_and(|last| std::ptr::eq(last, frame));
    let code = &machine.codes[frame.code as usize];
    let file = lossy(&code.meta().filename);
    let (line, span) = position(machine, frame, running);
    let lines = scene.foreign.texts.get(&file).cloned().unwrap_or_default();
    let listing = scene.foreign.listing(&code.stat.code).cloned().unwrap_or_default();
    Some(Elsewhere { name: lossy(&code.meta().qualname), file, line, span, lines, listing })
}
