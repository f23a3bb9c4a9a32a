//! One small module for each format: from text to a [`Draft`].
//!
//! [`read`] finds out what the bytes are and hands them to the reader of their format; all that it guesses can be said
//! beforehand in a [`Reading`].

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::files::Fault;

use super::draft::Draft;
use super::format::Format;
use super::reading::Reading;

#[allow(dead_code, reason = "readers come next")]
mod builder;
mod pajek;
mod table;
#[allow(dead_code, reason = "readers come next")]
mod text;
mod together;
mod xlsx;
mod xml;

pub use together::join;

/// A reader of text.
type OfText = fn(&str, &Reading, &Progress, &Cancel) -> Result<Draft, Fault>;
/// A reader of bytes, for formats that are no text.
type OfBytes = fn(&[u8], &Reading, &Progress, &Cancel) -> Result<Draft, Fault>;

/// What reads a format.
#[allow(dead_code, reason = "readers come next")]
enum Reader {
    Text(OfText),
    Bytes(OfBytes),
}

/// The reader of each format: one line for each, for instance `(Format::Gml, Reader::Text(gml::read)),`.
const READERS: &[(Format, Reader)] = &[
    (Format::Table, Reader::Text(table::read)),
    (Format::Xlsx, Reader::Bytes(xlsx::read)),
    (Format::Pajek, Reader::Text(pajek::read)),
];

/// The reader of a format.
fn reader(format: Format) -> Option<&'static Reader> {
    READERS
        .iter()
        .find(|(read, _)| *read == format)
        .map(|(_, reader)| reader)
}

/// What the bytes are, as far as can be told without reading all of them. `name` is that of the file, for its ending.
pub fn guess(_bytes: &[u8], _name: &str) -> Reading {
    Reading::guessed()
}

/// Reads a file of any format that is known; what `reading` leaves open is guessed.
///
/// # Errors
/// When the format is not known or the content is broken, with the place; once `cancel` is raised, with a fault that
/// says so.
pub fn read(
    bytes: &[u8],
    name: &str,
    reading: &Reading,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<Draft, Fault> {
    let mut reading = reading.clone();
    let format = reading.format.or_else(|| guess(bytes, name).format);
    reading.format = format;
    match format.and_then(reader) {
        Some(Reader::Text(read)) => read(&String::from_utf8_lossy(bytes), &reading, progress, cancel),
        Some(Reader::Bytes(read)) => read(bytes, &reading, progress, cancel),
        None => Err(Fault::whole("The format of this file is not known")),
    }
}
