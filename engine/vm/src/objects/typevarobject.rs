//! Type parameters and type aliases (PEP 695, 696; `Objects/typevarobject.c`). What is the library's `typing` is asked there.

use crate::memory::object::{Kind, Obj, Owned, R, Raised};
use crate::native::args::{Args, boolean, not_implemented, or_none};
use crate::native::static_strings::{self, fixed};
use crate::native::typedef::{Slot, TypeDef, class_def, def, getset, member, new, tpflags, wrapper};
use crate::objects::abstract_::CompareOp;
use crate::objects::funcobject;
use crate::objects::genericaliasobject::new_alias;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// References of a type parameter: values are there once they have been asked for.
pub mod field {
    pub const NAME: u32 = 0;
    pub const BOUND: u32 = 1;
    pub const EVALUATE_BOUND: u32 = 2;
    pub const CONSTRAINTS: u32 = 3;
    pub const EVALUATE_CONSTRAINTS: u32 = 4;
    pub const DEFAULT: u32 = 5;
    pub const EVALUATE_DEFAULT: u32 = 6;
    pub const MODULE: u32 = 7;
    pub const COUNT: usize = 8;
}

/// References of a type alias.
pub mod alias {
    pub const NAME: u32 = 0;
    pub const TYPE_PARAMS: u32 = 1;
    pub const COMPUTE: u32 = 2;
    pub const VALUE: u32 = 3;
    pub const MODULE: u32 = 4;
}

/// Bits of `Slot::x` of a type parameter.
pub mod variance {
    pub const COVARIANT: u16 = 1;
    pub const CONTRAVARIANT: u16 = 2;
    pub const INFER: u16 = 4;
}

const PARAMETER: u32 = tpflags::INLINE_VALUES
    | tpflags::MANAGED_WEAKREF
    | tpflags::MANAGED_DICT
    | tpflags::IMMUTABLE
    | tpflags::HEAPTYPE
    | tpflags::READY
    | tpflags::HAVE_GC;
const PART: u32 = tpflags::MANAGED_WEAKREF | tpflags::IMMUTABLE | tpflags::HEAPTYPE | tpflags::READY | tpflags::HAVE_GC;

/// `TypeVar`.
pub static TYPE_VAR: TypeDef = TypeDef {
    name: "TypeVar",
    dictoffset: -1,
    weaklistoffset: -32,
    module: "typing",
    kind: Kind::Record,
    basicsize: 80,
    flags: PARAMETER,
    doc: "A type parameter that stands for a type.",
    slots: &[Slot::Repr, Slot::Or],
    natives: &[
        new(
            "typevar(name, *constraints, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, \
             infer_variance=False)",
            type_var_new,
        )
        .own(),
        wrapper("__or__($self, value, /)", "Return self|value.", union),
        wrapper("__ror__($self, value, /)", "Return value|self.", union_reflected),
        def("__typing_subst__($self, arg, /)", "What stands in its place.", |m, a| by_typing(m, a, "_typevar_subst"))
            .asking(),
        def("__typing_prepare_subst__($self, alias, args, /)", "Arguments as they are to be.", with_default).asking(),
        def("__reduce__($self, /)", "Its name.", name),
        def("has_default($self, /)", "Whether it has a default.", has_default),
        def("__mro_entries__($self, object, /)", "It is no class.", |m, _| no_class(m, "TypeVar")),
        member("__name__", "Its name.", name),
        member("__covariant__", "Whether it is covariant.", |m, a| varies(m, a, variance::COVARIANT)),
        member("__contravariant__", "Whether it is contravariant.", |m, a| varies(m, a, variance::CONTRAVARIANT)),
        member("__infer_variance__", "Whether that is left to type checkers.", |m, a| varies(m, a, variance::INFER)),
        getset("__bound__", "Its upper bound.", |m, a| m.lazily(a, field::BOUND, fixed::NONE)),
        getset("__constraints__", "The types that it may stand for.", |m, a| {
            m.lazily(a, field::CONSTRAINTS, fixed::EMPTY_TUPLE)
        }),
        getset("__default__", "Its default.", |m, a| m.lazily(a, field::DEFAULT, fixed::NO_DEFAULT)),
        getset("evaluate_bound", "The function that computes the bound.", |m, a| evaluator(m, a, field::BOUND)),
        getset("evaluate_constraints", "The function that computes the constraints.", |m, a| {
            evaluator(m, a, field::CONSTRAINTS)
        }),
        getset("evaluate_default", "The function that computes the default.", |m, a| evaluator(m, a, field::DEFAULT)),
    ],
    ..TypeDef::PLAIN
};

/// `ParamSpec`.
pub static PARAM_SPEC: TypeDef = TypeDef {
    name: "ParamSpec",
    dictoffset: -1,
    weaklistoffset: -32,
    module: "typing",
    kind: Kind::Record,
    basicsize: 56,
    flags: PARAMETER,
    doc: "A type parameter that stands for the parameters of a function.",
    slots: &[Slot::Repr, Slot::Or],
    natives: &[
        new(
            "paramspec(name, *, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, \
             infer_variance=False)",
            param_spec_new,
        )
        .own(),
        wrapper("__or__($self, value, /)", "Return self|value.", union),
        wrapper("__ror__($self, value, /)", "Return value|self.", union_reflected),
        def("__typing_subst__($self, arg, /)", "What stands in its place.", |m, a| by_typing(m, a, "_paramspec_subst"))
            .asking(),
        def("__typing_prepare_subst__($self, alias, args, /)", "Arguments as they are to be.", |m, a| {
            by_typing(m, a, "_paramspec_prepare_subst")
        })
        .asking(),
        def("has_default($self, /)", "Whether it has a default.", has_default),
        def("__reduce__($self, /)", "Its name.", name),
        def("__mro_entries__($self, object, /)", "It is no class.", |m, _| no_class(m, "ParamSpec")),
        member("__name__", "Its name.", name),
        member("__bound__", "Its upper bound.", |m, a| m.record_getter(a, field::BOUND)),
        member("__covariant__", "Whether it is covariant.", |m, a| varies(m, a, variance::COVARIANT)),
        member("__contravariant__", "Whether it is contravariant.", |m, a| varies(m, a, variance::CONTRAVARIANT)),
        member("__infer_variance__", "Whether that is left to type checkers.", |m, a| varies(m, a, variance::INFER)),
        getset("args", "Its positional parameters.", |m, a| part_of(m, a, ty::PARAM_SPEC_ARGS)),
        getset("kwargs", "Its keyword parameters.", |m, a| part_of(m, a, ty::PARAM_SPEC_KWARGS)),
        getset("__default__", "Its default.", |m, a| m.lazily(a, field::DEFAULT, fixed::NO_DEFAULT)),
        getset("evaluate_default", "The function that computes the default.", |m, a| evaluator(m, a, field::DEFAULT)),
    ],
    ..TypeDef::PLAIN
};

/// `TypeVarTuple`.
pub static TYPE_VAR_TUPLE: TypeDef = TypeDef {
    name: "TypeVarTuple",
    dictoffset: -1,
    weaklistoffset: -32,
    module: "typing",
    kind: Kind::Record,
    basicsize: 40,
    flags: PARAMETER,
    doc: "A type parameter that stands for any number of types.",
    slots: &[Slot::Repr, Slot::Iter],
    natives: &[
        new("typevartuple(name, *, default=typing.NoDefault)", type_var_tuple_new).own(),
        wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| {
            let o = a.get(m, 0);
            m.iter_unpacked(o)
        }),
        def("__typing_subst__($self, arg, /)", "What stands in its place.", |m, _| {
            Err(m.raise(ty::TYPE_ERROR, "Substitution of bare TypeVarTuple is not supported"))
        }),
        def("__typing_prepare_subst__($self, alias, args, /)", "Arguments as they are to be.", |m, a| {
            by_typing(m, a, "_typevartuple_prepare_subst")
        })
        .asking(),
        def("__reduce__($self, /)", "Its name.", name),
        def("has_default($self, /)", "Whether it has a default.", has_default),
        def("__mro_entries__($self, object, /)", "It is no class.", |m, _| no_class(m, "TypeVarTuple")),
        member("__name__", "Its name.", name),
        getset("__default__", "Its default.", |m, a| m.lazily(a, field::DEFAULT, fixed::NO_DEFAULT)),
        getset("evaluate_default", "The function that computes the default.", |m, a| evaluator(m, a, field::DEFAULT)),
    ],
    ..TypeDef::PLAIN
};

macro_rules! part_of_spec {
    ($id:ident $name:literal $doc:literal) => {
        pub static $id: TypeDef = TypeDef {
            name: $name,
            module: "typing",
            kind: Kind::Record,
            basicsize: 24,
            weaklistoffset: -32,
            flags: PART,
            doc: $doc,
            slots: &[Slot::Repr, Slot::Compare, Slot::Unhashable],
            natives: &[
                new("paramspecpart(origin)", |m, a| {
                    let class = m.slot(a.get(m, 0)).a;
                    let origin = m.new_ref(a.get(m, 1));
                    Ok(m.new_record(class, vec![origin]))
                }),
                wrapper("__lt__($self, value, /)", "Return self<value.", |_, _| not_implemented()),
                wrapper("__le__($self, value, /)", "Return self<=value.", |_, _| not_implemented()),
                wrapper("__eq__($self, value, /)", "Return self==value.", |m, a| same_part(m, a, true)),
                wrapper("__ne__($self, value, /)", "Return self!=value.", |m, a| same_part(m, a, false)),
                wrapper("__gt__($self, value, /)", "Return self>value.", |_, _| not_implemented()),
                wrapper("__ge__($self, value, /)", "Return self>=value.", |_, _| not_implemented()),
                def("__mro_entries__($self, object, /)", "It is no class.", |m, _| no_class(m, $name)),
                member("__origin__", "What it is a part of.", |m, a| m.record_getter(a, 0)),
            ],
            ..TypeDef::PLAIN
        };
    };
}

part_of_spec! { PARAM_SPEC_ARGS "ParamSpecArgs" "The positional parameters of a ParamSpec." }
part_of_spec! { PARAM_SPEC_KWARGS "ParamSpecKwargs" "The keyword parameters of a ParamSpec." }

/// `TypeAliasType`.
pub static TYPE_ALIAS: TypeDef = TypeDef {
    name: "TypeAliasType",
    module: "typing",
    kind: Kind::Record,
    basicsize: 56,
    flags: tpflags::COLLECTED,
    doc: "A name for a type, made by a type statement; its value is computed when it is asked for.",
    slots: &[Slot::Repr, Slot::Iter, Slot::Or, Slot::Subscript],
    natives: &[
        new("typealias(name, value, *, type_params=())", type_alias_new),
        wrapper("__iter__($self, /)", "Implement iter(self).", |m, a| {
            let o = a.get(m, 0);
            m.iter_unpacked(o)
        }),
        wrapper("__or__($self, value, /)", "Return self|value.", union),
        wrapper("__ror__($self, value, /)", "Return value|self.", union_reflected),
        wrapper("__getitem__($self, key, /)", "Return self[key].", |m, a| {
            let (o, key) = (a.get(m, 0), a.get(m, 1));
            m.alias_subscript(o, key)
        }),
        def("__reduce__($self, /)", "Its name.", |m, a| m.record_getter(a, alias::NAME)),
        member("__name__", "Its name.", |m, a| m.record_getter(a, alias::NAME)),
        getset("__parameters__", "Its type parameters, as they are substituted.", |m, a| {
            let params = m.record_field(a.get(m, 0), alias::TYPE_PARAMS);
            let params = if params.is_null() { fixed::EMPTY_TUPLE } else { params };
            m.params_unpacked(params)
        }),
        getset("__type_params__", "Its type parameters.", |m, a| {
            let params = m.record_field(a.get(m, 0), alias::TYPE_PARAMS);
            Ok(m.new_ref(if params.is_null() { fixed::EMPTY_TUPLE } else { params }))
        }),
        getset("__value__", "What it stands for.", |m, a| {
            let o = a.get(m, 0);
            let known = m.record_field(o, alias::VALUE);
            if !known.is_null() {
                return Ok(m.new_ref(known));
            }
            let value = m.call(m.record_field(o, alias::COMPUTE), &[])?;
            m.incref(value.get());
            m.set_record_field(o, alias::VALUE, value.get());
            Ok(value)
        }),
        getset("evaluate_value", "The function that computes the value.", |m, a| {
            let compute = m.record_field(a.get(m, 0), alias::COMPUTE);
            if compute.is_null() {
                let value = m.record_field(a.get(m, 0), alias::VALUE);
                return Ok(m.new_constant_evaluator(value));
            }
            Ok(m.new_ref(compute))
        }),
        getset("__module__", "The module that it was made in.", |m, a| {
            let o = a.get(m, 0);
            let (module, compute) = (m.record_field(o, alias::MODULE), m.record_field(o, alias::COMPUTE));
            if !module.is_null() || compute.is_null() {
                return or_none(m, module);
            }
            let module = m.func_field(compute, funcobject::field::MODULE);
            or_none(m, module)
        }),
    ],
    ..TypeDef::PLAIN
};

/// `NoDefaultType`.
pub static NO_DEFAULT_TYPE: TypeDef = TypeDef {
    name: "NoDefaultType",
    kind: Kind::Record,
    text: "()",
    doc: "The type of the one object that says that a type parameter has no default.",
    slots: &[Slot::Repr],
    natives: &[
        new("NoDefaultType(*args, **kwargs)", |m, a| {
            if a.n > 1 || a.kwcount(m) > 0 {
                return Err(m.raise(ty::TYPE_ERROR, "NoDefaultType takes no arguments"));
            }
            Ok(Owned::steal(fixed::NO_DEFAULT))
        })
        .own(),
        def("__reduce__($self, /)", "Its name.", |m, _| Ok(m.new_str("NoDefault"))),
    ],
    ..TypeDef::PLAIN
};

/// `_ConstEvaluator`: stands for the function that would compute what is known.
pub static CONST_EVALUATOR: TypeDef = TypeDef {
    name: "_ConstEvaluator",
    module: "_typing",
    kind: Kind::Record,
    basicsize: 24,
    flags: tpflags::DISALLOW_INSTANTIATION | tpflags::IMMUTABLE | tpflags::HEAPTYPE | tpflags::READY | tpflags::HAVE_GC,
    text: "()",
    doc: "Gives a value that is known.",
    slots: &[Slot::Repr, Slot::Call],
    natives: &[wrapper("__call__($self, /, *args, **kwargs)", "Call self as a function.", |m, a| {
        if a.kwcount(m) > 0 {
            return Err(m.raise(ty::TYPE_ERROR, "constevaluator.__call__() takes no keyword arguments"));
        }
        if a.n != 2 {
            let text = format!("constevaluator.__call__() takes exactly 1 argument ({} given)", a.n - 1);
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
        if m.index_i64(a.get(m, 1))? == 4 {
            let value = m.record_field(a.get(m, 0), 0);
            if m.kind(value) != Kind::Tuple {
                let text = m.type_repr(value)?;
                return Ok(m.new_str(&text));
            }
            let mut parts = Vec::new();
            for part in m.seq_items(value) {
                parts.push(m.type_repr(part)?);
            }
            return Ok(m.new_str(&format!("({})", parts.join(", "))));
        }
        m.record_getter(a, 0)
    })],
    ..TypeDef::PLAIN
};

/// `typing.Generic`, from which generic classes derive.
pub static GENERIC: TypeDef = TypeDef {
    name: "Generic",
    module: "typing",
    flags: tpflags::BASETYPE | tpflags::HEAPTYPE | tpflags::READY | tpflags::HAVE_GC,
    doc: "What generic classes are derived from.",
    natives: &[
        class_def("__class_getitem__($type, /, *args, **kwargs)", "The class with type arguments.", |m, a| {
            by_typing_of_class(m, a, "_generic_class_getitem")
        })
        .hidden()
        .own()
        .asking(),
        class_def("__init_subclass__($type, /, *args, **kwargs)", "Called when a class is derived.", |m, a| {
            by_typing_of_class(m, a, "_generic_init_subclass")
        })
        .hidden()
        .own()
        .asking(),
    ],
    ..TypeDef::PLAIN
};

/// What a function of `typing` makes of the arguments.
fn by_typing(m: &mut Machine, a: Args, function: &str) -> R {
    let args = a.all(m);
    let function = m.from_library("typing", function)?;
    m.call(function, &args)
}

fn by_typing_of_class(m: &mut Machine, a: Args, function: &str) -> R {
    let (args, keywords) = (a.all(m), a.keywords(m));
    let function = m.from_library("typing", function)?;
    m.call_keywords(function, &args, &keywords)
}

/// A type variable's default, where the arguments end before it (`typevar_typing_prepare_subst`).
fn with_default(m: &mut Machine, a: Args) -> R {
    let (param, of, args) = (a.get(m, 0), a.get(m, 1), a.get(m, 2));
    let all = m.intern_str("__parameters__");
    let all = m.keep(all);
    let params = m.getattr(of, all)?;
    let params = m.keep(params);
    let params = m.iterate_all(params)?;
    let params = m.keep_all(params);
    let Some(place) = params.iter().position(|&other| other == param) else {
        return Err(m.raise(ty::VALUE_ERROR, "sequence.index(x): x not in sequence"));
    };
    let given = m.iterate_all(args)?;
    let mut given = m.keep_all(given);
    if place < given.len() {
        return Ok(m.new_ref(args));
    }
    if place == given.len() {
        let default = m.intern_str("__default__");
        let default = m.keep(default);
        let default = m.getattr(param, default)?;
        let default = m.keep(default);
        if default != fixed::NO_DEFAULT {
            given.push(default);
            return Ok(m.new_tuple_from(&given));
        }
    }
    let shown = m.str(of)?;
    let shown = m.keep(shown);
    let shown = m.str_text(shown);
    let text = format!("Too few arguments for {shown}; actual {}, expected at least {}", given.len(), place + 1);
    Err(m.raise(ty::TYPE_ERROR, &text))
}

/// A bound that a program gives is looked at by `typing` (`type_check`).
fn checked_bound(m: &mut Machine, bound: Obj) -> R<Obj> {
    if bound.is_null() || m.kind(bound) == Kind::Type {
        return Ok(bound);
    }
    let function = m.from_library("typing", "_type_check")?;
    let text = m.new_str("Bound must be a type.");
    let text = m.keep(text);
    let checked = m.call(function, &[bound, text])?;
    Ok(m.keep(checked))
}

fn name(m: &mut Machine, a: Args) -> R {
    m.record_getter(a, field::NAME)
}

fn varies(m: &mut Machine, a: Args, bit: u16) -> R {
    boolean(m.slot(a.get(m, 0)).x & bit != 0)
}

fn no_class(m: &mut Machine, what: &str) -> R {
    Err(m.raise(ty::TYPE_ERROR, &format!("Cannot subclass an instance of {what}")))
}

fn union(m: &mut Machine, a: Args) -> R {
    let (x, y) = (a.get(m, 0), a.get(m, 1));
    match m.params_or(x, y)? {
        Some(union) => Ok(union),
        None => not_implemented(),
    }
}

fn union_reflected(m: &mut Machine, a: Args) -> R {
    let (x, y) = (a.get(m, 0), a.get(m, 1));
    match m.params_or(y, x)? {
        Some(union) => Ok(union),
        None => not_implemented(),
    }
}

fn has_default(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let [value, evaluate] = [field::DEFAULT, field::EVALUATE_DEFAULT].map(|i| m.record_field(o, i));
    boolean(!evaluate.is_null() || !value.is_null() && value != fixed::NO_DEFAULT)
}

fn evaluator(m: &mut Machine, a: Args, i: u32) -> R {
    let o = a.get(m, 0);
    let [value, evaluate] = [i, i + 1].map(|i| m.record_field(o, i));
    if evaluate.is_null() && !value.is_null() {
        return Ok(m.new_constant_evaluator(value));
    }
    or_none(m, evaluate)
}

fn part_of(m: &mut Machine, a: Args, class: u32) -> R {
    let origin = m.new_ref(a.get(m, 0));
    Ok(m.new_record(class, vec![origin]))
}

fn same_part(m: &mut Machine, a: Args, equal: bool) -> R {
    let (x, y) = (a.get(m, 0), a.get(m, 1));
    match m.same_spec_part(x, y) {
        Some(same) => boolean(same == equal),
        None => not_implemented(),
    }
}

/// Name and keyword arguments of a type parameter's constructor.
fn parameter_args(m: &mut Machine, a: Args, class: &str, known: &[&str]) -> R<(Obj, Vec<Obj>)> {
    let given = if a.n > 1 { a.get(m, 1) } else { a.keyword(m, "name") };
    if given.is_null() {
        let text = format!("{class}() missing required argument 'name' (pos 1)");
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    for (key, _) in a.keywords(m) {
        if !known.iter().chain(&["name"]).any(|name| m.str_is(key, name)) {
            let names: Vec<String> = known.iter().map(|name| (*name).to_owned()).collect();
            return Err(m.unexpected_keyword(class, &m.str_text(key), &names));
        }
    }
    m.want(class, "argument 'name'", given, Kind::Str, "str")?;
    let values = known.iter().map(|name| a.keyword(m, name)).collect();
    Ok((given, values))
}

const KEYWORDS: [&str; 5] = ["bound", "default", "covariant", "contravariant", "infer_variance"];

fn variance_of(m: &mut Machine, values: &[Obj]) -> R<u16> {
    let mut bits = 0;
    for (i, &value) in values.iter().enumerate() {
        if !value.is_null() && m.truthy(value)? {
            bits |= 1 << i;
        }
    }
    let text = match bits {
        3 | 7 => "Bivariant types are not supported.",
        5 | 6 => "Variance cannot be specified with infer_variance.",
        bits => return Ok(bits),
    };
    Err(m.raise(ty::VALUE_ERROR, text))
}

fn type_var_new(m: &mut Machine, a: Args) -> R {
    let (name, values) = parameter_args(m, a, "typevar", &KEYWORDS)?;
    let bits = variance_of(m, &values[2..])?;
    let bound = if Machine::is_none(values[0]) { Obj::NULL } else { values[0] };
    let bound = checked_bound(m, bound)?;
    let constraints = a.rest(m, 2);
    if constraints.len() == 1 {
        return Err(m.raise(ty::TYPE_ERROR, "A single constraint is not allowed"));
    }
    if !constraints.is_empty() && !bound.is_null() {
        return Err(m.raise(ty::TYPE_ERROR, "Constraints cannot be combined with bound=..."));
    }
    let param = m.new_type_param(ty::TYPE_VAR, name, bits);
    let param = m.keep(param);
    if !constraints.is_empty() {
        let constraints = m.new_tuple_from(&constraints).into_edge();
        m.set_record_field(param, field::CONSTRAINTS, constraints);
    }
    finish_new(m, param, bound, values[1])
}

fn param_spec_new(m: &mut Machine, a: Args) -> R {
    if a.n > 2 {
        let text = format!("paramspec() takes exactly 1 positional argument ({} given)", a.n - 1);
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    let (name, values) = parameter_args(m, a, "paramspec", &KEYWORDS)?;
    let bits = variance_of(m, &values[2..])?;
    let bound = if Machine::is_none(values[0]) { Obj::NULL } else { values[0] };
    let bound = checked_bound(m, bound)?;
    let param = m.new_type_param(ty::PARAM_SPEC, name, bits);
    let param = m.keep(param);
    finish_new(m, param, bound, values[1])
}

fn type_var_tuple_new(m: &mut Machine, a: Args) -> R {
    if a.n > 2 {
        let text = format!("typevartuple() takes exactly 1 positional argument ({} given)", a.n - 1);
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    let (name, values) = parameter_args(m, a, "typevartuple", &KEYWORDS[1..2])?;
    let param = m.new_type_param(ty::TYPE_VAR_TUPLE, name, 0);
    let param = m.keep(param);
    finish_new(m, param, Obj::NULL, values[0])
}

/// Bound, default and module of a type parameter that a program makes itself.
fn finish_new(m: &mut Machine, param: Obj, bound: Obj, default: Obj) -> R {
    let globals = m.python_frame().map_or(m.builtins, |frame| frame.globals);
    let module = m.dict_get_str(globals, static_strings::DUNDER_NAME);
    let default = if default.is_null() { fixed::NO_DEFAULT } else { default };
    for (i, value) in [(field::BOUND, bound), (field::DEFAULT, default), (field::MODULE, module)] {
        if !value.is_null() {
            m.incref(value);
            m.set_record_field(param, i, value);
        }
    }
    Ok(m.new_ref(param))
}

fn type_alias_new(m: &mut Machine, a: Args) -> R {
    let [name, value, params] = [1, 2, 3].map(|i| a.opt(m, i));
    m.want("typealias", "argument 'name'", name, Kind::Str, "str")?;
    if !params.is_null() && m.kind(params) != Kind::Tuple {
        return Err(m.raise(ty::TYPE_ERROR, "type_params must be a tuple"));
    }
    let params = if params.is_null() || m.tuple_len(params) == 0 { Obj::NULL } else { params };
    let globals = m.python_frame().map_or(m.builtins, |frame| frame.globals);
    let module = m.dict_get_str(globals, static_strings::DUNDER_NAME);
    let parts = [name, params, Obj::NULL, value, module];
    let parts = parts.map(|o| if o.is_null() { Owned::steal(Obj::NULL) } else { m.new_ref(o) });
    Ok(m.new_record(ty::TYPE_ALIAS, parts.into()))
}

impl Machine {
    /// `x | y` of which one is a type parameter or a type alias; `None`: neither is, or the other is no type.
    pub(crate) fn params_or(&mut self, x: Obj, y: Obj) -> R<Option<Owned>> {
        if [x, y].iter().any(|&o| matches!(self.ty(o), ty::TYPE_VAR | ty::PARAM_SPEC)) {
            return self.union_of(&[x, y], false).map(Some);
        }
        self.types_or(x, y)
    }

    /// A type parameter of a name, borrowed, and nothing else.
    pub(crate) fn new_type_param(&mut self, class: u32, name: Obj, bits: u16) -> Owned {
        let mut parts: Vec<Owned> = (0..field::COUNT).map(|_| Owned::steal(Obj::NULL)).collect();
        parts[field::NAME as usize] = self.new_ref(name);
        let o = self.new_record(class, parts);
        self.slot_mut(o.get()).x = bits;
        o
    }

    /// `__module__` of a type parameter that a program made itself, borrowed; NULL for anything else.
    pub(crate) fn module_of_param(&self, o: Obj, name: Obj) -> Obj {
        let param = matches!(self.ty(o), ty::TYPE_VAR | ty::PARAM_SPEC | ty::TYPE_VAR_TUPLE);
        if param && name == static_strings::DUNDER_MODULE { self.record_field(o, field::MODULE) } else { Obj::NULL }
    }

    /// `typing.Unpack[o]`, held.
    fn unpacked(&mut self, o: Obj) -> R<Obj> {
        let unpack = self.from_library("typing", "Unpack")?;
        let made = self.getitem(unpack, o)?;
        Ok(self.keep(made))
    }

    /// An iterator over the one thing that `*o` is (`unpack_iter`).
    pub(crate) fn iter_unpacked(&mut self, o: Obj) -> R {
        let made = self.unpacked(o)?;
        let one = self.new_tuple_from(&[made]);
        let one = self.keep(one);
        self.iter(one)
    }

    /// Type parameters, those that stand for several types unpacked (`unpack_typevartuples`).
    fn params_unpacked(&mut self, params: Obj) -> R {
        let items = self.seq_items(params);
        if !items.iter().any(|&o| self.ty(o) == ty::TYPE_VAR_TUPLE) {
            return Ok(self.new_ref(params));
        }
        let mut made = Vec::new();
        for o in items {
            made.push(if self.ty(o) == ty::TYPE_VAR_TUPLE { self.unpacked(o)? } else { o });
        }
        Ok(self.new_tuple_from(&made))
    }

    fn new_constant_evaluator(&mut self, value: Obj) -> Owned {
        let value = self.new_ref(value);
        self.new_record(ty::CONST_EVALUATOR, vec![value])
    }

    /// A value that is computed when it is first asked for.
    fn lazily(&mut self, a: Args, i: u32, without: Obj) -> R {
        let o = a.get(self, 0);
        let [value, evaluate] = [i, i + 1].map(|i| self.record_field(o, i));
        if !value.is_null() {
            return Ok(self.new_ref(value));
        }
        if evaluate.is_null() {
            return Ok(self.new_ref(without));
        }
        let value = self.call(evaluate, &[])?;
        self.incref(value.get());
        self.set_record_field(o, i, value.get());
        Ok(value)
    }

    pub(crate) fn alias_subscript(&mut self, o: Obj, key: Obj) -> R {
        if self.record_field(o, alias::TYPE_PARAMS).is_null() {
            return Err(self.raise(ty::TYPE_ERROR, "Only generic type aliases are subscriptable"));
        }
        Ok(new_alias(self, o, key))
    }

    /// Whether two parts of parameter specifications are of the same one; `None`: they are not of one kind.
    pub(crate) fn same_spec_part(&self, x: Obj, y: Obj) -> Option<bool> {
        let part = |o: Obj| matches!(self.ty(o), ty::PARAM_SPEC_ARGS | ty::PARAM_SPEC_KWARGS);
        (part(x) && self.ty(x) == self.ty(y)).then(|| self.record_field(x, 0) == self.record_field(y, 0))
    }

    /// `==` of records, as far as they know each other.
    pub(crate) fn compare_records(&mut self, op: CompareOp, x: Obj, y: Obj) -> Option<bool> {
        let same = self.same_spec_part(x, y)?;
        match op {
            CompareOp::Eq => Some(same),
            CompareOp::Ne => Some(!same),
            _ => None,
        }
    }

    /// `TYPEVAR`, `PARAMSPEC`, `TYPEVARTUPLE` and `TYPEALIAS` of `CALL_INTRINSIC_1`.
    pub(crate) fn type_intrinsic_1(&mut self, number: u32, o: Obj) -> R {
        let fits = match number {
            7..=9 => self.kind(o) == Kind::Str,
            _ => self.kind(o) == Kind::Tuple,
        };
        if !fits {
            return Err(self.bad_internal_call());
        }
        let (class, bits) = match number {
            7 => (ty::TYPE_VAR, variance::INFER),
            8 => (ty::PARAM_SPEC, variance::INFER),
            9 => (ty::TYPE_VAR_TUPLE, 0),
            11 => {
                let items = self.seq_items(o);
                let &[name, params, compute] = items.as_slice() else { return Err(self.bad_internal_call()) };
                if self.kind(name) != Kind::Str {
                    return Err(self.bad_internal_call());
                }
                let params = if self.kind(params) == Kind::Tuple && self.tuple_len(params) > 0 {
                    self.new_ref(params)
                } else {
                    Owned::steal(Obj::NULL)
                };
                let (name, compute) = (self.new_ref(name), self.new_ref(compute));
                let nothing = || Owned::steal(Obj::NULL);
                return Ok(self.new_record(ty::TYPE_ALIAS, vec![name, params, compute, nothing(), nothing()]));
            }
            // A generic class derives from `typing.Generic[...]`.
            _ => {
                let params = self.params_unpacked(o)?;
                let params = self.keep(params);
                let alias = self.from_library("typing", "_GenericAlias")?;
                let generic = self.types[ty::GENERIC as usize].obj;
                return self.call(alias, &[generic, params]);
            }
        };
        Ok(self.new_type_param(class, o, bits))
    }

    /// Code that no compiler made gave an instruction something else than it needs.
    pub(crate) fn bad_internal_call(&mut self) -> Raised {
        self.raise(ty::SYSTEM_ERROR, "bad argument to internal function")
    }

    /// Those of `CALL_INTRINSIC_2` that are about type parameters.
    pub(crate) fn type_intrinsic_2(&mut self, number: u32, x: Obj, y: Obj) -> R {
        let fits = match number {
            2 | 3 => self.kind(x) == Kind::Str,
            4 => self.kind(x) == Kind::Function && self.kind(y) == Kind::Tuple,
            _ => matches!(self.ty(x), ty::TYPE_VAR | ty::PARAM_SPEC | ty::TYPE_VAR_TUPLE),
        };
        if !fits {
            return Err(self.bad_internal_call());
        }
        let (param, at) = match number {
            2 => (self.new_type_param(ty::TYPE_VAR, x, variance::INFER), field::EVALUATE_BOUND),
            3 => (self.new_type_param(ty::TYPE_VAR, x, variance::INFER), field::EVALUATE_CONSTRAINTS),
            4 => {
                self.incref(y);
                self.set_func_field(x, funcobject::field::TYPE_PARAMS, y);
                return Ok(self.new_ref(x));
            }
            _ => (self.new_ref(x), field::EVALUATE_DEFAULT),
        };
        self.incref(y);
        self.set_record_field(param.get(), at, y);
        Ok(param)
    }

    /// `repr` of type parameters, aliases and the like.
    pub(crate) fn typing_repr(&mut self, o: Obj) -> R<String> {
        let inner = self.record_field_or_null(o, 0);
        Ok(match self.ty(o) {
            ty::NO_DEFAULT_TYPE => "typing.NoDefault".to_owned(),
            ty::PARAM_SPEC_ARGS | ty::PARAM_SPEC_KWARGS => {
                let part = if self.ty(o) == ty::PARAM_SPEC_ARGS { "args" } else { "kwargs" };
                if self.kind(inner) == Kind::Record && self.ty(inner) == ty::PARAM_SPEC {
                    format!("{}.{part}", self.str_text(self.record_field(inner, field::NAME)))
                } else {
                    format!("{}.{part}", self.repr_text(inner)?)
                }
            }
            ty::CONST_EVALUATOR => format!("<constevaluator {}>", self.repr_text(inner)?),
            ty::TYPE_VAR | ty::PARAM_SPEC => {
                let sign = match self.slot(o).x {
                    bits if bits & variance::INFER != 0 => "",
                    bits if bits & variance::COVARIANT != 0 => "+",
                    bits if bits & variance::CONTRAVARIANT != 0 => "-",
                    _ => "~",
                };
                format!("{sign}{}", self.str_text(inner))
            }
            _ => self.str_text(inner),
        })
    }

    fn record_field_or_null(&self, o: Obj, i: u32) -> Obj {
        if i < self.slot(o).b_hi() { self.record_field(o, i) } else { Obj::NULL }
    }
}
