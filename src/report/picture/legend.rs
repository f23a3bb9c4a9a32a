//! What a picture explains: the same as the legend on the screen, in rows.

use crate::analysis::aspect::Aspect;
use crate::analysis::spread::{Measure, Span};
use crate::base::cancel::{Cancel, Cancelled};
use crate::base::text::count as plural;
use crate::model::field::number_text;
use crate::model::{ActorId, Document};
use crate::picture::draw::Sign;
use crate::picture::draw::key::Row;
use crate::picture::legend::{Extent, Legend};
use crate::picture::look::Rgb;
use crate::picture::{Scene, Shown, scale};

use super::super::tint::{Scaled, radius_at};
use super::Subject;

/// What the legend of a picture says.
pub(super) fn rows(
    subject: &Subject,
    scene: &Scene,
    shown: &Shown,
    dark: bool,
    cancel: &Cancel,
) -> Result<Vec<Row>, Cancelled> {
    let legend = Legend::of(&subject.document, shown, cancel)?;
    let tint = &subject.tint;
    let mut rows = Vec::new();
    if let Some(color) = &tint.color {
        if color.spread.sorts().is_empty() {
            color_rows(&mut rows, color, dark);
        } else {
            sort_rows(&mut rows, color, &tint.seen(scene), &subject.document, dark);
        }
        rows.push(Row::Air);
    }
    if let Some(size) = &tint.size {
        size_rows(&mut rows, size);
        rows.push(Row::Air);
    }
    let tinted = tint.color.is_some();
    let actors = legend.actors.iter().filter(|entry| entry.seen > 0);
    rows.extend(actors.map(|entry| Row::Actor(entry.kind, tinted, entry.seen)));
    let mut ties = legend.ties.iter().filter(|entry| entry.seen > 0).peekable();
    if ties.peek().is_some() && !rows.is_empty() {
        rows.push(Row::Rule);
    }
    rows.extend(ties.map(|entry| Row::Tie(entry.kind, entry.seen)));
    if subject.contrast.is_some() {
        rows.push(Row::Rule);
        rows.extend([Sign::Added, Sign::Removed, Sign::Changed].map(Row::Sign));
    }
    rows.push(Row::Air);
    if legend.externals > 0 {
        // Where colors stand for something else, externals have them as well.
        let look = if tinted {
            "Dashed outline"
        } else {
            "Dashed outline, pale"
        };
        rows.push(Row::Words(format!("{look}: external ({})", legend.externals)));
    }
    if legend.disabled > 0 {
        rows.push(Row::Words(format!("Faint line: disabled ({})", legend.disabled)));
    }
    let ends = |(least, most): Extent| [least, most].map(number_text);
    rows.extend(
        legend
            .jobs
            .filter(|_| tint.size.is_none())
            .map(ends)
            .map(Row::Jobs),
    );
    rows.extend(legend.weights.map(ends).map(Row::Strengths));
    Ok(rows)
}

fn head(rows: &mut Vec<Row>, measure: Measure) {
    rows.push(Row::Heading(measure.name().to_owned()));
    let words = measure.explanation();
    if !words.is_empty() {
        rows.push(Row::Words(words));
    }
}

fn ends(measure: Measure, span: Span) -> [String; 2] {
    [span.least, span.most].map(|value| measure.format_beside(value, span.most))
}

fn color_rows(rows: &mut Vec<Row>, color: &Scaled, dark: bool) {
    /// Colors that are told apart on a scale.
    const STEPS: u32 = 4;
    let measure = color.spread.measure();
    head(rows, measure);
    if color.spread.is_empty() {
        let words = match measure {
            Measure::Aspect(_) => "Nobody on the map has one",
            _ => "Nobody on the map has a share in it",
        };
        rows.push(Row::Words(words.to_owned()));
        return;
    }
    let ramp = |of: fn(f64, bool) -> Rgb| {
        let place = |i: u32| of(f64::from(i) / f64::from(STEPS), dark);
        (0..=STEPS).map(place).collect::<Vec<Rgb>>()
    };
    if let Some(span) = color.actors {
        rows.push(Row::Ramp {
            words: "Actors".to_owned(),
            ends: ends(measure, span),
            colors: ramp(scale::fill),
            of_ties: false,
        });
    }
    if let Some(span) = color.ties {
        rows.push(Row::Ramp {
            words: "Ties".to_owned(),
            ends: ends(measure, span),
            colors: ramp(scale::line),
            of_ties: true,
        });
    }
    if measure.indicator().is_some() && color.actors.is_some() && color.ties.is_some() {
        // Else the numbers of actors would not be those that the explanation lists.
        let words = "Actors count with half of each of their ties";
        rows.push(Row::Words(words.to_owned()));
    }
    let rest = measure.format(color.spread.rest());
    if rest.bytes().any(|c| (b'1'..=b'9').contains(&c)) {
        rows.push(Row::Words(format!("Of nobody on the map: {rest}")));
    }
}

fn size_rows(rows: &mut Vec<Row>, size: &Scaled) {
    let measure = size.spread.measure();
    head(rows, measure);
    match size.actors {
        Some(span) => {
            let most = radius_at(1.0);
            rows.push(Row::Sizes {
                words: "Size".to_owned(),
                ends: ends(measure, span),
                radii: (0..5).map(|i| radius_at(f64::from(i) / 4.0) / most).collect(),
            });
        }
        None => rows.push(Row::Words("No actor has a share in it".to_owned())),
    }
}

fn sort_rows(rows: &mut Vec<Row>, color: &Scaled, seen: &[usize], document: &Document, dark: bool) {
    let Measure::Aspect(aspect) = color.spread.measure() else {
        return;
    };
    head(rows, color.spread.measure());
    let (mut others, mut grey) = (0, 0);
    for (place, sort) in color.spread.sorts().iter().enumerate() {
        let count = seen.get(place).copied().unwrap_or(0);
        if count == 0 {
            continue;
        }
        if sort.color.is_none() && !sort.word.is_empty() && aspect != Aspect::Role {
            others += 1;
            grey += count;
            continue;
        }
        let name = if aspect == Aspect::Community && !sort.word.is_empty() {
            chief(color, place, document)
                .map_or_else(|| aspect.label(&sort.word), |id| document.display_name(id))
        } else {
            aspect.label(&sort.word)
        };
        rows.push(Row::Sort {
            name,
            ink: color.ink(place, dark),
            of_ties: aspect.is_of_ties(),
            count,
        });
    }
    if others > 0 {
        let (one, many) = if aspect == Aspect::Community {
            ("smaller community", "smaller communities")
        } else {
            ("other", "others")
        };
        rows.push(Row::Sort {
            name: plural(others, one, many),
            ink: scale::grey(dark),
            of_ties: aspect.is_of_ties(),
            count: grey,
        });
    }
}

/// The largest actor of a community, after whom it is called: by jobs, then by revenue.
fn chief(color: &Scaled, place: usize, document: &Document) -> Option<ActorId> {
    let members = document
        .actors()
        .filter(|&(id, _)| color.spread.actor_sort(id) == Some(place));
    let size = |actor: &crate::model::Actor| (actor.jobs.get(), actor.revenue.get());
    members
        .max_by(|(a_id, a), (b_id, b)| {
            let ((a_jobs, a_revenue), (b_jobs, b_revenue)) = (size(a), size(b));
            a_jobs
                .total_cmp(&b_jobs)
                .then(a_revenue.total_cmp(&b_revenue))
                .then(b_id.cmp(a_id))
        })
        .map(|(id, _)| id)
}
