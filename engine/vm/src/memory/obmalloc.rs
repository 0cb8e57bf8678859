//! pymalloc: which block of which pool an object gets, and so what `id()` says (`Objects/obmalloc.c`).
//!
//! A pool of 16 KiB owns a run of slots, one a block, so a handle and an address are the same fact:
//! address = pool address + header + index × block size. Blocks are handed out and reused in pymalloc's
//! order. Objects above 512 bytes, and those that are static in CPython, are "system" blocks.

use crate::memory::object::{Kind, Obj, Slot, flag};
use crate::memory::pages::{Pages, Table};

pub const POOL_SIZE: u64 = 16 * 1024;
/// `POOL_OVERHEAD`: the pool header, rounded up to the alignment.
pub const POOL_OVERHEAD: u64 = 48;
pub const ARENA_SIZE: u64 = 1 << 20;
pub const ALIGNMENT: u64 = 16;
pub const SMALL_REQUEST_THRESHOLD: u64 = 512;
pub const SIZE_CLASSES: usize = 32;
const NONE: u32 = u32::MAX;
/// Slots are handed to pools in runs of this many, so that a slot finds its pool by a shift.
const PAGE: u32 = 32;
const SYSTEM_CLASS: u8 = 255;
/// Where the first arena lies; a real one varies from run to run, this one never does.
const ARENA_BASE: u64 = 0x7F5A_3C00_0000;
const SYSTEM_BASE: u64 = 0x55D0_9A40_0000;

/// One 16 KiB pool (`struct pool_header`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pool {
    pub address: u64,
    /// First slot of its run.
    pub first: u32,
    /// Blocks in use (`ref.count`).
    pub used: u32,
    /// Blocks handed out at least once; the rest has never been touched (`nextoffset`).
    pub carved: u32,
    pub capacity: u32,
    /// Most recently freed block, chained through `Slot::a` (`freeblock`).
    free: u32,
    next: u32,
    prev: u32,
    /// Size class, or 255 for the pseudo-pool of system blocks.
    pub class: u8,
    linked: bool,
}

/// One arena of 64 pools.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Arena {
    pub address: u64,
    /// Pools never handed out start here.
    pub fresh: u32,
    pub free_pools: u32,
}

/// What the allocator keeps for each pool and page.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Tables {
    pub pools: Table<Pool>,
    /// Pool of each page of 32 slots.
    pub page_pool: Table<u32>,
    /// Addresses of system blocks by slot page and index.
    pub system: Table<u64>,
}

/// The allocator's own state. Slots are passed in, since the heap owns them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ObMalloc {
    pub tables: Tables,
    pub arenas: Vec<Arena>,
    used_pools: [u32; SIZE_CLASSES],
    /// Addresses of pools given back to their arenas, most recent last.
    free_pools: Vec<u64>,
    /// Empty slot runs that a pool of that class may take again, chained through `Pool::next`.
    retired: [u32; SIZE_CLASSES],
    system_free: u32,
    system_next: u64,
    system_pool: u32,
    system_carved: u32,
    /// `sys.getallocatedblocks()`.
    pub allocated_blocks: u64,
    /// There are more slots than when that was looked at last.
    pub grew: bool,
}

impl Default for ObMalloc {
    fn default() -> Self {
        ObMalloc {
            tables: Tables::default(),
            arenas: Vec::new(),
            used_pools: [NONE; SIZE_CLASSES],
            free_pools: Vec::new(),
            retired: [NONE; SIZE_CLASSES],
            system_free: 0,
            system_next: SYSTEM_BASE,
            system_pool: NONE,
            system_carved: 0,
            allocated_blocks: 0,
            grew: false,
        }
    }
}

/// Size class of a request of 1 to 512 bytes.
pub const fn size_class(bytes: u32) -> usize {
    ((bytes - 1) >> 4) as usize
}

impl ObMalloc {
    /// A block for an object of `bytes` bytes (collector's header included): its slot.
    #[inline(always)]
    pub fn alloc(&mut self, slots: &mut Pages<Slot>, bytes: u32) -> Obj {
        let class = size_class(bytes);
        if class >= SIZE_CLASSES {
            return self.alloc_system(slots, u64::from(bytes));
        }
        let at = self.used_pools[class];
        if let Some(pool) = self.tables.pools.get_mut(at as usize)
            && pool.free != 0
        {
            let got = pool.free;
            pool.free = slots[got as usize].a;
            pool.used += 1;
            self.allocated_blocks += 1;
            if pool.free == 0 && pool.carved == pool.capacity {
                self.unlink(at);
            }
            return Obj(got);
        }
        self.alloc_slow(slots, class)
    }

    #[cold]
    #[inline(never)]
    fn alloc_slow(&mut self, slots: &mut Pages<Slot>, class: usize) -> Obj {
        let mut at = self.used_pools[class];
        if at == NONE {
            at = self.new_pool(slots, class);
        }
        let pool = &mut self.tables.pools[at as usize];
        let got = pool.first + pool.carved;
        pool.carved += 1;
        pool.used += 1;
        self.allocated_blocks += 1;
        if pool.carved == pool.capacity {
            self.unlink(at);
        }
        Obj(got)
    }

    /// Returns a block; its slot joins the pool's free list.
    #[inline(always)]
    pub fn free(&mut self, slots: &mut Pages<Slot>, o: Obj) {
        let slot = &mut slots[o.ix()];
        let system = slot.flags & flag::SYSTEM != 0;
        *slot = Slot::EMPTY;
        if system {
            slot.a = self.system_free;
            self.system_free = o.0;
            return;
        }
        let at = self.tables.page_pool[(o.0 / PAGE) as usize];
        let pool = &mut self.tables.pools[at as usize];
        let was_full = !pool.linked;
        slot.a = pool.free;
        pool.free = o.0;
        pool.used -= 1;
        self.allocated_blocks -= 1;
        if was_full {
            self.link_front(at);
        } else if pool.used == 0 {
            self.release_pool(at);
        }
    }

    /// A block outside the pools: large or static.
    #[cold]
    #[inline(never)]
    pub fn alloc_system(&mut self, slots: &mut Pages<Slot>, bytes: u64) -> Obj {
        let got = if self.system_free != 0 {
            let got = self.system_free;
            self.system_free = slots[got as usize].a;
            got
        } else {
            if self.system_pool == NONE || self.system_carved == PAGE {
                self.system_pool = self.tables.pools.len() as u32;
                let first = self.new_run(slots, PAGE);
                self.tables.pools.push(Pool {
                    address: self.tables.system.len() as u64,
                    first,
                    used: 0,
                    carved: PAGE,
                    capacity: PAGE,
                    free: 0,
                    next: NONE,
                    prev: NONE,
                    class: SYSTEM_CLASS,
                    linked: false,
                });
                self.tables.system.grow(self.tables.system.len() + PAGE as usize, 0);
                self.system_carved = 0;
            }
            let pool = self.tables.pools[self.system_pool as usize];
            self.system_carved += 1;
            pool.first + self.system_carved - 1
        };
        let pool = self.tables.pools[self.tables.page_pool[(got / PAGE) as usize] as usize];
        self.tables.system[(pool.address + u64::from(got - pool.first)) as usize] = self.system_next;
        self.system_next += (bytes + 31) & !15;
        slots[got as usize].flags = flag::SYSTEM;
        Obj(got)
    }

    /// A run of system blocks at the very first handles, for CPython's static objects.
    pub fn reserve_statics(&mut self, slots: &mut Pages<Slot>, count: u32) {
        let first = self.new_run(slots, count);
        debug_assert_eq!(first, 0, "static handles start at 0");
        self.tables.pools.push(Pool {
            address: 0,
            first,
            used: 0,
            carved: count,
            capacity: count,
            free: 0,
            next: NONE,
            prev: NONE,
            class: SYSTEM_CLASS,
            linked: false,
        });
        for _ in 0..count.next_multiple_of(PAGE) {
            self.tables.system.push(self.system_next);
            self.system_next += 64;
        }
    }

    /// The block's address in the simulated 64-bit space.
    pub fn block_address(&self, o: Obj) -> u64 {
        let Some(pool) = self.pool_of(o) else { return 0 };
        let index = u64::from(o.0 - pool.first);
        match pool.class {
            SYSTEM_CLASS => self.tables.system[(pool.address + index) as usize],
            class => pool.address + POOL_OVERHEAD + index * (u64::from(class) + 1) * ALIGNMENT,
        }
    }

    /// The pool a slot belongs to.
    pub fn pool_of(&self, o: Obj) -> Option<&Pool> {
        let at = *self.tables.page_pool.get((o.0 / PAGE) as usize)?;
        self.tables.pools.get(at as usize)
    }

    /// Every pool that lies in an arena now, with its blocks' size.
    pub fn live_pools(&self) -> impl Iterator<Item = &Pool> {
        self.tables.pools.iter().filter(|pool| pool.class != SYSTEM_CLASS && pool.address != 0)
    }

    fn new_run(&mut self, slots: &mut Pages<Slot>, capacity: u32) -> u32 {
        self.grew = true;
        let first = slots.len() as u32;
        let run = capacity.next_multiple_of(PAGE);
        slots.grow((first + run) as usize, Slot::EMPTY);
        let at = self.tables.pools.len() as u32;
        self.tables.page_pool.grow(self.tables.page_pool.len() + (run / PAGE) as usize, at);
        first
    }

    fn new_pool(&mut self, slots: &mut Pages<Slot>, class: usize) -> u32 {
        let address = self.take_pool_address();
        let capacity = ((POOL_SIZE - POOL_OVERHEAD) / ((class as u64 + 1) * ALIGNMENT)) as u32;
        let at = match self.retired[class] {
            NONE => {
                let first = self.new_run(slots, capacity);
                self.tables.pools.push(Pool {
                    address,
                    first,
                    used: 0,
                    carved: 0,
                    capacity,
                    free: 0,
                    next: NONE,
                    prev: NONE,
                    class: class as u8,
                    linked: false,
                });
                self.tables.pools.len() as u32 - 1
            }
            at => {
                let pool = &mut self.tables.pools[at as usize];
                self.retired[class] = pool.next;
                (pool.address, pool.carved, pool.free, pool.used) = (address, 0, 0, 0);
                at
            }
        };
        self.link_front(at);
        at
    }

    fn link_front(&mut self, at: u32) {
        let class = usize::from(self.tables.pools[at as usize].class);
        let head = self.used_pools[class];
        if head != NONE {
            self.tables.pools[head as usize].prev = at;
        }
        let pool = &mut self.tables.pools[at as usize];
        (pool.next, pool.prev, pool.linked) = (head, NONE, true);
        self.used_pools[class] = at;
    }

    fn unlink(&mut self, at: u32) {
        let Pool { next, prev, class, .. } = self.tables.pools[at as usize];
        match prev {
            NONE => self.used_pools[usize::from(class)] = next,
            prev => self.tables.pools[prev as usize].next = next,
        }
        if next != NONE {
            self.tables.pools[next as usize].prev = prev;
        }
        self.tables.pools[at as usize].linked = false;
    }

    #[cold]
    fn release_pool(&mut self, at: u32) {
        self.unlink(at);
        let pool = &mut self.tables.pools[at as usize];
        let address = std::mem::take(&mut pool.address);
        let class = usize::from(pool.class);
        pool.next = self.retired[class];
        self.retired[class] = at;
        if let Some(arena) = self.arenas.iter_mut().find(|arena| address & !(ARENA_SIZE - 1) == arena.address) {
            arena.free_pools += 1;
        }
        self.free_pools.push(address);
    }

    fn take_pool_address(&mut self) -> u64 {
        if let Some(address) = self.free_pools.pop() {
            if let Some(arena) = self.arenas.iter_mut().find(|arena| address & !(ARENA_SIZE - 1) == arena.address) {
                arena.free_pools -= 1;
            }
            return address;
        }
        let in_use = self.arenas.iter().rposition(|arena| arena.fresh < (ARENA_SIZE / POOL_SIZE) as u32);
        let at = in_use.unwrap_or_else(|| {
            let address = ARENA_BASE + self.arenas.len() as u64 * ARENA_SIZE;
            self.arenas.push(Arena { address, fresh: 0, free_pools: (ARENA_SIZE / POOL_SIZE) as u32 });
            self.arenas.len() - 1
        });
        let arena = &mut self.arenas[at];
        arena.fresh += 1;
        arena.free_pools -= 1;
        arena.address + u64::from(arena.fresh - 1) * POOL_SIZE
    }

    /// Whether the slot may hold an object at all: used by walks over every slot.
    pub fn is_object(slot: &Slot) -> bool {
        !matches!(slot.kind, Kind::Free | Kind::GcHead)
    }
}
