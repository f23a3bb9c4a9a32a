//! Attributes that a person brings along and the model has no use for: columns of an imported table, figures of
//! another program. They are kept, shown, searched and written out; no indicator reads them.
#![expect(
    clippy::disallowed_types,
    reason = "attributes that are alike are only looked up, never gone through"
)]

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash as _, Hasher as _, RandomState};
use std::sync::Arc;

use super::field::clean_line;

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

impl Datum {
    /// As it can be kept; `None` when there is no value in it.
    fn clean(self) -> Option<Self> {
        match self {
            Self::Number(value) => Self::number(value),
            Self::Text(words) => Self::text(&words),
            Self::List(items) => (!items.is_empty()).then_some(Self::List(items)),
            Self::Flag(_) => Some(self),
        }
    }

    /// What somebody types: a number, yes or no, or words.
    pub fn typed(text: &str) -> Option<Self> {
        let bare = text.trim();
        match bare {
            "yes" | "true" => return Some(Self::Flag(true)),
            "no" | "false" => return Some(Self::Flag(false)),
            _ => {}
        }
        // Codes such as 007 and long digits are words: as a number they would lose what they say.
        let plain = bare.parse::<f64>().ok().and_then(Self::number);
        let faithful = plain.filter(|number| number.to_string() == bare);
        faithful.or_else(|| Self::text(bare))
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

/// Values by the name of their attribute, in the order of names. Without any it takes one word of memory; copies share
/// what they hold until one of them changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes(Option<Arc<Vec<Entry>>>);

/// A name and what stands under it.
type Entry = (Box<str>, Datum);

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
        self.0.as_ref().map_or(0, |list| list.len())
    }

    /// By name, in the order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Datum)> {
        self.0
            .iter()
            .flat_map(|list| list.iter().map(|(name, datum)| (&**name, datum)))
    }

    /// The value under a name.
    pub fn get(&self, name: &str) -> Option<&Datum> {
        let list = self.0.as_ref()?;
        let at = list.binary_search_by(|(other, _)| (**other).cmp(name)).ok()?;
        Some(&list[at].1)
    }

    /// Sets or, with `None` or what is no value, takes away a value. Names and words lose blanks around them, so that
    /// a file gives back what was kept; without a name nothing happens.
    pub fn set(&mut self, name: &str, value: Option<Datum>) {
        let name = clean_line(name);
        if name.is_empty() {
            return;
        }
        let list = Arc::make_mut(self.0.get_or_insert_default());
        let found = list.binary_search_by(|(other, _)| (**other).cmp(&name));
        match (value.and_then(Datum::clean), found) {
            (Some(value), Ok(at)) => list[at].1 = value,
            (Some(value), Err(at)) => {
                list.reserve_exact(1);
                list.insert(at, (name.into_boxed_str(), value));
            }
            (None, Ok(at)) => {
                list.remove(at);
            }
            (None, Err(_)) => {}
        }
        if list.is_empty() {
            self.0 = None;
        }
    }
}

/// Keeps attributes once however many actors or ties have the same: of millions of ties most have one of few words.
#[derive(Debug, Default)]
pub(crate) struct Alike {
    known: HashMap<u64, Attributes>,
    state: RandomState,
    asked: usize,
    found: usize,
}

impl Alike {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The same attributes, in the memory of equal ones where there are any.
    pub(crate) fn share(&mut self, attributes: Attributes) -> Attributes {
        /// So many are looked for before saying that they differ, and so many are kept at most.
        const TRIED: usize = 1 << 12;
        const KEPT: usize = 1 << 16;
        let Some(list) = &attributes.0 else {
            return attributes;
        };
        if self.asked > TRIED && self.found < self.asked / 4 {
            return attributes;
        }
        self.asked += 1;
        let mut hasher = self.state.build_hasher();
        for (name, datum) in list.iter() {
            name.hash(&mut hasher);
            match datum {
                Datum::Number(number) => hasher.write_u64(number.to_bits()),
                Datum::Flag(flag) => flag.hash(&mut hasher),
                Datum::Text(text) => text.hash(&mut hasher),
                Datum::List(items) => items.hash(&mut hasher),
            }
        }
        let hash = hasher.finish();
        match self.known.get(&hash) {
            Some(known) if *known == attributes => {
                self.found += 1;
                known.clone()
            }
            None if self.known.len() < KEPT => {
                self.known.insert(hash, attributes.clone());
                attributes
            }
            _ => attributes,
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
    fn equal_ones_share_memory_until_one_changes() {
        let of = |number: f64| {
            let mut own = Attributes::new();
            own.set("a", Datum::number(number));
            own.set("b", Datum::text("x"));
            own
        };
        let mut alike = Alike::new();
        let [first, second, other] = [1.0, 1.0, 2.0].map(|number| alike.share(of(number)));
        let place = |own: &Attributes| own.0.as_ref().map(Arc::as_ptr);
        assert_eq!(place(&first), place(&second));
        assert_ne!(place(&first), place(&other));
        let mut changed = second;
        changed.set("b", None);
        assert_eq!(first, of(1.0));
        assert_eq!(changed.len(), 1);
        assert_eq!(alike.share(Attributes::new()), Attributes::new());
    }

    #[test]
    fn many_that_differ_are_not_looked_for() {
        let mut alike = Alike::new();
        for number in 0..20_000 {
            let mut own = Attributes::new();
            own.set("a", Datum::number(f64::from(number)));
            assert_eq!(alike.share(own.clone()), own);
        }
        assert!(alike.known.len() < 5_000);
    }

    #[test]
    fn names_are_in_order_and_the_last_value_counts() {
        let mut own = Attributes::new();
        for (name, value) in [("b", 1.0), ("c", 2.0), ("a", 3.0), ("c", 4.0), ("b", f64::NAN)] {
            own.set(name, Some(Datum::Number(value)));
        }
        let seen: Vec<(&str, String)> = own
            .iter()
            .map(|(name, datum)| (name, datum.to_string()))
            .collect();
        assert_eq!(seen, [("a", "3".into()), ("c", "4".into())]);
        assert_eq!((own.get("c"), own.get("b")), (Some(&Datum::Number(4.0)), None));
    }

    #[test]
    fn what_is_no_value_cannot_be_kept() {
        assert_eq!(Datum::number(f64::NAN), None);
        assert_eq!(Datum::text("  "), None);
        let mut own = Attributes::new();
        own.set("a", Some(Datum::Text("  ".to_owned())));
        own.set("b", Some(Datum::Number(f64::INFINITY)));
        own.set("c", Some(Datum::List(Vec::new())));
        own.set(" ", Some(Datum::Flag(true)));
        assert!(own.is_empty());
    }

    #[test]
    fn what_is_typed_is_a_number_only_when_it_reads_back() {
        for (typed, kept) in [
            ("12.5", Datum::number(12.5)),
            (" -3 ", Datum::number(-3.0)),
            ("yes", Some(Datum::Flag(true))),
            ("007", Datum::text("007")),
            ("1e5", Datum::text("1e5")),
            ("600519012345678901", Datum::text("600519012345678901")),
            ("inf", Datum::text("inf")),
            ("", None),
        ] {
            assert_eq!(Datum::typed(typed), kept, "{typed}");
        }
    }
}
