//! Packs the library: each file's source and the code that our compiler makes of it, compressed one by one, behind an
//! index that is Rust. What lies in `overrides` wins over the crate's file of that name.

use compiler::pyc::{self, Validity};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Where the library lies in the files that programs see; also in `src/lib.rs`.
const FOLDER: &str = "/usr/local/lib/python3.14";
/// Modification time of all of it: CPython's validity check compares it with what the code says.
const MTIME: u32 = 1_790_000_000;
/// A good part of the gain in a fraction of the time.
const LEVEL: u8 = 6;

/// Folders and files that are no part of this Python: tests, windows of a toolkit that is not there, stand-ins of
/// another interpreter.
const LEFT_OUT: &[&str] = &[
    "ensurepip/",
    "idlelib/",
    "tkinter/",
    "turtledemo/",
    "turtle.py",
    "test/",
    "_dummy_os.py",
    "_dummy_thread.py",
    "dummy_threading.py",
    "_pycodecs.py",
];

/// What CPython keeps frozen (`Python/frozen.c`): name, and its file.
const FROZEN: &[(&str, &str)] = &[
    ("_frozen_importlib", "importlib/_bootstrap.py"),
    ("_frozen_importlib_external", "importlib/_bootstrap_external.py"),
    ("zipimport", "zipimport.py"),
    ("abc", "abc.py"),
    ("codecs", "codecs.py"),
    ("io", "io.py"),
    ("_collections_abc", "_collections_abc.py"),
    ("_sitebuiltins", "_sitebuiltins.py"),
    ("genericpath", "genericpath.py"),
    ("ntpath", "ntpath.py"),
    ("posixpath", "posixpath.py"),
    ("os", "os.py"),
    ("site", "site.py"),
    ("stat", "stat.py"),
    ("importlib.util", "importlib/util.py"),
    ("importlib.machinery", "importlib/machinery.py"),
    ("runpy", "runpy.py"),
    ("__hello__", "__hello__.py"),
    ("__phello__", "__phello__/__init__.py"),
    ("__phello__.spam", "__phello__/spam.py"),
    ("__phello__.ham", "__phello__/ham/__init__.py"),
    ("__phello__.ham.eggs", "__phello__/ham/eggs.py"),
];

/// One thing in the pack.
struct Part {
    packed: Vec<u8>,
    size: usize,
}

/// Source and code of a file.
type Packed = (Option<Part>, Option<Part>);

fn pack(data: &[u8]) -> Part {
    Part { packed: miniz_oxide::deflate::compress_to_vec(data, LEVEL), size: data.len() }
}

/// What every start reads is kept as it is.
fn keep(data: &[u8]) -> Part {
    Part { packed: data.to_vec(), size: data.len() }
}

/// All `.py` files below a folder, by their path in it.
fn files_below(root: &Path) -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the library").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "py") {
                let name = path.strip_prefix(root).expect("it lies below").to_string_lossy().replace('\\', "/");
                found.insert(name, path);
            }
        }
    }
    found
}

fn left_out(path: &str) -> bool {
    let tests = path.split('/').any(|part| matches!(part, "test" | "tests" | "idle_test"));
    tests || LEFT_OUT.iter().any(|out| path == *out || out.ends_with('/') && path.starts_with(out))
}

/// The code of a file in the form that is written to disk, or nothing if it is not Python 3.14 (templates, examples of errors).
fn compile(source: &[u8], filename: &str) -> Option<Vec<u8>> {
    let code = compiler::compile(source, filename, syntax::Mode::Exec, compiler::Options::default()).ok()?;
    Some(pyc::write(&code, Validity::Timestamp { mtime: MTIME, size: source.len() as u32 }))
}

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=overrides");
    let mut files = files_below(Path::new(rustpython_pylib::LIB_PATH));
    files.retain(|path, _| !left_out(path));
    files.extend(files_below(Path::new("overrides")));
    let reasons = std::fs::read_to_string("overrides/reasons.tsv").expect("the table of overrides");
    for path in files_below(Path::new("overrides")).keys() {
        assert!(
            reasons.lines().any(|line| line.split('\t').next() == Some(path)),
            "{path} has its reason in the table"
        );
    }
    let sources: BTreeMap<String, Vec<u8>> =
        files.into_iter().map(|(path, file)| (path, std::fs::read(file).expect("a file of the library"))).collect();

    // What is to be compiled: a key of the index, the file, the name that the code has.
    let mut jobs: Vec<(String, &[u8], String)> = Vec::new();
    for (path, source) in &sources {
        jobs.push((path.clone(), source, format!("{FOLDER}/{path}")));
    }
    for (name, path) in FROZEN {
        let source = sources.get(*path).unwrap_or_else(|| panic!("{path} is part of the library"));
        // The two that everything begins with have the names of the modules that they are.
        let shown = path.trim_end_matches(".py").trim_end_matches("/__init__").replace('/', ".");
        jobs.push((format!("<frozen>/{name}"), source, format!("<frozen {shown}>")));
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<BTreeMap<usize, Packed>> = Mutex::default();
    let workers = std::thread::available_parallelism().map_or(1, |n| n.get());
    std::thread::scope(|scope| {
        for _ in 0..workers {
            let work = || {
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    let Some((key, source, filename)) = jobs.get(i) else { break };
                    let frozen = key.starts_with('<');
                    let code = compile(source, filename).map(|code| if frozen { keep(&code) } else { pack(&code) });
                    let text = (!frozen).then(|| pack(source));
                    done.lock().expect("no thread fails").insert(i, (text, code));
                }
            };
            // Deep expressions need a deep stack where nothing is optimised.
            std::thread::Builder::new().stack_size(256 << 20).spawn_scoped(scope, work).expect("a thread");
        }
    });

    let done = done.into_inner().expect("no thread fails");
    let mut blob: Vec<u8> = Vec::new();
    let mut index = String::from("pub static FILES: &[File] = &[\n");
    let mut place = |part: &Option<Part>| match part {
        Some(part) => {
            blob.extend(&part.packed);
            format!(
                "Part {{ at: {}, len: {}, size: {} }}",
                blob.len() - part.packed.len(),
                part.packed.len(),
                part.size
            )
        }
        None => "Part { at: 0, len: 0, size: 0 }".to_owned(),
    };
    let mut rows: Vec<(&String, String)> = Vec::new();
    for (i, (text, code)) in &done {
        let (text, code) = (place(text), place(code));
        rows.push((&jobs[*i].0, format!("source: {text}, code: {code}")));
    }
    rows.sort();
    for (path, parts) in rows {
        let _ = writeln!(index, "    File {{ path: {path:?}, {parts} }},");
    }
    index.push_str("];\n");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo says where"));
    std::fs::write(out.join("library.bin"), blob).expect("the pack is written");
    std::fs::write(out.join("index.rs"), index).expect("the index is written");
}
