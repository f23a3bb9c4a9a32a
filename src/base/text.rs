//! Ordering of names, first letters, numbers with their nouns, and what a mistyped word was meant to be.

use std::cmp::Ordering;

/// Compares names as people do: case-insensitively, runs of digits by their value ("F2" before "F10").
///
/// Names that differ only in case are ordered by their bytes, so the order is total.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        match (left.peek().copied(), right.peek().copied()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (m, n) = (digits(&mut left), digits(&mut right));
                let order = m.len().cmp(&n.len()).then_with(|| m.cmp(&n));
                if order.is_ne() {
                    return order;
                }
            }
            (Some(x), Some(y)) => {
                let order = x.to_lowercase().cmp(y.to_lowercase());
                if order.is_ne() {
                    return order;
                }
                left.next();
                right.next();
            }
        }
    }
}

/// Takes a run of digits, without leading zeros.
fn digits(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut run = String::new();
    while let Some(c) = chars.next_if(char::is_ascii_digit) {
        if !(run.is_empty() && c == '0') {
            run.push(c);
        }
    }
    run
}

/// `1 actor`, `3 actors`: the number with its noun.
pub fn count(n: usize, singular: &str, plural: &str) -> String {
    if n == 1 {
        format!("1 {singular}")
    } else {
        format!("{n} {plural}")
    }
}

/// The first letter small, unless a capital or a sign follows it, as in "R&D".
pub fn lower(name: &str) -> String {
    let mut chars = name.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' || second == '-' => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => name.to_owned(),
    }
}

/// The first letter large.
pub fn upper(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The known word that differs from `word` in the fewest letters, if in no more than a third of them; of several the
/// first.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    let distances = known.into_iter().map(|known| {
        (
            distance(&word, &known.to_lowercase().chars().collect::<Vec<_>>()),
            known,
        )
    });
    let (letters, nearest) = distances.min_by_key(|&(letters, _)| letters)?;
    (letters <= word.len().div_ceil(3)).then_some(nearest)
}

/// How many letters have to be put in, taken out or exchanged to make one word out of the other (Levenshtein 1966).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let exchanged = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = exchanged.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// "A", "A and B", "A, B and C"; nothing of nothing.
pub fn listed(parts: &[String]) -> String {
    match parts {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => parts.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn natural_order() {
        let mut names = ["F10", "f2", "F1", "Ünal", "F02", "", "Alpha"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["", "Alpha", "F1", "F02", "f2", "F10", "Ünal"]);
    }

    #[test]
    fn first_letters() {
        for (name, inside) in [
            ("Supply", "supply"),
            ("R&D share", "R&D share"),
            ("HHI", "HHI"),
            ("", ""),
        ] {
            assert_eq!(lower(name), inside);
        }
        assert_eq!((upper("émile"), upper("")), ("Émile".to_owned(), String::new()));
    }

    #[test]
    fn a_mistyped_word_finds_the_one_that_was_meant() {
        let known = ["trust", "trust.closure", "spillover", "labor"];
        for (typed, meant) in [("trst", "trust"), ("labour", "labor"), ("Spilover", "spillover")] {
            assert_eq!(nearest(typed, known), Some(meant));
        }
        assert_eq!(nearest("weather", known), None);
        assert_eq!((nearest("", known), nearest("trust", [])), (None, None));
    }
}
