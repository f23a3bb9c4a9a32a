//! `milieu metrics`: every indicator of a project, or the figures of every actor.

use std::path::Path;

use serde_json::{Map, Value, json};

use crate::analysis::actors::{self, COLUMNS};
use crate::analysis::indicator::{Group, Indicator, View};
use crate::analysis::{format, measure_all, registry, structure_all};
use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::graph::Lens;

use super::{ViewName, honesty, input};

/// All indicators of the whole, grouped as in the panel; or the shape of one network view.
pub(super) fn whole(
    path: &Path,
    snapshot: Option<&str>,
    as_json: bool,
    view: Option<ViewName>,
) -> anyhow::Result<()> {
    let document = input::open_state(path, snapshot)?;
    let cancel = Cancel::new();
    if let Some(view) = view {
        return shape(
            &structure_all(&document, &Lens::of(named(view)), &Progress::new(), &cancel)?,
            as_json,
        );
    }
    let assessment = measure_all(&document, &Progress::new(), &cancel)?;
    if as_json {
        let values = registry::ALL.iter();
        return print_json(
            values.map(|indicator| (*indicator, assessment.value(indicator.id))),
            honesty::departures_json(&document),
        );
    }
    let mut text = String::new();
    for group in Group::SHOWN {
        text += &format!("{}\n", group.name());
        for indicator in registry::ALL.iter().filter(|indicator| indicator.group == group) {
            text += &row("  ", indicator, assessment.value(indicator.id));
            for part in registry::ALL
                .iter()
                .filter(|part| part.group == Group::Part(indicator.id))
            {
                text += &row("    ", part, assessment.value(part.id));
            }
        }
    }
    text += &honesty::departures(&document);
    input::tell(assessment.notices());
    input::print(&text)
}

/// The figures of one view.
fn shape(values: &[(&Indicator, Option<f64>)], as_json: bool) -> anyhow::Result<()> {
    if as_json {
        return print_json(values.iter().copied(), Map::new());
    }
    input::print(
        &values
            .iter()
            .map(|(indicator, value)| row("", indicator, *value))
            .collect::<String>(),
    )
}

/// Stable ids and full precision; undefined values are null. What is assumed otherwise than usual stands beside them.
fn print_json<'a>(
    values: impl Iterator<Item = (&'a Indicator, Option<f64>)>,
    assumptions: Map<String, Value>,
) -> anyhow::Result<()> {
    let mut object: Map<String, Value> = values
        .map(|(indicator, value)| (indicator.id.to_owned(), json!(value)))
        .collect();
    if !assumptions.is_empty() {
        object.insert("assumptions".to_owned(), Value::Object(assumptions));
    }
    input::print(&format!("{:#}\n", Value::Object(object)))
}

fn row(indent: &str, indicator: &Indicator, value: Option<f64>) -> String {
    let name = format!("{indent}{}", indicator.name);
    format!(
        "{name:<44}{:>10} {}\n",
        format(indicator, value),
        indicator.unit.label()
    )
    .trim_end()
    .to_owned()
        + "\n"
}

pub(super) const fn named(view: ViewName) -> View {
    match view {
        ViewName::N => View::Plain,
        ViewName::D => View::Directed,
        ViewName::K => View::Knowledge,
    }
}

/// One row an actor: tab-separated with a heading, or JSON.
pub(super) fn actors(path: &Path, snapshot: Option<&str>, as_json: bool) -> anyhow::Result<()> {
    let document = input::open_state(path, snapshot)?;
    let rows = actors::rows(&document, &Cancel::new())?;
    if as_json {
        let list: Vec<Value> = rows
            .iter()
            .map(|row| {
                let mut object = Map::new();
                object.insert("id".into(), json!(row.id.to_string()));
                object.insert(
                    "name".into(),
                    json!(document.actor(row.id).map(|actor| &actor.name)),
                );
                for column in COLUMNS {
                    object.insert(column.id.into(), json!((column.get)(row)));
                }
                Value::Object(object)
            })
            .collect();
        return input::print(&format!("{:#}\n", Value::Array(list)));
    }
    let mut text = String::from("id\tname");
    for column in COLUMNS {
        text += &format!("\t{}", column.id);
    }
    text.push('\n');
    for row in &rows {
        text += &format!("{}\t{}", row.id, document.display_name(row.id));
        for column in COLUMNS {
            let shown = (column.get)(row).map_or_else(|| "–".to_owned(), |value| value.to_string());
            text += &format!("\t{shown}");
        }
        text.push('\n');
    }
    input::print(&text)
}
