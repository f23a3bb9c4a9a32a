//! Pictures without a window: what stands in them, that nothing in them is markup, that they are the same every time.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use milieu::analysis::spread::Measure;
use milieu::base::cancel::Cancel;
use milieu::base::geom::{Point, Rect, Vector};
use milieu::files::examples;
use milieu::model::generate::{Model, Recipe};
use milieu::model::{Actor, ActorKind, Document, Edit, Hue, Note, Place, Tie, TieKind, Zone};
use milieu::report::fonts::Fonts;
use milieu::report::paper::{self, PaperFault};
use milieu::report::picture::{Choices, Detail, Drawing, Ground, Part, Purpose, Subject, draw};
use milieu::report::tint::Tint;
use milieu::session::exporting::laid_out;

const CJK: &[u8] = include_bytes!("../data/cjk-subset.otf");

fn fonts() -> Arc<Fonts> {
    Fonts::with([CJK.to_vec()])
}

fn example(id: &str) -> Arc<Document> {
    Arc::new(examples::find(id).unwrap().document())
}

fn drawn(document: &Arc<Document>, choices: &Choices, purpose: Purpose<'_>) -> Drawing {
    draw(&Subject::of(document), choices, purpose, &fonts(), &Cancel::new()).unwrap()
}

fn apply(document: &Document, edit: Edit) -> Document {
    edit.apply(document, &mut document.ids()).unwrap()
}

/// A cluster with Chinese names, a note and a zone.
fn annotated() -> Document {
    let mut document = examples::find("golden").unwrap().document();
    let first = document.actors().next().unwrap().0;
    document = apply(&document, Edit::Rename(first, "机械".into()));
    let note = Note::new("Here the work is done", Point::new(-60.0, 260.0));
    document = apply(&document, Edit::AddNotes(vec![note]));
    let area = Rect::from_corners(Point::new(-420.0, -120.0), Point::new(-120.0, 240.0));
    let zone = Zone {
        color: Hue::Yellow,
        ..Zone::new("Suppliers", area)
    };
    apply(&document, Edit::AddZones(vec![zone]))
}

#[test]
fn the_golden_picture_is_as_it_was() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/golden.svg");
    let drawing = drawn(&Arc::new(annotated()), &Choices::default(), Purpose::File);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &drawing.svg).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert!(
        kept == drawing.svg,
        "tests/data/golden.svg is out of date; look at the new one after UPDATE_DOCS=1 cargo test"
    );
}

#[test]
fn actors_and_ties_can_be_told_apart() {
    let document = example("sassuolo");
    let drawing = drawn(&document, &Choices::default(), Purpose::File);
    let page = roxmltree::Document::parse(&drawing.svg).unwrap();
    let named = |attribute: &str| -> BTreeSet<String> {
        let nodes = page.descendants();
        let found = nodes.filter_map(|node| node.attribute(attribute));
        found.map(str::to_owned).collect()
    };
    let actors: BTreeSet<String> = document.actors().map(|(id, _)| id.to_string()).collect();
    let ties: BTreeSet<String> = document.ties().map(|(id, _)| id.to_string()).collect();
    assert_eq!(named("data-actor"), actors);
    assert_eq!(named("data-tie"), ties);
    let ids: Vec<&str> = page
        .descendants()
        .filter_map(|node| node.attribute("id"))
        .collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    let prefixed = drawn(&document, &Choices::default(), Purpose::Page("map-", None));
    assert!(prefixed.svg.contains("id=\"map-ties\"") && !prefixed.svg.contains("id=\"ties\""));
}

#[test]
fn nothing_that_people_write_becomes_markup() {
    const NASTY: [&str; 4] = [
        "</text><script>alert(1)</script>",
        "\"><image href=x onerror=alert(1)>",
        "]]>&amp;<!--",
        "a\u{1}\u{8}b\u{fffe}c",
    ];
    let mut document = Document::default();
    let place = |x: f64| Place {
        at: Point::new(x, 0.0),
        pinned: false,
    };
    for (i, name) in NASTY.into_iter().enumerate() {
        let actor = Actor::new(name, ActorKind::Final);
        document = apply(&document, Edit::AddActors(vec![(actor, place(150.0 * i as f64))]));
        document = apply(
            &document,
            Edit::AddNotes(vec![Note::new(name, Point::new(150.0 * i as f64, 90.0))]),
        );
        let area = Rect::from_corners(Point::new(-80.0, -80.0), Point::new(600.0, 80.0));
        document = apply(&document, Edit::AddZones(vec![Zone::new(name, area)]));
    }
    let ids: Vec<_> = document.actors().map(|(id, _)| id).collect();
    let tie = Tie::new(TieKind::Supply, ids[0], ids[1]);
    document = apply(&document, Edit::AddTie(tie));
    let choices = Choices {
        title: Some(NASTY[0].to_owned()),
        ..Choices::default()
    };
    let known = [
        "svg", "title", "g", "rect", "circle", "path", "text", "tspan", "clipPath",
    ];
    for purpose in [Purpose::File, Purpose::Page("\"><script>", None), Purpose::Print] {
        let drawing = drawn(&Arc::new(document.clone()), &choices, purpose);
        let page = roxmltree::Document::parse(&drawing.svg).unwrap();
        for node in page.descendants().filter(roxmltree::Node::is_element) {
            assert!(known.contains(&node.tag_name().name()), "{node:?}");
            assert!(
                node.attributes()
                    .all(|attribute| !attribute.name().starts_with("on"))
            );
        }
        paper::pdf(&drawing, &fonts(), &Cancel::new()).unwrap();
        paper::png(&drawing, 0.5, &fonts(), &Cancel::new()).unwrap();
    }
}

#[test]
fn the_same_picture_is_the_same_file() {
    let document = Arc::new(annotated());
    let both = || {
        let drawing = drawn(&document, &Choices::default(), Purpose::Print);
        let (fonts, cancel) = (fonts(), Cancel::new());
        (
            paper::png(&drawing, 1.0, &fonts, &cancel).unwrap(),
            paper::pdf(&drawing, &fonts, &cancel).unwrap(),
        )
    };
    assert!(both() == both());
}

#[test]
fn the_legend_tells_what_colors_and_sizes_stand_for() {
    let document = example("sassuolo");
    let spread = |id: &str| {
        let measure = Measure::from_id(id).unwrap();
        laid_out(&document, measure, &Cancel::new()).unwrap().unwrap()
    };
    let text = |color: &str, size: &str| {
        let mut subject = Subject::of(&document);
        subject.tint = Tint::of(Some(&spread(color)), Some(&spread(size)));
        let choices = Choices::default();
        let drawing = draw(&subject, &choices, Purpose::Print, &fonts(), &Cancel::new()).unwrap();
        let page = roxmltree::Document::parse(&drawing.svg).unwrap();
        let texts = page.descendants().filter_map(|node| node.text());
        texts.map(str::to_owned).collect::<Vec<String>>()
    };
    let numbers = text("betweenness", "degree");
    for words in ["Betweenness", "Actors", "Size", "Supply", "Final goods producer"] {
        assert!(numbers.iter().any(|text| text == words), "{words}: {numbers:?}");
    }
    assert!(!numbers.iter().any(|text| text == "Size: jobs"));
    let sorts = text("community", "jobs");
    assert!(sorts.iter().any(|text| text == "Community"), "{sorts:?}");
    let none = drawn(
        &document,
        &Choices {
            legend: false,
            ..Choices::default()
        },
        Purpose::Print,
    );
    assert!(!none.svg.contains("Final goods producer"));
}

#[test]
fn a_picture_has_the_size_that_was_asked_for() {
    let document = example("tuttlingen");
    for size in [[1123.0, 794.0], [794.0, 1123.0], [300.0, 200.0], [64.0, 64.0]] {
        let choices = Choices {
            size: size.map(Some),
            ..Choices::default()
        };
        let drawing = drawn(&document, &choices, Purpose::Print);
        assert_eq!(drawing.size, Vector::new(size[0], size[1]));
        let pixels = paper::pixels(&drawing, 1.5, &fonts(), &Cancel::new()).unwrap();
        assert_eq!(pixels.size, size.map(|side| (side * 1.5).round() as usize));
    }
    let wide = Choices {
        size: [Some(900.0), None],
        ground: Ground::Clear,
        ..Choices::default()
    };
    let drawing = drawn(&document, &wide, Purpose::Print);
    assert_eq!(drawing.size.x, 900.0);
    let pixels = paper::pixels(&drawing, 1.0, &fonts(), &Cancel::new()).unwrap();
    assert_eq!(pixels.bytes[3], 0, "nothing lies below a clear picture");
}

#[test]
fn only_what_is_chosen_is_drawn() {
    let document = example("golden");
    let some: BTreeSet<_> = document.actors().take(3).map(|(id, _)| id).collect();
    let choices = Choices {
        part: Part::Chosen(some.clone()),
        ..Choices::default()
    };
    let drawing = drawn(&document, &choices, Purpose::File);
    for (id, _) in document.actors() {
        let there = drawing.svg.contains(&format!("data-actor=\"{id}\""));
        assert_eq!(there, some.contains(&id), "{id}");
    }
}

#[test]
fn too_many_pixels_are_refused_with_their_number() {
    let drawing = drawn(&example("golden"), &Choices::default(), Purpose::Print);
    let fault = paper::png(&drawing, 20.0, &fonts(), &Cancel::new()).unwrap_err();
    assert!(matches!(fault, PaperFault::TooLarge(..)), "{fault}");
    assert!(fault.to_string().contains("100000000"), "{fault}");
    assert_eq!(
        paper::png(&drawing, 0.0, &fonts(), &Cancel::new()),
        Err(PaperFault::Empty)
    );
}

#[test]
fn an_empty_project_and_a_lone_actor_make_pictures() {
    let mut document = Document::default();
    for _ in 0..2 {
        let drawing = drawn(&Arc::new(document.clone()), &Choices::default(), Purpose::File);
        assert!(drawing.size.x > 100.0 && drawing.size.y > 100.0);
        paper::pdf(&drawing, &fonts(), &Cancel::new()).unwrap();
        let actor = Actor::new("Alone", ActorKind::University);
        let place = Place {
            at: Point::new(1e6, -1e6),
            pinned: true,
        };
        document = apply(&document, Edit::AddActors(vec![(actor, place)]));
    }
}

#[test]
fn a_large_map_is_drawn_as_on_the_screen_or_in_full_and_can_be_given_up() {
    let recipe = Recipe {
        model: Model::ALL[0],
        actors: 3000,
        ties: 12_000,
        seed: 1,
    };
    let document = Arc::new(recipe.make(&Cancel::new()).unwrap());
    let size = |detail: Detail| {
        let choices = Choices {
            detail,
            ..Choices::default()
        };
        drawn(&document, &choices, Purpose::Print).svg.len()
    };
    let (seen, full) = (size(Detail::AsSeen), size(Detail::Full));
    assert!(seen < full, "{seen} {full}");
    let given_up = Cancel::new();
    given_up.raise();
    let drawing = draw(
        &Subject::of(&document),
        &Choices::default(),
        Purpose::Print,
        &fonts(),
        &given_up,
    );
    assert!(drawing.is_err());
}

fn milieu() -> Command {
    Command::new(env!("CARGO_BIN_EXE_milieu"))
}

fn project(folder: &Path) -> PathBuf {
    let path = folder.join("cluster.milieu");
    milieu::files::save(&annotated(), &path, None).unwrap();
    path
}

#[test]
fn the_command_line_draws_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let file = project(folder.path());
    for (name, begins) in [
        ("a.svg", &b"<svg"[..]),
        ("a.PNG", &b"\x89PNG"[..]),
        ("a.pdf", &b"%PDF"[..]),
    ] {
        let out = folder.path().join(name);
        let mut command = milieu();
        command.arg("picture").arg(&file).arg(&out);
        command.args(["--dark", "--tint", "trust", "--width", "800", "--scale", "1"]);
        let output = command.output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(std::fs::read(&out).unwrap().starts_with(begins), "{name}");
    }
    let output = milieu().arg("picture").arg(&file).arg("-").output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("机械"));
    let output = milieu().arg("picture").arg(&file).arg("a.gif").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("*.svg, *.png or *.pdf")
    );
    let mut command = milieu();
    command
        .arg("picture")
        .arg(&file)
        .args(["a.png", "--tint", "betweennes"]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("betweenness"));
}

/// Names in a page can be chosen and searched for.
#[test]
fn words_in_a_page_are_words() {
    let folder = tempfile::tempdir().unwrap();
    let drawing = drawn(&Arc::new(annotated()), &Choices::default(), Purpose::Print);
    let page = paper::pdf(&drawing, &fonts(), &Cancel::new()).unwrap();
    assert!(
        page.len() < 120_000,
        "only the letters that are used: {}",
        page.len()
    );
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, page).unwrap();
    let mut readers = [Command::new("pdftotext"), Command::new("gs")];
    readers[0].arg(&path).arg("-");
    readers[1]
        .args(["-q", "-dSAFER", "-sDEVICE=txtwrite", "-o", "-"])
        .arg(&path);
    let Some(output) = readers.iter_mut().find_map(|reader| reader.output().ok()) else {
        let said = b"test skipped, neither pdftotext nor gs: words_in_a_page_are_words\n";
        std::io::Write::write_all(&mut std::io::stderr(), said).unwrap();
        return;
    };
    let text = String::from_utf8(output.stdout).unwrap();
    for words in [
        "Golden cluster",
        "机械",
        "Suppliers",
        "Here the work is done",
        "Supply",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // Once each: nothing lies below as a second text.
    assert_eq!(text.matches("机械").count(), 1, "{text}");
}
