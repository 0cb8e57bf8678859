//! Native activations as a person sees them.

use crate::eval::activation::Native;
use crate::eval::activations::What;
use crate::objects::listobject::sorting;
use crate::state::interpreter::Machine;

impl Machine {
    /// What the frame with that index does, if it is a native's: "sorted", "map".
    pub fn native_title(&self, index: usize) -> Option<String> {
        Some(self.activation_row(self.native_of(index)?.1.what).name.to_owned())
    }

    /// The activation of a frame, and which of them it is.
    fn native_of(&self, index: usize) -> Option<(usize, &Native)> {
        if !self.thread.frames.get(index)?.is_native() {
            return None;
        }
        let before = self.thread.frames[..index].iter().filter(|frame| frame.is_native()).count();
        Some((before, self.thread.activations.get(before)?))
    }

    /// How far a native's frame has come, where it counts: "key 3 of 12", "item 2 of 5".
    pub fn native_progress(&self, index: usize) -> Option<String> {
        let (nth, native) = self.native_of(index)?;
        match native.what {
            What::Sort => {
                let begun = |native: &&Native| native.what == What::Sort && sorting::has_begun(native);
                let before = self.thread.activations[..nth].iter().filter(begun).count();
                let sorter = self.thread.sorters.get(before).filter(|_| sorting::has_begun(native))?;
                let (keys, items) = (sorter.keys.len(), sorter.items.len());
                Some(if sorting::makes_keys(native) {
                    format!("key {} of {items}", keys + 1)
                } else {
                    format!("compares two of {items}")
                })
            }
            What::Contains | What::Index | What::TupleIndex | What::Count | What::Remove => {
                let sequence = self.thread.stack[native.locals as usize].obj();
                let len = self.slot(sequence).a;
                let at = native.a as u32;
                (at < len).then(|| format!("item {} of {len}", at + 1))
            }
            _ => None,
        }
    }
}
