//! A window in which nobody does anything paints nothing, whatever is open in it.

use std::time::Duration;

use egui::{Modifiers, ViewportId, vec2};
use egui_kittest::kittest::Queryable as _;
use milieu::analysis::View;
use milieu::analysis::spread::Measure;
use milieu::graph::lens::Lens;
use milieu::model::{Selection, SnapshotId};
use milieu::session::why::{Between, Question};
use milieu::session::{Action, Aim, PanelId, Show, Side};

use crate::panels::{Screen, actors, golden, perform, press};

/// Steps of a quarter of a second after which every word about the last edit has gone.
const LONG: usize = 80;

/// The least time to the next picture over a few pictures.
fn delay(screen: &mut Screen) -> Duration {
    screen.run_steps(LONG);
    let mut next = || {
        screen.step();
        screen.output().viewport_output[&ViewportId::ROOT].repaint_delay
    };
    (0..4).map(|_| next()).min().unwrap()
}

fn rests(screen: &mut Screen) -> bool {
    delay(screen) == Duration::MAX
}

#[test]
fn nothing_is_painted_while_nobody_does_anything() {
    let mut screen = golden();
    assert!(rests(&mut screen), "as it opens");
    let last_edit = |indicator| {
        let between = Between::LastEdit;
        Action::AskWhy(Question { indicator, between })
    };
    let first = actors(&screen)[0];
    let states: [(&str, Vec<Action>); 7] = [
        ("why", vec![last_edit("trust")]),
        (
            "colors and sizes",
            vec![
                Action::ColorBy(Some(Measure::Column("degree"))),
                Action::SizeBy(Some(Measure::Indicator("density"))),
            ],
        ),
        (
            "a view of its own",
            vec![
                Action::LookThrough(Lens::of(View::Knowledge)),
                last_edit("density"),
            ],
        ),
        (
            "advice",
            vec![Action::Show(Show::Advice(Aim {
                indicator: "overall",
                loss: false,
            }))],
        ),
        (
            "the windows",
            vec![
                Action::Show(Show::Certainty),
                Action::Show(Show::Assumptions),
                Action::Show(Show::Chance),
                Action::CompareWithChance(50),
            ],
        ),
        (
            "shares and the table",
            vec![
                Action::Select(Selection::actor(first)),
                Action::WantShares(true),
                Action::Show(Show::Toggle(PanelId::Table)),
            ],
        ),
        ("gaps", vec![Action::Show(Show::Gaps)]),
    ];
    for (what, actions) in states {
        for action in actions {
            perform(&mut screen, action);
        }
        assert!(rests(&mut screen), "{what}");
    }
}

#[test]
fn two_states_that_read_the_same_are_compared_and_explained_once() {
    let mut screen = golden();
    let ids = actors(&screen);
    for _ in 0..2 {
        press(&mut screen, Modifiers::COMMAND | Modifiers::SHIFT, egui::Key::T);
    }
    perform(&mut screen, Action::Select(Selection::actor(ids[0])));
    perform(&mut screen, Action::DeleteSelection);
    let side = |n| Side::Snapshot(SnapshotId::new(n).unwrap());
    perform(&mut screen, Action::Compare(side(1), Side::Now));
    screen.get_by_label("Why Trust").click();
    screen.run_steps(4);
    assert!(screen.state().session().why().story().is_some());
    // The other snapshot holds the same.
    perform(&mut screen, Action::Compare(side(2), Side::Now));
    // Only the words about the last edit are to go, some time.
    assert!(delay(&mut screen) > Duration::ZERO);
    assert!(screen.state().session().why().story().is_some());
}

#[test]
fn what_somebody_rests_on_is_worked_out_once() {
    let mut screen = golden();
    let first = actors(&screen)[0];
    perform(&mut screen, Action::Select(Selection::actor(first)));
    let row = screen.get_by_label("Overall competitiveness").rect().center();
    screen.hover_at(row + vec2(2.0, 0.0));
    assert!(rests(&mut screen), "a row of figures");
    assert!(screen.state().session().tint().glance().is_some());
    let kind = screen.get_all_by_label("University").next().unwrap();
    let at = kind.rect().center();
    screen.hover_at(at);
    assert!(rests(&mut screen), "a kind that could be added");
    assert!(screen.state().session().supposition().is_some());
}
