//! Tables of text, and cells that were copied: lists of ties, lists of actors, matrices, lists of neighbors.
//!
//! `separator` finds what separates cells, `cells` takes the text apart, `plan` says what the rows are, `fill` makes
//! actors and ties of them. Everything that was guessed is told in the draft's reading, and can be said otherwise.
//! Workbooks are read by the same plan.

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::{Column, Draft, Fate, Meaning};
use crate::exchange::format::Format;
use crate::exchange::own;
use crate::exchange::reading::{Reading, Shape};
use crate::files::Fault;

use super::builder::Builder;
use cells::{Cells, Met};

pub(super) use fill::{Waiting, fill};
pub(super) use plan::Plan;

pub(super) mod cells;
mod fill;
mod matrix;
mod number;
mod plan;
mod separator;

/// Reads a table of text.
///
/// # Errors
/// When there is nothing in it, or once `cancel` is raised.
pub(super) fn read(
    text: &str,
    reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Draft, Fault> {
    let separator = reading.separator.unwrap_or_else(|| separator::guess(text));
    let mut met = Met::default();
    let cells = cells::split(text, separator, &mut met);
    if cells.len() == 0 {
        return Err(Fault::whole("There is nothing in this table"));
    }
    cancel.check().map_err(|_| Fault::whole("Reading was given up"))?;
    let mut plan = Plan::of(&cells, reading, None);
    plan.guarded = true;
    let mut builder = Builder::new(Format::Table, "line");
    if let Some(&line) = met.remarks.first() {
        let what = match met.remarks.len() {
            1 => "A line that begins with a sign for remarks is not read".to_owned(),
            n => format!("{n} lines that begin with a sign for remarks are not read"),
        };
        builder.remark(Fate::Unread, what, line);
    }
    for line in met.unclosed {
        builder.remark(
            Fate::Repaired,
            "A quotation mark opens here and is never closed; it was read as part of the cell",
            line,
        );
    }
    if text.contains('\0') {
        let what = "There are zero bytes among the text, as in a damaged file; at the ends of cells they are left out";
        builder.remark(Fate::Repaired, what, 0);
    }
    tell_above(&mut builder, &cells, &plan);
    tell_ragged(&mut builder, &cells, &plan);
    let waiting = Waiting {
        progress,
        cancel,
        before: 0,
        all: cells.len(),
    };
    fill(&mut builder, &cells, &plan, waiting).map_err(|_| Fault::whole("Reading was given up"))?;
    let told = &mut builder.draft().reading;
    *told = reading.clone();
    told.format = Some(Format::Table);
    told.separator = Some(separator);
    tell(told, &plan);
    progress.set(1, 1);
    let mut draft = builder.finish();
    restore_own(&mut draft);
    Ok(draft)
}

/// A table has no place for who wrote it. Ours has headings that no other program has together.
pub(super) fn restore_own(draft: &mut Draft) {
    let has = |columns: &[Column], names: &[&str]| {
        names
            .iter()
            .all(|name| columns.iter().any(|column| column.name == *name))
    };
    let actors = has(&draft.actor_columns, &["kind", "capability", "absorption"]);
    let ties = has(&draft.tie_columns, &["kind", "formality", "frequency"]);
    if !actors && !ties {
        return;
    }
    // An attribute may be called “x” as well; it is known by its prefix until now.
    if actors {
        own::restore_places(draft);
    }
    own::recognize(draft);
    let columns = draft.actor_columns.iter_mut().chain(&mut draft.tie_columns);
    for column in columns.filter(|column| column.meaning == Some(Meaning::Own("tags"))) {
        column.values.split(|text| Some(own::items(text)));
    }
}

/// What was guessed goes into the reading.
pub(super) fn tell(told: &mut Reading, plan: &Plan) {
    told.header = Some(plan.header.is_some());
    told.shape = Some(plan.shape);
    told.decimal = Some(plan.decimal);
    (told.ends, told.lists) = match plan.shape {
        Shape::Ties => (Some(plan.ends), Some(plan.lists.unwrap_or(' '))),
        Shape::Actors => (Some((plan.id, plan.name.unwrap_or(plan.id))), None),
        Shape::Matrix | Shape::TwoMode | Shape::Neighbors => (None, None),
    };
    told.headings = match plan.shape {
        Shape::Ties | Shape::Actors => plan.names.clone(),
        Shape::Matrix | Shape::TwoMode | Shape::Neighbors => Vec::new(),
    };
}

/// Rows above the table are said aloud.
pub(super) fn tell_above(builder: &mut Builder, cells: &Cells, plan: &Plan) {
    if plan.above > 0 {
        let first: String = cells
            .row(0)
            .find(|cell| !cell.is_empty())
            .unwrap_or("")
            .chars()
            .take(60)
            .collect();
        let what = match plan.above {
            1 => format!("The row “{first}” stands above the table; it is not read"),
            n => format!("{n} rows stand above the table, such as “{first}”; they are not read"),
        };
        builder.remark(Fate::Unread, what, cells.place(0));
    }
}

/// Rows that are longer or shorter than the headings.
fn tell_ragged(builder: &mut Builder, cells: &Cells, plan: &Plan) {
    let Some(header) = plan.header else { return };
    // A matrix may leave its upper left corner out, and a list of neighbors is ragged by nature.
    if !matches!(plan.shape, Shape::Ties | Shape::Actors) {
        return;
    }
    let headings = cells.width(header);
    for row in plan.first..cells.len() {
        let (width, used) = (cells.width(row), cells.used(row));
        if used > headings {
            let what = format!(
                "This row has {used} cells under {headings} headings; what has none is kept as “{}”",
                plan.names[headings]
            );
            builder.remark(Fate::Repaired, what, cells.place(row));
        } else if width < headings && width > 1 {
            let what = format!("This row has {width} cells under {headings} headings; the rest is empty");
            builder.remark(Fate::Repaired, what, cells.place(row));
        }
    }
}

#[cfg(test)]
mod tests;
