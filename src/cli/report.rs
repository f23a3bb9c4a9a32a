//! `milieu report`: a cluster as one page for a browser, or as pages to print.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::files::{folder, page};
use crate::model::Document;
use crate::model::difference::Matching;
use crate::report::content::{Against, Order, Report};
use crate::report::edition::Edition;
use crate::report::fonts::Fonts;
use crate::session::reporting::today;

use super::diff::Source;
use super::input;

/// What is asked on the command line.
pub(super) struct Asked<'a> {
    /// The state to compare with: FILE, FILE#SNAPSHOT or #SNAPSHOT.
    pub(super) against: Option<&'a Path>,
    /// Compares with the snapshot that was taken last.
    pub(super) baseline: bool,
    /// Above everything, instead of the title of the project.
    pub(super) title: Option<String>,
    /// The day of the report in words, instead of today.
    pub(super) date: Option<String>,
}

/// Measures the project and writes what is to be told of it.
pub(super) fn run(file: &Path, output: &Path, asked: &Asked<'_>) -> anyhow::Result<()> {
    // Before the work, not after it.
    let ending = output.extension().unwrap_or_default().to_string_lossy();
    let edition = if input::is_pipe(output) {
        Edition::Page
    } else {
        Edition::from_ending(&ending).with_context(|| {
            format!(
                "A report is written as .html or .pdf, and this name ends in neither: {}",
                output.display()
            )
        })?
    };
    let document = Arc::new(input::open_telling(file, input::Need::Map)?);
    let against = match asked.against {
        Some(path) => Some(other(file, path, &document)?),
        None if asked.baseline => Some(last_snapshot(&document).with_context(|| file.display().to_string())?),
        None => None,
    };
    let order = Order {
        title: asked.title.clone(),
        date: Some(asked.date.clone().unwrap_or_else(today)),
        against,
    };
    let cancel = Cancel::new();
    let report = Report::of(&document, &order, &Progress::new(), &cancel)?;
    let bytes = edition.make(&report, &Fonts::of_machine(), &cancel)?;
    if input::is_pipe(output) {
        return input::print(&String::from_utf8_lossy(&bytes));
    }
    input::tell(&page::save_bytes(&bytes, output)?);
    Ok(())
}

/// What is compared with: another file, or a snapshot of this or another file.
fn other(file: &Path, path: &Path, document: &Arc<Document>) -> anyhow::Result<Against> {
    let own = path.to_str().and_then(|text| text.strip_prefix('#'));
    let source = match own {
        Some(word) if !folder::exists(path) => Source {
            file: file.to_owned(),
            snapshot: Some(word.to_owned()),
        },
        _ => Source::of(path),
    };
    let one_project = source.file == file;
    let project = if one_project {
        Arc::clone(document)
    } else {
        Arc::new(input::open_telling(&source.file, input::Need::Map)?)
    };
    let state = source.state(&project)?;
    let name = match &source.snapshot {
        Some(word) => project.snapshot_name(project.find_snapshot(word)?),
        None => match project.project().title.trim() {
            "" => source.file.file_stem().map_or_else(
                || source.file.display().to_string(),
                |stem| stem.to_string_lossy().into_owned(),
            ),
            title => title.to_owned(),
        },
    };
    let matching = if one_project {
        Matching::Ids
    } else {
        Matching::of(&state, document)
    };
    Ok(Against {
        name,
        state,
        matching,
    })
}

fn last_snapshot(document: &Document) -> anyhow::Result<Against> {
    let (id, _) = document
        .snapshots()
        .next_back()
        .context("There is no snapshot to compare with")?;
    Ok(Against {
        name: document.snapshot_name(id),
        state: Arc::new(
            document
                .as_of(id)
                .expect("a snapshot that is listed is in the document"),
        ),
        matching: Matching::Ids,
    })
}
