//! Snapshots and their comparison, by widgets: the list, the map with two states, the figures beside it.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use milieu::model::field::Value;
use milieu::model::{Actor, ActorKind, Edit, Selection, SnapshotId};
use milieu::session::{Action, PanelId, Show, Side};
use milieu::ui::canvas::Item;

use crate::canvas;
use crate::panels::{Screen, actors, golden, perform, press, retype, steps};

fn sides(screen: &Screen) -> Option<[Side; 2]> {
    screen.state().session().comparing().sides()
}

fn click(screen: &mut Screen, label: &str) {
    screen.get_by_label(label).click();
    screen.run_steps(4);
}

fn snapshots(screen: &Screen) -> Vec<String> {
    let document = screen.state().session().document();
    let ids = document.snapshots().map(|(id, _)| id);
    ids.map(|id| document.snapshot_name(id)).collect()
}

/// One snapshot; after it an actor went, another came, a third changed.
fn changed() -> Screen {
    let mut screen = golden();
    press(&mut screen, Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    let ids = actors(&screen);
    let session = screen.state().session();
    let place = session.document().place(ids[1]).unwrap();
    let fresh = Actor::new("Fresh", ActorKind::University);
    for edit in [
        Edit::Remove(Selection::actor(ids[0])),
        Edit::AddActors(vec![(fresh, place)]),
        Edit::SetActorField([ids[2]].into(), "jobs".into(), Value::Number(9.0)),
    ] {
        perform(&mut screen, Action::Edit(edit));
    }
    screen
}

#[test]
fn a_snapshot_is_taken_named_and_gone_back_to_in_the_list() {
    let mut screen = golden();
    perform(&mut screen, Action::Show(Show::Snapshots));
    assert!(
        screen
            .query_by_label_contains("keeps the present state")
            .is_some()
    );
    click(&mut screen, "Take a snapshot");
    assert_eq!(snapshots(&screen), ["Snapshot 1"]);
    // The keyboard is in its name already.
    screen.run_steps(2);
    screen
        .get_by_role_and_label(Role::TextInput, "Name of Snapshot 1")
        .type_text("Before");
    screen.run_steps(2);
    press(&mut screen, Modifiers::NONE, Key::Enter);
    assert_eq!(snapshots(&screen), ["Before"]);
    retype(&mut screen, "Note of Before", "The start");
    press(&mut screen, Modifiers::NONE, Key::Enter);
    let first = SnapshotId::new(1).unwrap();
    let note = |screen: &Screen| {
        screen
            .state()
            .session()
            .document()
            .snapshot(first)
            .unwrap()
            .note
            .clone()
    };
    assert_eq!(note(&screen), "The start");

    let all = actors(&screen);
    perform(&mut screen, Action::Edit(Edit::Remove(Selection::actor(all[0]))));
    perform(&mut screen, Action::SelectNone);
    click(&mut screen, "Go back to Before");
    assert_eq!(actors(&screen), all);
    click(&mut screen, "Delete Before");
    assert!(snapshots(&screen).is_empty());
    let back = -(steps(&screen) as i32);
    perform(&mut screen, Action::Travel(back));
    assert!(snapshots(&screen).is_empty());
    assert_eq!(actors(&screen), all);
}

#[test]
fn comparing_shows_what_differs_and_escape_leaves() {
    let mut screen = changed();
    press(&mut screen, Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
    let first = SnapshotId::new(1).unwrap();
    assert_eq!(sides(&screen), Some([Side::Snapshot(first), Side::Now]));
    for label in ["Removed F1", "Added Fresh", "Changed F3"] {
        assert!(screen.query_by_label(label).is_some(), "{label}");
    }
    assert!(screen.query_by_label_contains("Jobs: ").is_some());
    // What is only in the first state can be pointed out too; what is there now is chosen.
    click(&mut screen, "Removed F1");
    assert!(screen.state().session().selection().is_empty());
    click(&mut screen, "Changed F3");
    assert_eq!(
        screen.state().session().selection().only_actor(),
        Some(actors(&screen)[1])
    );
    // The table hides what is the same, until told otherwise.
    assert!(screen.query_by_label("Why Co-opetition").is_none());
    click(&mut screen, "Only changed");
    screen.run_steps(2);
    assert!(screen.query_by_label("Why Co-opetition").is_some());

    // Why a figure differs, with what did it.
    click(&mut screen, "Why Overall");
    let session = screen.state().session();
    let story = session
        .why()
        .story()
        .and_then(|story| story.change.clone())
        .unwrap();
    assert_eq!(story.indicator, "overall");
    assert!(
        screen.query_by_label_contains(&story.sentence).is_some(),
        "{}",
        story.sentence
    );
    click(&mut screen, "Why Overall");
    assert_eq!(screen.state().session().why().question(), None);
    // All of the row answers, not only the name.
    let trust = screen.get_by_label("Why Trust").rect();
    assert!(trust.width() > 200.0, "{trust}");
    click(&mut screen, "Why Trust");

    // Another state on the other side.
    click(&mut screen, "Second state: Now");
    click(&mut screen, "Snapshot 1");
    assert_eq!(sides(&screen), Some([Side::Snapshot(first); 2]));
    assert!(screen.query_by_label("Nothing differs").is_some());

    click(&mut screen, "Wipe between the states");
    assert!(
        screen
            .query_by_role_and_label(Role::Slider, "Line between the states")
            .is_some()
    );
    click(&mut screen, "Both states together");
    // One layer a press: the card, then the comparison.
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert_eq!(screen.state().session().why().question(), None);
    assert!(sides(&screen).is_some());
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert_eq!(sides(&screen), None);
}

#[test]
fn keys_change_nothing_unseen_while_two_states_are_compared() {
    let mut screen = changed();
    let chosen = Selection::actor(actors(&screen)[0]);
    perform(&mut screen, Action::Select(chosen.clone()));
    let before = steps(&screen);
    press(&mut screen, Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
    assert!(sides(&screen).is_some());
    screen.get_by_label("Map of the cluster").focus();
    screen.run_steps(2);
    for key in [Key::Delete, Key::ArrowRight, Key::P, Key::L, Key::Tab, Key::F2] {
        press(&mut screen, Modifiers::NONE, key);
        assert_eq!(steps(&screen), before, "{key:?}");
        assert_eq!(screen.state().session().selection(), &chosen, "{key:?}");
    }
    press(&mut screen, Modifiers::COMMAND, Key::D);
    assert_eq!(steps(&screen), before);
    // What stands on the map is reached with Tab.
    screen.get_by_label("Map of the cluster").focus();
    screen.run_steps(2);
    let reached = (0..20).any(|_| {
        press(&mut screen, Modifiers::NONE, Key::Tab);
        screen
            .get_by_label("Stop comparing")
            .accesskit_node()
            .is_focused()
    });
    assert!(reached);
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert_eq!(sides(&screen), None);
    press(&mut screen, Modifiers::NONE, Key::Delete);
    assert_eq!(steps(&screen), before + 1);
}

#[test]
fn the_map_tells_what_became_of_the_thing_under_the_pointer() {
    let mut map = canvas::map(&[ActorKind::Final; 3]);
    let session = &mut map.state_mut().session;
    session.perform(Action::Edit(Edit::TakeSnapshot {
        name: "Before".into(),
        note: String::new(),
    }));
    let jobs = Value::Number(9.0);
    session.perform(Action::Edit(Edit::Remove(Selection::actor(canvas::actor(1)))));
    session.perform(Action::Edit(Edit::SetActorField(
        [canvas::actor(2)].into(),
        "jobs".into(),
        jobs,
    )));
    session.perform(Action::Compare(
        Side::Snapshot(SnapshotId::new(1).unwrap()),
        Side::Now,
    ));
    milieu::ui::theme::install(&map.ctx);
    map.run_steps(3);
    for (x, said) in [
        (0.0, "Only in Before"),
        (200.0, " → 9"),
        (400.0, "The same in both"),
    ] {
        map.hover_at(canvas::at(x, 0.0));
        map.run_steps(3);
        assert!(map.query_by_label_contains(said).is_some(), "{said}");
    }
    // A click points it out, a drag moves the view and nothing else.
    canvas::click(&mut map, canvas::at(0.0, 0.0));
    let chosen = map.state_mut().canvas.compare_view().chosen;
    assert_eq!(chosen, Some(Item::Actor(canvas::actor(1))));
    let steps = map.state().session.history().undoable().count();
    map.hover_at(canvas::at(200.0, 0.0));
    map.step();
    map.drag_at(canvas::at(200.0, 0.0));
    map.step();
    map.hover_at(canvas::at(260.0, 0.0));
    map.step();
    map.drop_at(canvas::at(260.0, 0.0));
    map.run_steps(3);
    assert_eq!(map.state().session.history().undoable().count(), steps);
    assert_eq!(map.state().canvas.camera()[0], 140.0);
    // The line between the states is dragged instead of the view.
    map.state_mut().canvas.compare_view().wipe = Some(0.5);
    map.run_steps(2);
    let line = egui::pos2(500.0, 200.0);
    map.hover_at(line);
    map.step();
    map.drag_at(line);
    map.step();
    map.hover_at(line + egui::vec2(200.0, 0.0));
    map.step();
    map.drop_at(line + egui::vec2(200.0, 0.0));
    map.run_steps(3);
    let wipe = map.state_mut().canvas.compare_view().wipe.unwrap();
    assert!((wipe - 0.7).abs() < 0.02, "{wipe}");
    assert_eq!(map.state().canvas.camera()[0], 140.0);
}

#[test]
fn regions_are_typed_and_pasted() {
    let mut screen = golden();
    perform(&mut screen, Action::Show(Show::Toggle(PanelId::Indicators)));
    screen.get_by_label("Concentration in space").scroll_to_me();
    screen.run_steps(4);
    click(&mut screen, "Concentration in space");
    screen.get_by_label("Add a region").scroll_to_me();
    screen.run_steps(4);
    click(&mut screen, "Add a region");
    retype(&mut screen, "Industry jobs of region 1", "60");
    press(&mut screen, Modifiers::NONE, Key::Enter);
    retype(&mut screen, "All jobs of region 1", "200");
    press(&mut screen, Modifiers::NONE, Key::Enter);
    screen
        .get_by_role_and_label(Role::MultilineTextInput, "Paste rows of regions")
        .focus();
    screen.run_steps(2);
    screen
        .get_by_role_and_label(Role::MultilineTextInput, "Paste rows of regions")
        .type_text("B\t30\t300\nC\t10\t500");
    screen.run_steps(2);
    perform(&mut screen, Action::Show(Show::NextRegion));
    screen.run_steps(3);
    let session = screen.state().session();
    let jobs: Vec<f64> = session
        .document()
        .project()
        .regions
        .iter()
        .map(|region| region.industry.get())
        .collect();
    assert_eq!(jobs, [60.0, 30.0, 10.0]);
    assert!(
        session
            .track()
            .current()
            .unwrap()
            .value("ellison_glaeser")
            .is_some()
    );
    click(&mut screen, "Remove region 2");
    assert_eq!(screen.state().session().document().project().regions.len(), 2);
}
