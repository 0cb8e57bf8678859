//! A run and a moment for pictures and interface tests: two nodes that are about to hold each other.

mod imports;

use model::compile::Compilation;
use model::compile::bytecode::{BytecodeNow, CodeListing, InstructionRow};
use model::compile::source::SourceModel;
use model::ground::explain::{ExplainModel, pieces};
use model::ground::place::Span;
use model::ground::value::{Mark, Value};
use model::machine::console::{Chunk, ConsoleModel, Output, Stream};
use model::machine::frames::{FrameModel, FramesModel};
use model::machine::gc::{GcModel, Generation, Member};
use model::machine::heap::{HeapModel, Object, Root, RootKind, Row};
use model::machine::interned::{InternedItem, InternedModel};
use model::machine::modules::ModuleRow;
use model::machine::namespaces::{Binding, NamespacesModel, Scope, ScopeKind};
use model::moment::timeline::{CallSpan, Event, EventKind, LineSpan, TimelineModel};
use model::moment::{Ending, Moment, Run};
use std::sync::Arc;

pub const TEXT: &str = "class Node:\n    def __init__(self, name):\n        self.name = name\n        self.next = None\n\n\
a = Node(\"a\")\nb = Node(\"b\")\na.next = b\nb.next = a\nscores = [90, 85, 95]\nalias = scores\ndel a, b\n";

const NODE: u64 = 0x7f00_0000_4c20;
const INIT: u64 = 0x7f00_0000_4d80;
const FIRST: u64 = 0x7f00_0000_5c10;
const SECOND: u64 = 0x7f00_0000_5c50;

fn reference(text: &str, type_name: &str, address: u64) -> Value {
    Value::reference(text, type_name, address)
}

fn inline(text: &str, type_name: &str, address: u64) -> Value {
    Value { inline: true, immortal: true, ..reference(text, type_name, address) }
}

fn row(label: &str, value: Value) -> Row {
    Row::holding(label, value)
}

fn span(line: u32, col: u32, end_col: u32) -> Span {
    Span { line, col, end_line: line, end_col }
}

fn codes() -> Vec<CodeListing> {
    let table: &[(u32, &str, &str, u32, Span, u32, u32)] = &[
        (98, "LOAD_NAME", "b", 8, span(8, 9, 10), 0, 1),
        (100, "LOAD_NAME", "a", 8, span(8, 0, 1), 0, 1),
        (102, "STORE_ATTR", "next", 8, span(8, 0, 6), 2, 0),
        (112, "LOAD_NAME", "a", 9, span(9, 9, 10), 0, 1),
        (114, "LOAD_NAME", "b", 9, span(9, 0, 1), 0, 1),
        (116, "STORE_ATTR", "next", 9, span(9, 0, 6), 2, 0),
        (126, "BUILD_LIST", "", 10, span(10, 9, 21), 0, 1),
        (128, "LOAD_CONST", "(90, 85, 95)", 10, span(10, 9, 21), 0, 1),
        (130, "LIST_EXTEND", "", 10, span(10, 9, 21), 1, 0),
        (132, "STORE_NAME", "scores", 10, span(10, 0, 6), 1, 0),
        (134, "LOAD_NAME", "scores", 11, span(11, 8, 14), 0, 1),
        (136, "STORE_NAME", "alias", 11, span(11, 0, 5), 1, 0),
        (138, "DELETE_NAME", "a", 12, span(12, 4, 5), 0, 0),
        (140, "DELETE_NAME", "b", 12, span(12, 7, 8), 0, 0),
        (142, "LOAD_CONST", "None", 12, span(12, 7, 8), 0, 1),
        (144, "RETURN_VALUE", "", 12, span(12, 7, 8), 1, 0),
    ];
    let mut rows: Vec<InstructionRow> = Vec::new();
    for &(offset, name, meaning, line, span, pops, pushes) in table {
        let starts_line = rows.last().is_none_or(|row| row.line != line);
        rows.push(InstructionRow {
            offset,
            name,
            arg: Some(1),
            meaning: meaning.into(),
            line,
            starts_line,
            span,
            target: None,
            label: None,
            caches: 0,
            pops,
            pushes,
        });
    }
    let module = CodeListing::with_rows("<module>", 1, rows);
    vec![module, CodeListing::with_rows("Node.__init__", 2, Vec::new())]
}

pub fn run() -> Run {
    let lines = [1, 2, 1, 6, 2, 3, 4, 6, 7, 2, 3, 4, 7, 8, 9, 10, 11, 12];
    let calls =
        [("<module>", 0, 83, 0), ("Node body", 6, 18, 1), ("Node.__init__", 25, 38, 1), ("Node.__init__", 43, 56, 1)];
    Run {
        generation: 1,
        source: SourceModel::new("cycle.py", TEXT),
        compilation: Arc::new(Compilation::of("cycle.py", TEXT)),
        codes: Arc::new(codes()),
        timeline: TimelineModel {
            total: 83,
            lines: lines.iter().enumerate().map(|(at, &line)| LineSpan { start: at as u64 * 83 / 18, line }).collect(),
            calls: calls
                .iter()
                .map(|&(name, start, end, depth)| CallSpan { start, end, depth, name: name.into(), code: 0, blocks: 0 })
                .collect(),
            events: vec![
                Event { step: 30, kind: EventKind::Output { stderr: false }, text: "wrote ready".into() },
                Event {
                    step: 80,
                    kind: EventKind::Collection { generation: 2 },
                    text: "generation 2 collected".into(),
                },
            ],
            last: 82,
            recording: false,
            read: 1.0,
        },
        imports: Arc::new(imports::imports()),
        profile: Arc::new(imports::profile()),
        console: ConsoleModel { first: Some(30), ..ConsoleModel::default() },
        ending: Ending::Finished { status: 0 },
        settings: Default::default(),
        cached: Default::default(),
    }
}

fn object(address: u64, title: &str, type_name: &str, refcount: u64, mark: Mark, rows: Vec<Row>) -> Object {
    Object { refcount: Some(refcount), mark, size: 48, ..Object::young(address, title, type_name, rows) }
}

fn heap() -> HeapModel {
    let (node, first, second) = (
        reference("class Node", "type", NODE),
        reference("Node #1", "Node", FIRST),
        reference("Node #2", "Node", SECOND),
    );
    HeapModel {
        roots: vec![
            Root {
                title: "<module>".into(),
                kind: RootKind::Names,
                frame: 0,
                rows: vec![row("Node", node), row("a", first.clone()), row("b", second.clone())],
                more: 0,
                note: String::new(),
            },
            Root {
                title: "stack".into(),
                kind: RootKind::Stack,
                frame: 0,
                rows: vec![row("top", second.clone()), row("1", first)],
                more: 0,
                note: "takes both now".into(),
            },
        ],
        objects: vec![
            object(
                NODE,
                "class Node",
                "type",
                9,
                Mark::None,
                vec![row("__init__", reference("function", "function", INIT))],
            ),
            object(
                INIT,
                "function __init__",
                "function",
                2,
                Mark::None,
                vec![row("__code__", inline("code", "code", 1)), row("__globals__", inline("dict", "dict", 2))],
            ),
            object(
                FIRST,
                "Node #1",
                "Node",
                2,
                Mark::None,
                vec![row("name", inline("'a'", "str", 3)), row("next", second.clone())],
            ),
            object(
                SECOND,
                "Node #2",
                "Node",
                3,
                Mark::Changed,
                vec![row("name", inline("'b'", "str", 4)), row("next", inline("None", "NoneType", 5))],
            ),
        ],
        folded: 8431,
        ..HeapModel::default()
    }
}

pub fn moment() -> Moment {
    let binding = |name: &str, value: Value| Binding { name: name.into(), value: Some(value), cell: false };
    let names = vec![
        binding("Node", reference("class Node", "type", NODE)),
        binding("a", reference("Node #1", "Node", FIRST)),
        binding("b", reference("Node #2", "Node", SECOND)),
    ];
    let interned = |text: &str, address, current| InternedItem {
        text: text.into(),
        address,
        refcount: Some(3),
        holders: vec!["co_names".into()],
        current,
    };
    let generation = |count, threshold, objects: u64, drawn: u64| Generation {
        count,
        threshold,
        objects,
        members: (0..drawn)
            .map(|address| Member {
                address: 0x1000 + address,
                label: "dict".into(),
                mark: if address < 2 { Mark::Changed } else { Mark::None },
            })
            .collect(),
    };
    Moment {
        search: Some(imports::search()),
        files: imports::files(),
        elsewhere: None,
        generation: 1,
        step: 61,
        total: 83,
        compile: None,
        line: 9,
        span: span(9, 0, 6),
        next: "STORE_ATTR next".into(),
        bytecode: BytecodeNow { code: 0, offset: Some(116), specialised: Vec::new() },
        frames: FramesModel {
            frames: vec![FrameModel {
                name: "<module>".into(),
                native: false,
                progress: None,
                filename: "cycle.py".into(),
                line: 9,
                offset: 116,
                code: 0,
                names: names.clone(),
                more_names: 0,
                stack: vec![Some(reference("Node #1", "Node", FIRST)), Some(reference("Node #2", "Node", SECOND))],
                capacity: 3,
                takes: 2,
            }],
            depth: 1,
            unwound: None,
        },
        namespaces: NamespacesModel {
            scopes: vec![Scope { kind: ScopeKind::Global, owner: "__main__".into(), bindings: names, more: 0 }],
            ..NamespacesModel::default()
        },
        heap: heap().into(),
        interned: InternedModel {
            strings: vec![interned("'name'", 10, false), interned("'next'", 11, true), interned("'a'", 3, false)],
            integers: vec![InternedItem { refcount: None, ..interned("90", 20, false) }],
            total_strings: 1204,
        },
        modules: vec![ModuleRow {
            name: "sys".into(),
            address: 0x7f00_0000_9000,
            origin: "built in",
            names: 88,
            refcount: Some(9),
            mark: Mark::None,
        }],
        gc: GcModel {
            generations: vec![generation(412, 2000, 412, 60), generation(3, 10, 5104, 24), generation(0, 10, 0, 0)],
            enabled: true,
            collections: 0,
            last: None,
        },
        output: Output { chunks: vec![Chunk { stream: Stream::Out, text: "ready\n".into(), step: 30 }], earlier: 0 },
        explain: ExplainModel {
            just_now: pieces("**LOAD_NAME**: `Node #2` was pushed."),
            counts: vec!["Node #2 rose from 2 to 3 references".into()],
            ..ExplainModel::from_markup(
                "**STORE_ATTR** sets the attribute `next` of `Node #2` to `Node #1`.",
                vec!["not specialised yet".into()],
            )
        },
        dying: Vec::new(),
    }
}
