//! The wings of the machine and what each may use (ARCHITECTURE.md, "Wings"), read from the sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

struct Wing {
    name: &'static str,
    may_use: &'static [&'static str],
}

/// The rows of the table: nothing here is used by a wing above it.
const WINGS: &[Wing] = &[
    Wing { name: "memory", may_use: &[] },
    Wing { name: "state", may_use: &["memory"] },
    Wing { name: "native", may_use: &["memory", "state"] },
    // Python code is asked for by the words of `eval::call`, `ask`, `replay` and `activation`, whose rows `activations`
    // has; generators and frame objects keep the records of `eval::frame`.
    Wing {
        name: "objects",
        may_use: &[
            "memory",
            "state",
            "native",
            "eval::call",
            "eval::ask",
            "eval::activation",
            "eval::activations",
            "eval::slot_steps",
            "eval::replay",
            "eval::frame",
        ],
    },
    Wing { name: "eval", may_use: &["memory", "state", "native", "objects"] },
    Wing { name: "python", may_use: &["memory", "state", "native", "objects", "eval"] },
    Wing { name: "inspect", may_use: &["memory", "state", "native", "objects", "eval", "python"] },
];

/// Files that use a wing above theirs, still to be mended. The list may only become shorter.
const DEBTS: &[(&str, &str)] = &[
    ("eval/activations.rs", "python"),
    ("memory/audit.rs", "state"),
    ("memory/dealloc.rs", "objects"),
    ("memory/dealloc.rs", "state"),
    ("memory/gc.rs", "objects"),
    ("memory/gc.rs", "state"),
    ("memory/refcount.rs", "objects"),
    ("memory/refcount.rs", "state"),
    ("native/bind.rs", "objects"),
    ("objects/types.rs", "python"),
    ("state/interpreter.rs", "eval"),
    ("state/interpreter.rs", "native"),
    ("state/interpreter.rs", "objects"),
    ("state/thread.rs", "eval"),
    ("state/thread.rs", "objects"),
];

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            sources(&entry, out);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            out.push(entry);
        }
    }
}

/// The rooms that a source names behind `crate::`, as `wing::room`, tests aside.
fn used(text: &str) -> BTreeSet<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let names = lines.flat_map(|line| line.split("crate::").skip(1));
    let word = |text: &str| -> String { text.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect() };
    names
        .map(|rest| {
            let wing = word(rest);
            let room = rest[wing.len()..].strip_prefix("::").map(word).unwrap_or_default();
            format!("{wing}::{room}")
        })
        .collect()
}

#[test]
fn each_wing_uses_only_what_lies_below_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeSet::new();
    for wing in WINGS {
        let mut files = Vec::new();
        sources(&root.join(wing.name), &mut files);
        assert!(!files.is_empty(), "{} has no files", wing.name);
        for file in files {
            let name = file.strip_prefix(&root).expect("below the root").display().to_string().replace('\\', "/");
            let text = fs::read_to_string(&file).expect("a source");
            for room in used(&text) {
                let other = room.split("::").next().unwrap_or_default();
                let known = WINGS.iter().any(|wing| wing.name == other);
                let allowed = wing.may_use.iter().any(|may| *may == other || *may == room);
                if known && other != wing.name && !allowed {
                    found.insert((name.clone(), other.to_owned()));
                }
            }
        }
    }
    let debts: BTreeSet<(String, String)> =
        DEBTS.iter().map(|(file, wing)| ((*file).to_owned(), (*wing).to_owned())).collect();
    let new: Vec<_> = found.difference(&debts).collect();
    assert!(new.is_empty(), "these files use a wing that lies above theirs: {new:#?}");
    let paid: Vec<_> = debts.difference(&found).collect();
    assert!(paid.is_empty(), "no longer owed, take them off the list: {paid:#?}");
}

#[test]
fn looking_changes_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root.join("inspect"), &mut files);
    for file in files {
        let text = fs::read_to_string(&file).expect("a source");
        assert!(!text.contains("&mut self") && !text.contains("&mut Machine"), "{} changes", file.display());
    }
}
