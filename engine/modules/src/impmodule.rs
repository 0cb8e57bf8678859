//! `_imp` (`Python/import.c`): what importlib asks of the interpreter.

use crate::fill::put;
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::native::args::{Args, boolean, none};
use vm::native::static_strings::fixed;
use vm::native::typedef::{ModuleDef, Native, function};
use vm::objects::typeobject::ty;
use vm::state::interpreter::Machine;

/// `_imp`.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_imp",
    doc: "What importlib asks of the interpreter.",
    functions: FUNCTIONS,
    fill: |m, dict| {
        let default = m.intern_str("default");
        put(m, dict, "check_hash_based_pycs", default);
        let token = m.new_int(i64::from(u32::from_le_bytes(compiler::pyc::MAGIC)));
        put(m, dict, "pyc_magic_number_token", token);
    },
};

/// Native extensions have names like these; none can be loaded.
const SUFFIXES: [&str; 4] = [".cpython-314-x86_64-linux-gnu.so", ".abi3.so", ".abi3-x86_64-linux-gnu.so", ".so"];

const FUNCTIONS: &[Native] = &[
    function("lock_held($module, /)", "Whether the import lock is held.", |_, _| boolean(false)),
    function("acquire_lock($module, /)", "Take the import lock.", |_, _| none()),
    function("release_lock($module, /)", "Give the import lock back.", |_, _| none()),
    function("extension_suffixes($module, /)", "How names of native extensions end.", |m, _| {
        let items = SUFFIXES.iter().map(|suffix| m.new_str(suffix)).collect();
        Ok(m.new_list_of(items))
    }),
    function("is_builtin($module, name, /)", "1 for a built-in module, 0 for others.", |m, a| {
        let name = name_of(m, a, "is_builtin")?;
        let own = m.modules.iter().any(|def| def.name == name && !name.contains('.'));
        if !own {
            refuse_not_built(m, &name)?;
        }
        let n = if matches!(name.as_str(), "sys" | "builtins") { -1 } else { i64::from(own) };
        Ok(m.new_int(n))
    }),
    function("is_frozen($module, name, /)", "Whether there is a frozen module of that name.", |m, a| {
        let name = name_of(m, a, "is_frozen")?;
        boolean(library::is_frozen(&name))
    }),
    function("is_frozen_package($module, name, /)", "Whether that frozen module is a package.", |m, a| {
        let name = name_of(m, a, "is_frozen_package")?;
        match library::frozen(&name) {
            Some((_, package)) => boolean(package),
            None => no_such_frozen(m, &name, a.get(m, 0)),
        }
    }),
    function("find_frozen($module, name, /, *, withdata=False)", "What is known of a frozen module.", |m, a| {
        let name = name_of(m, a, "find_frozen")?;
        let (known, package) = (library::is_frozen(&name), library::is_frozen_package(&name));
        if !known {
            return none();
        }
        let origin = library::frozen_origin(&name).map(|origin| m.new_str(origin));
        let origin = origin.unwrap_or_else(|| Owned::steal(fixed::NONE));
        let package = Owned::steal(Machine::new_bool(package));
        Ok(m.new_tuple(vec![Owned::steal(fixed::NONE), package, origin]))
    }),
    function("get_frozen_object($module, name, data=None, /)", "The code of a frozen module.", |m, a| {
        let name = name_of(m, a, "get_frozen_object")?;
        match library::frozen(&name) {
            Some((code, _)) => crate::marshal::load_code(m, &code),
            None => no_such_frozen(m, &name, a.get(m, 0)),
        }
    }),
    function("_frozen_module_names($module, /)", "Names of all frozen modules.", |m, _| {
        let items = library::frozen_names().map(|name| m.new_str(name)).collect();
        Ok(m.new_list_of(items))
    }),
    function("create_builtin($module, spec, /)", "Make a built-in module.", |m, a| {
        let key = m.intern_str("name");
        let key = m.keep(key);
        let name = m.getattr(a.get(m, 0), key)?;
        let name = m.keep(name);
        if m.kind(name) != Kind::Str {
            let got = m.type_name(name);
            return Err(m.raise(ty::TYPE_ERROR, &format!("name must be string, not {got}")));
        }
        let found = m.dict_get_str(m.sys_modules, name);
        let text = m.str_text(name);
        if matches!(text.as_str(), "sys" | "builtins") && !found.is_null() {
            return Ok(m.new_ref(found));
        }
        if m.modules.iter().any(|def| def.name == text) { Ok(m.make_native_module(&text)) } else { none() }
    }),
    function("exec_builtin($module, mod, /)", "Run what a built-in module has to run.", |m, _| Ok(m.new_int(0))),
    function("create_dynamic($module, spec, file=None, /)", "Load a native extension.", |m, a| {
        let [name, origin] = ["name", "origin"].map(|key| m.intern_str(key));
        let (name, origin) = (m.keep(name), m.keep(origin));
        let name = m.getattr(a.get(m, 0), name)?;
        let name = m.keep(name);
        let path = m.getattr(a.get(m, 0), origin)?;
        let path = m.keep(path);
        let text = "native extensions cannot be loaded: this interpreter runs Python code and the modules that it has";
        Err(m.raise_import_error(ty::IMPORT_ERROR, text, name, path, Obj::NULL))
    }),
    function("exec_dynamic($module, mod, /)", "Run what a native extension has to run.", |m, _| Ok(m.new_int(0))),
    function("_fix_co_filename($module, code, path, /)", "Give code the name of its file.", |m, a| {
        let (code, path) = (a.get(m, 0), a.get(m, 1));
        m.want("_fix_co_filename", "argument 1", code, Kind::Code, "code")?;
        m.want("_fix_co_filename", "argument 2", path, Kind::Str, "str")?;
        let old = m.codes[m.slot(code).a as usize].filename;
        if !m.str_eq(old, path) {
            m.rename_code_file(code, old, path);
        }
        none()
    }),
    function("source_hash($module, key, source)", "The hash by which code knows its source.", |m, a| {
        let bytes = m.all_bytes(a.get(m, 1))?;
        Ok(m.new_bytes(&compiler::pyc::source_hash(&bytes)))
    }),
    function("_override_frozen_modules_for_tests($module, override, /)", "For tests of importlib.", |_, _| none()),
    function("_override_multi_interp_extensions_check($module, override, /)", "For tests of importlib.", |m, _| {
        Ok(m.new_int(0))
    }),
];

fn name_of(m: &mut Machine, a: Args, function: &str) -> R<String> {
    let name = a.get(m, 0);
    m.want(function, "argument", name, Kind::Str, "str")?;
    Ok(m.str_text(name))
}

fn no_such_frozen(m: &mut Machine, name: &str, o: Obj) -> R {
    let text = format!("No such frozen object named {name}");
    Err(m.raise_import_error(ty::IMPORT_ERROR, &text, o, Obj::NULL, Obj::NULL))
}

/// A module that is C in CPython and that the library cannot do without is refused by name, if it is not left out for good.
fn refuse_not_built(m: &mut Machine, name: &str) -> R<()> {
    let guarded = |m: &Machine| {
        let mut files = m.thread.frames.iter().filter(|frame| !frame.is_native());
        files.any(|frame| {
            let file = m.str_text(m.codes[frame.code as usize].filename);
            file.starts_with(library::FOLDER) && vm::native::left_out::does_without(&file, name)
        })
    };
    if vm::native::left_out::is_owed(name) && !guarded(m) {
        Err(m.not_supported(&format!("import {name}")))
    } else {
        Ok(())
    }
}
