//! Whole-program tests of the window, without a display: the toolkit runs headless and is driven by its widgets.

mod canvas;
mod panels;
mod pictures;
