//! Whether a tree that a program made is one that the parser could have made (`Python/ast.c`): the compiler relies on it.

use syntax::ast::*;
use vm::memory::object::R;
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// The class of the exception, and its text.
type Fault = (u32, String);
type Checked = Result<(), Fault>;

fn wrong(text: &str) -> Checked {
    Err((ty::VALUE_ERROR, text.to_owned()))
}

fn wrong_type(text: &str) -> Checked {
    Err((ty::TYPE_ERROR, text.to_owned()))
}

/// # Errors
/// `ValueError` or `TypeError` for what no source text could mean.
pub fn module(m: &mut Machine, module: &Mod) -> R<()> {
    let checked = match module {
        Mod::Module { body, .. } | Mod::Interactive { body } => stmts(body),
        Mod::Expression { body } => expr(body, ExprContext::Load),
        Mod::FunctionType { argtypes, returns } => {
            exprs(argtypes, ExprContext::Load).and_then(|()| expr(returns, ExprContext::Load))
        }
    };
    checked.map_err(|(class, text)| m.raise(class, &text))
}

/// First and last line, first and last column.
///
/// # Errors
/// `ValueError` for a place that ends before it begins.
pub fn positions(m: &mut Machine, [line, end_line, col, end_col]: [i64; 4]) -> R<()> {
    let text = if line > end_line {
        format!("AST node line range ({line}, {end_line}) is not valid")
    } else if line < 0 && end_line != line || col < 0 && col != end_col {
        format!("AST node column range ({col}, {end_col}) for line range ({line}, {end_line}) is not valid")
    } else if line == end_line && col > end_col {
        format!("line {line}, column {col}-{end_col} is not a valid range")
    } else {
        return Ok(());
    };
    Err(m.raise(ty::VALUE_ERROR, &text))
}

fn name(name: &str) -> Checked {
    if matches!(name, "None" | "True" | "False") {
        return wrong(&format!("identifier field can't represent '{name}' constant"));
    }
    Ok(())
}

fn body(list: &[Stmt], owner: &str) -> Checked {
    filled(list.len(), "body", owner)?;
    stmts(list)
}

fn filled(n: usize, what: &str, owner: &str) -> Checked {
    if n == 0 { wrong(&format!("empty {what} on {owner}")) } else { Ok(()) }
}

fn stmts(list: &[Stmt]) -> Checked {
    list.iter().try_for_each(stmt)
}

fn exprs(list: &[Expr], ctx: ExprContext) -> Checked {
    list.iter().try_for_each(|e| expr(e, ctx))
}

fn load(e: &Expr) -> Checked {
    expr(e, ExprContext::Load)
}

fn loads(list: &[Expr]) -> Checked {
    exprs(list, ExprContext::Load)
}

fn maybe(e: Option<&Expr>) -> Checked {
    e.map_or(Ok(()), load)
}

fn function(def: &FunctionDef, owner: &str) -> Checked {
    body(&def.body, owner)?;
    type_params(&def.type_params)?;
    arguments(&def.args)?;
    loads(&def.decorator_list)?;
    maybe(def.returns.as_deref())
}

fn for_(node: &For, owner: &str) -> Checked {
    expr(&node.target, ExprContext::Store)?;
    load(&node.iter)?;
    body(&node.body, owner)?;
    stmts(&node.orelse)
}

fn with(node: &With, owner: &str) -> Checked {
    filled(node.items.len(), "items", owner)?;
    for item in &node.items {
        load(&item.context_expr)?;
        if let Some(target) = &item.optional_vars {
            expr(target, ExprContext::Store)?;
        }
    }
    body(&node.body, owner)
}

fn try_(node: &Try, owner: &str) -> Checked {
    body(&node.body, owner)?;
    if node.handlers.is_empty() && node.finalbody.is_empty() {
        return wrong(&format!("{owner} has neither except handlers nor finalbody"));
    }
    if node.handlers.is_empty() && !node.orelse.is_empty() {
        return wrong(&format!("{owner} has orelse but no except handlers"));
    }
    for handler in &node.handlers {
        maybe(handler.type_.as_deref())?;
        body(&handler.body, "ExceptHandler")?;
    }
    stmts(&node.finalbody)?;
    stmts(&node.orelse)
}

fn stmt(node: &Stmt) -> Checked {
    match &node.kind {
        StmtKind::FunctionDef(def) => function(def, "FunctionDef"),
        StmtKind::AsyncFunctionDef(def) => function(def, "AsyncFunctionDef"),
        StmtKind::ClassDef(def) => {
            body(&def.body, "ClassDef")?;
            type_params(&def.type_params)?;
            loads(&def.bases)?;
            keywords(&def.keywords)?;
            loads(&def.decorator_list)
        }
        StmtKind::Return { value } => maybe(value.as_deref()),
        StmtKind::Delete { targets } => {
            filled(targets.len(), "targets", "Delete")?;
            exprs(targets, ExprContext::Del)
        }
        StmtKind::Assign { targets, value, .. } => {
            filled(targets.len(), "targets", "Assign")?;
            exprs(targets, ExprContext::Store)?;
            load(value)
        }
        StmtKind::AugAssign { target, value, .. } => {
            expr(target, ExprContext::Store)?;
            load(value)
        }
        StmtKind::AnnAssign { target, annotation, value, simple } => {
            if *simple && !matches!(target.kind, ExprKind::Name { .. }) {
                return wrong_type("AnnAssign with simple non-Name target");
            }
            expr(target, ExprContext::Store)?;
            maybe(value.as_deref())?;
            load(annotation)
        }
        StmtKind::TypeAlias { name, type_params: params, value } => {
            if !matches!(name.kind, ExprKind::Name { .. }) {
                return wrong_type("TypeAlias with non-Name name");
            }
            expr(name, ExprContext::Store)?;
            type_params(params)?;
            load(value)
        }
        StmtKind::For(node) => for_(node, "For"),
        StmtKind::AsyncFor(node) => for_(node, "AsyncFor"),
        StmtKind::While { test, body: inner, orelse } => {
            load(test)?;
            body(inner, "While")?;
            stmts(orelse)
        }
        StmtKind::If { test, body: inner, orelse } => {
            load(test)?;
            body(inner, "If")?;
            stmts(orelse)
        }
        StmtKind::With(node) => with(node, "With"),
        StmtKind::AsyncWith(node) => with(node, "AsyncWith"),
        StmtKind::Match { subject, cases } => {
            load(subject)?;
            filled(cases.len(), "cases", "Match")?;
            for case in cases {
                pattern(&case.pattern, false)?;
                maybe(case.guard.as_deref())?;
                body(&case.body, "match_case")?;
            }
            Ok(())
        }
        StmtKind::Raise { exc: None, cause: Some(_) } => wrong("Raise with cause but no exception"),
        StmtKind::Raise { exc, cause } => {
            maybe(exc.as_deref())?;
            maybe(cause.as_deref())
        }
        StmtKind::Try(node) => try_(node, "Try"),
        StmtKind::TryStar(node) => try_(node, "TryStar"),
        StmtKind::Assert { test, msg } => {
            load(test)?;
            maybe(msg.as_deref())
        }
        StmtKind::Import { names } => filled(names.len(), "names", "Import"),
        StmtKind::ImportFrom { names, .. } => filled(names.len(), "names", "ImportFrom"),
        StmtKind::Global { names } => filled(names.len(), "names", "Global"),
        StmtKind::Nonlocal { names } => filled(names.len(), "names", "Nonlocal"),
        StmtKind::Expr { value } => load(value),
        StmtKind::Pass | StmtKind::Break | StmtKind::Continue => Ok(()),
    }
}

fn context_of(node: &Expr) -> Option<ExprContext> {
    match &node.kind {
        ExprKind::Attribute { ctx, .. }
        | ExprKind::Subscript { ctx, .. }
        | ExprKind::Starred { ctx, .. }
        | ExprKind::Name { ctx, .. }
        | ExprKind::List { ctx, .. }
        | ExprKind::Tuple { ctx, .. } => Some(*ctx),
        _ => None,
    }
}

fn expr(node: &Expr, ctx: ExprContext) -> Checked {
    if let ExprKind::Name { id, .. } = &node.kind {
        name(id)?;
    }
    match context_of(node) {
        None if ctx != ExprContext::Load => {
            return wrong(&format!("expression which can't be assigned to in {ctx:?} context"));
        }
        Some(actual) if actual != ctx => {
            return wrong(&format!("expression must have {ctx:?} context but has {actual:?} instead"));
        }
        _ => {}
    }
    match &node.kind {
        ExprKind::BoolOp { values, .. } if values.len() < 2 => wrong("BoolOp with less than 2 values"),
        ExprKind::BoolOp { values, .. } => loads(values),
        ExprKind::BinOp { left, right, .. } => {
            load(left)?;
            load(right)
        }
        ExprKind::UnaryOp { operand, .. } => load(operand),
        ExprKind::Lambda { args, body } => {
            arguments(args)?;
            load(body)
        }
        ExprKind::IfExp { test, body, orelse } => [test, body, orelse].into_iter().try_for_each(|part| load(part)),
        ExprKind::Dict { keys, values } => {
            if keys.len() != values.len() {
                return wrong("Dict doesn't have the same number of keys as values");
            }
            keys.iter().flatten().try_for_each(load)?;
            loads(values)
        }
        ExprKind::Set { elts } => loads(elts),
        ExprKind::ListComp { elt, generators }
        | ExprKind::SetComp { elt, generators }
        | ExprKind::GeneratorExp { elt, generators } => {
            comprehensions(generators)?;
            load(elt)
        }
        ExprKind::DictComp { key, value, generators } => {
            comprehensions(generators)?;
            load(key)?;
            load(value)
        }
        ExprKind::Await { value } | ExprKind::YieldFrom { value } => load(value),
        ExprKind::Yield { value } => maybe(value.as_deref()),
        ExprKind::Compare { comparators, .. } if comparators.is_empty() => wrong("Compare with no comparators"),
        ExprKind::Compare { left, ops, comparators } => {
            if ops.len() != comparators.len() {
                return wrong("Compare has a different number of comparators and operands");
            }
            loads(comparators)?;
            load(left)
        }
        ExprKind::Call { func, args, keywords: named } => {
            load(func)?;
            loads(args)?;
            keywords(named)
        }
        ExprKind::FormattedValue { value, format_spec, .. } | ExprKind::Interpolation { value, format_spec, .. } => {
            load(value)?;
            maybe(format_spec.as_deref())
        }
        ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => loads(values),
        ExprKind::Constant { .. } | ExprKind::Name { .. } => Ok(()),
        ExprKind::Attribute { value, .. } => load(value),
        ExprKind::Subscript { value, slice, .. } => {
            load(slice)?;
            load(value)
        }
        ExprKind::Starred { value, .. } => expr(value, ctx),
        ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => exprs(elts, ctx),
        ExprKind::Slice { lower, upper, step } => {
            [lower, upper, step].into_iter().try_for_each(|part| maybe(part.as_deref()))
        }
        ExprKind::NamedExpr { target, value } => {
            if !matches!(target.kind, ExprKind::Name { .. }) {
                return wrong_type("NamedExpr target must be a Name");
            }
            load(value)
        }
    }
}

fn comprehensions(list: &[Comprehension]) -> Checked {
    if list.is_empty() {
        return wrong("comprehension with no generators");
    }
    for part in list {
        expr(&part.target, ExprContext::Store)?;
        load(&part.iter)?;
        loads(&part.ifs)?;
    }
    Ok(())
}

fn keywords(list: &[Keyword]) -> Checked {
    list.iter().try_for_each(|keyword| load(&keyword.value))
}

fn arguments(args: &Arguments) -> Checked {
    let annotated = |list: &[Arg]| list.iter().try_for_each(|arg| maybe(arg.annotation.as_deref()));
    annotated(&args.posonlyargs)?;
    annotated(&args.args)?;
    annotated(&args.kwonlyargs)?;
    for arg in [&args.vararg, &args.kwarg].into_iter().flatten() {
        maybe(arg.annotation.as_deref())?;
    }
    if args.defaults.len() > args.posonlyargs.len() + args.args.len() {
        return wrong("more positional defaults than args on arguments");
    }
    if args.kw_defaults.len() != args.kwonlyargs.len() {
        return wrong("length of kwonlyargs is not the same as kw_defaults on arguments");
    }
    loads(&args.defaults)?;
    args.kw_defaults.iter().flatten().try_for_each(load)
}

fn capture(of: Option<&Identifier>) -> Checked {
    match of {
        Some(of) if &**of == "_" => wrong("can't capture name '_' in patterns"),
        Some(of) => name(of),
        None => Ok(()),
    }
}

fn is_number(node: &Expr, real: bool, imaginary: bool) -> bool {
    match &node.kind {
        ExprKind::Constant { value: Constant::Int(_) | Constant::Float(_), .. } => real,
        ExprKind::Constant { value: Constant::Complex(..), .. } => imaginary,
        _ => false,
    }
}

fn is_negative(node: &Expr, real: bool, imaginary: bool) -> bool {
    matches!(&node.kind, ExprKind::UnaryOp { op: UnaryOp::USub, operand } if is_number(operand, real, imaginary))
}

fn match_value(node: &Expr) -> Checked {
    load(node)?;
    match &node.kind {
        ExprKind::Constant { value: Constant::None | Constant::Ellipsis | Constant::Bool(_), .. } => {
            wrong("unexpected constant inside of a literal pattern")
        }
        ExprKind::Constant { .. }
        | ExprKind::Attribute { .. }
        | ExprKind::JoinedStr { .. }
        | ExprKind::TemplateStr { .. } => Ok(()),
        ExprKind::UnaryOp { .. } if is_negative(node, true, true) => Ok(()),
        ExprKind::BinOp { left, op: Operator::Add | Operator::Sub, right }
            if (is_number(left, true, false) || is_negative(left, true, false)) && is_number(right, false, true) =>
        {
            Ok(())
        }
        _ => wrong("patterns may only match literals and attribute lookups"),
    }
}

fn patterns(list: &[Pattern], star: bool) -> Checked {
    list.iter().try_for_each(|part| pattern(part, star))
}

fn pattern(node: &Pattern, star: bool) -> Checked {
    match &node.kind {
        PatternKind::MatchValue { value } => match_value(value),
        PatternKind::MatchSingleton { value: Constant::None | Constant::Bool(_) } => Ok(()),
        PatternKind::MatchSingleton { .. } => wrong("MatchSingleton can only contain True, False and None"),
        PatternKind::MatchSequence { patterns: inner } => patterns(inner, true),
        PatternKind::MatchMapping { keys, patterns: inner, rest } => {
            if keys.len() != inner.len() {
                return wrong("MatchMapping doesn't have the same number of keys as patterns");
            }
            capture(rest.as_ref())?;
            for key in keys {
                if !matches!(key.kind, ExprKind::Constant { value: Constant::None | Constant::Bool(_), .. }) {
                    match_value(key)?;
                }
            }
            patterns(inner, false)
        }
        PatternKind::MatchClass { cls, patterns: inner, kwd_attrs, kwd_patterns } => {
            if kwd_attrs.len() != kwd_patterns.len() {
                return wrong("MatchClass doesn't have the same number of keyword attributes as patterns");
            }
            load(cls)?;
            let mut class = cls;
            while let ExprKind::Attribute { value, .. } = &class.kind {
                class = value;
            }
            if !matches!(class.kind, ExprKind::Name { .. }) {
                return wrong("MatchClass cls field can only contain Name or Attribute nodes.");
            }
            kwd_attrs.iter().try_for_each(|attribute| name(attribute))?;
            patterns(inner, false)?;
            patterns(kwd_patterns, false)
        }
        PatternKind::MatchStar { .. } if !star => wrong("can't use MatchStar here"),
        PatternKind::MatchStar { name } => capture(name.as_ref()),
        PatternKind::MatchAs { pattern: inner, name } => {
            capture(name.as_ref())?;
            match (inner, name) {
                (None, _) => Ok(()),
                (Some(_), None) => wrong("MatchAs must specify a target name if a pattern is given"),
                (Some(inner), Some(_)) => pattern(inner, false),
            }
        }
        PatternKind::MatchOr { patterns: inner } if inner.len() < 2 => wrong("MatchOr requires at least 2 patterns"),
        PatternKind::MatchOr { patterns: inner } => patterns(inner, false),
    }
}

fn type_params(list: &[TypeParam]) -> Checked {
    for param in list {
        let (of, bound, default) = match &param.kind {
            TypeParamKind::TypeVar { name, bound, default_value } => (name, bound.as_deref(), default_value),
            TypeParamKind::ParamSpec { name, default_value } | TypeParamKind::TypeVarTuple { name, default_value } => {
                (name, None, default_value)
            }
        };
        name(of)?;
        maybe(bound)?;
        maybe(default.as_deref())?;
    }
    Ok(())
}
