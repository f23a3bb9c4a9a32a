//! One circle in an order with few crossings.

use std::collections::BTreeSet;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::Point;

use super::Cast;
use super::ring::Ring;

/// Actors times ties up to which the order is improved one by one.
const ONE_BY_ONE: usize = 400_000;

/// Rounds of that.
const ROUNDS: usize = 6;

pub(super) fn points(cast: &Cast<'_>, cancel: &Cancel) -> Result<Vec<Point>, Cancelled> {
    let count = cast.len();
    let mut order = begin(cast);
    let ties: usize = (0..count).map(|i| cast.neighbors.of(i).len()).sum::<usize>() / 2;
    if count * ties <= ONE_BY_ONE {
        sift(cast, &mut order, cancel)?;
    }
    let ring = Ring::of(count, cast.largest(0..count), 0.0);
    let mut points = vec![Point::ORIGIN; count];
    for (slot, &i) in order.iter().enumerate() {
        points[i] = ring.at(slot);
    }
    Ok(points)
}

/// Whoever has most ties to those that stand already, and fewest to the others, comes next, at the end where its ties
/// are (Baur & Brandes 2005).
fn begin(cast: &Cast<'_>) -> Vec<usize> {
    let count = cast.len();
    let mut placed = vec![false; count];
    // Ties to those who stand, falling; ties to others; the actor.
    let mut inside = vec![0_usize; count];
    let degree = |i: usize| cast.neighbors.of(i).len();
    let key = |i: usize, inside: usize| (usize::MAX - inside, degree(i) - inside, i);
    let mut waiting: BTreeSet<(usize, usize, usize)> = (0..count).map(|i| key(i, 0)).collect();
    let (mut left, mut right): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut place = vec![0_i64; count];
    while let Some((_, _, i)) = waiting.pop_first() {
        placed[i] = true;
        // On the side on which those it is tied to are.
        let mut side = 0_i64;
        for &(j, _) in cast.neighbors.of(i) {
            if placed[j] {
                side += place[j].signum();
            } else if waiting.remove(&key(j, inside[j])) {
                inside[j] += 1;
                waiting.insert(key(j, inside[j]));
            }
        }
        if side < 0 {
            left.push(i);
            place[i] = -(left.len() as i64);
        } else {
            right.push(i);
            place[i] = right.len() as i64;
        }
    }
    left.reverse();
    left.extend(right);
    left
}

/// Each actor in turn goes to where the fewest ties cross (circular sifting, Baur & Brandes 2005).
fn sift(cast: &Cast<'_>, order: &mut Vec<usize>, cancel: &Cancel) -> Result<(), Cancelled> {
    let count = order.len();
    let mut position = vec![0; count];
    for _ in 0..ROUNDS {
        let mut better = false;
        for i in 0..count {
            cancel.check()?;
            let at = order.iter().position(|&j| j == i).unwrap_or(0);
            order.rotate_left(at);
            for (k, &j) in order.iter().enumerate() {
                position[j] = k;
            }
            // `i` stands first and passes one after the other; the change of crossings is known from both's ties.
            let mut own: Vec<usize> = ends(cast, i, &position, usize::MAX);
            own.sort_unstable();
            let (mut change, mut best) = (0_i64, (0_i64, 0));
            for k in 1..count {
                let passed = order[k];
                // Directions are seen from between the two, so that ties end in one order round the circle.
                let theirs = ends(cast, passed, &position, i);
                let round = |end: usize| (end + count - k) % count;
                // In rising order already, but for where the circle is cut.
                let cut = own.partition_point(|&end| end <= k);
                let others = own[cut..].iter().chain(&own[..cut]).filter(|&&end| end != k);
                let mine: Vec<usize> = others.map(|&end| round(end)).collect();
                let mut crossing = 0_i64;
                for end in theirs.into_iter().map(round) {
                    let before = mine.partition_point(|&other| other < end) as i64;
                    let behind = mine.len() as i64 - mine.partition_point(|&other| other <= end) as i64;
                    // While `i` is first, its ties cross those of the passed that end behind them; afterwards the others.
                    crossing += behind - before;
                }
                change += crossing;
                if change < best.0 {
                    best = (change, k);
                }
            }
            if best.1 > 0 {
                order[0..=best.1].rotate_left(1);
                better = true;
            }
        }
        if !better {
            break;
        }
    }
    Ok(())
}

/// Where those stand to whom `i` is tied, but for one.
fn ends(cast: &Cast<'_>, i: usize, position: &[usize], but: usize) -> Vec<usize> {
    let ties = cast.neighbors.of(i).iter();
    ties.filter(|&&(j, _)| j != but)
        .map(|&(j, _)| position[j])
        .collect()
}
