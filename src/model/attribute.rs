//! Attributes that a person brings along and the model has no use for: columns of an imported table, figures of
//! another program. They are kept, shown, searched and written out; no indicator reads them.

use std::collections::BTreeMap;

/// One value of such an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum Datum {
    /// A finite number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// Words; never empty, which would be no value.
    Text(String),
    /// Several words, in their order; never none.
    List(Vec<String>),
}

impl Datum {
    /// A number that can be kept; `None` for what is not finite. Minus zero becomes zero.
    pub fn number(value: f64) -> Option<Self> {
        value.is_finite().then_some(Self::Number(value + 0.0))
    }

    /// Words without blanks around them; `None` when nothing is left.
    pub fn text(words: &str) -> Option<Self> {
        let words = words.trim();
        (!words.is_empty()).then(|| Self::Text(words.to_owned()))
    }
}

/// Numbers in full precision, lists with commas, flags as yes and no.
impl std::fmt::Display for Datum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Flag(true) => f.write_str("yes"),
            Self::Flag(false) => f.write_str("no"),
            Self::Text(text) => f.write_str(text),
            Self::List(items) => f.write_str(&items.join(", ")),
        }
    }
}

/// Values by the name of their attribute. Without any it takes one word of memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes(Option<Box<BTreeMap<String, Datum>>>);

impl Attributes {
    /// None.
    pub const fn new() -> Self {
        Self(None)
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |map| map.len())
    }

    /// By name, in the order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Datum)> {
        self.0
            .iter()
            .flat_map(|map| map.iter().map(|(name, datum)| (name.as_str(), datum)))
    }

    /// The value under a name.
    pub fn get(&self, name: &str) -> Option<&Datum> {
        self.0.as_ref()?.get(name)
    }

    /// Sets or, with `None`, takes away a value.
    pub fn set(&mut self, name: &str, value: Option<Datum>) {
        match value {
            Some(value) => {
                self.0.get_or_insert_default().insert(name.to_owned(), value);
            }
            None => {
                if let Some(map) = &mut self.0 {
                    map.remove(name);
                    if map.is_empty() {
                        self.0 = None;
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_away_leaves_nothing() {
        let mut own = Attributes::new();
        own.set("city", Datum::text(" 顺德 "));
        own.set("firms", Datum::number(-0.0));
        let seen: Vec<String> = own
            .iter()
            .map(|(name, datum)| format!("{name}={datum}"))
            .collect();
        assert_eq!(seen, ["city=顺德", "firms=0"]);
        own.set("city", None);
        own.set("firms", None);
        assert_eq!(own, Attributes::new());
        assert!(own.is_empty());
    }

    #[test]
    fn what_is_no_value_cannot_be_kept() {
        assert_eq!(Datum::number(f64::NAN), None);
        assert_eq!(Datum::text("  "), None);
    }
}
