//! What the figures rest on, for reports: assumptions that differ, bands of scores, comparisons with chance.

use std::path::Path;

use anyhow::Context as _;
use serde_json::{Map, Value, json};

use crate::analysis::chance::{self, Row};
use crate::analysis::influence::{self, Ranking};
use crate::analysis::uncertainty::{self, AGGREGATION, Bands, DRAWS, Model};
use crate::analysis::{View, assess, format, registry};
use crate::base::cancel::Cancel;
use crate::base::notice::Notice;
use crate::base::progress::Progress;
use crate::base::units::Seed;
use crate::graph::Lens;
use crate::model::{Document, TieKind, assumption};

use super::input;

/// Assumptions that differ from their defaults under a heading; empty when there are none.
pub(super) fn departures(document: &Document) -> String {
    departures_under("Assumptions that differ from their defaults", document)
}

/// The same of two states, told once where they assume the same.
pub(super) fn departures_of_both(a: &Document, b: &Document) -> String {
    let told = departures(a);
    if told == departures(b) {
        return told;
    }
    let of = |side: &str, document| {
        departures_under(
            &format!("Assumptions of {side} that differ from their defaults"),
            document,
        )
    };
    of("A", a) + &of("B", b)
}

/// For tables, which have no place for sentences: to standard error.
pub(super) fn tell_departures(document: &Document) {
    let list = document.project().assumptions.departures();
    let notices = list.iter().map(|departure| Notice::info(departure.to_string()));
    input::tell(&notices.collect::<Vec<_>>());
}

fn departures_under(heading: &str, document: &Document) -> String {
    let list = document.project().assumptions.departures();
    let mut text = String::new();
    if !list.is_empty() {
        text += &format!("{heading}\n");
    }
    for departure in list {
        text += &format!("  {departure}\n");
    }
    text
}

/// The same by id; the mean is a word, everything else a number.
pub(super) fn departures_json(document: &Document) -> Map<String, Value> {
    let assumptions = &document.project().assumptions;
    let value = |id: &str, text: String| match assumption::find(id) {
        Some(known) => json!(assumptions.get(known.id)),
        None => json!(text),
    };
    let list = assumptions.departures().into_iter();
    list.map(|departure| (departure.id.to_owned(), value(departure.id, departure.value)))
        .collect()
}

/// The bands of the scores, and which weight matters most.
pub(super) fn uncertainty(
    path: &Path,
    snapshot: Option<&str>,
    as_json: bool,
    seed: Option<u32>,
) -> anyhow::Result<()> {
    let document = input::open_state(path, snapshot, input::Need::Network)?;
    let cancel = Cancel::new();
    let assessment = assess(&document, &cancel)?;
    let project = document.project();
    let seed = seed.map_or(project.seed.number(), u64::from);
    let model = Model::of(&assessment, &project.assumptions).context("A part of a score is missing")?;
    let bands = Bands::of(&model, seed);
    let rankings = influence::rankings(&model, seed, &cancel)?;
    if as_json {
        let scores: Map<String, Value> = bands
            .iter()
            .map(|(id, band)| {
                let ranking = rankings.iter().find(|ranking| ranking.of == id);
                let inputs: Vec<Value> = ranking.map_or(Vec::new(), inputs_json);
                let score = json!({
                    "value": assessment.value(id),
                    "low": band.low(),
                    "high": band.high(),
                    "inputs": inputs,
                    "together": ranking.map(|ranking| ranking.together),
                });
                (id.to_owned(), score)
            })
            .collect();
        let report = json!({
            "seed": seed,
            "draws": DRAWS,
            "tail": uncertainty::TAIL,
            "scores": scores,
            "assumptions": departures_json(&document),
        });
        return input::print(&format!("{report:#}\n"));
    }
    let mut text = format!("{DRAWS} draws of the weights, seed {seed}\n");
    for (id, band) in bands.iter() {
        let Some(indicator) = registry::find(id) else {
            continue;
        };
        let value = format(indicator, assessment.value(id));
        let name = indicator.name;
        text += &format!("{name:<28}{value:>6}   {:.1} to {:.1}\n", band.low(), band.high());
    }
    for ranking in &rankings {
        let name = registry::find(ranking.of).map_or(ranking.of, |indicator| indicator.name);
        text += &format!("\nWhich assumption matters most for {}\n", name.to_lowercase());
        for influence in &ranking.list {
            let name =
                assumption::find(influence.id).map_or("Geometric or arithmetic mean", |known| known.name);
            text += &format!(
                "  {name:<44}{:>6.1} %   {:.1} to {:.1}\n",
                influence.share * 100.0,
                influence.low,
                influence.high
            );
        }
        text += &format!("  {:<44}{:>6.1} %\n", "Acting together", ranking.together * 100.0);
    }
    text += &format!("\n{}.\n{}.\n", uncertainty::METHOD, uncertainty::LIMITS);
    text += &departures(&document);
    input::print(&text)
}

fn inputs_json(ranking: &Ranking) -> Vec<Value> {
    let list = ranking.list.iter();
    list.map(|influence| {
        let ends = if influence.id == AGGREGATION {
            json!({ "geometric": influence.low, "arithmetic": influence.high })
        } else {
            json!({ "low": influence.low, "high": influence.high })
        };
        json!({ "id": influence.id, "share": influence.share, "mean_score": ends })
    })
    .collect()
}

/// How many networks to draw, from where.
pub(super) struct Drawing {
    /// Which network.
    pub(super) lens: Lens,
    /// How many.
    pub(super) rewirings: usize,
    /// The project's unless given.
    pub(super) seed: Option<u32>,
}

/// The shape of the network against chance. It rests on no assumption, so none is told.
pub(super) fn against_chance(
    path: &Path,
    snapshot: Option<&str>,
    as_json: bool,
    drawing: &Drawing,
) -> anyhow::Result<()> {
    let lens = &drawing.lens;
    anyhow::ensure!(
        lens.view != View::Directed,
        "Networks with direction are not compared with chance; choose view N or K"
    );
    let document = input::open_state(path, snapshot, input::Need::Network)?;
    let seed = drawing
        .seed
        .map_or(document.project().seed, |seed| Seed::of(seed.into()));
    let compared = chance::compare(
        &document,
        lens,
        drawing.rewirings,
        seed.number(),
        &Progress::new(),
        &Cancel::new(),
    )?;
    if as_json {
        let rows: Map<String, Value> = compared
            .rows
            .iter()
            .map(|row| (row.id.to_owned(), row_json(row)))
            .collect();
        let report = json!({
            "view": lens_json(lens),
            "rewirings": compared.rewirings,
            "seed": compared.seed,
            "figures": rows,
        });
        return input::print(&format!("{report:#}\n"));
    }
    let (view, rewirings, seed) = (lens_words(lens), compared.rewirings, compared.seed);
    let mut text = format!("{view}\n{rewirings} rewirings, seed {seed}\n");
    for row in &compared.rows {
        let Some(indicator) = registry::find(row.id) else {
            continue;
        };
        let here = format(indicator, row.value);
        let (mean, deviation) = (row.mean(), row.deviation());
        let chance = match mean.zip(deviation) {
            Some((mean, deviation)) if !row.fixed => format!("{mean:.3} ± {deviation:.3}"),
            _ => String::new(),
        };
        let z = row.z().map_or(String::new(), |z| format!("z {z:+.1}"));
        let line = format!(
            "{:<34}{here:>8}  {chance:>16}  {z:>8}  {}",
            indicator.name,
            row.words()
        );
        text += &format!("{line}\n");
    }
    text += &format!("{}.\n{}.\n", chance::METHOD, chance::LIMITS);
    input::print(&text)
}

/// Which network figures are of, in one line.
pub(super) fn lens_words(lens: &Lens) -> String {
    let mut text = lens.view.definition().to_owned();
    let plain = Lens::of(lens.view);
    if lens.externals != plain.externals {
        text += "; external actors let in";
    }
    if lens.kinds != plain.kinds {
        text += &format!("; only {}", kinds_in(lens).join(", "));
    }
    text
}

/// The same for programs.
pub(super) fn lens_json(lens: &Lens) -> Value {
    json!({
        "name": lens.view.label(),
        "externals": lens.externals,
        "kinds": kinds_in(lens),
    })
}

/// Ids of the kinds of tie that count.
fn kinds_in(lens: &Lens) -> Vec<&'static str> {
    let kinds = TieKind::ALL.into_iter().filter(|&kind| lens.takes(kind));
    kinds.map(TieKind::id).collect()
}

fn row_json(row: &Row) -> Value {
    json!({
        "value": row.value,
        "fixed": row.fixed,
        "mean": row.mean(),
        "deviation": row.deviation(),
        "z": row.z(),
        "percentile": row.percentile(),
        "rewirings": row.drawn.len(),
    })
}
