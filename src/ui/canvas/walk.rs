//! Walking over the map with the keyboard: in reading order, toward a side, around the ties of an actor.

use std::sync::Arc;

use egui::{Painter, Stroke, StrokeKind};

use super::Canvas;
use crate::base::geom::{Point, Rect, Vector};
use crate::model::{ActorId, Document, Jot, Selection, TieId};
use crate::picture::look::Palette;
use crate::picture::{Stamp, reading_line};
use crate::session::{Action, Session};

/// What lies as far to the side as this many times ahead is still in that direction.
const SIDEWAYS: f64 = 2.0;

/// Something on the map that can be walked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Thing {
    /// An actor.
    Actor(ActorId),
    /// A tie.
    Tie(TieId),
    /// A note or a zone.
    Jot(Jot),
}

impl Thing {
    /// Only this.
    pub(crate) fn selection(self) -> Selection {
        match self {
            Self::Actor(id) => Selection::actor(id),
            Self::Tie(id) => Selection::tie(id),
            Self::Jot(jot) => Selection::jot(jot),
        }
    }

    /// It is chosen.
    pub(crate) fn is_in(self, selection: &Selection) -> bool {
        match self {
            Self::Actor(id) => selection.actors.contains(&id),
            Self::Tie(id) => selection.ties.contains(&id),
            Self::Jot(jot) => selection.has_jot(jot),
        }
    }

    /// The only thing that is chosen.
    pub(crate) fn only(selection: &Selection) -> Option<Self> {
        let actor = selection.only_actor().map(Self::Actor);
        let tie = || selection.only_tie().map(Self::Tie);
        let jot = || selection.only_jot().map(Self::Jot);
        actor.or_else(tie).or_else(jot)
    }
}

/// Actors, notes and zones line by line as one reads.
#[derive(Default)]
pub(super) struct Reading {
    things: Vec<Thing>,
    /// For each mark its place among the actors, counted from 1; 0 for hidden ones.
    places: Vec<usize>,
    /// How many actors are seen.
    actors: usize,
    /// What it was worked out for.
    of: Option<(Stamp, Arc<Document>)>,
}

impl Reading {
    /// Place of a mark among the actors, counted from 1.
    pub(super) fn place(&self, mark: usize) -> usize {
        self.places.get(mark).copied().unwrap_or(0)
    }

    /// How many actors are read.
    pub(super) fn actors(&self) -> usize {
        self.actors
    }
}

impl Canvas {
    /// Brings the order of reading up to date.
    pub(super) fn read(&mut self, document: &Arc<Document>) {
        let stamp = self.scene.stamp();
        let known = self.reading.of.as_ref();
        if known.is_some_and(|(of, read)| *of == stamp && Arc::ptr_eq(read, document)) {
            return;
        }
        let marks = self.scene.marks().iter().filter(|mark| !mark.hidden());
        let mut order: Vec<(i64, f64, Thing)> = marks
            .map(|mark| (reading_line(mark.at), mark.at.x, Thing::Actor(mark.id)))
            .collect();
        let boxes = self.jots.boxes();
        let notes = boxes.notes.iter().map(|note| (Jot::Note(note.id), note.bounds));
        let zones = boxes.zones.iter().map(|zone| (Jot::Zone(zone.id), zone.area));
        order.extend(
            notes
                .chain(zones)
                .map(|(jot, area)| (reading_line(area.min), area.min.x, Thing::Jot(jot))),
        );
        order.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        let mut places = vec![0; self.scene.marks().len()];
        let mut actors = 0;
        for (_, _, thing) in &order {
            if let Thing::Actor(id) = thing
                && let Ok(mark) = self.scene.marks().binary_search_by_key(id, |mark| mark.id)
            {
                actors += 1;
                places[mark] = actors;
            }
        }
        self.reading = Reading {
            things: order.into_iter().map(|(_, _, thing)| thing).collect(),
            places,
            actors,
            of: Some((stamp, Arc::clone(document))),
        };
    }

    /// Chooses what comes after or before the chosen thing, line by line as one reads.
    pub(super) fn walk_on(&mut self, session: &Session, forward: bool, actions: &mut Vec<Action>) {
        self.read(session.document());
        let things = &self.reading.things;
        let count = things.len();
        let Some(back) = count.checked_sub(1) else { return };
        let present = things.iter().position(|thing| thing.is_in(session.selection()));
        let next = match present {
            Some(at) => (at + if forward { 1 } else { back }) % count,
            None if forward => 0,
            None => back,
        };
        let thing = things[next];
        self.walk_to(thing, session, false, actions);
    }

    /// Chooses the nearest thing in a direction; from a tie its end there.
    pub(super) fn walk_toward(
        &mut self,
        session: &Session,
        toward: Vector,
        extend: bool,
        actions: &mut Vec<Action>,
    ) {
        let here = self.cursor_in(session.selection());
        let from = here.and_then(|thing| self.middle_of(thing));
        let Some(from) = from else {
            if let Some(nearest) = self.nearest_to(self.camera.goal().center) {
                self.walk_to(nearest, session, extend, actions);
            }
            return;
        };
        let next = match here {
            Some(Thing::Tie(tie)) => self.end_toward(tie, toward),
            _ => self.next_toward(here, from, toward),
        };
        if let Some(next) = next {
            self.walk_to(next, session, extend, actions);
        }
    }

    /// Chooses the next or previous tie around an actor; from a tie the one beside it at the same actor.
    pub(super) fn walk_around(&mut self, session: &Session, forward: bool, actions: &mut Vec<Action>) {
        let selection = session.selection();
        let present = selection.only_tie();
        let actor = selection.only_actor().or_else(|| {
            let tie = session.document().tie(present?)?;
            let pivot = self.pivot.filter(|&pivot| tie.touches(pivot));
            Some(pivot.unwrap_or(tie.from))
        });
        let Some(actor) = actor else { return };
        let ties = self.ties_around(actor);
        let Some(back) = ties.len().checked_sub(1) else {
            return;
        };
        let at = present.and_then(|tie| ties.iter().position(|&other| other == tie));
        let next = match at {
            Some(at) => (at + if forward { 1 } else { back }) % ties.len(),
            None if forward => 0,
            None => back,
        };
        self.walk_to(Thing::Tie(ties[next]), session, false, actions);
        self.pivot = Some(actor);
    }

    fn walk_to(&mut self, thing: Thing, session: &Session, extend: bool, actions: &mut Vec<Action>) {
        let one = thing.selection();
        let chosen = if extend {
            session.selection().with(&one)
        } else {
            one
        };
        actions.push(Action::Select(chosen));
        self.cursor = Some(thing);
        self.focus_pending = true;
        match thing {
            Thing::Actor(id) => self.bring_into_view(id),
            Thing::Tie(_) | Thing::Jot(_) => {
                if let Some(area) = self.area_of(thing) {
                    self.bring_area_into_view(area);
                }
            }
        }
    }

    /// The chosen thing from which the next step goes: where the last one led, else the last one chosen.
    pub(super) fn cursor_in(&self, selection: &Selection) -> Option<Thing> {
        let walked = self.cursor.filter(|thing| thing.is_in(selection));
        walked
            .or_else(|| Thing::only(selection))
            .or_else(|| selection.actors.last().map(|&id| Thing::Actor(id)))
            .or_else(|| selection.jots().last().map(Thing::Jot))
    }

    /// Marks where the keyboard has walked to among several chosen things.
    pub(super) fn paint_cursor(&self, painter: &Painter, selection: &Selection, dark: bool) {
        /// Between what is chosen, with its ring, and the frame around it, points.
        const AWAY: f32 = 9.0;
        let walked = self.cursor.filter(|thing| thing.is_in(selection));
        let Some(thing) = walked.filter(|_| selection.len() > 1) else {
            return;
        };
        if let Some(area) = self.area_of(thing) {
            let frame = super::jots::on_screen(&self.camera, area).expand(AWAY);
            let accent = super::paint::color(Palette::of(dark).accent);
            painter.rect_stroke(frame, 6.0, Stroke::new(2.0, accent), StrokeKind::Middle);
        }
    }

    /// Where a thing is taken to be.
    fn middle_of(&self, thing: Thing) -> Option<Point> {
        match thing {
            Thing::Actor(id) => self.scene.mark(id).map(|mark| mark.at),
            Thing::Tie(id) => self
                .scene
                .curve(self.scene.strand(id)?)
                .map(|curve| curve.at(0.5)),
            Thing::Jot(jot) => self.jots.boxes().bounds(jot).map(Rect::center),
        }
    }

    /// The rectangle around a thing.
    pub(super) fn area_of(&self, thing: Thing) -> Option<Rect> {
        match thing {
            Thing::Actor(id) => self.scene.mark(id).map(crate::picture::Mark::bounds),
            Thing::Tie(id) => self
                .scene
                .curve(self.scene.strand(id)?)
                .map(|curve| curve.bounds()),
            Thing::Jot(jot) => self.jots.boxes().bounds(jot),
        }
    }

    /// All that can be walked to but ties, with the place where it is.
    fn walkable(&self) -> impl Iterator<Item = (Thing, Point)> {
        let marks = self.scene.marks().iter().filter(|mark| !mark.hidden());
        let boxes = self.jots.boxes();
        let notes = boxes
            .notes
            .iter()
            .map(|note| (Thing::Jot(Jot::Note(note.id)), note.bounds.center()));
        let zones = boxes
            .zones
            .iter()
            .map(|zone| (Thing::Jot(Jot::Zone(zone.id)), zone.area.center()));
        marks
            .map(|mark| (Thing::Actor(mark.id), mark.at))
            .chain(notes)
            .chain(zones)
    }

    fn nearest_to(&self, p: Point) -> Option<Thing> {
        let away = |at: &Point| at.distance(p);
        self.walkable()
            .min_by(|(_, a), (_, b)| away(a).total_cmp(&away(b)))
            .map(|(thing, _)| thing)
    }

    /// The nearest thing ahead; what lies to the side counts as farther.
    fn next_toward(&self, here: Option<Thing>, from: Point, toward: Vector) -> Option<Thing> {
        let cost = |at: Point| {
            let way = at - from;
            let ahead = way.x * toward.x + way.y * toward.y;
            let aside = (way.x * toward.y - way.y * toward.x).abs();
            (ahead > 1e-9 && aside <= SIDEWAYS * ahead).then_some(ahead + SIDEWAYS * aside)
        };
        self.walkable()
            .filter(|&(thing, _)| Some(thing) != here)
            .filter_map(|(thing, at)| Some((thing, cost(at)?)))
            .min_by(|(_, a), (_, b)| a.total_cmp(b))
            .map(|(thing, _)| thing)
    }

    /// The end of a tie that lies farther in a direction.
    fn end_toward(&self, tie: TieId, toward: Vector) -> Option<Thing> {
        let strand = self.scene.strand(tie)?;
        let [from, to] = [strand.from, strand.to].map(|end| &self.scene.marks()[end]);
        let way = to.at - from.at;
        let ahead = way.x * toward.x + way.y * toward.y;
        Some(Thing::Actor(if ahead >= 0.0 { to.id } else { from.id }))
    }

    /// The ties of an actor that are seen, clockwise from the top by where their other ends lie.
    fn ties_around(&self, actor: ActorId) -> Vec<TieId> {
        let marks = self.scene.marks();
        let Ok(own) = marks.binary_search_by_key(&actor, |mark| mark.id) else {
            return Vec::new();
        };
        let touching = self
            .scene
            .strands()
            .iter()
            .filter(|strand| !strand.hidden() && (strand.from == own || strand.to == own));
        let mut ties: Vec<(f64, TieId)> = touching
            .map(|strand| {
                let other = if strand.from == own {
                    strand.to
                } else {
                    strand.from
                };
                let way = marks[other].at - marks[own].at;
                // From the top, clockwise, where y grows downwards.
                let angle = way.x.atan2(-way.y);
                (angle.rem_euclid(std::f64::consts::TAU), strand.id)
            })
            .collect();
        ties.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        ties.into_iter().map(|(_, tie)| tie).collect()
    }
}
