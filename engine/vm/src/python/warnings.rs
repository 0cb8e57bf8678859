//! Warnings (`Python/_warnings.c`): which are shown, by the filters, and how often. Those of the interpreter itself go the same way as a
//! program's own.

use crate::memory::object::{Kind, Obj, R};
use crate::native::args::{Args, none};
use crate::native::static_strings::{self, fixed};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// Where `_warnings` keeps the number of changes of the filters: what lines have warned of is void when it changes.
pub const VERSION: &str = "_filters_version";

/// A name of a module, if that has been imported; borrowed, or NULL.
pub fn attribute(m: &mut Machine, module: &str, name: &str) -> Obj {
    let [module, name] = [module, name].map(|text| m.intern_str(text));
    let found = m.dict_get_str(m.sys_modules, module.get());
    let value =
        if found.is_null() || m.kind(found) != Kind::Module { Obj::NULL } else { m.instance_get(found, name.get()) };
    m.drop_ref(module);
    m.drop_ref(name);
    value
}

/// A name of `warnings`, else of `_warnings`.
fn setting(m: &mut Machine, name: &str, own: &str) -> Obj {
    let found = attribute(m, "warnings", name);
    if found.is_null() { attribute(m, "_warnings", own) } else { found }
}

/// What a warning is about; NULL where nothing is known.
pub struct About {
    pub file: Obj,
    pub line: i64,
    pub module: Obj,
    pub registry: Obj,
    pub source: Obj,
}

fn is_internal(m: &Machine, file: Obj) -> bool {
    let text = m.str_text(file);
    text.contains("importlib") && text.contains("_bootstrap")
}

/// `warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=())`.
pub fn warn(m: &mut Machine, a: Args) -> R {
    let [message, category, level, source, prefixes] = [0, 1, 2, 3, 4].map(|i| a.opt(m, i));
    let mut level = if level.is_null() { 1 } else { m.index_i64(level)? };
    let category = category_of(m, message, category)?;
    let prefixes = if prefixes.is_null() { Vec::new() } else { m.seq_items(prefixes) };
    for &prefix in &prefixes {
        if m.kind(prefix) != Kind::Str {
            let got = m.type_name(prefix);
            return Err(m.raise(ty::TYPE_ERROR, &format!("Found non-str '{got}' in skip_file_prefixes.")));
        }
    }
    if !prefixes.is_empty() {
        level = level.max(2);
    }
    let prefixes: Vec<String> = prefixes.into_iter().map(|prefix| m.str_text(prefix)).collect();
    warn_at(m, message, category, level, source, &prefixes)
}

/// A warning about the line that many frames up (`do_warn`).
fn warn_at(m: &mut Machine, message: Obj, category: Obj, level: i64, source: Obj, prefixes: &[String]) -> R {
    let mut level = level;
    let frames: Vec<(u32, u32, Obj)> = m
        .thread
        .frames
        .iter()
        .rev()
        .filter(|frame| !frame.is_native())
        .map(|frame| (frame.code, frame.ip, frame.globals))
        .collect();
    let file_of = |m: &Machine, i: usize| m.codes[frames[i].0 as usize].filename;
    let mut at = 0;
    let plain = level <= 0 || frames.first().is_some_and(|_| is_internal(m, file_of(m, 0)));
    while level > 1 && at < frames.len() {
        level -= 1;
        at += 1;
        while !plain && at < frames.len() {
            let file = file_of(m, at);
            let text = m.str_text(file);
            if !is_internal(m, file) && !prefixes.iter().any(|prefix| text.starts_with(prefix.as_str())) {
                break;
            }
            at += 1;
        }
    }
    let (file, line, globals) = match frames.get(at) {
        Some(&(code, ip, globals)) => {
            let line = m.position_of(code, ip.saturating_sub(1)).line.unwrap_or(0);
            (m.codes[code as usize].filename, i64::from(line), globals)
        }
        None => {
            let file = m.new_str("<sys>");
            (m.keep(file), 0, m.builtins)
        }
    };
    let key = m.intern_str("__warningregistry__");
    let key = m.keep(key);
    let mut registry = m.dict_get_str(globals, key);
    if registry.is_null() {
        let dict = m.new_dict();
        registry = dict.get();
        m.dict_set_str(globals, key, dict);
    }
    let mut module = m.dict_get_str(globals, static_strings::DUNDER_NAME);
    if module.is_null() || !matches!(m.kind(module), Kind::Str | Kind::None) {
        let text = m.new_str("<string>");
        module = m.keep(text);
    }
    explicit(m, message, category, About { file, line, module, registry, source })
}

/// The class of a warning, which may be given by the message itself (`get_category`).
fn category_of(m: &mut Machine, message: Obj, category: Obj) -> R<Obj> {
    if m.isinstance_of(message, ty::WARNING) {
        return Ok(m.class_of(message));
    }
    if category.is_null() || Machine::is_none(category) {
        return Ok(m.type_obj(ty::USER_WARNING));
    }
    if m.kind(category) != Kind::Type || !m.is_subtype(m.slot(category).a, ty::WARNING) {
        let got = m.type_name(category);
        return Err(m.raise(ty::TYPE_ERROR, &format!("category must be a Warning subclass, not '{got}'")));
    }
    Ok(category)
}

/// `warn_explicit`.
pub fn explicit(m: &mut Machine, message: Obj, category: Obj, about: About) -> R {
    if !about.module.is_null() && Machine::is_none(about.module) {
        return none();
    }
    let registry = if Machine::is_none(about.registry) { Obj::NULL } else { about.registry };
    if !registry.is_null() && m.kind(registry) != Kind::Dict {
        return Err(m.raise(ty::TYPE_ERROR, "'registry' must be a dict or None"));
    }
    let module = if about.module.is_null() {
        let file = m.str_text(about.file);
        let name = if file.is_empty() { "<unknown>" } else { file.strip_suffix(".py").unwrap_or(&file) };
        let name = m.new_str(name);
        m.keep(name)
    } else {
        about.module
    };
    let (text, category, message) = if m.isinstance_of(message, ty::WARNING) {
        let text = m.str(message)?;
        (m.keep(text), m.class_of(message), message)
    } else {
        let made = m.call(category, &[message])?;
        (message, category, m.keep(made))
    };
    let line = m.new_int(about.line);
    let line = m.keep(line);
    let key = m.new_tuple_from(&[text, category, line]);
    let key = m.keep(key);
    if !registry.is_null() && warned_already(m, registry, key, false)? {
        return none();
    }
    let (action, row) = find_action(m, category, text, about.line, module)?;
    let action_text = m.str_text(action);
    match action_text.as_str() {
        "error" => {
            let exc = m.new_ref(message);
            return Err(m.raise_exception(exc));
        }
        "ignore" => return none(),
        "always" | "all" => {}
        "default" | "once" | "module" => {
            if !registry.is_null() {
                m.dict_set(registry, key, fixed::TRUE)?;
            }
            let mut shown_before = false;
            if action_text == "once" {
                let registry = if registry.is_null() { setting(m, "onceregistry", "_onceregistry") } else { registry };
                let key = m.new_tuple_from(&[text, category]);
                let key = m.keep(key);
                shown_before = warned_already(m, registry, key, true)?;
            } else if action_text == "module" && !registry.is_null() {
                let zero = m.new_int(0);
                let zero = m.keep(zero);
                let key = m.new_tuple_from(&[text, category, zero]);
                let key = m.keep(key);
                shown_before = warned_already(m, registry, key, true)?;
            }
            if shown_before {
                return none();
            }
        }
        _ => {
            let (action, row) = (m.repr_text(action)?, m.repr_text(row)?);
            let text = format!("Unrecognized action ({action}) in warnings.filters:\n {row}");
            return Err(m.raise(ty::RUNTIME_ERROR, &text));
        }
    }
    show(m, message, category, text, &about, line)
}

fn warned_already(m: &mut Machine, registry: Obj, key: Obj, set: bool) -> R<bool> {
    let name = m.intern_str("version");
    let name = m.keep(name);
    let now = attribute(m, "_warnings", VERSION);
    let now = if now.is_null() { 0 } else { m.int_clamped(now) };
    let known = m.dict_get_str(registry, name);
    if known.is_null() || m.kind(known) != Kind::Int || m.int_clamped(known) != now {
        m.dict_clear(registry);
        let now = m.new_int(now);
        m.dict_set_str(registry, name, now);
    } else {
        let found = m.dict_get(registry, key)?;
        if !found.is_null() && m.truthy(found)? {
            return Ok(true);
        }
    }
    if set {
        m.dict_set(registry, key, fixed::TRUE)?;
    }
    Ok(false)
}

/// Whether a part of a filter fits: None fits all, text what equals it, else a pattern is asked.
fn fits(m: &mut Machine, wanted: Obj, o: Obj) -> R<bool> {
    if Machine::is_none(wanted) {
        return Ok(true);
    }
    if m.kind(wanted) == Kind::Str {
        return Ok(m.kind(o) == Kind::Str && m.str_eq(wanted, o));
    }
    let name = m.intern_str("match");
    let name = m.keep(name);
    let method = m.getattr(wanted, name)?;
    let method = m.keep(method);
    let found = m.call(method, &[o])?;
    let found = m.keep(found);
    m.truthy(found)
}

fn find_action(m: &mut Machine, category: Obj, text: Obj, line: i64, module: Obj) -> R<(Obj, Obj)> {
    let filters = setting(m, "filters", "filters");
    if filters.is_null() || m.kind(filters) != Kind::List {
        return Err(m.raise(ty::VALUE_ERROR, "_warnings.filters must be a list"));
    }
    let mut i = 0;
    while i < m.list_len(filters) {
        let row = m.list_item(filters, i);
        i += 1;
        if m.kind(row) != Kind::Tuple || m.tuple_len(row) != 5 {
            return Err(m.raise(ty::VALUE_ERROR, &format!("_warnings.filters item {} isn't a 5-tuple", i - 1)));
        }
        let row = m.new_ref(row);
        let row = m.keep(row);
        let parts = m.seq_items(row);
        let of_class = m.kind(parts[2]) == Kind::Type && m.is_subtype(m.slot(category).a, m.slot(parts[2]).a);
        let of_line = m.int_clamped(parts[4]);
        if of_class && (of_line == 0 || of_line == line) && fits(m, parts[1], text)? && fits(m, parts[3], module)? {
            return Ok((parts[0], row));
        }
    }
    let action = setting(m, "defaultaction", "_defaultaction");
    if action.is_null() || m.kind(action) != Kind::Str {
        return Err(m.raise(ty::VALUE_ERROR, "_warnings.defaultaction must be a string"));
    }
    Ok((action, fixed::NONE))
}

fn show(m: &mut Machine, message: Obj, category: Obj, text: Obj, about: &About, line: Obj) -> R {
    let function = attribute(m, "warnings", "_showwarnmsg");
    if function.is_null() {
        let name = m.name_of_type(m.slot(category).a);
        let (file, text) = (m.str_text(about.file), m.display(text)?);
        let mut out = format!("{file}:{}: {name}: {text}\n", about.line);
        let source = m.source_text(&file);
        if let Some(shown) = source.as_deref().and_then(|s| s.lines().nth((about.line - 1).max(0) as usize)) {
            out += &format!("  {}\n", shown.trim());
        }
        if !about.source.is_null() && !Machine::is_none(about.source) {
            out += &format!("{name}: Enable tracemalloc to get the object allocation traceback\n");
        }
        m.tell_stderr(&out);
        return none();
    }
    if !m.is_callable(function) {
        return Err(m.raise(ty::TYPE_ERROR, "warnings._showwarnmsg() must be set to a callable"));
    }
    let class = attribute(m, "warnings", "WarningMessage");
    if class.is_null() {
        return Err(m.raise(ty::RUNTIME_ERROR, "unable to get warnings.WarningMessage"));
    }
    let source = if about.source.is_null() { fixed::NONE } else { about.source };
    let made = m.call(class, &[message, category, about.file, line, fixed::NONE, fixed::NONE, source])?;
    let made = m.keep(made);
    let done = m.call(function, &[made])?;
    m.drop_ref(done);
    none()
}

impl Machine {
    /// A warning about the line that runs; `class` is its category (`PyErr_WarnEx`).
    ///
    /// # Errors
    /// The filters may make an exception of it.
    pub fn warn(&mut self, class: u32, text: &str) -> R<()> {
        self.warn_about(class, text, Obj::NULL)
    }

    /// As `warn`, about an object.
    fn warn_about(&mut self, class: u32, text: &str, source: Obj) -> R<()> {
        if self.halt.is_some() || attribute(self, "_warnings", "filters").is_null() {
            return Ok(());
        }
        let height = self.kept();
        let text = self.new_str(text);
        let text = self.keep(text);
        let class = self.type_obj(class);
        let done = warn_at(self, text, class, 1, source, &[]);
        self.drop_kept(height);
        self.drop_ref(done?);
        Ok(())
    }

    /// As `warn`, where nobody can receive an exception.
    pub(crate) fn warn_or_report(&mut self, class: u32, text: &str, source: Obj, place: &str, o: Obj) {
        let raised = self.suspend_raised();
        if self.warn_about(class, text, source).is_err() {
            self.write_unraisable(place, o);
        }
        self.restore_raised(raised);
    }

    /// A `SyntaxWarning` about a line of a file.
    ///
    /// # Errors
    /// The filters may make an exception of it.
    pub(crate) fn warn_of_syntax(&mut self, text: &str, file: &str, line: u32) -> R<()> {
        if self.halt.is_some() || attribute(self, "_warnings", "filters").is_null() {
            return Ok(());
        }
        let height = self.kept();
        let [text, file] = [text, file].map(|text| self.new_str(text));
        let (text, file) = (self.keep(text), self.keep(file));
        let about = About { file, line: i64::from(line), module: Obj::NULL, registry: Obj::NULL, source: Obj::NULL };
        let class = self.type_obj(ty::SYNTAX_WARNING);
        let done = explicit(self, text, class, about);
        self.drop_kept(height);
        self.drop_ref(done?);
        Ok(())
    }

    /// `warnings._warn_unawaited_coroutine`, which is Python code, if `warnings` has been imported; NULL else.
    pub(crate) fn unawaited_hook(&mut self) -> Obj {
        attribute(self, "warnings", "_warn_unawaited_coroutine")
    }
}
