//! A connected part of the map: who in it moves, what pulls it together, and what pushes its bodies apart.

use crate::base::geom::{Point, Vector};

use super::rows::Rows;
use super::scale::{GRAVITY_X, GRAVITY_Y, middle, scale_of};
use super::tidy::Yield;
use super::tree::{Push, Room, Tree};

/// Sums over some places, from the component's origin.
#[derive(Clone, Copy, Debug, Default)]
struct Moments {
    sum: Vector,
    squares: f64,
}

impl Moments {
    fn of(places: &[[f32; 2]]) -> Self {
        let mut moments = Self::default();
        for &[x, y] in places {
            let from_origin = Vector::new(f64::from(x), f64::from(y));
            moments.sum += from_origin;
            moments.squares += from_origin.length_squared();
        }
        moments
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

/// A connected part of the map.
#[derive(Clone, Debug)]
pub(super) struct Component {
    /// Its bodies.
    pub(super) members: Vec<u32>,
    /// Mean length of a tie when it was first set in motion.
    pub(super) tie_length: f64,
    /// Nobody in it is fixed or bound to where it stood, so that nothing but habit holds it in its place.
    pub(super) adrift: bool,
    /// Distance at which attraction and repulsion of one pair balance; absent until it is first set in motion.
    natural: Option<f64>,
    /// About its middle; places are kept from here in single precision.
    origin: Point,
    moving: Tree,
    fixed: Tree,
    fixed_moments: Moments,
    center: Vector,
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
            pull_x: 0.0,
            pull_y: 0.0,
        }
    }

    /// Takes up who moves and who does not. `lanes` gets the places of all members from the origin.
    pub(super) fn renew(&mut self, points: &[Point], yields: &[Yield], rows: &Rows, lanes: &mut [[f32; 2]]) {
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
            let (natural, tie_length) = scale_of(&self.members, points, rows);
            self.natural = Some(natural);
            self.tie_length = tie_length;
        }
        self.origin = middle(&self.members, points);
        self.moving.take(moving, points, self.origin);
        self.fixed.take(fixed, points, self.origin);
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
    pub(super) fn refresh(&mut self, points: &[Point], lanes: &mut [[f32; 2]]) {
        self.moving.refresh(points, self.origin);
        spread_out(&self.moving, lanes);
        let natural = self.natural();
        let count = self.members.len() as f64;
        let moments = Moments::of(self.moving.at());
        self.center = (moments.sum + self.fixed_moments.sum) / count;
        let spread = ((moments.squares + self.fixed_moments.squares) / count - self.center.length_squared())
            .max(natural * natural / 16.0);
        let pull = natural * natural * count / (2.0 * spread);
        (self.pull_x, self.pull_y) = (pull * GRAVITY_X, pull * GRAVITY_Y);
    }

    fn natural(&self) -> f64 {
        self.natural.unwrap_or(super::TIE_LENGTH)
    }

    /// What acts on each body of a bucket, in the order of the bucket.
    pub(super) fn pulls<'a>(
        &'a self,
        bucket: usize,
        rows: &'a Rows,
        lanes: &'a [[f32; 2]],
        room: &'a mut Room,
    ) -> impl Iterator<Item = (usize, Pull)> {
        let natural = self.natural();
        let square = natural * natural;
        let pushes = self.moving.push(bucket, &self.fixed, room);
        let bodies = self.moving.bucket(bucket).iter().zip(pushes);
        bodies.map(move |(&i, &Push { force, stiffness })| {
            let i = i as usize;
            let (tied, tied_stiffness) = attraction(i, rows, lanes);
            let from_center = Vector::new(f64::from(lanes[i][0]), f64::from(lanes[i][1])) - self.center;
            let gravity = Vector::new(from_center.x * self.pull_x, from_center.y * self.pull_y);
            let pull = Pull {
                force: force * square + tied / natural - gravity,
                stiffness: stiffness * square + 1.5 * tied_stiffness / natural + self.pull_y,
            };
            (i, pull)
        })
    }
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

fn spread_out(tree: &Tree, lanes: &mut [[f32; 2]]) {
    for (&i, &at) in tree.bodies().iter().zip(tree.at()) {
        lanes[i as usize] = at;
    }
}
