//! `module` (`Objects/moduleobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::{Args, none};
use crate::native::static_strings::{self, fixed};
use crate::native::typedef::{Native, Slot, TypeDef, concat, def, member, new, tpflags, wrapper};
use crate::objects::annotated;
use crate::objects::typeobject::subtype_new::class_of_call;
use crate::objects::typeobject::{tp, ty};
use crate::state::interpreter::Machine;

const ROWS: &[Native] = &[
    new("module(*args, **kwargs)", |m, a| {
        let class = class_of_call(m, a);
        Ok(m.new_module_of(class))
    }),
    wrapper("__init__($self, /, *args, **kwargs)", "Initialize self.", init),
    def("__dir__($self, /)", "Names of the attributes, for dir().", |m, a| {
        let items = m.dir_names(a.get(m, 0)).iter().map(|t| m.new_str(t)).collect();
        Ok(m.new_list_of(items))
    }),
    member("__dict__", "The names of the module.", |m, a| {
        let dict = m.instance_dict(a.get(m, 0));
        Ok(m.new_ref(dict))
    }),
];

/// `module`.
pub static MODULE: TypeDef = TypeDef {
    name: "module",
    dictoffset: 16,
    weaklistoffset: 40,
    kind: Kind::Module,
    basicsize: 56,
    flags: tpflags::COLLECTED | tpflags::BASETYPE,
    text: "(name, doc=None)",
    doc: "A module and its names.",
    slots: &[Slot::Repr, Slot::GetAttr, Slot::Init],
    natives: &const { concat::<{ ROWS.len() + annotated::MODULE.len() }>(ROWS, &annotated::MODULE) },
    ..TypeDef::PLAIN
};

fn init(m: &mut Machine, a: Args) -> R {
    let (module, given) = (a.get(m, 0), (a.n - 1) as usize);
    let known = ["name", "doc"];
    if given + a.kwcount(m) as usize > 2 {
        let n = given + a.kwcount(m) as usize;
        return Err(m.raise(ty::TYPE_ERROR, &format!("module() takes at most 2 arguments ({n} given)")));
    }
    let [name, doc] = [0, 1].map(|i| if i < given { a.get(m, i as u32 + 1) } else { a.keyword(m, known[i]) });
    if name.is_null() {
        return Err(m.raise(ty::TYPE_ERROR, "module() missing required argument 'name' (pos 1)"));
    }
    for (key, _) in a.keywords(m) {
        if !known.iter().any(|name| m.str_is(key, name)) {
            let known = known.map(str::to_owned);
            return Err(m.unexpected_keyword("module", &m.str_text(key), &known));
        }
    }
    m.want("module", "argument 'name'", name, Kind::Str, "str")?;
    let dict = m.instance_dict(module);
    let doc = if doc.is_null() { fixed::NONE } else { doc };
    for (key, value) in [
        (static_strings::DUNDER_NAME, name),
        (static_strings::DUNDER_DOC, doc),
        (static_strings::DUNDER_PACKAGE, fixed::NONE),
        (static_strings::DUNDER_LOADER, fixed::NONE),
        (static_strings::DUNDER_SPEC, fixed::NONE),
    ] {
        let value = m.new_ref(value);
        m.dict_set_str(dict, key, value);
    }
    none()
}

impl Machine {
    /// A module, imported if it is not there yet.
    pub fn imported(&mut self, name: &str) -> R<Obj> {
        let key = self.intern_str(name);
        let key = self.keep(key);
        let found = self.dict_get_str(self.sys_modules, key);
        if !found.is_null() && !Machine::is_none(found) {
            return Ok(found);
        }
        let function = self.intern_str("_gcd_import");
        let function = self.keep(function);
        let import = self.instance_get(self.importlib, function);
        if import.is_null() {
            return Err(self.raise(ty::IMPORT_ERROR, &format!("no importlib to import {name}")));
        }
        let module = self.call(import, &[key])?;
        Ok(self.keep(module))
    }

    /// A function of a module of the library, which is imported if it is not there yet; held.
    ///
    /// # Errors
    /// What the import raises.
    pub fn from_library(&mut self, module: &str, name: &str) -> R<Obj> {
        let module = self.imported(module)?;
        let name = self.intern_str(name);
        let name = self.keep(name);
        let function = self.getattr(module, name)?;
        Ok(self.keep(function))
    }

    /// A module of that class without names (`new_module`).
    fn new_module_of(&mut self, class: u32) -> Owned {
        let o = self.alloc_gc(Kind::Module, class, 72);
        let dict = self.new_dict();
        self.slot_mut(o).b = u64::from(dict.into_edge().0);
        if self.types[class as usize].flags & tp::HEAPTYPE != 0 {
            let class = self.type_obj(class);
            self.incref(class);
        }
        self.track(o);
        Owned::steal(o)
    }

    /// The words of `repr` (`importlib._bootstrap._module_repr`).
    pub(crate) fn module_repr(&mut self, module: Obj) -> R<String> {
        let name = self.instance_get(module, static_strings::DUNDER_NAME);
        let name = if name.is_null() { "'?'".to_owned() } else { self.repr_text(name)? };
        let spec = self.instance_get(module, static_strings::DUNDER_SPEC);
        if spec.is_null() || Machine::is_none(spec) || self.kind(spec) != Kind::Instance {
            let file = self.instance_get(module, static_strings::DUNDER_FILE);
            let loader = self.instance_get(module, static_strings::DUNDER_LOADER);
            return Ok(if !file.is_null() {
                format!("<module {name} from {}>", self.repr_text(file)?)
            } else if loader.is_null() || Machine::is_none(loader) {
                format!("<module {name}>")
            } else {
                format!("<module {name} ({})>", self.repr_text(loader)?)
            });
        }
        let [named, origin, set, loader] = ["name", "origin", "_set_fileattr", "loader"].map(|key| {
            let key = self.intern_str(key);
            let value = self.instance_get(spec, key.get());
            self.drop_ref(key);
            value
        });
        let name = if named.is_null() { name } else { self.repr_text(named)? };
        if origin.is_null() || Machine::is_none(origin) {
            if loader.is_null() || Machine::is_none(loader) {
                return Ok(format!("<module {name}>"));
            }
            let path = self.intern_str("_path");
            let path = self.keep(path);
            let found = self.getattr_opt(loader, path)?;
            return Ok(match found {
                Some(path) => {
                    let path = self.keep(path);
                    let items = self.iterate_all(path)?;
                    let list = self.new_list_of(items);
                    let list = self.keep(list);
                    format!("<module {name} (namespace) from {}>", self.repr_text(list)?)
                }
                None => format!("<module {name} ({})>", self.repr_text(loader)?),
            });
        }
        if !set.is_null() && self.truthy_builtin(set) {
            return Ok(format!("<module {name} from {}>", self.repr_text(origin)?));
        }
        Ok(format!("<module {name} ({})>", self.display(origin)?))
    }
}
