//! What two states of a project differ by, as text in the form of the project file.
//!
//! An object that came or changed stands there whole, one that went by its id, an actor that only moved by its place.
//! So a delta needs no knowledge of edits, and putting it onto its first state gives the second to the last bit.

use crate::model::{Change, Document, Snapshot};

use super::writer;

/// Puts what differs from `before` to `after` into `out`, as one JSON object.
pub(super) fn write(out: &mut String, before: &Document, after: &Document) {
    object(out, &before.changes_to(after), before, after);
}

/// Lists of one delta, each as the inside of a JSON array.
#[derive(Default)]
struct Lists {
    actors: String,
    places: String,
    ties: String,
    notes: String,
    zones: String,
    snapshots: String,
    gone: String,
}

/// The end of a list, where another item goes.
fn next(list: &mut String) -> &mut String {
    if !list.is_empty() {
        list.push(',');
    }
    list
}

fn object(out: &mut String, changes: &[Change], before: &Document, after: &Document) {
    let mut lists = Lists::default();
    out.push('{');
    let start = out.len();
    for change in changes {
        take(&mut lists, out, change, before, after);
    }
    for (name, list) in [
        ("actors", &lists.actors),
        ("places", &lists.places),
        ("ties", &lists.ties),
        ("notes", &lists.notes),
        ("zones", &lists.zones),
        ("snapshots", &lists.snapshots),
        ("gone", &lists.gone),
    ] {
        if !list.is_empty() {
            if out.len() > start {
                out.push(',');
            }
            out.push('"');
            out.push_str(name);
            out.push_str("\":[");
            out.push_str(list);
            out.push(']');
        }
    }
    out.push('}');
}

fn take(lists: &mut Lists, out: &mut String, change: &Change, before: &Document, after: &Document) {
    match change {
        Change::Project(_, project) => {
            out.push_str("\"project\":{");
            writer::project(out, project, "");
            out.push('}');
        }
        Change::Actor(id, swap) => match (&swap.after, after.place(*id)) {
            (Some(actor), Some(place)) => writer::actor(next(&mut lists.actors), *id, actor, place),
            _ => writer::quote(next(&mut lists.gone), &id.to_string()),
        },
        Change::Place(id, swap) => {
            // Of an actor that came or changed it stands with the actor; of one that went nothing is left to place.
            let moved = swap.before.is_some() && before.actor(*id) == after.actor(*id);
            if let Some(place) = swap.after.filter(|_| moved) {
                let list = next(&mut lists.places);
                list.push('[');
                writer::quote(list, &id.to_string());
                for number in [place.at.x, place.at.y] {
                    list.push(',');
                    writer::number(list, number);
                }
                list.push_str(if place.pinned { ",true]" } else { ",false]" });
            }
        }
        Change::Tie(id, swap) => match &swap.after {
            Some(tie) => writer::tie(next(&mut lists.ties), *id, tie),
            None => writer::quote(next(&mut lists.gone), &id.to_string()),
        },
        Change::Note(id, swap) => match &swap.after {
            Some(note) => writer::note(next(&mut lists.notes), *id, note),
            None => writer::quote(next(&mut lists.gone), &id.to_string()),
        },
        Change::Zone(id, swap) => match &swap.after {
            Some(zone) => writer::zone(next(&mut lists.zones), *id, zone),
            None => writer::quote(next(&mut lists.gone), &id.to_string()),
        },
        Change::Snapshot(id, swap) => match &swap.after {
            Some(snapshot) => {
                let same = swap
                    .before
                    .as_ref()
                    .is_some_and(|before| before.state() == snapshot.state());
                snapshot_object(next(&mut lists.snapshots), &id.to_string(), snapshot, same, after);
            }
            None => writer::quote(next(&mut lists.gone), &id.to_string()),
        },
        Change::Retired(_, retired) => {
            if !out.ends_with('{') {
                out.push(',');
            }
            out.push_str(&format!(
                "\"retired\":[{},{},{},{},{}]",
                retired.actors, retired.ties, retired.snapshots, retired.notes, retired.zones
            ));
        }
    }
}

/// A snapshot by what its state differs from the present one, or only by its words where its state is the `same` as
/// before: a whole large state is never written because of one small edit.
fn snapshot_object(out: &mut String, id: &str, snapshot: &Snapshot, same: bool, now: &Document) {
    out.push_str("{\"id\":");
    writer::quote(out, id);
    for (name, words) in [("name", &snapshot.name), ("note", &snapshot.note)] {
        out.push_str(&format!(",\"{name}\":"));
        writer::quote(out, words);
    }
    if !snapshot.unknown.is_empty() {
        out.push_str(",\"unknown\":");
        out.push_str(&writer::object(&snapshot.unknown));
    }
    if !same {
        let bare = Snapshot::of(now, "", "");
        out.push_str(",\"differs\":");
        write(out, bare.state(), snapshot.state());
    }
    out.push('}');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::cancel::Cancel;
    use crate::base::geom::Point;
    use crate::files::reader;
    use crate::model::field::Value;
    use crate::model::generate::{Model, Recipe};
    use crate::model::{ActorId, Edit, Selection, TieId};

    fn there(before: &Document, after: &Document) -> String {
        let mut text = String::new();
        write(&mut text, before, after);
        let back = reader::apply(before, &text).unwrap_or_else(|fault| panic!("{fault}: {text}"));
        assert_eq!(back, *after, "{text}");
        text
    }

    #[test]
    fn every_edit_comes_back_from_its_delta_forward_and_backward() {
        let mut document = Recipe {
            model: Model::ALL[0],
            actors: 40,
            ties: 90,
            seed: 7,
        }
        .make(&Cancel::new())
        .unwrap();
        let mut ids = document.ids();
        let actor = |n| ActorId::new(n).unwrap();
        let one = crate::model::Place {
            at: Point::new(1.5, -2.25),
            pinned: true,
        };
        let fresh = crate::model::Actor::new("新 “x” \n", crate::model::ActorKind::University);
        let snapshot = |name: &str| Edit::TakeSnapshot {
            name: name.into(),
            note: String::new(),
        };
        let edits = [
            Edit::AddActors(vec![(fresh, one)]),
            Edit::Rename(actor(3), "Alpha".into()),
            Edit::Arrange([(actor(4), Point::new(0.1, 1e-9))].into()),
            Edit::SetProjectField("title".into(), Value::Text("Valley".into())),
            snapshot("Before"),
            Edit::Remove(Selection::actor(actor(5))),
            Edit::Remove(Selection::tie(TieId::new(1).unwrap())),
            snapshot("After"),
            Edit::Merge(actor(6), [actor(7), actor(8)].into()),
        ];
        let first = document.clone();
        for edit in edits {
            let next = edit
                .apply(&document, &mut ids)
                .unwrap_or_else(|refusal| panic!("{edit:?}: {refusal}"));
            there(&document, &next);
            there(&next, &document);
            document = next;
        }
        there(&first, &document);
        there(&document, &first);
        let id = document.snapshots().next().unwrap().0;
        let renamed = Edit::RenameSnapshot(id, "Then".into())
            .apply(&document, &mut ids)
            .unwrap();
        let text = there(&document, &renamed);
        assert!(!text.contains("differs"), "{text}");
        let back = Edit::RestoreSnapshot(id).apply(&document, &mut ids).unwrap();
        there(&document, &back);
    }

    #[test]
    fn a_snapshot_of_a_large_project_costs_a_line() {
        let document = Recipe {
            model: Model::ALL[0],
            actors: 2_000,
            ties: 4_000,
            seed: 1,
        }
        .make(&Cancel::new())
        .unwrap();
        let taken = Edit::TakeSnapshot {
            name: "Big".into(),
            note: String::new(),
        }
        .apply(&document, &mut document.ids())
        .unwrap();
        let text = there(&document, &taken);
        assert!(text.len() < 200, "{} bytes", text.len());
    }
}
