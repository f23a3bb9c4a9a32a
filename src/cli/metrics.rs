//! `milieu metrics`: every indicator of a project, or the figures of every actor or tie.

use std::fmt::Display;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::analysis::columns::{Column, Table, actor_figures, tie_figures};
use crate::analysis::indicator::{Group, Indicator};
use crate::analysis::{actors, format, measure_all, registry, structure_all, ties};
use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::graph::Lens;
use crate::model::{ActorId, TieId};

use super::{honesty, input};

/// All indicators of the whole, grouped as in the panel.
pub(super) fn whole(path: &Path, snapshot: Option<&str>, as_json: bool) -> anyhow::Result<()> {
    let document = input::open_state(path, snapshot)?;
    let assessment = measure_all(&document, &Progress::new(), &Cancel::new())?;
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

/// The figures of the network's shape through a lens.
pub(super) fn view(path: &Path, snapshot: Option<&str>, as_json: bool, lens: Lens) -> anyhow::Result<()> {
    let document = input::open_state(path, snapshot)?;
    let values = structure_all(&document, &lens, &Progress::new(), &Cancel::new())?;
    if as_json {
        return print_json(values.into_iter(), Map::new());
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

/// One row an actor: tab-separated with a heading, or JSON.
pub(super) fn actors(path: &Path, snapshot: Option<&str>, as_json: bool) -> anyhow::Result<()> {
    let document = input::open_state(path, snapshot)?;
    let table = actor_figures(&document, &Cancel::new())?;
    let words = |id: ActorId| {
        // Names as they are for programs, never empty for people.
        let name = document.actor(id).map(|actor| actor.name.clone());
        vec![
            name.filter(|_| as_json)
                .unwrap_or_else(|| document.display_name(id)),
        ]
    };
    rows(&table, actors::COLUMNS, as_json, &["name"], words)
}

/// One row a tie: tab-separated with a heading, or JSON.
pub(super) fn ties(path: &Path, snapshot: Option<&str>, as_json: bool) -> anyhow::Result<()> {
    let document = input::open_state(path, snapshot)?;
    let table = tie_figures(&document, &Cancel::new())?;
    let end = |id: ActorId| {
        if as_json {
            id.to_string()
        } else {
            document.display_name(id)
        }
    };
    let words = |id: TieId| match document.tie(id) {
        Some(tie) => vec![tie.kind.id().to_owned(), end(tie.from), end(tie.to)],
        None => Vec::new(),
    };
    rows(&table, ties::COLUMNS, as_json, &["kind", "from", "to"], words)
}

/// Prints a table of figures, each row with its id and with words that say what it is of.
fn rows<I: Copy + Ord + Display>(
    table: &Table<I>,
    columns: &[Column],
    as_json: bool,
    heads: &[&str],
    words: impl Fn(I) -> Vec<String>,
) -> anyhow::Result<()> {
    if as_json {
        let list: Vec<Value> = table
            .ids()
            .iter()
            .map(|&id| {
                let mut object = Map::new();
                object.insert("id".into(), json!(id.to_string()));
                for (head, word) in heads.iter().zip(words(id)) {
                    object.insert((*head).to_owned(), json!(word));
                }
                for (place, column) in columns.iter().enumerate() {
                    object.insert(column.id.into(), json!(table.value(id, place)));
                }
                Value::Object(object)
            })
            .collect();
        return input::print(&format!("{:#}\n", Value::Array(list)));
    }
    let mut text = String::from("id");
    for head in heads
        .iter()
        .copied()
        .chain(columns.iter().map(|column| column.id))
    {
        text += &format!("\t{head}");
    }
    text.push('\n');
    for &id in table.ids() {
        text += &id.to_string();
        for word in words(id) {
            text += &format!("\t{word}");
        }
        for place in 0..columns.len() {
            let shown = table.value(id, place);
            let shown = shown.map_or_else(|| "–".to_owned(), |value| value.to_string());
            text += &format!("\t{shown}");
        }
        text.push('\n');
    }
    input::print(&text)
}
