//! What a run imported, read from its recording: which calls of importlib's were imports, what they were for, what came of
//! them. The calls are known from the index; names and results are read where they begin and end.

use crate::recording::index::Index;
use model::machine::import_search::{attribute, class_of};
use model::machine::{elsewhere, modules, stack};
use model::moment::imports::{How, Import, ImportsModel, Link, absolute, module_of};
use std::collections::HashMap;
use std::sync::Arc;
use timeline::Session;
use vm::memory::object::Kind;
use vm::state::interpreter::Machine;

/// Places looked at in one go, and imports told of at most.
const TAKEN: usize = 24;
const MOST: usize = 2_000;

/// A place to look at: the beginning or the end of an import.
#[derive(Clone, Copy)]
struct Visit {
    step: u64,
    import: usize,
    end: bool,
}

/// What is known of an import while the recording is read.
#[derive(Default)]
struct Found {
    import: Import,
    /// The code object that asked, unless an import of the same name did on its behalf.
    asker: u32,
    /// Its code was compiled, or taken from a `.pyc` file.
    compiled: bool,
    cached: bool,
    /// Nanoseconds of virtual time at its beginning.
    began: u64,
}

#[derive(Default)]
pub struct Reading {
    found: Vec<Found>,
    visits: Vec<Visit>,
    visited: usize,
    begun: bool,
    pub model: Arc<ImportsModel>,
}

const BOOTSTRAP: &str = "importlib._bootstrap";
const EXTERNAL: &str = "importlib._bootstrap_external";

impl Reading {
    /// Reads on; says whether there is more to do.
    pub fn read_on(&mut self, index: &Index, session: &mut Session) -> bool {
        if self.model.whole || !index.whole {
            return false;
        }
        if !self.begun {
            self.begun = true;
            self.begin(index);
        }
        let end = (self.visited + TAKEN).min(self.visits.len());
        for at in self.visited..end {
            let Visit { step, import, end } = self.visits[at];
            let machine = session.seek(step).machine;
            if end { self.ended(import, machine) } else { self.started(import, machine) }
        }
        self.visited = end;
        if end < self.visits.len() {
            return true;
        }
        self.finish(index, session);
        false
    }

    /// Finds the imports among the calls.
    fn begin(&mut self, index: &Index) {
        let is = |code: u32, file: &str, name: &str| {
            let function = index.named(code);
            function.name == name && elsewhere::frozen(&function.file) == Some(file)
        };
        let mut kinds: HashMap<u32, Part> = HashMap::new();
        let mut open: Vec<(u64, u32, Option<usize>)> = Vec::new();
        for call in &index.calls {
            while open.last().is_some_and(|(end, ..)| *end <= call.start) {
                open.pop();
            }
            let kind = *kinds.entry(call.code).or_insert_with(|| match () {
                () if is(call.code, BOOTSTRAP, "_find_and_load") => Part::Import,
                () if is(call.code, EXTERNAL, "SourceLoader.source_to_code") => Part::Compile,
                () if is(call.code, EXTERNAL, "_compile_bytecode") => Part::Cached,
                () if index.named(call.code).name == "<module>" => Part::Body,
                () if is_importlib(index, call.code) => Part::Importlib,
                () => Part::Other,
            });
            let within = open.iter().rev().find_map(|(_, _, import)| *import);
            let mut this = None;
            match (kind, within) {
                (Part::Import, _) if self.found.len() < MOST => {
                    let asker =
                        open.iter().rev().map(|(_, code, _)| *code).find(|code| {
                            !matches!(kinds.get(code), Some(Part::Import | Part::Importlib | Part::Compile))
                        });
                    let depth = open.iter().filter(|(_, _, import)| import.is_some()).count() as u32;
                    let import = Import { start: call.start, end: call.end, depth, ..Import::default() };
                    this = Some(self.found.len());
                    self.found.push(Found { import, asker: asker.unwrap_or(u32::MAX), ..Found::default() });
                }
                (Part::Compile, Some(import)) => self.found[import].compiled = true,
                (Part::Cached, Some(import)) => self.found[import].cached = true,
                (Part::Body, Some(import)) => {
                    self.found[import].import.body.get_or_insert(call.start);
                }
                _ => {}
            }
            open.push((call.end, call.code, this));
        }
        let visits = self.found.iter().enumerate().flat_map(|(import, found)| {
            let (start, end) = (found.import.start, found.import.end);
            [Visit { step: start, import, end: false }, Visit { step: end, import, end: true }]
        });
        self.visits = visits.collect();
        self.visits.sort_by_key(|visit| visit.step);
    }

    fn started(&mut self, import: usize, machine: &Machine) {
        let Some(frame) = machine.thread.frames.last() else { return };
        let name = stack::local(machine, frame, "name").filter(|name| machine.kind(*name) == Kind::Str);
        let found = &mut self.found[import];
        found.import.name = name.map(|name| machine.str_text(name)).unwrap_or_default();
        found.began = machine.virtual_ns();
    }

    fn ended(&mut self, import: usize, machine: &Machine) {
        let found = &mut self.found[import];
        found.import.ns = machine.virtual_ns().saturating_sub(found.began);
        let spec =
            modules::module(machine, &found.import.name).and_then(|module| modules::has(machine, module, "__spec__"));
        let Some(spec) = spec else { return };
        let loader = attribute(machine, spec, "loader").map(|loader| class_of(machine, loader)).unwrap_or_default();
        let origin = attribute(machine, spec, "origin").filter(|origin| machine.kind(*origin) == Kind::Str);
        found.import.origin = origin.map(|origin| machine.str_text(origin)).unwrap_or_default();
        found.import.how = match loader.as_str() {
            "BuiltinImporter" => How::Builtin,
            "FrozenImporter" => How::Frozen,
            "SourceFileLoader" if found.compiled => How::Compiled,
            "SourceFileLoader" => How::Pyc,
            "NamespaceLoader" | "NoneType" => How::Namespace,
            _ => How::Other,
        };
    }

    fn finish(&mut self, index: &Index, session: &Session) {
        let folder = session.here().host.files.library.map_or("", |library| library.folder);
        let main = session.filename.clone();
        // Modules that this run brought are called as they were asked for.
        let mut names: HashMap<String, (String, bool)> = HashMap::new();
        for found in &self.found {
            let (name, origin) = (found.import.name.clone(), found.import.origin.clone());
            let package = origin.ends_with("/__init__.py");
            names.entry(origin).or_insert((name, package));
        }
        let module = |code: u32| {
            let file = index.named(code).file;
            match names.get(&file) {
                Some((name, package)) => (name.clone(), *package),
                None => (module_of(&file, &main, folder), file.ends_with("/__init__.py")),
            }
        };
        let mut imports: Vec<Import> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for found in std::mem::take(&mut self.found) {
            let mut import = found.import;
            import.own = import.end.saturating_sub(import.start);
            while open.last().is_some_and(|outer| imports[*outer].end <= import.start) {
                open.pop();
            }
            if let Some(outer) = open.last() {
                imports[*outer].own = imports[*outer].own.saturating_sub(import.own);
            }
            import.importer = if found.asker == u32::MAX { main_name() } else { module(found.asker).0 };
            open.push(imports.len());
            imports.push(import);
        }
        let mut links: Vec<Link> = Vec::new();
        let mut known: HashMap<(String, String), usize> = HashMap::new();
        let mut link = |from: String, to: String, step: u64, cached: u32| {
            let at = *known.entry((from.clone(), to.clone())).or_insert_with(|| {
                links.push(Link { from, to, step, cached: 0 });
                links.len() - 1
            });
            links[at].cached += cached;
        };
        for import in &imports {
            link(import.importer.clone(), import.name.clone(), import.start, 0);
        }
        for (step, code, asked) in &index.asked {
            // An import that importlib was asked for begins with the next step.
            if imports.binary_search_by_key(&(step + 1), |import| import.start).is_err() {
                let (from, package) = module(*code);
                let to = absolute(asked, &from, package);
                link(from, to, *step, 1);
            }
        }
        self.model = Arc::new(ImportsModel { imports, links, whole: true });
    }
}

/// What a call is to imports.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Import,
    Compile,
    Cached,
    Body,
    Importlib,
    Other,
}

fn main_name() -> String {
    "__main__".to_owned()
}

fn is_importlib(index: &Index, code: u32) -> bool {
    let file = index.named(code).file;
    matches!(elsewhere::frozen(&file), Some(BOOTSTRAP | EXTERNAL))
}
