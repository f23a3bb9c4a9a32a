//! Several files that belong together become one draft: a list of actors and one of ties, say.
#![expect(
    clippy::disallowed_types,
    reason = "ids are only looked up, never gone through, and there may be millions of them"
)]

use std::collections::HashMap;

use crate::base::text::count;
use crate::exchange::draft::{Cell, Column, Draft, DraftActor, Fate, Remark};

/// One draft of several, each with the name of its file: actors with the same id are one, and whoever is called by name
/// in a list of ties is the actor with that name. `None` of none.
pub fn join(mut files: Vec<(String, Draft)>) -> Option<Draft> {
    // Lists of actors first, so that ties find them.
    files.sort_by_key(|(_, draft)| !draft.ties.is_empty());
    let several = files.len() > 1;
    let mut files = files.into_iter();
    let (name, mut whole) = files.next()?;
    if !several {
        return Some(whole);
    }
    let mut said = said(&name, &whole);
    whole.found.remarks.clear();
    let mut numbers = Numbers::of(&whole.actors);
    for (name, draft) in files {
        said.extend(self::said(&name, &draft));
        add(&mut whole, &mut numbers, draft, &name, &mut said);
    }
    said.extend(whole.implied_remark());
    for remark in said {
        whole.found.remark(remark.fate, remark.what, remark.place);
    }
    Some(whole)
}

/// What a file had to say, with its name; not that ties speak of actors without a record, whose record another file has.
fn said(name: &str, draft: &Draft) -> Vec<Remark> {
    let implied = draft.implied_remark();
    let remarks = draft.found.remarks.iter();
    let remarks = remarks.filter(|remark| Some(*remark) != implied.as_ref());
    remarks
        .map(|remark| Remark {
            place: match remark.place.as_str() {
                "" => name.to_owned(),
                place => format!("{name}, {place}"),
            },
            ..remark.clone()
        })
        .collect()
}

/// Who goes by an id, and who by a name; a name of several is that of none.
struct Numbers {
    ids: HashMap<Box<str>, u32>,
    labels: HashMap<Box<str>, Option<u32>>,
}

impl Numbers {
    fn of(actors: &[DraftActor]) -> Self {
        let mut numbers = Self {
            ids: HashMap::with_capacity(actors.len()),
            labels: HashMap::new(),
        };
        for (number, actor) in (0_u32..).zip(actors) {
            numbers.note(number, actor);
        }
        numbers
    }

    fn note(&mut self, number: u32, actor: &DraftActor) {
        self.ids.insert(actor.id.clone(), number);
        if !actor.label.is_empty() {
            self.labels
                .entry(actor.label.clone())
                .and_modify(|other| *other = None)
                .or_insert(Some(number));
        }
    }

    fn find(&self, actor: &DraftActor) -> Option<u32> {
        let by_name = || self.labels.get(&actor.id).copied().flatten();
        self.ids
            .get(&actor.id)
            .copied()
            .or_else(|| if actor.implied { by_name() } else { None })
    }
}

fn add(whole: &mut Draft, numbers: &mut Numbers, draft: Draft, name: &str, said: &mut Vec<Remark>) {
    let group_offset = whole.groups.len() as u32;
    whole.groups.extend(draft.groups.into_iter().map(|mut group| {
        group.parent = group.parent.map(|parent| parent + group_offset);
        group
    }));
    let mut merged = 0_usize;
    let mut places: Vec<u32> = Vec::with_capacity(draft.actors.len());
    for mut actor in draft.actors {
        actor.group = actor.group.map(|group| group + group_offset);
        let number = match numbers.find(&actor) {
            Some(number) => {
                let known = &mut whole.actors[number as usize];
                merged += usize::from(!actor.implied && !known.implied);
                if known.label.is_empty() {
                    known.label = actor.label;
                }
                known.at = known.at.or(actor.at);
                known.group = known.group.or(actor.group);
                known.implied &= actor.implied;
                number
            }
            None => {
                let number = whole.actors.len() as u32;
                numbers.note(number, &actor);
                whole.actors.push(actor);
                number
            }
        };
        places.push(number);
    }
    let mut say = |fate, what: String| {
        said.push(Remark {
            fate,
            what,
            place: name.to_owned(),
        });
    };
    if merged > 0 {
        let records = count(merged, "record", "records");
        say(
            Fate::Merged,
            format!("{records} went into actors that another file has, too"),
        );
    }
    let tie_offset = whole.ties.len();
    whole.ties.extend(draft.ties.into_iter().map(|mut tie| {
        tie.from = places[tie.from as usize];
        tie.to = places[tie.to as usize];
        tie
    }));
    let mut conflicts = 0;
    for column in draft.actor_columns {
        let rows = places.iter().map(|&place| place as usize);
        conflicts += fill(&mut whole.actor_columns, column, rows);
    }
    for column in draft.tie_columns {
        conflicts += fill(&mut whole.tie_columns, column, tie_offset..);
    }
    if conflicts > 0 {
        let values = count(conflicts, "value differs", "values differ");
        say(
            Fate::Dropped,
            format!("{values} from what another file says of the same actors; the first is kept"),
        );
    }
    if whole.title.is_empty() {
        whole.title = draft.title;
    }
    let (found, more) = (&mut whole.found, draft.found);
    if found.unit != more.unit {
        found.unit = if found.unit.is_empty() { more.unit } else { "" };
    }
    found.actor_records += more.actor_records;
    found.tie_records += more.tie_records;
    found.unsaid += more.unsaid;
}

/// Puts the values of a column into the one of the same name; how many had another value there already.
fn fill(columns: &mut Vec<Column>, column: Column, rows: impl Iterator<Item = usize>) -> usize {
    let same = |other: &&mut Column| other.name == column.name;
    let into = match columns.iter_mut().find(same) {
        Some(into) => into,
        None => {
            columns.push(Column {
                name: column.name,
                meaning: column.meaning,
                values: Vec::new(),
            });
            columns.last_mut().expect("a column was just added")
        }
    };
    into.meaning = into.meaning.or(column.meaning);
    let mut conflicts = 0;
    for (row, value) in rows.zip(column.values) {
        if value == Cell::Missing {
            continue;
        }
        if into.values.len() <= row {
            into.values.resize(row + 1, Cell::Missing);
        }
        let there = &mut into.values[row];
        if *there == Cell::Missing {
            *there = value;
        } else {
            conflicts += usize::from(*there != value);
        }
    }
    conflicts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::draft::Direction;
    use crate::exchange::format::Format;
    use crate::exchange::read::builder::Builder;

    #[test]
    fn ties_find_the_actors_of_another_file_by_id_and_by_name() {
        let mut ties = Builder::new(Format::Table, "line");
        for (line, (from, to)) in [("F1", "Mold maker"), ("Mold maker", "Nobody")]
            .into_iter()
            .enumerate()
        {
            let line = line as u32 + 2;
            let [from, to] = [from, to].map(|end| ties.end(end, line).unwrap());
            let tie = ties.tie(from, to, Direction::Directed, line);
            ties.set_tie(tie, "weight", Cell::Text(line.to_string().into()));
        }
        ties.dropped_tie("One end is empty", 9);
        let mut actors = Builder::new(Format::Table, "line");
        for (id, name) in [("F1", "Fridges"), ("F2", "Mold maker")] {
            let number = actors.actor(id, 2);
            actors.actor_mut(number).label = name.into();
            actors.set_actor(number, "city", Cell::Text("顺德".into()));
        }
        let joined = join(vec![
            ("ties.csv".into(), ties.finish()),
            ("actors.csv".into(), actors.finish()),
        ])
        .unwrap();
        let labels: Vec<&str> = joined.actors.iter().map(|actor| &*actor.label).collect();
        assert_eq!(labels, ["Fridges", "Mold maker", ""]);
        let ends: Vec<(u32, u32)> = joined.ties.iter().map(|tie| (tie.from, tie.to)).collect();
        assert_eq!(ends, [(0, 1), (1, 2)]);
        assert_eq!((joined.found.actor_records, joined.found.tie_records), (2, 3));
        let said: Vec<String> = joined
            .found
            .remarks
            .iter()
            .map(|remark| format!("{}: {}", remark.place, remark.what))
            .collect();
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said[0].starts_with("ties.csv, line 9:"), "{said:?}");
        assert!(said[1].contains("“Nobody”"), "{said:?}");
        assert_eq!(joined.tie_columns[0].values.len(), 2);
    }

    #[test]
    fn what_two_files_say_differently_is_counted() {
        let file = |city: &str| {
            let mut actors = Builder::new(Format::Table, "line");
            let number = actors.actor("F1", 2);
            actors.set_actor(number, "city", Cell::Text(city.into()));
            (city.to_owned(), actors.finish())
        };
        let joined = join(vec![file("a"), file("b")]).unwrap();
        assert_eq!(joined.actors.len(), 1);
        assert_eq!(joined.actor_columns[0].values, [Cell::Text("a".into())]);
        assert_eq!(joined.found.remarks.len(), 2);
    }
}
