//! Each form of a script, and what is said about wrong ones.

use super::*;
use crate::files::examples;

fn golden() -> Document {
    examples::find("golden").expect("it is shipped").document()
}

fn ran(text: &str) -> Vec<(Edit, Document)> {
    let document = golden();
    run(text, &document, &mut document.ids()).unwrap_or_else(|fault| panic!("{fault}"))
}

fn last(text: &str) -> Document {
    ran(text).pop().expect("there is an entry").1
}

/// A form for each verb, on the golden cluster.
const FORMS: [(&str, &str); 39] = [
    (
        "add_actor",
        r#"{"do":"add_actor","name":"N","kind":"supplier","x":1,"y":2,"pinned":true,"set":{"jobs":20}}"#,
    ),
    (
        "add_actors",
        r#"{"do":"add_actors","actors":[{"kind":"final"},{"name":"M","kind":"center"}]}"#,
    ),
    (
        "add_tie",
        r#"{"do":"add_tie","kind":"supply","from":"S1","to":"a1","set":{"weight":0.6,"value":2}}"#,
    ),
    (
        "add_connected",
        r#"{"do":"add_connected","from":"F1","tie":"spinoff","name":"N","kind":"final"}"#,
    ),
    ("remove", r#"{"do":"remove","actors":["F1"],"ties":["t1"]}"#),
    ("rename", r#"{"do":"rename","actor":"F1","name":"First"}"#),
    (
        "set_kind",
        r#"{"do":"set_kind","actors":["F1","F2"],"kind":"related"}"#,
    ),
    ("set_kind", r#"{"do":"set_kind","ties":["t1"],"kind":"finance"}"#),
    (
        "set",
        r#"{"do":"set","actors":["F1","F2"],"set":{"jobs":5,"tags":["b","a"],"activity":null}}"#,
    ),
    ("set", r#"{"do":"set","ties":["t1"],"set":{"enabled":false}}"#),
    (
        "set_attribute",
        r#"{"do":"set_attribute","actors":["F1"],"ties":["t1"],"name":"code","value":"007"}"#,
    ),
    (
        "set_project",
        r#"{"do":"set_project","set":{"title":"T","year":2021,"all_nation":1000}}"#,
    ),
    ("move", r#"{"do":"move","actor":"F1","x":3,"y":4}"#),
    (
        "arrange",
        r#"{"do":"arrange","places":[{"actor":"F1","x":3,"y":4},{"actor":"F2","x":5,"y":6}]}"#,
    ),
    ("pin", r#"{"do":"pin","actors":["F1"]}"#),
    (
        "reattach",
        r#"{"do":"reattach","tie":"t1","end":"from","actor":"S2"}"#,
    ),
    ("reverse", r#"{"do":"reverse","ties":["t1","t2"]}"#),
    ("make_mutual", r#"{"do":"make_mutual","ties":["t18"]}"#),
    (
        "duplicate",
        r#"{"do":"duplicate","actors":["F1","F2"],"dx":10,"dy":0}"#,
    ),
    (
        "paste",
        r#"{"do":"paste","actors":[{"name":"P","kind":"final"},{"name":"Q","kind":"final"}],"ties":[{"kind":"social","from":"P","to":"Q"}]}"#,
    ),
    ("merge", r#"{"do":"merge","into":"F1","actors":["F2","F3"]}"#),
    (
        "assume",
        r#"{"do":"assume","assumption":"independence","value":0.3}"#,
    ),
    ("aggregate", r#"{"do":"aggregate","by":"arithmetic"}"#),
    (
        "set_regions",
        r#"{"do":"set_regions","regions":[{"name":"Here","industry":60,"all":200},{"name":"There","industry":30,"all":300}]}"#,
    ),
    (
        "add_note",
        r#"{"do":"add_note","text":"Two\nlines","x":3,"y":4,"color":"sky","set":{"width":90,"size":20}}"#,
    ),
    (
        "add_zone",
        r#"{"do":"add_zone","name":"Core","left":0,"top":0,"right":300,"bottom":200,"color":"yellow","set":{"note":"Why"}}"#,
    ),
    (
        "place_note",
        r#"{"do":"add_note","text":"N","x":3,"y":4},{"do":"place_note","note":"n1","x":9,"y":9}"#,
    ),
    (
        "place_zone",
        r#"{"do":"add_zone","name":"Z","left":0,"top":0,"right":3,"bottom":2},{"do":"place_zone","zone":"Z","left":1,"top":1,"right":9,"bottom":8}"#,
    ),
    (
        "color",
        r#"{"do":"add_zone","name":"Z","left":0,"top":0,"right":3,"bottom":2},{"do":"color","zones":["z1"],"color":"gray"}"#,
    ),
    (
        "set",
        r#"{"do":"add_note","text":"N","x":3,"y":4},{"do":"set","notes":["n1"],"set":{"text":"M"}}"#,
    ),
    (
        "set",
        r#"{"do":"add_zone","left":0,"top":0,"right":3,"bottom":2},{"do":"set","zones":["z1"],"set":{"name":"Core"}}"#,
    ),
    (
        "paste",
        r#"{"do":"paste","actors":[],"notes":[{"text":"N","x":0,"y":0}],"zones":[{"left":0,"top":0,"right":3,"bottom":2}]}"#,
    ),
    ("snapshot", r#"{"do":"snapshot","name":"Then","note":"Before"}"#),
    (
        "rename_snapshot",
        r#"{"do":"snapshot","name":"Then"},{"do":"rename_snapshot","snapshot":"Then","name":"Before"}"#,
    ),
    (
        "describe_snapshot",
        r#"{"do":"snapshot","name":"Then"},{"do":"describe_snapshot","snapshot":"s1","note":"Before"}"#,
    ),
    (
        "remove_snapshot",
        r#"{"do":"snapshot","name":""},{"do":"remove_snapshot","snapshot":"Snapshot 1"}"#,
    ),
    (
        "restore_snapshot",
        r#"{"do":"snapshot","name":"Then"},{"do":"remove","actors":["F1"]},{"do":"restore_snapshot","snapshot":"Then"}"#,
    ),
    (
        "together",
        r#"{"do":"together","name":"Both","edits":[{"do":"add_actor","name":"N","kind":"final"},{"do":"add_tie","kind":"social","from":"N","to":"F1"}]}"#,
    ),
    (
        "together",
        r#"{"do":"together","name":"Way and back","edits":[{"do":"assume","assumption":"independence","value":0.1},{"do":"set_project","set":{"year":1}},{"do":"reset_assumptions"}]}"#,
    ),
];

#[test]
fn every_verb_has_a_form_that_changes_something() {
    for verb in VERBS {
        let undoes = ["unpin", "make_one_way", "reset_assumptions"].contains(&verb);
        assert!(undoes || FORMS.iter().any(|(form, _)| *form == verb), "{verb}");
    }
    for (verb, form) in FORMS {
        assert_ne!(last(&format!("[{form}]")), golden(), "{verb}");
    }
    let way_and_back = r#"[{"do":"pin","actors":["F1"]},{"do":"make_mutual","ties":["t18"]},
        {"do":"assume","assumption":"half.mass","value":9},{"do":"reset_assumptions"},
        {"do":"make_one_way","ties":["t18"]},{"do":"unpin","actors":["F1"]}]"#;
    assert_eq!(last(way_and_back), golden());
}

#[test]
fn what_was_restored_counts_as_it_did() {
    let text = r#"[{"do":"snapshot","name":"Then"},{"do":"remove","actors":["F1"]},
        {"do":"restore_snapshot","snapshot":"Then"}]"#;
    assert!(last(text).same_for_indicators(&golden()));
}

#[test]
fn names_are_those_of_the_document_at_that_point() {
    let steps = ran(
        r#"[{"do":"add_actor","name":"Alpha","kind":"supplier","set":{"jobs":20}},
            {"do":"rename","actor":"Alpha","name":"Beta"},
            {"do":"add_tie","kind":"supply","from":"Beta","to":"F1","set":{"weight":0.25}}]"#,
    );
    assert_eq!(steps.len(), 3);
    let (id, tie) = steps[2].1.ties().last().unwrap();
    assert_eq!(id.to_string(), "t26");
    assert_eq!((tie.from.to_string(), tie.weight.get()), ("a14".to_owned(), 0.25));
    let actor = steps[2].1.actor(tie.from).unwrap();
    assert_eq!((actor.name.as_str(), actor.jobs.get()), ("Beta", 20.0));
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let cases = [
        ("", "nothing in it", None),
        ("{}", "A script is a list of edits", Some((1, 1))),
        ("[", "ends too early", Some((1, 1))),
        ("[{}]", "Entry 1: An edit needs “do”", Some((1, 2))),
        (
            "[3]",
            "Entry 1: “An edit” takes an object, not a number",
            Some((1, 2)),
        ),
        (
            "[\n {\"do\":\"fly\"}]",
            "Entry 1: There is no edit called “fly”; there are add_actor",
            Some((2, 8)),
        ),
        (
            r#"[{"do":"pin","actors":["Zed"]}]"#,
            "Entry 1: There is no actor “Zed”",
            Some((1, 24)),
        ),
        (
            r#"[{"do":"rename","actor":"F2","name":"F1"},{"do":"pin","actors":["F1"]}]"#,
            "Entry 2: “F1” could be a1 or a2; the id says which",
            Some((1, 65)),
        ),
        (
            r#"[{"do":"set","actors":["F1"],"set":{"job":1}}]"#,
            "There is no attribute “job”; there are jobs, revenue",
            Some((1, 43)),
        ),
        (
            r#"[{"do":"set","actors":["F1"],"set":{"export":2}}]"#,
            "Export share takes a number from 0 to 1",
            Some((1, 46)),
        ),
        (
            r#"[{"do":"set","ties":["t1"],"actors":["F1"],"set":{}}]"#,
            "not several of them",
            Some((1, 2)),
        ),
        (
            r#"[{"do":"remove"}]"#,
            "“remove” needs “actors”, “ties”, “notes” or “zones”",
            Some((1, 2)),
        ),
        (
            r#"[{"do":"remove","ties":["t99"]}]"#,
            "There is no tie “t99”",
            Some((1, 25)),
        ),
        (
            r#"[{"do":"pin","actors":["F1"],"firmly":true}]"#,
            "“pin” has no field “firmly”; it has do, actors",
            Some((1, 39)),
        ),
        (
            r#"[{"do":"make_mutual","ties":["t1"]}]"#,
            "Only knowledge ties can be mutual",
            Some((1, 2)),
        ),
        (
            r#"[{"do":"move","actor":"F1","x":1e999,"y":0}]"#,
            "too large a number",
            Some((1, 32)),
        ),
        (
            r#"[{"do":"move","actor":"F1","x":1e9,"y":0}]"#,
            "not on the map",
            Some((1, 2)),
        ),
        (
            r#"[{"do":"add_actor","kind":"firm"}]"#,
            "There is no kind of actor called “firm”",
            Some((1, 27)),
        ),
        (
            r#"[{"do":"add_actor","kind":"final","x":1}]"#,
            "both “x” and “y”",
            Some((1, 2)),
        ),
        (
            r#"[{"do":"aggregate","by":"sum"}]"#,
            "There is no aggregation called “sum”",
            Some((1, 25)),
        ),
        (
            r#"[{"do":"assume","assumption":"luck","value":1}]"#,
            "There is no assumption “luck”; there are weight",
            Some((1, 30)),
        ),
        (
            r#"[{"do":"remove","notes":["n7"]}]"#,
            "There is no note “n7”",
            Some((1, 26)),
        ),
        (
            r#"[{"do":"color","zones":["Z"],"color":"blue"}]"#,
            "There is no zone “Z”",
            Some((1, 25)),
        ),
        (
            r#"[{"do":"color","zones":["Z"],"color":"pink"}]"#,
            "There is no color called “pink”",
            Some((1, 38)),
        ),
        (
            r#"[{"do":"merge","into":"F1","actors":["F1"]}]"#,
            "at least two actors",
            Some((1, 2)),
        ),
    ];
    let document = golden();
    for (text, what, place) in cases {
        let mut ids = document.ids();
        let fault = run(text, &document, &mut ids).expect_err(text);
        assert!(fault.to_string().contains(what), "{text}: {fault}");
        assert_eq!(fault.line().zip(fault.column()), place, "{text}: {fault}");
        assert_eq!(
            ids.actor(),
            document.ids().actor(),
            "identities were used up by {text}"
        );
    }
}

#[test]
fn deep_nesting_is_refused() {
    let text = "[{\"do\":\"together\",\"name\":\"n\",\"edits\":".repeat(3_000);
    let document = golden();
    assert!(run(&text, &document, &mut document.ids()).is_err());
    let closed = format!("{text}[]{}", "}]".repeat(3_000));
    let fault = run(&closed, &document, &mut document.ids()).unwrap_err();
    assert!(fault.to_string().contains("nested more than"), "{fault}");
}

#[test]
fn the_page_names_every_verb_and_its_example_runs() {
    let page = include_str!("../../../docs/scripts.md");
    for verb in VERBS {
        let rows = page.lines().filter(|line| line.starts_with("| `"));
        let named = rows.filter(|row| {
            row.split(" | ")
                .next()
                .is_some_and(|cell| cell.contains(&format!("`{verb}`")))
        });
        assert_eq!(named.count(), 1, "{verb}");
    }
    let (_, example) = page.split_once("```json\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    assert_eq!(ran(example).len(), 4);
}
