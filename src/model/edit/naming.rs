//! What edits are called: the lines of the undo menu, the history and messages.

use std::collections::BTreeSet;

use crate::base::text::{count, listed, lower};
use crate::model::field::{self, clean_line};
use crate::model::fragment::Fragment;
use crate::model::{ActorId, Document, Jot, Selection, assumption};

use super::jots::{name_of_frames, tally_of_jots};
use super::{Edit, doomed_ties};

impl Edit {
    /// What the undo menu calls it.
    pub fn name(&self, document: &Document) -> String {
        let who = |id: &ActorId| document.display_name(*id);
        match self {
            Self::AddActors(list) => match list.as_slice() {
                [(actor, _)] => format!("Add {}", lower(actor.kind.name())),
                many => format!("Add {}", count(many.len(), "actor", "actors")),
            },
            Self::AddTie(tie) => format!("Add {} tie", lower(tie.kind.name())),
            Self::AddConnected { actor, kind, .. } => {
                format!("Add {} with {} tie", lower(actor.kind.name()), lower(kind.name()))
            }
            Self::Remove(selection) => format!("Delete {}", tally(document, selection)),
            Self::Rename(id, name) => match clean_line(name).as_str() {
                "" => format!("Remove the name of {}", who(id)),
                name => format!("Rename to {}", quoted(name)),
            },
            Self::SetActorKind(ids, kind) => match single(ids) {
                Some(id) => format!("Make {} {}", who(id), with_article(kind.name())),
                None => format!(
                    "Make {} {}",
                    count(ids.len(), "actor", "actors"),
                    lower(kind.name())
                ),
            },
            Self::SetTieKind(ids, kind) => {
                format!("Make {} {}", count(ids.len(), "tie", "ties"), lower(kind.name()))
            }
            Self::SetActorField(ids, id, _) => {
                let field = field::find(field::ACTOR, id).map_or(id.as_str(), |field| field.name);
                match single(ids) {
                    Some(actor) => format!("Change {} of {}", lower(field), who(actor)),
                    None => format!(
                        "Change {} of {}",
                        lower(field),
                        count(ids.len(), "actor", "actors")
                    ),
                }
            }
            Self::SetTieField(ids, id, _) => {
                let field = field::find(field::TIE, id).map_or(id.as_str(), |field| field.name);
                format!("Change {} of {}", lower(field), count(ids.len(), "tie", "ties"))
            }
            Self::SetAttribute(selection, name, value) => {
                let verb = if value.is_some() { "Change" } else { "Remove" };
                let whose = match (selection.actors.len(), selection.ties.len()) {
                    (1, 0) => selection.actors.first().map_or_else(String::new, who),
                    (actors, 0) => count(actors, "actor", "actors"),
                    (0, ties) => count(ties, "tie", "ties"),
                    (actors, ties) => {
                        let actors = count(actors, "actor", "actors");
                        format!("{actors} and {}", count(ties, "tie", "ties"))
                    }
                };
                format!("{verb} {} of {whose}", quoted(&clean_line(name)))
            }
            Self::SetProjectField(id, _) => {
                let field = field::find(field::PROJECT, id).map_or(id.as_str(), |field| field.name);
                format!("Change {}", lower(field))
            }
            Self::Move(places) => match places.first_key_value() {
                Some((id, _)) if places.len() == 1 => format!("Move {}", who(id)),
                _ => format!("Move {}", count(places.len(), "actor", "actors")),
            },
            Self::Arrange(_) => "Settle layout".to_owned(),
            Self::Pin(ids, pinned) => {
                let verb = if *pinned { "Pin" } else { "Unpin" };
                match single(ids) {
                    Some(id) => format!("{verb} {}", who(id)),
                    None => format!("{verb} {}", count(ids.len(), "actor", "actors")),
                }
            }
            Self::Reattach(..) => "Re-attach tie".to_owned(),
            Self::Reverse(ids) => format!("Reverse {}", count(ids.len(), "tie", "ties")),
            Self::SetMutual(ids, true) => format!("Make {} mutual", count(ids.len(), "tie", "ties")),
            Self::SetMutual(ids, false) => format!("Make {} one-way", count(ids.len(), "tie", "ties")),
            Self::Duplicate(selection, _) => {
                let jots: Vec<Jot> = selection.jots().collect();
                format!("Duplicate {}", things(document, selection.actors.len(), &jots))
            }
            Self::Paste(fragment, _) => format!("Paste {}", of_fragment(fragment)),
            Self::Merge(into, others) => {
                format!(
                    "Merge {} into {}",
                    count(others.len(), "actor", "actors"),
                    who(into)
                )
            }
            Self::SetAssumption(id, _) => {
                let known = assumption::find(id).map_or(id.as_str(), |assumption| assumption.name);
                format!("Change {}", lower(known))
            }
            Self::SetAggregation(aggregation) => format!("Use the {} mean", aggregation.id()),
            Self::ResetAssumptions => "Reset assumptions".to_owned(),
            Self::SetRegions(_) => "Change table of regions".to_owned(),
            Self::TakeSnapshot { name, .. } => match clean_line(name).as_str() {
                "" => "Take snapshot".to_owned(),
                name => format!("Take snapshot {}", quoted(name)),
            },
            Self::RenameSnapshot(id, name) => match clean_line(name).as_str() {
                "" => format!("Remove the name of {}", quoted(&document.snapshot_name(*id))),
                name => format!("Rename snapshot to {}", quoted(name)),
            },
            Self::DescribeSnapshot(id, _) => {
                format!("Change note of {}", quoted(&document.snapshot_name(*id)))
            }
            Self::DeleteSnapshot(id) => {
                format!("Delete snapshot {}", quoted(&document.snapshot_name(*id)))
            }
            Self::RestoreSnapshot(id) => format!("Restore {}", quoted(&document.snapshot_name(*id))),
            Self::AddNotes(notes) => match notes.len() {
                1 => "Add note".to_owned(),
                many => format!("Add {}", count(many, "note", "notes")),
            },
            Self::AddZones(zones) => match zones.as_slice() {
                [zone] if zone.name.is_empty() => "Add zone".to_owned(),
                [zone] => format!("Add zone {}", quoted(&zone.name)),
                many => format!("Add {}", count(many.len(), "zone", "zones")),
            },
            Self::SetNoteField(ids, id, _) => {
                let field = field::find(field::NOTE, id).map_or(id.as_str(), |field| field.name);
                let jots: Vec<Jot> = ids.iter().map(|&id| Jot::Note(id)).collect();
                format!("Change {} of {}", lower(field), tally_of_jots(document, &jots))
            }
            Self::SetZoneField(ids, id, _) => {
                let field = field::find(field::ZONE, id).map_or(id.as_str(), |field| field.name);
                let jots: Vec<Jot> = ids.iter().map(|&id| Jot::Zone(id)).collect();
                format!("Change {} of {}", lower(field), tally_of_jots(document, &jots))
            }
            Self::Recolor(selection, hue) => {
                let jots: Vec<Jot> = selection.jots().collect();
                format!("Color {} {}", tally_of_jots(document, &jots), lower(hue.name()))
            }
            Self::Frame(frames) => name_of_frames(document, frames),
            Self::Together(name, _) | Self::Prepared(name, _) => name.clone(),
        }
    }
}

/// "3 actors and 7 ties": what deleting a selection takes along.
pub fn tally(document: &Document, selection: &Selection) -> String {
    let ties = doomed_ties(document, selection).len();
    let jots: Vec<Jot> = selection.jots().collect();
    let mut parts = Vec::new();
    match selection.actors.len() {
        0 => {}
        1 => {
            let id = *selection.actors.first().expect("there is exactly one");
            parts.push(document.display_name(id));
        }
        many => parts.push(count(many, "actor", "actors")),
    }
    let nothing_else = parts.is_empty() && jots.is_empty();
    if ties > 0 || nothing_else {
        parts.push(count(ties, "tie", "ties"));
    }
    if !jots.is_empty() {
        parts.push(tally_of_jots(document, &jots));
    }
    listed(&parts)
}

/// "3 actors and 2 zones".
fn things(document: &Document, actors: usize, jots: &[Jot]) -> String {
    let mut parts = Vec::new();
    if actors > 0 || jots.is_empty() {
        parts.push(count(actors, "actor", "actors"));
    }
    if !jots.is_empty() {
        parts.push(tally_of_jots(document, jots));
    }
    listed(&parts)
}

/// "3 actors, 1 note and 2 zones".
fn of_fragment(fragment: &Fragment) -> String {
    let mut parts = Vec::new();
    if !fragment.actors.is_empty() || fragment.is_empty() {
        parts.push(count(fragment.actors.len(), "actor", "actors"));
    }
    if !fragment.notes.is_empty() {
        parts.push(count(fragment.notes.len(), "note", "notes"));
    }
    if !fragment.zones.is_empty() {
        parts.push(count(fragment.zones.len(), "zone", "zones"));
    }
    listed(&parts)
}

fn single<T: Ord>(set: &BTreeSet<T>) -> Option<&T> {
    if set.len() == 1 { set.first() } else { None }
}

/// "a university", "an association". Finance is no single thing, so it goes without.
fn with_article(name: &str) -> String {
    let name = lower(name);
    if name == "finance" {
        return name;
    }
    // A university is spoken with a y.
    let vowel = name.starts_with(['a', 'e', 'i', 'o']);
    format!("{} {name}", if vowel { "an" } else { "a" })
}

fn quoted(name: &str) -> String {
    format!("“{name}”")
}
