//! `milieu batch`: every project of a folder, and every cluster in the format of another program, as one row of a table.
#![expect(clippy::print_stderr, reason = "what cannot be read is told at once")]

use std::io::{IsTerminal as _, stderr};
use std::path::Path;

use anyhow::Context as _;

use crate::analysis::{measure_all, registry};
use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::base::text::count;
use crate::files::folder;
use crate::files::project::Opened;
use crate::files::sheet::{Cell, Sheet, SheetFormat};
use crate::session::importing;

use super::input;

/// Measures every cluster in `folder` and writes one row for each; files that cannot be read get a row with the
/// reason, and make the command fail at the end.
pub(super) fn run(folder: &Path, output: &Path) -> anyhow::Result<()> {
    // Before the work, not after it.
    anyhow::ensure!(
        input::is_pipe(output) || SheetFormat::of(output).is_some(),
        "The table is written as .csv or .xlsx, and this name ends in neither: {}",
        output.display()
    );
    let mut endings = vec!["milieu"];
    endings.extend(importing::endings());
    let items = folder::list(folder, &endings).with_context(|| folder.display().to_string())?;
    // The table of the last time may lie in the same folder.
    let own = |path: &Path| folder::same(path, output);
    let files: Vec<_> = items
        .into_iter()
        .filter(|item| !item.is_folder && !own(&item.path))
        .collect();
    anyhow::ensure!(
        !files.is_empty(),
        "There is no project in this folder: {}",
        folder.display()
    );
    let mut sheet = Sheet {
        headings: ["file", "title", "place", "problem", "assumptions"]
            .map(str::to_owned)
            .to_vec(),
        rows: Vec::new(),
    };
    sheet
        .headings
        .extend(registry::ALL.iter().map(|indicator| indicator.id.to_owned()));
    let mut failed = 0;
    let watched = stderr().is_terminal();
    for (place, file) in files.iter().enumerate() {
        if watched {
            eprint!("\r\x1b[K{} of {}: {}", place + 1, files.len(), file.name);
        }
        let mut row = vec![Cell::Text(file.name.clone())];
        // Where actors stand does not matter here.
        match input::find(&file.path, input::Need::Network).map(|found| found.opened) {
            Ok(Opened {
                document, notices, ..
            }) => {
                let project = document.project();
                let problems: Vec<String> = notices.iter().map(ToString::to_string).collect();
                let told = project.assumptions.departures();
                let assumed: Vec<String> = told.iter().map(ToString::to_string).collect();
                let texts = [
                    &project.title,
                    &project.place,
                    &problems.join("; "),
                    &assumed.join("; "),
                ];
                row.extend(texts.map(|text| words(text)));
                let assessment = measure_all(&document, &Progress::new(), &Cancel::new())?;
                row.extend(assessment.values().map(|(_, value)| Cell::from(value)));
            }
            Err(error) => {
                failed += 1;
                let reason = format!("{error:#}");
                if watched {
                    eprint!("\r\x1b[K");
                }
                eprintln!("milieu: {reason}");
                row.extend([Cell::Empty, Cell::Empty, Cell::Text(reason)]);
                row.resize(sheet.headings.len(), Cell::Empty);
            }
        }
        sheet.rows.push(row);
    }
    if watched {
        eprint!("\r\x1b[K");
    }
    if input::is_pipe(output) {
        input::print(&sheet.to_csv())?;
    } else {
        input::tell(&sheet.save(output)?);
    }
    anyhow::ensure!(
        failed == 0,
        "{} could not be read",
        count(failed, "file", "files")
    );
    Ok(())
}

fn words(text: &str) -> Cell {
    if text.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(text.to_owned())
    }
}
