//! `gc` (`Modules/gcmodule.c`).

use crate::fill::{put, put_ints};
use vm::eval::activations::What;
use vm::memory::object::Obj;
use vm::native::args::{boolean, none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `gc`.
pub static MODULE: ModuleDef = ModuleDef { name: "gc", doc: "The collector of cycles.", functions: FUNCTIONS, fill };

/// What the collector may be asked to tell; asking is refused by name.
const DEBUG: [(&str, i64); 5] = [
    ("DEBUG_STATS", 1),
    ("DEBUG_COLLECTABLE", 2),
    ("DEBUG_UNCOLLECTABLE", 4),
    ("DEBUG_SAVEALL", 32),
    ("DEBUG_LEAK", 38),
];

fn fill(m: &mut Machine, dict: Obj) {
    put_ints(m, dict, &DEBUG);
    let garbage = m.new_list();
    put(m, dict, "garbage", garbage);
}

const FUNCTIONS: &[Native] = &[
    function(
        "collect($module, /, generation=2)",
        "Collect that generation and the younger ones; how much was unreachable.",
        |m, a| {
            let generation = a.opt(m, 0);
            let generation = if generation.is_null() { 2 } else { m.index_i64(generation)? };
            if !(0..3).contains(&generation) {
                return Err(m.raise(ty::VALUE_ERROR, "invalid generation"));
            }
            if m.gc.collecting {
                return Ok(m.new_int(0));
            }
            m.collect(generation as usize);
            m.go_on_as(What::Collect, &[])
        },
    ),
    function("enable($module, /)", "Let collections happen by themselves.", |m, _| {
        m.gc.enabled = true;
        none()
    }),
    function("disable($module, /)", "Let no collection happen by itself.", |m, _| {
        m.gc.enabled = false;
        none()
    }),
    function("isenabled($module, /)", "Whether collections happen by themselves.", |m, _| boolean(m.gc.enabled)),
    function("get_count($module, /)", "Objects since the last collection of each generation.", |m, _| {
        let items = m.gc.generations.map(|g| g.count).map(|n| m.new_int(i64::from(n)));
        Ok(m.new_tuple(items.into()))
    }),
    function("get_threshold($module, /)", "When each generation is collected.", |m, _| {
        let items = m.gc.generations.map(|g| g.threshold).map(|n| m.new_int(i64::from(n)));
        Ok(m.new_tuple(items.into()))
    }),
    function("set_threshold(a0, a1=None, a2=None, /)", "Set when each generation is collected.", |m, a| {
        for i in 0..a.n {
            let n = m.index_i64(a.get(m, i))?;
            m.gc.generations[i as usize].threshold = n.clamp(0, i64::from(u32::MAX)) as u32;
        }
        none()
    })
    .hidden()
    .tuple(),
    function("get_stats($module, /)", "What each generation's collections have found.", |m, _| {
        let mut stats = Vec::new();
        for g in m.gc.generations {
            let dict = m.new_dict();
            for (name, n) in
                [("collections", g.collections), ("collected", g.collected), ("uncollectable", g.uncollectable)]
            {
                let key = m.intern_str(name);
                let value = m.new_int(n as i64);
                m.dict_set_str(dict.get(), key.get(), value);
                m.drop_ref(key);
            }
            stats.push(dict);
        }
        Ok(m.new_list_of(stats))
    }),
    function("get_objects($module, /, generation=None)", "The objects that the collector tracks.", |m, a| {
        let generation = a.opt(m, 0);
        let heads: Vec<u32> = if generation.is_null() || Machine::is_none(generation) {
            (0..3).collect()
        } else {
            vec![m.index_i64(generation)?.clamp(0, 2) as u32]
        };
        let objects: Vec<Obj> = heads.into_iter().flat_map(|i| m.gc.list(fixed::GEN0 + i)).collect();
        Ok(m.new_list_from(&objects))
    }),
    function("get_referrers($module, /, *objs)", "What refers to the objects.", |m, a| {
        let wanted = a.all(m);
        let mut found = Vec::new();
        for i in 0..3 {
            for o in m.gc.list(fixed::GEN0 + i) {
                let mut refers = false;
                m.edges(o, &mut |edge| refers |= wanted.contains(&edge));
                if refers {
                    found.push(o);
                }
            }
        }
        Ok(m.new_list_from(&found))
    }),
    function("get_referents($module, /, *objs)", "What the objects refer to.", |m, a| {
        let mut found = Vec::new();
        for o in a.all(m) {
            m.edges(o, &mut |edge| found.push(edge));
        }
        Ok(m.new_list_from(&found))
    }),
    function("is_tracked($module, obj, /)", "Whether the collector tracks the object.", |m, a| {
        boolean(m.is_tracked(a.get(m, 0)))
    }),
    function("is_finalized($module, obj, /)", "Whether the object's finalizer has run.", |m, a| {
        boolean(m.slot(a.get(m, 0)).flags & vm::memory::object::flag::FINALIZED != 0)
    }),
    function("freeze($module, /)", "Move all objects to where no collection looks.", |m, _| {
        m.gc_freeze();
        none()
    }),
    function("unfreeze($module, /)", "Move them back.", |m, _| {
        m.gc_unfreeze();
        none()
    }),
    function("get_freeze_count($module, /)", "How many objects are where no collection looks.", |m, _| {
        let n = m.gc.list_len(fixed::PERMANENT);
        Ok(m.new_int(n as i64))
    }),
    function("get_debug($module, /)", "What the collector prints.", |m, _| {
        let flags = m.gc.debug;
        Ok(m.new_int(flags))
    }),
    function("set_debug($module, flags, /)", "Set what the collector prints.", |m, a| {
        let flags = m.index_i64(a.get(m, 0))?;
        if flags != 0 {
            return Err(m.not_supported("gc.set_debug() with flags"));
        }
        m.gc.debug = flags;
        none()
    }),
];
