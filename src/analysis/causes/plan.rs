//! Finds the causes behind a change, and makes the states in which only some of them have happened.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::text::natural;
use crate::model::assumption;
use crate::model::field::{self, Field};
use crate::model::{Actor, ActorId, Change, Document, Place, Project, Swap, Tie, TieId};

use super::words::{self, Names, Sort};
use super::{Cause, What};

/// More causes than this are bundled by sort, so that a list of them can be read.
pub const MOST_CAUSES: usize = 40;

/// Alike changes of attributes beyond this many are one cause from the start: one bulk edit made them.
const MOST_ALIKE: usize = 5;

/// A setting of the project that figures read.
#[derive(Clone, Copy)]
pub(super) enum Setting {
    /// The assumption with this id.
    Assumption(&'static str),
    /// How the dimensions become one figure.
    Aggregation,
    /// An attribute of the project.
    Field(&'static Field<Project>),
    /// Whatever else figures read of the project.
    Rest,
}

/// One difference that belongs to a cause, by its place in the list of its sort.
#[derive(Clone, Copy, Debug)]
enum Piece {
    Actor(usize),
    Tie(usize),
    Setting(usize),
    Names,
}

/// A cause before it has words.
struct Item {
    what: What,
    sort: Sort,
    pieces: Vec<Piece>,
    words: (String, String),
    actors: BTreeSet<ActorId>,
    ties: BTreeSet<TieId>,
    /// How many things of its sort it stands for.
    count: usize,
}

/// Two states with the causes between them.
pub(in crate::analysis) struct Plan<'d> {
    before: &'d Document,
    after: &'d Document,
    actors: Vec<(ActorId, Swap<Arc<Actor>>)>,
    ties: Vec<(TieId, Swap<Arc<Tie>>)>,
    settings: Vec<Setting>,
    projects: Option<(Arc<Project>, Arc<Project>)>,
    /// The order of names among actors in both states differs.
    renamed: bool,
    causes: Vec<Cause>,
    /// What belongs to each cause.
    pieces: Vec<Vec<Piece>>,
}

impl<'d> Plan<'d> {
    /// At most `most` causes, if bundling alike ones can do it.
    pub(in crate::analysis) fn new(before: &'d Document, after: &'d Document, most: usize) -> Self {
        let mut plan = Self {
            before,
            after,
            actors: Vec::new(),
            ties: Vec::new(),
            settings: Vec::new(),
            projects: None,
            renamed: names_reordered(before, after),
            causes: Vec::new(),
            pieces: Vec::new(),
        };
        for change in before.changes_to(after) {
            let counts = change.touches_indicators();
            match change {
                Change::Actor(id, swap) if counts => plan.actors.push((id, swap)),
                Change::Tie(id, swap) if counts => plan.ties.push((id, swap)),
                Change::Project(before, after) if counts => {
                    plan.settings = settings(&before, &after);
                    plan.projects = Some((before, after));
                }
                _ => {}
            }
        }
        let items = plan.items();
        let items = bundle(items, MOST_ALIKE, |item| {
            matches!(item.what, What::ActorChanged | What::TieChanged).then(|| (item.what, item.sort.clone()))
        });
        let items = if items.len() > most {
            bundle(items, 1, |item| Some((item.what, item.sort.clone())))
        } else {
            items
        };
        let items = if items.len() > most {
            bundle(items, 1, |item| Some((item.what, Sort::Any)))
        } else {
            items
        };
        for item in items {
            plan.pieces.push(item.pieces);
            plan.causes.push(Cause {
                what: item.what,
                title: item.words.0,
                phrase: item.words.1,
                actors: item.actors,
                ties: item.ties,
            });
        }
        plan
    }

    /// The causes: actors first, then ties, then settings.
    pub(in crate::analysis) fn causes(&self) -> &[Cause] {
        &self.causes
    }

    /// Everything that differs as one cause.
    pub(in crate::analysis) fn together(&self) -> Cause {
        let (title, phrase) = words::together(self.causes.len());
        Cause {
            what: What::Together,
            title,
            phrase,
            actors: self
                .causes
                .iter()
                .flat_map(|cause| &cause.actors)
                .copied()
                .collect(),
            ties: self
                .causes
                .iter()
                .flat_map(|cause| &cause.ties)
                .copied()
                .collect(),
        }
    }

    /// The state in which only the chosen causes have happened. A tie needs its actors: without them it is left out.
    pub(in crate::analysis) fn state(&self, chosen: &[bool]) -> Document {
        if chosen.iter().all(|&yes| yes) {
            return self.after.clone();
        }
        if chosen.iter().all(|&yes| !yes) {
            return self.before.clone();
        }
        let mut actors_done = vec![false; self.actors.len()];
        let mut ties_done = vec![false; self.ties.len()];
        let mut settings_done = vec![false; self.settings.len()];
        let mut names_done = false;
        for (pieces, &yes) in self.pieces.iter().zip(chosen) {
            for piece in pieces {
                match *piece {
                    Piece::Actor(i) => actors_done[i] = yes,
                    Piece::Tie(i) => ties_done[i] = yes,
                    Piece::Setting(i) => settings_done[i] = yes,
                    Piece::Names => names_done = yes,
                }
            }
        }
        let mut changes = Vec::new();
        if let Some((before, after)) = &self.projects {
            let project = self.project(before, after, &settings_done);
            changes.push(Change::Project(Arc::clone(before), Arc::new(project)));
        }
        let mut absent = BTreeSet::new();
        let mut wanted: BTreeMap<ActorId, Option<Arc<Actor>>> = BTreeMap::new();
        for ((id, swap), &done) in self.actors.iter().zip(&actors_done) {
            let side = if done { &swap.after } else { &swap.before };
            if side.is_none() {
                absent.insert(*id);
            }
            wanted.insert(*id, side.clone());
        }
        self.take_names(names_done, &mut wanted);
        for (id, after) in wanted {
            let before = self.before.shared_actor(id).cloned();
            let place = |actor: &Option<Arc<Actor>>| actor.as_ref().and_then(|_| self.place(id));
            let (old, new) = (self.before.place(id), place(&after));
            changes.push(Change::Actor(id, Swap { before, after }));
            if old.is_some() != new.is_some() {
                let (before, after) = (old, new);
                changes.push(Change::Place(id, Swap { before, after }));
            }
        }
        for ((id, swap), &done) in self.ties.iter().zip(&ties_done) {
            let side = if done { &swap.after } else { &swap.before };
            let whole = side
                .as_ref()
                .filter(|tie| !absent.contains(&tie.from) && !absent.contains(&tie.to));
            let (before, after) = (swap.before.clone(), whole.cloned());
            changes.push(Change::Tie(*id, Swap { before, after }));
        }
        self.before
            .with(&changes)
            .expect("both states are whole, and ties without their ends were left out")
    }

    /// Where an actor of either state stands.
    fn place(&self, id: ActorId) -> Option<Place> {
        self.before.place(id).or_else(|| self.after.place(id))
    }

    /// Names order equals, so a state has the names of one side: the first unless the renaming has happened.
    fn take_names(&self, renamed: bool, wanted: &mut BTreeMap<ActorId, Option<Arc<Actor>>>) {
        let side = if renamed { self.after } else { self.before };
        if renamed {
            for (id, actor) in self.before.actors() {
                let new = self.after.actor(id).map_or(&actor.name, |after| &after.name);
                if !wanted.contains_key(&id) && *new != actor.name {
                    wanted.insert(id, self.before.shared_actor(id).cloned());
                }
            }
        }
        for (&id, actor) in wanted {
            if let (Some(actor), Some(named)) = (actor, side.actor(id))
                && actor.name != named.name
            {
                *actor = Arc::new(Actor {
                    name: named.name.clone(),
                    ..Actor::clone(actor)
                });
            }
        }
    }

    fn project(&self, before: &Project, after: &Project, done: &[bool]) -> Project {
        let happened = |wanted: fn(&Setting) -> bool| {
            self.settings
                .iter()
                .zip(done)
                .any(|(setting, &yes)| yes && wanted(setting))
        };
        // What has no row in a table comes along with the rest.
        let mut project = if happened(|setting| matches!(setting, Setting::Rest)) {
            after.clone()
        } else {
            before.clone()
        };
        for (setting, &yes) in self.settings.iter().zip(done) {
            take_setting(&mut project, *setting, if yes { after } else { before });
        }
        project
    }

    /// One cause for each actor and setting, and for each tie that comes, goes or changes without its actors.
    fn items(&self) -> Vec<Item> {
        let names = Names {
            before: self.before,
            after: self.after,
        };
        let number: BTreeMap<ActorId, usize> = self
            .actors
            .iter()
            .enumerate()
            .map(|(i, (id, _))| (*id, i))
            .collect();
        // A tie that went with an actor, or came with one, belongs to the actor; the later one if there are two.
        let owner = |swap: &Swap<Arc<Tie>>| {
            let gone = |actor: usize| self.actors[actor].1.after.is_none();
            let come = |actor: usize| self.actors[actor].1.before.is_none();
            let of = |tie: &Option<Arc<Tie>>, counts: &dyn Fn(usize) -> bool| {
                let tie = tie.as_ref()?;
                let ends = [tie.from, tie.to];
                ends.iter()
                    .filter_map(|id| number.get(id).copied())
                    .filter(|&actor| counts(actor))
                    .max()
            };
            of(&swap.before, &gone).or_else(|| of(&swap.after, &come))
        };
        let mut owned: Vec<Vec<usize>> = vec![Vec::new(); self.actors.len()];
        let mut free = Vec::new();
        for (i, (_, swap)) in self.ties.iter().enumerate() {
            match owner(swap) {
                Some(actor) => owned[actor].push(i),
                None => free.push(i),
            }
        }
        let mut items = Vec::new();
        for (i, (id, swap)) in self.actors.iter().enumerate() {
            let ties = owned[i].iter().map(|&tie| &self.ties[tie].1);
            let (what, sort, words) = words::actor(&names, *id, swap, ties);
            let mut pieces = vec![Piece::Actor(i)];
            pieces.extend(owned[i].iter().map(|&tie| Piece::Tie(tie)));
            items.push(Item {
                what,
                sort,
                pieces,
                words,
                actors: BTreeSet::from([*id]),
                ties: owned[i].iter().map(|&tie| self.ties[tie].0).collect(),
                count: 1,
            });
        }
        for i in free {
            let (id, swap) = &self.ties[i];
            let (what, sort, words) = words::tie(&names, swap);
            let ends = [&swap.before, &swap.after].into_iter().flatten();
            items.push(Item {
                what,
                sort,
                pieces: vec![Piece::Tie(i)],
                words,
                actors: ends.flat_map(|tie| [tie.from, tie.to]).collect(),
                ties: BTreeSet::from([*id]),
                count: 1,
            });
        }
        if let Some((before, after)) = &self.projects {
            for (i, setting) in self.settings.iter().enumerate() {
                items.push(Item {
                    what: What::Setting,
                    sort: Sort::Any,
                    pieces: vec![Piece::Setting(i)],
                    words: words::setting(*setting, before, after),
                    actors: BTreeSet::new(),
                    ties: BTreeSet::new(),
                    count: 1,
                });
            }
        }
        if self.renamed {
            items.push(Item {
                what: What::Names,
                sort: Sort::Any,
                pieces: vec![Piece::Names],
                words: words::names(),
                actors: BTreeSet::new(),
                ties: BTreeSet::new(),
                count: 1,
            });
        }
        items
    }
}

/// Puts items with the same key together where there are more than `alike` of them, in the place of the first.
fn bundle(items: Vec<Item>, alike: usize, key: impl Fn(&Item) -> Option<(What, Sort)>) -> Vec<Item> {
    let mut counts: BTreeMap<(What, Sort), usize> = BTreeMap::new();
    for key in items.iter().filter_map(&key) {
        *counts.entry(key).or_default() += 1;
    }
    let mut place: BTreeMap<(What, Sort), usize> = BTreeMap::new();
    let mut bundled: Vec<Item> = Vec::new();
    for mut item in items {
        let Some(key) = key(&item).filter(|key| counts[key] > alike) else {
            bundled.push(item);
            continue;
        };
        item.sort = key.1.clone();
        match place.get(&key) {
            None => {
                place.insert(key, bundled.len());
                bundled.push(item);
            }
            Some(&at) => {
                let whole = &mut bundled[at];
                whole.pieces.extend(item.pieces);
                whole.actors.extend(item.actors);
                whole.ties.extend(item.ties);
                whole.count += item.count;
            }
        }
    }
    for at in place.into_values() {
        let item = &mut bundled[at];
        item.words = words::many(item.what, &item.sort, item.count, item.ties.len());
    }
    bundled
}

/// The settings that differ; every difference that figures read is in one of them.
fn settings(before: &Project, after: &Project) -> Vec<Setting> {
    let mut settings: Vec<Setting> = field::PROJECT
        .iter()
        .filter(|field| field.get(before) != field.get(after))
        .map(Setting::Field)
        .collect();
    let differs = |id: &&str| before.assumptions.get(id) != after.assumptions.get(id);
    let ids = assumption::ALL.iter().map(|known| known.id).filter(differs);
    settings.extend(ids.map(Setting::Assumption));
    if before.assumptions.aggregation != after.assumptions.aggregation {
        settings.push(Setting::Aggregation);
    }
    let mut reached = before.clone();
    for &setting in &settings {
        take_setting(&mut reached, setting, after);
    }
    // Words have rows of their own but are no causes.
    settings.retain(|setting| {
        let mut alone = before.clone();
        take_setting(&mut alone, *setting, after);
        Change::Project(Arc::new(before.clone()), Arc::new(alone)).touches_indicators()
    });
    if Change::Project(Arc::new(reached), Arc::new(after.clone())).touches_indicators() {
        settings.push(Setting::Rest);
    }
    settings
}

/// Gives `project` one setting of another.
fn take_setting(project: &mut Project, setting: Setting, from: &Project) {
    match setting {
        Setting::Assumption(id) => {
            if let Some(next) = project.assumptions.with(id, from.assumptions.get(id)) {
                project.assumptions = next;
            }
        }
        Setting::Aggregation => project.assumptions.aggregation = from.assumptions.aggregation,
        Setting::Field(field) => field
            .set(project, field.get(from))
            .expect("a project's own value fits its field"),
        Setting::Rest => {}
    }
}

/// Whether actors that both states have stand in another order by name: that order decides among equals.
fn names_reordered(before: &Document, after: &Document) -> bool {
    let mut common = Vec::new();
    let mut renamed = false;
    for (id, actor) in before.actors() {
        if let Some(other) = after.actor(id) {
            renamed |= actor.name != other.name;
            common.push((actor.name.as_str(), other.name.as_str(), id));
        }
    }
    if !renamed {
        return false;
    }
    common.sort_by(|a, b| natural(a.0, b.0).then(a.2.cmp(&b.2)));
    !common.is_sorted_by(|a, b| natural(a.1, b.1).then(a.2.cmp(&b.2)).is_lt())
}
