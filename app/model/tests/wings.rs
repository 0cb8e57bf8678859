//! What each wing of this crate may use, and the test that names what was broken.

use std::path::Path;

/// A wing, and the wings above which it stands.
const WINGS: [(&str, &[&str]); 5] = [
    ("ground", &[]),
    ("compile", &["ground"]),
    ("machine", &["ground", "compile"]),
    ("moment", &["ground", "compile", "machine"]),
    ("ask", &["ground", "compile", "machine", "moment"]),
];

#[test]
fn no_wing_uses_what_stands_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut broken = Vec::new();
    for (wing, may) in WINGS {
        for entry in std::fs::read_dir(root.join(wing)).expect("the wing is there").flatten() {
            let text = std::fs::read_to_string(entry.path()).expect("a source file");
            let own = text.split("#[cfg(test)]").next().unwrap_or_default();
            for (number, line) in own.lines().enumerate() {
                let used = line.split("crate::").skip(1).filter_map(|rest| rest.split("::").next());
                for used in used.filter(|used| *used != wing && !may.contains(used)) {
                    broken.push(format!("{wing}/{}:{} uses {used}", entry.file_name().display(), number + 1));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    let wings = std::fs::read_dir(&root).expect("the sources are there").flatten();
    let mut found: Vec<_> = wings.map(|entry| entry.file_name().display().to_string()).collect();
    found.sort();
    assert_eq!(found, ["ask", "compile", "ground", "lib.rs", "machine", "moment"], "every file lies in a wing");
}
