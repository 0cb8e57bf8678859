//! `%` of bytes and bytearrays (`_PyBytes_FormatEx` of `Objects/bytesobject.c`).

use crate::memory::object::{Kind, Obj, R};
use crate::native::static_strings;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// The values that a template is filled with.
struct Values {
    values: Obj,
    /// They are a tuple, or stand for their names in a mapping.
    tuple: bool,
    mapping: bool,
    used: u32,
    count: u32,
}

impl Values {
    fn take(&mut self, m: &mut Machine) -> R<Obj> {
        if self.used >= self.count {
            return Err(m.raise(ty::TYPE_ERROR, "not enough arguments for format string"));
        }
        self.used += 1;
        Ok(if self.tuple { m.tuple_item(self.values, self.used - 1) } else { self.values })
    }
}

impl Machine {
    /// `template % values`.
    pub(crate) fn bytes_percent(&mut self, template: Obj, values: Obj) -> R {
        let tuple = self.kind(values) == Kind::Tuple;
        let text = matches!(self.kind(values), Kind::Str | Kind::Bytes | Kind::ByteArray);
        let mapping = !tuple && !text && !self.lookup_special(values, static_strings::DUNDER_GETITEM).is_null();
        let count = if tuple { self.tuple_len(values) } else { 1 };
        let mut all = Values { values, tuple, mapping, used: 0, count };
        let format = self.bytes_value(template).to_vec();
        let mut out = Vec::with_capacity(format.len() + 32);
        let mut named = false;
        let mut i = 0;
        while i < format.len() {
            let run = memchr::memchr(b'%', &format[i..]).unwrap_or(format.len() - i);
            out.extend_from_slice(&format[i..i + run]);
            i += run;
            if i < format.len() {
                i = self.bytes_field(&format, i + 1, &mut all, &mut named, &mut out)?;
            }
        }
        if !named && all.used < count && (tuple || !mapping) {
            let text = "not all arguments converted during bytes formatting";
            return Err(self.raise(ty::TYPE_ERROR, text));
        }
        Ok(self.bytes_like(template, &out))
    }

    /// A width or precision: digits, or a star for the next value.
    fn bytes_size(&mut self, format: &[u8], i: &mut usize, all: &mut Values, what: &str) -> R<i64> {
        if format.get(*i) == Some(&b'*') {
            *i += 1;
            let o = all.take(self)?;
            return self.starred(o, what == "prec");
        }
        let mut size = 0i64;
        while let Some(digit @ b'0'..=b'9') = format.get(*i) {
            size = size.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
            if size > if what == "prec" { i64::from(i32::MAX) } else { i64::MAX - 1 } {
                return Err(self.raise(ty::VALUE_ERROR, &format!("{what} too big")));
            }
            *i += 1;
        }
        Ok(size)
    }

    /// One field behind its `%`; where the text goes on.
    fn bytes_field(
        &mut self,
        format: &[u8],
        mut i: usize,
        all: &mut Values,
        named: &mut bool,
        out: &mut Vec<u8>,
    ) -> R<usize> {
        let first = i;
        let mut key = None;
        if format.get(i) == Some(&b'(') {
            if !all.mapping {
                return Err(self.raise(ty::TYPE_ERROR, "format requires a mapping"));
            }
            let start = i + 1;
            let mut depth = 1;
            i = start;
            while depth > 0 {
                match format.get(i) {
                    None => return Err(self.raise(ty::VALUE_ERROR, "incomplete format key")),
                    Some(b'(') => depth += 1,
                    Some(b')') => depth -= 1,
                    Some(_) => {}
                }
                i += 1;
            }
            let name = self.new_bytes(&format[start..i - 1]);
            let name = self.keep(name);
            let value = self.getitem(all.values, name)?;
            key = Some(self.keep(value));
            *named = true;
        }
        let mut flags = String::new();
        while let Some(flag @ (b'-' | b'+' | b' ' | b'#' | b'0')) = format.get(i) {
            flags.push(char::from(*flag));
            i += 1;
        }
        let mut width = self.bytes_size(format, &mut i, all, "width")?;
        if width < 0 {
            flags.push('-');
            width = width.saturating_neg();
        }
        let width = width as usize;
        self.reserve(width)?;
        let mut precision = None;
        if format.get(i) == Some(&b'.') {
            i += 1;
            precision = Some(self.bytes_size(format, &mut i, all, "prec")?.max(0) as usize);
        }
        if matches!(format.get(i), Some(b'h' | b'l' | b'L')) {
            i += 1;
        }
        let Some(&code) = format.get(i) else { return Err(self.raise(ty::VALUE_ERROR, "incomplete format")) };
        i += 1;
        if code == b'%' && i == first + 1 {
            out.push(b'%');
            return Ok(i);
        }
        let value = match key {
            Some(value) => value,
            None => all.take(self)?,
        };
        let mut piece = self.bytes_piece(code, value, &flags, width, precision, i - 1)?;
        let gap = vec![b' '; width.saturating_sub(piece.len())];
        if flags.contains('-') {
            piece.extend(gap);
        } else {
            piece.splice(0..0, gap);
        }
        out.extend(piece);
        Ok(i)
    }

    fn bytes_piece(
        &mut self,
        code: u8,
        value: Obj,
        flags: &str,
        width: usize,
        precision: Option<usize>,
        at: usize,
    ) -> R<Vec<u8>> {
        let cut = |mut bytes: Vec<u8>| {
            bytes.truncate(precision.unwrap_or(usize::MAX));
            bytes
        };
        match code {
            b'r' | b'a' => {
                let text = self.ascii(value)?;
                let text = self.keep(text);
                Ok(cut(self.str_view(text).bytes.to_vec()))
            }
            b's' | b'b' => self.bytes_of_value(value).map(cut),
            b'c' => self.one_byte(value).map(|byte| vec![byte]),
            b'e' | b'E' | b'f' | b'F' | b'g' | b'G' => {
                let number = match self.number_as_f64(value) {
                    Err(_) if self.raised_is(ty::TYPE_ERROR) => {
                        self.clear_raised();
                        let name = self.type_name(value);
                        return Err(self.raise(ty::TYPE_ERROR, &format!("float argument required, not {name}")));
                    }
                    number => number?,
                };
                let number = self.new_float(number);
                let number = self.keep(number);
                self.percent_piece(char::from(code), number, flags, width, precision, at).map(String::into_bytes)
            }
            b'd' | b'i' | b'u' | b'x' | b'X' | b'o' => {
                self.percent_piece(char::from(code), value, flags, width, precision, at).map(String::into_bytes)
            }
            _ => {
                let text = format!("unsupported format character '{}' ({code:#x}) at index {at}", char::from(code));
                Err(self.raise(ty::VALUE_ERROR, &text))
            }
        }
    }

    /// The bytes for `%b` (`format_obj`).
    fn bytes_of_value(&mut self, value: Obj) -> R<Vec<u8>> {
        if self.kind(value) == Kind::Bytes && self.is_builtin_exact(value) {
            return Ok(self.bytes_value(value).to_vec());
        }
        if self.kind(value) != Kind::ByteArray
            && let Some(made) = self.call_special(value, static_strings::DUNDER_BYTES, &[])?
        {
            let made = self.keep(made);
            if self.kind(made) != Kind::Bytes {
                let name = self.type_name(made);
                return Err(self.raise(ty::TYPE_ERROR, &format!("__bytes__ returned non-bytes (type {name})")));
            }
            return Ok(self.bytes_value(made).to_vec());
        }
        if self.has_buffer(value) {
            return self.all_bytes(value);
        }
        let name = self.type_name(value);
        let text = format!("%b requires a bytes-like object, or an object that implements __bytes__, not '{name}'");
        Err(self.raise(ty::TYPE_ERROR, &text))
    }

    /// The byte for `%c` (`byte_converter`).
    fn one_byte(&mut self, value: Obj) -> R<u8> {
        if matches!(self.kind(value), Kind::Bytes | Kind::ByteArray) {
            if let [byte] = *self.bytes_value(value) {
                return Ok(byte);
            }
            let (n, name) = (self.slot(value).a, self.type_name(value));
            let text =
                format!("%c requires an integer in range(256) or a single byte, not a {name} object of length {n}");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        if self.indexable(value) {
            let number = self.index(value)?;
            let number = self.keep(number);
            return match self.int_small(number).and_then(|v| u8::try_from(v).ok()) {
                Some(byte) => Ok(byte),
                None => Err(self.raise(ty::OVERFLOW_ERROR, "%c arg not in range(256)")),
            };
        }
        let name = self.type_name(value);
        let text = format!("%c requires an integer in range(256) or a single byte, not {name}");
        Err(self.raise(ty::TYPE_ERROR, &text))
    }
}
