//! The import that is going on, as the path that it takes: what importlib's own frames hold at this moment
//! (`Lib/importlib/_bootstrap.py`: `_find_and_load`, `_find_spec`, `_load_unlocked`; `_bootstrap_external.py`:
//! `PathFinder`, `FileFinder`, `SourceLoader.get_code`).

use super::{modules, repr, stack};
use vm::eval::frame::Frame;
use vm::memory::object::{Kind, Obj};
use vm::state::interpreter::Machine;

/// Where the search stands with one of its places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It was asked and has nothing.
    No,
    /// It is being asked, or worked on.
    Now,
    /// It has what was looked for.
    Found,
    /// Its turn has not come; it may never.
    NotYet,
}

impl Asked {
    pub fn words(self) -> &'static str {
        match self {
            Asked::No => "not there",
            Asked::Now => "now",
            Asked::Found => "found",
            Asked::NotYet => "not asked",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    pub title: String,
    /// What is known of it: a path, what it looks through.
    pub detail: String,
    pub asked: Asked,
    /// A part of the stage before it.
    pub inner: bool,
}

/// The innermost import that has not ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchModel {
    /// The full name of the module.
    pub name: String,
    /// Imports that wait for this one, the outermost first.
    pub within: Vec<String>,
    pub stages: Vec<Stage>,
}

const BOOTSTRAP: &str = "<frozen importlib._bootstrap>";
const EXTERNAL: &str = "<frozen importlib._bootstrap_external>";

fn is(machine: &Machine, frame: &Frame, file: &str, name: &str) -> bool {
    if frame.is_native() {
        return false;
    }
    let meta = machine.codes[frame.code as usize].meta();
    meta.qualname.as_bytes() == name.as_bytes() && meta.filename.as_bytes() == file.as_bytes()
}

fn text(machine: &Machine, object: Option<Obj>) -> String {
    match object {
        Some(object) if machine.kind(object) == Kind::Str => machine.str_text(object),
        Some(object) => repr::short(machine, object),
        None => String::new(),
    }
}

/// The items of a list or tuple; of another iterable, nothing.
fn items(machine: &Machine, object: Option<Obj>) -> Vec<Obj> {
    let listed = |object: &Obj| matches!(machine.kind(*object), Kind::List | Kind::Tuple);
    object.filter(listed).map_or(Vec::new(), |object| machine.seq_items(object))
}

/// What a finder or loader is called: a class by its name, an instance by that of its class.
pub fn class_of(machine: &Machine, object: Obj) -> String {
    match machine.kind(object) {
        Kind::Type => {
            let info = machine.types.get(machine.slot(object).a as usize);
            info.map_or(String::new(), |info| machine.str_text(info.name))
        }
        _ => machine.type_name(object),
    }
}

/// An attribute of an instance, by its name.
pub fn attribute(machine: &Machine, object: Obj, name: &str) -> Option<Obj> {
    let held = machine.instance_attributes_any(object).into_iter();
    held.into_iter().find(|(key, _)| machine.kind(*key) == Kind::Str && machine.str_is(*key, name)).map(|(_, v)| v)
}

/// What the finders of `sys.meta_path` look through.
fn place_of(finder: &str) -> &'static str {
    match finder {
        "BuiltinImporter" => "modules compiled into the interpreter",
        "FrozenImporter" => "modules whose code is frozen into it",
        "PathFinder" => "the folders of sys.path, or of the package",
        _ => "a finder of its own",
    }
}

struct Path<'m> {
    machine: &'m Machine,
    /// From that of `_find_and_load` inwards.
    frames: &'m [Frame],
    stages: Vec<Stage>,
}

impl<'m> Path<'m> {
    fn frame(&self, file: &str, name: &str) -> Option<&'m Frame> {
        self.frames.iter().rev().find(|frame| is(self.machine, frame, file, name))
    }

    fn local(&self, frame: &Frame, name: &str) -> Option<Obj> {
        stack::local(self.machine, frame, name)
    }

    fn put(&mut self, title: impl Into<String>, detail: impl Into<String>, asked: Asked) {
        self.stages.push(Stage { title: title.into(), detail: detail.into(), asked, inner: false });
    }

    fn inner(&mut self, title: impl Into<String>, detail: impl Into<String>, asked: Asked) {
        self.stages.push(Stage { title: title.into(), detail: detail.into(), asked, inner: true });
    }

    /// The finders, as far as the search has come; `loader` is the class of the loader once there is a spec.
    fn finders(&mut self, loader: Option<&str>) {
        let spec = self.frame(BOOTSTRAP, "_find_spec");
        let asked_now = spec.and_then(|frame| self.local(frame, "meta_path"));
        let listed = items(self.machine, asked_now.or_else(|| modules::of_sys(self.machine, "meta_path")));
        let now = spec.and_then(|frame| self.local(frame, "finder"));
        let found = loader.map(|loader| match loader {
            "BuiltinImporter" | "FrozenImporter" => loader,
            _ => "PathFinder",
        });
        let mut past = now.is_some() || found.is_some();
        for finder in listed {
            let name = class_of(self.machine, finder);
            let here = Some(finder) == now || found == Some(name.as_str());
            let asked = match (here, past) {
                (true, _) if found.is_some() => Asked::Found,
                (true, _) => Asked::Now,
                (false, true) => Asked::No,
                (false, false) => Asked::NotYet,
            };
            past &= !here;
            self.put(name.clone(), place_of(&name), asked);
            if here && name == "PathFinder" && found.is_none() {
                self.folders();
            }
        }
    }

    /// The folders that the path finder goes through.
    fn folders(&mut self) {
        let Some(frame) = self.frame(EXTERNAL, "PathFinder._get_spec") else { return };
        let now = self.local(frame, "entry");
        let finder = self.frame(EXTERNAL, "FileFinder.find_spec");
        let mut past = now.is_some();
        for entry in items(self.machine, self.local(frame, "path")) {
            let here = Some(entry) == now && past;
            let asked = match (here, past) {
                (true, _) => Asked::Now,
                (false, true) => Asked::No,
                (false, false) => Asked::NotYet,
            };
            past &= !here;
            let entry = text(self.machine, Some(entry));
            self.inner(if entry.is_empty() { "the current folder".to_owned() } else { entry }, "", asked);
            if let Some(finder) = finder.filter(|_| here) {
                let tried = text(self.machine, self.local(finder, "full_path"));
                if !tried.is_empty() {
                    self.inner(tried, "tried", Asked::Now);
                }
            }
        }
    }

    /// From the spec to the module: the loader, its code, its body.
    fn loading(&mut self, spec: Obj) {
        let machine = self.machine;
        let loader = attribute(machine, spec, "loader").map(|loader| class_of(machine, loader)).unwrap_or_default();
        self.finders(Some(&loader));
        let origin = attribute(machine, spec, "origin").filter(|held| machine.kind(*held) == Kind::Str);
        self.put("a spec", text(machine, origin), Asked::Found);
        let body = |frame: &Frame| {
            !frame.is_native() && machine.codes[frame.code as usize].meta().qualname.as_bytes() == b"<module>"
        };
        let runs = self.frames.iter().any(body);
        if let Some(code) = self.frame(EXTERNAL, "SourceLoader.get_code") {
            self.code(code);
        } else if loader == "SourceFileLoader" && runs {
            self.put("its code", "from the .pyc file, or compiled", Asked::Found);
        }
        let asked = if runs { Asked::Now } else { Asked::NotYet };
        let words = if loader == "BuiltinImporter" { "made by the interpreter" } else { "its statements run, once" };
        self.put("the module", words, asked);
    }

    /// Where code comes from: the `.pyc` file if it is valid, else the source.
    fn code(&mut self, frame: &Frame) {
        let has = |name: &str| self.local(frame, name);
        let there = |name: &str| has(name).is_some_and(|held| self.machine.kind(held) != Kind::None);
        let inside = |name: &str| self.frame(EXTERNAL, name).is_some();
        let cached = text(self.machine, has("bytecode_path"));
        let checks = ["_classify_pyc", "_validate_timestamp_pyc", "_validate_hash_pyc"].into_iter().any(inside);
        let (compiles, compiled) = (inside("SourceLoader.source_to_code"), there("code_object"));
        // Both files are read by one function: its argument says which.
        let reads = self.frame(EXTERNAL, "FileLoader.get_data").and_then(|frame| self.local(frame, "path"));
        let source = there("source_bytes") || compiles || compiled || text(self.machine, reads).ends_with(".py");
        let asked = match () {
            () if inside("_compile_bytecode") => Asked::Found,
            () if source => Asked::No,
            () if cached.is_empty() => Asked::NotYet,
            () => Asked::Now,
        };
        let words = match asked {
            Asked::No if there("data") => "there, but not valid",
            Asked::No => "not there",
            Asked::Now if checks => "its header is compared with the source",
            Asked::Found => "valid: nothing is compiled",
            _ => "looked for",
        };
        self.put(if cached.is_empty() { "the .pyc file".to_owned() } else { cached.clone() }, words, asked);
        if asked == Asked::No {
            let words = if compiled { "compiled" } else { "read and compiled" };
            self.put("its source", words, if compiled { Asked::Found } else { Asked::Now });
            if compiled {
                self.put(cached, "written for the next time", Asked::Now);
            }
        }
    }
}

/// The import that goes on at this moment, if one does.
pub fn search(machine: &Machine) -> Option<SearchModel> {
    let frames = &machine.thread.frames;
    let imports = frames.iter().enumerate().filter(|(_, frame)| is(machine, frame, BOOTSTRAP, "_find_and_load"));
    let mut imports: Vec<(usize, String)> =
        imports.map(|(at, frame)| (at, text(machine, stack::local(machine, frame, "name")))).collect();
    let (at, name) = imports.pop()?;
    let within = imports.into_iter().map(|(_, name)| name).collect();
    let mut path = Path { machine, frames: &frames[at..], stages: Vec::new() };
    let looked = path.frame(BOOTSTRAP, "_find_and_load_unlocked").is_some();
    let known = if looked || modules::module(machine, &name).is_none() { Asked::No } else { Asked::Found };
    path.put("sys.modules", "modules that are there already", known);
    match path.frame(BOOTSTRAP, "_load_unlocked").and_then(|frame| path.local(frame, "spec")) {
        Some(spec) => path.loading(spec),
        None => path.finders(None),
    }
    let stages = path.stages;
    Some(SearchModel { name, within, stages })
}
