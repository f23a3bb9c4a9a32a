//! Places for actors that a file brought without any.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::cancel::Cancel;
use crate::base::geom::{Point, Rect};
use crate::base::progress::Progress;
use crate::files::project::Opened;
use crate::layout;
use crate::model::{ActorId, Document, Edit, Selection};

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
        among_others(&document, unplaced, progress, cancel)
    };
    let arranged = Edit::Arrange(places).apply(&document, &mut document.ids());
    arranged.unwrap_or(document)
}

/// So many looks at a place are made for newcomers among others.
const LOOKS: usize = 2_000_000;

/// Room between the map and what is laid out beside it, map units.
const GAP: f64 = 200.0;

/// Places for actors among others that stay where they are: who is tied to them, even through others, stands near;
/// the rest are laid out for themselves, beside the map.
fn among_others(document: &Document, unplaced: &[ActorId], progress: &Progress, cancel: &Cancel) -> Places {
    let mut neighbors: BTreeMap<ActorId, Vec<ActorId>> =
        unplaced.iter().map(|&id| (id, Vec::new())).collect();
    for (_, tie) in document.ties().filter(|(_, tie)| !tie.is_loop()) {
        for (end, other) in [(tie.from, tie.to), (tie.to, tie.from)] {
            if let Some(list) = neighbors.get_mut(&end) {
                list.push(other);
            }
        }
    }
    // From the map outward, each behind one who has a place by then.
    let tied = |id: &ActorId| neighbors[id].iter().any(|other| !neighbors.contains_key(other));
    let mut order: Vec<ActorId> = neighbors.keys().copied().filter(tied).collect();
    let mut near: BTreeSet<ActorId> = order.iter().copied().collect();
    let mut next = 0;
    while let Some(id) = order.get(next) {
        next += 1;
        let others = neighbors[id].iter().copied();
        order.extend(others.filter(|other| neighbors.contains_key(other) && near.insert(*other)));
    }
    // Looking for room costs as many looks as there are others; a crowd has its own way of standing anyway.
    if order.len().saturating_mul(document.actor_count()) > LOOKS {
        near.clear();
        order.clear();
    }
    let mut places: Places = document
        .places()
        .filter(|(id, _)| !neighbors.contains_key(id))
        .map(|(id, place)| (id, place.at))
        .collect();
    let alone = |id: &ActorId| neighbors.contains_key(id) && !near.contains(id);
    places.extend(beside_map(document, &places, alone, progress, cancel));
    // One after the other, so that two actors with the same neighbors do not land on each other.
    let mut others: Vec<Point> = places.values().copied().collect();
    for id in order {
        let tied: Vec<Point> = neighbors[&id]
            .iter()
            .filter_map(|other| places.get(other).copied())
            .collect();
        let at = layout::place::among(&tied, &others);
        others.push(at);
        places.insert(id, at);
    }
    places.retain(|id, _| neighbors.contains_key(id));
    places
}

/// Those of whom `alone` is true, laid out for themselves at the right of what has its place.
fn beside_map(
    document: &Document,
    there: &Places,
    alone: impl Fn(&ActorId) -> bool,
    progress: &Progress,
    cancel: &Cancel,
) -> Places {
    let others = Selection {
        actors: document
            .actors()
            .map(|(id, _)| id)
            .filter(|id| !alone(id))
            .collect(),
        ..Selection::default()
    };
    let Ok(only) = Edit::Remove(others).apply(document, &mut document.ids()) else {
        return Places::new();
    };
    let Ok(mut places) = layout::arrange(&only, SEED, progress, cancel) else {
        return Places::new();
    };
    let extents = (
        Rect::around(there.values().copied()),
        Rect::around(places.values().copied()),
    );
    if let (Some(map), Some(new)) = extents {
        let to = Point::new(map.max.x + GAP + new.width() / 2.0, map.center().y);
        let by = to - new.center();
        for at in places.values_mut() {
            *at += by;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Actor, ActorKind, Place, Tie, TieKind};

    #[test]
    fn newcomers_stand_near_those_they_know_or_beside_the_map() {
        let mut ids = Document::default().ids();
        let mut document = Document::default();
        let mut add = |name: &str, at: Point| {
            let place = Place { at, pinned: false };
            let edit = Edit::AddActors(vec![(Actor::new(name, ActorKind::ALL[0]), place)]);
            document = edit.apply(&document, &mut ids).unwrap();
            document.actors().map(|(id, _)| id).last().unwrap()
        };
        let here = add("Here", Point::new(0.0, 0.0));
        let there = add("There", Point::new(300.0, 0.0));
        let news: Vec<ActorId> = ["Known", "Behind", "Alone", "Together"]
            .map(|name| add(name, Point::new(150.0, 0.0)))
            .to_vec();
        let [known, behind, alone, together] = news[..] else {
            unreachable!()
        };
        for (from, to) in [(known, here), (behind, known), (alone, together)] {
            let edit = Edit::AddTie(Tie::new(TieKind::ALL[0], from, to));
            document = edit.apply(&document, &mut ids).unwrap();
        }
        let placed = with_places(document, &news, &Progress::new(), &Cancel::new());
        let at = |id: ActorId| placed.place(id).unwrap().at;
        assert_eq!(
            (at(here), at(there)),
            (Point::new(0.0, 0.0), Point::new(300.0, 0.0))
        );
        assert!(at(known).distance(at(here)) < 250.0);
        assert!(at(behind).distance(at(known)) < 250.0);
        assert!(at(alone).x > 350.0 && at(together).x > 350.0, "beside the map");
        let all: Vec<ActorId> = placed.actors().map(|(id, _)| id).collect();
        for (i, &a) in all.iter().enumerate() {
            for &b in &all[i + 1..] {
                assert!(at(a).distance(at(b)) > 40.0, "{a} stands on {b}");
            }
        }
    }
}
