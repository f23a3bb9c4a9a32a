//! A JSON text under reading: where things are in it, what was repaired, and its values in plain types.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::base::notice::Notice;
use crate::model::attribute::{Attributes, Datum};
use crate::model::field::clean_line;
use crate::model::id::COUNTED;

use super::fault::{Fault, Spot};

/// Brackets may be nested this deep.
pub(super) const DEPTH: usize = 128;

/// After so many notices the rest is only counted; a person does not read thousands.
const NOTICES: usize = 200;

/// The text, with what has to be said about it.
pub(super) struct Source<'t> {
    text: &'t str,
    /// A byte whose line is known: offset, line, start of that line. Places are mostly asked for in order.
    mark: (usize, usize, usize),
    /// Where the latest object began; an object without fields is taken to be near.
    last: usize,
    notices: Vec<Notice>,
    /// How many notices are only counted.
    unsaid: usize,
}

impl<'t> Source<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            mark: (0, 1, 0),
            last: 0,
            notices: Vec::new(),
            unsaid: 0,
        }
    }

    /// Where a part of the text begins, in bytes.
    pub(super) fn offset(&self, part: &str) -> usize {
        (part.as_ptr() as usize)
            .saturating_sub(self.text.as_ptr() as usize)
            .min(self.text.len())
    }

    /// Bytes of the whole text.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Line and column of a byte.
    pub(super) fn spot(&mut self, offset: usize) -> Spot {
        if offset < self.mark.0 {
            self.mark = (0, 1, 0);
        }
        let (from, mut line, mut start) = self.mark;
        for (at, _) in self.text.as_bytes()[from..offset]
            .iter()
            .enumerate()
            .filter(|(_, byte)| **byte == b'\n')
        {
            line += 1;
            start = from + at + 1;
        }
        self.mark = (offset, line, start);
        let column = self.text.as_bytes()[start..offset]
            .iter()
            .filter(|byte| (**byte & 0xC0) != 0x80)
            .count();
        Spot {
            line,
            column: column + 1,
        }
    }

    /// The byte where the object with these fields begins.
    pub(super) fn start(&mut self, fields: &[Pair<'t>]) -> usize {
        if let Some((_, raw)) = fields.first() {
            let first = self.offset(raw.get());
            self.last = self.text[..first].rfind('{').unwrap_or(first);
        }
        self.last
    }

    /// A fault at a byte.
    pub(super) fn fault(&mut self, what: impl Into<String>, offset: usize) -> Fault {
        Fault::content(what, self.spot(offset))
    }

    /// Says aloud what was repaired at a byte.
    pub(super) fn warn(&mut self, what: impl FnOnce() -> String, offset: usize) {
        if self.notices.len() < NOTICES {
            let place = self.spot(offset).to_string();
            self.notices.push(Notice::warning(what()).at(place));
        } else {
            self.unsaid += 1;
        }
    }

    /// All that was said.
    pub(super) fn into_notices(mut self) -> Vec<Notice> {
        if self.unsaid > 0 {
            self.notices.push(Notice::warning(format!(
                "{} more repairs of this sort",
                self.unsaid
            )));
        }
        self.notices
    }

    /// What is wrong with the JSON itself, in plain words.
    pub(super) fn broken(&mut self, error: &serde_json::Error) -> Fault {
        let full = error.to_string();
        let words = full.rfind(" at line ").map_or(full.as_str(), |end| &full[..end]);
        let what = if error.is_eof() {
            "The text ends too early, as if it had been cut off".to_owned()
        } else if words.starts_with("trailing characters") {
            "There is more text after the end".to_owned()
        } else if words.starts_with("recursion limit") {
            format!("Brackets are nested more than {DEPTH} deep")
        } else if let Some((found, expected)) = words
            .strip_prefix("invalid type: ")
            .and_then(|rest| rest.split_once(", expected "))
        {
            let found = match found {
                "sequence" => "a list",
                "map" => "an object",
                other => other,
            };
            format!("Here should be {expected}, not {found}")
        } else {
            format!("This is not valid JSON: {words}")
        };
        let start = self
            .text
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1))
            .map(str::len)
            .sum::<usize>();
        let mut offset = (start + error.column().saturating_sub(1)).min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        self.fault(what, offset)
    }

    fn wrong_type(&mut self, key: &str, expected: &str, raw: &RawValue) -> Fault {
        let found = describe(raw.get());
        let at = self.offset(raw.get());
        self.fault(format!("“{key}” takes {expected}, not {found}"), at)
    }

    /// A finite number.
    pub(super) fn number(&mut self, key: &str, raw: &RawValue) -> Result<f64, Fault> {
        let text = raw.get();
        let number = if text.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            text.parse::<f64>().ok()
        } else {
            None
        };
        match number {
            Some(number) if number.is_finite() => Ok(number),
            Some(_) => {
                let at = self.offset(text);
                let shown = short(text);
                Err(self.fault(format!("“{key}” is too large a number: {shown}"), at))
            }
            None => Err(self.wrong_type(key, "a number", raw)),
        }
    }

    /// A number in a range; one outside is moved to the nearest end and that is said aloud.
    pub(super) fn within(&mut self, key: &str, raw: &RawValue, least: f64, most: f64) -> Result<f64, Fault> {
        let number = self.number(key, raw)?;
        if (least..=most).contains(&number) {
            return Ok(number);
        }
        let used = number.clamp(least, most);
        let at = self.offset(raw.get());
        let written = short(raw.get());
        self.warn(
            || format!("“{key}” lies from {least} to {most}, so {used} is used instead of {written}"),
            at,
        );
        Ok(used)
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, key: &str, raw: &RawValue) -> Result<bool, Fault> {
        match raw.get() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(self.wrong_type(key, "true or false", raw)),
        }
    }

    /// A value of a person's own: a number, yes or no, words or a list of words; `null` and empty words are none.
    pub(super) fn datum(&mut self, key: &str, raw: &'t RawValue) -> Result<Option<Datum>, Fault> {
        match raw.get().as_bytes().first() {
            Some(b'n') => Ok(None),
            Some(b'"') => Ok(Datum::text(&self.text(key, raw)?)),
            Some(b't' | b'f') => Ok(Some(Datum::Flag(self.flag(key, raw)?))),
            Some(b'[') => {
                let items = self.texts(key, raw)?;
                Ok((!items.is_empty()).then_some(Datum::List(items)))
            }
            Some(b'{') => {
                let at = self.offset(raw.get());
                self.warn(
                    || format!("“{}” holds an object; it is kept as text", short(key)),
                    at,
                );
                Ok(Datum::text(raw.get()))
            }
            _ => Ok(Datum::number(self.number(key, raw)?)),
        }
    }

    /// Attributes of a person's own, by name.
    pub(super) fn attributes(&mut self, key: &str, raw: &'t RawValue) -> Result<Attributes, Fault> {
        let mut attributes = Attributes::new();
        let members = self.object(key, raw)?;
        self.no_repeats(&members)?;
        for (name, raw) in members {
            let value = self.datum(&name, raw)?;
            attributes.set(&clean_line(&name), value);
        }
        Ok(attributes)
    }

    /// A whole number that can be counted on from.
    pub(super) fn counted(&mut self, key: &str, raw: &RawValue) -> Result<u64, Fault> {
        let number = self.number(key, raw)?;
        if number < 0.0 || number.fract() != 0.0 || number > COUNTED as f64 {
            let at = self.offset(raw.get());
            return Err(self.fault(format!("\"{key}\" takes a whole number, not {number}"), at));
        }
        Ok(number as u64)
    }

    /// Words.
    pub(super) fn text(&mut self, key: &str, raw: &'t RawValue) -> Result<Cow<'t, str>, Fault> {
        let text = raw.get();
        let Some(inside) = text.strip_prefix('"') else {
            return Err(self.wrong_type(key, "a text", raw));
        };
        if !text.contains('\\') {
            // The parser has seen the closing quote already.
            return Ok(Cow::Borrowed(inside.strip_suffix('"').unwrap_or(inside)));
        }
        serde_json::from_str(text).map(Cow::Owned).map_err(|error| {
            let at = self.offset(text) + error.column().saturating_sub(1);
            self.fault(format!("“{key}” holds a character that does not exist"), at)
        })
    }

    /// The items of a list.
    pub(super) fn list(&mut self, key: &str, raw: &'t RawValue) -> Result<Vec<&'t RawValue>, Fault> {
        if !raw.get().starts_with('[') {
            return Err(self.wrong_type(key, "a list", raw));
        }
        serde_json::from_str(raw.get()).map_err(|error| self.inside(raw, &error))
    }

    /// A list of words.
    pub(super) fn texts(&mut self, key: &str, raw: &'t RawValue) -> Result<Vec<String>, Fault> {
        let items = self.list(key, raw)?;
        items
            .into_iter()
            .map(|item| self.text(key, item).map(Cow::into_owned))
            .collect()
    }

    /// A fault that the parser found in a value it had passed over before.
    fn inside(&mut self, raw: &RawValue, error: &serde_json::Error) -> Fault {
        let Fault::Content { what, spot, .. } = Source::new(raw.get()).broken(error) else {
            return Fault::whole(error.to_string());
        };
        let start = self.offset(raw.get());
        let mut place = self.spot(start);
        if let Some(spot) = spot {
            place.column = if spot.line == 1 {
                place.column + spot.column - 1
            } else {
                spot.column
            };
            place.line += spot.line - 1;
        }
        Fault::content(what, place)
    }

    /// The fields of an object that is a value itself.
    pub(super) fn object(&mut self, key: &str, raw: &'t RawValue) -> Result<Fields<'t>, Fault> {
        if !raw.get().starts_with('{') {
            return Err(self.wrong_type(key, "an object", raw));
        }
        let mut fields = Vec::new();
        let mut parser = serde_json::Deserializer::from_str(raw.get());
        if let Err(error) = Collect(&mut fields, "an object").deserialize(&mut parser) {
            return Err(self.inside(raw, &error));
        }
        self.no_repeats(&fields)?;
        Ok(fields)
    }

    /// Refuses an object that names a field twice: one of the two would be lost.
    pub(super) fn no_repeats(&mut self, fields: &[Pair<'t>]) -> Result<(), Fault> {
        let repeated = if fields.len() <= 24 {
            (1..fields.len()).find(|&i| fields[..i].iter().any(|(key, _)| *key == fields[i].0))
        } else {
            let mut order: Vec<usize> = (0..fields.len()).collect();
            order.sort_by(|&a, &b| fields[a].0.cmp(&fields[b].0).then(a.cmp(&b)));
            order
                .windows(2)
                .find(|pair| fields[pair[0]].0 == fields[pair[1]].0)
                .map(|pair| pair[1])
        };
        match repeated {
            Some(i) => {
                let (key, raw) = &fields[i];
                let at = self.offset(raw.get());
                Err(self.fault(format!("“{}” is there twice", short(key)), at))
            }
            None => Ok(()),
        }
    }

    /// The text of a value that nobody here understands, without blanks between its parts.
    ///
    /// `outer` is how many brackets are open around it.
    pub(super) fn keep(&mut self, raw: &RawValue, outer: usize) -> Result<String, Fault> {
        let text = raw.get();
        let mut kept = String::with_capacity(text.len());
        let (mut depth, mut quoted, mut escaped) = (outer, false, false);
        for (at, c) in text.char_indices() {
            if quoted {
                match c {
                    _ if escaped => escaped = false,
                    '\\' => escaped = true,
                    '"' => quoted = false,
                    _ => {}
                }
                kept.push(c);
                continue;
            }
            match c {
                ' ' | '\t' | '\n' | '\r' => continue,
                '"' => quoted = true,
                '[' | '{' => {
                    depth += 1;
                    if depth > DEPTH {
                        let at = self.offset(text) + at;
                        return Err(self.fault(format!("Brackets are nested more than {DEPTH} deep"), at));
                    }
                }
                ']' | '}' => depth -= 1,
                _ => {}
            }
            kept.push(c);
        }
        Ok(kept)
    }
}

fn describe(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b'"') => "a text",
        Some(b'[') => "a list",
        Some(b'{') => "an object",
        Some(b't' | b'f') => "true or false",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// A word of a file as it may stand in a message.
pub(super) fn short(text: &str) -> String {
    text.chars().take(40).filter(|c| !c.is_control()).collect()
}

/// A field's name and its value as it stands in the text.
pub(crate) type Pair<'t> = (Cow<'t, str>, &'t RawValue);

/// The fields of one object in the order of the text.
pub(crate) type Fields<'t> = Vec<Pair<'t>>;

/// Reads one object into a list of its fields; the words say what was expected.
pub(crate) struct Collect<'v, 't>(pub(crate) &'v mut Fields<'t>, pub(crate) &'static str);

impl<'t> DeserializeSeed<'t> for Collect<'_, 't> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'t> Visitor<'t> for Collect<'_, 't> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.1)
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<(), A::Error> {
        self.0.clear();
        while let Some(key) = map.next_key_seed(Key)? {
            self.0.push((key, map.next_value()?));
        }
        Ok(())
    }
}

/// Reads a field's name, without a copy where it has no escapes.
pub(super) struct Key;

impl<'t> DeserializeSeed<'t> for Key {
    type Value = Cow<'t, str>;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<Cow<'t, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'t> Visitor<'t> for Key {
    type Value = Cow<'t, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field's name")
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, name: &'t str) -> Result<Cow<'t, str>, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Cow<'t, str>, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// Stops the parser after a fault has been put aside.
pub(super) fn stop<E: serde::de::Error>() -> E {
    E::custom("stopped")
}

/// The text of a file's bytes, without a byte-order mark.
pub(super) fn decode(bytes: &[u8]) -> Result<&str, Fault> {
    let utf16 = matches!(
        bytes,
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, b'{', ..] | [b'{', 0, ..]
    );
    if utf16 {
        return Err(Fault::whole(
            "The text is in UTF-16; it has to be saved again as UTF-8",
        ));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Fault::whole("There is nothing in it"));
    }
    if bytes.iter().all(|&byte| byte == 0) {
        return Err(Fault::whole(
            "There is nothing in it but zeros; its content was lost",
        ));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes[..error.valid_up_to()].to_vec();
        let good = String::from_utf8(good).unwrap_or_default();
        Source::new(&good).fault("The text is not in UTF-8", good.len())
    })
}
