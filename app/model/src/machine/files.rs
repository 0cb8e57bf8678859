//! The files that a program sees, as a tree: the folders of the learner, what was written, and what of the library was read.

use crate::compile::pyc::{Cached, cached};
use compiler::pyc::{HEADER_SIZE, MAGIC};
use std::collections::{BTreeMap, BTreeSet};
use vm::state::files::Files;
use vm::state::interpreter::Machine;

/// What a run did with a file so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Use {
    pub read: bool,
    pub written: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FileRow {
    pub path: String,
    /// Without its folders; for a folder at the top, the whole path.
    pub name: String,
    pub depth: u32,
    pub folder: bool,
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since 1970.
    pub mtime_ns: u64,
    pub used: Use,
    /// It lies above the disk: this run or an earlier one made it, or somebody in the window.
    pub above: bool,
    /// Taken away by this run or before it.
    pub gone: bool,
    /// The library's: nobody can change it.
    pub fixed: bool,
    /// What a `.pyc` file says of itself.
    pub pyc: Option<PycNote>,
}

/// The header of a `.pyc` file beside the source that it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub struct PycNote {
    pub source: String,
    pub magic: u16,
    pub magic_fits: bool,
    /// The second word: 0, checked by time and size; 1, by a hash that nobody compares; 3, by one that is compared.
    pub flags: u32,
    /// The third and fourth word: time and size, or the hash.
    pub words: [u32; 2],
    /// Time in seconds and size of the source now.
    pub now: Option<[u32; 2]>,
    pub state: Cached,
}

impl PycNote {
    pub fn is_valid(&self) -> bool {
        matches!(self.state, Cached::Valid { .. })
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct FilesModel {
    pub rows: Vec<FileRow>,
    /// Where the program works.
    pub folder: String,
    /// Files beyond those that are shown.
    pub more: usize,
}

/// Rows at most, and names of one folder.
const ROWS: usize = 600;
const NAMES: usize = 200;
/// Folders inside folders, as far as nothing was used there.
const DEPTH: u32 = 3;
/// Bytes of a `.pyc` file and its source up to which they are compared.
const LARGE: u64 = 4 << 20;

/// The tree at a moment; `first` is how the first run found the files, `start` how this one did, `opened` what it opened until now, with whether to write.
pub fn files(
    machine: &Machine,
    (first, start): (&Files, &Files),
    opened: &mut dyn Iterator<Item = (&str, bool)>,
) -> FilesModel {
    let files = &machine.host.files;
    let mut used: BTreeMap<String, Use> = BTreeMap::new();
    for (path, writes) in opened {
        let row = used.entry(path.to_owned()).or_default();
        if writes {
            row.written = true;
        } else {
            row.read = true;
        }
    }
    for (path, _) in files.changed_since(start) {
        used.entry(path.to_owned()).or_default().written = true;
    }
    // A file written under another name and moved is told once, under the name that stayed.
    used.retain(|path, _| files.stat(path).is_ok() || files.changed().any(|(known, _)| known == path));
    let above: BTreeMap<&str, bool> = files.changed().collect();
    let newer = files.changed_since(first).filter(|(_, there)| *there).map(|(path, _)| path).collect();
    let mut tree = Tree { files, used: &used, above: &above, newer, rows: Vec::new(), more: 0 };
    let mut tops: BTreeSet<String> = BTreeSet::from([files.cwd.to_string()]);
    if !machine.host.script_folder.is_empty() {
        tops.insert(machine.host.script_folder.to_string());
    }
    let written = files.changed().map(|(path, _)| path).filter(|path| !files.stat(path).is_ok_and(|stat| stat.folder));
    for path in used.keys().map(String::as_str).chain(written) {
        let below = |top: &String| path.starts_with(&format!("{}/", top.trim_end_matches('/')));
        if !tree.is_fixed(path) && !tops.iter().any(|top| top != "/" && below(top)) {
            let folder = path.rsplit_once('/').map_or("/", |(folder, _)| folder);
            tops.insert(if folder.is_empty() { "/" } else { folder }.to_owned());
        }
    }
    // The root is not walked through: what was used below it has a line of its own.
    tops.remove("/");
    let inner = |top: &&String| {
        let under = |other: &String| other != *top && top.starts_with(&format!("{}/", other.trim_end_matches('/')));
        !tops.iter().any(under)
    };
    for top in tops.iter().filter(inner) {
        tree.folder(top, top, 0);
    }
    tree.library();
    FilesModel { rows: tree.rows, folder: files.cwd.to_string(), more: tree.more }
}

struct Tree<'a> {
    files: &'a Files,
    used: &'a BTreeMap<String, Use>,
    above: &'a BTreeMap<&'a str, bool>,
    /// What no disk and no lesson brought.
    newer: BTreeSet<&'a str>,
    rows: Vec<FileRow>,
    more: usize,
}

impl Tree<'_> {
    fn is_fixed(&self, path: &str) -> bool {
        self.files.library.is_some_and(|library| path.starts_with(library.folder))
    }

    fn put(&mut self, path: &str, name: &str, depth: u32) -> bool {
        let stat = self.files.stat(path).ok();
        let gone = stat.is_none();
        if self.rows.len() >= ROWS {
            self.more += 1;
            return false;
        }
        let (folder, size, mtime_ns) = stat.map_or((false, 0, 0), |stat| (stat.folder, stat.size, stat.mtime_ns));
        let pyc = (name.ends_with(".pyc") && !gone && !folder).then(|| self.note(path, size)).flatten();
        self.rows.push(FileRow {
            path: path.to_owned(),
            name: name.to_owned(),
            depth,
            folder,
            size: if folder { 0 } else { size },
            mtime_ns,
            used: self.used.get(path).copied().unwrap_or_default(),
            above: self.newer.contains(path),
            gone,
            fixed: self.is_fixed(path),
            pyc,
        });
        folder
    }

    /// A folder with what is in it.
    fn folder(&mut self, path: &str, name: &str, depth: u32) {
        if !self.put(path, name, depth) {
            return;
        }
        let mut names: BTreeSet<String> = self.files.list(path).unwrap_or_default().into_iter().collect();
        let start = format!("{}/", path.trim_end_matches('/'));
        for (known, there) in self.above.range(start.as_str()..).take_while(|(known, _)| known.starts_with(&start)) {
            let rest = &known[start.len()..];
            // What was taken away is still told of.
            if !there && !rest.contains('/') && self.used.contains_key(*known) {
                names.insert(rest.to_owned());
            }
        }
        self.more += names.len().saturating_sub(NAMES);
        for name in names.into_iter().take(NAMES) {
            let inner = format!("{start}{name}");
            let hidden = name.starts_with('.');
            let below = self.used.range(inner.clone()..).next().is_some_and(|(known, _)| known.starts_with(&inner));
            if hidden && !below {
                self.more += 1;
            } else if depth < DEPTH || below {
                self.folder(&inner, &name, depth + 1);
            } else {
                self.put(&inner, &name, depth + 1);
            }
        }
    }

    /// What of the library was read, each file by its path below the library's folder.
    fn library(&mut self) {
        let Some(library) = self.files.library else { return };
        let start = format!("{}/", library.folder);
        let read: Vec<String> = self.used.keys().filter(|path| path.starts_with(&start)).cloned().collect();
        if read.is_empty() {
            return;
        }
        self.put(library.folder, library.folder, 0);
        for path in read {
            let name = path[start.len()..].to_owned();
            self.put(&path, &name, 1);
        }
    }

    /// What a file of a `__pycache__` says, and whether it still belongs to its source.
    fn note(&self, path: &str, size: u64) -> Option<PycNote> {
        let (folder, name) = path.rsplit_once('/')?;
        let stem = name.strip_suffix(".pyc")?;
        let stem = stem.split('.').next()?;
        let source = format!("{}/{stem}.py", folder.strip_suffix("/__pycache__")?);
        let fixed = self.is_fixed(path);
        let data = if size < LARGE { self.files.read_whole(path).ok()? } else { return None };
        let word =
            |at: usize| data.get(at..at + 4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]));
        let stat = self.files.stat(&source).ok().filter(|stat| !stat.folder);
        let now = stat.map(|stat| [(stat.mtime_ns / 1_000_000_000) as u32, stat.size as u32]);
        let text =
            if fixed { None } else { self.files.read_whole(&source).ok().filter(|text| text.len() as u64 <= LARGE) };
        let state = match (now, text) {
            _ if data.len() < HEADER_SIZE => Cached::Damaged { why: "it is shorter than a header".to_owned() },
            // The library's were made together with their sources.
            (Some(_), None) => Cached::Valid { size: data.len() },
            (Some([time, _]), Some(text)) => cached(&data, stem, u64::from(time), &text),
            (None, _) => Cached::Stale { why: "there is no source beside it".to_owned() },
        };
        let magic = data.get(0..4).unwrap_or(&[]);
        Some(PycNote {
            source,
            magic: u16::from_le_bytes([*magic.first()?, *magic.get(1)?]),
            magic_fits: magic == MAGIC,
            flags: word(4)?,
            words: [word(8)?, word(12)?],
            now,
            state,
        })
    }
}
