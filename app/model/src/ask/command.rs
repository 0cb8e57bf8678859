//! Everything that can be asked of the app. Panes return commands; one place applies them.

use crate::ask::anchor::Anchor;
use crate::ask::detail::Detail;
use crate::ask::selection::Selection;
use crate::ground::settings::Settings;
use std::path::PathBuf;

/// How far one step goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Granularity {
    #[default]
    Instruction,
    Line,
    Call,
    Return,
    Output,
}

impl Granularity {
    pub const ALL: [Granularity; 5] =
        [Granularity::Instruction, Granularity::Line, Granularity::Call, Granularity::Return, Granularity::Output];

    pub fn name(self) -> &'static str {
        match self {
            Granularity::Instruction => "Instruction",
            Granularity::Line => "Line",
            Granularity::Call => "Call",
            Granularity::Return => "Return",
            Granularity::Output => "Output",
        }
    }
}

/// Where the cursor in time goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Move {
    To(u64),
    First,
    Last,
    Forward(Granularity),
    Back(Granularity),
    /// Into the next call, or out of the one that runs.
    Into,
    Out,
    NextBreakpoint,
    PreviousBreakpoint,
    /// The beginning of the next round of the innermost loop, or of this one or the one before.
    NextRound,
    PreviousRound,
    /// The next time the line runs, starting again from the beginning if there is none.
    Line(u32),
    /// A step of the compilation; behind its last one the run begins.
    Compile(u64),
    /// To where the next stage of the compilation begins, or behind where this one or the one before did.
    NextStage,
    PreviousStage,
    /// Where a lesson's stop is.
    Anchor(Anchor),
    /// What was typed into "find a moment": an anchor, or `b changes`.
    Find(String),
}

/// What somebody does to a file beside the program; then it is run again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// Gives it a new time and leaves its text.
    Touch(String),
    Delete(String),
    /// Gives it this text.
    Write(String, String),
    /// Drops all that runs wrote and that was changed here.
    Forget,
}

impl FileChange {
    pub fn path(&self) -> &str {
        match self {
            FileChange::Touch(path) | FileChange::Delete(path) | FileChange::Write(path, _) => path,
            FileChange::Forget => "",
        }
    }
}

/// What of the modules is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ModulesAs {
    /// The imports of the run, with their costs.
    #[default]
    Imports,
    /// Who asked for whom.
    Graph,
    /// What `sys.modules` holds.
    Held,
}

impl ModulesAs {
    pub const ALL: [ModulesAs; 3] = [ModulesAs::Imports, ModulesAs::Graph, ModulesAs::Held];

    pub fn name(self) -> &'static str {
        match self {
            ModulesAs::Imports => "imports",
            ModulesAs::Graph => "graph",
            ModulesAs::Held => "sys.modules",
        }
    }
}

/// The arrangements of panes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Layout {
    #[default]
    Run,
    Compile,
    Memory,
    Objects,
    Import,
}

impl Layout {
    pub const ALL: [Layout; 5] = [Layout::Run, Layout::Compile, Layout::Memory, Layout::Objects, Layout::Import];

    pub fn name(self) -> &'static str {
        match self {
            Layout::Run => "Run",
            Layout::Compile => "Compile",
            Layout::Memory => "Memory",
            Layout::Objects => "Objects",
            Layout::Import => "Import",
        }
    }

    pub fn from_name(name: &str) -> Option<Layout> {
        Layout::ALL.into_iter().find(|layout| layout.name().eq_ignore_ascii_case(name))
    }
}

/// The views. One table: titles, names on the command line, what each is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Pane {
    Source,
    Tree,
    Tokens,
    Symbols,
    Flow,
    Bytecode,
    Opcode,
    Pyc,
    Frames,
    Namespaces,
    Heap,
    Object,
    Interned,
    Modules,
    Files,
    Profile,
    Collector,
    Timeline,
    Console,
    Lesson,
    Explain,
}

impl Pane {
    pub const ALL: [Pane; 21] = [
        Pane::Source,
        Pane::Tree,
        Pane::Tokens,
        Pane::Symbols,
        Pane::Flow,
        Pane::Bytecode,
        Pane::Opcode,
        Pane::Pyc,
        Pane::Frames,
        Pane::Namespaces,
        Pane::Heap,
        Pane::Object,
        Pane::Interned,
        Pane::Modules,
        Pane::Files,
        Pane::Profile,
        Pane::Collector,
        Pane::Timeline,
        Pane::Console,
        Pane::Lesson,
        Pane::Explain,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Pane::Source => "Source",
            Pane::Tree => "Tree",
            Pane::Tokens => "Tokens",
            Pane::Symbols => "Symbols",
            Pane::Flow => "Flow graph",
            Pane::Bytecode => "Bytecode",
            Pane::Opcode => "Opcode",
            Pane::Pyc => ".pyc",
            Pane::Frames => "Frames",
            Pane::Namespaces => "Namespaces",
            Pane::Heap => "Heap",
            Pane::Object => "Object",
            Pane::Interned => "Interned",
            Pane::Modules => "Modules",
            Pane::Files => "Files",
            Pane::Profile => "Profile",
            Pane::Collector => "Collector",
            Pane::Timeline => "Timeline",
            Pane::Console => "Console",
            Pane::Lesson => "Lesson",
            Pane::Explain => "Explain",
        }
    }

    pub fn from_name(name: &str) -> Option<Pane> {
        let alias = match name.to_ascii_lowercase().as_str() {
            "ast" => "Tree",
            "gc" => "Collector",
            "flow" => "Flow graph",
            "pyc" => ".pyc",
            _ => name,
        };
        Pane::ALL.into_iter().find(|pane| pane.title().eq_ignore_ascii_case(alias))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    Move(Move),
    /// The flow graphs of a large program are to be made ready.
    PrepareFlow,
    /// Looks again at what lies in `__pycache__`.
    LookAtCache,
    /// One step in the granularity that is set.
    StepForward,
    StepBack,
    PlayPause,
    Stop,
    SetGranularity(Granularity),
    /// Steps per second while playing.
    SetSpeed(f32),
    Select(Selection),
    ToggleBreakpoint(u32),
    /// The breakpoint of the line where the cursor is.
    ToggleBreakpointHere,
    Edit(String),
    Open(PathBuf),
    OpenDialog,
    /// Asks for what the run is to be given.
    AskSettings,
    /// Runs the program with it.
    RunWith(Settings),
    /// Runs it once more, with the files that this run left.
    RunAgain,
    /// Changes a file, and runs the program again.
    ChangeFile(FileChange),
    /// Opens an editor for a file beside the program.
    EditFile(String),
    OpenExample(usize),
    /// Goes on with the text that was not saved at the last start, or leaves it.
    TakeDraft,
    DropDraft,
    Save,
    SaveAs,
    SetLayout(Layout),
    SetDetail(Detail),
    /// Shows more rows of a box: an object by its address, a frame's names or stack by their place in the drawing.
    ShowMore(u64),
    ResetLayout,
    ShowPane(Pane),
    ShowModules(ModulesAs),
    ToggleTheme,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    Present,
    /// One pane alone: this one, or the one at hand; again for all of them.
    Alone(Option<Pane>),
    /// While presenting: the next or the previous pane beside the source.
    NextPane,
    PreviousPane,
    /// Opens the timeline that had become a strip, or folds it.
    ToggleTimeline,
    /// What the next step will change, marked before it happens.
    TogglePreview,
    ToggleHelp,
    /// Shows in full what is cut in the pane at hand.
    ReadCut,
    TogglePalette,
    FocusFind,
    OpenLesson(usize),
    CloseLesson,
    NextStop,
    PreviousStop,
    Answer(String),
    /// The n-th line that the program reads with `input()`.
    GiveInput {
        nth: usize,
        line: String,
    },
    /// The input has ended: what reads on meets `EOFError`.
    EndInput,
    Dismiss,
}
