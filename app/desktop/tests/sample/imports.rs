//! What the sample run would look like had it imported something, read and written files: put together by hand.

use model::compile::pyc::Cached;
use model::machine::files::{FileRow, FilesModel, PycNote, Use};
use model::machine::import_search::{Asked, SearchModel, Stage};
use model::moment::imports::{How, Import, ImportsModel, Link};
use model::moment::profile::{FunctionRow, ProfileModel};

pub fn imports() -> ImportsModel {
    let import = |name: &str, importer: &str, how, start, end, depth| Import {
        name: name.into(),
        importer: importer.into(),
        how,
        start,
        end,
        body: Some(start + 2),
        own: end - start - 1,
        ns: (end - start) * 20,
        depth,
        origin: format!("/usr/local/lib/python3.14/{name}.py"),
    };
    let link = |from: &str, to: &str, step, cached| Link { from: from.into(), to: to.into(), step, cached };
    ImportsModel {
        imports: vec![
            import("shapes", "__main__", How::Compiled, 2, 30, 0),
            import("math", "shapes", How::Builtin, 8, 12, 1),
            import("enum", "shapes", How::Pyc, 14, 28, 1),
            import("types", "enum", How::Pyc, 16, 22, 2),
            import("missing", "__main__", How::Failed, 40, 48, 0),
            import("json", "__main__", How::Compiled, 58, 82, 0),
        ],
        links: vec![
            link("__main__", "shapes", 2, 3),
            link("shapes", "math", 8, 0),
            link("shapes", "enum", 14, 0),
            link("enum", "types", 16, 0),
            link("__main__", "missing", 40, 0),
            link("__main__", "json", 58, 0),
        ],
        whole: true,
    }
}

pub fn search() -> SearchModel {
    let stage =
        |title: &str, detail: &str, asked, inner| Stage { title: title.into(), detail: detail.into(), asked, inner };
    SearchModel {
        name: "json".into(),
        within: Vec::new(),
        stages: vec![
            stage("sys.modules", "modules that are there already", Asked::No, false),
            stage("BuiltinImporter", "modules compiled into the interpreter", Asked::No, false),
            stage("PathFinder", "the folders of sys.path, or of the package", Asked::Now, false),
            stage("/home/learner", "", Asked::No, true),
            stage("/usr/local/lib/python3.14", "", Asked::Now, true),
        ],
    }
}

pub fn profile() -> ProfileModel {
    let row = |name: &str, line, calls, steps, cumulative, blocks, first| FunctionRow {
        name: name.into(),
        file: "cycle.py".into(),
        line,
        own: true,
        calls,
        recursive: calls / 3,
        steps,
        cumulative,
        blocks,
        cumulative_blocks: blocks,
        first,
        longest: first,
    };
    let rows = vec![
        row("<module>", 1, 1, 45, 83, 12, 0),
        row("Node.__init__", 2, 2, 26, 26, 4, 25),
        row("Node body", 1, 1, 12, 12, 2, 6),
    ];
    ProfileModel { rows, steps: 83, blocks: 18, sampled: false }
}

pub fn files() -> FilesModel {
    let file = |name: &str, depth, size, read, written| FileRow {
        path: format!("/home/learner/{name}"),
        name: name.rsplit('/').next().unwrap_or(name).into(),
        depth,
        folder: name.is_empty() || name.ends_with("__"),
        size,
        mtime_ns: 1_790_000_030_000_000_000,
        used: Use { read, written },
        above: written,
        gone: false,
        fixed: false,
        pyc: None,
    };
    let note = PycNote {
        source: "/home/learner/shapes.py".into(),
        magic: 3627,
        magic_fits: true,
        flags: 0,
        words: [1_790_000_000, 51],
        now: Some([1_790_000_030, 51]),
        state: Cached::Stale {
            why: "it notes the source's time 2026-09-21 14:13:20, which is 2026-09-21 14:13:50 now".into(),
        },
    };
    let cached = FileRow { pyc: Some(note), ..file("__pycache__/shapes.cpython-314.pyc", 2, 274, true, false) };
    let rows = vec![
        FileRow {
            name: "/home/learner".into(),
            path: "/home/learner".into(),
            folder: true,
            ..file("", 0, 0, false, false)
        },
        file("__pycache__", 1, 0, false, false),
        cached,
        file("shapes.py", 1, 51, true, false),
        file("written.txt", 1, 12, false, true),
        FileRow { gone: true, ..file("old.txt", 1, 0, false, true) },
    ];
    FilesModel { rows, folder: "/home/learner".into(), more: 0 }
}
