//! Tags and texts out of the tree that roxmltree makes of a whole text.

use roxmltree::{Document, Node, ParsingOptions};

use crate::files::Fault;

use super::{Attributes, DEEPEST, Handler, MOST_ATTRIBUTES, Pace, Place, Tag};

/// Texts up to this size may become trees, bytes.
const LARGEST: usize = 50 << 20;

/// A text of this size may become any tree, bytes.
const SMALL: usize = 1 << 20;

/// A tree takes at most so many tenths of what its text does. Reading may take ten times the file; the file, the draft
/// and the room in which it grows take up to two and a half.
const MOST_TENTHS: usize = 75;

/// Bytes of an element or a piece of text, and of an attribute, in a tree of roxmltree 0.21 on 64 bits.
const NODE: usize = 80;
const ATTRIBUTE: usize = 72;

/// More declarations of namespaces than this are not looked into: each element inside keeps a list of all.
const MOST_NAMESPACES: usize = 64;

/// The tree of a text; `None` where it would take too much memory or time, or is refused.
pub(super) fn of(text: &str) -> Option<Document<'_>> {
    if !is_fit(text) {
        return None;
    }
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options).ok()
}

/// Whether a tree of this text stays small.
///
/// A tie of GraphML without attributes, `<edge source="n1" target="n2"/>` and a line end, is 32 bytes of text and 304
/// of tree, which alone is nine and a half times the file. So it is not the size of the file that tells, but how many
/// tags, texts and attributes there are; they are counted first. Measured to the draft, most memory at once in files:
/// GEXF of 37 MB 8.4 as a tree and 1.7 as a stream, GraphML of 43 MB with words for each tie 6.6 and 1.5; a tree takes
/// half as much time again as a stream.
pub(super) fn is_fit(text: &str) -> bool {
    if text.len() > LARGEST {
        return false;
    }
    let (mut nodes, mut equals, mut in_tag) = (0_usize, 0_usize, 0_usize);
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'<' => {
                let ends = bytes.get(at + 1) == Some(&b'/');
                let text_before = at > 0 && bytes[at - 1] != b'>';
                nodes += usize::from(!ends) + usize::from(text_before);
                in_tag = 0;
            }
            b'=' => {
                equals += 1;
                in_tag += 1;
                // Each attribute is compared with all before it.
                if in_tag > MOST_ATTRIBUTES {
                    return false;
                }
            }
            _ => {}
        }
    }
    // Entities of a file's own are not expanded.
    if text.contains("<!ENTITY") || text.matches("xmlns").count() > MOST_NAMESPACES {
        return false;
    }
    let tree = NODE * nodes + ATTRIBUTE * equals;
    text.len() <= SMALL || 10 * tree <= MOST_TENTHS * text.len()
}

/// See [`super::walk`].
pub(super) fn walk(
    tree: &Document<'_>,
    text: &str,
    handler: &mut impl Handler,
    pace: &mut Pace<'_>,
) -> Result<(), Fault> {
    let mut place = Place::of(text);
    let root = tree.root_element();
    let (mut node, mut depth) = (root, 0);
    loop {
        if node.is_text() {
            handler.text(node.text().unwrap_or_default());
        } else if node.is_element() {
            let start = node.range().start;
            pace.at(start)?;
            if depth == DEEPEST {
                return Err(place.too_deep(start));
            }
            let tag = Tag {
                name: node.tag_name().name(),
                line: place.line_of(start),
                attributes: Attributes::Tree(node),
            };
            handler.open(&tag).map_err(|what| place.fault(what, start))?;
            if let Some(first) = node.first_child() {
                depth += 1;
                node = first;
                continue;
            }
            close(handler, node, &place)?;
        }
        // On to what comes next, out of all that ends here.
        loop {
            if node == root {
                return Ok(());
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent() {
                Some(parent) => node = parent,
                None => return Ok(()),
            }
            depth -= 1;
            close(handler, node, &place)?;
        }
    }
}

fn close(handler: &mut impl Handler, node: Node<'_, '_>, place: &Place<'_>) -> Result<(), Fault> {
    handler
        .close()
        .map_err(|what| place.fault(what, node.range().end))
}
