//! The inspector says what the chosen actor has of each indicator.

use egui_kittest::kittest::Queryable as _;
use milieu::model::Selection;
use milieu::session::Action;

use super::panels::{actors, golden, perform};

#[test]
fn the_folded_section_works_them_out_once_it_is_opened() {
    let mut screen = golden();
    let ids = actors(&screen);
    perform(&mut screen, Action::Select(Selection::actor(ids[0])));
    let shares = |screen: &super::panels::Screen, id| {
        let session = screen.state().session();
        session.shares().of(id).map(|holdings| holdings[0].portion())
    };
    assert_eq!(shares(&screen, ids[0]), None, "nothing is worked out unseen");

    screen.get_by_label("Share in each indicator").scroll_to_me();
    screen.run_steps(4);
    screen.get_by_label("Share in each indicator").click();
    screen.run_steps(6);
    let first = shares(&screen, ids[0]).unwrap();
    let percent = format!("{:.0} %", first * 100.0);
    assert!(
        screen.query_all_by_label(&percent).next().is_some(),
        "{percent} is shown"
    );

    // Another choice, another answer, without another click.
    perform(&mut screen, Action::Select(Selection::actor(ids[1])));
    let second = shares(&screen, ids[1]).unwrap();
    assert!(second < first);

    screen.get_by_label("Share in each indicator").scroll_to_me();
    screen.run_steps(4);
    screen.get_by_label("Share in each indicator").click();
    screen.run_steps(20);
    assert!(!screen.state().session().shares().wanted());
}
