//! Text that stands for numbers, in the ways of several countries.

use crate::exchange::draft::{Cell, Values};

/// How the text of a column is read as numbers; the same for all of its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// Sign before the decimals: `.` or `,`.
    pub decimal: char,
    /// Sign between thousands.
    pub thousands: Option<char>,
    /// A percent sign stands behind: hundredths.
    pub percent: bool,
}

/// Signs and words of currencies, which stand before or behind an amount.
const CURRENCIES: [&str; 17] = [
    "RMB",
    "CNY",
    "EUR",
    "USD",
    "GBP",
    "CHF",
    "US$",
    "人民币",
    "美元",
    "欧元",
    "元",
    "¥",
    "€",
    "$",
    "£",
    "Fr.",
    "kr",
];

/// Chinese units of counting.
const MYRIADS: [(char, f64); 4] = [('万', 1e4), ('萬', 1e4), ('亿', 1e8), ('億', 1e8)];

/// More digits than these are not kept by a number, so they are a code.
const DIGITS: usize = 15;

impl Numbers {
    /// 1234.5 and nothing else.
    pub const PLAIN: Self = Self::with('.', None);

    /// Rules to choose from, the most frequent first.
    pub const ALL: [Self; 8] = [
        Self::PLAIN,
        Self::with('.', Some(',')),
        Self::with(',', None),
        Self::with(',', Some('.')),
        Self::with('.', Some(' ')),
        Self::with(',', Some(' ')),
        Self::with('.', Some('\'')),
        Self::with(',', Some('\'')),
    ];

    const fn with(decimal: char, thousands: Option<char>) -> Self {
        Self {
            decimal,
            thousands,
            percent: false,
        }
    }

    /// How a column is to be read, if all that is filled in it are numbers by one rule. `decimal` is what the file was
    /// found to use; it decides what could be read both ways.
    ///
    /// Codes are no numbers: leading zeros and more digits than a number keeps leave the column as text.
    pub fn guess(values: &Values, decimal: Option<char>) -> Option<Self> {
        let filled = || values.each_text_once().filter(|cell| *cell != Cell::Missing);
        filled().next()?;
        let percent = filled().any(|cell| matches!(cell, Cell::Text(text) if text.contains(['%', '％'])));
        let mut rules: Vec<Self> = Self::ALL.map(|rule| Self { percent, ..rule }).into();
        if let Some(sign) = decimal {
            rules.sort_by_key(|rule| rule.decimal != sign);
        }
        for cell in filled() {
            match cell {
                Cell::Text(text) => {
                    if is_code(text) {
                        return None;
                    }
                    rules.retain(|rule| rule.parse(text).is_some());
                }
                Cell::Number(_) => {}
                Cell::Missing | Cell::Flag(_) | Cell::List(_) => return None,
            }
            if rules.is_empty() {
                return None;
            }
        }
        rules.first().copied()
    }

    /// The number that a text stands for by this rule; `None` when it is none.
    pub fn parse(&self, text: &str) -> Option<f64> {
        // What nearly all cells of nearly all files are.
        if text.is_ascii()
            && self.decimal == '.'
            && !self.percent
            && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        {
            return text.parse().ok();
        }
        let text = narrowed(text);
        let mut rest = text.trim();
        let negative = rest.starts_with(['-', '−']);
        if negative {
            rest = rest.trim_start_matches(['-', '−']).trim_start();
        }
        rest = without_currency(rest);
        let mut factor = if negative { -1.0 } else { 1.0 };
        match rest.strip_suffix('%') {
            Some(bare) if self.percent => {
                factor /= 100.0;
                rest = bare.trim_end();
            }
            Some(_) => return None,
            // Nobody writes a percent sign behind nothing at all.
            None if self.percent && !rest.trim_matches(['0', '.', ',']).is_empty() => return None,
            None => {}
        }
        for (sign, size) in MYRIADS {
            if let Some(bare) = rest.strip_suffix(sign) {
                factor *= size;
                rest = bare.trim_end();
            }
        }
        let number = self.digits(rest)? * factor;
        number.is_finite().then_some(number)
    }

    /// Digits with their signs, and perhaps an exponent.
    fn digits(&self, text: &str) -> Option<f64> {
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], &text[at + 1..]),
            None => (text, ""),
        };
        let (whole, decimals) = match mantissa.split_once(self.decimal) {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (mantissa, None),
        };
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let mut plain = String::with_capacity(text.len());
        match self.thousands {
            Some(sign) if whole.contains(sign) => {
                for (number, group) in whole.split(sign).enumerate() {
                    let fits = match number {
                        0 => (1..=3).contains(&group.len()) && !group.starts_with('0'),
                        _ => group.len() == 3,
                    };
                    if !fits || !all_digits(group) {
                        return None;
                    }
                    plain.push_str(group);
                }
            }
            _ => plain.push_str(whole),
        }
        let digits = plain.len() + decimals.map_or(0, str::len);
        if digits == 0 || !all_digits(&plain) || !decimals.is_none_or(all_digits) {
            return None;
        }
        if let Some(decimals) = decimals {
            plain.push('.');
            plain.push_str(decimals);
        }
        if text.len() > mantissa.len() {
            let power: i32 = exponent.parse().ok()?;
            plain.push_str(&format!("e{power}"));
        }
        plain.parse().ok()
    }
}

/// Letters and signs of Chinese text in their usual width, blanks of any width as a blank, other apostrophes as one.
fn narrowed(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '￥' => '¥',
        '’' => '\'',
        _ if c.is_whitespace() => ' ',
        _ => c,
    };
    text.chars().map(narrow).collect()
}

fn without_currency(mut text: &str) -> &str {
    for word in CURRENCIES {
        if let Some(rest) = text.strip_prefix(word) {
            text = rest.trim_start();
        }
        if let Some(rest) = text.strip_suffix(word) {
            text = rest.trim_end();
        }
    }
    text
}

/// A leading zero before another digit, or more digits than a number keeps.
fn is_code(text: &str) -> bool {
    let mut chars = text.trim_start_matches(['-', '−']).chars();
    let zero = chars.next() == Some('0') && chars.next().is_some_and(|c| c.is_ascii_digit());
    zero || text.chars().filter(char::is_ascii_digit).count() > DIGITS && !text.contains(['.', ',', 'e', 'E'])
}

/// A year that a text begins with, such as "1998-05-01" or "2003年".
pub(in crate::exchange) fn year(text: &str) -> Option<f64> {
    let digits: String = text.trim().chars().take_while(char::is_ascii_digit).collect();
    let next = text.trim()[digits.len()..].chars().next();
    let ends = next.is_none_or(|c| matches!(c, '-' | '/' | '.' | '年' | ' '));
    (digits.len() == 4 && ends).then(|| digits.parse().ok()).flatten()
}

/// In words, for instance "1.234,5".
impl std::fmt::Display for Numbers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let thousands = self.thousands.map(String::from).unwrap_or_default();
        let percent = if self.percent { " %" } else { "" };
        write!(f, "1{thousands}234{}5{percent}", self.decimal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(texts: &[&str]) -> Option<String> {
        let cells: Values = texts.iter().map(|&text| Cell::Text(text)).collect();
        let rule = Numbers::guess(&cells, None)?;
        let numbers: Vec<String> = texts
            .iter()
            .map(|text| rule.parse(text).unwrap().to_string())
            .collect();
        Some(format!("{rule} → {}", numbers.join(" ")))
    }

    #[test]
    fn numbers_of_many_countries_are_read_by_one_rule_a_column() {
        for (texts, expected) in [
            (&["1", "2.5", "1e3"][..], "1234.5 → 1 2.5 1000"),
            (&["1,200", "12,000,000", "7"], "1,234.5 → 1200 12000000 7"),
            (&["0,5", "12,25"], "1234,5 → 0.5 12.25"),
            (&["1.234,5", "12,25"], "1.234,5 → 1234.5 12.25"),
            (&["1 234,5", "2\u{a0}000"], "1 234,5 → 1234.5 2000"),
            (&["1'200.50", "3"], "1'234.5 → 1200.5 3"),
            (&["12.5 %", "7%", "0"], "1234.5 % → 0.125 0.07 0"),
            (&["12,5 %", "100 %"], "1234,5 % → 0.125 1"),
            (&["￥1,200", "¥ 3"], "1,234.5 → 1200 3"),
            (&["1200 €", "15 €"], "1234.5 → 1200 15"),
            (&["1.2万", "3亿", "500"], "1234.5 → 12000 300000000 500"),
            (&["１２．５", "3"], "1234.5 → 12.5 3"),
            (&["1200万元", "80万元"], "1234.5 → 12000000 800000"),
            (&["-3", "−4"], "1234.5 → -3 -4"),
        ] {
            assert_eq!(guess(texts).as_deref(), Some(expected), "{texts:?}");
        }
    }

    #[test]
    fn what_is_no_number_stays_text() {
        for texts in [
            &["007", "12"][..],
            &["000001"],
            &["12", "n/a"],
            &["12", "7 %"],
            &["1234567890123456789"],
            &["2020-01-01"],
            &["1.2.3", "4"],
            &["+86 20 1234"],
            &["12,34,56"],
            &["1e400"],
            &["inf", "nan"],
            &["€"],
            &[],
        ] {
            assert_eq!(guess(texts), None, "{texts:?}");
        }
    }

    #[test]
    fn the_decimal_sign_of_the_file_decides_what_can_be_read_both_ways() {
        let cells = [Cell::Text("1.234"), Cell::Missing, Cell::Number(3.0)];
        let cells: Values = cells.into_iter().collect();
        assert_eq!(Numbers::guess(&cells, None), Some(Numbers::PLAIN));
        let german = Numbers::guess(&cells, Some(',')).unwrap();
        assert_eq!(german.parse("1.234"), Some(1234.0));
        let cells: Values = [Cell::Text("1,234")].into_iter().collect();
        assert_eq!(
            Numbers::guess(&cells, Some(',')).unwrap().parse("1,234"),
            Some(1.234)
        );
    }

    #[test]
    fn years_are_found_in_dates() {
        assert_eq!(year("1998-05-01"), Some(1998.0));
        assert_eq!(year(" 2003年5月"), Some(2003.0));
        assert_eq!(year("19985"), None);
        assert_eq!(year("5.3.1998"), None);
    }
}
