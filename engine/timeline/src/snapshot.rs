//! Snapshots: copies of the machine that share the pages which did not change since the one before.

use vm::memory::gc::Link;
use vm::memory::object::{Slot, StackRef};
use vm::memory::obmalloc::{Pool, Tables};
use vm::memory::pages::{Pages, Saved, Table};
use vm::objects::codeobject::{Code, Instr};
use vm::objects::typeobject::{MethodCacheEntry, TypeInfo};
use vm::state::interpreter::{Entry, Machine};
use vm::state::thread::ThreadState;

/// The machine at one step.
#[derive(Clone)]
pub struct Snapshot {
    pub step: u64,
    /// Bytes of the pages that this snapshot does not share with the one before.
    pub changed: usize,
    pages: SavedPages,
    stack: Box<[StackRef]>,
    /// Everything else, with those vectors empty.
    rest: Box<Machine<ThreadState<()>>>,
}

impl Snapshot {
    /// Copies a machine that stands between two steps, outside native code. Shares what it can with the snapshot that
    /// this machine was taken for or restored from last.
    pub fn take(machine: &mut Machine) -> Snapshot {
        let mut lifted = Lifted::out_of(machine);
        let rest = Box::new(machine.without_stack());
        let mut changed = 0;
        let pages = lifted.save(&mut changed);
        let stack = Box::<[StackRef]>::from(machine.thread.stack.used(machine.thread.sp));
        lifted.back_into(machine);
        Snapshot { step: machine.steps(), changed, pages, stack, rest }
    }

    /// Shares pages with a snapshot before, made later than this one.
    pub fn share(&mut self, before: &Snapshot) {
        self.changed = self.pages.share(&before.pages);
    }

    /// Bytes that it takes beside the one before.
    pub fn bytes(&self) -> usize {
        self.changed + self.least_bytes()
    }

    /// Bytes that this snapshot would not share with one of the very same state.
    pub fn least_bytes(&self) -> usize {
        self.pages.list_bytes() + size_of_val(&*self.stack) + rest_bytes(&self.rest)
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
        machine.take_over(&self.rest);
        lifted.restore(&self.pages);
        for (at, r) in self.stack.iter().enumerate() {
            machine.thread.stack[at] = *r;
        }
        lifted.back_into(machine);
    }
}

/// The vectors that are kept by pages.
#[derive(Clone)]
struct SavedPages {
    slots: Saved<Slot>,
    words: Saved<u32>,
    characters: Saved<u8>,
    code: Saved<Instr>,
    links: Saved<Link>,
    types: Saved<TypeInfo>,
    interned: Saved<u32>,
    codes: Saved<Code>,
    code_versions: Saved<u32>,
    extras: Saved<u32>,
    code_entries: Saved<Entry>,
    pools: Saved<Pool>,
    page_pool: Saved<u32>,
    system: Saved<u64>,
}

impl SavedPages {
    fn share(&mut self, before: &SavedPages) -> usize {
        self.slots.share(&before.slots)
            + self.words.share(&before.words)
            + self.characters.share(&before.characters)
            + self.code.share(&before.code)
            + self.links.share(&before.links)
            + self.types.share(&before.types)
            + self.interned.share(&before.interned)
            + self.codes.share(&before.codes)
            + self.code_versions.share(&before.code_versions)
            + self.extras.share(&before.extras)
            + self.code_entries.share(&before.code_entries)
            + self.pools.share(&before.pools)
            + self.page_pool.share(&before.page_pool)
            + self.system.share(&before.system)
    }

    fn list_bytes(&self) -> usize {
        self.slots.list_bytes()
            + self.words.list_bytes()
            + self.characters.list_bytes()
            + self.code.list_bytes()
            + self.links.list_bytes()
            + self.types.list_bytes()
            + self.interned.list_bytes()
            + self.codes.list_bytes()
            + self.code_versions.list_bytes()
            + self.extras.list_bytes()
            + self.code_entries.list_bytes()
            + self.pools.list_bytes()
            + self.page_pool.list_bytes()
            + self.system.list_bytes()
    }
}

/// The same vectors, taken out of a machine so that the rest can simply be cloned.
struct Lifted {
    slots: Pages<Slot>,
    words: Pages<u32>,
    characters: Pages<u8>,
    code: Pages<Instr>,
    links: Pages<Link>,
    types: Table<TypeInfo>,
    interned: Table<u32>,
    codes: Table<Code>,
    code_versions: Table<u32>,
    extras: Pages<u32>,
    code_entries: Table<Entry>,
    tables: Tables,
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
            types: take(&mut m.types),
            interned: take(&mut m.interned),
            codes: take(&mut m.codes),
            code_versions: take(&mut m.code_versions),
            extras: take(&mut m.extras),
            code_entries: take(&mut m.code_entries),
            tables: take(&mut m.mem.tables),
            cache: take(&mut m.method_cache),
        }
    }

    /// Keeps the pages; adds the bytes of those that changed since the save or restore before.
    fn save(&mut self, changed: &mut usize) -> SavedPages {
        SavedPages {
            slots: self.slots.save(changed),
            words: self.words.save(changed),
            characters: self.characters.save(changed),
            code: self.code.save(changed),
            links: self.links.save(changed),
            types: self.types.save(changed),
            interned: self.interned.save(changed),
            codes: self.codes.save(changed),
            code_versions: self.code_versions.save(changed),
            extras: self.extras.save(changed),
            code_entries: self.code_entries.save(changed),
            pools: self.tables.pools.save(changed),
            page_pool: self.tables.page_pool.save(changed),
            system: self.tables.system.save(changed),
        }
    }

    fn restore(&mut self, saved: &SavedPages) {
        self.slots.restore(&saved.slots);
        self.words.restore(&saved.words);
        self.characters.restore(&saved.characters);
        self.code.restore(&saved.code);
        self.links.restore(&saved.links);
        self.types.restore(&saved.types);
        self.interned.restore(&saved.interned);
        self.codes.restore(&saved.codes);
        self.code_versions.restore(&saved.code_versions);
        self.extras.restore(&saved.extras);
        self.code_entries.restore(&saved.code_entries);
        self.tables.pools.restore(&saved.pools);
        self.tables.page_pool.restore(&saved.page_pool);
        self.tables.system.restore(&saved.system);
    }

    fn back_into(self, m: &mut Machine) {
        m.slots = self.slots;
        m.words.data = self.words;
        m.bytes.data = self.characters;
        m.code = self.code;
        m.gc.links = self.links;
        m.types = self.types;
        m.interned = self.interned;
        m.codes = self.codes;
        m.code_versions = self.code_versions;
        m.extras = self.extras;
        m.code_entries = self.code_entries;
        m.mem.tables = self.tables;
        m.method_cache = self.cache;
        // What the look-up cache knew belongs to another moment.
        m.method_cache.fill(MethodCacheEntry::default());
    }
}

/// Roughly what the unpaged rest of a machine takes: its record, its frames, the sorts under way.
fn rest_bytes(m: &Machine<ThreadState<()>>) -> usize {
    let sorters = m.thread.sorters.iter().map(|sorter| sorter.bytes()).sum::<usize>();
    size_of::<Machine>() + m.thread.frames.len() * size_of::<vm::eval::frame::Frame>() + sorters
}
