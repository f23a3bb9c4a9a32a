//! Seeded chance whose sequence is the same on every machine and in every version.
//!
//! Sequences end up in layouts that people compare, so the generator is written down here instead of
//! following a library's choice.

/// PCG-XSH-RR 64/32 (O'Neill 2014).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rng {
    state: u64,
}

const MULTIPLIER: u64 = 6_364_136_223_846_793_005;
const INCREMENT: u64 = 1_442_695_040_888_963_407;

impl Rng {
    /// The sequence that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        let mut rng = Self {
            state: seed.wrapping_add(INCREMENT),
        };
        rng.next_u32();
        rng
    }

    /// The next 32 random bits.
    pub fn next_u32(&mut self) -> u32 {
        let old = self.state;
        self.state = old.wrapping_mul(MULTIPLIER).wrapping_add(INCREMENT);
        let xorshifted = (((old >> 18) ^ old) >> 27) as u32;
        xorshifted.rotate_right((old >> 59) as u32)
    }

    /// Uniform in `[0, 1)`, with 53 random bits.
    pub fn unit(&mut self) -> f64 {
        let high = u64::from(self.next_u32()) << 21;
        let low = u64::from(self.next_u32()) >> 11;
        (high | low) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform in `0..end`; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        // Multiply-shift; the bias is under 2^-32 for any count that fits on a map.
        ((u64::from(self.next_u32()) * end as u64) >> 32) as usize
    }

    /// Puts a list in any order, each with the same chance (Fisher & Yates 1938).
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_seed_same_sequence() {
        let draw = |seed| {
            let mut rng = Rng::new(seed);
            (0..5).map(|_| rng.next_u32()).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn draws_stay_in_range_and_fill_it() {
        let mut rng = Rng::new(1);
        let mut seen = [false; 6];
        for _ in 0..1_000 {
            assert!((0.0..1.0).contains(&rng.unit()));
            seen[rng.below(6)] = true;
        }
        assert_eq!(seen, [true; 6]);
    }

    #[test]
    fn every_order_comes_about_as_often() {
        let mut rng = Rng::new(2);
        let mut first = [0; 4];
        for _ in 0..4_000 {
            let mut list = [0, 1, 2, 3];
            rng.shuffle(&mut list);
            first[list[0]] += 1;
            list.sort_unstable();
            assert_eq!(list, [0, 1, 2, 3]);
        }
        assert!(
            first.iter().all(|count| (850..1_150).contains(count)),
            "{first:?}"
        );
    }
}
