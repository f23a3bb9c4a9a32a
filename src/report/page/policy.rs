//! What a browser may do with the page: apply this style, run this script, and nothing else.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// The content security policy of a page with exactly this style and this script. Nothing is loaded from anywhere.
pub(super) fn of(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(style),
        hash(script)
    )
}

fn hash(text: &str) -> String {
    BASE64_STANDARD.encode(hmac_sha256::Hash::hash(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_one_that_browsers_compute() {
        // The empty text, from FIPS 180-4.
        assert_eq!(hash(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
        assert!(of("a", "b").starts_with("default-src 'none';"));
    }
}
