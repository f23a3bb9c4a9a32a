//! A document as marks and strands with their geometry, kept from one frame to the next.
//!
//! [`Scene::of`] works out what only edits change: sizes, and which ties lie side by side. [`Scene::place`] follows
//! the marks as they move and bends only the strands whose ends have moved.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::base::geom::{Point, Rect, Vector};
use crate::model::{ActorId, ActorKind, Document, TieId, TieKind};

use super::curve::Curve;
use super::look::{self, Line};
use super::visibility::{Beside, Shown, Visibility};

/// An actor on the map.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Which actor.
    pub id: ActorId,
    /// What it is.
    pub kind: ActorKind,
    /// Outside the cluster.
    pub external: bool,
    /// Held in place.
    pub pinned: bool,
    /// Size, map units.
    pub radius: f64,
    /// Center.
    pub at: Point,
    /// How much of it is seen.
    pub visibility: Visibility,
}

impl Mark {
    /// It is drawn as usual, so that it is among those that are chosen at once.
    pub fn seen(&self) -> bool {
        self.visibility == Visibility::Seen
    }

    /// It is not drawn.
    pub fn hidden(&self) -> bool {
        self.visibility == Visibility::Hidden
    }

    /// It is drawn faintly.
    pub fn faded(&self) -> bool {
        self.visibility == Visibility::Faded
    }

    /// The point lies on the mark, or at most `margin` map units outside it.
    pub fn contains(&self, p: Point, margin: f64) -> bool {
        let offset = p - self.at;
        let far = self.radius * 1.5 + margin;
        offset.x.abs() <= far
            && offset.y.abs() <= far
            && look::outline(self.kind).contains(offset, self.radius, margin)
    }

    /// A square around the mark.
    pub fn bounds(&self) -> Rect {
        Rect {
            min: self.at,
            max: self.at,
        }
        .grown(self.radius * 1.25)
    }
}

/// A tie on the map.
#[derive(Clone, Debug)]
pub struct Strand {
    /// Which tie.
    pub id: TieId,
    /// What it is.
    pub kind: TieKind,
    /// How its kind is drawn.
    pub line: Line,
    /// Position in [`Scene::marks`] of the first end.
    pub from: usize,
    /// Position in [`Scene::marks`] of the second end.
    pub to: usize,
    /// It counts; otherwise it is drawn faintly.
    pub enabled: bool,
    /// Width, map units.
    pub width: f64,
    /// How much of it is seen; never more than of its ends.
    pub visibility: Visibility,
    /// From outline to outline; `None` while the marks overlap so much that nothing is left of it.
    pub curve: Option<Curve>,
    /// Distance from the straight line between the centers, map units, to the left of the first end's view.
    lane: f64,
    /// For a loop, how many loops of the actor come before it.
    turn: u8,
}

impl Strand {
    /// Distance from the straight line between the centers, map units, to the left of the first end's view.
    pub fn lane(&self) -> f64 {
        if self.runs_straight() { 0.0 } else { self.lane }
    }

    /// For a loop, how many loops of the actor come before it.
    pub fn turn(&self) -> u8 {
        self.turn
    }

    /// It runs from center to center without a bend.
    pub fn runs_straight(&self) -> bool {
        self.from != self.to && self.lane.abs() < STRAIGHT
    }

    /// It is drawn as usual, so that it is among those that are chosen at once.
    pub fn seen(&self) -> bool {
        self.visibility == Visibility::Seen
    }

    /// It is not drawn.
    pub fn hidden(&self) -> bool {
        self.visibility == Visibility::Hidden
    }

    /// It is drawn faintly.
    pub fn faded(&self) -> bool {
        self.visibility == Visibility::Faded
    }
}

/// Tells scenes apart: equal stamps, equal scenes. It changes with every change and never comes again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Of everything but places: which marks and strands there are, their sizes, which are hidden.
    pub forms: u64,
    /// Of the places of the marks.
    pub places: u64,
}

impl Stamp {
    fn fresh() -> u64 {
        static LAST: AtomicU64 = AtomicU64::new(0);
        LAST.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// All marks and strands of a document.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    stamp: Stamp,
    marks: Vec<Mark>,
    strands: Vec<Strand>,
    mark_of: BTreeMap<ActorId, usize>,
    strand_of: BTreeMap<TieId, usize>,
}

/// A lane nearer to the middle than this is the middle, map units.
const STRAIGHT: f64 = 1e-9;
/// Free room between two parallel ties, map units.
const GAP: f64 = 9.0;
/// Free room between the two halves of a coopetition twin, map units.
const TWIN_GAP: f64 = 2.5;

impl Scene {
    /// The marks and strands of a document, at the stored places.
    pub fn of(document: &Document) -> Self {
        Self::default().followed_by(document)
    }

    /// The same after this one: ties of which nothing has moved keep their curves, which take the longest to find.
    #[must_use]
    pub fn followed_by(&self, document: &Document) -> Self {
        let mut scene = Self {
            stamp: Stamp {
                forms: Stamp::fresh(),
                places: Stamp::fresh(),
            },
            ..Self::default()
        };
        for (id, actor) in document.actors() {
            scene.mark_of.insert(id, scene.marks.len());
            let place = document.place(id);
            scene.marks.push(Mark {
                id,
                kind: actor.kind,
                external: actor.external,
                pinned: place.is_some_and(|place| place.pinned),
                radius: actor.mark_radius(),
                at: place.map_or(Point::ORIGIN, |place| place.at),
                visibility: Visibility::Seen,
            });
        }
        for (id, tie) in document.ties() {
            let (Some(&from), Some(&to)) = (scene.mark_of.get(&tie.from), scene.mark_of.get(&tie.to)) else {
                continue;
            };
            let line = Line::of(tie.kind, tie.mutual);
            scene.strand_of.insert(id, scene.strands.len());
            scene.strands.push(Strand {
                id,
                kind: tie.kind,
                line,
                from,
                to,
                enabled: tie.enabled,
                width: line.width(tie.weight),
                visibility: Visibility::Seen,
                curve: None,
                lane: 0.0,
                turn: 0,
            });
        }
        scene.assign_lanes();
        for i in 0..scene.strands.len() {
            match self.curve_of(&scene, i) {
                Some(curve) => scene.strands[i].curve = curve,
                None => scene.bend(i),
            }
        }
        scene
    }

    /// The curve that a strand of the next scene has here, if it runs the same way.
    fn curve_of(&self, next: &Self, i: usize) -> Option<Option<Curve>> {
        let new = &next.strands[i];
        let old = self.strand(new.id)?;
        let same_mark = |old: usize, new: usize| {
            let (old, new) = (&self.marks[old], &next.marks[new]);
            (old.id, old.kind, old.radius, old.at) == (new.id, new.kind, new.radius, new.at)
        };
        let same = (old.lane, old.turn) == (new.lane, new.turn)
            && same_mark(old.from, new.from)
            && same_mark(old.to, new.to);
        same.then_some(old.curve)
    }

    /// Changes whenever something of it does.
    pub fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Actors in id order.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Ties in id order.
    pub fn strands(&self) -> &[Strand] {
        &self.strands
    }

    /// The mark of an actor.
    pub fn mark(&self, id: ActorId) -> Option<&Mark> {
        self.mark_of.get(&id).map(|&i| &self.marks[i])
    }

    /// The strand of a tie.
    pub fn strand(&self, id: TieId) -> Option<&Strand> {
        self.strand_of.get(&id).map(|&i| &self.strands[i])
    }

    /// Puts marks where `at` says and bends what hangs on them. Returns whether anything moved.
    pub fn place(&mut self, at: impl Fn(ActorId) -> Option<Point>) -> bool {
        let mut moved = vec![false; self.marks.len()];
        let mut any = false;
        for (mark, moved) in self.marks.iter_mut().zip(&mut moved) {
            if let Some(at) = at(mark.id)
                && at != mark.at
            {
                mark.at = at;
                *moved = true;
                any = true;
            }
        }
        if any {
            self.stamp.places = Stamp::fresh();
            for i in 0..self.strands.len() {
                if moved[self.strands[i].from] || moved[self.strands[i].to] {
                    self.bend(i);
                }
            }
        }
        any
    }

    /// Gives every mark this radius, and bends what hangs on those that changed.
    pub fn resize(&mut self, radius: impl Fn(ActorId) -> f64) {
        self.stamp.forms = Stamp::fresh();
        let mut changed = vec![false; self.marks.len()];
        for (mark, changed) in self.marks.iter_mut().zip(&mut changed) {
            let radius = radius(mark.id);
            *changed = radius != mark.radius;
            mark.radius = radius;
        }
        for i in 0..self.strands.len() {
            if changed[self.strands[i].from] || changed[self.strands[i].to] {
                self.bend(i);
            }
        }
    }

    /// Shows, fades and hides what this says.
    pub fn show(&mut self, shown: &Shown) {
        self.stamp.forms = Stamp::fresh();
        let mut beside = Beside::new(&shown.actors);
        for mark in &mut self.marks {
            mark.visibility = beside.of(mark.id);
        }
        let mut beside = Beside::new(&shown.ties);
        for strand in &mut self.strands {
            let ends = [strand.from, strand.to].map(|end| self.marks[end].visibility);
            strand.visibility = beside.of(strand.id).max(ends[0]).max(ends[1]);
        }
    }

    /// The smallest rectangle around all marks that are drawn, or around the chosen ones.
    pub fn extent(&self, chosen: impl Fn(ActorId) -> bool) -> Option<Rect> {
        let corners = |mark: &Mark| {
            let bounds = mark.bounds();
            [bounds.min, bounds.max]
        };
        Rect::around(
            self.marks
                .iter()
                .filter(|mark| !mark.hidden() && chosen(mark.id))
                .flat_map(corners),
        )
    }

    /// The actors that share a tie with this one.
    pub fn neighbors(&self, id: ActorId) -> BTreeSet<ActorId> {
        let Some(&own) = self.mark_of.get(&id) else {
            return BTreeSet::new();
        };
        self.strands
            .iter()
            .filter(|strand| !strand.hidden() && strand.from != strand.to)
            .filter_map(|strand| match own {
                own if own == strand.from => Some(self.marks[strand.to].id),
                own if own == strand.to => Some(self.marks[strand.from].id),
                _ => None,
            })
            .collect()
    }

    /// Spreads the ties of each pair side by side around the straight line between the two.
    fn assign_lanes(&mut self) {
        let mut pairs: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (i, strand) in self.strands.iter().enumerate() {
            let pair = (strand.from.min(strand.to), strand.from.max(strand.to));
            pairs.entry(pair).or_default().push(i);
        }
        for ((low, high), mut members) in pairs {
            members.sort_by_key(|&i| (self.strands[i].kind, self.strands[i].id));
            if low == high {
                for (turn, &i) in members.iter().enumerate() {
                    self.strands[i].turn = turn.min(255) as u8;
                }
                continue;
            }
            let mut lanes = vec![0.0];
            for pair in members.windows(2) {
                let (a, b) = (&self.strands[pair[0]], &self.strands[pair[1]]);
                let twin = (a.kind, b.kind) == (TieKind::Cooperation, TieKind::Competition);
                let gap = if twin { TWIN_GAP } else { GAP };
                let last = lanes[lanes.len() - 1];
                lanes.push(last + f64::midpoint(a.width, b.width) + gap);
            }
            let middle = lanes[lanes.len() - 1] / 2.0;
            for (&i, lane) in members.iter().zip(lanes) {
                let strand = &mut self.strands[i];
                let side = if strand.from == low { 1.0 } else { -1.0 };
                strand.lane = (lane - middle) * side;
            }
        }
    }

    /// Works out the curve of a strand from where its marks are.
    fn bend(&mut self, i: usize) {
        let strand = &self.strands[i];
        let (from, to) = (&self.marks[strand.from], &self.marks[strand.to]);
        let whole = if strand.from == strand.to {
            loop_curve(from, strand.turn)
        } else {
            lane_curve(from, to, strand.lane)
        };
        let start = whole.exit(false, |p| from.contains(p, 0.0));
        let end = whole.exit(true, |p| to.contains(p, 0.0));
        self.strands[i].curve = (end - start > 1e-3).then(|| whole.part(start, end));
    }
}

/// Where a tie between two marks runs, from center to center.
fn lane_curve(from: &Mark, to: &Mark, lane: f64) -> Curve {
    let along = to.at - from.at;
    let side = along.unit().unwrap_or(Vector::new(1.0, 0.0)).turned();
    if lane.abs() < STRAIGHT {
        return Curve::line(from.at, to.at);
    }
    // The ends spread a little too, so that arrowheads do not pile up on one spot of the outline.
    let start = lane.signum() * (lane.abs() * 0.6).min(from.radius * 0.55);
    let end = lane.signum() * (lane.abs() * 0.6).min(to.radius * 0.55);
    // Marks that stand close together leave no room for wide bows.
    let lane = lane.signum() * lane.abs().min(along.length() * 0.4);
    let middle = from.at + along / 2.0;
    let control = middle + side * (2.0 * lane - f64::midpoint(start, end));
    Curve::bent(from.at + side * start, control, to.at + side * end)
}

/// A small loop at the upper right of a mark; further ones go round clockwise.
fn loop_curve(mark: &Mark, turn: u8) -> Curve {
    let angle = -std::f64::consts::FRAC_PI_4 + 1.2 * f64::from(turn);
    let spread = 0.55;
    let arm = mark.radius * 3.0;
    let toward = |angle: f64, length: f64| mark.at + Vector::new(angle.cos(), angle.sin()) * length;
    let root = mark.radius * 0.5;
    Curve::cubic([
        toward(angle - spread, root),
        toward(angle - spread, arm),
        toward(angle + spread, arm),
        toward(angle + spread, root),
    ])
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::model::{Actor, Change, Place, Swap, Tie};
    use std::sync::Arc;

    /// Actors of these kinds 200 apart in a row, and these ties between them.
    pub(crate) fn sample(kinds: &[ActorKind], ties: &[(TieKind, u64, u64)]) -> Document {
        let actor = |n: u64| ActorId::new(n).unwrap();
        let mut changes = Vec::new();
        for (i, &kind) in kinds.iter().enumerate() {
            let id = actor(i as u64 + 1);
            let place = Place {
                at: Point::new(200.0 * i as f64, 0.0),
                pinned: false,
            };
            changes.push(Change::Actor(
                id,
                Swap {
                    before: None,
                    after: Some(Arc::new(Actor::new("A", kind))),
                },
            ));
            changes.push(Change::Place(
                id,
                Swap {
                    before: None,
                    after: Some(place),
                },
            ));
        }
        for (i, &(kind, from, to)) in ties.iter().enumerate() {
            let tie = Tie::new(kind, actor(from), actor(to));
            let id = TieId::new(i as u64 + 1).unwrap();
            changes.push(Change::Tie(
                id,
                Swap {
                    before: None,
                    after: Some(Arc::new(tie)),
                },
            ));
        }
        Document::default().with(&changes).unwrap()
    }

    #[test]
    fn ties_end_on_the_outlines() {
        for kind in ActorKind::ALL {
            let scene = Scene::of(&sample(&[kind, kind], &[(TieKind::Supply, 1, 2)]));
            let curve = scene.strands()[0].curve.unwrap();
            let marks = scene.marks();
            let reach = look::outline(kind).reach(Vector::new(1.0, 0.0)) * marks[0].radius;
            assert!((curve.at(0.0).x - reach).abs() < 0.2, "{kind:?}");
            assert!(marks[1].contains(curve.at(1.0), 0.3), "{kind:?}");
            assert!(!marks[1].contains(curve.at(1.0), -0.3), "{kind:?}");
        }
    }

    #[test]
    fn parallel_ties_lie_side_by_side_whichever_way_they_point() {
        use TieKind::{Finance, Knowledge, Supply};
        let kinds = [ActorKind::Final, ActorKind::Supplier];
        let scene = Scene::of(&sample(
            &kinds,
            &[(Supply, 1, 2), (Finance, 2, 1), (Knowledge, 1, 2)],
        ));
        let mut heights: Vec<f64> = scene
            .strands()
            .iter()
            .map(|s| s.curve.unwrap().at(0.5).y)
            .collect();
        heights.sort_by(f64::total_cmp);
        assert!(
            heights[1] - heights[0] > 8.0 && heights[2] - heights[1] > 8.0,
            "{heights:?}"
        );
        assert!(
            heights[1].abs() < 1.0,
            "the middle one stays nearly straight: {heights:?}"
        );
    }

    #[test]
    fn coopetition_is_a_twin() {
        let kinds = [ActorKind::Final, ActorKind::Final];
        let ties = [(TieKind::Cooperation, 1, 2), (TieKind::Competition, 2, 1)];
        let scene = Scene::of(&sample(&kinds, &ties));
        let y = |i: usize| scene.strands()[i].curve.unwrap().at(0.5).y;
        assert!((y(0) - y(1)).abs() < 7.0, "{} {}", y(0), y(1));
    }

    #[test]
    fn a_loop_leaves_its_mark_and_comes_back() {
        let scene = Scene::of(&sample(&[ActorKind::Final], &[(TieKind::Knowledge, 1, 1)]));
        let curve = scene.strands()[0].curve.unwrap();
        let mark = &scene.marks()[0];
        assert!(!mark.contains(curve.at(0.5), 5.0));
        assert!(mark.contains(curve.at(0.0), 0.5) && mark.contains(curve.at(1.0), 0.5));
    }

    #[test]
    fn strands_follow_their_marks() {
        let kinds = [ActorKind::Final, ActorKind::Supplier, ActorKind::Service];
        let mut scene = Scene::of(&sample(
            &kinds,
            &[(TieKind::Supply, 1, 2), (TieKind::Supply, 2, 3)],
        ));
        let before = scene.strands()[1].curve;
        let first = scene.marks()[0].id;
        assert!(scene.place(|id| (id == first).then_some(Point::new(0.0, 90.0))));
        assert!(scene.strands()[0].curve.unwrap().at(0.0).y > 60.0);
        assert_eq!(scene.strands()[1].curve, before);
        assert!(!scene.place(|_| None));
    }

    #[test]
    fn a_scene_that_follows_another_is_as_good_as_new() {
        use ActorKind::{Final, Service, Supplier, University};
        use TieKind::{Finance, Supply};
        let kinds = [Final, Supplier, Service];
        let ties = [(Supply, 1, 2), (Supply, 2, 3), (Supply, 3, 3)];
        let first = Scene::of(&sample(&kinds, &ties));
        let mut moved = first.clone();
        moved.place(|id| (id.number() == 1).then_some(Point::new(0.0, 90.0)));
        let more = [ties[0], ties[1], ties[2], (Finance, 2, 1)];
        let turned = [(Supply, 2, 1), ties[1], ties[2]];
        let next = [
            sample(&kinds, &ties),
            sample(&kinds, &more),
            sample(&kinds, &turned),
            sample(&[Final, University, Service], &ties),
        ];
        for before in [&first, &moved] {
            for (i, document) in next.iter().enumerate() {
                let curves = |scene: &Scene| -> Vec<Option<Curve>> {
                    scene.strands().iter().map(|strand| strand.curve).collect()
                };
                let followed = before.followed_by(document);
                assert_eq!(curves(&followed), curves(&Scene::of(document)), "{i}");
            }
        }
    }

    #[test]
    fn a_tie_is_seen_no_better_than_its_ends() {
        let kinds = [ActorKind::Final, ActorKind::Supplier, ActorKind::Final];
        let mut scene = Scene::of(&sample(
            &kinds,
            &[(TieKind::Supply, 1, 2), (TieKind::Supply, 2, 3)],
        ));
        let id = |n| ActorId::new(n).unwrap();
        scene.show(&Shown {
            actors: vec![(id(1), Visibility::Hidden), (id(3), Visibility::Faded)],
            ties: vec![(TieId::new(2).unwrap(), Visibility::Seen)],
        });
        assert!(scene.strands()[0].hidden() && scene.strands()[1].faded());
        assert!(scene.marks()[0].hidden() && !scene.marks()[1].hidden());
        scene.show(&Shown::default());
        assert!(!scene.strands()[0].hidden() && !scene.strands()[1].faded());
    }
}
