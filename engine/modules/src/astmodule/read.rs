//! A tree from objects that a program made (`PyAST_obj2mod`): what is missing or of another type is refused by name.

use super::known;
use std::sync::Arc;
use syntax::Mode;
use syntax::ast::*;
use syntax::pystr::PyStr;
use vm::memory::object::{Kind, Obj, R};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// The tree of a module, an expression or an interactive statement.
///
/// # Errors
/// `TypeError` and `ValueError` for what is no tree, `RecursionError` for trees that are nested too deep.
pub fn read(m: &mut Machine, o: Obj, mode: Mode) -> R<Mod> {
    let (wanted, class) = match mode {
        Mode::Exec => ("Module", known(m, "Module")?),
        Mode::Eval => ("Expression", known(m, "Expression")?),
        Mode::Single => ("Interactive", known(m, "Interactive")?),
    };
    if !m.isinstance(o, class)? {
        let got = m.name_of_type(m.ty(o));
        return Err(m.raise(ty::TYPE_ERROR, &format!("expected {wanted} node, got {got}")));
    }
    let node = Node { o, class: wanted };
    let module = match mode {
        Mode::Exec => {
            Mod::Module { body: node.list(m, "body", stmt)?, type_ignores: node.list(m, "type_ignores", type_ignore)? }
        }
        Mode::Eval => Mod::Expression { body: Box::new(node.needed(m, "body", expr)?) },
        Mode::Single => Mod::Interactive { body: node.list(m, "body", stmt)? },
    };
    super::validate::module(m, &module)?;
    Ok(module)
}

/// An object that is to be a node of a class.
#[derive(Clone, Copy)]
struct Node {
    o: Obj,
    class: &'static str,
}

type Reader<T> = fn(&mut Machine, Obj) -> R<Option<T>>;

impl Node {
    /// A field, held; `None` if it is not there.
    fn get(self, m: &mut Machine, name: &str) -> R<Option<Obj>> {
        let key = m.intern_str(name);
        let key = m.keep(key);
        Ok(m.getattr_opt(self.o, key)?.map(|value| m.keep(value)))
    }

    fn inside<T>(self, m: &mut Machine, o: Obj, read: Reader<T>) -> R<Option<T>> {
        m.enter_native_call(&format!(" while traversing '{}' node", self.class))?;
        let read = read(m, o);
        m.leave_native_call();
        read
    }

    fn missing<T>(self, m: &mut Machine, name: &str) -> R<T> {
        let text = format!("required field \"{name}\" missing from {}", self.class);
        Err(m.raise(ty::TYPE_ERROR, &text))
    }

    fn needed<T>(self, m: &mut Machine, name: &str, read: Reader<T>) -> R<T> {
        let Some(value) = self.get(m, name)? else { return self.missing(m, name) };
        match self.inside(m, value, read)? {
            Some(read) => Ok(read),
            // Such a field is NULL in CPython, and what looks at the tree next says so.
            None => Err(m.raise(ty::VALUE_ERROR, &format!("field '{name}' is required for {}", self.class))),
        }
    }

    fn optional<T>(self, m: &mut Machine, name: &str, read: Reader<T>) -> R<Option<T>> {
        match self.get(m, name)? {
            Some(value) if !Machine::is_none(value) => self.inside(m, value, read),
            _ => Ok(None),
        }
    }

    fn boxed<T>(self, m: &mut Machine, name: &str, read: Reader<T>) -> R<Box<T>> {
        self.needed(m, name, read).map(Box::new)
    }

    fn maybe<T>(self, m: &mut Machine, name: &str, read: Reader<T>) -> R<Option<Box<T>>> {
        Ok(self.optional(m, name, read)?.map(Box::new))
    }

    /// A list, in which None may stand.
    fn gaps<T>(self, m: &mut Machine, name: &str, read: Reader<T>) -> R<Vec<Option<T>>> {
        let Some(value) = self.get(m, name)? else { return Ok(Vec::new()) };
        if m.kind(value) != Kind::List {
            let got = m.name_of_type(m.ty(value));
            let text = format!("{} field \"{name}\" must be a list, not a {got}", self.class);
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
        let n = m.tuple_len(value);
        let mut items = Vec::new();
        for i in 0..n {
            if m.tuple_len(value) != n {
                let text = format!("{} field \"{name}\" changed size during iteration", self.class);
                return Err(m.raise(ty::RUNTIME_ERROR, &text));
            }
            let item = m.tuple_item(value, i);
            let item = m.new_ref(item);
            let item = m.keep(item);
            items.push(self.inside(m, item, read)?);
        }
        Ok(items)
    }

    fn list<T>(self, m: &mut Machine, name: &str, read: Reader<T>) -> R<Vec<T>> {
        let items: Option<Vec<T>> = self.gaps(m, name, read)?.into_iter().collect();
        match items {
            Some(items) => Ok(items),
            None => {
                let text = format!(
                    "None disallowed in {} list",
                    if self.class == "Module" { "statement" } else { "expression" }
                );
                Err(m.raise(ty::VALUE_ERROR, &text))
            }
        }
    }

    /// `lineno` and so on; ends may be missing where `ends` is false.
    fn span(self, m: &mut Machine, sum: &'static str, ends: bool) -> R<Span> {
        let place = Node { class: sum, ..self };
        let (line, col) = (place.needed(m, "lineno", int)?, place.needed(m, "col_offset", int)?);
        let (end_line, end_col) = if ends {
            (place.needed(m, "end_lineno", int)?, place.needed(m, "end_col_offset", int)?)
        } else {
            let end_line = place.optional(m, "end_lineno", int)?.unwrap_or(line);
            (end_line, place.optional(m, "end_col_offset", int)?.unwrap_or(col))
        };
        super::validate::positions(m, [line, end_line, col, end_col])?;
        Ok(Span { line: line as u32, col: col as u32, end_line: end_line as u32, end_col: end_col as u32 })
    }
}

/// The class of a sum that an object belongs to.
fn which(m: &mut Machine, o: Obj, sum: &'static str) -> R<Node> {
    for class in super::classes().filter(|class| class.base == sum) {
        let object = known(m, class.name)?;
        if m.isinstance(o, object)? {
            return Ok(Node { o, class: class.name });
        }
    }
    let shown = m.repr_text(o)?;
    Err(m.raise(ty::TYPE_ERROR, &format!("expected some sort of {sum}, but got {shown}")))
}

fn int(m: &mut Machine, o: Obj) -> R<Option<i64>> {
    if !m.is_int(o) {
        let shown = m.repr_text(o)?;
        return Err(m.raise(ty::VALUE_ERROR, &format!("invalid integer value: {shown}")));
    }
    match m.int_small(o).filter(|&value| i32::try_from(value).is_ok()) {
        Some(value) => Ok(Some(value)),
        None => Err(m.raise(ty::OVERFLOW_ERROR, "Python int too large to convert to C int")),
    }
}

fn identifier(m: &mut Machine, o: Obj) -> R<Option<Identifier>> {
    if Machine::is_none(o) {
        return Ok(None);
    }
    if m.kind(o) != Kind::Str || !m.is_builtin_exact(o) {
        return Err(m.raise(ty::TYPE_ERROR, "AST identifier must be of type str"));
    }
    Ok(Some(Arc::from(m.str_text(o))))
}

fn text(m: &mut Machine, o: Obj) -> R<Option<PyStr>> {
    if m.kind(o) != Kind::Str || !m.is_builtin_exact(o) {
        return Err(m.raise(ty::TYPE_ERROR, "AST string must be of type str"));
    }
    Ok(Some(PyStr::from_code_points(m.str_points(o))))
}

fn constant(m: &mut Machine, o: Obj) -> R<Option<Constant>> {
    use compiler::code::Const;
    Ok(Some(match m.const_of(o) {
        Some(Const::None) => Constant::None,
        Some(Const::Ellipsis) => Constant::Ellipsis,
        Some(Const::Bool(value)) => Constant::Bool(value),
        Some(Const::Int(value)) => Constant::Int(value),
        Some(Const::Float(value)) => Constant::Float(value),
        Some(Const::Complex(real, imaginary)) => Constant::Complex(real, imaginary),
        Some(Const::Str(text)) => Constant::Str(text),
        Some(Const::Bytes(bytes)) => Constant::Bytes(bytes),
        _ if matches!(m.kind(o), Kind::Tuple | Kind::FrozenSet) && m.is_builtin_exact(o) => {
            return Err(m.not_supported("compile() of a tree with a tuple or frozenset as a constant"));
        }
        _ => {
            let got = m.name_of_type(m.ty(o));
            return Err(m.raise(ty::TYPE_ERROR, &format!("got an invalid type in Constant: {got}")));
        }
    }))
}

fn type_ignore(m: &mut Machine, o: Obj) -> R<Option<TypeIgnore>> {
    let n = which(m, o, "type_ignore")?;
    let lineno = n.needed(m, "lineno", int)?;
    Ok(Some(TypeIgnore { lineno: lineno.max(0) as u32, tag: n.needed(m, "tag", text)? }))
}

macro_rules! bare {
    ($($function:ident $sum:literal $type:ident: $($name:ident)*;)*) => {
        $(fn $function(m: &mut Machine, o: Obj) -> R<Option<$type>> {
            let n = which(m, o, $sum)?;
            Ok(match n.class {
                $(stringify!($name) => Some($type::$name),)*
                _ => None,
            })
        })*
    };
}

bare! {
    context "expr_context" ExprContext: Load Store Del;
    boolop "boolop" BoolOp: And Or;
    operator "operator" Operator: Add Sub Mult MatMult Div Mod Pow LShift RShift BitOr BitXor BitAnd FloorDiv;
    unaryop "unaryop" UnaryOp: Invert Not UAdd USub;
    cmpop "cmpop" CmpOp: Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn;
}

fn conversion(m: &mut Machine, n: Node) -> R<i32> {
    Ok(n.needed(m, "conversion", int)? as i32)
}

fn stmt(m: &mut Machine, o: Obj) -> R<Option<Stmt>> {
    if Machine::is_none(o) {
        return Ok(None);
    }
    let span = Node { o, class: "stmt" }.span(m, "stmt", false)?;
    let n = which(m, o, "stmt")?;
    let kind = match n.class {
        "FunctionDef" => StmtKind::FunctionDef(function(m, n)?),
        "AsyncFunctionDef" => StmtKind::AsyncFunctionDef(function(m, n)?),
        "ClassDef" => StmtKind::ClassDef(Box::new(ClassDef {
            name: n.needed(m, "name", identifier)?,
            bases: n.list(m, "bases", expr)?,
            keywords: n.list(m, "keywords", keyword)?,
            body: n.list(m, "body", stmt)?,
            decorator_list: n.list(m, "decorator_list", expr)?,
            type_params: n.list(m, "type_params", type_param)?,
        })),
        "Return" => StmtKind::Return { value: n.maybe(m, "value", expr)? },
        "Delete" => StmtKind::Delete { targets: n.list(m, "targets", expr)? },
        "Assign" => StmtKind::Assign {
            targets: n.list(m, "targets", expr)?,
            value: n.boxed(m, "value", expr)?,
            type_comment: n.optional(m, "type_comment", text)?,
        },
        "TypeAlias" => StmtKind::TypeAlias {
            name: n.boxed(m, "name", expr)?,
            type_params: n.list(m, "type_params", type_param)?,
            value: n.boxed(m, "value", expr)?,
        },
        "AugAssign" => StmtKind::AugAssign {
            target: n.boxed(m, "target", expr)?,
            op: n.needed(m, "op", operator)?,
            value: n.boxed(m, "value", expr)?,
        },
        "AnnAssign" => StmtKind::AnnAssign {
            target: n.boxed(m, "target", expr)?,
            annotation: n.boxed(m, "annotation", expr)?,
            value: n.maybe(m, "value", expr)?,
            simple: n.needed(m, "simple", int)? != 0,
        },
        "For" => StmtKind::For(loop_(m, n)?),
        "AsyncFor" => StmtKind::AsyncFor(loop_(m, n)?),
        "While" => StmtKind::While {
            test: n.boxed(m, "test", expr)?,
            body: n.list(m, "body", stmt)?,
            orelse: n.list(m, "orelse", stmt)?,
        },
        "If" => StmtKind::If {
            test: n.boxed(m, "test", expr)?,
            body: n.list(m, "body", stmt)?,
            orelse: n.list(m, "orelse", stmt)?,
        },
        "With" => StmtKind::With(with(m, n)?),
        "AsyncWith" => StmtKind::AsyncWith(with(m, n)?),
        "Match" => StmtKind::Match { subject: n.boxed(m, "subject", expr)?, cases: n.list(m, "cases", match_case)? },
        "Raise" => StmtKind::Raise { exc: n.maybe(m, "exc", expr)?, cause: n.maybe(m, "cause", expr)? },
        "Try" => StmtKind::Try(try_(m, n)?),
        "TryStar" => StmtKind::TryStar(try_(m, n)?),
        "Assert" => StmtKind::Assert { test: n.boxed(m, "test", expr)?, msg: n.maybe(m, "msg", expr)? },
        "Import" => StmtKind::Import { names: n.list(m, "names", alias)? },
        "ImportFrom" => StmtKind::ImportFrom {
            module: n.optional(m, "module", identifier)?,
            names: n.list(m, "names", alias)?,
            level: {
                let level = n.optional(m, "level", int)?.unwrap_or(0);
                if level < 0 {
                    return Err(m.raise(ty::VALUE_ERROR, "Negative ImportFrom level"));
                }
                level as u32
            },
        },
        "Global" => StmtKind::Global { names: n.list(m, "names", identifier)? },
        "Nonlocal" => StmtKind::Nonlocal { names: n.list(m, "names", identifier)? },
        "Expr" => StmtKind::Expr { value: n.boxed(m, "value", expr)? },
        "Pass" => StmtKind::Pass,
        "Break" => StmtKind::Break,
        _ => StmtKind::Continue,
    };
    Ok(Some(Stmt { kind, span }))
}

fn function(m: &mut Machine, n: Node) -> R<Box<FunctionDef>> {
    Ok(Box::new(FunctionDef {
        name: n.needed(m, "name", identifier)?,
        args: n.boxed(m, "args", arguments)?,
        body: n.list(m, "body", stmt)?,
        decorator_list: n.list(m, "decorator_list", expr)?,
        returns: n.maybe(m, "returns", expr)?,
        type_comment: n.optional(m, "type_comment", text)?,
        type_params: n.list(m, "type_params", type_param)?,
    }))
}

fn loop_(m: &mut Machine, n: Node) -> R<Box<For>> {
    Ok(Box::new(For {
        target: n.boxed(m, "target", expr)?,
        iter: n.boxed(m, "iter", expr)?,
        body: n.list(m, "body", stmt)?,
        orelse: n.list(m, "orelse", stmt)?,
        type_comment: n.optional(m, "type_comment", text)?,
    }))
}

fn with(m: &mut Machine, n: Node) -> R<Box<With>> {
    Ok(Box::new(With {
        items: n.list(m, "items", with_item)?,
        body: n.list(m, "body", stmt)?,
        type_comment: n.optional(m, "type_comment", text)?,
    }))
}

fn try_(m: &mut Machine, n: Node) -> R<Box<Try>> {
    Ok(Box::new(Try {
        body: n.list(m, "body", stmt)?,
        handlers: n.list(m, "handlers", handler)?,
        orelse: n.list(m, "orelse", stmt)?,
        finalbody: n.list(m, "finalbody", stmt)?,
    }))
}

fn expr(m: &mut Machine, o: Obj) -> R<Option<Expr>> {
    if Machine::is_none(o) {
        return Ok(None);
    }
    let span = Node { o, class: "expr" }.span(m, "expr", false)?;
    let n = which(m, o, "expr")?;
    let kind = match n.class {
        "BoolOp" => ExprKind::BoolOp { op: n.needed(m, "op", boolop)?, values: n.list(m, "values", expr)? },
        "NamedExpr" => ExprKind::NamedExpr { target: n.boxed(m, "target", expr)?, value: n.boxed(m, "value", expr)? },
        "BinOp" => ExprKind::BinOp {
            left: n.boxed(m, "left", expr)?,
            op: n.needed(m, "op", operator)?,
            right: n.boxed(m, "right", expr)?,
        },
        "UnaryOp" => ExprKind::UnaryOp { op: n.needed(m, "op", unaryop)?, operand: n.boxed(m, "operand", expr)? },
        "Lambda" => ExprKind::Lambda { args: n.boxed(m, "args", arguments)?, body: n.boxed(m, "body", expr)? },
        "IfExp" => ExprKind::IfExp {
            test: n.boxed(m, "test", expr)?,
            body: n.boxed(m, "body", expr)?,
            orelse: n.boxed(m, "orelse", expr)?,
        },
        "Dict" => ExprKind::Dict { keys: n.gaps(m, "keys", expr)?, values: n.list(m, "values", expr)? },
        "Set" => ExprKind::Set { elts: n.list(m, "elts", expr)? },
        "ListComp" => {
            ExprKind::ListComp { elt: n.boxed(m, "elt", expr)?, generators: n.list(m, "generators", comprehension)? }
        }
        "SetComp" => {
            ExprKind::SetComp { elt: n.boxed(m, "elt", expr)?, generators: n.list(m, "generators", comprehension)? }
        }
        "DictComp" => ExprKind::DictComp {
            key: n.boxed(m, "key", expr)?,
            value: n.boxed(m, "value", expr)?,
            generators: n.list(m, "generators", comprehension)?,
        },
        "GeneratorExp" => {
            let elt = n.boxed(m, "elt", expr)?;
            ExprKind::GeneratorExp { elt, generators: n.list(m, "generators", comprehension)? }
        }
        "Await" => ExprKind::Await { value: n.boxed(m, "value", expr)? },
        "Yield" => ExprKind::Yield { value: n.maybe(m, "value", expr)? },
        "YieldFrom" => ExprKind::YieldFrom { value: n.boxed(m, "value", expr)? },
        "Compare" => ExprKind::Compare {
            left: n.boxed(m, "left", expr)?,
            ops: n.list(m, "ops", cmpop)?,
            comparators: n.list(m, "comparators", expr)?,
        },
        "Call" => ExprKind::Call {
            func: n.boxed(m, "func", expr)?,
            args: n.list(m, "args", expr)?,
            keywords: n.list(m, "keywords", keyword)?,
        },
        "FormattedValue" => ExprKind::FormattedValue {
            value: n.boxed(m, "value", expr)?,
            conversion: conversion(m, n)?,
            format_spec: n.maybe(m, "format_spec", expr)?,
        },
        "Interpolation" => ExprKind::Interpolation {
            value: n.boxed(m, "value", expr)?,
            str: n.needed(m, "str", constant)?,
            conversion: conversion(m, n)?,
            format_spec: n.maybe(m, "format_spec", expr)?,
        },
        "JoinedStr" => ExprKind::JoinedStr { values: n.list(m, "values", expr)? },
        "TemplateStr" => ExprKind::TemplateStr { values: n.list(m, "values", expr)? },
        "Constant" => ExprKind::Constant { value: n.needed(m, "value", constant)?, kind: n.optional(m, "kind", text)? },
        "Attribute" => ExprKind::Attribute {
            value: n.boxed(m, "value", expr)?,
            attr: n.needed(m, "attr", identifier)?,
            ctx: n.needed(m, "ctx", context)?,
        },
        "Subscript" => ExprKind::Subscript {
            value: n.boxed(m, "value", expr)?,
            slice: n.boxed(m, "slice", expr)?,
            ctx: n.needed(m, "ctx", context)?,
        },
        "Starred" => ExprKind::Starred { value: n.boxed(m, "value", expr)?, ctx: n.needed(m, "ctx", context)? },
        "Name" => ExprKind::Name { id: n.needed(m, "id", identifier)?, ctx: n.needed(m, "ctx", context)? },
        "List" => ExprKind::List { elts: n.list(m, "elts", expr)?, ctx: n.needed(m, "ctx", context)? },
        "Tuple" => ExprKind::Tuple { elts: n.list(m, "elts", expr)?, ctx: n.needed(m, "ctx", context)? },
        _ => ExprKind::Slice {
            lower: n.maybe(m, "lower", expr)?,
            upper: n.maybe(m, "upper", expr)?,
            step: n.maybe(m, "step", expr)?,
        },
    };
    Ok(Some(Expr { kind, span }))
}

fn comprehension(m: &mut Machine, o: Obj) -> R<Option<Comprehension>> {
    let n = Node { o, class: "comprehension" };
    Ok(Some(Comprehension {
        target: n.needed(m, "target", expr)?,
        iter: n.needed(m, "iter", expr)?,
        ifs: n.list(m, "ifs", expr)?,
        is_async: n.needed(m, "is_async", int)? != 0,
    }))
}

fn handler(m: &mut Machine, o: Obj) -> R<Option<ExceptHandler>> {
    let span = Node { o, class: "excepthandler" }.span(m, "excepthandler", false)?;
    let n = which(m, o, "excepthandler")?;
    let (type_, name) = (n.maybe(m, "type", expr)?, n.optional(m, "name", identifier)?);
    Ok(Some(ExceptHandler { type_, name, body: n.list(m, "body", stmt)?, span }))
}

fn arguments(m: &mut Machine, o: Obj) -> R<Option<Arguments>> {
    let n = Node { o, class: "arguments" };
    Ok(Some(Arguments {
        posonlyargs: n.list(m, "posonlyargs", arg)?,
        args: n.list(m, "args", arg)?,
        vararg: n.maybe(m, "vararg", arg)?,
        kwonlyargs: n.list(m, "kwonlyargs", arg)?,
        kw_defaults: n.gaps(m, "kw_defaults", expr)?,
        kwarg: n.maybe(m, "kwarg", arg)?,
        defaults: n.list(m, "defaults", expr)?,
    }))
}

fn arg(m: &mut Machine, o: Obj) -> R<Option<Arg>> {
    let n = Node { o, class: "arg" };
    let name = n.needed(m, "arg", identifier)?;
    let annotation = n.maybe(m, "annotation", expr)?;
    let type_comment = n.optional(m, "type_comment", text)?;
    Ok(Some(Arg { arg: name, annotation, type_comment, span: n.span(m, "arg", false)? }))
}

fn keyword(m: &mut Machine, o: Obj) -> R<Option<Keyword>> {
    let n = Node { o, class: "keyword" };
    let arg = n.optional(m, "arg", identifier)?;
    Ok(Some(Keyword { arg, value: n.needed(m, "value", expr)?, span: n.span(m, "keyword", false)? }))
}

fn alias(m: &mut Machine, o: Obj) -> R<Option<Alias>> {
    let n = Node { o, class: "alias" };
    let (name, asname) = (n.needed(m, "name", identifier)?, n.optional(m, "asname", identifier)?);
    Ok(Some(Alias { name, asname, span: n.span(m, "alias", false)? }))
}

fn with_item(m: &mut Machine, o: Obj) -> R<Option<WithItem>> {
    let n = Node { o, class: "withitem" };
    let context_expr = n.needed(m, "context_expr", expr)?;
    Ok(Some(WithItem { context_expr, optional_vars: n.maybe(m, "optional_vars", expr)? }))
}

fn match_case(m: &mut Machine, o: Obj) -> R<Option<MatchCase>> {
    let n = Node { o, class: "match_case" };
    let (pattern, guard) = (n.needed(m, "pattern", pattern)?, n.maybe(m, "guard", expr)?);
    Ok(Some(MatchCase { pattern, guard, body: n.list(m, "body", stmt)? }))
}

fn pattern(m: &mut Machine, o: Obj) -> R<Option<Pattern>> {
    if Machine::is_none(o) {
        return Ok(None);
    }
    let span = Node { o, class: "pattern" }.span(m, "pattern", true)?;
    let n = which(m, o, "pattern")?;
    let kind = match n.class {
        "MatchValue" => PatternKind::MatchValue { value: n.boxed(m, "value", expr)? },
        "MatchSingleton" => PatternKind::MatchSingleton { value: n.needed(m, "value", constant)? },
        "MatchSequence" => PatternKind::MatchSequence { patterns: n.list(m, "patterns", pattern)? },
        "MatchMapping" => PatternKind::MatchMapping {
            keys: n.list(m, "keys", expr)?,
            patterns: n.list(m, "patterns", pattern)?,
            rest: n.optional(m, "rest", identifier)?,
        },
        "MatchClass" => PatternKind::MatchClass {
            cls: n.boxed(m, "cls", expr)?,
            patterns: n.list(m, "patterns", pattern)?,
            kwd_attrs: n.list(m, "kwd_attrs", identifier)?,
            kwd_patterns: n.list(m, "kwd_patterns", pattern)?,
        },
        "MatchStar" => PatternKind::MatchStar { name: n.optional(m, "name", identifier)? },
        "MatchAs" => {
            PatternKind::MatchAs { pattern: n.maybe(m, "pattern", pattern)?, name: n.optional(m, "name", identifier)? }
        }
        _ => PatternKind::MatchOr { patterns: n.list(m, "patterns", pattern)? },
    };
    Ok(Some(Pattern { kind, span }))
}

fn type_param(m: &mut Machine, o: Obj) -> R<Option<TypeParam>> {
    let span = Node { o, class: "type_param" }.span(m, "type_param", true)?;
    let n = which(m, o, "type_param")?;
    let name = n.needed(m, "name", identifier)?;
    let bound = if n.class == "TypeVar" { n.maybe(m, "bound", expr)? } else { None };
    let default_value = n.maybe(m, "default_value", expr)?;
    let kind = match n.class {
        "TypeVar" => TypeParamKind::TypeVar { name, bound, default_value },
        "ParamSpec" => TypeParamKind::ParamSpec { name, default_value },
        _ => TypeParamKind::TypeVarTuple { name, default_value },
    };
    Ok(Some(TypeParam { kind, span }))
}
