//! How a person reaches an action: one table for menus, toolbar, keys, help and tests.

use crate::base::geom::Vector;
use crate::files::settings::Theme;
use crate::layout::{self, Form};
use crate::model::{ActorKind, Edit};

use super::action::{Action, Aim, Mode, PanelId, Show};
use super::{Session, Side};

/// Where a command stands in the menu bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// File menu.
    File,
    /// Edit menu.
    Edit,
    /// View menu.
    View,
    /// Insert menu.
    Insert,
    /// Layout menu.
    Layout,
    /// Analyze menu.
    Analyze,
    /// Help menu.
    Help,
    /// Not in a menu, for the stated reason.
    Nowhere(&'static str),
}

/// Whether a command can be used now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// It can.
    Open,
    /// It cannot, for this reason.
    Shut(&'static str),
}

/// One row of the table.
pub struct Command {
    /// Stable id.
    pub id: &'static str,
    /// What people read; sentence case, `…` when a dialog follows.
    pub name: &'static str,
    /// Where it stands.
    pub menu: Menu,
    /// A line separates it from the command before it in the menu.
    pub begins_group: bool,
    /// Key combinations, the first one shown in menus: `Ctrl+Shift+Z`, `L`, `F2`, `Shift+ArrowUp`.
    /// Ctrl means Command on macOS. Those without Ctrl act only when no text field has the focus.
    pub keys: &'static [&'static str],
    /// What it needs of the project and the selection; see [`Command::gate`].
    needs: fn(&Session) -> Gate,
    /// What it does now.
    pub action: fn(&Session) -> Action,
}

/// Commands outside the menus *Insert* and *Layout* that change what is on the map, or choose on it.
const ON_MAP: [&str; 10] = [
    "edit.cut",
    "edit.paste",
    "edit.duplicate",
    "edit.delete",
    "edit.rename",
    "edit.merge",
    "tie.reverse",
    "tie.mutual",
    "select.next",
    "select.previous",
];

impl Command {
    /// Whether it can be used now. While two states are compared the map shows those, and nothing of the project is
    /// changed on it unseen.
    pub fn gate(&self, session: &Session) -> Gate {
        let on_map = matches!(self.menu, Menu::Insert | Menu::Layout)
            || self.id.starts_with("layout.")
            || ON_MAP.contains(&self.id);
        if on_map && session.comparing().sides().is_some() {
            return Gate::Shut("Stop comparing first");
        }
        (self.needs)(session)
    }
}

fn open(_: &Session) -> Gate {
    Gate::Open
}

fn some_selected(session: &Session) -> Gate {
    if session.selection().is_empty() {
        Gate::Shut("Nothing is selected")
    } else {
        Gate::Open
    }
}

fn actors_selected(session: &Session) -> Gate {
    if session.selection().actors.is_empty() {
        Gate::Shut("No actor is selected")
    } else {
        Gate::Open
    }
}

fn two_actors_selected(session: &Session) -> Gate {
    if session.selection().actors.len() < 2 {
        Gate::Shut("Select at least two actors")
    } else {
        Gate::Open
    }
}

fn one_actor_selected(session: &Session) -> Gate {
    match session.selection().only_actor() {
        Some(_) => Gate::Open,
        None => Gate::Shut("Select one actor"),
    }
}

fn ties_selected(session: &Session) -> Gate {
    if session.selection().ties.is_empty() {
        Gate::Shut("No tie is selected")
    } else {
        Gate::Open
    }
}

fn knowledge_ties_selected(session: &Session) -> Gate {
    let document = session.document();
    let any = session
        .selection()
        .ties
        .iter()
        .any(|&id| document.tie(id).is_some_and(crate::model::Tie::may_be_mutual));
    if any {
        Gate::Open
    } else {
        Gate::Shut("Select a knowledge tie; only these can be mutual")
    }
}

fn not_empty(session: &Session) -> Gate {
    if session.document().is_empty() {
        Gate::Shut("There is no actor yet")
    } else {
        Gate::Open
    }
}

fn two_located(session: &Session) -> Gate {
    if layout::forms::located(session.document()) < 2 {
        Gate::Shut("Fewer than two actors have a latitude and longitude")
    } else {
        Gate::Open
    }
}

fn figures_on_map(session: &Session) -> Gate {
    if session.tint().is_pinned() {
        Gate::Open
    } else {
        Gate::Shut("The map shows kinds and employment already")
    }
}

fn can_undo(session: &Session) -> Gate {
    if session.history().undoable().next().is_some() {
        Gate::Open
    } else {
        Gate::Shut("Nothing to undo")
    }
}

fn can_redo(session: &Session) -> Gate {
    if session.history().redoable().next().is_some() {
        Gate::Open
    } else {
        Gate::Shut("Nothing to redo")
    }
}

fn can_compare(session: &Session) -> Gate {
    if session.document().snapshots().len() > 0 {
        Gate::Open
    } else {
        Gate::Shut("Take a snapshot first")
    }
}

/// Shortens the rows below.
const fn row(
    id: &'static str,
    name: &'static str,
    menu: Menu,
    keys: &'static [&'static str],
    needs: fn(&Session) -> Gate,
    action: fn(&Session) -> Action,
) -> Command {
    Command {
        id,
        name,
        menu,
        begins_group: false,
        keys,
        needs,
        action,
    }
}

/// The same row after a separating line.
const fn group(command: Command) -> Command {
    Command {
        begins_group: true,
        ..command
    }
}

/// Rows for the kinds of actors.
macro_rules! insert_rows {
    ($($id:literal, $kind:ident;)*) => {
        &[$(row($id, ActorKind::$kind.name(), Menu::Insert, &[], open, |_| Action::Insert(ActorKind::$kind)),)*]
    };
}

/// One command for each kind of actor.
pub static INSERT_KINDS: &[Command] = insert_rows! {
    "insert.final", Final;
    "insert.intermediate", Intermediate;
    "insert.related", Related;
    "insert.supplier", Supplier;
    "insert.service", Service;
    "insert.finance", Finance;
    "insert.intermediary", Intermediary;
    "insert.university", University;
    "insert.institute", Institute;
    "insert.training", Training;
    "insert.standards", Standards;
    "insert.center", Center;
    "insert.government", Government;
    "insert.association", Association;
    "insert.customer", Customer;
};

/// All other commands, in menu order.
#[rustfmt::skip]
pub static ALL: &[Command] = &[
    row("file.new", "New", Menu::File, &["Ctrl+N"], open, |_| Action::New),
    row("file.open", "Open…", Menu::File, &["Ctrl+O"], open, |_| Action::AskOpen),
    group(row("file.save", "Save", Menu::File, &["Ctrl+S"], open, |_| Action::Save)),
    row("file.save_as", "Save as…", Menu::File, &["Ctrl+Shift+S"], open, |_| Action::AskSaveAs),
    row("file.save_copy", "Save a copy…", Menu::File, &[], open, |_| Action::AskSaveCopy),
    group(row("file.close", "Close project", Menu::File, &["Ctrl+W"], open, |_| Action::New)),
    row("file.quit", "Quit", Menu::File, &["Ctrl+Q"], open, |_| Action::Quit),

    row("edit.undo", "Undo", Menu::Edit, &["Ctrl+Z"], can_undo, |_| Action::Undo),
    row("edit.redo", "Redo", Menu::Edit, &["Ctrl+Shift+Z", "Ctrl+Y"], can_redo, |_| Action::Redo),
    row("edit.history", "History", Menu::Edit, &[], open, |_| Action::Show(Show::History)),
    group(row("snapshot.take", "Take snapshot", Menu::Edit, &["Ctrl+Shift+T"], not_empty, |_| Action::Edit(Edit::TakeSnapshot { name: String::new(), note: String::new() }))),
    row("snapshot.list", "Snapshots", Menu::Edit, &[], open, |_| Action::Show(Show::Snapshots)),
    row("snapshot.compare", "Compare with the last snapshot, or stop", Menu::Edit, &["Ctrl+Shift+D"], can_compare, toggle_comparing),
    group(row("edit.cut", "Cut", Menu::Edit, &["Ctrl+X"], actors_selected, |_| Action::Cut)),
    row("edit.copy", "Copy", Menu::Edit, &["Ctrl+C"], actors_selected, |_| Action::Copy),
    row("edit.paste", "Paste", Menu::Edit, &["Ctrl+V"], open, |_| Action::Paste { text: None, at: None }),
    row("edit.duplicate", "Duplicate", Menu::Edit, &["Ctrl+D"], actors_selected, |_| Action::Duplicate),
    row("edit.delete", "Delete", Menu::Edit, &["Delete", "Backspace"], some_selected, |_| Action::DeleteSelection),
    group(row("edit.rename", "Rename", Menu::Edit, &["Enter", "F2"], one_actor_selected, |_| Action::Show(Show::Rename))),
    row("edit.merge", "Merge actors", Menu::Edit, &["Ctrl+M"], two_actors_selected, |_| Action::MergeSelection),
    row("tie.reverse", "Reverse ties", Menu::Edit, &["R"], ties_selected, |_| Action::ReverseSelection),
    row("tie.mutual", "Mutual or one-way", Menu::Edit, &["M"], knowledge_ties_selected, |_| Action::ToggleMutual),
    group(row("select.all", "Select all", Menu::Edit, &["Ctrl+A"], not_empty, |_| Action::SelectAll)),
    row("select.none", "Select nothing", Menu::Edit, &["Ctrl+Shift+A"], some_selected, |_| Action::SelectNone),
    row("select.inverse", "Invert selection", Menu::Edit, &["Ctrl+I"], not_empty, |_| Action::SelectInverse),
    row("select.next", "Next actor", Menu::Nowhere("moves the keyboard, as in every list"), &["Tab"], open, |_| Action::Show(Show::NextActor(true))),
    row("select.previous", "Previous actor", Menu::Nowhere("moves the keyboard, as in every list"), &["Shift+Tab"], open, |_| Action::Show(Show::NextActor(false))),

    row("view.fit", "Fit all", Menu::View, &["F", "Shift+1", "Home"], not_empty, |_| Action::Show(Show::FitAll)),
    row("view.fit_selection", "Fit selection", Menu::View, &["Shift+F", "Shift+2"], some_selected, |_| Action::Show(Show::FitSelection)),
    row("view.zoom_in", "Zoom in", Menu::View, &["Ctrl+=", "Ctrl++"], open, |_| Action::Show(Show::ZoomIn)),
    row("view.zoom_out", "Zoom out", Menu::View, &["Ctrl+-"], open, |_| Action::Show(Show::ZoomOut)),
    row("view.zoom_100", "Zoom to 100 %", Menu::View, &["Ctrl+0"], open, |_| Action::Show(Show::Zoom100)),
    group(row("view.library", "Library", Menu::View, &["Ctrl+B"], open, |_| Action::Show(Show::Toggle(PanelId::Library)))),
    row("view.inspector", "Inspector", Menu::View, &["I"], open, |_| Action::Show(Show::Toggle(PanelId::Inspector))),
    row("view.indicators", "Indicators", Menu::View, &["B"], open, |_| Action::Show(Show::Toggle(PanelId::Indicators))),
    row("view.table", "Table", Menu::View, &["Ctrl+T"], open, |_| Action::Show(Show::Toggle(PanelId::Table))),
    row("view.legend", "Legend", Menu::View, &["G"], open, |_| Action::Show(Show::Toggle(PanelId::Legend))),
    group(row("view.plain", "Back to kinds and employment", Menu::View, &[], figures_on_map, |_| Action::ReleaseFigures)),
    group(row("view.next_region", "Next region", Menu::View, &["F6"], open, |_| Action::Show(Show::NextRegion))),
    row("view.larger", "Larger interface", Menu::View, &["Ctrl+Alt+=", "Ctrl+Alt++"], open, |_| Action::Show(Show::InterfaceSize(0.1))),
    row("view.smaller", "Smaller interface", Menu::View, &["Ctrl+Alt+-"], open, |_| Action::Show(Show::InterfaceSize(-0.1))),
    row("view.theme_system", "As the system", Menu::View, &[], open, |_| Action::Show(Show::Theme(Theme::System))),
    row("view.theme_light", "Light", Menu::View, &[], open, |_| Action::Show(Show::Theme(Theme::Light))),
    row("view.theme_dark", "Dark", Menu::View, &[], open, |_| Action::Show(Show::Theme(Theme::Dark))),
    row("view.reduce_motion", "Reduce motion", Menu::View, &[], open, |_| Action::Show(Show::ReduceMotion)),
    group(row("mode.select", "Select mode", Menu::View, &["V", "1"], open, |_| Action::Show(Show::Mode(Mode::Select)))),
    row("mode.actor", "Actor mode", Menu::View, &["A", "2"], open, |_| Action::Show(Show::Mode(Mode::Actor))),
    row("mode.tie", "Tie mode", Menu::View, &["T", "3"], open, |_| Action::Show(Show::Mode(Mode::Tie))),
    row("mode.lasso", "Lasso mode", Menu::View, &["Q"], open, |_| Action::Show(Show::Mode(Mode::Lasso))),
    row("mode.hand", "Hand mode", Menu::View, &["H"], open, |_| Action::Show(Show::Mode(Mode::Hand))),

    row("insert.actor", "Actor in view", Menu::Insert, &["Ctrl+Enter"], open, |_| Action::Show(Show::AddActorInView)),
    row("insert.tie", "Tie from the selected actor…", Menu::Insert, &["Ctrl+L"], one_actor_selected, |_| Action::Show(Show::StartTie)),
    row("insert.beside_right", "Connected actor to the right", Menu::Insert, &["Ctrl+ArrowRight"], one_actor_selected, |session| beside(session, Vector::new(1.0, 0.0))),
    row("insert.beside_left", "Connected actor to the left", Menu::Insert, &["Ctrl+ArrowLeft"], one_actor_selected, |session| beside(session, Vector::new(-1.0, 0.0))),
    row("insert.beside_above", "Connected actor above", Menu::Insert, &["Ctrl+ArrowUp"], one_actor_selected, |session| beside(session, Vector::new(0.0, -1.0))),
    row("insert.beside_below", "Connected actor below", Menu::Insert, &["Ctrl+ArrowDown"], one_actor_selected, |session| beside(session, Vector::new(0.0, 1.0))),

    row("layout.settle", "Settle layout, or stop", Menu::Layout, &["L"], not_empty, |_| Action::ToggleSettle),
    row("layout.arrange", "Arrange from scratch", Menu::Layout, &[], not_empty, |_| Action::ArrangeAll),
    row("layout.as_chain", "Value chain", Menu::Layout, &[], not_empty, |_| Action::ArrangeAs(Form::Chain)),
    row("layout.as_core", "Core and support", Menu::Layout, &[], not_empty, |_| Action::ArrangeAs(Form::Core)),
    row("layout.as_spillover", "Spillover rings around the selected actor", Menu::Layout, &[], one_actor_selected, |_| Action::ArrangeAs(Form::Spill)),
    row("layout.as_communities", "Communities", Menu::Layout, &[], not_empty, |_| Action::ArrangeAs(Form::Communities)),
    row("layout.as_kinds", "Kinds", Menu::Layout, &[], not_empty, |_| Action::ArrangeAs(Form::Kinds)),
    row("layout.as_roles", "Roles", Menu::Layout, &[], not_empty, |_| Action::ArrangeAs(Form::Roles)),
    row("layout.as_circle", "Circle", Menu::Layout, &[], not_empty, |_| Action::ArrangeAs(Form::Circle)),
    row("layout.as_grid", "Grid", Menu::Layout, &[], not_empty, |_| Action::ArrangeAs(Form::Grid)),
    row("layout.as_coordinates", "Map coordinates", Menu::Layout, &[], two_located, |_| Action::ArrangeAs(Form::Chart)),
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

    row("analyze.gaps", "Gaps", Menu::Analyze, &[], not_empty, |_| Action::Show(Show::Gaps)),
    row("analyze.best_tie", "Which tie would help most…", Menu::Analyze, &[], not_empty, |_| advice(false)),
    row("analyze.worst_loss", "Which loss would hurt most…", Menu::Analyze, &[], not_empty, |_| advice(true)),
    row("analyze.certainty", "How certain is this?", Menu::Analyze, &["U"], open, |_| Action::Show(Show::Certainty)),
    row("analyze.chance", "More than chance?", Menu::Analyze, &["Shift+U"], open, |_| Action::Show(Show::Chance)),
    group(row("analyze.assumptions", "Assumptions…", Menu::Analyze, &["Ctrl+Shift+M"], open, |_| Action::Show(Show::Assumptions))),

    row("help.first_steps", "First steps", Menu::Help, &[], open, |_| Action::Show(Show::FirstSteps)),
    row("help.keys", "Keys and gestures", Menu::Help, &["F1", "?"], open, |_| Action::Show(Show::Keys)),
    group(row("help.about", "About Milieu", Menu::Help, &[], open, |_| Action::Show(Show::About))),
];

/// Map units of one press of an arrow key.
const NUDGE: f64 = 4.0;
/// The same with Shift.
const PUSH: f64 = 20.0;
/// Arrow keys move the view by this many times as much when nothing is selected.
const PAN: f64 = 10.0;

fn arrow(session: &Session, x: f64, y: f64, by: f64) -> Action {
    if session.selection().actors.is_empty() {
        Action::Show(Show::Pan(Vector::new(x * by * PAN, y * by * PAN)))
    } else {
        Action::Nudge(Vector::new(x * by, y * by))
    }
}

fn toggle_comparing(session: &Session) -> Action {
    let last = session.document().snapshots().next_back();
    match last {
        Some((id, _)) if session.comparing().sides().is_none() => {
            Action::Compare(Side::Snapshot(id), Side::Now)
        }
        _ => Action::StopComparing,
    }
}

fn advice(loss: bool) -> Action {
    let indicator = "overall";
    Action::Show(Show::Advice(Aim { indicator, loss }))
}

fn beside(session: &Session, toward: Vector) -> Action {
    match session.selection().only_actor() {
        Some(from) => Action::AddBeside { from, toward },
        None => Action::SelectNone,
    }
}

/// The command with this id.
pub fn find(id: &str) -> Option<&'static Command> {
    ALL.iter().chain(INSERT_KINDS).find(|command| command.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Selection;
    use crate::session::Pace;
    use std::collections::BTreeMap;

    #[test]
    fn ids_and_keys_are_unique() {
        let mut ids = BTreeMap::new();
        let mut keys = BTreeMap::new();
        for command in ALL.iter().chain(INSERT_KINDS) {
            assert_eq!(ids.insert(command.id, command.name), None, "{}", command.id);
            for key in command.keys {
                assert_eq!(keys.insert(*key, command.id), None, "{key} of {}", command.id);
            }
        }
    }

    #[test]
    fn only_actors_are_copied_so_ties_alone_do_not_open_the_gate() {
        let mut session = Session::new(Default::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".into()));
        let (tie, _) = session.document().ties().next().unwrap();
        session.perform(Action::Select(Selection::tie(tie)));
        for (id, open) in [("edit.copy", false), ("edit.cut", false), ("edit.delete", true)] {
            let gate = find(id).unwrap().gate(&session);
            assert_eq!(gate == Gate::Open, open, "{id}");
        }
    }

    #[test]
    fn nothing_is_changed_on_a_map_that_shows_two_states() {
        let mut session = Session::new(Default::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".into()));
        let take = find("snapshot.take").unwrap().action;
        session.perform(take(&session));
        session.perform(Action::SelectAll);
        let touching = [
            "edit.delete",
            "edit.paste",
            "insert.final",
            "layout.nudge_left",
            "layout.pin",
        ];
        let gates = |session: &Session| touching.map(|id| find(id).unwrap().gate(session));
        assert_eq!(gates(&session), [Gate::Open; 5]);
        let compare = find("snapshot.compare").unwrap();
        session.perform((compare.action)(&session));
        assert_eq!(gates(&session), [Gate::Shut("Stop comparing first"); 5]);
        assert_eq!(find("edit.undo").unwrap().gate(&session), Gate::Open);
        session.perform((compare.action)(&session));
        assert_eq!(gates(&session), [Gate::Open; 5]);
    }

    #[test]
    fn every_kind_of_actor_can_be_inserted() {
        for kind in ActorKind::ALL {
            assert!(find(&format!("insert.{}", kind.id())).is_some(), "{kind:?}");
        }
    }
}
