//! The command palette: which commands and actors fit what was typed, the best first.
//!
//! Commands are few and rated at once; actors may be many and are rated on a worker. Until its answer is there, the
//! actors of the answer before are shown as far as they still fit, so that the list does not jump.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::Arc;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::fuzzy::{Fit, Pattern, Room};
use crate::base::parallel;
use crate::base::text::natural;
use crate::model::{Actor, ActorId, Document};

use super::Pace;
use super::command::{self, Command, Menu};
use super::desk::Desk;

/// Actors that are listed at most; who looks for another one types on.
const ACTORS: usize = 50;
/// Actors that a core rates before it looks whether somebody still wants to know.
const PIECE: usize = 4096;
/// A command that was used lately goes before one that fits as well.
const RECENT: i32 = 6;
/// A command goes before an actor that fits as well.
const COMMAND: i32 = 4;
/// Keys for moving the keyboard are seldom looked for.
const NOWHERE: i32 = 12;

/// What a row stands for.
#[derive(Clone, Copy)]
pub enum What {
    /// Does this.
    Command(&'static Command),
    /// Selects this actor and brings it into view.
    Actor(ActorId),
}

impl PartialEq for What {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Command(a), Self::Command(b)) => a.id == b.id,
            (Self::Actor(a), Self::Actor(b)) => a == b,
            _ => false,
        }
    }
}

/// One row of the palette.
#[derive(Clone)]
pub struct Row {
    /// What it stands for.
    pub what: What,
    /// What people read.
    pub name: String,
    /// Which characters of the name were typed, ascending.
    pub letters: Vec<usize>,
    rating: i32,
}

/// What was typed, and what fits it.
pub struct Palette {
    rating: Desk<(Arc<Document>, Pattern), Vec<ActorId>>,
    open: bool,
    typed: String,
    commands: Vec<Row>,
    actors: Vec<Row>,
    /// Both, in the order in which they are shown.
    rows: Vec<Row>,
}

impl Palette {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            rating: Desk::new(
                "palette",
                pace,
                |(document, pattern): (Arc<Document>, Pattern), cancel: &_| best(&document, &pattern, cancel),
            ),
            open: false,
            typed: String::new(),
            commands: Vec::new(),
            actors: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Somebody is choosing.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// What was typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// What fits it, the best first.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Actors are still being looked for.
    pub fn pending(&self) -> bool {
        self.rating.pending()
    }

    /// Opens the palette, or follows what is typed into it. `recent`: ids of commands, the last one first.
    pub(super) fn ask(&mut self, typed: String, recent: &[String], document: &Arc<Document>) {
        self.open = true;
        self.typed = typed;
        let pattern = Pattern::new(&self.typed);
        self.commands = commands(&pattern, recent);
        if pattern.is_empty() {
            self.rating.cancel();
            self.actors.clear();
        } else {
            let ids: Vec<ActorId> = self.actors.iter().filter_map(|row| row.what.actor()).collect();
            self.actors = rows_of(document, &pattern, ids);
            self.rating.ask((Arc::clone(document), pattern));
        }
        self.put_together();
        self.poll(document);
    }

    pub(super) fn close(&mut self) {
        self.rating.cancel();
        self.open = false;
        self.typed.clear();
        (self.commands, self.actors, self.rows) = (Vec::new(), Vec::new(), Vec::new());
    }

    pub(super) fn poll(&mut self, document: &Arc<Document>) {
        if let Some(ids) = self.rating.take() {
            self.actors = rows_of(document, &Pattern::new(&self.typed), ids);
            self.put_together();
        }
    }

    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.rating.take_fault()
    }

    fn put_together(&mut self) {
        self.rows = self.commands.iter().chain(&self.actors).cloned().collect();
        // Stable, so that equals keep the order of menus and of names. Of a longer name more was not typed.
        let nothing = self.typed.trim().is_empty();
        let length = |row: &Row| if nothing { 0 } else { row.name.chars().count() };
        self.rows.sort_by_key(|row| (Reverse(row.rating), length(row)));
    }
}

impl What {
    const fn actor(self) -> Option<ActorId> {
        match self {
            Self::Actor(id) => Some(id),
            Self::Command(_) => None,
        }
    }
}

/// Commands that fit. Without a pattern all of them, those used lately first.
fn commands(pattern: &Pattern, recent: &[String]) -> Vec<Row> {
    command::all()
        .chain(command::INSERT_KINDS)
        // Who sees the palette has opened it.
        .filter(|command| command.id != "find.palette")
        .filter_map(|command| {
            let name = command.title();
            let Fit { rating, letters } = pattern.fit(&name)?;
            let used = recent.iter().position(|id| id == command.id);
            let bonus = match used {
                Some(ago) if pattern.is_empty() => i32::try_from(recent.len() - ago).unwrap_or(RECENT),
                Some(_) => RECENT,
                None => 0,
            };
            let malus = if matches!(command.menu, Menu::Nowhere(_)) {
                NOWHERE
            } else {
                0
            };
            Some(Row {
                what: What::Command(command),
                name,
                letters,
                rating: rating + bonus + COMMAND - malus,
            })
        })
        .collect()
}

fn rows_of(document: &Document, pattern: &Pattern, ids: Vec<ActorId>) -> Vec<Row> {
    let row = |id| {
        document.actor(id)?;
        let name = document.display_name(id);
        let Fit { rating, letters } = pattern.fit(&name)?;
        Some(Row {
            what: What::Actor(id),
            name,
            letters,
            rating,
        })
    };
    ids.into_iter().filter_map(row).collect()
}

/// The actors whose names fit best, the best first; of equals the shorter and then the natural order of names.
fn best(document: &Document, pattern: &Pattern, cancel: &Cancel) -> Result<Vec<ActorId>, Cancelled> {
    let actors: Vec<(ActorId, &Actor)> = document.actors().collect();
    let pieces = parallel::pieces(actors.len(), PIECE, cancel, Room::default, |room, range| {
        let mut rated: Vec<(Reverse<i32>, usize, ActorId)> = actors[range]
            .iter()
            .filter_map(|&(id, actor)| {
                let name = match actor.name.as_str() {
                    "" => Cow::Owned(document.display_name(id)),
                    name => Cow::Borrowed(name),
                };
                Some((Reverse(pattern.rate(&name, room)?), name.len(), id))
            })
            .collect();
        rated.sort_unstable();
        rated.truncate(ACTORS);
        Ok(rated)
    })?;
    let mut rated: Vec<_> = pieces.into_iter().flatten().collect();
    rated.sort_unstable();
    rated.truncate(ACTORS);
    let mut named: Vec<_> = rated
        .into_iter()
        .map(|(rating, _, id)| (rating, document.display_name(id), id))
        .collect();
    named.sort_by(|a, b| {
        (a.0)
            .cmp(&b.0)
            .then_with(|| natural(&a.1, &b.1))
            .then(a.2.cmp(&b.2))
    });
    Ok(named.into_iter().map(|(_, _, id)| id).collect())
}
