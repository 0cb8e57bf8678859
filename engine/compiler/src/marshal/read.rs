//! Reading. Damaged data gives CPython's errors.

use super::{MAX_DEPTH, code as t};
use crate::code::{CodeObject, Const, fast, flags};
use crate::consts::ConstCache;
use num_bigint::{BigInt, Sign};
use std::fmt;
use std::sync::Arc;
use syntax::pystr::{PyStr, push_code_point};

/// What was read: a constant, or one of the objects that constants are not.
#[derive(Clone, Debug)]
pub enum Value {
    Const(Const),
    /// A tuple or slice with something in it that is no constant.
    Tuple(Vec<Value>),
    List(Vec<Value>),
    Dict(Vec<(Value, Value)>),
    Set(Vec<Value>),
    FrozenSet(Vec<Value>),
    Slice(Box<[Value; 3]>),
    StopIteration,
}

/// The exception that CPython raises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarshalError {
    /// `EOFError`, `ValueError`, `TypeError`, `SystemError`, `UnicodeDecodeError`.
    pub kind: &'static str,
    pub message: String,
}

impl fmt::Display for MarshalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.message)
    }
}

impl std::error::Error for MarshalError {}

type Res<T> = Result<T, MarshalError>;

fn error<T>(kind: &'static str, message: impl Into<String>) -> Res<T> {
    Err(MarshalError { kind, message: message.into() })
}

fn bad<T>(what: &str) -> Res<T> {
    error("ValueError", format!("bad marshal data ({what})"))
}

/// `marshal.loads`: the first object in the data; what follows it is ignored.
pub fn loads(data: &[u8]) -> Res<Value> {
    read(Reader { data, at: 0, depth: 0, refs: Vec::new(), trusted: true })
}

/// As [`loads`], of data from anywhere: code that may not run is refused (see [`crate::verify`]).
pub fn loads_checked(data: &[u8]) -> Res<Value> {
    read(Reader { data, at: 0, depth: 0, refs: Vec::new(), trusted: false })
}

fn read(mut reader: Reader<'_>) -> Res<Value> {
    match reader.object()? {
        Some(value) => Ok(value),
        None => error("TypeError", "NULL object in marshal data for object"),
    }
}

struct Reader<'d> {
    data: &'d [u8],
    at: usize,
    depth: u32,
    /// `None`: not complete yet.
    refs: Vec<Option<Value>>,
    /// Code comes from a compiler that is known.
    trusted: bool,
}

impl<'d> Reader<'d> {
    fn bytes(&mut self, count: usize) -> Res<&'d [u8]> {
        match self.data.get(self.at..self.at.saturating_add(count)) {
            Some(bytes) => {
                self.at += count;
                Ok(bytes)
            }
            None => error("EOFError", "marshal data too short"),
        }
    }

    fn byte(&mut self) -> Res<u8> {
        match self.data.get(self.at) {
            Some(&byte) => {
                self.at += 1;
                Ok(byte)
            }
            None => error("EOFError", "EOF read where not expected"),
        }
    }

    fn array<const N: usize>(&mut self) -> Res<[u8; N]> {
        let mut array = [0; N];
        array.copy_from_slice(self.bytes(N)?);
        Ok(array)
    }

    fn long(&mut self) -> Res<i32> {
        self.array().map(i32::from_le_bytes)
    }

    fn size(&mut self, what: &str) -> Res<usize> {
        let size = self.long()?;
        usize::try_from(size).or_else(|_| bad(&format!("{what} size out of range")))
    }

    fn float(&mut self) -> Res<f64> {
        self.array().map(f64::from_le_bytes)
    }

    fn float_text(&mut self) -> Res<f64> {
        let length = usize::from(self.byte()?);
        let bytes = self.bytes(length)?;
        // CPython hands it on as a C string.
        let text = String::from_utf8_lossy(bytes.split(|&byte| byte == 0).next().unwrap_or_default());
        text.parse().or_else(|_| error("ValueError", format!("could not convert string to float: '{text}'")))
    }

    /// `None` is the null that ends a dict.
    fn object(&mut self) -> Res<Option<Value>> {
        if self.at >= self.data.len() {
            return error("EOFError", "EOF read where object expected");
        }
        let code = self.byte()?;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return error("ValueError", "recursion limit exceeded");
        }
        let flagged = code & t::FLAG_REF != 0;
        let value = match code & !t::FLAG_REF {
            t::NULL => {
                self.depth -= 1;
                return Ok(None);
            }
            t::REF => self.reference()?,
            // These are in the list before their parts are.
            kind @ (t::SMALL_TUPLE | t::TUPLE | t::LIST | t::DICT | t::SET | t::FROZENSET | t::SLICE | t::CODE) => {
                self.compound(kind, flagged)?
            }
            kind => {
                let value = self.scalar(kind)?;
                if flagged && !matches!(kind, t::NONE | t::STOPITER | t::ELLIPSIS | t::FALSE | t::TRUE) {
                    self.refs.push(Some(value.clone()));
                }
                value
            }
        };
        self.depth -= 1;
        Ok(Some(value))
    }

    fn reference(&mut self) -> Res<Value> {
        let index = self.long()?;
        match usize::try_from(index).ok().and_then(|index| self.refs.get(index)) {
            Some(Some(value)) => Ok(value.clone()),
            _ => bad("invalid reference"),
        }
    }

    fn scalar(&mut self, kind: u8) -> Res<Value> {
        Ok(Value::Const(match kind {
            t::NONE => Const::None,
            t::STOPITER => return Ok(Value::StopIteration),
            t::ELLIPSIS => Const::Ellipsis,
            t::FALSE => Const::Bool(false),
            t::TRUE => Const::Bool(true),
            t::INT => Const::Int(self.long()?.into()),
            t::INT64 => Const::Int(i64::from_le_bytes(self.array()?).into()),
            t::LONG => Const::Int(self.big_int()?),
            t::FLOAT => Const::Float(self.float_text()?),
            t::BINARY_FLOAT => Const::Float(self.float()?),
            t::COMPLEX => Const::Complex(self.float_text()?, self.float_text()?),
            t::BINARY_COMPLEX => Const::Complex(self.float()?, self.float()?),
            t::STRING => {
                let size = self.size("bytes object")?;
                Const::Bytes(self.bytes(size)?.into())
            }
            t::ASCII | t::ASCII_INTERNED => {
                let size = self.size("string")?;
                Const::Str(latin1(self.bytes(size)?))
            }
            t::SHORT_ASCII | t::SHORT_ASCII_INTERNED => {
                let size = usize::from(self.byte()?);
                Const::Str(latin1(self.bytes(size)?))
            }
            t::UNICODE | t::INTERNED => {
                let size = self.size("string")?;
                Const::Str(utf8_with_surrogates(self.bytes(size)?)?)
            }
            _ => return bad("unknown type code"),
        }))
    }

    fn big_int(&mut self) -> Res<BigInt> {
        let count = self.long()?;
        if count == i32::MIN {
            return bad("long size out of range");
        }
        let digits = count.unsigned_abs() as usize;
        let mut bits = Vec::new();
        let (mut buffer, mut filled) = (0u32, 0);
        for index in 0..digits {
            let digit = i16::from_le_bytes(self.array()?);
            let Ok(digit) = u32::try_from(digit) else { return bad("digit out of range in long") };
            if digit == 0 && index == digits - 1 {
                return bad("unnormalized long data");
            }
            buffer |= digit << filled;
            filled += 15;
            while filled >= 8 {
                bits.push(buffer as u8);
                buffer >>= 8;
                filled -= 8;
            }
        }
        bits.push(buffer as u8);
        Ok(BigInt::from_bytes_le(if count < 0 { Sign::Minus } else { Sign::Plus }, &bits))
    }

    fn compound(&mut self, kind: u8, flagged: bool) -> Res<Value> {
        let size = match kind {
            t::SMALL_TUPLE => usize::from(self.byte()?),
            t::TUPLE => self.size("tuple")?,
            t::LIST => self.size("list")?,
            t::SET | t::FROZENSET => self.size("set")?,
            _ => 0,
        };
        let slot = self.refs.len();
        if flagged {
            self.refs.push(None);
        }
        let value = match kind {
            t::SMALL_TUPLE | t::TUPLE => match constants(self.items(size, "tuple")?) {
                Ok(items) => Value::Const(Const::Tuple(items.into())),
                Err(items) => Value::Tuple(items),
            },
            t::LIST => Value::List(self.items(size, "list")?),
            t::DICT => self.dict()?,
            t::SET | t::FROZENSET => self.set(kind, size)?,
            t::SLICE => self.slice()?,
            _ => Value::Const(Const::Code(Arc::new(self.code()?))),
        };
        if flagged {
            self.refs[slot] = Some(value.clone());
        }
        Ok(value)
    }

    fn items(&mut self, size: usize, what: &str) -> Res<Vec<Value>> {
        // Every item takes a byte at least.
        let mut items = Vec::with_capacity(size.min(self.data.len() - self.at));
        for _ in 0..size {
            match self.object()? {
                Some(item) => items.push(item),
                None => return error("TypeError", format!("NULL object in marshal data for {what}")),
            }
        }
        Ok(items)
    }

    fn dict(&mut self) -> Res<Value> {
        let mut items = Vec::new();
        while let Some(key) = self.object()? {
            let Some(value) = self.object()? else { break };
            if let Some(name) = unhashable(&key) {
                let message = format!("cannot use '{name}' as a dict key (unhashable type: '{name}')");
                return error("TypeError", message);
            }
            items.push((key, value));
        }
        Ok(Value::Dict(items))
    }

    fn set(&mut self, kind: u8, size: usize) -> Res<Value> {
        let mut items = Vec::with_capacity(size.min(self.data.len() - self.at));
        for _ in 0..size {
            let Some(item) = self.object()? else { return error("TypeError", "NULL object in marshal data for set") };
            if let Some(name) = unhashable(&item) {
                let message = format!("cannot use '{name}' as a set element (unhashable type: '{name}')");
                return error("TypeError", message);
            }
            items.push(item);
        }
        if kind == t::SET {
            return Ok(Value::Set(items));
        }
        Ok(match constants(items) {
            Ok(items) => {
                Value::Const(Const::FrozenSet(crate::pyhash::frozenset_insertions(&items, &ConstCache::default())))
            }
            Err(items) => Value::FrozenSet(items),
        })
    }

    fn slice(&mut self) -> Res<Value> {
        let mut part = || match self.object()? {
            Some(value) => Ok(value),
            None => error("TypeError", "NULL object in marshal data for object"),
        };
        let parts = [part()?, part()?, part()?];
        Ok(match parts {
            [Value::Const(start), Value::Const(stop), Value::Const(step)] => {
                Value::Const(Const::Slice(Arc::new([start, stop, step])))
            }
            parts => Value::Slice(Box::new(parts)),
        })
    }

    fn code_part(&mut self) -> Res<Value> {
        match self.object()? {
            Some(value) => Ok(value),
            None => error("TypeError", "NULL object in marshal data for code object"),
        }
    }

    fn code(&mut self) -> Res<CodeObject> {
        let head = [self.long()?, self.long()?, self.long()?, self.long()?, self.long()?];
        let code = self.code_part()?;
        let consts = self.code_part()?;
        let names = self.code_part()?;
        let localsplusnames = self.code_part()?;
        let localspluskinds = self.code_part()?;
        let filename = self.code_part()?;
        let name = self.code_part()?;
        let qualname = self.code_part()?;
        let firstlineno = self.long()?;
        let linetable = self.code_part()?;
        let exceptiontable = self.code_part()?;
        let [argcount, posonlyargcount, kwonlyargcount, stacksize, flags] = head;
        if argcount < posonlyargcount || head[1..].iter().any(|&number| number < 0) {
            return bad_argument();
        }
        let object = CodeObject {
            argcount: argcount as u32,
            posonlyargcount: posonlyargcount as u32,
            kwonlyargcount: kwonlyargcount as u32,
            stacksize: stacksize.max(1) as u32,
            flags: flags as u32,
            code: as_bytes(code)?.to_vec(),
            consts: as_tuple(consts)?.to_vec(),
            names: as_names(names)?,
            localsplusnames: as_names(localsplusnames)?,
            localspluskinds: as_bytes(localspluskinds)?.to_vec(),
            filename: as_text(filename)?,
            name: as_text(name)?,
            qualname: as_text(qualname)?,
            firstlineno,
            linetable: as_bytes(linetable)?.to_vec(),
            exceptiontable: as_bytes(exceptiontable)?.to_vec(),
        };
        let object = validate(object)?;
        if !self.trusted {
            crate::verify::verify(&object).or_else(|why| bad(&format!("code: {why}")))?;
        }
        Ok(object)
    }
}

/// `_PyCode_Validate`.
fn validate(code: CodeObject) -> Res<CodeObject> {
    if code.localsplusnames.len() != code.localspluskinds.len() {
        return bad_argument();
    }
    if !code.code.len().is_multiple_of(2) {
        return error("ValueError", "code: co_code is malformed");
    }
    let nlocals = code.localspluskinds.iter().filter(|&&kind| kind & fast::LOCAL != 0).count() as u64;
    let parameters = u64::from(code.argcount)
        + u64::from(code.kwonlyargcount)
        + u64::from(code.flags & flags::VARARGS != 0)
        + u64::from(code.flags & flags::VARKEYWORDS != 0);
    if nlocals < parameters {
        return error("ValueError", "code: co_varnames is too small");
    }
    Ok(code)
}

fn bad_argument<T>() -> Res<T> {
    error("SystemError", "../Objects/codeobject.c:465: bad argument to internal function")
}

fn as_bytes(value: Value) -> Res<Arc<[u8]>> {
    if let Value::Const(Const::Bytes(bytes)) = value { Ok(bytes) } else { bad_argument() }
}

fn as_text(value: Value) -> Res<PyStr> {
    if let Value::Const(Const::Str(text)) = value { Ok(text) } else { bad_argument() }
}

fn as_tuple(value: Value) -> Res<Arc<[Const]>> {
    if let Value::Const(Const::Tuple(items)) = value { Ok(items) } else { bad_argument() }
}

fn as_names(value: Value) -> Res<Vec<PyStr>> {
    let items = as_tuple(value)?;
    let names = items.iter().map(|item| if let Const::Str(text) = item { Some(text.clone()) } else { None });
    match names.collect() {
        Some(names) => Ok(names),
        None => error("SystemError", "non-string found in code slot"),
    }
}

/// All items as constants, or all as they are.
fn constants(items: Vec<Value>) -> Result<Vec<Const>, Vec<Value>> {
    if !items.iter().all(|item| matches!(item, Value::Const(_))) {
        return Err(items);
    }
    Ok(items.into_iter().filter_map(|item| if let Value::Const(item) = item { Some(item) } else { None }).collect())
}

/// The type of a value that has no hash.
fn unhashable(value: &Value) -> Option<&'static str> {
    match value {
        Value::List(_) => Some("list"),
        Value::Dict(_) => Some("dict"),
        Value::Set(_) => Some("set"),
        Value::Tuple(items) | Value::FrozenSet(items) => items.iter().find_map(unhashable),
        Value::Slice(parts) => parts.iter().find_map(unhashable),
        Value::Const(_) | Value::StopIteration => None,
    }
}

fn latin1(bytes: &[u8]) -> PyStr {
    if bytes.is_ascii() {
        return PyStr::from_generalized_utf8(bytes.to_vec());
    }
    PyStr::from_code_points(bytes.iter().map(|&byte| u32::from(byte)))
}

/// UTF-8 that may hold surrogates (`surrogatepass`).
fn utf8_with_surrogates(bytes: &[u8]) -> Res<PyStr> {
    let mut text = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match std::str::from_utf8(&bytes[at..]) {
            Ok(_) => {
                text.extend_from_slice(&bytes[at..]);
                break;
            }
            Err(invalid) => {
                let end = at + invalid.valid_up_to();
                text.extend_from_slice(&bytes[at..end]);
                at = end;
                match bytes[at..] {
                    [0xED, second @ 0xA0..=0xBF, third @ 0x80..=0xBF, ..] => {
                        push_code_point(&mut text, 0xD000 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F));
                        at += 3;
                    }
                    _ => return Err(decode_error(bytes, at, invalid.error_len())),
                }
            }
        }
    }
    Ok(PyStr::from_generalized_utf8(text))
}

fn decode_error(bytes: &[u8], at: usize, length: Option<usize>) -> MarshalError {
    let reason = match (bytes[at], length) {
        (_, None) => "unexpected end of data",
        (0x80..=0xC1 | 0xF5..=0xFF, _) => "invalid start byte",
        _ => "invalid continuation byte",
    };
    let end = at + length.unwrap_or(bytes.len() - at);
    let place = if end - at == 1 {
        format!("byte {:#04x} in position {at}", bytes[at])
    } else {
        format!("bytes in position {at}-{}", end - 1)
    };
    MarshalError { kind: "UnicodeDecodeError", message: format!("'utf-8' codec can't decode {place}: {reason}") }
}
