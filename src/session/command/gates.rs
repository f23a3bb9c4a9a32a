//! What commands need of the project and the selection, each with the reason that is shown when it is not there.

use super::Gate;
use crate::session::Session;

pub(super) fn open(_: &Session) -> Gate {
    Gate::Open
}

pub(super) fn imported(session: &Session) -> Gate {
    match session.importing().report() {
        Some(_) => Gate::Open,
        None => Gate::Shut("Nothing has been imported since the program was started"),
    }
}

pub(super) fn some_selected(session: &Session) -> Gate {
    if session.selection().is_empty() {
        Gate::Shut("Nothing is selected")
    } else {
        Gate::Open
    }
}

pub(super) fn actors_selected(session: &Session) -> Gate {
    if session.selection().actors.is_empty() {
        Gate::Shut("No actor is selected")
    } else {
        Gate::Open
    }
}

/// Ties alone are not copied: they would have no ends.
pub(super) fn copyable_selected(session: &Session) -> Gate {
    if session.selection().can_be_copied() {
        Gate::Open
    } else {
        Gate::Shut("Nothing that can be copied is selected")
    }
}

pub(super) fn one_named_selected(session: &Session) -> Gate {
    let selection = session.selection();
    if selection.only_actor().is_some() || selection.only_jot().is_some() {
        Gate::Open
    } else {
        Gate::Shut("Select one actor, note or zone")
    }
}

pub(super) fn two_actors_selected(session: &Session) -> Gate {
    if session.selection().actors.len() < 2 {
        Gate::Shut("Select at least two actors")
    } else {
        Gate::Open
    }
}

pub(super) fn one_actor_selected(session: &Session) -> Gate {
    match session.selection().only_actor() {
        Some(_) => Gate::Open,
        None => Gate::Shut("Select one actor"),
    }
}

pub(super) fn walks_ties(session: &Session) -> Gate {
    let selection = session.selection();
    if selection.only_actor().is_some() || selection.only_tie().is_some() {
        Gate::Open
    } else {
        Gate::Shut("Select one actor")
    }
}

pub(super) fn ties_selected(session: &Session) -> Gate {
    if session.selection().ties.is_empty() {
        Gate::Shut("No tie is selected")
    } else {
        Gate::Open
    }
}

pub(super) fn knowledge_ties_selected(session: &Session) -> Gate {
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

pub(super) fn two_located(session: &Session) -> Gate {
    if session.has_two_located() {
        Gate::Open
    } else {
        Gate::Shut("Fewer than two actors have a latitude and longitude")
    }
}

/// Something is on the map, be it only a note.
pub(super) fn drawn(session: &Session) -> Gate {
    if session.document().is_empty() {
        Gate::Shut("There is nothing on the map yet")
    } else {
        Gate::Open
    }
}

pub(super) fn not_empty(session: &Session) -> Gate {
    if session.document().actor_count() == 0 {
        Gate::Shut("There is no actor yet")
    } else {
        Gate::Open
    }
}

pub(super) fn figures_on_map(session: &Session) -> Gate {
    if session.tint().is_pinned() {
        Gate::Open
    } else {
        Gate::Shut("The map shows kinds and employment already")
    }
}

pub(super) fn can_undo(session: &Session) -> Gate {
    if session.history().undoable().next().is_some() {
        Gate::Open
    } else {
        Gate::Shut("Nothing to undo")
    }
}

pub(super) fn can_redo(session: &Session) -> Gate {
    if session.history().redoable().next().is_some() {
        Gate::Open
    } else {
        Gate::Shut("Nothing to redo")
    }
}

pub(super) fn can_compare(session: &Session) -> Gate {
    if session.document().snapshots().len() > 0 {
        Gate::Open
    } else {
        Gate::Shut("Take a snapshot first")
    }
}

pub(super) fn searched(session: &Session) -> Gate {
    if session.search().typed().trim().is_empty() {
        Gate::Shut("Find something first")
    } else {
        not_empty(session)
    }
}

pub(super) fn found(session: &Session) -> Gate {
    if session.search().hits().is_empty() {
        Gate::Shut("Find something first")
    } else {
        Gate::Open
    }
}

pub(super) fn exactly_two_actors_selected(session: &Session) -> Gate {
    if session.selection().actors.len() == 2 {
        Gate::Open
    } else {
        Gate::Shut("Select exactly two actors")
    }
}

pub(super) fn focusable(session: &Session) -> Gate {
    let selection = session.selection();
    let nobody = selection.actors.is_empty() && selection.ties.is_empty();
    if nobody && session.sight().focus().is_none() {
        Gate::Shut("No actor or tie is selected")
    } else {
        Gate::Open
    }
}

pub(super) fn focused(session: &Session) -> Gate {
    if session.sight().focus().is_some() {
        Gate::Open
    } else {
        Gate::Shut("Nothing is in focus")
    }
}

pub(super) fn filtered(session: &Session) -> Gate {
    if session.sight().filters().is_empty() {
        Gate::Shut("There is no filter")
    } else {
        Gate::Open
    }
}
