//! The program being edited and the file it lives in.

use std::path::{Path, PathBuf};

#[derive(Clone, Debug, Default)]
pub struct Document {
    pub path: Option<PathBuf>,
    /// Name to show while there is no file.
    pub name: String,
    pub text: String,
    saved: String,
    /// Counts changes that did not come from the editor.
    pub version: u64,
}

impl Document {
    pub fn replace(&mut self, path: Option<PathBuf>, name: &str, text: String) {
        self.path = path;
        self.name = name.to_owned();
        self.saved = text.clone();
        self.text = text;
        self.version += 1;
    }

    pub fn filename(&self) -> String {
        self.path.as_ref().map_or(self.name.clone(), |path| path.display().to_string())
    }

    pub fn short_name(&self) -> &str {
        let name = self.path.as_ref().and_then(|path| path.file_name()).and_then(|name| name.to_str());
        name.unwrap_or(&self.name)
    }

    pub fn edited(&self) -> bool {
        self.text != self.saved
    }

    pub fn save(&mut self, path: &Path) -> Result<(), String> {
        std::fs::write(path, &self.text)
            .map_err(|error| format!("{} could not be saved: {}", path.display(), plain(&error)))?;
        self.path = Some(whole(path));
        self.saved = self.text.clone();
        Ok(())
    }
}

/// A path that says where it is from everywhere: modules beside the program are looked for there.
pub fn whole(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Reads a program. Every way in which that can fail is one sentence.
pub fn read(path: &Path) -> Result<String, String> {
    let shown = path.display();
    if path.is_dir() {
        return Err(format!("{shown} is a folder; name a Python file in it"));
    }
    let bytes = std::fs::read(path).map_err(|error| format!("{shown} could not be read: {}", plain(&error)))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("{shown} is not UTF-8 text: the first byte that does not belong is on line {line}")
    })
}

fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unreadable_input_is_one_sentence() {
        assert!(read(Path::new("/no/such/file.py")).unwrap_err().ends_with("there is no such file"));
        assert!(read(Path::new("/")).unwrap_err().contains("is a folder"));
        let path = std::env::temp_dir().join("serpentarium-not-utf8.py");
        std::fs::write(&path, b"x = 1\ny = '\xff'\n").unwrap();
        assert!(read(&path).unwrap_err().ends_with("line 2"));
    }

    #[test]
    fn saving_ends_being_edited() {
        let mut document = Document::default();
        document.replace(None, "a.py", "x = 1\n".to_owned());
        document.text.push('#');
        assert!(document.edited());
        document.save(&std::env::temp_dir().join("serpentarium-saved.py")).unwrap();
        assert!(!document.edited());
        assert!(document.save(Path::new("/no/such/folder/a.py")).is_err());
    }
}
