//! Notes and zones in files, from the command line, and beside the figures, which they never touch.

use std::process::Command;

use milieu::analysis::{assess, registry};
use milieu::base::cancel::Cancel;
use milieu::base::geom::{Point, Rect};
use milieu::files::project::write;
use milieu::model::{Edit, Hue, Jot, Note, Selection, Zone};

use crate::files::opened;

const BARE: &str = r#"{"milieu":{"format":1},"actors":[],"ties":[],"#;

#[test]
fn what_can_be_repaired_is_and_is_said() {
    for (lists, said) in [
        (
            r#""notes":[{"id":"n1","text":"N"}]}"#,
            &["This note does not say where it lies, so it lies in the middle"][..],
        ),
        (
            r#""notes":[{"id":"n1","x":0,"y":0,"color":"pink","width":1}]}"#,
            &[
                "There is no color called “pink”, so gray is used",
                "“width” lies from 20 to 100000, so 20 is used instead of 1",
            ],
        ),
        (
            r#""zones":[{"id":"z1","left":0,"top":0,"right":5}]}"#,
            &["This zone was left out, because it does not say where its four sides lie"],
        ),
        (
            r#""zones":[{"id":"z1","left":9,"top":0,"right":5,"bottom":7}]}"#,
            &["The sides of this zone lay the wrong way round, so they were exchanged"],
        ),
        (
            r#""zones":[{"left":0,"top":0,"right":5,"bottom":7},{"id":"z1","left":0,"top":0,"right":5,"bottom":7}]}"#,
            &["There was no id, so it became z2"],
        ),
    ] {
        let repaired = opened(&format!("{BARE}{lists}"));
        let sentences: Vec<&str> = repaired
            .notices
            .iter()
            .map(|notice| notice.sentence.as_str())
            .collect();
        assert_eq!(sentences, said, "{lists}");
        let again = opened(&write(&repaired.document));
        assert_eq!(again.document, repaired.document);
        assert!(again.notices.is_empty());
    }
}

#[test]
fn a_project_without_notes_and_zones_says_nothing_of_them() {
    let text = write(&opened(&format!("{BARE}\"notes\":[],\"zones\":[]}}")).document);
    assert!(!text.contains("notes") && !text.contains("zones"), "{text}");
}

#[test]
fn numbers_of_removed_ones_are_kept_in_the_file() {
    let area = Rect::from_corners(Point::ORIGIN, Point::new(10.0, 10.0));
    let empty = milieu::model::Document::default();
    let mut ids = empty.ids();
    let mut document = empty;
    for edit in [
        Edit::AddNotes(vec![Note::new("N", Point::ORIGIN); 3]),
        Edit::AddZones(vec![Zone::new("Z", area); 2]),
    ] {
        document = edit.apply(&document, &mut ids).unwrap();
    }
    let all = Selection::all(&document);
    let gone = Edit::Remove(all).apply(&document, &mut ids).unwrap();
    let again = opened(&write(&gone)).document;
    assert_eq!((again.ids().note().number(), again.ids().zone().number()), (4, 3));
}

#[test]
fn no_figure_reads_them() {
    let golden = milieu::files::examples::find("golden").unwrap().document();
    let mut ids = golden.ids();
    let area = Rect::from_corners(Point::new(-500.0, -500.0), Point::new(500.0, 500.0));
    let mut drawn = golden.clone();
    for edit in [
        Edit::AddNotes(vec![Note::new("Trust 100", Point::ORIGIN)]),
        Edit::AddZones(vec![Zone::new("Core", area)]),
    ] {
        drawn = edit.apply(&drawn, &mut ids).unwrap();
    }
    let zone = drawn.zones().next().unwrap().0;
    drawn = Edit::Recolor(Selection::jot(Jot::Zone(zone)), Hue::Vermilion)
        .apply(&drawn, &mut ids)
        .unwrap();
    let [before, after] = [&golden, &drawn].map(|document| assess(document, &Cancel::new()).unwrap());
    for indicator in registry::ALL {
        let bits =
            |assessment: &milieu::analysis::Assessment| assessment.value(indicator.id).map(f64::to_bits);
        assert_eq!(bits(&before), bits(&after), "{}", indicator.id);
    }
}

#[test]
fn the_command_line_draws_and_counts_them() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("script.json");
    let result = folder.path().join("out.milieu");
    let golden = folder.path().join("in.milieu");
    std::fs::write(
        &script,
        r#"[{"do":"add_zone","name":"Core","left":0,"top":0,"right":300,"bottom":200},
            {"do":"add_note","text":"Read me","x":10,"y":10,"color":"yellow"},
            {"do":"set","zones":["Core"],"set":{"name":"Kern"}},
            {"do":"color","notes":["n1"],"zones":["Kern"],"color":"sky"}]"#,
    )
    .unwrap();
    let document = milieu::files::examples::find("golden").unwrap().document();
    std::fs::write(&golden, write(&document)).unwrap();
    let run = |arguments: &[&std::ffi::OsStr]| {
        let output = Command::new(env!("CARGO_BIN_EXE_milieu"))
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let told = run(&[
        "edit".as_ref(),
        golden.as_ref(),
        "--do".as_ref(),
        script.as_ref(),
        "-o".as_ref(),
        result.as_ref(),
    ]);
    assert!(told.contains("Color 2 notes and zones light blue"), "{told}");
    let said = run(&["check".as_ref(), result.as_ref()]);
    assert!(said.contains("13 actors, 25 ties, 1 note, 1 zone"), "{said}");
    let said = run(&["check".as_ref(), result.as_ref(), "--json".as_ref()]);
    assert!(
        said.contains("\"notes\": 1") && said.contains("\"zones\": 1"),
        "{said}"
    );
    let said = run(&["check".as_ref(), golden.as_ref()]);
    assert!(!said.contains("note"), "{said}");
}
