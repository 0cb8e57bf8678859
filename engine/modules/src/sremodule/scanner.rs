//! The object that gives one match after the other.

use super::found::{How, Subject};
use super::{matches, patterns};
use crate::fill::{field, int_field, set_field, set_int_field};
use crate::types::ty as own;
use vm::memory::object::R;
use vm::native::args::{Args, none};
use vm::native::typedef::{TypeDef, def, member};
use vm::state::interpreter::Machine;

/// Fields: pattern, string, where the search began, where the next one does or -1, its end, whether that match must not be empty.
const PATTERN: u32 = 0;
const STRING: u32 = 1;
const POS: u32 = 2;
const NEXT: u32 = 3;
const END: u32 = 4;
const ADVANCE: u32 = 5;

/// `_sre.SRE_Scanner`.
pub static TYPE: TypeDef = TypeDef {
    name: "SRE_Scanner",
    module: "_sre",
    basicsize: 264,
    fields: 6,
    flags: super::FLAGS,
    natives: &[
        def("match($self, /)", "The match where the last one ended.", |m, a| next(m, a, How::Match)),
        def("search($self, /)", "The next match.", |m, a| next(m, a, How::Search)),
        member("pattern", "The pattern.", |m, a| {
            let pattern = field(m, a.get(m, 0), PATTERN);
            Ok(m.new_ref(pattern))
        }),
    ],
    asked: true,
    ..TypeDef::PLAIN
};

/// `Pattern.scanner`.
pub fn new(m: &mut Machine, a: Args) -> R {
    let subject = patterns::subject(m, a)?;
    let o = m.new_instance(own::SRE_SCANNER);
    for (i, part) in [(PATTERN, subject.pattern), (STRING, subject.string)] {
        let part = m.new_ref(part);
        set_field(m, o.get(), i, part);
    }
    for (i, number) in [(POS, subject.pos), (NEXT, subject.pos), (END, subject.end), (ADVANCE, 0)] {
        set_int_field(m, o.get(), i, number as i64);
    }
    Ok(o)
}

fn next(m: &mut Machine, a: Args, how: How) -> R {
    let o = a.get(m, 0);
    let Ok(start) = usize::try_from(int_field(m, o, NEXT)) else { return none() };
    let (pos, end) = (int_field(m, o, POS), int_field(m, o, END));
    let (pattern, string) = (field(m, o, PATTERN), field(m, o, STRING));
    let subject = Subject::new(m, pattern, string, pos, end)?;
    let advance = int_field(m, o, ADVANCE) != 0;
    let Some(found) = subject.find(m, how, start, advance)? else {
        set_int_field(m, o, NEXT, -1);
        return none();
    };
    set_int_field(m, o, NEXT, found.end as i64);
    set_int_field(m, o, ADVANCE, i64::from(found.end == found.start));
    Ok(matches::new(m, &subject, &found))
}
