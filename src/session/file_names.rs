//! Names of project files.

use std::path::PathBuf;

/// The title without what file systems dislike.
pub(super) fn file_name_from(title: &str) -> String {
    let clean: String = title
        .chars()
        .map(|c| {
            if c.is_control() || "/\\:*?\"<>|".contains(c) {
                '-'
            } else {
                c
            }
        })
        .collect();
    let clean = clean.trim().trim_matches('.').to_owned();
    if clean.is_empty() {
        "Untitled".to_owned()
    } else {
        clean
    }
}

/// Adds `.milieu` to a name without an extension of its own.
pub(super) fn with_extension(path: PathBuf) -> PathBuf {
    if path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("milieu"))
    {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".milieu");
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names() {
        assert_eq!(file_name_from("A/B: \"C\""), "A-B- -C-");
        assert_eq!(file_name_from(" .. "), "Untitled");
        assert_eq!(with_extension("x".into()), PathBuf::from("x.milieu"));
        assert_eq!(with_extension("x.MILIEU".into()), PathBuf::from("x.MILIEU"));
        assert_eq!(with_extension("v1.2".into()), PathBuf::from("v1.2.milieu"));
    }
}
