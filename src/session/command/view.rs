//! Rows of the View menu.

use super::gates::{drawn, figures_on_map, open, some_selected};
use super::{Command, Menu, group, row, within};
use crate::files::settings::Theme;
use crate::session::action::{Action, Mode, PanelId, Show};

/// In menu order.
#[rustfmt::skip]
pub(super) const ROWS: &[Command] = &[
    row("view.fit", "Fit all", Menu::View, &["F", "Shift+1", "Home"], drawn, |_| Action::Show(Show::FitAll)),
    row("view.fit_selection", "Fit selection", Menu::View, &["Shift+F", "Shift+2"], some_selected, |_| Action::Show(Show::FitSelection)),
    within("Zoom", row("view.zoom_in", "Zoom in", Menu::View, &["Ctrl+=", "Ctrl++"], open, |_| Action::Show(Show::ZoomIn))),
    within("Zoom", row("view.zoom_out", "Zoom out", Menu::View, &["Ctrl+-"], open, |_| Action::Show(Show::ZoomOut))),
    within("Zoom", row("view.zoom_100", "Zoom to 100 %", Menu::View, &["Ctrl+0"], open, |_| Action::Show(Show::Zoom100))),
    group(row("view.library", "Library", Menu::View, &["Ctrl+B"], open, |_| Action::Show(Show::Toggle(PanelId::Library)))),
    row("view.inspector", "Inspector", Menu::View, &["I"], open, |_| Action::Show(Show::Toggle(PanelId::Inspector))),
    row("view.indicators", "Indicators", Menu::View, &["B"], open, |_| Action::Show(Show::Toggle(PanelId::Indicators))),
    row("view.table", "Table", Menu::View, &["Ctrl+T"], open, |_| Action::Show(Show::Toggle(PanelId::Table))),
    row("view.legend", "Legend", Menu::View, &["G"], open, |_| Action::Show(Show::Toggle(PanelId::Legend))),
    row("view.minimap", "Minimap", Menu::View, &[], drawn, |_| Action::Show(Show::Toggle(PanelId::Minimap))),
    group(row("view.plain", "Back to kinds and employment", Menu::View, &[], figures_on_map, |_| Action::ReleaseFigures)),
    group(row("view.next_region", "Next region", Menu::View, &["F6"], open, |_| Action::Show(Show::NextRegion))),
    within("Interface", row("view.larger", "Larger interface", Menu::View, &["Ctrl+Alt+=", "Ctrl+Alt++"], open, |_| Action::Show(Show::InterfaceSize(0.1)))),
    within("Interface", row("view.smaller", "Smaller interface", Menu::View, &["Ctrl+Alt+-"], open, |_| Action::Show(Show::InterfaceSize(-0.1)))),
    within("Interface", row("view.reduce_motion", "Reduce motion", Menu::View, &[], open, |_| Action::Show(Show::ReduceMotion))),
    within("Theme", row("view.theme_system", "As the system", Menu::View, &[], open, |_| Action::Show(Show::Theme(Theme::System)))),
    within("Theme", row("view.theme_light", "Light", Menu::View, &[], open, |_| Action::Show(Show::Theme(Theme::Light)))),
    within("Theme", row("view.theme_dark", "Dark", Menu::View, &[], open, |_| Action::Show(Show::Theme(Theme::Dark)))),
    within("Mode", row("mode.select", "Select mode", Menu::View, &["V", "1"], open, |_| Action::Show(Show::Mode(Mode::Select)))),
    within("Mode", row("mode.actor", "Actor mode", Menu::View, &["A", "2"], open, |_| Action::Show(Show::Mode(Mode::Actor)))),
    within("Mode", row("mode.tie", "Tie mode", Menu::View, &["T", "3"], open, |_| Action::Show(Show::Mode(Mode::Tie)))),
    within("Mode", row("mode.note", "Note mode", Menu::View, &["N", "4"], open, |_| Action::Show(Show::Mode(Mode::Note)))),
    within("Mode", row("mode.lasso", "Lasso mode", Menu::View, &["Q"], open, |_| Action::Show(Show::Mode(Mode::Lasso)))),
    within("Mode", row("mode.hand", "Hand mode", Menu::View, &["H"], open, |_| Action::Show(Show::Mode(Mode::Hand)))),
];
