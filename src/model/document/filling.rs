//! Very many actors and ties at once: no change is kept of each, and who hangs on whom is found out at the end.

use std::sync::Arc;

use super::{Document, SharedMap, on_the_map};
use crate::model::{Actor, ActorId, Place, Project, Refusal, Tie, TieId};

/// A document on the way from one state to another. It comes out only when everything fits together.
pub(crate) struct Filling {
    document: Document,
    /// There was no tie at the start, so that their ends are better put in order all at once.
    fresh: bool,
}

impl Filling {
    /// Begins with this state.
    pub(crate) fn of(document: Document) -> Self {
        Self {
            fresh: document.ties.is_empty(),
            document,
        }
    }

    /// What is said about the whole from now on.
    pub(crate) fn project(&mut self, project: Project) {
        self.document.project = Arc::new(project);
    }

    /// An actor comes, or is another from now on; one that comes needs a place.
    ///
    /// # Errors
    /// [`Refusal::OffTheMap`] for a place that is none, [`Refusal::Misplaced`] when there is none.
    pub(crate) fn actor(
        &mut self,
        id: ActorId,
        actor: Arc<Actor>,
        place: Option<Place>,
    ) -> Result<(), Refusal> {
        match place {
            Some(place) if on_the_map(place.at) => self.document.places.insert(id, place),
            Some(_) => return Err(Refusal::OffTheMap(id)),
            None if self.document.places.contains_key(&id) => {}
            None => return Err(Refusal::Misplaced(id)),
        }
        self.document.actors.insert(id, actor);
        Ok(())
    }

    /// A tie comes, or is another from now on. Its ends have to be there in the end, and already now if there were
    /// ties at the start.
    ///
    /// # Errors
    /// The invariant that the tie would break.
    pub(crate) fn tie(&mut self, id: TieId, tie: Arc<Tie>) -> Result<(), Refusal> {
        is_sound(&tie)?;
        let document = &mut self.document;
        if !self.fresh {
            if let Some(before) = document.ties.get(&id) {
                for end in [before.from, before.to] {
                    document.ends.remove(&(end, id));
                }
            }
            for actor in [tie.from, tie.to] {
                if !document.actors.contains_key(&actor) {
                    return Err(Refusal::LooseEnd { tie: id, actor });
                }
                document.ends.insert((actor, id), ());
            }
        }
        document.ties.insert(id, tie);
        Ok(())
    }

    /// The document.
    ///
    /// # Errors
    /// [`Refusal::LooseEnd`] when a tie hangs on nobody.
    pub(crate) fn done(mut self) -> Result<Document, Refusal> {
        if self.fresh {
            self.document.ends = ends(&self.document.actors, &self.document.ties)?;
        }
        Ok(self.document)
    }
}

/// A tie may be mutual and have a value only where its kind has that.
pub(super) fn is_sound(tie: &Tie) -> Result<(), Refusal> {
    if tie.mutual && !tie.may_be_mutual() {
        return Err(Refusal::NotMutual);
    }
    if tie.value.is_some() && !tie.kind.has_value() {
        return Err(Refusal::NoValue);
    }
    Ok(())
}

/// Every tie under each of its ends, put in order by counting.
pub(super) fn ends(
    actors: &SharedMap<ActorId, Arc<Actor>>,
    ties: &SharedMap<TieId, Arc<Tie>>,
) -> Result<SharedMap<(ActorId, TieId), ()>, Refusal> {
    let ids: Vec<ActorId> = actors.keys().collect();
    let rank = |tie: TieId, actor: ActorId| {
        // As a rule identities count from 1 without gaps.
        let near = (actor.number() - 1) as usize;
        let found = match ids.get(near) {
            Some(&id) if id == actor => Some(near),
            _ => ids.binary_search(&actor).ok(),
        };
        found.ok_or(Refusal::LooseEnd { tie, actor })
    };
    let mut starts = vec![0_usize; ids.len() + 1];
    for &(id, ref tie) in ties.iter() {
        starts[rank(id, tie.from)? + 1] += 1;
        if !tie.is_loop() {
            starts[rank(id, tie.to)? + 1] += 1;
        }
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut hanging = vec![TieId::FIRST; starts[ids.len()]];
    let mut next = starts.clone();
    for &(id, ref tie) in ties.iter() {
        let mut hang = |actor| -> Result<(), Refusal> {
            let next = &mut next[rank(id, actor)?];
            hanging[*next] = id;
            *next += 1;
            Ok(())
        };
        hang(tie.from)?;
        if !tie.is_loop() {
            hang(tie.to)?;
        }
    }
    let of = |(at, &actor): (usize, &ActorId)| {
        let own = &hanging[starts[at]..starts[at + 1]];
        own.iter().map(move |&tie| ((actor, tie), ()))
    };
    Ok(ids.iter().enumerate().flat_map(of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Point;
    use crate::model::{ActorKind, Change, Swap, TieKind};

    fn actor(number: u64) -> (ActorId, Arc<Actor>, Place) {
        let place = Place {
            at: Point::new(number as f64, 0.0),
            pinned: false,
        };
        let id = ActorId::new(number).unwrap();
        (id, Arc::new(Actor::new("A", ActorKind::Final)), place)
    }

    fn tie(from: u64, to: u64) -> Arc<Tie> {
        let [from, to] = [from, to].map(|number| ActorId::new(number).unwrap());
        Arc::new(Tie::new(TieKind::Supply, from, to))
    }

    #[test]
    fn a_filled_document_is_the_same_as_one_that_was_changed() {
        let (mut filling, mut changes) = (Filling::of(Document::default()), Vec::new());
        // Identities with gaps, loops, parallel ties, an actor alone; not in order.
        for number in [1, 2, 3, 9, 7] {
            let (id, actor, place) = actor(number);
            filling.actor(id, Arc::clone(&actor), Some(place)).unwrap();
            changes.push(Change::Actor(id, Swap::add(actor)));
            changes.push(Change::Place(id, Swap::add(place)));
        }
        for (number, (from, to)) in [(9, 1), (1, 9), (9, 1), (7, 7), (2, 7)].into_iter().enumerate() {
            let id = TieId::new(number as u64 + 1).unwrap();
            filling.tie(id, tie(from, to)).unwrap();
            changes.push(Change::Tie(id, Swap::add(tie(from, to))));
        }
        let filled = filling.done().unwrap();
        let mut one_by_one = Document::default();
        for change in changes.chunks(2).take(5).chain(changes[10..].chunks(1)) {
            one_by_one = one_by_one.with(change).unwrap();
        }
        assert_eq!(filled, one_by_one);
        let seven = ActorId::new(7).unwrap();
        let hanging: Vec<u64> = filled.ties_of(seven).map(|(id, _)| id.number()).collect();
        assert_eq!(hanging, [4, 5]);
    }

    #[test]
    fn what_is_there_already_can_become_another() {
        let mut filling = Filling::of(Document::default());
        for number in [1, 2, 3] {
            let (id, actor, place) = actor(number);
            filling.actor(id, actor, Some(place)).unwrap();
        }
        let first = TieId::new(1).unwrap();
        filling.tie(first, tie(1, 2)).unwrap();
        let mut filling = Filling::of(filling.done().unwrap());
        filling.tie(first, tie(3, 2)).unwrap();
        let (id, _, _) = actor(1);
        let renamed = Arc::new(Actor::new("B", ActorKind::Final));
        filling.actor(id, renamed, None).unwrap();
        let document = filling.done().unwrap();
        assert_eq!(document.actor(id).unwrap().name, "B");
        assert_eq!(document.ties_of(id).count(), 0);
        assert_eq!(document.ties_of(ActorId::new(3).unwrap()).count(), 1);
    }

    #[test]
    fn what_does_not_fit_does_not_come_out() {
        let mut filling = Filling::of(Document::default());
        let (id, actor, place) = actor(1);
        let nowhere = filling.actor(id, Arc::clone(&actor), None);
        assert_eq!(nowhere, Err(Refusal::Misplaced(id)));
        filling.actor(id, actor, Some(place)).unwrap();
        filling.tie(TieId::new(1).unwrap(), tie(1, 2)).unwrap();
        assert!(matches!(filling.done(), Err(Refusal::LooseEnd { .. })));
    }
}
