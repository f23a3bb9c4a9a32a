//! Groups within groups: what Leiden finds in the whole is divided again and again, until groups are small.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::parallel;

use super::groups::{self, Weighted};

/// Levels at most.
const DEPTH: usize = 7;

/// Passes of Leiden for each division: what is divided again need not be the best.
const FEW: usize = 2;

/// The group of each actor at every level, the outermost first; groups of up to `small` members are not divided
/// further, nor is what nothing divides. Modularity alone overlooks small groups of large networks (Fortunato &
/// Barthélemy 2007), which this finds.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn nest(network: &Weighted, small: usize, cancel: &Cancel) -> Result<Vec<Vec<usize>>, Cancelled> {
    nest_from(
        network,
        groups::leiden_for(network, 0, FEW, cancel)?.of,
        small,
        cancel,
    )
}

/// The same where the outermost groups are known.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn nest_from(
    network: &Weighted,
    outermost: Vec<usize>,
    small: usize,
    cancel: &Cancel,
) -> Result<Vec<Vec<usize>>, Cancelled> {
    let mut levels = vec![outermost];
    while levels.len() < DEPTH {
        let level = levels.last().expect("the outermost is there");
        match divided(network, level, small, cancel)? {
            Some(inner) => levels.push(inner),
            None => break,
        }
    }
    Ok(levels)
}

/// Every larger group divided by itself; `None` where nothing is.
fn divided(
    network: &Weighted,
    level: &[usize],
    small: usize,
    cancel: &Cancel,
) -> Result<Option<Vec<usize>>, Cancelled> {
    let groups = level.iter().max().map_or(0, |most| most + 1);
    let mut members = vec![Vec::new(); groups];
    for (i, &group) in level.iter().enumerate() {
        members[group].push(i);
    }
    // Where each actor is within its group.
    let mut place = vec![0; level.len()];
    for members in &members {
        for (k, &i) in members.iter().enumerate() {
            place[i] = k;
        }
    }
    let parts = parallel::pieces(
        groups,
        16,
        cancel,
        || (),
        |(), range| {
            let mut parts = Vec::with_capacity(range.len());
            for group in range {
                let here = &members[group];
                parts.push(if here.len() > small {
                    groups::leiden_for(&within(network, level, here, &place), 0, FEW, cancel)?.of
                } else {
                    vec![0; here.len()]
                });
            }
            Ok(parts)
        },
    )?;
    let mut inner = vec![0; level.len()];
    let (mut next, mut any) = (0, false);
    for (members, part) in members.iter().zip(parts.concat()) {
        let many = part.iter().max().map_or(0, |most| most + 1);
        any |= many > 1;
        for (&i, sub) in members.iter().zip(part) {
            inner[i] = next + sub;
        }
        next += many;
    }
    Ok(any.then_some(inner))
}

/// The ties within one group.
fn within(network: &Weighted, level: &[usize], members: &[usize], place: &[usize]) -> Weighted {
    let pairs = members.iter().flat_map(|&i| {
        let ties = network.neighbors(i).iter();
        ties.filter(move |&&(j, _)| i < j && level[i] == level[j])
            .map(move |&(j, weight)| (place[i], place[j], weight))
    });
    Weighted::new(members.len(), pairs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;

    #[test]
    fn groups_within_groups_are_found() {
        // Eight cliques of six, by twos, by fours: ties ever fewer the farther apart.
        let mut rng = Rng::new(3);
        let mut pairs = Vec::new();
        for a in 0..48_usize {
            for b in 0..a {
                let chance = match (a / 6 == b / 6, a / 24 == b / 24) {
                    (true, _) => 1.0,
                    (false, true) => 0.15,
                    (false, false) => 0.01,
                };
                if rng.unit() < chance {
                    pairs.push((b, a, 1.0));
                }
            }
        }
        let network = Weighted::new(48, pairs.into_iter());
        let levels = nest(&network, 6, &Cancel::new()).unwrap();
        for pair in levels.windows(2) {
            for a in 0..48 {
                for b in 0..a {
                    assert!(pair[1][a] != pair[1][b] || pair[0][a] == pair[0][b], "{a} {b}");
                }
            }
        }
        let innermost = levels.last().unwrap();
        for a in 0..48 {
            assert_eq!(innermost[a], innermost[a / 6 * 6], "{a}");
        }
        let alone = nest(&Weighted::new(3, std::iter::empty()), 1, &Cancel::new()).unwrap();
        assert_eq!(alone.len(), 1);
    }
}
