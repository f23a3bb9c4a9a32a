//! What is written in a format with named attributes reads back as what it was.

use super::sample::{document, written};
use super::{Choices, Flow};
use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::{Cell, Column, Direction, Draft, Meaning};
use crate::exchange::format::Format;
use crate::exchange::read::read;
use crate::exchange::reading::Reading;

/// Formats that keep names, attributes and places.
const FULL: [Format; 3] = [Format::GraphMl, Format::Gexf, Format::NodeLink];

fn again(format: Format, choices: &Choices) -> Draft {
    let bytes = written(format, choices).files.remove(0).1;
    let (progress, cancel) = (Progress::new(), Cancel::new());
    read(&bytes, "sample", &Reading::guessed(), &progress, &cancel).unwrap()
}

fn column<'d>(columns: &'d [Column], name: &str) -> &'d Column {
    let found = columns.iter().find(|column| column.name == name);
    found.unwrap_or_else(|| panic!("no column {name}"))
}

#[test]
fn all_comes_back_under_its_own_name() {
    let before = document();
    for format in FULL {
        for flow in [Flow::Plain, Flow::Exact] {
            let draft = again(
                format,
                &Choices {
                    flow,
                    ..Choices::default()
                },
            );
            assert_eq!(draft.reading.format, Some(format));
            assert_eq!(draft.title, "家电 & more");
            for (found, (id, actor)) in draft.actors.iter().zip(before.actors()) {
                assert_eq!(&*found.label, actor.name, "{format:?}");
                assert_eq!(found.at, Some(before.place(id).unwrap().at), "{format:?}");
                assert!(!found.implied && found.group.is_none());
            }
            for (found, (_, tie)) in draft.ties.iter().zip(before.ties()) {
                assert_eq!(
                    found.direction == Direction::Directed,
                    tie.points_one_way(),
                    "{format:?}"
                );
                assert_eq!(u64::from(found.from) + 1, tie.from.number());
                assert_eq!(u64::from(found.to) + 1, tie.to.number());
            }
            for (columns, name, meaning, row, value) in [
                (
                    &draft.actor_columns,
                    "kind",
                    Some(Meaning::Kind),
                    1,
                    Cell::Text("supplier"),
                ),
                (
                    &draft.actor_columns,
                    "jobs",
                    Some(Meaning::Own("jobs")),
                    1,
                    Cell::Number(50.0),
                ),
                (
                    &draft.actor_columns,
                    "pinned",
                    Some(Meaning::Own("pinned")),
                    1,
                    Cell::Flag(true),
                ),
                (
                    &draft.actor_columns,
                    "external",
                    Some(Meaning::Own("external")),
                    1,
                    Cell::Flag(true),
                ),
                (&draft.actor_columns, "plants", None, 1, Cell::Number(0.1 + 0.2)),
                (&draft.actor_columns, "listed", None, 1, Cell::Flag(true)),
                (
                    &draft.actor_columns,
                    "fields",
                    None,
                    2,
                    Cell::List(&["a|b".into(), "c, d".into()]),
                ),
                (
                    &draft.actor_columns,
                    "tags",
                    Some(Meaning::Own("tags")),
                    0,
                    Cell::List(&["export".into(), "old, and large".into()]),
                ),
                (
                    &draft.actor_columns,
                    "note",
                    Some(Meaning::Own("note")),
                    0,
                    Cell::Text("Two lines\nwith a\ttab"),
                ),
                (
                    &draft.tie_columns,
                    "weight",
                    Some(Meaning::Own("weight")),
                    0,
                    Cell::Number(0.123_456_789),
                ),
                (
                    &draft.tie_columns,
                    "value",
                    Some(Meaning::Own("value")),
                    0,
                    Cell::Number(12.5),
                ),
                (
                    &draft.tie_columns,
                    "enabled",
                    Some(Meaning::Own("enabled")),
                    1,
                    Cell::Flag(false),
                ),
                (&draft.tie_columns, "since", None, 6, Cell::Number(1990.0)),
            ] {
                let found = column(columns, name);
                assert_eq!(
                    (found.meaning, found.values.at(row)),
                    (meaning, value),
                    "{format:?} {name}"
                );
            }
            // The attribute with the name of a field is still an attribute, beside the field.
            let jobs: Vec<_> = draft
                .actor_columns
                .iter()
                .filter(|column| column.name == "jobs")
                .collect();
            assert_eq!(jobs.len(), 2, "{format:?}");
            assert_eq!(
                (jobs[1].meaning, jobs[1].values.at(0)),
                (None, Cell::Text("many"))
            );
            // Nothing that was worked out comes back as if somebody had said it.
            for columns in [&draft.actor_columns, &draft.tie_columns] {
                for gone in [
                    "color",
                    "size",
                    "shape",
                    "width",
                    "mutual",
                    "figure_betweenness",
                    "id",
                    "key",
                ] {
                    assert!(
                        columns.iter().all(|column| column.name != gone),
                        "{format:?} {gone}"
                    );
                }
            }
        }
    }
}
