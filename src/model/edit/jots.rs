//! Edits of notes and zones.

use std::sync::Arc;

use crate::base::geom::Vector;
use crate::base::text::{count, lower};
use crate::model::field::clean_line;
use crate::model::fragment::Fragment;
use crate::model::note::shifted;
use crate::model::{
    Change, Document, Frames, Hue, Ids, Jot, Note, NoteId, Refusal, Selection, Swap, Zone, ZoneId,
};

use super::Outcome;

impl Outcome {
    pub(super) fn add_note(&mut self, id: NoteId, note: Note) {
        self.changes.push(Change::Note(id, Swap::add(Arc::new(note))));
        self.notes.push(id);
    }

    pub(super) fn add_zone(&mut self, id: ZoneId, mut zone: Zone) {
        zone.name = clean_line(&zone.name);
        self.changes.push(Change::Zone(id, Swap::add(Arc::new(zone))));
        self.zones.push(id);
    }

    pub(super) fn change_note(
        &mut self,
        document: &Document,
        id: NoteId,
        change: impl FnOnce(&mut Note) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let before = document.shared_note(id).ok_or(Refusal::NoJot(Jot::Note(id)))?;
        let mut after = Note::clone(before);
        change(&mut after)?;
        if after != **before {
            let swap = Swap::replace(Arc::clone(before), Arc::new(after));
            self.changes.push(Change::Note(id, swap));
        }
        Ok(())
    }

    pub(super) fn change_zone(
        &mut self,
        document: &Document,
        id: ZoneId,
        change: impl FnOnce(&mut Zone) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let before = document.shared_zone(id).ok_or(Refusal::NoJot(Jot::Zone(id)))?;
        let mut after = Zone::clone(before);
        change(&mut after)?;
        if after != **before {
            let swap = Swap::replace(Arc::clone(before), Arc::new(after));
            self.changes.push(Change::Zone(id, swap));
        }
        Ok(())
    }

    /// The chosen notes and zones get another color; nothing else has one of its own.
    pub(super) fn recolor(
        &mut self,
        document: &Document,
        selection: &Selection,
        hue: Hue,
    ) -> Result<(), Refusal> {
        for &id in &selection.notes {
            self.change_note(document, id, |note| {
                note.color = hue;
                Ok(())
            })?;
        }
        for &id in &selection.zones {
            self.change_zone(document, id, |zone| {
                zone.color = hue;
                Ok(())
            })?;
        }
        Ok(())
    }

    pub(super) fn put_frames(&mut self, document: &Document, frames: &Frames) -> Result<(), Refusal> {
        for (&id, &frame) in &frames.notes {
            self.change_note(document, id, |note| {
                note.frame = frame;
                Ok(())
            })?;
        }
        for (&id, &area) in &frames.zones {
            self.change_zone(document, id, |zone| {
                zone.area = area;
                Ok(())
            })?;
        }
        Ok(())
    }

    pub(super) fn remove_jots(&mut self, document: &Document, selection: &Selection) -> Result<(), Refusal> {
        for &id in &selection.notes {
            let note = document.shared_note(id).ok_or(Refusal::NoJot(Jot::Note(id)))?;
            self.changes
                .push(Change::Note(id, Swap::remove(Arc::clone(note))));
        }
        for &id in &selection.zones {
            let zone = document.shared_zone(id).ok_or(Refusal::NoJot(Jot::Zone(id)))?;
            self.changes
                .push(Change::Zone(id, Swap::remove(Arc::clone(zone))));
        }
        Ok(())
    }

    /// The notes and zones of a fragment, moved by a vector.
    pub(super) fn paste_jots(&mut self, fragment: &Fragment, by: Vector, ids: &mut Ids) {
        for note in &fragment.notes {
            let mut note = note.clone();
            note.frame.at += by;
            self.add_note(ids.note(), note);
        }
        for zone in &fragment.zones {
            let zone = Zone {
                area: shifted(zone.area, by),
                ..zone.clone()
            };
            self.add_zone(ids.zone(), zone);
        }
    }
}

/// Moving keeps every size.
fn moves_only(document: &Document, frames: &Frames) -> bool {
    let notes = frames.notes.iter().all(|(&id, frame)| {
        let same = |note: &Note| note.frame.width == frame.width && note.frame.size == frame.size;
        document.note(id).is_some_and(same)
    });
    // Sums are rounded, so a zone that was only moved may have changed its size in the last digits.
    let about = |a: f64, b: f64| (a - b).abs() <= 1e-6 * (1.0 + a.abs());
    let zones = frames.zones.iter().all(|(&id, area)| {
        let same =
            |zone: &Zone| about(zone.area.width(), area.width()) && about(zone.area.height(), area.height());
        document.zone(id).is_some_and(same)
    });
    notes && zones
}

/// "Move the zone core", "Resize 3 notes and zones".
pub(super) fn name_of_frames(document: &Document, frames: &Frames) -> String {
    let verb = if moves_only(document, frames) {
        "Move"
    } else {
        "Resize"
    };
    let notes = frames.notes.keys().map(|&id| Jot::Note(id));
    let jots: Vec<Jot> = notes
        .chain(frames.zones.keys().map(|&id| Jot::Zone(id)))
        .collect();
    format!("{verb} {}", tally_of_jots(document, &jots))
}

/// "note “Here”", "2 zones", "3 notes and zones".
pub(super) fn tally_of_jots(document: &Document, jots: &[Jot]) -> String {
    let notes = jots.iter().filter(|jot| matches!(jot, Jot::Note(_))).count();
    let zones = jots.len() - notes;
    match jots {
        [jot @ Jot::Note(_)] if document.has_words(*jot) => format!("note “{}”", document.jot_name(*jot)),
        [jot @ Jot::Zone(_)] if document.has_words(*jot) => format!("zone “{}”", document.jot_name(*jot)),
        [jot] => lower(&document.jot_name(*jot)),
        _ if zones == 0 => count(notes, "note", "notes"),
        _ if notes == 0 => count(zones, "zone", "zones"),
        _ => format!("{} notes and zones", jots.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::{Point, Rect};
    use crate::base::units::{Breadth, TextSize};
    use crate::model::change::inverse;
    use crate::model::field::Value;
    use crate::model::note::Frame;
    use crate::model::{Actor, ActorKind, Edit, Place};

    fn area(x: f64) -> Rect {
        Rect {
            min: Point::new(x, 0.0),
            max: Point::new(x + 300.0, 200.0),
        }
    }

    /// A note, a zone and an actor in it.
    fn document(ids: &mut Ids) -> Document {
        let place = Place {
            at: Point::new(50.0, 50.0),
            pinned: false,
        };
        let mut document = Document::default();
        for edit in [
            Edit::AddNotes(vec![Note::new("Here\nand there", Point::new(10.0, 10.0))]),
            Edit::AddZones(vec![Zone::new(" core\n", area(0.0))]),
            Edit::AddActors(vec![(Actor::new("A", ActorKind::Final), place)]),
        ] {
            document = edit.apply(&document, ids).unwrap();
        }
        document
    }

    fn one() -> (NoteId, ZoneId) {
        (NoteId::new(1).unwrap(), ZoneId::new(1).unwrap())
    }

    #[test]
    fn every_edit_has_a_name_changes_no_indicator_and_can_be_taken_back() {
        let mut ids = Ids::new();
        let document = document(&mut ids);
        let (note, zone) = one();
        let frame = Frame {
            at: Point::new(1.0, 2.0),
            width: Breadth::of(99.0),
            size: TextSize::of(20.0),
        };
        let jots = Selection::jot(Jot::Note(note)).with(&Selection::jot(Jot::Zone(zone)));
        let frames = |notes: bool, zones: bool, area| Frames {
            notes: notes.then_some((note, frame)).into_iter().collect(),
            zones: zones.then_some((zone, area)).into_iter().collect(),
        };
        let larger = Rect {
            min: Point::ORIGIN,
            max: Point::new(500.0, 400.0),
        };
        for (edit, name) in [
            (
                Edit::AddNotes(vec![Note::new("N", Point::ORIGIN); 2]),
                "Add 2 notes",
            ),
            (
                Edit::AddZones(vec![Zone::new("Support", larger)]),
                "Add zone “Support”",
            ),
            (
                Edit::SetNoteField([note].into(), "text".into(), Value::Text("Elsewhere".into())),
                "Change text of note “Here”",
            ),
            (
                Edit::SetZoneField([zone].into(), "name".into(), Value::Text("Support".into())),
                "Change name of zone “core”",
            ),
            (
                Edit::Recolor(jots.clone(), Hue::Yellow),
                "Color 2 notes and zones yellow",
            ),
            (Edit::Frame(frames(true, false, larger)), "Resize note “Here”"),
            (Edit::Frame(frames(false, true, area(7.3))), "Move zone “core”"),
            (Edit::Remove(jots.clone()), "Delete 2 notes and zones"),
            (
                Edit::Duplicate(jots.clone(), Vector::new(9.0, 9.0)),
                "Duplicate 2 notes and zones",
            ),
        ] {
            assert_eq!(edit.name(&document), name);
            let outcome = edit.outcome(&document, &mut ids).unwrap();
            assert!(!outcome.changes.is_empty(), "{name}");
            assert!(!outcome.changes.iter().any(Change::touches_indicators), "{name}");
            assert!(!outcome.changes.iter().any(Change::touches_layout), "{name}");
            let after = document.with(&outcome.changes).unwrap();
            assert!(after.same_for_indicators(&document), "{name}");
            assert_eq!(
                after.with(&inverse(&outcome.changes)).unwrap(),
                document,
                "{name}"
            );
        }
        assert_eq!(
            document.zone(zone).unwrap().name,
            "core",
            "names stand on one line"
        );
    }

    #[test]
    fn what_goes_with_a_zone_is_what_stands_in_it() {
        let mut ids = Ids::new();
        let document = document(&mut ids);
        let zone = document.zone(one().1).unwrap();
        assert_eq!(document.actors_in(zone).count(), 1);
        let elsewhere = Zone::new("", area(200.0));
        assert_eq!(document.actors_in(&elsewhere).count(), 0);
    }

    #[test]
    fn snapshots_keep_notes_and_zones_and_numbers_never_come_back() {
        let mut ids = Ids::new();
        let take = Edit::TakeSnapshot {
            name: "Then".into(),
            note: String::new(),
        };
        let before = take.apply(&document(&mut ids), &mut ids).unwrap();
        let jots = Selection::jot(Jot::Note(one().0)).with(&Selection::jot(Jot::Zone(one().1)));
        let after = Edit::Remove(jots).apply(&before, &mut ids).unwrap();
        assert_eq!((after.notes().len(), after.zones().len()), (0, 0));
        assert_eq!((after.retired().notes, after.retired().zones), (1, 1));
        let (snapshot, _) = after.snapshots().next().unwrap();
        let back = Edit::RestoreSnapshot(snapshot).apply(&after, &mut ids).unwrap();
        assert_eq!(back.note(one().0), before.note(one().0));
        assert_eq!(back.zone(one().1), before.zone(one().1));
        assert_eq!(after.ids().note().number(), 2);
    }

    #[test]
    fn what_is_not_there_or_off_the_map_is_refused() {
        let mut ids = Ids::new();
        let document = document(&mut ids);
        let nine = NoteId::new(9).unwrap();
        let missing = Edit::Recolor(Selection::jot(Jot::Note(nine)), Hue::Sky);
        assert_eq!(
            missing.outcome(&document, &mut ids),
            Err(Refusal::NoJot(Jot::Note(nine)))
        );
        let far = Edit::AddNotes(vec![Note::new("", Point::new(1e9, 0.0))]);
        assert!(matches!(
            far.apply(&document, &mut ids),
            Err(Refusal::JotOffTheMap(_))
        ));
        let inside_out = Rect {
            min: Point::new(5.0, 5.0),
            max: Point::ORIGIN,
        };
        let zone = Edit::AddZones(vec![Zone::new("", inside_out)]);
        assert!(matches!(
            zone.apply(&document, &mut ids),
            Err(Refusal::JotOffTheMap(_))
        ));
    }
}
