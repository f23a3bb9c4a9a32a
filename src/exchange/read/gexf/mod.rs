//! GEXF 1.0 to 1.3. Only local names count: programs write at least six namespaces and versions that contradict them.
//!
//! Of a network over time everything that was ever there is read; when, stands in attributes.

mod file;
#[cfg(test)]
mod tests;

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::exchange::draft::Draft;
use crate::exchange::own;
use crate::exchange::reading::Reading;
use crate::files::Fault;

use super::frames::unframe;
use super::xml;
use file::File;

/// See [`super::read`].
pub(super) fn read(
    text: &str,
    _reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Draft, Fault> {
    let mut file = File::new(text.len());
    xml::walk(text, &mut file, progress, cancel)?;
    let (mut draft, creator, frames) = file.finish();
    unframe(&mut draft, &frames);
    if own::wrote(&creator) {
        own::recognize(&mut draft);
    }
    Ok(draft)
}
