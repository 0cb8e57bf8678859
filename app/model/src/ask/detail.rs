//! How much is shown: what a beginner need not see is left out, by one table.

use crate::ground::value::Value;
use crate::moment::Moment;
use std::sync::Arc;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    Beginner,
    #[default]
    Standard,
    Full,
}

impl Detail {
    pub const ALL: [Detail; 3] = [Detail::Beginner, Detail::Standard, Detail::Full];

    pub fn name(self) -> &'static str {
        match self {
            Detail::Beginner => "Beginner",
            Detail::Standard => "Standard",
            Detail::Full => "Full",
        }
    }

    pub fn shows(self, feature: Feature) -> bool {
        FEATURES.iter().any(|(known, from, _)| *known == feature && *from <= self)
    }
}

/// What is not shown at every level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    Counts,
    Addresses,
    Specialisation,
    FreeSlots,
    Functions,
    Sizes,
    Generations,
}

/// Each with the level from which on it is shown, and what it is.
pub const FEATURES: &[(Feature, Detail, &str)] = &[
    (Feature::Counts, Detail::Standard, "reference counts on boxes and in the sentence of a step"),
    (Feature::Addresses, Detail::Standard, "addresses on boxes"),
    (Feature::Specialisation, Detail::Standard, "specialised forms of instructions"),
    (Feature::FreeSlots, Detail::Standard, "free slots of the evaluation stack"),
    (Feature::Functions, Detail::Standard, "functions and classes as boxes of the heap"),
    (Feature::Sizes, Detail::Full, "sizes in bytes on boxes"),
    (Feature::Generations, Detail::Full, "the collector's generations on boxes"),
];

/// Takes out of a moment what a level does not show.
pub fn reduce(moment: &mut Moment, detail: Detail) {
    if !detail.shows(Feature::Counts) {
        moment.explain.counts.clear();
        moment.explain.coming.clear();
    }
    if !detail.shows(Feature::Specialisation) {
        moment.bytecode.specialised.clear();
        moment.explain.forms.clear();
    }
    if !detail.shows(Feature::Addresses) {
        without_addresses(moment);
    }
    if !detail.shows(Feature::Functions) {
        let heap = Arc::make_mut(&mut moment.heap);
        let before = heap.objects.len();
        heap.objects.retain(|object| !matches!(object.type_name.as_str(), "function" | "type"));
        heap.folded += (before - heap.objects.len()) as u64;
        heap.unlink();
    }
}

/// Takes addresses out of whatever is written: `Node …d0d0` is `Node` to a beginner.
fn without_addresses(moment: &mut Moment) {
    let explain = &mut moment.explain;
    for piece in explain.sentence.iter_mut().chain(&mut explain.just_now) {
        piece.text = plain(&piece.text);
    }
    let clean = |value: &mut Value| value.text = plain(&value.text);
    for frame in &mut moment.frames.frames {
        frame.names.iter_mut().filter_map(|binding| binding.value.as_mut()).for_each(clean);
        frame.stack.iter_mut().flatten().for_each(clean);
    }
    for scope in &mut moment.namespaces.scopes {
        scope.bindings.iter_mut().filter_map(|binding| binding.value.as_mut()).for_each(clean);
    }
    let heap = Arc::make_mut(&mut moment.heap);
    let roots = heap.roots.iter_mut().flat_map(|root| &mut root.rows);
    let objects = heap.objects.iter_mut().flat_map(|object| &mut object.rows);
    roots.chain(objects).filter_map(|row| row.value.as_mut()).for_each(clean);
}

/// Without ` …d0d0`, and without `, at …d0d0 and …d130` of a reason.
fn plain(text: &str) -> String {
    const MARKS: [&str; 3] = [", at \u{2026}", " and \u{2026}", " \u{2026}"];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Whether what was just left out was an address of a reason, which another may follow.
    let mut reason = false;
    while let Some((at, mark)) = MARKS.iter().filter_map(|mark| Some((rest.find(mark)?, *mark))).min_by_key(|it| it.0) {
        let behind = &rest[at + mark.len()..];
        let address = behind.len() >= 4 && behind.bytes().take(4).all(|byte| byte.is_ascii_hexdigit());
        out.push_str(&rest[..at]);
        let second = mark == MARKS[1] && reason && at == 0;
        reason = address && mark == MARKS[0];
        match (address, mark == MARKS[1] && !second) {
            (true, false) => {}
            (true, true) => out.push_str(" and"),
            (false, _) => out.push_str(mark),
        }
        rest = if address { &behind[4..] } else { behind };
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginners_read_no_addresses() {
        assert_eq!(plain("pushes Node \u{2026}d0d0 and Node \u{2026}f010."), "pushes Node and Node.");
        assert_eq!(plain("one list, at \u{2026}00d0: what one"), "one list: what one");
        assert_eq!(plain("two objects, at \u{2026}00d0 and \u{2026}00f0."), "two objects.");
        assert_eq!(plain("`Node \u{2026}d0d0` and \u{2026} more"), "`Node` and \u{2026} more");
        assert_eq!(plain("a \u{2026} b"), "a \u{2026} b");
    }

    #[test]
    fn more_detail_shows_all_that_less_shows() {
        for pair in Detail::ALL.windows(2) {
            assert!(FEATURES.iter().all(|(feature, ..)| !pair[0].shows(*feature) || pair[1].shows(*feature)));
        }
        assert!(FEATURES.iter().all(|(feature, ..)| Detail::Full.shows(*feature)));
    }
}
