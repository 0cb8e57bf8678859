//! The Python half of the standard library. Its files are packed one by one and unpacked when they are asked for. The
//! sources are those of the crate `rustpython-pylib` (PSF licence), corrected by what lies in `overrides`, each with its
//! reason in `overrides/reasons.tsv`.
#![forbid(unsafe_code)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Where the library lies in the files that programs see.
pub const FOLDER: &str = "/usr/local/lib/python3.14";
/// Modification time of all its files, in seconds since 1970.
pub const MTIME: u32 = 1_790_000_000;
const CACHE: &str = "__pycache__";
const TAG: &str = ".cpython-314.pyc";

/// A range of the pack, compressed if it is shorter than its size; of size 0: there is nothing.
#[derive(Clone, Copy, Debug)]
struct Part {
    at: usize,
    len: usize,
    size: usize,
}

/// One file of the library.
#[derive(Debug)]
pub struct File {
    /// Below [`FOLDER`], or `<frozen>/` and a module's name.
    pub path: &'static str,
    source: Part,
    code: Part,
}

static PACK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.bin"));
include!(concat!(env!("OUT_DIR"), "/index.rs"));

fn unpack(part: Part) -> Vec<u8> {
    let packed = &PACK[part.at..part.at + part.len];
    if part.len == part.size {
        return packed.to_vec();
    }
    miniz_oxide::inflate::decompress_to_vec_with_limit(packed, part.size).unwrap_or_default()
}

impl File {
    /// The source text.
    pub fn source(&self) -> Vec<u8> {
        unpack(self.source)
    }

    /// Bytes of the source text.
    pub fn size(&self) -> usize {
        self.source.size
    }

    /// What a `.pyc` file of it holds, header included; `None` if it cannot be compiled.
    pub fn pyc(&self) -> Option<Vec<u8>> {
        (self.code.size > 0).then(|| unpack(self.code))
    }
}

fn find(path: &str) -> Option<&'static File> {
    FILES.binary_search_by(|file| file.path.cmp(path)).ok().map(|i| &FILES[i])
}

/// The marshalled code of a frozen module, and whether that is a package.
pub fn frozen(name: &str) -> Option<(Vec<u8>, bool)> {
    let file = find(&format!("<frozen>/{name}"))?;
    let code = file.pyc()?.split_off(16);
    Some((code, is_frozen_package(name)))
}

/// Whether that frozen module is a package.
pub fn is_frozen_package(name: &str) -> bool {
    matches!(name, "__phello__" | "__phello__.ham")
}

/// The module that a frozen one was made of (`origname` in `Python/frozen.c`).
pub fn frozen_origin(name: &str) -> Option<&'static str> {
    match name {
        "_frozen_importlib" => Some("importlib._bootstrap"),
        "_frozen_importlib_external" => Some("importlib._bootstrap_external"),
        name => find(&format!("<frozen>/{name}")).and_then(|file| file.path.strip_prefix("<frozen>/")),
    }
}

/// Whether there is a frozen module of that name.
pub fn is_frozen(name: &str) -> bool {
    find(&format!("<frozen>/{name}")).is_some()
}

/// Names of all frozen modules.
pub fn frozen_names() -> impl Iterator<Item = &'static str> {
    FILES.iter().filter_map(|file| file.path.strip_prefix("<frozen>/"))
}

/// What lies under a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entry {
    Folder,
    /// A file of so many bytes.
    File(usize),
}

/// Names in each folder, by its path below [`FOLDER`].
fn folders() -> &'static BTreeMap<&'static str, BTreeSet<&'static str>> {
    static FOLDERS: OnceLock<BTreeMap<&str, BTreeSet<&str>>> = OnceLock::new();
    FOLDERS.get_or_init(|| {
        let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for mut path in FILES.iter().map(|file| file.path).filter(|path| !path.starts_with('<')) {
            while let Some((folder, name)) = path.rsplit_once('/') {
                folders.entry(folder).or_default().insert(name);
                path = folder;
            }
            folders.entry("").or_default().insert(path);
        }
        folders
    })
}

/// The source that a path of a `.pyc` file belongs to.
fn cached(path: &str) -> Option<&'static File> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.strip_suffix(TAG)?;
    let folder = folder.strip_suffix(CACHE)?;
    find(&format!("{folder}{stem}.py"))
}

/// What lies under a path below [`FOLDER`].
pub fn stat(path: &str) -> Option<Entry> {
    if let Some(file) = find(path).filter(|_| !path.starts_with('<')) {
        return Some(Entry::File(file.source.size));
    }
    if let Some(file) = cached(path) {
        return (file.code.size > 0).then_some(Entry::File(file.code.size));
    }
    let folder = path.strip_suffix(CACHE).map_or(path, |folder| folder.trim_end_matches('/'));
    folders().contains_key(folder).then_some(Entry::Folder)
}

/// The bytes of the file under a path below [`FOLDER`].
pub fn read(path: &str) -> Option<Vec<u8>> {
    match find(path).filter(|_| !path.starts_with('<')) {
        Some(file) => Some(file.source()),
        None => cached(path)?.pyc(),
    }
}

/// Names in a folder below [`FOLDER`], sorted.
pub fn list(path: &str) -> Option<Vec<String>> {
    if let Some(folder) = path.strip_suffix(CACHE) {
        let names = folders().get(folder.trim_end_matches('/'))?;
        return Some(names.iter().filter_map(|name| Some(format!("{}{TAG}", name.strip_suffix(".py")?))).collect());
    }
    let names = folders().get(path)?;
    let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    names.push(CACHE.to_owned());
    names.sort();
    Some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_folders_and_code_are_found() {
        assert_eq!(stat("json"), Some(Entry::Folder));
        assert_eq!(stat("json/__pycache__"), Some(Entry::Folder));
        assert!(matches!(stat("json/__init__.py"), Some(Entry::File(n)) if n > 1000));
        let code = read("json/__pycache__/__init__.cpython-314.pyc").expect("json compiles");
        assert_eq!(stat("json/__pycache__/__init__.cpython-314.pyc"), Some(Entry::File(code.len())));
        assert!(list("json").is_some_and(|names| names.contains(&"decoder.py".to_owned())));
        assert!(stat("idlelib").is_none() && stat("nowhere.py").is_none() && stat("<frozen>/os").is_none());
    }

    #[test]
    fn frozen_modules_have_code() {
        for name in frozen_names() {
            assert!(frozen(name).is_some_and(|(code, _)| !code.is_empty()), "{name}");
        }
    }

    #[test]
    fn all_files_compile_but_templates() {
        let broken: Vec<&str> = FILES.iter().filter(|file| file.code.size == 0).map(|file| file.path).collect();
        assert_eq!(broken, Vec::<&str>::new());
    }
}
