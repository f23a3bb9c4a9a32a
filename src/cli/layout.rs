//! `milieu layout`: new places for all actors, with the quality of the result.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use serde_json::json;

use crate::base::cancel::Cancel;
use crate::base::text::nearest;
use crate::layout::{self, Form};
use crate::model::{ActorId, ActorKind, Document, Edit};
use crate::session::forms::FormOrder;

use super::input;

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

pub(super) fn run(path: &Path, output: &Path, asked: &Asked, as_json: bool) -> anyhow::Result<()> {
    let document = input::open_to_change(path, output)?;
    let begun = Instant::now();
    let cancel = Cancel::new();
    let places = match asked.form {
        None => layout::arrange(&document, asked.seed, &cancel)?,
        Some(form) => order(&document, form, asked)?.places(&document, &cancel)?,
    };
    let seconds = begun.elapsed().as_secs_f64();
    let document = Edit::Arrange(places).apply(&document, &mut document.ids())?;
    let stand = document.places().map(|(id, place)| (id, place.at)).collect();
    let quality = layout::quality::measure(&document, &stand);
    input::save(&document, output)?;
    if as_json {
        let report = json!({
            "form": asked.form.map_or("free", Form::id),
            "seed": asked.seed,
            "seconds": seconds,
            "stress": quality.stress,
            "crossings": quality.crossings,
            "overlaps": quality.overlaps,
            "mean_tie_length": quality.mean_tie_length,
        });
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
    let mut whom = BTreeSet::new();
    for word in &asked.only {
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
    Ok(FormOrder {
        form,
        whom: (!asked.only.is_empty()).then_some(whom),
        around,
    })
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
