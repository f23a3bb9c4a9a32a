//! A document as marks and strands with their geometry, kept from one frame to the next.
//!
//! [`Scene::of`] works out what only edits change: sizes, and which ties lie side by side (`lanes`). [`Scene::place`]
//! follows the marks as they move. The path of a tie is worked out when somebody asks for it (`bend`): of a million
//! ties only those are bent that are seen and large enough. What lies in a part of the map is found by trees of boxes
//! (`finding`), which are built when they are first needed.

mod bend;
mod build;
mod finding;
mod follow;
mod hanging;
mod lanes;
mod leaving;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use crate::base::geom::{Point, Rect};
use crate::model::{ActorId, ActorKind, TieId, TieKind};

use super::curve::Curve;
use super::index::Tree;
use super::look::{self, Line};
use super::visibility::{Beside, Shown, Visibility};
use finding::{Loose, StrandTree};
use hanging::Hanging;

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
        let far = self.radius * REACH + margin;
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

/// No outline reaches farther than this many radii.
const REACH: f64 = 1.5;

/// A tie on the map.
#[derive(Clone, Debug)]
pub struct Strand {
    /// Which tie.
    pub id: TieId,
    /// Position in [`Scene::marks`] of the first end.
    pub from: usize,
    /// Position in [`Scene::marks`] of the second end.
    pub to: usize,
    /// Width, map units.
    pub width: f64,
    /// Distance from the straight line between the centers, map units, to the left of the first end's view.
    lane: f32,
    /// For a loop, how many loops of the actor come before it.
    turn: u8,
    /// What it is.
    pub kind: TieKind,
    /// It works both ways.
    pub mutual: bool,
    /// It counts; otherwise it is drawn faintly.
    pub enabled: bool,
    /// How much of it is seen; never more than of its ends.
    pub visibility: Visibility,
}

impl Strand {
    /// How its kind is drawn.
    pub fn line(&self) -> Line {
        Line::of(self.kind, self.mutual)
    }

    /// It runs from a mark to the same mark.
    pub fn is_loop(&self) -> bool {
        self.from == self.to
    }

    /// Distance from the straight line between the centers, map units, to the left of the first end's view.
    pub fn lane(&self) -> f64 {
        if self.runs_straight() {
            0.0
        } else {
            f64::from(self.lane)
        }
    }

    /// For a loop, how many loops of the actor come before it.
    pub fn turn(&self) -> u8 {
        self.turn
    }

    /// It runs from center to center without a bend.
    pub fn runs_straight(&self) -> bool {
        !self.is_loop() && self.lane.abs() < STRAIGHT
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
    /// One that never was before.
    fn fresh() -> u64 {
        static LAST: AtomicU64 = AtomicU64::new(0);
        LAST.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn both() -> Self {
        Self {
            forms: Self::fresh(),
            places: Self::fresh(),
        }
    }
}

/// All marks and strands of a document.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    marks: Vec<Mark>,
    /// Shared with copies, so that a copy can be looked through while marks move on.
    strands: Arc<Vec<Strand>>,
    hanging: Arc<Hanging>,
    mark_tree: OnceLock<Tree>,
    strand_tree: OnceLock<StrandTree>,
    loose_tree: Loose,
    stamp: Stamp,
    /// Something may be faded or hidden.
    narrowed: bool,
}

/// A lane nearer to the middle than this is the middle, map units.
const STRAIGHT: f32 = 1e-9;
/// With more than one mark in so many moved, trees are fitted as a whole.
const MANY_MOVED: usize = 16;

impl Scene {
    /// What tells this scene apart from what it was before any change.
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

    /// Position in [`Scene::marks`] of an actor. Numbers start at 1 and are given one after the other, so that it is
    /// where its number tells or before.
    pub fn mark_index(&self, id: ActorId) -> Option<usize> {
        let last = (id.number() as usize).min(self.marks.len()).checked_sub(1)?;
        if self.marks[last].id == id {
            return Some(last);
        }
        self.marks[..last].binary_search_by_key(&id, |mark| mark.id).ok()
    }

    /// The mark of an actor.
    pub fn mark(&self, id: ActorId) -> Option<&Mark> {
        self.mark_index(id).map(|i| &self.marks[i])
    }

    /// The strand of a tie.
    pub fn strand(&self, id: TieId) -> Option<&Strand> {
        let place = self.strands.binary_search_by_key(&id, |strand| strand.id);
        place.ok().map(|i| &self.strands[i])
    }

    /// From outline to outline; `None` while the marks overlap so much that nothing is left of it.
    pub fn curve(&self, strand: &Strand) -> Option<Curve> {
        bend::bend(&self.marks[strand.from], &self.marks[strand.to], strand)
    }

    /// The ties of the mark at a position, in id order.
    pub fn ties_of(&self, mark: usize) -> impl ExactSizeIterator<Item = &Strand> {
        self.hanging.of(mark).iter().map(|&i| &self.strands[i as usize])
    }

    /// Puts marks where `at` says. Returns whether anything moved.
    pub fn place(&mut self, at: impl Fn(ActorId) -> Option<Point>) -> bool {
        let mut moved = Vec::new();
        for (i, mark) in self.marks.iter_mut().enumerate() {
            if let Some(at) = at(mark.id)
                && at != mark.at
            {
                mark.at = at;
                moved.push(i);
            }
        }
        self.fit_trees(&moved, &[]);
        !moved.is_empty()
    }

    /// The same for the few that may have moved.
    pub fn place_some(&mut self, places: impl IntoIterator<Item = (ActorId, Point)>) -> bool {
        let mut moved = Vec::new();
        for (id, at) in places {
            if let Some(i) = self.mark_index(id)
                && self.marks[i].at != at
            {
                self.marks[i].at = at;
                moved.push(i);
            }
        }
        self.fit_trees(&moved, &[]);
        !moved.is_empty()
    }

    /// Gives every mark this radius.
    pub fn resize(&mut self, radius: impl Fn(ActorId) -> f64) {
        let mut changed = Vec::new();
        for (i, mark) in self.marks.iter_mut().enumerate() {
            let radius = radius(mark.id);
            if radius != mark.radius {
                mark.radius = radius;
                changed.push(i);
            }
        }
        if !changed.is_empty() {
            self.stamp.forms = Stamp::fresh();
        }
        self.fit_trees(&changed, &[]);
    }

    /// The trees follow marks that have moved or grown, and strands that run elsewhere.
    fn fit_trees(&mut self, changed: &[usize], retied: &[usize]) {
        if changed.is_empty() && retied.is_empty() {
            return;
        }
        self.stamp.places = Stamp::fresh();
        let many = changed.len() > self.marks.len() / MANY_MOVED;
        if let Some(mut tree) = self.mark_tree.take() {
            let span = |i: usize| finding::mark_span(&self.marks[i]);
            if many {
                tree.refit(span);
            } else {
                let known = changed.iter().copied().filter(|&i| i < tree.len());
                tree.refit_some(&known.collect::<Vec<_>>(), span);
            }
            // A worn tree is dropped, and built anew when it is needed.
            if !many || !tree.is_worn() {
                self.mark_tree = OnceLock::from(tree);
            }
        }
        if let Some(mut tree) = self.strand_tree.take() {
            let (marks, strands) = (&self.marks, &self.strands);
            if many {
                self.loose_tree = Loose::of(tree);
            } else {
                let hanging = changed.iter().flat_map(|&i| self.hanging.of(i));
                let hanging = hanging.map(|&i| i as usize).chain(retied.iter().copied());
                tree.refit_some(marks, strands, hanging);
                self.strand_tree = OnceLock::from(tree);
            }
        }
    }

    /// Something else may be shown than this says.
    pub fn may_differ_from(&self, shown: &Shown) -> bool {
        self.narrowed || !shown.is_everything()
    }

    /// Shows, fades and hides what this says.
    pub fn show(&mut self, shown: &Shown) {
        if !self.may_differ_from(shown) {
            return;
        }
        self.narrowed = !shown.is_everything();
        self.stamp.forms = Stamp::fresh();
        let mut beside = Beside::new(&shown.actors);
        for mark in &mut self.marks {
            mark.visibility = beside.of(mark.id);
        }
        let mut beside = Beside::new(&shown.ties);
        for strand in Arc::make_mut(&mut self.strands) {
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
        let Some(own) = self.mark_index(id) else {
            return BTreeSet::new();
        };
        self.ties_of(own)
            .filter(|strand| !strand.hidden() && !strand.is_loop())
            .map(|strand| self.marks[strand.from + strand.to - own].id)
            .collect()
    }
}

#[cfg(test)]
pub(crate) mod tests;
