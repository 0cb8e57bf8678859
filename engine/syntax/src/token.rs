//! Token types, under the names of CPython's `Grammar/Tokens` and with its keywords.

use crate::ast::Span;

macro_rules! tokens {
    ($($variant:ident $name:literal $text:literal,)*) => {
        /// The exact type of a token. Keywords are types of their own, as the parser sees them; `name` gives `NAME`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum TokenKind { $($variant,)* }

        const NAMES: &[&str] = &[$($name,)*];
        const TEXTS: &[&str] = &[$($text,)*];

        /// Every kind, in declaration order.
        pub const ALL_KINDS: &[TokenKind] = &[$(TokenKind::$variant,)*];
    };
}

tokens! {
    EndMarker "ENDMARKER" "",
    Name "NAME" "",
    Number "NUMBER" "",
    String "STRING" "",
    Newline "NEWLINE" "",
    Indent "INDENT" "",
    Dedent "DEDENT" "",
    LPar "LPAR" "(",
    RPar "RPAR" ")",
    LSqb "LSQB" "[",
    RSqb "RSQB" "]",
    Colon "COLON" ":",
    Comma "COMMA" ",",
    Semi "SEMI" ";",
    Plus "PLUS" "+",
    Minus "MINUS" "-",
    Star "STAR" "*",
    Slash "SLASH" "/",
    VBar "VBAR" "|",
    Amper "AMPER" "&",
    Less "LESS" "<",
    Greater "GREATER" ">",
    Equal "EQUAL" "=",
    Dot "DOT" ".",
    Percent "PERCENT" "%",
    LBrace "LBRACE" "{",
    RBrace "RBRACE" "}",
    EqEqual "EQEQUAL" "==",
    NotEqual "NOTEQUAL" "!=",
    LessEqual "LESSEQUAL" "<=",
    GreaterEqual "GREATEREQUAL" ">=",
    Tilde "TILDE" "~",
    Circumflex "CIRCUMFLEX" "^",
    LeftShift "LEFTSHIFT" "<<",
    RightShift "RIGHTSHIFT" ">>",
    DoubleStar "DOUBLESTAR" "**",
    PlusEqual "PLUSEQUAL" "+=",
    MinEqual "MINEQUAL" "-=",
    StarEqual "STAREQUAL" "*=",
    SlashEqual "SLASHEQUAL" "/=",
    PercentEqual "PERCENTEQUAL" "%=",
    AmperEqual "AMPEREQUAL" "&=",
    VBarEqual "VBAREQUAL" "|=",
    CircumflexEqual "CIRCUMFLEXEQUAL" "^=",
    LeftShiftEqual "LEFTSHIFTEQUAL" "<<=",
    RightShiftEqual "RIGHTSHIFTEQUAL" ">>=",
    DoubleStarEqual "DOUBLESTAREQUAL" "**=",
    DoubleSlash "DOUBLESLASH" "//",
    DoubleSlashEqual "DOUBLESLASHEQUAL" "//=",
    At "AT" "@",
    AtEqual "ATEQUAL" "@=",
    RArrow "RARROW" "->",
    Ellipsis "ELLIPSIS" "...",
    ColonEqual "COLONEQUAL" ":=",
    Exclamation "EXCLAMATION" "!",
    FStringStart "FSTRING_START" "",
    FStringMiddle "FSTRING_MIDDLE" "",
    FStringEnd "FSTRING_END" "",
    TStringStart "TSTRING_START" "",
    TStringMiddle "TSTRING_MIDDLE" "",
    TStringEnd "TSTRING_END" "",
    Comment "COMMENT" "",
    Nl "NL" "",
    Op "OP" "",
    TypeIgnore "TYPE_IGNORE" "",
    TypeComment "TYPE_COMMENT" "",
    ErrorToken "ERRORTOKEN" "",
    KwFalse "NAME" "False",
    KwNone "NAME" "None",
    KwTrue "NAME" "True",
    KwAnd "NAME" "and",
    KwAs "NAME" "as",
    KwAssert "NAME" "assert",
    KwAsync "NAME" "async",
    KwAwait "NAME" "await",
    KwBreak "NAME" "break",
    KwClass "NAME" "class",
    KwContinue "NAME" "continue",
    KwDef "NAME" "def",
    KwDel "NAME" "del",
    KwElif "NAME" "elif",
    KwElse "NAME" "else",
    KwExcept "NAME" "except",
    KwFinally "NAME" "finally",
    KwFor "NAME" "for",
    KwFrom "NAME" "from",
    KwGlobal "NAME" "global",
    KwIf "NAME" "if",
    KwImport "NAME" "import",
    KwIn "NAME" "in",
    KwIs "NAME" "is",
    KwLambda "NAME" "lambda",
    KwNonlocal "NAME" "nonlocal",
    KwNot "NAME" "not",
    KwOr "NAME" "or",
    KwPass "NAME" "pass",
    KwRaise "NAME" "raise",
    KwReturn "NAME" "return",
    KwTry "NAME" "try",
    KwWhile "NAME" "while",
    KwWith "NAME" "with",
    KwYield "NAME" "yield",
}

impl TokenKind {
    /// The name that `python -m tokenize -e` prints.
    pub fn name(self) -> &'static str {
        NAMES[self as usize]
    }

    /// The fixed text of an operator or keyword; empty for every other kind.
    pub fn text(self) -> &'static str {
        TEXTS[self as usize]
    }

    pub fn is_keyword(self) -> bool {
        self as u8 >= TokenKind::KwFalse as u8
    }

    /// Tokens whose position is that of their first line (CPython's `ISSTRINGLIT`).
    pub(crate) fn is_string_part(self) -> bool {
        use TokenKind::*;
        matches!(self, String | FStringStart | FStringMiddle | FStringEnd | TStringStart | TStringMiddle | TStringEnd)
    }

    /// Tokens that carry no text of their own line: nodes never end on them.
    pub(crate) fn is_whitespace(self) -> bool {
        matches!(self, TokenKind::EndMarker | TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent)
    }
}

/// The words that are keywords only where the grammar says so.
pub const SOFT_KEYWORDS: [&str; 4] = ["_", "case", "match", "type"];

/// One token of CPython's C tokenizer. `start..end` are byte offsets into `Parsed::source`; `level` is the
/// number of open brackets after it. INDENT, DEDENT and ENDMARKER have no text: both offsets are where the
/// tokenizer stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: TokenKind,
    pub level: u8,
    pub start: u32,
    pub end: u32,
    pub span: Span,
}

/// The keyword that `word` is, or `Name`.
pub(crate) fn keyword_or_name(word: &[u8]) -> TokenKind {
    use TokenKind::*;
    let candidates: &[TokenKind] = match (word.len(), word[0]) {
        (2, b'a') => &[KwAs],
        (2, b'i') => &[KwIf, KwIn, KwIs],
        (2, b'o') => &[KwOr],
        (3, b'a') => &[KwAnd],
        (3, b'd') => &[KwDef, KwDel],
        (3, b'f') => &[KwFor],
        (3, b'n') => &[KwNot],
        (3, b't') => &[KwTry],
        (4, b'N') => &[KwNone],
        (4, b'T') => &[KwTrue],
        (4, b'e') => &[KwElif, KwElse],
        (4, b'f') => &[KwFrom],
        (4, b'p') => &[KwPass],
        (4, b'w') => &[KwWith],
        (5, b'F') => &[KwFalse],
        (5, b'a') => &[KwAsync, KwAwait],
        (5, b'b') => &[KwBreak],
        (5, b'c') => &[KwClass],
        (5, b'r') => &[KwRaise],
        (5, b'w') => &[KwWhile],
        (5, b'y') => &[KwYield],
        (6, b'a') => &[KwAssert],
        (6, b'e') => &[KwExcept],
        (6, b'g') => &[KwGlobal],
        (6, b'i') => &[KwImport],
        (6, b'l') => &[KwLambda],
        (6, b'r') => &[KwReturn],
        (7, b'f') => &[KwFinally],
        (8, b'c') => &[KwContinue],
        (8, b'n') => &[KwNonlocal],
        _ => return Name,
    };
    candidates.iter().copied().find(|k| k.text().as_bytes() == word).unwrap_or(Name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_keyword_is_found() {
        for &kind in ALL_KINDS {
            if kind.is_keyword() {
                assert_eq!(keyword_or_name(kind.text().as_bytes()), kind);
            }
        }
        assert_eq!(keyword_or_name(b"match"), TokenKind::Name);
    }
}
