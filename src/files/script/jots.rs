//! Notes and zones as a script writes them.

use std::collections::BTreeSet;

use serde_json::value::RawValue;

use crate::base::geom::{Point, Rect};
use crate::files::fault::Fault;
use crate::files::reader::SIDES;
use crate::files::source::short;
use crate::model::field;
use crate::model::note::Frame;
use crate::model::{Document, Edit, Frames, Hue, Note, NoteId, Selection, Zone, ZoneId};

use super::Script;
use super::entry::Entry;

impl<'t> Script<'t> {
    pub(super) fn new_note(&mut self, entry: &mut Entry<'t>) -> Result<Note, Fault> {
        let mut note = Note::new(String::new(), self.corner(entry)?);
        note.text = self.words(entry, "text")?;
        if let Some(hue) = self.color_or_none(entry)? {
            note.color = hue;
        }
        self.fill(entry, field::NOTE, &mut note)?;
        Ok(note)
    }

    pub(super) fn new_zone(&mut self, entry: &mut Entry<'t>) -> Result<Zone, Fault> {
        let mut zone = Zone::new("", self.sides(entry)?);
        if let Some(raw) = entry.take("name") {
            zone.name = self.source.text("name", raw)?.into_owned();
        }
        if let Some(hue) = self.color_or_none(entry)? {
            zone.color = hue;
        }
        self.fill(entry, field::ZONE, &mut zone)?;
        Ok(zone)
    }

    /// What `place_note` and `place_zone` do.
    pub(super) fn place_jot(
        &mut self,
        entry: &mut Entry<'t>,
        document: &Document,
        is_note: bool,
    ) -> Result<Edit, Fault> {
        let mut frames = Frames::default();
        if is_note {
            let raw = self.need(entry, "note")?;
            let id = self.resolve_note(document, raw)?;
            let at = self.corner(entry)?;
            let present = document.note(id).map(|note| note.frame);
            frames
                .notes
                .extend(present.map(|frame| (id, Frame { at, ..frame })));
        } else {
            let raw = self.need(entry, "zone")?;
            let id = self.resolve_zone(document, raw)?;
            frames.zones.insert(id, self.sides(entry)?);
        }
        Ok(Edit::Frame(frames))
    }

    pub(super) fn color(&mut self, entry: &mut Entry<'t>, document: &Document) -> Result<Edit, Fault> {
        let hue = self.kind(entry, "color", "color", Hue::from_id)?;
        let mut selection = Selection::default();
        self.jots_in(entry, document, &mut selection)?;
        if selection.is_empty() {
            let what = format!("{} needs “notes” or “zones”", entry.title);
            return Err(self.source.fault(what, entry.offset));
        }
        Ok(Edit::Recolor(selection, hue))
    }

    /// Takes `notes` and `zones` out of an entry.
    pub(super) fn jots_in(
        &mut self,
        entry: &mut Entry<'t>,
        document: &Document,
        selection: &mut Selection,
    ) -> Result<(), Fault> {
        if let Some(raw) = entry.take("notes") {
            let items = self.source.list("notes", raw)?;
            let notes: Result<BTreeSet<NoteId>, Fault> = items
                .into_iter()
                .map(|item| self.resolve_note(document, item))
                .collect();
            selection.notes = notes?;
        }
        if let Some(raw) = entry.take("zones") {
            let items = self.source.list("zones", raw)?;
            let zones: Result<BTreeSet<ZoneId>, Fault> = items
                .into_iter()
                .map(|item| self.resolve_zone(document, item))
                .collect();
            selection.zones = zones?;
        }
        Ok(())
    }

    fn resolve_note(&mut self, document: &Document, raw: &'t RawValue) -> Result<NoteId, Fault> {
        let word = self.source.text("note", raw)?;
        let known = word.parse().ok().filter(|&id| document.note(id).is_some());
        known.ok_or_else(|| {
            let at = self.source.offset(raw.get());
            self.source
                .fault(format!("There is no note “{}”", short(&word)), at)
        })
    }

    /// The one zone that goes by this id or this name.
    fn resolve_zone(&mut self, document: &Document, raw: &'t RawValue) -> Result<ZoneId, Fault> {
        let word = self.source.text("zone", raw)?;
        let by_id = word.parse().ok().filter(|&id| document.zone(id).is_some());
        let by_name = document
            .zones()
            .filter(|(_, zone)| !word.is_empty() && zone.name == word)
            .map(|(id, _)| id);
        self.the_one("zone", &word, raw, by_id.into_iter().chain(by_name))
    }

    fn corner(&mut self, entry: &mut Entry<'t>) -> Result<Point, Fault> {
        let [x, y] = ["x", "y"].map(|axis| {
            let raw = self.need(entry, axis)?;
            self.source.number(axis, raw)
        });
        Ok(Point::new(x?, y?))
    }

    fn sides(&mut self, entry: &mut Entry<'t>) -> Result<Rect, Fault> {
        let [left, top, right, bottom] = SIDES.map(|side| {
            let raw = self.need(entry, side)?;
            self.source.number(side, raw)
        });
        Ok(Rect::from_corners(
            Point::new(left?, top?),
            Point::new(right?, bottom?),
        ))
    }

    fn color_or_none(&mut self, entry: &mut Entry<'t>) -> Result<Option<Hue>, Fault> {
        if !entry.rest.iter().any(|(key, _)| key == "color") {
            entry.known.push("color");
            return Ok(None);
        }
        self.kind(entry, "color", "color", Hue::from_id).map(Some)
    }
}
