//! Repulsion from many bodies at once: buckets of neighbors along a curve, and cells of cells above them.
//!
//! What is far is taken as one body (Barnes & Hut 1986), for a whole bucket at once. The tree is packed: four
//! neighbors along the curve make a cell of the next level (Kamel & Faloutsos 1993), so that it needs no links and
//! stays good while its bodies move about. The law is that of charges in the plane: each body pushes with charge / distance.

use crate::base::geom::{Point, Vector};
use crate::base::parallel;

use super::curve;

/// A cell is taken as one body once it looks smaller than this (longer side over distance).
const THETA: f32 = 1.0;

/// Bodies in a bucket, whose pushes are worked out together.
pub(super) const BUCKET: usize = LEAF << FAN;

/// Bodies in a cell of the lowest level, which push together when they are far.
const LEAF: usize = 8;

/// Cells in a cell of the next level: four, as a shift.
const FAN: usize = 2;

/// Up to this many bodies each is looked at.
const DIRECT: usize = 400;

/// Bodies nearer than this, map units, push no harder; collisions see to them.
const NEAREST_SQUARED: f32 = 16.0;

/// The order along the curve is renewed once the buckets have grown to so many times their size.
const STALE: f32 = 1.4;

/// What the other bodies do to one place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Push {
    /// Sum of charge · offset / distance².
    pub(super) force: Vector,
    /// Sum of charge / distance²: how fast the force changes on the way.
    pub(super) stiffness: f64,
}

/// Some bodies as one, with the box they are in.
#[derive(Clone, Copy, Debug)]
struct Cell {
    /// Center of charge.
    x: f32,
    y: f32,
    charge: f32,
    /// Squared distance from which the cell acts as one body.
    far: f32,
    min: [f32; 2],
    max: [f32; 2],
}

impl Cell {
    fn of_bodies(bodies: &[[f32; 3]]) -> Self {
        let (mut x, mut y, mut charge) = (0.0, 0.0, 0.0);
        let (mut min, mut max) = ([f32::MAX; 2], [f32::MIN; 2]);
        for body in bodies {
            x += body[0] * body[2];
            y += body[1] * body[2];
            charge += body[2];
            for axis in 0..2 {
                min[axis] = lesser(min[axis], body[axis]);
                max[axis] = larger(max[axis], body[axis]);
            }
        }
        Self::new(x, y, charge, min, max)
    }

    fn of_cells(cells: &[Self]) -> Self {
        let (mut x, mut y, mut charge) = (0.0, 0.0, 0.0);
        let (mut min, mut max) = ([f32::MAX; 2], [f32::MIN; 2]);
        for cell in cells {
            x += cell.x * cell.charge;
            y += cell.y * cell.charge;
            charge += cell.charge;
            for axis in 0..2 {
                min[axis] = lesser(min[axis], cell.min[axis]);
                max[axis] = larger(max[axis], cell.max[axis]);
            }
        }
        Self::new(x, y, charge, min, max)
    }

    /// The cell of bodies whose places, times their charges, add up to `x` and `y`.
    fn new(x: f32, y: f32, charge: f32, min: [f32; 2], max: [f32; 2]) -> Self {
        let side = larger(max[0] - min[0], max[1] - min[1]) / THETA;
        Self {
            x: x / charge,
            y: y / charge,
            charge,
            far: side * side,
            min,
            max,
        }
    }

    /// From this box.
    fn squared_distance_to_center_of(&self, other: &Self) -> f32 {
        let outside = |at: f32, axis: usize| larger(larger(self.min[axis] - at, at - self.max[axis]), 0.0);
        let (x, y) = (outside(other.x, 0), outside(other.y, 1));
        x * x + y * y
    }
}

/// What a core needs again and again to work out pushes.
#[derive(Default)]
pub(super) struct Room {
    /// Whatever pushes on a bucket: place and charge.
    sources: Vec<[f32; 3]>,
    /// Cells yet to be looked at: level and number.
    stack: Vec<(usize, usize)>,
    pushes: Vec<Push>,
}

/// The tree.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    order: Vec<u32>,
    /// Places of the bodies from the origin that was last given, and their charges, in that order.
    at: Vec<[f32; 3]>,
    /// Leaves, then buckets; the last level has four cells at most.
    levels: Vec<Vec<Cell>>,
    /// How large the buckets were in sum when they were last put in order.
    size: f32,
}

impl Tree {
    /// Takes up these bodies.
    pub(super) fn take(&mut self, bodies: Vec<u32>, points: &[Point], charges: &[f32], origin: Point) {
        self.order = bodies;
        self.sort(points, charges, origin);
    }

    fn sort(&mut self, points: &[Point], charges: &[f32], origin: Point) {
        self.order = curve::along(points, &self.order);
        self.follow(points, charges, origin);
        self.size = self.bucket_size();
    }

    /// Goes on from where the bodies are now.
    pub(super) fn refresh(&mut self, points: &[Point], charges: &[f32], origin: Point) {
        self.follow(points, charges, origin);
        if self.bucket_size() > STALE * self.size {
            self.sort(points, charges, origin);
        }
    }

    fn follow(&mut self, points: &[Point], charges: &[f32], origin: Point) {
        self.at = parallel::map(&self.order, |&i| {
            let from_origin = points[i as usize] - origin;
            [from_origin.x as f32, from_origin.y as f32, charges[i as usize]]
        });
        self.levels.clear();
        self.levels
            .push(parallel::map_chunks(&self.at, LEAF, Cell::of_bodies));
        while let Some(below) = self.levels.last()
            && (self.levels.len() == 1 || below.len() > 1 << FAN)
        {
            let above = parallel::map_chunks(below, 1 << FAN, Cell::of_cells);
            self.levels.push(above);
        }
    }

    fn bucket_size(&self) -> f32 {
        let size = |cell: &Cell| cell.max[0] - cell.min[0] + cell.max[1] - cell.min[1];
        self.levels
            .first()
            .map_or(0.0, |buckets| buckets.iter().map(size).sum())
    }

    /// Number of buckets.
    pub(super) fn buckets(&self) -> usize {
        self.order.len().div_ceil(BUCKET)
    }

    /// All bodies, along the curve.
    pub(super) fn bodies(&self) -> &[u32] {
        &self.order
    }

    /// The bodies of a bucket.
    pub(super) fn bucket(&self, bucket: usize) -> &[u32] {
        &self.order[in_bucket(bucket, self.order.len())]
    }

    /// Where all bodies are, from the origin, and their charges, along the curve.
    pub(super) fn at(&self) -> &[[f32; 3]] {
        &self.at
    }

    /// What all other bodies, and those of another tree with the same origin, do to each body of a bucket.
    pub(super) fn push<'room>(&self, bucket: usize, others: &Self, room: &'room mut Room) -> &'room [Push] {
        let Room {
            sources,
            stack,
            pushes,
        } = room;
        sources.clear();
        pushes.clear();
        let place = &self.levels[1][bucket];
        self.collect(place, Some(bucket), sources, stack);
        others.collect(place, None, sources, stack);
        sum(&self.at[in_bucket(bucket, self.at.len())], sources, pushes);
        pushes
    }

    /// Adds what pushes on the bodies in a box, which are the bucket `own` of this tree or none of it.
    fn collect(
        &self,
        place: &Cell,
        own: Option<usize>,
        sources: &mut Vec<[f32; 3]>,
        stack: &mut Vec<(usize, usize)>,
    ) {
        if self.at.len() <= DIRECT {
            sources.extend_from_slice(&self.at);
            return;
        }
        let top = self.levels.len() - 1;
        stack.extend((0..self.levels[top].len()).map(|index| (top, index)));
        while let Some((level, index)) = stack.pop() {
            let cell = &self.levels[level][index];
            // A cell that holds the bodies themselves never acts as one.
            let holds = own.is_some_and(|own| match level {
                0 => own == index >> FAN,
                _ => own >> (FAN * (level - 1)) == index,
            });
            if !holds && cell.far <= place.squared_distance_to_center_of(cell) {
                sources.push([cell.x, cell.y, cell.charge]);
            } else if level == 0 {
                let end = (index * LEAF + LEAF).min(self.at.len());
                sources.extend_from_slice(&self.at[index * LEAF..end]);
            } else {
                let below = self.levels[level - 1].len();
                let first = index << FAN;
                stack.extend((first..(first + (1 << FAN)).min(below)).map(|index| (level - 1, index)));
            }
        }
    }
}

fn in_bucket(bucket: usize, count: usize) -> std::ops::Range<usize> {
    bucket * BUCKET..((bucket + 1) * BUCKET).min(count)
}

fn lesser(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

/// The larger of two numbers. `f32::max` also minds what is not a number, at a price.
fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// The pushes on the bodies of a bucket, which are among the sources themselves. Written so that the compiler takes
/// several bodies at once: sums over sources stay in their order, whatever the machine.
fn sum(bodies: &[[f32; 3]], sources: &[[f32; 3]], pushes: &mut Vec<Push>) {
    let (mut x, mut y) = ([0.0_f32; BUCKET], [0.0_f32; BUCKET]);
    for (lane, body) in bodies.iter().enumerate() {
        [x[lane], y[lane], _] = *body;
    }
    let (mut force_x, mut force_y, mut stiffness) = ([0.0_f32; BUCKET], [0.0_f32; BUCKET], [0.0_f32; BUCKET]);
    for &[source_x, source_y, charge] in sources {
        for lane in 0..BUCKET {
            let (dx, dy) = (x[lane] - source_x, y[lane] - source_y);
            let squared = dx * dx + dy * dy;
            let by = charge / larger(squared, NEAREST_SQUARED);
            force_x[lane] += dx * by;
            force_y[lane] += dy * by;
            stiffness[lane] += by;
        }
    }
    pushes.extend((0..bodies.len()).map(|lane| Push {
        force: Vector::new(f64::from(force_x[lane]), f64::from(force_y[lane])),
        // Nobody pushes itself.
        stiffness: f64::from(stiffness[lane] - bodies[lane][2] / NEAREST_SQUARED),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;

    fn scattered(count: u32) -> Vec<Point> {
        let mut rng = Rng::new(3);
        (0..count)
            .map(|_| Point::new(rng.unit() * rng.unit() * 9_000.0, rng.unit() * 4_000.0))
            .collect()
    }

    fn charges(count: usize) -> Vec<f32> {
        (0..count).map(|i| 0.5 + (i % 5) as f32).collect()
    }

    fn exact(points: &[Point], charges: &[f32], i: usize) -> Push {
        let mut push = Push::default();
        for j in (0..points.len()).filter(|&j| j != i) {
            let offset = points[i] - points[j];
            let by = f64::from(charges[j]) / offset.length_squared().max(f64::from(NEAREST_SQUARED));
            push.force += offset * by;
            push.stiffness += by;
        }
        push
    }

    /// Every second body moves, the others do not; gives the pushes in the order of the points.
    fn pushes(points: &[Point], moving: &Tree, fixed: &Tree) -> Vec<(usize, Push)> {
        let mut room = Room::default();
        let mut all = Vec::new();
        for bucket in 0..moving.buckets() {
            let pushes = moving.push(bucket, fixed, &mut room);
            all.extend(
                moving
                    .bucket(bucket)
                    .iter()
                    .map(|&i| i as usize)
                    .zip(pushes.iter().copied()),
            );
        }
        assert!(all.iter().all(|&(i, _)| i < points.len()));
        all
    }

    #[test]
    fn close_to_the_exact_sum() {
        for (count, most) in [(300, 1e-4), (6_000, 0.01)] {
            let (points, charges) = (scattered(count), charges(count as usize));
            let origin = Point::new(4_000.0, 2_000.0);
            for every in [1, 2] {
                let (mut moving, mut fixed) = (Tree::default(), Tree::default());
                let (some, rest) = (0..count).partition(|i| i % every == 0);
                moving.take(some, &points, &charges, origin);
                fixed.take(rest, &points, &charges, origin);
                let (mut wrong, mut size) = (0.0, 0.0);
                let (mut stiffness, mut exact_stiffness) = (0.0, 0.0);
                for (i, push) in pushes(&points, &moving, &fixed) {
                    let exact = exact(&points, &charges, i);
                    wrong += (push.force - exact.force).length();
                    size += exact.force.length();
                    stiffness += push.stiffness;
                    exact_stiffness += exact.stiffness;
                }
                assert!(wrong < most * size, "{wrong} of {size}");
                assert!((stiffness - exact_stiffness).abs() < most * exact_stiffness);
            }
        }
    }

    #[test]
    fn an_order_grown_old_is_renewed() {
        let (mut points, charges) = (scattered(2_000), charges(2_000));
        let mut tree = Tree::default();
        tree.take((0..2_000).collect(), &points, &charges, Point::ORIGIN);
        points.reverse();
        tree.refresh(&points, &charges, Point::ORIGIN);
        let mut fresh = Tree::default();
        fresh.take((0..2_000).collect(), &points, &charges, Point::ORIGIN);
        assert_eq!(tree.bodies(), fresh.bodies());
    }

    #[test]
    fn coincident_bodies_end() {
        let (points, charges) = (vec![Point::new(5.0, 5.0); 50_000], charges(50_000));
        let mut tree = Tree::default();
        tree.take((0..50_000).collect(), &points, &charges, Point::ORIGIN);
        for (_, push) in pushes(&points, &tree, &Tree::default()) {
            assert_eq!(push.force, Vector::ZERO);
        }
        tree.take(Vec::new(), &points, &charges, Point::ORIGIN);
        assert_eq!(tree.buckets(), 0);
    }
}
