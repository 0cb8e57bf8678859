//! Tokens, tree and problems of a program, from what the lexer and parser say.

use crate::compile::ast::AstModel;
use crate::compile::source::{Problem, SourceModel};
use crate::compile::tokens::{TokenRow, TokensModel};
use crate::ground::place::Span;
use compiler::SyntaxError;
use syntax::Parsed;

/// `text` is what the tokens' offsets refer to.
pub fn tokens(text: &str, tokens: &[syntax::Token]) -> TokensModel {
    let row = |token: &syntax::Token| TokenRow {
        kind: token.kind.name(),
        text: text.get(token.start as usize..token.end as usize).unwrap_or("").to_owned(),
        span: token.span,
        keyword: token.kind.is_keyword(),
    };
    TokensModel { rows: tokens.iter().map(row).collect() }
}

pub fn ast(parsed: &Parsed) -> AstModel {
    AstModel::new(&parsed.module)
}

/// Where and what a syntax error is; its columns are turned from characters into bytes of the line.
pub fn problem(error: &SyntaxError, source: &SourceModel) -> Problem {
    let line = error.lineno.max(1) as u32;
    let text = source.lines.get(line as usize - 1).map_or("", String::as_str);
    let byte = |column: i32| {
        let chars = usize::try_from(column - 1).unwrap_or(0);
        text.char_indices().nth(chars).map_or(text.len(), |(byte, _)| byte) as u32
    };
    let col = byte(error.offset);
    let end_col = if error.end_lineno == error.lineno && error.end_offset > error.offset {
        byte(error.end_offset)
    } else {
        col + 1
    };
    let span = Span { line, col, end_line: line, end_col: end_col.max(col + 1) };
    Problem { kind: error.kind.name().to_owned(), message: error.message.clone(), span }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_tree_refer_to_the_same_places() {
        let parsed = syntax::parse("x = é1 + 2\n".as_bytes(), syntax::Mode::Exec).unwrap();
        let (tokens, ast) = (tokens(&parsed.source, &parsed.tokens), ast(&parsed));
        let plus = tokens.rows.iter().find(|row| row.text == "+").unwrap();
        assert_eq!(plus.kind, "PLUS");
        let node = &ast.rows[ast.smallest_covering(plus.span).unwrap()];
        assert_eq!((node.kind, node.detail.as_str()), ("BinOp", "+"));
        assert_eq!(ast.rows[ast.statement_of(ast.smallest_covering(plus.span).unwrap())].kind, "Assign");
    }

    #[test]
    fn a_problem_has_a_place_in_bytes() {
        let text = "x = 'é' +\n";
        let error = syntax::parse(text.as_bytes(), syntax::Mode::Exec).unwrap_err().into();
        let problem = problem(&error, &SourceModel::new("a.py", text));
        assert_eq!(problem.kind, "SyntaxError");
        assert_eq!(problem.span.line, 1);
        assert!(problem.span.col >= 10, "{:?}", problem.span);
    }
}
