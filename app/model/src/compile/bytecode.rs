//! Code objects as listings, and where execution is in them.

use crate::compile::listing;
use crate::ground::place::Span;
use compiler::code::CodeObject;
use std::sync::{Arc, OnceLock};

#[derive(Clone, Debug, PartialEq)]
pub struct InstructionRow {
    /// Byte offset in `co_code`.
    pub offset: u32,
    pub name: &'static str,
    pub arg: Option<u32>,
    /// What the argument stands for, as `dis` writes it.
    pub meaning: String,
    pub line: u32,
    /// First instruction of its line.
    pub starts_line: bool,
    pub span: Span,
    /// Byte offset of the instruction jumped to.
    pub target: Option<u32>,
    /// The number of the label in front of it (`L1` is 1), if something jumps here.
    pub label: Option<u32>,
    pub caches: u8,
    pub pops: u32,
    pub pushes: u32,
}

impl InstructionRow {
    /// What the argument stands for; the bare number where it stands for itself.
    pub fn argument(&self) -> String {
        match self.arg {
            Some(arg) if self.meaning.is_empty() && self.name != "RESUME" => arg.to_string(),
            _ => self.meaning.clone(),
        }
    }
}

/// One code object. It is disassembled when its rows are first looked at.
#[derive(Clone, Debug, Default)]
pub struct CodeListing {
    pub qualname: String,
    pub first_line: u32,
    code: Option<Arc<CodeObject>>,
    rows: OnceLock<Vec<InstructionRow>>,
}

impl CodeListing {
    pub fn of(code: &Arc<CodeObject>) -> CodeListing {
        CodeListing {
            qualname: listing::lossy(&code.qualname),
            first_line: code.firstlineno.max(0) as u32,
            code: Some(Arc::clone(code)),
            rows: OnceLock::new(),
        }
    }

    /// Of rows that are there already.
    pub fn with_rows(qualname: &str, first_line: u32, rows: Vec<InstructionRow>) -> CodeListing {
        CodeListing { qualname: qualname.to_owned(), first_line, code: None, rows: rows.into() }
    }

    pub fn rows(&self) -> &[InstructionRow] {
        self.rows.get_or_init(|| self.code.as_deref().map(listing::rows).unwrap_or_default())
    }

    pub fn row_at(&self, offset: u32) -> Option<usize> {
        self.rows().binary_search_by_key(&offset, |row| row.offset).ok()
    }

    /// The source that the code object covers, from its instructions.
    pub fn last_line(&self) -> u32 {
        self.rows().iter().map(|row| row.span.end_line.max(row.line)).max().unwrap_or(self.first_line)
    }
}

/// An instruction that was specialised (PEP 659) at this moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Specialised {
    pub offset: u32,
    pub name: &'static str,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct BytecodeNow {
    /// Index into the run's listings of the code that is running; [`BytecodeNow::ELSEWHERE`] for code of another file.
    pub code: usize,
    /// Offset of the instruction that comes next; `None` at the end.
    pub offset: Option<u32>,
    pub specialised: Vec<Specialised>,
}

impl BytecodeNow {
    /// What runs is in none of the program's listings.
    pub const ELSEWHERE: usize = usize::MAX;
}
