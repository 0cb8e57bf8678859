//! Everything that is shown: of the whole run (once a recording) and of one moment in it.

pub mod compile_state;
pub mod imports;
pub mod looking;
pub mod marks;
pub mod outcomes;
pub mod profile;
pub mod reasons;
pub mod sentence;
pub mod state;
pub mod timeline;

use crate::compile::bytecode::{BytecodeNow, CodeListing};
use crate::compile::pyc::Cached;
use crate::compile::source::SourceModel;
use crate::compile::{Compilation, Cursor, Now};
use crate::ground::explain::ExplainModel;
use crate::ground::place::Span;
use crate::ground::settings::Settings;
use crate::ground::value::Address;
use crate::machine::console::{ConsoleModel, Output};
use crate::machine::elsewhere::Elsewhere;
use crate::machine::files::FilesModel;
use crate::machine::frames::FramesModel;
use crate::machine::gc::GcModel;
use crate::machine::heap::HeapModel;
use crate::machine::import_search::SearchModel;
use crate::machine::interned::InternedModel;
use crate::machine::modules::ModuleRow;
use crate::machine::namespaces::NamespacesModel;
use crate::moment::imports::ImportsModel;
use crate::moment::profile::ProfileModel;
use crate::moment::timeline::TimelineModel;
use std::sync::Arc;

/// What does not change from moment to moment.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Counts recordings, so that answers about an older one are told apart.
    pub generation: u64,
    pub source: SourceModel,
    /// Tokens, tree, scopes, flow graphs: worked out when they are looked at.
    pub compilation: Arc<Compilation>,
    pub codes: Arc<Vec<CodeListing>>,
    pub timeline: TimelineModel,
    /// What was imported, and where the steps went: known once the recording has been read.
    pub imports: Arc<ImportsModel>,
    pub profile: Arc<ProfileModel>,
    pub console: ConsoleModel,
    pub ending: Ending,
    /// What the run was given.
    pub settings: Settings,
    /// What lies in `__pycache__` beside the program.
    pub cached: Cached,
}

/// How the recording ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Ending {
    #[default]
    NotStarted,
    Recording,
    /// The program ran to its end, with this exit status.
    Finished {
        status: i32,
    },
    /// It ended with an exception that nothing caught.
    Raised {
        message: String,
    },
    /// A limit on steps, memory, output or recursion was reached.
    Limit {
        message: String,
    },
    /// It called `input()` and waits for a line; this is what it asked with.
    Waiting {
        prompt: String,
    },
    /// The user stopped it.
    Stopped,
    /// It could not be compiled; the source model carries the place.
    Refused {
        message: String,
    },
}

impl Ending {
    /// Whether a person should know at any moment, not only at the end.
    pub fn is_pressing(&self) -> bool {
        matches!(self, Ending::Refused { .. } | Ending::Recording | Ending::Waiting { .. })
    }

    /// What the program asked for and is not built: its last step stands before it.
    pub fn refused(&self) -> Option<&str> {
        let Ending::Limit { message } = self else { return None };
        let name = message.strip_prefix("Not supported yet: ")?;
        Some(name.rsplit_once(" (line ").map_or(name, |(name, _)| name))
    }

    /// A sentence for the status line; nothing to say while all goes as it should.
    pub fn sentence(&self) -> Option<String> {
        match self {
            Ending::NotStarted | Ending::Finished { status: 0 } => None,
            Ending::Recording => Some("Recording".to_owned()),
            Ending::Finished { status } => Some(format!("The program ended with exit status {status}.")),
            Ending::Raised { message } => Some(format!("The program ended with {message}")),
            Ending::Limit { message } => Some(message.clone()),
            Ending::Waiting { .. } => Some("The program waits for a line of input; answer in the console.".to_owned()),
            Ending::Stopped => Some("Stopped; everything up to here can be walked through.".to_owned()),
            Ending::Refused { message } => Some(message.clone()),
        }
    }
}

/// The machine before the step `step`: `step` instructions have been executed.
#[derive(Clone, Debug, Default)]
pub struct Moment {
    pub generation: u64,
    pub step: u64,
    pub total: u64,
    /// Before the first instruction: how far the compilation has come. Nothing has run then.
    pub compile: Option<Now>,
    pub line: u32,
    /// The part of the source that the next instruction comes from.
    pub span: Span,
    /// The next instruction and the meaning of its argument; empty at the end.
    pub next: String,
    pub bytecode: BytecodeNow,
    pub frames: FramesModel,
    pub namespaces: NamespacesModel,
    /// Shared: of a large heap a copy takes longer than a frame.
    pub heap: Arc<HeapModel>,
    pub interned: InternedModel,
    pub modules: Vec<ModuleRow>,
    /// The import that goes on.
    pub search: Option<SearchModel>,
    pub files: FilesModel,
    /// Where execution is, if that is code of another file than the program's.
    pub elsewhere: Option<Elsewhere>,
    pub gc: GcModel,
    /// What the program has written so far.
    pub output: Output,
    pub explain: ExplainModel,
    /// Objects that the next step frees: marked only where a preview is wanted.
    pub dying: Vec<Address>,
}

impl Moment {
    pub fn cursor(&self) -> Cursor {
        self.compile.as_ref().map_or(Cursor::Run(self.step), |now| Cursor::Compile(now.step))
    }
}

impl Compilation {
    /// The whole moment: panes of the run are empty, as nothing has run.
    pub fn moment(&self, step: u64, generation: u64, total: u64) -> Moment {
        let span = self.span(step);
        let now = self.now(step);
        let explain =
            now.as_ref().map_or_else(ExplainModel::default, |now| crate::compile::sentence::explain(self, now));
        Moment { generation, total, line: span.line, span, explain, compile: now, ..Moment::default() }
    }
}
