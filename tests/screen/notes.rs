//! Notes and zones on the map: gestures, the field in which they are written, menus and the inspector.

use egui::accesskit::Role;
use egui::{Event, ImeEvent, Key, Modifiers, Pos2};
use egui_kittest::kittest::Queryable as _;
use milieu::base::geom::{Point, Rect, Vector};
use milieu::files::project;
use milieu::model::{ActorKind, Edit, Hue, Jot, Note, Selection, Zone};
use milieu::session::{Action, Mode, Show};

use crate::canvas::{Map, at, click, double_click, map, stroke};
use crate::panels::{Screen, golden, perform, press};

/// Two actors in a zone with a note, a third one outside.
fn drawn() -> Map {
    let mut map = map(&[ActorKind::Final; 3]);
    let area = Rect::from_corners(Point::new(-120.0, -120.0), Point::new(280.0, 160.0));
    let session = &mut map.state_mut().session;
    for edit in [
        Edit::AddZones(vec![Zone::new("Core", area)]),
        Edit::AddNotes(vec![Note::new("Here", Point::new(40.0, 60.0))]),
    ] {
        session.perform(Action::Edit(edit));
    }
    session.perform(Action::SelectNone);
    milieu::ui::theme::install(&map.ctx);
    map.run_steps(3);
    map
}

/// The same without notes and zones.
fn bare() -> Map {
    let mut map = map(&[ActorKind::Final; 3]);
    milieu::ui::theme::install(&map.ctx);
    map.run_steps(3);
    map
}

fn texts(map: &Map) -> Vec<String> {
    let document = map.state().session.document();
    document.notes().map(|(_, note)| note.text.clone()).collect()
}

fn write(map: &mut Map, text: &str) {
    map.event(Event::Text(text.to_owned()));
    map.run_steps(2);
}

fn key(map: &mut Map, modifiers: Modifiers, key: Key) {
    map.key_press_modifiers(modifiers, key);
    map.run_steps(3);
}

fn area(map: &Map) -> Rect {
    let document = map.state().session.document();
    document.zones().next().unwrap().1.area
}

fn xs(map: &Map) -> Vec<f64> {
    let document = map.state().session.document();
    document.places().map(|(_, place)| place.at.x.round()).collect()
}

fn note_mode(map: &mut Map) {
    let window = map.state_mut();
    let mut actions = Vec::new();
    window
        .canvas
        .show(&Show::Mode(Mode::Note), &window.session, &mut actions);
    map.run_steps(2);
}

#[test]
fn a_click_in_note_mode_writes_a_note_as_one_step() {
    let mut map = bare();
    let steps = map.state().session.history().undoable().count();
    note_mode(&mut map);
    click(&mut map, at(100.0, 150.0));
    assert_eq!(texts(&map).len(), 0, "there is no note without words");
    write(&mut map, "First");
    key(&mut map, Modifiers::NONE, Key::Enter);
    write(&mut map, "zweitens");
    assert_eq!(texts(&map).len(), 0);
    key(&mut map, Modifiers::COMMAND, Key::Enter);
    assert_eq!(texts(&map), ["First\nzweitens"]);
    assert_eq!(map.state().session.history().undoable().count(), steps + 1);
    let (_, note) = map.state().session.document().notes().next().unwrap();
    assert_eq!(note.frame.at, Point::new(100.0, 150.0));
    assert_eq!(map.state().canvas.mode(), Mode::Note, "the mode stays");
}

#[test]
fn a_note_that_stays_empty_or_is_given_up_is_not_made() {
    let mut map = bare();
    let before = project::write(map.state().session.document());
    note_mode(&mut map);
    click(&mut map, at(100.0, 150.0));
    write(&mut map, "Never mind");
    key(&mut map, Modifiers::NONE, Key::Escape);
    assert_eq!(map.state().canvas.mode(), Mode::Note, "the field took the key");
    click(&mut map, at(100.0, 150.0));
    write(&mut map, "  ");
    key(&mut map, Modifiers::COMMAND, Key::Enter);
    assert_eq!(project::write(map.state().session.document()), before);
}

#[test]
fn a_click_elsewhere_keeps_what_was_written() {
    let mut map = drawn();
    double_click(&mut map, at(60.0, 70.0));
    write(&mut map, " and there");
    click(&mut map, at(380.0, 250.0));
    map.run_steps(3);
    assert_eq!(texts(&map), ["Here and there"]);
}

#[test]
fn while_an_input_method_composes_keys_are_its_own() {
    let mut map = drawn();
    double_click(&mut map, at(60.0, 70.0));
    map.event(Event::Ime(ImeEvent::Preedit {
        text: "zhong".to_owned(),
        active_range_chars: None,
    }));
    map.run_steps(2);
    key(&mut map, Modifiers::NONE, Key::Escape);
    map.event(Event::Ime(ImeEvent::Commit("é".to_owned())));
    map.run_steps(2);
    key(&mut map, Modifiers::COMMAND, Key::Enter);
    assert_eq!(texts(&map), ["Hereé"]);
}

#[test]
fn a_drag_in_note_mode_draws_a_zone_that_asks_for_its_name() {
    let mut map = bare();
    note_mode(&mut map);
    stroke(&mut map, &[at(300.0, 100.0), at(380.0, 180.0), at(500.0, 240.0)]);
    write(&mut map, "Support");
    key(&mut map, Modifiers::NONE, Key::Enter);
    let (_, zone) = map.state().session.document().zones().next().unwrap();
    assert_eq!(zone.name, "Support");
    assert_eq!(
        (zone.area.width().round(), zone.area.height().round()),
        (200.0, 140.0)
    );
}

#[test]
fn a_zone_moves_with_what_is_inside_and_its_inside_takes_no_click() {
    let mut map = drawn();
    let (before, places) = (area(&map), xs(&map));
    // Inside it a drag is a marquee as everywhere.
    stroke(&mut map, &[at(-60.0, -80.0), at(40.0, 0.0), at(60.0, 40.0)]);
    assert_eq!(map.state().session.selection().actors.len(), 1);
    assert_eq!(area(&map), before);
    stroke(&mut map, &[at(-120.0, 20.0), at(-100.0, 20.0), at(-80.0, 20.0)]);
    assert_eq!(area(&map).min.x.round(), -80.0);
    assert_eq!(xs(&map), [places[0] + 40.0, places[1] + 40.0, places[2]]);
    let note = map.state().session.document().notes().next().unwrap().1.frame.at;
    assert_eq!(note.x.round(), 80.0);
    map.state_mut().session.perform(Action::Undo);
    assert_eq!((area(&map), xs(&map)), (before, places), "all of it was one step");
}

#[test]
fn grips_make_zones_and_notes_larger_and_show_the_right_cursor() {
    let mut map = drawn();
    let zone = Jot::Zone(map.state().session.document().zones().next().unwrap().0);
    map.state_mut()
        .session
        .perform(Action::Select(Selection::jot(zone)));
    map.run_steps(2);
    map.hover_at(at(280.0, 160.0));
    map.run_steps(2);
    let cursor = map.output().platform_output.cursor_icon;
    assert_eq!(cursor, egui::CursorIcon::ResizeNwSe);
    stroke(&mut map, &[at(280.0, 160.0), at(300.0, 180.0), at(310.0, 200.0)]);
    assert_eq!(
        (area(&map).max.x.round(), area(&map).max.y.round()),
        (310.0, 200.0)
    );
    assert_eq!(xs(&map), [0.0, 200.0, 400.0], "what is inside stays");

    let (id, note) = map.state().session.document().notes().next().unwrap();
    let (note, corner) = (note.clone(), note.least_bounds().max);
    map.state_mut()
        .session
        .perform(Action::Select(Selection::jot(Jot::Note(id))));
    map.run_steps(2);
    let from = at(corner.x as f32, corner.y as f32);
    stroke(
        &mut map,
        &[from, from + egui::vec2(30.0, 4.0), from + egui::vec2(90.0, 8.0)],
    );
    let after = map.state().session.document().note(id).unwrap().clone();
    assert!((after.frame.size.get() / note.frame.size.get() - 1.5).abs() < 0.02);
}

#[test]
fn delete_duplicate_and_arrows_work_on_notes_and_zones() {
    let mut screen = with_jots();
    let document = screen.state().session().document();
    let chosen = Selection {
        notes: document.notes().map(|(id, _)| id).collect(),
        zones: document.zones().map(|(id, _)| id).collect(),
        ..Selection::default()
    };
    perform(&mut screen, Action::Select(chosen.clone()));
    screen
        .get_by_role_and_label(Role::Canvas, "Map of the cluster")
        .focus();
    screen.run_steps(2);
    let x = |screen: &Screen| {
        screen
            .state()
            .session()
            .document()
            .notes()
            .next()
            .unwrap()
            .1
            .frame
            .at
            .x
    };
    let before = x(&screen);
    press(&mut screen, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(x(&screen), before + 4.0);
    press(&mut screen, Modifiers::COMMAND, Key::D);
    let count = |screen: &Screen| {
        let document = screen.state().session().document();
        (document.notes().len(), document.zones().len())
    };
    assert_eq!(count(&screen), (2, 2));
    press(&mut screen, Modifiers::NONE, Key::Delete);
    assert_eq!(count(&screen), (1, 1));
    press(&mut screen, Modifiers::COMMAND, Key::Z);
    assert_eq!(count(&screen), (2, 2));
}

/// The golden cluster with a note and a zone.
fn with_jots() -> Screen {
    let mut screen = golden();
    let extent = screen.state().session().document().extent().unwrap();
    let area = Rect::from_corners(extent.min + Vector::new(-40.0, -40.0), extent.center());
    for edit in [
        Edit::AddZones(vec![Zone::new("Core", area)]),
        Edit::AddNotes(vec![Note::new("Here", Point::new(300.0, 300.0))]),
    ] {
        perform(&mut screen, Action::Edit(edit));
    }
    screen
}

#[test]
fn the_inspector_names_colors_and_describes_a_zone() {
    let mut screen = with_jots();
    let (id, _) = screen.state().session().document().zones().next().unwrap();
    perform(&mut screen, Action::Select(Selection::jot(Jot::Zone(id))));
    screen.get_by_role_and_label(Role::TextInput, "Name").focus();
    screen.run_steps(2);
    press(&mut screen, Modifiers::COMMAND, Key::A);
    screen.event(Event::Text("Kern".to_owned()));
    screen.run_steps(2);
    press(&mut screen, Modifiers::NONE, Key::Enter);
    screen
        .get_by_role_and_label(Role::RadioButton, "Vermilion")
        .click();
    screen.run_steps(3);
    let zone = screen.state().session().document().zone(id).unwrap().clone();
    assert_eq!((zone.name.as_str(), zone.color), ("Kern", Hue::Vermilion));
    let inside = screen.state().session().document().actors_in(&zone).count();
    assert!(inside > 0);
    screen.get_by_label_contains("Select the").click();
    screen.run_steps(3);
    assert_eq!(screen.state().session().selection().actors.len(), inside);
}

#[test]
fn a_zone_can_be_drawn_around_what_is_chosen() {
    let mut screen = golden();
    let ids: Vec<_> = screen
        .state()
        .session()
        .document()
        .actors()
        .map(|(id, _)| id)
        .collect();
    perform(
        &mut screen,
        Action::Select(Selection {
            actors: ids[..3].iter().copied().collect(),
            ..Selection::default()
        }),
    );
    press(&mut screen, Modifiers::COMMAND | Modifiers::SHIFT, Key::G);
    screen.run_steps(3);
    screen.event(Event::Text("Producers".to_owned()));
    screen.run_steps(2);
    press(&mut screen, Modifiers::NONE, Key::Enter);
    let document = screen.state().session().document();
    let (_, zone) = document.zones().next().unwrap();
    assert_eq!(zone.name, "Producers");
    let inside: Vec<_> = document.actors_in(zone).collect();
    assert!(ids[..3].iter().all(|id| inside.contains(id)));
}

#[test]
fn saving_keeps_a_note_that_is_being_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.milieu");
    let mut screen = golden();
    perform(&mut screen, Action::SaveAs(path.clone()));
    perform(&mut screen, Action::Show(Show::AddNoteInView));
    screen.run_steps(3);
    screen.event(Event::Text("Half a thou".to_owned()));
    screen.run_steps(2);
    press(&mut screen, Modifiers::COMMAND, Key::S);
    screen.run_steps(3);
    assert!(std::fs::read_to_string(&path).unwrap().contains("Half a thou"));
}

#[test]
fn pointing_at_a_zone_says_how_it_moves() {
    let mut map = drawn();
    map.hover_at(at(-120.0, 20.0));
    map.run_steps(40);
    assert!(map.query_by_label("2 actors inside").is_some());
    let tip: Option<Pos2> = map
        .query_by_label("Drag moves it with what is inside, Alt+drag alone")
        .map(|node| node.rect().center());
    assert!(tip.is_some());
}
