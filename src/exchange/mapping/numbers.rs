//! Text that stands for numbers, in the ways of several countries.

use crate::exchange::draft::Cell;

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

impl Numbers {
    /// 1234.5 and nothing else.
    pub const PLAIN: Self = Self {
        decimal: '.',
        thousands: None,
        percent: false,
    };

    /// How a column is to be read, if all that is in it are numbers. `decimal` is what the file was found to use.
    pub fn guess(_cells: &[Cell], _decimal: Option<char>) -> Option<Self> {
        None
    }

    /// The number that a text stands for by this rule; `None` when it is none.
    pub fn parse(&self, text: &str) -> Option<f64> {
        text.trim().parse().ok().filter(|number: &f64| number.is_finite())
    }
}

/// In words, for instance "1.234,5".
impl std::fmt::Display for Numbers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let thousands = self.thousands.map(String::from).unwrap_or_default();
        let percent = if self.percent { " %" } else { "" };
        write!(f, "1{thousands}234{}5{percent}", self.decimal)
    }
}
