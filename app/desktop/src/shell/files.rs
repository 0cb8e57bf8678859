//! Programs that come and go: files, examples, saving.

use super::Shell;
use crate::panes::story::lesson_state::LessonState;
use crate::recording::worker::Before;
use crate::shell::document;
use model::ask::command::Move;
use model::ask::selection::Selection;
use model::ground::settings::Settings;
use std::path::Path;

impl Shell {
    pub fn open(&mut self, path: &Path) {
        match document::read(path) {
            Ok(text) => {
                self.document.replace(Some(document::whole(path)), "", text);
                self.fresh(None);
            }
            Err(problem) => self.notice = Some(problem),
        }
    }

    /// Goes on with what was not saved, where it was left.
    pub(super) fn take_draft(&mut self) {
        let Some(draft) = self.offered.take() else { return };
        let saved = draft.path.as_ref().and_then(|path| document::read(path).ok()).unwrap_or_default();
        self.document.replace(draft.path, &draft.name, saved);
        self.document.text = draft.text;
        self.fresh(Some(Move::To(draft.step)));
    }

    pub(super) fn show_program(&mut self, name: &str, text: &str, beside: &[(&str, &str)]) {
        self.document.replace(None, name, text.to_owned());
        let own = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        self.settings = Settings { beside: beside.iter().map(own).collect(), ..Settings::default() };
        self.begin_with(None);
    }

    fn fresh(&mut self, then: Option<Move>) {
        self.settings = Settings::default();
        self.begin_with(then);
    }

    fn begin_with(&mut self, then: Option<Move>) {
        self.lesson = LessonState::default();
        self.breakpoints.clear();
        self.selection = Selection::default();
        self.playing = None;
        self.run_at = None;
        self.notice = None;
        self.alone = None;
        // Programs of one folder find what the one before wrote there.
        self.load_after(vec![Before::TakeOver], then);
    }

    pub(super) fn open_dialog(&mut self) {
        match rfd::FileDialog::new().add_filter("Python", &["py"]).pick_file() {
            Some(path) => self.open(&path),
            // Without a portal or zenity the dialog says "cancelled" at once: offer a field for the path.
            None => self.overlays.ask_path(false, &self.document.filename()),
        }
    }

    pub(super) fn save(&mut self) {
        match self.document.path.clone() {
            Some(path) => self.save_to(&path),
            None => self.save_as(),
        }
    }

    pub(super) fn save_as(&mut self) {
        let name = self.document.short_name().to_owned();
        match rfd::FileDialog::new().add_filter("Python", &["py"]).set_file_name(name).save_file() {
            Some(path) => self.save_to(&path),
            None => self.overlays.ask_path(true, &self.document.filename()),
        }
    }

    pub fn save_to(&mut self, path: &Path) {
        self.notice = match self.document.save(path) {
            Ok(()) => Some(format!("Saved as {}.", path.display())),
            Err(problem) => Some(problem),
        };
    }
}
