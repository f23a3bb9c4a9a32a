//! Looks a workbook over before it is read: whether it is one, and whether what is packed in it is of a size that can
//! be read. What a file declares about itself is not believed; every part that will be read is unpacked once into
//! nothing and counted.

use std::io::Cursor;

use zip::ZipArchive;

use crate::base::cancel::Cancel;
use crate::files::Fault;

/// A part of a workbook may be so large when it is unpacked.
const MOST_PART: u64 = 768 << 20;
/// All parts together.
const MOST_TOTAL: u64 = 1 << 30;
/// Parts that are kept in memory as a whole: texts that cells share.
const MOST_SHARED: u64 = 192 << 20;
/// How many of those.
const MOST_STRINGS: u64 = 4_000_000;
/// Styles, lists of sheets and the like.
const MOST_SIDE: u64 = 32 << 20;
/// Letters between two tags, or in a tag: a cell holds at most 32 767.
const MOST_RUN: usize = 1 << 20;
/// How many parts a workbook may have.
const MOST_PARTS: usize = 20_000;

/// Beginning of what old versions of Excel wrote, and of a workbook under a password.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Sees whether these bytes can be read as a workbook.
///
/// # Errors
/// When they are no workbook, or a damaged, protected or boundless one.
pub(super) fn look_over(bytes: &[u8], cancel: &Cancel) -> Result<(), Fault> {
    if bytes.starts_with(COMPOUND) {
        return Err(Fault::whole(if is_protected(bytes) {
            "This workbook is protected by a password. Save it without one, then open that"
        } else {
            "This is a workbook of an old version of Excel (.xls). Save it as .xlsx, then open that"
        }));
    }
    let mut package = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if package.len() > MOST_PARTS {
        return Err(boundless(&format!("it has {} parts", package.len())));
    }
    let mut total = 0;
    let mut workbook = false;
    for number in 0..package.len() {
        let (name, declared, locked) = {
            let part = package.by_index_raw(number).map_err(|error| damaged(&error))?;
            let name = part.name().map_err(|error| damaged(&error))?.to_lowercase();
            (name, part.size(), part.encrypted())
        };
        if locked {
            return Err(Fault::whole(
                "This workbook is protected by a password. Save it without one, then open that",
            ));
        }
        workbook |= name.ends_with("workbook.xml") || name.ends_with("workbook.bin");
        let most = most(&name);
        if declared > most {
            return Err(boundless(&format!("“{name}” unpacks to {} MiB", declared >> 20)));
        }
        let part = package.by_index(number).map_err(|error| damaged(&error))?;
        let counted = Count::of(part, &name, most, cancel)?;
        total += counted.bytes;
        if total > MOST_TOTAL {
            return Err(boundless(&format!(
                "it unpacks to more than {} MiB",
                MOST_TOTAL >> 20
            )));
        }
    }
    if workbook {
        Ok(())
    } else {
        Err(Fault::whole("This is a zip file, but no workbook"))
    }
}

fn most(name: &str) -> u64 {
    if name.ends_with("sharedstrings.xml") {
        MOST_SHARED
    } else if name.contains("/worksheets/") || is_picture(name) {
        MOST_PART
    } else {
        MOST_SIDE
    }
}

/// It has no tags, and is not read.
fn is_picture(name: &str) -> bool {
    [
        ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".bin",
    ]
    .iter()
    .any(|ending| name.ends_with(ending))
}

/// A workbook under a password is an old-style file with these words in its list of contents.
fn is_protected(bytes: &[u8]) -> bool {
    let words: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    bytes.windows(words.len()).any(|window| window == words)
}

fn damaged(error: &zip::result::ZipError) -> Fault {
    Fault::whole(format!(
        "This workbook is damaged, or no workbook at all: {error}"
    ))
}

fn boundless(what: &str) -> Fault {
    Fault::whole(format!("This workbook is larger inside than can be read: {what}"))
}

/// What was counted in a part.
#[derive(Default)]
struct Count {
    bytes: u64,
    strings: u64,
    /// Letters since the last bracket of a tag.
    run: usize,
    /// The last bytes, for words over the edge of a block.
    tail: Vec<u8>,
}

const ITEM: &[u8] = b"<si";

impl Count {
    fn of(mut part: impl std::io::Read, name: &str, most: u64, cancel: &Cancel) -> Result<Self, Fault> {
        let shared = name.ends_with("sharedstrings.xml");
        let mut count = Self::default();
        let mut block = vec![0; 1 << 16];
        let mut declared = None;
        loop {
            cancel.check().map_err(|_| Fault::whole("Reading was given up"))?;
            let read = part.read(&mut block).map_err(|error| {
                Fault::whole(format!(
                    "This workbook is damaged: “{name}” cannot be unpacked: {error}"
                ))
            })?;
            if read == 0 {
                break;
            }
            let block = &block[..read];
            if count.bytes == 0 && shared {
                declared = unique_count(block);
            }
            count.bytes += read as u64;
            if count.bytes > most {
                return Err(boundless(&format!(
                    "“{name}” unpacks to more than {} MiB",
                    most >> 20
                )));
            }
            if !is_picture(name) {
                count.measure_runs(block);
            }
            if count.run > MOST_RUN {
                return Err(boundless(&format!(
                    "“{name}” has a text of more than a million letters"
                )));
            }
            if shared {
                count.count_strings(block);
            }
        }
        if count.strings > MOST_STRINGS {
            return Err(boundless(&format!("it has {} texts", count.strings)));
        }
        // Room for as many as are declared would be made at once.
        if declared.is_some_and(|declared| declared > 2 * count.strings + 100_000) {
            return Err(Fault::whole(
                "This workbook is damaged: it declares more texts than it has",
            ));
        }
        Ok(count)
    }

    /// The longest stretch without a bracket; stays above the limit once it was there.
    fn measure_runs(&mut self, block: &[u8]) {
        for piece in block.split_inclusive(|byte| matches!(byte, b'<' | b'>')) {
            self.run += piece.len();
            if self.run > MOST_RUN {
                return;
            }
            if piece.ends_with(b"<") || piece.ends_with(b">") {
                self.run = 0;
            }
        }
    }

    fn count_strings(&mut self, block: &[u8]) {
        // A word that lies over the edge of two blocks.
        let edge = self.tail.len();
        self.tail.extend_from_slice(&block[..block.len().min(ITEM.len())]);
        self.strings += items(&self.tail, 0, edge);
        self.strings += items(block, 0, block.len().saturating_sub(ITEM.len()));
        self.tail = block[block.len().saturating_sub(ITEM.len())..].to_vec();
    }
}

/// How often an item begins between `from` and `to`.
fn items(bytes: &[u8], from: usize, to: usize) -> u64 {
    let begins = |at: usize| {
        bytes[at] == b'<'
            && bytes[at..].starts_with(ITEM)
            && matches!(
                bytes.get(at + ITEM.len()),
                Some(b'>' | b' ' | b'/' | b'\n' | b'\r' | b'\t') | None
            )
    };
    (from..to.min(bytes.len())).filter(|&at| begins(at)).count() as u64
}

/// What the table of shared texts declares about its length.
fn unique_count(block: &[u8]) -> Option<u64> {
    let head = String::from_utf8_lossy(&block[..block.len().min(4096)]);
    let (_, rest) = head.split_once("uniqueCount=")?;
    let digits: String = rest[1.min(rest.len())..]
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    // More digits than fit are certainly too many.
    Some(
        digits
            .parse()
            .unwrap_or(if digits.is_empty() { 0 } else { u64::MAX }),
    )
}
