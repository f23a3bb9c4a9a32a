//! Why a number moved: figures on the map, and the card that explains them. Nothing is rendered.

use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use milieu::analysis::registry;
use milieu::analysis::spread::Measure;
use milieu::model::{Edit, Selection, Tie, TieKind};
use milieu::session::why::{Between, Question};
use milieu::session::{Action, PanelId, Session, Show};

use super::panels::{Screen, actors, golden, name, perform, press};

fn session(screen: &Screen) -> &Session {
    screen.state().session()
}

/// The middle of the row of an indicator.
fn row(screen: &Screen, indicator: &str) -> Pos2 {
    let shown = format!("{indicator} ");
    let nodes = screen.get_all_by_label_contains(&shown);
    let mut rows = nodes.filter(|node| {
        let node = node.accesskit_node();
        node.role() == Role::Button && node.label().is_some_and(|label| label.starts_with(&shown))
    });
    rows.next().expect("the row is there").rect().center()
}

fn move_to(screen: &mut Screen, at: Pos2) {
    screen.hover_at(at);
    screen.run_steps(30);
}

fn click_at(screen: &mut Screen, at: Pos2) {
    move_to(screen, at);
    for pressed in [true, false] {
        screen.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        screen.run_steps(1);
    }
    screen.run_steps(4);
}

/// The golden cluster after a cooperation between its first two firms that is told to nobody else.
fn edited() -> Screen {
    let mut screen = golden();
    let ids = actors(&screen);
    let tie = Tie::new(TieKind::Cooperation, ids[0], ids[5]);
    perform(&mut screen, Action::Edit(Edit::AddTie(tie)));
    screen
}

fn ask(screen: &mut Screen, indicator: &'static str) {
    let between = Between::LastEdit;
    perform(screen, Action::AskWhy(Question { indicator, between }));
}

#[test]
fn resting_on_a_row_colors_the_map_with_a_scale_and_leaving_it_ends_that() {
    let mut screen = golden();
    let places = |screen: &Screen| -> Vec<_> {
        let document = session(screen).document();
        document.places().map(|(id, place)| (id, place.at)).collect()
    };
    let before = places(&screen);
    let at = row(&screen, "Trust");
    move_to(&mut screen, at);
    let painted = session(&screen).tint().painted().unwrap();
    assert_eq!(painted.measure(), Measure::Indicator("trust"));
    assert!(painted.tie_span().is_some() && painted.actor_span().is_some());
    let most = Measure::Indicator("trust").format(painted.actor_span().unwrap().most);
    let scale = format!("Color scale: Trust, actors 0.00 to {most}");
    assert_eq!(screen.query_all_by_label_contains(&scale).count(), 1);
    assert_eq!(places(&screen), before, "nothing moves");

    move_to(&mut screen, Pos2::new(600.0, 300.0));
    assert!(session(&screen).tint().painted().is_none());
    assert_eq!(screen.query_all_by_label_contains("Color scale").count(), 0);
}

#[test]
fn a_click_keeps_the_colors_until_escape_releases_them() {
    let mut screen = golden();
    let at = row(&screen, "Spillover");
    click_at(&mut screen, at);
    move_to(&mut screen, Pos2::new(600.0, 300.0));
    let color = |screen: &Screen| session(screen).tint().color();
    assert_eq!(color(&screen), Some(Measure::Indicator("spillover")));
    assert!(screen.query_by_label("Colored by Spillover").is_some());

    let first = actors(&screen)[0];
    perform(&mut screen, Action::Select(Selection::actor(first)));
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert!(session(&screen).selection().is_empty());
    assert!(color(&screen).is_some(), "Escape peels one layer only");
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert_eq!(color(&screen), None);
    assert!(screen.query_by_label("Colored by Spillover").is_none());
}

#[test]
fn the_pill_and_a_second_click_release_too() {
    let mut screen = golden();
    let at = row(&screen, "Spillover");
    click_at(&mut screen, at);
    click_at(&mut screen, at);
    assert_eq!(session(&screen).tint().color(), None);
    perform(&mut screen, Action::SizeBy(Some(Measure::Column("betweenness"))));
    assert!(screen.query_by_label("Sized by Betweenness").is_some());
    assert!(
        screen
            .query_all_by_label_contains("Size scale: Betweenness, actors 0.0 to")
            .count()
            == 1
    );
    screen.get_by_label("Release sized by Betweenness").click();
    screen.run_steps(4);
    assert_eq!(session(&screen).tint().size(), None);
}

#[test]
fn the_menu_offers_figures_of_actors_and_indicators() {
    let mut screen = golden();
    screen.get_by_role_and_label(Role::Button, "View").click();
    screen.run_steps(4);
    screen.get_by_label_contains("Color by").click();
    screen.run_steps(4);
    screen.get_by_label_contains("Figures of actors").click();
    screen.run_steps(4);
    screen.get_by_label_contains("Harmonic closeness").click();
    screen.run_steps(4);
    assert_eq!(session(&screen).tint().color(), Some(Measure::Column("harmonic")));
}

#[test]
fn why_opens_by_pointer_and_says_what_the_last_edit_did() {
    let mut screen = edited();
    let at = row(&screen, "Trust");
    move_to(&mut screen, at);
    screen.get_by_label("Why Trust?").click();
    screen.run_steps(4);
    let story = session(&screen).why().story().unwrap();
    let sentence = format!("{}.", story.sentence());
    assert!(sentence.contains("cooperation tie F1–R1"), "{sentence}");
    assert!(screen.query_by_label(&sentence).is_some());
    for heading in [
        "What was done",
        "By part",
        "Formula",
        "Meaning",
        "Limits",
        "Sources",
    ] {
        assert!(screen.query_by_label(heading).is_some(), "{heading}");
    }
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert!(session(&screen).why().question().is_none());
}

#[test]
fn why_opens_by_keyboard_and_gives_the_keyboard_back() {
    let mut screen = edited();
    screen.get_by_label("Why Coordination?").focus();
    screen.run_steps(3);
    press(&mut screen, Modifiers::NONE, Key::Enter);
    screen.run_steps(4);
    assert_eq!(
        session(&screen).why().question().unwrap().indicator,
        "coordination"
    );
    assert!(screen.get_by_label("Close the explanation").is_focused());
    press(&mut screen, Modifiers::NONE, Key::Escape);
    screen.run_steps(3);
    assert!(session(&screen).why().question().is_none());
    assert!(screen.get_by_label("Why Coordination?").is_focused());
}

#[test]
fn a_row_takes_enter_for_a_click() {
    let mut screen = golden();
    let label = {
        let now = session(&screen).track().current().unwrap();
        let trust = registry::find("trust").unwrap();
        format!("Trust {}", milieu::analysis::format(trust, now.value("trust")))
    };
    screen.get_by_role_and_label(Role::Button, &label).focus();
    screen.run_steps(3);
    press(&mut screen, Modifiers::NONE, Key::Enter);
    assert_eq!(session(&screen).tint().color(), Some(Measure::Indicator("trust")));
}

#[test]
fn what_a_list_names_is_chosen_and_seen() {
    let mut screen = edited();
    ask(&mut screen, "trust");
    let cause = screen
        .get_all_by_label_contains("Cooperation tie F1–R1")
        .find(|node| node.accesskit_node().role() == Role::Button)
        .unwrap();
    cause.click();
    screen.run_steps(6);
    let chosen = session(&screen)
        .selection()
        .only_tie()
        .expect("the tie of the cause");
    assert_eq!(
        session(&screen).document().tie(chosen).unwrap().kind,
        TieKind::Cooperation
    );

    screen.get_by_label("Now").click();
    screen.run_steps(4);
    let roots = &session(&screen).why().story().unwrap().state.roots;
    let milieu::analysis::Whom::Actor(most) = roots[0].whom else {
        panic!("the largest share of trust is an actor's here");
    };
    let shown = name(&screen, most);
    let label = format!("{shown} {}", Measure::Indicator("trust").format(roots[0].amount));
    screen.get_by_role_and_label(Role::Button, &label).click();
    screen.run_steps(6);
    assert_eq!(session(&screen).selection().only_actor(), Some(most));
}

#[test]
fn the_lists_come_to_the_figures() {
    let mut screen = edited();
    for indicator in ["trust", "overall", "density", "regional", "coordination"] {
        ask(&mut screen, indicator);
        let story = session(&screen).why().story().unwrap();
        let change = story.change.as_ref().unwrap();
        let value = story.state.value.unwrap();
        let close = |a: f64, b: f64| (a - b).abs() < 1e-9 * b.abs().max(1.0);
        let causes: f64 = change.causes.iter().map(|(_, amount)| amount).sum();
        let parts: f64 = change.parts.iter().map(|share| share.amount).sum();
        assert!(close(causes, change.change().unwrap()), "{indicator}");
        assert!(close(parts, change.change().unwrap()), "{indicator}");
        for shares in [&story.state.shares, &story.state.roots] {
            let sum: f64 = shares.iter().map(|share| share.amount).sum();
            assert!(close(sum, value), "{indicator}: {sum} {value}");
        }
        assert_eq!(
            session(&screen).track().current().unwrap().value(indicator),
            Some(value)
        );
    }
}

#[test]
fn a_part_leads_on_and_the_way_back_is_there() {
    let mut screen = golden();
    ask(&mut screen, "trust");
    let parts = screen.get_all_by_label_contains("Mean trust");
    let part = parts
        .filter(|node| node.accesskit_node().role() == Role::Button)
        .find(|node| node.rect().right() < 1100.0);
    part.unwrap().click();
    screen.run_steps(6);
    assert_eq!(
        session(&screen).why().question().unwrap().indicator,
        "trust.mean_trust"
    );
    screen.get_by_label("Back to Trust").click();
    screen.run_steps(6);
    assert_eq!(session(&screen).why().question().unwrap().indicator, "trust");
}

#[test]
fn the_structure_names_its_view_and_is_measured_in_the_one_chosen() {
    let mut screen = super::panels::empty(egui::vec2(1440.0, 1600.0));
    perform(&mut screen, Action::OpenExample("golden".to_owned()));
    // The panel has the whole side to itself.
    perform(&mut screen, Action::Show(Show::Toggle(PanelId::Inspector)));
    let shown = |screen: &Screen, name: &str| screen.query_by_label(name).is_some();
    screen.get_by_label("Structure · view N").click();
    screen.run_steps(6);
    assert!(shown(&screen, "Density 0.273") && !shown(&screen, "Reciprocity 0.000"));
    screen.get_by_label("View D").click();
    screen.run_steps(6);
    assert!(shown(&screen, "Structure · view D") && !shown(&screen, "Density 0.273"));
    screen.get_by_label("View N").click();
    screen.run_steps(6);
    screen.get_by_label("External actors too").click();
    screen.run_steps(6);
    assert!(shown(&screen, "Structure · view N, externals"));
    let shape = session(&screen).looking().shape().unwrap();
    let actors = shape
        .iter()
        .find(|(indicator, _)| indicator.id == "actors")
        .unwrap();
    assert_eq!(actors.1, Some(13.0));
    assert!(shown(
        &screen,
        "In this view figures are not compared or explained"
    ));
}

#[test]
fn the_filter_finds_figures_in_all_lists() {
    let mut screen = golden();
    screen
        .get_by_role_and_label(Role::TextInput, "Find a figure")
        .focus();
    screen.run_steps(2);
    screen
        .get_by_role_and_label(Role::TextInput, "Find a figure")
        .type_text("centralization");
    screen.run_steps(8);
    assert!(
        screen
            .query_all_by_label_contains("Degree centralization")
            .count()
            > 0
    );
    assert!(screen.query_by_label("Structure · view N").is_some());
    assert!(
        screen.query_by_label("Economy").is_none(),
        "nothing there is called so"
    );
    assert_eq!(screen.query_all_by_label_contains("Tied pairs").count(), 0);
}

#[test]
fn in_a_narrow_window_the_strip_offers_the_same() {
    let mut screen = super::panels::empty(egui::vec2(1024.0, 640.0));
    perform(&mut screen, Action::OpenExample("golden".to_owned()));
    let at = row(&screen, "Trust");
    click_at(&mut screen, at);
    let painted = session(&screen).tint().painted().unwrap().measure();
    assert_eq!(painted, Measure::Indicator("trust"));
    screen.get_by_label_contains("Why this value?").click();
    screen.run_steps(6);
    assert_eq!(session(&screen).why().question().unwrap().indicator, "trust");
}

#[test]
fn the_question_stays_open_over_an_edit() {
    let mut screen = edited();
    ask(&mut screen, "trust");
    perform(&mut screen, Action::Undo);
    let story = session(&screen).why().story().unwrap();
    assert!(
        story.sentence().contains("loss of the cooperation tie"),
        "{}",
        story.sentence()
    );
    assert!(screen.query_by_label(&format!("{}.", story.sentence())).is_some());
}

#[test]
fn the_card_stays_where_it_is_when_another_tab_is_shorter() {
    let mut screen = golden();
    ask(&mut screen, "trust");
    let place = |screen: &Screen| screen.get_by_label("Close the explanation").rect();
    let before = place(&screen);
    screen.get_by_label("Change").click();
    screen.run_steps(6);
    assert!(screen.query_by_label("Nothing has been changed yet.").is_some());
    assert_eq!(place(&screen), before);
    screen.get_by_label("Now").click();
    screen.run_steps(6);
    assert_eq!(place(&screen), before);
}

#[test]
fn a_dear_figure_is_worked_out_when_asked_for_and_then_stays() {
    let mut screen = super::panels::empty(egui::vec2(1440.0, 1600.0));
    perform(&mut screen, Action::OpenExample("golden".to_owned()));
    perform(&mut screen, Action::Show(Show::Toggle(PanelId::Inspector)));
    screen.get_by_label("Structure · view N").click();
    screen.run_steps(6);
    screen.get_by_label("Work out Small world σ").click();
    screen.run_steps(6);
    let story = session(&screen).why().story().unwrap();
    assert_eq!(story.state.indicator, "small_world_sigma");
    perform(&mut screen, Action::CloseWhy);
    let offered = |screen: &Screen| screen.query_by_label("Work out Small world σ").is_some();
    assert!(!offered(&screen), "the number is known now");
    // It was the number of that state.
    let ids = actors(&screen);
    let tie = Tie::new(TieKind::Cooperation, ids[0], ids[5]);
    perform(&mut screen, Action::Edit(Edit::AddTie(tie)));
    assert!(offered(&screen));
}
