//! Source text → tokens → AST, exactly as CPython 3.14 makes them. Knows nothing of its users.
#![forbid(unsafe_code)]

pub mod ast;
pub mod ast_dump;
mod charset;
mod diagnose;
pub mod error;
mod lexer;
mod number;
mod parser;
pub mod pystr;
pub mod reflect;
pub mod repr;
mod source;
mod string_literal;
pub mod token;
mod tokenize;
mod unicode;
mod unprintable;

pub use error::{ErrorKind, SyntaxError, Warning};
pub use token::{Token, TokenKind};
pub use tokenize::tokenize_dump;

/// What the source is to be: `compile`'s modes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    Exec,
    Eval,
    Single,
}

/// A program that was read, with everything on the way to its tree.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The decoded text with newlines as `\n`; in exec mode it ends with one. Offsets of tokens refer to it.
    pub source: String,
    pub tokens: Vec<Token>,
    pub module: ast::Mod,
    /// In the order in which CPython issues them.
    pub warnings: Vec<Warning>,
}

/// Parses source bytes. The error is the one that CPython raises for them.
pub fn parse(source: &[u8], mode: Mode) -> Result<Parsed, SyntaxError> {
    let source::Decoded { text: source, added_newline, .. } = source::decode(source)?;
    let stream = parser::read_tokens(&source, mode);
    let mut parser = parser::Parser::new(&source, &stream);
    match parser.module(mode) {
        Ok(module) => {
            let from_parser = std::mem::take(&mut parser.warnings);
            drop(parser);
            let mut warnings = stream.warnings;
            warnings.extend(from_parser);
            warnings.sort_by_key(|w| w.line);
            Ok(Parsed { tokens: stream.tokens, source, module, warnings })
        }
        Err(parser::Fail) => Err(diagnose::error(&source, &stream, mode, added_newline, parser.statement_starts[0])),
    }
}
