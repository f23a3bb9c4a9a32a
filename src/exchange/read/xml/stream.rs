//! Tags and texts one after the other, through quick-xml. What it lets pass is checked here: that attributes are well
//! formed, that there is exactly one root and that it is closed.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::Event;

use crate::files::Fault;

use super::{Attributes, DEEPEST, Handler, MOST_ATTRIBUTES, Pace, Place, Tag, short};

/// The text of a tag behind its name, and where its attributes are.
pub(super) struct Raw<'t> {
    text: &'t str,
    spans: &'t [Span],
}

/// An attribute in the raw text of a tag.
struct Span {
    /// With its prefix.
    full: Range<usize>,
    /// Where the name without its prefix starts; at its end for a declaration of a namespace, which is no attribute.
    name: usize,
    value: Range<usize>,
    /// There are references or line ends in the value.
    escaped: bool,
}

impl<'t> Raw<'t> {
    pub(super) fn get(&self, name: &str) -> Option<Cow<'t, str>> {
        let bytes = self.text.as_bytes();
        let named = |span: &&Span| {
            let found = &bytes[span.name..span.full.end];
            // Most differ by length or first letter.
            found.len() == name.len() && found.first() == name.as_bytes().first() && found == name.as_bytes()
        };
        let span = self.spans.iter().find(named)?;
        let raw = &self.text[span.value.clone()];
        Some(if span.escaped {
            unescaped(raw)
        } else {
            Cow::Borrowed(raw)
        })
    }
}

/// A value of an attribute whose references have been checked.
fn unescaped(raw: &str) -> Cow<'_, str> {
    let plain = raw.replace("\r\n", " ").replace(['\n', '\r', '\t'], " ");
    quick_xml::escape::unescape(&plain).map_or_else(
        |_| Cow::Owned(plain.clone()),
        |text| Cow::Owned(text.into_owned()),
    )
}

/// See [`super::walk`].
pub(super) fn walk(text: &str, handler: &mut impl Handler, pace: &mut Pace<'_>) -> Result<(), Fault> {
    let mut place = Place::of(text);
    let mut spans = Vec::new();
    let mut reader = Reader::from_str(text);
    let (mut depth, mut rooted) = (0_usize, false);
    loop {
        let start = reader.buffer_position() as usize;
        pace.at(start)?;
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => return Err(broken(&place, &error, reader.error_position() as usize)),
        };
        match event {
            Event::Start(ref tag) | Event::Empty(ref tag) => {
                if depth == 0 && rooted {
                    return Err(place.fault("There is a second root; XML has only one", start));
                }
                rooted = true;
                if depth == DEEPEST {
                    return Err(place.too_deep(start));
                }
                let name = tag.name();
                if name.as_ref().is_empty() {
                    return Err(place.fault("There is a tag without a name", start));
                }
                let raw = tag.attributes_raw();
                let first = start + 1 + name.as_ref().len();
                spans.clear();
                if let Err((what, at)) = attributes(raw, &mut spans) {
                    return Err(place.fault(what, first + at));
                }
                let line = place.line_of(start);
                let opened = handler.open(&Tag {
                    name: local(name.as_ref()),
                    line,
                    attributes: Attributes::Stream(Raw {
                        text: raw,
                        spans: &spans,
                    }),
                });
                opened.map_err(|what| place.fault(what, start))?;
                if matches!(event, Event::Empty(_)) {
                    handler.close().map_err(|what| place.fault(what, start))?;
                } else {
                    depth += 1;
                }
            }
            Event::End(_) => {
                depth -= 1;
                handler.close().map_err(|what| place.fault(what, start))?;
            }
            Event::Text(part) => {
                let part = part.xml10_content();
                if depth > 0 {
                    handler.text(&part);
                } else if !part.trim_matches([' ', '\t', '\r', '\n', '\u{feff}']).is_empty() {
                    let what = if rooted {
                        "There is more text after the end"
                    } else {
                        "There is text before the first tag"
                    };
                    return Err(place.fault(what, start));
                }
            }
            Event::CData(part) if depth > 0 => handler.text(&part.xml10_content()),
            Event::CData(_) => return Err(place.fault("There is text outside of the root", start)),
            Event::GeneralRef(entity) => {
                let name = entity.into_inner();
                match referred(&name) {
                    Some(sign) if depth > 0 => handler.text(sign.encode_utf8(&mut [0; 4])),
                    Some(_) => return Err(place.fault("There is text outside of the root", start)),
                    None => return Err(place.fault(unknown_entity(&name), start)),
                }
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof if depth > 0 => {
                let what = "The text ends too early, as if it had been cut off";
                return Err(place.fault(what, text.len()));
            }
            Event::Eof if !rooted => return Err(Fault::whole("There is nothing in it")),
            Event::Eof => return Ok(()),
        }
    }
}

/// What quick-xml refuses, in plain words.
fn broken(place: &Place<'_>, error: &Error, byte: usize) -> Fault {
    let what = match error {
        Error::Syntax(error) => match error {
            SyntaxError::UnclosedComment => "A comment is never closed".to_owned(),
            SyntaxError::UnclosedDoctype => "The document type is never closed".to_owned(),
            SyntaxError::UnclosedCData => "A CDATA section is never closed".to_owned(),
            SyntaxError::UnclosedPI | SyntaxError::UnclosedXmlDecl => {
                "A processing instruction is never closed".to_owned()
            }
            SyntaxError::InvalidBangMarkup => {
                "After “<!” comes neither a comment nor CDATA nor a document type".to_owned()
            }
            SyntaxError::UnclosedTag => "A tag is never closed".to_owned(),
            SyntaxError::UnclosedSingleQuotedAttributeValue
            | SyntaxError::UnclosedDoubleQuotedAttributeValue => {
                "A value in quotes is never closed".to_owned()
            }
        },
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => format!(
            "Here “{}” is closed, but “{}” is open",
            short(found),
            short(expected)
        ),
        Error::IllFormed(IllFormedError::UnmatchedEndTag(name)) => {
            format!("Here “{}” is closed, but it is not open", short(name))
        }
        Error::IllFormed(IllFormedError::UnclosedReference) => {
            "An ampersand must be written as “&amp;”".to_owned()
        }
        Error::IllFormed(IllFormedError::MissingEndTag(_)) => {
            "The text ends too early, as if it had been cut off".to_owned()
        }
        other => format!("This is not well-formed XML: {other}"),
    };
    place.fault(what, byte)
}

fn local(name: &str) -> &str {
    // Names are short: a plain loop is quicker than a search.
    let prefix = name.bytes().rposition(|byte| byte == b':');
    prefix.map_or(name, |at| &name[at + 1..])
}

fn unknown_entity(name: &str) -> String {
    format!("“&{};” is none of the entities that XML itself has", short(name))
}

/// The sign that `&name;` stands for.
fn referred(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let code = name.strip_prefix('#')?;
            let code = match code.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => code.parse().ok()?,
            };
            char::from_u32(code).filter(|sign| *sign != '\0')
        }
    }
}

/// Finds the attributes in what stands in a tag behind its name. An error has its place in that text.
fn attributes(raw: &str, spans: &mut Vec<Span>) -> Result<(), (String, usize)> {
    let bytes = raw.as_bytes();
    let mut at = 0;
    loop {
        let blanks = at;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if at == bytes.len() {
            return Ok(());
        }
        if at == blanks {
            return Err(("A blank is missing before an attribute".to_owned(), at));
        }
        let name = at;
        while bytes.get(at).is_some_and(|byte| {
            !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'"' | b'\'' | b'<' | b'&' | b'/')
        }) {
            at += 1;
        }
        let full = name..at;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        if full.is_empty() || bytes.get(at) != Some(&b'=') {
            let what = format!("After “{}” an equals sign is missing", short(&raw[full]));
            return Err((what, name));
        }
        at += 1;
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        let quote = match bytes.get(at) {
            Some(quote @ (b'"' | b'\'')) => *quote,
            _ => {
                let what = format!("The value of “{}” does not stand in quotes", short(&raw[full]));
                return Err((what, at));
            }
        };
        at += 1;
        let value = at;
        let mut escaped = false;
        loop {
            match bytes.get(at) {
                None => return Err(("A value in quotes is never closed".to_owned(), value)),
                Some(byte) if *byte == quote => break,
                Some(b'<') => {
                    let what = format!(
                        "“<” stands in the value of “{}”; is a quote missing?",
                        short(&raw[full])
                    );
                    return Err((what, at));
                }
                Some(b'&') => {
                    escaped = true;
                    let end = raw[at..].find(';').filter(|end| *end <= 12);
                    let Some(end) = end else {
                        return Err(("An ampersand must be written as “&amp;”".to_owned(), at));
                    };
                    let name = &raw[at + 1..at + end];
                    if referred(name).is_none() {
                        return Err((unknown_entity(name), at));
                    }
                }
                Some(b'\n' | b'\r' | b'\t') => escaped = true,
                Some(_) => {}
            }
            at += 1;
        }
        let whole = &raw[full.clone()];
        if spans.iter().any(|span| raw[span.full.clone()] == *whole) {
            return Err((format!("“{}” is there twice", short(whole)), name));
        }
        if spans.len() == MOST_ATTRIBUTES {
            return Err((format!("A tag has more than {MOST_ATTRIBUTES} attributes"), name));
        }
        spans.push(Span {
            full: full.clone(),
            name: if whole == "xmlns" || whole.starts_with("xmlns:") {
                full.end
            } else {
                full.end - local(whole).len()
            },
            value: value..at,
            escaped,
        });
        at += 1;
    }
}

#[cfg(test)]
impl Raw<'_> {
    /// Names and values of all attributes.
    pub(super) fn all(&self) -> Vec<(String, String)> {
        let named = self.spans.iter().filter(|span| span.name < span.full.end);
        let name = |span: &Span| self.text[span.name..span.full.end].to_owned();
        named
            .map(|span| (name(span), self.get(&name(span)).unwrap_or_default().into_owned()))
            .collect()
    }
}
