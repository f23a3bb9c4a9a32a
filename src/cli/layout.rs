//! `milieu layout`: new places for all actors, with quality before and after; or the quality alone.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use serde_json::{Map, Value, json};

use crate::base::cancel::Cancel;
use crate::base::text::nearest;
use crate::layout::readability::{CRITERIA, Readability};
use crate::layout::{self, Form};
use crate::model::{ActorId, ActorKind, Document, Edit};
use crate::session::forms::FormOrder;
use crate::session::gauge;

use super::input::{self, Need};

/// What is asked for.
pub(super) struct Asked {
    /// A form; from scratch unless stated.
    pub(super) form: Option<Form>,
    /// Around whom, by name or id.
    pub(super) around: Option<String>,
    /// Only these: actors by name or id, or kinds.
    pub(super) only: Vec<String>,
    pub(super) seed: u64,
}

/// A form by its id.
pub(super) fn form(id: &str) -> Result<Form, String> {
    Form::from_id(id).ok_or_else(|| {
        let ids = Form::ALL.map(Form::id);
        let meant = nearest(id, ids).map_or_else(String::new, |near| format!("did you mean {near}? "));
        format!("{meant}one of {}", ids.join(", "))
    })
}

/// What the map is like as it stands.
pub(super) fn measure(path: &Path, as_json: bool) -> anyhow::Result<()> {
    let document = input::open_telling(path, Need::Map)?;
    let found = gauge::measure(&document, &Cancel::new())?;
    if as_json {
        return input::print(&format!("{:#}\n", Value::Object(figures(&found))));
    }
    let mut text = String::new();
    for criterion in &CRITERIA {
        let value = (criterion.of)(&found).map_or("–".to_owned(), |value| format!("{value:.3}"));
        text.push_str(&format!(
            "{:<30} {value:>10}  {}\n",
            criterion.name, criterion.meaning
        ));
    }
    input::print(&text)
}

/// Every figure by its id.
fn figures(found: &Readability) -> Map<String, Value> {
    let mut figures: Map<String, Value> = CRITERIA
        .iter()
        .map(|criterion| (criterion.id.to_owned(), json!((criterion.of)(found))))
        .collect();
    figures.insert("overlaps".to_owned(), json!(found.quality.overlaps));
    figures.insert("mean_tie_length".to_owned(), json!(found.quality.mean_tie_length));
    figures.insert("sampled".to_owned(), json!(found.sampled));
    figures
}

pub(super) fn run(path: &Path, output: &Path, asked: &Asked, as_json: bool) -> anyhow::Result<()> {
    // Who is laid out anew needs no place before, unless that is to be compared or others stay where they are.
    let anew = !as_json && asked.only.is_empty();
    let need = if anew { Need::Network } else { Need::Map };
    let document = input::open_to_change(path, output, need)?;
    let before = if as_json {
        Some(gauge::measure(&document, &Cancel::new())?)
    } else {
        None
    };
    let begun = Instant::now();
    let cancel = Cancel::new();
    let places = match asked.form {
        None => input::watched("Arranging the map", |progress| {
            layout::arrange(&document, asked.seed, progress, &cancel)
        })?,
        Some(form) => order(&document, form, asked)?.places(&document, &cancel)?,
    };
    let seconds = begun.elapsed().as_secs_f64();
    let document = Edit::Arrange(places).apply(&document, &mut document.ids())?;
    input::save(&document, output)?;
    if let Some(before) = before {
        let mut report = figures(&gauge::measure(&document, &cancel)?);
        report.insert("form".to_owned(), json!(asked.form.map_or("free", Form::id)));
        report.insert("seed".to_owned(), json!(asked.seed));
        report.insert("seconds".to_owned(), json!(seconds));
        report.insert("before".to_owned(), Value::Object(figures(&before)));
        let report = Value::Object(report);
        // The project may be on standard output already.
        if input::is_pipe(output) {
            eprintln!("{report:#}");
            return Ok(());
        }
        return input::print(&format!("{report:#}\n"));
    }
    Ok(())
}

fn order(document: &Document, form: Form, asked: &Asked) -> anyhow::Result<FormOrder> {
    let around = asked
        .around
        .as_deref()
        .map(|word| actor(document, word))
        .transpose()?;
    anyhow::ensure!(
        form != Form::Spill || around.is_some(),
        "Spillover rings need an actor in their middle: --around ACTOR"
    );
    anyhow::ensure!(
        form != Form::Chart || layout::forms::located(document) >= 2,
        "Fewer than two actors have a latitude and longitude"
    );
    let whom = actors(document, &asked.only)?;
    Ok(FormOrder {
        form,
        whom: (!asked.only.is_empty()).then_some(whom),
        around,
    })
}

/// The actors that these words name: by name, by id or by kind.
pub(super) fn actors(document: &Document, words: &[String]) -> anyhow::Result<BTreeSet<ActorId>> {
    let mut whom = BTreeSet::new();
    for word in words {
        match ActorKind::from_id(word) {
            Some(kind) => whom.extend(
                document
                    .actors()
                    .filter(|(_, actor)| actor.kind == kind)
                    .map(|(id, _)| id),
            ),
            None => {
                whom.insert(actor(document, word)?);
            }
        }
    }
    Ok(whom)
}

/// The actor with this id, or the only one of this name.
fn actor(document: &Document, word: &str) -> anyhow::Result<ActorId> {
    if let Ok(id) = word.parse::<ActorId>()
        && document.actor(id).is_some()
    {
        return Ok(id);
    }
    let named: Vec<ActorId> = document
        .actors()
        .filter(|(_, actor)| actor.name == word)
        .map(|(id, _)| id)
        .collect();
    match named.as_slice() {
        [id] => Ok(*id),
        [] => anyhow::bail!("There is no actor called '{word}'"),
        [first, second, ..] => anyhow::bail!("Several actors are called '{word}': {first} or {second}"),
    }
}
