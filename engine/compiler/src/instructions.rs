//! The instruction sequence that code generation writes (`Python/instruction_sequence.c`).

use crate::location::Location;
use crate::opcode;

/// One instruction before assembly; the argument of a jump is a label, later a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instruction {
    pub op: u16,
    pub arg: u32,
    pub location: Location,
}

/// Where a jump goes, once it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Label(u32);

/// No label: label 0 is never handed out.
pub const NO_LABEL: Label = Label(0);

/// Instructions of one code unit in the order in which they were emitted.
#[derive(Clone, Debug, Default)]
pub struct InstructionSequence {
    pub instructions: Vec<Instruction>,
    /// Position of each label; `u32::MAX` until it is used.
    label_map: Vec<u32>,
    next_label: u32,
    /// What makes a module's `__annotate__`: it goes where `ANNOTATIONS_PLACEHOLDER` stands.
    pub annotations: Option<Box<InstructionSequence>>,
    /// Length when work on `annotations` began.
    pub annotations_at: usize,
    /// Positions at which something was put in afterwards, each with the length before.
    pub insertions: Vec<(usize, usize)>,
}

impl InstructionSequence {
    /// An empty sequence in the room of this.
    pub(crate) fn cleared(mut self) -> InstructionSequence {
        self.instructions.clear();
        self.label_map.clear();
        InstructionSequence {
            instructions: self.instructions,
            label_map: self.label_map,
            ..InstructionSequence::default()
        }
    }

    /// Instructions whose jumps have positions.
    pub fn of_row(instructions: Vec<Instruction>) -> InstructionSequence {
        InstructionSequence { instructions, ..InstructionSequence::default() }
    }

    pub fn new_label(&mut self) -> Label {
        self.next_label += 1;
        Label(self.next_label)
    }

    /// The label refers to the next instruction.
    pub fn use_label(&mut self, label: Label) {
        let index = label.0 as usize;
        if self.label_map.len() <= index {
            self.label_map.resize(index + 1, u32::MAX);
        }
        self.label_map[index] = self.instructions.len() as u32;
    }

    pub fn add(&mut self, op: u16, arg: u32, location: Location) {
        self.instructions.push(Instruction { op, arg, location });
    }

    pub fn add_jump(&mut self, op: u16, target: Label, location: Location) {
        self.add(op, target.0, location);
    }

    pub fn insert_jump(&mut self, position: usize, op: u16, target: Label, location: Location) {
        self.insertions.push((position, self.instructions.len()));
        self.instructions.insert(position, Instruction { op, arg: target.0, location });
        for at in &mut self.label_map {
            if *at != u32::MAX && *at >= position as u32 {
                *at += 1;
            }
        }
    }

    /// Where what makes a module's `__annotate__` goes; it comes before the first statement.
    pub fn placeholder(&self) -> Option<usize> {
        self.instructions.iter().take(4).position(|instruction| instruction.op == opcode::ANNOTATIONS_PLACEHOLDER)
    }

    /// `_PyInstructionSequence_ApplyLabelMap`: arguments of jumps become positions.
    pub fn apply_label_map(&mut self) {
        if self.label_map.is_empty() {
            return;
        }
        for instruction in &mut self.instructions {
            if has_target(instruction.op) {
                instruction.arg = self.label_map[instruction.arg as usize];
            }
        }
        self.label_map.clear();
    }
}

/// What control flow asks of an opcode, as bits.
mod kind {
    pub const JUMP: u8 = 1;
    pub const BLOCK_PUSH: u8 = 2;
    pub const UNCONDITIONAL: u8 = 4;
    pub const CONDITIONAL: u8 = 8;
    pub const SCOPE_EXIT: u8 = 16;
    pub const EVAL_BREAK: u8 = 32;
}

const KINDS: [u8; 512] = {
    let mut kinds = [0; 512];
    let mut i = 0;
    while i < opcode::TABLE.len() {
        let row = &opcode::TABLE[i];
        let mut kind = 0;
        if row.flags & opcode::has::JUMP != 0 {
            kind |= kind::JUMP;
        }
        if row.flags & opcode::has::EVAL_BREAK != 0 {
            kind |= kind::EVAL_BREAK;
        }
        kind |= match row.op {
            opcode::SETUP_FINALLY | opcode::SETUP_WITH | opcode::SETUP_CLEANUP => kind::BLOCK_PUSH,
            opcode::JUMP
            | opcode::JUMP_NO_INTERRUPT
            | opcode::JUMP_FORWARD
            | opcode::JUMP_BACKWARD
            | opcode::JUMP_BACKWARD_NO_INTERRUPT => kind::UNCONDITIONAL,
            opcode::POP_JUMP_IF_FALSE
            | opcode::POP_JUMP_IF_TRUE
            | opcode::POP_JUMP_IF_NONE
            | opcode::POP_JUMP_IF_NOT_NONE => kind::CONDITIONAL,
            opcode::RETURN_VALUE | opcode::RAISE_VARARGS | opcode::RERAISE => kind::SCOPE_EXIT,
            _ => 0,
        };
        kinds[row.op as usize] = kind;
        i += 1;
    }
    kinds
};

fn is(op: u16, kind: u8) -> bool {
    KINDS[usize::from(op) & 511] & kind != 0
}

/// `IS_BLOCK_PUSH_OPCODE`.
pub fn is_block_push(op: u16) -> bool {
    is(op, kind::BLOCK_PUSH)
}

/// `OPCODE_HAS_JUMP`.
pub fn is_jump(op: u16) -> bool {
    is(op, kind::JUMP)
}

/// `HAS_TARGET`.
pub fn has_target(op: u16) -> bool {
    is(op, kind::JUMP | kind::BLOCK_PUSH)
}

/// `IS_UNCONDITIONAL_JUMP_OPCODE`.
pub fn is_unconditional_jump(op: u16) -> bool {
    is(op, kind::UNCONDITIONAL)
}

/// `IS_CONDITIONAL_JUMP_OPCODE`.
pub fn is_conditional_jump(op: u16) -> bool {
    is(op, kind::CONDITIONAL)
}

/// `IS_SCOPE_EXIT_OPCODE`.
pub fn is_scope_exit(op: u16) -> bool {
    is(op, kind::SCOPE_EXIT)
}

/// `IS_TERMINATOR_OPCODE`: it must be the last of its block.
pub fn is_terminator(op: u16) -> bool {
    is(op, kind::JUMP | kind::SCOPE_EXIT)
}

/// `OPCODE_HAS_EVAL_BREAK`: signals and other threads may get their turn here.
pub fn has_eval_break(op: u16) -> bool {
    is(op, kind::EVAL_BREAK)
}
