//! Each family gives all that is in it.

use super::{cx2, cyjs, graphology, json_graph, kumu, node_link, vosviewer};
use crate::base::cancel::Cancel;
use crate::base::geom::Point;
use crate::base::progress::Progress;
use crate::exchange::draft::{Cell, Column, Direction, Draft, Fate, Meaning};
use crate::exchange::reading::Reading;
use crate::files::Fault;
use Direction::{Directed, Mutual, Undirected};

type Read = fn(&str, &Reading, &Progress, &Cancel) -> Result<Draft, Fault>;

fn drafted(read: Read, json: &str) -> Draft {
    read(json, &Reading::guessed(), &Progress::new(), &Cancel::new()).unwrap()
}

fn refused(read: Read, json: &str) -> String {
    let fault = read(json, &Reading::guessed(), &Progress::new(), &Cancel::new()).unwrap_err();
    fault.to_string()
}

fn column<'d>(columns: &'d [Column], name: &str) -> &'d Column {
    let found = columns.iter().find(|column| column.name == name);
    found.unwrap_or_else(|| panic!("no column {name}"))
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(text)
}

fn labels(draft: &Draft) -> Vec<(&str, &str)> {
    let actors = draft.actors.iter();
    actors.map(|actor| (&*actor.id, &*actor.label)).collect()
}

fn ties(draft: &Draft) -> Vec<(u32, u32, Direction)> {
    let ties = draft.ties.iter();
    ties.map(|tie| (tie.from, tie.to, tie.direction)).collect()
}

#[test]
fn kumu_gives_kinds_places_and_directions() {
    let draft = drafted(
        kumu::read,
        r#"{"name": "Valley",
"elements": [
 {"_id": "elem-1", "attributes": {"label": "Firm A", "element type": "Company", "tags": ["big", "old"], "founded": 1984}},
 {"_id": "elem-2", "attributes": {"label": "Uni", "element type": null, "description": "Teaches"}}],
"connections": [
 {"_id": "conn-1", "from": "elem-1", "to": "elem-2", "direction": "mutual", "attributes": {"connection type": "Research"}},
 {"_id": "conn-2", "from": "elem-2", "to": "elem-1", "direction": "directed", "reversed": true, "attributes": {}},
 {"_id": "conn-3", "from": "elem-2", "to": null}],
"maps": [
 {"name": "One", "elements": [{"_id": "item-1", "element": "elem-1", "position": {"x": 10, "y": -5.5}}]},
 {"name": "Two", "elements": [{"element": "elem-1", "position": {"x": 1, "y": 1}}, {"element": "elem-2", "position": {"x": 2, "y": 3}}]}],
"loops": [{"_id": "loop-1"}], "perspectives": []}"#,
    );
    assert_eq!(draft.title, "Valley");
    assert_eq!(labels(&draft), [("elem-1", "Firm A"), ("elem-2", "Uni")]);
    assert_eq!(ties(&draft), [(0, 1, Mutual), (1, 0, Directed)]);
    assert_eq!(draft.actors[0].at, Some(Point::new(10.0, -5.5)));
    assert_eq!(draft.actors[1].at, Some(Point::new(2.0, 3.0)));
    let kind = column(&draft.actor_columns, "element type");
    assert_eq!(
        (kind.meaning, &*kind.values.iter().collect::<Vec<_>>()),
        (Some(Meaning::Kind), &[text("Company")][..])
    );
    let tags = column(&draft.actor_columns, "tags");
    assert_eq!(tags.meaning, Some(Meaning::Tags));
    assert_eq!(tags.values, [Cell::List(&["big".into(), "old".into()])]);
    assert_eq!(
        column(&draft.actor_columns, "description").meaning,
        Some(Meaning::Note)
    );
    assert_eq!(
        column(&draft.actor_columns, "maps").values,
        [
            Cell::List(&["One".into(), "Two".into()]),
            Cell::List(&["Two".into()])
        ]
    );
    assert_eq!(
        column(&draft.tie_columns, "connection type").values,
        [text("Research")]
    );
    assert_eq!(
        column(&draft.tie_columns, "reversed").values.at(1),
        Cell::Flag(true)
    );
    assert_eq!((draft.found.tie_records, draft.ties.len()), (3, 2));
    let fates: Vec<Fate> = draft.found.remarks.iter().map(|remark| remark.fate).collect();
    assert_eq!(fates, [Fate::Dropped, Fate::Unread]);
    assert_eq!(draft.found.remarks[0].place, "line 8");
}

#[test]
fn a_blueprint_of_kumu_calls_elements_by_their_labels() {
    let draft = drafted(
        kumu::read,
        r#"{"elements":[{"label":"A","type":"Firm"},{"label":"B"}],"connections":[{"from":"A","to":"B","type":"Owns"}]}"#,
    );
    assert_eq!(labels(&draft), [("A", "A"), ("B", "B")]);
    assert_eq!(ties(&draft), [(0, 1, Undirected)]);
    assert_eq!(column(&draft.tie_columns, "type").meaning, Some(Meaning::Kind));
}

#[test]
fn node_link_takes_ids_and_numbers_links_and_edges() {
    let draft = drafted(
        node_link::read,
        r#"{"directed": false, "multigraph": true, "graph": {"name": "N"},
"nodes": [{"id": "a", "sales": NaN, "x": 1, "y": 2, "label": "NaN \" Infinity"}, {"id": "b", "sales": 3.5}, {"id": 7}],
"edges": [
{"source": "a", "target": "b", "key": 0, "weight": 2},
{"source": 0, "target": 7, "weight": -Infinity},
{"source": {"id": "b"}, "target": 2, "directed": true}]}"#,
    );
    assert_eq!(draft.title, "N");
    assert_eq!(labels(&draft), [("a", "NaN \" Infinity"), ("b", ""), ("7", "")]);
    assert_eq!(
        ties(&draft),
        [(0, 1, Undirected), (0, 2, Undirected), (1, 2, Directed)]
    );
    assert_eq!(
        column(&draft.actor_columns, "sales").values.at(1),
        Cell::Number(3.5)
    );
    assert_eq!(draft.actors[0].at, Some(Point::new(1.0, 2.0)));
    let weight = column(&draft.tie_columns, "weight");
    assert_eq!(
        (weight.meaning, &*weight.values.iter().collect::<Vec<_>>()),
        (Some(Meaning::Weight), &[Cell::Number(2.0)][..])
    );
    let d3 = drafted(
        node_link::read,
        r#"{"nodes":[{"name":"Myriel","group":1},{"name":"Cosette","group":2}],"links":[{"source":1,"target":0,"value":8}]}"#,
    );
    assert_eq!(labels(&d3), [("Myriel", ""), ("Cosette", "")]);
    assert_eq!(ties(&d3), [(1, 0, Directed)]);
}

#[test]
fn graphology_and_gephi_lite() {
    let network = r##"{"options":{"type":"mixed"},"attributes":{"title":"T"},"nodes":[{"key":"a","attributes":{"label":"A","x":1,"y":2,"color":"#F00A0B"}},{"key":"b"}],
"edges":[{"key":"e1","source":"a","target":"b","undirected":true,"attributes":{"kind":"k"}},{"source":"b","target":"a"}]}"##;
    let plain = drafted(graphology::read, network);
    assert_eq!(labels(&plain), [("a", "A"), ("b", "")]);
    assert_eq!(ties(&plain), [(0, 1, Undirected), (1, 0, Directed)]);
    assert_eq!(plain.actors[0].at, Some(Point::new(1.0, -2.0)));
    assert_eq!(column(&plain.actor_columns, "color").values, [text("#f00a0b")]);
    let lite = format!(
        r#"{{"type":"gephi-lite","graphDataset":{{"metadata":{{"title":"M"}},"fullGraph":{network},
"nodeData":{{"b":{{"label":"B","size":3}}}},"layout":{{"b":{{"x":4,"y":5}}}},"edgeData":{{"e1":{{"weight":9}}}}}}}}"#
    );
    let lite = drafted(graphology::read, &lite);
    assert_eq!(lite.title, "M");
    assert_eq!(labels(&lite), [("a", "A"), ("b", "B")]);
    assert_eq!(lite.actors[1].at, Some(Point::new(4.0, -5.0)));
    assert_eq!(column(&lite.tie_columns, "weight").values, [Cell::Number(9.0)]);
}

#[test]
fn json_graph_of_both_versions() {
    let first = drafted(
        json_graph::read,
        r#"{"graph":{"label":"L","directed":false,"nodes":[{"id":"a","label":"A","type":"firm","metadata":{"jobs":3}},{"id":"b"}],
"edges":[{"source":"a","target":"b","relation":"owns","metadata":{"since":1990}},{"source":"a","target":"c","directed":true}],
"hyperedges":[{"nodes":["a","b","c"]}]}}"#,
    );
    assert_eq!(labels(&first), [("a", "A"), ("b", ""), ("c", "")]);
    assert_eq!(ties(&first), [(0, 1, Undirected), (0, 2, Directed)]);
    assert_eq!(column(&first.actor_columns, "type").meaning, Some(Meaning::Kind));
    assert_eq!(
        column(&first.tie_columns, "relation").meaning,
        Some(Meaning::Kind)
    );
    assert_eq!(first.found.tie_records, 3);
    let second = drafted(
        json_graph::read,
        r#"{"graphs":[{"id":"g","nodes":{"a":{"label":"A"},"b":{}},"edges":[{"source":"a","target":"b"}]},{"nodes":{"a":{}}}]}"#,
    );
    assert_eq!(labels(&second), [("g::a", "A"), ("g::b", ""), ("2::a", "")]);
    assert_eq!(second.reading.offered, ["g", "2"]);
    assert!(refused(json_graph::read, "{}").contains("neither"));
}

#[test]
fn cytoscape_js_in_both_forms() {
    let grouped = drafted(
        cyjs::read,
        r#"{"data":{"name":"Net"},"elements":{"nodes":[
{"data":{"id":"g","name":"Group"}},
{"data":{"id":"1","name":"A","parent":"g","SUID":61},"position":{"x":5,"y":6},"selected":false},
{"data":{"id":"2","name":"B"}}],
"edges":[{"data":{"id":"9","source":"1","target":"2","interaction":"owns"}}]}}"#,
    );
    assert_eq!(grouped.title, "Net");
    assert_eq!(labels(&grouped), [("1", "A"), ("2", "B")]);
    assert_eq!(ties(&grouped), [(0, 1, Directed)]);
    assert_eq!(grouped.actors[0].group, Some(0));
    assert_eq!(grouped.groups[0].name, "Group");
    assert_eq!(grouped.actors[0].at, Some(Point::new(5.0, 6.0)));
    assert_eq!(column(&grouped.tie_columns, "interaction").values, [text("owns")]);
    let flat = drafted(
        cyjs::read,
        r#"[{"data":{"id":"e","source":"a","target":"b"}},{"data":{"id":"a"}},{"data":{"id":"b"}}]"#,
    );
    assert_eq!((flat.actors.len(), flat.ties.len()), (2, 1));
}

#[test]
fn cx2_resolves_short_names_and_defaults() {
    let draft = drafted(
        cx2::read,
        r#"[{"CXVersion":"2.0","hasFragments":false},
{"attributeDeclarations":[{"nodes":{"name":{"a":"n"},"listed":{"d":"boolean","v":true}},"edges":{"interaction":{"a":"i"}},"networkAttributes":{"name":{}}}]},
{"networkAttributes":[{"name":"Net"}]},
{"nodes":[{"id":0,"x":1,"y":2,"v":{"n":"A"}},{"id":1,"v":{"n":"B","listed":false}}]},
{"edges":[{"id":0,"s":0,"t":1,"v":{"i":"owns"}}]},
{"status":[{"success":true}]}]"#,
    );
    assert_eq!(draft.title, "Net");
    assert_eq!(labels(&draft), [("0", "A"), ("1", "B")]);
    assert_eq!(
        column(&draft.actor_columns, "listed").values,
        [Cell::Flag(true), Cell::Flag(false)]
    );
    assert_eq!(column(&draft.tie_columns, "interaction").values, [text("owns")]);
    assert!(draft.found.remarks.is_empty());
}

#[test]
fn vosviewer_gives_clusters_and_strengths() {
    let draft = drafted(
        vosviewer::read,
        r#"{"network":{"items":[{"id":1,"label":"tu","x":0.5,"y":-1,"cluster":2,"weights":{"Documents":5},"scores":{"Year":2019.5}},{"id":2,"label":"mit"}],
"links":[{"source_id":1,"target_id":2,"strength":4}]}}"#,
    );
    assert_eq!(labels(&draft), [("1", "tu"), ("2", "mit")]);
    assert_eq!(draft.actors[0].at, Some(Point::new(0.5, 1.0)));
    assert_eq!(ties(&draft), [(0, 1, Undirected)]);
    let cluster = column(&draft.actor_columns, "cluster");
    assert_eq!(
        (cluster.meaning, &*cluster.values.iter().collect::<Vec<_>>()),
        (Some(Meaning::Group), &[text("2")][..])
    );
    assert_eq!(
        column(&draft.actor_columns, "weight: Documents").values,
        [Cell::Number(5.0)]
    );
    assert_eq!(
        column(&draft.tie_columns, "strength").meaning,
        Some(Meaning::Weight)
    );
}

#[test]
fn a_member_that_is_there_twice_counts_once_and_is_said() {
    let draft = drafted(
        node_link::read,
        "{\"nodes\":[\n{\"id\":\"a\",\"n\":1,\"n\":2}],\"links\":[]}",
    );
    assert_eq!(column(&draft.actor_columns, "n").values, [Cell::Number(2.0)]);
    let remark = &draft.found.remarks[0];
    assert_eq!((remark.fate, &*remark.place), (Fate::Repaired, "line 2"));
}

#[test]
fn what_is_broken_is_refused_with_its_place() {
    for (json, what) in [
        ("{\"nodes\":[\n{\"id\":1},]}", "(line 2, column 10)"),
        ("{\"nodes\":[\n{\"id\":1}", "too early"),
        (
            "{\"nodes\":\n7}",
            "Here should be the list of nodes (line 2, column 1)",
        ),
        (
            "{\"nodes\":[7],\"links\":[\n 1]}",
            "Here should be a link, which is an object (line 2, column 2)",
        ),
        ("{\"nodes\":[{\"id\":\"\\ud800\"}]}", "valid JSON"),
        ("[]", "Here should be a network"),
    ] {
        let words = refused(node_link::read, json);
        assert!(words.contains(what), "{json}: {words}");
    }
}

#[test]
fn depth_is_no_danger() {
    let deep = format!("{}{}", "[".repeat(500_000), "]".repeat(500_000));
    let draft = drafted(
        node_link::read,
        &format!("{{\"nodes\":[{{\"id\":\"a\",\"deep\":{deep}}}],\"links\":[]}}"),
    );
    assert_eq!(draft.actors.len(), 1);
    for read in [
        kumu::read,
        graphology::read,
        json_graph::read,
        cyjs::read,
        cx2::read,
        vosviewer::read,
    ] as [Read; 6]
    {
        assert!(read(&deep, &Reading::guessed(), &Progress::new(), &Cancel::new()).is_err());
        let open = "{\"nodes\":".repeat(500_000);
        assert!(read(&open, &Reading::guessed(), &Progress::new(), &Cancel::new()).is_err());
    }
}
