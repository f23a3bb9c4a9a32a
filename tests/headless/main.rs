//! Whole-program tests that need no screen.

mod clusters;
mod command_line;
mod examples;
mod files;
mod filing;
mod golden;
mod history;
mod indicators;
mod layout;
mod save;
mod signs;
mod tidy;
