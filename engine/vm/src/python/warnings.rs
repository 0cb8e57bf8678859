//! Warnings that a program causes while it runs (`Python/_warnings.c`), by the filters of a plain `python FILE`.

use crate::memory::object::Kind;
use crate::native::static_strings::{self, fixed};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

impl Machine {
    /// A warning about the line that runs; `class` is its category.
    pub fn warn(&mut self, class: u32, text: &str) {
        self.warn_here(class, text, false);
    }

    /// As `warn`, about an object of which is known where it was made, if that is being noted.
    pub(crate) fn warn_about_source(&mut self, class: u32, text: &str) {
        self.warn_here(class, text, true);
    }

    fn warn_here(&mut self, class: u32, text: &str, about: bool) {
        if !self.host.warnings || self.halt.is_some() {
            return;
        }
        let frame = self.python_frame().copied();
        let (file, line) = match frame {
            Some(frame) => {
                let name = self.codes[frame.code as usize].filename;
                let line = self.position_of(frame.code, frame.ip.saturating_sub(1)).line.unwrap_or(0);
                (self.str_text(name), line)
            }
            None => ("sys".to_owned(), 1),
        };
        if let Some(frame) = frame {
            let main = self.dict_get_str(frame.globals, static_strings::DUNDER_NAME);
            let in_main = !main.is_null() && self.kind(main) == Kind::Str && self.str_is(main, "__main__");
            if class == ty::DEPRECATION_WARNING && !in_main {
                return;
            }
            if self.warned_already(frame.globals, class, text, line) {
                return;
            }
        }
        self.write_warning(class, text, &file, line, about);
    }

    /// A warning about a line of a file.
    pub(crate) fn warn_explicit(&mut self, class: u32, text: &str, file: &str, line: u32) {
        if self.host.warnings && self.halt.is_none() {
            self.write_warning(class, text, file, line, false);
        }
    }

    fn write_warning(&mut self, class: u32, text: &str, file: &str, line: u32, about: bool) {
        let name = self.name_of_type(class);
        let mut out = format!("{file}:{line}: {name}: {text}\n");
        let source = self.source_text(file);
        if let Some(shown) = source.as_ref().and_then(|source| source.lines().nth(line.saturating_sub(1) as usize)) {
            out += &format!("  {}\n", shown.trim());
        }
        if about {
            out += &format!("{name}: Enable tracemalloc to get the object allocation traceback\n");
        }
        self.write_stderr(&out);
    }

    /// Whether that line gave the warning before; noted in `__warningregistry__` of its module.
    fn warned_already(&mut self, globals: crate::memory::object::Obj, class: u32, text: &str, line: u32) -> bool {
        let name = self.intern_str("__warningregistry__");
        let mut registry = self.dict_get_str(globals, name.get());
        if registry.is_null() {
            let dict = self.new_dict();
            registry = dict.get();
            self.dict_set_str(globals, name.get(), dict);
        }
        self.drop_ref(name);
        if self.kind(registry) != Kind::Dict {
            return false;
        }
        let parts = [self.new_str(text), self.new_ref(self.type_obj(class)), self.new_int(i64::from(line))];
        let key = self.new_tuple(parts.into());
        let known = self.dict_get(registry, key.get()).is_ok_and(|found| !found.is_null());
        if !known {
            let _set = self.dict_set(registry, key.get(), fixed::TRUE);
        }
        self.drop_ref(key);
        known
    }
}
