//! The figures that go along with a cluster into another format: every indicator as a column of actors and ties where
//! it belongs to single ones, and as a row where it belongs to the whole.

use crate::analysis::columns::{Column, Table, tables};
use crate::analysis::{Cost, actors, indicator, measure_all, ties};
use crate::base::cancel::{Cancel, Cancelled};
use crate::base::progress::Progress;
use crate::exchange::figures::{Figure, Figures};
use crate::files::sheet::Cell;
use crate::model::Document;

/// Works out all figures, however long it takes.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn figures(document: &Document, progress: &Progress, cancel: &Cancel) -> Result<Figures, Cancelled> {
    let measured = measure_all(document, progress, cancel)?;
    let tables = tables(document, Cost::Demand, cancel)?;
    let whole = measured.values().map(|(indicator, value)| {
        let unit = indicator.unit.label();
        let shown = indicator::format(indicator, value);
        let reading = match (value, unit) {
            (None, _) => format!("Undefined. {}", indicator.reading),
            (Some(_), "") => format!("{shown}. {}", indicator.reading),
            (Some(_), _) => format!("{shown} {unit}. {}", indicator.reading),
        };
        (
            indicator.id.to_owned(),
            indicator.name.to_owned(),
            Cell::from(value),
            reading,
        )
    });
    let departures = document.project().assumptions.departures();
    let cell = |text: String| text.parse().map_or(Cell::Text(text), Cell::Number);
    let assumptions = departures.into_iter().map(|departure| {
        (
            departure.name.to_owned(),
            cell(departure.value),
            cell(departure.default),
        )
    });
    Ok(Figures {
        actors: columns(actors::COLUMNS, &tables.actors),
        ties: columns(ties::COLUMNS, &tables.ties),
        whole: whole.collect(),
        assumptions: assumptions.collect(),
    })
}

/// Columns in which anybody has a value.
fn columns<Id: Copy + Ord>(columns: &[Column], table: &Table<Id>) -> Vec<Figure<Id>> {
    let figure = |(place, column): (usize, &Column)| {
        let value = |&id: &Id| Some((id, Cell::from(Some(table.value(id, place)?))));
        let values: Vec<(Id, Cell)> = table.ids().iter().filter_map(value).collect();
        (!values.is_empty()).then(|| Figure {
            id: column.id.to_owned(),
            name: column.name.to_owned(),
            values,
        })
    };
    columns.iter().enumerate().filter_map(figure).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::examples;

    #[test]
    fn every_indicator_goes_along() {
        let document = examples::find("golden").unwrap().document();
        let figures = figures(&document, &Progress::new(), &Cancel::new()).unwrap();
        assert_eq!(figures.whole.len(), crate::analysis::registry::ALL.len());
        assert!(figures.actors.iter().any(|figure| figure.id == "betweenness"));
        assert!(figures.ties.iter().any(|figure| figure.id == "edge_betweenness"));
        let cancel = Cancel::new();
        cancel.raise();
        assert_eq!(
            super::figures(&document, &Progress::new(), &cancel),
            Err(Cancelled)
        );
    }
}
