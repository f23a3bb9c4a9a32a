//! Records one after the other in a file: each with its length and checksum before it, so that a torn one is noticed.

use crate::files::store::hash;

/// Bytes before each record: mark, length, checksum, end of line.
const HEAD: usize = 1 + 12 + 1 + 16 + 1;

/// A record as it goes into the file.
pub(super) fn framed(record: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEAD + record.len() + 1);
    bytes.extend(format!("#{:012x} {:016x}\n", record.len(), hash(record.as_bytes())).bytes());
    bytes.extend(record.bytes());
    bytes.push(b'\n');
    bytes
}

/// All whole records from the start, and how many bytes they take; what comes after is torn and does not count.
pub(super) fn whole(bytes: &[u8]) -> (Vec<&str>, usize) {
    let (mut records, mut at) = (Vec::new(), 0);
    while let Some((record, end)) = one(bytes, at) {
        records.push(record);
        at = end;
    }
    (records, at)
}

fn one(bytes: &[u8], at: usize) -> Option<(&str, usize)> {
    let head = std::str::from_utf8(bytes.get(at..at + HEAD)?).ok()?;
    let (len, sum) = head.strip_prefix('#')?.strip_suffix('\n')?.split_once(' ')?;
    let len = usize::from_str_radix(len, 16).ok()?;
    let sum = u64::from_str_radix(sum, 16).ok()?;
    let start = at + HEAD;
    let end = start.checked_add(len)?;
    let record = bytes.get(start..end)?;
    let sound = bytes.get(end) == Some(&b'\n') && hash(record) == sum;
    sound.then_some((std::str::from_utf8(record).ok()?, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_cut_anywhere_or_changed_gives_the_records_before() {
        let records = ["", "{\"a\":1}", "新\n\"x\"", "last"];
        let mut file = Vec::new();
        let mut ends = vec![0];
        for record in records {
            file.extend(framed(record));
            ends.push(file.len());
        }
        for cut in 0..=file.len() {
            let (found, len) = whole(&file[..cut]);
            let expected = ends.iter().rposition(|&end| end <= cut).unwrap();
            assert_eq!(
                (found.as_slice(), len),
                (&records[..expected], ends[expected]),
                "{cut}"
            );
        }
        for flip in 0..file.len() {
            let mut bad = file.clone();
            bad[flip] ^= 1;
            let (found, _) = whole(&bad);
            let hit = ends.iter().rposition(|&end| end <= flip).unwrap();
            assert_eq!(found, records[..hit], "{flip}");
        }
        let (found, _) = whole(b"#ffffffffffff 0000000000000000\nx");
        assert!(found.is_empty());
    }
}
