//! From executed instructions to what a person counts: calls, returns, lines. One reading of them for the index of a
//! recording and for searches without one, so that both find the same places.

use compiler::opcode;
use vm::state::interpreter::{Machine, Seen};

/// What a step begins or ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stride {
    /// Code objects of the activations that were left since the step before, innermost first.
    pub left: Vec<u32>,
    /// How many activations, counted from the outermost, stayed on the stack.
    pub kept: u32,
    /// Activations that begin with this step.
    pub entered: u32,
    /// The step begins this line of the program's own file.
    pub line: Option<u32>,
    /// The step is one of the program's own file.
    pub own: bool,
}

/// One activation: the line it is on, the instruction last seen in it.
#[derive(Clone, Copy, Debug)]
struct Activation {
    code: u32,
    line: u32,
    ip: u32,
}

const NO_IP: u32 = u32::MAX;

/// What a walk must know of a code object.
#[derive(Clone, Debug)]
struct Facts {
    start: u32,
    /// It belongs to the program's own file.
    own: bool,
    /// Line (0: none) and whether the instruction leaves its activation.
    steps: Vec<(u32, bool)>,
    /// Instructions that import, by their place, with the name as it is written: a dot for each level in front.
    imports: Vec<(u32, String)>,
}

/// A reader of consecutive steps.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    frames: Vec<Activation>,
    codes: Vec<Facts>,
    /// The file of the code that ran first.
    main: Option<String>,
    previous: Option<(u32, u32, u32)>,
}

impl Walk {
    /// A walk that goes on from a moment in the middle of a run.
    pub fn at(machine: &Machine) -> Walk {
        let mut walk = Walk::default();
        walk.learn(machine);
        for (index, frame) in machine.thread.frames.iter().enumerate().filter(|(_, frame)| !frame.is_native()) {
            let running = index + 1 == machine.thread.frames.len();
            // The callers stand behind their calls; where the running one was a step ago is not known.
            let ip = frame.ip.saturating_sub(1);
            let line = if running { 0 } else { walk.line(frame.code, ip) };
            let ip = if running { NO_IP } else { ip };
            walk.frames.push(Activation { code: frame.code, line, ip });
        }
        walk
    }

    /// Takes in code objects that were loaded since.
    pub fn learn(&mut self, machine: &Machine) {
        for code in machine.codes.iter().skip(self.codes.len()) {
            let file = String::from_utf8_lossy(code.meta().filename.as_bytes()).into_owned();
            if code.obj.is_null() {
                // What native activations have in the place of a code object.
                self.codes.push(Facts { start: code.start, own: false, steps: Vec::new(), imports: Vec::new() });
                continue;
            }
            // What lies in the boot image and what is imported from the library is not the program's.
            let folder = machine.host.files.library.map_or("<frozen", |library| library.folder);
            let ours = !file.starts_with("<frozen") && !file.starts_with(folder);
            if ours && self.main.is_none() {
                self.main = Some(file.clone());
            }
            let own = self.main.as_ref() == Some(&file);
            let leaves = |at: usize| {
                let base = machine.code.get(code.start as usize + at).map_or(0, |instruction| instruction.base);
                [opcode::RETURN_VALUE, opcode::YIELD_VALUE, opcode::RETURN_GENERATOR].contains(&u16::from(base))
            };
            let positions = if own { code.stat.positions() } else { &[] };
            let line = |at: usize| positions.get(at).and_then(|position| position.line).unwrap_or(0);
            let steps = (0..code.stat.units.len()).map(|at| (line(at), leaves(at))).collect();
            self.codes.push(Facts { start: code.start, own, steps, imports: imports(machine, code) });
        }
    }

    fn facts(&self, code: u32, ip: u32) -> (u32, bool) {
        let facts = self.codes.get(code as usize);
        facts.and_then(|facts| facts.steps.get(ip.wrapping_sub(facts.start) as usize)).copied().unwrap_or((0, false))
    }

    fn line(&self, code: u32, ip: u32) -> u32 {
        self.facts(code, ip).0
    }

    /// Whether a code object belongs to the program's own file.
    pub fn is_own(&self, code: u32) -> bool {
        self.codes.get(code as usize).is_some_and(|facts| facts.own)
    }

    /// The name that the instruction at a place imports, if it does: a dot for each level in front.
    pub fn imported(&self, code: u32, ip: u32) -> Option<&str> {
        let facts = self.codes.get(code as usize)?;
        let at = ip.wrapping_sub(facts.start);
        let found = facts.imports.binary_search_by_key(&at, |(place, _)| *place).ok()?;
        Some(&facts.imports[found].1)
    }

    /// Takes the next step in.
    pub fn see(&mut self, seen: &Seen) -> Stride {
        let depth = seen.depth as usize;
        let mut left = Vec::new();
        while self.frames.len() > depth {
            left.extend(self.frames.pop().map(|frame| frame.code));
        }
        if let Some((code, ip, at)) = self.previous
            && self.frames.len() == depth
        {
            let begins = self.codes.get(seen.code as usize).is_some_and(|facts| facts.start == seen.ip);
            let ended = at == seen.depth && self.facts(code, ip).1;
            if begins || ended || self.frames.last().is_some_and(|frame| frame.code != seen.code) {
                left.extend(self.frames.pop().map(|frame| frame.code));
            }
        }
        let kept = self.frames.len();
        while self.frames.len() < depth {
            self.frames.push(Activation { code: seen.code, line: 0, ip: NO_IP });
        }
        self.previous = Some((seen.code, seen.ip, seen.depth));
        let line = self.line(seen.code, seen.ip);
        let own = self.is_own(seen.code);
        let mut stride = Stride { left, kept: kept as u32, entered: (depth - kept) as u32, line: None, own };
        if let Some(frame) = self.frames.last_mut() {
            let back = frame.ip != NO_IP && seen.ip < frame.ip;
            if own && line > 0 && (line != frame.line || back) {
                stride.line = Some(line);
                frame.line = line;
            }
            frame.ip = seen.ip;
        }
        stride
    }
}

/// The instructions of a code object that import, in order.
fn imports(machine: &Machine, code: &vm::objects::codeobject::Code) -> Vec<(u32, String)> {
    let instruction = |at: u32| machine.code.get((code.start + at) as usize);
    let base = |at: u32| instruction(at).map_or(0, |instruction| u16::from(instruction.base));
    let names = &code.meta().names;
    let found = (0..code.stat.units.len() as u32).filter(|at| base(*at) == opcode::IMPORT_NAME);
    let named = |at: u32| {
        let name = names.get(instruction(at)?.arg as usize)?;
        // The level is pushed before the names that are taken from the module.
        let level = at.checked_sub(2).filter(|at| base(*at) == opcode::LOAD_SMALL_INT).and_then(instruction);
        let dots = ".".repeat(level.map_or(0, |level| level.arg as usize));
        Some((at, format!("{dots}{}", String::from_utf8_lossy(name.as_bytes()))))
    };
    found.filter_map(named).collect()
}
