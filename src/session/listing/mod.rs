//! All actors or all ties as rows: what the columns are, what a cell holds, how rows compare, what an edit of cells does.

mod filter;

pub use filter::{Filter, Misread};

use std::cmp::Ordering;
use std::collections::BTreeSet;

use crate::analysis::columns::{self, Tables};
use crate::analysis::own::{Own, OwnNames};
use crate::analysis::{actors, ties};
use crate::base::text::natural;
use crate::files::sheet::{Cell, Sheet};
use crate::model::attribute::{Attributes, Datum};
use crate::model::field::{self, Accepts, Value};
use crate::model::{ActorId, Document, Edit, Refusal, Selection, TieId};

/// Which of the two lists is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// All actors.
    #[default]
    Actors,
    /// All ties.
    Ties,
}

/// Figures of all actors and ties.
pub type Figures<'a> = &'a Tables;

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// An actor.
    Actor(ActorId),
    /// A tie.
    Tie(TieId),
}

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// Name of an actor.
    Name,
    /// Kind of an actor or a tie.
    Kind,
    /// The first end of a tie.
    From,
    /// The second end of a tie.
    To,
    /// An index into the fields of the tab.
    Field(usize),
    /// An attribute of the person's own.
    Own(Own),
    /// An index into the figures of the tab, which are computed and cannot be edited.
    Measure(usize),
}

/// All columns of a list, in order: attributes, those of the person's own, figures.
pub fn columns(tab: Tab, own: &OwnNames) -> Vec<Column> {
    let own = match tab {
        Tab::Actors => &own.actors,
        Tab::Ties => &own.ties,
    };
    attributes(tab)
        .chain(own.iter().copied().map(Column::Own))
        .chain((0..measures(tab).len()).map(Column::Measure))
        .collect()
}

/// Those that hold words or attributes; the others are computed.
fn attributes(tab: Tab) -> impl Iterator<Item = Column> {
    let (first, fields): (&[Column], usize) = match tab {
        Tab::Actors => (&[Column::Name, Column::Kind], field::ACTOR.len()),
        Tab::Ties => (&[Column::Kind, Column::From, Column::To], field::TIE.len()),
    };
    first.iter().copied().chain((0..fields).map(Column::Field))
}

/// What is computed for each row of a list.
pub fn measures(tab: Tab) -> &'static [columns::Column] {
    match tab {
        Tab::Actors => actors::COLUMNS,
        Tab::Ties => ties::COLUMNS,
    }
}

/// What stands above a column.
pub fn heading(tab: Tab, column: Column) -> &'static str {
    match (tab, column) {
        (_, Column::Name) => "Name",
        (_, Column::Kind) => "Kind",
        (_, Column::From) => "First end",
        (_, Column::To) => "Second end",
        (Tab::Actors, Column::Field(index)) => field::ACTOR[index].name,
        (Tab::Ties, Column::Field(index)) => field::TIE[index].name,
        (_, Column::Own(own)) => own.name.text(),
        (_, Column::Measure(index)) => measures(tab)[index].name,
    }
}

/// Stable id of a column, for files and filters.
pub fn id(tab: Tab, column: Column) -> &'static str {
    match (tab, column) {
        (_, Column::Name) => "name",
        (_, Column::Kind) => "kind",
        (_, Column::From) => "from",
        (_, Column::To) => "to",
        (Tab::Actors, Column::Field(index)) => field::ACTOR[index].id,
        (Tab::Ties, Column::Field(index)) => field::TIE[index].id,
        (_, Column::Own(own)) => own.name.text(),
        (_, Column::Measure(index)) => measures(tab)[index].id,
    }
}

/// What a cell takes, if it is an attribute.
pub fn accepts(key: Key, column: Column) -> Option<Accepts> {
    match (key, column) {
        (Key::Actor(_), Column::Field(index)) => Some(field::ACTOR[index].accepts),
        (Key::Tie(_), Column::Field(index)) => Some(field::TIE[index].accepts),
        _ => None,
    }
}

/// What a cell of an attribute holds.
pub fn value(document: &Document, key: Key, index: usize) -> Value {
    match key {
        Key::Actor(id) => document
            .actor(id)
            .map_or(Value::Absent, |actor| field::ACTOR[index].get(actor)),
        Key::Tie(id) => document
            .tie(id)
            .map_or(Value::Absent, |tie| field::TIE[index].get(tie)),
    }
}

/// What a person keeps of a row beside the model's own attributes.
pub fn own_attributes(document: &Document, key: Key) -> Option<&Attributes> {
    match key {
        Key::Actor(id) => document.actor(id).map(|actor| &actor.attributes),
        Key::Tie(id) => document.tie(id).map(|tie| &tie.attributes),
    }
}

/// What a cell holds of that.
pub fn own_value(document: &Document, key: Key, own: Own) -> Option<&Datum> {
    own_attributes(document, key)?.get(own.name.text())
}

/// What a cell shows and what the filter looks through.
pub fn text(document: &Document, key: Key, column: Column) -> String {
    match (key, column) {
        (Key::Actor(id), Column::Name) => document
            .actor(id)
            .map_or(String::new(), |actor| actor.name.clone()),
        (Key::Actor(id), Column::Kind) => document
            .actor(id)
            .map_or("", |actor| actor.kind.name())
            .to_owned(),
        (Key::Tie(id), Column::Kind) => document.tie(id).map_or("", |tie| tie.kind.name()).to_owned(),
        (Key::Tie(id), Column::From) => document
            .tie(id)
            .map_or(String::new(), |tie| document.display_name(tie.from)),
        (Key::Tie(id), Column::To) => document
            .tie(id)
            .map_or(String::new(), |tie| document.display_name(tie.to)),
        (key, Column::Field(index)) => {
            let shape = accepts(key, column).unwrap_or(Accepts::Paragraph);
            let value = value(document, key, index);
            match shape {
                // A note of many lines is one line here, and is edited in the inspector.
                Accepts::Paragraph => value.to_string().replace('\n', " "),
                shape => value.typed(&shape),
            }
        }
        (key, Column::Own(own)) => {
            own_value(document, key, own).map_or_else(String::new, ToString::to_string)
        }
        _ => String::new(),
    }
}

/// What a row is called aloud.
pub fn row_name(document: &Document, key: Key) -> String {
    match key {
        Key::Actor(id) => document.display_name(id),
        Key::Tie(id) => document.tie(id).map_or(String::new(), |tie| {
            format!(
                "{} – {}",
                document.display_name(tie.from),
                document.display_name(tie.to)
            )
        }),
    }
}

/// What decides where a row stands; worked out once a row, not once a comparison.
pub enum Rank {
    /// By size, after what is absent.
    Number(f64),
    /// As people sort words.
    Words(String),
    /// A figure that was computed.
    Figure(Option<f64>),
}

/// What decides where a row stands when a column sorts, with the figures that are known.
pub fn rank(document: &Document, figures: Figures<'_>, key: Key, column: Column) -> Rank {
    match column {
        Column::Measure(index) => Rank::Figure(measure(figures, key, index)),
        Column::Field(index) => match value(document, key, index) {
            Value::Number(number) => Rank::Number(number),
            _ => Rank::Words(text(document, key, column)),
        },
        Column::Own(own) if own.number => Rank::Figure(match own_value(document, key, own) {
            Some(Datum::Number(number)) => Some(*number),
            _ => None,
        }),
        column => Rank::Words(text(document, key, column)),
    }
}

impl Rank {
    /// Figures that are undefined come last, whatever the direction of the others.
    pub fn compare(&self, other: &Self, ascending: bool) -> Ordering {
        let order = match (self, other) {
            (Self::Number(a), Self::Number(b)) | (Self::Figure(Some(a)), Self::Figure(Some(b))) => {
                a.total_cmp(b)
            }
            (Self::Words(a), Self::Words(b)) => natural(a, b),
            (Self::Figure(a), Self::Figure(b)) => return b.is_some().cmp(&a.is_some()),
            // Words in a column of numbers stand for what is absent.
            (a, b) => matches!(a, Self::Number(_)).cmp(&matches!(b, Self::Number(_))),
        };
        if ascending { order } else { order.reverse() }
    }
}

/// Whether the row is chosen.
pub fn holds(selection: &Selection, key: Key) -> bool {
    match key {
        Key::Actor(id) => selection.actors.contains(&id),
        Key::Tie(id) => selection.ties.contains(&id),
    }
}

/// Adds the row to what is chosen.
pub fn insert(selection: &mut Selection, key: Key) {
    match key {
        Key::Actor(id) => selection.actors.insert(id),
        Key::Tie(id) => selection.ties.insert(id),
    };
}

/// Adds the row to what is chosen, or takes it off.
pub fn toggle(selection: &mut Selection, key: Key) {
    let gone = match key {
        Key::Actor(id) => selection.actors.remove(&id),
        Key::Tie(id) => selection.ties.remove(&id),
    };
    if !gone {
        insert(selection, key);
    }
}

/// Where a row stands.
pub fn place_of(rows: &[Key], key: Key) -> Option<usize> {
    rows.iter().position(|&other| other == key)
}

/// All chosen rows of the same list.
pub fn all_of_its_kind(selection: &Selection, key: Key) -> Vec<Key> {
    match key {
        Key::Actor(_) => selection.actors.iter().map(|&id| Key::Actor(id)).collect(),
        Key::Tie(_) => selection.ties.iter().map(|&id| Key::Tie(id)).collect(),
    }
}

/// The actors behind rows.
pub fn actors_among(keys: &[Key]) -> BTreeSet<ActorId> {
    keys.iter()
        .filter_map(|key| if let Key::Actor(id) = key { Some(*id) } else { None })
        .collect()
}

/// The ties behind rows.
pub fn ties_among(keys: &[Key]) -> BTreeSet<TieId> {
    keys.iter()
        .filter_map(|key| if let Key::Tie(id) = key { Some(*id) } else { None })
        .collect()
}

/// One step for all rows.
pub fn edit(document: &Document, keys: &[Key], column: Column, typed: &str) -> Result<Edit, Refusal> {
    match (column, keys) {
        (Column::Name, [Key::Actor(id)]) => Ok(Edit::Rename(*id, typed.to_owned())),
        (Column::Name, _) => {
            let renames = actors_among(keys)
                .into_iter()
                .map(|id| Edit::Rename(id, typed.to_owned()))
                .collect();
            Ok(Edit::Together(format!("Rename {} actors", keys.len()), renames))
        }
        (Column::Field(index), [Key::Actor(_), ..]) => {
            let field = &field::ACTOR[index];
            Ok(set(keys, field.id, field.parse(typed)?))
        }
        (Column::Field(index), [Key::Tie(first), ..]) => {
            let field = &field::TIE[index];
            let value = field.parse(typed)?;
            // The field itself knows whether this kind of tie can hold the value.
            if let Some(tie) = document.tie(*first) {
                field.set(&mut tie.clone(), value.clone())?;
            }
            Ok(set(keys, field.id, value))
        }
        (Column::Own(own), _) => {
            let mut selection = Selection::default();
            keys.iter().for_each(|&key| insert(&mut selection, key));
            let name = own.name.text().to_owned();
            Ok(Edit::SetAttribute(selection, name, Datum::typed(typed)))
        }
        _ => Ok(Edit::Together(String::new(), Vec::new())),
    }
}

/// The same value for one attribute of all rows.
pub fn set(keys: &[Key], id: &str, value: Value) -> Edit {
    if matches!(keys.first(), Some(Key::Tie(_))) {
        Edit::SetTieField(ties_among(keys), id.to_owned(), value)
    } else {
        Edit::SetActorField(actors_among(keys), id.to_owned(), value)
    }
}

/// The rows as a table for other programs: ids as headings, attributes and figures in full precision.
pub fn sheet(document: &Document, figures: Figures<'_>, tab: Tab, rows: &[Key]) -> Sheet {
    let columns = columns(tab, &OwnNames::of(document));
    let cell = |key: Key, column: Column| match column {
        Column::Measure(index) => Cell::from(measure(figures, key, index)),
        Column::Field(index) => match value(document, key, index) {
            Value::Absent => Cell::Empty,
            Value::Number(number) => Cell::from(Some(number)),
            other => Cell::Text(other.to_string()),
        },
        Column::Own(own) => match own_value(document, key, own) {
            None => Cell::Empty,
            Some(Datum::Number(number)) => Cell::from(Some(*number)),
            Some(other) => Cell::Text(other.to_string()),
        },
        Column::Kind => Cell::Text(match key {
            Key::Actor(id) => document.actor(id).map_or("", |actor| actor.kind.id()).to_owned(),
            Key::Tie(id) => document.tie(id).map_or("", |tie| tie.kind.id()).to_owned(),
        }),
        column => Cell::Text(text(document, key, column)),
    };
    let own_id = |key: Key| match key {
        Key::Actor(id) => id.to_string(),
        Key::Tie(id) => id.to_string(),
    };
    let headings = columns.iter().map(|&column| id(tab, column).to_owned());
    Sheet {
        headings: std::iter::once("id".to_owned()).chain(headings).collect(),
        rows: rows
            .iter()
            .map(|&key| {
                let cells = columns.iter().map(|&column| cell(key, column));
                std::iter::once(Cell::Text(own_id(key))).chain(cells).collect()
            })
            .collect(),
    }
}

/// A figure of an actor or a tie.
pub fn measure(figures: Figures<'_>, key: Key, index: usize) -> Option<f64> {
    match key {
        Key::Actor(id) => figures.actors.value(id, index),
        Key::Tie(id) => figures.ties.value(id, index),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::geom::Point;
    use crate::model::{Actor, ActorKind, Ids, Place};

    fn two() -> (Document, Vec<Key>) {
        let place = Place {
            at: Point::new(0.0, 0.0),
            pinned: false,
        };
        let list = ["Firm 10", "Firm 9"]
            .map(|name| (Actor::new(name, ActorKind::Final), place))
            .to_vec();
        let document = Edit::AddActors(list)
            .apply(&Document::default(), &mut Ids::new())
            .unwrap();
        let keys = document.actors().map(|(id, _)| Key::Actor(id)).collect();
        (document, keys)
    }

    #[test]
    fn names_sort_as_people_count() {
        let (document, keys) = two();
        let none = Tables::default();
        assert_eq!(
            rank(&document, &none, keys[0], Column::Name)
                .compare(&rank(&document, &none, keys[1], Column::Name), true),
            Ordering::Greater
        );
    }

    #[test]
    fn undefined_figures_come_last_in_both_directions() {
        let figure = Rank::Figure;
        for ascending in [true, false] {
            assert_eq!(
                figure(None).compare(&figure(Some(1.0)), ascending),
                Ordering::Greater
            );
        }
        assert_eq!(
            figure(Some(1.0)).compare(&figure(Some(2.0)), false),
            Ordering::Greater
        );
        let absent = Rank::Words(String::new());
        assert_eq!(absent.compare(&Rank::Number(-1.0), true), Ordering::Less);
    }

    #[test]
    fn several_rows_are_one_edit() {
        let (document, keys) = two();
        let jobs = field::ACTOR.iter().position(|field| field.id == "jobs").unwrap();
        let edit = edit(&document, &keys, Column::Field(jobs), "7").unwrap();
        let after = edit.apply(&document, &mut document.ids()).unwrap();
        assert!(after.actors().all(|(_, actor)| actor.jobs.get() == 7.0));
        assert!(super::edit(&document, &keys, Column::Field(jobs), "many").is_err());
    }
}
