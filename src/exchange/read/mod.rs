//! One small module for each format: from text to a [`Draft`].
//!
//! [`read`] finds out what the bytes are and hands them to the reader of their format; all that it guesses can be said
//! beforehand in a [`Reading`].

use std::borrow::Cow;

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::base::text::count;
use crate::files::Fault;

use super::draft::{Draft, Fate};
use super::format::Format;
use super::reading::Reading;

mod builder;
mod decode;
mod dl;
mod dot;
mod frames;
mod gexf;
mod gml;
mod graphml;
mod held;
mod ids;
mod json;
mod keys;
mod pajek;
mod sample;
mod sniff;
mod table;
mod text;
mod together;
mod xlsx;
mod xml;

pub use decode::{ENCODINGS, encoding_of};
pub(in crate::exchange) use dot::is_drawn;
pub use sample::sample;
use sniff::Found;
pub(in crate::exchange) use text::referred;
pub use together::join;

/// A reader of text.
type OfText = fn(&str, &Reading, &Progress, &Cancel) -> Result<Draft, Fault>;
/// A reader of bytes, for formats that are no text.
type OfBytes = fn(&[u8], &Reading, &Progress, &Cancel) -> Result<Draft, Fault>;

/// What reads a format.
enum Reader {
    Text(OfText),
    Bytes(OfBytes),
}

/// The reader of each format: one line for each, for instance `(Format::Gml, Reader::Text(gml::read)),`.
const READERS: &[(Format, Reader)] = &[
    (Format::Table, Reader::Text(table::read)),
    (Format::Xlsx, Reader::Bytes(xlsx::read)),
    (Format::Dl, Reader::Text(dl::read)),
    (Format::Dot, Reader::Text(dot::read)),
    (Format::GraphMl, Reader::Text(graphml::read)),
    (Format::Gexf, Reader::Text(gexf::read)),
    (Format::Kumu, Reader::Text(json::kumu::read)),
    (Format::NodeLink, Reader::Text(json::node_link::read)),
    (Format::Graphology, Reader::Text(json::graphology::read)),
    (Format::JsonGraph, Reader::Text(json::json_graph::read)),
    (Format::Cyjs, Reader::Text(json::cyjs::read)),
    (Format::Cx2, Reader::Text(json::cx2::read)),
    (Format::VosViewer, Reader::Text(json::vosviewer::read)),
    (Format::Gml, Reader::Text(gml::read)),
    (Format::Pajek, Reader::Text(pajek::read)),
];

/// The reader of a format.
fn reader(format: Format) -> Option<&'static Reader> {
    READERS
        .iter()
        .find(|(read, _)| *read == format)
        .map(|(_, reader)| reader)
}

/// What the bytes are, and in which encoding. `name` is that of the file: its ending decides where the content leaves
/// something open.
pub fn guess(bytes: &[u8], name: &str) -> Reading {
    let (cancel, reading) = (Cancel::new(), Reading::guessed());
    let guessed = Source::of(bytes, &cancel).and_then(|source| {
        let (found, encoding) = source.found(name, &reading)?;
        let format = match found {
            Found::Known(format) => Some(format),
            Found::Project | Found::Refused(_) | Found::Unknown => None,
        };
        Ok(Reading {
            format,
            compressed: matches!(source.bytes, Cow::Owned(_)),
            encoding,
            ..reading.clone()
        })
    });
    guessed.unwrap_or(reading)
}

/// The bytes are a project of this program and not of another.
pub fn is_project(bytes: &[u8], name: &str) -> bool {
    // A project is UTF-8 and never compressed; what is not is left to the readers here.
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match start.trim_ascii_start().first() {
        Some(b'{') => std::str::from_utf8(start).map_or(name.ends_with(".milieu"), |text| {
            matches!(sniff::text(text, name), Found::Project)
        }),
        _ => name.to_ascii_lowercase().ends_with(".milieu"),
    }
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
    let source = Source::of(bytes, cancel)?;
    let compressed = matches!(source.bytes, Cow::Owned(_));
    let bytes = &*source.bytes;
    let mut told = Reading {
        compressed,
        ..reading.clone()
    };
    let binary = match reading.format {
        None => sniff::binary(bytes, name),
        Some(Format::Xlsx) => Some(Found::Known(Format::Xlsx)),
        Some(_) => None,
    };
    if let Some(found) = binary {
        let format = known(found, name)?;
        told.format = Some(format);
        let Some(Reader::Bytes(read)) = reader(format) else {
            return Err(unread(format));
        };
        let mut draft = read(bytes, &told, progress, cancel)?;
        draft.reading.compressed = compressed;
        return Ok(draft);
    }
    let decoded = decode::to_text(bytes, reading.encoding)?;
    decode::given_up(cancel)?;
    if decoded.text.trim().is_empty() {
        return Err(Fault::whole("There is nothing in this file"));
    }
    let format = match reading.format {
        Some(format) => format,
        None => known(sniff::text(&decoded.text, name), name)?,
    };
    told.format = Some(format);
    told.encoding = Some(decoded.encoding);
    let Some(Reader::Text(read)) = reader(format) else {
        return Err(unread(format));
    };
    let mut draft = read(&decoded.text, &told, progress, cancel)?;
    draft.reading.format = Some(format);
    draft.reading.compressed = compressed;
    draft.reading.encoding = Some(decoded.encoding);
    if format == Format::Pajek {
        pajek::name_values(&mut draft, name);
    }
    if decoded.replaced > 0 {
        let what = format!(
            "{} cannot be read as {} and became “\u{fffd}”; another encoding may fit better",
            count(decoded.replaced, "character", "characters"),
            decoded.encoding
        );
        let place = format!("line {}", decoded.first_replaced);
        draft.found.remark(Fate::Repaired, what, place);
    }
    Ok(draft)
}

/// Bytes that are not compressed any more.
struct Source<'b> {
    bytes: Cow<'b, [u8]>,
}

impl<'b> Source<'b> {
    fn of(bytes: &'b [u8], cancel: &Cancel) -> Result<Self, Fault> {
        let bytes = if decode::is_compressed(bytes) {
            Cow::Owned(decode::unpacked(bytes, cancel)?)
        } else {
            Cow::Borrowed(bytes)
        };
        Ok(Self { bytes })
    }

    /// What it is, and its encoding where it is text.
    fn found(&self, name: &str, reading: &Reading) -> Result<(Found, Option<&'static str>), Fault> {
        if reading.format == Some(Format::Xlsx) {
            return Ok((Found::Known(Format::Xlsx), None));
        }
        if reading.format.is_none()
            && let Some(found) = sniff::binary(&self.bytes, name)
        {
            return Ok((found, None));
        }
        let decoded = decode::to_text(&self.bytes, reading.encoding)?;
        let found = match reading.format {
            Some(format) => Found::Known(format),
            None => sniff::text(&decoded.text, name),
        };
        Ok((found, Some(decoded.encoding)))
    }
}

fn known(found: Found, name: &str) -> Result<Format, Fault> {
    match found {
        Found::Known(format) => Ok(format),
        Found::Project => Err(Fault::whole(
            "This is a Milieu project; open it instead of importing it",
        )),
        Found::Refused(what) => Err(Fault::whole(what)),
        Found::Unknown => Err(sniff::unknown(name)),
    }
}

fn unread(format: Format) -> Fault {
    Fault::whole(format!("{} is not read", format.info().name))
}
