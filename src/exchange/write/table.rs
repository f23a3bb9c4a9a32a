//! Actors and ties as rows under headings, for tables of text and workbooks alike. Headings are the stable ids of
//! fields, so that reading them back asks nothing.

use std::borrow::Cow;

use super::columns::{of_actors, of_ties};
use super::{Unwritten, Work};

pub(super) use super::columns::Value;

/// Rows of cells, as many in each as there are headings.
pub(super) struct Rows<'d> {
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Vec<Option<Value<'d>>>>,
}

/// Actors with id, name, place and all columns.
pub(super) fn actors<'d>(work: &Work<'d>) -> Result<Rows<'d>, Unwritten> {
    let columns = of_actors(work);
    let look = work.choices.look;
    let mut headings = vec!["id".to_owned(), "label".to_owned()];
    headings.extend(columns.iter().map(|column| column.name.clone()));
    if look {
        headings.extend(["x", "y"].map(str::to_owned));
    }
    let mut rows = Vec::with_capacity(work.document.actor_count());
    for (number, (id, actor)) in work.document.actors().enumerate() {
        work.step(number)?;
        let name = (!actor.name.is_empty()).then(|| Value::Text(actor.name.as_str().into()));
        let mut row = vec![Some(Value::Text(id.to_string().into())), name];
        row.extend(columns.iter().map(|column| column.value(work, id, actor)));
        if look {
            let at = work.document.place(id).map(|place| place.at);
            row.extend([at.map(|at| Value::Number(at.x)), at.map(|at| Value::Number(at.y))]);
        }
        rows.push(row);
    }
    Ok(Rows { headings, rows })
}

/// Ties with their ends and all columns.
pub(super) fn ties<'d>(work: &Work<'d>) -> Result<Rows<'d>, Unwritten> {
    let columns = of_ties(work);
    // A table has no other way to say which way a tie goes.
    let mutual = work.both_ways && !work.marks_mutual();
    let mut headings = vec!["source".to_owned(), "target".to_owned()];
    headings.extend(columns.iter().map(|column| column.name.clone()));
    if mutual {
        headings.push("mutual".to_owned());
    }
    let mut rows = Vec::with_capacity(work.document.tie_count());
    for (number, (id, tie)) in work.document.ties().enumerate() {
        work.step(work.document.actor_count() + number)?;
        let end = |end: crate::model::ActorId| Some(Value::Text(Cow::Owned(end.to_string())));
        let mut row = vec![end(tie.from), end(tie.to)];
        row.extend(columns.iter().map(|column| column.value(work, id, tie)));
        if mutual {
            row.push(Some(Value::Flag(!tie.points_one_way())));
        }
        rows.push(row);
    }
    Ok(Rows { headings, rows })
}
