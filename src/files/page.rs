//! Pages for a browser, as text that has been put together elsewhere.

use std::path::Path;

use super::atomic;
use super::fault::SaveFault;
use crate::base::notice::Notice;

/// Writes a page, replacing what was there as a whole or not at all.
///
/// # Errors
/// When it was not written; the old file is then still there.
pub fn save(text: &str, path: &Path) -> Result<Vec<Notice>, SaveFault> {
    atomic::write(path, text.as_bytes())
}
