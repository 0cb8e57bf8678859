//! Native activations as a person sees them.

use crate::state::interpreter::Machine;

impl Machine {
    /// What the frame with that index does, if it is a native's: "sorted", "map".
    pub fn native_title(&self, index: usize) -> Option<String> {
        if !self.thread.frames.get(index)?.is_native() {
            return None;
        }
        let before = self.thread.frames[..index].iter().filter(|frame| frame.is_native()).count();
        let native = self.thread.activations.get(before)?;
        Some(native.what.row().name.to_owned())
    }
}
