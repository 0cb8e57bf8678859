//! Snapshots: copies of the machine that share the pages which did not change since the one before.

use vm::memory::gc::Link;
use vm::memory::object::{Slot, StackRef};
use vm::memory::pages::{Pages, Saved};
use vm::objects::codeobject::Instr;
use vm::objects::typeobject::MethodCacheEntry;
use vm::state::interpreter::Machine;
use vm::state::thread::Stack;

/// The machine at one step.
#[derive(Clone)]
pub struct Snapshot {
    pub step: u64,
    /// Bytes of the pages that this snapshot does not share with the one before.
    pub changed: usize,
    slots: Saved<Slot>,
    words: Saved<u32>,
    characters: Saved<u8>,
    code: Saved<Instr>,
    links: Saved<Link>,
    stack: Box<[StackRef]>,
    /// Everything else, with those vectors empty.
    rest: Box<Machine>,
}

impl Snapshot {
    /// Copies a machine that stands between two steps, outside native code. Shares what it can with the snapshot that
    /// this machine was taken for or restored from last.
    pub fn take(machine: &mut Machine) -> Snapshot {
        let mut lifted = Lifted::out_of(machine);
        let rest = Box::new(machine.clone());
        let (slots, a) = lifted.slots.save();
        let (words, b) = lifted.words.save();
        let (characters, c) = lifted.characters.save();
        let (code, d) = lifted.code.save();
        let (links, e) = lifted.links.save();
        let stack = Box::<[StackRef]>::from(lifted.stack.used(machine.thread.sp));
        let changed = a + b + c + d + e;
        lifted.back_into(machine);
        let step = machine.steps();
        Snapshot { step, changed, slots, words, characters, code, links, stack, rest }
    }

    /// Shares pages with a snapshot before, made later than this one.
    pub fn share(&mut self, before: &Snapshot) {
        self.changed = self.slots.share(&before.slots)
            + self.words.share(&before.words)
            + self.characters.share(&before.characters)
            + self.code.share(&before.code)
            + self.links.share(&before.links);
    }

    /// Bytes that it takes beside the one before.
    pub fn bytes(&self) -> usize {
        self.changed + self.least_bytes()
    }

    /// Bytes that this snapshot would not share with one of the very same state.
    pub fn least_bytes(&self) -> usize {
        self.slots.list_bytes()
            + self.words.list_bytes()
            + self.characters.list_bytes()
            + self.code.list_bytes()
            + self.links.list_bytes()
            + size_of_val(&*self.stack)
            + rest_bytes(&self.rest)
    }

    /// Lines of input that the program had read by then.
    pub fn input_used(&self) -> usize {
        self.rest.host.input_used
    }

    /// Changes the lines that are to be read from here on.
    pub fn set_input(&mut self, host: &vm::state::host::Host) {
        self.rest.host.input.clone_from(&host.input);
        self.rest.host.input_open = host.input_open;
    }

    /// Makes `machine` what it was at this step.
    pub fn restore(&self, machine: &mut Machine) {
        let mut lifted = Lifted::out_of(machine);
        machine.clone_from(&self.rest);
        lifted.slots.restore(&self.slots);
        lifted.words.restore(&self.words);
        lifted.characters.restore(&self.characters);
        lifted.code.restore(&self.code);
        lifted.links.restore(&self.links);
        for (at, r) in self.stack.iter().enumerate() {
            lifted.stack[at] = *r;
        }
        lifted.back_into(machine);
    }
}

/// The big vectors, taken out of a machine so that the rest can simply be cloned.
struct Lifted {
    slots: Pages<Slot>,
    words: Pages<u32>,
    characters: Pages<u8>,
    code: Pages<Instr>,
    links: Pages<Link>,
    stack: Stack,
    cache: Vec<MethodCacheEntry>,
}

impl Lifted {
    fn out_of(m: &mut Machine) -> Lifted {
        use std::mem::take;
        Lifted {
            slots: take(&mut m.slots),
            words: take(&mut m.words.data),
            characters: take(&mut m.bytes.data),
            code: take(&mut m.code),
            links: take(&mut m.gc.links),
            stack: m.thread.stack.lift(),
            cache: take(&mut m.method_cache),
        }
    }

    fn back_into(self, m: &mut Machine) {
        m.slots = self.slots;
        m.words.data = self.words;
        m.bytes.data = self.characters;
        m.code = self.code;
        m.gc.links = self.links;
        m.thread.stack.put_back(self.stack);
        m.method_cache = self.cache;
        // What the look-up cache knew belongs to another moment.
        m.method_cache.fill(MethodCacheEntry::default());
    }
}

/// Roughly what the unpaged rest of a machine takes.
fn rest_bytes(m: &Machine) -> usize {
    size_of::<Machine>()
        + m.types.len() * size_of::<vm::objects::typeobject::TypeInfo>()
        + m.mem.pools.len() * size_of::<vm::memory::obmalloc::Pool>()
        + m.codes.len() * size_of::<vm::objects::codeobject::Code>()
        + m.interned.len() * 4
        + m.thread.frames.len() * size_of::<vm::eval::frame::Frame>()
}
