//! What the last step changed, as marks on the models; what it freed stays as a ghost for one moment.

use crate::ground::value::{Address, Mark};
use crate::machine::frames::{FrameModel, FramesModel};
use crate::machine::heap::{HeapModel, Object, Row};
use crate::machine::namespaces::Binding;
use crate::moment::Moment;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Objects that a step made and freed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Births {
    pub made: HashSet<Address>,
    pub freed: HashSet<Address>,
}

/// Marks `now` by what the last step did since `before`.
pub fn mark(now: &mut Moment, before: Option<&Moment>, last: &Births) {
    if let Some(before) = before {
        let heap = Arc::make_mut(&mut now.heap);
        mark_objects(heap, &before.heap, last);
        ghosts(heap, &before.heap, last);
        mark_roots(heap, &before.heap);
        mark_frames(&mut now.frames, &before.frames);
        for module in &mut now.modules {
            if before.modules.iter().all(|old| old.name != module.name) {
                module.mark = Mark::New;
            }
        }
        let names = now.frames.top().map(|frame| frame.names.clone()).unwrap_or_default();
        for scope in &mut now.namespaces.scopes {
            for binding in &mut scope.bindings {
                let marked = names.iter().find(|other| other.name == binding.name && same(other, binding));
                if let (Some(value), Some(mark)) = (&mut binding.value, marked.and_then(|other| other.value.as_ref())) {
                    value.mark = mark.mark;
                }
            }
        }
    }
    let marks: HashMap<Address, Mark> = now.heap.objects.iter().map(|object| (object.address, object.mark)).collect();
    for member in now.gc.generations.iter_mut().flat_map(|generation| &mut generation.members) {
        member.mark = marks.get(&member.address).copied().unwrap_or_default();
    }
}

fn same(a: &Binding, b: &Binding) -> bool {
    a.value.as_ref().map(|value| value.address) == b.value.as_ref().map(|value| value.address)
}

/// Marks what the next step frees, for a person who wants to see it coming.
pub fn preview(now: &mut Moment) {
    if now.dying.is_empty() {
        return;
    }
    let heap = Arc::make_mut(&mut now.heap);
    for object in heap.objects.iter_mut().filter(|object| now.dying.contains(&object.address)) {
        object.mark = Mark::Dying;
    }
}

/// What the last step freed is still drawn, where it stood, as it was; nothing refers to it any more.
fn ghosts(now: &mut HeapModel, before: &HeapModel, last: &Births) {
    if last.freed.is_empty() {
        return;
    }
    let drawn: HashSet<Address> = now.objects.iter().map(|object| object.address).collect();
    let gone = |object: &&Object| last.freed.contains(&object.address) && !drawn.contains(&object.address);
    let ghosts: Vec<Object> = before
        .objects
        .iter()
        .filter(gone)
        .map(|object| Object { mark: Mark::Dying, refcount: Some(0), ..object.clone() })
        .collect();
    now.objects.extend(ghosts);
    now.unlink();
}

fn mark_objects(now: &mut HeapModel, before: &HeapModel, last: &Births) {
    let old: HashMap<Address, &Object> = before.objects.iter().map(|object| (object.address, object)).collect();
    for object in &mut now.objects {
        match old.get(&object.address).filter(|old| old.type_name == object.type_name) {
            // What merely came into view is no newer than it was.
            _ if last.made.contains(&object.address) => object.mark = Mark::New,
            None => {}
            Some(old) => {
                if object.refcount != old.refcount || rows_differ(&object.rows, &old.rows) || object.more != old.more {
                    object.mark = Mark::Changed;
                }
                mark_rows(&mut object.rows, &old.rows);
            }
        }
    }
}

fn rows_differ(now: &[Row], before: &[Row]) -> bool {
    fn key(row: &Row) -> (&str, Option<(Address, &str)>) {
        (&row.label, row.value.as_ref().map(|value| (value.address, value.text.as_str())))
    }
    now.len() != before.len() || now.iter().zip(before).any(|(a, b)| key(a) != key(b))
}

fn mark_rows(now: &mut [Row], before: &[Row]) {
    for (index, row) in now.iter_mut().enumerate() {
        let old = before
            .get(index)
            .filter(|old| old.label == row.label)
            .or_else(|| before.iter().find(|old| old.label == row.label));
        let Some(value) = &mut row.value else { continue };
        match old.map(|old| old.value.as_ref().map(|value| value.address)) {
            None => value.mark = Mark::New,
            Some(address) if address != Some(value.address) => value.mark = Mark::Changed,
            Some(_) => {}
        }
    }
}

fn mark_roots(now: &mut HeapModel, before: &HeapModel) {
    for root in &mut now.roots {
        let old =
            before.roots.iter().find(|old| old.frame == root.frame && old.kind == root.kind && old.title == root.title);
        if let Some(old) = old.filter(|_| root.kind == crate::machine::heap::RootKind::Names) {
            mark_rows(&mut root.rows, &old.rows);
        }
    }
}

fn mark_frames(now: &mut FramesModel, before: &FramesModel) {
    for (index, frame) in now.frames.iter_mut().enumerate() {
        let old = before.frames.get(index).filter(|old| old.name == frame.name);
        if let Some(old) = old {
            mark_frame(frame, old);
        }
    }
}

fn mark_frame(frame: &mut FrameModel, old: &FrameModel) {
    for binding in &mut frame.names {
        let before = old.names.iter().find(|old| old.name == binding.name).and_then(|old| old.value.as_ref());
        if let Some(value) = &mut binding.value {
            value.mark = match before {
                None => Mark::New,
                Some(before) if before.address != value.address => Mark::Changed,
                Some(_) => Mark::None,
            };
        }
    }
    for (at, slot) in frame.stack.iter_mut().enumerate() {
        let before = old.stack.get(at).and_then(|slot| slot.as_ref()).map(|value| value.address);
        if let Some(value) = slot
            && before != Some(value.address)
        {
            value.mark = Mark::New;
        }
    }
}
