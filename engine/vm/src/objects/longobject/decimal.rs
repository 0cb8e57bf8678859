//! Decimal digits of an integer that fits 64 bits, without an allocation.

/// The text of an integer.
pub(crate) struct Decimal {
    digits: [u8; 20],
    start: usize,
}

impl Decimal {
    pub fn of(value: i64) -> Decimal {
        let mut text = Decimal::of_magnitude(value.unsigned_abs());
        if value < 0 {
            text.start -= 1;
            text.digits[text.start] = b'-';
        }
        text
    }

    pub fn of_magnitude(mut rest: u64) -> Decimal {
        let mut text = Decimal { digits: [b'0'; 20], start: 20 };
        loop {
            text.start -= 1;
            text.digits[text.start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                return text;
            }
        }
    }

    pub fn bytes(&self) -> &[u8] {
        &self.digits[self.start..]
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(self.bytes()).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_has_its_digits() {
        let mut value = 0i64;
        for _ in 0..=18 {
            for v in [value, -value, i64::MAX - value, i64::MIN + value] {
                assert_eq!(Decimal::of(v).text(), v.to_string());
            }
            value = value * 10 + 7;
        }
        assert_eq!(Decimal::of_magnitude(u64::MAX).text(), u64::MAX.to_string());
    }
}
