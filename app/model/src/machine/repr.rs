//! Short texts of objects, read from the machine without running any of the program's code.

use super::is_program_class;
use crate::ground::value::Value;
use vm::memory::object::{Kind, Obj};
use vm::state::interpreter::Machine;

/// Characters kept of a text.
const KEPT: usize = 40;
/// Items shown of a container, and how deep containers in containers are written.
const ITEMS: usize = 4;
const DEPTH: u32 = 2;

pub fn short(machine: &Machine, object: Obj) -> String {
    cut(text(machine, object, DEPTH))
}

fn cut(text: String) -> String {
    match text.char_indices().nth(KEPT) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

fn text(machine: &Machine, object: Obj, depth: u32) -> String {
    if object.is_null() {
        return "NULL".to_owned();
    }
    let slot = machine.slot(object);
    let type_name = || machine.type_name(object);
    match slot.kind {
        Kind::None => "None".to_owned(),
        Kind::Ellipsis => "Ellipsis".to_owned(),
        Kind::NotImplemented => "NotImplemented".to_owned(),
        Kind::Bool => if slot.b == 1 { "True" } else { "False" }.to_owned(),
        Kind::Int => integer(machine, object),
        Kind::Float => ground::float::float_repr(machine.float_value(object)),
        Kind::Complex => machine.complex_repr(object),
        Kind::Str => string(machine, object),
        Kind::Bytes if slot.a as usize <= KEPT => machine.bytes_repr(object),
        Kind::Bytes => format!("bytes of {}", slot.a),
        Kind::ByteArray if slot.a as usize <= KEPT => machine.bytearray_repr(object),
        Kind::ByteArray => format!("bytearray of {}", slot.a),
        Kind::MemoryView => match machine.view_range(object) {
            Some((lender, bytes)) => format!("view of {bytes} bytes of {}", text(machine, lender, 0)),
            None => "released view".to_owned(),
        },
        Kind::Tuple => {
            let items: Vec<Obj> = machine.tuple_items(object).iter().map(|item| Obj(*item)).collect();
            let comma = if items.len() == 1 { "," } else { "" };
            format!("({}{comma})", sequence(machine, &items, depth))
        }
        Kind::List => {
            let items: Vec<Obj> =
                (0..machine.list_len(object)).take(ITEMS + 1).map(|i| machine.list_item(object, i)).collect();
            format!("[{}]", sequence(machine, &items, depth))
        }
        Kind::Set | Kind::FrozenSet if machine.set_len(object) == 0 => format!("{}()", type_name()),
        Kind::Set => format!("{{{}}}", sequence(machine, &machine.set_items(object), depth)),
        Kind::FrozenSet => format!("frozenset({{{}}})", sequence(machine, &machine.set_items(object), depth)),
        Kind::Dict => dict(machine, object, depth),
        Kind::Range => range(machine, object),
        Kind::Slice => {
            let part = |part: u32| text(machine, Obj(part), 0);
            format!("slice({}, {}, {})", part(slot.a), part(slot.b_lo()), part(slot.b_hi()))
        }
        Kind::Function => {
            format!("function {}", name(machine, machine.func_field(object, vm::objects::funcobject::field::QUALNAME)))
        }
        Kind::Code => {
            let code = machine.codes.get(slot.a as usize);
            format!(
                "code of {}",
                code.map_or(String::new(), |code| crate::compile::listing::lossy(&code.meta().qualname))
            )
        }
        Kind::Type if is_program_class(machine, object) => format!("class {}", machine.name_of_type(slot.a)),
        Kind::Type => machine.name_of_type(slot.a),
        Kind::Method => {
            let (function, _) = machine.method_parts(object);
            format!("method of {}", text(machine, function, 0))
        }
        Kind::Cell if slot.a == 0 => "empty cell".to_owned(),
        Kind::Cell => format!("cell of {}", text(machine, machine.cell_get(object), 0)),
        Kind::Module => format!("module {}", module_name(machine, Obj(slot.b_lo()))).trim_end().to_owned(),
        Kind::Exception => exception(machine, object),
        Kind::Generator => {
            format!("{} {}", type_name().replace('_', " "), name(machine, generator_name(machine, object)))
        }
        Kind::Instance => format!("{} {}", type_name(), Value::short_address(machine.address(object))),
        Kind::BuiltinFunction => format!("built-in {}", machine.native(slot.a).name),
        Kind::MethodDescriptor | Kind::WrapperDescriptor => format!("method {}", machine.native(slot.a).name),
        // Of the class itself one would write the same.
        _ => format!("{} object", type_name()),
    }
}

fn name(machine: &Machine, object: Obj) -> String {
    if !object.is_null() && machine.kind(object) == Kind::Str { machine.str_text(object) } else { String::new() }
}

/// `__name__` of a module's dict.
fn module_name(machine: &Machine, dict: Obj) -> String {
    let mut found = String::new();
    if !dict.is_null() && machine.kind(dict) == Kind::Dict {
        machine.dict_each(dict, &mut |key, value| {
            if machine.kind(key) == Kind::Str && machine.str_text(key) == "__name__" {
                found = name(machine, value);
            }
        });
    }
    found
}

fn generator_name(machine: &Machine, object: Obj) -> Obj {
    let at = machine.slot(object).b_lo() + vm::objects::genobject::field::QUALNAME;
    machine.words.data.get(at as usize).map_or(Obj::NULL, |word| Obj(*word))
}

fn integer(machine: &Machine, object: Obj) -> String {
    match machine.int_value(object) {
        vm::objects::longobject::Value::Small(value) => value.to_string(),
        // Printing a huge number takes quadratic time: its size says enough.
        vm::objects::longobject::Value::Big(value) if value.bits() > 2048 => format!("int of {} bits", value.bits()),
        vm::objects::longobject::Value::Big(value) => value.to_string(),
    }
}

fn string(machine: &Machine, object: Obj) -> String {
    let length = machine.slot(object).a as usize;
    if length <= 4 * KEPT {
        return machine.str_repr(object);
    }
    let points: Vec<u32> = machine.str_view(object).iter().take(KEPT).collect();
    vm::objects::unicodeobject::repr_points(points.into_iter(), false)
}

fn sequence(machine: &Machine, items: &[Obj], depth: u32) -> String {
    if depth == 0 {
        return if items.is_empty() { String::new() } else { "…".to_owned() };
    }
    let mut parts: Vec<String> = items.iter().take(ITEMS).map(|item| text(machine, *item, depth - 1)).collect();
    if items.len() > ITEMS {
        parts.push("…".to_owned());
    }
    parts.join(", ")
}

fn dict(machine: &Machine, object: Obj, depth: u32) -> String {
    let count = machine.dict_len(object);
    if count == 0 || depth == 0 {
        return if count == 0 { "{}" } else { "{…}" }.to_owned();
    }
    let mut parts = Vec::new();
    let mut next = machine.dict_next(object, 0);
    while let Some((index, key, value)) = next {
        if parts.len() == ITEMS {
            parts.push("…".to_owned());
            break;
        }
        parts.push(format!("{}: {}", text(machine, key, depth - 1), text(machine, value, depth - 1)));
        next = machine.dict_next(object, index + 1);
    }
    format!("{{{}}}", parts.join(", "))
}

fn range(machine: &Machine, object: Obj) -> String {
    let at = machine.slot(object).b_lo();
    let part = |i: u32| text(machine, Obj(machine.words.data[(at + i) as usize]), 0);
    let (start, stop, step) = (part(0), part(1), part(2));
    if step == "1" { format!("range({start}, {stop})") } else { format!("range({start}, {stop}, {step})") }
}

fn exception(machine: &Machine, object: Obj) -> String {
    let at = machine.slot(object).b_lo() + vm::objects::exceptions::field::ARGS;
    let arguments = Obj(machine.words.data[at as usize]);
    let inside = if arguments.is_null() { "()".to_owned() } else { text(machine, arguments, 1) };
    format!("{}{}", machine.type_name(object), inside.replace(",)", ")"))
}
