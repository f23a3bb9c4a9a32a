//! Indicators: what a cluster's map says about its competitiveness.
//!
//! `assess` computes all of them for one document. Each is declared once, in the file of its family, and listed in
//! `registry`; `facts` holds what several need, each computed once; `dimensions` and `diamond` hold the tables of
//! parts. No clock, thread or chance: the same document gives the same bits.

pub mod actors;
pub mod causes;
pub mod diamond;
pub mod dimensions;
pub mod explain;
pub mod indicator;
pub mod influence;
pub mod registry;
pub mod spread;
pub mod story;
pub mod uncertainty;
pub mod works;

mod coordination;
mod economic;
mod external_economies;
mod facts;
mod purchases;
mod reference;
mod regional;
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
use crate::base::text::count;
use crate::model::Document;

/// The values of all indicators for one state of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// In the order of the registry.
    readings: Vec<Reading>,
    notices: Vec<Notice>,
}

/// Computes every indicator.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn assess(document: &Document, cancel: &Cancel) -> Result<Assessment, Cancelled> {
    let facts = Facts::new(document, cancel);
    let mut readings = Vec::with_capacity(registry::ALL.len());
    for indicator in registry::ALL {
        readings.push(Reading {
            value: facts.value(indicator)?,
            precision: Precision::Exact,
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

/// The figures of the network's shape in one view: those of `Structure` on N, the same on K, or those of D.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn structure(
    document: &Document,
    view: View,
    cancel: &Cancel,
) -> Result<Vec<(&'static Indicator, Option<f64>)>, Cancelled> {
    let (facts, of) = match view {
        View::Knowledge => (Facts::of_knowledge_view(document, cancel), View::Plain),
        other => (Facts::new(document, cancel), other),
    };
    let mut values = Vec::new();
    for &indicator in registry::ALL {
        if indicator.group == Group::Structure && indicator.view == of {
            values.push((indicator, facts.value(indicator)?));
        }
    }
    Ok(values)
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
