//! `marshal` (`Python/marshal.c`): the reader and writer are the compiler's; here objects are made of what they read.

use crate::fill::put_ints;
use compiler::code::Const;
use compiler::marshal::{self, MarshalError, Value};
use vm::memory::object::{Kind, Obj, Owned, R, Raised};
use vm::native::static_strings::fixed;
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `marshal`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "marshal",
    doc: "Objects as the bytes of a .pyc file.",
    functions: FUNCTIONS,
    fill: |m, dict| put_ints(m, dict, &[("version", 5)]),
};

/// Deepest nesting of what is written.
const DEEPEST: u32 = 1000;

const FUNCTIONS: &[Native] = &[
    function("loads($module, bytes, /, *, allow_code=True)", "The object that the bytes stand for.", |m, a| {
        let bytes = m.all_bytes(a.get(m, 0))?;
        let value = read(m, &bytes, marshal::loads_checked)?;
        make(m, &value)
    }),
    function("dumps($module, value, version=version, /, *, allow_code=True)", "The bytes of an object.", |m, a| {
        let mut out = Vec::new();
        write(m, a.get(m, 0), &mut out, 0)?;
        Ok(m.new_bytes(&out))
    }),
    function(
        "dump($module, value, file, version=version, /, *, allow_code=True)",
        "Write the bytes of an object.",
        |m, a| {
            let mut out = Vec::new();
            write(m, a.get(m, 0), &mut out, 0)?;
            let bytes = m.new_bytes(&out);
            let bytes = m.keep(bytes);
            let name = m.intern_str("write");
            let name = m.keep(name);
            let method = m.getattr(a.get(m, 1), name)?;
            let method = m.keep(method);
            m.call(method, &[bytes])
        },
    ),
    function("load($module, file, /, *, allow_code=True)", "Read an object from a file.", |m, a| {
        let name = m.intern_str("read");
        let name = m.keep(name);
        let method = m.getattr(a.get(m, 0), name)?;
        let method = m.keep(method);
        let bytes = m.call(method, &[])?;
        let bytes = m.keep(bytes);
        let bytes = m.all_bytes(bytes)?;
        let value = read(m, &bytes, marshal::loads_checked)?;
        make(m, &value)
    }),
];

fn read(m: &mut Machine, bytes: &[u8], loads: fn(&[u8]) -> Result<Value, MarshalError>) -> R<Value> {
    loads(bytes).map_err(|error| {
        let class = match error.kind {
            "EOFError" => ty::EOF_ERROR,
            "TypeError" => ty::TYPE_ERROR,
            "UnicodeDecodeError" | "ValueError" => ty::VALUE_ERROR,
            _ => ty::SYSTEM_ERROR,
        };
        m.raise(class, &error.message)
    })
}

/// The code object in the bytes, which a compiler here has made.
pub fn load_code(m: &mut Machine, bytes: &[u8]) -> R {
    let value = read(m, bytes, marshal::loads)?;
    make(m, &value)
}

fn make_all(m: &mut Machine, values: &[Value]) -> R<Vec<Owned>> {
    let mut made = Vec::new();
    for value in values {
        match make(m, value) {
            Ok(value) => made.push(value),
            Err(Raised) => {
                m.drop_all(made);
                return Err(Raised);
            }
        }
    }
    Ok(made)
}

fn make(m: &mut Machine, value: &Value) -> R {
    match value {
        Value::Const(Const::Code(code)) => Ok(m.load_code(code)),
        Value::Const(value) => Ok(m.object_of_const(value)),
        Value::Tuple(items) => {
            let items = make_all(m, items)?;
            Ok(m.new_tuple(items))
        }
        Value::List(items) => {
            let items = make_all(m, items)?;
            Ok(m.new_list_of(items))
        }
        Value::Dict(pairs) => {
            let dict = m.new_dict();
            let dict = m.keep(dict);
            for (key, value) in pairs {
                let key = make(m, key)?;
                let key = m.keep(key);
                let value = make(m, value)?;
                let value = m.keep(value);
                m.dict_set(dict, key, value)?;
            }
            Ok(m.new_ref(dict))
        }
        Value::Set(items) | Value::FrozenSet(items) => {
            let items = make_all(m, items)?;
            let items = m.keep_all(items);
            let set = m.new_set(matches!(value, Value::FrozenSet(_)));
            let set = m.keep(set);
            for item in items {
                m.set_add(set, item)?;
            }
            Ok(m.new_ref(set))
        }
        Value::Slice(parts) => {
            let mut parts = make_all(m, &parts[..])?.into_iter();
            let mut next = || parts.next().unwrap_or_else(|| Owned::steal(fixed::NONE));
            let (start, stop, step) = (next(), next(), next());
            Ok(m.new_slice(start, stop, step))
        }
        Value::StopIteration => {
            let class = m.type_obj(ty::STOP_ITERATION);
            Ok(m.new_ref(class))
        }
    }
}

/// Writes an object: what is a constant as the compiler does, containers piece by piece.
fn write(m: &mut Machine, o: Obj, out: &mut Vec<u8>, depth: u32) -> R<()> {
    if depth > DEEPEST {
        return Err(m.raise(ty::VALUE_ERROR, "object too deeply nested to marshal"));
    }
    let plain = m.is_builtin_exact(o);
    let length = |out: &mut Vec<u8>, n: usize| out.extend((n as u32).to_le_bytes());
    match m.kind(o) {
        Kind::Code => out.extend(marshal::dumps_code(&m.codes[m.slot(o).a as usize].stat.code)),
        Kind::Tuple if plain => {
            let items = m.seq_items(o);
            match u8::try_from(items.len()) {
                Ok(n) => out.extend([b')', n]),
                Err(_) => {
                    out.push(b'(');
                    length(out, items.len());
                }
            }
            for item in items {
                write(m, item, out, depth + 1)?;
            }
        }
        Kind::List if plain => {
            let items = m.seq_items(o);
            out.push(b'[');
            length(out, items.len());
            for item in items {
                write(m, item, out, depth + 1)?;
            }
        }
        Kind::Dict if plain => {
            out.push(b'{');
            for (key, value) in m.dict_items(o) {
                write(m, key, out, depth + 1)?;
                write(m, value, out, depth + 1)?;
            }
            out.push(b'0');
        }
        Kind::Set | Kind::FrozenSet if plain => {
            out.push(if m.kind(o) == Kind::Set { b'<' } else { b'>' });
            let items = m.iterate_all(o)?;
            length(out, items.len());
            let items = m.keep_all(items);
            for item in items {
                write(m, item, out, depth + 1)?;
            }
        }
        _ => match m.const_of(o) {
            Some(value) => out.extend(marshal::dumps(&value)),
            None => {
                if m.has_buffer(o) {
                    let bytes = m.all_bytes(o)?;
                    out.extend(marshal::dumps(&Const::Bytes(bytes.into())));
                    return Ok(());
                }
                return Err(m.raise(ty::VALUE_ERROR, "unmarshallable object"));
            }
        },
    }
    Ok(())
}
