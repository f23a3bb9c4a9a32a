//! Takes a DOT text apart into words and signs.

use crate::exchange::read::text::{short, spot};
use crate::files::Fault;

/// A word or a sign.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name, a number or a text between quotes.
    Word(String),
    /// What stands between `<` and `>`, without them.
    Html(String),
    /// One of the words that mean something: in small letters.
    Keyword(&'static str),
    /// `{`, `}`, `[`, `]`, `;`, `,`, `=`, `:`, `+`.
    Sign(char),
    /// `->`.
    Arrow,
    /// `--`.
    Line,
    /// There is no more.
    End,
}

impl Token {
    /// For a message.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Word(word) => format!("“{}”", short(word)),
            Self::Html(_) => "an HTML label".to_owned(),
            Self::Keyword(word) => format!("“{word}”"),
            Self::Sign(sign) => format!("“{sign}”"),
            Self::Arrow => "“->”".to_owned(),
            Self::Line => "“--”".to_owned(),
            Self::End => "the end of the text".to_owned(),
        }
    }
}

const KEYWORDS: [&str; 6] = ["strict", "graph", "digraph", "subgraph", "node", "edge"];

/// Goes through a text, one token ahead.
pub(super) struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// The token that comes next.
    pub(super) next: Token,
    /// Byte at which it starts.
    pub(super) start: usize,
    line: u32,
    counted: usize,
}

impl<'t> Scan<'t> {
    /// At the first token.
    pub(super) fn new(text: &'t str) -> Result<Self, Fault> {
        let mut scan = Self {
            text,
            at: 0,
            next: Token::End,
            start: 0,
            line: 1,
            counted: 0,
        };
        scan.take()?;
        Ok(scan)
    }

    /// Line of the next token.
    pub(super) fn line(&mut self) -> u32 {
        let passed = &self.text.as_bytes()[self.counted..self.start];
        let lines = passed.iter().filter(|&&byte| byte == b'\n').count();
        self.line = self.line.saturating_add(lines as u32);
        self.counted = self.start;
        self.line
    }

    /// A fault at this byte.
    pub(super) fn fault(&self, what: impl Into<String>, at: usize) -> Fault {
        Fault::content(what, spot(self.text, at))
    }

    /// A fault that says what should stand instead of the next token.
    pub(super) fn instead(&self, wanted: &str) -> Fault {
        self.fault(
            format!("Here is {}, where {wanted} should be", self.next.shown()),
            self.start,
        )
    }

    /// The next token, which is passed.
    pub(super) fn take(&mut self) -> Result<Token, Fault> {
        self.skip()?;
        self.start = self.at;
        let token = self.token()?;
        Ok(std::mem::replace(&mut self.next, token))
    }

    /// Passes the next token if it is this one.
    pub(super) fn pass(&mut self, token: &Token) -> Result<bool, Fault> {
        let is = self.next == *token;
        if is {
            self.take()?;
        }
        Ok(is)
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Blanks and the three sorts of comments.
    fn skip(&mut self) -> Result<(), Fault> {
        loop {
            let rest = self.rest();
            let blanks = rest
                .find(|c: char| !c.is_whitespace() && c != '\0' && c != '\u{feff}')
                .unwrap_or(rest.len());
            self.at += blanks;
            let rest = self.rest();
            let line_start = self.text[..self.at].ends_with(['\n', '\r']) || self.at == 0;
            if rest.starts_with("//") || line_start && rest.starts_with('#') {
                self.at += rest.find(['\n', '\r']).unwrap_or(rest.len());
            } else if let Some(inner) = rest.strip_prefix("/*") {
                match inner.find("*/") {
                    Some(end) => self.at += end + 4,
                    None => return Err(self.fault("This comment is not closed", self.at)),
                }
            } else {
                return Ok(());
            }
        }
    }

    fn token(&mut self) -> Result<Token, Fault> {
        let rest = self.rest();
        let Some(sign) = rest.chars().next() else {
            return Ok(Token::End);
        };
        if rest.starts_with("->") {
            self.at += 2;
            return Ok(Token::Arrow);
        }
        if rest.starts_with("--") {
            self.at += 2;
            return Ok(Token::Line);
        }
        match sign {
            '{' | '}' | '[' | ']' | ';' | ',' | '=' | ':' | '+' => {
                self.at += 1;
                Ok(Token::Sign(sign))
            }
            '"' => self.quoted(),
            '<' => self.html(),
            _ => self.word(),
        }
    }

    /// A text between quotes, and those that are joined to it by `+`.
    fn quoted(&mut self) -> Result<Token, Fault> {
        let mut out = String::new();
        loop {
            self.one_quoted(&mut out)?;
            let behind = self.at;
            self.skip()?;
            if self.rest().starts_with('+') {
                self.at += 1;
                self.skip()?;
                if self.rest().starts_with('"') {
                    continue;
                }
            }
            self.at = behind;
            return Ok(Token::Word(out));
        }
    }

    fn one_quoted(&mut self, out: &mut String) -> Result<(), Fault> {
        let open = self.at;
        let inner = &self.text[open + 1..];
        let mut signs = inner.char_indices().peekable();
        while let Some((at, sign)) = signs.next() {
            match sign {
                '"' => {
                    self.at = open + 1 + at + 1;
                    return Ok(());
                }
                '\\' => match signs.peek() {
                    Some((_, '"')) => {
                        out.push('"');
                        signs.next();
                    }
                    // The text goes on in the next line.
                    Some((_, '\n')) => {
                        signs.next();
                    }
                    Some((_, '\r')) => {
                        signs.next();
                        if matches!(signs.peek(), Some((_, '\n'))) {
                            signs.next();
                        }
                    }
                    Some((_, '\\')) => {
                        out.push_str("\\\\");
                        signs.next();
                    }
                    _ => out.push('\\'),
                },
                sign => out.push(sign),
            }
        }
        Err(self.fault("This quote is not closed", open))
    }

    fn html(&mut self) -> Result<Token, Fault> {
        let rest = self.rest();
        let mut depth = 0_usize;
        for (at, byte) in rest.bytes().enumerate() {
            match byte {
                b'<' => depth += 1,
                b'>' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += at + 1;
                        return Ok(Token::Html(rest[1..at].to_owned()));
                    }
                }
                _ => {}
            }
        }
        Err(self.fault("This HTML label is not closed", self.at))
    }

    /// A number, or a word of letters, digits and underscores; anything beyond ASCII is a letter.
    fn word(&mut self) -> Result<Token, Fault> {
        let rest = self.rest();
        let mut length = 0;
        let number = rest.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == '-');
        for (at, sign) in rest.char_indices() {
            let in_number = number && (sign == '.' || sign == '-' && at == 0);
            if !(sign.is_ascii_alphanumeric() || sign == '_' || sign as u32 >= 0x80 || in_number) {
                break;
            }
            if sign as u32 >= 0x80 && sign.is_whitespace() {
                break;
            }
            length = at + sign.len_utf8();
        }
        let word = &rest[..length];
        if matches!(word, "" | "-" | ".") {
            let sign = rest.chars().next().unwrap_or_default();
            let what = format!("“{sign}” does not belong here");
            return Err(self.fault(what, self.at));
        }
        self.at += length;
        let keyword = KEYWORDS.iter().find(|keyword| keyword.eq_ignore_ascii_case(word));
        Ok(keyword.map_or_else(|| Token::Word(word.to_owned()), |keyword| Token::Keyword(keyword)))
    }
}

/// The words of a label, without its tags.
pub(super) fn plain_html(html: &str) -> String {
    let mut out = String::new();
    let mut within = false;
    for sign in html.chars() {
        match sign {
            '<' => within = true,
            '>' => {
                within = false;
                // A tag may stand for a break.
                out.push(' ');
            }
            sign if !within => out.push(sign),
            _ => {}
        }
    }
    let words = crate::exchange::read::text::referred(&out);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A label with its signs for ends of lines, and for the name of what it labels, put as what they stand for.
pub(super) fn plain_label(label: &str, name: &str) -> String {
    if !label.contains('\\') {
        return label.trim().to_owned();
    }
    let mut out = String::new();
    let mut signs = label.chars();
    while let Some(sign) = signs.next() {
        if sign != '\\' {
            out.push(sign);
            continue;
        }
        match signs.next() {
            Some('n' | 'l' | 'r') => out.push(' '),
            Some('N' | 'E') => out.push_str(name),
            Some('G' | 'L' | 'T' | 'H') | None => {}
            Some(other) => out.push(other),
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Result<String, Fault> {
        let mut scan = Scan::new(text)?;
        let mut out = Vec::new();
        while scan.next != Token::End {
            let line = scan.line();
            let token = scan.take()?;
            out.push(match token {
                Token::Word(word) => format!("{line}:{word}"),
                Token::Html(html) => format!("{line}:<{html}>"),
                Token::Keyword(word) => word.to_uppercase(),
                other => other.shown().replace(['“', '”'], ""),
            });
        }
        Ok(out.join(" "))
    }

    #[test]
    fn words_signs_and_comments() {
        let text = "# first\nstrict DiGraph /* a\n * b */ { // c\n a1 -> \"b \\\"x\\\"\" + \" y\" : 日本;-1.5--.5[l=<<b>x</b>>]}";
        assert_eq!(
            tokens(text).unwrap(),
            "STRICT DIGRAPH { 4:a1 -> 4:b \"x\" y : 4:日本 ; 4:-1.5 -- 4:.5 [ 4:l = 4:<<b>x</b>> ] }"
        );
        assert_eq!(tokens("\"a\\\nb\" \"c\\\\\"").unwrap(), "1:ab 2:c\\\\");
    }

    #[test]
    fn labels_in_plain_words() {
        assert_eq!(plain_html("<b>Acme</b> &amp; <i>Co</i><br/>Ltd"), "Acme & Co Ltd");
        assert_eq!(
            plain_label("\\N\\nsecond \\\\ line\\l", "Acme"),
            "Acme second \\ line"
        );
    }

    #[test]
    fn faults_have_places() {
        for (text, column) in [("a \"b", 3), ("/* a", 1), (" <a", 2), ("a ?", 3), ("a -", 3)] {
            let fault = tokens(text).unwrap_err();
            assert_eq!(
                (fault.line(), fault.column()),
                (Some(1), Some(column)),
                "{text}: {fault}"
            );
        }
    }
}
