//! Pages and pictures for other programs, put together elsewhere.

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

/// Writes a picture, replacing what was there as a whole or not at all.
///
/// # Errors
/// When it was not written; the old file is then still there.
pub fn save_bytes(bytes: &[u8], path: &Path) -> Result<Vec<Notice>, SaveFault> {
    atomic::write(path, bytes)
}
