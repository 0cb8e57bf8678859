//! Snapshots: copies of the machine that share the pages which did not change since the one before.

use std::sync::Arc;
use vm::codeobject::Instr;
use vm::machine::Machine;
use vm::object::{Slot, StackRef};

/// Elements of one page.
const PAGE: usize = 512;

/// A vector cut into pages.
#[derive(Clone, Debug)]
struct Paged<T> {
    pages: Vec<Arc<[T]>>,
}

impl<T: Copy + PartialEq> Paged<T> {
    /// Copies `data`, sharing pages equal to those of an older copy. Also tells how many bytes are new.
    fn take(data: &[T], older: Option<&Paged<T>>) -> (Paged<T>, usize) {
        let mut fresh = 0;
        let pages = data
            .chunks(PAGE)
            .enumerate()
            .map(|(i, chunk)| match older.and_then(|o| o.pages.get(i)) {
                Some(page) if **page == *chunk => page.clone(),
                _ => {
                    fresh += size_of_val(chunk);
                    chunk.into()
                }
            })
            .collect();
        (Paged { pages }, fresh)
    }

    fn put(&self, data: &mut Vec<T>) {
        data.clear();
        for page in &self.pages {
            data.extend_from_slice(page);
        }
    }
}

/// The machine at one step.
#[derive(Clone)]
pub struct Snapshot {
    pub step: u64,
    /// Bytes that this snapshot does not share with the one before.
    pub bytes: usize,
    slots: Paged<Slot>,
    words: Paged<u32>,
    characters: Paged<u8>,
    code: Paged<Instr>,
    gc_next: Paged<u32>,
    gc_prev: Paged<u32>,
    stack: Paged<StackRef>,
    /// Everything else, with those vectors empty.
    rest: Box<Machine>,
}

impl Snapshot {
    /// Copies a machine that stands between two steps, outside native code. The big vectors are lifted out
    /// for the copy and put back, so that the rest can simply be cloned.
    pub fn take(machine: &mut Machine, older: Option<&Snapshot>) -> Snapshot {
        let lifted = Lifted::out_of(machine);
        let rest = Box::new(machine.clone());
        let (slots, a) = Paged::take(&lifted.slots, older.map(|o| &o.slots));
        let (words, b) = Paged::take(&lifted.words, older.map(|o| &o.words));
        let (characters, c) = Paged::take(&lifted.characters, older.map(|o| &o.characters));
        let (code, d) = Paged::take(&lifted.code, older.map(|o| &o.code));
        let (gc_next, e) = Paged::take(&lifted.gc_next, older.map(|o| &o.gc_next));
        let (gc_prev, f) = Paged::take(&lifted.gc_prev, older.map(|o| &o.gc_prev));
        let (stack, g) = Paged::take(lifted.stack.used(machine.sp), older.map(|o| &o.stack));
        let bytes = a + b + c + d + e + f + g + rest_bytes(&rest);
        lifted.back_into(machine);
        let step = machine.steps();
        Snapshot { step, bytes, slots, words, characters, code, gc_next, gc_prev, stack, rest }
    }

    /// Lines of input that the program had read by then.
    pub fn input_used(&self) -> usize {
        self.rest.host.input_used
    }

    /// Changes the lines that are to be read from here on.
    pub fn set_input(&mut self, host: &vm::host::Host) {
        self.rest.host.input.clone_from(&host.input);
        self.rest.host.input_open = host.input_open;
    }

    /// Makes `machine` what it was at this step.
    pub fn restore(&self, machine: &mut Machine) {
        let mut lifted = Lifted::out_of(machine);
        machine.clone_from(&self.rest);
        self.slots.put(&mut lifted.slots);
        self.words.put(&mut lifted.words);
        self.characters.put(&mut lifted.characters);
        self.code.put(&mut lifted.code);
        self.gc_next.put(&mut lifted.gc_next);
        self.gc_prev.put(&mut lifted.gc_prev);
        let mut at = 0;
        for page in &self.stack.pages {
            for r in page.iter() {
                lifted.stack[at] = *r;
                at += 1;
            }
        }
        lifted.back_into(machine);
    }
}

/// The vectors that are paged, taken out of a machine.
struct Lifted {
    slots: Vec<Slot>,
    words: Vec<u32>,
    characters: Vec<u8>,
    code: Vec<Instr>,
    gc_next: Vec<u32>,
    gc_prev: Vec<u32>,
    stack: vm::machine::Stack,
    cache: Vec<vm::typeobject::MethodCacheEntry>,
}

impl Lifted {
    fn out_of(m: &mut Machine) -> Lifted {
        use std::mem::take;
        Lifted {
            slots: take(&mut m.slots),
            words: take(&mut m.words.data),
            characters: take(&mut m.bytes.data),
            code: take(&mut m.code),
            gc_next: take(&mut m.gc.next),
            gc_prev: take(&mut m.gc.prev),
            stack: m.stack.lift(),
            cache: take(&mut m.method_cache),
        }
    }

    fn back_into(self, m: &mut Machine) {
        m.slots = self.slots;
        m.words.data = self.words;
        m.bytes.data = self.characters;
        m.code = self.code;
        m.gc.next = self.gc_next;
        m.gc.prev = self.gc_prev;
        m.stack.put_back(self.stack);
        m.method_cache = self.cache;
        // What the look-up cache knew belongs to another moment.
        m.method_cache.fill(vm::typeobject::MethodCacheEntry::default());
    }
}

/// Roughly what the unpaged rest of a machine takes.
fn rest_bytes(m: &Machine) -> usize {
    size_of::<Machine>()
        + m.types.len() * size_of::<vm::typeobject::TypeInfo>()
        + m.mem.pools.len() * size_of::<vm::obmalloc::Pool>()
        + m.codes.len() * size_of::<vm::codeobject::Code>()
        + m.interned.len() * 4
        + m.frames.len() * size_of::<vm::frame::Frame>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_pages_are_shared() {
        let mut data = vec![7u32; 3 * PAGE];
        let (first, fresh) = Paged::take(&data, None);
        assert_eq!(fresh, 3 * PAGE * 4);
        data[PAGE + 1] = 8;
        let (second, fresh) = Paged::take(&data, Some(&first));
        assert_eq!(fresh, PAGE * 4);
        assert!(Arc::ptr_eq(&first.pages[0], &second.pages[0]));
        let mut back = Vec::new();
        second.put(&mut back);
        assert_eq!(back, data);
    }
}
