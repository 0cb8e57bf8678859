//! Of `_testcapi` and `_testinternalcapi` what CPython's own tests ask of an interpreter rather than of its C functions
//! (`Modules/_testinternalcapi.c`): limits of C's types, how an exception is printed, how instructions are optimised.

use crate::fill::{field, int_field, put_ints, put_types, set_field, set_int_field};
use crate::types::ty as own;
use compiler::instructions::{Instruction, has_target};
use compiler::location::Location;
use compiler::opcode;
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::{Args, boolean, none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{ModuleDef, Native, TypeDef, def, function, tpflags};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_testcapi`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_testcapi",
    doc: "What CPython's own tests ask of an interpreter.",
    functions: &[
        function("config_get($module, name, /)", "A setting of the interpreter.", |m, a| {
            let name = m.str_text(a.get(m, 0));
            match name.as_str() {
                "code_debug_ranges" => boolean(true),
                _ => Err(m.not_supported(&format!("_testcapi.config_get({name})"))),
            }
        }),
        function("exception_print($module, exception, legacy=False, /)", "Print an exception.", |m, a| {
            let exc = a.get(m, 0);
            if m.isinstance_of(exc, ty::BASE_EXCEPTION) {
                let text = m.format_exception(exc);
                m.tell_stderr(&text);
                return none();
            }
            let got = m.type_name(exc);
            m.tell_stderr(&format!("TypeError: print_exception(): Exception expected for value, {got} found\n"));
            none()
        }),
    ],
    fill: |m, dict| {
        put_ints(
            m,
            dict,
            &[
                ("CHAR_MAX", 127),
                ("CHAR_MIN", -128),
                ("UCHAR_MAX", 255),
                ("SHRT_MAX", 32_767),
                ("SHRT_MIN", -32_768),
                ("USHRT_MAX", 65_535),
                ("INT_MAX", i64::from(i32::MAX)),
                ("INT_MIN", i64::from(i32::MIN)),
                ("UINT_MAX", i64::from(u32::MAX)),
                ("LONG_MAX", i64::MAX),
                ("LONG_MIN", i64::MIN),
                ("LLONG_MAX", i64::MAX),
                ("LLONG_MIN", i64::MIN),
                ("PY_SSIZE_T_MAX", i64::MAX),
                ("PY_SSIZE_T_MIN", i64::MIN),
                ("SIZEOF_WCHAR_T", 4),
                ("SIZEOF_VOID_P", 8),
                ("SIZEOF_TIME_T", 8),
                ("SIZEOF_PID_T", 4),
            ],
        );
    },
};

/// `_testlimitedcapi`.
pub static LIMITED_MODULE: ModuleDef = ModuleDef {
    name: "_testlimitedcapi",
    doc: "What CPython's own tests ask of sequences.",
    functions: &[
        function("sequence_getitem($module, obj, i, /)", "An item.", |m, a| {
            let index = place(m, a)?;
            m.getitem(a.get(m, 0), index)
        }),
        function("sequence_setitem($module, obj, i, value, /)", "Set an item.", |m, a| {
            let index = place(m, a)?;
            m.setitem(a.get(m, 0), index, a.get(m, 2))?;
            Ok(m.new_int(0))
        }),
        function("sequence_delitem($module, obj, i, /)", "Delete an item.", |m, a| {
            let index = place(m, a)?;
            m.delitem(a.get(m, 0), index)?;
            Ok(m.new_int(0))
        }),
    ],
    fill: |_, _| {},
};

fn place(m: &mut Machine, a: Args) -> R<Obj> {
    let index = m.index_i64(a.get(m, 1))?;
    let index = m.new_int(index);
    Ok(m.keep(index))
}

/// `_testinternalcapi`.
pub static INTERNAL_MODULE: ModuleDef = ModuleDef {
    name: "_testinternalcapi",
    doc: "What CPython's own tests ask of its insides.",
    functions: &[
        function("has_inline_values($module, object, /)", "Whether attributes lie in the object itself.", |m, a| {
            boolean(m.keeps_inline_values(a.get(m, 0)))
        }),
        function("get_recursion_depth($module, /)", "How deep calls are.", |m, _| {
            let depth = m.thread.frames.len() - m.thread.activations.len();
            Ok(m.new_int(depth as i64))
        }),
        function("dict_getitem_knownhash($module, dict, key, hash, /)", "The value of a key.", |m, a| {
            let (dict, key) = (a.get(m, 0), a.get(m, 1));
            if m.kind(dict) != Kind::Dict {
                return Err(m.raise(ty::SYSTEM_ERROR, "bad argument to internal function"));
            }
            let found = m.dict_get(dict, key)?;
            if found.is_null() { Err(m.raise_with(ty::KEY_ERROR, key)) } else { Ok(m.new_ref(found)) }
        }),
        function("new_instruction_sequence($module, /)", "An empty row of instructions.", |m, _| Ok(empty(m))),
        function("optimize_cfg($module, /, instructions, consts, nlocals)", "Optimised instructions.", optimize),
    ],
    fill: |m, dict| {
        put_types(m, dict, &[own::INSTRUCTION_SEQUENCE]);
        put_ints(
            m,
            dict,
            &[
                ("SIZEOF_PYGC_HEAD", 16),
                ("SIZEOF_MANAGED_PRE_HEADER", 16),
                ("SIZEOF_PYOBJECT", 16),
                ("SIZEOF_TIME_T", 8),
                ("TIER2_THRESHOLD", 4096),
                ("SPECIALIZATION_THRESHOLD", 2),
                ("SPECIALIZATION_COOLDOWN", 53),
                ("SHARED_KEYS_MAX_SIZE", 30),
            ],
        );
    },
};

/// Fields of a row: its instructions as tuples, the position of each label, how many labels there are, rows inside it.
const ROW: u32 = 0;
const LABELS: u32 = 1;
const COUNT: u32 = 2;
const NESTED: u32 = 3;

/// Most labels and instructions of a row.
const MOST: i64 = 1 << 20;

/// `InstructionSequence`.
pub static INSTRUCTION_SEQUENCE: TypeDef = TypeDef {
    name: "InstructionSequence",
    module: "builtins",
    basicsize: 80,
    fields: 4,
    flags: tpflags::COLLECTED | tpflags::DISALLOW_INSTANTIATION,
    doc: "Instructions before they are laid out.",
    natives: SEQUENCE,
    asked: true,
    ..TypeDef::PLAIN
};

const SEQUENCE: &[Native] = &[
    def("use_label($self, /, label)", "A label stands for the next instruction.", |m, a| {
        let (row, label) = (a.get(m, 0), m.index_i64(a.get(m, 1))?);
        if !(0..MOST).contains(&label) {
            return Err(m.raise(ty::VALUE_ERROR, "label out of range"));
        }
        let at = m.list_len(field(m, row, ROW));
        let (label, at) = (m.new_int(label), m.new_int(i64::from(at)));
        let (label, at) = (m.keep(label), m.keep(at));
        m.dict_set(field(m, row, LABELS), label, at)?;
        none()
    }),
    def("new_label($self, /)", "A label of its own.", |m, a| {
        let row = a.get(m, 0);
        let n = int_field(m, row, COUNT) + 1;
        set_int_field(m, row, COUNT, n);
        Ok(m.new_int(n))
    }),
    def(
        "addop($self, /, opcode, oparg, lineno, col_offset, end_lineno,\n      end_col_offset)",
        "Append an instruction.",
        |m, a| {
            let row = field(m, a.get(m, 0), ROW);
            if i64::from(m.list_len(row)) >= MOST {
                return Err(m.raise(ty::MEMORY_ERROR, "too many instructions"));
            }
            let mut parts = Vec::new();
            for i in [1, 2, 3, 5, 4, 6] {
                let n = m.c_int(a.get(m, i))?;
                parts.push(i64::from(n));
            }
            let parts = parts.into_iter().map(|n| m.new_int(n)).collect();
            let instruction = m.new_tuple(parts);
            m.list_append(row, instruction);
            none()
        },
    ),
    def("add_nested($self, /, nested)", "Note a row inside this one.", |m, a| {
        let (row, nested) = (a.get(m, 0), a.get(m, 1));
        if m.ty(nested) != own::INSTRUCTION_SEQUENCE {
            let got = m.type_name(nested);
            return Err(m.raise(ty::TYPE_ERROR, &format!("expected an instruction sequence, not {got}")));
        }
        let nested = m.new_ref(nested);
        m.list_append(field(m, row, NESTED), nested);
        none()
    }),
    def("get_nested($self, /)", "The rows inside.", |m, a| {
        let nested = m.seq_items(field(m, a.get(m, 0), NESTED));
        Ok(m.new_list_from(&nested))
    }),
    def("get_instructions($self, /)", "The instructions; jumps have positions.", |m, a| {
        let row = read(m, a.get(m, 0))?;
        let rows = row.into_iter().map(|instruction| shown(m, &instruction)).collect();
        Ok(m.new_list_of(rows))
    }),
];

fn empty(m: &mut Machine) -> Owned {
    let row = m.new_instance(own::INSTRUCTION_SEQUENCE);
    for i in [ROW, NESTED] {
        let list = m.new_list();
        set_field(m, row.get(), i, list);
    }
    let labels = m.new_dict();
    set_field(m, row.get(), LABELS, labels);
    row
}

/// The instructions of a row; labels have become positions.
fn read(m: &mut Machine, row: Obj) -> R<Vec<Instruction>> {
    let labels = field(m, row, LABELS);
    let mut out = Vec::new();
    for item in m.seq_items(field(m, row, ROW)) {
        let parts: Vec<i64> = m.seq_items(item).into_iter().map(|part| m.int_clamped(part)).collect();
        let &[op, arg, line, end_line, col, end_col] = &parts[..] else { continue };
        let op = u16::try_from(op).unwrap_or(u16::MAX);
        let mut arg = arg as u32;
        if has_target(op) {
            let label = m.new_int(i64::from(arg));
            let label = m.keep(label);
            let at = m.dict_get(labels, label)?;
            if !at.is_null() {
                arg = m.int_clamped(at) as u32;
            }
        }
        let [line, end_line, col, end_col] = [line, end_line, col, end_col].map(|n| n as i32);
        out.push(Instruction { op, arg, location: Location { line, end_line, col, end_col } });
    }
    Ok(out)
}

fn shown(m: &mut Machine, instruction: &Instruction) -> Owned {
    let Instruction { op, arg, location } = *instruction;
    let takes = opcode::info(op).is_some_and(|info| info.flags & opcode::has::ARG != 0) || has_target(op);
    let mut parts = vec![m.new_int(i64::from(op))];
    parts.push(if takes { m.new_int(i64::from(arg)) } else { Owned::steal(fixed::NONE) });
    for n in [location.line, location.end_line, location.col, location.end_col] {
        parts.push(m.new_int(i64::from(n)));
    }
    m.new_tuple(parts)
}

/// `optimize_cfg(instructions, consts, nlocals)`: the list of constants is changed.
fn optimize(m: &mut Machine, a: Args) -> R {
    let (row, list) = (a.get(m, 0), a.get(m, 1));
    let nlocals = m.c_int(a.get(m, 2))?.clamp(0, 1 << 16) as usize;
    if m.ty(row) != own::INSTRUCTION_SEQUENCE {
        return Err(m.raise(ty::VALUE_ERROR, "expected an instruction sequence"));
    }
    if m.kind(list) != Kind::List {
        return Err(m.raise(ty::TYPE_ERROR, "consts must be a list"));
    }
    let mut consts = Vec::new();
    for item in m.seq_items(list) {
        match m.const_of_deep(item) {
            Some(value) => consts.push(value),
            None => return Err(m.not_supported("constants that no compiler makes")),
        }
    }
    let row = read(m, row)?;
    let (row, consts) = match compiler::loose::optimize_row(row, consts, nlocals) {
        Ok(done) => done,
        Err(error) => return Err(m.raise(ty::VALUE_ERROR, &error.message)),
    };
    m.list_clear(list);
    for value in &consts {
        let value = m.object_of_const(value);
        m.list_append(list, value);
    }
    let made = empty(m);
    let made = m.keep(made);
    for instruction in &row {
        let Instruction { op, arg, location } = *instruction;
        let parts = [i64::from(op), i64::from(arg)];
        let place = [location.line, location.end_line, location.col, location.end_col].map(i64::from);
        let parts = parts.into_iter().chain(place).map(|n| m.new_int(n)).collect();
        let instruction = m.new_tuple(parts);
        m.list_append(field(m, made, ROW), instruction);
    }
    Ok(m.new_ref(made))
}
