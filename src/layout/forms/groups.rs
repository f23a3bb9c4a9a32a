//! Groups apart from each other: each laid out by itself, then placed as discs by the ties between them, from the
//! innermost level out (communities first, after Muelder & Ma 2008).

use std::collections::BTreeMap;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::Point;
use crate::base::parallel;

use super::inside::{self, Inside};
use super::{Cast, discs};

/// How the innermost groups are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// By the ties within them.
    ByTies,
    /// In rows, as what joins the members is not their ties.
    InRows,
}

/// Space between groups in distances of one mark to the next inside: in small groups, and what is added in large ones,
/// so that even at the rim of a group the nearest marks are its own.
const GAP_SMALL: f64 = 0.3;
const GAP_MORE: f64 = 2.5;
/// Members from which a group is large.
const LARGE: f64 = 40.0;

/// Rounds in which groups turn to face those they are tied to.
const TURNS: usize = 2;

/// `nest` holds the group of each actor of the cast at every level, the outermost first.
pub(super) fn points(
    cast: &Cast<'_>,
    nest: &[Vec<usize>],
    style: Style,
    cancel: &Cancel,
) -> Result<Vec<Point>, Cancelled> {
    let count = cast.len();
    // The innermost groups, each with its way down through the levels, in that order.
    let mut order: Vec<usize> = (0..count).collect();
    let way = |i: usize| nest.iter().map(move |level| level.get(i).copied().unwrap_or(0));
    order.sort_by(|&a, &b| way(a).cmp(way(b)).then(a.cmp(&b)));
    let leaves: Vec<&[usize]> = order.chunk_by(|&a, &b| way(a).eq(way(b))).collect();
    let pieces = parallel::pieces(
        leaves.len(),
        8,
        cancel,
        || (),
        |(), range| {
            let mut insides = Vec::with_capacity(range.len());
            for members in &leaves[range] {
                cancel.check()?;
                insides.push(match style {
                    Style::ByTies => inside::by_ties(cast, members),
                    Style::InRows => inside::in_rows(cast, members),
                });
            }
            Ok(insides)
        },
    )?;
    let mut insides: Vec<Inside> = pieces.concat();
    for depth in (0..nest.len()).rev() {
        let parent = |inside: &Inside| -> Option<usize> {
            let (first, _) = inside.members.first()?;
            (depth > 0).then(|| nest[depth - 1].get(*first).copied().unwrap_or(0))
        };
        let families: Vec<&[Inside]> = insides.chunk_by(|a, b| parent(a) == parent(b)).collect();
        let joined = parallel::pieces(
            families.len(),
            1,
            cancel,
            || (),
            |(), range| {
                let mut joined = Vec::with_capacity(range.len());
                for family in &families[range] {
                    cancel.check()?;
                    joined.push(join(cast, family));
                }
                Ok(joined)
            },
        )?;
        insides = joined.concat();
    }
    let mut points = vec![Point::ORIGIN; count];
    if nest.is_empty() {
        insides = vec![join(cast, &insides)];
    }
    for (i, at) in insides.into_iter().flat_map(|inside| inside.members) {
        points[i] = Point::ORIGIN + at;
    }
    Ok(points)
}

/// Several groups as one.
fn join(cast: &Cast<'_>, family: &[Inside]) -> Inside {
    if let [only] = family {
        return only.clone();
    }
    let mut group_of: Vec<(usize, usize)> = Vec::new();
    for (g, inside) in family.iter().enumerate() {
        group_of.extend(inside.members.iter().map(|&(i, _)| (i, g)));
    }
    group_of.sort_unstable();
    let dense = group_of.len() * 4 > cast.len();
    let mut everybody = vec![None; if dense { cast.len() } else { 0 }];
    for &(i, g) in group_of.iter().filter(|_| dense) {
        everybody[i] = Some(g);
    }
    let group = |i: usize| {
        if dense {
            return everybody[i];
        }
        let found = group_of.binary_search_by_key(&i, |&(i, _)| i).ok()?;
        Some(group_of[found].1)
    };
    let mut links: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut outward: Vec<Vec<(usize, usize, f64)>> = vec![Vec::new(); family.len()];
    for (g, inside) in family.iter().enumerate() {
        for (k, &(i, _)) in inside.members.iter().enumerate() {
            for &(j, weight) in cast.neighbors.of(i) {
                if let Some(other) = group(j)
                    && other != g
                {
                    outward[g].push((k, other, weight));
                    if g < other {
                        *links.entry((g, other)).or_insert(0.0) += weight;
                    }
                }
            }
        }
    }
    let members: usize = family.iter().map(|inside| inside.members.len()).sum();
    let area: f64 = family.iter().map(|inside| inside.radius * inside.radius).sum();
    // Distance of one mark to the next, if the marks filled their discs evenly.
    let spacing = (std::f64::consts::PI * area / members.max(1) as f64).sqrt();
    let typical = members as f64 / family.len() as f64;
    let gap = spacing * (GAP_SMALL + GAP_MORE * (typical / LARGE).min(1.0));
    let radii: Vec<f64> = family.iter().map(|inside| inside.radius).collect();
    // What ties two groups, beside what they have of ties at all.
    let weight_of: Vec<f64> = outward
        .iter()
        .map(|ties| ties.iter().map(|tie| tie.2).sum::<f64>().max(1e-9))
        .collect();
    let links: Vec<(usize, usize, f64)> = links
        .into_iter()
        .map(|((a, b), weight)| (a, b, weight / (weight_of[a] * weight_of[b]).sqrt()))
        .collect();
    let centers = discs::placed(&radii, &links, gap);
    let mut family = family.to_vec();
    for _ in 0..TURNS {
        for (g, inside) in family.iter_mut().enumerate() {
            let upright = inside
                .members
                .iter()
                .any(|&(i, _)| cast.room[i].below > cast.room[i].radius);
            face(inside, &outward[g], &centers, g, upright);
        }
    }
    let members = family
        .into_iter()
        .zip(&centers)
        .flat_map(|(inside, center)| {
            let by = *center - Point::ORIGIN;
            inside.members.into_iter().map(move |(i, at)| (i, at + by))
        })
        .collect();
    Inside::around(cast, members)
}

/// Turns a group, perhaps mirrored, so that its members are nearest to the groups to which they are tied. Labels hang
/// below their marks: where they need room, `upright` groups are mirrored from left to right at most.
fn face(inside: &mut Inside, outward: &[(usize, usize, f64)], centers: &[Point], own: usize, upright: bool) {
    if upright {
        let pull: f64 = outward
            .iter()
            .map(|&(k, other, weight)| {
                let to = centers[other] - centers[own];
                weight * inside.members[k].1.x * to.x / to.length_squared().sqrt().max(1e-9)
            })
            .sum();
        if pull < 0.0 {
            inside.turn(1.0, 0.0, true);
        }
        return;
    }
    let (mut plain, mut mirror) = ((0.0, 0.0), (0.0, 0.0));
    for &(k, other, weight) in outward {
        let at = inside.members[k].1;
        let to = centers[other] - centers[own];
        let to = to * (weight / to.length_squared().sqrt().max(1e-9));
        plain = (
            plain.0 + at.x * to.x + at.y * to.y,
            plain.1 + at.x * to.y - at.y * to.x,
        );
        mirror = (
            mirror.0 - at.x * to.x + at.y * to.y,
            mirror.1 - at.x * to.y - at.y * to.x,
        );
    }
    let size = |(cos, sin): (f64, f64)| (cos * cos + sin * sin).sqrt();
    let mirrored = size(mirror) > size(plain) * 1.000_001;
    let (cos, sin) = if mirrored { mirror } else { plain };
    let length = size((cos, sin));
    if length > 0.0 {
        inside.turn(cos / length, sin / length, mirrored);
    }
}
