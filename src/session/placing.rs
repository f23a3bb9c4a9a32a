//! Places for actors that a file brought without any.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::files::project::Opened;
use crate::layout;
use crate::model::{ActorId, Document, Edit, Ids};

use super::Places;
use super::motion::SEED;

/// A network of more actors is laid out roughly, in seconds instead of minutes; whoever wants it can ask for more.
const CAREFULLY: usize = 200_000;
/// More actors than these are not put beside their neighbors one by one.
const ONE_BY_ONE: usize = 20_000;

/// A file written by hand or by a script need not say where its actors stand: the layout finds places for them.
///
/// Actors that do have a place keep it to the last bit. Once `cancel` is raised, the others stay on a spiral.
pub fn placed(opened: Opened, progress: &Progress, cancel: &Cancel) -> Opened {
    Opened {
        document: with_places(opened.document, &opened.unplaced, progress, cancel),
        ..opened
    }
}

/// The same for actors of any document.
pub(super) fn with_places(
    document: Document,
    unplaced: &[ActorId],
    progress: &Progress,
    cancel: &Cancel,
) -> Document {
    if unplaced.is_empty() {
        return document;
    }
    let places = if unplaced.len() == document.actor_count() {
        let arrange = match unplaced.len() {
            0..=CAREFULLY => layout::arrange,
            _ => layout::sketch,
        };
        arrange(&document, SEED, progress, cancel).unwrap_or_default()
    } else if unplaced.len() > ONE_BY_ONE {
        // They stay on the spiral.
        return document;
    } else {
        beside_neighbors(&document, unplaced)
    };
    let arranged = Edit::Arrange(places).apply(&document, &mut document.ids());
    arranged.unwrap_or(document)
}

/// One after the other, so that two actors with the same neighbors do not land on each other.
fn beside_neighbors(document: &Document, unplaced: &[ActorId]) -> Places {
    let mut neighbors: BTreeMap<ActorId, Vec<ActorId>> =
        unplaced.iter().map(|&id| (id, Vec::new())).collect();
    for (_, tie) in document.ties().filter(|(_, tie)| !tie.is_loop()) {
        for (end, other) in [(tie.from, tie.to), (tie.to, tie.from)] {
            if let Some(list) = neighbors.get_mut(&end) {
                list.push(other);
            }
        }
    }
    let mut missing: BTreeSet<ActorId> = unplaced.iter().copied().collect();
    let (mut state, mut places) = (document.clone(), Places::new());
    for (id, mut tied) in neighbors {
        tied.retain(|other| !missing.contains(other));
        let at = layout::place::beside(&state, &tied);
        let put = Edit::Arrange(Places::from([(id, at)])).apply(&state, &mut Ids::new());
        state = put.unwrap_or(state);
        missing.remove(&id);
        places.insert(id, at);
    }
    places
}
