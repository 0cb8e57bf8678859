//! Arithmetic on the 32-bit digits of integers where they lie, lowest first, without turning them into anything else
//! (`x_add`, `x_sub`, `x_mul`, `inplace_divrem1` of `Objects/longobject.c`).

use crate::memory::object::{Kind, Obj, Owned};
use crate::objects::abstract_::BinaryOp;
use crate::objects::longobject::digits30;
use crate::objects::typeobject::ty;
use crate::state::interpreter::Machine;
use std::cmp::Ordering;

/// Digits of a result that need no allocation.
const ROOM: usize = 64;
/// Products of so many pairs of digits are made one by one; for longer ones there are better ways.
const SHORT_PRODUCT: usize = 300;

/// Room for a result.
struct Buffer {
    stack: [u32; ROOM],
    heap: Vec<u32>,
    n: usize,
}

impl Buffer {
    fn new(n: usize) -> Buffer {
        Buffer { stack: [0; ROOM], heap: if n > ROOM { vec![0; n] } else { Vec::new() }, n }
    }

    fn digits(&mut self) -> &mut [u32] {
        if self.n > ROOM { &mut self.heap } else { &mut self.stack[..self.n] }
    }
}

/// Without leading zeros.
fn trimmed(digits: &[u32]) -> &[u32] {
    &digits[..digits.iter().rposition(|d| *d != 0).map_or(0, |i| i + 1)]
}

fn order(x: &[u32], y: &[u32]) -> Ordering {
    x.len().cmp(&y.len()).then_with(|| x.iter().rev().cmp(y.iter().rev()))
}

/// Two digits as one.
fn pair(digits: &[u32]) -> u64 {
    u64::from(digits[0]) | u64::from(digits[1]) << 32
}

fn put_pair(digits: &mut [u32], value: u64) {
    (digits[0], digits[1]) = (value as u32, (value >> 32) as u32);
}

/// `x + y` into one digit more than the longer one has.
fn add(x: &[u32], y: &[u32], out: &mut [u32]) {
    let (x, y) = if x.len() < y.len() { (y, x) } else { (x, y) };
    let mut carry = false;
    let even = y.len() & !1;
    for ((a, b), r) in x.chunks_exact(2).zip(y.chunks_exact(2)).zip(out.chunks_exact_mut(2)) {
        let (sum, first) = pair(a).overflowing_add(pair(b));
        let (sum, second) = sum.overflowing_add(u64::from(carry));
        carry = first | second;
        put_pair(r, sum);
    }
    let mut carry = u64::from(carry);
    for i in even..x.len() {
        let sum = u64::from(x[i]) + u64::from(y.get(i).copied().unwrap_or(0)) + carry;
        out[i] = sum as u32;
        carry = sum >> 32;
    }
    out[x.len()] = carry as u32;
}

/// `x - y`, of which `x` is not the smaller.
fn subtract(x: &[u32], y: &[u32], out: &mut [u32]) {
    let mut borrow = false;
    let even = y.len() & !1;
    for ((a, b), r) in x.chunks_exact(2).zip(y.chunks_exact(2)).zip(out.chunks_exact_mut(2)) {
        let (rest, first) = pair(a).overflowing_sub(pair(b));
        let (rest, second) = rest.overflowing_sub(u64::from(borrow));
        borrow = first | second;
        put_pair(r, rest);
    }
    for i in even..x.len() {
        let (rest, first) = x[i].overflowing_sub(y.get(i).copied().unwrap_or(0));
        let (rest, second) = rest.overflowing_sub(u32::from(borrow));
        borrow = first | second;
        out[i] = rest;
    }
}

/// `x * y` into as many digits as both have.
fn multiply(x: &[u32], y: &[u32], out: &mut [u32]) {
    for (i, &a) in x.iter().enumerate() {
        let mut carry = 0u64;
        for (r, &b) in out[i..].iter_mut().zip(y) {
            let sum = u64::from(a) * u64::from(b) + u64::from(*r) + carry;
            *r = sum as u32;
            carry = sum >> 32;
        }
        out[i + y.len()] = carry as u32;
    }
}

/// Quotient of a division by one digit; the rest is answered.
fn divide(x: &[u32], by: u32, out: &mut [u32]) -> u32 {
    let mut rest = 0u64;
    for (r, &a) in out.iter_mut().zip(x).rev() {
        let value = rest << 32 | u64::from(a);
        *r = (value / u64::from(by)) as u32;
        rest = value % u64::from(by);
    }
    rest as u32
}

impl Machine {
    /// Digits of an int or bool and whether it is negative; those of a small one lie in `room`.
    fn magnitude<'a>(&'a self, o: Obj, room: &'a mut [u32; 2]) -> (&'a [u32], bool) {
        let slot = self.slot(o);
        if slot.kind == Kind::Bool || slot.x == 0 {
            let value = slot.b as i64;
            put_pair(room, value.unsigned_abs());
            return (trimmed(room), value < 0);
        }
        (self.words.range(slot.b_lo(), slot.b_hi()), slot.c != 0)
    }

    /// The int with these digits.
    pub(crate) fn int_of_digits(&mut self, digits: &[u32], negative: bool) -> Owned {
        let digits = trimmed(digits);
        if digits.len() <= 2 {
            let value = digits.iter().rev().fold(0u64, |value, d| value << 32 | u64::from(*d));
            if value <= i64::MAX as u64 || negative && value == 1 << 63 {
                let value = value as i64;
                return self.new_int(if negative { value.wrapping_neg() } else { value });
            }
        }
        let n = digits.len() as u32;
        let last = digits[digits.len() - 1];
        let bytes = 24 + 4 * digits30(u64::from(n) * 32 - u64::from(last.leading_zeros()));
        let o = self.alloc(Kind::Int, ty::INT, bytes.min(u64::from(u32::MAX)) as u32);
        let at = self.take_words(n);
        self.words.range_mut(at, n).copy_from_slice(digits);
        let slot = self.slot_mut(o);
        slot.x = 1;
        slot.set_b(at, n);
        slot.c = u64::from(negative);
        Owned::steal(o)
    }

    /// How two ints compare.
    pub(crate) fn int_compare(&self, a: Obj, b: Obj) -> Ordering {
        if let (Some(x), Some(y)) = (self.int_small(a), self.int_small(b)) {
            return x.cmp(&y);
        }
        let (mut first, mut second) = ([0; 2], [0; 2]);
        let (x, negative) = self.magnitude(a, &mut first);
        let (y, other) = self.magnitude(b, &mut second);
        match (negative, other) {
            (false, false) => order(x, y),
            (true, true) => order(y, x),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }

    /// Sums, differences, short products and divisions by one digit; `None`: there are better ways.
    pub(crate) fn int_by_digits(&mut self, op: BinaryOp, a: Obj, b: Obj) -> Option<Owned> {
        let (mut first, mut second) = ([0; 2], [0; 2]);
        let (x, negative) = self.magnitude(a, &mut first);
        let (y, other) = self.magnitude(b, &mut second);
        match op {
            BinaryOp::Add | BinaryOp::Sub => {
                let other = other != (op == BinaryOp::Sub);
                let mut result = Buffer::new(x.len().max(y.len()) + 1);
                let negative = if negative == other {
                    add(x, y, result.digits());
                    negative
                } else if order(x, y) == Ordering::Less {
                    subtract(y, x, result.digits());
                    other
                } else {
                    subtract(x, y, result.digits());
                    negative
                };
                Some(self.int_of_digits(result.digits(), negative))
            }
            BinaryOp::Mul if x.len() * y.len() <= SHORT_PRODUCT || x.len().min(y.len()) <= 2 => {
                let mut result = Buffer::new(x.len() + y.len());
                // The inner loop is the longer one.
                if x.len() < y.len() {
                    multiply(x, y, result.digits())
                } else {
                    multiply(y, x, result.digits())
                };
                Some(self.int_of_digits(result.digits(), negative != other))
            }
            BinaryOp::FloorDiv | BinaryOp::Mod => {
                let &[by] = y else { return None };
                let mut quotient = Buffer::new(x.len() + 1);
                let mut rest = divide(x, by, quotient.digits());
                // Rounded down, the rest has the divisor's sign.
                let uneven = rest != 0 && negative != other;
                if op == BinaryOp::Mod {
                    if uneven {
                        rest = by - rest;
                    }
                    return Some(self.int_of_digits(&[rest], other));
                }
                if uneven {
                    for digit in quotient.digits() {
                        let (sum, over) = digit.overflowing_add(1);
                        *digit = sum;
                        if !over {
                            break;
                        }
                    }
                }
                Some(self.int_of_digits(quotient.digits(), negative != other))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;

    /// Digits of changing lengths, of which many are all ones or zeros.
    fn numbers() -> Vec<Vec<u32>> {
        let mut seed = 0x9E37_79B9_7F4A_7C15u64;
        let mut random = || {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            seed
        };
        let mut digit = || match random() % 4 {
            0 => u32::MAX,
            1 => 0,
            _ => random() as u32,
        };
        (1..40).map(|n| (0..n % 9 + 1).map(|_| digit()).chain([7]).collect()).collect()
    }

    #[test]
    fn digits_are_those_of_long_arithmetic() {
        let value = |digits: &[u32]| BigUint::new(digits.to_vec());
        let all = numbers();
        for x in &all {
            for y in &all {
                let mut sum = vec![0; x.len().max(y.len()) + 1];
                add(x, y, &mut sum);
                assert_eq!(value(&sum), value(x) + value(y));
                let mut product = vec![0; x.len() + y.len()];
                multiply(x, y, &mut product);
                assert_eq!(value(&product), value(x) * value(y));
                let (large, less) = if order(x, y) == Ordering::Less { (y, x) } else { (x, y) };
                assert!(value(large) >= value(less));
                let mut rest = vec![0; large.len()];
                subtract(large, less, &mut rest);
                assert_eq!(value(&rest), value(large) - value(less));
                let by = x[0].max(1);
                let mut quotient = vec![0; y.len()];
                let left = divide(y, by, &mut quotient);
                assert_eq!(value(&quotient) * by + left, value(y));
            }
        }
    }
}
