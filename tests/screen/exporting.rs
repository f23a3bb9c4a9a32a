//! The window in which pictures are exported, by its keys and widgets.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use milieu::report::picture::{Ground, Part};
use milieu::session::Action;
use milieu::session::exporting::{PictureFormat, PictureWish};

use crate::panels::{Screen, golden, perform, press};

fn click(screen: &mut Screen, label: &str) {
    screen.get_by_label(label).click();
    screen.run_steps(5);
}

fn with_shift() -> Modifiers {
    Modifiers::COMMAND | Modifiers::SHIFT
}

#[test]
fn choices_are_made_in_a_window_that_remembers_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut screen = golden();
    press(&mut screen, with_shift(), Key::E);
    assert!(screen.query_by_label("Export a picture").is_some());
    assert!(screen.query_by_label("Preview of the picture").is_some());
    click(&mut screen, "SVG");
    click(&mut screen, "Dark");
    click(&mut screen, "Legend");
    assert!(
        screen.query_by_label_contains("points").is_some(),
        "how large it becomes"
    );
    click(&mut screen, "Export…");
    assert!(screen.query_by_label("Export a picture").is_none() || screen.query_by_label("Save").is_some());
    press(&mut screen, Modifiers::NONE, Key::Escape);
    // What the chooser would ask for.
    let path = folder.path().join("map.svg");
    let mut wish = PictureWish {
        format: PictureFormat::Svg,
        ..PictureWish::default()
    };
    wish.choices.ground = Ground::Dark;
    wish.choices.legend = false;
    perform(
        &mut screen,
        Action::ExportPicture(path.clone(), Box::new(wish.clone())),
    );
    let first = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    press(&mut screen, Modifiers::COMMAND, Key::E);
    assert_eq!(std::fs::read(&path).unwrap(), first, "one key, the same picture");
    assert_eq!(screen.state().session().last_picture(), Some((path, wish)));
}

#[test]
fn a_picture_is_copied_of_what_is_chosen_or_in_view() {
    let mut screen = golden();
    perform(&mut screen, Action::SelectAll);
    let part = screen.state().session().pictured_selection();
    assert!(matches!(part, Some(Part::Chosen(actors)) if actors.len() == 12 || actors.len() > 3));
    press(&mut screen, with_shift(), Key::C);
    let said = screen
        .state()
        .session()
        .posted()
        .last()
        .map(|posted| posted.notice.sentence.clone());
    assert_eq!(said.as_deref(), Some("Picture copied"));
    perform(&mut screen, Action::SelectNone);
    assert!(matches!(screen.state().part_in_view(), Part::Area(_, zoom) if zoom > 0.0));
}
