//! Source text → tokens → AST, exactly as CPython 3.14 makes them. Knows nothing of its users.
#![forbid(unsafe_code)]

pub mod ast;
pub mod ast_dump;
mod charset;
mod diagnose;
pub mod error;
mod lexer;
mod name_aliases;
pub mod nodes;
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
mod xid;

pub use error::{ErrorKind, SyntaxError, Warning};
pub use token::{Token, TokenKind};
pub use tokenize::{tokenize_dump, tokenize_report};

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
    parse_with(source, mode, Options::default())
}

/// The tokens that the parser sees, of any source: they end in ENDMARKER, or in an ERRORTOKEN where the tokenizer
/// cannot go on. The text is that which their offsets refer to.
pub fn tokens(source: &[u8], mode: Mode) -> Result<(String, Vec<Token>), SyntaxError> {
    let decoded = source::decode(source, mode, false)?;
    let stream = parser::read_tokens(&decoded.text, mode, false);
    Ok((decoded.text, stream.tokens))
}

/// What a parse may depend on besides its source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// `# type:` comments become part of the tree (PEP 484), as `python -m ast` wants them.
    pub type_comments: bool,
    /// The source comes from a string, as in `compile()`, not from a file that `python` runs. The two have
    /// tokenizers of their own in CPython, which place some errors differently.
    pub from_string: bool,
}

/// `parse` with options.
pub fn parse_with(source: &[u8], mode: Mode, options: Options) -> Result<Parsed, SyntaxError> {
    let source::Decoded { text: source, added_newline, .. } = source::decode(source, mode, options.from_string)?;
    let stream = parser::read_tokens(&source, mode, options.type_comments);
    let mut parser = parser::Parser::new(&source, &stream);
    let origin =
        diagnose::Origin { from_file: !options.from_string, added_newline: added_newline && !options.from_string };
    let (module, from_parser) = match parser.module(mode) {
        Ok(_) if mode == Mode::Single && parser.is_followed_by_more() => {
            return Err(diagnose::multiple_statements(&source, &stream, origin, parser.position()));
        }
        Ok(module) => (module, std::mem::take(&mut parser.warnings)),
        Err(parser::Fail) => {
            let (overflow, last) = (parser.overflow, parser.last_statements());
            let deep = if overflow { diagnose::parse_deep(&source, &stream, mode) } else { None };
            deep.ok_or_else(|| diagnose::error(&source, &stream, mode, origin, last))?
        }
    };
    let mut warnings = stream.warnings;
    warnings.extend(from_parser);
    warnings.sort_by_key(|w| w.line);
    let module = match module {
        ast::Mod::Module { body, .. } => ast::Mod::Module { body, type_ignores: stream.type_ignores },
        other => other,
    };
    Ok(Parsed { tokens: stream.tokens, source, module, warnings })
}
