//! Indicators: what a cluster's map says about its competitiveness.
//!
//! `measure_all` computes all of them for one document, `assess` those that follow every edit. Each is declared once, in the file of its family, and listed in
//! `registry`; `facts` holds what several need, each computed once; `dimensions` and `diamond` hold the tables of
//! parts. No clock, thread or chance: the same document gives the same bits.

pub mod actors;
pub mod advice;
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
pub mod registry;
pub mod spread;
pub mod story;
pub mod ties;
pub mod uncertainty;
pub mod works;

mod coordination;
mod economic;
mod explained;
mod external_economies;
mod facts;
mod purchases;
mod reference;
mod regional;
mod shape;
mod spillover;
mod spontaneity;
mod structural;
mod trust;
mod variety;

pub use explain::{Attribution, Share, Whom};
pub use facts::Facts;
pub use indicator::{Cost, Group, Indicator, Precision, Reading, Unit, View, format};
pub use reference::reference_page;
pub use story::{ChangeStory, StateStory, explain_change, explain_changes, explain_state};

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::notice::Notice;
use crate::base::progress::Progress;
use crate::base::text::count;
use crate::graph::Lens;
use crate::model::Document;

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

fn assess_down_to(
    document: &Document,
    deepest: Cost,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Assessment, Cancelled> {
    let facts = Facts::new(document, cancel).telling(progress);
    let mut readings = Vec::with_capacity(registry::ALL.len());
    for indicator in registry::ALL {
        readings.push(if indicator.cost <= deepest {
            Reading {
                value: facts.value(indicator)?,
                precision: Precision::Exact,
            }
        } else {
            Reading {
                value: None,
                precision: Precision::Waiting,
            }
        });
    }
    let mut notices = dimensions::notices(&facts)?;
    let scaled = facts.purchases().scaled_down();
    if let Some(&first) = scaled.first() {
        let who = count(scaled.len(), "actor", "actors");
        let sentence = format!(
            "The output multiplier scales down the local inputs of {who}: they exceed 95 % of revenue"
        );
        notices.push(Notice::warning(sentence).at(document.display_name(facts.members[first].id)));
    }
    Ok(Assessment { readings, notices })
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
