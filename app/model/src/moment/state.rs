//! The whole state at a step, as JSON and as text: what `serpentarium state` prints.

use crate::ground::value::{Value, counted};
use crate::machine::Extra;
use crate::machine::namespaces::Binding;
use crate::moment::Moment;
use serde_json::{Map, Value as Json, json};
use std::fmt::Write;

/// Top-level keys: `step stage line frames namespaces heap interned gc allocator modules threads output`. Addresses are
/// what `id()` answers, counts are what `sys.getrefcount()` answers less the reference of its own argument; `null` stands
/// for an immortal object's count and for NULL on a stack. [`crate::moment::compile_state`] is for moments before the run.
pub fn json(moment: &Moment, extra: &Extra) -> Json {
    let frames: Vec<Json> = moment
        .frames
        .frames
        .iter()
        .map(|frame| {
            json!({
                "name": frame.name,
                "file": frame.filename,
                "line": frame.line,
                "offset": frame.offset,
                "names": bindings(&frame.names),
                "stack": frame.stack.iter().map(|slot| slot.as_ref().map(value)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let namespaces: Vec<Json> = moment
        .namespaces
        .scopes
        .iter()
        .map(|scope| json!({"scope": scope.kind.title(), "owner": scope.owner, "names": bindings(&scope.bindings), "more": scope.more}))
        .collect();
    let heap: Vec<Json> = moment
        .heap
        .objects
        .iter()
        .map(|object| {
            let references: Vec<Json> = object
                .rows
                .iter()
                .filter_map(|row| row.value.as_ref().map(|held| json!({"label": row.label, "to": value(held)})))
                .collect();
            json!({
                "address": object.address,
                "type": object.type_name,
                "value": object.title,
                "refcount": object.refcount,
                "size": object.size,
                "generation": object.generation,
                "references": references,
                "more": object.more,
            })
        })
        .collect();
    let interned = |items: &[crate::machine::interned::InternedItem]| -> Vec<Json> {
        items
            .iter()
            .map(|item| json!({"value": item.text, "address": item.address, "refcount": item.refcount, "holders": item.holders}))
            .collect()
    };
    let generations: Vec<Json> = moment
        .gc
        .generations
        .iter()
        .map(|generation| json!({"count": generation.count, "threshold": generation.threshold, "objects": generation.objects}))
        .collect();
    let output: Vec<Json> = moment
        .output
        .chunks
        .iter()
        .map(|chunk| {
            let stream = match chunk.stream {
                crate::machine::console::Stream::Out => "stdout",
                crate::machine::console::Stream::Err => "stderr",
                crate::machine::console::Stream::In => "stdin",
            };
            json!({"step": chunk.step, "stream": stream, "text": chunk.text})
        })
        .collect();
    json!({
        "step": moment.step,
        "stage": "run",
        "line": moment.line,
        "frames": frames,
        "namespaces": namespaces,
        "heap": heap,
        "interned": {
            "strings": interned(&moment.interned.strings),
            "integers": interned(&moment.interned.integers),
            "total_strings": moment.interned.total_strings,
        },
        "gc": {"enabled": moment.gc.enabled, "collections": moment.gc.collections, "generations": generations},
        "allocator": {"arenas": extra.arenas, "pools": extra.pools, "free_lists": extra.free_lists},
        "modules": extra.modules,
        "threads": [{"name": "MainThread", "holds_gil": true, "virtual_ns": extra.virtual_ns}],
        "output": output,
    })
}

fn value(value: &Value) -> Json {
    json!({"value": value.text, "type": value.type_name, "address": value.address, "immortal": value.immortal})
}

fn bindings(bindings: &[Binding]) -> Json {
    let pairs = bindings.iter().map(|binding| {
        let held = binding.value.as_ref().map_or(Json::Null, value);
        (binding.name.clone(), held)
    });
    Json::Object(pairs.collect::<Map<_, _>>())
}

/// The same for reading.
pub fn text(moment: &Moment, extra: &Extra) -> String {
    let mut out = String::new();
    // Writing to a String does not fail.
    let _ = write_text(&mut out, moment, extra);
    out
}

fn write_text(out: &mut String, moment: &Moment, extra: &Extra) -> std::fmt::Result {
    writeln!(out, "step {} of {}, line {}, next {}", moment.step, moment.total, moment.line, moment.next)?;
    for frame in moment.frames.frames.iter().rev() {
        writeln!(out, "\nframe {} (line {}, offset {})", frame.name, frame.line, frame.offset)?;
        for binding in &frame.names {
            let held = binding.value.as_ref().map_or("no value", |value| value.text.as_str());
            writeln!(out, "  {} = {held}", binding.name)?;
        }
        for (position, slot) in frame.stack.iter().enumerate().rev() {
            writeln!(out, "  stack {position}: {}", slot.as_ref().map_or("NULL", |value| value.text.as_str()))?;
        }
    }
    writeln!(
        out,
        "\nheap: {} drawn, {} more",
        counted(moment.heap.objects.len() as u64, "object"),
        moment.heap.folded
    )?;
    for object in &moment.heap.objects {
        let count = object.refcount.map_or("immortal".to_owned(), |count| counted(count, "reference"));
        writeln!(out, "  {:#x} {} ({count}, {})", object.address, object.title, counted(object.size, "byte"))?;
        for row in &object.rows {
            let held =
                row.value.as_ref().map_or("NULL".to_owned(), |value| format!("{} at {:#x}", value.text, value.address));
            writeln!(out, "    {} -> {held}", row.label)?;
        }
    }
    writeln!(out, "\ncollector: {}", if moment.gc.enabled { "enabled" } else { "disabled" })?;
    for (index, generation) in moment.gc.generations.iter().enumerate() {
        let objects = counted(generation.objects, "object");
        writeln!(out, "  generation {index}: {} of {}, {objects}", generation.count, generation.threshold)?;
    }
    let used: u32 = extra.pools.iter().map(|pool| pool.used).sum();
    let (arenas, pools) = (counted(extra.arenas.len() as u64, "arena"), counted(extra.pools.len() as u64, "pool"));
    writeln!(out, "\nallocator: {arenas}, {pools}, {}", counted(u64::from(used), "block"))?;
    writeln!(out, "modules: {}", extra.modules.join(", "))?;
    writeln!(out, "\noutput:")?;
    for line in moment.output.lines() {
        writeln!(out, "  {}", line.text)?;
    }
    Ok(())
}
