//! Each dialect gives all that is in it.

use super::read;
use crate::base::cancel::Cancel;
use crate::base::geom::Point;
use crate::base::progress::Progress;
use crate::exchange::draft::{Cell, Column, Direction, Draft, Fate, Meaning};
use crate::exchange::reading::Reading;

macro_rules! sample {
    ($name:literal) => {
        drafted(include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/data/exchange/graphml/",
            $name,
            ".graphml"
        )))
    };
}

fn drafted(xml: &str) -> Draft {
    read(xml, &Reading::guessed(), &Progress::new(), &Cancel::new()).unwrap()
}

fn refused(xml: &str) -> String {
    let fault = read(xml, &Reading::guessed(), &Progress::new(), &Cancel::new()).unwrap_err();
    fault.to_string()
}

fn column<'d>(columns: &'d [Column], name: &str) -> &'d Column {
    let found = columns.iter().find(|column| column.name == name);
    found.unwrap_or_else(|| panic!("no column {name}"))
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(text)
}

fn directions(draft: &Draft) -> Vec<Direction> {
    draft.ties.iter().map(|tie| tie.direction).collect()
}

fn remarks(draft: &Draft) -> Vec<(Fate, &str)> {
    let remarks = draft.found.remarks.iter();
    remarks
        .map(|remark| (remark.fate, remark.what.as_str()))
        .collect()
}

#[test]
fn yed_gives_names_places_colors_groups_and_arrows() {
    let draft = sample!("yed");
    let names: Vec<(&str, &str, Option<u32>)> = draft
        .actors
        .iter()
        .map(|actor| (&*actor.id, &*actor.label, actor.group))
        .collect();
    // The outer group is a frame; a tie ends at the inner one, so it is an actor as well.
    assert_eq!(
        names,
        [
            ("n0", "Maschinenbau\nGmbH", None),
            ("n1::n0", "", Some(0)),
            ("n1::n1", "Inner", Some(1)),
            ("n1::n1::n0", "", Some(1)),
        ]
    );
    assert_eq!(draft.actors[0].at, Some(Point::new(130.0, 0.0)));
    let groups: Vec<(&str, Option<u32>)> = draft
        .groups
        .iter()
        .map(|group| (group.name.as_str(), group.parent))
        .collect();
    assert_eq!(groups, [("Suppliers", None), ("Inner", Some(0))]);
    let color = column(&draft.actor_columns, "color");
    assert_eq!(
        (color.meaning, &*color.values.iter().collect::<Vec<_>>()),
        (Some(Meaning::Color), &[text("#ffcc00")][..])
    );
    let url = column(&draft.actor_columns, "url");
    assert_eq!(url.values, [text("https://a.example/?x=1&y=2")]);
    let more = column(&draft.actor_columns, "more labels");
    assert_eq!(more.values, [Cell::List(&["second".into()])]);
    use Direction::{Directed, Mutual, Undirected};
    assert_eq!(directions(&draft), [Undirected, Directed, Mutual, Directed]);
    assert_eq!(column(&draft.tie_columns, "label").values.at(1), text("delivers"));
    assert_eq!(column(&draft.tie_columns, "arrow").values.at(3), text("backward"));
    assert_eq!((draft.found.actor_records, draft.found.tie_records), (4, 4));
    assert_eq!(draft.found.remarks.len(), 2, "{:?}", draft.found.remarks);
}

#[test]
fn gephi_gives_places_colors_sizes_and_weights() {
    let draft = sample!("gephi");
    assert_eq!(&*draft.actors[0].id, "0012");
    assert_eq!(&*draft.actors[0].label, "佛山 & 顺德");
    // Gephi counts upward.
    assert_eq!(draft.actors[0].at, Some(Point::new(-12.5, -40.0)));
    assert_eq!(draft.actors[1].at, None);
    let names: Vec<&str> = draft
        .actor_columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    assert_eq!(names, ["size", "NAICS", "register", "color"]);
    assert_eq!(column(&draft.actor_columns, "color").values, [text("#990033")]);
    assert_eq!(column(&draft.actor_columns, "size").values, [Cell::Number(10.0)]);
    assert_eq!(column(&draft.actor_columns, "NAICS").values, [text("0333")]);
    assert_eq!(
        column(&draft.actor_columns, "register").values,
        [text("12345678901234567890")]
    );
    let weight = column(&draft.tie_columns, "weight");
    assert_eq!(
        (weight.meaning, &*weight.values.iter().collect::<Vec<_>>()),
        (Some(Meaning::Weight), &[Cell::Number(2.5)][..])
    );
    assert_eq!(directions(&draft), [Direction::Directed, Direction::Undirected]);
}

#[test]
fn networkx_repeats_ids_of_ties() {
    let draft = sample!("networkx");
    assert_eq!(draft.title, "Boards");
    assert_eq!((draft.actors.len(), draft.ties.len()), (2, 3));
    assert_eq!(
        column(&draft.tie_columns, "kind").values,
        [text("loan"), text("share")]
    );
    assert_eq!(
        column(&draft.actor_columns, "listed").values,
        [Cell::Flag(true), Cell::Flag(false)]
    );
    assert!(draft.tie_columns.iter().all(|column| column.name != "id"));
    assert!(draft.found.remarks.is_empty());
    assert_eq!(draft.actors[0].place, 8);
}

#[test]
fn igraph_calls_vertices_by_an_attribute() {
    let draft = sample!("igraph");
    let name = column(&draft.actor_columns, "name");
    assert_eq!(
        (name.meaning, &*name.values.iter().collect::<Vec<_>>()),
        (Some(Meaning::Label), &[text("Uni"), text("Firm")][..])
    );
    assert_eq!(column(&draft.tie_columns, "weight").values, [Cell::Number(0.25)]);
}

#[test]
fn nodexl_counts_downward_and_has_defaults() {
    let draft = sample!("nodexl");
    assert_eq!(draft.actors[0].at, Some(Point::new(10.0, 20.0)));
    assert_eq!(
        column(&draft.actor_columns, "Followers").values,
        [Cell::Number(7.0), Cell::Number(3.0)]
    );
    assert_eq!(column(&draft.actor_columns, "Color").values, [text("#ff0000")]);
}

#[test]
fn cytoscape_forgets_the_namespace() {
    let draft = sample!("cytoscape");
    assert_eq!(
        column(&draft.actor_columns, "shared name").values,
        [text("Firm A"), text("Firm B")]
    );
    assert_eq!(column(&draft.tie_columns, "interaction").values, [text("owns")]);
    assert_eq!(column(&draft.tie_columns, "selected").values, [Cell::Flag(true)]);
}

#[test]
fn socnetv_has_a_blank_in_its_namespace() {
    let draft = sample!("socnetv");
    assert_eq!(&*draft.actors[1].label, "Medici");
    assert_eq!(draft.actors[0].at, Some(Point::new(0.25, 0.75)));
    assert_eq!(column(&draft.tie_columns, "weight").values, [Cell::Number(1.0)]);
    assert_eq!(directions(&draft), [Direction::Directed]);
}

#[test]
fn neo4j_says_kinds() {
    let draft = sample!("neo4j");
    let labels = column(&draft.actor_columns, "labels");
    assert_eq!(
        (labels.meaning, &*labels.values.iter().collect::<Vec<_>>()),
        (Some(Meaning::Kind), &[text("Firm:Listed"), text("Person")][..])
    );
    assert_eq!(
        column(&draft.actor_columns, "kids").values,
        [Cell::List(&["Sam".into(), "Anna".into()])]
    );
    let label = column(&draft.tie_columns, "label");
    assert_eq!(
        (label.meaning, &*label.values.iter().collect::<Vec<_>>()),
        (Some(Meaning::Kind), &[text("EMPLOYS")][..])
    );
}

#[test]
fn nothing_odd_is_lost_in_silence() {
    let draft = sample!("odd");
    let ids: Vec<&str> = draft.actors.iter().map(|actor| &*actor.id).collect();
    assert_eq!(ids, ["a", "b", "c", "two::a", "d"]);
    assert_eq!(draft.title, "First network");
    assert_eq!(column(&draft.actor_columns, "town").values, [text("Ulm")]);
    assert_eq!(
        column(&draft.actor_columns, "undeclared").values.at(1),
        text("kept")
    );
    assert_eq!(column(&draft.actor_columns, "bare").values.at(1), text("x"));
    assert_eq!(column(&draft.tie_columns, "years").values, [Cell::Number(12.0)]);
    assert_eq!(column(&draft.tie_columns, "source port").values, [text("north")]);
    // One without its end and one among three are dropped.
    assert_eq!((draft.ties.len(), draft.found.tie_records), (3, 5));
    assert_eq!(draft.reading.offered, ["one", "two"]);
    assert_eq!((draft.ties[2].from, draft.ties[2].to), (3, 4));
    let fates: Vec<Fate> = remarks(&draft).into_iter().map(|(fate, _)| fate).collect();
    use Fate::{Dropped, Repaired, Unread};
    assert_eq!(fates, [Dropped, Dropped, Repaired, Unread, Repaired]);
}

#[test]
fn one_of_several_graphs_can_be_asked_for() {
    let xml = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/exchange/graphml/odd.graphml"
    ));
    let mut reading = Reading::guessed();
    reading.parts = vec!["two".to_owned()];
    let draft = read(xml, &reading, &Progress::new(), &Cancel::new()).unwrap();
    assert_eq!((draft.actors.len(), draft.ties.len()), (2, 1));
    assert_eq!(&*draft.actors[0].id, "a");
    assert_eq!(draft.reading.offered, ["one", "two"]);
}

#[test]
fn what_is_no_graphml_is_refused_with_its_place() {
    assert_eq!(
        refused("\n<gexf/>"),
        "This is not GraphML: it begins with “gexf” (line 2, column 1)"
    );
    assert_eq!(
        refused("<graphml><graph>"),
        "The text ends too early, as if it had been cut off (line 1, column 17)"
    );
}

#[test]
fn defaults_do_not_blow_up_a_small_file() {
    let keys: String = (0..2_000)
        .map(|i| format!("<key id='{i}' for='node'><default>x</default></key>"))
        .collect();
    let nodes: String = (0..2_000).map(|i| format!("<node id='{i}'/>")).collect();
    let draft = drafted(&format!("<graphml>{keys}<graph>{nodes}</graph></graphml>"));
    assert_eq!(draft.actors.len(), 2_000);
    assert!(draft.actor_columns.len() < 200);
    let (_, what) = remarks(&draft).into_iter().next_back().unwrap();
    assert!(what.contains("would be too much"), "{what}");
}
