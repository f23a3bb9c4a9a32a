//! What the inspector shows of the chosen things, worked out once per state of the project and of the selection.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::Id;

use super::objects::common;
use super::own::{self, Held};
use crate::model::attribute::Attributes;
use crate::model::field::{self, Field, Value};
use crate::model::{Actor, ActorId, ActorKind, Document, Jot, Selection, Tie, TieId, TieKind};

/// All that is chosen, in a few words.
pub struct Digest {
    document: Arc<Document>,
    selection: Selection,
    /// The chosen actors.
    pub actors: Summary<ActorKind, Actor>,
    /// The chosen ties.
    pub ties: Summary<TieKind, Tie>,
    /// Whether the chosen actors are pinned; none if they differ.
    pub pinned: Option<bool>,
    /// The ties of the one actor that is chosen.
    pub ties_of: Vec<TieId>,
    /// The actors in the one zone that is chosen.
    pub inside: BTreeSet<ActorId>,
}

/// What things of one sort have in common.
pub struct Summary<K, T: 'static> {
    /// Tells one set of things from another, so that a field never carries a text over.
    pub key: Id,
    /// How many of each kind.
    pub kinds: BTreeMap<K, usize>,
    /// The attributes that all of them can have, each with its value; none where they differ.
    pub fields: Vec<(&'static Field<T>, Option<Value>)>,
    /// Attributes of the person's own that any of them has.
    pub own: Held,
}

impl<K: Ord + Copy, T> Summary<K, T> {
    fn of(
        key: Id,
        things: &[&T],
        kind: impl Fn(&T) -> K,
        fields: impl Iterator<Item = &'static Field<T>>,
        own: impl Fn(&T) -> &Attributes,
    ) -> Self {
        let mut kinds = BTreeMap::new();
        for thing in things {
            *kinds.entry(kind(thing)).or_insert(0) += 1;
        }
        let fields = fields
            .map(|field| (field, common(things.iter().map(|thing| field.get(thing)))))
            .collect();
        let own = own::held(things.iter().map(|thing| own(thing)));
        Self {
            key,
            kinds,
            fields,
            own,
        }
    }

    /// The kind that all of them have.
    pub fn kind(&self) -> Option<K> {
        common(self.kinds.keys().copied())
    }
}

impl Digest {
    /// Works it out.
    pub fn of(document: &Arc<Document>, selection: &Selection) -> Self {
        let actors: Vec<&Actor> = existing(&selection.actors, |id| document.actor(id));
        let ties: Vec<&Tie> = existing(&selection.ties, |id| document.tie(id));
        let fitting = field::TIE.iter().filter(|field| match field.id {
            "value" => ties.iter().all(|tie| tie.kind.has_value()),
            "mutual" => ties.iter().all(|tie| tie.may_be_mutual()),
            _ => true,
        });
        let places = existing(&selection.actors, |id| document.place(id));
        let ties_of = selection.only_actor().map_or(Vec::new(), |id| {
            document.ties_of(id).map(|(tie, _)| tie).collect()
        });
        let zone = match selection.only_jot() {
            Some(Jot::Zone(id)) => document.zone(id),
            _ => None,
        };
        Self {
            inside: zone.map_or(BTreeSet::new(), |zone| document.actors_in(zone).collect()),
            actors: Summary::of(
                key("actors", &selection.actors),
                &actors,
                |actor| actor.kind,
                field::ACTOR.iter(),
                |actor| &actor.attributes,
            ),
            ties: Summary::of(
                key("ties", &selection.ties),
                &ties,
                |tie| tie.kind,
                fitting,
                |tie| &tie.attributes,
            ),
            pinned: common(places.iter().map(|place| place.pinned)),
            ties_of,
            document: Arc::clone(document),
            selection: selection.clone(),
        }
    }

    /// Nothing has changed since.
    pub fn holds_for(&self, document: &Arc<Document>, selection: &Selection) -> bool {
        Arc::ptr_eq(&self.document, document) && self.selection == *selection
    }
}

fn existing<I: Copy, T>(ids: &BTreeSet<I>, find: impl Fn(I) -> Option<T>) -> Vec<T> {
    ids.iter().filter_map(|&id| find(id)).collect()
}

fn key<I: std::hash::Hash + std::fmt::Debug>(of: &'static str, ids: &BTreeSet<I>) -> Id {
    Id::unique((of, ids))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Point;
    use crate::model::{Edit, Ids, Place};

    fn set(numbers: &[u64]) -> BTreeSet<ActorId> {
        numbers.iter().map(|&n| ActorId::new(n).unwrap()).collect()
    }

    #[test]
    fn every_set_has_a_key_of_its_own() {
        let sets = [set(&[1]), set(&[2]), set(&[12]), set(&[1, 2]), set(&[1, 2, 12])];
        let keys: BTreeSet<u64> = sets.iter().map(|ids| key("actors", ids).value()).collect();
        assert_eq!(keys.len(), sets.len());
        assert_eq!(key("actors", &sets[3]), key("actors", &set(&[2, 1])));
    }

    #[test]
    fn what_differs_has_no_value_and_no_kind() {
        let place = Place {
            at: Point::new(0.0, 0.0),
            pinned: true,
        };
        let list = [ActorKind::Final, ActorKind::University].map(|kind| (Actor::new("", kind), place));
        let document = Edit::AddActors(list.to_vec())
            .apply(&Document::default(), &mut Ids::new())
            .unwrap();
        let document = Arc::new(document);
        let selection = Selection::all(&document);
        let digest = Digest::of(&document, &selection);
        assert_eq!(digest.actors.kind(), None);
        assert_eq!(digest.actors.kinds.values().sum::<usize>(), 2);
        assert_eq!(digest.pinned, Some(true));
        let value = |id| {
            digest
                .actors
                .fields
                .iter()
                .find(|(field, _)| field.id == id)
                .unwrap()
        };
        assert_eq!(value("jobs").1, None, "the kinds have different defaults");
        assert_eq!(value("external").1, Some(Value::Flag(false)));
        assert!(digest.holds_for(&document, &selection));
        assert!(!digest.holds_for(&document, &Selection::default()));
    }
}
