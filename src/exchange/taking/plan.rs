//! Everything that is known before anything is done: who is who, what becomes of each row, and all numbers in range.
//! Counting looks at it, taking does it.

use std::borrow::Cow;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::notice::Notice;
use crate::base::text::count;
use crate::exchange::draft::{Cell, Column, Draft};
use crate::exchange::mapping::{
    ColumnChoice, Combine, Groups, Loops, Mapping, Opposite, Parallel, Scale, Side, Target, WordChoice,
    first_word, range,
};
use crate::model::Document;
use crate::model::field::{self, Accepts, Field};

use super::people::{People, column_of};
use super::rows::Rows;
use super::values::{PerText, Scaled, misfits, raw_numbers};
use super::{NAMED_WORDS, Tally};

/// What becomes of one column.
pub(super) enum How<'d, T: 'static> {
    /// It has gone into something else already, or is left out.
    Done,
    /// Into a field of numbers.
    Numbers(&'static Field<T>, Scaled<'d>),
    /// Into another field.
    Field(&'static Field<T>),
    /// Into an attribute of this name.
    Attribute(String),
}

/// A column with what becomes of it.
pub(super) struct Prepared<'d, T: 'static> {
    pub(super) column: &'d Column,
    pub(super) choice: &'d ColumnChoice,
    pub(super) how: How<'d, T>,
}

/// Everything that is known before anything is done.
pub(super) struct Plan<'d> {
    pub(super) draft: &'d Draft,
    pub(super) mapping: &'d Mapping,
    pub(super) into: Option<&'d Document>,
    pub(super) people: People,
    pub(super) rows: Rows,
    /// Rows that stay, in the order of the file.
    pub(super) staying: Vec<u32>,
    pub(super) actor_columns: Vec<Prepared<'d, crate::model::Actor>>,
    pub(super) tie_columns: Vec<Prepared<'d, crate::model::Tie>>,
    /// Strengths that count how many rows became one, where no column says a strength.
    pub(super) counted: Option<Scaled<'d>>,
    pub(super) notices: Vec<Notice>,
}

impl<'d> Plan<'d> {
    pub(super) fn of(
        draft: &'d Draft,
        mapping: &'d Mapping,
        into: Option<&'d Document>,
        cancel: &Cancel,
    ) -> Result<Self, Cancelled> {
        let mut people = People::of(draft, mapping, into, cancel)?;
        let mut rows = Rows::of(draft, mapping, &people, cancel)?;
        let stays = |&number: &u32| rows.stays(number as usize);
        let staying: Vec<u32> = (0..rows.rows.len() as u32).filter(stays).collect();
        let mut notices = std::mem::take(&mut people.notices);
        let actor_columns = prepared(draft, mapping, Side::Actors, field::ACTOR, |column, choice| {
            let persons = (0..people.first.len()).map(|person| people.members(person));
            raw_numbers(column, choice, persons, people.others.is_empty(), Combine::Mean)
        });
        cancel.check()?;
        let once = mapping.opposite == Opposite::Once && mapping.combine == Combine::Sum;
        let tie_columns = prepared(draft, mapping, Side::Ties, field::TIE, |column, choice| {
            let members = staying.iter().map(|&number| {
                let number = number as usize;
                std::iter::once(number).chain(rows.others(number))
            });
            let plain = staying.len() == rows.rows.len();
            let mut raw = raw_numbers(column, choice, members, plain, mapping.combine);
            if once && matches!(choice.target, Target::Field(id) if super::values::adds_up(id)) {
                // A tie that was written down twice is not twice as strong.
                for (value, &number) in raw.to_mut().iter_mut().zip(&staying) {
                    if rows.has_joined(number as usize) {
                        *value /= 2.0;
                    }
                }
            }
            raw
        });
        cancel.check()?;
        let weight = column_of(draft, mapping, Side::Ties, Target::Field("weight"));
        let counts = weight.is_none()
            && mapping.parallel == Parallel::Merge
            && mapping.combine == Combine::Sum
            && !rows.merged.is_empty();
        let counted = counts.then(|| {
            let rows_of = |&number: &u32| {
                let all = 1 + rows.others(number as usize).count();
                let twice = mapping.opposite == Opposite::Once && rows.has_joined(number as usize);
                if twice { all as f64 / 2.0 } else { all as f64 }
            };
            let raw: Vec<f64> = staying.iter().map(rows_of).collect();
            Scaled::of(
                raw.into(),
                Scale::ByMost,
                range("weight", Side::Ties).unwrap_or((0.0, 1.0)),
            )
        });
        for prepared in &actor_columns {
            if let How::Numbers(_, scaled) = &prepared.how {
                notices.extend(misfits(Side::Actors, prepared.choice, scaled));
            }
        }
        for prepared in &tie_columns {
            if let How::Numbers(field, scaled) = &prepared.how {
                notices.extend(misfits(Side::Ties, prepared.choice, scaled));
                if field.id == "weight" {
                    rows.tally.disabled = scaled.zeros();
                }
            }
        }
        let mut plan = Self {
            draft,
            mapping,
            into,
            people,
            rows,
            staying,
            actor_columns,
            tie_columns,
            counted,
            notices,
        };
        plan.warn();
        Ok(plan)
    }

    pub(super) fn tally(&self) -> Tally {
        Tally {
            actors: self.people.tally,
            ties: self.rows.tally,
            choices: self.rows.choices,
            notices: self.notices.clone(),
        }
    }

    /// What a person should know beforehand.
    fn warn(&mut self) {
        let (draft, mapping) = (self.draft, self.mapping);
        let mut said = Vec::new();
        let actors = ["actor becomes", "actors become"];
        said.extend(unknown_words(
            &mapping.actor_words,
            actors,
            mapping.actor_kind.name(),
        ));
        said.extend(unknown_words(
            &mapping.tie_words,
            ["tie becomes", "ties become"],
            mapping.tie_kind.name(),
        ));
        let no_word = |side: Side, all: usize| {
            let column = column_of(draft, mapping, side, Target::Kind);
            let told = column.map_or(0, |column| {
                let mut says = PerText::of(column, |cell| first_word(cell).is_some());
                (0..column.values.len()).filter(|&row| says.at(row)).count()
            });
            all.saturating_sub(told)
        };
        let silent = no_word(Side::Actors, draft.actors.len());
        if silent > 0 {
            said.push(Notice::info(format!(
                "{} “{}”, since nothing says their kind",
                count(silent, "actor becomes", "actors become"),
                mapping.actor_kind.name()
            )));
        }
        let silent = no_word(Side::Ties, draft.ties.len());
        if silent > 0 {
            said.push(Notice::info(format!(
                "{} “{}”, since nothing says their kind",
                count(silent, "tie becomes", "ties become"),
                mapping.tie_kind.name()
            )));
        }
        let tally = &self.rows.tally;
        if tally.turned > 0 {
            said.push(Notice::info(format!(
                "{} first and second end, because their word looks from the other side",
                count(tally.turned, "tie changes", "ties change")
            )));
        }
        if tally.undirected > 0 && tally.added == 0 {
            said.push(Notice::warning(format!(
                "{} without one direction, though their kind has one; they point from the first to the second end and keep what the file said as the attribute “direction”",
                count(tally.undirected, "tie", "ties")
            )));
        }
        said.extend(self.tell_pairs());
        if tally.disabled > 0 {
            said.push(Notice::warning(format!(
                "{} without strength; kept, but disabled",
                count(tally.disabled, "tie", "ties")
            )));
        }
        if mapping.groups == Groups::Zones && draft.groups.len() > super::zones::MOST {
            said.push(Notice::warning(format!(
                "Only the {} largest of {} groups become zones; all are kept as an attribute",
                super::zones::MOST,
                draft.groups.len()
            )));
        }
        self.notices.extend(said);
    }
}

impl Plan<'_> {
    /// Every choice by which several rows are one tie, or might be, has a line with its number.
    fn tell_pairs(&self) -> Vec<Notice> {
        let (draft, mapping, rows) = (self.draft, self.mapping, &self.rows);
        let mut said = Vec::new();
        if let Some([first, second]) = modes(draft) {
            said.push(Notice::info(format!(
                "Two modes: ties go from {} of the first to {second} of the second",
                count(first, "actor", "actors")
            )));
        }
        let joined = rows.joined.len();
        if joined > 0 {
            said.push(Notice::warning(match mapping.opposite {
                Opposite::Once => format!(
                    "{} counted once each, since they stand in the file from both ends",
                    count(joined, "pair of ties is", "pairs of ties are")
                ),
                Opposite::Keep | Opposite::Join => format!(
                    "{} one tie that goes both ways",
                    count(
                        joined,
                        "pair of opposite ties becomes",
                        "pairs of opposite ties become"
                    )
                ),
            }));
        }
        let parallel = rows.merged.len() - joined;
        if parallel > 0 {
            said.push(Notice::warning(format!(
                "{} one with a parallel tie of the same kind",
                count(parallel, "row becomes", "rows become")
            )));
        }
        let choices = &rows.choices;
        let opposite = choices.opposite[0].saturating_sub(choices.opposite[2]);
        if mapping.opposite == Opposite::Keep && opposite > 0 {
            said.push(Notice::info(format!(
                "{} in opposite directions; both are kept",
                count(opposite, "pair has ties", "pairs have ties")
            )));
        }
        let loops = choices.loops[0].saturating_sub(choices.loops[1]);
        if mapping.loops == Loops::Keep && loops > 0 {
            said.push(Notice::info(format!(
                "{} from an actor to itself; kept",
                count(loops, "tie leads", "ties lead")
            )));
        }
        said
    }
}

/// How many actors are of the one and of the other mode, where the file has two.
fn modes(draft: &Draft) -> Option<[usize; 2]> {
    let column = draft.actor_columns.iter().find(|column| column.name == "mode")?;
    if !draft.is_two_mode() {
        return None;
    }
    let mut words: Vec<&str> = column.values.iter().filter_map(first_word).collect();
    let first = *words.first()?;
    let all = words.len();
    words.retain(|word| *word == first);
    Some([words.len(), all - words.len()])
}

/// Words that stand for no kind.
fn unknown_words<K>(words: &[WordChoice<K>], [one, many]: [&str; 2], kind: &str) -> Vec<Notice> {
    let unknown: Vec<&WordChoice<K>> = words.iter().filter(|word| word.kind.is_none()).collect();
    let mut said: Vec<Notice> = unknown
        .iter()
        .take(NAMED_WORDS)
        .map(|word| {
            Notice::warning(format!(
                "“{}” stands for no known kind: {} “{kind}” and the word stays as an attribute",
                word.word.chars().take(60).collect::<String>(),
                count(word.count, one, many)
            ))
        })
        .collect();
    if unknown.len() > NAMED_WORDS {
        said.push(Notice::warning(format!(
            "{} more words stand for no known kind",
            unknown.len() - NAMED_WORDS
        )));
    }
    said
}

/// Columns with what becomes of them; `raw` gives the numbers of a column for each actor or tie that there will be.
fn prepared<'d, T: 'static>(
    draft: &'d Draft,
    mapping: &'d Mapping,
    side: Side,
    fields: &'static [Field<T>],
    raw: impl Fn(&'d Column, &ColumnChoice) -> Cow<'d, [f64]>,
) -> Vec<Prepared<'d, T>> {
    let columns = draft.columns(side).iter().zip(mapping.columns(side));
    columns
        .map(|(column, choice)| {
            let how = match choice.target {
                Target::Leave
                | Target::Label
                | Target::Id
                | Target::Kind
                | Target::Group
                | Target::Pinned => How::Done,
                Target::X | Target::Y | Target::Direction | Target::Field("mutual") => How::Done,
                Target::Size => How::Attribute("size".to_owned()),
                Target::Color => How::Attribute("color".to_owned()),
                Target::Attribute => How::Attribute(column.name.clone()),
                Target::Field(id) => match field::find(fields, id) {
                    None => How::Attribute(column.name.clone()),
                    Some(field) => match field.accepts {
                        Accepts::Number { least, most, .. } => How::Numbers(
                            field,
                            Scaled::of(raw(column, choice), choice.scale, (least, most)),
                        ),
                        _ => How::Field(field),
                    },
                },
            };
            Prepared { column, choice, how }
        })
        .collect()
}

/// The first cell with a value among some rows.
pub(super) fn first_filled(column: &Column, rows: impl Iterator<Item = usize>) -> Option<Cell<'_>> {
    let mut cells = rows.filter_map(|row| column.values.get(row));
    cells.find(|cell| *cell != Cell::Missing)
}
