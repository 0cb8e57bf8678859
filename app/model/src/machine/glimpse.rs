//! A moment as a sentence needs it: nothing is built but what the sentence asks for.

use super::{Scene, graph, instruction, is_inline, position, program_frame, repr, stack};
use crate::compile::bytecode::{CodeListing, InstructionRow};
use crate::ground::value::Value;
use crate::machine::console::Chunk;
use crate::machine::namespaces::{Binding, ScopeKind};
use compiler::opcode;
use vm::eval::frame::Frame;
use vm::memory::object::{Kind, Obj, StackRef, flag};
use vm::state::interpreter::Machine;

pub struct Glimpse<'m> {
    pub machine: &'m Machine,
    scene: &'m Scene<'m>,
    pub step: u64,
    pub total: u64,
    pub line: u32,
    /// Listing, and offset in it, of the instruction that comes next in the program's own code.
    pub at: Option<(usize, u32)>,
    /// The listing of the code that runs, and the offset in it.
    here: Option<(&'m CodeListing, u32)>,
    /// The specialised form in which that instruction runs.
    pub form: Option<&'static str>,
    /// The first pieces that the step before wrote.
    pub written: Vec<Chunk>,
    /// Of objects that the sentence may tell it of, the step that made each; `None`: it was there from the beginning.
    pub made: Vec<(Obj, Option<u64>)>,
}

impl<'m> Glimpse<'m> {
    pub fn new(machine: &'m Machine, scene: &'m Scene, step: u64, total: u64, written: Vec<Chunk>) -> Self {
        let (line, at, here, form, made) = (0, None, None, None, Vec::new());
        let mut glimpse = Glimpse { machine, scene, step, total, line, at, here, form, written, made };
        glimpse.here();
        let Some((frame, listing)) = program_frame(machine, scene) else { return glimpse };
        let running = glimpse.frame().is_some_and(|innermost| std::ptr::eq(frame, innermost));
        let code = &machine.codes[frame.code as usize];
        let index = instruction(machine, frame, running);
        glimpse.line = position(machine, frame, running).0;
        glimpse.at = Some((listing, code.stat.units.get(index).map_or(0, |unit| unit * 2)));
        glimpse
    }

    /// Finds the innermost frame of Python code in its listing.
    fn here(&mut self) {
        let machine = self.machine;
        let Some(frame) = machine.thread.frames.iter().rev().find(|frame| !frame.is_native()) else { return };
        let running = self.frame().is_some_and(|innermost| std::ptr::eq(frame, innermost));
        let code = &machine.codes[frame.code as usize];
        let index = instruction(machine, frame, running);
        let offset = code.stat.units.get(index).map_or(0, |unit| unit * 2);
        self.here = self.scene.listing(&code.stat.code).map(|listing| (listing, offset));
        let ins = machine.code.get(code.start as usize + index).filter(|ins| ins.op != ins.base);
        self.form = ins.and_then(|ins| Some(opcode::info(u16::from(ins.op))?.name));
    }

    fn frame(&self) -> Option<&'m Frame> {
        self.machine.thread.frames.last()
    }

    /// Calls on the stack; none when the program is over.
    pub fn depth(&self) -> usize {
        self.machine.thread.frames.len()
    }

    /// The line and the file of the instruction that comes next, where that is not the program's own.
    pub fn elsewhere(&self) -> Option<(u32, String)> {
        let frame = self.frame().filter(|frame| !frame.is_native())?;
        let code = &self.machine.codes[frame.code as usize];
        if self.scene.code_index(&code.stat.code).is_some() {
            return None;
        }
        let file = crate::compile::listing::lossy(&code.meta().filename);
        Some((position(self.machine, frame, true).0, file))
    }

    pub fn offset(&self) -> Option<u32> {
        self.here.map(|(_, offset)| offset)
    }

    /// The rows of the listing from the instruction that comes next.
    pub fn rows(&self) -> &'m [InstructionRow] {
        let Some((listing, offset)) = self.here else { return &[] };
        listing.row_at(offset).map_or(&[], |row| &listing.rows()[row..])
    }

    /// The row with another offset in the same listing.
    pub fn row_at(&self, offset: u32) -> Option<&'m InstructionRow> {
        let (listing, _) = self.here?;
        Some(&listing.rows()[listing.row_at(offset)?])
    }

    /// What the running frame is called.
    pub fn name(&self) -> String {
        stack::title(self.machine, self.depth().saturating_sub(1))
    }

    /// Whether the running frame is called as that of another moment.
    pub fn is_named_as(&self, other: &Glimpse) -> bool {
        let code = |glimpse: &Glimpse| glimpse.frame().map(|frame| (frame.code, frame.is_native()));
        code(self) == code(other) && code(self).is_some_and(|(_, native)| !native) || self.name() == other.name()
    }

    /// The running frame's evaluation stack, bottom first.
    fn stack(&self) -> &'m [StackRef] {
        let Some(frame) = self.frame() else { return &[] };
        let base = self.machine.stack_base(frame) as usize;
        self.machine.thread.stack.used(frame.sp).get(base..).unwrap_or(&[])
    }

    pub fn height(&self) -> usize {
        self.stack().len()
    }

    /// The n-th entry from the bottom, 0 being the first; `Some(None)` is NULL.
    pub fn entry(&self, n: usize) -> Option<Option<Obj>> {
        self.stack().get(n).map(|held| (*held != StackRef::NULL).then(|| held.obj()))
    }

    /// The n-th entry from the top, 1 being the top.
    pub fn slot(&self, n: usize) -> Option<Option<Obj>> {
        self.entry(self.height().checked_sub(n)?)
    }

    pub fn text(&self, object: Obj) -> String {
        repr::short(self.machine, object)
    }

    /// The strings of a tuple.
    pub fn texts_of(&self, tuple: Obj) -> Vec<String> {
        if self.machine.kind(tuple) != Kind::Tuple {
            return Vec::new();
        }
        let items = self.machine.tuple_items(tuple).iter().map(|item| Obj(*item));
        items.filter(|item| self.machine.kind(*item) == Kind::Str).map(|item| self.machine.str_text(item)).collect()
    }

    pub fn value(&self, object: Obj) -> Value {
        super::value(self.machine, object)
    }

    pub fn is_interned(&self, object: Obj) -> bool {
        self.machine.slot(object).flags & flag::INTERNED != 0
    }

    /// Objects of which it matters for the next instruction when they were made: those that are compared by identity.
    pub fn compared(&self) -> Vec<Obj> {
        match self.rows().first() {
            Some(row) if row.name == "IS_OP" => [2, 1].into_iter().filter_map(|n| self.slot(n)?).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether an object is among the constants of some code.
    pub fn is_constant(&self, object: Obj) -> bool {
        self.machine.codes.iter().any(|code| {
            let consts = code.consts..code.consts + code.meta().consts.len() as u32;
            consts.into_iter().any(|at| self.machine.words.data.get(at as usize) == Some(&object.0))
        })
    }

    /// The running frame's names.
    pub fn names(&self) -> Vec<Binding> {
        self.frame().map_or(Vec::new(), |frame| stack::names(self.machine, frame).0)
    }

    /// What a name stands for, in the nearest scope that has it.
    pub fn named(&self, name: &str) -> Option<Value> {
        let find = |bindings: Vec<Binding>| bindings.into_iter().find(|one| one.name == name)?.value;
        find(self.names()).or_else(|| {
            let scopes = stack::namespaces(self.machine, self.rows().first()).scopes;
            scopes.into_iter().find_map(|scope| find(scope.bindings))
        })
    }

    /// Where the name of the next instruction is found.
    pub fn found(&self) -> Option<ScopeKind> {
        stack::found(self.machine, self.frame()?, self.rows().first()?)
    }

    /// Those of some objects that are drawn as boxes, in the order in which they are.
    pub fn drawn(&self, objects: impl Iterator<Item = Obj>, forgotten: bool) -> Vec<Obj> {
        let wanted = objects.filter(|object| !is_inline(self.machine, *object)).collect();
        graph::drawn(self.machine, self.scene, wanted, forgotten)
    }

    /// Whether an object is drawn as a box, if at all.
    pub fn is_box(&self, object: Obj) -> bool {
        !is_inline(self.machine, object)
    }

    /// Whether nothing reaches some of these objects any more.
    pub fn has_lost(&self, objects: Vec<Obj>) -> bool {
        graph::are_lost(self.machine, self.scene, objects)
    }

    /// A drawn object as a remark names it.
    pub fn title(&self, object: Obj) -> String {
        let address = super::address(self.machine, object);
        format!("{} {}", graph::title(self.machine, object), Value::short_address(address))
    }
}
