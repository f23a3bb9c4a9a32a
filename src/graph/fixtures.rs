//! Networks from the literature whose figures are published, for tests.

use crate::base::rng::Rng;
use crate::model::{ActorId, TieKind};

use super::{Directed, Simple};

/// A network of `n` actors with these pairs.
pub(crate) fn network(n: usize, pairs: &[(usize, usize)]) -> Simple {
    let ids = (1..=n as u64)
        .map(|number| ActorId::new(number).unwrap())
        .collect();
    let joints = pairs.iter().map(|&(a, b)| (a.min(b), a.max(b), TieKind::Social));
    Simple::from_joints(ids, joints.collect())
}

/// A directed network of `n` actors with these arcs, all of weight 1.
pub(crate) fn directed(n: usize, arcs: &[(usize, usize)]) -> Directed {
    weighted(n, &arcs.iter().map(|&(a, b)| (a, b, 1.0)).collect::<Vec<_>>())
}

/// A directed network of `n` actors with these arcs and weights.
pub(crate) fn weighted(n: usize, arcs: &[(usize, usize, f64)]) -> Directed {
    Directed::from_arcs(network(n, &[]).ids().to_vec(), arcs.to_vec())
}

/// A → B, A → C, B → C, B → D, C → D, D → A.
pub(crate) fn four_arcs() -> Directed {
    directed(4, &[(0, 1), (0, 2), (1, 2), (1, 3), (2, 3), (3, 0)])
}

/// One center and `n - 1` others.
pub(crate) fn star(n: usize) -> Simple {
    network(n, &(1..n).map(|i| (0, i)).collect::<Vec<_>>())
}

/// Everybody tied to everybody.
pub(crate) fn complete(n: usize) -> Simple {
    network(
        n,
        &(0..n)
            .flat_map(|j| (0..j).map(move |i| (i, j)))
            .collect::<Vec<_>>(),
    )
}

/// `n` actors and at most `m` pairs by chance; half of the ends fall on the first tenth, so that there are hubs.
pub(crate) fn random(n: usize, m: usize, rng: &mut Rng) -> Simple {
    let mut pairs = Vec::with_capacity(m);
    for _ in 0..m {
        let hub = if rng.below(2) == 0 { n } else { n.div_ceil(10) };
        let (a, b) = (rng.below(hub), rng.below(n));
        if a != b {
            pairs.push((a, b));
        }
    }
    network(n, &pairs)
}

/// Zachary's karate club (1977); number 0 is member 1.
pub(crate) fn karate() -> Simple {
    network(34, KARATE)
}

/// How strong each tie of [`karate`] is, in the order of its pairs: in how many settings the two met.
pub(crate) fn karate_weights() -> impl Iterator<Item = f64> {
    KARATE_WEIGHTS.iter().map(|&weight| f64::from(weight))
}

/// Which of fourteen events, counted from 1, each of eighteen women went to (Davis, Gardner & Gardner 1941).
pub(crate) const DAVIS: &[&[usize]] = &[
    &[1, 2, 3, 4, 5, 6, 8, 9],
    &[1, 2, 3, 5, 6, 7, 8],
    &[2, 3, 4, 5, 6, 7, 8, 9],
    &[1, 3, 4, 5, 6, 7, 8],
    &[3, 4, 5, 7],
    &[3, 5, 6, 8],
    &[5, 6, 7, 8],
    &[6, 8, 9],
    &[5, 7, 8, 9],
    &[7, 8, 9, 12],
    &[8, 9, 10, 12],
    &[8, 9, 10, 12, 13, 14],
    &[7, 8, 9, 10, 12, 13, 14],
    &[6, 7, 9, 10, 11, 12, 13, 14],
    &[7, 8, 10, 11, 12],
    &[8, 9],
    &[9, 11],
    &[9, 11],
];

/// The two factions into which the karate club split: 0 went with member 1, 1 with member 34.
pub(crate) fn factions() -> Vec<usize> {
    let officer = [9, 14, 15, 18, 20, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33];
    (0..34).map(|i| usize::from(officer.contains(&i))).collect()
}

/// Krackhardt's kite (1990); 0 to 9 are Andre, Beverly, Carol, Diane, Ed, Fernando, Garth, Heather, Ike, Jane.
pub(crate) fn kite() -> Simple {
    network(10, KITE)
}

/// Marriages of Florentine families (Padgett & Ansell 1993) without the isolate Pucci.
pub(crate) fn florentine() -> Simple {
    network(15, FLORENTINE)
}

/// The same with Pucci.
pub(crate) fn florentine_with_pucci() -> Simple {
    network(16, FLORENTINE)
}

/// Number of the Medici in [`florentine`].
pub(crate) const MEDICI: usize = 8;
/// Number of the Guadagni in [`florentine`].
pub(crate) const GUADAGNI: usize = 6;

/// Fails when `found` is not within `tolerance` of `expected`.
#[track_caller]
pub(crate) fn close(what: &str, found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{what}: {found} instead of {expected}"
    );
}

#[rustfmt::skip]
const KARATE: &[(usize, usize)] = &[
    (0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (0, 6), (0, 7), (0, 8), (0, 10), (0, 11), (0, 12), (0, 13),
    (0, 17), (0, 19), (0, 21), (0, 31), (1, 2), (1, 3), (1, 7), (1, 13), (1, 17), (1, 19), (1, 21), (1,
    30), (2, 3), (2, 7), (2, 8), (2, 9), (2, 13), (2, 27), (2, 28), (2, 32), (3, 7), (3, 12), (3, 13),
    (4, 6), (4, 10), (5, 6), (5, 10), (5, 16), (6, 16), (8, 30), (8, 32), (8, 33), (9, 33), (13, 33),
    (14, 32), (14, 33), (15, 32), (15, 33), (18, 32), (18, 33), (19, 33), (20, 32), (20, 33), (22, 32),
    (22, 33), (23, 25), (23, 27), (23, 29), (23, 32), (23, 33), (24, 25), (24, 27), (24, 31), (25, 31),
    (26, 29), (26, 33), (27, 33), (28, 31), (28, 33), (29, 32), (29, 33), (30, 32), (30, 33), (31, 32),
    (31, 33), (32, 33),
];

#[rustfmt::skip]
const KARATE_WEIGHTS: &[u8] = &[
    4, 5, 3, 3, 3, 3, 2, 2, 2, 3, 1, 3, 2, 2, 2, 2, 6, 3, 4, 5, 1, 2, 2, 2, 3, 4, 5, 1, 3, 2, 2, 2,
    3, 3, 3, 2, 3, 5, 3, 3, 3, 3, 3, 4, 2, 3, 3, 2, 3, 4, 1, 2, 1, 3, 1, 2, 3, 5, 4, 3, 5, 4, 2, 3,
    2, 7, 4, 2, 4, 2, 2, 4, 2, 3, 3, 4, 4, 5,
];

#[rustfmt::skip]
const KITE: &[(usize, usize)] = &[
    (0, 1), (0, 2), (0, 3), (0, 5), (1, 3), (1, 4), (1, 6), (2, 3), (2, 5), (3, 4), (3, 5), (3, 6), (4,
    6), (5, 6), (5, 7), (6, 7), (7, 8), (8, 9),
];

/// In alphabetical order: Acciaiuoli, Albizzi, Barbadori, Bischeri, Castellani, Ginori, Guadagni, Lamberteschi, Medici,
/// Pazzi, Peruzzi, Ridolfi, Salviati, Strozzi, Tornabuoni.
#[rustfmt::skip]
const FLORENTINE: &[(usize, usize)] = &[
    (0, 8), (4, 10), (4, 13), (4, 2), (8, 2), (8, 11), (8, 14), (8, 1), (8, 12), (12, 9), (10, 13), (10, 3),
    (13, 11), (13, 3), (11, 14), (14, 6), (1, 5), (1, 6), (3, 6), (6, 7),
];
