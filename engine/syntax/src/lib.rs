//! Source text → tokens → AST, exactly as CPython 3.14 makes them. Knows nothing of its users.
//!
//! | room | CPython's | what happens there |
//! |---|---|---|
//! | `source`, `charset` | `Parser/tokenizer` | bytes become text: encodings, byte order mark, newlines |
//! | `lexer` | `Parser/lexer/lexer.c` | text becomes tokens, one at a time, with the tokenizer's own state |
//! | `token_stream` | `Parser/pegen.c` | all tokens of a source, up to its end or to what cannot be a token |
//! | `parser` | `Grammar/python.gram` | tokens become a tree, by recursive descent; it only says that it failed |
//! | `string_literal`, `number` | `Parser/string_parser.c` | the values of literals |
//! | `diagnose` | `Parser/pegen_errors.c`, the `invalid_` rules | what the error is: both passes of CPython's parser |
//! | `ast`, `reflect`, `ast_dump`, `nodes` | `Parser/Python.asdl`, `Lib/ast.py` | the tree: as types, as fields, as text, as a list |
//! | `tokenize` | `Lib/tokenize.py` | the tokenize module's view of a file |
//!
//! The parser and the grammar in `diagnose` are two descriptions of one language. The parser is made for speed and for
//! trees; the grammar, a table that a packrat parser interprets, for the order in which CPython tries things. Nothing
//! reads the grammar unless the parser has failed.
//!
//! Absent by design: the checks of the symbol table and the compiler (`return` outside a function, `from __future__`
//! features, repeated parameters), constant folding, incremental parsing, recovery after an error.
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
mod source;
mod string_literal;
pub mod token;
mod token_stream;
mod tokenize;
pub mod unicode;
mod xid;

pub use error::{ErrorKind, SyntaxError, Warning};
pub use token::{Token, TokenKind};
pub use tokenize::{Row as TokenRow, tokenize_dump, tokenize_report, tokenize_rows, tokenize_tokens};

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
    /// Every name that the program uses, once, in no order: CPython interns them while it parses.
    pub identifiers: Vec<ast::Identifier>,
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
    let decoded = source::decode(source, mode, false).map_err(|undecodable| *undecodable.error)?;
    let stream = token_stream::read_tokens(&decoded.text, mode, false);
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
    match source::decode(source, mode, options.from_string) {
        Ok(decoded) => parse_text(decoded, mode, options),
        Err(source::Undecodable { error, before }) => {
            let stream = token_stream::read_tokens(&before, mode, options.type_comments);
            match stream.failure {
                Some(failure) if !failure.at_end => {
                    let before = source::Decoded { text: before, added_newline: false };
                    parse_text(before, mode, options).and(Err(*error))
                }
                _ => Err(*error),
            }
        }
    }
}

fn parse_text(decoded: source::Decoded, mode: Mode, options: Options) -> Result<Parsed, SyntaxError> {
    let source::Decoded { text: source, added_newline } = decoded;
    let stream = token_stream::read_tokens(&source, mode, options.type_comments);
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
            let issued = std::mem::take(&mut parser.warnings);
            deep.ok_or_else(|| {
                let mut error = diagnose::error(&source, &stream, mode, origin, last);
                // The tokenizer here reads ahead of the parser; CPython's does not.
                let line = error.line;
                error.warnings = stream.warnings.iter().filter(|warning| warning.line <= line).cloned().collect();
                error.warnings.extend(issued);
                error.warnings.sort_by_key(|warning| warning.line);
                error
            })?
        }
    };
    let identifiers = parser.identifiers();
    let mut warnings = stream.warnings;
    warnings.extend(from_parser);
    warnings.sort_by_key(|w| w.line);
    let module = match module {
        ast::Mod::Module { body, .. } => ast::Mod::Module { body, type_ignores: stream.type_ignores },
        other => other,
    };
    Ok(Parsed { tokens: stream.tokens, source, module, identifiers, warnings })
}
