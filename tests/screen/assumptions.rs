//! The windows about assumptions, certainty and chance: by keyboard and by pointer.

use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use milieu::model::Edit;
use milieu::session::{Action, PanelId, Show};

use crate::panels::{Screen, golden, perform, press, retype, steps};

fn number(screen: &Screen, id: &str) -> f64 {
    screen.state().session().document().project().assumptions.get(id)
}

fn click(screen: &mut Screen, label: &str) {
    screen.get_by_role_and_label(Role::Button, label).click();
    screen.run_steps(4);
}

#[test]
fn a_weight_is_found_typed_and_reset_by_keyboard_alone() {
    let mut screen = golden();
    press(&mut screen, Modifiers::COMMAND | Modifiers::SHIFT, Key::M);
    // The filter has the keyboard at once.
    let filter = screen.get_by_role_and_label(Role::TextInput, "Filter assumptions");
    assert!(filter.accesskit_node().is_focused());
    filter.type_text("weight trust");
    screen.run_steps(4);
    assert!(
        screen
            .query_by_role_and_label(Role::TextInput, "Weight of spillover")
            .is_none()
    );
    retype(&mut screen, "Weight of trust", "2,5");
    assert_eq!(
        number(&screen, "weight.trust"),
        1.0,
        "nothing happens while typing"
    );
    press(&mut screen, Modifiers::NONE, Key::Enter);
    assert_eq!((number(&screen, "weight.trust"), steps(&screen)), (2.5, 1));
    screen
        .get_by_role_and_label(Role::Button, "Reset Weight of trust")
        .focus();
    screen.run_steps(2);
    press(&mut screen, Modifiers::NONE, Key::Enter);
    assert_eq!((number(&screen, "weight.trust"), steps(&screen)), (1.0, 2));
    assert!(
        screen.query_by_label("Reset Weight of trust").is_none(),
        "it stands at its default"
    );
    press(&mut screen, Modifiers::NONE, Key::Escape);
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert!(screen.query_by_label("Filter assumptions").is_none());
}

#[test]
fn what_does_not_fit_is_not_taken() {
    let mut screen = golden();
    perform(&mut screen, Action::Show(Show::Assumptions));
    retype(&mut screen, "Weight of trust", "11");
    press(&mut screen, Modifiers::NONE, Key::Enter);
    assert_eq!((number(&screen, "weight.trust"), steps(&screen)), (1.0, 0));
}

#[test]
fn a_pulled_weight_is_one_step_and_moves_the_score_on_the_way() {
    let mut screen = golden();
    let overall = |screen: &Screen| {
        let session = screen.state().session();
        session.track().current().unwrap().value("overall").unwrap()
    };
    let before = overall(&screen);
    perform(&mut screen, Action::Show(Show::Assumptions));
    let rect = screen
        .get_by_role_and_label(Role::Slider, "Weight of spontaneity")
        .rect();
    let at = |share: f32| Pos2::new(rect.left() + rect.width() * share, rect.center().y);
    screen.drag_at(at(0.5));
    screen.run_steps(2);
    for share in [0.6, 0.7, 0.8, 0.95] {
        screen.hover_at(at(share));
        screen.run_steps(2);
    }
    assert!(overall(&screen) > before, "the effect shows while pulling");
    assert_eq!(steps(&screen), 0);
    screen.drop_at(at(0.95));
    screen.run_steps(3);
    assert_eq!(steps(&screen), 1);
    assert!(number(&screen, "weight.spontaneity") > 1.5);
    perform(&mut screen, Action::Undo);
    assert_eq!(overall(&screen), before);
}

#[test]
fn a_group_and_everything_are_reset_in_one_step_each() {
    let mut screen = golden();
    for (id, value) in [
        ("weight.trust", 2.0),
        ("weight.spillover", 2.0),
        ("half.mass", 9.0),
    ] {
        perform(
            &mut screen,
            Action::Edit(Edit::SetAssumption(id.to_owned(), value)),
        );
    }
    perform(&mut screen, Action::Show(Show::Assumptions));
    click(&mut screen, "Reset weights of the dimensions");
    assert_eq!(
        (
            number(&screen, "weight.trust"),
            number(&screen, "weight.spillover")
        ),
        (1.0, 1.0)
    );
    assert_eq!((number(&screen, "half.mass"), steps(&screen)), (9.0, 4));
    click(&mut screen, "Reset all assumptions");
    assert_eq!((number(&screen, "half.mass"), steps(&screen)), (15.0, 5));
}

#[test]
fn the_panel_says_when_assumptions_differ_and_leads_there() {
    let mut screen = golden();
    let note = "2 assumptions differ from their defaults";
    assert!(screen.query_by_label(note).is_none());
    perform(
        &mut screen,
        Action::Edit(Edit::SetAssumption("weight.trust".to_owned(), 2.0)),
    );
    perform(
        &mut screen,
        Action::Edit(Edit::SetAssumption("actor.final.jobs".to_owned(), 20.0)),
    );
    click(&mut screen, note);
    assert!(screen.query_by_label("Filter assumptions").is_some());
    click(&mut screen, "Only changed assumptions");
    assert!(
        screen
            .query_by_role_and_label(Role::TextInput, "Jobs of a new final goods producer")
            .is_some()
    );
    assert!(
        screen
            .query_by_role_and_label(Role::TextInput, "Weight of spillover")
            .is_none()
    );
}

#[test]
fn certainty_shows_the_band_and_ranks_the_weights() {
    let mut screen = golden();
    press(&mut screen, Modifiers::NONE, Key::U);
    screen.run_steps(4);
    let words = "in 90 % of 500 draws of the weights";
    assert!(screen.query_all_by_label_contains(words).next().is_some());
    assert!(screen.query_by_label("Geometric or arithmetic mean").is_some());
    screen.get_by_role_and_label(Role::Button, "Spillover").click();
    screen.run_steps(4);
    assert!(
        screen
            .query_by_label("Loss of spillover under a single owner")
            .is_some()
    );
    assert!(
        screen.query_by_label("Geometric or arithmetic mean").is_none(),
        "it moves no dimension"
    );
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert!(screen.query_by_label("Which assumption matters most").is_none());
}

#[test]
fn windows_over_the_map_are_among_the_regions() {
    let mut screen = golden();
    perform(&mut screen, Action::Show(Show::Toggle(PanelId::Table)));
    press(&mut screen, Modifiers::NONE, Key::U);
    for region in [
        "Inspector",
        "Indicators",
        "How certain is this?",
        "Table",
        "Library",
    ] {
        press(&mut screen, Modifiers::NONE, Key::F6);
        let reached = screen
            .query_all_by_role_and_label(Role::Heading, region)
            .any(|node| node.accesskit_node().is_focused());
        assert!(reached, "{region}");
    }
    // What has the keyboard in the window is not on the map, though it lies over it.
    screen.get_by_role_and_label(Role::Button, "Spillover").focus();
    screen.run_steps(2);
    press(&mut screen, Modifiers::NONE, Key::F6);
    let mut table = screen.query_all_by_role_and_label(Role::Heading, "Table");
    assert!(table.any(|node| node.accesskit_node().is_focused()));
}

#[test]
fn chance_is_compared_on_demand_and_says_when_it_is_of_another_state() {
    let mut screen = golden();
    press(&mut screen, Modifiers::SHIFT, Key::U);
    screen.run_steps(3);
    click(&mut screen, "50");
    click(&mut screen, "Compare");
    let chance = screen.state().session().chance().unwrap();
    assert_eq!(chance.rewirings, 50);
    assert!(screen.query_by_label_contains("50 rewirings of view N").is_some());
    let changed = "has changed since this was compared";
    assert!(screen.query_by_label_contains(changed).is_none());
    perform(&mut screen, Action::SelectAll);
    perform(&mut screen, Action::DeleteSelection);
    assert!(screen.query_by_label_contains(changed).is_some());
}
