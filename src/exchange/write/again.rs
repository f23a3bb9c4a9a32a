//! What the text formats write is read back as far as the format can hold it.

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::{Cell, Direction, Draft, Meaning, Values};
use crate::exchange::format::Format;
use crate::exchange::read::read;
use crate::exchange::reading::Reading;

use super::{Choices, Flow, sample};

fn drafts(format: Format) -> Vec<(Flow, Vec<Draft>)> {
    [Flow::Plain, Flow::Exact]
        .into_iter()
        .map(|flow| {
            let choices = Choices {
                flow,
                ..Choices::default()
            };
            let files = sample::written(format, &choices).files;
            let read = |(ending, bytes): &(String, Vec<u8>)| {
                let name = format!("sample{ending}");
                read(
                    bytes,
                    &name,
                    &Reading::guessed(),
                    &Progress::new(),
                    &Cancel::new(),
                )
                .unwrap()
            };
            (flow, files.iter().map(read).collect())
        })
        .collect()
}

fn of_actors<'d>(draft: &'d Draft, name: &str) -> &'d Values {
    let column = draft.actor_columns.iter().find(|column| column.name == name);
    &column
        .unwrap_or_else(|| panic!("{name} in {:?}", draft.actor_columns))
        .values
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(text)
}

/// Each tie as kind, ends, direction, in any order.
fn ties(draft: &Draft) -> Vec<String> {
    let kinds = draft
        .tie_columns
        .iter()
        .find(|column| column.meaning == Some(Meaning::Kind));
    let kinds = &kinds.unwrap().values;
    let tie = |(tie, kind): (&crate::exchange::draft::DraftTie, Cell<'_>)| {
        let sign = if tie.direction == Direction::Directed {
            '>'
        } else {
            '-'
        };
        let Cell::Text(kind) = kind else {
            panic!("{kind:?}")
        };
        format!("{kind} {}{sign}{}", tie.from + 1, tie.to + 1)
    };
    let mut ties: Vec<String> = draft.ties.iter().zip(kinds.iter()).map(tie).collect();
    ties.sort();
    ties
}

const ALL: [&str; 9] = [
    "competition 1-2",
    "finance 5>4",
    "governance 1>5",
    "knowledge 3-2",
    "knowledge 3>1",
    "social 4-4",
    "supply 1>2",
    "supply 2>1",
    "supply 2>1",
];

#[test]
fn gml_and_dot_keep_all_that_they_can_hold() {
    for format in [Format::Gml, Format::Dot] {
        for (flow, drafts) in drafts(format) {
            let draft = &drafts[0];
            let labels: Vec<&str> = draft.actors.iter().map(|actor| &*actor.label).collect();
            let want = [
                "顺德 <家电> & \"Söhne\"",
                "Müller's Zulieferer",
                "University, of; the | Valley",
                "",
                "007",
            ];
            assert_eq!(labels, want, "{format:?} {flow:?}");
            assert_eq!(ties(draft), ALL, "{format:?} {flow:?}");
            assert_eq!(
                draft.actors[2].at,
                Some(crate::base::geom::Point::new(300.0, -37.5))
            );
            assert_eq!(
                of_actors(draft, "note").at(0),
                text("Two lines\nwith a\ttab"),
                "{format:?}"
            );
            let tags = Cell::List(&["export".into(), "old, and large".into()]);
            assert_eq!(of_actors(draft, "tags").at(0), tags, "{format:?}");
            assert_eq!(
                of_actors(draft, "fields").at(2),
                Cell::List(&["a|b".into(), "c, d".into()])
            );
            assert_eq!(of_actors(draft, "city").at(0), text("顺德"));
            assert_eq!(of_actors(draft, "listed").at(1), Cell::Flag(true));
            let weights = draft
                .tie_columns
                .iter()
                .find(|column| column.name == "weight")
                .unwrap();
            assert_eq!(weights.meaning, Some(Meaning::Own("weight")));
            let weight = weights.values.at(0);
            assert!(
                weight == Cell::Number(0.123_456_789) || weight == text("0.123456789"),
                "{weight:?}"
            );
            let figures = draft
                .actor_columns
                .iter()
                .any(|column| column.name.starts_with("figure"));
            assert!(!figures, "they are worked out anew");
            assert_eq!(
                draft.found.remarks.len(),
                1,
                "{format:?}: {:?}",
                draft.found.remarks
            );
        }
    }
}

#[test]
fn a_project_of_pajek_keeps_fields_of_actors_and_kinds_of_ties() {
    for (_, drafts) in drafts(Format::Pajek) {
        let draft = &drafts[0];
        assert_eq!(draft.title, "家电 & more");
        let enabled: Vec<&str> = ALL[..8].to_vec();
        assert_eq!(ties(draft), enabled, "the disabled one is left out");
        let kinds = ["final", "supplier", "university", "customer", "association"].map(text);
        assert_eq!(*of_actors(draft, "kind"), kinds);
        assert_eq!(of_actors(draft, "note").at(0), text("Two lines\nwith a\ttab"));
        let tags = Cell::List(&["export".into(), "old, and large".into()]);
        assert_eq!(of_actors(draft, "tags").at(0), tags);
        assert_eq!(of_actors(draft, "plants").at(1), Cell::Number(0.1 + 0.2));
        assert_eq!(of_actors(draft, "productivity").at(2), Cell::Number(123.456));
        assert_eq!(draft.actors[4].label.as_ref(), "007");
        let network = &drafts[1];
        assert_eq!(
            (network.actors.len(), network.ties.len()),
            (5, 10),
            "each tie without direction is two arcs"
        );
    }
}

#[test]
fn dl_keeps_names_kinds_and_strengths() {
    for (flow, drafts) in drafts(Format::Dl) {
        let draft = &drafts[0];
        let found = ties(draft);
        let want = [
            "competition 1>2",
            "competition 2>1",
            "finance 5>4",
            "governance 1>5",
            "knowledge 2>3",
            "knowledge 3>1",
            "knowledge 3>2",
            "social 4>4",
            "supply 1>2",
            "supply 2>1",
        ];
        assert_eq!(found, want);
        assert_eq!(draft.found.mirrored, 2, "competition goes both ways");
        let first: &str = &draft.actors[0].id;
        match flow {
            Flow::Plain => assert_eq!(first, "顺德_<家电>_&_”Söhne”"),
            Flow::Exact => assert_eq!(first, "顺德 <家电> & ”Söhne”"),
        }
    }
}
