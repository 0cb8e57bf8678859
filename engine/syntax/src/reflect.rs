//! Every node as a name, a position and named fields, in the order of `Parser/Python.asdl`: what `ast.dump` and
//! the walk over a tree are written with.

use crate::ast::*;
use crate::pystr::PyStr;

/// A node of any kind.
#[derive(Clone, Copy, Debug)]
pub enum NodeRef<'a> {
    Mod(&'a Mod),
    Stmt(&'a Stmt),
    Expr(&'a Expr),
    Comprehension(&'a Comprehension),
    ExceptHandler(&'a ExceptHandler),
    Arguments(&'a Arguments),
    Arg(&'a Arg),
    Keyword(&'a Keyword),
    Alias(&'a Alias),
    WithItem(&'a WithItem),
    MatchCase(&'a MatchCase),
    Pattern(&'a Pattern),
    TypeIgnore(&'a TypeIgnore),
    TypeParam(&'a TypeParam),
    /// A node without fields: `Load`, `Add`, `Eq`, …
    Bare(&'static str),
}

/// What a field holds.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    Node(NodeRef<'a>),
    /// `None` stands for `None` in the list: the key of `**d`, a missing default.
    Nodes(Vec<Option<NodeRef<'a>>>),
    Names(&'a [Identifier]),
    Name(&'a str),
    Int(i64),
    Constant(&'a Constant),
    Str(&'a PyStr),
    /// An optional field without a value.
    Absent,
}

/// A field's name and value.
pub type Field<'a> = (&'static str, Value<'a>);

fn expr(e: &Expr) -> Value<'_> {
    Value::Node(NodeRef::Expr(e))
}

fn opt(e: &Option<Box<Expr>>) -> Value<'_> {
    e.as_deref().map_or(Value::Absent, expr)
}

fn exprs(list: &[Expr]) -> Value<'_> {
    nodes(list, NodeRef::Expr)
}

fn stmts(list: &[Stmt]) -> Value<'_> {
    nodes(list, NodeRef::Stmt)
}

fn opt_exprs(list: &[Option<Expr>]) -> Value<'_> {
    Value::Nodes(list.iter().map(|e| e.as_ref().map(NodeRef::Expr)).collect())
}

fn nodes<'a, T>(list: &'a [T], make: fn(&'a T) -> NodeRef<'a>) -> Value<'a> {
    Value::Nodes(list.iter().map(|item| Some(make(item))).collect())
}

fn opt_name(name: &Option<Identifier>) -> Value<'_> {
    name.as_deref().map_or(Value::Absent, Value::Name)
}

fn opt_str(text: &Option<PyStr>) -> Value<'_> {
    text.as_ref().map_or(Value::Absent, Value::Str)
}

fn bare(name: &'static str) -> Value<'static> {
    Value::Node(NodeRef::Bare(name))
}

fn context(ctx: ExprContext) -> Value<'static> {
    bare(match ctx {
        ExprContext::Load => "Load",
        ExprContext::Store => "Store",
        ExprContext::Del => "Del",
    })
}

fn operator(op: Operator) -> Value<'static> {
    bare(match op {
        Operator::Add => "Add",
        Operator::Sub => "Sub",
        Operator::Mult => "Mult",
        Operator::MatMult => "MatMult",
        Operator::Div => "Div",
        Operator::Mod => "Mod",
        Operator::Pow => "Pow",
        Operator::LShift => "LShift",
        Operator::RShift => "RShift",
        Operator::BitOr => "BitOr",
        Operator::BitXor => "BitXor",
        Operator::BitAnd => "BitAnd",
        Operator::FloorDiv => "FloorDiv",
    })
}

fn unary_operator(op: UnaryOp) -> Value<'static> {
    bare(match op {
        UnaryOp::Invert => "Invert",
        UnaryOp::Not => "Not",
        UnaryOp::UAdd => "UAdd",
        UnaryOp::USub => "USub",
    })
}

fn comparison(op: CmpOp) -> NodeRef<'static> {
    NodeRef::Bare(match op {
        CmpOp::Eq => "Eq",
        CmpOp::NotEq => "NotEq",
        CmpOp::Lt => "Lt",
        CmpOp::LtE => "LtE",
        CmpOp::Gt => "Gt",
        CmpOp::GtE => "GtE",
        CmpOp::Is => "Is",
        CmpOp::IsNot => "IsNot",
        CmpOp::In => "In",
        CmpOp::NotIn => "NotIn",
    })
}

impl<'a> NodeRef<'a> {
    /// The class name in Python's `ast` module.
    pub fn name(self) -> &'static str {
        match self {
            NodeRef::Mod(node) => match node {
                Mod::Module { .. } => "Module",
                Mod::Interactive { .. } => "Interactive",
                Mod::Expression { .. } => "Expression",
                Mod::FunctionType { .. } => "FunctionType",
            },
            NodeRef::Stmt(node) => stmt_name(&node.kind),
            NodeRef::Expr(node) => expr_name(&node.kind),
            NodeRef::Comprehension(_) => "comprehension",
            NodeRef::ExceptHandler(_) => "ExceptHandler",
            NodeRef::Arguments(_) => "arguments",
            NodeRef::Arg(_) => "arg",
            NodeRef::Keyword(_) => "keyword",
            NodeRef::Alias(_) => "alias",
            NodeRef::WithItem(_) => "withitem",
            NodeRef::MatchCase(_) => "match_case",
            NodeRef::Pattern(node) => match node.kind {
                PatternKind::MatchValue { .. } => "MatchValue",
                PatternKind::MatchSingleton { .. } => "MatchSingleton",
                PatternKind::MatchSequence { .. } => "MatchSequence",
                PatternKind::MatchMapping { .. } => "MatchMapping",
                PatternKind::MatchClass { .. } => "MatchClass",
                PatternKind::MatchStar { .. } => "MatchStar",
                PatternKind::MatchAs { .. } => "MatchAs",
                PatternKind::MatchOr { .. } => "MatchOr",
            },
            NodeRef::TypeIgnore(_) => "TypeIgnore",
            NodeRef::TypeParam(node) => match node.kind {
                TypeParamKind::TypeVar { .. } => "TypeVar",
                TypeParamKind::ParamSpec { .. } => "ParamSpec",
                TypeParamKind::TypeVarTuple { .. } => "TypeVarTuple",
            },
            NodeRef::Bare(name) => name,
        }
    }

    /// Where the node is in the source, if its kind has a position.
    pub fn span(self) -> Option<Span> {
        match self {
            NodeRef::Stmt(node) => Some(node.span),
            NodeRef::Expr(node) => Some(node.span),
            NodeRef::ExceptHandler(node) => Some(node.span),
            NodeRef::Arg(node) => Some(node.span),
            NodeRef::Keyword(node) => Some(node.span),
            NodeRef::Alias(node) => Some(node.span),
            NodeRef::Pattern(node) => Some(node.span),
            NodeRef::TypeParam(node) => Some(node.span),
            _ => None,
        }
    }

    pub fn fields(self) -> Vec<Field<'a>> {
        match self {
            NodeRef::Mod(node) => match node {
                Mod::Module { body, type_ignores } => {
                    vec![("body", stmts(body)), ("type_ignores", nodes(type_ignores, NodeRef::TypeIgnore))]
                }
                Mod::Interactive { body } => vec![("body", stmts(body))],
                Mod::Expression { body } => vec![("body", expr(body))],
                Mod::FunctionType { argtypes, returns } => {
                    vec![("argtypes", exprs(argtypes)), ("returns", expr(returns))]
                }
            },
            NodeRef::Stmt(node) => stmt_fields(&node.kind),
            NodeRef::Expr(node) => expr_fields(&node.kind),
            NodeRef::Comprehension(node) => vec![
                ("target", expr(&node.target)),
                ("iter", expr(&node.iter)),
                ("ifs", exprs(&node.ifs)),
                ("is_async", Value::Int(i64::from(node.is_async))),
            ],
            NodeRef::ExceptHandler(node) => {
                vec![("type", opt(&node.type_)), ("name", opt_name(&node.name)), ("body", stmts(&node.body))]
            }
            NodeRef::Arguments(node) => arguments_fields(node),
            NodeRef::Arg(node) => vec![
                ("arg", Value::Name(&node.arg)),
                ("annotation", opt(&node.annotation)),
                ("type_comment", opt_str(&node.type_comment)),
            ],
            NodeRef::Keyword(node) => vec![("arg", opt_name(&node.arg)), ("value", expr(&node.value))],
            NodeRef::Alias(node) => vec![("name", Value::Name(&node.name)), ("asname", opt_name(&node.asname))],
            NodeRef::WithItem(node) => {
                vec![("context_expr", expr(&node.context_expr)), ("optional_vars", opt(&node.optional_vars))]
            }
            NodeRef::MatchCase(node) => vec![
                ("pattern", Value::Node(NodeRef::Pattern(&node.pattern))),
                ("guard", opt(&node.guard)),
                ("body", stmts(&node.body)),
            ],
            NodeRef::Pattern(node) => pattern_fields(&node.kind),
            NodeRef::TypeIgnore(node) => {
                vec![("lineno", Value::Int(i64::from(node.lineno))), ("tag", Value::Str(&node.tag))]
            }
            NodeRef::TypeParam(node) => type_param_fields(&node.kind),
            NodeRef::Bare(_) => Vec::new(),
        }
    }
}

fn stmt_name(kind: &StmtKind) -> &'static str {
    match kind {
        StmtKind::FunctionDef(_) => "FunctionDef",
        StmtKind::AsyncFunctionDef(_) => "AsyncFunctionDef",
        StmtKind::ClassDef(_) => "ClassDef",
        StmtKind::Return { .. } => "Return",
        StmtKind::Delete { .. } => "Delete",
        StmtKind::Assign { .. } => "Assign",
        StmtKind::TypeAlias { .. } => "TypeAlias",
        StmtKind::AugAssign { .. } => "AugAssign",
        StmtKind::AnnAssign { .. } => "AnnAssign",
        StmtKind::For(_) => "For",
        StmtKind::AsyncFor(_) => "AsyncFor",
        StmtKind::While { .. } => "While",
        StmtKind::If { .. } => "If",
        StmtKind::With(_) => "With",
        StmtKind::AsyncWith(_) => "AsyncWith",
        StmtKind::Match { .. } => "Match",
        StmtKind::Raise { .. } => "Raise",
        StmtKind::Try(_) => "Try",
        StmtKind::TryStar(_) => "TryStar",
        StmtKind::Assert { .. } => "Assert",
        StmtKind::Import { .. } => "Import",
        StmtKind::ImportFrom { .. } => "ImportFrom",
        StmtKind::Global { .. } => "Global",
        StmtKind::Nonlocal { .. } => "Nonlocal",
        StmtKind::Expr { .. } => "Expr",
        StmtKind::Pass => "Pass",
        StmtKind::Break => "Break",
        StmtKind::Continue => "Continue",
    }
}

fn expr_name(kind: &ExprKind) -> &'static str {
    match kind {
        ExprKind::BoolOp { .. } => "BoolOp",
        ExprKind::NamedExpr { .. } => "NamedExpr",
        ExprKind::BinOp { .. } => "BinOp",
        ExprKind::UnaryOp { .. } => "UnaryOp",
        ExprKind::Lambda { .. } => "Lambda",
        ExprKind::IfExp { .. } => "IfExp",
        ExprKind::Dict { .. } => "Dict",
        ExprKind::Set { .. } => "Set",
        ExprKind::ListComp { .. } => "ListComp",
        ExprKind::SetComp { .. } => "SetComp",
        ExprKind::DictComp { .. } => "DictComp",
        ExprKind::GeneratorExp { .. } => "GeneratorExp",
        ExprKind::Await { .. } => "Await",
        ExprKind::Yield { .. } => "Yield",
        ExprKind::YieldFrom { .. } => "YieldFrom",
        ExprKind::Compare { .. } => "Compare",
        ExprKind::Call { .. } => "Call",
        ExprKind::FormattedValue { .. } => "FormattedValue",
        ExprKind::Interpolation { .. } => "Interpolation",
        ExprKind::JoinedStr { .. } => "JoinedStr",
        ExprKind::TemplateStr { .. } => "TemplateStr",
        ExprKind::Constant { .. } => "Constant",
        ExprKind::Attribute { .. } => "Attribute",
        ExprKind::Subscript { .. } => "Subscript",
        ExprKind::Starred { .. } => "Starred",
        ExprKind::Name { .. } => "Name",
        ExprKind::List { .. } => "List",
        ExprKind::Tuple { .. } => "Tuple",
        ExprKind::Slice { .. } => "Slice",
    }
}

fn stmt_fields(kind: &StmtKind) -> Vec<Field<'_>> {
    match kind {
        StmtKind::FunctionDef(def) | StmtKind::AsyncFunctionDef(def) => vec![
            ("name", Value::Name(&def.name)),
            ("args", Value::Node(NodeRef::Arguments(&def.args))),
            ("body", stmts(&def.body)),
            ("decorator_list", exprs(&def.decorator_list)),
            ("returns", opt(&def.returns)),
            ("type_comment", opt_str(&def.type_comment)),
            ("type_params", nodes(&def.type_params, NodeRef::TypeParam)),
        ],
        StmtKind::ClassDef(def) => vec![
            ("name", Value::Name(&def.name)),
            ("bases", exprs(&def.bases)),
            ("keywords", nodes(&def.keywords, NodeRef::Keyword)),
            ("body", stmts(&def.body)),
            ("decorator_list", exprs(&def.decorator_list)),
            ("type_params", nodes(&def.type_params, NodeRef::TypeParam)),
        ],
        StmtKind::Return { value } => vec![("value", opt(value))],
        StmtKind::Delete { targets } => vec![("targets", exprs(targets))],
        StmtKind::Assign { targets, value, type_comment } => {
            vec![("targets", exprs(targets)), ("value", expr(value)), ("type_comment", opt_str(type_comment))]
        }
        StmtKind::TypeAlias { name, type_params, value } => {
            vec![("name", expr(name)), ("type_params", nodes(type_params, NodeRef::TypeParam)), ("value", expr(value))]
        }
        StmtKind::AugAssign { target, op, value } => {
            vec![("target", expr(target)), ("op", operator(*op)), ("value", expr(value))]
        }
        StmtKind::AnnAssign { target, annotation, value, simple } => vec![
            ("target", expr(target)),
            ("annotation", expr(annotation)),
            ("value", opt(value)),
            ("simple", Value::Int(i64::from(*simple))),
        ],
        StmtKind::For(node) | StmtKind::AsyncFor(node) => vec![
            ("target", expr(&node.target)),
            ("iter", expr(&node.iter)),
            ("body", stmts(&node.body)),
            ("orelse", stmts(&node.orelse)),
            ("type_comment", opt_str(&node.type_comment)),
        ],
        StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
            vec![("test", expr(test)), ("body", stmts(body)), ("orelse", stmts(orelse))]
        }
        StmtKind::With(node) | StmtKind::AsyncWith(node) => vec![
            ("items", nodes(&node.items, NodeRef::WithItem)),
            ("body", stmts(&node.body)),
            ("type_comment", opt_str(&node.type_comment)),
        ],
        StmtKind::Match { subject, cases } => {
            vec![("subject", expr(subject)), ("cases", nodes(cases, NodeRef::MatchCase))]
        }
        StmtKind::Raise { exc, cause } => vec![("exc", opt(exc)), ("cause", opt(cause))],
        StmtKind::Try(node) | StmtKind::TryStar(node) => vec![
            ("body", stmts(&node.body)),
            ("handlers", nodes(&node.handlers, NodeRef::ExceptHandler)),
            ("orelse", stmts(&node.orelse)),
            ("finalbody", stmts(&node.finalbody)),
        ],
        StmtKind::Assert { test, msg } => vec![("test", expr(test)), ("msg", opt(msg))],
        StmtKind::Import { names } => vec![("names", nodes(names, NodeRef::Alias))],
        StmtKind::ImportFrom { module, names, level } => vec![
            ("module", opt_name(module)),
            ("names", nodes(names, NodeRef::Alias)),
            ("level", Value::Int(i64::from(*level))),
        ],
        StmtKind::Global { names } | StmtKind::Nonlocal { names } => vec![("names", Value::Names(names))],
        StmtKind::Expr { value } => vec![("value", expr(value))],
        StmtKind::Pass | StmtKind::Break | StmtKind::Continue => Vec::new(),
    }
}

fn expr_fields(kind: &ExprKind) -> Vec<Field<'_>> {
    match kind {
        ExprKind::BoolOp { op, values } => {
            let op = match op {
                BoolOp::And => "And",
                BoolOp::Or => "Or",
            };
            vec![("op", bare(op)), ("values", exprs(values))]
        }
        ExprKind::NamedExpr { target, value } => vec![("target", expr(target)), ("value", expr(value))],
        ExprKind::BinOp { left, op, right } => {
            vec![("left", expr(left)), ("op", operator(*op)), ("right", expr(right))]
        }
        ExprKind::UnaryOp { op, operand } => vec![("op", unary_operator(*op)), ("operand", expr(operand))],
        ExprKind::Lambda { args, body } => {
            vec![("args", Value::Node(NodeRef::Arguments(args))), ("body", expr(body))]
        }
        ExprKind::IfExp { test, body, orelse } => {
            vec![("test", expr(test)), ("body", expr(body)), ("orelse", expr(orelse))]
        }
        ExprKind::Dict { keys, values } => vec![("keys", opt_exprs(keys)), ("values", exprs(values))],
        ExprKind::Set { elts } => vec![("elts", exprs(elts))],
        ExprKind::ListComp { elt, generators }
        | ExprKind::SetComp { elt, generators }
        | ExprKind::GeneratorExp { elt, generators } => {
            vec![("elt", expr(elt)), ("generators", nodes(generators, NodeRef::Comprehension))]
        }
        ExprKind::DictComp { key, value, generators } => {
            vec![("key", expr(key)), ("value", expr(value)), ("generators", nodes(generators, NodeRef::Comprehension))]
        }
        ExprKind::Await { value } | ExprKind::YieldFrom { value } => vec![("value", expr(value))],
        ExprKind::Yield { value } => vec![("value", opt(value))],
        ExprKind::Compare { left, ops, comparators } => vec![
            ("left", expr(left)),
            ("ops", Value::Nodes(ops.iter().map(|op| Some(comparison(*op))).collect())),
            ("comparators", exprs(comparators)),
        ],
        ExprKind::Call { func, args, keywords } => {
            vec![("func", expr(func)), ("args", exprs(args)), ("keywords", nodes(keywords, NodeRef::Keyword))]
        }
        ExprKind::FormattedValue { value, conversion, format_spec } => vec![
            ("value", expr(value)),
            ("conversion", Value::Int(i64::from(*conversion))),
            ("format_spec", opt(format_spec)),
        ],
        ExprKind::Interpolation { value, str, conversion, format_spec } => vec![
            ("value", expr(value)),
            ("str", Value::Constant(str)),
            ("conversion", Value::Int(i64::from(*conversion))),
            ("format_spec", opt(format_spec)),
        ],
        ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => vec![("values", exprs(values))],
        ExprKind::Constant { value, kind } => vec![("value", Value::Constant(value)), ("kind", opt_str(kind))],
        ExprKind::Attribute { value, attr, ctx } => {
            vec![("value", expr(value)), ("attr", Value::Name(attr)), ("ctx", context(*ctx))]
        }
        ExprKind::Subscript { value, slice, ctx } => {
            vec![("value", expr(value)), ("slice", expr(slice)), ("ctx", context(*ctx))]
        }
        ExprKind::Starred { value, ctx } => vec![("value", expr(value)), ("ctx", context(*ctx))],
        ExprKind::Name { id, ctx } => vec![("id", Value::Name(id)), ("ctx", context(*ctx))],
        ExprKind::List { elts, ctx } | ExprKind::Tuple { elts, ctx } => {
            vec![("elts", exprs(elts)), ("ctx", context(*ctx))]
        }
        ExprKind::Slice { lower, upper, step } => {
            vec![("lower", opt(lower)), ("upper", opt(upper)), ("step", opt(step))]
        }
    }
}

fn arguments_fields(node: &Arguments) -> Vec<Field<'_>> {
    fn opt_arg(arg: &Option<Box<Arg>>) -> Value<'_> {
        arg.as_deref().map_or(Value::Absent, |arg| Value::Node(NodeRef::Arg(arg)))
    }
    vec![
        ("posonlyargs", nodes(&node.posonlyargs, NodeRef::Arg)),
        ("args", nodes(&node.args, NodeRef::Arg)),
        ("vararg", opt_arg(&node.vararg)),
        ("kwonlyargs", nodes(&node.kwonlyargs, NodeRef::Arg)),
        ("kw_defaults", opt_exprs(&node.kw_defaults)),
        ("kwarg", opt_arg(&node.kwarg)),
        ("defaults", exprs(&node.defaults)),
    ]
}

fn pattern_fields(kind: &PatternKind) -> Vec<Field<'_>> {
    match kind {
        PatternKind::MatchValue { value } => vec![("value", expr(value))],
        PatternKind::MatchSingleton { value } => vec![("value", Value::Constant(value))],
        PatternKind::MatchSequence { patterns } | PatternKind::MatchOr { patterns } => {
            vec![("patterns", nodes(patterns, NodeRef::Pattern))]
        }
        PatternKind::MatchMapping { keys, patterns, rest } => {
            vec![("keys", exprs(keys)), ("patterns", nodes(patterns, NodeRef::Pattern)), ("rest", opt_name(rest))]
        }
        PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => vec![
            ("cls", expr(cls)),
            ("patterns", nodes(patterns, NodeRef::Pattern)),
            ("kwd_attrs", Value::Names(kwd_attrs)),
            ("kwd_patterns", nodes(kwd_patterns, NodeRef::Pattern)),
        ],
        PatternKind::MatchStar { name } => vec![("name", opt_name(name))],
        PatternKind::MatchAs { pattern, name } => vec![
            ("pattern", pattern.as_deref().map_or(Value::Absent, |p| Value::Node(NodeRef::Pattern(p)))),
            ("name", opt_name(name)),
        ],
    }
}

fn type_param_fields(kind: &TypeParamKind) -> Vec<Field<'_>> {
    match kind {
        TypeParamKind::TypeVar { name, bound, default_value } => {
            vec![("name", Value::Name(name)), ("bound", opt(bound)), ("default_value", opt(default_value))]
        }
        TypeParamKind::ParamSpec { name, default_value } | TypeParamKind::TypeVarTuple { name, default_value } => {
            vec![("name", Value::Name(name)), ("default_value", opt(default_value))]
        }
    }
}
