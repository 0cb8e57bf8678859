//! The heap as a graph: what the frames reach, and what only a cycle keeps alive.

use super::fields::{Label, ROWS, fields};
use super::stack::{FRAMES, each_name};
use super::{Scene, address, is_inline, repr, value};
use crate::ground::value::{Address, Mark};
use crate::machine::frames::FramesModel;
use crate::machine::heap::{HeapModel, Object, Root, RootKind, Row};
use std::collections::{HashMap, HashSet, VecDeque};
use vm::memory::object::{Kind, Obj, StackRef, flag};
use vm::memory::obmalloc::ObMalloc;
use vm::state::interpreter::Machine;

/// Objects drawn at most.
const DRAWN: usize = 10_000;
/// Slots up to which unreachable objects are looked for in every moment: the walk takes a while in a large heap.
const SEARCHED: usize = 400_000;
/// Innermost frames whose names and stacks are roots in the drawing.
const ROOT_FRAMES: usize = 6;
const ROOT_ROWS: usize = 24;

pub fn heap(machine: &Machine, scene: &Scene, frames: &FramesModel) -> HeapModel {
    let roots = roots(frames, scene);
    let mut walk = Walk::new(machine, scene);
    let mut objects = Vec::new();
    each_root(machine, scene, &mut |object| walk.put(object));
    while let Some(object) = walk.next() {
        objects.push(draw(machine, scene, object));
    }
    let mut unreachable = Vec::new();
    if machine.slots.len() <= SEARCHED {
        for object in forgotten(machine, scene) {
            if !walk.seen[object.ix()] && !is_inline(machine, object) {
                unreachable.push(address(machine, object));
                walk.put(object);
                while let Some(object) = walk.next() {
                    objects.push(draw(machine, scene, object));
                }
            }
        }
    }
    let live = machine.slots.iter().filter(|slot| ObMalloc::is_object(slot)).count();
    let folded = live.saturating_sub(objects.len()) as u64;
    HeapModel { roots, objects, folded, unreachable, ..HeapModel::default() }
}

/// Those of `wanted` that [`heap`] draws, in its order; of the unreachable ones only if asked for.
pub fn drawn(machine: &Machine, scene: &Scene, mut wanted: Vec<Obj>, unreachable: bool) -> Vec<Obj> {
    if wanted.is_empty() {
        return wanted;
    }
    wanted.sort_unstable();
    wanted.dedup();
    let mut walk = Walk { wanted: &wanted, ..Walk::new(machine, scene) };
    each_root(machine, scene, &mut |object| walk.put(object));
    while !walk.is_done() && walk.next().is_some() {}
    if unreachable && !walk.is_done() && machine.slots.len() <= SEARCHED {
        for object in forgotten(machine, scene) {
            if !is_inline(machine, object) {
                walk.put(object);
                while !walk.is_done() && walk.next().is_some() {}
            }
        }
    }
    walk.found
}

/// A walk over the objects that are drawn, nearest to the roots first.
struct Walk<'a> {
    machine: &'a Machine,
    scene: &'a Scene<'a>,
    seen: Vec<bool>,
    /// How many there are so far.
    count: usize,
    queue: VecDeque<Obj>,
    /// Objects whose order is asked for, sorted, and those of them that were met.
    wanted: &'a [Obj],
    found: Vec<Obj>,
}

impl<'a> Walk<'a> {
    fn new(machine: &'a Machine, scene: &'a Scene) -> Self {
        let seen = vec![false; machine.slots.len()];
        Walk { machine, scene, seen, count: 0, queue: VecDeque::new(), wanted: &[], found: Vec::new() }
    }

    fn put(&mut self, object: Obj) {
        if self.count < DRAWN && !std::mem::replace(&mut self.seen[object.ix()], true) {
            self.count += 1;
            self.queue.push_back(object);
            if self.wanted.binary_search(&object).is_ok() {
                self.found.push(object);
            }
        }
    }

    fn is_done(&self) -> bool {
        self.found.len() == self.wanted.len()
    }

    fn next(&mut self) -> Option<Obj> {
        let object = self.queue.pop_front()?;
        for (_, held) in rows(self.machine, self.scene, object).0 {
            if !is_inline(self.machine, held) {
                self.put(held);
            }
        }
        Some(object)
    }
}

fn rows(machine: &Machine, scene: &Scene, object: Obj) -> (Vec<(Label, Obj)>, usize) {
    let asked = if scene.expanded.is_empty() { 0 } else { scene.more_rows(address(machine, object)) };
    fields(machine, object, ROWS + asked)
}

/// Visits the objects that the drawn frames hold, in the order of their rows.
fn each_root(machine: &Machine, scene: &Scene, visit: &mut dyn FnMut(Obj)) {
    let frames = &machine.thread.frames;
    let left_out = frames.len().saturating_sub(2 * FRAMES);
    for (index, frame) in frames.iter().enumerate() {
        if index > 0 && index + ROOT_FRAMES < frames.len() {
            continue;
        }
        let place = if index < FRAMES { index } else { index - left_out };
        let mut most = ROOT_ROWS + scene.more_rows(place as Address);
        let mut put = |object: Obj| {
            if !is_inline(machine, object) {
                visit(object);
            }
        };
        each_name(machine, frame, &mut |_, object, _| {
            if !object.is_null() && most > 0 {
                most -= 1;
                put(object);
            }
        });
        let base = machine.stack_base(frame);
        for at in (base..frame.sp.max(base)).rev() {
            let held = machine.thread.stack[at as usize];
            if held != StackRef::NULL {
                put(held.obj());
            }
        }
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

/// The box of an object.
fn draw(machine: &Machine, scene: &Scene, object: Obj) -> Object {
    let (fields, more) = rows(machine, scene, object);
    let row = |(label, held): (Label, Obj)| Row { label: label.text(machine), value: Some(value(machine, held)) };
    let slot = machine.slot(object);
    Object {
        address: address(machine, object),
        title: title(machine, object),
        type_name: machine.type_name(object),
        refcount: (!slot.is_immortal()).then_some(u64::from(slot.refcnt)),
        mark: Mark::None,
        size: machine.sizeof(object),
        generation: machine.generation_of(object).filter(|generation| *generation < 3),
        interned: slot.flags & flag::INTERNED != 0,
        rows: fields.into_iter().map(row).collect(),
        more,
    }
}

/// What stands at the top of a box: its class, or what it is.
pub fn title(machine: &Machine, object: Obj) -> String {
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
        Kind::Generator => waits(machine, object),
        _ => repr::short(machine, object),
    }
}

/// A generator or coroutine, and where the frame in it is.
fn waits(machine: &Machine, object: Obj) -> String {
    use vm::objects::genobject::state;
    let slot = machine.slot(object);
    let code = machine.words.data[(slot.b_lo() + vm::objects::genobject::field::CODE) as usize];
    let whole = repr::short(machine, object);
    let name = whole.rsplit_once(' ').map_or(whole.as_str(), |(_, name)| name);
    match slot.x {
        state::CREATED => format!("{name} has not begun"),
        state::EXECUTING => format!("{name} is running"),
        state::CLEARED => format!("{name} has ended"),
        _ => match machine.position_of(code, slot.a).line {
            Some(line) => format!("{name} waits at line {line}"),
            None => format!("{name} waits"),
        },
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
    let reached = reached(machine, scene, usize::MAX, &|_| false);
    let lost: Vec<Obj> = tracked.into_iter().filter(|object| !reached[object.ix()]).collect();
    without_libraries(machine, lost)
}

/// Leaves out what hangs together with a function of the library: the cycles that its closures make are not the program's.
fn without_libraries(machine: &Machine, lost: Vec<Obj>) -> Vec<Obj> {
    let theirs = |object: &Obj| machine.kind(*object) == Kind::Function && is_inline(machine, *object);
    if !lost.iter().any(theirs) {
        return lost;
    }
    let place: HashMap<Obj, usize> = lost.iter().enumerate().map(|(at, object)| (*object, at)).collect();
    // Of each object, another one of its group; the first of a group has itself.
    let mut group: Vec<usize> = (0..lost.len()).collect();
    fn first(group: &mut [usize], mut at: usize) -> usize {
        while group[at] != at {
            group[at] = group[group[at]];
            at = group[at];
        }
        at
    }
    for (at, object) in lost.iter().enumerate() {
        machine.edges(*object, &mut |edge| {
            if let Some(other) = place.get(&edge) {
                let (a, b) = (first(&mut group, at), first(&mut group, *other));
                group[a] = b;
            }
        });
    }
    let groups: HashSet<usize> =
        (0..lost.len()).filter(|at| theirs(&lost[*at])).map(|at| first(&mut group, at)).collect();
    let mut at = 0;
    let mut kept = lost;
    kept.retain(|_| {
        at += 1;
        !groups.contains(&first(&mut group, at - 1))
    });
    kept
}

/// Whether nothing reaches some of these objects any more, none of which is named twice.
pub fn are_lost(machine: &Machine, scene: &Scene, mut objects: Vec<Obj>) -> bool {
    if objects.is_empty() || machine.slots.len() > SEARCHED {
        return false;
    }
    objects.sort_unstable();
    let reached = reached(machine, scene, objects.len(), &|object| objects.binary_search(&object).is_ok());
    objects.iter().any(|object| !reached[object.ix()])
}

/// Marks the objects that something reaches: from the frames first, as what is asked for is usually near; ends once so
/// many wanted ones are met.
fn reached(machine: &Machine, scene: &Scene, mut missing: usize, is_wanted: &dyn Fn(Obj) -> bool) -> Vec<bool> {
    let mut reached = vec![false; machine.slots.len()];
    let mut stack: Vec<Obj> = Vec::new();
    let mut put = |object: Obj, stack: &mut Vec<Obj>| {
        if !object.is_null() && missing > 0 && !std::mem::replace(&mut reached[object.ix()], true) {
            stack.push(object);
            missing -= usize::from(is_wanted(object));
        }
    };
    let thread = &machine.thread;
    for frame in &thread.frames {
        for held in [frame.func.obj(), frame.globals, frame.builtins, frame.locals, frame.frame_obj, frame.generator] {
            put(held, &mut stack);
        }
    }
    let top = thread.frames.last().map_or(0, |frame| frame.sp);
    thread.stack.used(top).iter().for_each(|held| put(held.obj(), &mut stack));
    for sorter in &thread.sorters {
        sorter.items.iter().chain(&sorter.keys).for_each(|held| put(*held, &mut stack));
    }
    // Immortal and built-in types hold on to what they hold for good.
    let types = machine.types.iter().filter(|info| machine.slot(info.obj).is_immortal()).map(|info| info.obj);
    let before = scene.before.iter().map(|word| Obj(*word)).filter(|object| ObMalloc::is_object(machine.slot(*object)));
    // What the interpreter itself holds.
    let own = [machine.builtins, machine.sys_modules, machine.main_module, thread.raised, thread.context];
    let hooks = [thread.trace_func, thread.profile_func, thread.async_gen_firstiter, thread.async_gen_finalizer];
    let kept = [machine.importlib, machine.ast_state, machine.at_exit];
    let mut others = own
        .into_iter()
        .chain(hooks)
        .chain(kept)
        .chain(thread.exc_stack.iter().copied())
        .chain(thread.temps.iter().map(|word| Obj(*word)))
        .chain(types)
        .chain(before);
    loop {
        while let Some(object) = stack.pop() {
            if ObMalloc::is_object(machine.slot(object)) {
                machine.edges(object, &mut |edge| put(edge, &mut stack));
            }
        }
        let Some(other) = others.next() else { break };
        put(other, &mut stack);
    }
    reached
}
