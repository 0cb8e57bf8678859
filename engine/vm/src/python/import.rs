//! `import`: `sys.modules` first, then the modules that are part of the machine (`Python/import.c`).

use crate::memory::object::{Kind, Obj, Owned, R, Raised};
use crate::native::reference::reference;
use crate::native::static_strings;
use crate::objects::exceptions::field;
use crate::objects::typeobject::ty;
use crate::python::pylifecycle::MODULE_ROWS;
use crate::state::interpreter::{Event, Machine};

impl Machine {
    /// A module object with its dict; name is counted here.
    pub fn new_module(&mut self, name: Obj) -> Owned {
        let o = self.alloc_gc(Kind::Module, ty::MODULE, 72);
        let dict = self.new_dict();
        for (key, value) in [
            (static_strings::DUNDER_NAME, name),
            (static_strings::DUNDER_DOC, static_strings::fixed::NONE),
            (static_strings::DUNDER_PACKAGE, static_strings::fixed::EMPTY_STR),
            (static_strings::DUNDER_LOADER, static_strings::fixed::NONE),
            (static_strings::DUNDER_SPEC, static_strings::fixed::NONE),
        ] {
            let value = self.new_ref(value);
            self.dict_set_str(dict.get(), key, value);
        }
        self.slot_mut(o).b = u64::from(dict.into_edge().0);
        self.track(o);
        Owned::steal(o)
    }

    /// `IMPORT_NAME`: a module by name.
    pub fn import_name(&mut self, name: Obj, level: Obj) -> R {
        let text = self.str_text(name);
        if !self.int_is_zero(level) {
            return Err(self.raise(ty::IMPORT_ERROR, "attempted relative import with no known parent package"));
        }
        let found = self.dict_get_str(self.sys_modules, name);
        if !found.is_null() {
            return Ok(self.new_ref(found));
        }
        if !self.modules.iter().any(|def| def.name == text) {
            let first = text.split('.').next().unwrap_or(&text);
            if reference().importable.get(first) == Some(&false) {
                if self.modules.iter().any(|def| def.name == first) {
                    let message = format!("No module named '{text}'; '{first}' is not a package");
                    return Err(self.raise_no_module(&message, name));
                }
                return Err(self.not_supported(&format!("import {text}")));
            }
            return Err(self.raise_no_module(&format!("No module named '{text}'"), name));
        }
        self.log(Event::Import(text.clone()));
        let module = self.make_native_module(&text);
        let held = self.new_ref(module.get());
        self.dict_set_str(self.sys_modules, name, held);
        Ok(module)
    }

    /// `ModuleNotFoundError` for a module of that name.
    fn raise_no_module(&mut self, text: &str, name: Obj) -> Raised {
        let raised = self.raise(ty::MODULE_NOT_FOUND_ERROR, text);
        self.incref(name);
        self.set_exc_field(self.thread.raised, field::V1, name);
        raised
    }

    /// A module whose functions are native.
    pub fn make_native_module(&mut self, text: &str) -> Owned {
        let name = self.intern_str(text);
        let module = self.new_module(name.get());
        let dict = self.instance_dict(module.get());
        let found = self.modules.iter().position(|def| def.name == text);
        if let Some((i, def)) = found.map(|i| (i, self.modules[i])) {
            for (row, native) in def.functions.iter().enumerate() {
                let index = (MODULE_ROWS + i as u32) << 16 | row as u32;
                let function = self.new_builtin(index, Obj::NULL, name.get(), ty::BUILTIN_FUNCTION);
                let key = self.intern_str(native.name);
                self.dict_set_str(dict, key.get(), function);
                self.drop_ref(key);
            }
            (def.fill)(self, dict);
            let doc = self.new_str(def.doc);
            self.dict_set_str(dict, static_strings::DUNDER_DOC, doc);
        }
        self.drop_ref(name);
        module
    }

    /// `IMPORT_FROM`.
    pub fn import_from(&mut self, module: Obj, name: Obj) -> R {
        if let Some(value) = self.getattr_opt(module, name)? {
            return Ok(value);
        }
        let wanted = self.str_text(name);
        let own = self.instance_get(module, static_strings::DUNDER_NAME);
        let own = if own.is_null() { "<unknown module name>".to_owned() } else { self.str_text(own) };
        let text = format!("cannot import name '{wanted}' from '{own}' (unknown location)");
        let raised = self.raise(ty::IMPORT_ERROR, &text);
        let module = self.instance_get(module, static_strings::DUNDER_NAME);
        for (at, value) in [(field::V1, module), (field::V3, name)] {
            if !value.is_null() {
                self.incref(value);
                self.set_exc_field(self.thread.raised, at, value);
            }
        }
        Err(raised)
    }

    /// `from module import *`.
    pub fn import_star(&mut self, module: Obj) -> R {
        let locals = self.python_frame().map_or(Obj::NULL, |f| f.locals);
        let dict = self.instance_dict(module);
        for (key, value) in self.dict_items(dict) {
            if !self.str_text(key).starts_with('_') {
                let value = self.new_ref(value);
                self.dict_set_str(locals, key, value);
            }
        }
        Ok(Owned::steal(static_strings::fixed::NONE))
    }
}
