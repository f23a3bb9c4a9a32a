//! Texts as searches compare them: without case, accents, and the widths that letters of Chinese text have.

use std::sync::LazyLock;

/// Letters with signs on them, by what is left without: Latin, Greek and Cyrillic, as Unicode takes them apart, and
/// those that it leaves whole although people type them in parts.
const PLAIN: [(&str, &str); 45] = [
    ("a", "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ"),
    ("ae", "æǣǽ"),
    ("b", "ḃḅḇ"),
    ("c", "çćĉċčḉ"),
    ("d", "ďḋḍḏḑḓđð"),
    ("e", "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ"),
    ("f", "ḟ"),
    ("g", "ĝğġģǧǵḡ"),
    ("h", "ĥȟḣḥḧḩḫẖħ"),
    ("i", "ìíîïĩīĭįǐȉȋḭḯỉịı"),
    ("j", "ĵǰ"),
    ("k", "ķǩḱḳḵ"),
    ("l", "ĺļľḷḹḻḽł"),
    ("m", "ḿṁṃ"),
    ("n", "ñńņňǹṅṇṉṋ"),
    ("o", "òóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợøǿ"),
    ("oe", "œ"),
    ("p", "ṕṗ"),
    ("r", "ŕŗřȑȓṙṛṝṟ"),
    ("s", "śŝşšșṡṣṥṧṩſẛ"),
    ("ss", "ß"),
    ("t", "ţťțṫṭṯṱẗŧ"),
    ("th", "þ"),
    ("u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"),
    ("v", "ṽṿ"),
    ("w", "ŵẁẃẅẇẉẘ"),
    ("x", "ẋẍ"),
    ("y", "ýÿŷȳẏẙỳỵỷỹ"),
    ("z", "źżžẑẓẕ"),
    ("α", "ά"),
    ("ε", "έ"),
    ("η", "ή"),
    ("ι", "ΐίϊ"),
    ("ο", "ό"),
    ("σ", "ς"),
    ("υ", "ΰϋύ"),
    ("ω", "ώ"),
    ("г", "ѓ"),
    ("е", "ѐё"),
    ("и", "ѝй"),
    ("к", "ќ"),
    ("у", "ў"),
    ("і", "ї"),
    // What people type for a dash or a quotation mark in a name.
    ("-", "‐‑–—−"),
    ("'", "‘’ʼ"),
];

/// The same by letter.
static LETTERS: LazyLock<Vec<(char, &'static str)>> = LazyLock::new(|| {
    let letters = PLAIN
        .iter()
        .flat_map(|&(plain, letters)| letters.chars().map(move |letter| (letter, plain)));
    let mut letters: Vec<_> = letters.collect();
    letters.sort_by_key(|&(letter, _)| letter);
    letters
});

/// Hands over what a character is compared as: nothing for an accent that stands alone, two letters for `æ`.
pub fn letters(c: char, mut to: impl FnMut(char)) {
    if c.is_ascii() {
        to(c.to_ascii_lowercase());
        return;
    }
    let narrow = match c {
        '\u{300}'..='\u{36f}' => return,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ if c.is_whitespace() => ' ',
        _ => c,
    };
    for small in narrow.to_lowercase() {
        match LETTERS.binary_search_by_key(&small, |&(letter, _)| letter) {
            Ok(at) => LETTERS[at].1.chars().for_each(&mut to),
            // What a capital letter leaves when it is made small: the dot of the Turkish one.
            Err(_) if matches!(small, '\u{300}'..='\u{36f}') => {}
            Err(_) => to(small),
        }
    }
}

/// A text as it is compared.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends a text as it is compared, for who reuses the memory.
pub fn fold_into(text: &str, folded: &mut String) {
    text.chars()
        .for_each(|c| letters(c, |letter| folded.push(letter)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_widths_make_no_difference() {
        for (text, same) in [
            ("Zürich", "zurich"),
            ("Łódź", "lodz"),
            ("Ærø STRASSE ß", "aero strasse ss"),
            ("Cafe\u{301}", "cafe"),
            ("İstanbul", "istanbul"),
            ("Trường Đại học", "truong dai hoc"),
            ("ＡＢＣ１２ 深圳", "abc12 深圳"),
            ("Φορείς", "φορεισ"),
            ("A\u{3000}B\nC", "a b\nc"),
            ("Saint‑Étienne", "saint-etienne"),
        ] {
            assert_eq!(folded(text), same);
        }
    }

    #[test]
    fn no_letter_stands_in_the_table_twice() {
        assert!(LETTERS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        // What is found in the table is not folded any further.
        for (_, plain) in LETTERS.iter() {
            assert_eq!(folded(plain), **plain);
        }
    }
}
