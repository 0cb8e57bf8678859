//! Expressions turned back to source text (`Python/ast_unparse.c`): what annotations are under PEP 563.

use crate::code::Const;
use crate::repr;
use syntax::ast::*;
use syntax::pystr::{PyStr, push_code_point};

/// How tightly an operator binds; a looser one inside needs parentheses.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Level {
    Tuple,
    Test,
    Or,
    And,
    Not,
    Cmp,
    Expr,
    Bxor,
    Band,
    Shift,
    Arith,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

impl Level {
    fn tighter(self) -> Level {
        use Level::*;
        match self {
            Tuple => Test,
            Test => Or,
            Or => And,
            And => Not,
            Not => Cmp,
            Cmp => Expr,
            Expr => Bxor,
            Bxor => Band,
            Band => Shift,
            Shift => Arith,
            Arith => Term,
            Term => Factor,
            Factor => Power,
            Power => Await,
            Await | Atom => Atom,
        }
    }
}

/// Generalised UTF-8: literals may hold surrogates.
struct Writer(Vec<u8>);

/// `_PyAST_ExprAsUnicode`.
pub fn unparse(expr: &Expr) -> PyStr {
    let mut writer = Writer(Vec::new());
    writer.expr(expr, Level::Test);
    PyStr::from_generalized_utf8(writer.0)
}

impl Writer {
    fn text(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    fn between(&mut self, parenthesize: bool, write: impl FnOnce(&mut Writer)) {
        if parenthesize {
            self.text("(");
        }
        write(self);
        if parenthesize {
            self.text(")");
        }
    }

    fn list(&mut self, items: &[Expr]) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.text(", ");
            }
            self.expr(item, Level::Test);
        }
    }

    fn expr(&mut self, expr: &Expr, level: Level) {
        match &expr.kind {
            ExprKind::BoolOp { op, values } => {
                let (sign, own) = if *op == BoolOp::And { (" and ", Level::And) } else { (" or ", Level::Or) };
                self.between(level > own, |w| {
                    for (index, value) in values.iter().enumerate() {
                        if index > 0 {
                            w.text(sign);
                        }
                        w.expr(value, own.tighter());
                    }
                });
            }
            ExprKind::BinOp { left, op, right } => {
                let (sign, own) = binary_sign(*op);
                let right_associative = *op == Operator::Pow;
                self.between(level > own, |w| {
                    w.expr(left, if right_associative { own.tighter() } else { own });
                    w.text(sign);
                    w.expr(right, if right_associative { own } else { own.tighter() });
                });
            }
            ExprKind::UnaryOp { op, operand } => {
                let (sign, own) = match op {
                    UnaryOp::Invert => ("~", Level::Factor),
                    UnaryOp::Not => ("not ", Level::Not),
                    UnaryOp::UAdd => ("+", Level::Factor),
                    UnaryOp::USub => ("-", Level::Factor),
                };
                self.between(level > own, |w| {
                    w.text(sign);
                    w.expr(operand, own);
                });
            }
            ExprKind::Lambda { args, body } => self.between(level > Level::Test, |w| {
                let positional = args.args.len() + args.posonlyargs.len();
                w.text(if positional > 0 { "lambda " } else { "lambda" });
                w.arguments(args);
                w.text(": ");
                w.expr(body, Level::Test);
            }),
            ExprKind::IfExp { test, body, orelse } => self.between(level > Level::Test, |w| {
                w.expr(body, Level::Or);
                w.text(" if ");
                w.expr(test, Level::Or);
                w.text(" else ");
                w.expr(orelse, Level::Test);
            }),
            ExprKind::Dict { keys, values } => self.dict(keys, values),
            ExprKind::Set { elts } => {
                self.text("{");
                self.list(elts);
                self.text("}");
            }
            ExprKind::List { elts, .. } => {
                self.text("[");
                self.list(elts);
                self.text("]");
            }
            ExprKind::Tuple { elts, .. } if elts.is_empty() => self.text("()"),
            ExprKind::Tuple { elts, .. } => self.between(level > Level::Tuple, |w| {
                w.list(elts);
                if elts.len() == 1 {
                    w.text(",");
                }
            }),
            ExprKind::GeneratorExp { elt, generators } => self.comprehension("(", elt, None, generators, ")"),
            ExprKind::ListComp { elt, generators } => self.comprehension("[", elt, None, generators, "]"),
            ExprKind::SetComp { elt, generators } => self.comprehension("{", elt, None, generators, "}"),
            ExprKind::DictComp { key, value, generators } => {
                self.comprehension("{", key, Some(value), generators, "}");
            }
            ExprKind::Yield { value: None } => self.text("(yield)"),
            ExprKind::Yield { value: Some(value) } => {
                self.text("(yield ");
                self.expr(value, Level::Test);
                self.text(")");
            }
            ExprKind::YieldFrom { value } => {
                self.text("(yield from ");
                self.expr(value, Level::Test);
                self.text(")");
            }
            ExprKind::Await { value } => self.between(level > Level::Await, |w| {
                w.text("await ");
                w.expr(value, Level::Atom);
            }),
            ExprKind::Compare { left, ops, comparators } => self.between(level > Level::Cmp, |w| {
                w.expr(left, Level::Expr);
                for (op, comparator) in ops.iter().zip(comparators) {
                    w.text(comparison_sign(*op));
                    w.expr(comparator, Level::Expr);
                }
            }),
            ExprKind::Call { func, args, keywords } => self.call(func, args, keywords),
            ExprKind::Constant { value, kind } => {
                if let Some(kind) = kind
                    && *value != Constant::Ellipsis
                {
                    self.0.extend_from_slice(kind.as_bytes());
                }
                self.constant(value);
            }
            ExprKind::JoinedStr { values } => self.ft_string("f", values),
            ExprKind::TemplateStr { values } => self.ft_string("t", values),
            ExprKind::FormattedValue { .. } | ExprKind::Interpolation { .. } => self.replacement_field(expr),
            ExprKind::Attribute { value, attr, .. } => {
                self.expr(value, Level::Atom);
                let int = matches!(value.kind, ExprKind::Constant { value: Constant::Int(_), .. });
                self.text(if int { " ." } else { "." });
                self.text(attr);
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value, Level::Atom);
                self.text("[");
                self.expr(slice, Level::Tuple);
                self.text("]");
            }
            ExprKind::Starred { value, .. } => {
                self.text("*");
                self.expr(value, Level::Expr);
            }
            ExprKind::Slice { lower, upper, step } => {
                for (sign, part) in [("", lower), (":", upper)] {
                    self.text(sign);
                    if let Some(part) = part {
                        self.expr(part, Level::Test);
                    }
                }
                if let Some(step) = step {
                    self.text(":");
                    self.expr(step, Level::Test);
                }
            }
            ExprKind::Name { id, .. } => self.text(id),
            ExprKind::NamedExpr { target, value } => self.between(level > Level::Tuple, |w| {
                w.expr(target, Level::Atom);
                w.text(" := ");
                w.expr(value, Level::Atom);
            }),
        }
    }

    fn dict(&mut self, keys: &[Option<Expr>], values: &[Expr]) {
        self.text("{");
        for (index, (key, value)) in keys.iter().zip(values).enumerate() {
            if index > 0 {
                self.text(", ");
            }
            match key {
                Some(key) => {
                    self.expr(key, Level::Test);
                    self.text(": ");
                    self.expr(value, Level::Test);
                }
                None => {
                    self.text("**");
                    self.expr(value, Level::Expr);
                }
            }
        }
        self.text("}");
    }

    fn comprehension(
        &mut self,
        open: &str,
        elt: &Expr,
        value: Option<&Expr>,
        generators: &[Comprehension],
        close: &str,
    ) {
        self.text(open);
        self.expr(elt, Level::Test);
        if let Some(value) = value {
            self.text(": ");
            self.expr(value, Level::Test);
        }
        for generator in generators {
            self.text(if generator.is_async { " async for " } else { " for " });
            self.expr(&generator.target, Level::Tuple);
            self.text(" in ");
            self.expr(&generator.iter, Level::Or);
            for condition in &generator.ifs {
                self.text(" if ");
                self.expr(condition, Level::Or);
            }
        }
        self.text(close);
    }

    fn call(&mut self, func: &Expr, args: &[Expr], keywords: &[Keyword]) {
        self.expr(func, Level::Atom);
        if let ([Expr { kind: ExprKind::GeneratorExp { .. }, .. }], []) = (args, keywords) {
            return self.expr(&args[0], Level::Atom);
        }
        self.text("(");
        self.list(args);
        for (index, keyword) in keywords.iter().enumerate() {
            if index + args.len() > 0 {
                self.text(", ");
            }
            match &keyword.arg {
                Some(name) => {
                    self.text(name);
                    self.text("=");
                }
                None => self.text("**"),
            }
            self.expr(&keyword.value, Level::Test);
        }
        self.text(")");
    }

    fn separator(&mut self, first: &mut bool) {
        if !std::mem::replace(first, false) {
            self.text(", ");
        }
    }

    fn arg(&mut self, arg: &Arg) {
        self.text(&arg.arg);
        if let Some(annotation) = &arg.annotation {
            self.text(": ");
            self.expr(annotation, Level::Test);
        }
    }

    fn default(&mut self, default: Option<&Expr>) {
        if let Some(default) = default {
            self.text("=");
            self.expr(default, Level::Test);
        }
    }

    fn arguments(&mut self, args: &Arguments) {
        let mut first = true;
        let posonly = args.posonlyargs.len();
        let without_default = posonly + args.args.len() - args.defaults.len();
        for (index, arg) in args.posonlyargs.iter().chain(&args.args).enumerate() {
            self.separator(&mut first);
            self.arg(arg);
            self.default(index.checked_sub(without_default).and_then(|at| args.defaults.get(at)));
            if index + 1 == posonly {
                self.text(", /");
            }
        }
        if args.vararg.is_some() || !args.kwonlyargs.is_empty() {
            self.separator(&mut first);
            self.text("*");
            if let Some(arg) = &args.vararg {
                self.arg(arg);
            }
        }
        for (arg, default) in args.kwonlyargs.iter().zip(&args.kw_defaults) {
            self.separator(&mut first);
            self.arg(arg);
            self.default(default.as_ref());
        }
        if let Some(arg) = &args.kwarg {
            self.separator(&mut first);
            self.text("**");
            self.arg(arg);
        }
    }

    fn constant(&mut self, value: &Constant) {
        let text = match value {
            Constant::Ellipsis => "...".to_owned(),
            Constant::Str(text) => repr::str_repr(text),
            Constant::Bytes(bytes) => repr::bytes_repr(bytes),
            Constant::None => "None".to_owned(),
            Constant::Bool(true) => "True".to_owned(),
            Constant::Bool(false) => "False".to_owned(),
            Constant::Int(value) => value.to_string(),
            // No literal is infinite but one that overflows.
            Constant::Float(value) => repr::float_repr(*value).replace("inf", "1e309"),
            Constant::Complex(real, imag) => repr::const_repr(&Const::Complex(*real, *imag)).replace("inf", "1e309"),
        };
        self.text(&text);
    }

    fn ft_string(&mut self, prefix: &str, values: &[Expr]) {
        let body = ft_string_body(values, false);
        self.text(prefix);
        self.text(&repr::str_repr(&body));
    }

    fn replacement_field(&mut self, expr: &Expr) {
        let (inner, conversion, format_spec) = match &expr.kind {
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                let mut inner = Writer(Vec::new());
                inner.expr(value, Level::Or);
                (inner.0, conversion, format_spec)
            }
            ExprKind::Interpolation { str: Constant::Str(text), conversion, format_spec, .. } => {
                (text.as_bytes().to_vec(), conversion, format_spec)
            }
            _ => return,
        };
        self.text(if inner.starts_with(b"{") { "{ " } else { "{" });
        self.0.extend(inner);
        if let Some(conversion) = u8::try_from(*conversion).ok().map(char::from) {
            self.text(&format!("!{conversion}"));
        }
        if let Some(spec) = format_spec {
            self.text(":");
            self.element(spec, true);
        }
        self.text("}");
    }

    /// A part of an f-string or of a format specification.
    fn element(&mut self, expr: &Expr, is_format_spec: bool) {
        match &expr.kind {
            ExprKind::Constant { value: Constant::Str(text), .. } => {
                for point in text.code_points() {
                    push_code_point(&mut self.0, point);
                    // Braces stand for themselves only in pairs.
                    if point == u32::from(b'{') || point == u32::from(b'}') {
                        push_code_point(&mut self.0, point);
                    }
                }
            }
            ExprKind::JoinedStr { values } => {
                let body = ft_string_body(values, is_format_spec);
                if is_format_spec {
                    self.0.extend_from_slice(body.as_bytes());
                } else {
                    self.text("f");
                    self.text(&repr::str_repr(&body));
                }
            }
            ExprKind::TemplateStr { values } => self.ft_string("t", values),
            _ => self.replacement_field(expr),
        }
    }
}

fn ft_string_body(values: &[Expr], is_format_spec: bool) -> PyStr {
    let mut body = Writer(Vec::new());
    for value in values {
        body.element(value, is_format_spec);
    }
    PyStr::from_generalized_utf8(body.0)
}

fn binary_sign(op: Operator) -> (&'static str, Level) {
    match op {
        Operator::Add => (" + ", Level::Arith),
        Operator::Sub => (" - ", Level::Arith),
        Operator::Mult => (" * ", Level::Term),
        Operator::MatMult => (" @ ", Level::Term),
        Operator::Div => (" / ", Level::Term),
        Operator::Mod => (" % ", Level::Term),
        Operator::LShift => (" << ", Level::Shift),
        Operator::RShift => (" >> ", Level::Shift),
        Operator::BitOr => (" | ", Level::Expr),
        Operator::BitXor => (" ^ ", Level::Bxor),
        Operator::BitAnd => (" & ", Level::Band),
        Operator::FloorDiv => (" // ", Level::Term),
        Operator::Pow => (" ** ", Level::Power),
    }
}

fn comparison_sign(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => " == ",
        CmpOp::NotEq => " != ",
        CmpOp::Lt => " < ",
        CmpOp::LtE => " <= ",
        CmpOp::Gt => " > ",
        CmpOp::GtE => " >= ",
        CmpOp::Is => " is ",
        CmpOp::IsNot => " is not ",
        CmpOp::In => " in ",
        CmpOp::NotIn => " not in ",
    }
}
