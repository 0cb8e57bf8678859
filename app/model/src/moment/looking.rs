//! A moment of the run, put together from what each part of the machine looks like.

use crate::ground::place::Span;
use crate::machine::{Scene, collector, graph, import_search, interning, modules, position, program_frame, stack};
use crate::moment::Moment;
use vm::state::interpreter::Machine;

/// The whole moment but for marks and the sentence, which also need the moments beside it.
pub fn look(machine: &Machine, scene: &Scene, generation: u64, step: u64, total: u64) -> Moment {
    let bytecode = crate::machine::bytecode(machine, scene);
    let (line, span) = program_frame(machine, scene).map_or((0, Span::default()), |(frame, _)| {
        position(machine, frame, std::ptr::eq(frame, machine.thread.frames.last().unwrap_or(frame)))
    });
    let elsewhere = crate::machine::elsewhere::elsewhere(machine, scene);
    let listing = match &elsewhere {
        Some(elsewhere) => Some(&*elsewhere.listing),
        None => scene.codes.get(bytecode.code).map(|(_, listing)| listing),
    };
    let row = bytecode.offset.and_then(|offset| listing.and_then(|at| Some(&at.rows()[at.row_at(offset)?])));
    let next = row.map_or(String::new(), |row| format!("{} {}", row.name, row.argument()).trim_end().to_owned());
    let frames = stack::frames(machine, scene);
    let heap = graph::heap(machine, scene, &frames);
    let interned = interning::interned(machine, scene, &heap, &frames, row);
    Moment {
        generation,
        compile: None,
        step,
        total,
        line,
        span,
        next,
        namespaces: stack::namespaces(machine, row),
        gc: collector::gc(machine, scene),
        bytecode,
        frames,
        heap: heap.into(),
        interned,
        modules: modules::modules(machine),
        search: import_search::search(machine),
        files: Default::default(),
        elsewhere,
        output: Default::default(),
        explain: Default::default(),
        dying: Vec::new(),
    }
}
