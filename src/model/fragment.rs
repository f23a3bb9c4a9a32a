//! A piece of a map that can be copied, pasted and duplicated.

use crate::base::geom::{Point, Rect};

use super::{Actor, ActorId, Document, Selection, Tie};

/// Actors with their places and the ties among them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fragment {
    /// Actors; the ids are only names inside the fragment.
    pub actors: Vec<(ActorId, Actor, Point)>,
    /// Ties whose ends are both in `actors`.
    pub ties: Vec<Tie>,
}

impl Fragment {
    /// The chosen actors, with every tie that has both ends among them.
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
        Self { actors, ties }
    }

    /// The smallest rectangle around the centers of its marks.
    pub fn extent(&self) -> Option<Rect> {
        Rect::around(self.actors.iter().map(|&(_, _, at)| at))
    }
}
