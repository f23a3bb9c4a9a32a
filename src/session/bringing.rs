//! Files of other programs without a window: read, understood and made into a project in one go.

use crate::base::cancel::{Cancel, Cancelled};
use crate::base::progress::Progress;
use crate::exchange::draft::Draft;
use crate::exchange::mapping::{Dictionary, Mapping};
use crate::exchange::read;
use crate::exchange::reading::Reading;
use crate::exchange::taking::{self, Report};
use crate::files::Fault;
use crate::model::Document;

use super::apart::{self, Content};
use super::placing::with_places;

/// Reads files that belong together; what one has to say of a place is said with its name when there are several.
///
/// # Errors
/// When one of them cannot be read, with its name.
pub fn read_together(
    files: &[(String, Content)],
    reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Option<Draft>, (String, Fault)> {
    let mut drafts = Vec::with_capacity(files.len());
    for (name, content) in files {
        let read = apart::read(content, name, reading, progress, cancel);
        let mut draft = read.map_err(|fault| (name.clone(), fault))?;
        if files.len() > 1 {
            // Line 9 of which file?
            for remark in &mut draft.found.remarks {
                remark.place = match remark.place.as_str() {
                    "" => name.clone(),
                    place => format!("{name}, {place}"),
                };
            }
        }
        drafts.push(draft);
    }
    Ok(read::join(drafts))
}

/// Share of the time that taking a large network in needs beside its layout.
pub(super) const TAKING: f64 = 0.3;

/// A new project of a draft, with what was done. With `placed`, everybody gets a place and groups their zones; without,
/// who has no place in the file stands on a spiral, which is all that counting needs.
///
/// # Errors
/// Once `cancel` is raised.
pub fn brought_in(
    draft: Draft,
    mapping: &Mapping,
    placed: bool,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<(Document, Report), Cancelled> {
    if !placed {
        let taken = taking::take(&draft, mapping, None, progress, cancel)?;
        return Ok((taken.document, taken.report));
    }
    let taken = taking::take(&draft, mapping, None, &progress.part(0.0, TAKING), cancel)?;
    drop(draft);
    let rest = progress.part(TAKING, 1.0);
    let placed = with_places(taken.document.clone(), &taken.unplaced, &rest, cancel);
    Ok((taken.zoned(&placed), taken.report))
}

/// The mapping that a person would be shown, with what was said about columns of the same name before.
pub fn understood(draft: &Draft, dictionary: &Dictionary, saved: Option<&str>) -> Result<Mapping, Fault> {
    let mut mapping = Mapping::guess(draft, dictionary);
    if let Some(saved) = saved {
        mapping.overlay(draft, dictionary, saved)?;
    }
    Ok(mapping)
}
