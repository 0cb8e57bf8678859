//! What CPython has and this machine does not have yet is refused by name, so that no program takes it for an
//! attribute, name or module that does not exist.

use crate::memory::object::{Kind, Obj, R};
use crate::native::reference::reference;
use crate::native::static_strings;
use crate::objects::typeobject::tp;
use crate::state::interpreter::Machine;

impl Machine {
    /// Refuses an attribute that was not found, if CPython has it. `Ok`: CPython has none either.
    pub fn refuse_not_built(&mut self, o: Obj, name: Obj) -> R<()> {
        if self.kind(name) != Kind::Str {
            return Ok(());
        }
        let text = self.str_text(name);
        match self.not_built(o, &text) {
            Some(what) => Err(self.not_supported(&what)),
            None => Ok(()),
        }
    }

    /// The full name of an attribute that CPython has and we lack: `list.foo`, `sys.foo`.
    fn not_built(&self, o: Obj, name: &str) -> Option<String> {
        if self.kind(o) == Kind::Module {
            let module = self.own_module_name(o);
            if let Some(module) = module.filter(|module| reference().module_has(module, name)) {
                return Some(format!("{module}.{name}"));
            }
        }
        if self.kind(o) == Kind::Type
            && let Some(found) = self.not_built_in(self.slot(o).a, name)
        {
            return Some(found);
        }
        self.not_built_in(self.ty(o), name)
    }

    /// The same for the types that a type inherits from.
    fn not_built_in(&self, ty: u32, name: &str) -> Option<String> {
        let mro = self.types[ty as usize].mro;
        if mro.is_null() {
            return None;
        }
        self.tuple_items(mro).iter().find_map(|&class| {
            let info = &self.types[self.slot(Obj(class)).a as usize];
            let class = self.str_text(info.name);
            (info.flags & tp::HEAPTYPE == 0 && reference().type_has(&class, name)).then(|| format!("{class}.{name}"))
        })
    }

    /// Name of one of our own modules; none for others.
    fn own_module_name(&self, module: Obj) -> Option<&'static str> {
        let name = self.instance_get(module, static_strings::DUNDER_NAME);
        if name.is_null() || self.kind(name) != Kind::Str {
            return None;
        }
        let name = self.str_text(name);
        self.modules.iter().map(|def| def.name).find(|own| *own == name)
    }

    /// Names in CPython's dicts of the types of an mro, or of one of our modules: what `dir` lists, built or not.
    pub fn reference_names(&self, o: Obj) -> Vec<String> {
        if self.kind(o) == Kind::Module {
            let names = self.own_module_name(o).and_then(|module| reference().modules.get(module));
            return names.map_or(Vec::new(), |names| names.keys().map(|&name| name.to_owned()).collect());
        }
        let ty = if self.kind(o) == Kind::Type { self.slot(o).a } else { self.ty(o) };
        let mro = self.types[ty as usize].mro;
        let mut names = Vec::new();
        for &class in self.tuple_items(mro) {
            let info = &self.types[self.slot(Obj(class)).a as usize];
            if info.flags & tp::HEAPTYPE == 0
                && let Some(entry) = reference().types.get(self.str_text(info.name).as_str())
            {
                names.extend(entry.names.keys().map(|&name| name.to_owned()));
            }
        }
        names
    }
}
