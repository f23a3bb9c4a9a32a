//! Each version and habit gives all that is in it.

use super::read;
use crate::base::cancel::Cancel;
use crate::base::geom::Point;
use crate::base::progress::Progress;
use crate::exchange::draft::{Cell, Column, Direction, Draft, Meaning};
use crate::exchange::reading::Reading;

fn drafted(xml: &str) -> Draft {
    read(xml, &Reading::guessed(), &Progress::new(), &Cancel::new()).unwrap()
}

fn column<'d>(columns: &'d [Column], name: &str) -> &'d Column {
    let found = columns.iter().find(|column| column.name == name);
    found.unwrap_or_else(|| panic!("no column {name}"))
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(text)
}

fn items(items: &[&str]) -> Vec<Box<str>> {
    items.iter().map(|item| Box::from(*item)).collect()
}

#[test]
fn gephi_gives_looks_lists_and_times() {
    let draft = drafted(include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/exchange/gexf/gephi.gexf"
    )));
    assert_eq!(draft.title, "Trade");
    let labels: Vec<&str> = draft.actors.iter().map(|actor| &*actor.label).collect();
    assert_eq!(labels, ["佛山", "Müller & Co", "C"]);
    assert_eq!(draft.actors[0].at, Some(Point::new(1.5, -2.0)));
    let color = column(&draft.actor_columns, "color");
    assert_eq!(
        (color.meaning, color.values.at(0)),
        (Some(Meaning::Color), text("#ef1010"))
    );
    assert_eq!(
        column(&draft.actor_columns, "color").values.at(1),
        text("#00ff00")
    );
    assert_eq!(column(&draft.actor_columns, "size").values, [Cell::Number(20.5)]);
    assert_eq!(
        column(&draft.actor_columns, "towns").values,
        [
            Cell::List(&items(&["Ulm", "Bern"])),
            Cell::List(&items(&["a b", "c"]))
        ]
    );
    // The default stands where there is no value; what stands for nothing is no value.
    assert_eq!(
        column(&draft.actor_columns, "listed").values,
        [Cell::Flag(true), Cell::Flag(false), Cell::Flag(true)]
    );
    assert_eq!(
        column(&draft.actor_columns, "sales").values,
        [Cell::Number(12.0), Cell::Missing, Cell::Number(3.0)]
    );
    assert_eq!(
        column(&draft.actor_columns, "sales over time").values.at(2),
        Cell::List(&items(&["2001–2002: 1", "2003–: 3"]))
    );
    assert_eq!(column(&draft.actor_columns, "start").values.at(2), text("2001"));
    assert_eq!(
        column(&draft.actor_columns, "times").values.at(1),
        Cell::List(&items(&["1999–2000", "2005–"]))
    );
    assert_eq!(column(&draft.actor_columns, "stray").values, [text("kept")]);
    let directions: Vec<Direction> = draft.ties.iter().map(|tie| tie.direction).collect();
    use Direction::{Directed, Mutual, Undirected};
    assert_eq!(directions, [Directed, Undirected, Mutual, Directed]);
    let weight = column(&draft.tie_columns, "weight");
    assert_eq!(
        (weight.meaning, &*weight.values.iter().collect::<Vec<_>>()),
        (
            Some(Meaning::Weight),
            &[Cell::Number(2.5), Cell::Number(0.0), Cell::Number(7.0)][..]
        )
    );
    assert_eq!(column(&draft.tie_columns, "label").values.at(0), text("sells to"));
    assert_eq!(column(&draft.tie_columns, "kind").values.at(0), text("supply"));
    assert_eq!((draft.found.actor_records, draft.found.tie_records), (3, 4));
    assert!(draft.found.remarks.is_empty(), "{:?}", draft.found.remarks);
}

#[test]
fn hierarchy_becomes_groups() {
    let draft = drafted(
        "<gexf><graph><nodes>
        <node id='a' label='Region'><nodes><node id='b'/><node id='c' label='Town'><nodes><node id='d'/></nodes></node></nodes></node>
        <node id='e' pid='c'/><node id='f'><parents><parent for='a'/></parents></node>
        </nodes><edges><edge source='c' target='d'/></edges></graph></gexf>",
    );
    let groups: Vec<(&str, Option<u32>)> = draft
        .groups
        .iter()
        .map(|group| (group.name.as_str(), group.parent))
        .collect();
    assert_eq!(groups, [("Region", None), ("Town", Some(0))]);
    let actors: Vec<(&str, Option<u32>)> = draft
        .actors
        .iter()
        .map(|actor| (&*actor.id, actor.group))
        .collect();
    assert_eq!(
        actors,
        [
            ("b", Some(0)),
            ("c", Some(1)),
            ("d", Some(1)),
            ("e", Some(1)),
            ("f", Some(0))
        ]
    );
}

#[test]
fn groups_in_circles_are_cut() {
    let draft = drafted(
        "<gexf><graph><nodes><node id='a' pid='b'/><node id='b' pid='a'/><node id='c' pid='c'/></nodes>
        <edges><edge source='a' target='b'/></edges></graph></gexf>",
    );
    for start in 0..draft.groups.len() {
        let mut at = Some(start as u32);
        for _ in 0..10 {
            at = at.and_then(|group| draft.groups[group as usize].parent);
        }
        assert_eq!(at, None);
    }
}

#[test]
fn what_is_no_gexf_is_refused() {
    let fault = read(
        "<graphml/>",
        &Reading::guessed(),
        &Progress::new(),
        &Cancel::new(),
    )
    .unwrap_err();
    assert_eq!(
        fault.to_string(),
        "This is not GEXF: it begins with “graphml” (line 1, column 1)"
    );
}
