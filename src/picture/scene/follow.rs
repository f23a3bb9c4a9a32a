//! An edit taken over into a scene, in a time that depends on the edit and hardly on the map.
//!
//! What changes and what comes at the end of the order of ids is taken over in place. What goes, or comes in the
//! middle (after an undo), would shift everything behind it; then what goes is hidden, and a new scene is due.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::build::{mark, strand};
use super::hanging::Hanging;
use super::{Scene, Stamp, lanes};
use crate::model::{Change, Swap, Tie};
use crate::picture::visibility::Visibility;

/// So many new things are looked at one by one; with more, trees are built anew.
const LOOSE: usize = 500;
/// Each tie that is hung elsewhere shifts the list of all that hang; of more than so many, the list is made anew.
const HUNG: usize = 8;

impl Scene {
    /// Takes over the changes that lead from the document on show to another one. Returns whether that was possible;
    /// if not, a new scene is due, and until it comes nothing is shown that is gone.
    pub fn follow(&mut self, changes: &[Change]) -> bool {
        if !changes.iter().all(|change| self.can_follow(change)) {
            self.hide_gone(changes);
            return false;
        }
        self.stamp.forms = Stamp::fresh();
        let mut moved = Vec::new();
        let ties = changes.iter().filter(|change| matches!(change, Change::Tie(..)));
        let mut tied = Tied {
            at_once: ties.count() > HUNG,
            ..Tied::default()
        };
        for change in changes {
            match change {
                Change::Actor(
                    id,
                    Swap {
                        after: Some(actor), ..
                    },
                ) => {
                    if let Some(i) = self.mark_index(*id) {
                        let mark = &mut self.marks[i];
                        (mark.kind, mark.external) = (actor.kind, actor.external);
                        mark.radius = actor.mark_radius();
                        moved.push(i);
                    } else {
                        self.marks.push(mark(*id, actor, None));
                        Arc::make_mut(&mut self.hanging).push();
                    }
                }
                Change::Place(
                    id,
                    Swap {
                        after: Some(place), ..
                    },
                ) => {
                    if let Some(i) = self.mark_index(*id) {
                        (self.marks[i].at, self.marks[i].pinned) = (place.at, place.pinned);
                        moved.push(i);
                    }
                }
                Change::Tie(id, Swap { after: Some(tie), .. }) => {
                    let known = self.strands.binary_search_by_key(id, |strand| strand.id).ok();
                    self.tie(known.unwrap_or(self.strands.len()), *id, tie, &mut tied);
                }
                _ => {}
            }
        }
        if tied.at_once {
            self.hanging = Arc::new(Hanging::of_strands(self.marks.len(), &self.strands));
        }
        if !tied.pairs.is_empty() {
            let strands = Arc::make_mut(&mut self.strands);
            for &(low, high) in &tied.pairs {
                lanes::assign_pair(strands, &self.hanging, low, high);
            }
        }
        self.drop_loose_trees();
        let beside = tied.pairs.iter().flat_map(|&(low, _)| self.hanging.of(low));
        tied.strands.extend(beside.map(|&i| i as usize));
        self.fit_trees(&moved, &tied.strands);
        true
    }

    fn can_follow(&self, change: &Change) -> bool {
        match change {
            Change::Actor(id, swap) => {
                let comes_last = self.marks.last().is_none_or(|last| last.id < *id);
                swap.after.is_some() && (swap.before.is_some() || comes_last)
            }
            Change::Tie(id, swap) => {
                let comes_last = self.strands.last().is_none_or(|last| last.id < *id);
                swap.after.is_some() && (swap.before.is_some() || comes_last)
            }
            _ => true,
        }
    }

    fn hide_gone(&mut self, changes: &[Change]) {
        self.stamp.forms = Stamp::fresh();
        self.narrowed = true;
        for change in changes {
            match change {
                Change::Actor(id, Swap { after: None, .. }) => {
                    if let Some(i) = self.mark_index(*id) {
                        self.marks[i].visibility = Visibility::Hidden;
                    }
                }
                Change::Tie(id, Swap { after: None, .. }) => {
                    let place = self.strands.binary_search_by_key(id, |strand| strand.id);
                    if let Ok(i) = place {
                        Arc::make_mut(&mut self.strands)[i].visibility = Visibility::Hidden;
                    }
                }
                _ => {}
            }
        }
    }

    /// Puts a tie, new or changed, at its position.
    fn tie(&mut self, i: usize, id: crate::model::TieId, tie: &Tie, tied: &mut Tied) {
        let (Some(from), Some(to)) = (self.mark_index(tie.from), self.mark_index(tie.to)) else {
            return;
        };
        let new = strand(id, tie, from, to);
        let pair = |from: usize, to: usize| (from.min(to), from.max(to));
        tied.pairs.insert(pair(from, to));
        tied.strands.push(i);
        let strands = Arc::make_mut(&mut self.strands);
        let hanging = Arc::make_mut(&mut self.hanging);
        if let Some(old) = strands.get_mut(i) {
            let ends = [old.from, old.to];
            tied.pairs.insert(pair(ends[0], ends[1]));
            *old = super::Strand {
                visibility: old.visibility,
                ..new
            };
            if ends != [from, to] && !tied.at_once {
                hanging.unhook(ends, i);
                hanging.hook([from, to], i);
            }
        } else {
            strands.push(new);
            if !tied.at_once {
                hanging.hook([from, to], i);
            }
        }
    }

    /// Trees do not know what came after them; too much of that, and they go.
    fn drop_loose_trees(&mut self) {
        if self.loose_marks() > LOOSE {
            self.mark_tree.take();
        }
        if self.loose_strands() > LOOSE {
            self.strand_tree.take();
        }
    }
}

/// What came of ties.
#[derive(Default)]
struct Tied {
    /// What hangs on whom is found out anew afterwards.
    at_once: bool,
    /// Positions of the marks of pairs whose ties lie side by side anew.
    pairs: BTreeSet<(usize, usize)>,
    /// Positions of the ties.
    strands: Vec<usize>,
}
