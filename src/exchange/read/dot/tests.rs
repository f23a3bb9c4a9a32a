//! What the language allows, and what would take all memory.

use super::*;
use crate::base::geom::Point;
use crate::exchange::draft::{Cell, Column};

fn sample(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/exchange/dot/");
    std::fs::read_to_string(format!("{folder}{name}")).unwrap()
}

fn try_read(text: &str) -> Result<Draft, Fault> {
    read(text, &Reading::guessed(), &Progress::new(), &Cancel::new())
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
fn everything_that_the_language_allows() {
    let draft = try_read(&sample("valley.gv")).unwrap();
    assert_eq!(
        ties(&draft),
        "acme>bolt acme>cast ltd bolt>日本 cast ltd>日本 dye=bolt acme>emil a-b acme-zeta"
    );
    let ids: Vec<&str> = draft.actors.iter().map(|actor| &*actor.id).collect();
    assert_eq!(
        ids,
        [
            "acme", "bolt", "cast ltd", "日本", "dye", "emil", "a", "b", "zeta"
        ]
    );
    assert_eq!(draft.actors[0].label.as_ref(), "Acme & Co");
    assert_eq!(draft.actors[0].at, Some(Point::new(10.0, -20.0)));
    let groups: Vec<(&str, Option<u32>)> = draft
        .groups
        .iter()
        .map(|group| (group.name.as_str(), group.parent))
        .collect();
    assert_eq!(groups, [("Core", None), ("inner", Some(0))]);
    let lying: Vec<Option<u32>> = draft.actors.iter().map(|actor| actor.group).collect();
    assert_eq!(lying[1..6], [Some(0), None, None, Some(1), Some(0)]);
    let sector = &column(&draft.actor_columns, "sector").values;
    let words = [
        "steel", "steel", "steel", "steel", "trade", "trade", "steel", "steel",
    ];
    assert_eq!(*sector, words.map(Cell::Text));
    assert_eq!(
        column(&draft.tie_columns, "label").values.at(3),
        Cell::Text("plates and bars")
    );
    let kinds = &column(&draft.tie_columns, "kind").values;
    assert!(
        kinds.len() == 7 && kinds.iter().all(|kind| kind == Cell::Text("supply")),
        "{kinds:?}"
    );
    assert_eq!(
        column(&draft.tie_columns, "graph").values.at(7),
        Cell::Number(2.0)
    );
    assert_eq!(draft.reading.offered, ["1: The \"valley\"", "2: other"]);
    let said: Vec<&str> = draft.found.remarks.iter().map(|remark| &*remark.what).collect();
    assert_eq!(said.len(), 4, "{said:?}");
}

#[test]
fn one_graph_of_several() {
    let second = Reading {
        parts: vec!["2: other".to_owned()],
        ..Reading::guessed()
    };
    let draft = read(&sample("valley.gv"), &second, &Progress::new(), &Cancel::new()).unwrap();
    assert_eq!(ties(&draft), "acme-zeta");
    assert_eq!((draft.actors.len(), draft.groups.len()), (2, 0));
}

#[test]
fn faults_have_places() {
    for (text, line, column) in [
        ("", 1, 1),
        ("hello", 1, 1),
        ("graph {\n a -> \n}", 3, 1),
        ("graph {\n a [x=] }", 2, 7),
        ("graph {\n { a }", 1, 7),
        ("graph a b", 1, 9),
        ("graph { a:{} }", 1, 12),
        ("graph { node }", 1, 14),
    ] {
        let fault = try_read(text).unwrap_err();
        assert_eq!(
            (fault.line(), fault.column()),
            (Some(line), Some(column)),
            "{text}: {fault}"
        );
    }
}

#[test]
fn what_would_take_all_memory_is_refused() {
    let names: String = (0..3000).map(|number| format!("n{number};")).collect();
    let fault = try_read(&format!("graph {{ {{{names}}} -- {{{names}}} }}")).unwrap_err();
    assert!(
        fault.to_string().contains("more ties than can be read"),
        "{fault}"
    );
    let long = "x".repeat(1 << 20);
    let fault = try_read(&format!("graph {{ node [a={long}] {names} }}")).unwrap_err();
    assert!(fault.to_string().contains("defaults of nodes"), "{fault}");
    let fault = try_read(&format!("graph {}", "{".repeat(100_000))).unwrap_err();
    assert!(fault.to_string().contains("deeper than 100"), "{fault}");
}
