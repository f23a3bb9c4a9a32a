//! Actors and ties out of a plan, and the document that holds them.
#![expect(
    clippy::disallowed_types,
    reason = "ties of the open project are only looked up by their ends"
)]

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::progress::Progress;
use crate::exchange::draft::{Cell, Column, Direction};
use crate::exchange::mapping::{BothWays, Groups, Mapping, Side, Target, first_word};
use crate::exchange::own::is_yes;
use crate::model::assumption::Assumptions;
use crate::model::attribute::{Alike, Datum};
use crate::model::document::Filling;
use crate::model::field::{Field, Value, clean_line, clean_tags};
use crate::model::kind::Direction as KindDirection;
use crate::model::{Actor, ActorId, ActorKind, Document, Ids, Place, Project, Tie, TieId, TieKind};

use super::people::{Names, column_of};
use super::places::Placing;
use super::plan::{How, Plan, Prepared, first_filled};
use super::values::{PerText, datum, keep, put, several, together};
use super::zones::GroupNames;
use super::{BETWEEN_WORDS, Taken};

/// What was made so far.
struct Maker<'p, 'd> {
    plan: &'p Plan<'d>,
    /// The column that says the kinds of ties, and of which cells the word stands for none.
    kinds: Option<(usize, Unknown<'p>)>,
    /// The column that says what other files call a tie.
    tie_ids: Option<&'p Column>,
    alike: Alike,
    names: Names<'p>,
    groups: GroupNames<'p>,
    assumptions: Assumptions,
    ids: Ids,
    /// For each person.
    actors: Vec<ActorId>,
}

type Unknown<'p> = PerText<'p, bool, Box<dyn Fn(Cell<'p>) -> bool + 'p>>;

pub(super) fn make(plan: &Plan<'_>, progress: &Progress, cancel: &Cancel) -> Result<Taken, Cancelled> {
    let into = plan.into.cloned().unwrap_or_default();
    let mut maker = Maker {
        plan,
        kinds: kinds_of_ties(plan),
        tie_ids: column_of(plan.draft, plan.mapping, Side::Ties, Target::Id),
        alike: Alike::new(),
        names: Names::of(plan.draft, plan.mapping),
        groups: GroupNames::of(plan.draft, plan.mapping),
        assumptions: into.project().assumptions.clone(),
        ids: into.ids(),
        actors: Vec::new(),
    };
    maker.actors = maker.identities();
    let all = plan.people.first.len() + plan.staying.len();
    let placing = Placing::of(plan, &into);
    let mut filling = Filling::of(into.clone());
    if let Some(project) = titled(&into, plan) {
        filling.project(project);
    }
    const FITS: &str = "what was just made fits";
    for person in 0..plan.people.first.len() {
        if person.is_multiple_of(BETWEEN_WORDS) {
            progress.set(person, all);
            cancel.check()?;
        }
        let id = maker.actors[person];
        let before = plan.people.known[person].and_then(|id| into.shared_actor(id));
        let after = maker.actor(person, before.map(|actor| &**actor));
        let place = before.is_none().then(|| Place {
            at: placing.at(person),
            pinned: maker.pinned(person),
        });
        if before.is_none_or(|before| **before != after) {
            filling.actor(id, Arc::new(after), place).expect(FITS);
        }
    }
    let mut known = KnownTies::of(plan, &into, &maker.actors);
    let (mut updated, mut spared) = (0, 0);
    for (place, &number) in plan.staying.iter().enumerate() {
        if place.is_multiple_of(BETWEEN_WORDS) {
            progress.set(plan.people.first.len() + place, all);
            cancel.check()?;
        }
        let number = number as usize;
        let row = plan.rows.rows[number];
        let [from, to] = [row.from, row.to].map(|person| maker.actors[person as usize]);
        let before = known.next(row.kind, from, to, plan.rows.goes_both_ways(number));
        let shared = before.and_then(|id| Some((id, into.shared_tie(id)?)));
        match shared {
            Some((id, before)) => {
                updated += 1;
                spared += usize::from(needs_second(plan, number));
                let after = maker.tie(place, number, Tie::clone(before));
                if after != **before {
                    filling.tie(id, Arc::new(after)).expect(FITS);
                }
            }
            None => {
                let tie = maker.tie(place, number, Tie::new(row.kind, from, to));
                let back = needs_second(plan, number).then(|| Tie {
                    from: to,
                    to: from,
                    ..tie.clone()
                });
                filling.tie(maker.ids.tie(), Arc::new(tie)).expect(FITS);
                if let Some(back) = back {
                    filling.tie(maker.ids.tie(), Arc::new(back)).expect(FITS);
                }
            }
        }
    }
    let document = filling.done().expect(FITS);
    let mut tally = plan.tally();
    tally.ties.updated = updated;
    tally.ties.made -= updated;
    tally.ties.added -= spared;
    progress.set(1, 1);
    let person = |person: &u32| maker.actors[*person as usize];
    Ok(Taken {
        document,
        unplaced: placing.unplaced().map(|person| maker.actors[person]).collect(),
        zones: maker
            .groups
            .zones(plan)
            .into_iter()
            .map(|(name, persons)| (name, persons.iter().map(person).collect()))
            .collect(),
        report: super::Report::of(plan, tally),
    })
}

/// How many ties of a plan go into ties that are there already, and how many of these would otherwise have become two.
pub(super) fn updates(plan: &Plan<'_>) -> (usize, usize) {
    let Some(into) = plan.into else { return (0, 0) };
    // Who is new has no ties yet, so that any identity that nobody has will do.
    let nobody = ActorId::new(u64::MAX).expect("this is not 0");
    let known = plan.people.known.iter();
    let actors: Vec<ActorId> = known.map(|known| known.unwrap_or(nobody)).collect();
    let mut known = KnownTies::of(plan, into, &actors);
    let (mut updated, mut spared) = (0, 0);
    for &number in &plan.staying {
        let row = plan.rows.rows[number as usize];
        let [from, to] = [row.from, row.to].map(|person| actors[person as usize]);
        let both = plan.rows.goes_both_ways(number as usize);
        if known.next(row.kind, from, to, both).is_some() {
            updated += 1;
            spared += usize::from(needs_second(plan, number as usize));
        }
    }
    (updated, spared)
}

/// A new project is called what the file calls it.
fn titled(into: &Document, plan: &Plan<'_>) -> Option<Project> {
    let title = clean_line(&plan.draft.title);
    (plan.into.is_none() && !title.is_empty()).then(|| Project {
        title,
        ..into.project().clone()
    })
}

/// Ties of the open project between actors that the draft has, too: each is found once.
struct KnownTies {
    ties: HashMap<(TieKind, ActorId, ActorId), VecDeque<TieId>>,
}

impl KnownTies {
    fn of(plan: &Plan<'_>, into: &Document, actors: &[ActorId]) -> Self {
        let mut known = Self { ties: HashMap::new() };
        if plan.into.is_none() {
            return known;
        }
        let found = plan
            .people
            .known
            .iter()
            .zip(actors)
            .filter(|(known, _)| known.is_some());
        for (_, &actor) in found {
            for (id, tie) in into.ties_of(actor).filter(|(_, tie)| tie.from == actor) {
                known
                    .ties
                    .entry((tie.kind, tie.from, tie.to))
                    .or_default()
                    .push_back(id);
            }
        }
        known
    }

    /// The next tie of this kind between these two that nothing has gone into.
    fn next(&mut self, kind: TieKind, from: ActorId, to: ActorId, both_ways: bool) -> Option<TieId> {
        if self.ties.is_empty() {
            return None;
        }
        let there = self.ties.get_mut(&(kind, from, to)).and_then(VecDeque::pop_front);
        let either = both_ways || kind.info().direction == KindDirection::Undirected;
        there.or_else(|| {
            let back = either.then(|| self.ties.get_mut(&(kind, to, from)))?;
            back?.pop_front()
        })
    }
}

impl Maker<'_, '_> {
    /// An identity for each person: the one in the open project, the one that it had in the project that the file was
    /// written from, or a fresh one.
    fn identities(&mut self) -> Vec<ActorId> {
        let people = &self.plan.people;
        if self.plan.into.is_none() {
            let own = people
                .first
                .iter()
                .map(|&first| self.names.own_id(first as usize));
            if let Some(own) = own.collect::<Option<Vec<ActorId>>>() {
                let mut sorted = own.clone();
                sorted.sort_unstable();
                sorted.dedup();
                if sorted.len() == own.len() {
                    own.iter().for_each(|&id| self.ids.note_actor(id));
                    return own;
                }
            }
        }
        let known = people.known.iter();
        known
            .map(|known| known.unwrap_or_else(|| self.ids.actor()))
            .collect()
    }

    fn actor(&mut self, person: usize, before: Option<&Actor>) -> Actor {
        let plan = self.plan;
        let members = || plan.people.members(person);
        let first = plan.people.first[person] as usize;
        let kind_column = column_of(plan.draft, plan.mapping, Side::Actors, Target::Kind);
        let cell = kind_column.and_then(|column| first_filled(column, members()));
        let kind = cell
            .and_then(first_word)
            .and_then(|word| kind_of(plan.mapping, word));
        let name = clean_line(self.names.name(first));
        let mut actor = match before {
            Some(before) => match kind {
                Some(kind) if kind != before.kind => self.assumptions.as_kind(before, kind),
                _ => before.clone(),
            },
            None => self
                .assumptions
                .fresh(String::new(), kind.unwrap_or(plan.mapping.actor_kind)),
        };
        // Without a label of its own, an id has found the actor and is no name for it.
        if before.is_none() || self.names.id(first).is_some() {
            actor.name = name;
        }
        if let Some(id) = members().find_map(|number| self.names.id(number)) {
            keep(&mut actor.attributes, "id", Datum::text(&id));
        }
        if let Some(choice) = plan
            .mapping
            .actor_columns
            .iter()
            .find(|choice| choice.target == Target::Kind)
            && let Some(cell) = cell
            && (choice.keep || kind.is_none())
        {
            keep(&mut actor.attributes, &choice.name, datum(cell, None));
        }
        for prepared in &plan.actor_columns {
            fill(prepared, &mut actor, person, members, |actor| {
                &mut actor.attributes
            });
        }
        self.group(person, &mut actor);
        actor.attributes = self.alike.share(std::mem::take(&mut actor.attributes));
        actor
    }

    fn group(&self, person: usize, actor: &mut Actor) {
        for number in self.plan.people.members(person) {
            for (heading, name) in self.groups.of_actor(self.plan.draft, number) {
                match self.plan.mapping.groups {
                    Groups::Zones | Groups::Attribute => {
                        keep(&mut actor.attributes, heading, Datum::text(&name));
                    }
                    Groups::Tag => {
                        let mut tags = std::mem::take(&mut actor.extra.tags);
                        tags.push(name);
                        actor.extra.tags = clean_tags(tags);
                    }
                    Groups::Leave => {}
                }
            }
        }
    }

    fn pinned(&self, person: usize) -> bool {
        let column = column_of(self.plan.draft, self.plan.mapping, Side::Actors, Target::Pinned);
        let cell = column.and_then(|column| first_filled(column, self.plan.people.members(person)));
        cell.is_some_and(is_yes)
    }

    /// What a row says, put into a tie that is new or was there before. `place` counts the rows that stay.
    fn tie(&mut self, place: usize, number: usize, mut tie: Tie) -> Tie {
        let plan = self.plan;
        let row = plan.rows.rows[number];
        let members = || std::iter::once(number).chain(plan.rows.others(number));
        let both_ways = plan.rows.goes_both_ways(number);
        if tie.may_be_mutual() {
            tie.mutual |= both_ways;
        }
        if both_ways && row.kind.info().direction == KindDirection::Directed && !needs_second(plan, number) {
            let word = match row.way {
                Direction::Mutual => "mutual",
                Direction::Undirected | Direction::Directed => "undirected",
            };
            keep(&mut tie.attributes, "direction", Datum::text(word));
        }
        if let Some((at, unknown)) = &mut self.kinds {
            let (choice, column) = (&plan.mapping.tie_columns[*at], &plan.draft.tie_columns[*at]);
            if choice.keep || members().any(|row| unknown.at(row)) {
                let cells = members().filter_map(|row| column.values.get(row));
                let words = together(cells.filter_map(|cell| datum(cell, None)));
                keep(&mut tie.attributes, &choice.name, words);
            }
        }
        if let Some(column) = self.tie_ids {
            let ids = members().filter_map(|row| column.values.get(row));
            keep(
                &mut tie.attributes,
                "id",
                together(ids.filter_map(|cell| datum(cell, None))),
            );
        }
        if let Some(counted) = &plan.counted {
            set_number(weight_field(), &mut tie, counted.value(place));
        }
        for prepared in &plan.tie_columns {
            if let How::Numbers(field, scaled) = &prepared.how
                && field.id == "weight"
                && scaled.raw(place) == 0.0
            {
                tie.enabled = false;
            }
            fill_at(prepared, &mut tie, place, members, |tie| &mut tie.attributes);
        }
        tie.attributes = self.alike.share(std::mem::take(&mut tie.attributes));
        tie
    }
}

/// The column of kinds, and which of its words stand for none.
fn kinds_of_ties<'p>(plan: &'p Plan<'_>) -> Option<(usize, Unknown<'p>)> {
    let columns = &plan.mapping.tie_columns;
    let at = columns.iter().position(|choice| choice.target == Target::Kind)?;
    let words = &plan.mapping.tie_words;
    let unknown = |cell: Cell<'p>| {
        let known = |word: &str| {
            words
                .iter()
                .any(|choice| choice.word == word && choice.kind.is_some())
        };
        first_word(cell).is_some_and(|word| !known(word))
    };
    let column = plan.draft.tie_columns.get(at)?;
    Some((at, PerText::of(column, Box::new(unknown))))
}

/// A tie both ways of a kind with a direction becomes two.
fn needs_second(plan: &Plan<'_>, number: usize) -> bool {
    let row = plan.rows.rows[number];
    plan.mapping.both_ways == BothWays::Two
        && row.from != row.to
        && row.kind.info().direction == KindDirection::Directed
        && plan.rows.goes_both_ways(number)
}

fn weight_field() -> &'static Field<Tie> {
    crate::model::field::find(crate::model::field::TIE, "weight").expect("ties have a weight")
}

/// The kind that a word stands for.
fn kind_of(mapping: &Mapping, word: &str) -> Option<ActorKind> {
    let choice = mapping.actor_words.iter().find(|choice| choice.word == word)?;
    choice.kind
}

/// Whether there was a number that the field took.
fn set_number<T>(field: &Field<T>, object: &mut T, value: f64) -> bool {
    value.is_finite() && field.set(object, Value::Number(value)).is_ok()
}

/// Puts a column into an actor.
fn fill<I: Iterator<Item = usize>>(
    prepared: &Prepared<'_, Actor>,
    actor: &mut Actor,
    person: usize,
    members: impl Fn() -> I,
    attributes: impl Fn(&mut Actor) -> &mut crate::model::attribute::Attributes,
) {
    fill_at(prepared, actor, person, members, attributes);
}

/// Puts a column into an actor or tie; what does not fit into its field becomes an attribute.
fn fill_at<T: 'static, I: Iterator<Item = usize>>(
    prepared: &Prepared<'_, T>,
    object: &mut T,
    at: usize,
    members: impl Fn() -> I,
    attributes: impl Fn(&mut T) -> &mut crate::model::attribute::Attributes,
) {
    let (column, choice) = (prepared.column, prepared.choice);
    let cells = || members().filter_map(|row| column.values.get(row));
    let all = || together(cells().filter_map(|cell| datum(cell, choice.numbers)));
    match &prepared.how {
        How::Done => {}
        How::Attribute(name) => keep(attributes(object), name, all()),
        How::Numbers(field, scaled) => {
            let fits = set_number(field, object, scaled.value(at));
            if (!fits || choice.keep)
                && let Some(datum) = all()
            {
                keep(attributes(object), &choice.name, Some(datum));
            }
        }
        How::Field(field) => {
            if field.id == "tags" {
                let words: Vec<String> = cells().flat_map(several).collect();
                if !words.is_empty() {
                    let words: Vec<Box<str>> = words.into_iter().map(String::into_boxed_str).collect();
                    put(field, object, Cell::List(&words));
                }
            } else if let Some(cell) = cells().find(|cell| *cell != Cell::Missing)
                && (!put(field, object, cell) || choice.keep)
            {
                keep(attributes(object), &choice.name, all());
            }
        }
    }
}
