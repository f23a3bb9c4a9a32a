//! What becomes of each row that speaks of a tie: kept, merged with another, or dropped; and how many there would be
//! after every other choice.

use crate::base::cancel::{Cancel, Cancelled};
use crate::exchange::draft::{Cell, Direction, Draft};
use crate::exchange::mapping::{
    BothWays, Loops, Mapping, Opposite, Parallel, Side, Target, direction, first_word,
};
use crate::exchange::own::is_yes;
use crate::model::TieKind;
use crate::model::kind::Direction as KindDirection;

use super::people::{People, column_of};
use super::values::PerText;
use super::{BETWEEN_WORDS, ChoiceTally, TieTally};

/// A row that speaks of a tie, in terms of persons and our kinds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) kind: TieKind,
    pub(super) way: Direction,
    /// Its word looks from the second end, so the ends have changed places.
    pub(super) turned: bool,
}

/// A row that is not there afterwards.
pub(super) const DROPPED: u32 = u32::MAX;

/// All rows of a draft.
pub(super) struct Rows {
    pub(super) rows: Vec<Row>,
    /// For each row, the one that it becomes one with; itself when it stays, [`DROPPED`] when it goes. Empty when
    /// all stay.
    pub(super) into: Vec<u32>,
    /// Rows that became one with another: the one that stays, then itself, in order.
    pub(super) merged: Vec<(u32, u32)>,
    /// Rows that stay and took in one that goes the other way.
    pub(super) joined: Vec<u32>,
    pub(super) tally: TieTally,
    pub(super) choices: ChoiceTally,
}

/// What rows of the same kind between the same two persons say.
#[derive(Clone, Copy, Debug, Default)]
struct Group {
    /// From the smaller to the larger number.
    forth: usize,
    /// From the larger to the smaller number.
    back: usize,
    /// Without direction, or both ways.
    neither: usize,
    is_loop: bool,
}

/// Opposite ties of this kind can become one.
fn can_join(kind: TieKind, opposite: Opposite) -> bool {
    match opposite {
        Opposite::Keep => false,
        Opposite::Join => kind.info().direction != KindDirection::Directed,
        Opposite::Once => true,
    }
}

impl Group {
    /// How many ties there are afterwards, and how many of them go both ways.
    fn left(self, kind: TieKind, parallel: Parallel, opposite: Opposite, loops: Loops) -> (usize, usize) {
        if self.is_loop && loops == Loops::Drop {
            return (0, 0);
        }
        let left = |count: usize| match parallel {
            Parallel::Keep => count,
            Parallel::Merge => count.min(1),
        };
        let (forth, back, neither) = (left(self.forth), left(self.back), left(self.neither));
        let joined = if can_join(kind, opposite) {
            forth.min(back)
        } else {
            0
        };
        let both = if self.is_loop { 0 } else { neither + joined };
        (forth + back + neither - joined, both)
    }
}

impl Rows {
    /// Reads what the rows say and works out what becomes of them.
    pub(super) fn of(
        draft: &Draft,
        mapping: &Mapping,
        people: &People,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let mut all = Self {
            rows: Vec::with_capacity(draft.ties.len()),
            into: Vec::new(),
            merged: Vec::new(),
            joined: Vec::new(),
            tally: TieTally::default(),
            choices: ChoiceTally::default(),
        };
        let kinds = column_of(draft, mapping, Side::Ties, Target::Kind);
        let directions = column_of(draft, mapping, Side::Ties, Target::Direction);
        let mutual = column_of(draft, mapping, Side::Ties, Target::Field("mutual"));
        let mut words: Vec<(&str, TieKind, bool)> = mapping
            .tie_words
            .iter()
            .filter_map(|choice| Some((choice.word.as_str(), choice.kind?, choice.turned)))
            .collect();
        words.sort_unstable_by_key(|&(word, ..)| word);
        let kind = |cell: Cell<'_>| {
            let word = first_word(cell)?;
            let at = words.binary_search_by_key(&word, |&(word, ..)| word).ok()?;
            Some((words[at].1, words[at].2))
        };
        let told = |cell: Cell<'_>| match cell {
            Cell::Text(text) => direction(text),
            Cell::Flag(true) => Some(Direction::Directed),
            Cell::Flag(false) => Some(Direction::Undirected),
            _ => None,
        };
        let mut kinds = kinds.map(|column| PerText::of(column, kind));
        let mut directions = directions.map(|column| PerText::of(column, told));
        let mut mutual = mutual.map(|column| PerText::of(column, is_yes));
        for (number, tie) in draft.ties.iter().enumerate() {
            if number.is_multiple_of(BETWEEN_WORDS) {
                cancel.check()?;
            }
            let known = kinds.as_mut().and_then(|kinds| kinds.at(number));
            let (kind, turned) = known.unwrap_or((mapping.tie_kind, false));
            let told = directions.as_mut().and_then(|told| told.at(number));
            let both = mutual.as_mut().is_some_and(|mutual| mutual.at(number));
            let way = if both {
                Direction::Mutual
            } else {
                told.unwrap_or(tie.direction)
            };
            let [from, to] = [tie.from, tie.to].map(|end| people.of[end as usize]);
            let turned = turned && way == Direction::Directed;
            let (from, to) = if turned { (to, from) } else { (from, to) };
            all.rows.push(Row {
                from,
                to,
                kind,
                way,
                turned,
            });
        }
        all.settle(people.first.len(), mapping, cancel)?;
        all.count(draft, mapping);
        Ok(all)
    }

    /// Puts rows of the same kind between the same persons side by side and decides what becomes of them.
    fn settle(&mut self, persons: usize, mapping: &Mapping, cancel: &Cancel) -> Result<(), Cancelled> {
        let merges = mapping.parallel == Parallel::Merge
            || mapping.opposite != Opposite::Keep
            || mapping.loops == Loops::Drop;
        if merges {
            self.into = (0..self.rows.len() as u32).collect();
        }
        let (starts, mut order) = self.by_person(persons);
        for person in 0..persons {
            if person.is_multiple_of(BETWEEN_WORDS) {
                cancel.check()?;
            }
            let own = &mut order[starts[person] as usize..starts[person + 1] as usize];
            let pair = |number: u32| {
                let row = self.rows[number as usize];
                (row.from.max(row.to), row.kind)
            };
            // Rows of a pair side by side, in the order of the file.
            own.sort_unstable_by_key(|&number| (pair(number), number));
            let groups: Vec<&[u32]> = own.chunk_by(|&a, &b| pair(a) == pair(b)).collect();
            for group in groups {
                self.settle_group(group, mapping, merges);
            }
        }
        self.merged.sort_unstable();
        self.joined.sort_unstable();
        Ok(())
    }

    /// Where the rows of each person begin, which are those of which it is the one with the smaller number, and the rows.
    fn by_person(&self, persons: usize) -> (Vec<u32>, Vec<u32>) {
        let person = |row: &Row| row.from.min(row.to) as usize;
        let mut starts = vec![0_u32; persons + 1];
        for row in &self.rows {
            starts[person(row) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let (mut next, mut order) = (starts.clone(), vec![0_u32; self.rows.len()]);
        for (row, number) in self.rows.iter().zip(0..) {
            let next = &mut next[person(row)];
            order[*next as usize] = number;
            *next += 1;
        }
        (starts, order)
    }

    fn settle_group(&mut self, numbers: &[u32], mapping: &Mapping, merges: bool) {
        let first = self.rows[numbers[0] as usize];
        let kind = first.kind;
        let low = first.from.min(first.to);
        let mut group = Group {
            is_loop: first.from == first.to,
            ..Group::default()
        };
        for &number in numbers {
            let row = self.rows[number as usize];
            match row.way {
                Direction::Directed if row.from == low => group.forth += 1,
                Direction::Directed => group.back += 1,
                Direction::Undirected | Direction::Mutual => group.neither += 1,
            }
        }
        self.note_choices(group, kind, mapping);
        if !merges || (numbers.len() == 1 && !group.is_loop) {
            return;
        }
        if group.is_loop && mapping.loops == Loops::Drop {
            for &number in numbers {
                self.into[number as usize] = DROPPED;
            }
            return;
        }
        let join = can_join(kind, mapping.opposite);
        // Who stays of those that go forth, back and neither way; those that wait for one the other way.
        let mut stays: [Option<u32>; 3] = [None; 3];
        let mut waiting: [std::collections::VecDeque<u32>; 2] = Default::default();
        for &number in numbers {
            let row = self.rows[number as usize];
            let side = match row.way {
                Direction::Directed => usize::from(row.from != low),
                Direction::Undirected | Direction::Mutual => 2,
            };
            if mapping.parallel == Parallel::Merge
                && let Some(into) = stays[side]
            {
                self.take_in(into, number);
                continue;
            }
            if side < 2 && join && !group.is_loop {
                if let Some(into) = waiting[1 - side].pop_front() {
                    self.take_in(into, number);
                    self.joined.push(into);
                    stays[side] = Some(into);
                    continue;
                }
                waiting[side].push_back(number);
            }
            stays[side] = Some(number);
        }
    }

    fn take_in(&mut self, into: u32, number: u32) {
        self.into[number as usize] = into;
        self.merged.push((into, number));
    }

    /// Adds what each choice would leave of a group.
    fn note_choices(&mut self, group: Group, kind: TieKind, mapping: &Mapping) {
        let (parallel, opposite, loops) = (mapping.parallel, mapping.opposite, mapping.loops);
        let directed = kind.info().direction == KindDirection::Directed;
        let total = |(left, both): (usize, usize), ways: BothWays| {
            let twice = directed && ways == BothWays::Two;
            left + if twice { both } else { 0 }
        };
        let now = mapping.both_ways;
        let choices = &mut self.choices;
        for (at, choice) in [Parallel::Keep, Parallel::Merge].into_iter().enumerate() {
            choices.parallel[at] += total(group.left(kind, choice, opposite, loops), now);
        }
        for (at, choice) in [Opposite::Keep, Opposite::Join, Opposite::Once]
            .into_iter()
            .enumerate()
        {
            choices.opposite[at] += total(group.left(kind, parallel, choice, loops), now);
        }
        for (at, choice) in [Loops::Keep, Loops::Drop].into_iter().enumerate() {
            choices.loops[at] += total(group.left(kind, parallel, opposite, choice), now);
        }
        for (at, choice) in [BothWays::First, BothWays::Two].into_iter().enumerate() {
            choices.both_ways[at] += total(group.left(kind, parallel, opposite, loops), choice);
        }
    }

    fn count(&mut self, draft: &Draft, mapping: &Mapping) {
        let loops = self.into.iter().filter(|&&into| into == DROPPED).count();
        // A reader that has counted too few records has found at least those that are there.
        let records = draft.found.tie_records.max(draft.ties.len());
        let mut tally = TieTally {
            records,
            merged: self.merged.len(),
            dropped: loops + records - draft.ties.len(),
            loops_dropped: loops,
            ..TieTally::default()
        };
        tally.made = records - tally.merged - tally.dropped;
        for (number, row) in self.rows.iter().enumerate() {
            tally.turned += usize::from(row.turned);
            if self.stays(number)
                && self.goes_both_ways(number)
                && row.kind.info().direction == KindDirection::Directed
            {
                tally.undirected += 1;
                tally.added += usize::from(mapping.both_ways == BothWays::Two && row.from != row.to);
            }
        }
        self.tally = tally;
    }

    /// The row is there afterwards.
    pub(super) fn stays(&self, number: usize) -> bool {
        self.into.get(number).is_none_or(|&into| into as usize == number)
    }

    /// The row says so, or it took in one that goes the other way.
    pub(super) fn goes_both_ways(&self, number: usize) -> bool {
        self.rows[number].way != Direction::Directed || self.has_joined(number)
    }

    /// It took in one that goes the other way.
    pub(super) fn has_joined(&self, number: usize) -> bool {
        !self.joined.is_empty() && self.joined.binary_search(&(number as u32)).is_ok()
    }

    /// Rows that became one with this one, without itself.
    pub(super) fn others(&self, number: usize) -> impl Iterator<Item = usize> {
        let number = number as u32;
        let start = self.merged.partition_point(|&(into, _)| into < number);
        let rest = self.merged[start..].iter();
        rest.take_while(move |&&(into, _)| into == number)
            .map(|&(_, row)| row as usize)
    }
}
