//! Rows of the Analyze menu.

use super::gates::{not_empty, open};
use super::{Command, Menu, group, row};
use crate::session::action::{Action, Aim, Show};

/// In menu order.
#[rustfmt::skip]
pub(super) const ROWS: &[Command] = &[
    row("analyze.gaps", "Gaps", Menu::Analyze, &[], not_empty, |_| Action::Show(Show::Gaps)),
    row("analyze.best_tie", "Which tie would help most…", Menu::Analyze, &[], not_empty, |_| advice(false)),
    row("analyze.worst_loss", "Which loss would hurt most…", Menu::Analyze, &[], not_empty, |_| advice(true)),
    row("analyze.certainty", "How certain is this?", Menu::Analyze, &["U"], open, |_| Action::Show(Show::Certainty)),
    row("analyze.chance", "More than chance?", Menu::Analyze, &["Shift+U"], open, |_| Action::Show(Show::Chance)),
    group(row("analyze.assumptions", "Assumptions…", Menu::Analyze, &["Ctrl+Shift+M"], open, |_| Action::Show(Show::Assumptions))),
];

fn advice(loss: bool) -> Action {
    let indicator = "overall";
    Action::Show(Show::Advice(Aim { indicator, loss }))
}
