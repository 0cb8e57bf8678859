//! Taking from and adding to the ends of strings: `strip center ljust rjust zfill expandtabs`.

use super::StrView;
use crate::memory::object::{Kind, Obj, Owned, R};
use crate::native::args::Args;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use ground::character::is_space;

/// `strip`, `lstrip`, `rstrip`.
pub(super) fn strip(m: &mut Machine, a: Args, left: bool, right: bool, name: &str) -> R {
    let o = a.get(m, 0);
    let set = a.opt(m, 1);
    let (start, stop) = if set.is_null() || Machine::is_none(set) {
        match m.str_view(o) {
            StrView { bytes, width: 1 } => ends_narrow(bytes, left, right),
            text => ends(text, left, right, is_space),
        }
    } else {
        if m.kind(set) != Kind::Str {
            return Err(m.raise(ty::TYPE_ERROR, &format!("{name} arg must be None or str")));
        }
        let set = m.str_view(set);
        ends(m.str_view(o), left, right, |point| set.iter().any(|p| p == point))
    };
    Ok(m.str_slice(o, start, stop))
}

fn ends_narrow(text: &[u8], left: bool, right: bool) -> (usize, usize) {
    let drop = |b: &u8| is_space(u32::from(*b));
    let start = if left { text.iter().position(|b| !drop(b)).unwrap_or(text.len()) } else { 0 };
    let kept =
        if right { text[start..].iter().rposition(|b| !drop(b)).map_or(0, |i| i + 1) } else { text.len() - start };
    (start, start + kept)
}

fn ends(text: StrView, left: bool, right: bool, drop: impl Fn(u32) -> bool) -> (usize, usize) {
    let (mut start, mut stop) = (0, text.len());
    while left && start < stop && drop(text.at(start)) {
        start += 1;
    }
    while right && stop > start && drop(text.at(stop - 1)) {
        stop -= 1;
    }
    (start, stop)
}

/// Which side of the text the filling goes to.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    Left,
    Right,
    Both,
}

/// `center`, `ljust`, `rjust`.
pub(super) fn pad(m: &mut Machine, a: Args, side: Side) -> R {
    let o = a.get(m, 0);
    let width = m.index_ssize(a.get(m, 1))?.max(0) as usize;
    let mut fill = u32::from(' ');
    let given = a.opt(m, 2);
    if !given.is_null() {
        if m.kind(given) != Kind::Str {
            let got = m.type_name(given);
            let text = format!("The fill character must be a unicode character, not {got}");
            return Err(m.raise(ty::TYPE_ERROR, &text));
        }
        if m.str_len(given) != 1 {
            return Err(m.raise(ty::TYPE_ERROR, "The fill character must be exactly one character long"));
        }
        fill = m.str_view(given).at(0);
    }
    let gap = width.saturating_sub(m.str_len(o) as usize);
    let left = match side {
        Side::Left => gap,
        Side::Right => 0,
        Side::Both => gap / 2 + (gap & width & 1),
    };
    m.str_padded(o, left, gap - left, fill)
}

impl Machine {
    /// The string itself if it is of type `str`, else one of that type with its text (`unicode_result_unchanged`).
    pub(crate) fn str_exact(&mut self, s: Obj) -> Owned {
        if self.ty(s) == ty::STR {
            return self.new_ref(s);
        }
        let view = self.str_view(s);
        let (bytes, width) = (view.bytes.to_vec(), view.width);
        self.fresh_str_wide(&bytes, width)
    }

    fn str_padded(&mut self, s: Obj, left: usize, right: usize, fill: u32) -> R {
        if left + right == 0 {
            return Ok(self.str_exact(s));
        }
        let text = self.str_view(s);
        let width = text.width.max(super::width_for(fill));
        self.reserve((left + right).saturating_add(text.len()).saturating_mul(width))?;
        let text = self.str_view(s);
        let fill = &fill.to_le_bytes()[..width];
        let all = [&fill.repeat(left)[..], &text.widened(width), &fill.repeat(right)].concat();
        Ok(self.fresh_str_wide(&all, width))
    }
}

pub(super) fn zfill(m: &mut Machine, a: Args) -> R {
    let o = a.get(m, 0);
    let width = m.index_ssize(a.get(m, 1))?.max(0) as usize;
    let gap = width.saturating_sub(m.str_len(o) as usize);
    let padded = m.str_padded(o, gap, 0, u32::from('0'))?;
    let first = if m.str_len(o) > 0 { m.str_view(o).at(0) } else { 0 };
    if gap > 0 && (first == u32::from('+') || first == u32::from('-')) {
        // The sign goes in front of the zeros.
        let view = m.str_view(padded.get());
        let size = view.width;
        let mut bytes = view.bytes.to_vec();
        for (at, point) in [(gap, u32::from('0')), (0, first)] {
            bytes[at * size..(at + 1) * size].copy_from_slice(&point.to_le_bytes()[..size]);
        }
        m.drop_ref(padded);
        return Ok(m.fresh_str_wide(&bytes, size));
    }
    Ok(padded)
}

pub(super) fn expandtabs(m: &mut Machine, a: Args) -> R {
    let size = a.opt(m, 1);
    let size = if size.is_null() { 8 } else { m.c_int(size)?.max(0) as usize };
    let o = a.get(m, 0);
    if m.str_view(o).iter().all(|point| point != 9) {
        return Ok(m.str_exact(o));
    }
    let tabs = m.str_view(o).iter().filter(|&point| point == 9).count();
    let points = m.str_points(o);
    m.reserve(tabs.saturating_mul(size).saturating_add(points.len()).saturating_mul(4))?;
    let mut out = Vec::new();
    let mut column = 0;
    for point in points {
        match point {
            9 => {
                let gap = if size == 0 { 0 } else { size - column % size };
                out.resize(out.len() + gap, u32::from(' '));
                column += gap;
            }
            _ => {
                out.push(point);
                column = if matches!(point, 10 | 13) { 0 } else { column + 1 };
            }
        }
    }
    Ok(m.fresh_str_points(&out))
}
