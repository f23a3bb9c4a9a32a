//! A connected part of the map: who in it moves, what pulls it together, and what pushes its bodies apart.

use crate::base::geom::{Point, Vector};

use super::TIE_LENGTH;
use super::relax::GRAVITY;
use super::rows::Rows;
use super::scale::{GRAVITY_X, GRAVITY_Y, middle, scale_of};
use super::tidy::{self, Footprint, Yield};
use super::tree::{Push, Room, Tree};

/// Up to this many bodies all push equally hard, and ties pull with the square of their length: marks of a small map keep
/// even distances. In a larger one the shape of the whole counts, so it has the law by which it was arranged
/// ([`relax`](super::relax)): ties pull in proportion to their length, and who has many of them pushes harder.
pub(super) const SMALL: usize = 500;

/// Longer side of a block of components, squared, as a part of the area that they take by themselves.
const BLOCK: f64 = 2.8;

/// Sums over some places, from the component's origin, each times the charge there.
#[derive(Clone, Copy, Debug, Default)]
struct Moments {
    charge: f64,
    sum: Vector,
    squares: f64,
}

impl Moments {
    fn of(places: &[[f32; 3]]) -> Self {
        let mut moments = Self::default();
        for place in places {
            let [x, y, charge] = place.map(f64::from);
            let from_origin = Vector::new(x, y);
            moments.charge += charge;
            moments.sum += from_origin * charge;
            moments.squares += from_origin.length_squared() * charge;
        }
        moments
    }

    fn and(self, other: Self) -> Self {
        Self {
            charge: self.charge + other.charge,
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
        }
    }
}

/// What acts on a body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pull {
    /// The force that acts on it.
    pub(super) force: Vector,
    /// How fast the force changes on the way.
    pub(super) stiffness: f64,
}

/// A motion of the whole: a shift, and a turn about its middle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drift {
    middle: Vector,
    by: Vector,
    turn: f64,
}

impl Drift {
    /// The step that it means for the body at a place.
    pub(super) fn at(&self, place: [f32; 2]) -> Vector {
        let arm = from_origin(place) - self.middle;
        self.by + Vector::new(-arm.y, arm.x) * self.turn
    }
}

/// A connected part of the map.
#[derive(Clone, Debug)]
pub(super) struct Component {
    /// Its bodies.
    pub(super) members: Vec<u32>,
    /// Mean length of a tie when it was first set in motion.
    pub(super) tie_length: f64,
    /// Nobody in it is fixed or bound to where it stood, so that nothing but habit holds it in its place.
    pub(super) adrift: bool,
    /// Distance at which attraction and repulsion of one pair balance (of a tie as strong as can be, and mean charges); absent until it is first set in motion.
    natural: Option<f64>,
    /// About its middle; places are kept from here in single precision.
    origin: Point,
    moving: Tree,
    fixed: Tree,
    fixed_moments: Moments,
    center: Vector,
    /// From the center, as the root of the mean square.
    pub(super) radius: f64,
    pull_x: f64,
    pull_y: f64,
}

impl Component {
    /// The part of the map with these bodies, at rest.
    pub(super) fn new(members: Vec<u32>) -> Self {
        Self {
            members,
            tie_length: 0.0,
            adrift: false,
            natural: None,
            origin: Point::ORIGIN,
            moving: Tree::default(),
            fixed: Tree::default(),
            fixed_moments: Moments::default(),
            center: Vector::ZERO,
            radius: 0.0,
            pull_x: 0.0,
            pull_y: 0.0,
        }
    }

    /// Takes up who moves and who does not. `lanes` gets the places of all members from the origin.
    pub(super) fn renew(
        &mut self,
        points: &[Point],
        charges: &[f32],
        yields: &[Yield],
        rows: &Rows,
        lanes: &mut [[f32; 2]],
    ) {
        let (moving, fixed): (Vec<u32>, Vec<u32>) = self
            .members
            .iter()
            .partition(|&&i| matches!(yields[i as usize], Yield::Moves(_)));
        self.adrift = self
            .members
            .iter()
            .all(|&i| yields[i as usize] == Yield::Moves(1.0));
        // A body without ties has nothing to be moved by.
        if moving.is_empty() || self.members.len() == 1 {
            self.moving = Tree::default();
            self.fixed = Tree::default();
            return;
        }
        if self.natural.is_none() {
            let (natural, tie_length) = scale_of(&self.members, points, charges, rows);
            self.natural = Some(natural);
            self.tie_length = tie_length;
        }
        self.origin = middle(&self.members, points);
        self.moving.take(moving, points, charges, self.origin);
        self.fixed.take(fixed, points, charges, self.origin);
        self.fixed_moments = Moments::of(self.fixed.at());
        for tree in [&self.moving, &self.fixed] {
            spread_out(tree, lanes);
        }
    }

    /// Number of buckets of bodies that move.
    pub(super) fn buckets(&self) -> usize {
        self.moving.buckets()
    }

    /// The bodies that move.
    pub(super) fn moving(&self) -> &[u32] {
        self.moving.bodies()
    }

    /// Goes on from where the bodies are now.
    pub(super) fn refresh(&mut self, points: &[Point], charges: &[f32], lanes: &mut [[f32; 2]]) {
        self.moving.refresh(points, charges, self.origin);
        spread_out(&self.moving, lanes);
        let natural = self.natural();
        let moments = Moments::of(self.moving.at()).and(self.fixed_moments);
        self.center = moments.sum / moments.charge;
        let spread =
            (moments.squares / moments.charge - self.center.length_squared()).max(natural * natural / 16.0);
        self.radius = spread.sqrt();
        let pull = natural * natural * moments.charge / (2.0 * spread);
        (self.pull_x, self.pull_y) = if self.is_small() {
            (pull * GRAVITY_X, pull * GRAVITY_Y)
        } else {
            (pull * f64::from(GRAVITY), pull * f64::from(GRAVITY))
        };
    }

    pub(super) fn is_small(&self) -> bool {
        self.members.len() <= SMALL
    }

    fn natural(&self) -> f64 {
        self.natural.unwrap_or(TIE_LENGTH)
    }

    /// How the whole moves when its bodies go these steps.
    pub(super) fn drift(&self, steps: &[Vector], lanes: &[[f32; 2]]) -> Drift {
        let count = self.moving.bodies().len() as f64;
        let bodies = || {
            let bodies = self.moving.bodies().iter();
            bodies.map(|&i| (from_origin(lanes[i as usize]), steps[i as usize]))
        };
        let (places, sum) = bodies().fold((Vector::ZERO, Vector::ZERO), |(places, sum), (place, step)| {
            (places + place, sum + step)
        });
        let (middle, by) = (places / count, sum / count);
        let mut turn = 0.0;
        if !self.is_small() {
            let (mut moment, mut spread) = (0.0, 0.0);
            for (place, step) in bodies() {
                let arm = place - middle;
                moment += arm.x * step.y - arm.y * step.x;
                spread += arm.length_squared();
            }
            turn = moment / spread.max(f64::MIN_POSITIVE);
        }
        Drift { middle, by, turn }
    }

    /// What acts on each body of a bucket, in the order of the bucket.
    pub(super) fn pulls<'a>(
        &'a self,
        bucket: usize,
        charges: &'a [f32],
        rows: &'a Rows,
        lanes: &'a [[f32; 2]],
        room: &'a mut Room,
    ) -> impl Iterator<Item = (usize, Pull)> {
        let natural = self.natural();
        let square = natural * natural;
        let pushes = self.moving.push(bucket, &self.fixed, room);
        let bodies = self.moving.bucket(bucket).iter().zip(pushes);
        let small = self.is_small();
        bodies.map(move |(&i, &Push { force, stiffness })| {
            let i = i as usize;
            let (tied, tied_stiffness) = if small {
                let (tied, stiffness) = attraction(i, rows, lanes);
                (tied / natural, 1.5 * stiffness / natural)
            } else {
                even_attraction(i, rows, lanes)
            };
            let charge = f64::from(charges[i]);
            let from_center = from_origin(lanes[i]) - self.center;
            let gravity = Vector::new(from_center.x * self.pull_x, from_center.y * self.pull_y);
            let pull = Pull {
                force: (force * square - gravity) * charge + tied,
                stiffness: (stiffness * square + self.pull_y) * charge + tied_stiffness,
            };
            (i, pull)
        })
    }
}

fn from_origin([x, y]: [f32; 2]) -> Vector {
    Vector::new(f64::from(x), f64::from(y))
}

/// How far around the largest component there is room for all others, as they may lie in one block beside it.
pub(super) fn around(components: &[Component], points: &[Point], footprints: &[Footprint]) -> f64 {
    let area = |component: &Component| {
        let members = component.members.iter().map(|&i| i as usize);
        let extent = tidy::extent_of(points, footprints, members);
        extent.map_or(0.0, |e| (e.width() + tidy::MARGIN) * (e.height() + tidy::MARGIN))
    };
    let main = largest(components);
    let others = (0..components.len()).filter(|&c| Some(c) != main);
    let room: f64 = others.map(|c| area(&components[c])).sum();
    (3.0 * TIE_LENGTH).max((BLOCK * room).sqrt())
}

/// The component with the most members.
pub(super) fn largest(components: &[Component]) -> Option<usize> {
    (0..components.len()).max_by_key(|&c| (components[c].members.len(), std::cmp::Reverse(c)))
}

/// Sum over the ties of a body: offset × length × weight, and length × weight.
fn attraction(i: usize, rows: &Rows, lanes: &[[f32; 2]]) -> (Vector, f64) {
    let [x, y] = lanes[i];
    let (mut force_x, mut force_y, mut stiffness) = (0.0_f32, 0.0_f32, 0.0_f32);
    for &(j, weight) in rows.of(i) {
        let [other_x, other_y] = lanes[j as usize];
        let (dx, dy) = (other_x - x, other_y - y);
        let by = weight * (dx * dx + dy * dy).sqrt();
        force_x += dx * by;
        force_y += dy * by;
        stiffness += by;
    }
    let force = Vector::new(f64::from(force_x), f64::from(force_y));
    (force, f64::from(stiffness))
}

/// Sum over the ties of a body: offset × weight, and weight.
fn even_attraction(i: usize, rows: &Rows, lanes: &[[f32; 2]]) -> (Vector, f64) {
    let [x, y] = lanes[i];
    let (mut force_x, mut force_y, mut stiffness) = (0.0_f32, 0.0_f32, 0.0_f32);
    for &(j, weight) in rows.of(i) {
        let [other_x, other_y] = lanes[j as usize];
        force_x += (other_x - x) * weight;
        force_y += (other_y - y) * weight;
        stiffness += weight;
    }
    let force = Vector::new(f64::from(force_x), f64::from(force_y));
    (force, f64::from(stiffness))
}

fn spread_out(tree: &Tree, lanes: &mut [[f32; 2]]) {
    for (&i, &[x, y, _]) in tree.bodies().iter().zip(tree.at()) {
        lanes[i as usize] = [x, y];
    }
}
