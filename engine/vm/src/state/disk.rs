//! The learner's folders on disk, as the machine may see them: nothing outside, and each question is answered once, so that
//! a run that is looked at again sees what it saw.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::UNIX_EPOCH;

/// What the disk said of a path.
#[derive(Clone, Debug)]
pub enum OnDisk {
    Folder {
        names: Arc<[String]>,
        mtime_ns: u64,
    },
    File {
        size: usize,
        mtime_ns: u64,
    },
    /// It is there, but cannot be read.
    Denied,
    Nothing,
}

/// Largest file that is read, in bytes.
const LARGEST: u64 = 256 << 20;

/// Folders that a program may look into.
#[derive(Debug, Default)]
pub struct Disk {
    roots: Vec<PathBuf>,
    answers: Mutex<HashMap<String, OnDisk>>,
    /// Bytes of the files that were read.
    read: Mutex<HashMap<String, Arc<Vec<u8>>>>,
}

impl Disk {
    /// What may be seen lies in one of these folders.
    pub fn new(roots: Vec<PathBuf>) -> Disk {
        let roots = roots.into_iter().filter_map(|root| root.canonicalize().ok()).collect();
        Disk { roots, answers: Mutex::default(), read: Mutex::default() }
    }

    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// What lies under an absolute path without `..`.
    pub fn look(&self, path: &str) -> OnDisk {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.entry(path.to_owned()).or_insert_with(|| self.ask(Path::new(path))).clone()
    }

    /// The bytes of a file that was looked at; none if it can no longer be read.
    pub fn read(&self, path: &str) -> Arc<Vec<u8>> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = || self.inside(Path::new(path)).and_then(|real| std::fs::read(real).ok()).unwrap_or_default();
        Arc::clone(read.entry(path.to_owned()).or_insert_with(|| Arc::new(bytes())))
    }

    /// The place of a path whose folder is inside: links to there are followed, links out of there not. `None` elsewhere.
    fn place(&self, path: &str) -> Option<PathBuf> {
        let path = Path::new(path);
        if path.symlink_metadata().is_ok_and(|meta| meta.is_symlink()) {
            return self.inside(path);
        }
        Some(self.inside(path.parent()?)?.join(path.file_name()?))
    }

    /// Makes a folder, if it is inside and not there.
    pub fn make_folder(&self, path: &str) -> std::io::Result<()> {
        match self.place(path) {
            Some(place) if !place.is_dir() => std::fs::create_dir(place),
            _ => Ok(()),
        }
    }

    /// Writes a file, if it is inside.
    pub fn write(&self, path: &str, data: &[u8]) -> std::io::Result<()> {
        self.place(path).map_or(Ok(()), |place| std::fs::write(place, data))
    }

    /// Removes a file, or a folder with nothing in it, if it is inside.
    pub fn remove(&self, path: &str) -> std::io::Result<()> {
        match self.place(path) {
            Some(place) if place.is_dir() => std::fs::remove_dir(place),
            Some(place) if place.exists() => std::fs::remove_file(place),
            _ => Ok(()),
        }
    }

    /// Links may lead out of the folders: what counts is where they lead.
    fn inside(&self, path: &Path) -> Option<PathBuf> {
        let real = path.canonicalize().ok()?;
        self.roots.iter().any(|root| real.starts_with(root)).then_some(real)
    }

    fn ask(&self, path: &Path) -> OnDisk {
        let Some(real) = self.inside(path) else { return self.way_to_a_root(path) };
        let Ok(meta) = real.metadata() else { return OnDisk::Nothing };
        let time = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let mtime_ns = time.map_or(0, |time| time.as_nanos() as u64);
        if meta.is_dir() {
            let Ok(entries) = real.read_dir() else { return OnDisk::Denied };
            let mut names: Vec<String> =
                entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
            names.sort();
            return OnDisk::Folder { names: names.into(), mtime_ns };
        }
        if !meta.is_file() || meta.len() > LARGEST {
            return OnDisk::Denied;
        }
        match std::fs::File::open(&real) {
            Ok(_) => OnDisk::File { size: meta.len() as usize, mtime_ns },
            Err(_) => OnDisk::Denied,
        }
    }

    /// A folder above one of ours holds nothing but the way there.
    fn way_to_a_root(&self, path: &Path) -> OnDisk {
        let names: Vec<String> = self
            .roots
            .iter()
            .filter_map(|root| root.strip_prefix(path).ok()?.components().next())
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        if names.is_empty() { OnDisk::Nothing } else { OnDisk::Folder { names: names.into(), mtime_ns: 0 } }
    }
}
