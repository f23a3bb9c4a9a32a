//! What differs between two states of a project, or between two projects, by object and attribute.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::name::Name;

use super::attribute::{Attributes, Datum};
use super::field::{self, Field, Value};
use super::kind::Direction;
use super::project::Region;
use super::{Actor, ActorId, Change, Document, Swap, Tie, TieId, assumption};

/// How the objects of one side were found on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matching {
    /// By their ids: both sides come from one project.
    Ids,
    /// Actors by name, and kind where a name is used twice; ties by kind and ends.
    Names,
}

/// One attribute that differs, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alteration {
    /// What people call the attribute.
    pub name: &'static str,
    /// Its unit, or empty.
    pub unit: &'static str,
    /// Before; empty where there was nothing.
    pub before: String,
    /// After; empty where there is nothing.
    pub after: String,
}

/// "Jobs 10 → 12".
impl std::fmt::Display for Alteration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = |text: &str| {
            if text.is_empty() {
                "–".to_owned()
            } else {
                text.to_owned()
            }
        };
        write!(
            f,
            "{} {} → {}",
            self.name,
            shown(&self.before),
            shown(&self.after)
        )
    }
}

/// One object that is not the same on both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate<I> {
    /// Only on the second side.
    Added(I),
    /// Only on the first side.
    Removed(I),
    /// On both, with other attributes: its id on the first side and on the second.
    Changed(I, I, Vec<Alteration>),
}

impl<I: Copy> Fate<I> {
    /// Its id on the first side.
    pub fn before(&self) -> Option<I> {
        match self {
            Self::Added(_) => None,
            Self::Removed(id) | Self::Changed(id, ..) => Some(*id),
        }
    }

    /// Its id on the second side.
    pub fn after(&self) -> Option<I> {
        match self {
            Self::Removed(_) => None,
            Self::Added(id) | Self::Changed(_, id, _) => Some(*id),
        }
    }
}

/// All that differs from a first to a second document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// How objects were matched.
    pub matching: Matching,
    /// Actors that came, went or changed.
    pub actors: Vec<Fate<ActorId>>,
    /// Ties that came, went or changed.
    pub ties: Vec<Fate<TieId>>,
    /// What is said about the whole, assumptions included.
    pub project: Vec<Alteration>,
    /// Actors of the second side that stand elsewhere than on the first; not counted as changed.
    pub moved: Vec<ActorId>,
}

/// Two files belong to one project if at least this part of the ids they share goes by the same name.
const SAME_NAMES: f64 = 0.8;
/// And if they share at least this part of the ids of the smaller one.
const SHARED_IDS: f64 = 0.5;

impl Matching {
    /// How two files are best compared: by ids if they share most of them under the same names.
    pub fn of(before: &Document, after: &Document) -> Self {
        let smaller = before.actor_count().min(after.actor_count());
        let shared: Vec<bool> = before
            .actors()
            .filter_map(|(id, actor)| Some(actor.name == after.actor(id)?.name))
            .collect();
        let same = shared.iter().filter(|&&same| same).count();
        let mostly = |part: usize, whole: usize, least: f64| part as f64 >= least * whole as f64;
        if mostly(shared.len(), smaller, SHARED_IDS) && mostly(same, shared.len(), SAME_NAMES) {
            Self::Ids
        } else {
            Self::Names
        }
    }
}

impl Difference {
    /// Compares two documents.
    pub fn between(before: &Document, after: &Document, matching: Matching) -> Self {
        let actors = match matching {
            Matching::Ids => same_ids(before.actors().map(|(id, _)| id), |id| after.actor(id).is_some()),
            Matching::Names => same_names(before, after),
        };
        let ties = match matching {
            Matching::Ids => same_ids(before.ties().map(|(id, _)| id), |id| after.tie(id).is_some()),
            Matching::Names => same_ends(before, after, &actors),
        };
        Self {
            matching,
            actors: fates(
                before.actors().map(|(id, _)| id),
                after.actors().map(|(id, _)| id),
                &actors,
                |from, to| match (before.actor(from), after.actor(to)) {
                    (Some(from), Some(to)) => alterations_of_actor(from, to),
                    _ => Vec::new(),
                },
            ),
            ties: fates(
                before.ties().map(|(id, _)| id),
                after.ties().map(|(id, _)| id),
                &ties,
                |from, to| match (before.tie(from), after.tie(to)) {
                    (Some(a), Some(b)) => {
                        let has = |old, new| actors.get(&old) == Some(&new);
                        let turned =
                            a.kind == b.kind && either_way(a) && has(a.from, b.to) && has(a.to, b.from);
                        let ends = [(a.from, b.from, "From"), (a.to, b.to, "To")];
                        let mut list = alterations_of_tie(a, b);
                        for (old, new, name) in ends {
                            if !turned && !has(old, new) {
                                list.push(Alteration {
                                    name,
                                    unit: "",
                                    before: before.display_name(old),
                                    after: after.display_name(new),
                                });
                            }
                        }
                        list
                    }
                    _ => Vec::new(),
                },
            ),
            project: alterations_of_project(before, after),
            moved: actors
                .iter()
                .filter(|&(&from, &to)| {
                    before.place(from).map(|place| place.at) != after.place(to).map(|place| place.at)
                })
                .map(|(_, &to)| to)
                .collect(),
        }
    }

    /// The second document under the ids of the first: what is on both sides has one id, what is only on the second has
    /// one that the first does not use. For whoever compares by id.
    pub fn aligned(before: &Document, after: &Document, matching: Matching) -> Document {
        if matching == Matching::Ids {
            return after.clone();
        }
        let actors = same_names(before, after);
        let ties = same_ends(before, after, &actors);
        let mut ids = before.ids();
        let mut actor_ids = turned(&actors);
        for (id, _) in after.actors() {
            actor_ids.entry(id).or_insert_with(|| ids.actor());
        }
        let mut tie_ids = turned(&ties);
        for (id, _) in after.ties() {
            tie_ids.entry(id).or_insert_with(|| ids.tie());
        }
        let empty = Document::default();
        let mut changes = vec![Change::Project(
            Arc::clone(empty.shared_project()),
            Arc::clone(after.shared_project()),
        )];
        for (id, place) in after.places() {
            let Some(actor) = after.shared_actor(id) else {
                continue;
            };
            changes.push(Change::Actor(actor_ids[&id], Swap::add(Arc::clone(actor))));
            changes.push(Change::Place(actor_ids[&id], Swap::add(place)));
        }
        for (id, tie) in after.ties() {
            let mut tie = Tie {
                from: actor_ids[&tie.from],
                to: actor_ids[&tie.to],
                ..tie.clone()
            };
            // Turned as it is on the first side, or it would look changed.
            let same = before.tie(tie_ids[&id]);
            if same.is_some_and(|same| either_way(&tie) && (same.from, same.to) == (tie.to, tie.from)) {
                (tie.from, tie.to) = (tie.to, tie.from);
            }
            changes.push(Change::Tie(tie_ids[&id], Swap::add(Arc::new(tie))));
        }
        empty
            .with(&changes)
            .expect("ids are exchanged one for one, so what held before holds now")
    }

    /// Nothing differs but places.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty() && self.ties.is_empty() && self.project.is_empty()
    }
}

fn same_ids<I: Ord + Copy>(before: impl Iterator<Item = I>, there: impl Fn(I) -> bool) -> BTreeMap<I, I> {
    before.filter(|&id| there(id)).map(|id| (id, id)).collect()
}

/// From the ids of the second side to those of the first.
fn turned<I: Ord + Copy>(pairs: &BTreeMap<I, I>) -> BTreeMap<I, I> {
    pairs.iter().map(|(&before, &after)| (after, before)).collect()
}

/// Actors of the same name; of several, first those of the same kind, then in the order of their ids.
fn same_names(before: &Document, after: &Document) -> BTreeMap<ActorId, ActorId> {
    let mut pairs = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for with_kind in [true, false] {
        let key = |document: &Document, id: ActorId| {
            let actor = document.actor(id)?;
            // Nameless actors are alike only in kind.
            let kind = (with_kind || actor.name.is_empty()).then(|| actor.kind.id());
            Some((actor.name.clone(), kind))
        };
        let mut free: BTreeMap<_, Vec<ActorId>> = BTreeMap::new();
        for (id, _) in after.actors().filter(|(id, _)| !taken.contains(id)) {
            free.entry(key(after, id)).or_default().push(id);
        }
        // The first one is taken off the end.
        free.values_mut().for_each(|ids| ids.reverse());
        for (id, _) in before.actors() {
            if pairs.contains_key(&id) {
                continue;
            }
            if let Some(to) = free.get_mut(&key(before, id)).and_then(Vec::pop) {
                pairs.insert(id, to);
                taken.insert(to);
            }
        }
    }
    pairs
}

/// It does not matter which of its ends is named first.
fn either_way(tie: &Tie) -> bool {
    tie.kind.info().direction == Direction::Undirected
}

/// Ties of the same kind between the same actors, in the order of their ids; those without direction either way round.
fn same_ends(
    before: &Document,
    after: &Document,
    actors: &BTreeMap<ActorId, ActorId>,
) -> BTreeMap<TieId, TieId> {
    let key = |tie: &Tie, from: ActorId, to: ActorId| {
        let turned = either_way(tie) && to < from;
        let (from, to) = if turned { (to, from) } else { (from, to) };
        (tie.kind.id(), from, to)
    };
    let mut free: BTreeMap<_, Vec<TieId>> = BTreeMap::new();
    for (id, tie) in after.ties() {
        free.entry(key(tie, tie.from, tie.to)).or_default().push(id);
    }
    free.values_mut().for_each(|ids| ids.reverse());
    before
        .ties()
        .filter_map(|(id, tie)| {
            let key = key(tie, *actors.get(&tie.from)?, *actors.get(&tie.to)?);
            Some((id, free.get_mut(&key)?.pop()?))
        })
        .collect()
}

/// Changed and removed ones in the order of the first side, then added ones in that of the second.
fn fates<I: Ord + Copy>(
    before: impl Iterator<Item = I>,
    after: impl Iterator<Item = I>,
    pairs: &BTreeMap<I, I>,
    alterations: impl Fn(I, I) -> Vec<Alteration>,
) -> Vec<Fate<I>> {
    let mut fates = Vec::new();
    for from in before {
        match pairs.get(&from) {
            None => fates.push(Fate::Removed(from)),
            Some(&to) => {
                let list = alterations(from, to);
                if !list.is_empty() {
                    fates.push(Fate::Changed(from, to, list));
                }
            }
        }
    }
    let known: BTreeSet<I> = pairs.values().copied().collect();
    fates.extend(after.filter(|id| !known.contains(id)).map(Fate::Added));
    fates
}

fn alterations<T>(fields: &'static [Field<T>], before: &T, after: &T) -> impl Iterator<Item = Alteration> {
    fields.iter().filter_map(move |field| {
        let (old, new) = (field.get(before), field.get(after));
        (old != new).then(|| Alteration {
            name: field.name,
            unit: field.unit,
            before: words(&old),
            after: words(&new),
        })
    })
}

/// The same of attributes of the person's own.
fn alterations_of_own(before: &Attributes, after: &Attributes) -> Vec<Alteration> {
    let names: BTreeSet<&str> = before.iter().chain(after.iter()).map(|(name, _)| name).collect();
    let said =
        |value: Option<&Datum>| value.map_or_else(String::new, |value| field::clean_line(&value.to_string()));
    names
        .into_iter()
        .filter(|name| before.get(name) != after.get(name))
        .map(|name| Alteration {
            name: Name::of(name).text(),
            unit: "",
            before: said(before.get(name)),
            after: said(after.get(name)),
        })
        .collect()
}

/// On one line.
fn words(value: &Value) -> String {
    field::clean_line(&value.to_string())
}

fn word(name: &'static str, before: &str, after: &str) -> Option<Alteration> {
    (before != after).then(|| Alteration {
        name,
        unit: "",
        before: field::clean_line(before),
        after: field::clean_line(after),
    })
}

fn alterations_of_actor(before: &Actor, after: &Actor) -> Vec<Alteration> {
    if std::ptr::eq(before, after) {
        return Vec::new();
    }
    let name = word("Name", &before.name, &after.name);
    let kind = word("Kind", before.kind.name(), after.kind.name());
    let fields = alterations(field::ACTOR, before, after);
    let own = alterations_of_own(&before.attributes, &after.attributes);
    name.into_iter().chain(kind).chain(fields).chain(own).collect()
}

fn alterations_of_tie(before: &Tie, after: &Tie) -> Vec<Alteration> {
    if std::ptr::eq(before, after) {
        return Vec::new();
    }
    let kind = word("Kind", before.kind.name(), after.kind.name());
    kind.into_iter()
        .chain(alterations(field::TIE, before, after))
        .chain(alterations_of_own(&before.attributes, &after.attributes))
        .collect()
}

fn alterations_of_project(before: &Document, after: &Document) -> Vec<Alteration> {
    let (before, after) = (before.project(), after.project());
    if std::ptr::eq(before, after) {
        return Vec::new();
    }
    let mut list: Vec<Alteration> = alterations(field::PROJECT, before, after).collect();
    if before.regions != after.regions {
        list.push(Alteration {
            name: "Table of regions",
            unit: "",
            before: rows_that_differ(&before.regions, &after.regions),
            after: rows_that_differ(&after.regions, &before.regions),
        });
    }
    let (old, new) = (&before.assumptions, &after.assumptions);
    list.extend(word("Aggregation", old.aggregation.id(), new.aggregation.id()));
    for assumption in assumption::ALL {
        let values = [old, new].map(|assumptions| assumptions.get(assumption.id));
        list.extend((values[0] != values[1]).then(|| Alteration {
            name: assumption.name,
            unit: "",
            before: values[0].to_string(),
            after: values[1].to_string(),
        }));
    }
    list
}

/// Rows of the first table that the second does not have in the same place.
fn rows_that_differ(of: &[Region], other: &[Region]) -> String {
    let rows: Vec<String> = of
        .iter()
        .enumerate()
        .filter(|&(i, region)| other.get(i) != Some(region))
        .map(|(_, region)| {
            let name = field::clean_line(&region.name);
            format!("{name} {} of {}", region.industry.get(), region.all.get())
        })
        .collect();
    rows.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Point;
    use crate::model::edit::End;
    use crate::model::{ActorKind, Edit, Ids, Place, Selection, TieKind};

    fn actor(number: u64) -> ActorId {
        ActorId::new(number).unwrap()
    }

    fn tie(number: u64) -> TieId {
        TieId::new(number).unwrap()
    }

    fn fresh(name: &str) -> (Actor, Place) {
        let place = Place {
            at: Point::ORIGIN,
            pinned: false,
        };
        (Actor::new(name, ActorKind::Final), place)
    }

    fn three(names: [&str; 3], ids: &mut Ids) -> Document {
        let mut document = Edit::AddActors(names.map(fresh).into())
            .apply(&Document::default(), ids)
            .unwrap();
        for (from, to) in [(names[0], names[1]), (names[1], names[2])] {
            let find = |name: &str| document.actors().find(|(_, actor)| actor.name == name).unwrap().0;
            let edit = Edit::AddTie(Tie::new(TieKind::Supply, find(from), find(to)));
            document = edit.apply(&document, ids).unwrap();
        }
        document
    }

    #[test]
    fn two_states_of_one_project_match_by_id() {
        let mut ids = Ids::new();
        let before = three(["A", "B", "C"], &mut ids);
        let mut after = before.clone();
        for edit in [
            Edit::Rename(actor(1), "A2".into()),
            Edit::SetActorField([actor(2)].into(), "jobs".into(), Value::Number(3.0)),
            Edit::Remove(Selection::tie(tie(1))),
            Edit::AddActors(vec![fresh("D")]),
            Edit::Reattach(tie(2), End::To, actor(4)),
            Edit::Move([(actor(3), Point::new(9.0, 0.0))].into()),
            Edit::SetAssumption("independence".into(), 0.25),
        ] {
            after = edit.apply(&after, &mut ids).unwrap();
        }
        assert_eq!(
            Matching::of(&before, &after),
            Matching::Names,
            "one of three has another name"
        );
        let difference = Difference::between(&before, &after, Matching::Ids);
        let [renamed, richer, added] = difference.actors.as_slice() else {
            panic!("{difference:?}")
        };
        assert!(matches!(renamed, Fate::Changed(id, _, list)
            if *id == actor(1) && list[0].before == "A" && list[0].after == "A2"));
        assert!(matches!(richer, Fate::Changed(_, _, list) if list.len() == 1 && list[0].after == "3"));
        assert_eq!(*added, Fate::Added(actor(4)));
        let [gone, turned] = difference.ties.as_slice() else {
            panic!("{difference:?}")
        };
        assert_eq!(*gone, Fate::Removed(tie(1)));
        assert!(matches!(turned, Fate::Changed(_, _, list) if list[0].before == "C" && list[0].after == "D"));
        assert_eq!(difference.moved, [actor(3)]);
        assert_eq!(difference.project.len(), 1);
        assert_eq!(
            (
                difference.project[0].before.as_str(),
                difference.project[0].after.as_str()
            ),
            ("0.5", "0.25")
        );
    }

    #[test]
    fn two_files_with_other_ids_match_by_name() {
        let before = three(["A", "B", "C"], &mut Ids::new());
        let after = three(["C", "B", "A"], &mut Ids::new());
        assert_eq!(Matching::of(&before, &after), Matching::Names);
        let difference = Difference::between(&before, &after, Matching::Names);
        assert!(difference.actors.is_empty(), "{difference:?}");
        // A → B → C against C → B → A: two ties went and two came.
        assert_eq!(difference.ties.len(), 4);
        let aligned = Difference::aligned(&before, &after, Matching::Names);
        let again = Difference::between(&before, &aligned, Matching::Ids);
        assert!(again.actors.is_empty() && again.ties.len() == 4, "{again:?}");
        assert!(aligned.ties().all(|(id, _)| before.tie(id).is_none()));
    }

    #[test]
    fn ties_without_direction_match_either_way_round() {
        let [before, after] = [["A", "B"], ["B", "A"]].map(|names| {
            let mut ids = Ids::new();
            let actors = Edit::AddActors(names.map(fresh).into());
            let document = actors.apply(&Document::default(), &mut ids).unwrap();
            let tie = Tie::new(TieKind::Cooperation, actor(1), actor(2));
            Edit::AddTie(tie).apply(&document, &mut ids).unwrap()
        });
        let difference = Difference::between(&before, &after, Matching::Names);
        assert!(difference.is_empty(), "{difference:?}");
        let aligned = Difference::aligned(&before, &after, Matching::Names);
        assert_eq!(aligned.tie(tie(1)), before.tie(tie(1)));
    }

    #[test]
    fn names_used_twice_are_told_apart_by_kind_then_by_id() {
        let mut ids = Ids::new();
        let [mut x, y] = [fresh("X"), fresh("X")];
        x.0 = Actor::new("X", ActorKind::University);
        let before = Edit::AddActors(vec![x.clone(), y.clone()])
            .apply(&Document::default(), &mut ids)
            .unwrap();
        let after = Edit::AddActors(vec![y, x])
            .apply(&Document::default(), &mut Ids::new())
            .unwrap();
        let difference = Difference::between(&before, &after, Matching::Names);
        assert!(difference.actors.is_empty(), "{difference:?}");
    }

    #[test]
    fn nothing_differs_from_itself() {
        let document = three(["A", "B", "C"], &mut Ids::new());
        assert_eq!(Matching::of(&document, &document), Matching::Ids);
        assert!(Difference::between(&document, &document, Matching::Ids).is_empty());
    }
}
