//! Puts a draft together record by record: finds actors by id, makes those that only ties speak of, fills columns.
#![expect(
    clippy::disallowed_types,
    reason = "ids are only looked up, never gone through, and there may be millions of them"
)]

use std::collections::HashMap;

use crate::exchange::draft::{
    Cell, Column, Direction, Draft, DraftActor, DraftGroup, DraftTie, Fate, Meaning, Remark, Values,
};
use crate::exchange::format::Format;

use super::ids::Ids;

/// A draft under construction.
pub(super) struct Builder {
    draft: Draft,
    /// Ids of the actors, by their numbers.
    ids: Ids,
    actor_columns: Columns,
    tie_columns: Columns,
    /// Goes before a place, such as "sheet Edges, ".
    part: String,
}

#[derive(Default)]
struct Columns {
    numbers: HashMap<String, usize>,
    list: Vec<Column>,
    /// The column that is likely to be asked for next.
    next: usize,
    /// How many rows there will be.
    expected: usize,
    /// How many cells hold something.
    filled: usize,
    /// How many cells hold nothing and are only there for those below them.
    padded: usize,
    /// How many values were given up, because their columns would have been all but empty.
    given_up: usize,
}

impl Columns {
    fn number(&mut self, name: &str) -> usize {
        let name = name.trim();
        // Records mostly have the same columns in the same order.
        if self.list.get(self.next).is_some_and(|column| column.name == name) {
            self.next += 1;
            return self.next - 1;
        }
        match self.numbers.get(name) {
            Some(&number) => {
                self.next = number + 1;
                number
            }
            None => {
                self.numbers.insert(name.to_owned(), self.list.len());
                self.list.push(Column {
                    name: name.to_owned(),
                    meaning: None,
                    values: Values::default(),
                });
                self.next = 0;
                self.list.len() - 1
            }
        }
    }

    fn set(&mut self, row: u32, name: &str, value: Cell<'_>) {
        if value != Cell::Missing {
            let number = self.number(name);
            self.put(row, number, value);
        }
    }

    fn put(&mut self, row: u32, number: usize, value: Cell<'_>) {
        if value == Cell::Missing {
            return;
        }
        // Not for thousands of columns, which may be all but empty.
        let expected = if self.list.len() <= 64 { self.expected } else { 0 };
        let row = row as usize;
        let (filled, padded, given_up) = (self.filled, self.padded, self.given_up);
        let values = &mut self.list[number].values;
        let padding = row.saturating_sub(values.len());
        // A file in which each record has a column of its own would take the square of its size.
        if padded + padding > FREE_PADDING.max(MOST_PADDING * filled) {
            self.given_up = given_up + 1;
            return;
        }
        if values.is_empty() {
            values.reserve(expected);
        }
        if !values.put(row, value) {
            self.given_up = given_up + 1;
            return;
        }
        self.padded = padded + padding;
        self.filled = filled + 1;
    }
}

/// So many empty cells are allowed in any case.
const FREE_PADDING: usize = 1 << 20;
/// So many empty cells are allowed for each that holds something.
const MOST_PADDING: usize = 8;

impl Builder {
    /// Nothing yet; places are counted in `unit`.
    pub(super) fn new(format: Format, unit: &'static str) -> Self {
        let mut draft = Draft::of(format);
        draft.found.unit = unit;
        Self {
            draft,
            ids: Ids::default(),
            actor_columns: Columns::default(),
            tie_columns: Columns::default(),
            part: String::new(),
        }
    }

    /// The draft so far, for what has no method here: title, reading, remarks.
    pub(super) fn draft(&mut self) -> &mut Draft {
        &mut self.draft
    }

    /// A place in words, for a remark.
    pub(super) fn words_of(&self, place: u32) -> String {
        if place == 0 {
            self.part.trim_end_matches([',', ' ']).to_owned()
        } else {
            format!("{}{} {place}", self.part, self.draft.found.unit)
        }
    }

    /// From here on places lie in this part of the file, such as a sheet.
    pub(super) fn within(&mut self, part: &str) {
        self.part = if part.is_empty() {
            String::new()
        } else {
            format!("{part}, ")
        };
    }

    /// Says something about a place; 0 for the whole.
    pub(super) fn remark(&mut self, fate: Fate, what: impl Into<String>, place: u32) {
        let place = self.words_of(place);
        self.draft.found.remark(fate, what, place);
    }

    /// Room for so many further ties.
    pub(super) fn expect_ties(&mut self, count: usize) {
        self.draft.ties.reserve_exact(count);
        self.tie_columns.expected = self.draft.ties.len() + count;
    }

    /// The number of the actor with this id, if there is one already.
    pub(super) fn find(&self, id: &str) -> Option<u32> {
        self.ids.find(id.trim())
    }

    /// A record of an actor. One that ties have spoken of becomes a full one; a second record for the same id goes
    /// into the first, which is said aloud. An empty id gets a made-up one.
    pub(super) fn actor(&mut self, id: &str, place: u32) -> u32 {
        self.draft.found.actor_records += 1;
        let id = id.trim();
        if id.is_empty() {
            let mut number = self.draft.actors.len() + 1;
            while self.ids.find(&format!("#{number}")).is_some() {
                number += 1;
            }
            let made = format!("#{number}");
            let place_words = self.words_of(place);
            self.draft.found.remark(
                Fate::Repaired,
                format!("An actor without an id is called {made}"),
                place_words,
            );
            return self.push(&made, false, place);
        }
        match self.find(id) {
            Some(number) => {
                let actor = &mut self.draft.actors[number as usize];
                if actor.implied {
                    actor.implied = false;
                    actor.place = place;
                } else {
                    let place_words = self.words_of(place);
                    self.draft.found.remark(
                        Fate::Merged,
                        format!("“{id}” stands here a second time; both are one actor"),
                        place_words,
                    );
                }
                number
            }
            None => self.push(id, false, place),
        }
    }

    /// The end of a tie; an actor that no record speaks of (so far) is made. `None` for an empty id.
    pub(super) fn end(&mut self, id: &str, place: u32) -> Option<u32> {
        let id = id.trim();
        if id.is_empty() {
            return None;
        }
        Some(self.find(id).unwrap_or_else(|| self.push(id, true, place)))
    }

    fn push(&mut self, id: &str, implied: bool, place: u32) -> u32 {
        let number = self.draft.actors.len() as u32;
        self.ids.add(id);
        self.draft.actors.push(DraftActor {
            id: id.into(),
            implied,
            place,
            ..DraftActor::default()
        });
        number
    }

    /// The actor with this number, to fill in its label, place or group.
    pub(super) fn actor_mut(&mut self, number: u32) -> &mut DraftActor {
        &mut self.draft.actors[number as usize]
    }

    /// A record of a tie. Nothing is merged and nothing turned.
    pub(super) fn tie(&mut self, from: u32, to: u32, direction: Direction, place: u32) -> u32 {
        self.draft.found.tie_records += 1;
        self.draft.ties.push(DraftTie {
            from,
            to,
            direction,
            place,
        });
        (self.draft.ties.len() - 1) as u32
    }

    /// A record of a tie that cannot be one, for instance because an end is empty.
    pub(super) fn dropped_tie(&mut self, why: impl Into<String>, place: u32) {
        self.draft.found.tie_records += 1;
        let place = self.words_of(place);
        self.draft.found.remark(Fate::Dropped, why, place);
    }

    /// The number of a column of actors, for [`Self::put_actor`]; looking it up once is quicker than every time.
    pub(super) fn actor_column(&mut self, name: &str) -> usize {
        self.actor_columns.number(name)
    }

    /// The number of a column of ties, for [`Self::put_tie`].
    pub(super) fn tie_column(&mut self, name: &str) -> usize {
        self.tie_columns.number(name)
    }

    /// A value of an actor in the column with this number.
    pub(super) fn put_actor(&mut self, number: u32, column: usize, value: Cell<'_>) {
        self.actor_columns.put(number, column, value);
    }

    /// A value of a tie in the column with this number.
    pub(super) fn put_tie(&mut self, number: u32, column: usize, value: Cell<'_>) {
        self.tie_columns.put(number, column, value);
    }

    /// Gives every actor of which a record speaks a value in this column, if it has none.
    pub(super) fn fill_actors(&mut self, column: usize, value: Cell<'_>) {
        let values = &mut self.actor_columns.list[column].values;
        let actors = &self.draft.actors;
        values.fill(actors.len(), value, |row| !actors[row].implied);
    }

    /// Gives every tie a value in this column, if it has none.
    pub(super) fn fill_ties(&mut self, column: usize, value: Cell<'_>) {
        let values = &mut self.tie_columns.list[column].values;
        values.fill(self.draft.ties.len(), value, |_| true);
    }

    /// A value of an actor; later ones replace earlier ones.
    pub(super) fn set_actor(&mut self, number: u32, column: &str, value: Cell<'_>) {
        self.actor_columns.set(number, column, value);
    }

    /// A value of a tie; later ones replace earlier ones.
    pub(super) fn set_tie(&mut self, number: u32, column: &str, value: Cell<'_>) {
        self.tie_columns.set(number, column, value);
    }

    /// The format itself says what this column of actors is.
    pub(super) fn actors_mean(&mut self, column: &str, meaning: Meaning) {
        let number = self.actor_columns.number(column);
        self.actor_columns.list[number].meaning = Some(meaning);
    }

    /// The format itself says what this column of ties is.
    pub(super) fn ties_mean(&mut self, column: &str, meaning: Meaning) {
        let number = self.tie_columns.number(column);
        self.tie_columns.list[number].meaning = Some(meaning);
    }

    /// A group, by number.
    pub(super) fn group(&mut self, name: &str, parent: Option<u32>) -> u32 {
        self.draft.groups.push(DraftGroup {
            name: name.trim().to_owned(),
            parent,
        });
        (self.draft.groups.len() - 1) as u32
    }

    /// The draft. Actors that only ties spoke of are counted aloud; columns that nobody has filled are left out.
    pub(super) fn finish(self) -> Draft {
        let mut draft = self.draft;
        cut_circles(&mut draft.groups);
        let given_up = self.actor_columns.given_up + self.tie_columns.given_up;
        if given_up > 0 {
            let what =
                format!("{given_up} values are not read: there are too many columns that are all but empty");
            draft.found.remark(Fate::Unread, what, "");
        }
        let full = |columns: Columns| {
            let columns = columns.list.into_iter();
            let mut columns: Vec<Column> = columns.filter(|column| !column.values.is_empty()).collect();
            columns.iter_mut().for_each(|column| column.values.close());
            columns
        };
        draft.actor_columns = full(self.actor_columns);
        draft.tie_columns = full(self.tie_columns);
        tell_implied(&mut draft);
        draft
    }
}

/// What is said of actors without a record begins so.
const IMPLIED: &str = "Ties speak of ";

/// Actors that only ties spoke of are counted aloud.
pub(super) fn tell_implied(draft: &mut Draft) {
    let implied: Vec<&DraftActor> = draft.actors.iter().filter(|actor| actor.implied).collect();
    if let Some(first) = implied.first() {
        let what = match implied.len() {
            1 => format!("{IMPLIED}“{}”, which has no record; it became an actor", first.id),
            n => format!(
                "{IMPLIED}{n} actors without a record, such as “{}”; they became actors",
                first.id
            ),
        };
        draft.found.remark(Fate::Repaired, what, "");
    }
}

/// It says that there are actors without a record.
pub(super) fn is_implied(remark: &Remark) -> bool {
    remark.what.starts_with(IMPLIED)
}

/// A group lies in no group that lies in it.
fn cut_circles(groups: &mut [DraftGroup]) {
    // Which walk upward has come by here.
    let mut walks = vec![0; groups.len()];
    for start in 0..groups.len() {
        let (walk, mut at) = (start + 1, start);
        while walks[at] == 0 {
            walks[at] = walk;
            match groups[at].parent.map(|parent| parent as usize) {
                Some(parent) if parent >= groups.len() || walks[parent] == walk => groups[at].parent = None,
                Some(parent) => at = parent,
                None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_before_their_records_and_repeats_are_one_actor() {
        let mut builder = Builder::new(Format::Table, "row");
        let a = builder.end(" A ", 1).unwrap();
        let b = builder.actor("B", 2);
        assert_eq!(builder.actor("A", 3), a);
        assert_eq!(builder.actor("B", 4), b);
        assert_eq!(builder.end("  ", 5), None);
        let tie = builder.tie(a, b, Direction::Directed, 1);
        builder.set_tie(tie, "note", Cell::Text("x"));
        builder.set_actor(b, "nothing", Cell::Missing);
        builder.end("C", 6);
        let draft = builder.finish();
        assert_eq!(draft.actors.len(), 3);
        assert_eq!((draft.found.actor_records, draft.found.tie_records), (3, 1));
        assert_eq!(draft.tie_columns[0].values, [Cell::Text("x")]);
        assert!(draft.actor_columns.is_empty());
        let fates: Vec<Fate> = draft.found.remarks.iter().map(|remark| remark.fate).collect();
        assert_eq!(fates, [Fate::Merged, Fate::Repaired]);
    }

    #[test]
    fn groups_do_not_lie_in_each_other() {
        let mut builder = Builder::new(Format::Gml, "line");
        for parent in [Some(1), Some(2), Some(0), Some(2), Some(4), Some(9), None] {
            builder.group("", parent);
        }
        let parents: Vec<Option<u32>> = builder.finish().groups.iter().map(|group| group.parent).collect();
        assert_eq!(parents, [Some(1), Some(2), None, Some(2), None, None, None]);
    }

    #[test]
    fn a_column_for_each_record_does_not_take_all_memory() {
        let mut builder = Builder::new(Format::Table, "row");
        for row in 0..10_000 {
            let actor = builder.actor(&row.to_string(), row + 1);
            builder.set_actor(actor, "common", Cell::Flag(true));
            builder.set_actor(actor, &format!("own {row}"), Cell::Flag(true));
        }
        let draft = builder.finish();
        let cells: usize = draft.actor_columns.iter().map(|column| column.values.len()).sum();
        assert!(cells < 2 * FREE_PADDING, "{cells}");
        assert_eq!(draft.actor_columns[0].values.len(), 10_000);
        let said = &draft.found.remarks[0].what;
        assert!(said.contains("values are not read"), "{said}");
    }
}
