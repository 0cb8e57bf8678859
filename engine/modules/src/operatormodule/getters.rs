//! `itemgetter`, `attrgetter` and `methodcaller`.

use crate::fill::{field, set_field};
use crate::types::ty as own;
use vm::memory::object::{Kind, Obj, R};
use vm::native::args::Args;
use vm::native::typedef::{Native, Slot, TypeDef, def, getset, new, tpflags, wrapper};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// Fields: what is got, a tuple; `methodcaller` has a method's name, its arguments and the keyword ones in a dict.
const GOT: u32 = 0;
const NAME: u32 = 0;
const ARGS: u32 = 1;
const KEYWORDS: u32 = 2;

/// The arguments behind self; there are no keywords and at least one, at most if told.
fn positional(m: &mut Machine, a: Args, name: &str, only_one: bool) -> R<Vec<Obj>> {
    if a.kwcount(m) > 0 {
        return Err(m.raise(ty::TYPE_ERROR, &format!("{name}() takes no keyword arguments")));
    }
    let n = a.n - 1;
    if n == 0 || only_one && n > 1 {
        return Err(m.raise(ty::TYPE_ERROR, &format!("{name} expected 1 argument, got {n}")));
    }
    Ok(a.rest(m, 1))
}

fn made(m: &mut Machine, class: u32, parts: &[Obj]) -> R {
    let o = m.new_instance(class);
    for (i, part) in parts.iter().enumerate() {
        let part = m.new_ref(*part);
        set_field(m, o.get(), i as u32, part);
    }
    Ok(o)
}

/// The one thing that was got, or all of them.
fn got(m: &mut Machine, all: &[Obj]) -> R {
    match all {
        [one] => Ok(m.new_ref(*one)),
        _ => Ok(m.new_tuple_from(all)),
    }
}

fn new_itemgetter(m: &mut Machine, a: Args) -> R {
    let items = positional(m, a, "itemgetter", false)?;
    let items = m.new_tuple_from(&items);
    let items = m.keep(items);
    made(m, own::ITEMGETTER, &[items])
}

fn get_items(m: &mut Machine, a: Args) -> R {
    let o = positional(m, a, "itemgetter", true)?[0];
    let mut all = Vec::new();
    for key in m.seq_items(field(m, a.get(m, 0), GOT)) {
        let item = m.getitem(o, key)?;
        all.push(m.keep(item));
    }
    got(m, &all)
}

/// Names with dots are kept as tuples of their parts.
fn new_attrgetter(m: &mut Machine, a: Args) -> R {
    let mut names = Vec::new();
    for name in positional(m, a, "attrgetter", false)? {
        if m.kind(name) != Kind::Str {
            return Err(m.raise(ty::TYPE_ERROR, "attribute name must be a string"));
        }
        let points = m.str_points(name);
        let parts: Vec<_> = points.split(|&c| c == u32::from(b'.')).collect();
        let parts = parts.into_iter().map(|part| {
            let part = m.new_str_points(part);
            m.intern(part)
        });
        let mut parts: Vec<_> = parts.collect();
        let kept = if parts.len() == 1 { parts.remove(0) } else { m.new_tuple(parts) };
        names.push(m.keep(kept));
    }
    let names = m.new_tuple_from(&names);
    let names = m.keep(names);
    made(m, own::ATTRGETTER, &[names])
}

fn get_attributes(m: &mut Machine, a: Args) -> R {
    let o = positional(m, a, "attrgetter", true)?[0];
    let mut all = Vec::new();
    for name in m.seq_items(field(m, a.get(m, 0), GOT)) {
        let parts = if m.kind(name) == Kind::Tuple { m.seq_items(name) } else { vec![name] };
        let mut found = o;
        for part in parts {
            let value = m.getattr(found, part)?;
            found = m.keep(value);
        }
        all.push(found);
    }
    got(m, &all)
}

/// The names of an `attrgetter` with their dots; kept.
fn dotted(m: &mut Machine, o: Obj) -> Obj {
    let mut names = Vec::new();
    for name in m.seq_items(field(m, o, GOT)) {
        if m.kind(name) == Kind::Str {
            names.push(m.new_ref(name));
            continue;
        }
        let parts: Vec<Vec<u32>> = m.seq_items(name).into_iter().map(|part| m.str_points(part)).collect();
        names.push(m.new_str_points(&parts.join(&u32::from(b'.'))));
    }
    let names = m.new_tuple(names);
    m.keep(names)
}

fn new_methodcaller(m: &mut Machine, a: Args) -> R {
    if a.n < 2 {
        let text = "methodcaller needs at least one argument, the method name";
        return Err(m.raise(ty::TYPE_ERROR, text));
    }
    let name = a.get(m, 1);
    if m.kind(name) != Kind::Str {
        return Err(m.raise(ty::TYPE_ERROR, "method name must be a string"));
    }
    let name = m.new_ref(name);
    let rest = a.rest(m, 2);
    let parts = [m.intern(name), m.new_tuple_from(&rest), m.new_dict()];
    let parts = m.keep_all(parts.into());
    for (key, value) in a.keywords(m) {
        m.dict_set(parts[2], key, value)?;
    }
    made(m, own::METHODCALLER, &parts)
}

fn call_method(m: &mut Machine, a: Args) -> R {
    let o = positional(m, a, "methodcaller", true)?[0];
    let caller = a.get(m, 0);
    let method = m.getattr(o, field(m, caller, NAME))?;
    let method = m.keep(method);
    let mut args = m.seq_items(field(m, caller, ARGS));
    let keywords = m.dict_items(field(m, caller, KEYWORDS));
    if keywords.is_empty() {
        return m.call_last(method, &args, Obj::NULL);
    }
    let names: Vec<Obj> = keywords.iter().map(|pair| pair.0).collect();
    let names = m.new_tuple_from(&names);
    let names = m.keep(names);
    args.extend(keywords.iter().map(|pair| pair.1));
    m.call_last(method, &args, names)
}

/// `repr`, where the arguments are what that function writes.
fn repr(m: &mut Machine, a: Args, arguments: fn(&mut Machine, Obj) -> R<String>) -> R {
    let o = a.get(m, 0);
    let class = m.full_type_name(m.ty(o));
    if m.thread.repr_stack.contains(&o.0) {
        return Ok(m.new_str(&format!("{class}(...)")));
    }
    m.thread.repr_stack.push(o.0);
    let shown = arguments(m, o);
    m.thread.repr_stack.pop();
    let shown = shown?;
    Ok(m.new_str(&format!("{class}{shown}")))
}

fn arguments_of(m: &mut Machine, all: Obj) -> R<String> {
    if m.tuple_len(all) == 1 {
        let one = m.tuple_item(all, 0);
        return Ok(format!("({})", m.repr_text(one)?));
    }
    m.repr_text(all)
}

fn method_arguments(m: &mut Machine, o: Obj) -> R<String> {
    let mut text = m.repr_text(field(m, o, NAME))?;
    for arg in m.seq_items(field(m, o, ARGS)) {
        text += &format!(", {}", m.repr_text(arg)?);
    }
    for (key, value) in m.dict_items(field(m, o, KEYWORDS)) {
        text += &format!(", {}={}", m.str_text(key), m.repr_text(value)?);
    }
    Ok(format!("({text})"))
}

/// What a pickle makes it from: its class and these arguments.
fn reduced(m: &mut Machine, o: Obj, args: Obj) -> R {
    let class = m.class_of(o);
    Ok(m.new_tuple_from(&[class, args]))
}

fn reduce_method(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let (name, args, keywords) = (field(m, o, NAME), field(m, o, ARGS), field(m, o, KEYWORDS));
    let keywords = m.dict_items(keywords);
    if keywords.is_empty() {
        let mut all = vec![name];
        all.extend(m.seq_items(args));
        let all = m.new_tuple_from(&all);
        let all = m.keep(all);
        return reduced(m, o, all);
    }
    let partial = m.from_library("functools", "partial")?;
    let names: Vec<Obj> = keywords.iter().map(|pair| pair.0).collect();
    let names = m.new_tuple_from(&names);
    let names = m.keep(names);
    let mut all = vec![m.class_of(o), name];
    all.extend(keywords.iter().map(|pair| pair.1));
    let partial = m.call_with(partial, &all, names)?;
    let partial = m.keep(partial);
    Ok(m.new_tuple_from(&[partial, args]))
}

/// How an object of them is called.
const SIGNATURE: Native = getset("__text_signature__", "How it is called.", |m, _| Ok(m.new_str("(obj, /)")));

/// What the three types have in common; the natives are constructor, call, repr, reduce and text signature.
const fn getter(
    name: &'static str,
    text: &'static str,
    doc: &'static str,
    natives: &'static [Native],
    fields: u32,
) -> TypeDef {
    TypeDef {
        name,
        module: "operator",
        basicsize: 32 + 8 * fields,
        fields,
        flags: tpflags::IMMUTABLE | tpflags::HEAPTYPE | tpflags::READY | tpflags::HAVE_GC | tpflags::HAVE_VECTORCALL,
        text,
        doc,
        slots: &[Slot::Repr, Slot::Call, Slot::GetAttr],
        natives,
        asked: true,
        ..TypeDef::PLAIN
    }
}

/// `operator.itemgetter`.
pub static ITEMGETTER: TypeDef = TypeDef {
    basicsize: 48,
    ..getter(
        "itemgetter",
        "(item, /, *items)",
        "What gets items of its argument.",
        &[
            new("itemgetter(item, /, *items)", new_itemgetter).own(),
            wrapper("__call__($self, /, *args, **kwargs)", "Call self as a function.", get_items).own().asking(),
            wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
                repr(m, a, |m, o| arguments_of(m, field(m, o, GOT)))
            })
            .asking(),
            def("__reduce__($self, /)", "For pickles.", |m, a| {
                let o = a.get(m, 0);
                reduced(m, o, field(m, o, GOT))
            }),
            SIGNATURE,
        ],
        1,
    )
};

/// `operator.attrgetter`.
pub static ATTRGETTER: TypeDef = getter(
    "attrgetter",
    "(attr, /, *attrs)",
    "What gets attributes of its argument.",
    &[
        new("attrgetter(attr, /, *attrs)", new_attrgetter).own(),
        wrapper("__call__($self, /, *args, **kwargs)", "Call self as a function.", get_attributes).own().asking(),
        wrapper("__repr__($self, /)", "Return repr(self).", |m, a| {
            repr(m, a, |m, o| {
                let names = dotted(m, o);
                arguments_of(m, names)
            })
        }),
        def("__reduce__($self, /)", "For pickles.", |m, a| {
            let o = a.get(m, 0);
            let names = dotted(m, o);
            reduced(m, o, names)
        }),
        SIGNATURE,
    ],
    1,
);

/// `operator.methodcaller`.
pub static METHODCALLER: TypeDef = TypeDef {
    basicsize: 64,
    ..getter(
        "methodcaller",
        "(name, /, *args, **kwargs)",
        "What calls a method of its argument.",
        &[
            new("methodcaller(name, /, *args, **kwargs)", new_methodcaller).own(),
            wrapper("__call__($self, /, *args, **kwargs)", "Call self as a function.", call_method).own().asking(),
            wrapper("__repr__($self, /)", "Return repr(self).", |m, a| repr(m, a, method_arguments)).asking(),
            def("__reduce__($self, /)", "For pickles.", reduce_method).asking(),
            SIGNATURE,
        ],
        3,
    )
};
