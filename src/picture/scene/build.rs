//! A document turned into a scene, in linear time.

use std::sync::Arc;

use super::hanging::Hanging;
use super::{Mark, Scene, Stamp, Strand, lanes};
use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::Point;
use crate::model::{Actor, ActorId, Document, Place, Tie, TieId};
use crate::picture::look::Line;
use crate::picture::visibility::Visibility;

impl Scene {
    /// The marks and strands of a document, at the stored places.
    pub fn of(document: &Document) -> Self {
        Self::built(document, &Cancel::new()).expect("nobody else holds the flag")
    }

    /// The same on a worker, ready to be looked at.
    ///
    /// # Errors
    /// [`Cancelled`] once `cancel` is raised.
    pub fn prepared(document: &Document, cancel: &Cancel) -> Result<Self, Cancelled> {
        let scene = Self::built(document, cancel)?;
        scene.prepare();
        Ok(scene)
    }

    fn built(document: &Document, cancel: &Cancel) -> Result<Self, Cancelled> {
        let mut places = document.places().peekable();
        let mut marks = Vec::with_capacity(document.actor_count());
        for (id, actor) in document.actors() {
            while places.next_if(|&(other, _)| other < id).is_some() {}
            let place = places.next_if(|&(other, _)| other == id);
            marks.push(mark(id, actor, place.map(|(_, place)| place)));
            check_now_and_then(marks.len(), cancel)?;
        }
        let mut strands = Vec::with_capacity(document.tie_count());
        {
            let position = positions(&marks);
            for (id, tie) in document.ties() {
                if let (Some(from), Some(to)) = (position(tie.from), position(tie.to)) {
                    strands.push(strand(id, tie, from, to));
                }
                check_now_and_then(strands.len(), cancel)?;
            }
        }
        let mut scene = Self::with(marks, strands);
        let strands = Arc::make_mut(&mut scene.strands);
        lanes::assign(scene.marks.len(), strands, &scene.hanging);
        cancel.check()?;
        Ok(scene)
    }

    /// A scene of these marks and strands, whose lanes are known or to be found.
    pub(super) fn with(marks: Vec<Mark>, strands: Vec<Strand>) -> Self {
        Self {
            hanging: Arc::new(Hanging::of_strands(marks.len(), &strands)),
            marks,
            strands: Arc::new(strands),
            stamp: Stamp::both(),
            ..Self::default()
        }
    }
}

fn check_now_and_then(count: usize, cancel: &Cancel) -> Result<(), Cancelled> {
    if count.is_multiple_of(1 << 16) {
        cancel.check()
    } else {
        Ok(())
    }
}

pub(super) fn mark(id: ActorId, actor: &Actor, place: Option<Place>) -> Mark {
    Mark {
        id,
        kind: actor.kind,
        external: actor.external,
        pinned: place.is_some_and(|place| place.pinned),
        radius: actor.mark_radius(),
        at: place.map_or(Point::ORIGIN, |place| place.at),
        visibility: Visibility::Seen,
    }
}

pub(super) fn strand(id: TieId, tie: &Tie, from: usize, to: usize) -> Strand {
    Strand {
        id,
        from,
        to,
        width: Line::of(tie.kind, tie.mutual).width(tie.weight),
        lane: 0.0,
        turn: 0,
        kind: tie.kind,
        mutual: tie.mutual,
        enabled: tie.enabled,
        visibility: Visibility::Seen,
    }
}

/// Finds the position of an actor's mark: at once where numbers are dense, as they are in all but strange files.
fn positions(marks: &[Mark]) -> impl Fn(ActorId) -> Option<usize> {
    const NONE: u32 = u32::MAX;
    let last = marks.last().map_or(0, |mark| mark.id.number());
    let mut table = Vec::new();
    if last <= 4 * marks.len() as u64 + 1000 {
        table = vec![NONE; last as usize + 1];
        for (i, mark) in marks.iter().enumerate() {
            table[mark.id.number() as usize] = i as u32;
        }
    }
    move |id| {
        if table.is_empty() {
            return marks.binary_search_by_key(&id, |mark| mark.id).ok();
        }
        let place = *usize::try_from(id.number())
            .ok()
            .and_then(|number| table.get(number))?;
        (place != NONE).then_some(place as usize)
    }
}
