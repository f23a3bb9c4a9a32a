//! The one way into a page: names of elements and attributes are written in the program, everything else is escaped.

/// Markup that cannot be broken out of.
#[derive(Debug, Default)]
pub(super) struct Markup {
    text: String,
    open: Vec<&'static str>,
}

/// Elements that a line ends after, so that a page can be read and compared as text.
const BLOCKS: &[&str] = &[
    "head",
    "meta",
    "title",
    "style",
    "script",
    "body",
    "header",
    "nav",
    "main",
    "section",
    "footer",
    "h1",
    "h2",
    "h3",
    "p",
    "ul",
    "ol",
    "li",
    "dl",
    "div",
    "figure",
    "figcaption",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "article",
];

impl Markup {
    /// Begins with the declaration of a page.
    pub(super) fn page() -> Self {
        Self {
            text: "<!DOCTYPE html>\n".to_owned(),
            open: Vec::new(),
        }
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.begin(name, attributes);
        self.text.push('>');
        self.open.push(name);
    }

    /// Closes the element that was opened last.
    pub(super) fn close(&mut self) {
        let name = self
            .open
            .pop()
            .expect("elements are closed as often as they are opened");
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
        self.end_line(name);
    }

    /// An element without anything in it.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.begin(name, attributes);
        self.text.push_str("/>");
        self.end_line(name);
    }

    /// An element with text in it.
    pub(super) fn element(&mut self, name: &'static str, attributes: &[(&'static str, &str)], text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close();
    }

    /// Text that people wrote or read.
    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            self.push(c);
        }
    }

    /// What the program itself wrote: the style, the script, a drawing whose texts are escaped already.
    pub(super) fn trusted(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// All of it.
    pub(super) fn finish(self) -> String {
        assert!(
            self.open.is_empty(),
            "elements are closed as often as they are opened"
        );
        self.text
    }

    fn begin(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            self.text(value);
            self.text.push('"');
        }
    }

    fn end_line(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.text.push('\n');
        }
    }

    fn push(&mut self, c: char) {
        match c {
            '&' => self.text.push_str("&amp;"),
            '<' => self.text.push_str("&lt;"),
            '>' => self.text.push_str("&gt;"),
            '"' => self.text.push_str("&quot;"),
            '\'' => self.text.push_str("&#39;"),
            '\n' | '\t' => self.text.push(c),
            // What no page may hold: control characters and what is no character at all.
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {
                self.text.push(char::REPLACEMENT_CHARACTER);
            }
            c => self.text.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out() {
        let mut page = Markup::default();
        page.element(
            "p",
            &[("title", "\"><img onerror='x'>")],
            "</p><script>&\u{0}\u{1b}",
        );
        assert_eq!(
            page.finish(),
            "<p title=\"&quot;&gt;&lt;img onerror=&#39;x&#39;&gt;\">&lt;/p&gt;&lt;script&gt;&amp;\u{FFFD}\u{FFFD}</p>\n"
        );
    }

    #[test]
    #[should_panic(expected = "closed as often")]
    fn what_is_left_open_is_a_mistake() {
        let mut page = Markup::default();
        page.open("p", &[]);
        page.finish();
    }
}
