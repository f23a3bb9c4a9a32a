//! What a session does with notes and zones: moving them together with actors, coloring, framing, asking for words.

use crate::base::geom::{Point, Rect, Vector};
use crate::base::text::count;
use crate::model::{Actor, Edit, Frames, Hue, Jot, NoteId, Selection, Zone, ZoneId};

use super::action::Effect;
use super::{Places, Session};

/// Air between a zone and what it is drawn around, map units.
const AIR: f64 = 36.0;
/// The same above, where the name of the zone stands.
const AIR_ABOVE: f64 = 56.0;

impl Session {
    /// Where these notes and zones lie.
    pub fn frames_of(&self, selection: &Selection) -> Frames {
        let document = self.document();
        let note = |&id: &NoteId| Some((id, document.note(id)?.frame));
        let zone = |&id: &ZoneId| Some((id, document.zone(id)?.area));
        Frames {
            notes: selection.notes.iter().filter_map(note).collect(),
            zones: selection.zones.iter().filter_map(zone).collect(),
        }
    }

    /// What goes along when these are carried: actors that stand in the zones among them, and notes that begin there.
    pub fn carried_by(&self, selection: &Selection) -> Selection {
        let document = self.document();
        let mut all = selection.clone();
        for zone in selection.zones.iter().filter_map(|&id| document.zone(id)) {
            all.actors.extend(document.actors_in(zone));
            let notes = document.notes();
            let inside = notes.filter(|(_, note)| zone.area.contains(note.frame.at));
            all.notes.extend(inside.map(|(id, _)| id));
        }
        all
    }

    /// Moves what is chosen, with what stands in the chosen zones. Presses in a row become one step.
    pub(super) fn nudge(&mut self, by: Vector) {
        let carried = self.carried_by(&self.selection);
        let places: Places = carried
            .actors
            .iter()
            .filter_map(|&id| Some((id, self.document.place(id)?.at + by)))
            .collect();
        let frames = self.frames_of(&carried).moved(by);
        if frames.is_empty() {
            self.edit(&Edit::Move(places), Some("nudge"));
            return;
        }
        let name = self.name_of_move(&places, &frames);
        let edit = Edit::Together(name, vec![Edit::Move(places), Edit::Frame(frames)]);
        self.edit(&edit, Some("nudge"));
    }

    /// "Move A", "Move zone “Core”", "Move 3 actors and 2 zones".
    pub(super) fn name_of_move(&self, places: &Places, frames: &Frames) -> String {
        let actors = Edit::Move(places.clone()).name(&self.document);
        let jots = Edit::Frame(frames.clone()).name(&self.document);
        match (places.is_empty(), frames.is_empty()) {
            (_, true) => actors,
            (true, false) => jots,
            // A zone that takes along what stands in it is what the person has moved.
            (false, false) if frames.len() == 1 => jots,
            (false, false) => {
                let both = count(places.len(), "actor", "actors");
                format!(
                    "Move {both} and {}",
                    count(frames.len(), "note or zone", "notes and zones")
                )
            }
        }
    }

    pub(super) fn color(&mut self, whom: Selection, hue: Hue) {
        if !whom.notes.is_empty() {
            self.settings.last_note_color = hue;
        }
        if !whom.zones.is_empty() {
            self.settings.last_zone_color = hue;
        }
        self.edit(&Edit::Recolor(whom, hue), None);
    }

    /// A zone around the chosen actors, notes and zones.
    pub(super) fn zone_around_selection(&mut self) {
        if let Some(area) = self.around_selection() {
            self.edit_and_settle(&Edit::AddZones(vec![self.fresh_zone(area)]));
        }
    }

    /// A zone of the last color.
    pub fn fresh_zone(&self, area: Rect) -> Zone {
        Zone {
            color: self.settings.last_zone_color,
            ..Zone::new("", area)
        }
    }

    fn around_selection(&self) -> Option<Rect> {
        let document = &self.document;
        let mut corners: Vec<Point> = Vec::new();
        for &id in &self.selection.actors {
            let (actor, place) = document.actor(id).zip(document.place(id))?;
            let reach = Actor::mark_radius(actor);
            let reach = Vector::new(reach, reach);
            corners.extend([place.at - reach, place.at + reach]);
        }
        let notes = self.selection.notes.iter().filter_map(|&id| document.note(id));
        let notes = notes.map(crate::model::Note::least_bounds);
        let zones = self.selection.zones.iter().filter_map(|&id| document.zone(id));
        for area in notes.chain(zones.map(|zone| zone.area)) {
            corners.extend([area.min, area.max]);
        }
        let around = Rect::around(corners)?;
        Some(Rect {
            min: around.min - Vector::new(AIR, AIR_ABOVE),
            max: around.max + Vector::new(AIR, AIR),
        })
    }

    /// A new note without words asks for them, and a new zone without a name for that.
    pub(super) fn ask_for_words(&mut self, edit: &Edit) {
        if !matches!(edit, Edit::AddNotes(_) | Edit::AddZones(_)) {
            return;
        }
        let Some(jot) = self.selection.only_jot() else {
            return;
        };
        let wordless = match jot {
            Jot::Note(id) => self.document.note(id).is_some_and(|note| note.text.is_empty()),
            Jot::Zone(id) => self.document.zone(id).is_some_and(|zone| zone.name.is_empty()),
        };
        if wordless {
            self.effects.push(Effect::EditJot(jot));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::{ActorKind, Note, Place};
    use crate::session::{Action, Pace};

    /// An actor and a note in a zone, another actor outside.
    fn session() -> Session {
        let mut session = Session::new(Default::default(), None, &Pace::Inline);
        let at = |x| Place {
            at: Point::new(x, 50.0),
            pinned: true,
        };
        let area = Rect::from_corners(Point::ORIGIN, Point::new(200.0, 200.0));
        for edit in [
            Edit::AddActors(vec![
                (Actor::new("In", ActorKind::Final), at(50.0)),
                (Actor::new("Out", ActorKind::Final), at(500.0)),
            ]),
            Edit::AddNotes(vec![Note::new("Inside", Point::new(20.0, 120.0))]),
            Edit::AddZones(vec![Zone::new("Core", area)]),
        ] {
            session.perform(Action::Edit(edit));
        }
        session
    }

    fn xs(session: &Session) -> Vec<f64> {
        let document = session.document();
        let actors = document.places().map(|(_, place)| place.at.x);
        let notes = document.notes().map(|(_, note)| note.frame.at.x);
        let zones = document.zones().map(|(_, zone)| zone.area.min.x);
        actors.chain(notes).chain(zones).collect()
    }

    #[test]
    fn a_zone_is_nudged_with_what_stands_in_it_as_one_step() {
        let mut session = session();
        assert_eq!(session.selection().only_jot(), session.selection().jots().next());
        let steps = session.history().undoable().count();
        for _ in 0..3 {
            session.perform(Action::Nudge(Vector::new(4.0, 0.0)));
        }
        assert_eq!(xs(&session), [62.0, 500.0, 32.0, 12.0]);
        assert_eq!(session.history().undoable().count(), steps + 1);
        session.perform(Action::Undo);
        assert_eq!(xs(&session), [50.0, 500.0, 20.0, 0.0]);
    }

    #[test]
    fn a_zone_around_what_is_chosen_holds_it_and_asks_for_its_name() {
        let mut session = session();
        let actors = session.document().actors().map(|(id, _)| id).collect();
        session.perform(Action::Select(Selection {
            actors,
            ..Selection::default()
        }));
        session.take_effects();
        session.perform(Action::ZoneAroundSelection);
        let Some(jot @ Jot::Zone(id)) = session.selection().only_jot() else {
            panic!("the new zone is chosen")
        };
        assert_eq!(
            session
                .document()
                .actors_in(session.document().zone(id).unwrap())
                .count(),
            2
        );
        assert!(session.take_effects().contains(&Effect::EditJot(jot)));
    }

    #[test]
    fn notes_and_zones_are_copied_pasted_and_duplicated_with_actors() {
        let mut session = session();
        session.perform(Action::SelectAll);
        session.perform(Action::Copy);
        session.perform(Action::Paste { text: None, at: None });
        let count = |session: &Session| {
            let document = session.document();
            [
                document.actor_count(),
                document.notes().len(),
                document.zones().len(),
            ]
        };
        assert_eq!(count(&session), [4, 2, 2]);
        assert_eq!(session.selection().len(), 4, "what was pasted is chosen");
        session.perform(Action::Duplicate);
        assert_eq!(count(&session), [6, 3, 3]);
        session.perform(Action::DeleteSelection);
        assert_eq!(count(&session), [4, 2, 2]);
    }

    #[test]
    fn actors_and_zones_are_put_down_together_as_one_step() {
        let mut session = session();
        let before = xs(&session);
        let carried = session.carried_by(session.selection());
        let places: BTreeMap<_, _> = carried
            .actors
            .iter()
            .map(|&id| {
                (
                    id,
                    session.document().place(id).unwrap().at + Vector::new(30.0, 0.0),
                )
            })
            .collect();
        let frames = session.frames_of(&carried).moved(Vector::new(30.0, 0.0));
        let steps = session.history().undoable().count();
        session.perform(Action::DropAll(places, frames));
        assert_eq!(xs(&session), [80.0, 500.0, 50.0, 30.0]);
        assert_eq!(session.history().undoable().count(), steps + 1);
        session.perform(Action::Undo);
        assert_eq!(xs(&session), before);
    }

    #[test]
    fn a_color_is_that_of_the_next_one_too() {
        let mut session = session();
        let chosen = session.selection().clone();
        session.perform(Action::Color(chosen, Hue::Yellow));
        let (_, zone) = session.document().zones().next().unwrap();
        assert_eq!(zone.color, Hue::Yellow);
        let area = zone.area;
        assert_eq!(session.fresh_zone(area).color, Hue::Yellow);
    }
}
