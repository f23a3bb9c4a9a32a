//! Indicators: what a cluster's map says about its competitiveness.
//!
//! `measure_all` computes all of them for one document, `assess` those that follow every edit. Each is declared once,
//! in the file of its family, and listed in `registry`; `facts` holds what several need, each computed once;
//! `dimensions` and `diamond` hold the tables of parts. No clock and no thread, and chance only from a seed: the same
//! document gives the same bits.

pub mod actors;
pub mod advice;
pub mod aspect;
pub mod causes;
pub mod chance;
pub mod columns;
pub mod comparison;
pub mod diamond;
pub mod dimensions;
pub mod explain;
pub mod families;
pub mod gaps;
pub mod indicator;
pub mod influence;
pub mod own;
pub mod registry;
mod sorts;
pub mod spread;
pub mod story;
pub mod ties;
pub mod uncertainty;
pub mod works;

mod certainty;
mod coordination;
mod economic;
mod explained;
mod external_economies;
mod facts;
mod memory;
mod purchases;
mod reference;
mod regional;
mod sets;
mod shape;
mod spillover;
mod spontaneity;
mod structural;
mod trust;
mod variety;

pub use explain::{Attribution, Share, Whom};
pub use facts::Facts;
pub use indicator::{Cost, Group, Indicator, Precision, Reading, Unit, View, format, shown};
pub use memory::Memory;
pub use reference::reference_page;
pub use story::{ChangeStory, StateStory, explain_change, explain_changes, explain_state, state_sentence};

use std::sync::Arc;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::notice::Notice;
use crate::base::progress::Progress;
use crate::base::text::count;
use crate::graph::Lens;
use crate::model::Document;

use certainty::Effort;

/// The values of all indicators for one state of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// In the order of the registry.
    readings: Vec<Reading>,
    notices: Vec<Notice>,
}

/// Computes the indicators that follow every edit; the others wait.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn assess(document: &Document, cancel: &Cancel) -> Result<Assessment, Cancelled> {
    assess_down_to(document, Cost::Live, &Progress::new(), cancel)
}

/// The same with what is computed after a pause in editing; what a person has to ask for waits.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn assess_idle(document: &Document, cancel: &Cancel) -> Result<Assessment, Cancelled> {
    assess_down_to(document, Cost::Idle, &Progress::new(), cancel)
}

/// Computes every indicator, however long it takes.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn measure_all(
    document: &Document,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Assessment, Cancelled> {
    assess_down_to(document, Cost::Demand, progress, cancel)
}

/// The same of what is looked through for other questions, too.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn measure_with(facts: &Facts<'_>) -> Result<Assessment, Cancelled> {
    assessment(facts, Cost::Demand)
}

fn assess_down_to(
    document: &Document,
    deepest: Cost,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Assessment, Cancelled> {
    assessment(&Facts::affordable(document, progress, cancel), deepest)
}

/// All readings of what has been looked through, as far as they are to be had for now.
fn assessment(facts: &Facts<'_>, deepest: Cost) -> Result<Assessment, Cancelled> {
    let wanted = |id| registry::find(id).is_some_and(|indicator| indicator.cost <= deepest);
    let readings = facts.readings(wanted)?;
    // Nobody is told of what is left out before it is known what is.
    let mut notices = facts
        .unless_put_off(dimensions::notices(facts))?
        .unwrap_or_default();
    let scaled = facts.purchases().scaled_down();
    if let Some(&first) = scaled.first() {
        let who = count(scaled.len(), "actor", "actors");
        let sentence = format!(
            "The output multiplier scales down the local inputs of {who}: they exceed 95 % of revenue"
        );
        let name = facts.document.display_name(facts.members[first].id);
        notices.push(Notice::warning(sentence).at(name));
    }
    Ok(Assessment { readings, notices })
}

/// What has been computed so far of one state: all figures there are, none of another state.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The indicators; some may wait, some be approximate.
    pub figures: Arc<Assessment>,
    /// Everything that follows every edit is as exact as it gets: figures may be compared with those of other states.
    pub settled: bool,
    /// Figures of single actors and ties, which come last.
    pub tables: Option<Arc<columns::Tables>>,
}

/// Computes in stages, the cheapest first, and hands over what there is after each; the last stage is the result.
/// Small maps have but two: the live figures, and the rest with single actors and
/// ties. With `only_live` there is no rest.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn assess_in_stages(
    document: &Document,
    only_live: bool,
    cancel: &Cancel,
    hand_over: impl FnMut(Measured),
) -> Result<Measured, Cancelled> {
    assess_after(&mut Memory::default(), document, only_live, cancel, hand_over)
}

/// The same with what is known from the states before, which gives the same bits sooner.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn assess_after(
    memory: &mut Memory,
    document: &Document,
    only_live: bool,
    cancel: &Cancel,
    hand_over: impl FnMut(Measured),
) -> Result<Measured, Cancelled> {
    let facts = Facts::recalling(document, memory, cancel);
    let outcome = measured_in_stages(&facts, only_live, hand_over);
    memory.take_in(facts);
    outcome
}

fn measured_in_stages(
    facts: &Facts<'_>,
    only_live: bool,
    mut hand_over: impl FnMut(Measured),
) -> Result<Measured, Cancelled> {
    let mut measured = None;
    for effort in [Effort::PutOff, Effort::Sample, Effort::Affordable] {
        facts.set_effort(effort);
        let figures = Arc::new(assessment(facts, Cost::Live)?);
        let complete = facts.certainty.is_complete();
        let stage = Measured {
            figures,
            settled: complete || effort == Effort::Affordable,
            tables: None,
        };
        if stage.settled && only_live {
            return Ok(stage);
        }
        hand_over(stage.clone());
        measured = Some(stage);
        if complete {
            break;
        }
    }
    if facts.certainty.is_complete() {
        facts.set_effort(Effort::Affordable);
    }
    let figures = Arc::new(assessment(facts, Cost::Idle)?);
    let live = measured.map_or_else(|| Arc::clone(&figures), |stage| stage.figures);
    Ok(Measured {
        // Who compares states by their figures finds the same one again.
        figures: if figures == live { live } else { figures },
        settled: true,
        tables: Some(Arc::new(columns::tables_of(facts, Cost::Idle)?)),
    })
}

/// The figures of the network's shape through a lens, without those that a person has to ask for: those of N and K
/// are the same figures on different networks, those of D are its own.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn structure(
    document: &Document,
    lens: &Lens,
    cancel: &Cancel,
) -> Result<Vec<(&'static Indicator, Option<f64>)>, Cancelled> {
    structure_down_to(document, lens, Cost::Idle, &Progress::new(), cancel)
}

/// All figures of the network's shape through a lens, however long it takes.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn structure_all(
    document: &Document,
    lens: &Lens,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<(&'static Indicator, Option<f64>)>, Cancelled> {
    structure_down_to(document, lens, Cost::Demand, progress, cancel)
}

fn structure_down_to(
    document: &Document,
    lens: &Lens,
    deepest: Cost,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Vec<(&'static Indicator, Option<f64>)>, Cancelled> {
    let facts = Facts::through(document, lens, cancel).telling(progress);
    let mut values = Vec::new();
    for &indicator in registry::ALL {
        if is_seen_through(indicator, lens) && indicator.cost <= deepest {
            values.push((indicator, facts.value(indicator)?));
        }
    }
    Ok(values)
}

/// It is among the figures of [`structure`] through this lens.
pub fn is_seen_through(indicator: &Indicator, lens: &Lens) -> bool {
    let of = match lens.view {
        View::Knowledge => View::Plain,
        other => other,
    };
    is_structure(indicator) && indicator.view == of
}

/// Belongs to the shape of the network, itself or as a part.
fn is_structure(indicator: &Indicator) -> bool {
    match indicator.group {
        Group::Part(whole) => registry::find(whole).is_some_and(|whole| whole.group == Group::Structure),
        group => group == Group::Structure,
    }
}

impl Assessment {
    /// The value of the indicator with this id; `None` where it is undefined or where there is no such indicator.
    pub fn value(&self, id: &str) -> Option<f64> {
        self.reading(id).value
    }

    /// The value with how sure it is; nothing, exactly, where there is no such indicator.
    pub fn reading(&self, id: &str) -> Reading {
        registry::position(id).map_or_else(Reading::default, |position| self.readings[position])
    }

    /// Every indicator with its value, in the order in which they are shown.
    pub fn values(&self) -> impl ExactSizeIterator<Item = (&'static Indicator, Option<f64>)> {
        let values = self.readings.iter().map(|reading| reading.value);
        registry::ALL.iter().copied().zip(values)
    }

    /// What was left out or scaled on the way.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }
}
