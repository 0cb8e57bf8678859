//! Start-up: importlib and the modules that are there when a program begins run once in a process; every machine is a copy of
//! what came of it (`Python/pylifecycle.c`: `init_importlib`, `init_import_site`).

use crate::fill::put;
use std::sync::OnceLock;
use vm::memory::object::{Kind, Obj, Owned, R};
use vm::state::host::Host;
use vm::state::interpreter::Machine;

/// What a machine starts as, or why there is none.
pub fn image() -> &'static Machine {
    static IMAGE: OnceLock<Machine> = OnceLock::new();
    IMAGE.get_or_init(started)
}

/// A machine that has just started.
pub fn started() -> Machine {
    let mut m = crate::bare_machine(Host { environ: environ(), warnings: true, ..Host::default() });
    // Nothing of what is made here dies in a cycle that is worth looking for more than once, at the end.
    m.gc.enabled = false;
    if boot(&mut m).is_err() {
        let exc = m.take_raised();
        let text = m.format_exception(exc.get());
        m.drop_ref(exc);
        m.halt.get_or_insert(vm::state::interpreter::Halt::Limit(format!("The interpreter did not start:\n{text}")));
    }
    m.gc.enabled = true;
    m.finish_boot();
    m
}

/// The environment of a program that is given none.
pub fn environ() -> std::sync::Arc<[(String, String)]> {
    let names =
        [("HOME", "/home/learner"), ("LANG", "C.UTF-8"), ("PATH", "/usr/local/bin:/usr/bin:/bin"), ("USER", "learner")];
    names.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
}

/// Gives a machine the environment of its own host, instead of the image's.
pub fn set_environ(m: &mut Machine) {
    let height = m.kept();
    let [posix, os] = ["posix", "os"].map(|name| module(m, name));
    for (from, name) in [(posix, "environ"), (os, "environ")] {
        let Ok(mut dict) = attribute(m, from, name) else {
            m.clear_raised();
            continue;
        };
        if from == os {
            match attribute(m, dict, "_data") {
                Ok(data) => dict = data,
                Err(_) => m.clear_raised(),
            }
        }
        if m.kind(dict) == Kind::Dict {
            m.dict_clear(dict);
            crate::posixmodule::put_environ(m, dict);
        }
    }
    m.drop_kept(height);
}

fn attribute(m: &mut Machine, o: Obj, name: &str) -> R<Obj> {
    let key = m.intern_str(name);
    let key = m.keep(key);
    let value = m.getattr(o, key)?;
    Ok(m.keep(value))
}

/// A module that exists already.
fn module(m: &mut Machine, name: &str) -> Obj {
    let key = m.intern_str(name);
    let found = m.dict_get_str(m.sys_modules, key.get());
    m.drop_ref(key);
    found
}

/// Runs the body of a frozen module in a new module object.
fn run_frozen(m: &mut Machine, name: &str) -> R<Owned> {
    let (code, _) = library::frozen(name).unwrap_or_default();
    let code = crate::marshal::load_code(m, &code)?;
    m.finish_loading();
    let key = m.intern_str(name);
    let module = m.new_module(key.get());
    let held = m.new_ref(module.get());
    m.dict_set_str(m.sys_modules, key.get(), held);
    m.drop_ref(key);
    let dict = m.instance_dict(module.get());
    let builtins = self::module(m, "builtins");
    let builtins = m.new_ref(builtins);
    put(m, dict, "__builtins__", builtins);
    if let Some(origin) = library::frozen_origin(name) {
        let origin = m.new_str(origin);
        put(m, dict, "__origname__", origin);
    }
    match m.run_code(code, dict, dict) {
        Ok(done) => {
            m.drop_ref(done);
            Ok(module)
        }
        Err(raised) => {
            m.drop_ref(module);
            Err(raised)
        }
    }
}

fn import(m: &mut Machine, name: &str) -> R<()> {
    let importlib = m.importlib;
    let find = attribute(m, importlib, "_find_and_load")?;
    let import = attribute(m, importlib, "_gcd_import")?;
    let name = m.intern_str(name);
    let name = m.keep(name);
    let done = m.call(find, &[name, import])?;
    m.drop_ref(done);
    Ok(())
}

/// `sys.stdin`, `sys.stdout`, `sys.stderr`: files of text over files of bytes over the first descriptors (`init_sys_streams`).
fn standard_streams(m: &mut Machine) -> R<()> {
    let io = module(m, "_io");
    let sys = module(m, "sys");
    let sys = m.instance_dict(sys);
    let streams = [
        (0, "stdin", "rb", "BufferedReader", "surrogateescape", false),
        (1, "stdout", "wb", "BufferedWriter", "surrogateescape", false),
        (2, "stderr", "wb", "BufferedWriter", "backslashreplace", true),
    ];
    for (fd, name, mode, buffered, errors, lines) in streams {
        let parts = [m.new_int(i64::from(fd)), m.new_str(mode), Owned::steal(Machine::new_bool(false))];
        let parts = m.keep_all(parts.into());
        let class = attribute(m, io, "FileIO")?;
        let raw = m.call(class, &parts)?;
        let raw = m.keep(raw);
        let shown = m.new_str(&format!("<{name}>"));
        crate::iomodule::fileio::set_name(m, raw, shown);
        let class = attribute(m, io, buffered)?;
        let buffer = m.call(class, &[raw])?;
        let buffer = m.keep(buffer);
        let parts = ["utf-8", errors, "\n"].map(|text| m.new_str(text));
        let parts = m.keep_all(parts.into());
        let class = attribute(m, io, "TextIOWrapper")?;
        let args = [buffer, parts[0], parts[1], parts[2], Machine::new_bool(lines)];
        let text = m.call(class, &args)?;
        let text = m.keep(text);
        crate::iomodule::textio::set_mode(m, text, &mode[..1]);
        m.mark_stream(text, Some(fd));
        for name in [name.to_owned(), format!("__{name}__")] {
            let text = m.new_ref(text);
            put(m, sys, &name, text);
        }
    }
    Ok(())
}

fn boot(m: &mut Machine) -> R<()> {
    let height = m.kept();
    let done = boot_kept(m);
    m.drop_kept(height);
    done
}

fn boot_kept(m: &mut Machine) -> R<()> {
    let importlib = run_frozen(m, "_frozen_importlib")?;
    m.importlib = importlib.into_edge();
    let imp = m.make_native_module("_imp");
    let key = m.intern_str("_imp");
    let held = m.new_ref(imp.get());
    m.dict_set_str(m.sys_modules, key.get(), held);
    m.drop_ref(key);
    let imp = m.keep(imp);
    let sys = module(m, "sys");
    let path = attribute(m, sys, "path")?;
    for place in ["/usr/local/lib/python314.zip", library::FOLDER, "/usr/local/lib/python3.14/lib-dynload"] {
        let place = m.new_str(place);
        m.list_append(path, place);
    }
    let importlib = m.importlib;
    let install = attribute(m, importlib, "_install")?;
    let done = m.call(install, &[sys, imp])?;
    m.drop_ref(done);
    let external = attribute(m, importlib, "_install_external_importers")?;
    let done = m.call(external, &[])?;
    m.drop_ref(done);
    import(m, "time")?;
    import(m, "zipimport")?;
    let hooks = attribute(m, sys, "path_hooks")?;
    let zipimport = module(m, "zipimport");
    let importer = attribute(m, zipimport, "zipimporter")?;
    let importer = m.new_ref(importer);
    if m.kind(hooks) == Kind::List {
        m.list_insert(hooks, 0, importer);
    } else {
        m.drop_ref(importer);
    }
    standard_streams(m)?;
    let io = module(m, "_io");
    let open = attribute(m, io, "open")?;
    let open = m.new_ref(open);
    put(m, m.builtins, "open", open);
    for name in ["_codecs", "codecs", "encodings", "encodings.utf_8", "_signal", "site"] {
        import(m, name)?;
    }
    let site = module(m, "site");
    let main = attribute(m, site, "main")?;
    let done = m.call(main, &[])?;
    m.drop_ref(done);
    Ok(())
}
