//! Hostile XML, packed files, gigantic files, numbers that are none, and text that is not UTF-8.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use milieu::exchange::draft::{Cell, Draft};
use milieu::model::field::{self, Value};
use milieu::model::{Actor, ActorKind, Tie, TieKind};

use super::*;

fn of(format: Format, bytes: &[u8]) -> Result<Draft, Fault> {
    read::read(bytes, "x", &Reading::of(format), &Progress::new(), &Cancel::new())
}

/// A graph of the format around what stands in it.
fn xml(format: Format, before: &str, inside: &str) -> String {
    match format {
        Format::GraphMl => format!(
            "{before}<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"><graph \
             edgedefault=\"directed\"><node id=\"a\"/>{inside}</graph></graphml>"
        ),
        _ => format!(
            "{before}<gexf version=\"1.2\"><graph defaultedgetype=\"directed\"><nodes><node id=\"a\" \
             label=\"A\"/>{inside}</nodes></graph></gexf>"
        ),
    }
}

const XML: [Format; 2] = [Format::GraphMl, Format::Gexf];

#[test]
fn promise_12_hostile_xml_entities_are_never_expanded() {
    for format in XML {
        let mut laughs = "<!DOCTYPE graphml [<!ENTITY l0 \"ha\">".to_owned();
        for level in 1..40 {
            laughs += &format!("<!ENTITY l{level} \"&l{};&l{};\">", level - 1, level - 1);
        }
        laughs += "]>";
        let text = xml(format, &laughs, "<node id=\"&l39;\"/>");
        if let Ok(draft) = of(format, text.as_bytes()) {
            assert!(sound::weight(&draft) < 10_000, "{format:?}");
        }
        let secret = std::env::temp_dir().join("milieu-hostile-secret.txt");
        std::fs::write(&secret, "SECRET").unwrap();
        for uri in [
            format!("file://{}", secret.display()),
            secret.display().to_string(),
        ] {
            let outside = format!("<!DOCTYPE graphml [<!ENTITY x SYSTEM \"{uri}\">]>");
            let text = xml(format, &outside, "<node id=\"b\" label=\"&x;\">&x;</node>");
            if let Ok(draft) = of(format, text.as_bytes()) {
                assert!(!format!("{draft:?}").contains("SECRET"), "{format:?}");
            }
        }
        std::fs::remove_file(&secret).unwrap();
        let outside = xml(
            format,
            "<!DOCTYPE graphml SYSTEM \"http://127.0.0.1:9/x.dtd\">",
            "<node id=\"b\"/>",
        );
        of(format, outside.as_bytes()).unwrap_or_else(|fault| panic!("a mere mention is harmless: {fault}"));
    }
}

#[test]
fn promise_12_hostile_xml_of_any_depth_and_width_is_read_or_refused() {
    for format in XML {
        let deep = xml(format, "", &"<x>".repeat(1_000_000));
        let fault = of(format, deep.as_bytes()).unwrap_err();
        assert!(fault.line().is_some(), "{format:?}: {fault}");
        let closed = xml(
            format,
            "",
            &format!("{}{}", "<x>".repeat(200_000), "</x>".repeat(200_000)),
        );
        check(Some(format), "deep.xml", closed.as_bytes(), "many levels");
        let nodes = format!(
            "{}{}",
            "<node id=\"g\"><graph>".repeat(20_000),
            "</graph></node>".repeat(20_000)
        );
        check(
            Some(format),
            "nested.xml",
            xml(format, "", &nodes).as_bytes(),
            "graphs in graphs",
        );
        let mut wide = "<node id=\"b\"".to_owned();
        for number in 0..100_000 {
            wide += &format!(" a{number}=\"1\"");
        }
        wide += "/>";
        check(
            Some(format),
            "wide.xml",
            xml(format, "", &wide).as_bytes(),
            "many attributes",
        );
        let long = format!("<node id=\"{}\"/>", "x".repeat(4 << 20));
        check(
            Some(format),
            "long.xml",
            xml(format, "", &long).as_bytes(),
            "a long name",
        );
    }
}

#[test]
fn promise_12_hostile_xml_with_a_wrong_declaration_of_its_encoding_is_read_or_refused() {
    for format in XML {
        for label in ["utf-16", "shift_jis", "no-such-thing", "utf-7", "", "iso-8859-1"] {
            let text = xml(
                format,
                &format!("<?xml version=\"1.0\" encoding=\"{label}\"?>"),
                "<node id=\"日本\"/>",
            );
            check(Some(format), "x.xml", text.as_bytes(), "a wrong declaration");
        }
        let latin = xml(
            format,
            "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>",
            "<node id=\"M\u{fc}ller\"/>",
        );
        let bytes: Vec<u8> = latin.chars().map(|sign| sign as u8).collect();
        let draft = read::read(
            &bytes,
            "x.xml",
            &Reading::guessed(),
            &Progress::new(),
            &Cancel::new(),
        )
        .unwrap();
        assert!(
            draft.actors.iter().any(|actor| &*actor.id == "Müller"),
            "{format:?}"
        );
    }
}

#[test]
fn promise_13_packed_files_do_not_take_more_than_they_may() {
    // A thousand times its size, unpacked; the first bytes look like a graph.
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(b"graph [ node [ id 1 ] ").unwrap();
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..64 {
        packed.write_all(&blanks).unwrap();
    }
    packed.write_all(b"]").unwrap();
    let bytes = packed.finish().unwrap();
    assert!(bytes.len() < 100_000);
    let reading = Reading::guessed();
    match read::read(&bytes, "x.gml.gz", &reading, &Progress::new(), &Cancel::new()) {
        Ok(draft) => assert_eq!(draft.actors.len(), 1),
        Err(fault) => assert!(!fault.to_string().is_empty()),
    }
}

#[test]
fn promise_13_a_cell_far_away_takes_no_memory_for_those_before_it() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in ["From", "To"].iter().enumerate() {
        sheet.write_string(0, column as u16, *heading).unwrap();
        sheet
            .write_string(1, column as u16, format!("Firm {column}"))
            .unwrap();
    }
    sheet.write_string(1_048_575, 16_383, "far away").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    match of(Format::Xlsx, &bytes) {
        Ok(draft) => assert!(sound::weight(&draft) < 64 << 20),
        Err(fault) => assert!(!fault.to_string().is_empty()),
    }
}

/// Raises a flag as soon as there is progress.
fn given_up_half_way(format: Format, bytes: Vec<u8>) {
    let (progress, cancel) = (Progress::new(), Cancel::new());
    let done = Arc::new(AtomicBool::new(false));
    let watch = {
        let (progress, cancel, done) = (progress.clone(), cancel.clone(), done.clone());
        std::thread::Builder::new()
            .name("watch".to_owned())
            .spawn(move || {
                while progress.share() == 0.0 && !done.load(Ordering::Relaxed) {
                    std::thread::yield_now();
                }
                cancel.raise();
            })
            .unwrap()
    };
    let result = read::read(&bytes, "x", &Reading::of(format), &progress, &cancel);
    done.store(true, Ordering::Relaxed);
    watch.join().unwrap();
    let fault = result
        .err()
        .unwrap_or_else(|| panic!("{format:?} was read to its end"));
    assert!(fault.to_string().contains("given up"), "{format:?}: {fault}");
    assert!(progress.share() > 0.0, "{format:?}");
}

/// `MILIEU_GIGANTIC=10` makes them ten times as large: a million rows, a hundred thousand nodes.
#[test]
fn promise_14_gigantic_but_valid_files_tell_how_far_they_are_and_can_be_given_up() {
    let times = std::env::var("MILIEU_GIGANTIC")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(1);
    let ties: usize = 100_000 * times;
    let actors = ties / 10;
    let pair = |number: usize| (number % actors, (number * 7 + 1) % actors);
    let lines = |line: &dyn Fn(usize, usize) -> String| -> String {
        (0..ties).map(&pair).map(|(from, to)| line(from, to)).collect()
    };
    let csv = format!(
        "from,to,weight\n{}",
        lines(&|from, to| format!("n{from},n{to},0.5\n"))
    );
    let net = format!(
        "*Vertices {actors}\n*Arcs\n{}",
        lines(&|from, to| format!("{} {} 1\n", from + 1, to + 1))
    );
    let dl = format!(
        "dl n={actors} format=edgelist1 data:\n{}",
        lines(&|from, to| format!("{} {}\n", from + 1, to + 1))
    );
    let gml = format!(
        "graph [\n{}]",
        lines(&|from, to| format!("edge [ source {from} target {to} ]\n"))
    );
    let dot = format!(
        "digraph {{\n{}}}",
        lines(&|from, to| format!("n{from} -> n{to};\n"))
    );
    let edges = lines(&|from, to| format!("<edge source=\"n{from}\" target=\"n{to}\"/>\n"));
    let graphml = format!("<graphml><graph edgedefault=\"directed\">{edges}</graph></graphml>");
    let json = format!(
        "{{\"nodes\":[],\"links\":[{}{{\"source\":\"a\",\"target\":\"b\"}}]}}",
        lines(&|from, to| format!("{{\"source\":\"n{from}\",\"target\":\"n{to}\"}},\n"))
    );
    for (format, text) in [
        (Format::Table, csv),
        (Format::Pajek, net),
        (Format::Dl, dl),
        (Format::Gml, gml),
        (Format::Dot, dot),
        (Format::GraphMl, graphml),
        (Format::NodeLink, json),
    ] {
        let progress = Progress::new();
        let draft = read::read(
            text.as_bytes(),
            "x",
            &Reading::of(format),
            &progress,
            &Cancel::new(),
        );
        let draft = draft.unwrap_or_else(|fault| panic!("{format:?}: {fault}"));
        assert!(
            draft.ties.len() >= ties && draft.actors.len() >= actors,
            "{format:?}"
        );
        assert!(progress.share() > 0.5, "{format:?} tells {}", progress.share());
        let weight = sound::weight(&draft);
        assert!(
            weight < 10 * text.len(),
            "{format:?}: a draft of {weight} bytes of {}",
            text.len()
        );
        given_up_half_way(format, text.into_bytes());
    }
}

/// What is no number, in the words of each format; and what is one, but none that anybody can mean.
#[test]
fn promise_15_numbers_that_are_none_do_not_come_in_by_a_file() {
    let words = [
        "NaN",
        "nan",
        "inf",
        "-Infinity",
        "1e999",
        "-1e999",
        "-0.0",
        "4.9e-324",
        "1e308",
    ];
    for word in words {
        let files = [
            (
                Format::Table,
                format!("from,to,weight,trust\na,b,{word},{word}\nb,c,0.5,0.5\n"),
            ),
            (
                Format::Pajek,
                format!("*Vertices 2\n1 \"a\" {word} {word}\n2 \"b\"\n*Arcs\n1 2 {word}\n"),
            ),
            (Format::Dl, format!("dl n=2 data: 0 {word} 1 0")),
            (
                Format::Gml,
                format!(
                    "graph [ node [ id 1 jobs {word} graphics [ x {word} y 1 ] ] edge [ source 1 target 1 weight {word} ] ]"
                ),
            ),
            (
                Format::Dot,
                format!("digraph {{ a [pos=\"{word},1\", jobs=\"{word}\"]; a -> b [weight=\"{word}\"] }}"),
            ),
            (
                Format::GraphMl,
                format!(
                    "<graphml><key id=\"x\" for=\"node\" attr.name=\"x\" attr.type=\"double\"/><key id=\"y\" \
                     for=\"node\" attr.name=\"y\" attr.type=\"double\"/><key id=\"w\" for=\"edge\" \
                     attr.name=\"weight\" attr.type=\"double\"/><graph edgedefault=\"directed\"><node id=\"a\"><data \
                     key=\"x\">{word}</data><data key=\"y\">1</data></node><edge source=\"a\" target=\"b\"><data \
                     key=\"w\">{word}</data></edge></graph></graphml>"
                ),
            ),
            (
                Format::Gexf,
                format!(
                    "<gexf version=\"1.2\" xmlns:viz=\"v\"><graph><nodes><node id=\"a\" label=\"A\"><viz:position \
                     x=\"{word}\" y=\"1\"/><viz:size value=\"{word}\"/></node></nodes><edges><edge source=\"a\" \
                     target=\"a\" weight=\"{word}\"/></edges></graph></gexf>"
                ),
            ),
            (
                Format::NodeLink,
                format!(
                    "{{\"nodes\":[{{\"id\":\"a\",\"x\":{word},\"y\":1}}],\"links\":[{{\"source\":\"a\",\"target\":\"a\",\"weight\":{word}}}]}}"
                ),
            ),
        ];
        for (format, text) in files {
            check(Some(format), word, text.as_bytes(), "a number that is none");
            if let Ok(draft) = of(format, text.as_bytes()) {
                let mapping = Mapping::guess(&draft, &Dictionary::default());
                let taken = taking::take(&draft, &mapping, None, &Progress::new(), &Cancel::new()).unwrap();
                finite(&taken.document, &format!("{format:?} {word}"));
            }
        }
    }
}

fn finite(document: &Document, what: &str) {
    for (id, actor) in document.actors() {
        assert!(
            document.place(id).is_none_or(|place| place.at.is_finite()),
            "{what}: {id}"
        );
        for field in field::ACTOR {
            if let Value::Number(number) = field.get(actor) {
                assert!(number.is_finite(), "{what}: {}", field.id);
            }
        }
    }
    for (_, tie) in document.ties() {
        for field in field::TIE {
            if let Value::Number(number) = field.get(tie) {
                assert!(
                    number.is_finite() && number.abs() <= 1e15,
                    "{what}: {} {number}",
                    field.id
                );
            }
        }
    }
}

#[test]
fn promise_15_numbers_that_are_none_do_not_come_in_by_hand_script_or_project() {
    let words = ["NaN", "inf", "-inf", "1e999", "infinity", "-NaN"];
    for word in words {
        for field in field::ACTOR {
            let mut actor = Actor::new("A", ActorKind::Final);
            let before = actor.clone();
            if matches!(field.accepts, field::Accepts::Number { .. }) {
                let set = field.parse(word).and_then(|value| field.set(&mut actor, value));
                assert!(set.is_err() && actor == before, "{} took {word}", field.id);
            }
        }
        let [a, b] = [1, 2].map(|number| milieu::model::ActorId::new(number).unwrap());
        for field in field::TIE {
            let mut tie = Tie::new(TieKind::Supply, a, b);
            let before = tie.clone();
            if matches!(field.accepts, field::Accepts::Number { .. }) {
                let set = field.parse(word).and_then(|value| field.set(&mut tie, value));
                assert!(set.is_err() && tie == before, "{} took {word}", field.id);
            }
        }
    }
    for number in ["1e999", "-1e999", "1e400"] {
        let script =
            format!("[{{\"do\":\"add_actor\",\"name\":\"A\",\"kind\":\"final\",\"x\":{number},\"y\":0}}]");
        let run = milieu::files::script::run(&script, &Document::default(), &mut Ids::default());
        assert!(run.is_err(), "{number}");
        let text = String::from_utf8(small_project()).unwrap().replace("1.5", number);
        if let Ok(opened) = project::read(text.as_bytes()) {
            finite(&opened.document, number);
        }
    }
}

#[test]
fn promise_17_text_that_is_not_utf_8_keeps_its_names() {
    let table = |names: [&str; 3]| {
        let [a, b, c] = names;
        format!("from;to;type\r\n{a};{b};supply\r\n{b};{c};trust\r\n{c};{a};supply\r\n{a};{c};finance\r\n")
    };
    let chinese = ["顺德家电制造有限公司", "佛山市电机厂", "华南理工大学"];
    let german = ["Müller & Söhne", "Gießerei Bäuerle", "Universität Köln"];
    let utf_16 = |text: &str, big: bool, mark: bool| -> Vec<u8> {
        let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
        units
            .flat_map(|unit: u16| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    };
    let (chinese_text, german_text) = (table(chinese), table(german));
    let files: Vec<(&str, Vec<u8>, [&str; 3])> = vec![
        (
            "gb18030",
            encoding_rs::GB18030.encode(&chinese_text).0.into_owned(),
            chinese,
        ),
        (
            "windows-1252",
            encoding_rs::WINDOWS_1252.encode(&german_text).0.into_owned(),
            german,
        ),
        ("utf-16 with a mark", utf_16(&chinese_text, false, true), chinese),
        ("utf-16 the other way", utf_16(&german_text, true, true), german),
        (
            "utf-16 without a mark",
            utf_16(&german_text, false, false),
            german,
        ),
        (
            "utf-8 with a mark",
            [b"\xef\xbb\xbf", german_text.as_bytes()].concat(),
            german,
        ),
    ];
    for (what, bytes, names) in files {
        let draft = read::read(
            &bytes,
            "x.csv",
            &Reading::guessed(),
            &Progress::new(),
            &Cancel::new(),
        );
        let draft = draft.unwrap_or_else(|fault| panic!("{what}: {fault}"));
        let ids: Vec<&str> = draft.actors.iter().map(|actor| &*actor.id).collect();
        assert_eq!(ids, names, "{what}");
        let columns: Vec<Cell<'_>> = draft
            .tie_columns
            .iter()
            .flat_map(|column| column.values.iter())
            .collect();
        assert!(columns.contains(&Cell::Text("supply")), "{what}: {columns:?}");
    }
}

#[cfg(unix)]
#[test]
fn promise_17_names_of_files_that_are_not_utf_8_are_opened_and_saved() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder
        .path()
        .join(std::ffi::OsStr::from_bytes(b"M\xfcller \xff.milieu"));
    let document = project::read(&small_project()).unwrap().document;
    milieu::files::save(&document, &path, None).unwrap();
    let (opened, stamp) = milieu::files::open(&path).unwrap();
    assert_eq!(opened.document, document);
    milieu::files::save(&document, &path, Some(&stamp)).unwrap();
}
