//! Text as XML wants it.

/// Writes text between tags or within double quotes. What XML cannot hold at all becomes a question mark in a diamond.
pub(super) fn escape(out: &mut String, text: &str) {
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        let instead = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            // Readers turn bare ones into blanks within quotes, and a carriage return into a line feed anywhere.
            '\n' => "&#10;",
            '\r' => "&#13;",
            '\t' => "&#9;",
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => "\u{FFFD}",
            _ => continue,
        };
        out.push_str(&text[plain..at]);
        out.push_str(instead);
        plain = at + c.len_utf8();
    }
    out.push_str(&text[plain..]);
}

/// ` name="text"`.
pub(super) fn attribute(out: &mut String, name: &str, text: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, text);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_reads_back() {
        let text = "a<b & \"c\" 'd' ]]> 产业 \r\n\t é";
        let mut xml = String::from("<t");
        attribute(&mut xml, "a", text);
        xml.push('>');
        escape(&mut xml, text);
        xml.push_str("</t>");
        let tree = roxmltree::Document::parse(&xml).unwrap();
        assert_eq!(tree.root_element().attribute("a"), Some(text));
        assert_eq!(tree.root_element().text(), Some(text));
        let mut held = String::new();
        escape(&mut held, "a\u{1}b\u{FFFF}");
        assert_eq!(held, "a\u{FFFD}b\u{FFFD}");
    }
}
