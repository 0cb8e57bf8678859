//! What each instruction does, in a sentence: the opcode pages of the app. The sentences are in `opcode_docs.txt`.

use crate::opcode;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static SENTENCES: LazyLock<FxHashMap<u16, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("opcode_docs.txt").lines().filter_map(|line| line.split_once('\t'));
    lines.filter_map(|(name, sentence)| Some((opcode::by_name(name)?.op, sentence))).collect()
});

/// The sentence for an opcode; backquotes mark Python code. "Takes" is from the top of the stack downwards, "slot" a
/// place among the local variables of the frame, which the argument numbers.
pub fn sentence(op: u16) -> Option<&'static str> {
    SENTENCES.get(&op).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_opcode_has_a_sentence_of_its_own() {
        for op in 0..=u16::MAX {
            assert_eq!(opcode::info(op).is_some(), sentence(op).is_some(), "{op}");
        }
        let mut sentences: Vec<_> = SENTENCES.values().collect();
        sentences.sort();
        sentences.dedup();
        assert_eq!(sentences.len(), include_str!("opcode_docs.txt").lines().count());
        assert!(sentences.iter().all(|sentence| sentence.ends_with(['.', ':']) && sentence.len() > 15));
    }

    #[test]
    fn specialised_forms_name_their_family() {
        for op in 128..=u16::from(u8::MAX) {
            let Some(info) = opcode::info(op) else { continue };
            let family = opcode::info(info.deopt).map_or("", |family| family.name);
            assert!(info.deopt == op || sentence(op).is_some_and(|text| text.starts_with(family)), "{}", info.name);
        }
    }
}
