//! Whole-program tests of the window, without a display: the toolkit runs headless and is driven by its widgets.

#![expect(clippy::unwrap_used, reason = "a helper of tests that fails is a failed test")]

mod accessibility;
mod agreement;
mod assumptions;
mod batches;
mod canvas;
mod compare;
mod exporting;
mod finder;
mod forms;
mod idle;
mod importing;
mod monkey;
mod notes;
mod panels;
mod pictures;
mod reporting;
mod safety;
mod shares;
mod sight;
mod table;
mod typing;
mod whatif;
mod why;
