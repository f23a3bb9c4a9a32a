//! Who is who: which actors of a draft are one, and which of them the open project has already.
#![expect(
    clippy::disallowed_types,
    reason = "names are only looked up, never gone through, and there may be millions of them"
)]

use std::collections::HashMap;
use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::fold::fold_into;
use crate::base::notice::Notice;
use crate::base::text::count;
use crate::exchange::draft::{Cell, Column, Draft};
use crate::exchange::mapping::{Mapping, Matching, Side, Target};
use crate::model::attribute::Datum;
use crate::model::field::clean_line;
use crate::model::{ActorId, Document};

use super::{ActorTally, BETWEEN_WORDS};

/// So many near-duplicates are named.
const NAMED: usize = 5;

/// One person for each actor that there will be.
pub(super) struct People {
    /// For each actor of the draft, its person.
    pub(super) of: Vec<u32>,
    /// For each person, the first actor of the draft that is it.
    pub(super) first: Vec<u32>,
    /// For each person, who it is in the open project.
    pub(super) known: Vec<Option<ActorId>>,
    /// Actors beside the first of their person, in the order of persons.
    pub(super) others: Vec<(u32, u32)>,
    pub(super) tally: ActorTally,
    pub(super) notices: Vec<Notice>,
}

/// What actors are called.
pub(super) struct Names<'d> {
    draft: &'d Draft,
    labels: Option<&'d Column>,
    ids: Option<&'d Column>,
    own: bool,
}

/// The column that a mapping gives this meaning.
pub(super) fn column_of<'d>(
    draft: &'d Draft,
    mapping: &Mapping,
    side: Side,
    target: Target,
) -> Option<&'d Column> {
    let at = mapping
        .columns(side)
        .iter()
        .position(|choice| choice.target == target)?;
    draft.columns(side).get(at)
}

fn text_at(column: Option<&Column>, row: usize) -> Option<&str> {
    match column?.values.get(row)? {
        Cell::Text(text) => Some(text),
        _ => None,
    }
}

impl<'d> Names<'d> {
    pub(super) fn of(draft: &'d Draft, mapping: &Mapping) -> Self {
        Self {
            draft,
            labels: column_of(draft, mapping, Side::Actors, Target::Label),
            ids: column_of(draft, mapping, Side::Actors, Target::Id),
            own: draft.is_own(),
        }
    }

    /// What people read of an actor.
    pub(super) fn name(&self, number: usize) -> &'d str {
        let actor = &self.draft.actors[number];
        let label = text_at(self.labels, number).unwrap_or(&actor.label);
        // Who has no name in a file of ours has none.
        let nameless = self.own && !actor.implied;
        if label.is_empty() && !nameless {
            &actor.id
        } else {
            label
        }
    }

    /// What other files call it, if that is more than its name and no identity of our own.
    pub(super) fn id(&self, number: usize) -> Option<String> {
        let told = self.ids.and_then(|column| column.values.get(number));
        let told = told.filter(|cell| *cell != Cell::Missing).map(|cell| match cell {
            Cell::Number(number) => number.to_string(),
            Cell::Text(text) => text.to_owned(),
            Cell::Flag(flag) => flag.to_string(),
            Cell::List(items) => items.join(", "),
            Cell::Missing => String::new(),
        });
        told.or_else(|| {
            let id = &*self.draft.actors[number].id;
            let made_up = id
                .strip_prefix('#')
                .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
            (!made_up && !self.own && id != self.name(number)).then(|| id.to_owned())
        })
    }

    /// The identity that the actor had in the project that the file was written from.
    pub(super) fn own_id(&self, number: usize) -> Option<ActorId> {
        let id = &self.draft.actors[number].id;
        self.own.then(|| id.parse().ok()).flatten()
    }
}

/// A name as it is compared when case, accents, width and blanks make no difference.
fn same_name(name: &str, folded: &mut String) {
    folded.clear();
    fold_into(name, folded);
    folded.retain(|c| c != ' ');
}

/// The actors of the open project by what they are called.
struct Known<'i> {
    into: &'i Document,
    matching: Matching,
    ids: HashMap<String, ActorId>,
    /// A name of several is that of none.
    names: HashMap<String, Option<ActorId>>,
}

impl<'i> Known<'i> {
    fn of(into: &'i Document, mapping: &Mapping) -> Self {
        let mut known = Self {
            into,
            matching: mapping.matching,
            ids: HashMap::new(),
            names: HashMap::new(),
        };
        if known.matching == Matching::Nobody {
            return known;
        }
        for (id, actor) in into.actors() {
            if known.matching != Matching::Name
                && let Some(datum) = actor.attributes.get("id")
            {
                known.ids.entry(datum.to_string()).or_insert(id);
            }
            if known.matching != Matching::Id && !actor.name.is_empty() {
                let entry = known.names.entry(key(&actor.name, mapping.alike));
                entry.and_modify(|other| *other = None).or_insert(Some(id));
            }
        }
        known
    }

    fn find(&self, names: &Names<'_>, number: usize, alike: bool) -> Option<ActorId> {
        if self.matching == Matching::Nobody {
            return None;
        }
        let name = names.name(number);
        // An identity alone proves nothing: every project has an a1.
        let own = names.own_id(number).filter(|&id| {
            let there = self.into.actor(id);
            there.is_some_and(|actor| actor.name == clean_line(name))
        });
        if own.is_some() && self.matching != Matching::Name {
            return own;
        }
        let id = match self.matching {
            Matching::Name => None,
            _ => names.id(number),
        };
        if let Some(found) = id.as_ref().and_then(|id| self.ids.get(id)) {
            return Some(*found);
        }
        if self.matching != Matching::Name
            && let Some(found) = self.ids.get(&*names.draft.actors[number].id)
        {
            return Some(*found);
        }
        let named = self.names.get(&key(name, alike)).copied().flatten()?;
        // The same name under two ids is two actors.
        let other_id = self.into.actor(named)?.attributes.get("id").map(Datum::to_string);
        let contradicts = id.zip(other_id).is_some_and(|(ours, theirs)| ours != theirs);
        (!contradicts).then_some(named)
    }
}

fn key(name: &str, alike: bool) -> String {
    let name = clean_line(name);
    if alike {
        let mut folded = String::new();
        same_name(&name, &mut folded);
        folded
    } else {
        name
    }
}

impl People {
    /// Finds out who is who.
    pub(super) fn of(
        draft: &Draft,
        mapping: &Mapping,
        into: Option<&Document>,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let names = Names::of(draft, mapping);
        let known = into.map(|into| Known::of(into, mapping));
        let mut people = Self {
            of: Vec::with_capacity(draft.actors.len()),
            first: Vec::with_capacity(draft.actors.len()),
            known: Vec::with_capacity(draft.actors.len()),
            others: Vec::new(),
            tally: ActorTally::default(),
            notices: Vec::new(),
        };
        // Persons by their folded names, which are folded again where they are compared.
        let mut alike: HashTable<u32> = HashTable::with_capacity(draft.actors.len());
        let hasher = DefaultHashBuilder::default();
        let mut other_name = String::new();
        let mut persons: HashMap<ActorId, u32> = HashMap::new();
        let (mut near, mut near_count) = (Vec::new(), 0_usize);
        // Who is called exactly alike; a name may stand for many.
        let (mut twins, mut twin_count): (Vec<&str>, usize) = (Vec::new(), 0);
        let mut folded = String::new();
        for number in 0..draft.actors.len() {
            if number.is_multiple_of(BETWEEN_WORDS) {
                cancel.check()?;
            }
            let found = known
                .as_ref()
                .and_then(|known| known.find(&names, number, mapping.alike));
            same_name(names.name(number), &mut folded);
            let hash = hasher.hash_one(&*folded);
            let is_same = |&person: &u32| {
                same_name(
                    names.name(people.first[person as usize] as usize),
                    &mut other_name,
                );
                other_name == folded
            };
            let twin = alike.find(hash, is_same).copied();
            if let Some(twin) = twin
                && !mapping.alike
                && !names.name(number).is_empty()
            {
                let (other, name) = (
                    names.name(people.first[twin as usize] as usize),
                    names.name(number),
                );
                if name == other {
                    twin_count += 1;
                    if twins.len() < NAMED && !twins.contains(&name) {
                        twins.push(name);
                    }
                } else {
                    near_count += 1;
                    if near.len() < NAMED {
                        near.push(format!("“{other}” and “{name}”"));
                    }
                }
            }
            let person = match found {
                Some(id) => persons.get(&id).copied(),
                None => twin.filter(|_| mapping.alike),
            };
            let person = match person {
                Some(person) => {
                    people.others.push((person, number as u32));
                    person
                }
                None => {
                    let person = people.first.len() as u32;
                    people.first.push(number as u32);
                    people.known.push(found);
                    if let Some(id) = found {
                        persons.insert(id, person);
                    }
                    if twin.is_none() {
                        // There is room for all, so that nobody is moved.
                        alike.insert_unique(hash, person, |_| hash);
                    }
                    person
                }
            };
            people.of.push(person);
        }
        people.others.sort_unstable();
        people.count(draft);
        if twin_count > 0 {
            people.notices.push(Notice::warning(format!(
                "{} called exactly like another one, such as “{}”; they are kept apart",
                count(twin_count, "actor is", "actors are"),
                twins.join("”, “")
            )));
        }
        if near_count > 0 {
            let mut examples = near.join(", ");
            if near_count > NAMED {
                examples += &format!(" and {} more", near_count - NAMED);
            }
            people.notices.push(Notice::warning(format!(
                "{} from others only by case, accents, width or blanks: {examples}",
                count(near_count, "name differs", "names differ")
            )));
        }
        Ok(people)
    }

    fn count(&mut self, draft: &Draft) {
        let implied = draft.actors.iter().filter(|actor| actor.implied).count();
        let updated = self.known.iter().filter(|known| known.is_some()).count();
        // A reader that has counted too few records has found at least those that are there.
        let records = draft.found.actor_records.max(draft.actors.len() - implied);
        self.tally = ActorTally {
            records,
            implied,
            made: self.first.len() - updated,
            updated,
            merged: records + implied - self.first.len(),
        };
    }

    /// All actors of the draft that are this person, the first one first.
    pub(super) fn members(&self, person: usize) -> impl Iterator<Item = usize> {
        let person = person as u32;
        let start = self.others.partition_point(|&(other, _)| other < person);
        let others = self.others[start..].iter();
        let others = others.take_while(move |&&(other, _)| other == person);
        let first = std::iter::once(self.first[person as usize] as usize);
        first.chain(others.map(|&(_, number)| number as usize))
    }
}
