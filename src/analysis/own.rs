//! Which attributes of a person's own a cluster has: their names, and whether they are numbers.

use std::collections::BTreeMap;

use crate::base::name::Name;
use crate::model::Document;
use crate::model::attribute::{Attributes, Datum};

/// One attribute, as columns, colors and filters refer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Own {
    /// What the person calls it.
    pub name: Name,
    /// Every value of it is a number.
    pub number: bool,
}

/// Those of actors and those of ties, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnNames {
    /// Of actors.
    pub actors: Vec<Own>,
    /// Of ties.
    pub ties: Vec<Own>,
}

impl OwnNames {
    /// Looks through a cluster.
    pub fn of(document: &Document) -> Self {
        Self {
            actors: names(document.actors().map(|(_, actor)| &actor.attributes)),
            ties: names(document.ties().map(|(_, tie)| &tie.attributes)),
        }
    }
}

fn names<'a>(all: impl Iterator<Item = &'a Attributes>) -> Vec<Own> {
    let mut found: BTreeMap<&str, bool> = BTreeMap::new();
    for (name, value) in all.flat_map(Attributes::iter) {
        let number = matches!(value, Datum::Number(_));
        found
            .entry(name)
            .and_modify(|all| *all &= number)
            .or_insert(number);
    }
    let own = |(name, number)| Own {
        name: Name::of(name),
        number,
    };
    found.into_iter().map(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Point;
    use crate::model::{Actor, ActorKind, Edit, Ids, Place};

    #[test]
    fn one_word_among_numbers_makes_words_of_them() {
        let place = Place {
            at: Point::ORIGIN,
            pinned: false,
        };
        let mut list = [
            Actor::new("A", ActorKind::Final),
            Actor::new("B", ActorKind::Final),
        ];
        list[0].attributes.set("size", Datum::number(3.0));
        list[1].attributes.set("size", Datum::number(4.0));
        list[0].attributes.set("code", Datum::number(3.0));
        list[1].attributes.set("code", Datum::text("x"));
        let edit = Edit::AddActors(list.map(|actor| (actor, place)).to_vec());
        let document = edit.apply(&Document::default(), &mut Ids::new()).unwrap();
        let own = OwnNames::of(&document);
        let seen: Vec<_> = own
            .actors
            .iter()
            .map(|own| (own.name.text(), own.number))
            .collect();
        assert_eq!(seen, [("code", false), ("size", true)]);
        assert!(own.ties.is_empty());
    }
}
