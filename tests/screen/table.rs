//! The table: rows are sorted, filtered and chosen, cells become fields.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use milieu::model::Selection;
use milieu::session::{Action, PanelId, Show};

use crate::panels::{actors, golden, name, perform, press, retype, steps};

#[test]
fn rows_chosen_together_change_together() {
    let mut screen = golden();
    let ids = actors(&screen);
    perform(&mut screen, Action::Show(Show::Toggle(PanelId::Table)));
    let three = ids[..3].iter().copied().collect();
    perform(
        &mut screen,
        Action::Select(Selection {
            actors: three,
            ..Selection::default()
        }),
    );
    screen.get_by_label("Jobs of F2: 150").click();
    screen.run_steps(4);
    screen
        .get_by_role_and_label(Role::TextInput, "Jobs of 3 rows")
        .type_text("77");
    screen.run_steps(2);
    press(&mut screen, Modifiers::NONE, Key::Enter);
    let jobs: Vec<f64> = screen
        .state()
        .session()
        .document()
        .actors()
        .take(4)
        .map(|(_, actor)| actor.jobs.get())
        .collect();
    assert_eq!(jobs, [77.0, 77.0, 77.0, 80.0]);
    assert_eq!(steps(&screen), 1);
}

#[test]
fn the_table_filters_sorts_and_chooses() {
    let mut screen = golden();
    perform(&mut screen, Action::Show(Show::Toggle(PanelId::Table)));
    for heading in ["Sort by Jobs", "Sort by Name"] {
        screen.get_by_label(heading).click();
        screen.run_steps(3);
    }
    retype(&mut screen, "Filter rows", "supplier");
    assert!(screen.query_by_label_contains("Name of F1").is_none());
    screen.get_by_label("Name of S2: S2").click();
    screen.run_steps(3);
    let chosen = screen
        .state()
        .session()
        .selection()
        .only_actor()
        .expect("one row is chosen");
    assert_eq!(name(&screen, chosen), "S2");
}

#[test]
fn what_is_typed_into_a_cell_takes_the_place_of_what_was_there() {
    let mut screen = golden();
    perform(&mut screen, Action::Show(Show::Toggle(PanelId::Table)));
    for _ in 0..2 {
        screen.get_by_label("Jobs of F2: 150").click();
        screen.run_steps(4);
    }
    screen.event(egui::Event::Text("155".to_owned()));
    screen.run_steps(2);
    press(&mut screen, Modifiers::NONE, Key::Enter);
    screen.get_by_label("Jobs of F2: 155");
}

#[test]
fn another_project_begins_with_all_rows() {
    let mut screen = golden();
    perform(&mut screen, Action::Show(Show::Toggle(PanelId::Table)));
    retype(&mut screen, "Filter rows", "supplier");
    assert!(screen.query_by_label_contains("Name of F1").is_none());
    perform(&mut screen, Action::OpenExample("golden".to_owned()));
    assert!(screen.query_by_label_contains("Name of F1").is_some());
}

#[test]
fn a_cell_left_open_does_not_take_the_keyboard_when_the_table_comes_back() {
    let mut screen = golden();
    perform(&mut screen, Action::Show(Show::Toggle(PanelId::Table)));
    for _ in 0..2 {
        screen.get_by_label("Jobs of F2: 150").click();
        screen.run_steps(4);
    }
    assert!(
        screen
            .query_by_role_and_label(Role::TextInput, "Jobs of F2")
            .is_some()
    );
    for _ in 0..2 {
        perform(&mut screen, Action::Show(Show::Toggle(PanelId::Table)));
    }
    screen.get_by_label("Jobs of F2: 150");
}

#[test]
fn the_filter_compares_and_says_what_it_does_not_understand() {
    let mut screen = golden();
    perform(&mut screen, Action::Show(Show::Toggle(PanelId::Table)));
    retype(&mut screen, "Filter rows", "jobs = 150");
    assert!(screen.query_by_label("Jobs of F2: 150").is_some());
    assert!(screen.query_by_label_contains("Name of F1").is_none());
    retype(&mut screen, "Filter rows", "size > 149");
    screen.get_by_label("There is no column called \"size\"");
    assert!(
        screen.query_by_label_contains("Name of F1").is_some(),
        "nothing is hidden"
    );
}
