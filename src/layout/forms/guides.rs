//! What says what places mean: circles and headings under the marks, no part of the project.

use crate::base::geom::{Point, Vector};

/// Where the words of a heading are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Centered over the point.
    Over,
    /// To the left of the point.
    Before,
}

/// A line with words, or words alone.
#[derive(Clone, Debug, PartialEq)]
pub enum Guide {
    /// A circle with words at its top.
    Ring {
        /// Its middle.
        center: Point,
        /// Map units.
        radius: f64,
        /// What stands on it, or within it.
        words: String,
    },
    /// A heading.
    Head {
        /// Where.
        at: Point,
        /// How the words stand there.
        stand: Stand,
        /// What stands there.
        words: String,
    },
}

impl Guide {
    pub(super) fn ring(radius: f64, words: impl Into<String>) -> Self {
        Self::Ring {
            center: Point::ORIGIN,
            radius,
            words: words.into(),
        }
    }

    pub(super) fn head(at: Point, stand: Stand, words: impl Into<String>) -> Self {
        Self::Head {
            at,
            stand,
            words: words.into(),
        }
    }

    /// The same elsewhere.
    pub(super) fn moved(mut self, by: Vector) -> Self {
        match &mut self {
            Self::Ring { center: at, .. } | Self::Head { at, .. } => *at += by,
        }
        self
    }
}
