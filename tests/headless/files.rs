//! Promises about the text of a project file: what comes back, what is repaired aloud, what is refused and where.
#![expect(clippy::unwrap_used, reason = "helpers of tests are tests as well")]

use milieu::base::geom::Point;
use milieu::files::Fault;
use milieu::files::project::{Opened, read, write};
use milieu::model::{Actor, ActorId, ActorKind, field};
use proptest::prelude::*;

use crate::documents::document;

/// A small project with something in every corner.
pub(crate) const SAMPLE: &str = r#"{"milieu":{"format":1,"app":"0.1.0","by":"someone"},
"project":{
"title":"Sample 产业",
"year":2020,
"notes":"Two lines\nand “quotes” \"here\"",
"authors":["A","B"],
"basic_factors":50,
"demand_sophistication":62.5,
"government_quality":50,
"seed":7,
"plant_hhi":0.125,
"lq":{"industry_region":1200,"hint":[1,2]},
"regions":[{"name":"Here","industry":60,"all":200,"code":"R1"},{"name":"There","industry":30,"all":300}],
"assumptions":{"aggregation":"arithmetic","independence":0.3,"half.magic":7},
"color":"teal"
},
"actors":[
{"id":"a1","name":"F1","kind":"final","x":0,"y":-12.5,"pinned":true,"jobs":300,"revenue":60,"capability":0.6,"absorption":0.5,"export":0.5,"reputation":0.7,"founded":1990,"activity":"26.1","research":0.03,"tags":["big","old"],"mood":{"a":1}},
{"id":"a7","name":"X","kind":"customer","x":100.25,"y":30,"jobs":100,"revenue":20,"capability":0.4,"absorption":0.4,"export":0,"reputation":0.4,"founded":1990,"external":true,"research":0.03,"productivity":120,"note":"far"}
],
"ties":[
{"id":"t3","kind":"supply","from":"a1","to":"a7","weight":0.6,"trust":0.5,"frequency":12,"age":5,"formality":0.5,"value":3.25},
{"id":"t4","kind":"knowledge","from":"a7","to":"a1","weight":0.5,"trust":0.5,"frequency":12,"age":5,"formality":0.5,"mutual":true,"enabled":false,"note":"n","tags":["x"],"since":1e400}
],
"notes":[
{"id":"n2","color":"yellow","x":-3.5,"y":40,"text":"Two\nlines 说明","width":180,"size":14,"angle":15}
],
"zones":[
{"id":"z1","color":"blue","left":-50,"top":-60.25,"right":200,"bottom":90,"name":"Core 核心","note":"who is in","shape":"oval"}
],
"snapshots":[
{"id":"s2","name":"Before","note":"why","project":{"year":2015,"basic_factors":50,"demand_sophistication":50,"government_quality":50,"seed":1,"shade":"gray"},
"actors":[
{"id":"a1","name":"F1","kind":"final","x":0,"y":-12.5,"jobs":300,"revenue":60,"capability":0.6,"absorption":0.5,"export":0.5,"reputation":0.7,"founded":1990,"research":0.03,"mood":7},
{"id":"a3","name":"Gone","kind":"supplier","x":4,"y":5,"jobs":40,"revenue":6,"capability":0.5,"absorption":0.5,"export":0.2,"reputation":0.5,"founded":1990,"research":0.03}
],
"ties":[
{"id":"t1","kind":"social","from":"a3","to":"a1","weight":0.5,"trust":0.5,"frequency":12,"age":5,"formality":0.1,"since":1}
],
"notes":[
{"id":"n1","color":"gray","x":0,"y":0,"text":"then","width":90,"size":10,"old":1}
],"mark":[2]},
{"id":"s5","project":{"year":2020,"basic_factors":50,"demand_sophistication":50,"government_quality":50,"seed":1},
"actors":[
],
"ties":[
]}
],
"scenes":[{"name":"one"}]}
"#;

pub(crate) fn opened(text: &str) -> Opened {
    read(text.as_bytes()).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}

fn refused(text: &str) -> Fault {
    refused_bytes(text.as_bytes())
}

fn refused_bytes(bytes: &[u8]) -> Fault {
    match read(bytes) {
        Ok(opened) => panic!("{} was read", write(&opened.document)),
        Err(fault) => fault,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_saved_comes_back_to_the_bit(document in document()) {
        let text = write(&document);
        let again = read(text.as_bytes()).unwrap();
        prop_assert_eq!(&again.document, &document);
        prop_assert_eq!(&again.notices, &vec![]);
        prop_assert!(again.unplaced.is_empty() && !again.newer());
        // Minus zero equals zero, so the places are compared by their bits as well.
        for ((_, a), (_, b)) in document.places().zip(again.document.places()) {
            prop_assert_eq!(a.at.x.to_bits(), b.at.x.to_bits());
            prop_assert_eq!(a.at.y.to_bits(), b.at.y.to_bits());
        }
        prop_assert_eq!(write(&again.document), text);
    }
}

#[test]
fn the_sample_is_already_in_our_form() {
    let sample = opened(SAMPLE);
    assert_eq!(sample.notices, []);
    let version = format!("\"app\":\"{}\"", env!("CARGO_PKG_VERSION"));
    assert_eq!(
        write(&sample.document),
        SAMPLE.replacen("\"app\":\"0.1.0\"", &version, 1)
    );
}

#[test]
fn every_attribute_is_written_and_read() {
    let sample = opened(SAMPLE).document;
    let used = |id: &str| SAMPLE.contains(&format!("\"{id}\":"));
    for id in field::ACTOR
        .iter()
        .map(|f| f.id)
        .chain(field::TIE.iter().map(|f| f.id))
        .chain(field::NOTE.iter().map(|f| f.id))
        .chain(field::ZONE.iter().map(|f| f.id))
    {
        assert!(used(id), "the sample lacks {id}");
    }
    // A field that the reader did not know would have been put aside as unknown.
    for (_, actor) in sample.actors() {
        for field in field::ACTOR {
            assert!(!actor.extra.unknown.contains_key(field.id), "{}", field.id);
        }
    }
    for (_, note) in sample.notes() {
        assert_eq!(note.unknown.keys().collect::<Vec<_>>(), ["angle"]);
    }
    for (_, zone) in sample.zones() {
        assert_eq!(zone.unknown.keys().collect::<Vec<_>>(), ["shape"]);
    }
    for (_, tie) in sample.ties() {
        for field in field::TIE {
            assert!(!tie.extra.unknown.contains_key(field.id), "{}", field.id);
        }
    }
}

#[test]
fn unknown_fields_are_kept_at_every_level() {
    let text = write(&opened(SAMPLE).document);
    for kept in [
        "\"by\":\"someone\"",
        "\"hint\":[1,2]",
        "\"half.magic\":7",
        "\"color\":\"teal\"",
        "\"mood\":{\"a\":1}",
        "\"since\":1e400",
        "\"scenes\":[{\"name\":\"one\"}]",
        "\"code\":\"R1\"",
        "\"shade\":\"gray\"",
        "\"mood\":7",
        "\"since\":1",
        "\"mark\":[2]",
        "\"angle\":15",
        "\"shape\":\"oval\"",
        "\"old\":1",
    ] {
        assert!(text.contains(kept), "{kept} is gone from\n{text}");
    }
}

/// A project with these actors and ties, one a line, from line 2 on.
fn project_of(actors: &[&str], ties: &[&str]) -> String {
    format!(
        "{{\"milieu\":{{\"format\":1}},\"actors\":[\n{}\n],\"ties\":[\n{}\n]}}",
        actors.join(",\n"),
        ties.join(",\n")
    )
}

const A1: &str = r#"{"id":"a1","kind":"final","x":0,"y":0}"#;

fn places_of(opened: &Opened) -> Vec<&str> {
    opened
        .notices
        .iter()
        .map(|notice| notice.place.as_str())
        .collect()
}

#[test]
fn a_newer_format_opens_flagged_and_keeps_what_it_holds() {
    let newer = SAMPLE.replacen("\"format\":1", "\"format\":7", 1);
    let sample = opened(&newer);
    assert!(sample.newer());
    assert_eq!(sample.document, opened(SAMPLE).document);
    let unreadable = newer.replacen("\"kind\":\"final\"", "\"kind\":\"moonbase\"", 1);
    let fault = refused(&unreadable).to_string();
    assert!(
        fault.contains("newer Milieu (format 7)") && fault.contains("moonbase"),
        "{fault}"
    );
}

#[test]
fn a_byte_order_mark_is_no_trouble_and_other_encodings_are_named() {
    assert_eq!(
        opened(&format!("\u{feff}{SAMPLE}")).document,
        opened(SAMPLE).document
    );
    for little in [true, false] {
        for mark in [true, false] {
            let text = if mark {
                format!("\u{feff}{SAMPLE}")
            } else {
                SAMPLE.to_owned()
            };
            let bytes: Vec<u8> = text
                .encode_utf16()
                .flat_map(|unit| {
                    if little {
                        unit.to_le_bytes()
                    } else {
                        unit.to_be_bytes()
                    }
                })
                .collect();
            assert!(refused_bytes(&bytes).to_string().contains("UTF-16"));
        }
    }
    let mut latin = SAMPLE.replace("产业", "?").into_bytes();
    let at = latin.iter().position(|&byte| byte == b'?').unwrap();
    latin[at] = 0xE9;
    let fault = refused_bytes(&latin);
    assert!(fault.to_string().contains("not in UTF-8"), "{fault}");
    assert_eq!((fault.line(), fault.column()), (Some(3), Some(17)));
}

#[test]
fn what_is_no_project_is_refused() {
    for text in [
        "{}",
        "[1,2]",
        "7",
        r#"{"type":"FeatureCollection","actors":[{"name":"x"}]}"#,
        r#"{"milieu":3}"#,
        r#"{"actors":[]}"#,
        &"[".repeat(200_000),
    ] {
        let fault = refused(text).to_string();
        assert!(fault.contains("not a Milieu project"), "{fault}");
    }
    assert!(refused("").to_string().contains("nothing in it"));
    assert!(refused(" \n").to_string().contains("nothing in it"));
    assert!(
        refused("\0\0\0\0")
            .to_string()
            .contains("nothing in it but zeros")
    );
}

/// Line and column of a byte, found the slow way.
fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..offset];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}

#[test]
fn what_is_broken_is_refused_with_its_place() {
    /// The sample with something else in one place.
    fn with(old: &str, new: &str) -> String {
        assert!(SAMPLE.contains(old), "{old}");
        SAMPLE.replacen(old, new, 1)
    }
    let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    // The text, what is said about it, and the part of the text that is pointed at.
    let cases = [
        ("PK\u{3}\u{4}".to_owned(), "not valid JSON", "PK"),
        (r#"{"milieu":{}}"#.into(), "does not say which format", "{}"),
        (
            with("\"format\":1", "\"format\":0"),
            "There is no format 0",
            "0,\"app\"",
        ),
        (
            with("\"format\":1", "\"format\":1.5"),
            "There is no format 1.5",
            "1.5",
        ),
        (
            with("\"format\":1", "\"format\":\"1\""),
            "“format” takes a number, not a text",
            "\"1\",\"app\"",
        ),
        (format!("{SAMPLE}###"), "more text after the end", "###"),
        (
            format!("{SAMPLE}{SAMPLE}").replacen("}\n{", "}\n  {", 1),
            "more text after the end",
            "  {",
        ),
        (
            with("\"year\":2020", "\"year\":2020 2021"),
            "not valid JSON",
            "2021",
        ),
        (
            with("\"tags\":[\"big\"", "\"tags\":[\"big\",,"),
            "not valid JSON",
            ",,",
        ),
        (
            with("[{\"name\":\"one\"}]", &deep(128)),
            "nested more than 128 deep",
            "[]",
        ),
        (
            with("[{\"name\":\"one\"}]", &deep(200_000)),
            "nested more than 128 deep",
            "",
        ),
        (
            with("\"mood\":{\"a\":1}", &format!("\"mood\":{}", deep(126))),
            "nested more than 128 deep",
            "[]",
        ),
        (
            with("[\"big\",\"old\"]", &format!("[ {}]", deep(200_000))),
            "“tags” takes a text, not a list",
            "[[[",
        ),
        (
            with("\"x\":0", "\"x\":1e999"),
            "“x” is too large a number: 1e999",
            "1e999",
        ),
        (
            with("\"jobs\":300", "\"jobs\":-1e999"),
            "“jobs” is too large a number",
            "-1e999",
        ),
        (with("\"jobs\":300", "\"jobs\":NaN"), "not valid JSON", "NaN"),
        (
            with("\"jobs\":300", "\"jobs\":null"),
            "“jobs” takes a number, not null",
            "null",
        ),
        (
            with("\"jobs\":300", "\"jobs\":\"300\""),
            "“jobs” takes a number, not a text",
            "\"300\"",
        ),
        (
            with("\"pinned\":true", "\"pinned\":[1]"),
            "“pinned” takes true or false, not a list",
            "[1]",
        ),
        (
            with("[\"big\",\"old\"]", "[\"big\",5]"),
            "“tags” takes a text, not a number",
            "5]",
        ),
        (
            with("[\"A\",\"B\"]", "\"A, B\""),
            "“authors” takes a list, not a text",
            "\"A, B\"",
        ),
        (
            with("\"name\":\"F1\"", "\"name\":\"\\ud800\""),
            "character that does not exist",
            "",
        ),
        (
            with("\"kind\":\"final\"", "\"kind\":\"firm\""),
            "no kind of actor called “firm”",
            "\"firm\"",
        ),
        (
            with("\"kind\":\"supply\"", "\"kind\":\"love\""),
            "no kind of tie called “love”",
            "\"love\"",
        ),
        (
            with("\"arithmetic\"", "\"best\""),
            "no aggregation called “best”",
            "\"best\"",
        ),
        (
            with("\"id\":\"a1\"", "\"id\":\"1\""),
            "an id looks like \"a12\"",
            "\"1\",\"name\"",
        ),
        (
            with("\"a1\"", "\"a18446744073709551615\""),
            "number in an id is at most",
            "\"a184",
        ),
        (
            with("\"from\":\"a1\",", ""),
            "does not say “from” which actor",
            "{\"id\":\"t3\"",
        ),
        (
            with("\"kind\":\"final\",", ""),
            "actor does not say its kind",
            "{\"id\":\"a1\"",
        ),
        (
            with("{\"id\":\"a1\"", "7,{\"id\":\"a1\""),
            "an actor, which is an object",
            "7,{",
        ),
        (
            with("\"ties\":[\n", "\"ties\":[null,\n"),
            "a tie, which is an object",
            "",
        ),
        (
            with("\"ties\":[\n", "\"ties\":[{},\n"),
            "tie does not say its kind",
            "",
        ),
        (r#"{"milieu":{"format":1},"actors":{}}"#.into(), "a list", ""),
    ];
    for (text, what, pointed_at) in cases {
        let start: String = text.chars().take(60).collect();
        let fault = refused(&text);
        assert!(
            fault.to_string().contains(what),
            "{fault}, not {what}, for {start}"
        );
        let found = fault.line().zip(fault.column());
        assert!(found.is_some(), "{fault} has no place");
        if !pointed_at.is_empty() {
            let expected = place(&text, text.find(pointed_at).unwrap());
            // The parser points at or just behind what it could not take.
            let slack = usize::from(what == "not valid JSON" || what == "more text after the end") * 2;
            let (line, column) = found.unwrap();
            assert_eq!(line, expected.0, "{fault} for {pointed_at}");
            assert!(
                column.abs_diff(expected.1) <= slack,
                "{fault} for {pointed_at}, {expected:?}"
            );
        }
    }
}

#[test]
fn brackets_up_to_the_limit_are_kept() {
    // One bracket of the project and 127 more.
    let deep = format!("{}{}", "[".repeat(127), "]".repeat(127));
    let text = SAMPLE.replacen("[{\"name\":\"one\"}]", &deep, 1);
    assert!(write(&opened(&text).document).contains(&deep));
}

#[test]
fn a_field_that_is_there_twice_is_refused_at_every_level() {
    for (once, twice) in [
        ("\"scenes\":", "\"scenes\":1,\"scenes\":"),
        ("\"project\":", "\"project\":{},\"project\":"),
        ("\"ties\":", "\"ties\":[],\"ties\":"),
        ("\"app\":", "\"app\":\"x\",\"app\":"),
        ("\"by\":", "\"by\":1,\"by\":"),
        ("\"title\":", "\"title\":\"x\",\"title\":"),
        ("\"hint\":", "\"hint\":1,\"hint\":"),
        ("\"independence\":", "\"independence\":0.1,\"independence\":"),
        ("\"jobs\":", "\"jobs\":1,\"jobs\":"),
        // The same name in another spelling.
        ("\"jobs\":", "\"j\\u006fbs\":1,\"jobs\":"),
        ("\"mood\":", "\"mood\":1,\"mood\":"),
        ("\"weight\":", "\"weight\":1,\"weight\":"),
        ("\"since\":", "\"since\":1,\"since\":"),
    ] {
        let fault = refused(&SAMPLE.replacen(once, twice, 1));
        assert!(fault.to_string().contains("is there twice"), "{twice}: {fault}");
        assert!(fault.line().is_some(), "{twice}");
    }
    let many: Vec<String> = (0..50_000).map(|n| format!("\"f{n}\":1")).collect();
    let actor = format!(
        "{{\"id\":\"a1\",\"kind\":\"final\",{},\"f77\":2}}",
        many.join(",")
    );
    assert!(
        refused(&project_of(&[&actor], &[]))
            .to_string()
            .contains("“f77” is there twice")
    );
}

#[test]
fn what_can_be_repaired_is_and_is_said_with_its_line() {
    let text = project_of(
        &[
            r#"{"id":"a1","kind":"final","x":0,"y":0,"jobs":-5,"export":1.5}"#,
            r#"{"id":"a2","kind":"supplier","x":1e300,"y":5}"#,
            r#"{"id":"a1","kind":"customer","x":9,"y":9}"#,
            r#"{"kind":"center","x":9,"y":9}"#,
        ],
        &[
            r#"{"id":"t1","kind":"supply","from":"a2","to":"a1","weight":0}"#,
            r#"{"id":"t2","kind":"social","from":"a1","to":"a9"}"#,
            r#"{"id":"t1","kind":"social","from":"a1","to":"a2","mutual":true,"value":3}"#,
        ],
    );
    let repaired = opened(&text);
    let document = &repaired.document;
    let said: Vec<String> = repaired.notices.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "line 2, column 46: “jobs” lies from 0 to 1000000, so 0 is used instead of -5",
            "line 2, column 58: “export” lies from 0 to 1, so 1 is used instead of 1.5",
            "line 3, column 34: “x” lies from -10000000 to 10000000, so 10000000 is used instead of 1e300",
            "line 7, column 59: “weight” lies from 0.000001 to 1, so 0.000001 is used instead of 0",
            "line 9, column 59: Only knowledge ties can be mutual, so this one is not",
            "line 9, column 72: Only supply and finance ties have a value, so this one has none",
            "line 4, column 1: The id a1 is used twice, so the second one became a3",
            "line 5, column 1: There was no id, so it became a4",
            "line 8, column 1: This tie was left out, because there is no actor a9",
            "line 9, column 1: The id t1 is used twice, so the second one became t3",
        ]
    );
    assert_eq!((document.actor_count(), document.tie_count()), (4, 2));
    // Ties go to the first of two actors with the same id.
    assert!(
        document
            .ties()
            .all(|(_, tie)| tie.touches(ActorId::new(1).unwrap()))
    );
    assert_eq!(
        document.actor(ActorId::new(3).unwrap()).unwrap().kind,
        ActorKind::Customer
    );
    // Once saved, there is nothing left to repair.
    let again = opened(&write(document));
    assert_eq!((again.notices, &again.document), (vec![], document));
}

#[test]
fn snapshots_are_repaired_by_the_same_rules() {
    let text = SAMPLE
        .replace("\"id\":\"s5\",", "\"id\":\"s2\",")
        .replace("\"year\":2015", "\"year\":2015,\"title\":\"Old\"")
        .replace("\"x\":4,\"y\":5,\"jobs\":40", "\"jobs\":-40")
        .replace("\"from\":\"a3\"", "\"from\":\"a9\"");
    let repaired = opened(&text);
    let said: Vec<String> = repaired.notices.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "line 35, column 51: “jobs” lies from 0 to 1000000, so 0 is used instead of -40",
            "line 38, column 1: This tie was left out, because there is no actor a9",
            "line 32, column 1: A snapshot keeps numbers of the project, not its title or story, so these were left out",
            "line 43, column 1: The id s2 is used twice, so the second one became s3",
        ]
    );
    let document = &repaired.document;
    let names: Vec<String> = document
        .snapshots()
        .map(|(id, _)| document.snapshot_name(id))
        .collect();
    assert_eq!(names, ["Before", "Snapshot 3"]);
    // What a snapshot holds may come back, so nobody else gets its id.
    assert_eq!(document.ids().actor().number(), 8);
    let again = opened(&write(document));
    assert_eq!((again.notices, &again.document), (vec![], document));
}

#[test]
fn a_flood_of_repairs_is_counted() {
    let actors = vec![r#"{"kind":"final","jobs":-1,"x":0,"y":0}"#; 5_000];
    let repaired = opened(&project_of(&actors, &[]));
    assert_eq!(repaired.document.actor_count(), 5_000);
    assert!(repaired.notices.len() < 300);
    let last = &repaired.notices.last().unwrap().sentence;
    assert!(last.contains("more repairs"), "{last}");
}

#[test]
fn a_missing_list_is_said_aloud() {
    let bare = opened("{\"milieu\":{\"format\":1}}");
    assert!(bare.document.is_empty());
    assert_eq!(bare.notices.len(), 2);
}

#[test]
fn what_a_person_leaves_out_is_as_usual() {
    let text = project_of(
        &[
            A1,
            r#"{"id":"a2","kind":"university","name":"U"}"#,
            r#"{"id":"a3","kind":"final","x":4}"#,
        ],
        &[],
    );
    let written = opened(&text);
    assert_eq!(places_of(&written), Vec::<&str>::new());
    let unplaced: Vec<String> = written.unplaced.iter().map(ToString::to_string).collect();
    assert_eq!(unplaced, ["a2", "a3"]);
    let document = &written.document;
    assert_eq!(
        document.actor(written.unplaced[0]),
        Some(&Actor::new("U", ActorKind::University))
    );
    let places: Vec<Point> = document.places().map(|(_, place)| place.at).collect();
    assert!(places[0].distance(places[1]) > 40.0 && places[1].distance(places[2]) > 40.0);
    assert_eq!(opened(&text).document, *document);
}

#[test]
fn a_project_cut_anywhere_is_refused() {
    assert!(SAMPLE.ends_with("}\n"));
    for end in 0..SAMPLE.len() - 1 {
        let fault = refused_bytes(&SAMPLE.as_bytes()[..end]);
        assert!(!fault.to_string().is_empty());
    }
    assert_eq!(
        read(&SAMPLE.as_bytes()[..SAMPLE.len() - 1]).unwrap().document,
        opened(SAMPLE).document
    );
}

/// A damaged file opens whole, or says what is missing, or is refused.
fn never_half(bytes: &[u8]) {
    if let Ok(opened) = read(bytes) {
        let whole = opened.document.actor_count() == 2 && opened.document.tie_count() == 2;
        assert!(
            whole || !opened.notices.is_empty(),
            "{}",
            String::from_utf8_lossy(bytes)
        );
        for (_, place) in opened.document.places() {
            assert!(place.at.is_finite());
        }
        // Whatever was made of it can be saved and comes back.
        assert_eq!(
            read(write(&opened.document).as_bytes()).unwrap().document,
            opened.document
        );
    }
}

#[test]
fn no_single_flipped_bit_loads_half() {
    let mut bytes = SAMPLE.as_bytes().to_vec();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            bytes[at] ^= 1 << bit;
            never_half(&bytes);
            bytes[at] ^= 1 << bit;
        }
    }
}

#[test]
fn random_damage_never_panics() {
    let mut rng = milieu::base::rng::Rng::new(17);
    let pieces: [&[u8]; 12] = [
        b"\"", b"{", b"}", b"[", b"]", b",", b":", b"1e999", b"-", b"null", b"\\u", b"\xff",
    ];
    for _ in 0..10_000 {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        for _ in 0..=rng.below(3) {
            let at = rng.below(bytes.len());
            match rng.below(3) {
                0 => bytes[at] = rng.next_u32() as u8,
                1 => drop(bytes.drain(at..(at + rng.below(40)).min(bytes.len()))),
                _ => drop(bytes.splice(at..at, pieces[rng.below(pieces.len())].iter().copied())),
            }
        }
        if let Ok(opened) = read(&bytes) {
            assert_eq!(
                read(write(&opened.document).as_bytes()).unwrap().document,
                opened.document
            );
        }
    }
}

#[test]
fn the_page_of_the_format_is_current_and_its_example_opens() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/file-format.md");
    let page = milieu::files::reference_page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == page,
        "docs/file-format.md is out of date; UPDATE_DOCS=1 cargo test writes it again"
    );
    let (_, example) = page.split_once("```json\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    let example = opened(example);
    assert_eq!(example.notices, []);
    assert_eq!(
        (example.document.actor_count(), example.document.tie_count()),
        (2, 1)
    );
    let written: serde_json::Value =
        serde_json::from_str(&write(&opened(&SAMPLE.replace("1e400", "1")).document)).unwrap();
    for (heading, objects) in [
        ("## `milieu`", vec![&written["milieu"]]),
        ("## `project`", vec![&written["project"]]),
        (
            "## `actors`",
            written["actors"].as_array().unwrap().iter().collect(),
        ),
        ("## `ties`", written["ties"].as_array().unwrap().iter().collect()),
        (
            "### `regions`",
            written["project"]["regions"].as_array().unwrap().iter().collect(),
        ),
        (
            "## `snapshots`",
            written["snapshots"].as_array().unwrap().iter().collect(),
        ),
    ] {
        let (_, section) = page.split_once(heading).unwrap();
        let rows: Vec<&str> = section
            .lines()
            .take_while(|line| !line.starts_with("##"))
            .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
            .map(|(field, _)| field)
            .collect();
        for object in objects {
            let fields: Vec<&String> = object.as_object().unwrap().keys().collect();
            let places: Vec<usize> = fields
                .iter()
                .filter_map(|field| rows.iter().position(|row| row == field))
                .collect();
            assert!(places.is_sorted(), "{heading} {fields:?}");
            let invented = ["by", "color", "mood", "since", "code", "shade", "mark"];
            let unknown = fields
                .iter()
                .filter(|field| invented.contains(&field.as_str()))
                .count();
            assert_eq!(places.len() + unknown, fields.len(), "{heading} {fields:?}");
        }
    }
}
