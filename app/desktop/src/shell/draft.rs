//! Text that was not saved survives: it is written beside the settings while one works, and offered at the next start, with
//! its file and the moment.

use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What is kept of a program that is being worked on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub path: Option<PathBuf>,
    pub name: String,
    pub text: String,
    /// The step of the run at which the cursor stood.
    pub step: u64,
}

impl Draft {
    fn file(folder: &Path) -> PathBuf {
        folder.join("draft.json")
    }

    /// The draft of a folder, if a whole one lies there.
    pub fn read(folder: &Path) -> Option<Draft> {
        let text = std::fs::read_to_string(Draft::file(folder)).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Writes it beside the old one first, so that being killed in between leaves one of the two.
    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let beside = folder.join("draft.new");
        std::fs::write(&beside, serde_json::to_string(self)?)?;
        std::fs::rename(beside, Draft::file(folder))
    }

    pub fn forget(folder: &Path) {
        // That there was none is as good.
        let _ = std::fs::remove_file(Draft::file(folder));
    }

    /// How it is offered.
    pub fn offer(&self) -> String {
        let lines = self.text.lines().count() as u64;
        let name = self.path.as_ref().map_or(self.name.clone(), |path| path.display().to_string());
        format!("{name} was not saved when the window closed: {}.", model::ground::value::counted(lines, "line"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_read_as_it_was_written_and_half_of_one_is_none() {
        let folder = std::env::temp_dir().join("serpentarium-drafts");
        let draft = Draft { path: None, name: "a.py".to_owned(), text: "x = 1\n".to_owned(), step: 3 };
        draft.write(&folder).unwrap();
        assert_eq!(Draft::read(&folder), Some(draft.clone()));
        assert_eq!(draft.offer(), "a.py was not saved when the window closed: 1 line.");
        std::fs::write(folder.join("draft.json"), "{\"name\": \"a").unwrap();
        assert_eq!(Draft::read(&folder), None);
        Draft::forget(&folder);
        assert_eq!(Draft::read(&folder), None);
    }
}
