//! What would happen, seen before it happens: in the hand, under the pointer, under the keyboard. The project stays as
//! it is until the button is released.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use milieu::analysis::advice::{Advice, Proposal};
use milieu::files;
use milieu::model::{ActorId, ActorKind, Edit, Selection, TieId, TieKind};
use milieu::session::{Action, Aim, Show, Verdict};

use super::panels::{Screen, actors, golden, name, perform, press, steps};

/// Everything that must not move while somebody only wonders.
#[derive(Debug, PartialEq)]
struct Still {
    bytes: String,
    steps: usize,
    redo: usize,
    selection: Selection,
    changed: bool,
    state: u64,
}

fn still(screen: &Screen) -> Still {
    let session = screen.state().session();
    Still {
        bytes: files::project::write(session.document()),
        steps: steps(screen),
        redo: session.history().redoable().count(),
        selection: session.selection().clone(),
        changed: session.changed(),
        state: session.history().state(),
    }
}

/// Where the mark of an actor is.
fn node_of(screen: &Screen, id: ActorId) -> egui::Rect {
    let named = format!(", \"{}\", ", name(screen, id));
    screen.get_by_label_contains(&named).rect()
}

/// The middle of the n-th actor by id.
fn mark(screen: &Screen, n: usize) -> Pos2 {
    node_of(screen, actors(screen)[n - 1]).center()
}

/// Where the second end of a chosen tie can be taken: on the line, just outside the mark that it leads to.
fn handle(screen: &Screen, tie: TieId) -> Pos2 {
    let document = screen.state().session().document();
    let tie = document.tie(tie).unwrap();
    let (from, to) = (node_of(screen, tie.from), node_of(screen, tie.to));
    let way = (from.center() - to.center()).normalized();
    to.center() + way * (to.width() / 2.0 + 1.0)
}

/// The overall figure now, and as it would be.
fn overall(screen: &Screen) -> (f64, Option<f64>) {
    let session = screen.state().session();
    let now = session.track().current().unwrap().value("overall").unwrap();
    (now, session.supposed("overall").map(|(then, _)| then))
}

/// Draws a tie from one actor over another and holds it there; gives where it would be let go.
fn hold_a_tie(screen: &mut Screen, from: usize, to: usize) -> Pos2 {
    let (start, goal) = (mark(screen, from), mark(screen, to));
    press(screen, Modifiers::NONE, Key::T);
    screen.hover_at(start);
    screen.run_steps(1);
    screen.drag_at(start);
    screen.run_steps(1);
    screen.hover_at(start + (goal - start) * 0.5);
    screen.run_steps(1);
    screen.hover_at(goal);
    screen.run_steps(4);
    goal
}

#[test]
fn a_tie_in_the_hand_shows_what_it_would_do_and_does_that() {
    let mut screen = golden();
    perform(&mut screen, Action::SetNextTieKind(TieKind::Cooperation));
    let before = still(&screen);
    let goal = hold_a_tie(&mut screen, 1, 9);
    let (now, then) = overall(&screen);
    let promised = then.expect("a tie is held over an actor");
    assert_ne!(now, promised);
    assert_eq!(still(&screen), before, "nothing is done yet");
    assert!(screen.query_all_by_label_contains("would be").next().is_some());

    screen.drop_at(goal);
    screen.run_steps(6);
    assert_eq!(steps(&screen), before.steps + 1);
    let (now, then) = overall(&screen);
    assert_eq!((now.to_bits(), then), (promised.to_bits(), None));
    assert!(screen.query_all_by_label_contains("would be").next().is_none());
}

#[test]
fn escape_gives_a_tie_up_and_what_it_would_have_done() {
    let mut screen = golden();
    let before = still(&screen);
    hold_a_tie(&mut screen, 1, 9);
    assert!(overall(&screen).1.is_some());
    press(&mut screen, Modifiers::NONE, Key::Escape);
    screen.run_steps(2);
    assert_eq!(overall(&screen).1, None);
    assert_eq!(still(&screen), before);
}

#[test]
fn a_kind_from_the_library_shows_its_effect_over_the_map_only() {
    let mut screen = golden();
    let before = still(&screen);
    let row = screen
        .get_all_by_role_and_label(Role::Button, ActorKind::University.name())
        .next()
        .unwrap()
        .rect()
        .center();
    screen.hover_at(row);
    screen.run_steps(1);
    screen.drag_at(row);
    screen.run_steps(1);
    let map = screen.get_by_label("Map of the cluster").rect();
    screen.hover_at(map.center() + vec2(20.0, 160.0));
    screen.run_steps(4);
    let (now, then) = overall(&screen);
    assert_ne!(Some(now), then);
    let promised = then.expect("a university is held over the map");
    assert_eq!(still(&screen), before);
    screen.drop_at(map.center() + vec2(20.0, 160.0));
    screen.run_steps(6);
    assert_eq!(actors(&screen).len(), 14);
    assert_eq!(overall(&screen).0.to_bits(), promised.to_bits());
}

#[test]
fn escape_gives_a_kind_up_that_is_on_its_way_to_the_map() {
    let mut screen = golden();
    let before = still(&screen);
    let row = screen
        .get_all_by_role_and_label(Role::Button, ActorKind::University.name())
        .next()
        .unwrap()
        .rect()
        .center();
    let goal = screen.get_by_label("Map of the cluster").rect().center() + vec2(20.0, 160.0);
    screen.hover_at(row);
    screen.run_steps(1);
    screen.drag_at(row);
    screen.run_steps(1);
    screen.hover_at(goal);
    screen.run_steps(4);
    assert!(overall(&screen).1.is_some());
    press(&mut screen, Modifiers::NONE, Key::Escape);
    screen.run_steps(2);
    assert_eq!(overall(&screen).1, None);
    screen.drop_at(goal);
    screen.run_steps(4);
    assert_eq!(still(&screen), before);
}

#[test]
fn a_loosened_end_shows_what_the_tie_would_do_elsewhere() {
    let mut screen = golden();
    let tie = screen.state().session().document().ties().next().unwrap().0;
    let ids = actors(&screen);
    let to = screen.state().session().document().tie(tie).unwrap().to;
    let other = ids.iter().position(|&id| id == ids[11]).unwrap();
    assert_ne!(ids[other], to);
    perform(&mut screen, Action::Select(Selection::tie(tie)));
    let before = still(&screen);
    let end = handle(&screen, tie);
    screen.hover_at(end);
    screen.run_steps(2);
    screen.drag_at(end);
    screen.run_steps(1);
    let goal = mark(&screen, other + 1);
    screen.hover_at(end + (goal - end) * 0.5);
    screen.run_steps(1);
    screen.hover_at(goal);
    screen.run_steps(4);
    let promised = overall(&screen).1.expect("the end is held over an actor");
    assert_eq!(still(&screen), before);
    screen.drop_at(goal);
    screen.run_steps(6);
    assert_eq!(steps(&screen), before.steps + 1);
    assert_eq!(overall(&screen).0.to_bits(), promised.to_bits());
}

#[test]
fn resting_on_delete_shows_what_would_be_lost() {
    let mut screen = golden();
    let id = actors(&screen)[0];
    perform(&mut screen, Action::Select(Selection::actor(id)));
    let before = still(&screen);
    screen.get_by_role_and_label(Role::Button, "Edit").click();
    screen.run_steps(4);
    let row = screen.get_by_label_contains("Delete Delete").rect();
    screen.hover_at(row.center());
    screen.run_steps(6);
    let supposition = screen.state().session().supposition();
    let supposition = supposition.expect("the pointer rests on Delete");
    assert_eq!(supposition.edit(), &Edit::Remove(Selection::actor(id)));
    assert!(matches!(supposition.verdict(), Some(Verdict::Figures(_))));
    assert_eq!(still(&screen), before);
    press(&mut screen, Modifiers::NONE, Key::Escape);
    screen.hover_at(Pos2::new(700.0, 500.0));
    screen.run_steps(4);
    assert!(screen.state().session().supposition().is_none());
    assert_eq!(still(&screen), before);
}

#[test]
fn arrow_keys_in_a_list_of_kinds_show_what_each_would_do() {
    let mut screen = golden();
    let id = actors(&screen)[0];
    perform(&mut screen, Action::Select(Selection::actor(id)));
    let before = still(&screen);
    screen.get_by_label("Kind: Final goods producer").focus();
    screen.run_steps(1);
    press(&mut screen, Modifiers::NONE, Key::Enter);
    let mut seen = Vec::new();
    for _ in 0..4 {
        press(&mut screen, Modifiers::NONE, Key::ArrowDown);
        if let Some(supposition) = screen.state().session().supposition() {
            seen.push(supposition.edit().clone());
        }
    }
    assert!(seen.len() >= 2, "{seen:?}");
    assert!(seen.iter().all(|edit| matches!(edit, Edit::SetActorKind(..))));
    assert_ne!(seen[0], seen[1]);
    assert_eq!(still(&screen), before);
}

#[test]
fn the_other_end_chosen_by_keyboard_shows_what_the_tie_would_do() {
    let mut screen = golden();
    let id = actors(&screen)[0];
    perform(&mut screen, Action::Select(Selection::actor(id)));
    let before = still(&screen);
    perform(&mut screen, Action::Show(Show::StartTie));
    press(&mut screen, Modifiers::NONE, Key::ArrowDown);
    let (_, then) = overall(&screen);
    let promised = then.expect("the list stands on an actor");
    assert_eq!(still(&screen), before);
    press(&mut screen, Modifiers::NONE, Key::Enter);
    screen.run_steps(4);
    assert_eq!(steps(&screen), before.steps + 1);
    assert_eq!(overall(&screen).0.to_bits(), promised.to_bits());
}

#[test]
fn a_gap_shows_whom_it_is_about() {
    let mut screen = golden();
    let gaps = Arc::clone(screen.state().session().adviser().gaps().unwrap());
    let gap = gaps.iter().find(|gap| gap.actors.len() > 1).unwrap();
    let title = format!("Gaps  {}", gaps.len());
    assert!(screen.query_by_label(&title).is_some());
    perform(&mut screen, Action::Show(Show::Gaps));
    screen.run_steps(6);
    let label = format!("Show: {}", gap.name);
    screen.get_by_label(&label).click();
    screen.run_steps(4);
    let selection = screen.state().session().selection();
    assert_eq!(selection.actors, gap.actors.iter().copied().collect());
    assert_eq!(selection.ties, gap.ties.iter().copied().collect());
    assert_eq!(steps(&screen), 0, "looking changes nothing");
    let one = name(&screen, gap.actors[0]);
    let link = screen
        .get_all_by_label(&one)
        .find(|node| node.rect().left() > 1100.0);
    link.unwrap().click();
    screen.run_steps(4);
    let selection = screen.state().session().selection();
    assert_eq!(selection, &Selection::actor(gap.actors[0]));
}

/// Opens the window of advice and gives the lines of the answer.
fn advised(screen: &mut Screen, indicator: &'static str, loss: bool) -> Arc<Advice> {
    perform(screen, Action::SetNextTieKind(TieKind::Cooperation));
    perform(screen, Action::Show(Show::Advice(Aim { indicator, loss })));
    screen.run_steps(4);
    Arc::clone(screen.state().session().adviser().advice().unwrap())
}

#[test]
fn advice_is_seen_before_it_is_taken_and_does_what_it_says() {
    let mut screen = golden();
    let before = still(&screen);
    let advice = advised(&mut screen, "trust", false);
    let second = &advice.suggestions[1];
    press(&mut screen, Modifiers::NONE, Key::ArrowDown);
    screen.run_steps(2);
    let session = screen.state().session();
    assert_eq!(session.supposition().unwrap().edit(), &second.proposal.edit());
    let (_, gain) = session.supposed("trust").unwrap();
    assert!((gain - second.gain).abs() < 1e-9);
    assert_eq!(still(&screen), before);

    press(&mut screen, Modifiers::NONE, Key::Enter);
    screen.run_steps(4);
    let session = screen.state().session();
    assert!((session.track().delta("trust").unwrap() - second.gain).abs() < 1e-9);
    assert_eq!(steps(&screen), before.steps + 1);
    assert!(screen.query_by_label("The cluster has changed since").is_some());
    // The list goes on being of use: what was added is not added twice.
    press(&mut screen, Modifiers::NONE, Key::Enter);
    assert_eq!(steps(&screen), before.steps + 1);
    screen.get_by_label("Again").click();
    screen.run_steps(4);
    assert!(screen.query_by_label("The cluster has changed since").is_none());
    press(&mut screen, Modifiers::NONE, Key::Escape);
    screen.run_steps(2);
    assert!(screen.state().session().adviser().question().is_none());
    perform(&mut screen, Action::Undo);
    assert_eq!(still(&screen).bytes, before.bytes);
}

#[test]
fn a_loss_is_shown_first_and_made_only_by_its_name() {
    let mut screen = golden();
    let advice = advised(&mut screen, "overall", true);
    let Proposal::LoseActor(id) = advice.suggestions[0].proposal else {
        panic!("actors are what can be lost");
    };
    press(&mut screen, Modifiers::NONE, Key::Enter);
    screen.run_steps(4);
    assert_eq!(actors(&screen).len(), 13, "Enter only shows it");
    let session = screen.state().session();
    assert_eq!(session.selection(), &Selection::actor(id));
    let named = Edit::Remove(Selection::actor(id)).name(session.document());
    screen.get_by_label(&named).click();
    screen.run_steps(4);
    assert_eq!(actors(&screen).len(), 12);
}

#[test]
fn nobody_wonders_what_taking_a_snapshot_would_do() {
    let mut screen = golden();
    screen.get_by_role_and_label(Role::Button, "Edit").click();
    screen.run_steps(4);
    screen.get_by_role_and_label(Role::Button, "Snapshot").click();
    screen.run_steps(4);
    let row = screen.get_by_label_contains("Take snapshot").rect();
    screen.hover_at(row.center());
    screen.run_steps(12);
    assert!(screen.state().session().supposition().is_none());
}
