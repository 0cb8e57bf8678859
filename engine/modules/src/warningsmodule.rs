//! `_warnings` (`Python/_warnings.c`).

use crate::fill::put;
use vm::memory::object::{Kind, Obj, Owned};
use vm::native::args::none;
use vm::native::static_strings::fixed;
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;
use vm::python::warnings::{About, VERSION, attribute, explicit, warn};
use vm::state::interpreter::Machine;

/// `_warnings`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_warnings",
    doc: "Warnings: which are shown, and how often.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        let filters = m.new_list();
        if !m.host.warnings {
            push_filter(m, filters.get(), "ignore", ty::WARNING, None);
        }
        push_filter(m, filters.get(), "default", ty::DEPRECATION_WARNING, Some("__main__"));
        for class in
            [ty::DEPRECATION_WARNING, ty::PENDING_DEPRECATION_WARNING, ty::IMPORT_WARNING, ty::RESOURCE_WARNING]
        {
            push_filter(m, filters.get(), "ignore", class, None);
        }
        put(m, dict, "filters", filters);
        let once = m.new_dict();
        put(m, dict, "_onceregistry", once);
        let action = m.intern_str("default");
        put(m, dict, "_defaultaction", action);
        let version = m.new_int(0);
        put(m, dict, VERSION, version);
        if let Ok(var) = crate::contextvarsmodule::new_variable(m, "warnings_context") {
            put(m, dict, "_warnings_context", var);
        }
    },
};

fn push_filter(m: &mut Machine, filters: Obj, action: &str, class: u32, module: Option<&str>) {
    let action = m.intern_str(action);
    let class = m.type_obj(class);
    let class = m.new_ref(class);
    let module = module.map_or(Owned::steal(fixed::NONE), |name| m.intern_str(name));
    let line = m.new_int(0);
    let row = m.new_tuple(vec![action, Owned::steal(fixed::NONE), class, module, line]);
    m.list_append(filters, row);
}

/// What a machine that shows no warnings begins with.
pub fn silence(m: &mut Machine) {
    let filters = attribute(m, "_warnings", "filters");
    if !filters.is_null() && m.kind(filters) == Kind::List {
        let rest = m.new_list();
        push_filter(m, rest.get(), "ignore", ty::WARNING, None);
        let row = m.list_item(rest.get(), 0);
        let row = m.new_ref(row);
        m.list_insert(filters, 0, row);
        m.drop_ref(rest);
    }
}

const FUNCTIONS: &[Native] = &[
    function(
        "warn($module, /, message, category=None, stacklevel=1, source=None, *,\n     skip_file_prefixes=<unrepresentable>)",
        "Issue a warning, or ignore it.",
        warn,
    ),
    function(
        "warn_explicit($module, /, message, category, filename, lineno,\n              module=<unrepresentable>, registry=None,\n              module_globals=None, source=None)",
        "Issue a warning about a line.",
        |m, a| {
            let [message, category, file, line, module, registry, _, source] =
                [0, 1, 2, 3, 4, 5, 6, 7].map(|i| a.opt(m, i));
            m.want("warn_explicit", "argument 'filename'", file, Kind::Str, "str")?;
            let line = m.index_i64(line)?;
            let about = About { file, line, module, registry, source };
            explicit(m, message, category, about)
        },
    ),
    function("_filters_mutated_lock_held($module, /)", "The filters have changed.", |m, _| {
        let version = attribute(m, "_warnings", VERSION);
        let next = if version.is_null() { 1 } else { m.int_clamped(version) + 1 };
        let (module, key) = (m.intern_str("_warnings"), m.intern_str(VERSION));
        let found = m.dict_get_str(m.sys_modules, module.get());
        if !found.is_null() && m.kind(found) == Kind::Module {
            let next = m.new_int(next);
            m.instance_set(found, key.get(), next);
        }
        m.drop_ref(module);
        m.drop_ref(key);
        none()
    }),
    function("_acquire_lock($module, /)", "Take the lock of the filters.", |_, _| none()),
    function("_release_lock($module, /)", "Give it back.", |_, _| none()),
];
