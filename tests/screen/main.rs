//! Whole-program tests that need a screen, without a display: the toolkit runs headless.

mod canvas;
