//! A large connected network from nothing: coarser and coarser versions of it, the coarsest laid out by its distances,
//! then back to finer ones, each of which only has to settle what the one before could not see (Walshaw 2003; Hu 2005).

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::progress::Progress;
use crate::base::rng::Rng;

use super::even::even_out;
use super::field::{Spot, along_curve};
use super::net::{Net, members};
use super::place::{Neighbors, Wishes};
use super::relax::relax;
use super::request::Spring;

/// The coarsest network has about this many actors at most.
const COARSEST: usize = 80;

/// Steps for the network itself; each coarser one gets so many more, up to the most.
const STEPS: usize = 50;
const MORE_STEPS: usize = 30;
const MOST_STEPS: usize = 120;

/// In so many steps a network with more actors than this does not spread out to the edge.
const UNEVEN: usize = 50_000;

/// Part of all the work on a large network that is done once it has its places here: two in three.
pub(super) const SHARE: (usize, usize) = (2, 3);

/// Actors that come out of one stand this part of the mean distance of neighbors apart.
const APART: f32 = 0.4;

/// How much time a layout takes for a large network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// Until all is at rest.
    Full,
    /// Networks of more than [`COARSE`] actors hardly move from where coarser ones have put them.
    Rough,
}

/// Actors of the largest network that is laid out with full care in a rough layout.
const COARSE: usize = 60_000;
/// Steps for the larger ones.
const ROUGH_STEPS: usize = 4;

/// Places for a connected network, in no particular unit.
///
/// # Errors
/// [`Cancelled`] once the flag is up.
pub(super) fn places(
    net: Net,
    care: Care,
    seed: u64,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<Spot>, Cancelled> {
    let mut levels: Vec<(Net, Vec<u32>)> = Vec::new();
    let mut coarsest = net;
    while coarsest.len() > COARSEST {
        cancel.check()?;
        let Some((coarser, parent)) = coarsest.coarser() else {
            break;
        };
        levels.push((std::mem::replace(&mut coarsest, coarser), parent));
    }
    let is_rough = |count: usize| care == Care::Rough && count > COARSE;
    let steps = |level: usize, count: usize| match is_rough(count) {
        true => ROUGH_STEPS,
        false => steps(level),
    };
    // What is done is counted in steps of one actor.
    let works: Vec<usize> = levels
        .iter()
        .enumerate()
        .map(|(level, (net, _))| steps(level, net.len()) * net.len())
        .collect();
    let all = works.iter().sum::<usize>();
    let mut rng = Rng::new(seed);
    let mut at = first_places(&coarsest, seed, &mut rng, cancel)?;
    relax(&coarsest, &mut at, MOST_STEPS, cancel)?;
    // `order` says which actor of a network is the first, second … along the curve on which it is kept.
    let mut order: Vec<u32> = (0..coarsest.len() as u32).collect();
    let mut done = 0;
    for (level, (net, parent)) in levels.into_iter().enumerate().rev() {
        (at, order) = spread(&at, &order, &parent, &mut rng);
        let net = net.reordered(&order);
        relax(&net, &mut at, steps(level, net.len()), cancel)?;
        if level == 0 && net.len() > UNEVEN && !is_rough(net.len()) {
            even_out(&net, &mut at, seed, cancel)?;
        }
        done += works[level];
        progress.set(SHARE.0 * done, SHARE.1 * all);
    }
    let mut places = vec![[0.0; 2]; at.len()];
    for (&i, &at) in order.iter().zip(&at) {
        places[i as usize] = at;
    }
    Ok(places)
}

fn steps(level: usize) -> usize {
    (STEPS + MORE_STEPS * level).min(MOST_STEPS)
}

/// Where the actors of the next finer network start, and in which order they are kept: along the curve of their parents.
fn spread(at: &[Spot], order: &[u32], parent: &[u32], rng: &mut Rng) -> (Vec<Spot>, Vec<u32>) {
    let (first, members) = members(parent, at.len());
    let count = at.len() as f64;
    let squares: f64 = at.iter().map(|&[x, y]| f64::from(x * x + y * y)).sum();
    let apart = APART * (squares / count / count).sqrt() as f32;
    let mut places = Vec::with_capacity(parent.len());
    let mut fine = Vec::with_capacity(parent.len());
    for k in along_curve(at) {
        let [x, y] = at[k as usize];
        let group = order[k as usize] as usize;
        for &i in &members[first[group] as usize..first[group + 1] as usize] {
            let by = [rng.unit() as f32 - 0.5, rng.unit() as f32 - 0.5];
            places.push([x + by[0] * apart, y + by[1] * apart]);
            fine.push(i);
        }
    }
    (places, fine)
}

/// The coarsest network by its distances, or anyhow where it is too large for that.
fn first_places(net: &Net, seed: u64, rng: &mut Rng, cancel: &Cancel) -> Result<Vec<Spot>, Cancelled> {
    if net.len() > 4 * COARSEST {
        return Ok((0..net.len())
            .map(|_| [rng.unit() as f32 - 0.5, rng.unit() as f32 - 0.5])
            .collect());
    }
    let springs: Vec<Spring> = net.ties().map(|(a, b, _)| Spring { a, b, weight: 0.5 }).collect();
    let neighbors = Neighbors::new(net.len(), &springs);
    let wishes = Wishes::new(net.len(), &springs, &neighbors, cancel)?;
    let places = wishes.places(seed, cancel)?;
    Ok(places.iter().map(|p| [p.x as f32, p.y as f32]).collect())
}
