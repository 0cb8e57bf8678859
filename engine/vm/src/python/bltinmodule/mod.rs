//! The `builtins` module's functions (`Python/bltinmodule.c`).

pub(crate) mod folds;
pub(crate) mod iterators;

use crate::eval::activations::What;
use crate::eval::ask::Ask;
use crate::memory::object::{Kind, Obj, Owned, R, StackRef};
use crate::native::args::lent_or_null;
use crate::native::args::{Args, boolean, none};
use crate::native::static_strings::{self, fixed};
use crate::native::typedef::{ModuleDef, Native, function};
use crate::objects::abstract_::plain::Sum;
use crate::objects::abstract_::{BinaryOp, CompareOp};
use crate::objects::listobject::sorting::{REVERSE, SORTED};
use crate::objects::object::steps::print_locals;
use crate::objects::typeobject::ty;
use crate::python::bltinmodule::folds::{lent_unless_none, over};
use crate::python::pythonrun;
use crate::state::interpreter::Machine;

/// `builtins`.
pub static MODULE: ModuleDef =
    ModuleDef { name: "builtins", doc: "The names that every program sees.", functions: FUNCTIONS, fill: |_, _| () };

const FUNCTIONS: &[Native] = &[
    function("__build_class__(*args, **kwargs)", "What a class statement calls.", |m, a| m.build_class(a)).hidden(),
    crate::python::import::IMPORT,
    function("abs($module, x, /)", "The absolute value.", |m, a| {
        let o = a.get(m, 0);
        if m.is_builtin_exact(o) {
            return m.unary(static_strings::DUNDER_ABS, o);
        }
        m.ask(Ask::Unary, &[o, static_strings::DUNDER_ABS])
    }),
    function("all($module, iterable, /)", "Whether all items are true.", |m, a| all_any(m, a, false)),
    function("any($module, iterable, /)", "Whether any item is true.", |m, a| all_any(m, a, true)),
    function("ascii($module, obj, /)", "As repr, with escapes for what is not ASCII.", |m, a| {
        m.ask(Ask::Ascii, &[a.get(m, 0)])
    }),
    function("bin($module, number, /)", "The number in binary.", |m, a| radix(m, a, 2, "0b")),
    function("breakpoint($module, /, *args, **kws)", "Stop for a debugger.", |m, a| {
        let hook = crate::python::syshooks::sys_attribute(m, "breakpointhook");
        if hook.is_null() {
            return Err(m.raise(ty::RUNTIME_ERROR, "lost sys.breakpointhook"));
        }
        let mut args = a.all(m);
        args.extend(a.keywords(m).into_iter().map(|(_, value)| value));
        m.call_with(hook, &args, a.kwnames)
    })
    .own()
    .asking(),
    function("callable($module, obj, /)", "Whether the object can be called.", |m, a| {
        let answer = m.is_callable(a.get(m, 0));
        boolean(answer)
    }),
    function("chr($module, i, /)", "The character with that number.", |m, a| {
        let index = m.index(a.get(m, 0))?;
        let i = m.int_small(index.get()).unwrap_or(-1);
        m.drop_ref(index);
        if !(0..0x11_0000).contains(&i) {
            return Err(m.raise(ty::VALUE_ERROR, "chr() arg not in range(0x110000)"));
        }
        Ok(m.new_str_points(&[i as u32]))
    }),
    pythonrun::COMPILE,
    function("delattr($module, obj, name, /)", "Delete an attribute.", |m, a| {
        let (o, name) = (a.get(m, 0), a.get(m, 1));
        m.check_attribute_name(name)?;
        m.ask_attribute(Ask::SetAttr, o, name, Obj::NULL)
    }),
    function(
        "dir(object=None, /)",
        "Names of the attributes, sorted; without an argument, the local names.",
        |m, a| {
            if a.n == 0 {
                // Whatever a namespace's keys are, they are sorted.
                let locals = m.locals_dict();
                let locals = m.keep(locals);
                if m.kind(locals) != Kind::Dict {
                    return Err(m.not_supported("dir() in a namespace that is no dict"));
                }
                let keys: Vec<Obj> = m.dict_items(locals).into_iter().map(|(key, _)| key).collect();
                let keys = m.new_list_from(&keys);
                return sorted_anew(m, keys);
            }
            let own = m.lookup_special(a.get(m, 0), static_strings::DUNDER_DIR);
            if !own.is_null() && m.kind(own) != Kind::MethodDescriptor {
                let names = m.call_unbound(own, a.get(m, 0), &[])?;
                return sorted_anew(m, names);
            }
            let mut texts = m.dir_names(a.get(m, 0));
            let attributes = m.instance_attributes_any(a.get(m, 0));
            let others: Vec<Obj> =
                attributes.iter().map(|(key, _)| *key).filter(|key| m.kind(*key) != Kind::Str).collect();
            if !others.is_empty() {
                // An object's own attributes come first.
                let mut names: Vec<Owned> = others.into_iter().map(|o| m.new_ref(o)).collect();
                names.extend(texts.iter().map(|t| m.new_str(t)));
                let all = m.new_list_of(names);
                return sorted_anew(m, all);
            }
            texts.sort();
            let items = texts.iter().map(|t| m.new_str(t)).collect();
            Ok(m.new_list_of(items))
        },
    )
    .hidden()
    .tuple()
    .asking(),
    function("divmod($module, x, y, /)", "Quotient and remainder.", |m, a| {
        let (x, y) = (a.get(m, 0), a.get(m, 1));
        m.divmod(x, y)
    }),
    pythonrun::EVAL,
    pythonrun::EXEC,
    function(
        "format($module, value, format_spec='', /)",
        "Text of the object as the format specification wants it.",
        |m, a| {
            let (o, spec) = (a.get(m, 0), a.opt(m, 1));
            m.want("format", "argument 2", spec, Kind::Str, "str")?;
            let spec = if spec.is_null() { fixed::EMPTY_STR } else { spec };
            if m.is_builtin_exact(o) { m.format(o, spec) } else { m.ask(Ask::Format, &[o, spec]) }
        },
    ),
    function("getattr(object, name, default=None, /)", "The attribute of that name, or the default.", |m, a| {
        let (o, name) = (a.get(m, 0), a.get(m, 1));
        if m.kind(name) != Kind::Str {
            let got = m.type_name(name);
            return Err(m.raise(ty::TYPE_ERROR, &format!("attribute name must be string, not '{got}'")));
        }
        let default = a.opt(m, 2);
        m.ask_attribute(Ask::GetAttr, o, name, default)
    })
    .hidden(),
    function("globals($module, /)", "The names of the module.", |m, _| {
        let globals = m.python_frame().map_or(m.builtins, |f| f.globals);
        Ok(m.new_ref(globals))
    }),
    function("hasattr($module, obj, name, /)", "Whether the object has the attribute.", |m, a| {
        let (o, name) = (a.get(m, 0), a.get(m, 1));
        m.check_attribute_name(name)?;
        m.ask_attribute(Ask::HasAttr, o, name, Obj::NULL)
    }),
    function("hash($module, obj, /)", "The number by which dicts and sets find the object.", |m, a| {
        let hash = m.hash(a.get(m, 0))?;
        Ok(m.new_int(hash as i64))
    }),
    function("hex($module, number, /)", "The number in hexadecimal.", |m, a| radix(m, a, 16, "0x")),
    function("id($module, obj, /)", "The address of the object.", |m, a| {
        let address = m.address(a.get(m, 0));
        Ok(m.new_int(address as i64))
    }),
    function("input($module, prompt='', /)", "A line that the user types.", |m, a| {
        let prompt = if a.n > 0 { m.display(a.get(m, 0))? } else { String::new() };
        let file = m.sys_stdout();
        if file.is_null() || m.standard_output(file).is_some() {
            m.write_stdout(&prompt);
            m.flush_stdout();
        } else if !prompt.is_empty() && !Machine::is_none(file) {
            let prompt = m.new_str(&prompt);
            let prompt = m.keep(prompt);
            let write = m.getattr(file, static_strings::WRITE)?;
            let write = m.keep(write);
            let done = m.call(write, &[prompt])?;
            m.drop_ref(done);
        }
        let line = match m.sys_stdin() {
            Obj::NULL => return Err(m.raise(ty::RUNTIME_ERROR, "lost sys.stdin")),
            stdin if m.reads_by_line(stdin) => m.read_line(&prompt)?,
            stdin => m.line_of(stdin)?,
        };
        match line {
            Some(line) => Ok(m.new_str(&line)),
            None => Err(m.raise(ty::EOF_ERROR, "EOF when reading a line")),
        }
    }),
    function(
        "isinstance($module, obj, class_or_tuple, /)",
        "Whether the object is an instance of the class or of one of a tuple.",
        |m, a| {
            let (o, class) = (a.get(m, 0), a.get(m, 1));
            let answer = m.isinstance(o, class)?;
            boolean(answer)
        },
    ),
    function(
        "issubclass($module, cls, class_or_tuple, /)",
        "Whether the class is derived from the other or from one of a tuple.",
        |m, a| {
            let (class, of) = (a.get(m, 0), a.get(m, 1));
            let answer = m.issubclass(class, of)?;
            boolean(answer)
        },
    ),
    function(
        "iter(object, sentinel=None, /)",
        "An iterator over the iterable, or over the results of calls up to the sentinel.",
        |m, a| {
            if a.n == 1 {
                let o = a.get(m, 0);
                return if m.is_builtin_exact(o) { m.iter(o) } else { m.ask(Ask::Iter, &[o]) };
            }
            let (f, sentinel) = (a.get(m, 0), a.get(m, 1));
            if !m.is_callable(f) {
                return Err(m.raise(ty::TYPE_ERROR, "iter(v, w): v must be callable"));
            }
            m.incref(f);
            m.incref(sentinel);
            Ok(m.new_combined(Kind::CallIter, ty::CALLABLE_ITERATOR, f.0, sentinel, Obj::NULL))
        },
    )
    .hidden(),
    function("aiter($module, async_iterable, /)", "The asynchronous iterator of an asynchronous iterable.", |m, a| {
        let o = a.get(m, 0);
        if m.lookup_special(o, static_strings::DUNDER_AITER).is_null() {
            let name = m.type_name(o);
            return Err(m.raise(ty::TYPE_ERROR, &format!("'{name}' object is not an async iterable")));
        }
        m.go_on_with(What::AsyncIter, &[StackRef::borrowed(o), StackRef::NULL], 0)
    }),
    function("len($module, obj, /)", "How many items there are.", |m, a| {
        let o = a.get(m, 0);
        if !m.is_builtin_exact(o) && !m.lookup_special(o, static_strings::DUNDER_LEN).is_null() {
            return m.go_on_as(What::Len, &[StackRef::borrowed(o)]);
        }
        let n = m.len(o)?;
        Ok(m.new_int(n as i64))
    }),
    function("locals($module, /)", "The local names.", |m, _| Ok(m.locals_dict())),
    function("max(*args, key=None, default=None)", "The greatest item.", |m, a| min_max(m, a, CompareOp::Gt, "max"))
        .hidden(),
    function("min(*args, key=None, default=None)", "The least item.", |m, a| min_max(m, a, CompareOp::Lt, "min"))
        .hidden(),
    function("next(iterator, default=None, /)", "The next item of the iterator, or the default at its end.", |m, a| {
        let it = a.get(m, 0);
        if m.kind(it) == Kind::Instance && m.lookup_special(it, static_strings::DUNDER_NEXT).is_null()
            || m.is_builtin_exact(it)
                && m.iter_builtin(it)?.is_none_or(|same| {
                    let own = same.get() == it;
                    m.drop_ref(same);
                    !own
                })
        {
            let name = m.type_name(it);
            return Err(m.raise(ty::TYPE_ERROR, &format!("'{name}' object is not an iterator")));
        }
        if !m.steps_natively(it) {
            let default = if a.n == 2 { StackRef::borrowed(a.get(m, 1)) } else { StackRef::NULL };
            return m.go_on_as(What::Next, &[StackRef::borrowed(it), default]);
        }
        match m.iter_next(it)? {
            Some(value) => Ok(value),
            None if a.n == 2 => {
                let default = a.get(m, 1);
                Ok(m.new_ref(default))
            }
            None => Err(m.raise_empty(ty::STOP_ITERATION)),
        }
    })
    .hidden(),
    function(
        "anext($module, aiterator, default=<unrepresentable>, /)",
        "To be awaited: the next item of the asynchronous iterator, or the default at its end.",
        |m, a| {
            let (o, default) = (a.get(m, 0), a.opt(m, 1));
            if m.lookup_special(o, static_strings::DUNDER_ANEXT).is_null() {
                let name = m.type_name(o);
                return Err(m.raise(ty::TYPE_ERROR, &format!("'{name}' object is not an async iterator")));
            }
            let default = if default.is_null() { StackRef::NULL } else { StackRef::borrowed(default) };
            m.go_on_with(What::AsyncIter, &[StackRef::borrowed(o), default], 1)
        },
    ),
    function("oct($module, number, /)", "The number in octal.", |m, a| radix(m, a, 8, "0o")),
    function(
        "open($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, newline=None, closefd=True, opener=None)",
        "Open a file.",
        |m, _| Err(m.not_supported("open()")),
    ),
    function("ord($module, character, /)", "The number of a character.", |m, a| {
        let o = a.get(m, 0);
        let n = m.slot(o).a;
        match m.kind(o) {
            Kind::Str if n == 1 => {
                let point = m.str_view(o).at(0);
                Ok(m.new_int(i64::from(point)))
            }
            Kind::Bytes | Kind::ByteArray if n == 1 => {
                let byte = m.bytes_value(o)[0];
                Ok(m.new_int(i64::from(byte)))
            }
            Kind::Str | Kind::Bytes | Kind::ByteArray => {
                Err(m.raise(ty::TYPE_ERROR, &format!("ord() expected a character, but string of length {n} found")))
            }
            _ => {
                let name = m.type_name(o);
                Err(m.raise(ty::TYPE_ERROR, &format!("ord() expected string of length 1, but {name} found")))
            }
        }
    }),
    function(
        "pow($module, /, base, exp, mod=None)",
        "The base to the power of exp, modulo mod if that is given.",
        |m, a| {
            let (x, y, z) = (a.get(m, 0), a.get(m, 1), a.opt(m, 2));
            if z.is_null() || Machine::is_none(z) {
                return m.binary(BinaryOp::Pow, x, y);
            }
            m.pow_mod(x, y, z)
        },
    ),
    function(
        "print($module, /, *args, sep=' ', end='\\n', file=None, flush=False)",
        "Write the values to the file, with sep between them and end behind.",
        print,
    ),
    function("repr($module, obj, /)", "Text that shows the object as a program would write it.", |m, a| {
        m.ask(Ask::Repr, &[a.get(m, 0)])
    }),
    function("round($module, /, number, ndigits=None)", "The number rounded to that many digits.", |m, a| {
        let (x, n) = (a.opt(m, 0), a.opt(m, 1));
        m.round(x, n)
    }),
    function("setattr($module, obj, name, value, /)", "Set an attribute.", |m, a| {
        let (o, name, value) = (a.get(m, 0), a.get(m, 1), a.get(m, 2));
        m.check_attribute_name(name)?;
        m.ask_attribute(Ask::SetAttr, o, name, value)
    }),
    function(
        "sorted($module, iterable, /, *, key=None, reverse=False)",
        "A new list of the items in order.",
        |m, a| {
            if a.n != 1 {
                let text = format!("sorted expected 1 argument, got {}", a.n);
                return Err(m.raise(ty::TYPE_ERROR, &text));
            }
            not_iterable_first(m, a.get(m, 0))?;
            let (key, reverse) = (a.keyword(m, "key"), a.keyword(m, "reverse"));
            if a.kwcount(m) > u32::from(!key.is_null()) + u32::from(!reverse.is_null()) {
                return Err(m.unexpected_keyword_of("sort", a, &["key".into(), "reverse".into()]));
            }
            let reverse = !reverse.is_null() && m.truthy(reverse)?;
            let how = SORTED | if reverse { REVERSE } else { 0 };
            let iterable = a.get(m, 0);
            let list = m.new_list();
            m.sort_list(StackRef::owned(list.into_edge()), iterable, key, how)
        },
    )
    .own(),
    function("sum($module, iterable, /, start=0)", "The start and all items added up.", |m, a| {
        let start = a.opt(m, 1);
        if !start.is_null() && matches!(m.kind(start), Kind::Str | Kind::Bytes | Kind::ByteArray) {
            not_iterable_first(m, a.get(m, 0))?;
        }
        if !start.is_null() && m.kind(start) == Kind::Str {
            return Err(m.raise(ty::TYPE_ERROR, "sum() can't sum strings [use ''.join(seq) instead]"));
        }
        if !start.is_null() && matches!(m.kind(start), Kind::Bytes | Kind::ByteArray) {
            let name = if m.kind(start) == Kind::Bytes { "bytes" } else { "bytearray" };
            return Err(m.raise(ty::TYPE_ERROR, &format!("sum() can't sum {name} [use b''.join(seq) instead]")));
        }
        if let Some(o) = if start.is_null() { walked(m, a.get(m, 0)) } else { None }
            && let Some(sum) = m.plain_sum(o)
        {
            return Ok(match sum {
                Sum::Int(value) => m.new_int(value),
                Sum::Float(value) => m.new_float(value),
            });
        }
        let zero = m.new_int(0).into_edge();
        let start = StackRef::borrowed(if start.is_null() { zero } else { start });
        let [iterable, iterator] = over(a.get(m, 0));
        m.go_on_as(What::Sum, &[iterable, iterator, start, StackRef::NULL])
    }),
    function(
        "vars(object=None, /)",
        "The attributes of the object, by name; without an argument, the local names.",
        |m, a| {
            if a.n == 0 {
                return Ok(m.locals_dict());
            }
            match m.getattr_opt(a.get(m, 0), static_strings::DUNDER_DICT)? {
                Some(dict) => Ok(dict),
                None => Err(m.raise(ty::TYPE_ERROR, "vars() argument must have __dict__ attribute")),
            }
        },
    )
    .hidden()
    .tuple(),
];

/// A new list of what can be iterated over, in order.
fn sorted_anew(m: &mut Machine, items: Owned) -> R {
    let list = m.new_list();
    let held = [StackRef::owned(list.into_edge()), StackRef::NULL, StackRef::owned(items.into_edge())];
    m.go_on_with(What::Sort, &held, SORTED)
}

/// The list or tuple itself, where its items lie. Walking over it makes an iterator, whose block comes from and goes to
/// where one does.
fn walked(m: &mut Machine, o: Obj) -> Option<Obj> {
    let t = match m.ty(o) {
        ty::LIST => ty::LIST_ITERATOR,
        ty::TUPLE => ty::TUPLE_ITERATOR,
        _ => return None,
    };
    let it = m.new_seq_iter(t, o);
    m.drop_ref(it);
    Some(o)
}

fn all_any(m: &mut Machine, a: Args, want: bool) -> R {
    let o = a.get(m, 0);
    if let Some(o) = walked(m, o)
        && let Some(found) = m.plain_any(o, want)
    {
        return boolean(found == want);
    }
    let [iterable, iterator] = over(o);
    m.go_on_with(What::AnyAll, &[iterable, iterator, StackRef::NULL], u64::from(want))
}

fn radix(m: &mut Machine, a: Args, base: u32, prefix: &str) -> R {
    use num_traits::Signed;
    let i = m.index(a.get(m, 0))?;
    let value = m.int_value(i.get()).big();
    m.drop_ref(i);
    let sign = if value.is_negative() { "-" } else { "" };
    let text = format!("{sign}{prefix}{}", value.magnitude().to_str_radix(base));
    Ok(m.new_str(&text))
}

fn print(m: &mut Machine, a: Args) -> R {
    let text_param = |m: &mut Machine, i: u32, name: &str, default: u8| -> R<Obj> {
        let o = a.kwonly(m, i);
        if o.is_null() || Machine::is_none(o) {
            return Ok(Obj(fixed::LATIN1 + u32::from(default)));
        }
        if m.kind(o) != Kind::Str {
            let got = m.type_name(o);
            return Err(m.raise(ty::TYPE_ERROR, &format!("{name} must be None or a string, not {got}")));
        }
        Ok(o)
    };
    let sep = text_param(m, 0, "sep", b' ')?;
    let end = text_param(m, 1, "end", b'\n')?;
    let (mut file, flush) = (a.kwonly(m, 2), a.kwonly(m, 3));
    if file.is_null() || Machine::is_none(file) {
        file = m.sys_stdout();
        if file.is_null() {
            return Err(m.raise(ty::RUNTIME_ERROR, "lost sys.stdout"));
        }
        if Machine::is_none(file) {
            return none();
        }
    }
    let native = m.standard_output(file);
    let texts = (0..a.n).map(|i| a.get(m, i)).chain([sep, end]);
    let writable = |m: &Machine, o: Obj| m.kind(o) != Kind::Str || !m.has_surrogates(o);
    if native.is_none() || !texts.into_iter().all(|o| m.shows_natively(o, 0) && writable(m, o)) {
        let (sep, end) = (m.new_ref(sep), m.new_ref(end));
        let asked = m.go_on_as(What::Print, &print_locals(sep, end, file, flush));
        if let Some(request) = &mut m.thread.request {
            request.b = u64::from(a.base) | u64::from(a.n) << 32;
        }
        return asked;
    }
    let (sep, end) = (m.str_text(sep), m.str_text(end));
    let mut out = String::new();
    for i in 0..a.n {
        if i > 0 {
            out.push_str(&sep);
        }
        out.push_str(&m.display(a.get(m, i))?);
    }
    out.push_str(&end);
    m.write_bytes(native == Some(true), out.as_bytes());
    if !flush.is_null() && m.truthy(flush)? {
        m.flush_stdout();
    }
    none()
}

fn min_max(m: &mut Machine, a: Args, op: CompareOp, name: &str) -> R {
    if a.n == 0 {
        return Err(m.raise(ty::TYPE_ERROR, &format!("{name} expected at least 1 argument, got 0")));
    }
    if a.n > 1 && !a.kwonly(m, 1).is_null() {
        let text = format!("Cannot specify a default for {name}() with multiple positional arguments");
        return Err(m.raise(ty::TYPE_ERROR, &text));
    }
    let (key, default) = (lent_unless_none(a.kwonly(m, 0)), lent_or_null(a.kwonly(m, 1)));
    if key == StackRef::NULL {
        let best = if a.n > 1 {
            m.plain_best(op, a.n as usize, |i| a.get(m, i as u32))
        } else {
            let o = a.get(m, 0);
            walked(m, o).and_then(|o| m.plain_best(op, m.tuple_len(o) as usize, |i| m.tuple_item(o, i as u32)))
        };
        if let Some(best) = best {
            return Ok(m.new_ref(best));
        }
    }
    let iterable = if a.n == 1 { StackRef::borrowed(a.get(m, 0)) } else { StackRef::NULL };
    let mut held = [StackRef::NULL; 8];
    (held[0], held[1], held[2]) = (key, default, iterable);
    let asked = m.go_on_with(What::MinMax, &held, op as u64);
    if let Some(request) = &mut m.thread.request {
        request.b = u64::from(a.base) | u64::from(a.n) << 32;
    }
    asked
}

impl Machine {
    pub fn is_callable(&mut self, o: Obj) -> bool {
        match self.kind(o) {
            Kind::Instance => !self.lookup_special(o, static_strings::DUNDER_CALL).is_null(),
            kind => matches!(
                kind,
                Kind::Function
                    | Kind::Method
                    | Kind::BuiltinFunction
                    | Kind::MethodDescriptor
                    | Kind::WrapperDescriptor
                    | Kind::Type
                    | Kind::StaticMethod
                    | Kind::GenericAlias
            ),
        }
    }

    /// `ascii(o)`.
    pub fn ascii(&mut self, o: Obj) -> R {
        let r = self.repr(o)?;
        Ok(self.ascii_of(r))
    }

    /// The text of a `repr` with escapes for all that is not ASCII.
    pub(crate) fn ascii_of(&mut self, r: Owned) -> Owned {
        if self.str_is_ascii(r.get()) {
            return r;
        }
        let mut out = String::new();
        for p in self.str_points(r.get()) {
            match p {
                0..=0x7F => out.push(char::from(p as u8)),
                0x80..=0xFF => out.push_str(&format!("\\x{p:02x}")),
                0x100..=0xFFFF => out.push_str(&format!("\\u{p:04x}")),
                _ => out.push_str(&format!("\\U{p:08x}")),
            }
        }
        self.drop_ref(r);
        self.new_str(&out)
    }

    /// `pow(x, y, z)` of integers.
    pub fn pow_mod(&mut self, x: Obj, y: Obj, z: Obj) -> R {
        use num_bigint::BigInt;
        use num_traits::{Signed, Zero};
        // Classes are asked first: the left operand's, then the right one's (`slot_nb_power`).
        for (o, method, args) in [(x, static_strings::DUNDER_POW, [y, z]), (y, static_strings::DUNDER_RPOW, [x, z])] {
            let found = if self.is_builtin_exact(o) { Obj::NULL } else { self.lookup_special(o, method) };
            if !found.is_null() && !matches!(self.kind(found), Kind::WrapperDescriptor | Kind::None) {
                let value = self.call_unbound(found, o, &args)?;
                if value.get() != fixed::NOT_IMPLEMENTED {
                    return Ok(value);
                }
                self.drop_ref(value);
            }
        }
        let kinds = [x, y, z].map(|o| self.kind(o));
        let number = |kind: &Kind| matches!(kind, Kind::Int | Kind::Bool | Kind::Float | Kind::Complex);
        // The first that is no int is asked, which refuses in its own words.
        for kind in kinds {
            let (class, text) = match kind {
                Kind::Int | Kind::Bool => continue,
                Kind::Float => (ty::TYPE_ERROR, "pow() 3rd argument not allowed unless all arguments are integers"),
                Kind::Complex if kinds[..2].iter().all(number) => (ty::VALUE_ERROR, "complex modulo"),
                _ => continue,
            };
            return Err(self.raise(class, text));
        }
        if !self.is_int(x) || !self.is_int(y) || !self.is_int(z) {
            let [x, y, z] = [x, y, z].map(|o| self.type_name(o));
            let text = format!("unsupported operand type(s) for ** or pow(): '{x}', '{y}', '{z}'");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        let (mut base, mut exponent, modulus) =
            (self.int_value(x).big(), self.int_value(y).big(), self.int_value(z).big());
        if modulus.is_zero() {
            return Err(self.raise(ty::VALUE_ERROR, "pow() 3rd argument cannot be 0"));
        }
        if exponent.is_negative() {
            match base.modinv(&modulus) {
                Some(inverse) => base = inverse,
                None => return Err(self.raise(ty::VALUE_ERROR, "base is not invertible for the given modulus")),
            }
            exponent = -exponent;
        }
        let value: BigInt = base.modpow(&exponent, &modulus);
        Ok(self.new_bigint(&value))
    }

    /// `round(x, n)`.
    fn round(&mut self, x: Obj, n: Obj) -> R {
        let n = if Machine::is_none(n) { Obj::NULL } else { n };
        match self.kind(x) {
            Kind::Float => {
                let value = self.float_value(x);
                if n.is_null() {
                    return self.float_to_int(value.round_ties_even());
                }
                let digits = self.index_clamped(n)?;
                self.rounded(value, digits)
            }
            Kind::Int | Kind::Bool => {
                if n.is_null() {
                    let value = self.int_value(x);
                    return Ok(self.int_from_value(value));
                }
                let digits = self.index_clamped(n)?;
                let value = self.int_value(x).big();
                if digits >= 0 {
                    return Ok(self.new_bigint(&value));
                }
                let rounded = crate::objects::longobject::methods::round_int(value, digits.unsigned_abs());
                Ok(self.new_bigint(&rounded))
            }
            _ => {
                let args: &[Obj] = if n.is_null() { &[] } else { &[n] };
                if let Some(value) = self.call_special(x, static_strings::DUNDER_ROUND, args)? {
                    return Ok(value);
                }
                let name = self.type_name(x);
                Err(self.raise(ty::TYPE_ERROR, &format!("type {name} doesn't define __round__ method")))
            }
        }
    }
}

/// What cannot be iterated over is told before anything else is looked at.
fn not_iterable_first(m: &mut Machine, o: Obj) -> R<()> {
    if !m.is_iterable(o) {
        let it = m.iter(o)?;
        m.drop_ref(it);
    }
    Ok(())
}
