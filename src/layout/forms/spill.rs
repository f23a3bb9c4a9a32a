//! Rings around one actor: each ring out, a third of what arrived one ring further in. Nothing arrives at the rim.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::{Point, Vector};

use super::guides::Guide;
use super::ring::{self, Ring};
use super::rings::thickness;
use super::turn::{between, direction, turns, within};
use super::{Cast, Reach, spread};

/// What of the knowledge that reaches one ring reaches the next one at most.
const NEXT: f64 = 1.0 / 3.0;

/// Rings of whom anything reaches.
const MOST: usize = 8;

/// Space between rings beyond marks and labels, map units.
const BETWEEN: f64 = 64.0;

/// Part of the even distance that neighbors on a ring keep at least.
const EVEN: f64 = 0.7;

/// Rounds in which branches are put into the order in which their ties ask for it.
const SWEEPS: usize = 6;

/// Everybody else as far from the center of `reach` as little of its knowledge arrives.
pub(super) fn points(
    cast: &Cast<'_>,
    reach: &Reach,
    guides: &mut Vec<Guide>,
    cancel: &Cancel,
) -> Result<Vec<Point>, Cancelled> {
    let count = cast.len();
    let mut local = vec![None; reach.arrives.len()];
    for (k, &i) in cast.who.iter().enumerate() {
        local[i] = Some(k);
    }
    // Whoever is asked about stands in the middle even when it is not among those who are arranged.
    let center = local.get(reach.center).copied().flatten();
    let parent: Vec<Option<usize>> = cast
        .who
        .iter()
        .map(|&i| reach.from.get(i).copied().flatten().and_then(|from| local[from]))
        .collect();
    let mut ring_of = vec![usize::MAX; count];
    for (k, &i) in cast.who.iter().enumerate() {
        if Some(k) != center {
            ring_of[k] = ring_for(reach.arrives[i]);
        }
    }
    let mut tree = Tree::new(&parent, center, count);
    let mut turn = tree.turns(count);
    let mut best = (f64::INFINITY, turn.clone());
    for _ in 0..SWEEPS {
        cancel.check()?;
        let long = wide(cast, &turn, center);
        if long < best.0 {
            best = (long, turn.clone());
        }
        let pull = pulls(cast, &turn, center);
        tree.sort(|i| pull[i]);
        turn = tree.turns(count);
    }
    if wide(cast, &turn, center) < best.0 {
        best.1 = turn;
    }
    let turn = best.1;
    let mut points = vec![Point::ORIGIN; count];
    let mut edge = center.map_or(0.0, |k| thickness(cast.room[k]) / 2.0);
    for ring in 0..=MOST {
        let mut members: Vec<usize> = (0..count).filter(|&k| ring_of[k] == ring).collect();
        if !members.is_empty() {
            members.sort_by(|&a, &b| turn[a].total_cmp(&turn[b]).then(a.cmp(&b)));
            edge = place(cast, &members, &turn, edge, &mut points);
            let farthest = members
                .iter()
                .map(|&i| (points[i] - Point::ORIGIN).length_squared());
            let radius = farthest.fold(0.0, f64::max).sqrt();
            guides.push(Guide::ring(radius, words(ring)));
        }
    }
    Ok(points)
}

/// What a ring means.
fn words(ring: usize) -> String {
    if ring == MOST {
        return "Nothing arrives".to_owned();
    }
    if ring + 1 == MOST {
        return "Less arrives".to_owned();
    }
    let least = (0..=ring).fold(100.0, |part, _| part * NEXT);
    if least < 1.0 {
        format!("{least:.1} % arrives")
    } else {
        format!("{least:.0} % arrives")
    }
}

/// 0 for the innermost ring; the outermost is for those whom nothing reaches.
fn ring_for(arrives: f64) -> usize {
    if arrives <= 0.0 {
        return MOST;
    }
    let (mut ring, mut least) = (0, NEXT);
    while arrives < least && ring + 1 < MOST {
        ring += 1;
        least *= NEXT;
    }
    ring
}

/// A ring outside `edge`, or several circles where one would be far too large; gives where it ends.
fn place(cast: &Cast<'_>, members: &[usize], turn: &[f64], edge: f64, points: &mut [Point]) -> f64 {
    let room = cast.largest(members.iter().copied());
    let thick = thickness(room);
    let first = edge + BETWEEN + thick / 2.0;
    let one = Ring::of(members.len(), room, first);
    // As many circles as keep the ring about as thick as what is inside it.
    let mut circles = 1;
    while circles < members.len() && one.radius > 1.6 * (first + thick * (circles * circles) as f64) {
        circles += 1;
    }
    let mut radius = first;
    for circle in 0..circles {
        let here: Vec<usize> = members.iter().copied().skip(circle).step_by(circles).collect();
        let ring = Ring::of(here.len(), room, radius);
        let apart = ring::need_most(room) / (std::f64::consts::TAU * ring.radius);
        let wanted: Vec<f64> = here.iter().map(|&i| turn[i]).collect();
        if apart * here.len() as f64 <= 1.0 {
            // As even as a ring looks, but for who has nobody on its side.
            let apart = apart.max(EVEN / here.len() as f64);
            for (&i, at) in here.iter().zip(spread::round(&wanted, apart)) {
                points[i] = Point::ORIGIN + direction(at) * ring.radius;
            }
        } else {
            let shift = nearest_shift(&ring, &wanted);
            for (k, &i) in here.iter().enumerate() {
                points[i] = ring.at((k + shift) % here.len());
            }
        }
        radius = ring.radius + thick;
    }
    radius - thick / 2.0
}

/// By how many places a full ring is turned so that everybody is nearest to where it would like to be.
fn nearest_shift(ring: &Ring, wanted: &[f64]) -> usize {
    let count = wanted.len();
    let tried = count.min(128);
    let off = |shift: usize| -> f64 {
        let one = |(k, &turn): (usize, &f64)| between(turn, ring.slots[(k + shift) % count]).powi(2);
        wanted.iter().enumerate().map(one).sum()
    };
    (0..tried)
        .map(|k| k * count / tried)
        .map(|shift| (off(shift), shift))
        .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
        .map_or(0, |(_, shift)| shift)
}

/// Direction in which the ties of each actor would like it to be; none without any.
fn pulls(cast: &Cast<'_>, turn: &[f64], center: Option<usize>) -> Vec<Option<f64>> {
    (0..cast.len())
        .map(|i| {
            let others = cast.neighbors.of(i).iter().filter(|(j, _)| Some(*j) != center);
            let sum = others.fold(Vector::ZERO, |sum, &(j, weight)| {
                sum + direction(turn[j]) * weight
            });
            turns(sum)
        })
        .collect()
}

/// How far round the center ties go, in all.
fn wide(cast: &Cast<'_>, turn: &[f64], center: Option<usize>) -> f64 {
    let mut sum = 0.0;
    for i in (0..cast.len()).filter(|&i| Some(i) != center) {
        for &(j, weight) in cast.neighbors.of(i) {
            if i < j && Some(j) != center {
                sum += weight * between(turn[i], turn[j]).abs();
            }
        }
    }
    sum
}

/// From whom everybody has it, as branches from the center; who has it from nobody here is a branch of its own.
struct Tree {
    roots: Vec<usize>,
    children: Vec<Vec<usize>>,
    /// Room of each with all its branches, in actors.
    size: Vec<f64>,
}

impl Tree {
    fn new(parent: &[Option<usize>], center: Option<usize>, count: usize) -> Self {
        let mut children = vec![Vec::new(); count];
        let mut roots = Vec::new();
        for (i, from) in parent.iter().enumerate().filter(|&(i, _)| Some(i) != center) {
            match from {
                Some(from) if Some(*from) != center => children[*from].push(i),
                _ => roots.push(i),
            }
        }
        let mut tree = Self {
            roots,
            children,
            size: vec![1.0; count],
        };
        for i in tree.downwards().into_iter().rev() {
            tree.size[i] = tree.children[i]
                .iter()
                .map(|&c| tree.size[c])
                .sum::<f64>()
                .max(1.0);
        }
        tree
    }

    /// Everybody but the center, each after the one it hangs on.
    fn downwards(&self) -> Vec<usize> {
        let mut order = self.roots.clone();
        let mut k = 0;
        while k < order.len() {
            order.extend(&self.children[order[k]]);
            k += 1;
        }
        order
    }

    /// The middle of each one's branch: branches get room by how much hangs on them.
    fn turns(&self, count: usize) -> Vec<f64> {
        let mut turn = vec![0.0; count];
        let mut first = vec![0.0; count];
        let all: f64 = self.roots.iter().map(|&i| self.size[i]).sum();
        // From the top.
        let mut from = 0.75;
        for &i in &self.roots {
            first[i] = from;
            from += self.size[i] / all;
        }
        for i in self.downwards() {
            turn[i] = within(first[i] + self.size[i] / all / 2.0);
            let mut from = first[i];
            let inside: f64 = self.children[i].iter().map(|&c| self.size[c]).sum();
            for &c in &self.children[i] {
                first[c] = from;
                from += self.size[c] / inside * (self.size[i] / all);
            }
        }
        turn
    }

    /// Puts branches in order of what their ties ask for; who asks for nothing keeps its place among the others.
    fn sort(&mut self, wanted: impl Fn(usize) -> Option<f64>) {
        let turn = self.turns(self.size.len());
        let key = |i: usize, middle: f64| {
            let to = wanted(i).unwrap_or(turn[i]);
            between(middle, to)
        };
        for i in 0..self.children.len() {
            let middle = turn[i];
            let mut list = std::mem::take(&mut self.children[i]);
            list.sort_by(|&a, &b| key(a, middle).total_cmp(&key(b, middle)).then(a.cmp(&b)));
            self.children[i] = list;
        }
        let mut roots = std::mem::take(&mut self.roots);
        roots.sort_by(|&a, &b| {
            within(key(a, 0.75))
                .total_cmp(&within(key(b, 0.75)))
                .then(a.cmp(&b))
        });
        self.roots = roots;
    }
}
