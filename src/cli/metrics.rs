//! `milieu metrics`: every indicator of a project, or the figures of every actor.

use std::path::Path;

use serde_json::{Map, Value, json};

use crate::analysis::actors::{self, COLUMNS};
use crate::analysis::indicator::{Group, Indicator, View};
use crate::analysis::{assess, format, registry};
use crate::base::cancel::Cancel;

use super::{ViewName, input};

/// All indicators of the whole, grouped as in the panel.
pub(super) fn whole(path: &Path, as_json: bool, view: Option<ViewName>) -> anyhow::Result<()> {
    let document = input::open_telling(path)?;
    let assessment = assess(&document, &Cancel::new())?;
    let wanted = |indicator: &Indicator| view.is_none_or(|view| indicator.view == named(view));
    if as_json {
        let values: Map<String, Value> = registry::ALL
            .iter()
            .filter(|indicator| wanted(indicator))
            .map(|indicator| (indicator.id.to_owned(), json!(assessment.value(indicator.id))))
            .collect();
        return input::print(&format!("{:#}\n", Value::Object(values)));
    }
    let mut text = String::new();
    for group in Group::SHOWN {
        let members = registry::ALL
            .iter()
            .filter(|indicator| indicator.group == group && wanted(indicator));
        let mut rows = String::new();
        for indicator in members {
            rows += &row("  ", indicator, assessment.value(indicator.id));
            for part in registry::ALL
                .iter()
                .filter(|part| part.group == Group::Part(indicator.id) && wanted(part))
            {
                rows += &row("    ", part, assessment.value(part.id));
            }
        }
        if !rows.is_empty() {
            text += &format!("{}\n{rows}", group.name());
        }
    }
    input::tell(assessment.notices());
    input::print(&text)
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

const fn named(view: ViewName) -> View {
    match view {
        ViewName::N => View::Plain,
        ViewName::D => View::Directed,
        ViewName::K => View::Knowledge,
    }
}

/// One row an actor: tab-separated with a heading, or JSON.
pub(super) fn actors(path: &Path, as_json: bool) -> anyhow::Result<()> {
    let document = input::open_telling(path)?;
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
        let name = document.display_name(row.id).replace(['\t', '\n'], " ");
        text += &format!("{}\t{name}", row.id);
        for column in COLUMNS {
            let shown = (column.get)(row).map_or_else(|| "–".to_owned(), |value| value.to_string());
            text += &format!("\t{shown}");
        }
        text.push('\n');
    }
    input::print(&text)
}
