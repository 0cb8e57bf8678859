//! Whether code that no compiler here made may run. The loop trusts its compiler: that jumps hit instructions, that what
//! an instruction finds on the stack is what it needs, that no borrowed reference outlives its local. CPython trusts
//! files as well and crashes; here every path through such code is followed first, with kinds in place of values.

use crate::code::{CodeObject, Const, fast, flags};
use crate::opcode::{self as op, has, info};

/// Why code is refused.
pub type Refusal = &'static str;

/// No frame that the compiler makes comes near it.
const DEEPEST_STACK: u32 = 1 << 15;

/// What is known of a value on the stack or in a local.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Any,
    /// NULL; in a local: unbound.
    Null,
    /// NULL or anything.
    Nullable,
    /// A constant, by index.
    Const(u32),
    /// The exception that a handler is entered with.
    Exception,
    /// `None` or an exception: the one handled before, or what an `except*` has left.
    Remaining,
    Cell,
    /// A tuple of that many cells.
    Closure(u32),
    /// A function whose code has free variables, still without the cells.
    Open(u32),
    Function,
    Bool,
    Int,
    Str,
    Tuple,
    List,
    Set,
    Dict,
}

/// A value on the stack, and the local that it is borrowed from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Entry {
    kind: Kind,
    borrowed: Option<u32>,
}

/// What is known before an instruction.
#[derive(Clone, PartialEq, Eq, Debug)]
struct State {
    stack: Vec<Entry>,
    locals: Vec<Kind>,
    /// `RETURN_GENERATOR` has been executed.
    generator: bool,
}

struct Instruction {
    op: u16,
    arg: u32,
    /// Index of the instruction jumped to.
    target: Option<usize>,
    handler: Option<Handler>,
}

#[derive(Clone, Copy)]
struct Handler {
    target: usize,
    depth: usize,
    lasti: bool,
}

struct Verifier<'c> {
    code: &'c CodeObject,
    instructions: Vec<Instruction>,
    /// Before each instruction that more than one way leads to.
    known: Vec<Option<State>>,
    joins: Vec<bool>,
    pending: Vec<usize>,
    frees: u32,
}

/// Follows all paths through a code object; the code objects among its constants are not looked into.
pub fn verify(code: &CodeObject) -> Result<(), Refusal> {
    let frees = check_locals(code)?;
    let (instructions, joins) = decode(code)?;
    let known = std::iter::repeat_with(|| None).take(instructions.len()).collect();
    let mut verifier = Verifier { code, instructions, known, joins, pending: Vec::new(), frees };
    let mut locals = vec![Kind::Null; code.localsplusnames.len()];
    let arguments =
        code.argcount + code.kwonlyargcount + (code.flags & (flags::VARARGS | flags::VARKEYWORDS)).count_ones();
    locals.iter_mut().take(arguments as usize).for_each(|local| *local = Kind::Any);
    verifier.follow(0, State { stack: Vec::new(), locals, generator: false })?;
    while let Some(at) = verifier.pending.pop() {
        if let Some(state) = verifier.known[at].clone() {
            verifier.follow(at, state)?;
        }
    }
    Ok(())
}

/// Locals, then cells, then free variables; how many are free.
fn check_locals(code: &CodeObject) -> Result<u32, Refusal> {
    let mut group = 0;
    for kind in &code.localspluskinds {
        let next = match (kind & fast::LOCAL != 0, kind & fast::CELL != 0, kind & fast::FREE != 0) {
            (true, _, false) => 0,
            (false, true, false) => 1,
            (false, false, true) => 2,
            _ => return Err("unknown kind of local"),
        };
        if next < group {
            return Err("kinds of locals out of order");
        }
        group = next;
    }
    if code.stacksize > DEEPEST_STACK || code.localsplusnames.len() > DEEPEST_STACK as usize {
        return Err("frame too large");
    }
    Ok(code.localspluskinds.iter().filter(|&kind| kind & fast::FREE != 0).count() as u32)
}

/// The instructions, and which of them can be come to by a jump or an exception.
fn decode(code: &CodeObject) -> Result<(Vec<Instruction>, Vec<bool>), Refusal> {
    let total = code.code.len() / 2;
    // For each unit the instruction that begins there, prefixes included.
    let mut begins: Vec<Option<usize>> = vec![None; total + 1];
    let mut raw: Vec<(u16, u32, usize)> = Vec::new();
    let mut unit = 0;
    while unit < total {
        begins[unit] = Some(raw.len());
        let (mut op, mut arg, mut prefixes) = (0, 0, 0);
        while unit < total {
            op = u16::from(code.code[unit * 2]);
            arg = arg << 8 | u32::from(code.code[unit * 2 + 1]);
            unit += 1;
            if op != op::EXTENDED_ARG {
                break;
            }
            prefixes += 1;
        }
        let row = info(op).ok_or("unknown instruction")?;
        let internal =
            matches!(op, op::CACHE | op::RESERVED | op::EXIT_INIT_CHECK | op::INTERPRETER_EXIT | op::EXTENDED_ARG);
        if internal || row.deopt != op || op > op::RESUME || prefixes > 3 {
            return Err("instruction that no compiler makes");
        }
        unit += usize::from(row.caches);
        raw.push((op, arg, unit));
    }
    if unit != total {
        return Err("instruction cut off");
    }
    let beginning = |unit: usize| begins.get(unit).copied().flatten();
    let mut joins = vec![false; raw.len()];
    let mut instructions = Vec::with_capacity(raw.len());
    for (op, arg, next) in raw {
        let mut target = None;
        if info(op).is_some_and(|row| row.flags & has::JUMP != 0) {
            let backward = matches!(op, op::JUMP_BACKWARD | op::JUMP_BACKWARD_NO_INTERRUPT | op::END_ASYNC_FOR);
            let unit = if backward { next.checked_sub(arg as usize) } else { next.checked_add(arg as usize) };
            let found = unit.and_then(beginning).ok_or("jump to no instruction")?;
            joins[found] = true;
            target = Some(found);
        }
        instructions.push(Instruction { op, arg, target, handler: None });
    }
    begins[total] = Some(instructions.len());
    for (start, end, target, depth, lasti) in handlers(&code.exceptiontable)? {
        let find = |unit: u32| begins.get(unit as usize).copied().flatten().ok_or("handler of no instruction");
        let (start, end, target) = (find(start)?, find(end)?, find(target)?);
        if target >= instructions.len() || depth > DEEPEST_STACK {
            return Err("handler of no instruction");
        }
        joins[target] = true;
        let handler = Handler { target, depth: depth as usize, lasti };
        for instruction in instructions.get_mut(start..end).ok_or("handler of no instruction")? {
            // The first entry is the one that is found.
            instruction.handler.get_or_insert(handler);
        }
    }
    Ok((instructions, joins))
}

type TableEntry = (u32, u32, u32, u32, bool);

/// The entries of an exception table that is whole.
fn handlers(table: &[u8]) -> Result<Vec<TableEntry>, Refusal> {
    let mut bytes = table.iter();
    let mut entries = Vec::new();
    while !bytes.as_slice().is_empty() {
        let mut numbers = [0u32; 4];
        for number in &mut numbers {
            loop {
                let byte = *bytes.next().ok_or("exception table cut off")?;
                if *number >= 1 << 25 {
                    return Err("exception table out of range");
                }
                *number = *number << 6 | u32::from(byte & 63);
                if byte & 64 == 0 {
                    break;
                }
            }
        }
        let [start, length, target, depth] = numbers;
        let end = start.checked_add(length).ok_or("exception table out of range")?;
        entries.push((start, end, target, depth >> 1, depth & 1 != 0));
    }
    Ok(entries)
}

impl Kind {
    fn nullable(self) -> bool {
        matches!(self, Kind::Null | Kind::Nullable)
    }
}

impl Verifier<'_> {
    /// Goes on until the path ends or comes to where others have been.
    fn follow(&mut self, mut at: usize, mut state: State) -> Result<(), Refusal> {
        loop {
            let instruction = self.instructions.get(at).ok_or("code without an end")?;
            let (op, arg, target) = (instruction.op, instruction.arg, instruction.target);
            if let Some(handler) = instruction.handler {
                self.enter_handler(handler, op, arg, &state)?;
            }
            self.execute(at, op, arg, &mut state)?;
            if state.stack.len() > self.code.stacksize as usize {
                return Err("stack too small");
            }
            let ends = match op {
                op::RETURN_VALUE => {
                    let kinds = flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR;
                    if !state.stack.is_empty() || state.generator != (self.code.flags & kinds != 0) {
                        return Err("return out of place");
                    }
                    true
                }
                op::RAISE_VARARGS | op::RERAISE => true,
                _ => false,
            };
            if ends {
                return Ok(());
            }
            match target {
                Some(target) if op != op::END_ASYNC_FOR => {
                    if op == op::FOR_ITER && self.instructions[target].op != op::END_FOR {
                        return Err("loop without an end");
                    }
                    self.join(target, &state)?;
                    if matches!(op, op::JUMP_FORWARD | op::JUMP_BACKWARD | op::JUMP_BACKWARD_NO_INTERRUPT) {
                        return Ok(());
                    }
                }
                _ => {}
            }
            at += 1;
            if self.joins.get(at) == Some(&true) {
                return self.join(at, &state);
            }
        }
    }

    /// One more way leads to an instruction.
    fn join(&mut self, at: usize, state: &State) -> Result<(), Refusal> {
        let Some(known) = &self.known[at] else {
            self.known[at] = Some(state.clone());
            self.pending.push(at);
            return Ok(());
        };
        if known.stack.len() != state.stack.len() || known.generator != state.generator {
            return Err("stack of two depths");
        }
        let mut joined = known.clone();
        for (entry, other) in joined.stack.iter_mut().zip(&state.stack) {
            if entry.borrowed != other.borrowed {
                return Err("reference borrowed on one way only");
            }
            entry.kind = self.either(entry.kind, other.kind);
        }
        for (local, other) in joined.locals.iter_mut().zip(&state.locals) {
            *local = self.either(*local, *other);
        }
        if joined != *known {
            self.known[at] = Some(joined);
            self.pending.push(at);
        }
        Ok(())
    }

    fn either(&self, a: Kind, b: Kind) -> Kind {
        let all = |want: Kind| self.is(a, want) && self.is(b, want);
        if a == b {
            return a;
        }
        if a.nullable() || b.nullable() {
            return Kind::Nullable;
        }
        [Kind::Remaining, Kind::Tuple, Kind::Str, Kind::Int, Kind::Bool]
            .into_iter()
            .find(|&want| all(want))
            .unwrap_or(Kind::Any)
    }

    fn enter_handler(&mut self, handler: Handler, op: u16, arg: u32, state: &State) -> Result<(), Refusal> {
        // These only look at what lies below the top.
        let taken = match op {
            op::COPY | op::SWAP | op::WITH_EXCEPT_START | op::GET_ANEXT => 0,
            op::LIST_APPEND | op::LIST_EXTEND | op::SET_ADD | op::SET_UPDATE | op::DICT_UPDATE | op::DICT_MERGE => 1,
            op::MAP_ADD => 2,
            op::RERAISE | op::CHECK_EXC_MATCH => 1,
            // What raises nothing itself can still be where a trace function raises.
            _ => info(op)
                .filter(|row| row.flags & has::ERROR != 0)
                .map_or(0, |row| row.popped.count(arg).max(0) as usize),
        };
        if state.stack.len() < handler.depth + taken {
            return Err("handler deeper than the stack");
        }
        let mut entered = State {
            stack: state.stack[..handler.depth].to_vec(),
            locals: state.locals.clone(),
            generator: state.generator,
        };
        if handler.lasti {
            entered.stack.push(Entry { kind: Kind::Int, borrowed: None });
        }
        entered.stack.push(Entry { kind: Kind::Exception, borrowed: None });
        if entered.stack.len() > self.code.stacksize as usize {
            return Err("stack too small");
        }
        self.join(handler.target, &entered)
    }

    /// Whether a value of one kind is of another.
    fn is(&self, kind: Kind, want: Kind) -> bool {
        let constant = match kind {
            Kind::Const(index) => self.code.consts.get(index as usize),
            _ => None,
        };
        match want {
            Kind::Nullable => true,
            Kind::Any => !kind.nullable() && !matches!(kind, Kind::Open(_)),
            Kind::Null => kind == Kind::Null,
            Kind::Remaining => {
                matches!(kind, Kind::Remaining | Kind::Exception) || matches!(constant, Some(Const::None))
            }
            Kind::Tuple => matches!(kind, Kind::Tuple | Kind::Closure(_)) || matches!(constant, Some(Const::Tuple(_))),
            Kind::Str => kind == Kind::Str || matches!(constant, Some(Const::Str(_))),
            Kind::Bool => kind == Kind::Bool || matches!(constant, Some(Const::Bool(_))),
            Kind::Int => kind == Kind::Int || matches!(constant, Some(Const::Int(_))),
            want => kind == want,
        }
    }
}

/// What an instruction needs and leaves.
impl Verifier<'_> {
    fn pop(&self, state: &mut State, want: Kind) -> Result<Entry, Refusal> {
        let entry = state.stack.pop().ok_or("stack empty")?;
        if self.is(entry.kind, want) { Ok(entry) } else { Err("operand of another kind") }
    }

    /// The `n`-th entry from the top, 1 the top.
    fn peek(&self, state: &State, n: u32, want: Kind) -> Result<Entry, Refusal> {
        let at = state.stack.len().checked_sub(n as usize).ok_or("stack empty")?;
        match state.stack.get(at) {
            Some(entry) if self.is(entry.kind, want) => Ok(*entry),
            _ => Err("operand of another kind"),
        }
    }

    fn pop_all(&self, state: &mut State, wants: &[Kind]) -> Result<(), Refusal> {
        wants.iter().try_for_each(|&want| self.pop(state, want).map(|_| ()))
    }

    fn local(&self, state: &State, at: u32) -> Result<Kind, Refusal> {
        state.locals.get(at as usize).copied().ok_or("local out of range")
    }

    /// Pushes a bound local.
    fn load(&self, state: &mut State, at: u32, borrow: bool) -> Result<(), Refusal> {
        let kind = self.local(state, at)?;
        if kind.nullable() {
            return Err("local without a value");
        }
        state.stack.push(Entry { kind, borrowed: borrow.then_some(at) });
        Ok(())
    }

    /// What a local holds is given up for something else.
    fn set(&self, state: &mut State, at: u32, kind: Kind) -> Result<(), Refusal> {
        self.local(state, at)?;
        if state.stack.iter().any(|entry| entry.borrowed == Some(at)) {
            return Err("borrowed reference to a local that is gone");
        }
        // Only cells keep their kind: a program can write into the locals of a frame.
        state.locals[at as usize] = match kind {
            Kind::Cell | Kind::Null | Kind::Nullable => kind,
            _ => Kind::Any,
        };
        Ok(())
    }

    fn store(&self, state: &mut State, at: u32) -> Result<(), Refusal> {
        let entry = self.pop(state, Kind::Nullable)?;
        if entry.borrowed.is_some() || matches!(entry.kind, Kind::Open(_)) {
            return Err("borrowed reference stored");
        }
        self.set(state, at, entry.kind)
    }

    fn cell(&self, state: &State, at: u32) -> Result<(), Refusal> {
        if self.local(state, at)? == Kind::Cell { Ok(()) } else { Err("variable without a cell") }
    }

    fn name(&self, at: u32) -> Result<(), Refusal> {
        if (at as usize) < self.code.names.len() { Ok(()) } else { Err("name out of range") }
    }

    fn constant(&self, kind: Kind) -> Option<&Const> {
        match kind {
            Kind::Const(at) => self.code.consts.get(at as usize),
            _ => None,
        }
    }

    fn execute(&self, at: usize, op: u16, arg: u32, state: &mut State) -> Result<(), Refusal> {
        use Kind::{Any, Bool, Cell, Dict, Exception, Int, List, Null, Nullable, Remaining, Set, Str, Tuple};
        let row = info(op).ok_or("unknown instruction")?;
        check_argument(op, arg)?;
        if row.flags & has::NAME != 0 {
            self.name(match op {
                op::LOAD_ATTR | op::LOAD_GLOBAL => arg >> 1,
                op::LOAD_SUPER_ATTR => arg >> 2,
                _ => arg,
            })?;
        }
        let namespace =
            matches!(op, op::LOAD_NAME | op::STORE_NAME | op::DELETE_NAME | op::LOAD_LOCALS | op::SETUP_ANNOTATIONS);
        if (namespace || op == op::CALL_INTRINSIC_1 && arg == 2) && self.code.flags & flags::OPTIMIZED != 0 {
            return Err("namespace of a function");
        }
        let push = |state: &mut State, kind: Kind| state.stack.push(Entry { kind, borrowed: None });
        let count = arg as usize;
        match op {
            op::LOAD_FAST => self.load(state, arg, false)?,
            op::LOAD_FAST_BORROW => self.load(state, arg, true)?,
            op::LOAD_FAST_LOAD_FAST | op::LOAD_FAST_BORROW_LOAD_FAST_BORROW => {
                let borrow = op == op::LOAD_FAST_BORROW_LOAD_FAST_BORROW;
                self.load(state, arg >> 4, borrow)?;
                self.load(state, arg & 15, borrow)?;
            }
            op::LOAD_FAST_CHECK => {
                let kind = self.local(state, arg)?;
                let bound = if kind.nullable() { Any } else { kind };
                state.locals[count] = bound;
                push(state, bound);
            }
            op::LOAD_FAST_AND_CLEAR => {
                let kind = self.local(state, arg)?;
                self.set(state, arg, Null)?;
                push(state, kind);
            }
            op::STORE_FAST => self.store(state, arg)?,
            op::STORE_FAST_LOAD_FAST => {
                self.store(state, arg >> 4)?;
                self.load(state, arg & 15, false)?;
            }
            op::STORE_FAST_STORE_FAST => {
                self.store(state, arg >> 4)?;
                self.store(state, arg & 15)?;
            }
            op::DELETE_FAST => self.set(state, arg, Null)?,
            op::MAKE_CELL => self.set(state, arg, Cell)?,
            op::COPY_FREE_VARS => {
                if arg != self.frees || at != 0 {
                    return Err("free variables of another number");
                }
                let first = state.locals.len() - count;
                state.locals[first..].fill(Cell);
            }
            op::LOAD_DEREF => {
                self.cell(state, arg)?;
                push(state, Any);
            }
            op::DELETE_DEREF => self.cell(state, arg)?,
            op::STORE_DEREF => {
                self.cell(state, arg)?;
                self.pop(state, Any)?;
            }
            op::LOAD_FROM_DICT_OR_DEREF => {
                self.cell(state, arg)?;
                self.pop(state, Any)?;
                push(state, Any);
            }
            op::LOAD_CONST => {
                if count >= self.code.consts.len() {
                    return Err("constant out of range");
                }
                push(state, Kind::Const(arg));
            }
            op::RETURN_VALUE => {
                self.pop(state, Any)?;
            }
            op::LOAD_SMALL_INT => push(state, Int),
            op::PUSH_NULL => push(state, Null),
            op::POP_TOP | op::POP_ITER | op::END_FOR => {
                self.pop(state, Nullable)?;
            }
            op::COPY => {
                let entry = self.peek(state, arg, Any)?;
                state.stack.push(entry);
            }
            op::SWAP => {
                self.peek(state, arg, Nullable)?;
                let top = state.stack.len() - 1;
                state.stack.swap(top, top + 1 - count);
            }
            // What the operand may pass through.
            op::GET_YIELD_FROM_ITER => {
                let entry = self.pop(state, Any)?;
                state.stack.push(Entry { kind: Any, borrowed: entry.borrowed });
            }
            op::FORMAT_SIMPLE => {
                let entry = self.pop(state, Any)?;
                state.stack.push(Entry { kind: Str, borrowed: entry.borrowed });
            }
            op::CONVERT_VALUE => {
                self.pop(state, Any)?;
                push(state, Str);
            }
            op::FORMAT_WITH_SPEC => {
                self.pop_all(state, &[Str, Any])?;
                push(state, Str);
            }
            op::LOAD_ATTR | op::LOAD_SPECIAL => {
                let owner = self.pop(state, Any)?;
                push(state, Any);
                if op == op::LOAD_SPECIAL || arg & 1 != 0 {
                    state.stack.push(Entry { kind: Nullable, borrowed: owner.borrowed });
                }
            }
            op::LOAD_SUPER_ATTR => {
                let this = self.pop(state, Any)?;
                self.pop_all(state, &[Any, Any])?;
                push(state, Any);
                if arg & 1 != 0 {
                    state.stack.push(Entry { kind: Nullable, borrowed: this.borrowed });
                }
            }
            op::LOAD_GLOBAL => {
                push(state, Any);
                if arg & 1 != 0 {
                    push(state, Null);
                }
            }
            op::BUILD_LIST | op::BUILD_SET | op::BUILD_TUPLE | op::BUILD_STRING => {
                let want = if op == op::BUILD_STRING { Str } else { Any };
                let first = state.stack.len().checked_sub(count).ok_or("stack empty")?;
                let cells = state.stack[first..].iter().all(|entry| entry.kind == Cell);
                for _ in 0..count {
                    self.pop(state, want)?;
                }
                push(
                    state,
                    match op {
                        op::BUILD_LIST => List,
                        op::BUILD_SET => Set,
                        op::BUILD_STRING => Str,
                        _ if cells && count > 0 => Kind::Closure(arg),
                        _ => Tuple,
                    },
                );
            }
            op::BUILD_MAP => {
                for _ in 0..count {
                    self.pop_all(state, &[Any, Any])?;
                }
                push(state, Dict);
            }
            op::LIST_APPEND | op::LIST_EXTEND | op::SET_ADD | op::SET_UPDATE | op::DICT_UPDATE => {
                self.pop(state, Any)?;
                let want = match op {
                    // The instruction asks itself: the set of annotations is a variable.
                    op::SET_ADD => Any,
                    op::LIST_APPEND | op::LIST_EXTEND => List,
                    op::DICT_UPDATE => Dict,
                    _ => Set,
                };
                self.peek(state, arg, want)?;
            }
            op::MAP_ADD => {
                self.pop_all(state, &[Any, Any])?;
                self.peek(state, arg, Dict)?;
            }
            op::DICT_MERGE => {
                self.pop(state, Any)?;
                self.peek(state, arg, Dict)?;
                self.peek(state, arg.saturating_add(3), Any)?;
            }
            op::CALL | op::CALL_KW => {
                if op == op::CALL_KW {
                    let names = self.pop(state, Any)?.kind;
                    match self.constant(names) {
                        Some(Const::Tuple(names))
                            if names.len() <= count && names.iter().all(|name| matches!(name, Const::Str(_))) => {}
                        _ => return Err("operand of another kind"),
                    }
                }
                for _ in 0..count {
                    self.pop(state, Any)?;
                }
                self.pop_all(state, &[Nullable, Any])?;
                push(state, Any);
            }
            op::CALL_FUNCTION_EX => {
                let keywords = self.pop(state, Nullable)?.kind;
                if !matches!(keywords, Null | Dict) {
                    return Err("operand of another kind");
                }
                self.pop_all(state, &[Any, Null, Any])?;
                push(state, Any);
            }
            op::CALL_INTRINSIC_1 => {
                let want = match arg {
                    6 => List,
                    3 => Exception,
                    _ => Any,
                };
                self.pop(state, want)?;
                push(
                    state,
                    match arg {
                        6 => Tuple,
                        3 => Exception,
                        _ => Any,
                    },
                );
            }
            op::CALL_INTRINSIC_2 if arg == 1 => {
                self.pop_all(state, &[List, Exception])?;
                push(state, Remaining);
            }
            op::MAKE_FUNCTION => {
                let code = self.pop(state, Any)?.kind;
                let Some(Const::Code(code)) = self.constant(code) else { return Err("operand of another kind") };
                let frees = code.localspluskinds.iter().filter(|&kind| kind & fast::FREE != 0).count() as u32;
                push(state, if frees == 0 { Kind::Function } else { Kind::Open(frees) });
            }
            op::SET_FUNCTION_ATTRIBUTE => {
                let function = self.pop(state, Nullable)?.kind;
                let want = match (arg, function) {
                    (8, Kind::Open(frees)) => Kind::Closure(frees),
                    // The instruction asks itself: generic functions have their defaults in locals.
                    (1 | 2, Kind::Function) => Any,
                    (4, Kind::Function) => Tuple,
                    (16, Kind::Function) => Kind::Function,
                    _ => return Err("operand of another kind"),
                };
                self.pop(state, want)?;
                push(state, Kind::Function);
            }
            op::BUILD_TEMPLATE => {
                self.pop_all(state, &[Tuple, Tuple])?;
                push(state, Any);
            }
            op::BUILD_INTERPOLATION => {
                if arg & 1 != 0 {
                    self.pop(state, Str)?;
                }
                self.pop_all(state, &[Str, Any])?;
                push(state, Any);
            }
            op::IMPORT_NAME => {
                let names = self.pop(state, Any)?.kind;
                if !self.is(names, Tuple) && !matches!(self.constant(names), Some(Const::None)) {
                    return Err("operand of another kind");
                }
                self.pop(state, Int)?;
                push(state, Any);
            }
            op::MATCH_KEYS => {
                self.peek(state, 1, Tuple)?;
                self.peek(state, 2, Any)?;
                push(state, Any);
            }
            op::MATCH_CLASS => {
                let names = self.pop(state, Tuple)?.kind;
                match self.constant(names) {
                    Some(Const::Tuple(names)) if names.iter().all(|name| matches!(name, Const::Str(_))) => {}
                    _ => return Err("operand of another kind"),
                }
                self.pop_all(state, &[Any, Any])?;
                push(state, Any);
            }
            op::MATCH_MAPPING | op::MATCH_SEQUENCE => {
                self.peek(state, 1, Any)?;
                push(state, Bool);
            }
            op::GET_LEN | op::GET_ANEXT | op::IMPORT_FROM | op::FOR_ITER => {
                self.peek(state, 1, Any)?;
                push(state, Any);
            }
            op::SEND => {
                self.pop(state, Any)?;
                self.peek(state, 1, Any)?;
                push(state, Any);
            }
            op::END_SEND => {
                let value = self.pop(state, Any)?;
                self.pop(state, Any)?;
                state.stack.push(value);
            }
            op::RETURN_GENERATOR => {
                let kinds = flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR;
                if state.generator || !state.stack.is_empty() || self.code.flags & kinds == 0 {
                    return Err("generator out of place");
                }
                state.generator = true;
                push(state, Any);
            }
            op::YIELD_VALUE => {
                let resumes = self.instructions.get(at + 1).is_some_and(|next| next.op == op::RESUME);
                if !state.generator || !resumes || arg > 0 && state.stack.len() < 2 {
                    return Err("yield out of place");
                }
                self.pop(state, Any)?;
                push(state, Any);
            }
            op::PUSH_EXC_INFO => {
                self.pop(state, Exception)?;
                push(state, Remaining);
                push(state, Exception);
            }
            op::POP_EXCEPT => {
                self.pop(state, Remaining)?;
            }
            op::CHECK_EXC_MATCH => {
                self.pop(state, Any)?;
                self.peek(state, 1, Exception)?;
                push(state, Bool);
            }
            op::TO_BOOL | op::UNARY_NOT => {
                self.pop(state, if op == op::TO_BOOL { Any } else { Bool })?;
                push(state, Bool);
            }
            op::CONTAINS_OP | op::IS_OP | op::COMPARE_OP => {
                self.pop_all(state, &[Any, Any])?;
                // Functions of annotations jump on what a comparison gives, whatever it is.
                push(state, Bool);
            }
            op::POP_JUMP_IF_FALSE | op::POP_JUMP_IF_TRUE => {
                self.pop(state, Bool)?;
            }
            op::RESUME => {
                // After `yield from` and `await` what is waited for lies below the value sent.
                if arg & 3 >= 2 && state.stack.len() < 2 {
                    return Err("stack empty");
                }
            }
            op::CHECK_EG_MATCH => {
                self.pop_all(state, &[Any, Remaining])?;
                push(state, Remaining);
                push(state, Remaining);
            }
            op::WITH_EXCEPT_START => {
                self.peek(state, 1, Exception)?;
                self.peek(state, 4, Nullable)?;
                self.peek(state, 5, Any)?;
                push(state, Any);
            }
            op::CLEANUP_THROW => {
                self.pop_all(state, &[Exception, Any, Any])?;
                push(state, Any);
                push(state, Any);
            }
            op::END_ASYNC_FOR => self.pop_all(state, &[Exception, Any])?,
            op::RERAISE => {
                self.pop(state, Remaining)?;
                if arg > 0 {
                    self.peek(state, arg, Int)?;
                }
            }
            _ => {
                for _ in 0..row.popped.count(arg) {
                    self.pop(state, Any)?;
                }
                for _ in 0..row.pushed.count(arg) {
                    push(state, Any);
                }
            }
        }
        Ok(())
    }
}

/// Numbers that choose among a few.
fn check_argument(op: u16, arg: u32) -> Result<(), Refusal> {
    let allowed = match op {
        op::BINARY_OP => 0..=26,
        op::COMPARE_OP => 0..=(5 << 5 | 31),
        op::CONTAINS_OP | op::IS_OP => 0..=1,
        op::CALL_INTRINSIC_1 => 1..=11,
        op::CALL_INTRINSIC_2 => 1..=5,
        op::CONVERT_VALUE => 1..=3,
        op::LOAD_COMMON_CONSTANT => 0..=4,
        op::LOAD_SPECIAL => 0..=3,
        op::BUILD_SLICE => 2..=3,
        op::BUILD_INTERPOLATION => 0..=15,
        op::RAISE_VARARGS | op::GET_AWAITABLE => 0..=2,
        op::LOAD_SMALL_INT => 0..=255,
        op::UNPACK_EX => 0..=0xFF_FFFF,
        _ if info(op).is_some_and(|row| row.flags & has::ARG != 0) => match op {
            op::COPY | op::SWAP | op::LIST_APPEND | op::LIST_EXTEND | op::SET_ADD => 1..=DEEPEST_STACK,
            op::SET_UPDATE | op::MAP_ADD | op::DICT_UPDATE | op::DICT_MERGE => 1..=DEEPEST_STACK,
            op::BUILD_LIST | op::BUILD_SET | op::BUILD_TUPLE | op::BUILD_STRING | op::BUILD_MAP => 0..=DEEPEST_STACK,
            op::CALL | op::CALL_KW | op::UNPACK_SEQUENCE => 0..=DEEPEST_STACK,
            _ => 0..=u32::MAX,
        },
        _ => 0..=u32::MAX,
    };
    if allowed.contains(&arg) { Ok(()) } else { Err("argument out of range") }
}
