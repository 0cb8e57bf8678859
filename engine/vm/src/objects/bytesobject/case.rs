//! Letters in bytes, which are those of ASCII: `lower upper title capitalize swapcase` and the tests beginning with `is`
//! (`Objects/bytes_methods.c`).

use crate::memory::object::R;
use crate::native::args::{Args, boolean};
use crate::state::interpreter::Machine;

fn mapped(m: &mut Machine, a: Args, change: impl FnMut(&u8) -> u8) -> R {
    let o = a.get(m, 0);
    let out: Vec<u8> = m.bytes_value(o).iter().map(change).collect();
    Ok(m.bytes_like(o, &out))
}

pub(super) fn lower(m: &mut Machine, a: Args) -> R {
    mapped(m, a, u8::to_ascii_lowercase)
}

pub(super) fn upper(m: &mut Machine, a: Args) -> R {
    mapped(m, a, u8::to_ascii_uppercase)
}

pub(super) fn swapcase(m: &mut Machine, a: Args) -> R {
    mapped(m, a, |b| if b.is_ascii_uppercase() { b.to_ascii_lowercase() } else { b.to_ascii_uppercase() })
}

pub(super) fn title(m: &mut Machine, a: Args) -> R {
    let mut inside = false;
    mapped(m, a, move |b| {
        let changed = if inside { b.to_ascii_lowercase() } else { b.to_ascii_uppercase() };
        inside = b.is_ascii_alphabetic();
        changed
    })
}

pub(super) fn capitalize(m: &mut Machine, a: Args) -> R {
    let mut first = true;
    mapped(m, a, move |b| if std::mem::take(&mut first) { b.to_ascii_uppercase() } else { b.to_ascii_lowercase() })
}

/// Whether all bytes are of that kind, and there is one.
pub(super) fn all(m: &mut Machine, a: Args, fits: fn(&u8) -> bool) -> R {
    let bytes = m.bytes_value(a.get(m, 0));
    boolean(!bytes.is_empty() && bytes.iter().all(fits))
}

/// Whether there is a letter of the one case and none of the other.
pub(super) fn all_cased(m: &mut Machine, a: Args, this: fn(&u8) -> bool, other: fn(&u8) -> bool) -> R {
    let bytes = m.bytes_value(a.get(m, 0));
    boolean(bytes.iter().any(this) && !bytes.iter().any(other))
}

pub(super) fn istitle(m: &mut Machine, a: Args) -> R {
    let (mut inside, mut any) = (false, false);
    for b in m.bytes_value(a.get(m, 0)) {
        if b.is_ascii_uppercase() && inside || b.is_ascii_lowercase() && !inside {
            return boolean(false);
        }
        inside = b.is_ascii_alphabetic();
        any |= inside;
    }
    boolean(any)
}
