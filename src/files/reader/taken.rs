//! Which ids of a file are in use already.

use std::collections::BTreeSet;

/// Numbers below this one, as all have that a program gave out, take a bit each.
const DENSE: u64 = 1 << 26;

/// A set of ids that is quick for numbers that were counted up.
pub(super) struct Taken<I> {
    number: fn(I) -> u64,
    dense: Vec<u64>,
    /// Numbers of a file made by hand.
    sparse: BTreeSet<u64>,
}

impl<I: Copy> Taken<I> {
    /// None yet. `number`: the number in an id.
    pub(super) fn new(number: fn(I) -> u64) -> Self {
        Self {
            number,
            dense: Vec::new(),
            sparse: BTreeSet::new(),
        }
    }

    /// The id is in use.
    pub(super) fn contains(&self, id: I) -> bool {
        let number = (self.number)(id);
        if number < DENSE {
            let word = self.dense.get((number / 64) as usize);
            word.is_some_and(|word| word >> (number % 64) & 1 == 1)
        } else {
            self.sparse.contains(&number)
        }
    }

    /// Takes an id; whether it was free.
    pub(super) fn insert(&mut self, id: I) -> bool {
        let number = (self.number)(id);
        if number >= DENSE {
            return self.sparse.insert(number);
        }
        let at = (number / 64) as usize;
        if at >= self.dense.len() {
            self.dense.resize(at + 1, 0);
        }
        let bit = 1 << (number % 64);
        let free = self.dense[at] & bit == 0;
        self.dense[at] |= bit;
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_taken_once_however_large_its_number() {
        let mut taken = Taken::new(|number: u64| number);
        for number in [1, 63, 64, DENSE - 1, DENSE, u64::MAX] {
            assert!(!taken.contains(number), "{number}");
            assert!(taken.insert(number), "{number}");
            assert!(!taken.insert(number), "{number}");
            assert!(taken.contains(number), "{number}");
        }
        assert!(!taken.contains(2) && !taken.contains(DENSE + 1));
    }
}
