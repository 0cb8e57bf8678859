//! `_functools` (`Modules/_functoolsmodule.c`): `partial`, `reduce`, `cmp_to_key`, and the wrapper that `lru_cache` makes.

use crate::fill::{field, int_field, put, put_type, set_field, set_int_field};
use crate::steps::{NATIVE, answer};
use crate::types::ty as own;
use vm::eval::activation::{Answer, Row, Step};
use vm::eval::activations::What;
use vm::memory::object::{Kind, Obj, Owned, R, StackRef};
use vm::native::args::{Args, none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{
    ModuleDef, Native, Slot, TypeDef, class_def, def, function, getset, member, new, setter, tpflags, wrapper,
};
use vm::objects::abstract_::CompareOp;
use vm::objects::dictobject::Found;
use vm::objects::genericaliasobject::class_getitem;
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_functools`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_functools",
    doc: "Functions that take or give functions.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        for (name, t) in
            [("_PlaceholderType", own::PLACEHOLDER), ("partial", own::PARTIAL), ("_lru_cache_wrapper", own::LRU_CACHE)]
        {
            put_type(m, dict, name, t);
        }
        let placeholder = placeholder(m);
        let placeholder = m.new_ref(placeholder);
        put(m, dict, "Placeholder", placeholder);
    },
};

const FUNCTIONS: &[Native] = &[
    function(
        "reduce($module, function, iterable, /, initial=<unrepresentable>)",
        "Put items together, two at a time.",
        |m, a| {
            let initial = a.opt(m, 2);
            let initial = if initial.is_null() { StackRef::NULL } else { StackRef::borrowed(initial) };
            let held = [StackRef::borrowed(a.get(m, 0)), StackRef::borrowed(a.get(m, 1)), initial];
            m.go_on_as(What::Module(crate::FUNCTOOLS_REDUCE), &held)
        },
    ),
    function("cmp_to_key($module, /, mycmp)", "What makes keys whose order a function of two decides.", |m, a| {
        let key = m.new_instance(own::CMP_KEY);
        let compares = m.new_ref(a.get(m, 0));
        set_field(m, key.get(), COMPARES, compares);
        Ok(key)
    }),
];

/// `reduce`; locals: the function, the iterable and then its iterator, what there is so far.
pub const REDUCE_ROW: Row = Row { name: "reduce", step: reduce, leave: None };

fn reduce(m: &mut Machine, answer: Answer) -> R<Step> {
    let mut answer = answer;
    loop {
        match m.native_now().state {
            0 => {
                m.native_mut().state = 1;
                let iterable = m.held(1);
                answer = answer!(m.begin_iter(iterable, NATIVE));
            }
            1 => {
                let got = m.value_of(answer).and_then(|iterator| m.checked_iterator(iterator));
                let iterator = match got {
                    Err(_) if m.raised_is(ty::TYPE_ERROR) => {
                        m.clear_raised();
                        return Err(m.raise(ty::TYPE_ERROR, "reduce() arg 2 must support iteration"));
                    }
                    iterator => iterator?,
                };
                m.hold(1, iterator);
                m.native_mut().state = 2;
                answer = Answer::Begin;
            }
            // The next item, then what the function makes of it.
            2 => {
                m.native_mut().state = 3;
                let iterator = m.held(1);
                answer = answer!(m.begin_next(iterator, NATIVE));
            }
            3 => {
                let Some(item) = m.item_of(answer)? else {
                    if m.held(2).is_null() {
                        let text = "reduce() of empty iterable with no initial value";
                        return Err(m.raise(ty::TYPE_ERROR, text));
                    }
                    return Ok(Step::Done(m.take_held(2)));
                };
                if m.held(2).is_null() {
                    m.hold(2, item);
                    m.native_mut().state = 2;
                    answer = Answer::Begin;
                    continue;
                }
                let (function, so_far) = (m.held(0), m.held(2));
                m.native_mut().state = 4;
                let begun = m.begin(function, &[so_far, item.get()], NATIVE);
                m.drop_ref(item);
                answer = answer!(begun);
            }
            _ => {
                let made = m.value_of(answer)?;
                m.hold(2, made);
                m.native_mut().state = 2;
                answer = Answer::Begin;
            }
        }
    }
}

/// Fields of a key: what compares, what was wrapped.
const COMPARES: u32 = 0;
const WRAPPED: u32 = 1;

fn compare_keys(m: &mut Machine, a: Args, op: CompareOp) -> R {
    let (x, y) = (a.get(m, 0), a.get(m, 1));
    if m.ty(y) != own::CMP_KEY {
        return Err(m.raise(ty::TYPE_ERROR, "other argument must be K instance"));
    }
    let (p, q) = (field(m, x, WRAPPED), field(m, y, WRAPPED));
    if p.is_null() || q.is_null() {
        return Err(m.raise(ty::ATTRIBUTE_ERROR, "object"));
    }
    let order = m.call(field(m, x, COMPARES), &[p, q])?;
    let held = [order, m.new_int(0)];
    let held = m.keep_all(held.into());
    m.compare(op, held[0], held[1])
}

/// `functools.KeyWrapper`.
pub static CMP_KEY: TypeDef = TypeDef {
    name: "KeyWrapper",
    module: "functools",
    basicsize: 32,
    fields: 2,
    flags: tpflags::IMMUTABLE | tpflags::HEAPTYPE | tpflags::READY | tpflags::HAVE_GC | tpflags::DISALLOW_INSTANTIATION,
    slots: &[Slot::Unhashable, Slot::Compare, Slot::Call],
    natives: &[
        wrapper("__call__($self, /, *args, **kwargs)", "Call self as a function.", |m, a| {
            let named = a.keyword(m, "obj");
            let wrapped = match (a.n, a.kwcount(m)) {
                (2, 0) => a.get(m, 1),
                (1, 1) if !named.is_null() => named,
                (1, 0) => return Err(m.raise(ty::TYPE_ERROR, "K() missing required argument 'obj' (pos 1)")),
                (n, keywords) => {
                    let text = format!("K() takes at most 1 argument ({} given)", n - 1 + keywords);
                    return Err(m.raise(ty::TYPE_ERROR, &text));
                }
            };
            let key = m.new_instance(own::CMP_KEY);
            for (i, part) in [(COMPARES, field(m, a.get(m, 0), COMPARES)), (WRAPPED, wrapped)] {
                let part = m.new_ref(part);
                set_field(m, key.get(), i, part);
            }
            Ok(key)
        })
        .own(),
        wrapper("__lt__($self, value, /)", "Return self<value.", |m, a| compare_keys(m, a, CompareOp::Lt)),
        wrapper("__le__($self, value, /)", "Return self<=value.", |m, a| compare_keys(m, a, CompareOp::Le)),
        wrapper("__eq__($self, value, /)", "Return self==value.", |m, a| compare_keys(m, a, CompareOp::Eq)),
        wrapper("__ne__($self, value, /)", "Return self!=value.", |m, a| compare_keys(m, a, CompareOp::Ne)),
        wrapper("__gt__($self, value, /)", "Return self>value.", |m, a| compare_keys(m, a, CompareOp::Gt)),
        wrapper("__ge__($self, value, /)", "Return self>=value.", |m, a| compare_keys(m, a, CompareOp::Ge)),
        member("obj", "What was wrapped.", |m, a| {
            let wrapped = field(m, a.get(m, 0), WRAPPED);
            if wrapped.is_null() {
                return Err(m.raise(ty::ATTRIBUTE_ERROR, "'functools.KeyWrapper' object has no attribute 'obj'"));
            }
            Ok(m.new_ref(wrapped))
        }),
        getset("__text_signature__", "How it is called, as text.", |m, _| Ok(m.new_str("(obj)"))),
        setter("obj", |m, a| {
            let wrapped = m.new_ref(a.get(m, 1));
            set_field(m, a.get(m, 0), WRAPPED, wrapped);
            none()
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// `functools._PlaceholderType`, of which there is one.
pub static PLACEHOLDER: TypeDef = TypeDef {
    name: "_PlaceholderType",
    module: "functools",
    basicsize: 16,
    flags: tpflags::IMMUTABLE | tpflags::HEAPTYPE | tpflags::READY | tpflags::HAVE_GC,
    doc: "The type of the Placeholder, which stands for an argument still to come.",
    slots: &[Slot::Repr],
    natives: &[
        new("_PlaceholderType(*args, **kwargs)", |m, a| {
            if a.n > 1 || a.kwcount(m) > 0 {
                return Err(m.raise(ty::TYPE_ERROR, "_PlaceholderType takes no arguments"));
            }
            let placeholder = placeholder(m);
            Ok(m.new_ref(placeholder))
        })
        .own(),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, _| Ok(m.new_str("Placeholder"))),
        def("__reduce__($self, /)", "For pickles.", |m, _| Ok(m.new_str("Placeholder"))),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// Under this name its type keeps the one Placeholder.
const ONLY: &str = "_only";

/// The Placeholder, made when it is first asked for.
fn placeholder(m: &mut Machine) -> Obj {
    let dict = m.types[own::PLACEHOLDER as usize].dict;
    let key = m.intern_str(ONLY);
    let found = m.dict_get_str(dict, key.get());
    m.drop_ref(key);
    if !found.is_null() {
        return found;
    }
    let made = m.new_instance(own::PLACEHOLDER);
    let o = made.get();
    put(m, dict, ONLY, made);
    o
}

fn is_placeholder(m: &Machine, o: Obj) -> bool {
    m.ty(o) == own::PLACEHOLDER
}

/// Fields of a partial: the function, its first arguments, its keyword arguments.
const FUNC: u32 = 0;
const ARGS: u32 = 1;
const KEYWORDS: u32 = 2;

/// Arguments with those behind them put in the place of placeholders as far as there are any.
fn filled(m: &Machine, first: &[Obj], more: &[Obj]) -> Vec<Obj> {
    let mut more = more.iter().copied();
    let mut all = Vec::new();
    for &arg in first {
        all.push(if is_placeholder(m, arg) { more.next().unwrap_or(arg) } else { arg });
    }
    all.extend(more);
    all
}

fn has_dict(m: &mut Machine, o: Obj) -> bool {
    let dict = m.materialize_dict(o);
    m.dict_len(dict) > 0
}

fn new_partial(m: &mut Machine, a: Args) -> R {
    let class = m.slot(a.get(m, 0)).a;
    if a.n < 2 {
        return Err(m.raise(ty::TYPE_ERROR, "type 'partial' takes at least one argument"));
    }
    let (mut func, given) = (a.get(m, 1), a.rest(m, 2));
    if !m.is_callable(func) {
        return Err(m.raise(ty::TYPE_ERROR, "the first argument must be callable"));
    }
    if given.last().is_some_and(|&last| is_placeholder(m, last)) {
        return Err(m.raise(ty::TYPE_ERROR, "trailing Placeholders are not allowed"));
    }
    let keywords = a.keywords(m);
    if keywords.iter().any(|pair| is_placeholder(m, pair.1)) {
        return Err(m.raise(ty::TYPE_ERROR, "Placeholder cannot be passed as a keyword argument"));
    }
    let (mut args, mut kw) = (given, Obj::NULL);
    if m.isinstance_of(func, own::PARTIAL) && !has_dict(m, func) {
        let first = m.seq_items(field(m, func, ARGS));
        args = filled(m, &first, &args);
        kw = field(m, func, KEYWORDS);
        func = field(m, func, FUNC);
    }
    let kw = if kw.is_null() { m.new_dict() } else { m.dict_copy(kw)? };
    let kw = m.keep(kw);
    for (key, value) in keywords {
        m.dict_set(kw, key, value)?;
    }
    let o = m.new_instance(class);
    let parts = [m.new_ref(func), m.new_tuple_from(&args), m.new_ref(kw)];
    for (i, part) in parts.into_iter().enumerate() {
        set_field(m, o.get(), i as u32, part);
    }
    Ok(o)
}

fn call_partial(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let (first, given) = (m.seq_items(field(m, o, ARGS)), a.rest(m, 1));
    let open = first.iter().filter(|arg| is_placeholder(m, **arg)).count();
    if given.len() < open {
        let text =
            format!("missing positional arguments in 'partial' call; expected at least {open}, got {}", given.len());
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    let mut all = filled(m, &first, &given);
    let mut named = m.dict_items(field(m, o, KEYWORDS));
    for (key, value) in a.keywords(m) {
        match named.iter_mut().find(|pair| m.kind(pair.0) == Kind::Str && m.str_eq(pair.0, key)) {
            Some(pair) => pair.1 = value,
            None => named.push((key, value)),
        }
    }
    if named.iter().any(|pair| m.kind(pair.0) != Kind::Str) {
        return Err(m.raise(ty::TYPE_ERROR, "keywords must be strings"));
    }
    let func = field(m, o, FUNC);
    if named.is_empty() {
        return m.call_last(func, &all, Obj::NULL);
    }
    let names: Vec<Obj> = named.iter().map(|pair| pair.0).collect();
    let names = m.new_tuple_from(&names);
    let names = m.keep(names);
    all.extend(named.iter().map(|pair| pair.1));
    m.call_last(func, &all, names)
}

fn repr_partial(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    if m.thread.repr_stack.contains(&o.0) {
        return Ok(m.new_str("..."));
    }
    m.enter_native_call(" while getting the repr of an object")?;
    m.thread.repr_stack.push(o.0);
    let shown = show_partial(m, o);
    m.thread.repr_stack.pop();
    m.leave_native_call();
    let shown = shown?;
    Ok(m.new_str(&shown))
}

fn show_partial(m: &mut Machine, o: Obj) -> R<String> {
    let (func, args, kw) = (field(m, o, FUNC), field(m, o, ARGS), field(m, o, KEYWORDS));
    let held = [func, args, kw].map(|part| m.new_ref(part));
    m.keep_all(held.into());
    let mut text = m.repr_text(func)?;
    for arg in m.seq_items(args) {
        text += &format!(", {}", m.repr_text(arg)?);
    }
    // What a key says of itself may change the dict.
    let named = m.dict_items(kw);
    let held = named.iter().flat_map(|pair| [m.new_ref(pair.0), m.new_ref(pair.1)]).collect();
    m.keep_all(held);
    for (key, value) in named {
        let key = m.display(key)?;
        text += &format!(", {key}={}", m.repr_text(value)?);
    }
    Ok(format!("{}({text})", m.full_type_name(m.ty(o))))
}

fn state(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let class = m.class_of(o);
    let parts = [FUNC, ARGS, KEYWORDS].map(|i| field(m, o, i));
    let dict = if has_dict(m, o) { m.materialize_dict(o) } else { fixed::NONE };
    let made = [m.new_tuple_from(&parts[..1]), m.new_tuple_from(&[parts[0], parts[1], parts[2], dict])];
    let made = m.keep_all(made.into());
    Ok(m.new_tuple_from(&[class, made[0], made[1]]))
}

fn set_state(m: &mut Machine, a: Args) -> R {
    let (o, state) = (a.get(m, 0), a.get(m, 1));
    let items = if m.kind(state) == Kind::Tuple { m.seq_items(state) } else { Vec::new() };
    let dict = |m: &Machine, o: Obj| Machine::is_none(o) || m.kind(o) == Kind::Dict;
    let fits = match items[..] {
        [func, args, kw, own] => m.is_callable(func) && m.kind(args) == Kind::Tuple && dict(m, kw) && dict(m, own),
        _ => false,
    };
    if !fits {
        return Err(m.raise(ty::TYPE_ERROR, "invalid partial state"));
    }
    let args = m.seq_items(items[1]);
    if args.last().is_some_and(|&last| is_placeholder(m, last)) {
        return Err(m.raise(ty::TYPE_ERROR, "trailing Placeholders are not allowed"));
    }
    let kw = match items[2] {
        kw if Machine::is_none(kw) => m.new_dict(),
        kw if m.ty(kw) == ty::DICT => m.new_ref(kw),
        kw => m.dict_copy(kw)?,
    };
    let args = if m.ty(items[1]) == ty::TUPLE { m.new_ref(items[1]) } else { m.new_tuple_from(&args) };
    let parts = [m.new_ref(items[0]), args, kw];
    for (i, part) in parts.into_iter().enumerate() {
        set_field(m, o, i as u32, part);
    }
    if has_dict(m, o) || !Machine::is_none(items[3]) {
        let own = m.materialize_dict(o);
        m.dict_clear(own);
        if !Machine::is_none(items[3]) {
            m.dict_merge(own, items[3])?;
        }
    }
    none()
}

fn bound(m: &mut Machine, a: Args) -> R {
    let (o, instance) = (a.get(m, 0), a.get(m, 1));
    if instance.is_null() || Machine::is_none(instance) { Ok(m.new_ref(o)) } else { Ok(m.new_method(o, instance)) }
}

fn value(m: &mut Machine, a: Args, i: u32) -> R {
    let value = field(m, a.get(m, 0), i);
    if value.is_null() { none() } else { Ok(m.new_ref(value)) }
}

fn own_dict(m: &mut Machine, a: Args) -> R {
    let dict = m.materialize_dict(a.get(m, 0));
    Ok(m.new_ref(dict))
}

const FLAGS: u32 = tpflags::HEAPTYPE | tpflags::READY | tpflags::BASETYPE | tpflags::HAVE_GC | tpflags::HAVE_VECTORCALL;

/// `functools.partial`.
pub static PARTIAL: TypeDef = TypeDef {
    name: "partial",
    module: "functools",
    basicsize: 80,
    fields: 3,
    dict: true,
    weaklistoffset: 48,
    flags: FLAGS | tpflags::IMMUTABLE,
    text: "(func, /, *args, **keywords)",
    doc: "A function with some of its arguments given.",
    slots: &[Slot::Repr, Slot::Call, Slot::DescrGet],
    natives: &[
        new("partial(func, /, *args, **keywords)", new_partial).own(),
        wrapper("__repr__($self, /)", "Return repr(self).", repr_partial),
        wrapper("__call__($self, /, *args, **kwargs)", "Call self as a function.", call_partial).own(),
        wrapper(
            "__get__($self, instance, owner=None, /)",
            "Return an attribute of instance, which is of type owner.",
            bound,
        ),
        def("__reduce__($self, /)", "For pickles.", state),
        def("__setstate__($self, object, /)", "From a pickle.", set_state),
        class_def("__class_getitem__($type, object, /)", "See PEP 585", class_getitem),
        member("func", "The function.", |m, a| value(m, a, FUNC)),
        member("args", "Its first arguments.", |m, a| value(m, a, ARGS)),
        member("keywords", "Its keyword arguments.", |m, a| value(m, a, KEYWORDS)),
        getset("__dict__", "Its attributes.", own_dict),
        setter("__dict__", |m, a| {
            let (o, new) = (a.get(m, 0), a.opt(m, 1));
            if new.is_null() || m.kind(new) != Kind::Dict {
                let text = if new.is_null() {
                    "cannot delete __dict__".to_owned()
                } else {
                    format!("__dict__ must be set to a dictionary, not a '{}'", m.type_name(new))
                };
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
            let new = m.dict_copy(new)?;
            let new = m.keep(new);
            let own = m.materialize_dict(o);
            m.dict_clear(own);
            m.dict_merge(own, new)?;
            none()
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// Fields of a caching wrapper: the function, how many results it keeps (-1: all), whether types count, the results by key, hits
/// and misses, the class of what `cache_info` gives.
const FUNCTION: u32 = 0;
const MAXSIZE: u32 = 1;
const TYPED: u32 = 2;
const CACHE: u32 = 3;
const HITS: u32 = 4;
const MISSES: u32 = 5;
const INFO: u32 = 6;

fn new_lru(m: &mut Machine, a: Args) -> R {
    let class = m.slot(a.get(m, 0)).a;
    let [function, most, typed, info] = [1, 2, 3, 4].map(|i| a.get(m, i));
    if !m.is_callable(function) {
        return Err(m.raise(ty::TYPE_ERROR, "the first argument must be callable"));
    }
    let most = if Machine::is_none(most) {
        -1
    } else if m.indexable(most) {
        m.index_ssize(most)?.max(0)
    } else {
        return Err(m.raise(ty::TYPE_ERROR, "maxsize should be integer or None"));
    };
    let typed = m.truthy(typed)?;
    let o = m.new_instance(class);
    let cache = m.new_dict();
    set_field(m, o.get(), CACHE, cache);
    for (i, part) in [(FUNCTION, function), (INFO, info)] {
        let part = m.new_ref(part);
        set_field(m, o.get(), i, part);
    }
    for (i, n) in [(MAXSIZE, most), (TYPED, i64::from(typed)), (HITS, 0), (MISSES, 0)] {
        set_int_field(m, o.get(), i, n);
    }
    Ok(o)
}

fn count(m: &mut Machine, o: Obj, i: u32) {
    let n = int_field(m, o, i);
    set_int_field(m, o, i, n + 1);
}

/// What a call is known by (`lru_cache_make_key`); kept.
fn key_of(m: &mut Machine, a: Args) -> Obj {
    let o = a.get(m, 0);
    let (args, keywords) = (a.rest(m, 1), a.keywords(m));
    let typed = int_field(m, o, TYPED) != 0;
    if let ([arg], true, false) = (&args[..], keywords.is_empty(), typed)
        && matches!(m.ty(*arg), ty::INT | ty::STR)
    {
        return *arg;
    }
    let mut parts = args.clone();
    if !keywords.is_empty() {
        // The class itself stands between arguments by position and by keyword: nobody gives it as an argument.
        parts.push(m.type_obj(own::LRU_CACHE));
        parts.extend(keywords.iter().flat_map(|pair| [pair.0, pair.1]));
    }
    if typed {
        let values: Vec<Obj> = args.iter().copied().chain(keywords.iter().map(|pair| pair.1)).collect();
        parts.extend(values.into_iter().map(|value| m.class_of(value)));
    }
    let key = m.new_tuple_from(&parts);
    m.keep(key)
}

fn call_lru(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let most = int_field(m, o, MAXSIZE);
    let (mut key, mut hash) = (Obj::NULL, 0);
    if most != 0 {
        key = key_of(m, a);
        hash = m.hash(key)?;
        let cache = field(m, o, CACHE);
        if let Found::At(i) = m.dict_find(cache, key, hash)? {
            // From here on nothing is asked.
            let value = m.dict_value_at(cache, i);
            let value = m.new_ref(value);
            count(m, o, HITS);
            if most > 0 {
                // The newest stand last.
                let (key, held) = m.dict_remove_at(cache, i);
                m.dict_insert(cache, key.get(), hash, held.into_edge());
                m.drop_ref(key);
            }
            return Ok(value);
        }
    }
    let held = [
        StackRef::borrowed(o),
        if a.kwnames.is_null() { StackRef::NULL } else { StackRef::borrowed(a.kwnames) },
        if key.is_null() { StackRef::NULL } else { StackRef::owned(m.new_ref(key).into_edge()) },
    ];
    let asked = m.go_on_with(What::Module(crate::FUNCTOOLS_LRU), &held, u64::from(a.base) | u64::from(a.n) << 32);
    if let Some(request) = &mut m.thread.request {
        request.b = hash;
    }
    asked
}

/// A call whose result is not known; locals: the wrapper, names of keyword arguments, the key.
pub const LRU_ROW: Row = Row { name: "lru_cache", step: miss, leave: None };

fn miss(m: &mut Machine, answer: Answer) -> R<Step> {
    let o = m.held(0);
    let native = m.native_now();
    if matches!(answer, Answer::Begin) {
        count(m, o, MISSES);
        let names = m.held(1);
        let (base, n) = (native.a as u32, (native.a >> 32) as u32);
        let named = if names.is_null() { 0 } else { m.tuple_len(names) };
        let args: Vec<Obj> = (1..n + named).map(|i| m.thread.stack[(base + i) as usize].obj()).collect();
        let function = field(m, o, FUNCTION);
        let answer = answer!(m.begin_spread(function, &args, names, NATIVE));
        return miss(m, answer);
    }
    let made = m.value_of(answer)?;
    let (key, most) = (m.held(2), int_field(m, o, MAXSIZE));
    if key.is_null() {
        return Ok(Step::Done(made));
    }
    let made = m.keep(made);
    let cache = field(m, o, CACHE);
    // The call itself may have led to the same result already.
    let found = m.dict_find(cache, key, native.b)?;
    if matches!(found, Found::No) {
        if most > 0
            && i64::from(m.dict_len(cache)) >= most
            && let Some((oldest, ..)) = m.dict_next(cache, 0)
        {
            let (key, value) = m.dict_remove_at(cache, oldest);
            m.drop_ref(key);
            m.drop_ref(value);
        }
        let value = m.new_ref(made).into_edge();
        m.dict_insert(cache, key, native.b, value);
    }
    Ok(Step::Done(m.new_ref(made)))
}

/// `functools._lru_cache_wrapper`.
pub static LRU_CACHE: TypeDef = TypeDef {
    name: "_lru_cache_wrapper",
    module: "functools",
    basicsize: 152,
    fields: 7,
    dict: true,
    weaklistoffset: 144,
    flags: FLAGS | tpflags::METHOD_DESCRIPTOR,
    doc: "A function that keeps its results.",
    slots: &[Slot::Call, Slot::DescrGet],
    natives: &[
        new("_lru_cache_wrapper(user_function, maxsize, typed, cache_info_type)", new_lru),
        wrapper("__call__($self, /, *args, **kwargs)", "Call self as a function.", call_lru).own().asking(),
        wrapper(
            "__get__($self, instance, owner=None, /)",
            "Return an attribute of instance, which is of type owner.",
            bound,
        ),
        def("cache_info($self, /)", "Hits, misses, and how many results are kept.", |m, a| {
            let o = a.get(m, 0);
            let (most, n) = (int_field(m, o, MAXSIZE), m.dict_len(field(m, o, CACHE)));
            let most = if most < 0 { Owned::steal(fixed::NONE) } else { m.new_int(most) };
            let parts = [field(m, o, HITS), field(m, o, MISSES)].map(|part| m.new_ref(part));
            let [hits, misses] = parts;
            let parts = vec![hits, misses, most, m.new_int(i64::from(n))];
            let parts = m.keep_all(parts);
            m.call_last(field(m, o, INFO), &parts, Obj::NULL)
        }),
        def("cache_clear($self, /)", "Forget all results.", |m, a| {
            let o = a.get(m, 0);
            set_int_field(m, o, HITS, 0);
            set_int_field(m, o, MISSES, 0);
            m.dict_clear(field(m, o, CACHE));
            none()
        }),
        def("__reduce__($self, /)", "For pickles.", |m, a| {
            let name = m.intern_str("__qualname__");
            let name = m.keep(name);
            m.getattr(a.get(m, 0), name)
        }),
        def("__copy__(*args)", "Itself.", |m, a| Ok(m.new_ref(a.get(m, 0)))).hidden(),
        def("__deepcopy__(*args)", "Itself.", |m, a| Ok(m.new_ref(a.get(m, 0)))).hidden(),
        member("__dict__", "Its attributes.", own_dict),
    ],
    asked: true,
    ..TypeDef::PLAIN
};
