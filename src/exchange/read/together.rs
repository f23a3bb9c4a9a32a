//! One draft of several that belong together, such as a list of actors and one of ties, or the sheets of a workbook.

use std::collections::BTreeMap;

use crate::base::fold::folded;
use crate::base::text::count;
use crate::exchange::draft::{Cell, Column, Draft, Fate, Values};
use crate::exchange::format::Format;

use super::builder::{is_implied, tell_implied};
use super::pajek;

/// One draft of several files that belong together: actors with the same id are one, and who is called by name in a
/// list of ties is the actor with that name. Whoever is found otherwise than by id is told of.
pub fn join(mut drafts: Vec<Draft>) -> Option<Draft> {
    if drafts.len() < 2 {
        return drafts.into_iter().next();
    }
    let unfitting = fit_values(&mut drafts);
    let mut joined = Joined::default();
    // Records first: a list of ties may come before the list of its actors.
    let mut numbers: Vec<Vec<u32>> = drafts.iter().map(|draft| joined.take_records(draft)).collect();
    for (draft, numbers) in drafts.iter().zip(&mut numbers) {
        joined.find_others(draft, numbers);
    }
    let mut drafts = drafts.into_iter().zip(numbers);
    let (first, numbers) = drafts.next()?;
    let mut whole = Draft {
        reading: first.reading.clone(),
        ..Draft::of(first.reading.format.unwrap_or(Format::Table))
    };
    whole.found.unit = first.found.unit;
    whole.actors = std::mem::take(&mut joined.actors);
    append(&mut whole, first, &numbers);
    for (draft, numbers) in drafts {
        append(&mut whole, draft, &numbers);
    }
    let found = &mut whole.found;
    for what in unfitting {
        found.remark(Fate::Unread, what, "");
    }
    if let [one] = &*joined.repeated {
        found.remark(
            Fate::Merged,
            format!("“{one}” stands in two places; both are one actor"),
            "",
        );
    } else if let [first, ..] = &*joined.repeated {
        let count = joined.repeated.len();
        let what = format!("{count} actors stand in two places, such as “{first}”; both are one actor");
        found.remark(Fate::Merged, what, "");
    }
    if let Some(first) = &joined.by_name {
        let what = match joined.named {
            1 => format!("“{first}” in the ties was found by its name instead of its id"),
            n => format!(
                "{n} actors in the ties were found by their names instead of their ids, such as “{first}”"
            ),
        };
        found.remark(Fate::Repaired, what, "");
    }
    tell_implied(&mut whole);
    Some(whole)
}

/// Partitions and vectors of Pajek are no records of actors but say something of the vertices of a network. Those that
/// have as many values as no network has vertices are left out; what is to be said of them is returned.
fn fit_values(drafts: &mut Vec<Draft>) -> Vec<String> {
    let of_networks: Vec<usize> = drafts
        .iter()
        .filter(|draft| draft.reading.format == Some(Format::Pajek) && !pajek::is_values(draft))
        .map(|draft| draft.actors.len())
        .collect();
    let mut said = Vec::new();
    if of_networks.is_empty() {
        return said;
    }
    // The network comes first, whatever order the files were in.
    drafts.sort_by_key(pajek::is_values);
    drafts.retain_mut(|draft| {
        if !pajek::is_values(draft) {
            return true;
        }
        if !of_networks.contains(&draft.actors.len()) {
            let names: Vec<&str> = draft.actor_columns.iter().map(|column| &*column.name).collect();
            said.push(format!(
                "“{}” has {}, as many as no network has vertices; it is not read",
                names.join("”, “"),
                count(draft.actors.len(), "value", "values")
            ));
            return false;
        }
        for actor in &mut draft.actors {
            actor.implied = true;
        }
        draft.found.actor_records = 0;
        true
    });
    said
}

#[derive(Default)]
struct Joined {
    actors: Vec<crate::exchange::draft::DraftActor>,
    by_id: BTreeMap<Box<str>, u32>,
    /// Names as they are compared; `None` for one that several have.
    by_label: BTreeMap<String, Option<u32>>,
    /// Ids of actors with records in several drafts.
    repeated: Vec<Box<str>>,
    /// How many were found by name, and the first of them.
    named: usize,
    by_name: Option<Box<str>>,
}

/// No number yet.
const NOBODY: u32 = u32::MAX;

impl Joined {
    /// Takes in the actors with records; tells their new numbers.
    fn take_records(&mut self, draft: &Draft) -> Vec<u32> {
        let mut numbers = vec![NOBODY; draft.actors.len()];
        for (number, actor) in numbers.iter_mut().zip(&draft.actors) {
            if actor.implied {
                continue;
            }
            if let Some(&known) = self.by_id.get(&actor.id) {
                *number = known;
                self.repeated.push(actor.id.clone());
                let known = &mut self.actors[known as usize];
                if known.label.is_empty() {
                    known.label = actor.label.clone();
                }
                known.at = known.at.or(actor.at);
                continue;
            }
            *number = self.push(actor);
            let label = if actor.label.is_empty() {
                &actor.id
            } else {
                &actor.label
            };
            self.by_label
                .entry(folded(label))
                .and_modify(|known| *known = None)
                .or_insert(Some(*number));
        }
        numbers
    }

    fn push(&mut self, actor: &crate::exchange::draft::DraftActor) -> u32 {
        let number = self.actors.len() as u32;
        self.by_id.insert(actor.id.clone(), number);
        let mut actor = actor.clone();
        // Groups are numbered anew with their draft.
        actor.group = None;
        self.actors.push(actor);
        number
    }

    /// Finds the actors that only ties speak of by id, then by name; who is not found is new.
    fn find_others(&mut self, draft: &Draft, numbers: &mut [u32]) {
        for (number, actor) in numbers.iter_mut().zip(&draft.actors) {
            if *number != NOBODY {
                continue;
            }
            if let Some(&known) = self.by_id.get(&actor.id) {
                *number = known;
            } else if let Some(&Some(known)) = self.by_label.get(&folded(&actor.id)) {
                *number = known;
                self.named += 1;
                self.by_name.get_or_insert_with(|| actor.id.clone());
            } else {
                *number = self.push(actor);
            }
        }
    }
}

/// Adds the rest of a draft, whose actors have these new numbers.
fn append(whole: &mut Draft, draft: Draft, numbers: &[u32]) {
    // What we wrote may have an attribute beside a field of the same name.
    let own = draft.is_own();
    if whole.title.is_empty() {
        whole.title = draft.title;
    }
    let groups = whole.groups.len() as u32;
    whole.groups.extend(draft.groups.into_iter().map(|mut group| {
        group.parent = group.parent.map(|parent| parent + groups);
        group
    }));
    for (actor, &number) in draft.actors.iter().zip(numbers) {
        let known = &mut whole.actors[number as usize].group;
        *known = known.or(actor.group.map(|group| group + groups));
    }
    for column in draft.actor_columns {
        let target = find(&mut whole.actor_columns, &column, own);
        for (value, &number) in column.values.iter().zip(numbers) {
            let number = number as usize;
            if target.values.at(number) == Cell::Missing {
                target.values.put(number, value);
            }
        }
    }
    let before = whole.ties.len();
    whole.ties.extend(draft.ties.into_iter().map(|mut tie| {
        tie.from = numbers[tie.from as usize];
        tie.to = numbers[tie.to as usize];
        tie
    }));
    for column in draft.tie_columns {
        let target = find(&mut whole.tie_columns, &column, own);
        for (row, value) in column.values.iter().enumerate() {
            target.values.put(before + row, value);
        }
    }
    let found = &mut whole.found;
    if found.unit != draft.found.unit {
        found.unit = "";
    }
    found.actor_records += draft.found.actor_records;
    found.tie_records += draft.found.tie_records;
    found.unsaid += draft.found.unsaid;
    for remark in draft.found.remarks {
        if !is_implied(&remark) {
            found.remark(remark.fate, remark.what, remark.place);
        }
    }
}

/// The column with the name of this one, and with its meaning where that tells two of one name apart; made when there is
/// none.
fn find<'c>(columns: &'c mut Vec<Column>, like: &Column, own: bool) -> &'c mut Column {
    let same = |column: &Column| column.name == like.name && (!own || column.meaning == like.meaning);
    let at = match columns.iter().position(same) {
        Some(at) => at,
        None => {
            columns.push(Column {
                name: like.name.clone(),
                meaning: None,
                values: Values::default(),
            });
            columns.len() - 1
        }
    };
    let column = &mut columns[at];
    column.meaning = column.meaning.or(like.meaning);
    column
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::cancel::Cancel;
    use crate::base::progress::Progress;
    use crate::exchange::reading::Reading;

    fn draft(text: &str) -> Draft {
        super::super::table::read(text, &Reading::guessed(), &Progress::new(), &Cancel::new()).unwrap()
    }

    #[test]
    fn a_list_of_actors_and_one_of_ties_are_one_network() {
        let ties = draft("From,To,Weight\n1,Festo,2\n1,3,1\nBOSCH,9,1\n");
        let actors = draft("Id,Label,Jobs\n1,Bosch,5\n2,Festo,7\n3,Zeiss,\n");
        for drafts in [vec![ties.clone(), actors.clone()], vec![actors, ties]] {
            let joined = join(drafts).unwrap();
            let ids: Vec<&str> = joined.actors.iter().map(|actor| &*actor.id).collect();
            assert_eq!(ids, ["1", "2", "3", "9"]);
            let ends: Vec<(u32, u32)> = joined.ties.iter().map(|tie| (tie.from, tie.to)).collect();
            assert_eq!(ends, [(0, 1), (0, 2), (0, 3)]);
            assert_eq!((joined.found.actor_records, joined.found.tie_records), (3, 3));
            assert_eq!(joined.tie_columns[0].values.len(), 3);
            assert_eq!(joined.actor_columns[0].values.at(1), Cell::Text("7"));
            let said: Vec<&str> = joined.found.remarks.iter().map(|remark| &*remark.what).collect();
            assert_eq!(
                said,
                [
                    "2 actors in the ties were found by their names instead of their ids, such as “Festo”",
                    "Ties speak of “9”, which has no record; it became an actor"
                ]
            );
        }
    }

    #[test]
    fn actors_of_two_lists_are_merged_and_told() {
        let joined = join(vec![
            draft("Id,Label,Jobs\n1,A,\n2,B,3\n"),
            draft("Id,Label,Jobs,City\n1,A,5,Ulm\n"),
        ])
        .unwrap();
        assert_eq!(joined.actors.len(), 2);
        assert_eq!(joined.actor_columns[0].values.at(0), Cell::Text("5"));
        assert_eq!(joined.found.remarks[0].fate, Fate::Merged);
    }
}
