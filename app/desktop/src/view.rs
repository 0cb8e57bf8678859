//! What a pane is given to draw from. Panes read it and push commands; they change nothing themselves.

use model::bytecode::CodeListing;
use model::command::Command;
use model::moment::{Moment, Run};
use model::selection::Selection;
use std::collections::BTreeSet;

pub struct View<'a> {
    pub run: &'a Run,
    pub moment: &'a Moment,
    pub selection: &'a Selection,
    pub breakpoints: &'a BTreeSet<u32>,
    /// The source as it stands in the editor, perhaps newer than the run.
    pub text: &'a str,
    /// Counts changes of `text` that did not come from the editor itself.
    pub text_version: u64,
    /// An answer is awaited: panes that would give it away keep still.
    pub hidden: bool,
}

impl View<'_> {
    /// The code object that the next instruction belongs to.
    pub fn listing(&self) -> Option<&CodeListing> {
        self.run.codes.get(self.moment.bytecode.code)
    }
}

/// Where panes put what they ask for.
pub type Out = Vec<Command>;
