//! What the families have in common: records of actors and ties, their members as columns, places and colors.

use crate::base::cancel::Cancel;
use crate::base::geom::Point;
use crate::base::progress::Progress;
use crate::exchange::draft::{Direction, Draft, Fate, Meaning};
use crate::exchange::format::Format;
use crate::exchange::own;
use crate::exchange::read::builder::Builder;
use crate::exchange::read::held::Held;
use crate::exchange::read::text::Pace;
use crate::files::Fault;

use super::parts::{Json, Object, Raw};

/// A draft that is made of JSON.
pub(super) struct Records<'t, 'a> {
    pub(super) json: Json<'t>,
    pub(super) builder: Builder,
    pace: Pace<'a>,
    creator: String,
}

/// Reads a text with what one family does with its outermost value.
pub(super) fn read(
    text: &str,
    format: Format,
    progress: &Progress,
    cancel: &Cancel,
    family: for<'t> fn(&mut Records<'t, '_>, Raw<'t>) -> Result<(), Fault>,
) -> Result<Draft, Fault> {
    Pace::new(text.len(), progress, cancel).at(0)?;
    let text = super::parts::tamed(text.trim_start_matches('\u{feff}'));
    let (json, raw) = Json::of(&text)?;
    let mut records = Records {
        builder: Builder::new(format, json.unit()),
        pace: Pace::new(json.len(), progress, cancel),
        json,
        creator: String::new(),
    };
    family(&mut records, raw)?;
    Ok(records.finish())
}

impl<'t> Records<'t, '_> {
    /// To be called for every record: tells how far the reading is, and gives the place of the record.
    pub(super) fn at(&mut self, raw: Raw<'t>) -> Result<u32, Fault> {
        self.pace.at(self.json.offset(raw))?;
        Ok(self.json.place(raw))
    }

    /// Title and creator, if these are they.
    pub(super) fn whole(&mut self, members: &Object<'t>) -> Result<(), Fault> {
        if let Some(creator) = members.get("creator")
            && let Some(text) = self.json.text(creator)?
        {
            self.creator = text.into_owned();
        }
        for name in ["title", "name", "label"] {
            let Some(raw) = members.get(name) else { continue };
            let Some(text) = self.json.text(raw)? else {
                continue;
            };
            let title = &mut self.builder.draft().title;
            if title.is_empty() {
                text.trim().clone_into(title);
            }
        }
        Ok(())
    }

    /// A record of an actor.
    pub(super) fn actor(&mut self, id: Option<Raw<'t>>, place: u32) -> Result<u32, Fault> {
        let id = self.json.id(id)?;
        Ok(self.builder.actor(id.as_deref().unwrap_or(""), place))
    }

    /// A record of a tie; one without an end is dropped aloud.
    pub(super) fn tie(
        &mut self,
        from: Option<Raw<'t>>,
        to: Option<Raw<'t>>,
        direction: Direction,
        place: u32,
    ) -> Result<Option<u32>, Fault> {
        let (from, to) = (self.json.id(from)?, self.json.id(to)?);
        Ok(match from.zip(to) {
            Some((from, to)) => self.tie_of(&from, &to, direction, place),
            None => {
                self.builder
                    .dropped_tie("A tie without both of its ends is left out", place);
                None
            }
        })
    }

    /// The same with ids that are known.
    pub(super) fn tie_of(&mut self, from: &str, to: &str, direction: Direction, place: u32) -> Option<u32> {
        let (from, to) = (self.builder.end(from, place), self.builder.end(to, place));
        match from.zip(to) {
            Some((from, to)) => Some(self.builder.tie(from, to, direction, place)),
            None => {
                self.builder
                    .dropped_tie("A tie without both of its ends is left out", place);
                None
            }
        }
    }

    /// Members of an actor as columns, but for those that have been used.
    pub(super) fn actor_columns(
        &mut self,
        number: u32,
        members: &Object<'t>,
        used: &[&str],
    ) -> Result<(), Fault> {
        for (name, raw) in members.iter().filter(|(name, _)| !used.contains(name)) {
            let value = self.json.cell(raw)?;
            self.set_actor(number, name, value);
        }
        Ok(())
    }

    /// Members of a tie as columns, but for those that have been used.
    pub(super) fn tie_columns(
        &mut self,
        number: u32,
        members: &Object<'t>,
        used: &[&str],
    ) -> Result<(), Fault> {
        for (name, raw) in members.iter().filter(|(name, _)| !used.contains(name)) {
            let value = self.json.cell(raw)?;
            self.set_tie(number, name, value);
        }
        Ok(())
    }

    /// A value of an actor; colors come into their common form.
    pub(super) fn set_actor(&mut self, number: u32, name: &str, value: Held<'_>) {
        let is_color = name.eq_ignore_ascii_case("color");
        let value = if is_color { value.colored() } else { value };
        let there = !value.is_missing();
        self.builder.set_actor(number, name, value.cell());
        if is_color && there {
            self.builder.actors_mean(name, Meaning::Color);
        }
    }

    /// A value of a tie.
    pub(super) fn set_tie(&mut self, number: u32, name: &str, value: Held<'_>) {
        let is_color = name.eq_ignore_ascii_case("color");
        let value = if is_color { value.colored() } else { value };
        let there = !value.is_missing();
        self.builder.set_tie(number, name, value.cell());
        if there {
            let meaning = match name {
                _ if is_color => Meaning::Color,
                "weight" => Meaning::Weight,
                _ => return,
            };
            self.builder.ties_mean(name, meaning);
        }
    }

    /// The name of an actor, unless it has one already.
    pub(super) fn name(&mut self, number: u32, raw: Option<Raw<'t>>) -> Result<(), Fault> {
        if let Some(text) = self.json.id(raw)? {
            let actor = self.builder.actor_mut(number);
            if actor.label.is_empty() {
                actor.label = text.trim().into();
            }
        }
        Ok(())
    }

    /// Where an actor stands; `up` where the program counts upward.
    pub(super) fn stands(&mut self, number: u32, x: Option<Raw<'t>>, y: Option<Raw<'t>>, up: bool) {
        if let Some((x, y)) = Json::figure(x).zip(Json::figure(y)) {
            let at = Point::new(x, if up { 0.0 - y } else { y });
            self.builder.actor_mut(number).at = Some(at);
        }
    }

    /// Says that something was left out.
    pub(super) fn unread(&mut self, what: impl Into<String>, place: u32) {
        let place = format!("{} {place}", self.json.unit());
        self.builder.draft().found.remark(Fate::Unread, what, place);
    }

    fn finish(mut self) -> Draft {
        for (name, place) in std::mem::take(&mut self.json.repeats) {
            let place = format!("{} {place}", self.json.unit());
            let what = format!("“{name}” is there twice; the last one counts");
            self.builder.draft().found.remark(Fate::Repaired, what, place);
        }
        let mut draft = self.builder.finish();
        if own::wrote(&self.creator) {
            own::recognize(&mut draft);
        }
        draft
    }
}
