//! Where the next instruction looks for an attribute: the classes of the MRO one by one, and the object itself
//! (`_PyObject_GenericGetAttrWithDict`, `type_getattro`, `do_super_lookup`).

use super::{is_program_class, value};
use crate::compile::bytecode::InstructionRow;
use crate::ground::value::Value;
use vm::eval::frame::Frame;
use vm::memory::object::{Kind, Obj, StackRef};
use vm::state::interpreter::Machine;

/// What became of looking in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is not there.
    Absent,
    /// It is there, and something before it or behind it comes first.
    Outranked,
    /// This is what the instruction takes.
    Taken,
    /// The search ends before.
    NotAsked,
    /// `super()` begins behind it.
    Before,
}

impl Outcome {
    pub fn words(self) -> &'static str {
        match self {
            Outcome::Absent => "not there",
            Outcome::Outranked => "there, but not taken",
            Outcome::Taken => "found here",
            Outcome::NotAsked => "not asked",
            Outcome::Before => "before super()",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// `class Left`, or `the object itself`.
    pub name: String,
    pub outcome: Outcome,
    /// What lies there under the name.
    pub value: Option<Value>,
    /// What kind of attribute that is, where it decides.
    pub note: &'static str,
}

/// The search for one attribute, places in the order in which they are asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AttributeModel {
    pub name: String,
    /// The object whose attribute is looked for.
    pub of: String,
    pub places: Vec<Place>,
}

const DATA: &str = "data descriptor: comes before the object";
const NON_DATA: &str = "descriptor without __set__: the object comes first";

/// The search that the next instruction makes, if it looks for an attribute in the ordinary way.
pub fn attribute(machine: &Machine, frame: &Frame, row: &InstructionRow) -> Option<AttributeModel> {
    let from_super = match row.name {
        "LOAD_ATTR" => false,
        "LOAD_SUPER_ATTR" => true,
        _ => return None,
    };
    let name = row.meaning.split([' ', ',']).next().filter(|name| !name.is_empty())?;
    let entry = |down: u32| {
        let at = frame.sp.checked_sub(down + 1).filter(|at| *at >= machine.stack_base(frame))?;
        Some(machine.thread.stack[at as usize]).filter(|held| *held != StackRef::NULL).map(|held| held.obj())
    };
    let object = entry(0)?;
    let mut classes = mro(machine, machine.ty(object));
    let of = value(machine, object).text;
    let mut search = Search { machine, name, places: Vec::new() };
    if from_super {
        // Behind the class in whose code super() stands.
        let own = entry(1)?;
        let start = classes.iter().position(|class| *class == own)? + 1;
        search.before(&classes[..start]);
        classes.drain(..start);
        search.classes(&classes, true);
    } else if machine.kind(object) == Kind::Type {
        // Of a metatype only a data descriptor would come first; the program's own are rare.
        search.classes(&mro(machine, machine.slot(object).a), true);
        search.classes(&classes, true);
    } else if machine.kind(object) == Kind::Instance {
        // A __getattribute__ of its own asks what it likes.
        let own =
            lookup(machine, &classes, "__getattribute__").is_some_and(|(class, _)| is_program_class(machine, class));
        if own {
            return None;
        }
        search.instance(object, &classes);
    } else {
        search.classes(&classes, true);
    }
    Some(AttributeModel { name: name.to_owned(), of, places: search.places })
}

struct Search<'a> {
    machine: &'a Machine,
    name: &'a str,
    places: Vec<Place>,
}

impl Search<'_> {
    fn is_over(&self) -> bool {
        self.places.iter().any(|place| place.outcome == Outcome::Taken)
    }

    fn before(&mut self, classes: &[Obj]) {
        let name = |class: &Obj| format!("class {}", class_name(self.machine, *class));
        let place = |class| Place { name: name(class), outcome: Outcome::Before, value: None, note: "" };
        self.places.extend(classes.iter().map(place));
    }

    /// Asks one class after the other until one has it; whether that is what is taken then.
    fn classes(&mut self, classes: &[Obj], taken: bool) -> Option<Obj> {
        let mut found = None;
        for class in classes {
            let there = in_class(self.machine, *class, self.name).filter(|_| found.is_none() && !self.is_over());
            let outcome = match there {
                _ if found.is_some() || self.is_over() => Outcome::NotAsked,
                None => Outcome::Absent,
                Some(_) if taken => Outcome::Taken,
                Some(_) => Outcome::Outranked,
            };
            found = found.or(there);
            let name = format!("class {}", class_name(self.machine, *class));
            self.places.push(Place { name, outcome, value: there.map(|held| value(self.machine, held)), note: "" });
        }
        found
    }

    fn instance(&mut self, object: Obj, classes: &[Obj]) {
        let machine = self.machine;
        let found = self.classes(classes, false);
        let kind = found.map(|found| mro(machine, machine.ty(found)));
        let has = |slot: &str| kind.as_ref().is_some_and(|classes| lookup(machine, classes, slot).is_some());
        let data = has("__set__") || has("__delete__");
        let note = if data {
            DATA
        } else if has("__get__") {
            NON_DATA
        } else {
            ""
        };
        let own = machine.instance_attributes_any(object);
        let own = own.into_iter().find(|(key, _)| is_named(machine, *key, self.name)).map(|(_, held)| held);
        let from_class = data || (found.is_some() && own.is_none());
        if let Some(place) = self.places.iter_mut().find(|place| place.outcome == Outcome::Outranked) {
            place.note = note;
            if from_class {
                place.outcome = Outcome::Taken;
            }
        }
        let outcome = match own {
            _ if data => Outcome::NotAsked,
            None => Outcome::Absent,
            Some(_) => Outcome::Taken,
        };
        let value = own.map(|held| value(machine, held));
        self.places.push(Place { name: "the object itself".to_owned(), outcome, value, note: "" });
    }
}

fn is_named(machine: &Machine, key: Obj, name: &str) -> bool {
    machine.kind(key) == Kind::Str && machine.str_is(key, name)
}

fn class_name(machine: &Machine, class: Obj) -> String {
    let info = machine.types.get(machine.slot(class).a as usize);
    info.map_or(String::new(), |info| machine.str_text(info.name))
}

/// The classes in which attributes of a type's instances are looked for, in order.
fn mro(machine: &Machine, class: u32) -> Vec<Obj> {
    let Some(info) = machine.types.get(class as usize).filter(|info| !info.mro.is_null()) else { return Vec::new() };
    machine.tuple_items(info.mro).iter().map(|item| Obj(*item)).collect()
}

fn in_class(machine: &Machine, class: Obj, name: &str) -> Option<Obj> {
    let info = machine.types.get(machine.slot(class).a as usize)?;
    let mut found = None;
    if !info.dict.is_null() {
        machine.dict_each(info.dict, &mut |key, held| {
            if found.is_none() && is_named(machine, key, name) {
                found = Some(held);
            }
        });
    }
    found
}

fn lookup(machine: &Machine, classes: &[Obj], name: &str) -> Option<(Obj, Obj)> {
    classes.iter().find_map(|class| Some((*class, in_class(machine, *class, name)?)))
}
