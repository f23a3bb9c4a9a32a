//! Small files in the dialects that are met with.

use super::*;
use crate::base::geom::Point;
use crate::exchange::draft::{Column, Direction};

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/exchange/pajek/");

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

fn ties(draft: &Draft) -> Vec<String> {
    let name = |number: u32| {
        let actor = &draft.actors[number as usize];
        if actor.label.is_empty() {
            actor.id.to_string()
        } else {
            actor.label.to_string()
        }
    };
    let sign = |direction| match direction {
        Direction::Directed => "->",
        Direction::Undirected => "--",
        Direction::Mutual => "<->",
    };
    draft
        .ties
        .iter()
        .map(|tie| format!("{}{}{}", name(tie.from), sign(tie.direction), name(tie.to)))
        .collect()
}

#[test]
fn a_network_with_all_sorts_of_lists() {
    let draft = read_text(&sample("lists.net"));
    let labels: Vec<&str> = draft.actors.iter().map(|actor| &*actor.label).collect();
    assert_eq!(
        labels,
        [
            "Hobel & Söhne",
            "Guss \"Nord\" AG",
            "日本精工",
            "Ohne Anführung GmbH",
            ""
        ]
    );
    assert_eq!(
        ties(&draft),
        [
            "Hobel & Söhne->Guss \"Nord\" AG",
            "Guss \"Nord\" AG->Hobel & Söhne",
            "日本精工->日本精工",
            "Hobel & Söhne--日本精工",
            "Hobel & Söhne->日本精工",
            "Hobel & Söhne->Ohne Anführung GmbH",
            "Ohne Anführung GmbH--5",
        ]
    );
    assert_eq!(draft.actors[0].at, Some(Point::new(0.1, 0.2)));
    let weights = &column(&draft.tie_columns, "weight").values;
    assert_eq!(
        weights.iter().collect::<Vec<_>>()[..4],
        [
            Cell::Number(2.5),
            Cell::Missing,
            Cell::Number(1.0),
            Cell::Number(3.0)
        ]
    );
    assert_eq!(
        column(&draft.tie_columns, "label").values.at(0),
        Cell::Text("steel plate")
    );
    assert_eq!(
        column(&draft.actor_columns, "shape").values.at(1),
        Cell::Text("box")
    );
    assert!(draft.found.remarks.is_empty(), "{:?}", draft.found.remarks);
    assert_eq!((draft.found.actor_records, draft.found.tie_records), (5, 7));
}

#[test]
fn all_line_ends_and_blank_lines() {
    let text = sample("lists.net");
    let want = read_text(&text);
    for end in ["\r\n", "\r", "\n\r", "\n\n"] {
        let mut draft = read_text(&text.replace('\n', end));
        for (actor, want) in draft.actors.iter_mut().zip(&want.actors) {
            actor.place = want.place;
        }
        for (tie, want) in draft.ties.iter_mut().zip(&want.ties) {
            tie.place = want.place;
        }
        assert_eq!(draft, want, "{end:?}");
    }
}

#[test]
fn a_project_with_relations_partitions_and_vectors() {
    let draft = read_text(&sample("project.paj"));
    assert_eq!(draft.title, "Alliances of the valley");
    assert_eq!(draft.actors.len(), 4, "values are no actors");
    let kinds = column(&draft.tie_columns, "relation");
    assert_eq!(kinds.meaning, Some(Meaning::Kind));
    let words = ["trust", "trust", "joint venture", "3"];
    assert_eq!(kinds.values, words.map(Cell::Text));
    let partition = column(&draft.actor_columns, "Type of firm");
    assert_eq!(partition.meaning, Some(Meaning::Group));
    assert_eq!(partition.values, [2.0, 1.0, 1.0].map(Cell::Number));
    let sales = column(&draft.actor_columns, "Sales");
    assert_eq!(sales.values, [12.5, 0.0, 3e3, 1.0].map(Cell::Number));
    let said: Vec<&str> = draft.found.remarks.iter().map(|remark| &*remark.what).collect();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(
        said[0].contains("“Type of firm” has only 3 values of 4"),
        "{said:?}"
    );
    assert!(
        said[1].contains("has 3 values, as many as no network has vertices"),
        "{said:?}"
    );
    assert!(said[2].contains("“*Cluster” with 2 lines"), "{said:?}");
}

#[test]
fn two_modes() {
    let draft = read_text(
        "*Vertices 5 2\n1 \"A\"\n2 \"B\"\n3 \"fair\"\n4 \"board\"\n5 \"club\"\n*Matrix\n1 0 1\n0 2\n1\n",
    );
    assert_eq!(ties(&draft), ["A--fair", "A--club", "B--board", "B--club"]);
    let mode = column(&draft.actor_columns, "mode");
    assert_eq!(mode.meaning, Some(Meaning::Kind));
    assert_eq!(
        mode.values.iter().collect::<Vec<_>>()[1..3],
        ["first mode", "second mode"].map(Cell::Text)
    );
}

#[test]
fn counts_that_are_wrong() {
    let more = read_text("*Vertices 2\n1 a\n2 b\n3 c\n*Arcs\n1 3\n");
    assert_eq!((more.actors.len(), more.found.remarks.len()), (3, 1));
    let fewer = read_text("*Vertices 4\n1 a\n2 b\n*Arcs\n1 4\n");
    assert_eq!((fewer.actors.len(), fewer.found.remarks.len()), (4, 1));
    let none = read_text("*Vertices\n1 a\n2 b\n*Arcs\n1 2\n");
    assert_eq!((none.actors.len(), none.found.remarks.len()), (2, 0));
    let list = read_text("*Vertices 3\n*Edges\n1 2\n");
    assert_eq!((list.actors.len(), list.found.remarks.len()), (3, 0));
    let only_ties = read_text("*Arcs\n1 2\n2 3\n");
    assert_eq!((only_ties.actors.len(), only_ties.found.remarks.len()), (3, 1));
    let beyond = read_text("*Vertices 2\n1 a\n2 b\n*Arcs\n1 7\n");
    assert_eq!((beyond.actors.len(), beyond.found.remarks.len()), (3, 1));
    let boast = read_text("*Vertices 4000000000\n1 a\n*Arcs\n1 1\n");
    assert_eq!((boast.actors.len(), boast.found.remarks.len()), (1, 1));
}

#[test]
fn lines_that_are_no_ties_are_dropped_and_counted() {
    let draft =
        read_text("*Vertices 3\n1 \"a\"\n2 \"b\"\n3 \"c\"\n*Arcs\n1\n1 -2 5\n\"a\" \"c\" 2\n1 2 NaN\n");
    assert_eq!(ties(&draft), ["a->c", "a->b"]);
    assert_eq!(draft.found.tie_records, 4);
    let places: Vec<&str> = draft.found.remarks.iter().map(|remark| &*remark.place).collect();
    assert_eq!(places, ["line 6", "line 7"]);
    assert_eq!(column(&draft.tie_columns, "weight").values, [Cell::Number(2.0)]);
}

#[test]
fn several_networks_are_told_apart_unless_they_have_the_same_vertices() {
    let text = "*Network trade\n*Vertices 2\n1 \"A\"\n2 \"B\"\n*Arcs\n1 2\n*Network trust\n*Vertices 2\n1 \"A\"\n2 \
                \"B\"\n*Edges\n2 1\n*Network other\n*Vertices 2\n1 \"X\"\n2 \"Y\"\n*Arcs\n1 2\n";
    let draft = read_text(text);
    assert_eq!(ties(&draft), ["A->B", "B--A", "X->Y"]);
    assert_eq!(draft.actors[2].id.as_ref(), "3:1");
    assert_eq!(draft.reading.offered, ["1: trade", "2: trust", "3: other"]);
    let kinds = &column(&draft.tie_columns, "relation").values;
    assert_eq!(*kinds, ["trade", "trust", "other"].map(Cell::Text));
    let groups: Vec<&str> = draft.groups.iter().map(|group| &*group.name).collect();
    assert_eq!(groups, ["trade", "other"]);
    let chosen = Reading {
        parts: vec!["3: other".to_owned()],
        ..Reading::guessed()
    };
    let draft = read(text, &chosen, &Progress::new(), &Cancel::new()).unwrap();
    assert_eq!(ties(&draft), ["X->Y"]);
}

#[test]
fn partitions_and_vectors_beside_a_network() {
    let net = "*Vertices 3\n1 \"A\"\n2 \"B\"\n3 \"C\"\n*Arcs\n1 2\n";
    let (clu, vec) = ("*Vertices 3\n2\n1\n2\n", "*Vertices 3\n0.5\n1\n2\n");
    // One behind the other without headings.
    let draft = read_text(&format!("{net}{clu}{vec}"));
    assert_eq!(draft.actors.len(), 3);
    assert_eq!(
        column(&draft.actor_columns, "partition").values,
        [2.0, 1.0, 2.0].map(Cell::Number)
    );
    // Alone, vertices have nothing but their numbers.
    let draft = read_text(clu);
    let ids: Vec<&str> = draft.actors.iter().map(|actor| &*actor.id).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    assert_eq!(
        column(&draft.actor_columns, "partition").values,
        [2.0, 1.0, 2.0].map(Cell::Number)
    );
}

#[test]
fn a_symmetric_matrix_is_told_of() {
    let draft = read_text("*Vertices 2\n*Matrix\n0 3\n3 1\n");
    assert_eq!(draft.found.mirrored, 2);
    assert_eq!(read_text("*Vertices 2\n*Matrix\n0 3\n2 1\n").found.mirrored, 0);
}

#[test]
fn what_is_not_pajek_is_refused_with_its_place() {
    let fault = read(
        "% hm\n\n  Hello\n",
        &Reading::guessed(),
        &Progress::new(),
        &Cancel::new(),
    )
    .unwrap_err();
    assert_eq!((fault.line(), fault.column()), (Some(3), Some(3)), "{fault}");
    let cancel = Cancel::new();
    cancel.raise();
    let fault = read(
        &sample("lists.net"),
        &Reading::guessed(),
        &Progress::new(),
        &cancel,
    )
    .unwrap_err();
    assert!(fault.to_string().contains("given up"), "{fault}");
}
