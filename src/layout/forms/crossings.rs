//! How often ties between columns cross, counted by the orders in which they arrive.

/// Pairs of ties that cross between two rows of places: `ties` are positions in one row and in the other.
pub(super) fn between(ties: &mut [(usize, usize)], places: usize) -> usize {
    ties.sort_unstable();
    // A tie crosses those before it that end behind it: counted by sums over blocks of positions (Fenwick 1994).
    let mut sums = vec![0_usize; places + 1];
    let mut crossings = 0;
    for (seen, &(_, to)) in ties.iter().enumerate() {
        let mut not_behind = 0;
        let mut k = to + 1;
        while k > 0 {
            not_behind += sums[k];
            k &= k - 1;
        }
        crossings += seen - not_behind;
        let mut k = to + 1;
        while k <= places {
            sums[k] += 1;
            k += k & k.wrapping_neg();
        }
    }
    crossings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_in_opposite_orders_cross() {
        assert_eq!(between(&mut [(0, 2), (1, 1), (2, 0)], 3), 3);
        assert_eq!(between(&mut [(0, 0), (0, 2), (1, 2), (1, 1)], 3), 1);
        assert_eq!(between(&mut [], 0), 0);
    }
}
