//! Two states side by side: what differs between them, and every figure of both.

use std::sync::Arc;

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::progress::Progress;
use crate::model::Document;
use crate::model::difference::{Difference, Matching};

use super::indicator::Indicator;
use super::{Assessment, assess_idle, measure_all, registry};

/// One of the two states.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The state.
    pub document: Arc<Document>,
    /// Its figures.
    pub figures: Assessment,
}

/// Two states with what differs between them.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// A.
    pub before: Measured,
    /// B.
    pub after: Measured,
    /// What makes B out of A.
    pub difference: Difference,
}

/// A figure in both states.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// Which figure.
    pub indicator: &'static Indicator,
    /// In A; `None` where it is undefined.
    pub before: Option<f64>,
    /// In B; `None` where it is undefined.
    pub after: Option<f64>,
}

impl Pair {
    /// B − A, in the unit of the figure; `None` where either is undefined.
    pub fn change(&self) -> Option<f64> {
        Some(self.after? - self.before?)
    }

    /// It is not the same in both, if only by a hair.
    pub fn differs(&self) -> bool {
        self.before != self.after
    }

    /// The difference shows in the digits that people read, or it is defined in one state only.
    pub fn shows(&self) -> bool {
        match self.change() {
            Some(change) => self.indicator.is_visible(change),
            None => self.differs(),
        }
    }
}

/// Measures two states, without the figures that a person has to ask for, and says what differs between them.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn compare(
    before: &Arc<Document>,
    after: &Arc<Document>,
    matching: Matching,
    cancel: &Cancel,
) -> Result<Comparison, Cancelled> {
    compare_by(before, after, matching, |document| assess_idle(document, cancel))
}

/// The same with every figure, however long it takes.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn compare_all(
    before: &Arc<Document>,
    after: &Arc<Document>,
    matching: Matching,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Comparison, Cancelled> {
    compare_by(before, after, matching, |document| {
        measure_all(document, progress, cancel)
    })
}

/// What differs between two states, one of which has been measured already.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn compare_with(
    before: &Arc<Document>,
    after: Measured,
    matching: Matching,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Comparison, Cancelled> {
    let figures = measure_all(before, progress, cancel)?;
    Ok(Comparison {
        difference: Difference::between(before, &after.document, matching),
        before: Measured {
            document: Arc::clone(before),
            figures,
        },
        after,
    })
}

fn compare_by(
    before: &Arc<Document>,
    after: &Arc<Document>,
    matching: Matching,
    measure: impl Fn(&Document) -> Result<Assessment, Cancelled>,
) -> Result<Comparison, Cancelled> {
    let measured = |document: &Arc<Document>| {
        Ok(Measured {
            document: Arc::clone(document),
            figures: measure(document)?,
        })
    };
    Ok(Comparison {
        before: measured(before)?,
        after: measured(after)?,
        difference: Difference::between(before, after, matching),
    })
}

impl Comparison {
    /// Every figure of both states, in the order in which they are shown.
    pub fn pairs(&self) -> impl ExactSizeIterator<Item = Pair> {
        registry::ALL.iter().map(|&indicator| self.pair(indicator))
    }

    /// One figure of both states.
    pub fn pair(&self, indicator: &'static Indicator) -> Pair {
        Pair {
            indicator,
            before: self.before.figures.value(indicator.id),
            after: self.after.figures.value(indicator.id),
        }
    }
}
