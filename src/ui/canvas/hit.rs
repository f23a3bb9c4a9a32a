//! What is under the pointer. Knows scenes, not the toolkit.

use crate::base::geom::Point;
use crate::model::edit::End;
use crate::model::{ActorId, Jot, Selection, TieId};
use crate::picture::Jots;
use crate::picture::{Mark, Scene, Strand};
use crate::ui::canvas::jots::{self, Grip};

/// Something that a press can start on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Nothing.
    Ground,
    /// The body of a mark, or its label.
    Actor(ActorId),
    /// The ring around a mark, from which ties are drawn.
    Halo(ActorId),
    /// A tie.
    Tie(TieId),
    /// A tie, close enough to one end to take that off its actor.
    TieEnd(TieId, End),
    /// A note, or the name or edge of a zone.
    Jot(Jot),
    /// A part of the chosen note or zone that makes it larger or smaller.
    Grip(Jot, Grip),
}

impl Target {
    /// The actor, by body or halo.
    pub(crate) fn actor(self) -> Option<ActorId> {
        match self {
            Self::Actor(id) | Self::Halo(id) => Some(id),
            _ => None,
        }
    }

    /// The note or zone.
    pub(crate) fn jot(self) -> Option<Jot> {
        match self {
            Self::Jot(jot) | Self::Grip(jot, _) => Some(jot),
            _ => None,
        }
    }

    /// The tie, anywhere along it.
    pub(crate) fn tie(self) -> Option<TieId> {
        match self {
            Self::Tie(id) | Self::TieEnd(id, _) => Some(id),
            _ => None,
        }
    }
}

/// Width of the halo ring outside the body, points on the screen.
pub(crate) const HALO: f64 = 8.0;
/// Halos are hidden below this zoom.
pub(crate) const HALO_FROM_ZOOM: f64 = 0.5;
/// A new tie's end snaps to a mark within this distance, points on the screen.
pub(crate) const SNAP: f64 = 16.0;
/// A tie is hit within this distance of its middle line at least, points on the screen.
const TIE_REACH: f64 = 5.0;
/// A handle at a selected tie's end, points on the screen.
pub(crate) const HANDLE: f64 = 6.0;
/// This close to its end a tie is taken off, points on the screen beyond the halo.
const END_REACH: f64 = 16.0;

/// What a press at `p` starts on.
pub(crate) fn target(scene: &Scene, selection: &Selection, p: Point, zoom: f64) -> Target {
    if let Some(tie) = handle(scene, selection, p, zoom) {
        return tie;
    }
    if let Some(mark) = scene.topmost(p, 1.0 / zoom) {
        return Target::Actor(mark.id);
    }
    if zoom >= HALO_FROM_ZOOM
        && let Some(mark) = scene.nearest_mark(p, HALO / zoom, |_| true)
    {
        return Target::Halo(mark.id);
    }
    match scene.nearest_strand(p, TIE_REACH / zoom) {
        None => Target::Ground,
        Some(strand) => match near_end(scene, strand, p, zoom) {
            Some(end) => Target::TieEnd(strand.id, end),
            None => Target::Tie(strand.id),
        },
    }
}

/// Grips of what is chosen and notes, which lie above everything else.
pub(crate) fn above(jots: &Jots, selection: &Selection, p: Point, zoom: f64) -> Option<Target> {
    if let Some(jot) = selection.only_jot()
        && let Some(area) = jots.bounds(jot)
        && let Some(grip) = jots::grip_at(jot, area, p, (HANDLE + 2.0) / zoom)
    {
        return Some(Target::Grip(jot, grip));
    }
    jots.note_at(p).map(|id| Target::Jot(Jot::Note(id)))
}

/// Names and edges of zones, which lie below everything else.
pub(crate) fn below(jots: &Jots, p: Point, zoom: f64) -> Option<Target> {
    let zone = jots.zone_at(p, jots::EDGE / zoom);
    zone.map(|id| Target::Jot(Jot::Zone(id)))
}

/// The mark to which a tie's end at `p` snaps, not counting `except`.
pub(crate) fn snap(scene: &Scene, p: Point, zoom: f64, except: Option<ActorId>) -> Option<ActorId> {
    let wanted = |mark: &Mark| Some(mark.id) != except;
    scene.nearest_mark(p, SNAP / zoom, wanted).map(|mark| mark.id)
}

/// The handle of a selected tie's end.
fn handle(scene: &Scene, selection: &Selection, p: Point, zoom: f64) -> Option<Target> {
    let tie = selection.only_tie()?;
    let strand = scene.strand(tie).filter(|strand| !strand.hidden())?;
    let curve = scene.curve(strand)?;
    let reach = (HANDLE + 2.0) / zoom;
    let near = |t: f64| curve.at(t).distance(p) <= reach;
    if near(1.0) {
        Some(Target::TieEnd(tie, End::To))
    } else if near(0.0) {
        Some(Target::TieEnd(tie, End::From))
    } else {
        None
    }
}

fn near_end(scene: &Scene, strand: &Strand, p: Point, zoom: f64) -> Option<End> {
    let curve = scene.curve(strand)?;
    let reach = (HALO + END_REACH) / zoom;
    let (from, to) = (curve.at(0.0).distance(p), curve.at(1.0).distance(p));
    // A short tie keeps a middle that can be clicked.
    if from.min(to) > reach.min(curve.at(0.0).distance(curve.at(1.0)) / 4.0) {
        return None;
    }
    Some(if from < to { End::From } else { End::To })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActorKind, TieKind};
    use crate::picture::scene::tests::sample;

    fn actor(n: u64) -> ActorId {
        ActorId::new(n).unwrap()
    }

    fn tie(n: u64) -> TieId {
        TieId::new(n).unwrap()
    }

    #[test]
    fn every_shape_is_hit_in_its_body_and_its_halo() {
        for kind in ActorKind::ALL {
            let scene = Scene::of(&sample(&[kind], &[]));
            let hit = |p| target(&scene, &Selection::default(), p, 1.0);
            assert_eq!(hit(Point::new(3.0, 2.0)), Target::Actor(actor(1)), "{kind:?}");
            let mark = &scene.marks()[0];
            let rim = crate::picture::look::outline(kind).reach(crate::base::geom::Vector::new(0.0, 1.0))
                * mark.radius;
            assert_eq!(
                hit(Point::new(0.0, rim + 5.0)),
                Target::Halo(actor(1)),
                "{kind:?}"
            );
            assert_eq!(hit(Point::new(0.0, rim + 12.0)), Target::Ground, "{kind:?}");
        }
    }

    #[test]
    fn there_is_no_halo_far_out() {
        let scene = Scene::of(&sample(&[ActorKind::Final], &[]));
        let beside = Point::new(scene.marks()[0].radius + 6.0, 0.0);
        assert_eq!(target(&scene, &Selection::default(), beside, 0.4), Target::Ground);
    }

    #[test]
    fn curved_ties_are_hit_where_they_are_drawn() {
        let kinds = [ActorKind::Final, ActorKind::Final];
        let ties = [
            (TieKind::Supply, 1, 2),
            (TieKind::Knowledge, 1, 2),
            (TieKind::Finance, 2, 1),
        ];
        let scene = Scene::of(&sample(&kinds, &ties));
        for strand in scene.strands() {
            let middle = scene.curve(strand).unwrap().at(0.5);
            assert_eq!(
                target(&scene, &Selection::default(), middle, 1.0),
                Target::Tie(strand.id)
            );
        }
        assert_eq!(
            target(&scene, &Selection::default(), Point::new(100.0, 60.0), 1.0),
            Target::Ground
        );
    }

    #[test]
    fn a_loop_is_hit() {
        let scene = Scene::of(&sample(&[ActorKind::Final], &[(TieKind::Knowledge, 1, 1)]));
        let top = scene.curve(&scene.strands()[0]).unwrap().at(0.5);
        assert_eq!(
            target(&scene, &Selection::default(), top, 1.0).tie(),
            Some(tie(1))
        );
    }

    #[test]
    fn the_ends_of_a_tie_can_be_taken() {
        let scene = Scene::of(&sample(
            &[ActorKind::Final, ActorKind::Final],
            &[(TieKind::Supply, 1, 2)],
        ));
        let curve = scene.curve(&scene.strands()[0]).unwrap();
        let (start, end) = (curve.at(0.0), curve.at(1.0));
        let none = Selection::default();
        let hit = |x: f64, selection: &Selection| target(&scene, selection, Point::new(x, 0.0), 1.0);
        assert_eq!(hit(end.x - 15.0, &none), Target::TieEnd(tie(1), End::To));
        assert_eq!(hit(start.x + 15.0, &none), Target::TieEnd(tie(1), End::From));
        assert_eq!(
            hit(end.x - 3.0, &none),
            Target::Halo(actor(2)),
            "the halo comes first"
        );
        assert_eq!(
            hit(end.x - 3.0, &Selection::tie(tie(1))),
            Target::TieEnd(tie(1), End::To),
            "unless selected"
        );
    }

    #[test]
    fn an_end_snaps_to_the_nearest_mark_but_not_to_itself() {
        let scene = Scene::of(&sample(&[ActorKind::Final, ActorKind::Final], &[]));
        let near = Point::new(200.0, scene.marks()[1].radius + 14.0);
        assert_eq!(snap(&scene, near, 1.0, Some(actor(1))), Some(actor(2)));
        assert_eq!(snap(&scene, near, 1.0, Some(actor(2))), None);
    }

    #[test]
    fn what_is_hidden_is_not_hit() {
        let mut scene = Scene::of(&sample(&[ActorKind::Final], &[]));
        scene.show(&crate::picture::Shown {
            actors: vec![(actor(1), crate::picture::Visibility::Hidden)],
            ..Default::default()
        });
        assert_eq!(
            target(&scene, &Selection::default(), Point::ORIGIN, 1.0),
            Target::Ground
        );
    }
}
