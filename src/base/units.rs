//! Numbers that cannot be wrong: constructors refuse NaN, infinity and values out of range.

use std::num::NonZeroU64;

/// Declares a checked `f64` with an inclusive range.
///
/// Its bits are kept inverted: those that are then zero are not a number, so that an absent value takes no more memory
/// than one that is there. Of two legal values that are equal the bits are, too.
macro_rules! bounded {
    ($(#[$doc:meta])* $name:ident, $least:expr, $most:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq)]
        pub struct $name(NonZeroU64);

        impl $name {
            /// Smallest legal value.
            pub const LEAST: f64 = $least;
            /// Largest legal value.
            pub const MOST: f64 = $most;

            /// `None` when the value is not a number or outside the range. Minus zero becomes zero.
            pub fn new(value: f64) -> Option<Self> {
                (Self::LEAST..=Self::MOST).contains(&value).then(|| Self::of(value))
            }

            /// The nearest legal value; `None` only for NaN.
            pub fn clamped(value: f64) -> Option<Self> {
                Self::new(value.clamp(Self::LEAST, Self::MOST))
            }

            /// A value known when the program is compiled; a wrong one does not compile in a constant.
            pub const fn of(value: f64) -> Self {
                assert!(value >= Self::LEAST && value <= Self::MOST, "constant out of range");
                match NonZeroU64::new(!(value + 0.0).to_bits()) {
                    Some(bits) => Self(bits),
                    None => panic!("a number within a range is one"),
                }
            }

            /// The plain number.
            pub const fn get(self) -> f64 {
                f64::from_bits(!self.0.get())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({:?})", stringify!($name), self.get())
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                self.get().partial_cmp(&other.get())
            }
        }
    };
}

bounded!(
    /// A part of a whole, 0 to 1.
    Share, 0.0, 1.0
);
bounded!(
    /// Strength of a tie, above 0 and at most 1. A tie without strength is a disabled or a deleted tie.
    Weight, 1e-6, 1.0
);
bounded!(
    /// A grade on a slider, 0 to 100.
    Grade, 0.0, 100.0
);
bounded!(
    /// Employment of one actor, 0 to 1 000 000.
    Jobs, 0.0, 1e6
);
bounded!(
    /// Any amount that cannot be negative: money in millions a year, contacts a year, years. At most 10^12.
    Amount, 0.0, 1e12
);
bounded!(
    /// A calendar year, −9999 to 9999.
    Year, -9999.0, 9999.0
);
bounded!(
    /// Where chance begins: the same seed gives the same draws. 0 to 2^32 − 1; what stands after the point does not count.
    Seed, 0.0, 4_294_967_295.0
);

bounded!(
    /// Width of a note on the map, 20 to 100 000 map units.
    Breadth, 20.0, 1e5
);
bounded!(
    /// Size of the letters of a note, 4 to 1 000 map units.
    TextSize, 4.0, 1e3
);

impl Seed {
    /// For the generator of chance.
    pub const fn number(self) -> u64 {
        self.get() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_door_for_nan_or_infinity() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1e-9, 1.000_000_1] {
            assert_eq!(Share::new(bad), None, "{bad}");
        }
        assert_eq!(Share::clamped(f64::NAN), None);
        assert_eq!(Share::clamped(f64::INFINITY), Share::new(1.0));
        assert_eq!(Weight::new(0.0), None);
        assert_eq!(Amount::new(1e308), None);
    }

    #[test]
    fn what_is_absent_takes_no_room() {
        assert_eq!(size_of::<Option<Amount>>(), size_of::<f64>());
        for value in [0.0, f64::MIN_POSITIVE, 0.1, 1e12] {
            assert_eq!(Amount::new(value).map(Amount::get), Some(value));
        }
        assert!(Amount::of(2.0) < Amount::of(10.0) && Year::of(-2.0) > Year::of(-10.0));
    }

    #[test]
    fn minus_zero_becomes_zero() {
        assert!(Share::new(-0.0).unwrap().get().is_sign_positive());
    }
}
