//! What is selected, in all panes at once: a range of the source, an instruction, an object.

use crate::compile::bytecode::CodeListing;
use crate::ground::place::{self, Span};
use crate::ground::value::Address;
use crate::moment::Moment;

/// An instruction of the run: which listing, which offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstructionRef {
    pub code: usize,
    pub offset: u32,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    pub span: Option<Span>,
    pub instruction: Option<InstructionRef>,
    pub object: Option<Address>,
}

impl Selection {
    /// A token or node: its instruction is the one made from exactly it, or the smallest that covers it; its object is
    /// what the name stands for at this moment.
    pub fn of_text(span: Span, text: &str, codes: &[CodeListing], moment: &Moment) -> Self {
        Selection { span: Some(span), instruction: instruction_of(span, codes), object: object_of_name(text, moment) }
    }

    pub fn of_instruction(instruction: InstructionRef, codes: &[CodeListing], moment: &Moment) -> Self {
        let row = codes
            .get(instruction.code)
            .and_then(|listing| listing.row_at(instruction.offset).map(|index| &listing.rows()[index]));
        let span = row.map(|row| row.span).filter(|span| !place::is_empty(*span));
        let object =
            row.filter(|row| row.name.ends_with("_NAME") || row.name.contains("FAST") || row.name.contains("GLOBAL"));
        let object = object.and_then(|row| object_of_name(row.meaning.split_whitespace().next().unwrap_or(""), moment));
        Selection { span, instruction: Some(instruction), object }
    }

    pub fn of_object(address: Address) -> Self {
        Selection { span: None, instruction: None, object: Some(address) }
    }

    pub fn is_empty(&self) -> bool {
        *self == Selection::default()
    }
}

fn instruction_of(span: Span, codes: &[CodeListing]) -> Option<InstructionRef> {
    let rows = || {
        codes.iter().enumerate().flat_map(|(code, listing)| {
            listing.rows().iter().map(move |row| (InstructionRef { code, offset: row.offset }, row.span))
        })
    };
    let inside = rows()
        .filter(|(_, at)| !place::is_empty(*at) && place::covers(span, *at))
        .max_by_key(|(found, at)| (place::extent(*at), std::cmp::Reverse((found.code, found.offset))));
    let around = || {
        rows()
            .filter(|(_, at)| !place::is_empty(*at) && place::covers(*at, span))
            .min_by_key(|(found, at)| (place::extent(*at), found.code, found.offset))
    };
    inside.or_else(around).map(|(found, _)| found)
}

fn object_of_name(name: &str, moment: &Moment) -> Option<Address> {
    moment.namespaces.scopes.iter().find_map(|scope| {
        let binding = scope.bindings.iter().find(|binding| binding.name == name)?;
        binding.value.as_ref().map(|value| value.address)
    })
}
