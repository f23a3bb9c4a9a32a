//! Rows of the Layout menu, and the arrow keys.

use super::gates::{actors_selected, not_empty, open};
use super::{Command, Menu, group, row};
use crate::base::geom::Vector;
use crate::session::Session;
use crate::session::action::{Action, Show};

/// In menu order.
#[rustfmt::skip]
pub(super) const ROWS: &[Command] = &[
    row("layout.settle", "Settle layout, or stop", Menu::Layout, &["L"], not_empty, |_| Action::ToggleSettle),
    row("layout.arrange", "Arrange from scratch", Menu::Layout, &[], not_empty, |_| Action::ArrangeAll),
    group(row("layout.pin", "Pin", Menu::Layout, &["P"], actors_selected, |_| Action::PinSelection(true))),
    row("layout.unpin", "Unpin", Menu::Layout, &["Shift+P"], actors_selected, |_| Action::PinSelection(false)),
    row("layout.unpin_all", "Unpin all", Menu::Layout, &[], not_empty, |_| Action::UnpinAll),
    group(row("layout.nudge_left", "Nudge left", Menu::Nowhere("arrow keys"), &["ArrowLeft"], open, |session| arrow(session, -1.0, 0.0, NUDGE))),
    row("layout.nudge_right", "Nudge right", Menu::Nowhere("arrow keys"), &["ArrowRight"], open, |session| arrow(session, 1.0, 0.0, NUDGE)),
    row("layout.nudge_up", "Nudge up", Menu::Nowhere("arrow keys"), &["ArrowUp"], open, |session| arrow(session, 0.0, -1.0, NUDGE)),
    row("layout.nudge_down", "Nudge down", Menu::Nowhere("arrow keys"), &["ArrowDown"], open, |session| arrow(session, 0.0, 1.0, NUDGE)),
    row("layout.push_left", "Push left", Menu::Nowhere("arrow keys"), &["Shift+ArrowLeft"], open, |session| arrow(session, -1.0, 0.0, PUSH)),
    row("layout.push_right", "Push right", Menu::Nowhere("arrow keys"), &["Shift+ArrowRight"], open, |session| arrow(session, 1.0, 0.0, PUSH)),
    row("layout.push_up", "Push up", Menu::Nowhere("arrow keys"), &["Shift+ArrowUp"], open, |session| arrow(session, 0.0, -1.0, PUSH)),
    row("layout.push_down", "Push down", Menu::Nowhere("arrow keys"), &["Shift+ArrowDown"], open, |session| arrow(session, 0.0, 1.0, PUSH)),
];

/// Map units of one press of an arrow key.
const NUDGE: f64 = 4.0;
/// The same with Shift.
const PUSH: f64 = 20.0;
/// Arrow keys move the view by this many times as much when nothing is selected.
const PAN: f64 = 10.0;

fn arrow(session: &Session, x: f64, y: f64, by: f64) -> Action {
    if !session.selection().can_be_copied() {
        Action::Show(Show::Pan(Vector::new(x * by * PAN, y * by * PAN)))
    } else {
        Action::Nudge(Vector::new(x * by, y * by))
    }
}
