//! Numbers as people write them in tables: 1.234,5 and 1 234.5, 12.5 %, ￥1,200 and 3万.

/// What a text says as a number; `None` when it is none or is not finite. `decimal` is the decimal sign, a point or a
/// comma; the other one may only separate groups of three.
pub(super) fn parse(text: &str, decimal: char) -> Option<f64> {
    let mut text = text
        .trim()
        .trim_start_matches(['$', '€', '£', '¥', '￥', '≈', '~'])
        .trim();
    let mut factor = 1.0;
    for (ending, times) in [
        ("%", 0.01),
        ("％", 0.01),
        ("‰", 0.001),
        ("万", 1e4),
        ("萬", 1e4),
        ("亿", 1e8),
        ("億", 1e8),
    ] {
        if let Some(rest) = text.strip_suffix(ending) {
            (text, factor) = (rest.trim_end(), times);
            break;
        }
    }
    text = text.trim_end_matches(['€', '元']).trim_end();
    let group = if decimal == ',' { '.' } else { ',' };
    let mut plain = String::with_capacity(text.len());
    // Digits since the last sign between groups; before the first there is none.
    let mut since: Option<u32> = None;
    let (mut digits, mut behind) = (0_u32, false);
    for c in text.chars() {
        match c {
            '0'..='9' => {
                plain.push(c);
                digits += 1;
                since = since.map(|count| count + 1);
            }
            _ if c == decimal && !behind => {
                if since.is_some_and(|count| count != 3) {
                    return None;
                }
                (since, behind) = (None, true);
                plain.push('.');
            }
            _ if (c == group || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’')) && !behind => {
                let first = since.is_none() && (digits > 3 || plain.trim_start_matches(['-', '+']) == "0");
                if digits == 0 || first || since.is_some_and(|count| count != 3) {
                    return None;
                }
                since = Some(0);
            }
            '-' | '+' | '−' if plain.is_empty() => plain.push(if c == '+' { '+' } else { '-' }),
            'e' | 'E' if digits > 0 => {
                // The rest is an exponent, which needs no care.
                if since.is_some_and(|count| count != 3) {
                    return None;
                }
                let at = text.find(c)?;
                plain.push_str(&text[at..]);
                since = None;
                break;
            }
            _ => return None,
        }
    }
    if digits == 0 || since.is_some_and(|count| count != 3) {
        return None;
    }
    let value = plain.parse::<f64>().ok()? * factor;
    value.is_finite().then_some(value)
}

/// The decimal sign that most of these have; a point when nothing tells.
pub(super) fn decimal<'a>(texts: impl Iterator<Item = &'a str>) -> char {
    let (mut points, mut commas) = (0_usize, 0_usize);
    for text in texts {
        let text = text.trim();
        if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+')) {
            continue;
        }
        let (with_point, with_comma) = (parse(text, '.').is_some(), parse(text, ',').is_some());
        match (with_point, with_comma) {
            (true, false) => points += 1,
            (false, true) => commas += 1,
            // 1,234 is a thousand for half of the world and a little over one for the other.
            _ => {}
        }
    }
    if commas > points { ',' } else { '.' }
}

/// What stands for no value.
pub(super) fn is_missing(text: &str) -> bool {
    let text = text.trim();
    let short = text.len() <= 10;
    text.is_empty()
        || short
            && [
                "nan",
                "null",
                "none",
                "n/a",
                "na",
                "#n/a",
                "n.a.",
                "k.a.",
                "-",
                "–",
                "—",
                "inf",
                "-inf",
                "+inf",
                "infinity",
                "-infinity",
                "#null!",
                "#ref!",
                "#value!",
                "#div/0!",
                "#name?",
                "#num!",
                ".",
            ]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word))
            && !is_written_as_name(text)
}

/// “Nan” and “Null” are what people are called; programs write nan, NaN or NULL.
fn is_written_as_name(text: &str) -> bool {
    let rest = text.get(1..).unwrap_or("");
    let titled = text.starts_with(|c: char| c.is_ascii_uppercase()) && !rest.is_empty();
    let program = matches!(text, "None" | "Inf" | "Infinity");
    titled && rest.chars().all(|c| c.is_ascii_lowercase()) && !program
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_many_countries() {
        for (text, decimal, wanted) in [
            ("1.234,5", ',', Some(1234.5)),
            ("1 234,5", ',', Some(1234.5)),
            ("1\u{202f}234\u{202f}567", '.', Some(1_234_567.0)),
            ("1,234.5", '.', Some(1234.5)),
            ("0,5", ',', Some(0.5)),
            ("0,5", '.', None),
            ("0,500", '.', None),
            ("1,2,3", '.', None),
            ("12.5 %", '.', Some(0.125)),
            ("￥1,200", '.', Some(1200.0)),
            ("3万", '.', Some(30_000.0)),
            ("-4", '.', Some(-4.0)),
            ("1e3", '.', Some(1000.0)),
            ("1e999", '.', None),
            ("NaN", '.', None),
            ("F1", '.', None),
            ("", '.', None),
            ("2024-01-05", '.', None),
        ] {
            assert_eq!(parse(text, decimal), wanted, "{text}");
        }
    }

    #[test]
    fn nothing_is_told_from_names() {
        for text in [
            "", " ", "nan", "NaN", "NA", "NULL", "null", "None", "-", "#N/A", "-Inf",
        ] {
            assert!(is_missing(text), "{text}");
        }
        for text in ["Nan", "Na", "Null", "Nana", "0"] {
            assert!(!is_missing(text), "{text}");
        }
    }

    #[test]
    fn the_decimal_sign_is_what_most_have() {
        assert_eq!(decimal(["0,5", "1,25", "x", "3"].into_iter()), ',');
        assert_eq!(decimal(["0.5", "1,200"].into_iter()), '.');
        assert_eq!(decimal(["1", "2"].into_iter()), '.');
    }
}
