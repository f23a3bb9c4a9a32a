//! Layouts that mean something, from the menu: marks glide there, one step takes all back, pinned actors stay.

use std::collections::BTreeSet;

use egui_kittest::kittest::Queryable as _;
use milieu::model::{ActorId, Selection};
use milieu::session::{Action, Show};

use crate::panels::{Screen, actors, golden, perform, steps};

/// Chooses a layout from the menu.
fn arrange(screen: &mut Screen, name: &str) {
    for label in ["Layout", "Arrange as", name] {
        screen.get_by_label(label).click();
        screen.run_steps(4);
    }
}

fn at(screen: &Screen, id: ActorId) -> milieu::base::geom::Point {
    screen.state().session().at(id).unwrap()
}

#[test]
fn a_layout_from_the_menu_glides_is_one_step_and_leaves_pins_alone() {
    let mut screen = golden();
    let all = actors(&screen);
    perform(&mut screen, Action::UnpinAll);
    perform(&mut screen, Action::Select(Selection::actor(all[0])));
    perform(&mut screen, Action::PinSelection(true));
    perform(&mut screen, Action::SelectNone);
    // The person wants to see things move.
    perform(&mut screen, Action::Show(Show::ReduceMotion));
    let (before, steps_before) = (
        all.iter().map(|&id| at(&screen, id)).collect::<Vec<_>>(),
        steps(&screen),
    );

    for label in ["Layout", "Arrange as"] {
        screen.get_by_label(label).click();
        screen.run_steps(4);
    }
    screen.get_by_label("Circle").click();
    screen.step();
    let session = screen.state().session();
    assert!(session.motion().gliding(), "marks are on their way");
    assert_eq!(steps(&screen), steps_before + 1);
    for _ in 0..2_000 {
        if !screen.state().session().motion().gliding() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
        screen.step();
    }
    let session = screen.state().session();
    assert!(!session.motion().moving(), "and have arrived");
    let moved = all
        .iter()
        .zip(&before)
        .filter(|&(&id, &was)| at(&screen, id) != was);
    assert!(moved.count() >= all.len() - 2);
    assert_eq!(at(&screen, all[0]), before[0], "pinned");
    for &id in &all {
        assert_eq!(
            Some(at(&screen, id)),
            session.document().place(id).map(|place| place.at)
        );
    }

    perform(&mut screen, Action::Undo);
    for (&id, &was) in all.iter().zip(&before) {
        assert_eq!(at(&screen, id), was);
    }
}

#[test]
fn without_motion_marks_are_there_at_once_and_only_the_chosen_ones_go() {
    let mut screen = golden();
    let all = actors(&screen);
    perform(&mut screen, Action::UnpinAll);
    let chosen: BTreeSet<ActorId> = all[..6].iter().copied().collect();
    perform(
        &mut screen,
        Action::Select(Selection {
            actors: chosen.clone(),
            ..Selection::default()
        }),
    );
    let before: Vec<_> = all.iter().map(|&id| at(&screen, id)).collect();
    arrange(&mut screen, "Grid");
    assert!(!screen.state().session().motion().moving());
    for (&id, &was) in all.iter().zip(&before) {
        assert_eq!(at(&screen, id) != was, chosen.contains(&id), "{id}");
    }
    let name = screen
        .state()
        .session()
        .history()
        .undoable()
        .next()
        .map(str::to_owned);
    assert_eq!(name.as_deref(), Some("Arrange as grid"));
}

#[test]
fn the_quality_of_the_map_is_shown_and_compared() {
    let mut screen = golden();
    perform(&mut screen, Action::Show(Show::Quality));
    screen.get_by_label("Every tie traceable");
    assert!(screen.query_by_label("Before").is_none());
    perform(&mut screen, Action::ArrangeAll);
    screen.get_by_label("Before");
    perform(&mut screen, Action::Show(Show::Quality));
    assert!(!screen.state().session().gauge().wanted());
}
