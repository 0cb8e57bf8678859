//! Names as code sees them: namespace, globals, built-ins, and what is raised for a name without a value
//! (`Python/ceval.c`: `_PyEval_LoadName`, `_PyEval_FormatExcCheckArg`).

use crate::memory::object::{Kind, Obj, R, Raised};
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use compiler::code::fast;

impl Machine {
    /// Where the running code keeps names: a function made of a module's code has its globals.
    pub(crate) fn namespace(&self) -> Obj {
        let frame = self.top_frame();
        if frame.locals.is_null() { frame.globals } else { frame.locals }
    }

    pub(crate) fn load_name(&mut self, name: Obj) -> R {
        let locals = self.top_frame().locals;
        if !locals.is_null() {
            let found = if self.kind(locals) == Kind::Dict && self.ty(locals) == ty::DICT {
                self.dict_get_str(locals, name)
            } else {
                match self.getitem(locals, name) {
                    Ok(value) => return Ok(value),
                    Err(_) if self.raised_is(ty::KEY_ERROR) => {
                        self.clear_raised();
                        Obj::NULL
                    }
                    Err(e) => return Err(e),
                }
            };
            if !found.is_null() {
                return Ok(self.new_ref(found));
            }
        }
        self.load_global_name(name)
    }

    /// A name from globals, then built-ins.
    pub fn load_global_name(&mut self, name: Obj) -> R {
        let frame = self.top_frame();
        for dict in [frame.globals, frame.builtins] {
            if self.ty(dict) != ty::DICT {
                // A class derived from dict may make what is missing.
                match self.getitem(dict, name) {
                    Ok(value) => return Ok(value),
                    Err(_) if self.raised_is(ty::KEY_ERROR) => self.clear_raised(),
                    Err(raised) => return Err(raised),
                }
                continue;
            }
            let found = self.dict_get_str(dict, name);
            if !found.is_null() {
                return Ok(self.new_ref(found));
            }
        }
        Err(self.undefined_name(name))
    }

    pub(crate) fn undefined_name(&mut self, name: Obj) -> Raised {
        let text = self.str_text(name);
        // Where the program has given the code built-ins of its own, it is they that lack the name.
        if self.top_frame().builtins == self.builtins
            && self.dict_get_str(self.builtins, name).is_null()
            && crate::native::reference::reference().module_has("builtins", &text)
        {
            return self.not_supported(&text);
        }
        self.raise_name_error(ty::NAME_ERROR, &format!("name '{text}' is not defined"), name)
    }

    /// Raises `UnboundLocalError` for a local.
    pub fn unbound_local(&mut self, i: u32) {
        let name = self.code_local_name(self.top_frame().code, i);
        let text = self.str_text(name);
        let message = format!("cannot access local variable '{text}' where it is not associated with a value");
        let _raised = self.raise(ty::UNBOUND_LOCAL_ERROR, &message);
    }

    /// Raises for an empty cell: `UnboundLocalError` for a variable of this function, `NameError` for a free one.
    pub fn unbound_deref(&mut self, i: u32) {
        let code = self.top_frame().code;
        let name = self.code_local_name(code, i);
        let text = self.str_text(name);
        let free = self.codes[code as usize].meta().localspluskinds[i as usize] & fast::FREE != 0;
        if free {
            let message = format!(
                "cannot access free variable '{text}' where it is not associated with a value in enclosing scope"
            );
            let _raised = self.raise_name_error(ty::NAME_ERROR, &message, name);
        } else {
            self.unbound_local(i);
        }
    }
}
