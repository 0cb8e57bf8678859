//! The heap as a graph: what the frames reach, and what only a cycle keeps alive.

use super::fields::{ROWS, fields};
use super::{Scene, address, is_inline, repr, value};
use crate::ground::value::{Address, Mark};
use crate::machine::frames::FramesModel;
use crate::machine::heap::{HeapModel, Object, Root, RootKind, Row};
use std::collections::{HashMap, HashSet, VecDeque};
use vm::memory::object::{Kind, Obj, flag};
use vm::memory::obmalloc::ObMalloc;
use vm::state::interpreter::Machine;

/// Objects drawn at most.
const DRAWN: usize = 3000;
/// Slots up to which unreachable objects are looked for in every moment: the walk takes a while in a large heap.
const SEARCHED: usize = 400_000;
/// Innermost frames whose names and stacks are roots in the drawing.
const ROOT_FRAMES: usize = 6;
const ROOT_ROWS: usize = 24;

pub fn heap(machine: &Machine, scene: &Scene, frames: &FramesModel) -> HeapModel {
    let by_address = Handles::new(machine, frames);
    let roots = roots(frames, scene);
    let mut queue: VecDeque<Obj> = VecDeque::new();
    for root in &roots {
        for value in root.rows.iter().filter_map(|row| row.value.as_ref()).filter(|value| !value.inline) {
            queue.extend(by_address.get(value.address));
        }
    }
    let mut seen = HashSet::new();
    let mut objects = Vec::new();
    reach(machine, scene, &mut queue, &mut seen, &mut objects);
    let mut unreachable = Vec::new();
    if machine.slots.len() <= SEARCHED {
        for object in forgotten(machine, scene) {
            if !seen.contains(&object) && !is_inline(machine, object) {
                unreachable.push(address(machine, object));
                queue.push_back(object);
                reach(machine, scene, &mut queue, &mut seen, &mut objects);
            }
        }
    }
    let live = machine.slots.iter().filter(|slot| ObMalloc::is_object(slot)).count();
    let folded = live.saturating_sub(objects.len()) as u64;
    HeapModel { roots, objects, folded, written: Vec::new(), unreachable }
}

/// Handles of the objects that frames hold, by address.
struct Handles(HashMap<Address, Obj>);

impl Handles {
    fn new(machine: &Machine, frames: &FramesModel) -> Self {
        let wanted: HashSet<Address> = frames
            .frames
            .iter()
            .flat_map(|frame| {
                let names = frame.names.iter().filter_map(|binding| binding.value.as_ref());
                names.chain(frame.stack.iter().flatten()).map(|value| value.address)
            })
            .collect();
        let mut found = HashMap::new();
        let mut put = |object: Obj| {
            if !object.is_null() {
                let at = address(machine, object);
                if wanted.contains(&at) {
                    found.insert(at, object);
                }
            }
        };
        for frame in &machine.thread.frames {
            for at in frame.base..frame.sp.max(frame.base) {
                let held = machine.thread.stack[at as usize].obj();
                put(held);
                if !held.is_null() && machine.kind(held) == Kind::Cell {
                    put(machine.cell_get(held));
                }
            }
            let n = machine.codes[frame.code as usize].stat.nlocalsplus;
            for at in frame.base..frame.base + n {
                let held = machine.thread.stack[at as usize].obj();
                put(held);
                if !held.is_null() && machine.kind(held) == Kind::Cell {
                    put(machine.cell_get(held));
                }
            }
            if !frame.locals.is_null() && machine.kind(frame.locals) == Kind::Dict {
                machine.dict_each(frame.locals, &mut |_, held| put(held));
            }
        }
        Handles(found)
    }

    fn get(&self, address: Address) -> Option<Obj> {
        self.0.get(&address).copied()
    }
}

fn roots(frames: &FramesModel, scene: &Scene) -> Vec<Root> {
    let count = frames.frames.len();
    let mut roots = Vec::new();
    for (index, frame) in frames.frames.iter().enumerate() {
        // The module's names and the innermost frames are what a learner looks at.
        if index > 0 && index + ROOT_FRAMES < count {
            continue;
        }
        let mut rows: Vec<Row> = frame
            .names
            .iter()
            .map(|binding| Row { label: binding.name.clone(), value: binding.value.clone() })
            .collect();
        rows.retain(|row| row.value.is_some());
        let most = ROOT_ROWS + scene.more_rows(index as Address);
        let more = rows.len().saturating_sub(most);
        rows.truncate(most);
        roots.push(Root {
            title: frame.name.clone(),
            kind: RootKind::Names,
            frame: index,
            rows,
            more,
            note: String::new(),
        });
        if !frame.stack.is_empty() {
            let top = frame.stack.len() - 1;
            let label = |at: usize| if at == top { "top".to_owned() } else { (top - at).to_string() };
            let rows =
                frame.stack.iter().enumerate().rev().map(|(at, slot)| Row { label: label(at), value: slot.clone() });
            let running = index + 1 == count;
            let note = match frame.takes {
                takes if running && takes > 0 => format!("next step takes {takes}"),
                _ => String::new(),
            };
            let title = if count == 1 { "stack".to_owned() } else { format!("stack of {}", frame.name) };
            roots.push(Root { title, kind: RootKind::Stack, frame: index, rows: rows.collect(), more: 0, note });
        }
    }
    roots
}

/// Boxes for everything reachable from the queue that is not written inline.
fn reach(
    machine: &Machine,
    scene: &Scene,
    queue: &mut VecDeque<Obj>,
    seen: &mut HashSet<Obj>,
    objects: &mut Vec<Object>,
) {
    while let Some(object) = queue.pop_front() {
        if objects.len() >= DRAWN || object.is_null() || !seen.insert(object) {
            continue;
        }
        let (fields, more) = fields(machine, object, ROWS + scene.more_rows(address(machine, object)));
        for (_, held) in &fields {
            if !is_inline(machine, *held) && !seen.contains(held) {
                queue.push_back(*held);
            }
        }
        let rows = fields.into_iter().map(|(label, held)| Row { label, value: Some(value(machine, held)) }).collect();
        let slot = machine.slot(object);
        objects.push(Object {
            address: address(machine, object),
            title: title(machine, object),
            type_name: machine.type_name(object),
            refcount: (!slot.is_immortal()).then_some(u64::from(slot.refcnt)),
            mark: Mark::None,
            size: machine.sizeof(object),
            generation: machine.generation_of(object).filter(|generation| *generation < 3),
            interned: slot.flags & flag::INTERNED != 0,
            rows,
            more,
        });
    }
}

/// What stands at the top of a box: its class, or what it is.
fn title(machine: &Machine, object: Obj) -> String {
    match machine.kind(object) {
        Kind::List
        | Kind::Dict
        | Kind::Tuple
        | Kind::Set
        | Kind::FrozenSet
        | Kind::Cell
        | Kind::Slice
        | Kind::Range => machine.type_name(object),
        Kind::Instance => machine.type_name(object),
        _ => repr::short(machine, object),
    }
}

/// The program's tracked objects that nothing reaches any more: cycles, waiting for the collector.
fn forgotten(machine: &Machine, scene: &Scene) -> Vec<Obj> {
    let tracked: Vec<Obj> = (0..3)
        .flat_map(|list| machine.gc.list(vm::native::static_strings::fixed::GEN0 + list))
        .filter(|object| !scene.before.contains(&object.0))
        .collect();
    if tracked.is_empty() {
        return tracked;
    }
    let mut reached = vec![false; machine.slots.len()];
    let mut stack: Vec<Obj> = vec![machine.builtins, machine.sys_modules, machine.main_module, machine.thread.raised];
    stack.extend(machine.thread.exc_stack.iter().copied());
    stack.extend(machine.thread.temps.iter().map(|word| Obj(*word)));
    // Immortal and built-in types hold on to what they hold for good.
    stack.extend(machine.types.iter().filter(|info| machine.slot(info.obj).is_immortal()).map(|info| info.obj));
    for frame in &machine.thread.frames {
        stack.extend([frame.func.obj(), frame.globals, frame.builtins, frame.locals, frame.frame_obj, frame.generator]);
    }
    let top = machine.thread.frames.last().map_or(0, |frame| frame.sp);
    stack.extend(machine.thread.stack.used(top).iter().map(|held| held.obj()));
    stack
        .extend(scene.before.iter().map(|word| Obj(*word)).filter(|object| ObMalloc::is_object(machine.slot(*object))));
    while let Some(object) = stack.pop() {
        if object.is_null() || std::mem::replace(&mut reached[object.ix()], true) {
            continue;
        }
        if ObMalloc::is_object(machine.slot(object)) {
            machine.edges(object, &mut |edge| stack.push(edge));
        }
    }
    tracked.into_iter().filter(|object| !reached[object.ix()]).collect()
}
