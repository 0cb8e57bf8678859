//! Adding floats without losing what is too small for the sum (`CompensatedSum` of `Python/bltinmodule.c`).

/// A sum of floats and what was lost of it.
#[derive(Clone, Copy)]
pub(crate) struct Compensated {
    pub high: f64,
    pub low: f64,
}

impl From<f64> for Compensated {
    fn from(high: f64) -> Compensated {
        Compensated { high, low: 0.0 }
    }
}

impl Compensated {
    #[inline(always)]
    pub fn add(&mut self, x: f64) {
        let t = self.high + x;
        self.low += if self.high.abs() >= x.abs() { (self.high - t) + x } else { (x - t) + self.high };
        self.high = t;
    }

    pub fn total(self) -> f64 {
        if self.low != 0.0 && self.low.is_finite() { self.high + self.low } else { self.high }
    }
}
