//! Choosing by what is chosen: the same kind, neighbors, ties in between, the way from one to the other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::notice::Notice;
use crate::base::text::count;
use crate::model::{Actor, ActorId, ActorKind, Document, Selection, Tie, TieId, TieKind};

use super::action::{Action, Effect, Show};
use super::desk::Desk;
use super::groups::Reader;
use super::{Pace, Session};

/// What is to be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// All actors and ties of the kinds that are chosen.
    Kind,
    /// All actors of the roles that are chosen.
    Role,
    /// The chosen actors and everybody tied to them.
    Neighbors,
    /// The chosen actors and the ties among them.
    Ties,
    /// Everybody in the communities of the chosen actors.
    Community,
    /// The shortest way between the two chosen actors.
    Path,
    /// All actors without ties.
    Isolated,
}

/// Looks for the way between two actors.
pub(super) struct Choosing {
    walking: Desk<(Arc<Document>, [ActorId; 2]), Option<Path>>,
    /// Between whom, while that is being looked for.
    ends: Option<[ActorId; 2]>,
    /// Whose communities are to be chosen once these are known.
    members: Option<BTreeSet<ActorId>>,
}

/// A way from one actor to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// From the first to the last.
    pub actors: Vec<ActorId>,
    /// One less.
    pub ties: Vec<TieId>,
}

impl Choosing {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            walking: Desk::new(
                "path",
                pace,
                |(document, ends): (Arc<Document>, [ActorId; 2]), cancel: &_| {
                    shortest_path(&document, ends, cancel)
                },
            ),
            ends: None,
            members: None,
        }
    }

    pub(super) fn restart(&mut self) {
        self.walking.cancel();
        self.ends = None;
        self.members = None;
    }

    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.walking.take_fault()
    }
}

impl Session {
    pub(super) fn choose(&mut self, choice: Choice) {
        let document = Arc::clone(&self.document);
        let chosen = &self.selection;
        match choice {
            Choice::Kind => self.select(same_kind(&document, chosen)),
            Choice::Role => self.select(same_role(&document, chosen)),
            Choice::Neighbors => self.select(with_neighbors(&document, chosen)),
            Choice::Ties => self.select(with_ties_between(&document, chosen)),
            Choice::Isolated => {
                let alone = isolated(&document);
                if alone.is_empty() {
                    self.post(Notice::info("Every actor has a tie"));
                } else {
                    self.select(alone);
                }
            }
            Choice::Community => {
                self.choosing.members = Some(chosen.actors.clone());
                self.perform(Action::WantGroups(Reader::Choice, true));
                self.take_in_communities();
            }
            Choice::Path => {
                let mut actors = chosen.actors.iter().copied();
                if let (Some(a), Some(b), None) = (actors.next(), actors.next(), actors.next()) {
                    self.choosing.ends = Some([a, b]);
                    self.choosing.walking.ask((document, [a, b]));
                    self.take_in_path();
                }
            }
        }
    }

    /// Chooses the communities that were asked for, once they are known.
    pub(super) fn take_in_communities(&mut self) {
        if self.choosing.members.is_none() || !self.groups.fresh() {
            return;
        }
        let (Some(of), Some(known)) = (self.choosing.members.take(), self.groups.known().cloned()) else {
            return;
        };
        self.perform(Action::WantGroups(Reader::Choice, false));
        if of != self.selection.actors {
            // Somebody has chosen something else meanwhile.
            return;
        }
        let numbers: BTreeSet<usize> = of.iter().filter_map(|&id| Some(known.of(id)?.number)).collect();
        if numbers.is_empty() {
            self.post(Notice::info("External actors belong to no community"));
            return;
        }
        let members = known.members().filter(|(_, number)| numbers.contains(number));
        self.select(Selection {
            actors: members.map(|(id, _)| id).collect(),
            ..Selection::default()
        });
    }

    /// Chooses the way that was looked for, or says that there is none.
    pub(super) fn take_in_path(&mut self) {
        let Some(path) = self.choosing.walking.take() else {
            return;
        };
        let Some(ends) = self.choosing.ends.take() else {
            return;
        };
        let [a, b] = ends.map(|id| self.document.display_name(id));
        let Some(path) = path else {
            self.post(Notice::info(format!("No path of enabled ties joins {a} and {b}")));
            return;
        };
        let length = count(path.ties.len(), "tie", "ties");
        self.select(Selection {
            actors: path.actors.into_iter().collect(),
            ties: path.ties.into_iter().collect(),
            ..Selection::default()
        });
        self.effects.push(Effect::Show(Show::Reveal));
        self.post(Notice::info(format!("{a} and {b} are {length} apart")));
    }
}

/// All actors of the kinds of the chosen actors, and all ties of the kinds of the chosen ties.
fn same_kind(document: &Document, chosen: &Selection) -> Selection {
    let actors = chosen.actors.iter().filter_map(|&id| document.actor(id));
    let kinds: BTreeSet<ActorKind> = actors.map(|actor| actor.kind).collect();
    let ties = chosen.ties.iter().filter_map(|&id| document.tie(id));
    let tie_kinds: BTreeSet<TieKind> = ties.map(|tie| tie.kind).collect();
    Selection {
        actors: actors_with(document, |actor| kinds.contains(&actor.kind)),
        ties: ties_with(document, |tie| tie_kinds.contains(&tie.kind)),
        ..Selection::default()
    }
}

/// All actors of the roles of the chosen ones.
fn same_role(document: &Document, chosen: &Selection) -> Selection {
    let actors = chosen.actors.iter().filter_map(|&id| document.actor(id));
    let roles: BTreeSet<_> = actors.map(|actor| actor.kind.role()).collect();
    Selection {
        actors: actors_with(document, |actor| roles.contains(&actor.kind.role())),
        ..Selection::default()
    }
}

/// What is chosen, and everybody tied to a chosen actor.
fn with_neighbors(document: &Document, chosen: &Selection) -> Selection {
    let mut wider = chosen.clone();
    for &id in &chosen.actors {
        let others = document.ties_of(id).filter_map(|(_, tie)| tie.other_end(id));
        wider.actors.extend(others);
    }
    wider
}

/// What is chosen, and the ties with both ends among the chosen actors.
fn with_ties_between(document: &Document, chosen: &Selection) -> Selection {
    let mut wider = chosen.clone();
    for &id in &chosen.actors {
        let inside = document.ties_of(id).filter(|(_, tie)| {
            let ends = [tie.from, tie.to];
            ends.iter().all(|end| chosen.actors.contains(end))
        });
        wider.ties.extend(inside.map(|(id, _)| id));
    }
    wider
}

/// All actors that no enabled tie joins to another.
fn isolated(document: &Document) -> Selection {
    let joined = |tie: &Tie| tie.enabled && !tie.is_loop();
    let alone = |id| !document.ties_of(id).any(|(_, tie)| joined(tie));
    Selection {
        actors: document
            .actors()
            .map(|(id, _)| id)
            .filter(|&id| alone(id))
            .collect(),
        ..Selection::default()
    }
}

fn actors_with(document: &Document, wanted: impl Fn(&Actor) -> bool) -> BTreeSet<ActorId> {
    let actors = document.actors().filter(|(_, actor)| wanted(actor));
    actors.map(|(id, _)| id).collect()
}

fn ties_with(document: &Document, wanted: impl Fn(&Tie) -> bool) -> BTreeSet<TieId> {
    document
        .ties()
        .filter(|(_, tie)| wanted(tie))
        .map(|(id, _)| id)
        .collect()
}

/// How an actor was reached.
#[derive(Clone, Copy)]
struct Reached {
    ties: u32,
    /// Sum of the strengths on the way.
    strength: f64,
    by: Option<TieId>,
}

/// The way over the fewest enabled ties, whichever way these point; of several the one whose ties are strongest in
/// sum, and of those the one with the oldest ties. None if no way leads there.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn shortest_path(
    document: &Document,
    [from, to]: [ActorId; 2],
    cancel: &Cancel,
) -> Result<Option<Path>, Cancelled> {
    let start = Reached {
        ties: 0,
        strength: 0.0,
        by: None,
    };
    let mut reached = BTreeMap::from([(from, start)]);
    let mut front = BTreeSet::from([from]);
    // A layer is finished before the next one begins, so the strengths of the one before are final.
    while !front.is_empty() && !reached.contains_key(&to) {
        let mut next = BTreeSet::new();
        for (i, &id) in front.iter().enumerate() {
            if i % 1024 == 0 {
                cancel.check()?;
            }
            let here = reached[&id];
            for (tie, known) in document.ties_of(id).filter(|(_, tie)| tie.enabled) {
                let Some(other) = known.other_end(id).filter(|&other| other != id) else {
                    continue;
                };
                let there = Reached {
                    ties: here.ties + 1,
                    strength: here.strength + known.weight.get(),
                    by: Some(tie),
                };
                let better = reached.get(&other).is_none_or(|old| {
                    old.ties == there.ties
                        && (there.strength > old.strength
                            || (there.strength == old.strength && there.by < old.by))
                });
                if better {
                    reached.insert(other, there);
                    next.insert(other);
                }
            }
        }
        front = next;
    }
    if !reached.contains_key(&to) {
        return Ok(None);
    }
    let mut path = Path {
        actors: vec![to],
        ties: Vec::new(),
    };
    let mut at = to;
    while let Some(tie) = reached.get(&at).and_then(|here| here.by) {
        let Some(before) = document.tie(tie).and_then(|tie| tie.other_end(at)) else {
            break;
        };
        path.ties.push(tie);
        path.actors.push(before);
        at = before;
    }
    path.actors.reverse();
    path.ties.reverse();
    Ok(Some(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Point;
    use crate::base::units::Weight;
    use crate::files::settings::Settings;
    use crate::model::{Edit, Place};

    /// As many actors of these kinds, and ties of this strength between them by number from 1.
    fn session(kinds: &[ActorKind], ties: &[(u64, u64, f64)]) -> Session {
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        let actors = kinds.iter().enumerate().map(|(i, &kind)| {
            let at = Point::new(200.0 * i as f64, 0.0);
            (
                Actor::new(format!("A{}", i + 1), kind),
                Place { at, pinned: true },
            )
        });
        session.perform(Action::Edit(Edit::AddActors(actors.collect())));
        for &(from, to, weight) in ties {
            let tie = Tie {
                weight: Weight::of(weight),
                ..Tie::new(TieKind::Supply, id(from), id(to))
            };
            session.perform(Action::Edit(Edit::AddTie(tie)));
        }
        session.perform(Action::SelectNone);
        session
    }

    fn id(n: u64) -> ActorId {
        ActorId::new(n).unwrap()
    }

    fn choose(session: &mut Session, of: &[u64], choice: Choice) -> (Vec<u64>, usize) {
        let actors = of.iter().map(|&n| id(n)).collect();
        session.perform(Action::Select(Selection {
            actors,
            ..Selection::default()
        }));
        session.perform(Action::Choose(choice));
        let chosen = session.selection();
        let actors = chosen.actors.iter().map(|id| id.number()).collect();
        (actors, chosen.ties.len())
    }

    #[test]
    fn kinds_roles_neighbors_and_ties_between() {
        use ActorKind::{Final, Related, Supplier, University};
        let kinds = [Final, Related, Supplier, Final, University];
        let ties = [(1, 2, 0.5), (2, 3, 0.5), (1, 1, 0.5)];
        let mut session = session(&kinds, &ties);
        assert_eq!(choose(&mut session, &[1], Choice::Kind), (vec![1, 4], 0));
        assert_eq!(choose(&mut session, &[1], Choice::Role), (vec![1, 2, 4], 0));
        assert_eq!(choose(&mut session, &[2], Choice::Neighbors), (vec![1, 2, 3], 0));
        assert_eq!(choose(&mut session, &[1, 2], Choice::Ties), (vec![1, 2], 2));
        assert_eq!(choose(&mut session, &[], Choice::Isolated), (vec![4, 5], 0));
    }

    #[test]
    fn the_way_is_the_shortest_and_of_those_the_strongest() {
        let kinds = [ActorKind::Final; 7];
        let ties = [
            (1, 2, 0.3),
            (2, 4, 0.3),
            (1, 3, 0.2),
            // Whichever way ties point.
            (4, 3, 0.9),
            (1, 5, 1.0),
            (5, 6, 1.0),
            (6, 4, 1.0),
        ];
        let mut session = session(&kinds, &ties);
        assert_eq!(choose(&mut session, &[1, 4], Choice::Path), (vec![1, 3, 4], 2));
        let said = |session: &Session| session.posted().last().unwrap().notice.to_string();
        assert!(
            said(&session).contains("A1 and A4 are 2 ties apart"),
            "{}",
            said(&session)
        );
        assert_eq!(choose(&mut session, &[1, 7], Choice::Path), (vec![1, 7], 0));
        assert!(said(&session).contains("No path"), "{}", said(&session));
    }

    #[test]
    fn a_community_is_chosen_by_one_of_its_members() {
        let pairs = [(1, 2), (2, 3), (1, 3), (4, 5), (5, 6), (4, 6), (3, 4)];
        let ties = pairs.map(|(a, b)| (a, b, 0.5));
        let mut session = session(&[ActorKind::Final; 6], &ties);
        assert_eq!(choose(&mut session, &[2], Choice::Community), (vec![1, 2, 3], 0));
        assert_eq!(
            choose(&mut session, &[1, 6], Choice::Community).0,
            [1, 2, 3, 4, 5, 6]
        );
    }

    #[test]
    fn disabled_ties_lead_nowhere() {
        use crate::model::field::Value;
        let mut session = session(&[ActorKind::Final; 3], &[(1, 2, 0.5), (2, 3, 0.5), (1, 3, 0.5)]);
        let direct = session.document().ties().last().unwrap().0;
        session.perform(Action::Edit(Edit::SetTieField(
            BTreeSet::from([direct]),
            "enabled".to_owned(),
            Value::Flag(false),
        )));
        assert_eq!(choose(&mut session, &[1, 3], Choice::Path), (vec![1, 2, 3], 2));
    }
}
