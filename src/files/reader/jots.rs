//! Notes and zones as they stand in a file, and put together.

use std::sync::Arc;

use serde_json::value::RawValue;

use crate::base::geom::{Point, Rect};
use crate::base::units::{Breadth, TextSize};
use crate::files::fault::Fault;
use crate::files::source::{Fields, Source, short};
use crate::model::document::MAP_LIMIT;
use crate::model::{Change, Hue, Ids, Note, NoteId, Swap, Zone, ZoneId};

use super::state::{fresh_unless_free, identity};
use super::taken::Taken;

/// A note as it stands in the file.
struct FoundNote {
    id: Option<NoteId>,
    note: Note,
    /// Byte where it starts.
    offset: usize,
}

/// A zone as it stands in the file.
struct FoundZone {
    id: Option<ZoneId>,
    zone: Zone,
    /// Byte where it starts.
    offset: usize,
}

/// Notes and zones as they have been found so far.
#[derive(Default)]
pub(super) struct Jots {
    notes: Vec<FoundNote>,
    zones: Vec<FoundZone>,
}

impl Jots {
    /// `depth`: how many brackets stand around what an unknown field holds.
    pub(super) fn read_note<'t>(
        &mut self,
        source: &mut Source<'t>,
        fields: &Fields<'t>,
        depth: usize,
    ) -> Result<(), Fault> {
        source.no_repeats(fields)?;
        let offset = source.start(fields);
        let (mut id, mut x, mut y) = (None, None, None);
        let mut note = Note::new("", Point::ORIGIN);
        for (key, raw) in fields {
            let name = &**key;
            match name {
                "id" => id = Some(identity(source, raw, NoteId::number)?),
                "text" => note.text = source.text(name, raw)?.into_owned(),
                "color" => note.color = hue(source, raw)?,
                "x" => x = Some(source.within(name, raw, -MAP_LIMIT, MAP_LIMIT)?),
                "y" => y = Some(source.within(name, raw, -MAP_LIMIT, MAP_LIMIT)?),
                "width" => {
                    let width = source.within(name, raw, Breadth::LEAST, Breadth::MOST)?;
                    note.frame.width = Breadth::clamped(width).unwrap_or(Note::WIDTH);
                }
                "size" => {
                    let size = source.within(name, raw, TextSize::LEAST, TextSize::MOST)?;
                    note.frame.size = TextSize::clamped(size).unwrap_or(Note::SIZE);
                }
                _ => {
                    note.unknown.insert(name.to_owned(), source.keep(raw, depth)?);
                }
            }
        }
        match x.zip(y) {
            Some((x, y)) => note.frame.at = Point::new(x, y),
            None => source.warn(
                || "This note does not say where it lies, so it lies in the middle".to_owned(),
                offset,
            ),
        }
        self.notes.push(FoundNote { id, note, offset });
        Ok(())
    }

    /// `depth`: how many brackets stand around what an unknown field holds.
    pub(super) fn read_zone<'t>(
        &mut self,
        source: &mut Source<'t>,
        fields: &Fields<'t>,
        depth: usize,
    ) -> Result<(), Fault> {
        source.no_repeats(fields)?;
        let offset = source.start(fields);
        let mut id = None;
        let mut sides = [None; 4];
        let nowhere = Rect {
            min: Point::ORIGIN,
            max: Point::ORIGIN,
        };
        let mut zone = Zone {
            color: Hue::default(),
            ..Zone::new("", nowhere)
        };
        for (key, raw) in fields {
            let name = &**key;
            match name {
                "id" => id = Some(identity(source, raw, ZoneId::number)?),
                "name" => zone.name = source.text(name, raw)?.into_owned(),
                "color" => zone.color = hue(source, raw)?,
                "note" => zone.note = source.text(name, raw)?.into_owned(),
                _ => match SIDES.iter().position(|side| *side == name) {
                    Some(side) => sides[side] = Some(source.within(name, raw, -MAP_LIMIT, MAP_LIMIT)?),
                    None => {
                        zone.unknown.insert(name.to_owned(), source.keep(raw, depth)?);
                    }
                },
            }
        }
        let [Some(left), Some(top), Some(right), Some(bottom)] = sides else {
            source.warn(
                || "This zone was left out, because it does not say where its four sides lie".to_owned(),
                offset,
            );
            return Ok(());
        };
        zone.area = Rect::from_corners(Point::new(left, top), Point::new(right, bottom));
        if left > right || top > bottom {
            source.warn(
                || "The sides of this zone lay the wrong way round, so they were exchanged".to_owned(),
                offset,
            );
        }
        self.zones.push(FoundZone { id, zone, offset });
        Ok(())
    }

    /// From now on the ids that are used here are not handed out.
    pub(super) fn note_ids(&self, ids: &mut Ids) {
        self.notes
            .iter()
            .filter_map(|found| found.id)
            .for_each(|id| ids.note_note(id));
        self.zones
            .iter()
            .filter_map(|found| found.id)
            .for_each(|id| ids.note_zone(id));
    }

    /// As they stand there, each with the id that it says it has.
    #[expect(clippy::type_complexity, reason = "two lists of pairs")]
    pub(super) fn into_pieces(self) -> (Vec<(Option<NoteId>, Note)>, Vec<(Option<ZoneId>, Zone)>) {
        let notes = self.notes.into_iter().map(|found| (found.id, found.note));
        let zones = self.zones.into_iter().map(|found| (found.id, found.zone));
        (notes.collect(), zones.collect())
    }

    /// What puts them into a document without any.
    pub(super) fn changes(self, source: &mut Source<'_>, ids: &mut Ids) -> Vec<Change> {
        let mut changes = Vec::with_capacity(self.notes.len() + self.zones.len());
        let mut taken = Taken::new(NoteId::number);
        for found in self.notes {
            let id = fresh_unless_free(source, &mut taken, found.id, found.offset, || ids.note());
            changes.push(Change::Note(id, Swap::add(Arc::new(found.note))));
        }
        let mut taken = Taken::new(ZoneId::number);
        for found in self.zones {
            let id = fresh_unless_free(source, &mut taken, found.id, found.offset, || ids.zone());
            changes.push(Change::Zone(id, Swap::add(Arc::new(found.zone))));
        }
        changes
    }
}

/// Names of the sides of a zone.
pub(in crate::files) const SIDES: [&str; 4] = ["left", "top", "right", "bottom"];

/// A color; one that is not known is none, which is said aloud.
fn hue<'t>(source: &mut Source<'t>, raw: &'t RawValue) -> Result<Hue, Fault> {
    let id = source.text("color", raw)?;
    Ok(Hue::from_id(&id).unwrap_or_else(|| {
        let at = source.offset(raw.get());
        let usual = Hue::default();
        source.warn(
            || {
                format!(
                    "There is no color called “{}”, so {} is used",
                    short(&id),
                    usual.id()
                )
            },
            at,
        );
        usual
    }))
}
