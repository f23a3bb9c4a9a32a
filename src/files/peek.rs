//! Looks at a file without loading it: how large it is, how it begins and ends.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use super::Fault;

/// How large a plain file is, in bytes; 0 where there is none, and for what is not a plain file.
pub fn size(path: &Path) -> u64 {
    let found = fs::metadata(path).ok();
    found.filter(fs::Metadata::is_file).map_or(0, |found| found.len())
}

/// The first bytes of a file, `most` of them; in text that is UTF-8 no character is cut.
///
/// # Errors
/// When it cannot be read.
pub fn head(path: &Path, most: u64) -> Result<Vec<u8>, Fault> {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut head));
    if let Err(cause) = read {
        return Err(Fault::Read {
            cause,
            path: Some(path.to_owned()),
        });
    }
    if let Err(error) = std::str::from_utf8(&head)
        && error.error_len().is_none()
    {
        head.truncate(error.valid_up_to());
    }
    Ok(head)
}

/// The last four bytes of a file, where gzip says how long the content is.
///
/// # Errors
/// When it cannot be read or is shorter.
pub fn last_four(path: &Path) -> io::Result<[u8; 4]> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::End(-4))?;
    let mut end = [0; 4];
    file.read_exact(&mut end)?;
    Ok(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_at_the_cut_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("names.txt");
        fs::write(&path, "a袜b").unwrap();
        assert_eq!(size(&path), 5);
        assert_eq!(head(&path, 3).unwrap(), b"a");
        assert_eq!(head(&path, 4).unwrap(), "a袜".as_bytes());
        assert_eq!(&last_four(&path).unwrap(), "袜b".as_bytes());
        assert_eq!(size(folder.path()), 0);
        assert!(head(&folder.path().join("none"), 4).is_err());
    }
}
