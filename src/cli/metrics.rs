//! `milieu metrics`: every indicator of a project, or the figures of every actor or tie.

use std::fmt::Display;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::analysis::columns::{Column, Table, actor_figures, tie_figures};
use crate::analysis::indicator::{Group, Indicator, Precision, Reading, View};
use crate::analysis::{Assessment, actors, format, measure_all, registry, structure_all, ties};
use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::graph::Lens;
use crate::model::{ActorId, TieId};

use super::{honesty, input};

/// What stands below figures none of which comes from a sample.
const ALL_EXACT: &str = "All figures are exact\n";

/// All indicators of the whole, grouped as in the panel.
pub(super) fn whole(path: &Path, snapshot: Option<&str>, as_json: bool) -> anyhow::Result<()> {
    let document = input::open_state(path, snapshot, input::Need::Network)?;
    let assessment = measure_all(&document, &Progress::new(), &Cancel::new())?;
    if as_json {
        let mut extra = Map::new();
        let assumptions = honesty::departures_json(&document);
        if !assumptions.is_empty() {
            extra.insert("assumptions".to_owned(), Value::Object(assumptions));
        }
        extra.insert("approximate".to_owned(), Value::Object(errors_json(&assessment)));
        return print_json(assessment.values(), extra);
    }
    let mut text = String::new();
    let line = |indent: &str, indicator: &Indicator| row(indent, indicator, assessment.reading(indicator.id));
    for group in Group::SHOWN {
        text += &format!("{}\n", group.name());
        for indicator in registry::ALL.iter().filter(|indicator| indicator.group == group) {
            text += &line("  ", indicator);
            for part in registry::ALL
                .iter()
                .filter(|part| part.group == Group::Part(indicator.id))
            {
                text += &line("    ", part);
            }
        }
    }
    for view in [View::Plain, View::Directed, View::Knowledge] {
        text += &format!("{}\n", view.definition());
    }
    text += if errors_json(&assessment).is_empty() {
        ALL_EXACT
    } else {
        "Figures with ± come from a sample, with the largest error and its probability; all others are exact\n"
    };
    text += &honesty::departures(&document);
    input::tell(assessment.notices());
    input::print(&text)
}

/// The figures of the network's shape through a lens. They rest on no assumption, so none is told.
pub(super) fn view(path: &Path, snapshot: Option<&str>, as_json: bool, lens: Lens) -> anyhow::Result<()> {
    let document = input::open_state(path, snapshot, input::Need::Network)?;
    let values = structure_all(&document, &lens, &Progress::new(), &Cancel::new())?;
    if as_json {
        let extra = [("view".to_owned(), honesty::lens_json(&lens))];
        return print_json(values.into_iter(), extra.into_iter().collect());
    }
    let mut text = format!("{}\n", honesty::lens_words(&lens));
    for (indicator, value) in values {
        let exact = Reading {
            value,
            precision: Precision::Exact,
        };
        // The heading names the view.
        let name = indicator.name;
        text += &format!("{}\n", figure(name, indicator, exact));
    }
    text += ALL_EXACT;
    input::print(&text)
}

/// Error and probability of every figure that comes from a sample.
fn errors_json(assessment: &Assessment) -> Map<String, Value> {
    let readings = registry::ALL
        .iter()
        .map(|indicator| (indicator.id, assessment.reading(indicator.id).precision));
    readings
        .filter_map(|(id, precision)| match precision {
            Precision::Approximate { error, confidence } => {
                Some((id.to_owned(), json!({ "error": error, "confidence": confidence })))
            }
            Precision::Exact | Precision::Waiting => None,
        })
        .collect()
}

/// Stable ids and full precision; undefined values are null. What the figures rest on stands beside them.
fn print_json<'a>(
    values: impl Iterator<Item = (&'a Indicator, Option<f64>)>,
    extra: Map<String, Value>,
) -> anyhow::Result<()> {
    let mut object: Map<String, Value> = values
        .map(|(indicator, value)| (indicator.id.to_owned(), json!(value)))
        .collect();
    object.extend(extra);
    input::print(&format!("{:#}\n", Value::Object(object)))
}

/// A figure with its view, if it has one.
fn row(indent: &str, indicator: &Indicator, reading: Reading) -> String {
    let figure = figure(&format!("{indent}{}", indicator.name), indicator, reading);
    match indicator.view.label() {
        "" => format!("{figure}\n"),
        view => format!("{figure:<72}view {view}\n"),
    }
}

/// Name, value and unit, and the error of what comes from a sample.
fn figure(name: &str, indicator: &Indicator, reading: Reading) -> String {
    let shown = format(indicator, reading.value);
    let error = match reading.precision {
        Precision::Exact => String::new(),
        Precision::Approximate { error, confidence } => {
            let decimals = indicator.decimals;
            format!(" ± {error:.decimals$} in {:.0} %", 100.0 * confidence)
        }
        Precision::Waiting => " not computed".to_owned(),
    };
    let unit = reading.value.map_or("", |_| indicator.unit.label());
    format!("{name:<44}{shown:>10} {unit}{error}")
        .trim_end()
        .to_owned()
}

/// One row an actor: tab-separated with a heading, or JSON.
pub(super) fn actors(path: &Path, snapshot: Option<&str>, as_json: bool) -> anyhow::Result<()> {
    let document = input::open_state(path, snapshot, input::Need::Network)?;
    honesty::tell_departures(&document);
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
    let document = input::open_state(path, snapshot, input::Need::Network)?;
    honesty::tell_departures(&document);
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
