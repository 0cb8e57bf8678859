//! Interned strings and small integers that the program's code and objects hold.

use super::{Scene, address};
use crate::compile::bytecode::InstructionRow;
use crate::ground::value::{Address, Value};
use crate::machine::frames::FramesModel;
use crate::machine::heap::HeapModel;
use crate::machine::interned::{InternedItem, InternedModel};
use std::collections::BTreeMap;
use vm::memory::object::{Kind, Obj, flag};
use vm::state::interpreter::Machine;

const SHOWN: usize = 200;

pub fn interned(
    machine: &Machine,
    scene: &Scene,
    heap: &HeapModel,
    frames: &FramesModel,
    next: Option<&InstructionRow>,
) -> InternedModel {
    let mut strings: Vec<InternedItem> = Vec::new();
    let mut index: BTreeMap<Address, usize> = BTreeMap::new();
    let operand = next.map_or("", |row| row.meaning.as_str());
    for (number, code) in machine.codes.iter().enumerate() {
        // A class body's code is freed once it has run; its place in the table stays.
        let slot = machine.slot(code.obj);
        let alive = slot.kind == Kind::Code && slot.a as usize == number;
        if !alive || scene.code_index(&code.stat.code).is_none() {
            continue;
        }
        let owner = crate::compile::listing::lossy(&code.meta().qualname);
        let meta = code.meta();
        let consts = (0..meta.consts.len() as u32).map(|i| Obj(machine.words.data[(code.consts + i) as usize]));
        let names = (0..(meta.names.len() + meta.localsplusnames.len()) as u32)
            .map(|i| Obj(machine.words.data[(code.names + i) as usize]));
        for (object, kind) in consts.map(|object| (object, "constants")).chain(names.map(|object| (object, "names"))) {
            let slot = machine.slot(object);
            if slot.kind != Kind::Str || slot.flags & flag::INTERNED == 0 || strings.len() >= SHOWN {
                continue;
            }
            let at = address(machine, object);
            let holder = format!("the {kind} of {owner}");
            match index.get(&at) {
                Some(&known) if strings[known].holders.contains(&holder) => {}
                Some(&known) => strings[known].holders.push(holder),
                None => {
                    index.insert(at, strings.len());
                    let text = machine.str_repr(object);
                    let current = !operand.is_empty()
                        && machine.str_text(object) == operand.split([' ', ',']).next().unwrap_or("");
                    let refcount = (!slot.is_immortal()).then_some(u64::from(slot.refcnt));
                    strings.push(InternedItem { text, address: at, refcount, holders: vec![holder], current });
                }
            }
        }
    }
    let total_strings = machine.interned.iter().filter(|word| **word != 0 && **word != u32::MAX).count() as u64;
    InternedModel { strings, integers: integers(heap, frames), total_strings }
}

/// The small integers that names, stacks and drawn objects hold at this moment.
fn integers(heap: &HeapModel, frames: &FramesModel) -> Vec<InternedItem> {
    let mut found: BTreeMap<i64, InternedItem> = BTreeMap::new();
    let mut put = |value: &Value, holder: String, current: bool| {
        let Ok(number) = value.text.parse::<i64>() else { return };
        if value.type_name != "int" || !(-5..=256).contains(&number) {
            return;
        }
        let item = found.entry(number).or_insert_with(|| InternedItem {
            text: value.text.clone(),
            address: value.address,
            refcount: None,
            holders: Vec::new(),
            current: false,
        });
        item.current |= current;
        if item.holders.len() < 6 && !item.holders.contains(&holder) {
            item.holders.push(holder);
        }
    };
    let count = frames.frames.len();
    for (index, frame) in frames.frames.iter().enumerate() {
        for binding in &frame.names {
            if let Some(value) = &binding.value {
                put(value, format!("the name {}", binding.name), false);
            }
        }
        let taken = frame.stack.len().saturating_sub(frame.takes);
        for (at, value) in
            frame.stack.iter().enumerate().filter_map(|(at, slot)| slot.as_ref().map(|value| (at, value)))
        {
            put(value, format!("the stack of {}", frame.name), index + 1 == count && at >= taken);
        }
    }
    for object in &heap.objects {
        for row in &object.rows {
            if let Some(value) = &row.value {
                put(value, format!("{} of {}", row.label, object.title), false);
            }
        }
    }
    found.into_values().take(SHOWN).collect()
}
