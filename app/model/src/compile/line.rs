//! The steps of a compilation in the order in which CPython takes them. Code generation, the passes and the assembler
//! take turns: an inner function is finished, bytes and all, before the code around it goes on.

use compiler::flowgraph::PASSES;
use compiler::opcode;
use compiler::stages::UnitStages;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    Tokens,
    Tree,
    Preprocess,
    Symbols,
    Codegen,
    Flow,
    Assemble,
}

impl Stage {
    pub const ALL: [Stage; 7] =
        [Stage::Tokens, Stage::Tree, Stage::Preprocess, Stage::Symbols, Stage::Codegen, Stage::Flow, Stage::Assemble];

    pub fn title(self) -> &'static str {
        match self {
            Stage::Tokens => "Tokens",
            Stage::Tree => "Tree",
            Stage::Preprocess => "Preprocessing",
            Stage::Symbols => "Symbols",
            Stage::Codegen => "Code generation",
            Stage::Flow => "Flow graph",
            Stage::Assemble => "Assemble",
        }
    }

    /// Where there is little room.
    pub fn short_title(self) -> &'static str {
        match self {
            Stage::Preprocess => "Preprocess",
            Stage::Codegen => "Codegen",
            Stage::Flow => "Flow",
            stage => stage.title(),
        }
    }

    /// As anchors name it.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Codegen => "codegen",
            Stage::Flow => "flow",
            Stage::Tokens => "tokens",
            Stage::Tree => "tree",
            Stage::Preprocess => "preprocess",
            Stage::Symbols => "symbols",
            Stage::Assemble => "assemble",
        }
    }

    pub fn from_word(word: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.word().eq_ignore_ascii_case(word))
    }
}

/// Where the cursor in time stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cursor {
    Compile(u64),
    Run(u64),
}

/// Steps of one stage in a row, of one code unit from code generation on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    pub stage: Stage,
    pub unit: Option<usize>,
    /// The first step.
    pub start: u64,
    pub len: u64,
    /// Which of its stage and unit the first step is.
    pub from: usize,
}

/// What a step is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Token(usize),
    /// In the order of completion.
    Node(usize),
    /// A node rewritten before names are looked for; the first one stands for "nothing to rewrite" if there is none.
    Rewrite(usize),
    /// An event of the symbol table.
    Symbol(usize),
    /// The `at`-th instruction emitted in a unit.
    Emitted {
        unit: usize,
        at: usize,
    },
    Pass {
        unit: usize,
        pass: usize,
    },
    /// An instruction laid out as bytes.
    Laid {
        unit: usize,
        row: usize,
    },
    Table {
        unit: usize,
        table: Table,
    },
}

/// What the assembler adds when all bytes are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    Lines,
    Exceptions,
    /// The code object is whole.
    Code,
}

pub const TABLES: [Table; 3] = [Table::Lines, Table::Exceptions, Table::Code];

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    pub total: u64,
    pub segments: Vec<Segment>,
    /// Steps of each stage, in the order of [`Stage::ALL`].
    pub counts: [u64; Stage::ALL.len()],
    /// Instructions of each unit's code object.
    rows: Vec<usize>,
}

/// How far a unit has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnitNow {
    pub emitted: usize,
    pub passes: usize,
    /// Instructions laid out.
    pub laid: usize,
    pub tables: usize,
    pub done: bool,
}

/// A moment of the compilation: the step has just been done.
#[derive(Clone, Debug, PartialEq)]
pub struct Now {
    pub step: u64,
    pub total: u64,
    pub stage: Stage,
    pub unit: Option<usize>,
    pub subject: Subject,
    /// Of this stage, in this unit: how many are done, of how many.
    pub index: usize,
    pub of: usize,
    /// What exists so far.
    pub tokens: usize,
    pub nodes: usize,
    /// Steps of preprocessing.
    pub rewrites: usize,
    pub events: usize,
    pub units: Vec<UnitNow>,
}

impl Line {
    pub fn new(tokens: usize, nodes: usize, rewrites: usize, events: usize, units: &[UnitStages]) -> Line {
        let mut line = Line { rows: units.iter().map(rows).collect(), ..Line::default() };
        line.push(Stage::Tokens, None, 0, tokens);
        line.push(Stage::Tree, None, 0, nodes);
        line.push(Stage::Preprocess, None, 0, rewrites);
        line.push(Stage::Symbols, None, 0, events);
        let mut inner: Vec<Vec<(usize, usize)>> = vec![Vec::new(); units.len()];
        for (index, unit) in units.iter().enumerate() {
            if let Some((around, at)) = unit.origin {
                // Counted in instructions that have a place in the graph.
                let at = units.get(around as usize).map_or(0, |around| around.placed(at));
                if let Some(list) = inner.get_mut(around as usize) {
                    list.push((at, index));
                }
            }
        }
        // Not recursive: units nest as deep as the source does.
        let mut open: Vec<(usize, usize, usize)> = Vec::new();
        if !units.is_empty() {
            open.push((0, 0, 0));
        }
        while let Some((unit, emitted, next)) = open.pop() {
            match inner[unit].get(next) {
                Some(&(at, child)) => {
                    line.push(Stage::Codegen, Some(unit), emitted, at.max(emitted));
                    open.push((unit, at.max(emitted), next + 1));
                    open.push((child, 0, 0));
                }
                None => {
                    line.push(Stage::Codegen, Some(unit), emitted, units[unit].placed(usize::MAX));
                    line.push(Stage::Flow, Some(unit), 0, PASSES.len());
                    line.push(Stage::Assemble, Some(unit), 0, line.rows[unit] + TABLES.len());
                }
            }
        }
        line
    }

    fn push(&mut self, stage: Stage, unit: Option<usize>, from: usize, to: usize) {
        if to <= from {
            return;
        }
        let len = (to - from) as u64;
        self.segments.push(Segment { stage, unit, start: self.total, len, from });
        self.total += len;
        self.counts[stage as usize] += len;
    }

    /// Position of the segment that a step belongs to.
    pub fn segment_at(&self, step: u64) -> Option<usize> {
        let after = self.segments.partition_point(|segment| segment.start <= step);
        after.checked_sub(1).filter(|_| step < self.total)
    }

    pub fn subject(&self, step: u64, units: &[UnitStages]) -> Option<Subject> {
        let segment = &self.segments[self.segment_at(step)?];
        let at = segment.from + (step - segment.start) as usize;
        let unit = segment.unit.unwrap_or(0);
        Some(match segment.stage {
            Stage::Tokens => Subject::Token(at),
            Stage::Tree => Subject::Node(at),
            Stage::Preprocess => Subject::Rewrite(at),
            Stage::Symbols => Subject::Symbol(at),
            Stage::Codegen => Subject::Emitted { unit, at },
            Stage::Flow => Subject::Pass { unit, pass: at },
            Stage::Assemble => match at.checked_sub(*self.rows.get(unit).filter(|_| unit < units.len())?) {
                None => Subject::Laid { unit, row: at },
                Some(table) => Subject::Table { unit, table: TABLES[table.min(TABLES.len() - 1)] },
            },
        })
    }

    pub fn now(&self, step: u64, units: &[UnitStages]) -> Option<Now> {
        let segment = self.segment_at(step)?;
        let subject = self.subject(step, units)?;
        let here = &self.segments[segment];
        let (stage, unit) = (here.stage, here.unit);
        let index = here.from + (step - here.start) as usize + 1;
        let mut now = Now {
            step,
            total: self.total,
            stage,
            unit,
            subject,
            index,
            of: 0,
            tokens: 0,
            nodes: 0,
            rewrites: 0,
            events: 0,
            units: vec![UnitNow::default(); units.len()],
        };
        for segment in &self.segments[..=segment] {
            let done = segment.from + (step + 1 - segment.start).min(segment.len) as usize;
            let rows = |unit: usize| self.rows[unit];
            match (segment.stage, segment.unit) {
                (Stage::Tokens, _) => now.tokens = done,
                (Stage::Tree, _) => now.nodes = done,
                (Stage::Preprocess, _) => now.rewrites = done,
                (Stage::Symbols, _) => now.events = done,
                (Stage::Codegen, Some(unit)) => now.units[unit].emitted = done,
                (Stage::Flow, Some(unit)) => now.units[unit].passes = done,
                (Stage::Assemble, Some(unit)) => {
                    now.units[unit].laid = done.min(rows(unit));
                    now.units[unit].tables = done.saturating_sub(rows(unit));
                    now.units[unit].done = done == rows(unit) + TABLES.len();
                }
                _ => {}
            }
        }
        now.of = match (stage, unit) {
            (Stage::Codegen, Some(unit)) => units[unit].placed(usize::MAX),
            (Stage::Flow, _) => PASSES.len(),
            (Stage::Assemble, Some(unit)) => self.rows[unit] + TABLES.len(),
            _ => here.len as usize,
        };
        Some(now)
    }

    /// The first step of the next segment, or of this one or the one before.
    pub fn skip(&self, step: u64, forward: bool) -> Option<u64> {
        let at = self.segment_at(step)?;
        let start = |index: usize| self.segments.get(index).map(|segment| segment.start);
        match forward {
            true => start(at + 1),
            false if self.segments[at].start < step => start(at),
            false => start(at.checked_sub(1)?),
        }
    }
}

/// Instructions of the unit's code object.
fn rows(unit: &UnitStages) -> usize {
    let Some(code) = &unit.code else { return 0 };
    let (mut at, mut count) = (0, 0);
    while let Some(op) = code.code.get(at) {
        at += 2 + 2 * opcode::info(u16::from(*op)).map_or(0, |info| usize::from(info.caches));
        count += 1;
    }
    count
}
