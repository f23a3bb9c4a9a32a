//! Actors, ties, values and places as a script writes them.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::base::geom::{Point, Vector};
use crate::base::units::Amount;
use crate::files::fault::Fault;
use crate::files::source::short;
use crate::files::spiral;
use crate::model::field::{self, Accepts, Field, Value, clean_line};
use crate::model::fragment::Fragment;
use crate::model::project::Region;
use crate::model::{Actor, ActorId, ActorKind, Document, Edit, Ids, Place, Selection, Tie, TieKind};

use super::Script;
use super::entry::Entry;

/// A copy lies this far to the right of and below its original unless the script says otherwise, map units.
const ASIDE: f64 = 24.0;

impl<'t> Script<'t> {
    /// The members of `set`, each checked against `probe`.
    pub(super) fn values<T: Clone>(
        &mut self,
        entry: &mut Entry<'t>,
        fields: &'static [Field<T>],
        probe: &T,
    ) -> Result<Vec<(String, Value)>, Fault> {
        let raw = self.need(entry, "set")?;
        let mut probe = probe.clone();
        let mut values = Vec::new();
        for (key, raw) in self.source.object("set", raw)? {
            let at = self.source.offset(raw.get());
            let Some(field) = field::find(fields, &key) else {
                let known: Vec<&str> = fields.iter().map(|field| field.id).collect();
                let shown = short(&key);
                let what = format!("There is no attribute “{shown}”; there are {}", known.join(", "));
                return Err(self.source.fault(what, at));
            };
            let value = self.value(field.id, field.accepts, raw)?;
            field
                .set(&mut probe, value.clone())
                .map_err(|refusal| self.source.fault(refusal.to_string(), at))?;
            values.push((field.id.to_owned(), value));
        }
        Ok(values)
    }

    pub(super) fn value(&mut self, id: &str, accepts: Accepts, raw: &'t RawValue) -> Result<Value, Fault> {
        Ok(match accepts {
            Accepts::Number { optional: true, .. } | Accepts::Line { optional: true }
                if raw.get() == "null" =>
            {
                Value::Absent
            }
            Accepts::Number { .. } => Value::Number(self.source.number(id, raw)?),
            Accepts::Flag => Value::Flag(self.source.flag(id, raw)?),
            Accepts::Line { .. } | Accepts::Paragraph => Value::Text(self.source.text(id, raw)?.into_owned()),
            Accepts::Tags | Accepts::Lines => Value::List(self.source.texts(id, raw)?),
        })
    }

    pub(super) fn fill<T: Clone>(
        &mut self,
        entry: &mut Entry<'t>,
        fields: &'static [Field<T>],
        object: &mut T,
    ) -> Result<(), Fault> {
        if !entry.rest.iter().any(|(key, _)| key == "set") {
            entry.known.push("set");
            return Ok(());
        }
        for (id, value) in self.values(entry, fields, object)? {
            field::find(fields, &id)
                .and_then(|field| field.set(object, value).ok())
                .expect("the value was tried on a copy of this object");
        }
        Ok(())
    }

    pub(super) fn new_actor(
        &mut self,
        entry: &mut Entry<'t>,
        document: &Document,
        free: &mut Free,
    ) -> Result<(Actor, Place), Fault> {
        let kind = self.kind(entry, "kind", "actor", ActorKind::from_id)?;
        let name = match entry.take("name") {
            Some(raw) => clean_line(&self.source.text("name", raw)?),
            None => String::new(),
        };
        let mut actor = document.project().assumptions.fresh(name, kind);
        self.fill(entry, field::ACTOR, &mut actor)?;
        let at = match (entry.take("x"), entry.take("y")) {
            (Some(x), Some(y)) => Point::new(self.source.number("x", x)?, self.source.number("y", y)?),
            (None, None) => free.next(),
            _ => {
                let what = format!("{} needs both “x” and “y”, or neither", entry.title);
                return Err(self.source.fault(what, entry.offset));
            }
        };
        let pinned = match entry.take("pinned") {
            Some(raw) => self.source.flag("pinned", raw)?,
            None => false,
        };
        Ok((actor, Place { at, pinned }))
    }

    pub(super) fn new_tie(
        &mut self,
        entry: &mut Entry<'t>,
        from: ActorId,
        to: ActorId,
    ) -> Result<Tie, Fault> {
        let kind = self.kind(entry, "kind", "tie", TieKind::from_id)?;
        let mut tie = Tie::new(kind, from, to);
        self.fill(entry, field::TIE, &mut tie)?;
        Ok(tie)
    }

    /// `actor` with `x` and `y`, or `places` with a pair of numbers for each actor.
    pub(super) fn places(
        &mut self,
        entry: &mut Entry<'t>,
        document: &Document,
    ) -> Result<BTreeMap<ActorId, Point>, Fault> {
        let Some(raw) = entry.take("places") else {
            let actor = self.actor(entry, document, "actor")?;
            let [x, y] = ["x", "y"].map(|axis| {
                let raw = self.need(entry, axis)?;
                self.source.number(axis, raw)
            });
            return Ok(BTreeMap::from([(actor, Point::new(x?, y?))]));
        };
        let mut places = BTreeMap::new();
        for item in self.source.list("places", raw)? {
            let mut inner = self.open(item, "A place".to_owned())?;
            let actor = self.actor(&mut inner, document, "actor")?;
            let [x, y] = ["x", "y"].map(|axis| {
                let raw = self.need(&mut inner, axis)?;
                self.source.number(axis, raw)
            });
            places.insert(actor, Point::new(x?, y?));
            self.close(inner)?;
        }
        Ok(places)
    }

    /// The table behind the Ellison–Glaeser index.
    pub(super) fn regions(&mut self, entry: &mut Entry<'t>) -> Result<Vec<Region>, Fault> {
        let raw = self.need(entry, "regions")?;
        self.each(raw, "regions", "A region", |script, inner| {
            let name = script.words(inner, "name")?;
            let [industry, all] = ["industry", "all"].map(|key| {
                let raw = script.need(inner, key)?;
                let number = script.source.number(key, raw)?;
                Amount::new(number).ok_or_else(|| {
                    let at = script.source.offset(raw.get());
                    let what = format!(
                        "“{key}” lies from {} to {}, not {number}",
                        Amount::LEAST,
                        Amount::MOST
                    );
                    script.source.fault(what, at)
                })
            });
            Ok(Region::new(name, industry?, all?))
        })
    }

    pub(super) fn aside(&mut self, entry: &mut Entry<'t>) -> Result<Vector, Fault> {
        let dx = self.number_or(entry, "dx", ASIDE)?;
        let dy = self.number_or(entry, "dy", ASIDE)?;
        Ok(Vector::new(dx, dy))
    }

    /// Actors and ties among them; inside, actors go by their names.
    pub(super) fn fragment(&mut self, entry: &mut Entry<'t>, document: &Document) -> Result<Fragment, Fault> {
        let raw = self.need(entry, "actors")?;
        let mut free = Free::around(&Document::default());
        let actors = self.each(raw, "actors", "An actor", |script, inner| {
            script.new_actor(inner, document, &mut free)
        })?;
        // A document of their own, so that the ends of ties are found as everywhere else.
        let mut ids = Ids::new();
        let inside = Edit::AddActors(actors)
            .apply(&Document::default(), &mut ids)
            .map_err(|refusal| self.source.fault(refusal.to_string(), entry.offset))?;
        let ties = match entry.take("ties") {
            Some(raw) => self.each(raw, "ties", "A tie", |script, inner| {
                let from = script.actor(inner, &inside, "from")?;
                let to = script.actor(inner, &inside, "to")?;
                script.new_tie(inner, from, to)
            })?,
            None => Vec::new(),
        };
        let notes = match entry.take("notes") {
            Some(raw) => self.each(raw, "notes", "A note", Self::new_note)?,
            None => Vec::new(),
        };
        let zones = match entry.take("zones") {
            Some(raw) => self.each(raw, "zones", "A zone", Self::new_zone)?,
            None => Vec::new(),
        };
        Ok(Fragment {
            ties,
            notes,
            zones,
            ..Fragment::of(&inside, &Selection::all(&inside))
        })
    }
}

/// Free places around a map, for new actors that the script does not put anywhere.
pub(super) struct Free(Box<dyn Iterator<Item = Point>>);

impl Free {
    pub(super) fn around(document: &Document) -> Self {
        let taken = document.places().map(|(_, place)| place.at).collect();
        Self(Box::new(spiral::around(taken)))
    }

    pub(super) fn next(&mut self) -> Point {
        self.0.next().unwrap_or(Point::ORIGIN)
    }
}
