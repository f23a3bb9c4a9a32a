//! A piece of a map that can be copied, pasted and duplicated.

use crate::base::geom::{Point, Rect};

use super::{Actor, ActorId, Document, Note, Selection, Tie, Zone};

/// Actors with their places and the ties among them, notes and zones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fragment {
    /// Actors; the ids are only names inside the fragment.
    pub actors: Vec<(ActorId, Actor, Point)>,
    /// Ties whose ends are both in `actors`.
    pub ties: Vec<Tie>,
    /// Notes.
    pub notes: Vec<Note>,
    /// Zones.
    pub zones: Vec<Zone>,
}

impl Fragment {
    /// The chosen actors, with every tie that has both ends among them, and the chosen notes and zones.
    pub fn of(document: &Document, selection: &Selection) -> Self {
        let actors = selection
            .actors
            .iter()
            .filter_map(|&id| Some((id, document.actor(id)?.clone(), document.place(id)?.at)))
            .collect();
        let inside = |tie: &Tie| selection.actors.contains(&tie.from) && selection.actors.contains(&tie.to);
        let ties = document
            .ties()
            .map(|(_, tie)| tie)
            .filter(|tie| inside(tie))
            .cloned()
            .collect();
        let notes = selection
            .notes
            .iter()
            .filter_map(|&id| document.note(id).cloned());
        let zones = selection
            .zones
            .iter()
            .filter_map(|&id| document.zone(id).cloned());
        Self {
            actors,
            ties,
            notes: notes.collect(),
            zones: zones.collect(),
        }
    }

    /// Nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many actors, notes and zones.
    pub fn len(&self) -> usize {
        self.actors.len() + self.notes.len() + self.zones.len()
    }

    /// The smallest rectangle around the centers of its marks, its notes and its zones.
    pub fn extent(&self) -> Option<Rect> {
        let marks = self.actors.iter().map(|&(_, _, at)| at);
        let notes = self.notes.iter().map(Note::least_bounds);
        let boxes = notes.chain(self.zones.iter().map(|zone| zone.area));
        Rect::around(marks.chain(boxes.flat_map(|area| [area.min, area.max])))
    }
}
