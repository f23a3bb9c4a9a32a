//! The window, driven by its widgets.

mod panels;
