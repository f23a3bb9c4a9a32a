//! What stands beside each actor and tie in a format with named attributes: our own fields under their stable ids,
//! attributes that people keep, and figures.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::exchange::figures::Figure;
use crate::exchange::own;
use crate::files::sheet::Cell;
use crate::model::attribute::{Attributes, Datum};
use crate::model::field::{self, Accepts, Field, Value as FieldValue};
use crate::model::{Actor, ActorId, Tie, TieId};

use super::Work;

/// What all values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Number,
    Flag,
    Text,
    List,
}

/// A value that is there.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'d> {
    Number(f64),
    Flag(bool),
    Text(Cow<'d, str>),
    List(Cow<'d, [String]>),
}

/// A column of things of type `T` with ids of type `Id`.
pub(super) struct Column<'d, T: 'static, Id> {
    /// Stable, and unlike that of any other column.
    pub(super) name: String,
    pub(super) sort: Sort,
    from: From<'d, T, Id>,
}

enum From<'d, T: 'static, Id> {
    Own(fn(&Work<'_>, Id, &T) -> Option<Value<'static>>),
    Field(&'static Field<T>),
    Attribute(&'d str, fn(&T) -> &Attributes),
    Figure(&'d Figure<Id>),
}

impl<'d, T: 'static, Id: Copy + Ord> Column<'d, T, Id> {
    /// What a thing has in this column.
    pub(super) fn value(&self, work: &Work<'_>, id: Id, thing: &'d T) -> Option<Value<'d>> {
        match &self.from {
            From::Own(get) => get(work, id, thing),
            From::Field(field) => match field.get(thing) {
                FieldValue::Absent => None,
                FieldValue::Number(number) => Some(Value::Number(number)),
                FieldValue::Flag(flag) => Some(Value::Flag(flag)),
                FieldValue::Text(text) if text.is_empty() => None,
                FieldValue::Text(text) => Some(Value::Text(text.into())),
                FieldValue::List(items) if items.is_empty() => None,
                FieldValue::List(items) => Some(Value::List(items.into())),
            },
            From::Attribute(name, of) => {
                let datum = of(thing).get(name)?;
                Some(match datum {
                    Datum::Number(number) if self.sort == Sort::Number => Value::Number(*number),
                    Datum::Flag(flag) if self.sort == Sort::Flag => Value::Flag(*flag),
                    Datum::List(items) if self.sort == Sort::List => Value::List(items.into()),
                    Datum::Text(text) => Value::Text(text.into()),
                    other => Value::Text(other.to_string().into()),
                })
            }
            From::Figure(figure) => {
                let at = figure.values.binary_search_by_key(&id, |(id, _)| *id).ok()?;
                match &figure.values[at].1 {
                    Cell::Empty => None,
                    Cell::Number(number) if self.sort == Sort::Number => Some(Value::Number(*number)),
                    Cell::Number(number) => Some(Value::Text(number.to_string().into())),
                    Cell::Text(text) => Some(Value::Text(text.into())),
                }
            }
        }
    }
}

fn field_sort(accepts: Accepts) -> Sort {
    match accepts {
        Accepts::Number { .. } => Sort::Number,
        Accepts::Flag => Sort::Flag,
        Accepts::Line { .. } | Accepts::Paragraph => Sort::Text,
        Accepts::Tags | Accepts::Lines => Sort::List,
    }
}

fn of_field<'d, T: 'static, Id>(field: &'static Field<T>) -> Column<'d, T, Id> {
    Column {
        name: field.id.to_owned(),
        sort: field_sort(field.accepts),
        from: From::Field(field),
    }
}

/// Columns of what people keep: each name that occurs, with the sort that all of its values have in common.
fn attributes<'d, T: 'static, Id>(
    things: impl Iterator<Item = &'d T>,
    of: fn(&T) -> &Attributes,
    taken: &mut BTreeSet<String>,
) -> Vec<Column<'d, T, Id>> {
    let mut sorts: BTreeMap<&'d str, Sort> = BTreeMap::new();
    for thing in things {
        for (name, datum) in of(thing).iter() {
            let sort = match datum {
                Datum::Number(_) => Sort::Number,
                Datum::Flag(_) => Sort::Flag,
                Datum::Text(_) => Sort::Text,
                Datum::List(_) => Sort::List,
            };
            let known = sorts.entry(name).or_insert(sort);
            if *known != sort {
                *known = Sort::Text;
            }
        }
    }
    let column = |(name, sort)| Column {
        name: free_name(own::attribute_name(name), taken),
        sort,
        from: From::Attribute(name, of),
    };
    sorts.into_iter().map(column).collect()
}

fn figures<'d, T: 'static, Id>(
    figures: &'d [Figure<Id>],
    taken: &mut BTreeSet<String>,
) -> impl Iterator<Item = Column<'d, T, Id>> {
    figures.iter().map(|figure| {
        let number = |cell: &Cell| !matches!(cell, Cell::Text(_));
        let numbers = figure.values.iter().all(|(_, cell)| number(cell));
        Column {
            name: free_name(format!("{}{}", own::FIGURE, figure.id), taken),
            sort: if numbers { Sort::Number } else { Sort::Text },
            from: From::Figure(figure),
        }
    })
}

/// A name that nobody has yet, also for programs that make no difference between large and small letters.
fn free_name(name: String, taken: &mut BTreeSet<String>) -> String {
    if taken.insert(name.to_lowercase()) {
        return name;
    }
    let mut number = 2;
    loop {
        let other = format!("{name} {number}");
        if taken.insert(other.to_lowercase()) {
            return other;
        }
        number += 1;
    }
}

/// Columns of actors: kind, fields, whether pinned, attributes, figures. Name and place are not among them.
pub(super) fn of_actors<'d>(work: &Work<'d>) -> Vec<Column<'d, Actor, ActorId>> {
    let mut taken = BTreeSet::new();
    let mut columns = vec![Column {
        name: "kind".to_owned(),
        sort: Sort::Text,
        from: From::Own(|_, _, actor: &Actor| Some(Value::Text(actor.kind.id().into()))),
    }];
    columns.extend(field::ACTOR.iter().map(of_field));
    columns.push(Column {
        name: "pinned".to_owned(),
        sort: Sort::Flag,
        from: From::Own(|work, id, _| work.document.place(id).map(|place| Value::Flag(place.pinned))),
    });
    let actors = work.document.actors().map(|(_, actor)| actor);
    columns.extend(attributes(actors, |actor| &actor.attributes, &mut taken));
    columns.extend(figures(&work.figures.actors, &mut taken));
    columns
}

/// Columns of ties: kind, fields, attributes, figures. Ends and direction are not among them, but `mutual` is where
/// [`Work::marks_mutual`] says so.
pub(super) fn of_ties<'d>(work: &Work<'d>) -> Vec<Column<'d, Tie, TieId>> {
    let mut taken = BTreeSet::new();
    let mut columns = vec![Column {
        name: "kind".to_owned(),
        sort: Sort::Text,
        from: From::Own(|_, _, tie: &Tie| Some(Value::Text(tie.kind.id().into()))),
    }];
    columns.extend(field::TIE.iter().filter_map(|field| match field.id {
        // A tie that goes both ways is more than a field: cooperation has no other way to go.
        "mutual" => work.marks_mutual().then(|| Column {
            name: field.id.to_owned(),
            sort: Sort::Flag,
            from: From::Own(|_, _, tie: &Tie| Some(Value::Flag(!tie.points_one_way()))),
        }),
        _ => Some(of_field(field)),
    }));
    let ties = work.document.ties().map(|(_, tie)| tie);
    columns.extend(attributes(ties, |tie| &tie.attributes, &mut taken));
    columns.extend(figures(&work.figures.ties, &mut taken));
    columns
}
