//! Takes a DL text apart into words, between blanks, commas and signs of equality.

/// A word and where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Word<'t> {
    /// Without quotes.
    pub(super) text: &'t str,
    pub(super) quoted: bool,
    /// Line, counted from 1.
    pub(super) line: u32,
    /// Byte of the whole text at which it starts.
    pub(super) start: usize,
    /// Byte behind it, quotes and colon included.
    pub(super) end: usize,
    /// It is the first in its line.
    pub(super) first: bool,
}

impl Word<'_> {
    /// This word without quotes, whatever its letters.
    pub(super) fn is(&self, word: &str) -> bool {
        !self.quoted && self.text.eq_ignore_ascii_case(word)
    }
}

/// Goes through a text word by word.
#[derive(Clone)]
pub(super) struct Words<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    fresh: bool,
    /// Colons end words such as `data:`; not so among data.
    header: bool,
}

/// Words that may have a colon behind them, and something else without a blank after that.
const BEFORE_COLON: [&str; 3] = ["data", "labels", "embedded"];

impl<'t> Words<'t> {
    /// The words of a header, from the start of a text.
    pub(super) const fn of_header(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            line: 1,
            fresh: true,
            header: true,
        }
    }

    /// The words of the data that start here.
    pub(super) const fn of_data(mut self) -> Self {
        self.header = false;
        self
    }

    fn step(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        let sign = rest.chars().next()?;
        self.at += sign.len_utf8();
        let ends = sign == '\n' || sign == '\r' && !rest[1..].starts_with('\n');
        if ends {
            self.line = self.line.saturating_add(1);
            self.fresh = true;
        }
        Some(sign)
    }
}

fn separates(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, ',' | '=')
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        while self.text[self.at..].starts_with(separates) {
            self.step();
        }
        let rest = &self.text[self.at..];
        let quote = rest.chars().next()?;
        let (start, line, first) = (self.at, self.line, self.fresh);
        self.fresh = false;
        // A quote that is not closed in its line is a sign like others.
        let inner = &rest[quote.len_utf8()..];
        let closed = inner
            .find([quote, '\n', '\r'])
            .filter(|&end| matches!(quote, '"' | '\'') && inner[end..].starts_with(quote));
        let (text, length) = match closed {
            Some(end) => (&inner[..end], end + 2),
            None => {
                let length = rest.find(separates).unwrap_or(rest.len());
                let word = &rest[..length];
                match word.split_once(':').filter(|_| self.header) {
                    Some((word, _)) if BEFORE_COLON.iter().any(|known| known.eq_ignore_ascii_case(word)) => {
                        (word, word.len() + 1)
                    }
                    _ => (word, length),
                }
            }
        };
        self.at = start + length;
        Some(Word {
            text,
            quoted: closed.is_some(),
            line,
            start,
            end: self.at,
            first,
        })
    }
}

/// Labels between commas and ends of lines, which may hold blanks.
pub(super) fn by_commas(block: &str) -> Vec<String> {
    let mut labels = Vec::new();
    let mut label = String::new();
    let mut quote = None;
    for sign in block.chars() {
        match (sign, quote) {
            ('"' | '\'', None) if label.trim().is_empty() => quote = Some(sign),
            (sign, Some(open)) if sign == open => quote = None,
            (',' | '\n' | '\r', None) => labels.push(std::mem::take(&mut label)),
            _ => label.push(sign),
        }
    }
    labels.push(label);
    labels
        .iter_mut()
        .for_each(|label| *label = label.trim().to_owned());
    labels.retain(|label| !label.is_empty());
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_header() {
        let text = "DL N=15,nm = 2\r\nlabels:a,\"b c\"\r\rdata:\n1:2";
        let words: Vec<(&str, u32, bool)> = Words::of_header(text)
            .map(|word| (word.text, word.line, word.first))
            .collect();
        assert_eq!(
            words,
            [
                ("DL", 1, true),
                ("N", 1, false),
                ("15", 1, false),
                ("nm", 1, false),
                ("2", 1, false),
                ("labels", 2, true),
                ("a", 2, false),
                ("b c", 2, false),
                ("data", 4, true),
                ("1:2", 5, true),
            ]
        );
    }

    #[test]
    fn labels_between_commas_may_hold_blanks() {
        assert_eq!(by_commas("Acme Corp, 'B, Co'\n\nC"), ["Acme Corp", "B, Co", "C"]);
        assert_eq!(Words::of_data(Words::of_header("O'Neill 'x")).count(), 2);
    }
}
