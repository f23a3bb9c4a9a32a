//! `milieu recover`: unsaved work of earlier sessions, without a window.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::json;

use crate::base::text::count;
use crate::files::journal::{self, Found, Place};
use crate::files::settings;

use super::input;

fn root() -> anyhow::Result<PathBuf> {
    settings::state_folder().context("This system has no folder for the state of programs")
}

fn find(id: &str) -> anyhow::Result<Found> {
    journal::find(&root()?, id)
        .with_context(|| format!("There is no unsaved work called {id}; see `milieu recover`"))
}

/// Why it is there, in a word.
const fn word(place: Place) -> &'static str {
    match place {
        Place::Crashed => "crashed",
        Place::Open => "open",
        Place::Kept => "kept",
    }
}

pub(super) fn list(as_json: bool) -> anyhow::Result<()> {
    let found = journal::list(&root()?);
    if as_json {
        let rows: Vec<serde_json::Value> = found
            .iter()
            .map(|one| {
                json!({
                    "id": one.id(),
                    "name": one.name(),
                    "place": word(one.place),
                    "origin": one.origin.as_ref().map(|path| path.display().to_string()),
                    "seconds": one.told.at,
                    "actors": one.told.actors,
                    "ties": one.told.ties,
                    "edits": one.told.edits,
                    "damage": one.damage,
                })
            })
            .collect();
        return input::print(&format!("{:#}\n", serde_json::Value::from(rows)));
    }
    if found.is_empty() {
        return input::print("There is no unsaved work\n");
    }
    let mut text = String::new();
    for one in &found {
        let many = |number: u64, one, more| count(usize::try_from(number).unwrap_or(usize::MAX), one, more);
        text += &format!(
            "{}  {} {}, {}, {}, {}, {}\n",
            one.id(),
            clock(one.told.at),
            one.name(),
            many(one.told.actors, "actor", "actors"),
            many(one.told.ties, "tie", "ties"),
            many(one.told.edits, "edit", "edits"),
            word(one.place),
        );
        if let Some(origin) = &one.origin {
            text += &format!("    of {}\n", origin.display());
        }
        if let Some(damage) = &one.damage {
            text += &format!("    cannot be read: {damage}\n");
        }
    }
    input::print(&text)
}

/// The time on the clock here.
fn clock(seconds: u64) -> String {
    let second = i64::try_from(seconds).unwrap_or(i64::MAX);
    jiff::Timestamp::from_second(second).map_or_else(
        |_| seconds.to_string(),
        |time| {
            let here = time.to_zoned(jiff::tz::TimeZone::system());
            here.strftime("%Y-%m-%d %H:%M").to_string()
        },
    )
}

pub(super) fn export(id: &str, output: Option<&Path>) -> anyhow::Result<()> {
    let output = output.context("Say where it goes with -o, or --discard to throw it away")?;
    let document = find(id)?.document()?;
    input::save(&document, output)
}

pub(super) fn discard(id: &str) -> anyhow::Result<()> {
    find(id)?.delete().with_context(|| format!("{id} is still there"))
}
