//! Files of several programs, small.

use super::*;
use crate::exchange::draft::Column;

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/exchange/gml/");

fn sample(name: &str) -> String {
    std::fs::read_to_string(format!("{SAMPLES}{name}")).unwrap()
}

fn read_text(text: &str) -> Draft {
    read(text, &Reading::guessed(), &Progress::new(), &Cancel::new()).unwrap()
}

fn column<'d>(columns: &'d [Column], name: &str) -> &'d Column {
    columns
        .iter()
        .find(|column| column.name == name)
        .unwrap_or_else(|| panic!("{name} in {columns:?}"))
}

fn ties(draft: &Draft) -> String {
    let tie = |tie: &crate::exchange::draft::DraftTie| {
        let [from, to] = [tie.from, tie.to].map(|end| &draft.actors[end as usize].id);
        let sign = match tie.direction {
            Direction::Directed => ">",
            Direction::Undirected => "-",
            Direction::Mutual => "=",
        };
        format!("{from}{sign}{to}")
    };
    draft.ties.iter().map(tie).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_drawing_of_yed_with_boxes_and_arrows() {
    let draft = read_text(&sample("yed.gml"));
    assert_eq!(draft.title, "Valley");
    let labels: Vec<&str> = draft.actors.iter().map(|actor| &*actor.label).collect();
    assert_eq!(
        labels,
        ["Acme & Söhne", "日本精工", "Outside", "All"],
        "a box without ties is no actor"
    );
    assert_eq!(draft.actors[0].at, Some(Point::new(100.0, 50.0)));
    let groups: Vec<(&str, Option<u32>)> = draft
        .groups
        .iter()
        .map(|group| (group.name.as_str(), group.parent))
        .collect();
    assert_eq!(
        groups.iter().map(|group| group.0).collect::<Vec<_>>(),
        ["Core", "All"]
    );
    assert_eq!(draft.actors[1].group, Some(0));
    assert_eq!(ties(&draft), "0>1 1=2 0>2 2>4");
    assert_eq!(
        column(&draft.actor_columns, "color").values.at(1),
        Cell::Text("#99ccff")
    );
    assert_eq!(
        column(&draft.actor_columns, "size").values,
        [30.0, 40.0].map(Cell::Number)
    );
    assert_eq!(
        column(&draft.actor_columns, "jobs").values.at(2),
        Cell::Number(40.0)
    );
    assert_eq!(
        column(&draft.tie_columns, "weight").values.at(2),
        Cell::Number(2.5)
    );
    let said: Vec<&str> = draft.found.remarks.iter().map(|remark| &*remark.what).collect();
    assert!(said[0].starts_with("1 tie has an arrow"), "{said:?}");
    assert!(
        said[1].contains("LabelGraphics.fontSize") && said[1].contains("graphics.outline"),
        "{said:?}"
    );
}

#[test]
fn what_people_write_by_hand() {
    let draft = read_text(&sample("tolerant.gml"));
    let ids: Vec<&str> = draft.actors.iter().map(|actor| &*actor.id).collect();
    assert_eq!(ids, ["a", "1.5", "No id", "#4", "zz", "2:a"]);
    assert_eq!(ties(&draft), "a-1.5 a>No id a-zz 2:a>2:a");
    assert_eq!(draft.actors[1].label.as_ref(), "5\"x7\" plates");
    assert_eq!(
        column(&draft.actor_columns, "tags").values.at(0),
        Cell::List(&["x".into(), "y".into()])
    );
    assert_eq!(
        column(&draft.actor_columns, "number of jobs").values.at(1),
        Cell::Number(12.0)
    );
    assert_eq!(
        column(&draft.actor_columns, "active").values.at(2),
        Cell::Flag(true)
    );
    assert!(
        draft
            .actor_columns
            .iter()
            .all(|column| column.name != "score" && column.name != "share")
    );
    assert_eq!((draft.found.tie_records, draft.ties.len()), (5, 4));
    assert_eq!(draft.reading.offered, ["1: first", "2"]);
    let second = Reading {
        parts: vec!["2".to_owned()],
        ..Reading::guessed()
    };
    let draft = read(&sample("tolerant.gml"), &second, &Progress::new(), &Cancel::new()).unwrap();
    assert_eq!(ties(&draft), "2:a>2:a");
}

#[test]
fn a_graph_within_a_node_is_a_group() {
    let draft = read_text(
        "graph [ node [ id 1 label \"G\" graph [ node [ id 2 ] edge [ source 2 target 2 ] ] ] node [ id 3 ] ]",
    );
    assert_eq!(draft.groups[0].name, "G");
    assert_eq!(
        (draft.actors.len(), draft.actors[0].group, draft.actors[1].group),
        (2, Some(0), None)
    );
}

#[test]
fn a_drawing_of_gephi_has_y_upward() {
    let draft = read_text("Creator \"Gephi\" graph [ node [ id 1 graphics [ x 1 y 2 ] ] ]");
    assert_eq!(draft.actors[0].at, Some(Point::new(1.0, -2.0)));
}

#[test]
fn what_is_broken_is_refused_with_its_place() {
    for (text, line, column) in [
        ("graph [\n node [ id 1 ]\n", 1, 1),
        ("graph [\n node [ id 1 ] ]\n ]", 3, 2),
        ("hello world", 1, 1),
        ("", 1, 1),
    ] {
        let fault = read(text, &Reading::guessed(), &Progress::new(), &Cancel::new()).unwrap_err();
        assert_eq!(
            (fault.line(), fault.column()),
            (Some(line), Some(column)),
            "{text}: {fault}"
        );
    }
    let deep = format!("graph [ {}", "a [ ".repeat(1_000_000));
    let fault = read(&deep, &Reading::guessed(), &Progress::new(), &Cancel::new()).unwrap_err();
    assert!(fault.to_string().contains("deeper than 64"), "{fault}");
}
