//! A line of a file that shows whether its encoding is the right one.

use std::io::Read as _;

use encoding_rs::Encoding;
use flate2::read::MultiGzDecoder;

use super::decode;

/// So much of a file is looked at, bytes.
const LOOKED_AT: usize = 256 << 10;
/// Letters that are shown.
const LETTERS: usize = 90;

/// The first line in which something depends on the encoding, from where it does; else the first line at all. Empty
/// for what is no text.
pub fn sample(bytes: &[u8], encoding: Option<&str>) -> String {
    let Some(encoding) = encoding.and_then(|label| Encoding::for_label(label.as_bytes())) else {
        return String::new();
    };
    let start = if decode::is_compressed(bytes) {
        let mut start = Vec::new();
        // What cannot be unpacked to its end still shows its beginning.
        MultiGzDecoder::new(bytes)
            .take(LOOKED_AT as u64)
            .read_to_end(&mut start)
            .ok();
        start
    } else {
        bytes[..bytes.len().min(LOOKED_AT)].to_vec()
    };
    let (text, _) = encoding.decode_without_bom_handling(mark_off(&start));
    let telling = text.lines().find(|line| !line.is_ascii());
    let line = telling.or_else(|| text.lines().find(|line| !line.trim().is_empty()));
    let line = line.unwrap_or_default();
    // What tells anything may stand far to the right.
    let letters: Vec<char> = line.trim().chars().collect();
    let first = letters.iter().position(|letter| !letter.is_ascii()).unwrap_or(0);
    let from = if first + 20 > LETTERS { first - 20 } else { 0 };
    let shown = letters[from..].iter().take(LETTERS);
    shown
        .map(|&letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}

/// Without a byte-order mark.
fn mark_off(bytes: &[u8]) -> &[u8] {
    match Encoding::for_bom(bytes) {
        Some((_, length)) => &bytes[length..],
        None => bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_that_tells_is_shown_in_the_encoding_that_is_asked_for() {
        let (bytes, ..) = encoding_rs::GB18030.encode("name,city\nHaier,青岛\n");
        assert_eq!(sample(&bytes, Some("GB18030")), "Haier,青岛");
        assert_ne!(sample(&bytes, Some("windows-1252")), "Haier,青岛");
        assert_eq!(sample(b"a,b\nc,d\n", Some("UTF-8")), "a,b");
        assert_eq!(sample(b"\xef\xbb\xbfa\tb", Some("UTF-8")), "a b");
        assert_eq!(sample(b"PK", None), "");
        let far = format!("{}顺德", "x".repeat(300));
        assert!(sample(far.as_bytes(), Some("UTF-8")).ends_with("顺德"));
    }
}
