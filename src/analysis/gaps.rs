//! What a cluster lacks: each gap with the actors concerned and the figures that it holds down.

mod chain;
mod checks;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::progress::Progress;
use crate::model::{ActorId, Document, TieId};

use super::dimensions::{self, DIMENSIONS};
use super::economic;
use super::facts::Facts;
use super::registry;
use super::works::Work;

/// Something that a cluster lacks.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// Stable id of the sort of gap.
    pub id: &'static str,
    /// A few words for a list.
    pub name: &'static str,
    /// What is missing, with names and numbers; without a full stop.
    pub sentence: String,
    /// The actors concerned, those that matter most first.
    pub actors: Vec<ActorId>,
    /// The ties concerned.
    pub ties: Vec<TieId>,
    /// The figures that would be higher without the gap.
    pub holds_down: Vec<HeldDown>,
    /// Where the thought comes from; empty for choices of ours and for what the sentence itself names.
    pub sources: &'static [&'static Work],
}

/// A figure that a gap holds down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeldDown {
    /// Id of the indicator.
    pub indicator: &'static str,
    /// By how much it would rise if the gap were closed and nothing else changed; `None` where that depends on how
    /// it is closed.
    pub by: Option<f64>,
}

impl Gap {
    /// Points that the gap costs the dimensions, as far as that can be said.
    pub fn cost(&self) -> f64 {
        self.holds_down
            .iter()
            .filter(|held| dimensions::find(held.indicator).is_some())
            .filter_map(|held| held.by)
            .sum()
    }

    /// Whether it holds this figure down.
    pub fn touches(&self, indicator: &str) -> bool {
        self.holds_down.iter().any(|held| held.indicator == indicator)
    }
}

/// The gaps of a cluster, the costliest first. None of an empty one.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn gaps(document: &Document, cancel: &Cancel) -> Result<Vec<Gap>, Cancelled> {
    // Of a large map a sample is as good; what is not even sampled there says nothing.
    gaps_of(&Facts::affordable(document, &Progress::new(), cancel))
}

/// The same of what is looked through for other questions, too.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn gaps_of(facts: &Facts<'_>) -> Result<Vec<Gap>, Cancelled> {
    if facts.locals.is_empty() {
        return Ok(Vec::new());
    }
    let mut gaps = Vec::new();
    for check in checks::ALL {
        facts.cancel.check()?;
        let Some(Some(found)) = facts.unless_put_off((check.find)(facts))? else {
            continue;
        };
        let holds_down = facts.unless_put_off(held_down(facts, &found.parts))?;
        gaps.push(Gap {
            id: check.id,
            name: check.name,
            sentence: found.sentence,
            actors: found.actors,
            ties: found.ties,
            holds_down: holds_down.unwrap_or_default(),
            sources: check.sources,
        });
    }
    gaps.sort_by(|a, b| b.cost().total_cmp(&a.cost()));
    Ok(gaps)
}

/// Parts with what they would gain, and after each its dimension with what that comes to.
fn held_down(facts: &Facts<'_>, parts: &[(&'static str, Option<f64>)]) -> Result<Vec<HeldDown>, Cancelled> {
    let mut held = Vec::new();
    let mut wholes: Vec<HeldDown> = Vec::new();
    for &(part, by) in parts {
        held.push(HeldDown { indicator: part, by });
        let Some(dimension) = DIMENSIONS
            .iter()
            .find(|dimension| dimension.parts.contains(&part))
        else {
            continue;
        };
        let of_whole = match by {
            Some(by) => share_in_dimension(facts, dimension, part)?.map(|share| share * by),
            None => None,
        };
        match wholes.iter_mut().find(|whole| whole.indicator == dimension.id) {
            // What is not known of one part is not known of the sum, but the rest of it is.
            Some(whole) => {
                whole.by = match (whole.by, of_whole) {
                    (Some(a), Some(b)) => Some(a + b),
                    (known, None) | (None, known) => known,
                }
            }
            None => wholes.push(HeldDown {
                indicator: dimension.id,
                by: of_whole,
            }),
        }
    }
    held.extend(wholes);
    Ok(held)
}

/// How many points of a dimension one unit of a part is worth.
fn share_in_dimension(
    facts: &Facts<'_>,
    dimension: &dimensions::Dimension,
    part: &'static str,
) -> Result<Option<f64>, Cancelled> {
    let mut all = 0.0;
    for &id in dimension.parts {
        let indicator = registry::find(id).expect("tables of parts name registered indicators");
        if facts.value(indicator)?.is_some() {
            all += facts.assume(&format!("weight.{id}"));
        }
    }
    let kept = if dimension.id == dimensions::SPILLOVER.id {
        1.0 - facts.assume("independence") * economic::concentration(facts)?
    } else {
        1.0
    };
    let own = facts.assume(&format!("weight.{part}"));
    Ok((all > 0.0).then(|| 100.0 * kept * own / all))
}
