//! The forces: attraction along ties, repulsion between all actors of a component, a gentle pull to its middle.
//!
//! Attraction grows with the square of the length, repulsion falls with the distance (Fruchterman & Reingold 1991, Hu
//! 2005). Components do not push each other; their marks only keep clear. The scale of the map is taken from where the
//! actors already stand, so that settling a map neither blows it up nor shrinks it.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::geom::{Point, Rect, Vector};
use crate::model::ActorId;

use super::TIE_LENGTH;
use super::clearance;
use super::place::{Neighbors, first_places};
use super::request::{Request, mobility_near};
use super::scale::{GRAVITY_X, GRAVITY_Y, middle, scale_of};
use super::tidy::{self, Crowd, Footprint, Separator, Yield};
use super::tree::{Push, Tree};

/// What a step leaves of the heat, which limits movement: a tenth after 150 steps.
const COOLING: f64 = 0.985;

/// The same for finishing touches on a large map that stands well already.
const QUICK_COOLING: f64 = 0.98;

/// The map is at rest when nobody moved farther than this in a step, map units.
const REST: f64 = 0.05;

/// At this heat the map is at rest whatever still moves.
const COLD: f64 = 0.012;

/// Part of the way to where the forces balance that an actor goes in one step.
const DAMPING: f64 = 0.5;

/// Part of the last step that carries on.
const MOMENTUM: f64 = 0.75;

/// Longest step at heat 1, as a part of the mean tie length.
const FASTEST: f64 = 0.42;

/// Attraction of the weakest tie beside that of the strongest: weak ties are a little longer, not flung away.
const WEAKEST: f64 = 0.35;

/// Part of the way that a mark is moved off a stranger's tie in one step.
const CLEARING: f64 = 0.2;

/// Passes of pushing marks apart after the forces have come to rest.
const TIDY_PASSES: usize = 240;

/// Marks that overlap less than this, map units, are left alone; the gap between marks is larger.
const TIDY_ENOUGH: f64 = 0.4;

/// Space that marks of different components keep beyond the usual when the whole map settles, map units.
const MOAT: f64 = 30.0;

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

/// A connected part of the map.
#[derive(Clone, Debug)]
struct Component {
    members: Vec<usize>,
    /// Distance at which attraction and repulsion of one pair balance.
    natural: f64,
    /// Mean length of a tie when it was last looked at.
    tie_length: f64,
    any_mobile: bool,
    /// Nobody in it is fixed or bound to where it stood, so that nothing but habit holds it in its place.
    adrift: bool,
}

/// A layout under way.
#[derive(Clone, Debug)]
pub struct Force {
    request: Request,
    index: BTreeMap<ActorId, usize>,
    points: Vec<Point>,
    /// Where each actor stood when it was last set free: the less mobile, the more it stays near.
    homes: Vec<Point>,
    steps: Vec<Vector>,
    mobility: Vec<f64>,
    pinned: Vec<bool>,
    held: BTreeMap<usize, Point>,
    neighbors: Neighbors,
    component: Vec<usize>,
    components: Vec<Component>,
    footprints: Vec<Footprint>,
    yields: Vec<Yield>,
    /// Everyone who is not pinned is free: components may gather.
    whole: bool,
    heat: f64,
    cooling: f64,
    phase: Phase,
    tree: Tree,
    separator: Separator,
    order: Vec<usize>,
}

impl Force {
    /// Gets ready to move the actors of a request from where they stand. Those without a place get one.
    pub fn new(request: Request) -> Self {
        let count = request.actors.len();
        let mut neighbors = Neighbors::new(count, &request.ties);
        neighbors.reweigh(|weight| WEAKEST + (1.0 - WEAKEST) * weight);
        let footprints = tidy::footprints(&request.actors);
        let (component, members) = tidy::components(count, &request.ties);
        let points = first_places(&request, &neighbors);
        let mobility: Vec<f64> = request
            .actors
            .iter()
            .map(|mark| mark.mobility.clamp(0.0, 1.0))
            .collect();
        let pinned: Vec<bool> = request.actors.iter().map(|mark| mark.pinned).collect();
        let whole = mobility
            .iter()
            .zip(&pinned)
            .all(|(&m, &pinned)| pinned || m >= 1.0);
        let components = members
            .into_iter()
            .map(|members| {
                let (natural, tie_length) = scale_of(&members, &points, &neighbors);
                Component {
                    natural,
                    tie_length,
                    any_mobile: false,
                    adrift: false,
                    members,
                }
            })
            .collect();
        let mut force = Self {
            index: request
                .actors
                .iter()
                .enumerate()
                .map(|(i, mark)| (mark.id, i))
                .collect(),
            homes: points.clone(),
            points,
            steps: vec![Vector::ZERO; count],
            mobility,
            pinned,
            held: BTreeMap::new(),
            neighbors,
            component,
            components,
            footprints,
            yields: Vec::new(),
            whole,
            heat: 0.5,
            cooling: COOLING,
            phase: Phase::Moving,
            tree: Tree::default(),
            separator: Separator::default(),
            order: Vec::new(),
            request,
        };
        force.renew();
        force
    }

    /// Cools down in three quarters of the steps.
    pub(super) fn hurry(&mut self) {
        self.cooling = QUICK_COOLING;
    }

    /// Moves everyone this many steps on, or until the map rests.
    pub fn advance(&mut self, steps: usize) {
        for _ in 0..steps {
            match self.phase {
                Phase::Moving => self.step(),
                Phase::Tidying(passes) => self.tidy(passes),
                Phase::Resting => return,
            }
        }
    }

    /// Nothing moves any more.
    pub fn settled(&self) -> bool {
        self.phase == Phase::Resting
    }

    /// Where the actors stand, in the order of the request.
    pub fn positions(&self) -> &[Point] {
        &self.points
    }

    /// Where the actors stand, by id.
    pub fn places(&self) -> BTreeMap<ActorId, Point> {
        self.request
            .actors
            .iter()
            .zip(&self.points)
            .map(|(mark, &at)| (mark.id, at))
            .collect()
    }

    /// Someone holds an actor at a place; its surroundings react. Unknown actors and impossible places are ignored.
    pub fn hold(&mut self, actor: ActorId, at: Point) {
        let Some(&i) = self.index.get(&actor) else { return };
        if !at.is_finite() || self.held.get(&i) == Some(&at) {
            return;
        }
        if self.held.insert(i, at).is_none() {
            self.free_near(std::iter::once(i));
        }
        self.points[i] = at;
        self.homes[i] = at;
        self.steps[i] = Vector::ZERO;
        self.warm(0.35);
    }

    /// Frees the surroundings of these actors once more and sets the map in motion.
    pub fn reheat(&mut self, near: &BTreeSet<ActorId>) {
        let focus: Vec<usize> = near.iter().filter_map(|id| self.index.get(id).copied()).collect();
        self.free_near(focus.into_iter());
        self.warm(0.5);
    }

    /// Lets actors near the focus move at least as much as an edit there would.
    fn free_near(&mut self, focus: impl Iterator<Item = usize>) {
        let near = mobility_near(focus, 0, self.points.len(), &self.request.ties);
        for (i, near) in near.into_iter().enumerate() {
            if near > self.mobility[i] {
                self.mobility[i] = near;
                self.homes[i] = self.points[i];
            }
        }
    }

    fn warm(&mut self, heat: f64) {
        self.heat = self.heat.max(heat);
        if self.phase != Phase::Moving {
            self.heat = heat;
            self.phase = Phase::Moving;
        }
        self.renew();
    }

    /// Works out who moves, after mobility or the held actors have changed.
    fn renew(&mut self) {
        self.yields = (0..self.points.len())
            .map(|i| match (self.fixed(i), self.mobility[i] > 0.0) {
                (true, true) => Yield::Demands,
                (false, true) => Yield::Moves(self.mobility[i]),
                (true, false) => Yield::Never,
                (false, false) => Yield::Stays,
            })
            .collect();
        for component in &mut self.components {
            component.any_mobile = component
                .members
                .iter()
                .any(|&i| matches!(self.yields[i], Yield::Moves(_)));
            component.adrift = component
                .members
                .iter()
                .all(|&i| self.yields[i] == Yield::Moves(1.0));
        }
    }

    fn fixed(&self, i: usize) -> bool {
        self.pinned[i] || self.held.contains_key(&i)
    }

    /// One step of all forces and one pass against overlaps.
    fn step(&mut self) {
        let before = self.points.clone();
        for c in 0..self.components.len() {
            if self.components[c].any_mobile && self.components[c].members.len() > 1 {
                self.move_component(c);
            }
        }
        if self.whole {
            self.gather();
        }
        if clearance::affordable(self.points.len(), self.request.ties.len()) {
            clearance::clear(
                &mut self.points,
                &self.request.ties,
                &self.footprints,
                &self.yields,
                CLEARING,
            );
        }
        self.part(0.5);
        let mut fastest = 0.0_f64;
        for (now, before) in self.points.iter().zip(&before) {
            fastest = fastest.max((*now - *before).length_squared());
        }
        self.heat *= self.cooling;
        if fastest < REST * REST || self.heat < COLD {
            self.phase = Phase::Tidying(TIDY_PASSES);
        }
    }

    fn move_component(&mut self, c: usize) {
        let component = &self.components[c];
        let longest = (FASTEST * self.heat * component.tie_length).max(0.02);
        let natural = component.natural;
        let count = component.members.len() as f64;
        self.tree.build(&self.points, &component.members);
        self.order.clear();
        self.order.extend(self.tree.order());
        let center = middle(&component.members, &self.points);
        let spread = component
            .members
            .iter()
            .map(|&i| (self.points[i] - center).length_squared() / count)
            .sum::<f64>()
            .max(natural * natural / 16.0);
        let pull = natural * natural * count / (2.0 * spread);
        let (pull_x, pull_y) = (pull * GRAVITY_X, pull * GRAVITY_Y);
        // All forces are of the same moment: the order in which actors are moved must not matter.
        for &i in &self.order {
            let Yield::Moves(mobility) = self.yields[i] else {
                continue;
            };
            let at = self.points[i];
            let Push { force, stiffness } = self.tree.push(at, i);
            let mut force = force * (natural * natural);
            let mut stiffness = stiffness * natural * natural + pull_y;
            for &(j, weight) in self.neighbors.of(i) {
                let offset = self.points[j] - at;
                let by = weight * offset.length_squared().sqrt() / natural;
                force += offset * by;
                stiffness += 1.5 * by;
            }
            let from_center = at - center;
            force -= Vector::new(from_center.x * pull_x, from_center.y * pull_y);
            let away = at - self.homes[i];
            let wanted = force * (mobility / stiffness.max(1e-12)) - away * (1.0 - mobility);
            let mut step = wanted * DAMPING + self.steps[i] * MOMENTUM;
            let length = step.length_squared().sqrt();
            if length > longest {
                step = step * (longest / length);
            }
            self.steps[i] = step;
        }
        // Steps are not forces: each is divided by its own stiffness, so together they would carry the whole away.
        let drift = if component.adrift {
            self.order
                .iter()
                .fold(Vector::ZERO, |sum, &i| sum + self.steps[i])
                / count
        } else {
            Vector::ZERO
        };
        for &i in &self.order {
            if matches!(self.yields[i], Yield::Moves(_)) {
                self.steps[i] -= drift;
                self.points[i] += self.steps[i];
            }
        }
    }

    /// Components that are far away come nearer to the largest one.
    fn gather(&mut self) {
        let Some(main) = (0..self.components.len())
            .max_by_key(|&c| (self.components[c].members.len(), std::cmp::Reverse(c)))
        else {
            return;
        };
        let Some(home) = tidy::extent(&self.points, &self.footprints, &self.components[main].members) else {
            return;
        };
        let near = home.grown(3.0 * TIE_LENGTH);
        for c in (0..self.components.len()).filter(|&c| c != main) {
            let members = &self.components[c].members;
            if members
                .iter()
                .any(|&i| !matches!(self.yields[i], Yield::Moves(_)))
            {
                continue;
            }
            let Some(extent) = Rect::around(members.iter().map(|&i| self.points[i])) else {
                continue;
            };
            let center = extent.center();
            let goal = Point::new(
                center.x.clamp(near.min.x, near.max.x),
                center.y.clamp(near.min.y, near.max.y),
            );
            let by = (goal - center) * 0.1;
            for &i in members {
                self.points[i] += by;
                self.homes[i] += by;
            }
        }
    }

    /// One pass against overlaps; gives the deepest one found.
    fn part(&mut self, part: f64) -> f64 {
        self.separator.pass(
            &mut self.points,
            &mut self.yields,
            &Crowd {
                footprints: &self.footprints,
                component: &self.component,
                moat: if self.whole { MOAT } else { 0.0 },
            },
            part,
        )
    }

    fn tidy(&mut self, passes: usize) {
        let deepest = self.part(1.0);
        self.phase = if deepest < TIDY_ENOUGH || passes <= 1 {
            Phase::Resting
        } else {
            Phase::Tidying(passes - 1)
        };
        if self.phase == Phase::Resting {
            self.steps.fill(Vector::ZERO);
        }
    }
}
