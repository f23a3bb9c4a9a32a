//! Finding by keyboard alone: the palette, the search bar and what they do.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use milieu::model::Selection;
use milieu::session::{Action, Mode, Show};

use crate::panels::{Screen, actors, golden, name, perform, press};

pub(crate) fn letters(screen: &mut Screen, text: &str) {
    screen.event(Event::Text(text.to_owned()));
    screen.run_steps(3);
}

/// What the rows of the palette say, and whether they can be chosen.
fn rows(screen: &Screen) -> Vec<(String, bool)> {
    screen
        .query_all_by_role(Role::ListBoxOption)
        .map(|row| {
            let node = row.accesskit_node();
            (node.label().unwrap_or_default(), !node.is_disabled())
        })
        .collect()
}

#[test]
fn a_command_is_done_by_a_few_letters_and_is_first_the_next_time() {
    let mut screen = golden();
    press(&mut screen, Modifiers::COMMAND, Key::K);
    screen.get_by_role_and_label(Role::EditableComboBox, "Commands and actors");
    letters(&mut screen, "sel all");
    assert_eq!(rows(&screen)[0].0, "Select all, Ctrl+A");
    press(&mut screen, Modifiers::NONE, Key::Enter);
    let session = screen.state().session();
    assert_eq!(session.selection(), &Selection::all(session.document()));
    assert!(!session.palette().is_open());

    press(&mut screen, Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    assert_eq!(rows(&screen)[0].0, "Select all, Ctrl+A", "it was used last");
}

#[test]
fn an_actor_is_selected_and_letters_and_enter_may_come_in_one_frame() {
    let mut screen = golden();
    let third = actors(&screen)[2];
    let wanted = name(&screen, third);
    press(&mut screen, Modifiers::COMMAND, Key::K);
    screen.event(Event::Text(wanted));
    screen.key_press(Key::Enter);
    screen.run_steps(4);
    let session = screen.state().session();
    assert_eq!(session.selection(), &Selection::actor(third));
    assert!(!session.palette().is_open());
}

#[test]
fn letters_right_behind_the_chord_are_not_lost() {
    for (key, text) in [(Key::K, "f2"), (Key::F, "f2")] {
        let mut screen = golden();
        screen.key_press_modifiers(Modifiers::COMMAND, key);
        screen.key_press(Key::M);
        screen.event(Event::Text(text.to_owned()));
        screen.run_steps(4);
        let session = screen.state().session();
        assert_eq!(
            session.palette().typed().len() + session.search().typed().len(),
            2
        );
    }
}

#[test]
fn what_cannot_be_done_says_why_and_stays() {
    let mut screen = golden();
    press(&mut screen, Modifiers::COMMAND, Key::K);
    letters(&mut screen, "undo");
    assert_eq!(rows(&screen)[0], ("Undo, Nothing to undo".to_owned(), false));
    press(&mut screen, Modifiers::NONE, Key::Enter);
    assert!(screen.state().session().palette().is_open());
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert!(!screen.state().session().palette().is_open());
}

#[test]
fn escape_shuts_the_palette_and_nothing_else_and_gives_the_keyboard_back() {
    let mut screen = golden();
    let first = actors(&screen)[0];
    perform(&mut screen, Action::Select(Selection::actor(first)));
    screen.get_by_role_and_label(Role::TextInput, "Name").focus();
    screen.run_steps(2);
    press(&mut screen, Modifiers::COMMAND, Key::K);
    letters(&mut screen, "zoom");
    press(&mut screen, Modifiers::NONE, Key::Escape);
    let session = screen.state().session();
    assert_eq!(session.selection(), &Selection::actor(first));
    assert!(screen.get_by_role_and_label(Role::TextInput, "Name").is_focused());
}

#[test]
fn arrows_go_round_and_a_click_chooses() {
    let mut screen = golden();
    press(&mut screen, Modifiers::COMMAND, Key::K);
    letters(&mut screen, "theme");
    press(&mut screen, Modifiers::NONE, Key::ArrowUp);
    let chosen = |screen: &Screen| {
        let row = screen
            .query_all_by_role(Role::ListBoxOption)
            .position(|row| row.accesskit_node().is_selected() == Some(true));
        row.unwrap()
    };
    assert_eq!(chosen(&screen), rows(&screen).len() - 1);
    press(&mut screen, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(chosen(&screen), 0);
    screen.get_by_label("Theme: dark").click();
    screen.run_steps(4);
    let session = screen.state().session();
    assert_eq!(session.settings.theme, milieu::files::settings::Theme::Dark);
}

/// The search bar is open and this is typed.
fn searching(text: &str) -> Screen {
    let mut screen = golden();
    press(&mut screen, Modifiers::COMMAND, Key::F);
    letters(&mut screen, text);
    screen
}

fn chosen(screen: &Screen) -> Option<String> {
    let session = screen.state().session();
    let id = session.selection().only_actor()?;
    Some(session.document().display_name(id))
}

#[test]
fn hits_are_counted_and_enter_goes_round() {
    let mut screen = searching("f");
    let all = screen.state().session().search().hits().len();
    assert!(all > 2);
    screen.get_by_label(&format!("1 of {all}"));
    let first = chosen(&screen);
    press(&mut screen, Modifiers::NONE, Key::Enter);
    screen.get_by_label(&format!("2 of {all}"));
    assert_ne!(chosen(&screen), first);
    press(&mut screen, Modifiers::NONE, Key::F3);
    press(&mut screen, Modifiers::SHIFT, Key::Enter);
    press(&mut screen, Modifiers::SHIFT, Key::Enter);
    assert_eq!(chosen(&screen), first);
    press(&mut screen, Modifiers::SHIFT, Key::F3);
    screen.get_by_label(&format!("{all} of {all}"));
    let last = chosen(&screen);
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert!(screen.query_by_role(Role::SearchInput).is_none());
    assert_eq!(chosen(&screen), last, "the hit stays selected");
    // The map has the keyboard back: its keys work at once.
    press(&mut screen, Modifiers::NONE, Key::F3);
    assert!(screen.query_by_role(Role::SearchInput).is_some());
}

#[test]
fn alt_and_enter_select_all_hits() {
    let mut screen = searching("f");
    let all = screen.state().session().search().hits().all().clone();
    press(&mut screen, Modifiers::ALT, Key::Enter);
    assert_eq!(screen.state().session().selection(), &all);
    assert!(screen.query_by_role(Role::SearchInput).is_none());
}

#[test]
fn a_second_search_types_over_the_first() {
    let mut screen = searching("nobody at all");
    screen.get_by_label("Nothing found");
    press(&mut screen, Modifiers::NONE, Key::Escape);
    press(&mut screen, Modifiers::COMMAND, Key::F);
    letters(&mut screen, "f1");
    assert_eq!(screen.state().session().search().typed(), "f1");
    assert_eq!(chosen(&screen).as_deref(), Some("F1"));
}

#[test]
fn letters_and_enter_of_one_frame_search_for_all_letters() {
    let mut screen = searching("");
    screen.event(Event::Text("f2".to_owned()));
    screen.key_press(Key::Enter);
    screen.run_steps(4);
    assert_eq!(chosen(&screen).as_deref(), Some("F2"));
}

#[test]
fn the_path_between_two_is_chosen_from_the_menu_of_an_actor() {
    let mut screen = golden();
    let ids = actors(&screen);
    let two = Selection {
        actors: [ids[0], ids[3]].into(),
        ..Selection::default()
    };
    perform(&mut screen, Action::Select(two));
    screen.get_by_role_and_label(Role::Button, "Edit").click();
    screen.run_steps(4);
    screen.get_by_role_and_label(Role::Button, "Select").click();
    screen.run_steps(4);
    screen.get_by_label("Path between two").click();
    screen.run_steps(4);
    let session = screen.state().session();
    let chosen = session.selection();
    assert_eq!(chosen.actors.len(), chosen.ties.len() + 1);
    let said = session.posted().last().unwrap().notice.to_string();
    assert!(said.contains("apart"), "{said}");
}

#[test]
fn the_minimap_comes_when_many_are_out_of_view_and_a_click_goes_there() {
    use crate::canvas::{click, map};
    use milieu::model::ActorKind;
    let few = map(&[ActorKind::Final; 20]);
    assert!(few.query_by_label("Minimap").is_none());

    let mut many = map(&[ActorKind::Final; 60]);
    let picture = many.get_by_label("Minimap").rect();
    let view = |many: &crate::canvas::Map| many.state().canvas.camera();
    let before = view(&many);
    // The last of sixty stands far to the right.
    click(
        &mut many,
        picture.right_center() - egui::vec2(picture.width() * 0.05, 0.0),
    );
    let after = view(&many);
    assert!(after[0] > 11_000.0 && after[0] < 12_500.0, "{after:?}");
    assert_eq!(after[2], before[2], "it only moves");
    let session = &many.state().session;
    assert!(session.selection().is_empty() && session.history().undoable().count() == 1);

    // The frame around what is seen follows the hand.
    let hand = picture.right_center() - egui::vec2(picture.width() * 0.05, 0.0);
    many.hover_at(hand);
    many.step();
    many.drag_at(hand);
    many.run_steps(2);
    many.hover_at(picture.center());
    many.run_steps(2);
    many.drop_at(picture.center());
    many.run_steps(2);
    let dragged = view(&many);
    assert!((dragged[0] - 5900.0).abs() < 600.0, "{dragged:?}");
}

#[test]
fn keys_are_listed_searched_and_written_as_a_page() {
    let mut screen = golden();
    press(&mut screen, Modifiers::NONE, Key::F1);
    screen.get_by_label("Find a key");
    screen.get_by_label("Drag from the ring of an actor");
    letters(&mut screen, "duplic");
    screen.get_by_label("Duplicate");
    assert!(screen.query_by_label("Drag from the ring of an actor").is_none());
    screen.get_by_label("Save to print…").click();
    screen.run_steps(4);
    assert!(
        screen.query_by_label("Find a key").is_none(),
        "the chooser takes over"
    );
    screen.get_by_label("Save keys and gestures");
    press(&mut screen, Modifiers::NONE, Key::Escape);

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.html");
    let keys = milieu::session::command::chords::Keys::Words;
    perform(&mut screen, Action::ExportKeys(path.clone(), keys));
    let page = std::fs::read_to_string(path).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.contains("<kbd>Ctrl+D</kbd>"));
    let said = screen
        .state()
        .session()
        .posted()
        .last()
        .unwrap()
        .notice
        .to_string();
    assert!(said.contains("Keys written to"), "{said}");
}

#[test]
fn the_history_is_walked_by_arrows_and_clicks() {
    use milieu::model::Edit;
    let mut screen = golden();
    let id = actors(&screen)[0];
    for name in ["One", "Two", "Three"] {
        perform(&mut screen, Action::Edit(Edit::Rename(id, name.to_owned())));
    }
    perform(&mut screen, Action::Show(Show::History));
    screen.get_by_label("After step 3 of 3");
    press(&mut screen, Modifiers::NONE, Key::ArrowDown);
    press(&mut screen, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(name(&screen, id), "One");
    screen.get_by_label("After step 1 of 3");
    assert_eq!(rows(&screen).len(), 4);
    assert!(rows(&screen)[0].0.ends_with(", undone") && rows(&screen)[2].0.ends_with(", now"));
    press(&mut screen, Modifiers::NONE, Key::Home);
    assert_eq!(name(&screen, id), "Three");
    screen.get_by_label("Beginning").click();
    screen.run_steps(4);
    assert_eq!(name(&screen, id), "F1");
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert!(screen.query_by_label("After step 0 of 3").is_none());
}

#[test]
fn what_a_press_does_is_said_beside_the_cards_in_the_corner() {
    let mut screen = golden();
    perform(&mut screen, Action::Show(Show::FirstSteps));
    perform(&mut screen, Action::Show(Show::Mode(Mode::Note)));
    screen.run_steps(4);
    let end = screen.get_by_label("Back to select mode").rect();
    let card = screen.get_by_label("Put the first steps away").rect();
    assert!(end.right() < card.right() - 248.0, "{end:?} {card:?}");
    perform(&mut screen, Action::Show(Show::Find));
    screen.run_steps(4);
    let end = screen.get_by_label("Back to select mode").rect();
    let field = screen.get_by_role(Role::SearchInput).rect();
    let close = screen.get_by_label_contains("Close the search").rect();
    assert!(close.right() < card.right() - 248.0, "{close:?} {card:?}");
    assert!(
        end.right() < field.left() || end.top() > close.bottom(),
        "{end:?} {field:?}"
    );
}
