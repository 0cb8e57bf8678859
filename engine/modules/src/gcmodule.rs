//! `gc` (`Modules/gcmodule.c`).

use crate::fill::{put, put_ints};
use vm::eval::activations::What;
use vm::memory::gc::debug;
use vm::memory::object::{Kind, Obj, R};
use vm::native::args::{boolean, none};
use vm::native::static_strings::{self, fixed};
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::{tp, ty};
use vm::state::interpreter::Machine;

/// `gc`.
pub static MODULE: ModuleDef = ModuleDef { name: "gc", doc: "The collector of cycles.", functions: FUNCTIONS, fill };

fn fill(m: &mut Machine, dict: Obj) {
    let flags = [
        ("DEBUG_STATS", debug::STATS),
        ("DEBUG_COLLECTABLE", debug::COLLECTABLE),
        ("DEBUG_UNCOLLECTABLE", debug::UNCOLLECTABLE),
        ("DEBUG_SAVEALL", debug::SAVEALL),
        ("DEBUG_LEAK", debug::LEAK),
    ];
    put_ints(m, dict, &flags.map(|(name, flag)| (name, i64::from(flag))));
    // The lists are the collector's, and stay when the module is made anew.
    if m.gc.garbage.is_null() {
        m.gc.garbage = m.new_list_of(Vec::new()).into_edge();
        m.gc.callbacks = m.new_list_of(Vec::new()).into_edge();
    }
    for (name, list) in [("garbage", m.gc.garbage), ("callbacks", m.gc.callbacks)] {
        let list = m.new_ref(list);
        put(m, dict, name, list);
    }
}

/// The generations that an argument of `get_objects` means (`gc_get_objects_impl`).
fn generations(m: &mut Machine, generation: Obj) -> R<Vec<u32>> {
    if generation.is_null() || Machine::is_none(generation) {
        return Ok((0..3).collect());
    }
    if !m.is_int(generation) && m.lookup_special(generation, static_strings::DUNDER_INDEX).is_null() {
        let text = format!("argument should be integer or None, not '{}'", m.type_name(generation));
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    match m.as_ssize(generation)? {
        -1 => Ok((0..3).collect()),
        n @ 0..=2 => Ok(vec![n as u32]),
        ..-1 => Err(m.raise(ty::VALUE_ERROR, "generation parameter cannot be negative")),
        _ => {
            let text = "generation parameter must be less than the number of available generations (3)";
            Err(m.raise(ty::VALUE_ERROR, text))
        }
    }
}

/// What the collector comes by in an object: not all that it holds (`tp_traverse`).
fn referents(m: &Machine, o: Obj) -> Vec<Obj> {
    let mut found = Vec::new();
    if m.type_of(o).flags & tp::HAVE_GC == 0 {
        return found;
    }
    m.edges(o, &mut |edge| found.push(edge));
    match m.kind(o) {
        // Text cannot close a cycle: keys of a dict that has no others are passed over,
        Kind::Dict => {
            let keys: Vec<Obj> = m.dict_items(o).into_iter().map(|(key, _)| key).collect();
            if keys.iter().all(|key| m.ty(*key) == ty::STR) {
                let mut pairs = found.split_off(found.len() - 2 * keys.len()).into_iter();
                found.extend(std::iter::from_fn(|| Some((pairs.next()?, pairs.next()?).0)));
            }
        }
        // and a class's names.
        Kind::Type => {
            let (class, heap) = (m.type_of(o).flags & tp::HEAPTYPE, m.types[m.slot(o).a as usize].flags & tp::HEAPTYPE);
            found.truncate(3 + usize::from(class != 0) + usize::from(heap != 0));
        }
        _ => {}
    }
    found
}

const FUNCTIONS: &[Native] = &[
    function(
        "collect($module, /, generation=2)",
        "Collect that generation and the younger ones; how much was unreachable.",
        |m, a| {
            let generation = a.opt(m, 0);
            let generation = if generation.is_null() { 2 } else { m.c_int(generation)? };
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
            let n = a.get(m, i);
            m.gc.generations[i as usize].threshold = m.parsed_int(n)?;
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
        let heads = generations(m, generation)?;
        let objects: Vec<Obj> = heads.into_iter().flat_map(|i| m.gc.list(fixed::GEN0 + i)).collect();
        Ok(m.new_list_from(&objects))
    }),
    function("get_referrers($module, /, *objs)", "What refers to the objects.", |m, a| {
        let wanted = a.all(m);
        let mut found = Vec::new();
        for i in 0..3 {
            for o in m.gc.list(fixed::GEN0 + i) {
                if referents(m, o).iter().any(|held| wanted.contains(held)) {
                    found.push(o);
                }
            }
        }
        Ok(m.new_list_from(&found))
    }),
    function("get_referents($module, /, *objs)", "What the objects refer to.", |m, a| {
        let mut found = Vec::new();
        for o in a.all(m) {
            found.extend(referents(m, o));
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
        Ok(m.new_int(i64::from(flags)))
    }),
    function("set_debug($module, flags, /)", "Set what the collector prints.", |m, a| {
        let flags = a.get(m, 0);
        m.gc.debug = m.c_int(flags)?;
        none()
    }),
];
