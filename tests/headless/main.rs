//! Whole-program tests that need no screen.

#![expect(clippy::unwrap_used, reason = "a helper of tests that fails is a failed test")]

mod advice;
mod apart;
mod at_rest;
mod browser;
mod causes;
mod clusters;
mod command_line;
mod documents;
mod examples;
mod exchange;
mod files;
mod filing;
mod forms;
mod gaps;
mod generate;
mod golden;
mod history;
mod honesty;
mod hostile;
mod incremental;
mod indicators;
mod jots;
mod keys;
mod layout;
mod live;
mod oracle;
mod picture;
mod report;
mod round_trip;
#[cfg(unix)]
mod safety;
mod save;
mod shares;
mod sight;
mod signs;
mod snapshots;
mod tidy;
