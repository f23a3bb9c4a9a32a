//! Goes through the tags and texts of an XML file, for readers that look at them one after the other.
//!
//! Prefixes of namespaces are cut off and never looked up, because programs write wrong ones and forget to declare
//! them. Entities other than the five of XML itself are not expanded, and nothing outside of the text is ever asked
//! for. What quick-xml lets pass is checked here: that attributes are well formed, that there is exactly one root and
//! that it is closed.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::events::Event;

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::files::Fault;
use crate::files::fault::Spot;

use super::text::{Pace, short};

/// Elements that lie in each other deeper than this are refused; the deepest real file seen has 20.
const DEEPEST: usize = 1000;

/// A tag with more attributes than this is refused; the largest real one seen has 30.
const MOST_ATTRIBUTES: usize = 256;

/// What a reader does with tags and texts. An error is a sentence without a stop; its place is added here.
pub(super) trait Handler {
    /// A tag opens.
    fn open(&mut self, tag: &Tag<'_>) -> Result<(), String>;
    /// Some of the text in the tag that was opened last; may come in several pieces.
    fn text(&mut self, text: &str);
    /// The tag that was opened last closes.
    fn close(&mut self) -> Result<(), String>;
}

/// An opening tag.
pub(super) struct Tag<'t> {
    /// Without its prefix.
    pub(super) name: &'t str,
    /// Line on which it stands.
    pub(super) line: u32,
    raw: &'t str,
    spans: &'t [Span],
}

/// An attribute in the raw text of a tag.
struct Span {
    /// With its prefix.
    full: Range<usize>,
    /// Where the name without its prefix starts.
    name: usize,
    value: Range<usize>,
    /// There are references or line ends in the value.
    escaped: bool,
}

impl<'t> Tag<'t> {
    /// The value of an attribute, by its name without prefix.
    pub(super) fn get(&self, name: &str) -> Option<Cow<'t, str>> {
        let span = self
            .spans
            .iter()
            .find(|span| &self.raw[span.name..span.full.end] == name)?;
        let raw = &self.raw[span.value.clone()];
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

/// Goes through a whole text.
///
/// # Errors
/// When it is not well formed, or the handler refuses it, with the place; once `cancel` is raised.
pub(super) fn walk(
    text: &str,
    handler: &mut impl Handler,
    progress: &Progress,
    cancel: &Cancel,
) -> Result<(), Fault> {
    let mut walk = Walk {
        text,
        counted: 0,
        line: 1,
        spans: Vec::new(),
    };
    let mut pace = Pace::new(text.len(), progress, cancel);
    let mut reader = Reader::from_str(text);
    let (mut depth, mut rooted) = (0_usize, false);
    loop {
        let start = reader.buffer_position() as usize;
        pace.at(start)?;
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => return Err(walk.broken(&error, reader.error_position() as usize)),
        };
        match event {
            Event::Start(ref tag) | Event::Empty(ref tag) => {
                if depth == 0 && rooted {
                    return Err(walk.fault("There is a second root; XML has only one", start));
                }
                rooted = true;
                if depth == DEEPEST {
                    return Err(walk.fault(format!("Elements are nested more than {DEEPEST} deep"), start));
                }
                let name = tag.name();
                if name.as_ref().is_empty() {
                    return Err(walk.fault("There is a tag without a name", start));
                }
                let raw = tag.attributes_raw();
                let first = start + 1 + name.as_ref().len();
                walk.spans.clear();
                if let Err((what, at)) = attributes(raw, &mut walk.spans) {
                    return Err(walk.fault(what, first + at));
                }
                let line = walk.line_of(start);
                let opened = handler.open(&Tag {
                    name: local(name.as_ref()),
                    line,
                    raw,
                    spans: &walk.spans,
                });
                opened.map_err(|what| walk.fault(what, start))?;
                if matches!(event, Event::Empty(_)) {
                    handler.close().map_err(|what| walk.fault(what, start))?;
                } else {
                    depth += 1;
                }
            }
            Event::End(_) => {
                depth -= 1;
                handler.close().map_err(|what| walk.fault(what, start))?;
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
                    return Err(walk.fault(what, start));
                }
            }
            Event::CData(part) if depth > 0 => handler.text(&part.xml10_content()),
            Event::CData(_) => return Err(walk.fault("There is text outside of the root", start)),
            Event::GeneralRef(entity) => {
                let name = entity.into_inner();
                match referred(&name) {
                    Some(sign) if depth > 0 => handler.text(sign.encode_utf8(&mut [0; 4])),
                    Some(_) => return Err(walk.fault("There is text outside of the root", start)),
                    None => return Err(walk.fault(unknown_entity(&name), start)),
                }
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof if depth > 0 => {
                let what = "The text ends too early, as if it had been cut off";
                return Err(walk.fault(what, text.len()));
            }
            Event::Eof if !rooted => return Err(Fault::whole("There is nothing in it")),
            Event::Eof => return Ok(()),
        }
    }
}

struct Walk<'t> {
    text: &'t str,
    /// A byte whose line is known.
    counted: usize,
    line: u32,
    spans: Vec<Span>,
}

impl Walk<'_> {
    /// The line of a byte; bytes are asked for in their order.
    fn line_of(&mut self, byte: usize) -> u32 {
        let passed = &self.text.as_bytes()[self.counted..byte];
        let lines = passed.iter().filter(|byte| **byte == b'\n').count();
        self.counted = byte;
        self.line = self.line.saturating_add(lines as u32);
        self.line
    }

    fn fault(&self, what: impl Into<String>, byte: usize) -> Fault {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let before = &self.text[..byte];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let spot = Spot {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before[start..].chars().count() + 1,
        };
        Fault::content(what, spot)
    }

    /// What quick-xml refuses, in plain words.
    fn broken(&self, error: &Error, byte: usize) -> Fault {
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
        self.fault(what, byte)
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
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
            name: full.end - local(whole).len(),
            value: value..at,
            escaped,
        });
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All that a handler is told, as text.
    #[derive(Default)]
    struct Told(String);

    impl Handler for Told {
        fn open(&mut self, tag: &Tag<'_>) -> Result<(), String> {
            self.0 += &format!("<{}@{}", tag.name, tag.line);
            for span in tag.spans {
                let name = &tag.raw[span.name..span.full.end];
                if !tag.raw[span.full.clone()].starts_with("xmlns") {
                    self.0 += &format!(" {name}={:?}", tag.get(name).unwrap());
                }
            }
            self.0.push('>');
            Ok(())
        }

        fn text(&mut self, text: &str) {
            self.0 += text;
        }

        fn close(&mut self) -> Result<(), String> {
            self.0 += "</>";
            Ok(())
        }
    }

    fn told(xml: &str) -> Result<String, String> {
        let mut told = Told::default();
        let (progress, cancel) = (Progress::new(), Cancel::new());
        match walk(xml, &mut told, &progress, &cancel) {
            Ok(()) => Ok(told.0),
            Err(fault) => Err(fault.to_string()),
        }
    }

    /// The same from a parser that takes nothing but what the specification allows.
    fn by_the_book(xml: &str) -> Option<String> {
        fn tell(node: roxmltree::Node<'_, '_>, told: &mut String) {
            if node.is_element() {
                let line = node.document().text_pos_at(node.range().start).row;
                *told += &format!("<{}@{line}", node.tag_name().name());
                for attribute in node.attributes() {
                    *told += &format!(" {}={:?}", attribute.name(), attribute.value());
                }
                told.push('>');
                node.children().for_each(|child| tell(child, told));
                *told += "</>";
            } else if node.is_text() {
                *told += node.text().unwrap();
            }
        }
        let options = roxmltree::ParsingOptions {
            allow_dtd: true,
            ..Default::default()
        };
        let tree = roxmltree::Document::parse_with_options(xml, options).ok()?;
        let mut told = String::new();
        tell(tree.root_element(), &mut told);
        Some(told)
    }

    #[test]
    fn the_same_is_told_as_by_a_strict_parser() {
        let samples = [
            "<a/>",
            "<?xml version='1.0' encoding=\"utf-16\"?>\r\n<!DOCTYPE a SYSTEM \"x.dtd\">\r\n<a b='1'\r\n  c=\"2\">x\r\ny</a>\n",
            "<a xmlns='u ' xmlns:y='v'><!-- c --><y:b z=\"&lt;&#x65E5;&#10;\n&amp;\"/>1 &gt; 0 &#26085;<![CDATA[<&>]]>.</a>",
            "<a>\n\n<b>\n</b><b\n/>\u{1F9F5}</a><!-- end --> ",
        ];
        for sample in samples {
            let expected = by_the_book(sample).unwrap();
            assert_eq!(told(sample).unwrap(), expected, "{sample}");
        }
    }

    #[test]
    fn prefixes_need_no_declaration() {
        assert_eq!(told("<viz:a viz:b='1'/>").unwrap(), "<a@1 b=\"1\"></>");
    }

    #[test]
    fn what_is_not_well_formed_is_refused_with_its_place() {
        for (xml, what) in [
            ("", "There is nothing in it"),
            ("  <!-- -->", "There is nothing in it"),
            (
                "<a>\n<b></a>",
                "Here “a” is closed, but “b” is open (line 2, column 4)",
            ),
            (
                "<a>\n",
                "The text ends too early, as if it had been cut off (line 2, column 1)",
            ),
            (
                "<a/>\n<b/>",
                "There is a second root; XML has only one (line 2, column 1)",
            ),
            ("<a/> x", "There is more text after the end (line 1, column 5)"),
            ("x<a/>", "There is text before the first tag (line 1, column 1)"),
            (
                "<a>R & D</a>",
                "An ampersand must be written as “&amp;” (line 1, column 6)",
            ),
            (
                "<a b='R&D'/>",
                "An ampersand must be written as “&amp;” (line 1, column 8)",
            ),
            (
                "<a>&lol;</a>",
                "“&lol;” is none of the entities that XML itself has (line 1, column 4)",
            ),
            (
                "<a b=\"1>\n<c/>\"/>",
                "“<” stands in the value of “b”; is a quote missing? (line 2, column 1)",
            ),
            ("<a b='1' b='2'/>", "“b” is there twice (line 1, column 10)"),
            (
                "<a b=1/>",
                "The value of “b” does not stand in quotes (line 1, column 6)",
            ),
            ("<a b/>", "After “b” an equals sign is missing (line 1, column 4)"),
            (
                "<a b='1'c='2'/>",
                "A blank is missing before an attribute (line 1, column 9)",
            ),
            (
                "<a></a></a>",
                "Here “a” is closed, but it is not open (line 1, column 8)",
            ),
            ("<a><!-- </a>", "A comment is never closed (line 1, column 4)"),
        ] {
            assert_eq!(told(xml).unwrap_err(), what, "{xml}");
            assert!(by_the_book(xml).is_none(), "{xml}");
        }
    }

    #[test]
    fn hostile_files_end_soon() {
        let laughs: String = (0..10)
            .map(|i| format!("<!ENTITY l{} \"{}\">", i + 1, format!("&l{i};").repeat(10)))
            .collect();
        let laughs = format!("<!DOCTYPE a [<!ENTITY l0 \"ha\">{laughs}]><a>&l10;</a>");
        assert!(told(&laughs).unwrap_err().contains("&l10;"));
        let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
        assert!(told(outside).unwrap_err().contains("&x;"));
        let deep = "<a>".repeat(1_000_000);
        assert!(told(&deep).unwrap_err().contains("nested more than 1000 deep"));
        let attributes: String = (0..100_000).map(|i| format!(" a{i}=''")).collect();
        assert!(
            told(&format!("<a{attributes}/>"))
                .unwrap_err()
                .contains("more than 256 attributes")
        );
    }

    #[test]
    fn it_can_be_given_up() {
        let cancel = Cancel::new();
        cancel.raise();
        let fault = walk("<a/>", &mut Told::default(), &Progress::new(), &cancel).unwrap_err();
        assert!(fault.to_string().contains("given up"), "{fault}");
    }
}
