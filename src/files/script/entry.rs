//! Taking the objects of a script apart: their fields, and the things that they name.

use std::collections::BTreeSet;

use serde_json::value::RawValue;

use crate::files::fault::Fault;
use crate::files::source::{Fields, short};
use crate::model::{ActorId, Document, Selection, SnapshotId, TieId};

use super::Script;

/// One object of a script; what has been taken out of it is known to its reader.
pub(super) struct Entry<'t> {
    /// What it is called in messages.
    pub(super) title: String,
    pub(super) offset: usize,
    pub(super) rest: Fields<'t>,
    pub(super) known: Vec<&'static str>,
}

impl<'t> Entry<'t> {
    pub(super) fn take(&mut self, key: &'static str) -> Option<&'t RawValue> {
        self.known.push(key);
        let at = self.rest.iter().position(|(name, _)| name == key)?;
        Some(self.rest.remove(at).1)
    }
}

impl<'t> Script<'t> {
    pub(super) fn open(&mut self, raw: &'t RawValue, title: String) -> Result<Entry<'t>, Fault> {
        Ok(Entry {
            rest: self.source.object(&title, raw)?,
            title,
            offset: self.source.offset(raw.get()),
            known: Vec::new(),
        })
    }

    /// Refuses what nobody asked for: it would be a slip of the pen.
    pub(super) fn close(&mut self, entry: Entry<'t>) -> Result<(), Fault> {
        match entry.rest.first() {
            None => Ok(()),
            Some((key, raw)) => {
                let at = self.source.offset(raw.get());
                let shown = short(key);
                let known = entry.known.join(", ");
                Err(self.source.fault(
                    format!("{} has no field “{shown}”; it has {known}", entry.title),
                    at,
                ))
            }
        }
    }

    pub(super) fn need(&mut self, entry: &mut Entry<'t>, key: &'static str) -> Result<&'t RawValue, Fault> {
        entry.take(key).ok_or_else(|| {
            self.source
                .fault(format!("{} needs “{key}”", entry.title), entry.offset)
        })
    }

    pub(super) fn words(&mut self, entry: &mut Entry<'t>, key: &'static str) -> Result<String, Fault> {
        let raw = self.need(entry, key)?;
        Ok(self.source.text(key, raw)?.into_owned())
    }

    pub(super) fn number_or(
        &mut self,
        entry: &mut Entry<'t>,
        key: &'static str,
        usual: f64,
    ) -> Result<f64, Fault> {
        match entry.take(key) {
            Some(raw) => self.source.number(key, raw),
            None => Ok(usual),
        }
    }

    /// A word out of a fixed list: a kind, an aggregation.
    pub(super) fn kind<K>(
        &mut self,
        entry: &mut Entry<'t>,
        key: &'static str,
        what: &str,
        from_id: fn(&str) -> Option<K>,
    ) -> Result<K, Fault> {
        let raw = self.need(entry, key)?;
        let id = self.source.text(key, raw)?;
        from_id(&id).ok_or_else(|| {
            let at = self.source.offset(raw.get());
            let word = match what {
                "aggregation" | "color" => what.to_owned(),
                _ => format!("kind of {what}"),
            };
            self.source
                .fault(format!("There is no {word} called “{}”", short(&id)), at)
        })
    }

    /// Reads every object of a list.
    pub(super) fn each<T>(
        &mut self,
        raw: &'t RawValue,
        key: &str,
        title: &str,
        mut read: impl FnMut(&mut Self, &mut Entry<'t>) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let items = self.source.list(key, raw)?;
        items
            .into_iter()
            .map(|item| {
                let mut inner = self.open(item, title.to_owned())?;
                let value = read(self, &mut inner)?;
                self.close(inner)?;
                Ok(value)
            })
            .collect()
    }

    /// The one actor that goes by this id or this name.
    pub(super) fn resolve(
        &mut self,
        document: &Document,
        key: &str,
        raw: &'t RawValue,
    ) -> Result<ActorId, Fault> {
        let word = self.source.text(key, raw)?;
        let by_id = word.parse().ok().filter(|&id| document.actor(id).is_some());
        let by_name = document
            .actors()
            .filter(|(_, actor)| !word.is_empty() && actor.name == word)
            .map(|(id, _)| id);
        self.the_one("actor", &word, raw, by_id.into_iter().chain(by_name))
    }

    /// The only one of those that go by a word.
    pub(super) fn the_one<I: Ord + Copy + std::fmt::Display>(
        &mut self,
        what: &str,
        word: &str,
        raw: &RawValue,
        found: impl Iterator<Item = I>,
    ) -> Result<I, Fault> {
        let found: BTreeSet<I> = found.collect();
        let said = match (found.len(), found.first()) {
            (1, Some(&id)) => return Ok(id),
            (0, _) => format!("There is no {what} “{}”", short(word)),
            _ => {
                let ids: Vec<String> = found.iter().take(5).map(ToString::to_string).collect();
                format!(
                    "“{}” could be {}; the id says which",
                    short(word),
                    ids.join(" or ")
                )
            }
        };
        let at = self.source.offset(raw.get());
        Err(self.source.fault(said, at))
    }

    pub(super) fn actor(
        &mut self,
        entry: &mut Entry<'t>,
        document: &Document,
        key: &'static str,
    ) -> Result<ActorId, Fault> {
        let raw = self.need(entry, key)?;
        self.resolve(document, key, raw)
    }

    pub(super) fn actors_in(
        &mut self,
        raw: &'t RawValue,
        document: &Document,
        key: &str,
    ) -> Result<BTreeSet<ActorId>, Fault> {
        let items = self.source.list(key, raw)?;
        items
            .into_iter()
            .map(|item| self.resolve(document, key, item))
            .collect()
    }

    pub(super) fn actors(
        &mut self,
        entry: &mut Entry<'t>,
        document: &Document,
        key: &'static str,
    ) -> Result<BTreeSet<ActorId>, Fault> {
        let raw = self.need(entry, key)?;
        self.actors_in(raw, document, key)
    }

    pub(super) fn resolve_tie(&mut self, document: &Document, raw: &'t RawValue) -> Result<TieId, Fault> {
        let word = self.source.text("ties", raw)?;
        word.parse()
            .ok()
            .filter(|&id| document.tie(id).is_some())
            .ok_or_else(|| {
                let at = self.source.offset(raw.get());
                self.source
                    .fault(format!("There is no tie “{}”", short(&word)), at)
            })
    }

    /// The one snapshot that goes by this id or this name.
    pub(super) fn snapshot(
        &mut self,
        entry: &mut Entry<'t>,
        document: &Document,
    ) -> Result<SnapshotId, Fault> {
        let raw = self.need(entry, "snapshot")?;
        let word = self.source.text("snapshot", raw)?;
        document.find_snapshot(&word).map_err(|refusal| {
            let at = self.source.offset(raw.get());
            self.source.fault(refusal.to_string(), at)
        })
    }

    pub(super) fn ties_in(
        &mut self,
        raw: &'t RawValue,
        document: &Document,
    ) -> Result<BTreeSet<TieId>, Fault> {
        let items = self.source.list("ties", raw)?;
        items
            .into_iter()
            .map(|item| self.resolve_tie(document, item))
            .collect()
    }

    pub(super) fn ties(
        &mut self,
        entry: &mut Entry<'t>,
        document: &Document,
    ) -> Result<BTreeSet<TieId>, Fault> {
        let raw = self.need(entry, "ties")?;
        self.ties_in(raw, document)
    }

    pub(super) fn selection(
        &mut self,
        entry: &mut Entry<'t>,
        document: &Document,
    ) -> Result<Selection, Fault> {
        let mut selection = Selection::default();
        if let Some(raw) = entry.take("actors") {
            selection.actors = self.actors_in(raw, document, "actors")?;
        }
        if let Some(raw) = entry.take("ties") {
            selection.ties = self.ties_in(raw, document)?;
        }
        self.jots_in(entry, document, &mut selection)?;
        if selection.is_empty() {
            let what = format!("{} needs “actors”, “ties”, “notes” or “zones”", entry.title);
            return Err(self.source.fault(what, entry.offset));
        }
        Ok(selection)
    }
}
