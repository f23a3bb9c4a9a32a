//! Work spread over all cores whose result does not depend on how many there are.
//!
//! Work is cut into pieces by its amount alone, and the pieces are put together in their order; which core did which
//! piece, and when, leaves no trace, not even in the rounding of sums.

use std::ops::Range;

use rayon::prelude::*;

use super::cancel::{Cancel, Cancelled};

/// Cuts `0..count` into pieces of `size` and has each worked on; gives what came of the pieces, in their order.
///
/// `room` makes what a core needs again and again; what is left in it from one piece must not matter to the next.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised; it is asked before each piece.
pub fn pieces<Room, Out: Send>(
    count: usize,
    size: usize,
    cancel: &Cancel,
    room: impl Fn() -> Room + Send + Sync,
    work: impl Fn(&mut Room, Range<usize>) -> Result<Out, Cancelled> + Send + Sync,
) -> Result<Vec<Out>, Cancelled> {
    let size = size.max(1);
    let piece = |room: &mut Room, index: usize| {
        cancel.check()?;
        work(room, index * size..((index + 1) * size).min(count))
    };
    match count.div_ceil(size) {
        0 => Ok(Vec::new()),
        // Not worth waking another core for.
        1 => Ok(vec![piece(&mut room(), 0)?]),
        all => (0..all)
            .into_par_iter()
            .with_max_len(1)
            .map_init(room, piece)
            .collect(),
    }
}

/// Does two things, side by side where there are cores for both.
pub fn both<A: Send, B: Send>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(one, other)
}

/// Amounts below this are not worth waking another core for where little is done with each.
const FEW: usize = 1 << 13;

/// What `work` makes of each item, in their order.
pub fn map<In: Sync, Out: Send>(items: &[In], work: impl Fn(&In) -> Out + Send + Sync) -> Vec<Out> {
    if items.len() < FEW {
        items.iter().map(work).collect()
    } else {
        items.par_iter().with_min_len(FEW / 2).map(work).collect()
    }
}

/// What `work` makes of `size` items at a time (of the last ones maybe fewer), in their order.
pub fn map_chunks<In: Sync, Out: Send>(
    items: &[In],
    size: usize,
    work: impl Fn(&[In]) -> Out + Send + Sync,
) -> Vec<Out> {
    if items.len() < FEW {
        items.chunks(size).map(work).collect()
    } else {
        let chunks = items.par_chunks(size);
        chunks.with_min_len((FEW / 2).div_ceil(size)).map(work).collect()
    }
}

/// Puts items in order. Those that compare as equal must be the same.
pub fn sort<Item: Ord + Send>(items: &mut [Item]) {
    if items.len() < FEW {
        items.sort_unstable();
    } else {
        items.par_sort_unstable();
    }
}

/// Adds up lists of equal length, in their order.
pub fn sum(lists: impl IntoIterator<Item = Vec<f64>>) -> Vec<f64> {
    let mut lists = lists.into_iter();
    let mut sum = lists.next().unwrap_or_default();
    for list in lists {
        for (all, one) in sum.iter_mut().zip(list) {
            *all += one;
        }
    }
    sum
}

/// Does some work with this many cores, for tests that compare.
#[cfg(test)]
pub(crate) fn with_threads<Out: Send>(threads: usize, work: impl FnOnce() -> Out + Send) -> Out {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.expect("a test machine has threads").install(work)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_threads_gives_the_same_bits() {
        let work = || {
            let pieces = pieces(
                1_000,
                7,
                &Cancel::new(),
                Vec::new,
                |room: &mut Vec<f64>, range| {
                    room.clear();
                    room.extend(range.map(|i| 1.0 / (1.0 + i as f64)));
                    Ok(vec![room.iter().sum::<f64>()])
                },
            );
            sum(pieces.unwrap())
        };
        let alone = work();
        for threads in 1..=3 {
            assert_eq!(with_threads(threads, work), alone, "{threads} threads");
        }
    }

    #[test]
    fn pieces_come_in_order_and_cover_everything() {
        let ranges = |count, size| pieces(count, size, &Cancel::new(), || (), |(), range| Ok(range)).unwrap();
        assert_eq!(ranges(5, 2), [0..2, 2..4, 4..5]);
        assert_eq!(ranges(2, 0), [0..1, 1..2]);
        assert_eq!(ranges(0, 3), []);
    }

    #[test]
    fn a_raised_flag_ends_the_work() {
        let cancel = Cancel::new();
        cancel.raise();
        assert_eq!(pieces(9, 1, &cancel, || (), |(), _| Ok(())), Err(Cancelled));
    }
}
