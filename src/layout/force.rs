//! The forces: attraction along ties, repulsion between all actors of a component, a gentle pull to its middle.
//!
//! Attraction grows with the square of the length, repulsion falls with the distance (Fruchterman & Reingold 1991, Hu
//! 2005); large components have the law of `relax`. Components do not push each other; their marks only keep clear. The
//! scale of the map is taken from where the actors stand, so that settling a map neither blows it up nor shrinks it.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::cancel::Cancel;
use crate::base::geom::{Point, Rect, Vector};
use crate::base::parallel;
use crate::model::ActorId;

use super::clearance;
use super::component::{Component, Pull, SMALL, around, largest};
use super::curve;
use super::net::{self, WEAKEST};
use super::place::first_places;
use super::request::{Index, MOBILITY_BY_HOPS, Request, Spring};
use super::rows::Rows;
use super::tidy::{self, Crowd, Footprint, Separator, Yield};
use super::tree::{BUCKET, Room};

/// What a step leaves of the heat, which limits movement, by the number of bodies that move: the longer a step takes,
/// the fewer there are. A tenth is left after 150 steps on a small map.
const COOLING: [(usize, f64); 4] = [
    (5_000, 0.985),
    (50_000, 0.98),
    (200_000, 0.97),
    (usize::MAX, 0.94),
];

/// The map is at rest when nobody moved farther than this in a step, map units.
const REST: f64 = 0.05;

/// A large component that settles as a whole is at rest once its bodies move less than this part of its radius in a step
/// (both as the root of the mean square): where it fills a window, less than a pixel. It could go on like that for long
/// without getting any better.
const REST_LARGE: f64 = 2e-3;

/// Steps until its bodies are at their speed.
const BY_THEN: usize = 8;

/// At this heat the map is at rest whatever still moves.
const COLD: f64 = 0.012;

/// Part of the way to where the forces balance that an actor goes in one step.
const DAMPING: f64 = 0.5;

/// Part of the last step that carries on.
const MOMENTUM: f64 = 0.75;

/// Longest step at heat 1, as a part of the mean tie length.
const FASTEST: f64 = 0.42;

/// Part of the way that a mark is moved off a stranger's tie in one step.
const CLEARING: f64 = 0.2;

/// Passes of pushing marks apart after the forces have come to rest, by the number of bodies that move.
const TIDY_PASSES: [(usize, usize); 3] = [(5_000, 240), (200_000, 80), (usize::MAX, 20)];

/// Steps from one pass of pushing marks apart to the next while the forces act, by the number of bodies that move.
const PARTED_EVERY: [(usize, usize); 3] = [(2_000, 1), (20_000, 4), (usize::MAX, 8)];

/// Marks that overlap less than this, map units, are left alone; the gap between marks is larger.
const TIDY_ENOUGH: f64 = 0.4;

/// Space that marks of different components keep beyond the usual when the whole map settles, map units.
const MOAT: f64 = 30.0;

/// Buckets whose forces a core works out before it takes the next ones.
const BUCKETS_A_PIECE: usize = 16;

/// What happens next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Forces act.
    Moving,
    /// Forces are done; what still overlaps is pushed apart, for so many passes at most.
    Tidying(usize),
    /// Nothing.
    Resting,
}

/// A layout under way.
///
/// Inside, actors are bodies: numbered along a curve through where they stood, so that what is near on the map is
/// near in memory.
#[derive(Clone, Debug)]
pub struct Force {
    /// The body of each actor of the request.
    bodies: Vec<u32>,
    /// The actor of each body.
    actors: Vec<ActorId>,
    /// Finds an actor in the request.
    index: Index,
    points: Vec<Point>,
    /// Where each body stood when it was last set free: the less mobile, the more it stays near.
    homes: Vec<Point>,
    steps: Vec<Vector>,
    mobility: Vec<f64>,
    pinned: Vec<bool>,
    held: BTreeMap<usize, Point>,
    rows: Rows,
    /// How hard each body pushes the others.
    charges: Vec<f32>,
    /// For maps on which marks are kept off the ties of strangers; else empty.
    ties: Vec<Spring>,
    component: Vec<u32>,
    components: Vec<Component>,
    footprints: Vec<Footprint>,
    yields: Vec<Yield>,
    /// Bodies that move or make others move.
    active: Vec<u32>,
    /// Buckets of bodies that move: the component, and the bucket's number in it.
    buckets: Vec<(u32, u32)>,
    /// Places from the origin of the component.
    lanes: Vec<[f32; 2]>,
    /// Who moves has yet to be worked out, as mobility or the held bodies have changed.
    stale: bool,
    /// Everyone who is not pinned is free: components may gather.
    whole: bool,
    /// How far around the largest component the others may stay.
    around: f64,
    /// Space that marks of different components keep beyond the usual.
    moat: f64,
    heat: f64,
    /// Steps taken since it was last set in motion.
    taken: usize,
    phase: Phase,
    separator: Separator,
}

impl Force {
    /// Gets ready to move the actors of a request from where they stand. Those without a place get one.
    pub fn new(request: Request) -> Self {
        let count = request.actors.len();
        let places = first_places(&request);
        let order = curve::along(&places, &(0..count as u32).collect::<Vec<_>>());
        let mut bodies = vec![0_u32; count];
        for (body, &actor) in (0..).zip(&order) {
            bodies[actor as usize] = body;
        }
        let rows = Rows::new(
            count,
            &request.ties,
            |actor| bodies[actor],
            |weight| WEAKEST + (1.0 - WEAKEST) * weight as f32,
        );
        let (component_of_actor, members) = tidy::components(count, &request.ties);
        let of_bodies = |members: Vec<usize>| {
            let mut members: Vec<u32> = members.into_iter().map(|actor| bodies[actor]).collect();
            members.sort_unstable();
            Component::new(members)
        };
        let components: Vec<Component> = members.into_iter().map(of_bodies).collect();
        let mut charges = vec![1.0; count];
        for component in components
            .iter()
            .filter(|component| component.members.len() > SMALL)
        {
            let pull = |&i: &u32| rows.of(i as usize).iter().map(|&(_, weight)| weight).sum();
            let of_members = net::charges(component.members.iter().map(pull).collect());
            for (&i, charge) in component.members.iter().zip(of_members) {
                charges[i as usize] = charge;
            }
        }
        let footprints = tidy::footprints(&request.actors);
        let points: Vec<Point> = order.iter().map(|&actor| places[actor as usize]).collect();
        let marks = || order.iter().map(|&actor| &request.actors[actor as usize]);
        let whole = marks().all(|mark| mark.pinned || mark.mobility >= 1.0);
        let around = around(&components, &points, &footprints);
        let near_ties = clearance::affordable(count, request.ties.len());
        Self {
            index: Index::new(request.actors.iter().map(|mark| mark.id)),
            actors: marks().map(|mark| mark.id).collect(),
            homes: points.clone(),
            points,
            steps: vec![Vector::ZERO; count],
            mobility: marks().map(|mark| mark.mobility.clamp(0.0, 1.0)).collect(),
            pinned: marks().map(|mark| mark.pinned).collect(),
            held: BTreeMap::new(),
            rows,
            charges,
            ties: if near_ties {
                let body = |actor| bodies[actor] as usize;
                let tie = |tie: &Spring| Spring {
                    a: body(tie.a),
                    b: body(tie.b),
                    weight: tie.weight,
                };
                request.ties.iter().map(tie).collect()
            } else {
                Vec::new()
            },
            component: order
                .iter()
                .map(|&actor| component_of_actor[actor as usize] as u32)
                .collect(),
            around,
            moat: if whole && components.len() > 1 { MOAT } else { 0.0 },
            components,
            footprints: order.iter().map(|&actor| footprints[actor as usize]).collect(),
            yields: Vec::new(),
            active: Vec::new(),
            buckets: Vec::new(),
            lanes: vec![[0.0; 2]; count],
            stale: true,
            whole,
            heat: 0.5,
            taken: 0,
            phase: Phase::Moving,
            separator: Separator::default(),
            bodies,
        }
    }

    /// Moves everyone this many steps on, or until the map rests.
    pub fn advance(&mut self, steps: usize) {
        if std::mem::take(&mut self.stale) {
            self.renew();
        }
        for _ in 0..steps {
            match self.phase {
                Phase::Moving => self.step(),
                Phase::Tidying(passes) => self.tidy(passes),
                Phase::Resting => return,
            }
        }
    }

    /// Ends the layout where it is.
    pub fn rest(&mut self) {
        self.phase = Phase::Resting;
        self.steps.fill(Vector::ZERO);
    }

    /// Nothing moves any more.
    pub fn settled(&self) -> bool {
        self.phase == Phase::Resting
    }

    /// Where the actors stand, in the order of the request.
    pub fn positions(&self) -> Vec<Point> {
        self.bodies
            .iter()
            .map(|&body| self.points[body as usize])
            .collect()
    }

    /// Where the actors stand, by id.
    pub fn places(&self) -> BTreeMap<ActorId, Point> {
        self.actors
            .iter()
            .copied()
            .zip(self.points.iter().copied())
            .collect()
    }

    /// Where those stand that may have been moved so far, in id order.
    pub fn moved(&self) -> Vec<(ActorId, Point)> {
        let place = |i: u32| (self.actors[i as usize], self.points[i as usize]);
        if 8 * self.active.len() < self.actors.len() {
            let mut moved: Vec<(ActorId, Point)> = self.active.iter().map(|&i| place(i)).collect();
            moved.sort_unstable_by_key(|&(id, _)| id);
            return moved;
        }
        let bodies = self.index.positions().map(|position| self.bodies[position]);
        bodies
            .filter(|&i| matches!(self.yields[i as usize], Yield::Moves(_) | Yield::Demands))
            .map(place)
            .collect()
    }

    /// Someone holds an actor at a place; its surroundings react. Unknown actors and impossible places are ignored.
    pub fn hold(&mut self, actor: ActorId, at: Point) {
        let Some(i) = self.body(actor) else { return };
        if !at.is_finite() || self.held.get(&i) == Some(&at) {
            return;
        }
        if self.held.insert(i, at).is_none() {
            self.free_near(std::iter::once(i));
            self.stale = true;
        }
        self.points[i] = at;
        self.homes[i] = at;
        self.steps[i] = Vector::ZERO;
        self.warm(0.35);
    }

    /// Frees the surroundings of these actors once more and sets the map in motion.
    pub fn reheat(&mut self, near: &BTreeSet<ActorId>) {
        let focus: Vec<usize> = near.iter().filter_map(|&id| self.body(id)).collect();
        self.free_near(focus.into_iter());
        self.warm(0.5);
    }

    fn body(&self, actor: ActorId) -> Option<usize> {
        self.index
            .of(actor)
            .map(|position| self.bodies[position] as usize)
    }

    /// Lets bodies near the focus move at least as much as an edit there would.
    fn free_near(&mut self, focus: impl Iterator<Item = usize>) {
        let mut seen = BTreeSet::new();
        let mut front: Vec<usize> = focus.collect();
        for near in MOBILITY_BY_HOPS {
            let mut next = Vec::new();
            for i in front {
                if !seen.insert(i) {
                    continue;
                }
                if near > self.mobility[i] {
                    self.mobility[i] = near;
                    self.homes[i] = self.points[i];
                    self.stale = true;
                }
                next.extend(self.rows.of(i).iter().map(|&(j, _)| j as usize));
            }
            front = next;
        }
    }

    fn warm(&mut self, heat: f64) {
        self.heat = self.heat.max(heat);
        if self.phase != Phase::Moving {
            self.heat = heat;
            self.taken = 0;
            self.phase = Phase::Moving;
        }
    }

    /// Works out who moves.
    fn renew(&mut self) {
        self.yields = (0..self.points.len())
            .map(|i| match (self.fixed(i), self.mobility[i] > 0.0) {
                (true, true) => Yield::Demands,
                (false, true) => Yield::Moves(self.mobility[i]),
                (true, false) => Yield::Never,
                (false, false) => Yield::Stays,
            })
            .collect();
        let (active, fixed): (Vec<u32>, Vec<u32>) = (0..self.points.len() as u32)
            .partition(|&i| matches!(self.yields[i as usize], Yield::Moves(_) | Yield::Demands));
        self.active = active;
        self.buckets.clear();
        for (c, component) in (0..).zip(&mut self.components) {
            component.renew(
                &self.points,
                &self.charges,
                &self.yields,
                &self.rows,
                &mut self.lanes,
            );
            self.buckets
                .extend((0..component.buckets() as u32).map(|bucket| (c, bucket)));
        }
        let crowd = Crowd {
            footprints: &self.footprints,
            component: &self.component,
            moat: self.moat,
        };
        self.separator = Separator::new(&self.points, &crowd, &fixed);
    }

    fn fixed(&self, i: usize) -> bool {
        self.pinned[i] || self.held.contains_key(&i)
    }

    /// One step of all forces and one pass against overlaps.
    fn step(&mut self) {
        let before: Vec<Point> = self.active.iter().map(|&i| self.points[i as usize]).collect();
        self.attract_and_repel();
        if self.whole {
            self.gather();
        }
        clearance::clear(
            &mut self.points,
            &self.ties,
            &self.footprints,
            &self.yields,
            CLEARING,
        );
        self.taken += 1;
        if self
            .taken
            .is_multiple_of(for_size(&PARTED_EVERY, self.active.len()))
        {
            self.part(0.5);
        }
        let still = self.is_still(&before);
        self.heat *= for_size(&COOLING, self.active.len());
        if still || self.heat < COLD {
            self.phase = Phase::Tidying(for_size(&TIDY_PASSES, self.active.len()));
        }
    }

    /// Nobody has moved to speak of since the step began, when those that move were in these places.
    fn is_still(&self, before: &[Point]) -> bool {
        let moves = self.active.iter().zip(before);
        let squares = moves.map(|(&i, &before)| (i, (self.points[i as usize] - before).length_squared()));
        if !self.whole || !self.held.is_empty() {
            return squares.map(|(_, square)| square).fold(0.0, f64::max) < REST * REST;
        }
        let mut sums = vec![0.0; self.components.len()];
        for (i, square) in squares {
            let c = self.component[i as usize] as usize;
            if self.components[c].is_small() {
                if square >= REST * REST {
                    return false;
                }
            } else {
                sums[c] += square;
            }
        }
        sums.iter().zip(&self.components).all(|(sum, component)| {
            let most = REST_LARGE * component.radius;
            let moving = component.moving().len() as f64;
            component.is_small() || self.taken > BY_THEN && *sum <= most * most * moving
        })
    }

    fn attract_and_repel(&mut self) {
        for component in self
            .components
            .iter_mut()
            .filter(|component| component.buckets() > 0)
        {
            component.refresh(&self.points, &self.charges, &mut self.lanes);
        }
        // All forces are of the same moment: the order in which bodies are moved must not matter.
        let steps = parallel::pieces(
            self.buckets.len(),
            BUCKETS_A_PIECE,
            &Cancel::new(),
            Room::default,
            |room, range| {
                let mut steps = Vec::with_capacity(range.len() * BUCKET);
                for &(c, bucket) in &self.buckets[range] {
                    let component = &self.components[c as usize];
                    let longest = (FASTEST * self.heat * component.tie_length).max(0.02);
                    let pulls =
                        component.pulls(bucket as usize, &self.charges, &self.rows, &self.lanes, room);
                    steps.extend(pulls.map(|(i, pull)| self.next_step(i, pull, longest)));
                }
                Ok(steps)
            },
        );
        let steps = steps.unwrap_or_default();
        let mut steps = steps.into_iter().flatten();
        for component in &self.components {
            let moving = component.moving();
            for (&i, step) in moving.iter().zip(&mut steps) {
                self.steps[i as usize] = step;
            }
            // Steps are not forces: each is divided by its own stiffness, so together they would carry the whole away, and
            // turn it where no direction is better than another.
            if component.adrift {
                let drift = component.drift(&self.steps, &self.lanes);
                for &i in moving {
                    self.steps[i as usize] -= drift.at(self.lanes[i as usize]);
                }
            }
            for &i in moving {
                self.points[i as usize] += self.steps[i as usize];
            }
        }
    }

    /// How far a body goes under what acts on it.
    fn next_step(&self, i: usize, Pull { force, stiffness }: Pull, longest: f64) -> Vector {
        let mobility = self.mobility[i];
        let away = self.points[i] - self.homes[i];
        let wanted = force * (mobility / stiffness.max(1e-12)) - away * (1.0 - mobility);
        let step = wanted * DAMPING + self.steps[i] * MOMENTUM;
        let length = step.length_squared().sqrt();
        if length > longest {
            step * (longest / length)
        } else {
            step
        }
    }

    /// Components that are far away come nearer to the largest one.
    fn gather(&mut self) {
        if self.components.len() < 2 {
            return;
        }
        let Some(main) = largest(&self.components) else {
            return;
        };
        let members = self.components[main].members.iter().map(|&i| i as usize);
        let Some(home) = tidy::extent_of(&self.points, &self.footprints, members) else {
            return;
        };
        let near = home.grown(self.around);
        for c in (0..self.components.len()).filter(|&c| c != main) {
            let members = &self.components[c].members;
            if members
                .iter()
                .any(|&i| !matches!(self.yields[i as usize], Yield::Moves(_)))
            {
                continue;
            }
            let Some(extent) = Rect::around(members.iter().map(|&i| self.points[i as usize])) else {
                continue;
            };
            let center = extent.center();
            let goal = Point::new(
                center.x.clamp(near.min.x, near.max.x),
                center.y.clamp(near.min.y, near.max.y),
            );
            let by = (goal - center) * 0.1;
            for &i in members {
                self.points[i as usize] += by;
                self.homes[i as usize] += by;
            }
        }
    }

    /// One pass against overlaps; gives the deepest one found.
    fn part(&mut self, part: f64) -> f64 {
        let moving = self.active.len();
        let crowd = Crowd {
            footprints: &self.footprints,
            component: &self.component,
            moat: self.moat,
        };
        let deepest = self
            .separator
            .pass(&mut self.points, &mut self.yields, &crowd, &mut self.active, part);
        // Whoever was driven away comes back a little as soon as somebody is set free again.
        for &i in &self.active[moving..] {
            self.mobility[i as usize] = tidy::DRIVEN;
        }
        deepest
    }

    fn tidy(&mut self, passes: usize) {
        let deepest = self.part(1.0);
        if deepest < TIDY_ENOUGH || passes <= 1 {
            self.rest();
        } else {
            self.phase = Phase::Tidying(passes - 1);
        }
    }
}

/// The value for a map on which so many bodies move.
pub(super) fn for_size<Value: Copy>(table: &[(usize, Value)], moving: usize) -> Value {
    let row = table.iter().find(|(most, _)| moving <= *most);
    row.expect("the last row is for any number").1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::rng::Rng;
    use crate::layout::Mark;

    /// Groups of a hundred, tied in rings with some ties across the map; a tenth of them stays.
    fn scattered(count: usize) -> Request {
        let mut rng = Rng::new(9);
        let mark = |number: usize, rng: &mut Rng| Mark {
            id: ActorId::new(number as u64 + 1).expect("above 0"),
            at: Some(Point::new(rng.unit() * 9_000.0, rng.unit() * 6_000.0)),
            radius: 14.0,
            label: 0.0,
            pinned: number.is_multiple_of(10),
            mobility: 1.0,
        };
        let actors = (0..count).map(|number| mark(number, &mut rng)).collect();
        let ring = |a: usize| (a, if a % 100 == 99 { a - 99 } else { a + 1 });
        let ties = (0..count).flat_map(|a| [ring(a), (a, rng.below(count))]);
        let ties = ties.filter(|(a, b)| a != b && (a + b) % 3 > 0);
        Request {
            ties: ties
                .map(|(a, b)| Spring {
                    a: a.min(b),
                    b: a.max(b),
                    weight: 0.5,
                })
                .collect(),
            actors,
            seed: 1,
        }
    }

    #[test]
    fn any_number_of_threads_gives_the_same_bits() {
        let run = || {
            let mut force = Force::new(scattered(3_000));
            force.advance(12);
            force.positions()
        };
        let alone = parallel::with_threads(1, run);
        assert!(alone == parallel::with_threads(3, run), "the places differ");
    }
}
