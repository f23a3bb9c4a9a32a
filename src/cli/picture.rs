//! `milieu picture`: the map as SVG, PNG or PDF, without a window.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;

use crate::analysis::spread::{Measure, Spread};
use crate::base::cancel::Cancel;
use crate::base::text::nearest;
use crate::model::Document;
use crate::report::picture::{Choices, Detail, Ground, Part, Subject};
use crate::report::tint::Tint;
use crate::session::exporting::{PictureFormat, PictureOrder, laid_out};

use super::{input, layout};

/// What is drawn, and how.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The project.
    file: PathBuf,
    /// The picture: *.svg, *.png or *.pdf; `-` for SVG on standard output.
    output: PathBuf,
    /// Width in points; as the map needs it unless given.
    #[arg(long, value_name = "POINTS", value_parser = points)]
    width: Option<f64>,
    /// Height in points; as the map needs it unless given.
    #[arg(long, value_name = "POINTS", value_parser = points)]
    height: Option<f64>,
    /// Pixels for each point of a PNG.
    #[arg(long, value_name = "FACTOR", default_value_t = 2.0, value_parser = scale)]
    scale: f64,
    /// On a dark ground.
    #[arg(long)]
    dark: bool,
    /// On no ground at all.
    #[arg(long, conflicts_with = "dark")]
    transparent: bool,
    /// Without the legend.
    #[arg(long)]
    no_legend: bool,
    /// With the legend, as is usual.
    #[arg(long, conflicts_with = "no_legend")]
    legend: bool,
    /// Without names.
    #[arg(long)]
    no_names: bool,
    /// Without notes and zones.
    #[arg(long)]
    no_notes: bool,
    /// Stands above the map; the title of the project unless given, nothing for an empty one.
    #[arg(long)]
    title: Option<String>,
    /// What colors stand for: an indicator, a figure of actors or ties, an attribute (of ties as tie-trust), kind, role,
    /// tag or community.
    #[arg(long, value_name = "WHAT", value_parser = measure)]
    tint: Option<Measure>,
    /// What sizes stand for.
    #[arg(long, value_name = "WHAT", value_parser = measure)]
    size: Option<Measure>,
    /// Only these actors and the ties between them, by name, id or kind.
    #[arg(long, value_delimiter = ',', value_name = "WHO,…")]
    only: Vec<String>,
    /// Every tie in full; otherwise a large map is drawn as on the screen, without its lightest ties.
    #[arg(long)]
    full: bool,
    /// Of this snapshot instead of the present state, by its name or id.
    #[arg(long, value_name = "NAME")]
    snapshot: Option<String>,
}

fn number(text: &str, least: f64, most: f64) -> Result<f64, String> {
    let number = text.parse().ok();
    number
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| format!("a number from {least} to {most}"))
}

fn points(text: &str) -> Result<f64, String> {
    number(
        text,
        crate::report::picture::SIZE_LEAST,
        crate::report::picture::SIZE_MOST,
    )
}

fn scale(text: &str) -> Result<f64, String> {
    number(text, 0.1, 20.0)
}

fn measure(id: &str) -> Result<Measure, String> {
    Measure::from_id(id).ok_or_else(|| {
        let meant = nearest(id, Measure::ids());
        meant.map_or_else(
            || "see `milieu indicators`".to_owned(),
            |near| format!("did you mean {near}?"),
        )
    })
}

pub(super) fn run(asked: &Arguments) -> anyhow::Result<()> {
    let format = if input::is_pipe(&asked.output) {
        PictureFormat::Svg
    } else {
        PictureFormat::of(&asked.output)
            .with_context(|| format!("A picture is *.svg, *.png or *.pdf: {}", asked.output.display()))?
    };
    let document = Arc::new(input::open_state(
        &asked.file,
        asked.snapshot.as_deref(),
        input::Need::Map,
    )?);
    let (color, size) = (figure(&document, asked.tint)?, figure(&document, asked.size)?);
    let mut subject = Subject::of(&document);
    subject.tint = Tint::of(color.as_ref(), size.as_ref());
    let choices = Choices {
        size: [asked.width, asked.height],
        ground: match (asked.dark, asked.transparent) {
            (true, _) => Ground::Dark,
            (_, true) => Ground::Clear,
            _ => Ground::Light,
        },
        title: asked.title.clone(),
        legend: !asked.no_legend,
        names: !asked.no_names,
        jots: !asked.no_notes,
        part: if asked.only.is_empty() {
            Part::Whole
        } else {
            Part::Chosen(layout::actors(&document, &asked.only)?)
        },
        detail: if asked.full { Detail::Full } else { Detail::AsSeen },
    };
    let order = PictureOrder {
        subject,
        choices,
        format,
        scale: asked.scale,
    };
    let cancel = Cancel::new();
    if input::is_pipe(&asked.output) {
        let bytes = order.bytes(&cancel)?;
        return input::print(&String::from_utf8_lossy(&bytes));
    }
    input::tell(&order.write(&asked.output, &cancel)?);
    Ok(())
}

fn figure(document: &Document, measure: Option<Measure>) -> anyhow::Result<Option<Arc<Spread>>> {
    match measure {
        Some(measure) => Ok(laid_out(document, measure, &Cancel::new())?),
        None => Ok(None),
    }
}
