//! Rows of the Edit menu about choosing.

use super::gates::{
    actors_selected, drawn, exactly_two_actors_selected, not_empty, open, some_selected, two_actors_selected,
    walks_ties,
};
use super::{Command, Menu, group, row, within};
use crate::base::geom::Vector;
use crate::session::Choice;
use crate::session::action::{Action, Show};

/// In menu order.
#[rustfmt::skip]
pub(super) const ROWS: &[Command] = &[
    group(row("select.all", "Select all", Menu::Edit, &["Ctrl+A"], drawn, |_| Action::SelectAll)),
    within("Select", row("select.none", "Select nothing", Menu::Edit, &["Ctrl+Shift+A"], some_selected, |_| Action::SelectNone)),
    within("Select", row("select.inverse", "Invert selection", Menu::Edit, &["Ctrl+I"], drawn, |_| Action::SelectInverse)),
    within("Select", group(row("select.kind", "Same kind", Menu::Edit, &[], some_selected, |_| Action::Choose(Choice::Kind)))),
    within("Select", row("select.role", "Same role", Menu::Edit, &[], actors_selected, |_| Action::Choose(Choice::Role))),
    within("Select", row("select.community", "Same community", Menu::Edit, &[], actors_selected, |_| Action::Choose(Choice::Community))),
    within("Select", group(row("select.neighbors", "Neighbors too", Menu::Edit, &[], actors_selected, |_| Action::Choose(Choice::Neighbors)))),
    within("Select", row("select.ties", "Ties between them too", Menu::Edit, &[], two_actors_selected, |_| Action::Choose(Choice::Ties))),
    within("Select", row("select.path", "Path between two", Menu::Edit, &[], exactly_two_actors_selected, |_| Action::Choose(Choice::Path))),
    within("Select", group(row("select.isolated", "Actors without ties", Menu::Edit, &[], not_empty, |_| Action::Choose(Choice::Isolated)))),
    row("select.next", "Next on the map", Menu::Nowhere("moves the keyboard, as in every list"), &["Tab"], open, |_| Action::Show(Show::NextActor(true))),
    row("select.previous", "Previous on the map", Menu::Nowhere("moves the keyboard, as in every list"), &["Shift+Tab"], open, |_| Action::Show(Show::NextActor(false))),
    row("select.right", "Nearest to the right", Menu::Nowhere("arrow keys"), &["Alt+ArrowRight"], drawn, |_| walk(1.0, 0.0, false)),
    row("select.left", "Nearest to the left", Menu::Nowhere("arrow keys"), &["Alt+ArrowLeft"], drawn, |_| walk(-1.0, 0.0, false)),
    row("select.above", "Nearest above", Menu::Nowhere("arrow keys"), &["Alt+ArrowUp"], drawn, |_| walk(0.0, -1.0, false)),
    row("select.below", "Nearest below", Menu::Nowhere("arrow keys"), &["Alt+ArrowDown"], drawn, |_| walk(0.0, 1.0, false)),
    row("select.add_right", "Nearest to the right too", Menu::Nowhere("arrow keys"), &["Alt+Shift+ArrowRight"], drawn, |_| walk(1.0, 0.0, true)),
    row("select.add_left", "Nearest to the left too", Menu::Nowhere("arrow keys"), &["Alt+Shift+ArrowLeft"], drawn, |_| walk(-1.0, 0.0, true)),
    row("select.add_above", "Nearest above too", Menu::Nowhere("arrow keys"), &["Alt+Shift+ArrowUp"], drawn, |_| walk(0.0, -1.0, true)),
    row("select.add_below", "Nearest below too", Menu::Nowhere("arrow keys"), &["Alt+Shift+ArrowDown"], drawn, |_| walk(0.0, 1.0, true)),
    row("select.next_tie", "Next tie of the actor", Menu::Nowhere("moves the keyboard around an actor"), &["E"], walks_ties, |_| Action::Show(Show::NextTie(true))),
    row("select.previous_tie", "Previous tie of the actor", Menu::Nowhere("moves the keyboard around an actor"), &["Shift+E"], walks_ties, |_| Action::Show(Show::NextTie(false))),
];

fn walk(x: f64, y: f64, extend: bool) -> Action {
    let toward = Vector::new(x, y);
    Action::Show(Show::Walk { toward, extend })
}
