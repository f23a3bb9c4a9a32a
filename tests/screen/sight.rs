//! What is seen on the map, by its chips, legend, menus and keys.

use std::collections::BTreeSet;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use milieu::analysis::aspect::Aspect;
use milieu::analysis::spread::Measure;
use milieu::model::{ActorKind, Selection};
use milieu::picture::Visibility;
use milieu::session::sight::{Filter, Keeps};
use milieu::session::{Action, Look, PanelId, Show};

use crate::panels::{Screen, actors, golden, name, perform, press};

fn click(screen: &mut Screen, label: &str) {
    screen.get_by_label(label).click();
    screen.run_steps(5);
}

fn filters(screen: &Screen) -> Vec<Filter> {
    screen.state().session().sight().filters().to_vec()
}

/// Names of the actors that are seen as usual.
fn seen(screen: &Screen) -> Vec<String> {
    let session = screen.state().session();
    let shown = session.sight().shown();
    let ids = actors(screen).into_iter();
    ids.filter(|&id| shown.actor(id) == Visibility::Seen)
        .map(|id| name(screen, id))
        .collect()
}

/// The golden cluster with the room of the library for the map, and the legend open.
fn with_legend() -> Screen {
    let mut screen = golden();
    perform(&mut screen, Action::Show(Show::Toggle(PanelId::Library)));
    if screen.query_by_label("Show the legend").is_some() {
        click(&mut screen, "Show the legend");
    }
    screen
}

#[test]
fn a_chip_is_made_by_the_legend_changed_by_a_click_and_removed_by_its_cross() {
    let mut screen = with_legend();
    let all = seen(&screen).len();
    assert!(
        screen.query_by_label_contains("+ Filter").is_none(),
        "no filter, no bar"
    );
    click(&mut screen, "Hide Specialized supplier");
    assert_eq!(seen(&screen).len(), all - 2);
    let chip = "Change the filter Kind: all but specialized supplier";
    click(&mut screen, chip);
    click(&mut screen, "Keep only Final goods producer");
    assert_eq!(seen(&screen), ["F1", "F2", "F3"]);
    click(&mut screen, "Keep Association");
    assert_eq!(seen(&screen), ["F1", "F2", "F3", "T"]);
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert!(
        screen.query_by_label("Keep Association").is_none(),
        "Escape closes the list"
    );
    assert_eq!(filters(&screen).len(), 1);
    click(&mut screen, "Remove the filter for kind");
    assert_eq!(seen(&screen).len(), all);
    assert!(screen.query_by_label_contains("+ Filter").is_none());
}

#[test]
fn the_menu_of_the_bar_opens_a_new_chip_and_one_that_keeps_all_goes_again() {
    let mut screen = golden();
    let keep = Filter::only(Aspect::External, "local");
    perform(&mut screen, Action::Look(Look::Filter(keep)));
    click(&mut screen, "+ Filter");
    click(&mut screen, "Strength");
    assert_eq!(filters(&screen)[1], Filter::open(Aspect::TieField("weight")));
    assert!(screen.query_by_label("Strength At least").is_some());
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert_eq!(filters(&screen).len(), 1, "it held nothing back");
    // The same by a command.
    perform(&mut screen, Action::Show(Show::Filter(Aspect::TieKind)));
    click(&mut screen, "Keep Competition");
    press(&mut screen, Modifiers::NONE, Key::Escape);
    let keeps = Keeps::AllBut(BTreeSet::from(["competition".to_owned()]));
    assert_eq!(filters(&screen)[1].keeps, keeps);
    click(&mut screen, "Fade");
    assert!(screen.state().session().sight().fades());
    click(&mut screen, "Remove all filters");
    assert!(filters(&screen).is_empty());
}

#[test]
fn keys_focus_widen_and_leave_before_the_choice_goes() {
    let mut screen = golden();
    let first = actors(&screen)[0];
    screen.get_by_label("Map of the cluster").focus();
    screen.run_steps(2);
    perform(&mut screen, Action::Select(Selection::actor(first)));
    press(&mut screen, Modifiers::NONE, Key::Period);
    let near = seen(&screen).len();
    assert!(near > 1 && near < actors(&screen).len());
    assert!(screen.query_by_label_contains("Focus: F1 +1").is_some());
    press(&mut screen, Modifiers::NONE, Key::Minus);
    assert_eq!(seen(&screen), ["F1"]);
    press(&mut screen, Modifiers::NONE, Key::Plus);
    press(&mut screen, Modifiers::NONE, Key::Plus);
    assert!(seen(&screen).len() > near);
    press(&mut screen, Modifiers::NONE, Key::Escape);
    let session = screen.state().session();
    assert!(session.sight().focus().is_none());
    assert_eq!(session.selection().only_actor(), Some(first), "one layer a press");
    press(&mut screen, Modifiers::NONE, Key::Escape);
    assert!(screen.state().session().selection().is_empty());
}

#[test]
fn the_legend_tells_of_sorts_and_filters_by_them() {
    let mut screen = with_legend();
    let color = Measure::Aspect(Aspect::Community);
    perform(&mut screen, Action::ColorBy(Some(color)));
    let session = screen.state().session();
    let group = session.groups().known().unwrap().groups()[0].clone();
    let chief = group.name(session.document());
    click(&mut screen, &format!("Select {chief}, {}", group.size));
    assert_eq!(screen.state().session().selection().actors.len(), group.size);
    click(&mut screen, &format!("Hide {chief}"));
    let filter = &filters(&screen)[0];
    assert_eq!(filter.aspect, Aspect::Community);
    assert!(!seen(&screen).contains(&chief));
    assert!(
        screen.state().session().selection().is_empty(),
        "it went with them"
    );
    click(&mut screen, &format!("Show {chief}"));
    assert!(filters(&screen).is_empty() && seen(&screen).contains(&chief));
    assert!(
        screen.query_by_label("Select None, 1").is_some(),
        "the external belongs to none"
    );
}

#[test]
fn colors_and_sizes_by_attributes_are_chosen_in_the_view_menu() {
    let mut screen = golden();
    for (menu, row, color) in [
        ("Color by", "Trust of ties", true),
        ("Size by", "Year of founding", false),
    ] {
        screen.get_by_role_and_label(Role::Button, "View").click();
        screen.run_steps(4);
        screen.get_by_label_contains(menu).click();
        screen.run_steps(4);
        screen.get_by_label_contains(row).click();
        screen.run_steps(4);
        let tint = screen.state().session().tint();
        let chosen = if color { tint.color() } else { tint.size() };
        let aspect = if color {
            Aspect::TieField("trust")
        } else {
            Aspect::ActorField("founded")
        };
        assert_eq!(chosen, Some(Measure::Aspect(aspect)), "{row}");
    }
    assert!(
        screen
            .query_by_label_contains("Color scale: Trust, ties 0.")
            .is_some()
    );
}

#[test]
fn the_legend_says_what_sizes_and_widths_stand_for() {
    let mut screen = with_legend();
    assert!(screen.query_by_label_contains("Size: jobs").is_some());
    assert!(screen.query_by_label_contains("Width: strength 0.").is_some());
    let suppliers = Filter::only(Aspect::Kind, ActorKind::Supplier.id());
    perform(&mut screen, Action::Look(Look::Filter(suppliers)));
    assert!(
        screen.query_by_label_contains("Width: strength").is_none(),
        "no tie is seen"
    );
    assert!(screen.query_by_label("Select Specialized supplier, 2").is_some());
    assert!(
        screen.query_by_label("Show University").is_some(),
        "held back by its own filter"
    );
}
