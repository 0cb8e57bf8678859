//! `_tokenize` (`Python/Python-tokenize.c`): the tokenizer behind the library's `tokenize`.

use crate::fill::{field, int_field, put_types, set_field, set_int_field};
use crate::types::ty as own;
use syntax::error::ErrorKind;
use syntax::token::TokenKind;
use syntax::{TokenRow as Row, tokenize_rows};
use vm::memory::object::{Kind, Obj, Owned, R, Raised};
use vm::native::args::Args;
use vm::native::typedef::{ModuleDef, Slot, TypeDef, new, tpflags, wrapper};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_tokenize`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_tokenize",
    doc: "The tokenizer.",
    functions: &[],
    fill: |m, dict| put_types(m, dict, &[own::TOKENIZER_ITER]),
};

/// Fields: where lines come from, their encoding, the tokens once there are some, the next one, what ends them.
const READLINE: u32 = 0;
const ENCODING: u32 = 1;
const TOKENS: u32 = 2;
const NEXT: u32 = 3;
const ERROR: u32 = 4;

/// Numbers of tokens (`Lib/token.py`).
mod number {
    pub const OP: i64 = 55;
    pub const FSTRING_START: i64 = 59;
    pub const COMMENT: i64 = 65;
    pub const NL: i64 = 66;
}

/// `TokenizerIter`.
pub static TOKENIZER_ITER: TypeDef = TypeDef {
    name: "TokenizerIter",
    module: "_tokenize",
    basicsize: 56,
    fields: 5,
    flags: tpflags::COLLECTED,
    doc: "The tokens of the lines that a function gives.",
    slots: &[Slot::Iter, Slot::Next],
    natives: &[
        new("tokenizeriter(readline, /, *, encoding=None, extra_tokens=False)", |m, a| {
            let (readline, encoding, extra) = (a.get(m, 1), a.opt(m, 2), a.opt(m, 3));
            if extra.is_null() || !m.truthy(extra)? {
                return Err(m.not_supported("_tokenize.TokenizerIter without extra_tokens"));
            }
            let it = m.new_instance(own::TOKENIZER_ITER);
            let readline = m.new_ref(readline);
            set_field(m, it.get(), READLINE, readline);
            if !encoding.is_null() && !Machine::is_none(encoding) {
                let encoding = m.new_ref(encoding);
                set_field(m, it.get(), ENCODING, encoding);
            }
            Ok(it)
        }),
        wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| {
            let it = a.get(m, 0);
            Ok(m.new_ref(it))
        }),
        wrapper("__next__($self, /)", "Implement next(self).", next).asking(),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// The text that `readline` gives, line by line up to an empty one or `StopIteration`.
fn read_all(m: &mut Machine, it: Obj) -> R<String> {
    let (readline, encoding) = (field(m, it, READLINE), field(m, it, ENCODING));
    let mut text = String::new();
    loop {
        let line = match m.call(readline, &[]) {
            Ok(line) => m.keep(line),
            Err(Raised) if m.raised_is(ty::STOP_ITERATION) => {
                m.clear_raised();
                return Ok(text);
            }
            Err(Raised) => return Err(Raised),
        };
        let bytes = !encoding.is_null();
        let wanted = if bytes { Kind::Bytes } else { Kind::Str };
        if m.kind(line) != wanted {
            let text = if bytes {
                "readline() returned a non-bytes object"
            } else {
                "readline() returned a non-string object"
            };
            return Err(m.raise(ty::TYPE_ERROR, text));
        }
        let part = if bytes {
            let name = m.intern_str("decode");
            let name = m.keep(name);
            let method = m.getattr(line, name)?;
            let method = m.keep(method);
            let part = m.call(method, &[encoding])?;
            m.keep(part)
        } else {
            line
        };
        if m.str_len(part) == 0 {
            return Ok(text);
        }
        text.push_str(&m.str_text(part));
    }
}

fn number_of(row: &Row) -> i64 {
    match row.kind {
        TokenKind::Comment => number::COMMENT,
        TokenKind::Nl => number::NL,
        kind if kind.is_keyword() => 1,
        kind if kind as i64 <= TokenKind::Dedent as i64 => kind as i64,
        kind if (TokenKind::FStringStart as i64..=TokenKind::TStringEnd as i64).contains(&(kind as i64)) => {
            number::FSTRING_START + kind as i64 - TokenKind::FStringStart as i64
        }
        _ => number::OP,
    }
}

fn token(m: &mut Machine, row: &Row) -> Owned {
    let [line, column, end_line, end_column] = row.place.map(|n| m.new_int(i64::from(n)));
    let (start, end) = (m.new_tuple(vec![line, column]), m.new_tuple(vec![end_line, end_column]));
    let (number, text, lines) = (m.new_int(number_of(row)), m.new_str(&row.text), m.new_str(&row.lines));
    m.new_tuple(vec![number, text, start, end, lines])
}

fn next(m: &mut Machine, a: Args) -> R {
    let it = a.get(m, 0);
    if field(m, it, TOKENS).is_null() {
        let text = read_all(m, it)?;
        let (rows, error) = tokenize_rows(&text);
        let tokens = rows.iter().map(|row| token(m, row)).collect();
        let tokens = m.new_list_of(tokens);
        set_field(m, it, TOKENS, tokens);
        if let Some(error) = error {
            let class = match error.kind {
                ErrorKind::IndentationError => ty::INDENTATION_ERROR,
                ErrorKind::TabError => ty::TAB_ERROR,
                _ => ty::SYNTAX_ERROR,
            };
            let line = text.split('\n').nth((error.line.max(1) - 1) as usize).unwrap_or_default();
            let parts = [m.new_str("<string>"), m.new_int(i64::from(error.line)), m.new_int(error.col)];
            let mut place: Vec<Owned> = parts.into();
            place.extend([m.new_str(line), m.new_int(i64::from(error.end_line)), m.new_int(error.end_col)]);
            let message = m.new_str(&error.msg);
            let place = m.new_tuple(place);
            let args = m.keep_all(vec![message, place]);
            let class = m.type_obj(class);
            let error = m.call(class, &args)?;
            set_field(m, it, ERROR, error);
        }
    }
    let (tokens, at) = (field(m, it, TOKENS), int_field(m, it, NEXT));
    if at >= i64::from(m.tuple_len(tokens)) {
        let error = field(m, it, ERROR);
        if error.is_null() {
            return Err(m.raise_empty(ty::STOP_ITERATION));
        }
        let error = m.new_ref(error);
        return Err(m.raise_exception(error));
    }
    let token = m.tuple_item(tokens, at as u32);
    set_int_field(m, it, NEXT, at + 1);
    Ok(m.new_ref(token))
}
