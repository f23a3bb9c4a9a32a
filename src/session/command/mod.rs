//! How a person reaches an action: one table for menus, toolbar, keys, palette, help and tests.
//!
//! The rows of each menu stand in a file of their own, what they need in `gates`.

mod analyze;
pub mod chords;
mod edit;
mod file;
mod find;
mod gates;
mod help;
mod insert;
mod layout;
mod select;
pub mod sheet;
mod sight;
mod view;

use super::Session;
use super::action::Action;
use crate::base::text::lower;

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
    /// The menu inside that menu which it stands in.
    pub within: Option<&'static str>,
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
const ON_MAP: [&str; 8] = [
    "edit.cut",
    "edit.paste",
    "edit.duplicate",
    "edit.delete",
    "edit.rename",
    "edit.merge",
    "tie.reverse",
    "tie.mutual",
];

impl Command {
    /// Its name where no menu around it says what it is about: "Theme: dark", "Insert: university".
    pub fn title(&self) -> String {
        let name = self.name.trim_end_matches('…');
        let about = match self.within {
            _ if INSERT_KINDS.iter().any(|kind| kind.id == self.id) => "Insert",
            // "Hand mode" in the menu "Mode" needs no more.
            Some(title) if !name.to_lowercase().contains(&title.to_lowercase()) => title,
            _ => return name.to_owned(),
        };
        format!("{about}: {}", lower(name))
    }

    /// Whether it can be used now. While two states are compared the map shows those, and nothing of the project is
    /// changed on it unseen.
    pub fn gate(&self, session: &Session) -> Gate {
        let on_map = matches!(self.menu, Menu::Insert | Menu::Layout)
            || self.id.starts_with("layout.")
            || self.id.starts_with("focus.")
            || matches!(self.menu, Menu::Nowhere(_)) && self.id.starts_with("select.")
            || ON_MAP.contains(&self.id);
        if on_map && session.comparing().sides().is_some() {
            return Gate::Shut("Stop comparing first");
        }
        (self.needs)(session)
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
        within: None,
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

/// The same row in a menu inside its menu; rows that follow each other share it.
const fn within(title: &'static str, command: Command) -> Command {
    Command {
        within: Some(title),
        ..command
    }
}

/// All commands but those that insert an actor of a kind, in menu order.
const ROWS: &[&[Command]] = &[
    file::ROWS,
    edit::ROWS,
    find::ROWS,
    select::ROWS,
    view::ROWS,
    sight::ROWS,
    insert::ROWS,
    layout::ROWS,
    analyze::ROWS,
    help::ROWS,
];

/// One command for each kind of actor.
pub const INSERT_KINDS: &[Command] = insert::INSERT_KINDS;

/// All commands but [`INSERT_KINDS`], in menu order.
pub fn all() -> impl Iterator<Item = &'static Command> + Clone {
    ROWS.iter().copied().flatten()
}

/// The command with this id.
pub fn find(id: &str) -> Option<&'static Command> {
    all().chain(INSERT_KINDS).find(|command| command.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ActorKind, Selection};
    use crate::session::Pace;
    use std::collections::BTreeMap;

    #[test]
    fn ids_and_keys_are_unique() {
        let mut ids = BTreeMap::new();
        let mut keys = BTreeMap::new();
        for command in all().chain(INSERT_KINDS) {
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
