//! Reports: everything is told, nothing breaks out of the page, and the same file gives the same report.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use milieu::base::cancel::Cancel;
use milieu::base::geom::{Point, Rect};
use milieu::base::progress::Progress;
use milieu::model::difference::Matching;
use milieu::model::{Actor, ActorKind, Document, Edit, Ids, Note, Place, Tie, TieKind, Zone};
use milieu::report::content::{Against, Block, Order, Report};
use milieu::report::edition::Edition;
use milieu::report::fonts::Fonts;
use serde_json::Value;

use super::command_line::{err, example, out, run};

const CJK: &[u8] = include_bytes!("../data/cjk-subset.otf");

fn report(document: &Arc<Document>, order: &Order) -> Report {
    Report::of(document, order, &Progress::new(), &Cancel::new()).unwrap()
}

fn made(report: &Report, edition: Edition) -> Vec<u8> {
    edition
        .make(report, &Fonts::with([CJK.to_vec()]), &Cancel::new())
        .unwrap()
}

fn page(report: &Report) -> String {
    String::from_utf8(made(report, Edition::Page)).unwrap()
}

fn read(text: &str) -> Arc<Document> {
    let opened = milieu::files::project::read(text.as_bytes()).unwrap();
    assert!(
        opened.document.zones().len() + opened.document.notes().len() == 2,
        "{:?}",
        opened.notices
    );
    Arc::new(opened.document)
}

fn example_document(id: &str) -> Arc<Document> {
    Arc::new(milieu::files::examples::find(id).unwrap().document())
}

/// Words that would break out of a page that does not escape them.
const HOSTILE: &[&str] = &[
    "</script><img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "]]><b>x</b>",
    "javascript:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!-- x --><![CDATA[ </style></title><iframe src=//x>",
    "\u{202E}gnp.exe\u{0000}\u{001B}[31m",
    "</text></svg><a href=javascript:alert(1)>x</a>",
];

/// A cluster with the same words, or the plain ones, wherever a person can write.
fn written_all_over(words: impl Fn(usize) -> String) -> String {
    let text = |i: usize| Value::String(words(i)).to_string();
    let mut actors = Vec::new();
    for i in 0..HOSTILE.len() {
        let kind = ["final", "supplier", "university", "association"][i % 4];
        actors.push(format!(
            r#"{{"id":"a{}","name":{},"kind":"{kind}","x":{},"y":{},"note":{},"tags":[{}],"activity":{}}}"#,
            i + 1,
            text(i),
            100 * (i % 3),
            120 * (i / 3),
            text(i + 1),
            text(i + 2),
            text(i + 3)
        ));
    }
    let kinds = ["supply", "knowledge", "cooperation", "competition"];
    let ties: Vec<String> = (1..HOSTILE.len())
        .map(|i| {
            format!(
                r#"{{"id":"t{i}","kind":"{}","from":"a{i}","to":"a{}","note":{},"tags":[{}]}}"#,
                kinds[i % 4],
                i + 1,
                text(i),
                text(i + 1)
            )
        })
        .collect();
    let list = |from: usize| {
        (from..from + HOSTILE.len())
            .map(text)
            .collect::<Vec<_>>()
            .join(",")
    };
    let state = format!(
        "\"actors\":[{}],\"ties\":[{}]",
        actors[..6].join(","),
        ties[..4].join(",")
    );
    format!(
        r#"{{"milieu":{{"format":1,"app":"0"}},
"project":{{"title":{},"place":{},"notes":{},"authors":[{}],"sources":[{}]}},
"actors":[{}],"ties":[{}],
"notes":[{{"id":"n1","text":{},"x":0,"y":0,"width":120}}],
"zones":[{{"id":"z1","name":{},"note":{},"left":-50,"top":-50,"right":250,"bottom":250}}],
"snapshots":[{{"id":"s1","name":{},"note":{},{state}}}]}}"#,
        text(0),
        text(1),
        text(2),
        list(0),
        list(3),
        actors.join(","),
        ties.join(","),
        text(4),
        text(6),
        text(7),
        text(0),
        text(1),
    )
}

/// Elements and attributes of a page, each with how often; the whole page has to be well-formed.
fn skeleton(page: &str) -> (BTreeMap<String, usize>, BTreeSet<String>) {
    let body = page.strip_prefix("<!DOCTYPE html>\n").unwrap();
    let without = |text: &str, name: &str| {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        let from = text.find(&open).unwrap() + open.len();
        let to = from + text[from..].find(&close).unwrap();
        format!("{}{}", &text[..from], &text[to..])
    };
    let body = without(&without(body, "style"), "script");
    let tree = roxmltree::Document::parse(&body).unwrap_or_else(|fault| panic!("{fault}"));
    let (mut elements, mut attributes) = (BTreeMap::new(), BTreeSet::new());
    for node in tree.descendants() {
        assert!(!node.is_comment() && !node.is_pi(), "{:?}", node.text());
        if node.is_element() {
            *elements.entry(node.tag_name().name().to_owned()).or_default() += 1;
            for attribute in node.attributes() {
                let name = format!("{} {}", node.tag_name().name(), attribute.name());
                assert!(
                    !attribute.name().starts_with("on") && attribute.name() != "style",
                    "{name}"
                );
                if attribute.name() == "href" {
                    let to = attribute.value();
                    assert!(to.starts_with('#') || to.starts_with("http"), "{to}");
                }
                attributes.insert(name);
            }
        }
    }
    (elements, attributes)
}

#[test]
fn words_of_people_never_become_elements_or_attributes() {
    let hostile = |i: usize| HOSTILE[i % HOSTILE.len()].to_owned();
    // As long and with blanks at the same places.
    let plain = |i: usize| {
        let letter = |c: char| if c == ' ' { ' ' } else { 'x' };
        hostile(i).chars().map(letter).collect::<String>()
    };
    let made = |words: &dyn Fn(usize) -> String| {
        let document = read(&written_all_over(words));
        let id = document.snapshots().next().unwrap().0;
        let order = Order {
            title: None,
            date: Some(words(5)),
            against: Some(Against {
                name: document.snapshot_name(id),
                state: Arc::new(document.as_of(id).unwrap()),
                matching: Matching::Ids,
            }),
        };
        page(&report(&document, &order))
    };
    let (tame, wild) = (skeleton(&made(&plain)), made(&hostile));
    let (elements, attributes) = skeleton(&wild);
    // Letters of other widths fold into more lines on the map; nothing else may differ.
    let folding = ["text", "tspan", "g"];
    let named = |attributes: &BTreeSet<String>| {
        let of = attributes.iter().filter(|name| !name.starts_with("tspan "));
        of.cloned().collect::<Vec<_>>()
    };
    assert_eq!(named(&attributes), named(&tame.1));
    let counted = |elements: &BTreeMap<String, usize>| {
        let mut elements = elements.clone();
        elements.retain(|name, _| !folding.contains(&name.as_str()));
        elements
    };
    assert_eq!(counted(&elements), counted(&tame.0));
    for absent in [
        "img",
        "iframe",
        "b/",
        "object",
        "link",
        "base",
        "form",
        "foreignObject",
        "use",
        "image",
    ] {
        assert!(!elements.contains_key(absent), "{absent}");
    }
    assert_eq!(elements["script"], 1);
    assert_eq!(elements["style"], 1);
    assert!(wild.contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"));
    assert!(!wild.contains('\u{0}') && !wild.contains('\u{1b}'));
}

#[test]
fn the_policy_lets_in_one_style_and_one_script() {
    let page = page(&report(&example_document("golden"), &Order::default()));
    let policy = page.find("Content-Security-Policy").unwrap();
    assert!(policy < page.find("<style>").unwrap() && policy < page.find("<script>").unwrap());
    let policy = &page[policy..policy + 300];
    assert!(
        policy.contains("default-src &#39;none&#39;; style-src &#39;sha256-"),
        "{policy}"
    );
    assert!(policy.contains("script-src &#39;sha256-"), "{policy}");
    assert!(!policy.contains("inline") && !page.contains("@import") && !page.contains("url("));
    // No address but names of what things are.
    let known = ["http://www.w3.org/2000/svg"];
    for (at, _) in page.match_indices("http") {
        let rest = &page[at..(at + 40).min(page.len())];
        let fine = known.iter().any(|known| rest.starts_with(known))
            || ["http-equiv", "http\"]::after"]
                .iter()
                .any(|known| rest.starts_with(known));
        assert!(fine, "{rest}");
    }
}

#[test]
fn the_same_file_gives_the_same_report() {
    let document = example_document("tuttlingen");
    let order = Order {
        date: Some("24 November 2026".to_owned()),
        ..Order::default()
    };
    for edition in Edition::ALL {
        let [one, other] = [(); 2].map(|()| made(&report(&document, &order), edition));
        assert!(one == other, "{edition:?}");
    }
}

#[test]
fn a_page_of_two_hundred_actors_stays_small() {
    let model = milieu::model::generate::Model::from_id("planted").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.milieu");
    let file = file.to_str().unwrap();
    let generated = run(&[
        "generate",
        "--model",
        model.id(),
        "--actors",
        "200",
        "--arrange",
        "-o",
        file,
    ]);
    assert_eq!(generated.status.code(), Some(0), "{}", err(&generated));
    let output = run(&["report", file, "-", "--date", "today"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let page = out(&output);
    assert!(page.len() < 500_000, "{} bytes", page.len());
    for id in [1, 100, 200] {
        assert!(
            page.contains(&format!("data-actor=\"a{id}\"")),
            "actor {id} is on the map"
        );
        assert!(
            page.contains(&format!("data-of=\"a{id}\"")),
            "actor {id} is in the table"
        );
    }
}

#[test]
fn all_of_it_is_told_in_order() {
    let document = example_document("golden");
    let before = Arc::clone(&document);
    let one = document.actors().next().unwrap().0;
    let place = Place {
        at: Point::new(0.0, 700.0),
        pinned: false,
    };
    let new = Actor::new("Newcomer", ActorKind::Final);
    let edits = [
        Edit::AddActors(vec![(new, place)]),
        Edit::SetAssumption("independence".to_owned(), 0.25),
    ];
    let mut now = (*document).clone();
    let mut ids = now.ids();
    for edit in edits {
        now = edit.apply(&now, &mut ids).unwrap();
    }
    let last = now.actors().last().unwrap().0;
    now = Edit::AddTie(Tie::new(TieKind::Cooperation, one, last))
        .apply(&now, &mut ids)
        .unwrap();
    let order = Order {
        title: Some("Titled".to_owned()),
        date: Some("24 November 2026".to_owned()),
        against: Some(Against {
            name: "Before".to_owned(),
            state: before,
            matching: Matching::Ids,
        }),
    };
    let told = report(&Arc::new(now), &order);
    let ids: Vec<&str> = told.sections.iter().map(|section| section.id).collect();
    let wanted = [
        "map",
        "story",
        "dimensions",
        "diamond",
        "comparison",
        "gaps",
        "actors",
        "assumptions",
        "figures",
        "all-actors",
        "all-ties",
        "definitions",
        "references",
    ];
    assert_eq!(ids, wanted);
    assert_eq!(told.title, "Titled");
    assert!(
        told.facts.contains(&"Report of 24 November 2026".to_owned()),
        "{:?}",
        told.facts
    );
    assert!(told.honest.contains("compare states of a model"));
    let text = page(&told);
    for words in [
        "Titled",
        "Newcomer",
        "Compared with “Before”",
        "Why they changed",
        "independence",
        "Porter (1990)",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let Some(Block::Scores(scores)) = told.section("dimensions").unwrap().blocks.first() else {
        panic!("the dimensions begin with their scores");
    };
    assert_eq!(scores.len(), 7);
    for score in scores {
        let (low, high) = score.band.unwrap();
        assert!(
            low <= high && score.before.is_some() && score.sentence.ends_with('.'),
            "{score:?}"
        );
    }
    assert!(made(&told, Edition::Booklet).starts_with(b"%PDF-"));
}

#[test]
fn figures_are_those_of_the_command_line() {
    let output = run(&["metrics", &example("tuttlingen.milieu"), "--json"]);
    let values: Value = serde_json::from_str(&out(&output)).unwrap();
    let told = report(&example_document("tuttlingen"), &Order::default());
    let mut compared = 0;
    for block in &told.section("figures").unwrap().blocks {
        let Block::Table(table) = block else { continue };
        for row in table.rows.iter().filter(|row| row.cells.len() == 4) {
            let shown = row.cells[1].replace('−', "-");
            match values[&row.cells[3]].as_f64() {
                None => assert_eq!(shown, "–", "{row:?}"),
                Some(value) => {
                    let decimals = shown.split_once('.').map_or(0, |(_, digits)| digits.len());
                    let wanted = format!("{value:.decimals$}");
                    let zero = wanted.trim_start_matches('-').chars().all(|c| "0.".contains(c));
                    assert!(wanted == shown || zero, "{row:?} {value}");
                }
            }
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
    let Some(Block::Scores(scores)) = told.section("dimensions").unwrap().blocks.first() else {
        panic!("the dimensions begin with their scores");
    };
    for score in scores {
        assert_eq!(score.value, values[score.id].as_f64(), "{}", score.id);
    }
}

#[test]
fn nothing_and_little_can_be_reported() {
    let empty = Arc::new(Document::default());
    let told = report(&empty, &Order::default());
    assert_eq!(told.title, "Untitled cluster");
    skeleton(&page(&told));
    assert!(made(&told, Edition::Booklet).starts_with(b"%PDF-"));
}

/// The texts of a PDF that was made without compression of its own, or nothing where there is no Ghostscript.
fn text_of(pdf: &Path) -> Option<String> {
    let output = std::process::Command::new("gs")
        .args([
            "-q",
            "-dNOPAUSE",
            "-dBATCH",
            "-sDEVICE=txtwrite",
            "-sOutputFile=-",
        ])
        .arg(pdf)
        .output()
        .ok()?;
    String::from_utf8(output.stdout).ok()
}

/// Past the capture of the test program, so that it is seen.
fn say(what: &str) {
    std::io::Write::write_all(&mut std::io::stderr(), what.as_bytes()).expect("standard error is open");
}

#[test]
fn words_on_paper_can_be_copied_in_any_script() {
    let mut ids = Ids::new();
    let place = |x: f64| Place {
        at: Point::new(x, 0.0),
        pinned: false,
    };
    let actors = vec![
        (Actor::new("机械", ActorKind::Final), place(0.0)),
        (
            Actor::new(
                "Long name that is much too long for its column ".repeat(40),
                ActorKind::Supplier,
            ),
            place(200.0),
        ),
    ];
    let document = Edit::AddActors(actors)
        .apply(&Document::default(), &mut ids)
        .unwrap();
    let story = milieu::model::field::Value::Text("One\n\nTwo".to_owned());
    let document = Edit::SetProjectField("notes".to_owned(), story)
        .apply(&document, &mut ids)
        .unwrap();
    let told = report(&Arc::new(document), &Order::default());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.pdf");
    fs::write(&path, made(&told, Edition::Booklet)).unwrap();
    let Some(text) = text_of(&path) else {
        say("copying words out of a PDF skipped, no Ghostscript\n");
        return;
    };
    for words in ["机械", "Six dimensions", "Long name that", "1 / "] {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn the_command_writes_both_editions_and_refuses_others() {
    let folder = tempfile::tempdir().unwrap();
    let file = example("golden.milieu");
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    for name in ["a.html", "a.PDF"] {
        let output = run(&[
            "report",
            &file,
            &at(name),
            "--date",
            "x",
            "--title",
            "Another title",
        ]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(fs::metadata(at(name)).unwrap().len() > 20_000);
    }
    let page = fs::read_to_string(at("a.html")).unwrap();
    assert!(page.contains("<h1>Another title</h1>") && page.contains("Report of x"));
    let refused = run(&["report", &file, &at("a.doc")]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        err(&refused).contains("written as .html or .pdf"),
        "{}",
        err(&refused)
    );
    let none = run(&["report", &file, &at("b.html"), "--baseline"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(
        err(&none).contains("no snapshot to compare with"),
        "{}",
        err(&none)
    );
    let other = run(&["report", &file, "-", "--against", &example("tuttlingen.milieu")]);
    assert_eq!(other.status.code(), Some(0), "{}", err(&other));
    assert!(out(&other).contains("Compared with “Tuttlingen medical devices”"));
}

#[test]
fn the_command_compares_with_a_snapshot_of_the_same_project_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let document = example_document("golden");
    let take = Edit::TakeSnapshot {
        name: "Spring".to_owned(),
        note: String::new(),
    };
    let document = take.apply(&document, &mut document.ids()).unwrap();
    let path = folder.path().join("golden.milieu");
    fs::write(&path, milieu::files::project::write(&document)).unwrap();
    let file = path.to_str().unwrap();
    for asked in [
        &["--compare", "#Spring"][..],
        &["--against", "#Spring"],
        &["--baseline"],
    ] {
        let output = run(&[&["report", file, "-"], asked].concat());
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(out(&output).contains("Compared with “Spring”"));
    }
    let unknown = run(&["report", file, "-", "--compare", "#Autumn"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(err(&unknown).contains("Autumn"), "{}", err(&unknown));
}

#[test]
fn notes_and_zones_are_told() {
    let mut ids = Ids::new();
    let area = Rect {
        min: Point::new(-10.0, -10.0),
        max: Point::new(10.0, 10.0),
    };
    let place = Place {
        at: Point::ORIGIN,
        pinned: false,
    };
    let mut document = Document::default();
    for edit in [
        Edit::AddActors(vec![(Actor::new("In it", ActorKind::Final), place)]),
        Edit::AddNotes(vec![Note::new("Said\nthere", Point::new(40.0, 0.0))]),
        Edit::AddZones(vec![Zone::new("Core", area)]),
    ] {
        document = edit.apply(&document, &mut ids).unwrap();
    }
    let told = report(&Arc::new(document), &Order::default());
    let lists: Vec<&Vec<String>> = told
        .section("story")
        .unwrap()
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::List(lines) => Some(lines),
            _ => None,
        })
        .collect();
    assert_eq!(lists[0], &["Said there"]);
    assert_eq!(lists[1], &["Core: 1 actor"]);
}
