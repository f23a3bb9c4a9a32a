//! What lies in a part of the map, by trees of boxes around marks and around pieces of ties.

use std::sync::{Mutex, PoisonError};

use super::super::index::{Span, Tree};
use super::bend::LOOP;
use super::{Mark, REACH, Scene, Strand};
use crate::base::geom::{Point, Rect, Vector};

/// Most pieces that a long tie is cut into: the boxes of short pieces hold less air.
const PIECES: usize = 12;
/// Ties are cut about so many times together at most; on larger maps the boxes would take longer to make than they save.
const CUTS: f64 = 1e6;
/// Distances that differ less than this are the same but for rounding, map units.
const SLACK: f64 = 1e-6;
/// Pieces are no shorter than this many distances between neighboring marks on an evenly filled map.
const PIECE: f64 = 8.0;

/// The box around a mark.
pub(super) fn mark_span(mark: &Mark) -> Span {
    Span::around(mark.at, mark.at, mark.radius * REACH)
}

/// The box around one of `count` equal pieces of a tie. A bent tie strays from the straight line by no more than its
/// lane.
fn piece_span(marks: &[Mark], strand: &Strand, piece: usize, count: usize) -> Span {
    let (from, to) = (&marks[strand.from], &marks[strand.to]);
    if strand.is_loop() {
        return Span::around(from.at, from.at, from.radius * LOOP);
    }
    let along = to.at - from.at;
    let at = |i: usize| from.at + along * (i as f64 / count as f64);
    Span::around(at(piece), at(piece + 1), f64::from(strand.lane.abs()))
}

/// A tree that fits no more, to be fitted when somebody looks: while everything moves, nobody does.
#[derive(Debug, Default)]
pub(super) struct Loose(Mutex<Option<StrandTree>>);

impl Loose {
    pub(super) fn of(tree: StrandTree) -> Self {
        Self(Mutex::new(Some(tree)))
    }

    fn take(&self) -> Option<StrandTree> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// A copy of a scene builds its own.
impl Clone for Loose {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// A tree over pieces of ties.
#[derive(Clone, Debug)]
pub(super) struct StrandTree {
    tree: Tree,
    /// The first piece of each tie, and the end of the last one's.
    first: Vec<u32>,
    /// The tie of each piece.
    owner: Vec<u32>,
}

impl StrandTree {
    fn of(marks: &[Mark], strands: &[Strand]) -> Self {
        let straight = |strand: &Strand| {
            (marks[strand.to].at - marks[strand.from].at)
                .length_squared()
                .sqrt()
        };
        let extent = Rect::around(marks.iter().map(|mark| mark.at));
        let neighbors = extent.map_or(0.0, |extent| {
            let area = extent.width().max(1.0) * extent.height().max(1.0);
            (area / marks.len() as f64).sqrt()
        });
        let whole = strands.iter().map(straight).sum::<f64>();
        let mean = whole / strands.len().max(1) as f64;
        let length = (PIECE * neighbors).max(mean / 4.0).max(whole / CUTS).max(1.0);
        let mut first = Vec::with_capacity(strands.len() + 1);
        let mut owner = Vec::with_capacity(strands.len());
        for (i, strand) in strands.iter().enumerate() {
            first.push(owner.len() as u32);
            let pieces = ((straight(strand) / length).ceil() as usize).clamp(1, PIECES);
            owner.extend(std::iter::repeat_n(i as u32, pieces));
        }
        first.push(owner.len() as u32);
        let span = |piece: usize| span_of(marks, strands, &first, &owner, piece);
        Self {
            tree: Tree::of(owner.len(), span),
            first,
            owner,
        }
    }

    pub(super) fn refit(&mut self, marks: &[Mark], strands: &[Strand]) {
        let (first, owner) = (&self.first, &self.owner);
        self.tree
            .refit(|piece| span_of(marks, strands, first, owner, piece));
    }

    pub(super) fn refit_some(
        &mut self,
        marks: &[Mark],
        strands: &[Strand],
        moved: impl Iterator<Item = usize>,
    ) {
        let (first, owner) = (&self.first, &self.owner);
        let known = moved.filter(|&i| i + 1 < first.len());
        let pieces = known.flat_map(|i| first[i] as usize..first[i + 1] as usize);
        self.tree.refit_some(&pieces.collect::<Vec<_>>(), |piece| {
            span_of(marks, strands, first, owner, piece)
        });
    }

    pub(super) fn is_worn(&self) -> bool {
        self.tree.is_worn()
    }

    /// How many ties it knows.
    fn len(&self) -> usize {
        self.first.len() - 1
    }
}

fn span_of(marks: &[Mark], strands: &[Strand], first: &[u32], owner: &[u32], piece: usize) -> Span {
    let i = owner[piece] as usize;
    let count = (first[i + 1] - first[i]) as usize;
    piece_span(marks, &strands[i], piece - first[i] as usize, count)
}

impl Scene {
    fn mark_tree(&self) -> &Tree {
        self.mark_tree
            .get_or_init(|| Tree::of(self.marks.len(), |i| mark_span(&self.marks[i])))
    }

    fn strand_tree(&self) -> &StrandTree {
        self.strand_tree.get_or_init(|| match self.loose_tree.take() {
            Some(mut tree) => {
                tree.refit(&self.marks, &self.strands);
                if tree.is_worn() {
                    tree = StrandTree::of(&self.marks, &self.strands);
                }
                tree
            }
            None => StrandTree::of(&self.marks, &self.strands),
        })
    }

    /// Builds the trees now, so that the first look does not wait for them.
    pub fn prepare(&self) {
        self.mark_tree();
        self.strand_tree();
    }

    /// How many marks came after their tree was built.
    pub(super) fn loose_marks(&self) -> usize {
        self.mark_tree
            .get()
            .map_or(0, |tree| self.marks.len() - tree.len())
    }

    /// How many strands came after their tree was built.
    pub(super) fn loose_strands(&self) -> usize {
        self.strand_tree
            .get()
            .map_or(0, |tree| self.strands.len() - tree.len())
    }

    /// Shows `found` all marks that may touch an area, in no order that means anything.
    fn each_mark(&self, area: &Span, mut found: impl FnMut(usize)) {
        let tree = self.mark_tree();
        tree.visit(area, &mut found);
        (tree.len()..self.marks.len()).for_each(found);
    }

    /// Shows `found` all strands that may touch an area, some more than once, with one of its pieces and their number.
    fn each_strand(&self, area: &Span, mut found: impl FnMut(usize, usize, usize)) {
        let strands = self.strand_tree();
        strands.tree.visit(area, |piece| {
            let i = strands.owner[piece] as usize;
            let first = strands.first[i] as usize;
            found(i, piece - first, strands.first[i + 1] as usize - first);
        });
        (strands.len()..self.strands.len()).for_each(|i| found(i, 0, 1));
    }

    /// An area has more than `most` marks and ties, about.
    pub fn has_more_in(&self, area: Rect, most: usize) -> bool {
        if self.marks.len() + self.strands.len() <= most {
            return false;
        }
        let span = Span::from(area);
        let marks = self.mark_tree().count(&span, most + 1);
        marks > most || marks + self.strand_tree().tree.count(&span, most + 1) > most
    }

    /// An area has more than `most` marks, about.
    pub fn has_more_marks_in(&self, area: Rect, most: usize) -> bool {
        self.marks.len() > most && self.mark_tree().count(&Span::from(area), most + 1) > most
    }

    /// Positions of the marks, hidden ones too, that may touch an area, in order: all that do, and a few beside it.
    pub fn marks_in(&self, area: Rect) -> Vec<usize> {
        let (tree, span) = (self.mark_tree(), Span::from(area));
        if tree.whole().is_some_and(|whole| span.contains(&whole)) {
            return (0..self.marks.len()).collect();
        }
        let mut found = Vec::new();
        self.each_mark(&span, |i| {
            if mark_span(&self.marks[i]).touches(&span) {
                found.push(i);
            }
        });
        found.sort_unstable();
        found
    }

    /// Positions of the strands, hidden ones too, that may touch an area, in order.
    pub fn strands_in(&self, area: Rect) -> Vec<usize> {
        let (strands, span) = (self.strand_tree(), Span::from(area));
        if strands.tree.whole().is_some_and(|whole| span.contains(&whole)) {
            return (0..self.strands.len()).collect();
        }
        let mut found = Vec::new();
        self.each_strand(&span, |i, piece, count| {
            if piece_span(&self.marks, &self.strands[i], piece, count).touches(&span) {
                found.push(i);
            }
        });
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Of the marks that are shown and lie at `p` or at most `margin` beside it, the one painted last.
    pub fn topmost(&self, p: Point, margin: f64) -> Option<&Mark> {
        let mut best = None;
        self.each_mark(&Span::around(p, p, margin), |i| {
            let mark = &self.marks[i];
            if !mark.hidden() && best.is_none_or(|best| best < i) && mark.contains(p, margin) {
                best = Some(i);
            }
        });
        best.map(|i| &self.marks[i])
    }

    /// Of the marks that are shown, wanted and lie at `p` or at most `margin` beside it, the one nearest to it.
    pub fn nearest_mark(&self, p: Point, margin: f64, wanted: impl Fn(&Mark) -> bool) -> Option<&Mark> {
        let mut best: Option<(f64, usize)> = None;
        self.each_mark(&Span::around(p, p, margin), |i| {
            let mark = &self.marks[i];
            let away = (mark.at.distance(p) - mark.radius, i);
            if best.is_none_or(|best| away < best)
                && !mark.hidden()
                && wanted(mark)
                && mark.contains(p, margin)
            {
                best = Some(away);
            }
        });
        best.map(|(_, i)| &self.marks[i])
    }

    /// Of the strands that are shown and whose line comes within `reach` of `p` (or within the line's own half width,
    /// if that is more), the nearest one.
    pub fn nearest_strand(&self, p: Point, reach: f64) -> Option<&Strand> {
        let mut best: Option<(f64, usize)> = None;
        // Lines are at most six units wide.
        self.each_strand(&Span::around(p, p, reach.max(4.0)), |i, _, _| {
            let strand = &self.strands[i];
            let reach = reach.max(strand.width / 2.0 + 1.0);
            let most = best.map_or(reach, |(distance, _)| distance.min(reach));
            if strand.hidden() || self.away_at_least(strand, p) > most + SLACK {
                return;
            }
            let Some(curve) = self.curve(strand) else { return };
            let (distance, _) = curve.nearest(p);
            if distance <= reach && best.is_none_or(|best| (distance, i) < best) {
                best = Some((distance, i));
            }
        });
        best.map(|(_, i)| &self.strands[i])
    }

    /// A point is no closer to a strand than this; quick.
    fn away_at_least(&self, strand: &Strand, p: Point) -> f64 {
        let (from, to) = (&self.marks[strand.from], &self.marks[strand.to]);
        if strand.is_loop() {
            return from.at.distance(p) - from.radius * LOOP;
        }
        let (along, offset) = (to.at - from.at, p - from.at);
        let share = dot(offset, along) / along.length_squared().max(1e-12);
        (offset - along * share.clamp(0.0, 1.0)).length_squared().sqrt() - f64::from(strand.lane.abs())
    }
}

fn dot(a: Vector, b: Vector) -> f64 {
    a.x * b.x + a.y * b.y
}
