//! The forces by which a large network finds its shape: ties pull in proportion to their length, charges push with
//! 1 / distance, and a gentle pull to the middle keeps what is loosely tied from drifting off.
//!
//! Quick as no actor is looked at by itself: what pushes is worked out for a bucket of neighbors at a time.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::parallel;

use super::field::{Field, Sources, Spot};
use super::net::Net;

/// A cell is taken as one body once it looks smaller than this (longer side over distance). Coarse, as the shape of the
/// whole matters here and not the last movement of one.
const THETA: f32 = 2.0;

/// Bodies nearer than this, where ties at rest are about 1 long, push no harder.
const NEAREST: f32 = 0.1;

/// Pull to the middle, as a part of the mean push.
pub(super) const GRAVITY: f32 = 0.1;

/// Way that a body goes in one step, as a part of that to where the forces on it balance: more than all of it, as others
/// go along.
const DAMPING: f32 = 1.2;

/// Part of the last step that carries on.
const MOMENTUM: f32 = 0.95;

/// Longest step at the start, as a part of the map's radius; it shrinks to [`COLDEST`] of that.
const FASTEST: f32 = 0.5;
const COLDEST: f32 = 0.02;

/// The map is at rest when bodies move less than this part of its radius in a step.
const REST: f32 = 4e-4;

/// Buckets that a core works on at a time.
const PIECE: usize = 64;

/// Lets the bodies of a connected network move for this many steps, or until they rest; the center is the origin then.
///
/// # Errors
/// [`Cancelled`] once the flag is up; it is asked in every step.
pub(super) fn relax(net: &Net, at: &mut [Spot], steps: usize, cancel: &Cancel) -> Result<(), Cancelled> {
    if net.len() < 2 {
        return Ok(());
    }
    to_scale(net, at);
    let total: f32 = sum(net.charge().iter().copied());
    let mut field = Field::new(at, net.charge(), THETA, NEAREST);
    let mut speed = vec![[0.0_f32; 2]; at.len()];
    for step in 0..steps {
        field.refresh(at, net.charge());
        let spread = centered(net, at, total);
        let gravity = GRAVITY * total / (2.0 * spread.max(NEAREST));
        let radius = spread.sqrt();
        let cooled = 1.0 - (1.0 - COLDEST) * step as f32 / steps as f32;
        let longest = FASTEST * cooled * radius;
        let here = &*at;
        let moves = parallel::pieces(
            field.buckets(),
            PIECE,
            cancel,
            Sources::default,
            |sources, buckets| {
                let mut moves = Vec::new();
                for bucket in buckets {
                    field.collect(bucket, sources);
                    for position in field.bucket(bucket) {
                        let push = field.push(position, sources);
                        let i = field.body(position);
                        let charge = net.charge()[i];
                        let [x, y] = here[i];
                        let mut force = [
                            (push.force[0] - x * gravity) * charge,
                            (push.force[1] - y * gravity) * charge,
                        ];
                        let mut stiffness = (push.stiffness + gravity) * charge;
                        for &(j, weight) in net.of(i) {
                            let [to_x, to_y] = here[j as usize];
                            force[0] += (to_x - x) * weight;
                            force[1] += (to_y - y) * weight;
                            stiffness += weight;
                        }
                        let by = DAMPING / stiffness.max(f32::MIN_POSITIVE);
                        moves.push([force[0] * by, force[1] * by]);
                    }
                }
                Ok(moves)
            },
        )?;
        let mut moved = 0.0_f64;
        for (i, by) in field.order().zip(moves.iter().flatten()) {
            let mut new = [speed[i][0] * MOMENTUM + by[0], speed[i][1] * MOMENTUM + by[1]];
            let length = (new[0] * new[0] + new[1] * new[1]).sqrt();
            if length > longest {
                new = [new[0] * longest / length, new[1] * longest / length];
            }
            speed[i] = new;
            at[i] = [at[i][0] + new[0], at[i][1] + new[1]];
            moved += f64::from(length.min(longest));
        }
        if moved / (at.len() as f64) < f64::from(REST * radius) {
            break;
        }
    }
    centered(net, at, total);
    Ok(())
}

/// Moves the center of charge to the origin; gives the mean squared distance from it.
fn centered(net: &Net, at: &mut [Spot], total: f32) -> f32 {
    let mut center = [0.0_f64; 2];
    let mut squares = 0.0_f64;
    for (&[x, y], &charge) in at.iter().zip(net.charge()) {
        let (x, y, charge) = (f64::from(x), f64::from(y), f64::from(charge));
        center = [center[0] + x * charge, center[1] + y * charge];
        squares += (x * x + y * y) * charge;
    }
    let total = f64::from(total);
    let [x, y] = center.map(|sum| sum / total);
    for spot in at {
        *spot = [spot[0] - x as f32, spot[1] - y as f32];
    }
    (squares / total - x * x - y * y).max(0.0) as f32
}

/// Makes the whole as large as it will be at rest: there the attraction, summed with the distances over which it acts,
/// equals the repulsion and the pull to the middle (the virial theorem).
fn to_scale(net: &Net, at: &mut [Spot]) {
    let total = f64::from(sum(net.charge().iter().copied()));
    let own: f64 = net.charge().iter().map(|&c| f64::from(c) * f64::from(c)).sum();
    let repulsion = (total * total - own) / 2.0;
    let gravity = f64::from(GRAVITY) * total * total / 2.0;
    let attraction: f64 = net
        .ties()
        .map(|(a, b, weight)| {
            let (x, y) = (at[b][0] - at[a][0], at[b][1] - at[a][1]);
            f64::from(weight * (x * x + y * y))
        })
        .sum();
    if attraction > 0.0 {
        let by = ((repulsion - gravity).max(0.2 * repulsion) / attraction).sqrt() as f32;
        for spot in at {
            *spot = [spot[0] * by, spot[1] * by];
        }
    }
}

fn sum(values: impl Iterator<Item = f32>) -> f32 {
    values.map(f64::from).sum::<f64>() as f32
}
