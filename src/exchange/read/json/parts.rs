//! Takes JSON apart level by level, each value knowing its place; nothing is copied before it is wanted.
//!
//! Depth costs nothing, because a value is passed over without going into it. `NaN` and `Infinity`, which Python
//! writes although JSON has neither, are no values.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::de::DeserializeSeed;
use serde_json::value::RawValue;

use crate::exchange::draft::Cell;
use crate::exchange::read::held::Held;
use crate::exchange::read::text::{self, is_nothing, number, short, words};
use crate::files::{Collect, Fault, Fields};

/// A value as it stands in the text.
pub(super) type Raw<'t> = &'t RawValue;

/// The text of a file.
pub(super) struct Json<'t> {
    text: &'t str,
    /// A byte whose line is known.
    counted: (usize, u32),
    /// Places are bytes, because all stands on a few lines.
    by_bytes: bool,
    /// What was there twice in an object, with its place.
    pub(super) repeats: Vec<(String, u32)>,
}

/// The members of an object. Where one is there twice, the last one counts.
#[derive(Default)]
pub(super) struct Object<'t>(Fields<'t>);

impl<'t> Object<'t> {
    /// The value of a member, unless it is null.
    pub(super) fn get(&self, name: &str) -> Option<Raw<'t>> {
        let found = self.0.iter().find(|(key, _)| key == name).map(|(_, raw)| *raw);
        found.filter(|raw| raw.get() != "null")
    }

    /// The first of these members that is there.
    pub(super) fn any(&self, names: &[&str]) -> Option<Raw<'t>> {
        names.iter().find_map(|name| self.get(name))
    }

    /// There are no members.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The members but for these.
    pub(super) fn without(&self, names: &[&str]) -> Self {
        let others = self.0.iter().filter(|(name, _)| !names.contains(&&**name));
        Self(others.cloned().collect())
    }

    /// All members in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Raw<'t>)> {
        self.0.iter().map(|(key, raw)| (&**key, *raw))
    }
}

/// The text with what is no JSON, but often written, as empty texts of the same length.
pub(super) fn tamed(text: &str) -> Cow<'_, str> {
    const STRANGE: [&str; 3] = ["NaN", "-Infinity", "Infinity"];
    if !STRANGE.iter().any(|word| text.contains(word)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut quoted) = (text, false);
    while let Some(at) = rest.find(['"', '\\', 'N', 'I', '-']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let word = STRANGE.iter().find(|word| !quoted && rest.starts_with(**word));
        let taken = match word {
            Some(word) => {
                out.push_str("\"\"");
                out.extend(std::iter::repeat_n(' ', word.len() - 2));
                word.len()
            }
            None => {
                quoted ^= rest.starts_with('"');
                // What is escaped ends no text.
                let taken = if quoted && rest.starts_with('\\') {
                    1 + rest[1..].chars().next().map_or(0, char::len_utf8)
                } else {
                    1
                };
                out.push_str(&rest[..taken]);
                taken
            }
        };
        rest = &rest[taken..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

impl<'t> Json<'t> {
    /// A text and its outermost value.
    ///
    /// # Errors
    /// When it is not JSON, with the place.
    pub(super) fn of(text: &'t str) -> Result<(Self, Raw<'t>), Fault> {
        let lines = text.bytes().filter(|byte| *byte == b'\n').count();
        let json = Self {
            text,
            counted: (0, 1),
            by_bytes: lines < text.len() / 2000,
            repeats: Vec::new(),
        };
        match serde_json::from_str::<Raw<'t>>(text) {
            Ok(raw) => Ok((json, raw)),
            Err(error) => Err(json.broken(&error, 0)),
        }
    }

    /// What places count.
    pub(super) fn unit(&self) -> &'static str {
        if self.by_bytes { "byte" } else { "line" }
    }

    /// Bytes of the whole text.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Where a value begins, in bytes.
    pub(super) fn offset(&self, raw: Raw<'_>) -> usize {
        let start = raw.get().as_ptr() as usize;
        start
            .saturating_sub(self.text.as_ptr() as usize)
            .min(self.text.len())
    }

    /// The place of a value; cheapest when asked for in the order of the text.
    pub(super) fn place(&mut self, raw: Raw<'_>) -> u32 {
        let offset = self.offset(raw);
        if self.by_bytes {
            return u32::try_from(offset).unwrap_or(u32::MAX);
        }
        if offset < self.counted.0 {
            self.counted = (0, 1);
        }
        let passed = &self.text.as_bytes()[self.counted.0..offset];
        let lines = passed.iter().filter(|byte| **byte == b'\n').count() as u32;
        self.counted = (offset, self.counted.1 + lines);
        self.counted.1
    }

    /// A fault at a value.
    pub(super) fn fault(&self, what: impl Into<String>, raw: Raw<'_>) -> Fault {
        self.fault_at(what, self.offset(raw))
    }

    fn fault_at(&self, what: impl Into<String>, byte: usize) -> Fault {
        text::fault_at(self.text, what, byte)
    }

    /// What the parser refuses in the part that starts at `start`, in plain words.
    fn broken(&self, error: &serde_json::Error, start: usize) -> Fault {
        let full = error.to_string();
        let words = full.rfind(" at line ").map_or(full.as_str(), |end| &full[..end]);
        let what = if error.is_eof() {
            "The text ends too early, as if it had been cut off".to_owned()
        } else if words.starts_with("trailing characters") {
            "There is more text after the end".to_owned()
        } else {
            format!("This is not valid JSON: {words}")
        };
        let lines = self.text[start..].split_inclusive('\n');
        let passed: usize = lines.take(error.line().saturating_sub(1)).map(str::len).sum();
        self.fault_at(what, start + passed + error.column().saturating_sub(1))
    }

    /// The members of an object.
    ///
    /// # Errors
    /// When it is none; `what` says what was expected, for instance "a node".
    pub(super) fn object(&mut self, raw: Raw<'t>, what: &str) -> Result<Object<'t>, Fault> {
        if !raw.get().starts_with('{') {
            return Err(self.fault(format!("Here should be {what}, which is an object"), raw));
        }
        let mut members = Vec::new();
        let mut parser = serde_json::Deserializer::from_str(raw.get());
        if let Err(error) = Collect(&mut members, "an object").deserialize(&mut parser) {
            return Err(self.broken(&error, self.offset(raw)));
        }
        self.last_counts(&mut members);
        Ok(Object(members))
    }

    /// The same where an object may be left out or be something else.
    pub(super) fn inner(&mut self, raw: Option<Raw<'t>>) -> Result<Object<'t>, Fault> {
        match raw {
            Some(raw) if raw.get().starts_with('{') => self.object(raw, "an object"),
            _ => Ok(Object::default()),
        }
    }

    fn last_counts(&mut self, members: &mut Fields<'t>) {
        let repeated = |members: &Fields<'t>| {
            if members.len() <= 16 {
                (1..members.len()).any(|at| members[..at].iter().any(|(key, _)| *key == members[at].0))
            } else {
                let mut seen = BTreeSet::new();
                !members.iter().all(|(key, _)| seen.insert(&**key))
            }
        };
        if !repeated(members) {
            return;
        }
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut kept = Vec::new();
        for (key, raw) in members.drain(..).rev() {
            if seen.contains(&*key) {
                let place = self.place(raw);
                self.repeats.push((short(&key), place));
            } else {
                seen.insert(key.to_string());
                kept.push((key, raw));
            }
        }
        kept.reverse();
        *members = kept;
    }

    /// The items of a list.
    ///
    /// # Errors
    /// When it is none; `what` says what was expected, for instance "the list of nodes".
    pub(super) fn list(&self, raw: Raw<'t>, what: &str) -> Result<Vec<Raw<'t>>, Fault> {
        if !raw.get().starts_with('[') {
            return Err(self.fault(format!("Here should be {what}"), raw));
        }
        serde_json::from_str(raw.get()).map_err(|error| self.broken(&error, self.offset(raw)))
    }

    /// The same where a list may be left out.
    pub(super) fn maybe_list(&self, raw: Option<Raw<'t>>, what: &str) -> Result<Vec<Raw<'t>>, Fault> {
        raw.map_or(Ok(Vec::new()), |raw| self.list(raw, what))
    }

    /// Words; `None` for what is no text.
    pub(super) fn text(&self, raw: Raw<'t>) -> Result<Option<Cow<'t, str>>, Fault> {
        let Some(inside) = raw.get().strip_prefix('"') else {
            return Ok(None);
        };
        if !inside.contains('\\') {
            return Ok(Some(Cow::Borrowed(inside.strip_suffix('"').unwrap_or(inside))));
        }
        let text = serde_json::from_str(raw.get()).map_err(|error| self.broken(&error, self.offset(raw)))?;
        Ok(Some(Cow::Owned(text)))
    }

    /// An id: a text, or the digits of a number.
    pub(super) fn id(&self, raw: Option<Raw<'t>>) -> Result<Option<Cow<'t, str>>, Fault> {
        let Some(raw) = raw else { return Ok(None) };
        if let Some(text) = self.text(raw)? {
            return Ok(Some(text).filter(|text| !text.trim().is_empty()));
        }
        let digits = raw.get();
        Ok(match digits.as_bytes().first() {
            Some(b'-' | b'0'..=b'9' | b't' | b'f') => Some(Cow::Borrowed(digits)),
            _ => None,
        })
    }

    /// Yes or no; `None` for anything else.
    pub(super) fn flag(raw: Option<Raw<'_>>) -> Option<bool> {
        match raw?.get() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// A finite number, also in quotes.
    pub(super) fn figure(raw: Option<Raw<'_>>) -> Option<f64> {
        number(raw?.get().trim_matches('"'))
    }

    /// A value of an attribute. What lies deeper than a list of words is kept as its text.
    pub(super) fn cell(&self, raw: Raw<'t>) -> Result<Held<'t>, Fault> {
        let text = raw.get();
        Ok(match text.as_bytes().first() {
            Some(b'"') => match self.text(raw)? {
                Some(text) => Held::words(text),
                None => Held::MISSING,
            },
            Some(b't') => Held::Plain(Cell::Flag(true)),
            Some(b'f') => Held::Plain(Cell::Flag(false)),
            Some(b'n') => Held::MISSING,
            Some(b'[') => self.cells(raw)?,
            Some(b'{') if text[1..].trim_start() == "}" => Held::MISSING,
            Some(b'{') => Held::Plain(Cell::Text(text)),
            _ => match number(text) {
                // A long number is an id; as a number it would lose its last digits.
                Some(value) if value.abs() < 9e15 || text.contains(['.', 'e', 'E']) => {
                    Held::Plain(Cell::Number(value))
                }
                _ => Held::Plain(words(text)),
            },
        })
    }

    fn cells(&self, raw: Raw<'t>) -> Result<Held<'t>, Fault> {
        let mut items: Vec<Box<str>> = Vec::new();
        for item in self.list(raw, "a list")? {
            let text = match self.text(item)? {
                Some(text) => text,
                None if item.get().starts_with(['[', '{']) => return Ok(Held::Plain(Cell::Text(raw.get()))),
                None => Cow::Borrowed(item.get()),
            };
            if !is_nothing(&text) {
                items.push(text.trim().into());
            }
        }
        Ok(Held::list(items))
    }
}
