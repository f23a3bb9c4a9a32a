//! Text that a spreadsheet would run as a formula, made harmless and back again.
//!
//! An apostrophe before it is what spreadsheets take for “this is text”. A text that begins with apostrophes and then
//! like a formula gets one more, so that taking one away gives back what was there.

use std::borrow::Cow;

/// A spreadsheet could run it, or had better be told that it is text.
fn looks_run(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// The text as it may stand in a table of text. Numbers must not come here: a minus before one is no formula.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if looks_run(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// What was there before it was made harmless.
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if looks_run(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guarded_comes_back() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-Plus GmbH", "'-Plus GmbH"),
            ("\tx", "'\tx"),
            ("'=x", "''=x"),
            ("'t Hart BV", "'t Hart BV"),
            ("Bosch", "Bosch"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), safe);
            assert_eq!(unguarded(safe), text);
        }
    }
}
