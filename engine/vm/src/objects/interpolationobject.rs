//! Interpolations, the values of t-strings (PEP 750; `Objects/interpolationobject.c`).

use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::Args;
use crate::native::static_strings::fixed;
use crate::native::typedef::{Slot, TypeDef, class_def, def, member, new, tpflags};
use crate::objects::genericaliasobject::class_getitem;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;

/// References of an interpolation.
pub mod field {
    pub const VALUE: u32 = 0;
    pub const EXPRESSION: u32 = 1;
    pub const CONVERSION: u32 = 2;
    pub const FORMAT_SPEC: u32 = 3;
}

/// `Interpolation`.
pub static INTERPOLATION: TypeDef = TypeDef {
    name: "Interpolation",
    module: "string.templatelib",
    kind: Kind::Record,
    basicsize: 48,
    flags: tpflags::COLLECTED,
    doc: "A value, the expression that gave it, and how it is to be shown.",
    slots: &[Slot::Repr],
    natives: &[
        new("Interpolation(value, expression='', conversion=None, format_spec='')", interpolation_new),
        def("__reduce__($self, /)", "What it is made again from.", |m, a| {
            let o = a.get(m, 0);
            let parts = [0, 1, 2, 3].map(|i| m.record_field(o, i));
            let parts = m.new_tuple_from(&parts);
            let class = m.new_ref(m.class_of(o));
            Ok(m.new_tuple(vec![class, parts]))
        }),
        class_def("__class_getitem__($type, object, /)", "The class with type arguments.", class_getitem),
        member("value", "The value.", |m, a| m.record_getter(a, field::VALUE)),
        member("expression", "The text of the expression.", |m, a| m.record_getter(a, field::EXPRESSION)),
        member("conversion", "'s', 'r', 'a' or None.", |m, a| m.record_getter(a, field::CONVERSION)),
        member("format_spec", "The format specification.", |m, a| m.record_getter(a, field::FORMAT_SPEC)),
    ],
    ..TypeDef::PLAIN
};

fn interpolation_new(m: &mut Machine, a: Args) -> R {
    let [value, expression, conversion, spec] = [1, 2, 3, 4].map(|i| a.opt(m, i));
    m.want("Interpolation", "argument 'expression'", expression, Kind::Str, "str")?;
    let known = conversion.is_null()
        || Machine::is_none(conversion)
        || m.kind(conversion) == Kind::Str && ["s", "r", "a"].iter().any(|text| m.str_is(conversion, text));
    if !known {
        let (class, text) = if m.kind(conversion) == Kind::Str {
            (ty::VALUE_ERROR, "Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'".to_owned())
        } else {
            let name = m.type_name(conversion);
            (ty::TYPE_ERROR, format!("Interpolation() argument 'conversion' must be str, not {name}"))
        };
        return Err(m.raise(class, &text));
    }
    m.want("Interpolation", "argument 'format_spec'", spec, Kind::Str, "str")?;
    let or = |o: Obj, default: Obj| if o.is_null() { default } else { o };
    let parts = [value, or(expression, fixed::EMPTY_STR), or(conversion, fixed::NONE), or(spec, fixed::EMPTY_STR)];
    let parts = parts.map(|o| m.new_ref(o));
    Ok(m.new_record(ty::INTERPOLATION, parts.into()))
}

impl Machine {
    /// What `BUILD_INTERPOLATION` makes; parts are taken over, `conversion` counts as `CONVERT_VALUE` does, 0 for none.
    pub(crate) fn new_interpolation(&mut self, value: Owned, text: Owned, conversion: u32, spec: Owned) -> Owned {
        let conversion = match conversion {
            0 => Owned::steal(fixed::NONE),
            n => self.new_str(["s", "r", "a"][(n as usize - 1) % 3]),
        };
        self.new_record(ty::INTERPOLATION, vec![value, text, conversion, spec])
    }

    pub(crate) fn interpolation_repr(&mut self, o: Obj) -> R<String> {
        let mut parts = Vec::with_capacity(4);
        for i in 0..4 {
            parts.push(self.repr_text(self.record_field(o, i))?);
        }
        Ok(format!("Interpolation({})", parts.join(", ")))
    }
}
