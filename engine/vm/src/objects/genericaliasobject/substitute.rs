//! Arguments for type variables: `alias[key]` (`_Py_subs_parameters`).

use crate::memory::object::{Kind, Obj, R};
use crate::native::static_strings::{self, fixed};
use crate::objects::genericaliasobject::new_alias;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

impl Machine {
    /// `alias[key]` of a class with type arguments or of a union.
    ///
    /// # Errors
    /// `TypeError` if it has no type variables, or not as many as there are arguments; what substitution raises.
    pub(crate) fn alias_getitem(&mut self, o: Obj, key: Obj) -> R {
        let union = self.kind(o) == Kind::Union;
        let parameters = if union { self.union_parameters(o)? } else { self.alias_parameters(o)? };
        let parameters = self.keep(parameters);
        let args = if union { self.union_args(o) } else { self.alias_parts(o)[1] };
        let args = self.substitute(o, args, parameters, key)?;
        if union {
            let parts = self.seq_items(args);
            return self.union_of(&parts, true);
        }
        let origin = self.alias_parts(o)[0];
        let alias = new_alias(self, origin, args);
        self.slot_mut(alias.get()).x = self.slot(o).x;
        Ok(alias)
    }

    fn item_or_items(&self, item: Obj) -> Vec<Obj> {
        if self.kind(item) == Kind::Tuple { self.seq_items(item) } else { vec![item] }
    }

    /// The arguments with type variables replaced, as a tuple, held.
    fn substitute(&mut self, o: Obj, args: Obj, parameters: Obj, key: Obj) -> R<Obj> {
        let parameters = self.seq_items(parameters);
        if parameters.is_empty() {
            let shown = self.repr_text(o)?;
            return Err(self.raise(ty::TYPE_ERROR, &format!("{shown} is not a generic class")));
        }
        let mut item = self.unpack_type_args(key)?;
        for &parameter in &parameters {
            let prepare = self.attribute(parameter, "__typing_prepare_subst__")?;
            let Some(prepare) = prepare else { continue };
            let prepare = self.keep(prepare);
            if Machine::is_none(prepare) {
                continue;
            }
            if self.kind(item) != Kind::Tuple {
                let packed = self.new_tuple_from(&[item]);
                item = self.keep(packed);
            }
            let prepared = self.call(prepare, &[o, item])?;
            item = self.keep(prepared);
        }
        let given = self.item_or_items(item);
        if given.len() != parameters.len() {
            let shown = self.repr_text(o)?;
            let much = if given.len() > parameters.len() { "many" } else { "few" };
            let (n, wanted) = (given.len(), parameters.len());
            let text = format!("Too {much} arguments for {shown}; actual {n}, expected {wanted}");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        let mut made = Vec::new();
        for arg in self.seq_items(args) {
            self.substitute_one(o, arg, &parameters, &given, item, &mut made)?;
        }
        let made = self.new_tuple_from(&made);
        Ok(self.keep(made))
    }

    fn substitute_one(
        &mut self,
        o: Obj,
        arg: Obj,
        parameters: &[Obj],
        given: &[Obj],
        item: Obj,
        made: &mut Vec<Obj>,
    ) -> R<()> {
        if self.kind(arg) == Kind::Type {
            made.push(arg);
            return Ok(());
        }
        if matches!(self.kind(arg), Kind::Tuple | Kind::List) {
            let parameters = self.new_tuple_from(parameters);
            let parameters = self.keep(parameters);
            let inner = self.substitute(o, arg, parameters, item)?;
            let inner = if self.kind(arg) == Kind::Tuple {
                inner
            } else {
                let items = self.seq_items(inner);
                let list = self.new_list_from(&items);
                self.keep(list)
            };
            made.push(inner);
            return Ok(());
        }
        let unpacks = match self.attribute(arg, "__typing_is_unpacked_typevartuple__")? {
            Some(answer) => {
                let answer = self.keep(answer);
                self.truthy(answer)?
            }
            None => false,
        };
        let new = match self.attribute(arg, "__typing_subst__")? {
            Some(subst) => {
                let subst = self.keep(subst);
                let place = parameters.iter().position(|&parameter| parameter == arg);
                let value = place.map_or(fixed::NONE, |i| given[i]);
                let new = self.call(subst, &[value])?;
                self.keep(new)
            }
            None => self.substitute_inside(arg, parameters, given)?,
        };
        if !unpacks {
            made.push(new);
            return Ok(());
        }
        if self.kind(new) != Kind::Tuple {
            let (of, got) = (self.qualified_type_name(arg), self.qualified_type_name(new));
            let text = format!("expected __typing_subst__ of {of} objects to return a tuple, not {got}");
            return Err(self.raise(ty::TYPE_ERROR, &text));
        }
        made.extend(self.seq_items(new));
        Ok(())
    }

    /// An argument that has type variables of its own (`subs_tvars`).
    fn substitute_inside(&mut self, arg: Obj, parameters: &[Obj], given: &[Obj]) -> R<Obj> {
        let Some(inner) = self.attribute(arg, "__parameters__")? else { return Ok(arg) };
        let inner = self.keep(inner);
        if self.kind(inner) != Kind::Tuple || self.tuple_len(inner) == 0 {
            return Ok(arg);
        }
        let mut values = Vec::new();
        for parameter in self.seq_items(inner) {
            let Some(i) = parameters.iter().position(|&other| other == parameter) else {
                values.push(parameter);
                continue;
            };
            let many = !self.lookup_special(parameters[i], static_strings::DUNDER_ITER).is_null();
            if many && self.kind(given[i]) == Kind::Tuple {
                values.extend(self.seq_items(given[i]));
            } else {
                values.push(given[i]);
            }
        }
        let values = self.new_tuple_from(&values);
        let values = self.keep(values);
        let new = self.getitem(arg, values)?;
        Ok(self.keep(new))
    }

    /// The key's items, unpacked tuples of types among them spread (`_unpack_args`).
    fn unpack_type_args(&mut self, key: Obj) -> R<Obj> {
        let mut items = Vec::new();
        for item in self.item_or_items(key) {
            if self.kind(item) != Kind::Type
                && let Some(inner) = self.attribute(item, "__typing_unpacked_tuple_args__")?
            {
                let inner = self.keep(inner);
                if self.kind(inner) == Kind::Tuple {
                    let parts = self.seq_items(inner);
                    if parts.last() != Some(&fixed::ELLIPSIS) {
                        items.extend(parts);
                        continue;
                    }
                }
            }
            items.push(item);
        }
        let items = self.new_tuple_from(&items);
        Ok(self.keep(items))
    }
}
