//! `__pycache__` on the disk: whether what lies there still belongs to a source.

use compiler::pyc::cache_path;
use model::compile::pyc::{Cached, cached};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// The source's modification time in seconds since 1970, 0 if it is in no file, and what the cache holds for it.
pub fn look(filename: &str, source: &str) -> (u64, Cached) {
    let Ok(data) = std::fs::metadata(filename) else { return (0, Cached::NoFile) };
    let mtime =
        data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map_or(0, |time| time.as_secs());
    let name = Path::new(filename).file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let found = match std::fs::read(cache_path(filename, 0)) {
        Ok(data) => cached(&data, &name, mtime, source.as_bytes()),
        Err(_) => Cached::Missing,
    };
    (mtime, found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use compiler::pyc::{Validity, write};

    #[test]
    fn a_cache_becomes_stale_when_its_source_is_touched() {
        let folder = std::env::temp_dir().join("serpentarium-pycache");
        std::fs::create_dir_all(folder.join("__pycache__")).unwrap();
        let file = folder.join("part.py");
        let (name, text) = (file.display().to_string(), "x = 1\n");
        std::fs::write(&file, text).unwrap();
        let _ = std::fs::remove_file(cache_path(&name, 0));
        let (mtime, found) = look(&name, text);
        assert!(mtime > 0 && found == Cached::Missing);
        let code =
            compiler::compile(text.as_bytes(), &name, compiler::Mode::Exec, compiler::Options::default()).unwrap();
        let validity = Validity::Timestamp { mtime: mtime as u32, size: text.len() as u32 };
        std::fs::write(cache_path(&name, 0), write(&code, validity)).unwrap();
        assert!(matches!(look(&name, text).1, Cached::Valid { .. }));
        let later = UNIX_EPOCH + std::time::Duration::from_secs(mtime + 60);
        std::fs::File::options().write(true).open(&file).unwrap().set_modified(later).unwrap();
        assert!(matches!(look(&name, text).1, Cached::Stale { .. }));
        assert_eq!(look("/no/such/file.py", text), (0, Cached::NoFile));
    }
}
