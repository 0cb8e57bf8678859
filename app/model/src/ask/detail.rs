//! How much is shown: what a beginner need not see is left out, by one table.

use crate::moment::Moment;

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
    }
    if !detail.shows(Feature::Specialisation) {
        moment.bytecode.specialised.clear();
    }
    if !detail.shows(Feature::Functions) {
        let heap = &mut moment.heap;
        let before = heap.objects.len();
        heap.objects.retain(|object| !matches!(object.type_name.as_str(), "function" | "type"));
        heap.folded += (before - heap.objects.len()) as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_detail_shows_all_that_less_shows() {
        for pair in Detail::ALL.windows(2) {
            assert!(FEATURES.iter().all(|(feature, ..)| !pair[0].shows(*feature) || pair[1].shows(*feature)));
        }
        assert!(FEATURES.iter().all(|(feature, ..)| Detail::Full.shows(*feature)));
    }
}
