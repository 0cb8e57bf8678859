//! Where a name is looked for: local, enclosing, global, built-in.

use crate::ground::value::Value;
use crate::machine::attribute::AttributeModel;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    Local,
    Enclosing,
    Global,
    Builtin,
}

impl ScopeKind {
    pub fn title(self) -> &'static str {
        match self {
            ScopeKind::Local => "Local",
            ScopeKind::Enclosing => "Enclosing",
            ScopeKind::Global => "Global",
            ScopeKind::Builtin => "Built-in",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    pub name: String,
    /// `None`: a local name without a value yet.
    pub value: Option<Value>,
    /// Held in a cell, shared with the function that encloses or is enclosed.
    pub cell: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Scope {
    pub kind: ScopeKind,
    /// Whose scope: a function or module.
    pub owner: String,
    pub bindings: Vec<Binding>,
    /// Bindings beyond those that are shown.
    pub more: usize,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct NamespacesModel {
    pub scopes: Vec<Scope>,
    /// The name that the step now looks for, and the scope in which it is found.
    pub lookup: Option<(String, Option<ScopeKind>)>,
    /// The attribute that the step now looks for.
    pub attribute: Option<AttributeModel>,
}
