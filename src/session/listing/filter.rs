//! Which rows are wanted: words that stand anywhere in a row, and comparisons such as `jobs > 100` or `kind = supplier`.

use std::fmt;

use crate::analysis::own::OwnNames;
use crate::model::Document;
use crate::model::attribute::{Attributes, Datum};
use crate::model::field::Value;

use super::{
    Column, Figures, Key, Tab, attributes, columns, heading, id, measure, own_attributes, own_value, text,
    value,
};

/// What rows must satisfy, all of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter(Vec<Term>);

#[derive(Clone, Debug, PartialEq)]
enum Term {
    /// In lower case.
    Word(String),
    Compare(Column, Relation, Operand),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
    Other,
}

#[derive(Clone, Debug, PartialEq)]
struct Operand {
    /// In lower case.
    text: String,
    number: Option<f64>,
}

/// Why a filter cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misread {
    /// The words before a sign name no column.
    NoColumn(String),
    /// Nothing stands behind the sign of this column.
    NoValue(String),
    /// This column is compared by size, and this is no number.
    NoNumber(String, String),
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoColumn(words) if words.is_empty() => write!(f, "Name a column before the sign"),
            Self::NoColumn(words) => write!(f, "There is no column called \"{words}\""),
            Self::NoValue(column) => write!(f, "Say what {column} is compared with"),
            Self::NoNumber(column, found) => write!(f, "{column} is compared with a number, not \"{found}\""),
        }
    }
}

/// Longer signs first, so that they are not taken for their beginning.
const SIGNS: [(&str, Relation); 8] = [
    ("<=", Relation::AtMost),
    (">=", Relation::AtLeast),
    ("!=", Relation::Other),
    ("≤", Relation::AtMost),
    ("≥", Relation::AtLeast),
    ("<", Relation::Less),
    (">", Relation::More),
    ("=", Relation::Equal),
];

impl Filter {
    /// Reads what a person typed. Columns are called by their heading or id; a value of several words, or one that
    /// holds a sign, stands in double quotes.
    ///
    /// # Errors
    /// What could not be understood.
    pub fn parse(tab: Tab, own: &OwnNames, typed: &str) -> Result<Self, Misread> {
        let mut tokens = tokens(typed).into_iter().peekable();
        let mut terms = Vec::new();
        let mut words: Vec<String> = Vec::new();
        while let Some(token) = tokens.next() {
            let relation = match token {
                Token::Word(word) => {
                    words.push(word);
                    continue;
                }
                Token::Sign(relation) => relation,
            };
            let (column, used) = column_named(tab, own, &words)
                .ok_or_else(|| Misread::NoColumn(words.last().cloned().unwrap_or_default()))?;
            words.truncate(words.len() - used);
            let name = heading(tab, column);
            let Some(Token::Word(found)) = tokens.next_if(|token| matches!(token, Token::Word(_))) else {
                return Err(Misread::NoValue(name.to_owned()));
            };
            // A comma is a decimal mark for half of the world.
            let number = found.replace(',', ".").parse().ok();
            let by_size = !matches!(relation, Relation::Equal | Relation::Other);
            if number.is_none() && by_size {
                return Err(Misread::NoNumber(name.to_owned(), found));
            }
            let text = found.to_lowercase();
            terms.push(Term::Compare(column, relation, Operand { text, number }));
        }
        terms.extend(words.into_iter().map(|word| Term::Word(word.to_lowercase())));
        Ok(Self(terms))
    }

    /// Nothing is asked for, so every row is wanted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// It asks for a computed figure.
    pub fn reads_figures(&self) -> bool {
        self.0
            .iter()
            .any(|term| matches!(term, Term::Compare(Column::Measure(_), ..)))
    }

    /// The row is wanted. Undefined and absent values differ from every number and are neither larger nor smaller.
    pub fn wants(&self, document: &Document, figures: Figures<'_>, tab: Tab, key: Key) -> bool {
        self.0.iter().all(|term| match term {
            Term::Word(word) => {
                let own = own_attributes(document, key)
                    .into_iter()
                    .flat_map(Attributes::iter);
                attributes(tab).any(|column| text(document, key, column).to_lowercase().contains(word))
                    || own
                        .map(|(_, value)| value.to_string().to_lowercase())
                        .any(|text| text.contains(word))
            }
            Term::Compare(column, relation, operand) => {
                let number = match *column {
                    Column::Measure(index) => Some(measure(figures, key, index)),
                    Column::Field(index) => match value(document, key, index) {
                        Value::Number(number) => Some(Some(number)),
                        Value::Absent if operand.number.is_some() => Some(None),
                        _ => None,
                    },
                    Column::Own(own) => match own_value(document, key, own) {
                        Some(Datum::Number(number)) => Some(Some(*number)),
                        None if operand.number.is_some() => Some(None),
                        _ => None,
                    },
                    _ => None,
                };
                match (number, operand.number) {
                    (Some(number), Some(limit)) => relation.holds(number, limit),
                    (Some(_), None) => *relation == Relation::Other,
                    (None, _) => {
                        let same = text(document, key, *column).to_lowercase() == operand.text;
                        match relation {
                            Relation::Equal => same,
                            Relation::Other => !same,
                            _ => false,
                        }
                    }
                }
            }
        })
    }
}

impl Relation {
    fn holds(self, number: Option<f64>, limit: f64) -> bool {
        let Some(number) = number else {
            return self == Self::Other;
        };
        // What people see has at most four digits; a figure shown as .25 equals .25.
        let same = (number - limit).abs() <= 5e-5 * limit.abs().max(1.0);
        match self {
            Self::Less => number < limit,
            Self::AtMost => number <= limit,
            Self::Equal => same,
            Self::AtLeast => number >= limit,
            Self::More => number > limit,
            Self::Other => !same,
        }
    }
}

enum Token {
    Word(String),
    Sign(Relation),
}

fn tokens(typed: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        if let Some((sign, relation)) = SIGNS.into_iter().find(|(sign, _)| rest.starts_with(sign)) {
            tokens.push(Token::Sign(relation));
            rest = &rest[sign.len()..];
        } else if let Some(quoted) = rest.strip_prefix('"') {
            let end = quoted.find('"').unwrap_or(quoted.len());
            tokens.push(Token::Word(quoted[..end].to_owned()));
            rest = quoted.get(end + 1..).unwrap_or("");
        } else {
            let end = rest
                .char_indices()
                .find(|&(at, c)| {
                    c.is_whitespace() || SIGNS.iter().any(|(sign, _)| rest[at..].starts_with(sign))
                })
                .map_or(rest.len(), |(at, _)| at);
            tokens.push(Token::Word(rest[..end].to_owned()));
            rest = &rest[end..];
        }
        rest = rest.trim_start();
    }
    tokens
}

/// The column that the last words name, and how many words that takes; the longest name wins.
fn column_named(tab: Tab, own: &OwnNames, words: &[String]) -> Option<(Column, usize)> {
    let plain = |name: &str| name.to_lowercase().replace('_', " ");
    (1..=words.len()).rev().find_map(|used| {
        let name = plain(&words[words.len() - used..].join(" "));
        columns(tab, own)
            .into_iter()
            .find(|&column| plain(heading(tab, column)) == name || plain(id(tab, column)) == name)
            .map(|column| (column, used))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Cost;
    use crate::analysis::columns::tables;
    use crate::base::cancel::Cancel;
    use crate::files::examples;

    fn names(typed: &str) -> Vec<String> {
        let document = examples::find("golden").unwrap().document();
        let rows = tables(&document, Cost::Demand, &Cancel::new()).unwrap();
        let filter = Filter::parse(Tab::Actors, &OwnNames::default(), typed).unwrap();
        let wanted = |id| filter.wants(&document, &rows, Tab::Actors, Key::Actor(id));
        let actors = document.actors().filter(|&(id, _)| wanted(id));
        actors.map(|(_, actor)| actor.name.clone()).collect()
    }

    #[test]
    fn words_and_comparisons_narrow_the_rows_together() {
        let all = names("");
        assert_eq!(names("f1"), ["F1"]);
        assert_eq!(
            names("kind = \"specialized supplier\""),
            names("specialized supplier")
        );
        assert!(!names("jobs>=150").is_empty());
        assert_eq!(names("jobs >= 150").len() + names("JOBS<150").len(), all.len());
        assert_eq!(names("jobs >= 150 name = f1").len(), names("f1").len());
        assert!(!names("betweenness share > 0,01").is_empty());
        assert_eq!(
            names("betweenness_share ≤ 0.01").len() + names("betweenness share > .01").len(),
            names("betweenness_share >= 0").len(),
            "undefined figures are in neither"
        );
        assert_eq!(names("name != f1").len(), all.len() - 1);
    }

    #[test]
    fn what_cannot_be_understood_is_named() {
        let misread = |typed| {
            Filter::parse(Tab::Actors, &OwnNames::default(), typed)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(misread("sise > 3"), "There is no column called \"sise\"");
        assert_eq!(misread("> 3"), "Name a column before the sign");
        assert_eq!(misread("jobs >"), "Say what Jobs is compared with");
        assert_eq!(
            misread("jobs > many"),
            "Jobs is compared with a number, not \"many\""
        );
    }
}
