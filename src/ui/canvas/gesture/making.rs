//! What letting go would make, for who lets go and for who wants to know before.

use crate::base::geom::Point;
use crate::model::edit::End;
use crate::model::{ActorId, Edit, Place, Tie};
use crate::picture::Scene;

use super::{Around, Gesture, LooseEnd, hit, other_end};

impl Gesture {
    /// The edit that a release here would make, if it would make one.
    pub(crate) fn would_make(&self, around: Around<'_>) -> Option<Edit> {
        match self {
            Self::Tying { source, end, .. } => finish_tie(*source, *end, around),
            Self::Reattaching { tie, which, end } => {
                let strand = around.scene.strand(*tie)?;
                let mark = if *which == End::From {
                    strand.from
                } else {
                    strand.to
                };
                let there = around.scene.marks()[mark].id;
                let actor = end.snapped.filter(|&actor| actor != there)?;
                Some(Edit::Reattach(*tie, *which, actor))
            }
            _ => None,
        }
    }

    /// Where the end that stays is, of a tie that is in the hand.
    pub(crate) fn origin(&self, scene: &Scene) -> Option<Point> {
        let fixed = match self {
            Self::Tying { source, .. } => *source,
            Self::Reattaching { tie, which, .. } => other_end(scene, *tie, *which)?,
            _ => return None,
        };
        scene.mark(fixed).map(|mark| mark.at)
    }
}

/// A new tie, or a new actor with a tie where there is none yet; nothing back on the source itself.
fn finish_tie(source: ActorId, end: LooseEnd, around: Around<'_>) -> Option<Edit> {
    if let Some(target) = end.snapped {
        return Some(Edit::AddTie(Tie::new(around.next_tie, source, target)));
    }
    let mark = around.scene.mark(source)?;
    if mark.contains(end.at, hit::SNAP / around.zoom) {
        return None;
    }
    Some(Edit::AddConnected {
        from: source,
        kind: around.next_tie,
        actor: around.assumptions.fresh("", around.next_actor),
        place: Place {
            at: end.at,
            pinned: false,
        },
    })
}
