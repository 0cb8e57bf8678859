//! What each wing of this crate may use, and the test that names what was broken.

use std::path::{Path, PathBuf};

/// A wing, and the wings that it may use.
const WINGS: [(&str, &[&str]); 6] = [
    ("look", &[]),
    ("recording", &[]),
    ("panes", &["look"]),
    ("shell", &["look", "panes", "recording"]),
    ("picture", &["look", "shell"]),
    ("cli", &["panes", "picture", "recording", "shell"]),
];

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the wing is there").flatten() {
        let path = entry.path();
        if path.is_dir() { sources(&path, into) } else { into.push(path) }
    }
}

#[test]
fn no_wing_uses_what_stands_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut broken = Vec::new();
    for (wing, may) in WINGS {
        let mut files = Vec::new();
        sources(&root.join(wing), &mut files);
        for file in files {
            let text = std::fs::read_to_string(&file).expect("a source file");
            for (number, line) in text.lines().enumerate() {
                let used = line.split("crate::").skip(1).filter_map(|rest| rest.split("::").next());
                for used in used.filter(|used| *used != wing && !may.contains(used)) {
                    broken.push(format!("{}:{} uses {used}", file.display(), number + 1));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    let wings = std::fs::read_dir(&root).expect("the sources are there").flatten();
    let mut found: Vec<_> = wings.map(|entry| entry.file_name().display().to_string()).collect();
    found.sort();
    let all = ["cli", "lib.rs", "look", "main.rs", "panes", "picture", "recording", "shell"];
    assert_eq!(found, all, "every file lies in a wing");
}
