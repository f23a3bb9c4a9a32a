//! Rows of the Layout menu, and the arrow keys.

use super::gates::{actors_selected, not_empty, one_actor_selected, open, two_located};
use super::{Command, Menu, group, row, within};
use crate::base::geom::Vector;
use crate::layout::Form;
use crate::session::Session;
use crate::session::action::{Action, Show};

/// In menu order.
#[rustfmt::skip]
pub(super) const ROWS: &[Command] = &[
    row("layout.settle", "Settle layout, or stop", Menu::Layout, &["L"], not_empty, |_| Action::ToggleSettle),
    row("layout.arrange", "Arrange from scratch", Menu::Layout, &[], not_empty, |_| Action::ArrangeAll),
    within("Arrange as", row("layout.as_chain", "Value chain", Menu::Layout, &[], not_empty, |_| Action::ArrangeAs(Form::Chain))),
    within("Arrange as", row("layout.as_core", "Core and support", Menu::Layout, &[], not_empty, |_| Action::ArrangeAs(Form::Core))),
    within("Arrange as", row("layout.as_spillover", "Spillover rings around an actor", Menu::Layout, &[], one_actor_selected, |_| Action::ArrangeAs(Form::Spill))),
    within("Arrange as", row("layout.as_communities", "Communities", Menu::Layout, &[], not_empty, |_| Action::ArrangeAs(Form::Communities))),
    within("Arrange as", row("layout.as_kinds", "Kinds", Menu::Layout, &[], not_empty, |_| Action::ArrangeAs(Form::Kinds))),
    within("Arrange as", row("layout.as_roles", "Roles", Menu::Layout, &[], not_empty, |_| Action::ArrangeAs(Form::Roles))),
    within("Arrange as", row("layout.as_circle", "Circle", Menu::Layout, &[], not_empty, |_| Action::ArrangeAs(Form::Circle))),
    within("Arrange as", row("layout.as_grid", "Grid", Menu::Layout, &[], not_empty, |_| Action::ArrangeAs(Form::Grid))),
    within("Arrange as", row("layout.as_coordinates", "Map coordinates", Menu::Layout, &[], two_located, |_| Action::ArrangeAs(Form::Chart))),
    row("layout.quality", "Layout quality", Menu::Layout, &[], open, |_| Action::Show(Show::Quality)),
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
