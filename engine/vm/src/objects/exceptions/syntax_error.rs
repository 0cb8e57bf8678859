//! `SyntaxError`: where in which text (`Objects/exceptions.c`: `SyntaxError_init`, `SyntaxError_str`).

use crate::memory::object::{Kind, Obj, R};
use crate::native::typedef::{Native, member, setter};
use crate::objects::exceptions::{field, methods};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

macro_rules! fields {
    ($($name:literal $doc:literal $at:ident;)*) => {
        &[
            methods::INIT_ROW,
            $(
                member($name, $doc, |m, a| m.exc_getter(a, field::$at)),
                setter($name, |m, a| methods::exc_set(m, a, field::$at)),
            )*
        ]
    };
}

pub const SYNTAX_ERROR: &[Native] = fields! {
    "msg" "What is wrong." V0;
    "filename" "The file, or what stands for it." V1;
    "lineno" "Its line." V2;
    "offset" "Its column, from 1." V3;
    "text" "The text of the line." V4;
    "end_lineno" "The line where it ends." V5;
    "end_offset" "The column where it ends." V6;
    "print_file_and_line" "Whether file and line were printed already." V7;
    "_metadata" "Where a misspelt keyword may stand." V8;
};

impl Machine {
    /// Sets the fields from the arguments: a message, and a place of four, six or seven items.
    pub(crate) fn syntax_error_fields(&mut self, e: Obj, args: &[Obj]) -> R<()> {
        let put = |m: &mut Machine, at: u32, value: Obj| {
            m.incref(value);
            m.set_exc_field(e, at, value);
        };
        if let Some(&message) = args.first() {
            put(self, field::V0, message);
        }
        let &[_, place] = args else { return Ok(()) };
        let items = self.iterate_all(place)?;
        let items = self.new_tuple(items);
        let items = self.keep(items);
        let items = self.seq_items(items);
        let text = match items.len() {
            n @ 0..=3 => format!("function takes at least 4 arguments ({n} given)"),
            5 => "end_offset must be provided when end_lineno is provided".to_owned(),
            n @ 8.. => format!("function takes at most 7 arguments ({n} given)"),
            _ => {
                for (at, item) in (field::V1..=field::V6).chain([field::V8]).zip(items) {
                    put(self, at, item);
                }
                return Ok(());
            }
        };
        Err(self.raise(ty::TYPE_ERROR, &text))
    }

    /// Message, file without its folder, and line.
    pub(crate) fn syntax_error_str(&mut self, e: Obj) -> R<String> {
        let [message, file, line] = [field::V0, field::V1, field::V2].map(|i| self.exc_field(e, i));
        let text = if message.is_null() { "None".to_owned() } else { self.display(message)? };
        let file = (!file.is_null() && self.kind(file) == Kind::Str).then(|| {
            let path = self.str_text(file);
            path.rsplit('/').next().unwrap_or(&path).to_owned()
        });
        let line = (!line.is_null() && self.ty(line) == ty::INT).then(|| self.int_clamped(line));
        Ok(match (file, line) {
            (Some(file), Some(line)) => format!("{text} ({file}, line {line})"),
            (Some(file), None) => format!("{text} ({file})"),
            (None, Some(line)) => format!("{text} (line {line})"),
            (None, None) => text,
        })
    }
}
