//! Takes a GML text apart into keys, values and brackets, tolerantly.

use crate::exchange::read::text::{referred, short, spot};
use crate::files::Fault;

/// What a key can hold.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'t> {
    /// Without quotes; a number or a bare word.
    Bare(&'t str),
    /// Between quotes, with references put as what they stand for.
    Quoted(String),
}

impl Value<'_> {
    /// The words, however they were written.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Bare(text) => text,
            Self::Quoted(text) => text,
        }
    }
}

/// One step through a text.
#[derive(Debug, PartialEq)]
pub(super) enum Step<'t> {
    /// A key and a value.
    Pair(&'t str, Value<'t>),
    /// A key and the bracket that opens its list.
    Open(&'t str),
    /// A bracket that closes a list.
    Close,
}

/// Goes through a text.
pub(super) struct Scan<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    /// Byte up to which lines have been counted.
    counted: usize,
    /// Byte at which the last step began.
    pub(super) start: usize,
}

/// Keys whose values may be bare words.
const PLAIN: [&str; 9] = [
    "id",
    "source",
    "target",
    "label",
    "name",
    "directed",
    "gid",
    "root_index",
    "parent",
];

impl<'t> Scan<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            line: 1,
            counted: 0,
            start: 0,
        }
    }

    /// Line at which the last step began.
    pub(super) fn line(&mut self) -> u32 {
        let passed = &self.text.as_bytes()[self.counted..self.start];
        let lf = passed.iter().filter(|&&byte| byte == b'\n').count();
        // Files that know CR only.
        let ends = match lf {
            0 => passed.iter().filter(|&&byte| byte == b'\r').count(),
            lf => lf,
        };
        let alone = lf == 0 && self.text.as_bytes().get(self.start) == Some(&b'\n');
        self.line = self
            .line
            .saturating_add((ends - usize::from(alone && ends > 0)) as u32);
        self.counted = self.start;
        self.line
    }

    /// A fault at this byte.
    pub(super) fn fault(&self, what: impl Into<String>, at: usize) -> Fault {
        Fault::content(what, spot(self.text, at))
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Passes blanks, comments and commas.
    fn skip(&mut self) {
        loop {
            let rest = self.rest();
            let blanks = rest
                .find(|c: char| !c.is_whitespace() && c != ',' && c != '\0')
                .unwrap_or(rest.len());
            self.at += blanks;
            if !self.rest().starts_with('#') {
                return;
            }
            self.at += self.rest().find(['\n', '\r']).unwrap_or(self.rest().len());
        }
    }

    /// A word up to a blank, a bracket or a quote.
    fn word(&mut self) -> &'t str {
        let rest = self.rest();
        let length = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '"'))
            .unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// What stands between quotes; `at` is behind the first one.
    fn quoted(&mut self) -> Result<String, Fault> {
        let open = self.at - 1;
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        loop {
            match bytes.get(at) {
                None => {
                    let what = format!(
                        "The quote before “{}” is not closed",
                        short(self.rest().lines().next().unwrap_or_default())
                    );
                    return Err(self.fault(what, open));
                }
                Some(b'\\') if bytes.get(at + 1) == Some(&b'"') && self.goes_on(at + 2) => at += 2,
                Some(b'"') => break,
                Some(_) => at += 1,
            }
        }
        let inner = &self.text[self.at..at];
        self.at = at + 1;
        // A quote that a reference stands for has no backslash to lose.
        Ok(if inner.contains("\\\"") {
            referred(&inner.replace("\\\"", "\"")).into_owned()
        } else {
            referred(inner).into_owned()
        })
    }

    /// A quote with a backslash before it closes nothing if its line has another one.
    fn goes_on(&self, behind: usize) -> bool {
        let line = self.text.as_bytes()[behind..]
            .iter()
            .take_while(|&&byte| byte != b'\n');
        line.copied().any(|byte| byte == b'"')
    }

    /// The next step; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Step<'t>>, Fault> {
        self.skip();
        self.start = self.at;
        let rest = self.rest();
        match rest.chars().next() {
            None => return Ok(None),
            Some(']') => {
                self.at += 1;
                return Ok(Some(Step::Close));
            }
            Some('[') => return Err(self.fault("This list has no name before it", self.at)),
            Some('"') => {
                return Err(self.fault("A name should stand here, not a text between quotes", self.at));
            }
            Some(_) => {}
        }
        /// A name has no more words, so that a long line takes no time.
        const MOST_WORDS: usize = 16;
        let mut key = self.word();
        for count in 1.. {
            self.skip();
            let rest = self.rest();
            match rest.chars().next() {
                None | Some(']') => {
                    let what = format!("Nothing stands behind “{}”", short(key));
                    return Err(self.fault(what, self.at));
                }
                Some('[') => {
                    self.at += 1;
                    return Ok(Some(Step::Open(key)));
                }
                Some('"') => {
                    self.at += 1;
                    let text = self.quoted()?;
                    return Ok(Some(Step::Pair(key, Value::Quoted(text))));
                }
                Some(_) => {}
            }
            let before = self.at;
            let value = self.word();
            let plain = PLAIN.iter().any(|plain| plain.eq_ignore_ascii_case(key));
            if plain || count == MOST_WORDS || !self.belongs_to_name(value) {
                return Ok(Some(Step::Pair(key, Value::Bare(value))));
            }
            key = self.text[self.start..before + value.len()].trim();
        }
        Ok(None)
    }

    /// A bare word that is no value is part of a name with blanks when the name starts its line and a value ends it.
    fn belongs_to_name(&self, word: &str) -> bool {
        if is_value(word) || !self.starts_line() {
            return false;
        }
        let rest = self.rest();
        let line = rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())].trim();
        let between = match line.strip_suffix('"') {
            Some(quoted) => quoted.split_once('"').map(|(between, _)| between),
            None => line
                .strip_suffix('[')
                .or_else(|| {
                    line.rsplit_once(char::is_whitespace)
                        .filter(|(_, last)| is_value(last))
                        .map(|(b, _)| b)
                })
                .or(is_value(line).then_some("")),
        };
        between.is_some_and(|between| {
            let plain = |word: &str| !is_value(word) && !word.contains(['[', ']', '"', '#']);
            between.split_whitespace().all(plain)
        })
    }

    /// Nothing but blanks stands before the key in its line.
    fn starts_line(&self) -> bool {
        let before = self.text[..self.start].trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with(['\n', '\r'])
    }
}

/// A number, or a word that stands for a value.
fn is_value(word: &str) -> bool {
    let special = ["nan", "inf", "true", "false"];
    word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
        || special.iter().any(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(text: &str) -> String {
        let mut scan = Scan::new(text);
        let mut out = Vec::new();
        while let Some(step) = scan.next().unwrap() {
            out.push(match step {
                Step::Pair(key, value) => format!("{}:{key}={}", scan.line(), value.text()),
                Step::Open(key) => format!("{}:{key}[", scan.line()),
                Step::Close => format!("{}:]", scan.line()),
            });
        }
        out.join(" ")
    }

    #[test]
    fn names_values_and_lists() {
        assert_eq!(
            steps("# hm\ngraph[\n node [ id n1 label \"A &amp; &#26085;\" _<x -1.5 ] ]"),
            "2:graph[ 3:node[ 3:id=n1 3:label=A & 日 3:_<x=-1.5 3:] 3:]"
        );
        assert_eq!(
            steps("node [\r sort of firm \"A\"\r flag true\r]"),
            "1:node[ 2:sort of firm=A 3:flag=true 4:]"
        );
        assert_eq!(steps("a [ source x target y ]"), "1:a[ 1:source=x 1:target=y 1:]");
        assert_eq!(steps(r#"label "5\"x7\" C:\" "#), r#"1:label=5"x7" C:\"#);
    }

    #[test]
    fn faults_have_places() {
        for (text, line, column) in [
            ("graph [\n node [ id ] ]", 2, 12),
            ("graph [\n \"x\" 1 ]", 2, 2),
            ("graph [\n label \"x\n ]", 2, 8),
            ("[ ]", 1, 1),
        ] {
            let mut scan = Scan::new(text);
            let fault = loop {
                match scan.next() {
                    Ok(step) => assert!(step.is_some(), "{text}"),
                    Err(fault) => break fault,
                }
            };
            assert_eq!(
                (fault.line(), fault.column()),
                (Some(line), Some(column)),
                "{text}: {fault}"
            );
        }
    }
}
