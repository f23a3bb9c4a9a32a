//! What is typed or pulled becomes one step, whatever comes in between, and is never lost.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Pos2};
use egui_kittest::kittest::Queryable as _;
use milieu::model::{ActorId, Selection};
use milieu::session::Action;

use crate::panels::{Screen, actors, golden, name, perform, press, steps};

/// One actor is chosen, and all that its name field holds.
fn at_name_field() -> (Screen, ActorId) {
    let mut screen = golden();
    let id = actors(&screen)[0];
    perform(&mut screen, Action::Select(Selection::actor(id)));
    screen.get_by_role_and_label(Role::TextInput, "Name").focus();
    screen.run_steps(2);
    press(&mut screen, Modifiers::COMMAND, Key::A);
    (screen, id)
}

/// Types as people do: a letter a frame.
fn letters(screen: &mut Screen, text: &str) {
    for letter in text.chars() {
        screen.event(Event::Text(letter.to_string()));
        screen.run_steps(1);
    }
}

#[test]
fn all_letters_together_are_one_step() {
    let (mut screen, id) = at_name_field();
    letters(&mut screen, "Alpha");
    press(&mut screen, Modifiers::NONE, Key::Enter);
    assert_eq!((name(&screen, id).as_str(), steps(&screen)), ("Alpha", 1));
}

#[test]
fn escape_takes_all_letters_back() {
    let (mut screen, id) = at_name_field();
    letters(&mut screen, "Alpha");
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert_eq!((name(&screen, id).as_str(), steps(&screen)), ("F1", 0));
}

#[test]
fn a_chord_commits_what_is_being_typed() {
    let (mut screen, id) = at_name_field();
    letters(&mut screen, "Alp");
    press(&mut screen, Modifiers::COMMAND, Key::S);
    assert_eq!((name(&screen, id).as_str(), steps(&screen)), ("Alp", 1));
}

#[test]
fn a_new_project_does_not_swallow_a_half_typed_name() {
    let (mut screen, id) = at_name_field();
    letters(&mut screen, "Alpha");
    press(&mut screen, Modifiers::COMMAND, Key::N);
    assert!(screen.query_by_label("Don't save").is_some());
    assert_eq!(name(&screen, id), "Alpha");
}

#[test]
fn the_name_field_of_the_map_is_committed_too() {
    let mut screen = golden();
    let id = actors(&screen)[0];
    perform(&mut screen, Action::Select(Selection::actor(id)));
    press(&mut screen, Modifiers::NONE, Key::F2);
    screen.run_steps(2);
    letters(&mut screen, "Alpha");
    press(&mut screen, Modifiers::COMMAND, Key::N);
    assert!(screen.query_by_label("Don't save").is_some());
    assert_eq!((name(&screen, id).as_str(), steps(&screen)), ("Alpha", 1));
}

#[test]
fn closing_the_window_asks_about_what_is_being_typed() {
    let (mut screen, id) = at_name_field();
    letters(&mut screen, "Alpha");
    let close = egui::ViewportEvent::Close;
    let input = screen.input_mut();
    input
        .viewports
        .entry(input.viewport_id)
        .or_default()
        .events
        .push(close);
    screen.run_steps(1);
    screen
        .input_mut()
        .viewports
        .values_mut()
        .for_each(|info| info.events.clear());
    screen.run_steps(3);
    assert!(screen.query_by_label("Don't save").is_some());
    assert_eq!(name(&screen, id), "Alpha");
}

/// The middle of a slider is pulled to the right and held; what it changes was `before`.
fn pulling() -> (Screen, ActorId, f64) {
    let mut screen = golden();
    let id = actors(&screen)[0];
    perform(&mut screen, Action::Select(Selection::actor(id)));
    let before = capability(&screen, id);
    let slider = screen.get_by_role_and_label(Role::Slider, "Innovation capability");
    let rect = slider.rect();
    let at = |share: f32| Pos2::new(rect.left() + rect.width() * share, rect.center().y);
    screen.drag_at(at(0.5));
    screen.run_steps(2);
    screen.hover_at(at(0.9));
    screen.run_steps(2);
    assert!(capability(&screen, id) > before, "it is tried out");
    (screen, id, before)
}

fn capability(screen: &Screen, id: ActorId) -> f64 {
    let document = screen.state().session().document();
    document.actor(id).unwrap().capability.get()
}

#[test]
fn a_slider_that_goes_from_under_the_hand_gives_its_trial_up() {
    let (mut screen, id, before) = pulling();
    press(&mut screen, Modifiers::NONE, Key::I);
    assert!(!screen.state().session().is_trying());
    assert_eq!((capability(&screen, id), steps(&screen)), (before, 0));
}

#[test]
fn escape_gives_a_pull_up_and_nothing_else() {
    let (mut screen, id, before) = pulling();
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert_eq!((capability(&screen, id), steps(&screen)), (before, 0));
    assert_eq!(screen.state().session().selection().only_actor(), Some(id));
}
