//! Goes through the tags and texts of an XML file, for readers that look at them one after the other.
//!
//! Two parsers tell the same: roxmltree, which makes a tree of the whole text (`tree`), and quick-xml, which takes one
//! piece after the other (`stream`). The tree serves where it is small enough; see [`tree::is_fit`] for what was
//! measured. Whatever it refuses, such as a prefix that is not declared, goes to the stream, which says what is wrong
//! and where, so that there is one set of messages.
//!
//! Prefixes of namespaces are cut off and never looked up, because programs write wrong ones and forget to declare
//! them. Entities other than the five of XML itself are not expanded, and nothing outside of the text is ever asked
//! for.

use std::borrow::Cow;

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::files::Fault;

use super::text::{self, Pace, short};

mod stream;
#[cfg(test)]
mod tests;
mod tree;

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
    attributes: Attributes<'t>,
}

/// Where the attributes of a tag are.
enum Attributes<'t> {
    Stream(stream::Raw<'t>),
    Tree(roxmltree::Node<'t, 't>),
}

impl<'t> Tag<'t> {
    /// The value of an attribute, by its name without prefix.
    pub(super) fn get(&self, name: &str) -> Option<Cow<'t, str>> {
        match &self.attributes {
            Attributes::Stream(raw) => raw.get(name),
            Attributes::Tree(node) => {
                let mut found = node.attributes().filter(|attribute| attribute.name() == name);
                found.next().map(|attribute| Cow::Borrowed(attribute.value()))
            }
        }
    }
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
    let mut pace = Pace::new(text.len(), progress, cancel);
    pace.at(0)?;
    match tree::of(text) {
        Some(tree) => tree::walk(&tree, text, handler, &mut pace),
        None => stream::walk(text, handler, &mut pace),
    }
}

/// Counts the lines of a text.
struct Place<'t> {
    text: &'t str,
    /// A byte whose line is known.
    counted: usize,
    line: u32,
}

impl<'t> Place<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            text,
            counted: 0,
            line: 1,
        }
    }

    /// The line of a byte; bytes are asked for in their order.
    fn line_of(&mut self, byte: usize) -> u32 {
        let passed = &self.text.as_bytes()[self.counted..byte];
        let lines = passed.iter().filter(|byte| **byte == b'\n').count();
        self.counted = byte;
        self.line = self.line.saturating_add(lines as u32);
        self.line
    }

    fn fault(&self, what: impl Into<String>, byte: usize) -> Fault {
        text::fault_at(self.text, what, byte)
    }

    fn too_deep(&self, byte: usize) -> Fault {
        self.fault(format!("Elements are nested more than {DEEPEST} deep"), byte)
    }
}
