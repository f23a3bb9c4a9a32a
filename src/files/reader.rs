//! From the text of a project file to a document: what can be repaired is repaired and said aloud, the rest refused.
//!
//! Actors and ties are taken one by one as they come, so a large file is gone through once.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::model::{Change, Document, Ids, Retired, SnapshotId, Swap, Unknown};

use super::fault::Fault;
use super::project::{FORMAT, Opened};
use super::source::{Collect, Fields, Key, Source, decode, short, stop};
pub(super) use delta::apply;
pub(super) use jots::SIDES;
use snapshot::FoundSnapshot;
use state::{State, keep_nested};
use taken::Taken;

mod delta;
mod jots;
mod snapshot;
mod state;
mod taken;

/// See [`super::project::read_telling`].
pub(super) fn read(bytes: &[u8], progress: &Progress, cancel: &Cancel) -> Result<Opened, Fault> {
    read_like(bytes, &Document::default(), progress, cancel)
}

/// The same; actors and ties that are as in another document share its memory.
pub(super) fn read_like(
    bytes: &[u8],
    like: &Document,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Opened, Fault> {
    let text = decode(bytes)?;
    let mut reading = Reading::new(text);
    reading.state.like(like);
    (reading.progress, reading.cancel) = (progress.clone(), cancel.clone());
    let mut parser = serde_json::Deserializer::from_str(text);
    let result = Top(&mut reading)
        .deserialize(&mut parser)
        .and_then(|()| parser.end());
    match result {
        Ok(()) => reading.finish(),
        Err(error) => {
            let semantic = reading.fault.is_some() || error.is_data();
            if semantic && reading.format.is_none() && !has_marker(text) {
                return Err(foreign());
            }
            let fault = match reading.fault.take() {
                Some(fault) => fault,
                None => reading.source.broken(&error),
            };
            Err(match reading.format {
                Some(format) if format > FORMAT => fault.reworded(|what| {
                    format!(
                        "This was made by a newer Milieu (format {format}) and cannot be read here: {what}"
                    )
                }),
                _ => fault,
            })
        }
    }
}

fn foreign() -> Fault {
    Fault::whole("This is not a Milieu project: the field “milieu” with the format is missing")
}

/// So many objects of a list are read between two words about how far it is.
const BETWEEN_WORDS: usize = 4096;

/// The text is one JSON object with the field that marks a project.
fn has_marker(text: &str) -> bool {
    let mut fields = Fields::new();
    let mut parser = serde_json::Deserializer::from_str(text);
    let whole = Collect(&mut fields, "an object").deserialize(&mut parser);
    whole.is_ok() && fields.iter().any(|(key, _)| key == "milieu")
}

/// What has been read so far.
struct Reading<'t> {
    source: Source<'t>,
    progress: Progress,
    cancel: Cancel,
    /// The fault that stopped the parser.
    fault: Option<Fault>,
    format: Option<u64>,
    state: State,
    snapshots: Vec<FoundSnapshot>,
    unknown: Unknown,
    retired: Retired,
    /// Whether there were actors and ties.
    lists: [bool; 2],
}

impl<'t> Reading<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            source: Source::new(text),
            progress: Progress::new(),
            cancel: Cancel::new(),
            fault: None,
            format: None,
            state: State::new(0),
            snapshots: Vec::new(),
            unknown: Unknown::new(),
            retired: Retired::default(),
            lists: [false; 2],
        }
    }

    /// Tells how far it is, and stops when nobody wants it any more.
    fn tell(&self, fields: &Fields<'t>) -> Result<(), Fault> {
        if let Some((_, raw)) = fields.first() {
            self.progress
                .set(self.source.offset(raw.get()), self.source.len());
        }
        let given_up = |_| Fault::whole("Reading was given up");
        self.cancel.check().map_err(given_up)
    }

    /// Puts a fault aside, because the parser's own errors know no places.
    fn settle<E: serde::de::Error>(&mut self, result: Result<(), Fault>) -> Result<(), E> {
        result.map_err(|fault| {
            self.fault = Some(fault);
            stop()
        })
    }

    /// Any top-level field but the long lists.
    fn field(&mut self, key: &str, raw: &'t RawValue) -> Result<(), Fault> {
        match key {
            "milieu" => self.header(raw),
            "project" => self.state.read_project(&mut self.source, raw),
            _ => {
                let kept = self.source.keep(raw, 1)?;
                self.unknown.insert(key.to_owned(), kept);
                Ok(())
            }
        }
    }

    fn header(&mut self, raw: &'t RawValue) -> Result<(), Fault> {
        if !raw.get().starts_with('{') {
            return Err(foreign());
        }
        let mut unknown = Unknown::new();
        for (key, raw) in self.source.object("milieu", raw)? {
            match &*key {
                "format" => {
                    let number = self.source.number("format", raw)?;
                    if number < 1.0 || number.fract() != 0.0 || number > 1e9 {
                        let at = self.source.offset(raw.get());
                        return Err(self.source.fault(format!("There is no format {number}"), at));
                    }
                    self.format = Some(number as u64);
                }
                "app" => {
                    self.source.text("app", raw)?;
                }
                "retired_actors" => self.retired.actors = self.source.counted("retired_actors", raw)?,
                "retired_notes" => self.retired.notes = self.source.counted("retired_notes", raw)?,
                "retired_snapshots" => {
                    self.retired.snapshots = self.source.counted("retired_snapshots", raw)?;
                }
                "retired_ties" => self.retired.ties = self.source.counted("retired_ties", raw)?,
                "retired_zones" => self.retired.zones = self.source.counted("retired_zones", raw)?,
                _ => {
                    unknown.insert(key.into_owned(), self.source.keep(raw, 2)?);
                }
            }
        }
        if self.format.is_none() {
            let at = self.source.offset(raw.get());
            return Err(self
                .source
                .fault("The header does not say which format this is", at));
        }
        keep_nested(&mut self.unknown, "milieu", &unknown);
        Ok(())
    }

    fn actor(&mut self, fields: &Fields<'t>) -> Result<(), Fault> {
        self.state.read_actor(&mut self.source, fields)
    }

    fn tie(&mut self, fields: &Fields<'t>) -> Result<(), Fault> {
        self.state.read_tie(&mut self.source, fields)
    }

    fn note(&mut self, fields: &Fields<'t>) -> Result<(), Fault> {
        self.state.read_note(&mut self.source, fields)
    }

    fn zone(&mut self, fields: &Fields<'t>) -> Result<(), Fault> {
        self.state.read_zone(&mut self.source, fields)
    }

    fn snapshot(&mut self, fields: &Fields<'t>) -> Result<(), Fault> {
        let found = FoundSnapshot::read(&mut self.source, fields)?;
        self.snapshots.push(found);
        Ok(())
    }

    /// Puts everything together.
    fn finish(mut self) -> Result<Opened, Fault> {
        let Some(format) = self.format else {
            return Err(foreign());
        };
        for (there, name) in self.lists.into_iter().zip(["actors", "ties"]) {
            // A slip in the name of a list must not pass as an empty cluster.
            if !there {
                self.source
                    .warn(|| format!("There is no list “{name}”, so there are none"), 0);
            }
        }
        let source = &mut self.source;
        let mut ids = Ids::new();
        ids.note_retired(self.retired);
        self.state.note_ids(&mut ids);
        for snapshot in &self.snapshots {
            snapshot.note_ids(&mut ids);
        }
        let empty = Document::with_unknown(self.unknown);
        let (mut document, unplaced) = self.state.put_together(source, &mut ids, &empty, None)?;
        let mut changes = Vec::new();
        let mut taken = Taken::new(SnapshotId::number);
        for found in self.snapshots {
            let (id, snapshot) = found.put_together(source, &mut taken, &mut ids, &document)?;
            changes.push(Change::Snapshot(id, Swap::add(Arc::new(snapshot))));
        }
        if self.retired != Retired::default() {
            changes.push(Change::Retired(Retired::default(), self.retired));
        }
        document
            .take(&changes)
            .map_err(|refusal| Fault::whole(refusal.to_string()))?;
        Ok(Opened {
            document,
            notices: self.source.into_notices(),
            format,
            unplaced,
        })
    }
}

/// The whole text: one object.
struct Top<'r, 't>(&'r mut Reading<'t>);

impl<'t> DeserializeSeed<'t> for Top<'_, 't> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'t> Visitor<'t> for Top<'_, 't> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a project, which is an object")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<(), A::Error> {
        let reading = self.0;
        let mut seen: BTreeSet<Cow<'t, str>> = BTreeSet::new();
        while let Some(key) = map.next_key_seed(Key)? {
            if seen.contains(&key) {
                let at = reading.source.offset(&key);
                let fault = reading
                    .source
                    .fault(format!("“{}” is there twice", short(&key)), at);
                reading.settle(Err(fault))?;
            }
            match &*key {
                "actors" => {
                    reading.lists[0] = true;
                    map.next_value_seed(List {
                        reading,
                        item: Reading::actor,
                        expected: "an actor, which is an object",
                    })?;
                }
                "ties" => {
                    reading.lists[1] = true;
                    map.next_value_seed(List {
                        reading,
                        item: Reading::tie,
                        expected: "a tie, which is an object",
                    })?;
                }
                "notes" => map.next_value_seed(List {
                    reading,
                    item: Reading::note,
                    expected: "a note, which is an object",
                })?,
                "zones" => map.next_value_seed(List {
                    reading,
                    item: Reading::zone,
                    expected: "a zone, which is an object",
                })?,
                "snapshots" => map.next_value_seed(List {
                    reading,
                    item: Reading::snapshot,
                    expected: "a snapshot, which is an object",
                })?,
                _ => {
                    let raw = map.next_value()?;
                    let result = reading.field(&key, raw);
                    reading.settle(result)?;
                }
            }
            seen.insert(key);
        }
        Ok(())
    }
}

/// A long list whose objects are taken one by one.
struct List<'r, 't> {
    reading: &'r mut Reading<'t>,
    item: fn(&mut Reading<'t>, &Fields<'t>) -> Result<(), Fault>,
    expected: &'static str,
}

impl<'t> DeserializeSeed<'t> for List<'_, 't> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'t> Visitor<'t> for List<'_, 't> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<(), A::Error> {
        let mut fields = Fields::new();
        let mut count = 0_usize;
        while list
            .next_element_seed(Collect(&mut fields, self.expected))?
            .is_some()
        {
            count += 1;
            if count.is_multiple_of(BETWEEN_WORDS) {
                let told = self.reading.tell(&fields);
                self.reading.settle(told)?;
            }
            let result = (self.item)(self.reading, &fields);
            self.reading.settle(result)?;
        }
        Ok(())
    }
}
