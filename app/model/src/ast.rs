//! The syntax tree as rows: each node once, in source order, with its depth, field and span.

use crate::place::{self, Span};
use syntax::ast::*;

#[derive(Clone, Debug, PartialEq)]
pub struct NodeRow {
    /// The field of the parent that holds it: `targets`, `value`, …
    pub field: &'static str,
    /// The node's class: `Assign`, `Name`, …
    pub kind: &'static str,
    /// What is written inside: a name, a constant, an operator.
    pub detail: String,
    pub span: Span,
    pub depth: usize,
    pub parent: Option<usize>,
    /// Index behind the last row of its subtree.
    pub end: usize,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct AstModel {
    pub rows: Vec<NodeRow>,
}

impl AstModel {
    pub fn new(tree: &Mod) -> Self {
        let mut builder = Builder { rows: Vec::new(), parent: None };
        match tree {
            Mod::Module { body, .. } => {
                builder.node("", "Module", String::new(), Span::default(), |b| b.stmts("body", body))
            }
            Mod::Interactive { body } => {
                builder.node("", "Interactive", String::new(), Span::default(), |b| b.stmts("body", body));
            }
            Mod::Expression { body } => {
                builder.node("", "Expression", String::new(), Span::default(), |b| b.expr("body", body));
            }
            Mod::FunctionType { argtypes, returns } => {
                builder.node("", "FunctionType", String::new(), Span::default(), |b| {
                    b.exprs("argtypes", argtypes);
                    b.expr("returns", returns);
                });
            }
        }
        AstModel { rows: builder.rows }
    }

    /// The smallest node that covers `span`; of nodes equal in extent the innermost.
    pub fn smallest_covering(&self, span: Span) -> Option<usize> {
        let covering =
            self.rows.iter().enumerate().filter(|(_, row)| !place::is_empty(row.span) && place::covers(row.span, span));
        covering.min_by_key(|(_, row)| (place::extent(row.span), std::cmp::Reverse(row.depth))).map(|(index, _)| index)
    }

    /// The statement that a row belongs to, itself included.
    pub fn statement_of(&self, index: usize) -> usize {
        let mut at = index;
        while !is_statement(self.rows[at].kind) {
            match self.rows[at].parent {
                Some(parent) => at = parent,
                None => return at,
            }
        }
        at
    }
}

fn is_statement(kind: &str) -> bool {
    const KINDS: &[&str] = &[
        "FunctionDef",
        "AsyncFunctionDef",
        "ClassDef",
        "Return",
        "Delete",
        "Assign",
        "TypeAlias",
        "AugAssign",
        "AnnAssign",
        "For",
        "AsyncFor",
        "While",
        "If",
        "With",
        "AsyncWith",
        "Match",
        "Raise",
        "Try",
        "TryStar",
        "Assert",
        "Import",
        "ImportFrom",
        "Global",
        "Nonlocal",
        "Expr",
        "Pass",
        "Break",
        "Continue",
    ];
    KINDS.contains(&kind)
}

struct Builder {
    rows: Vec<NodeRow>,
    parent: Option<usize>,
}

impl Builder {
    fn node(
        &mut self,
        field: &'static str,
        kind: &'static str,
        detail: String,
        span: Span,
        inside: impl FnOnce(&mut Self),
    ) {
        let index = self.rows.len();
        let depth = self.parent.map_or(0, |parent| self.rows[parent].depth + 1);
        self.rows.push(NodeRow { field, kind, detail, span, depth, parent: self.parent, end: index + 1 });
        let outer = self.parent.replace(index);
        inside(self);
        self.parent = outer;
        self.rows[index].end = self.rows.len();
    }

    fn leaf(&mut self, field: &'static str, kind: &'static str, detail: String, span: Span) {
        self.node(field, kind, detail, span, |_| {});
    }

    fn stmts(&mut self, field: &'static str, body: &[Stmt]) {
        body.iter().for_each(|stmt| self.stmt(field, stmt));
    }

    fn exprs(&mut self, field: &'static str, list: &[Expr]) {
        list.iter().for_each(|expr| self.expr(field, expr));
    }

    fn maybe(&mut self, field: &'static str, expr: &Option<Box<Expr>>) {
        if let Some(expr) = expr {
            self.expr(field, expr);
        }
    }

    fn stmt(&mut self, field: &'static str, stmt: &Stmt) {
        use StmtKind as S;
        let span = stmt.span;
        let none = String::new;
        match &stmt.kind {
            S::FunctionDef(def) => self.function(field, "FunctionDef", def, span),
            S::AsyncFunctionDef(def) => self.function(field, "AsyncFunctionDef", def, span),
            S::ClassDef(def) => self.node(field, "ClassDef", def.name.to_string(), span, |b| {
                b.exprs("decorator_list", &def.decorator_list);
                b.type_params(&def.type_params);
                b.exprs("bases", &def.bases);
                b.keywords(&def.keywords);
                b.stmts("body", &def.body);
            }),
            S::Return { value } => self.node(field, "Return", none(), span, |b| b.maybe("value", value)),
            S::Delete { targets } => self.node(field, "Delete", none(), span, |b| b.exprs("targets", targets)),
            S::Assign { targets, value, .. } => self.node(field, "Assign", none(), span, |b| {
                b.exprs("targets", targets);
                b.expr("value", value);
            }),
            S::TypeAlias { name, type_params, value } => self.node(field, "TypeAlias", none(), span, |b| {
                b.expr("name", name);
                b.type_params(type_params);
                b.expr("value", value);
            }),
            S::AugAssign { target, op, value } => {
                self.node(field, "AugAssign", format!("{}=", operator(*op)), span, |b| {
                    b.expr("target", target);
                    b.expr("value", value);
                });
            }
            S::AnnAssign { target, annotation, value, .. } => self.node(field, "AnnAssign", none(), span, |b| {
                b.expr("target", target);
                b.expr("annotation", annotation);
                b.maybe("value", value);
            }),
            S::For(part) => self.for_loop(field, "For", part, span),
            S::AsyncFor(part) => self.for_loop(field, "AsyncFor", part, span),
            S::While { test, body, orelse } => self.branch(field, "While", span, test, body, orelse),
            S::If { test, body, orelse } => self.branch(field, "If", span, test, body, orelse),
            S::With(part) => self.with(field, "With", part, span),
            S::AsyncWith(part) => self.with(field, "AsyncWith", part, span),
            S::Match { subject, cases } => self.node(field, "Match", none(), span, |b| {
                b.expr("subject", subject);
                for case in cases {
                    b.node("cases", "match_case", String::new(), Span::default(), |b| {
                        b.pattern("pattern", &case.pattern);
                        b.maybe("guard", &case.guard);
                        b.stmts("body", &case.body);
                    });
                }
            }),
            S::Raise { exc, cause } => self.node(field, "Raise", none(), span, |b| {
                b.maybe("exc", exc);
                b.maybe("cause", cause);
            }),
            S::Try(part) => self.try_block(field, "Try", part, span),
            S::TryStar(part) => self.try_block(field, "TryStar", part, span),
            S::Assert { test, msg } => self.node(field, "Assert", none(), span, |b| {
                b.expr("test", test);
                b.maybe("msg", msg);
            }),
            S::Import { names } => self.node(field, "Import", none(), span, |b| b.aliases(names)),
            S::ImportFrom { module, names, level } => {
                let dots = ".".repeat(*level as usize);
                let from = format!("{dots}{}", module.as_deref().unwrap_or(""));
                self.node(field, "ImportFrom", from, span, |b| b.aliases(names));
            }
            S::Global { names } => self.leaf(field, "Global", names.join(", "), span),
            S::Nonlocal { names } => self.leaf(field, "Nonlocal", names.join(", "), span),
            S::Expr { value } => self.node(field, "Expr", none(), span, |b| b.expr("value", value)),
            S::Pass => self.leaf(field, "Pass", none(), span),
            S::Break => self.leaf(field, "Break", none(), span),
            S::Continue => self.leaf(field, "Continue", none(), span),
        }
    }

    fn function(&mut self, field: &'static str, kind: &'static str, def: &FunctionDef, span: Span) {
        self.node(field, kind, def.name.to_string(), span, |b| {
            b.exprs("decorator_list", &def.decorator_list);
            b.type_params(&def.type_params);
            b.arguments(&def.args);
            b.maybe("returns", &def.returns);
            b.stmts("body", &def.body);
        });
    }

    fn for_loop(&mut self, field: &'static str, kind: &'static str, part: &For, span: Span) {
        self.node(field, kind, String::new(), span, |b| {
            b.expr("target", &part.target);
            b.expr("iter", &part.iter);
            b.stmts("body", &part.body);
            b.stmts("orelse", &part.orelse);
        });
    }

    fn branch(
        &mut self,
        field: &'static str,
        kind: &'static str,
        span: Span,
        test: &Expr,
        body: &[Stmt],
        orelse: &[Stmt],
    ) {
        self.node(field, kind, String::new(), span, |b| {
            b.expr("test", test);
            b.stmts("body", body);
            b.stmts("orelse", orelse);
        });
    }

    fn with(&mut self, field: &'static str, kind: &'static str, part: &With, span: Span) {
        self.node(field, kind, String::new(), span, |b| {
            for item in &part.items {
                b.node("items", "withitem", String::new(), Span::default(), |b| {
                    b.expr("context_expr", &item.context_expr);
                    b.maybe("optional_vars", &item.optional_vars);
                });
            }
            b.stmts("body", &part.body);
        });
    }

    fn try_block(&mut self, field: &'static str, kind: &'static str, part: &Try, span: Span) {
        self.node(field, kind, String::new(), span, |b| {
            b.stmts("body", &part.body);
            for handler in &part.handlers {
                let name = handler.name.as_deref().unwrap_or("").to_owned();
                b.node("handlers", "ExceptHandler", name, handler.span, |b| {
                    b.maybe("type", &handler.type_);
                    b.stmts("body", &handler.body);
                });
            }
            b.stmts("orelse", &part.orelse);
            b.stmts("finalbody", &part.finalbody);
        });
    }

    fn arguments(&mut self, arguments: &Arguments) {
        let lists =
            [("posonlyargs", &arguments.posonlyargs), ("args", &arguments.args), ("kwonlyargs", &arguments.kwonlyargs)];
        for (field, list) in lists {
            list.iter().for_each(|arg| self.arg(field, arg));
        }
        for (field, arg) in [("vararg", &arguments.vararg), ("kwarg", &arguments.kwarg)] {
            if let Some(arg) = arg {
                self.arg(field, arg);
            }
        }
        self.exprs("defaults", &arguments.defaults);
        arguments.kw_defaults.iter().flatten().for_each(|expr| self.expr("kw_defaults", expr));
    }

    fn arg(&mut self, field: &'static str, arg: &Arg) {
        self.node(field, "arg", arg.arg.to_string(), arg.span, |b| b.maybe("annotation", &arg.annotation));
    }

    fn keywords(&mut self, keywords: &[Keyword]) {
        for keyword in keywords {
            let name = keyword.arg.as_deref().unwrap_or("**").to_owned();
            self.node("keywords", "keyword", name, keyword.span, |b| b.expr("value", &keyword.value));
        }
    }

    fn aliases(&mut self, names: &[Alias]) {
        for alias in names {
            let text = match &alias.asname {
                Some(asname) => format!("{} as {asname}", alias.name),
                None => alias.name.to_string(),
            };
            self.leaf("names", "alias", text, alias.span);
        }
    }

    fn type_params(&mut self, params: &[TypeParam]) {
        for param in params {
            let (kind, name, bound, default) = match &param.kind {
                TypeParamKind::TypeVar { name, bound, default_value } => ("TypeVar", name, Some(bound), default_value),
                TypeParamKind::ParamSpec { name, default_value } => ("ParamSpec", name, None, default_value),
                TypeParamKind::TypeVarTuple { name, default_value } => ("TypeVarTuple", name, None, default_value),
            };
            self.node("type_params", kind, name.to_string(), param.span, |b| {
                if let Some(bound) = bound {
                    b.maybe("bound", bound);
                }
                b.maybe("default_value", default);
            });
        }
    }

    fn generators(&mut self, generators: &[Comprehension]) {
        for part in generators {
            self.node("generators", "comprehension", String::new(), Span::default(), |b| {
                b.expr("target", &part.target);
                b.expr("iter", &part.iter);
                b.exprs("ifs", &part.ifs);
            });
        }
    }

    fn comprehension(
        &mut self,
        field: &'static str,
        kind: &'static str,
        span: Span,
        elt: &Expr,
        generators: &[Comprehension],
    ) {
        self.node(field, kind, String::new(), span, |b| {
            b.expr("elt", elt);
            b.generators(generators);
        });
    }

    fn expr(&mut self, field: &'static str, expr: &Expr) {
        use ExprKind as E;
        let span = expr.span;
        let none = String::new;
        match &expr.kind {
            E::BoolOp { op, values } => {
                let op = if *op == BoolOp::And { "and" } else { "or" };
                self.node(field, "BoolOp", op.to_owned(), span, |b| b.exprs("values", values));
            }
            E::NamedExpr { target, value } => self.node(field, "NamedExpr", none(), span, |b| {
                b.expr("target", target);
                b.expr("value", value);
            }),
            E::BinOp { left, op, right } => self.node(field, "BinOp", operator(*op).to_owned(), span, |b| {
                b.expr("left", left);
                b.expr("right", right);
            }),
            E::UnaryOp { op, operand } => {
                let op = match op {
                    UnaryOp::Invert => "~",
                    UnaryOp::Not => "not",
                    UnaryOp::UAdd => "+",
                    UnaryOp::USub => "-",
                };
                self.node(field, "UnaryOp", op.to_owned(), span, |b| b.expr("operand", operand));
            }
            E::Lambda { args, body } => self.node(field, "Lambda", none(), span, |b| {
                b.arguments(args);
                b.expr("body", body);
            }),
            E::IfExp { test, body, orelse } => self.node(field, "IfExp", none(), span, |b| {
                b.expr("test", test);
                b.expr("body", body);
                b.expr("orelse", orelse);
            }),
            E::Dict { keys, values } => self.node(field, "Dict", none(), span, |b| {
                for (key, value) in keys.iter().zip(values) {
                    if let Some(key) = key {
                        b.expr("keys", key);
                    }
                    b.expr("values", value);
                }
            }),
            E::Set { elts } => self.node(field, "Set", none(), span, |b| b.exprs("elts", elts)),
            E::ListComp { elt, generators } => self.comprehension(field, "ListComp", span, elt, generators),
            E::SetComp { elt, generators } => self.comprehension(field, "SetComp", span, elt, generators),
            E::GeneratorExp { elt, generators } => self.comprehension(field, "GeneratorExp", span, elt, generators),
            E::DictComp { key, value, generators } => self.node(field, "DictComp", none(), span, |b| {
                b.expr("key", key);
                b.expr("value", value);
                b.generators(generators);
            }),
            E::Await { value } => self.node(field, "Await", none(), span, |b| b.expr("value", value)),
            E::Yield { value } => self.node(field, "Yield", none(), span, |b| b.maybe("value", value)),
            E::YieldFrom { value } => self.node(field, "YieldFrom", none(), span, |b| b.expr("value", value)),
            E::Compare { left, ops, comparators } => {
                let ops = ops.iter().map(|op| comparison(*op)).collect::<Vec<_>>().join(" ");
                self.node(field, "Compare", ops, span, |b| {
                    b.expr("left", left);
                    b.exprs("comparators", comparators);
                });
            }
            E::Call { func, args, keywords } => self.node(field, "Call", none(), span, |b| {
                b.expr("func", func);
                b.exprs("args", args);
                b.keywords(keywords);
            }),
            E::FormattedValue { value, format_spec, .. } => self.node(field, "FormattedValue", none(), span, |b| {
                b.expr("value", value);
                b.maybe("format_spec", format_spec);
            }),
            E::Interpolation { value, format_spec, .. } => self.node(field, "Interpolation", none(), span, |b| {
                b.expr("value", value);
                b.maybe("format_spec", format_spec);
            }),
            E::JoinedStr { values } => self.node(field, "JoinedStr", none(), span, |b| b.exprs("values", values)),
            E::TemplateStr { values } => self.node(field, "TemplateStr", none(), span, |b| b.exprs("values", values)),
            E::Constant { value, .. } => self.leaf(field, "Constant", constant(value), span),
            E::Attribute { value, attr, ctx } => {
                self.node(field, "Attribute", with_context(attr, *ctx), span, |b| b.expr("value", value));
            }
            E::Subscript { value, slice, ctx } => self.node(field, "Subscript", with_context("", *ctx), span, |b| {
                b.expr("value", value);
                b.expr("slice", slice);
            }),
            E::Starred { value, ctx } => {
                self.node(field, "Starred", with_context("", *ctx), span, |b| b.expr("value", value));
            }
            E::Name { id, ctx } => self.leaf(field, "Name", with_context(id, *ctx), span),
            E::List { elts, ctx } => self.node(field, "List", with_context("", *ctx), span, |b| b.exprs("elts", elts)),
            E::Tuple { elts, ctx } => {
                self.node(field, "Tuple", with_context("", *ctx), span, |b| b.exprs("elts", elts))
            }
            E::Slice { lower, upper, step } => self.node(field, "Slice", none(), span, |b| {
                b.maybe("lower", lower);
                b.maybe("upper", upper);
                b.maybe("step", step);
            }),
        }
    }

    fn pattern(&mut self, field: &'static str, pattern: &Pattern) {
        use PatternKind as P;
        let span = pattern.span;
        let patterns = |b: &mut Self, list: &[Pattern]| list.iter().for_each(|pattern| b.pattern("patterns", pattern));
        let name = |name: &Option<Identifier>| name.as_deref().unwrap_or("_").to_owned();
        match &pattern.kind {
            P::MatchValue { value } => self.node(field, "MatchValue", String::new(), span, |b| b.expr("value", value)),
            P::MatchSingleton { value } => self.leaf(field, "MatchSingleton", constant(value), span),
            P::MatchSequence { patterns: list } => {
                self.node(field, "MatchSequence", String::new(), span, |b| patterns(b, list));
            }
            P::MatchMapping { keys, patterns: list, .. } => {
                self.node(field, "MatchMapping", String::new(), span, |b| {
                    b.exprs("keys", keys);
                    patterns(b, list);
                })
            }
            P::MatchClass { cls, patterns: list, kwd_patterns, .. } => {
                self.node(field, "MatchClass", String::new(), span, |b| {
                    b.expr("cls", cls);
                    patterns(b, list);
                    kwd_patterns.iter().for_each(|pattern| b.pattern("kwd_patterns", pattern));
                });
            }
            P::MatchStar { name: star } => self.leaf(field, "MatchStar", name(star), span),
            P::MatchAs { pattern, name: bound } => self.node(field, "MatchAs", name(bound), span, |b| {
                if let Some(pattern) = pattern {
                    b.pattern("pattern", pattern);
                }
            }),
            P::MatchOr { patterns: list } => self.node(field, "MatchOr", String::new(), span, |b| patterns(b, list)),
        }
    }
}

fn with_context(text: &str, context: ExprContext) -> String {
    // Loading is the ordinary case: only the others are worth a word.
    match context {
        ExprContext::Load => text.to_owned(),
        ExprContext::Store => format!("{text} Store").trim_start().to_owned(),
        ExprContext::Del => format!("{text} Del").trim_start().to_owned(),
    }
}

fn constant(value: &Constant) -> String {
    match value {
        Constant::None => "None".to_owned(),
        Constant::Ellipsis => "...".to_owned(),
        Constant::Bool(true) => "True".to_owned(),
        Constant::Bool(false) => "False".to_owned(),
        Constant::Int(number) => number.to_string(),
        Constant::Float(number) => format!("{number:?}"),
        Constant::Imaginary(number) => format!("{number:?}j"),
        Constant::Str(text) => quoted(text),
        Constant::Bytes(bytes) => format!("b\"{}\"", bytes.escape_ascii()),
    }
}

fn quoted(text: &syntax::pystr::PyStr) -> String {
    format!("{:?}", String::from_utf8_lossy(text.as_bytes())).replace("\\'", "'")
}

fn operator(op: Operator) -> &'static str {
    match op {
        Operator::Add => "+",
        Operator::Sub => "-",
        Operator::Mult => "*",
        Operator::MatMult => "@",
        Operator::Div => "/",
        Operator::Mod => "%",
        Operator::Pow => "**",
        Operator::LShift => "<<",
        Operator::RShift => ">>",
        Operator::BitOr => "|",
        Operator::BitXor => "^",
        Operator::BitAnd => "&",
        Operator::FloorDiv => "//",
    }
}

fn comparison(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => "==",
        CmpOp::NotEq => "!=",
        CmpOp::Lt => "<",
        CmpOp::LtE => "<=",
        CmpOp::Gt => ">",
        CmpOp::GtE => ">=",
        CmpOp::Is => "is",
        CmpOp::IsNot => "is not",
        CmpOp::In => "in",
        CmpOp::NotIn => "not in",
    }
}
