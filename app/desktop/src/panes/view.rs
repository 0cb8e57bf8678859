//! What a pane is given to draw from. Panes read it and push commands; they change nothing themselves.

use model::ask::command::{Command, Pane};
use model::ask::detail::Detail;
use model::ask::selection::Selection;
use model::compile::bytecode::{BytecodeNow, CodeListing};
use model::compile::tokens::TokenRow;
use model::compile::{Compilation, Now, UnitNow};
use model::moment::{Moment, Run};
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
    pub detail: Detail,
    /// Panes that the lesson speaks of.
    pub pointed: &'a [Pane],
    /// For a class: lists are larger than their surroundings.
    pub large: bool,
}

impl View<'_> {
    /// What the stages made, once it is there: of a large program it comes a moment after the first picture.
    pub fn compilation(&self) -> Option<&Compilation> {
        Some(&*self.run.compilation).filter(|compilation| compilation.is_ready())
    }

    /// The tokens that there are by now: while compiling those that the lexer has made, else as `tokenize` or as the parser
    /// sees them.
    pub fn tokens(&self, parser: bool) -> &[TokenRow] {
        let compilation = &self.run.compilation;
        match &self.moment.compile {
            Some(now) => {
                let rows = &compilation.parser_tokens().rows;
                &rows[..now.tokens.min(rows.len())]
            }
            None if parser => &compilation.parser_tokens().rows,
            None => &compilation.tokens().rows,
        }
    }

    /// Whether a node of the tree is complete by now.
    pub fn is_complete(&self, node: usize) -> bool {
        let ast = self.run.compilation.ast();
        // Once the parser is done, all there is of a tree is complete.
        let parsing = self.moment.compile.as_ref().filter(|now| now.nodes < ast.rows.len());
        parsing.is_none_or(|now| ast.completed_at.get(node).is_some_and(|order| *order < now.nodes))
    }

    /// The unit that the compiler works on, and how far it is with it.
    pub fn unit_now(&self) -> Option<(usize, UnitNow, &Now)> {
        let now = self.moment.compile.as_ref()?;
        let unit = now.unit?;
        now.units.get(unit).map(|state| (unit, *state, now))
    }

    /// The listing of a code unit, by its position among the run's listings.
    pub fn code_of(&self, unit: usize) -> Option<usize> {
        let wanted = self.run.compilation.listing(unit)?;
        let same = |listing: &CodeListing| {
            listing.qualname == wanted.qualname
                && listing.first_line == wanted.first_line
                && listing.rows().len() == wanted.rows().len()
        };
        self.run.codes.iter().position(same)
    }

    /// The code object that the next instruction belongs to.
    pub fn listing(&self) -> Option<&CodeListing> {
        self.listing_of(self.moment.bytecode.code)
    }

    /// A listing by its place among the program's, or that of the code of another file that runs.
    pub fn listing_of(&self, code: usize) -> Option<&CodeListing> {
        match &self.moment.elsewhere {
            Some(elsewhere) if code == BytecodeNow::ELSEWHERE => Some(&elsewhere.listing),
            _ => self.run.codes.get(code),
        }
    }
}

/// Where panes put what they ask for.
pub type Out = Vec<Command>;
