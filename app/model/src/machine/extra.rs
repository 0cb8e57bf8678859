//! What `state` tells beside the panes' models: the allocator and the imported modules.

use vm::memory::object::Kind;
use vm::state::interpreter::Machine;

#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct PoolState {
    pub address: u64,
    /// Bytes of each block.
    pub block_size: u32,
    pub used: u32,
    pub capacity: u32,
}

#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct FreeList {
    pub name: String,
    pub length: u32,
}

/// The rest of the state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extra {
    pub arenas: Vec<u64>,
    pub pools: Vec<PoolState>,
    pub free_lists: Vec<FreeList>,
    /// Names in `sys.modules`.
    pub modules: Vec<String>,
    pub virtual_ns: u64,
}

pub fn extra(machine: &Machine) -> Extra {
    use vm::memory::refcount::freelist;
    let pools = machine.mem.live_pools().filter(|pool| pool.class != 255).map(|pool| PoolState {
        address: pool.address,
        block_size: 16 * (u32::from(pool.class) + 1),
        used: pool.used,
        capacity: pool.capacity,
    });
    let free_list = |index: usize| {
        let name = freelist::NAMES
            .get(index)
            .map_or_else(|| format!("tuple[{}]", index + 1 - freelist::TUPLES), |name| name.to_string());
        FreeList { name, length: machine.free_lists.counts[index] }
    };
    let mut modules = Vec::new();
    if !machine.sys_modules.is_null() && machine.kind(machine.sys_modules) == Kind::Dict {
        machine.dict_each(machine.sys_modules, &mut |key, _| {
            if machine.kind(key) == Kind::Str {
                modules.push(machine.str_text(key));
            }
        });
    }
    Extra {
        arenas: machine.mem.arenas.iter().map(|arena| arena.address).collect(),
        pools: pools.collect(),
        free_lists: (0..freelist::COUNT).map(free_list).filter(|list| list.length > 0).collect(),
        modules,
        virtual_ns: machine.virtual_ns(),
    }
}
