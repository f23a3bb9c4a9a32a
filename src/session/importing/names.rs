//! Names of files that can be imported.

use std::path::Path;
use std::sync::LazyLock;

use crate::exchange::format::Format;

/// The name says that this is no project but something to import.
pub fn is_foreign(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    endings().contains(&ending)
}

/// Endings of the files that can be imported, each once, and that of compressed ones.
pub fn endings() -> &'static [&'static str] {
    static ENDINGS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let mut endings = Vec::new();
        for ending in Format::ALL.iter().flat_map(|format| format.info().endings) {
            if !endings.contains(ending) {
                endings.push(*ending);
            }
        }
        endings.push("gz");
        endings
    });
    &ENDINGS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_tell_what_is_imported() {
        for name in ["a.csv", "a.GraphML", "a.net.gz", "b.xlsx"] {
            assert!(is_foreign(Path::new(name)), "{name}");
        }
        assert!(!is_foreign(Path::new("a.milieu")));
        assert!(!is_foreign(Path::new("milieu")));
    }
}
