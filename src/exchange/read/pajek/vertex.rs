//! One line of a list of vertices: number, label, place, shape and parameters.

use crate::exchange::read::text::{number, referred};

/// Parameters of vertices, each with a value behind it.
const PARAMETERS: [&str; 20] = [
    "ic", "bc", "lc", "bw", "x_fact", "y_fact", "s_size", "phi", "r", "q", "font", "fos", "la", "lphi", "lr",
    "url", "cc", "label", "size", "q_fact",
];

/// Shapes of vertices.
const SHAPES: [&str; 10] = [
    "ellipse", "box", "diamond", "triangle", "cross", "empty", "house", "man", "woman", "circle",
];

/// What a line says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Vertex<'t> {
    /// Number, if the line starts with one.
    pub(super) id: &'t str,
    pub(super) label: String,
    /// x, y, z; as many as there are.
    pub(super) place: Vec<f64>,
    pub(super) shape: &'t str,
    pub(super) parameters: Vec<(&'t str, String)>,
    /// `[5-10,12-14]`.
    pub(super) time: &'t str,
    /// What could not be understood.
    pub(super) rest: &'t str,
    /// The label begins with a quote and does not end with one.
    pub(super) unclosed: bool,
}

/// A word of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Word<'t> {
    /// Without quotes.
    pub(super) text: &'t str,
    pub(super) quoted: bool,
    /// Quoted, but without an end.
    pub(super) unclosed: bool,
    /// Byte of the line at which it starts.
    pub(super) start: usize,
    /// Byte behind it, with its quotes.
    pub(super) end: usize,
}

impl Word<'_> {
    /// What it says, without the signs that stand for others.
    pub(super) fn plain(&self) -> String {
        let text = if self.quoted {
            self.text.replace("\\\"", "\"").replace("\"\"", "\"")
        } else {
            self.text.to_owned()
        };
        // Pajek breaks labels at this.
        referred(&text.replace("\\n", " ")).trim().to_owned()
    }
}

/// Words between blanks, or between quotes, or between brackets.
pub(super) fn words(line: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = 0;
    let last_bracket = line.rfind(']').unwrap_or(0);
    while let Some(skip) = line[at..].find(|c: char| !c.is_whitespace()) {
        let start = at + skip;
        let rest = &line[start..];
        let mut word = Word {
            text: "",
            quoted: false,
            unclosed: false,
            start,
            end: start,
        };
        if let Some(inner) = rest.strip_prefix('"') {
            word.quoted = true;
            let (length, closed) = quoted(inner);
            word.text = &inner[..length];
            word.unclosed = !closed;
            at = start + 1 + length + usize::from(closed);
        } else if rest.starts_with('[') && start < last_bracket {
            let length = rest.find(']').map_or(rest.len(), |end| end + 1);
            word.text = &rest[..length];
            at = start + length;
        } else {
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            word.text = &rest[..length];
            at = start + length;
        }
        word.end = at;
        words.push(word);
    }
    words
}

/// Length of what stands before the closing quote, and whether there is one. A quote closes unless a backslash stands
/// before it, another quote behind it, or a letter.
fn quoted(inner: &str) -> (usize, bool) {
    let mut last = None;
    let mut skip = false;
    for (at, sign) in inner.char_indices() {
        if std::mem::take(&mut skip) {
            continue;
        }
        let rest = &inner[at + sign.len_utf8()..];
        match sign {
            '\\' if inner[at..].starts_with("\\\"") && rest[1..].contains('"') => skip = true,
            '"' if rest.starts_with('"') && rest[1..].contains('"') => skip = true,
            '"' if rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == '[') => {
                return (at, true);
            }
            '"' => last = Some(at),
            _ => {}
        }
    }
    last.map_or((inner.len(), false), |at| (at, true))
}

impl<'t> Vertex<'t> {
    /// Takes a line apart.
    pub(super) fn of(line: &'t str) -> Self {
        let mut vertex = Self::default();
        let words = words(line);
        let mut next = 0;
        if let Some(first) = words.first().filter(|word| !word.quoted && is_id(word.text)) {
            vertex.id = first.text;
            next = 1;
        }
        let rest = &words[next..];
        match rest.first() {
            None => return vertex,
            Some(word) if word.quoted => {
                vertex.label = word.plain();
                vertex.unclosed = word.unclosed;
                next += 1;
            }
            Some(_) => {
                let length = unquoted(rest);
                if let (Some(first), Some(last)) = (rest.first(), rest[..length].last()) {
                    let label = &line[first.start..last.end];
                    vertex.label = referred(label).trim().to_owned();
                }
                next += length;
            }
        }
        vertex.look(line, &words[next..]);
        vertex
    }

    /// What stands behind the label.
    fn look(&mut self, line: &'t str, words: &[Word<'t>]) {
        let mut next = 0;
        while next < words.len() {
            let word = &words[next];
            if word.text.starts_with('[') && !word.quoted {
                self.time = word.text;
            } else if let Some(place) =
                number(word.text).filter(|_| self.place.len() < 3 && self.shape.is_empty())
            {
                self.place.push(place);
            } else if is_shape(word) {
                self.shape = word.text;
            } else if let (false, Some(value)) = (word.quoted, words.get(next + 1)) {
                self.parameters.push((word.text, value.plain()));
                next += 1;
            } else {
                self.rest = line[word.start..].trim_end();
                return;
            }
            next += 1;
        }
    }
}

fn is_id(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_shape(word: &Word<'_>) -> bool {
    !word.quoted && SHAPES.iter().any(|shape| word.text.eq_ignore_ascii_case(shape))
}

fn is_parameter(word: &Word<'_>) -> bool {
    !word.quoted && PARAMETERS.iter().any(|name| word.text.eq_ignore_ascii_case(name))
}

/// How many words a label without quotes has: up to the numbers of its place, or to a shape or parameters, if nothing
/// but those follows. Three numbers with points alone are a place without a label.
fn unquoted(words: &[Word<'_>]) -> usize {
    let point = |word: &Word<'_>| word.text.contains('.') && number(word.text).is_some();
    if words.len() == 3 && words.iter().all(point) {
        return 0;
    }
    /// Longer ones are not worth the time.
    const MOST: usize = 64;
    (1..words.len().min(MOST))
        .find(|&length| only_looks(&words[length..]))
        .unwrap_or(words.len())
}

/// Nothing but a place (of two or three numbers), a time, a shape and parameters.
fn only_looks(words: &[Word<'_>]) -> bool {
    let numbers = words
        .iter()
        .take_while(|word| number(word.text).is_some())
        .count();
    let mut rest = &words[numbers.min(3)..];
    let mut any = numbers >= 2;
    if numbers == 1 || numbers > 3 {
        return false;
    }
    while let Some(word) = rest.first() {
        any = true;
        rest = if is_shape(word) || word.text.starts_with('[') && !word.quoted {
            &rest[1..]
        } else if is_parameter(word) && rest.len() > 1 {
            &rest[2..]
        } else {
            return false;
        };
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(line: &str) -> String {
        Vertex::of(line).label
    }

    #[test]
    fn labels_with_and_without_quotes() {
        assert_eq!(label("1 \"Acme GmbH\" 0.1 0.2 0.5"), "Acme GmbH");
        assert_eq!(label("1 Acme GmbH 0.1 0.2 0.5 box ic Red"), "Acme GmbH");
        assert_eq!(label("1 Acme"), "Acme");
        assert_eq!(label("1 Box Works"), "Box Works");
        assert_eq!(label("1 1984 0.1 0.2"), "1984");
        assert_eq!(label("\"Acme\""), "Acme");
        assert_eq!(label("Acme"), "Acme");
        assert_eq!(label("7"), "");
        assert_eq!(label("; \"&#26085;精工\" 0.5 0.8"), "; \"日精工\"");
        assert_eq!(label("7 \"\" 0.5 0.5"), "");
        assert_eq!(label("7 0.100 0.200 0.500"), "");
        assert_eq!(label("7 &#26085;&#26412; 0.1 0.2"), "日本");
    }

    #[test]
    fn quotes_within_labels() {
        assert_eq!(label(r#"1 "The \"best\" firm" 0.1 0.2"#), r#"The "best" firm"#);
        assert_eq!(label(r#"1 "The ""best"" firm" 0.1 0.2"#), r#"The "best" firm"#);
        assert_eq!(label(r#"1 "5"x7" 0.1 0.2"#), r#"5"x7"#);
        let open = Vertex::of("1 \"Acme 0.1 0.2");
        assert_eq!((open.label.as_str(), open.unclosed), ("Acme 0.1 0.2", true));
    }

    #[test]
    fn looks_behind_the_label() {
        let vertex =
            Vertex::of("3 \"A\" 0.25 0.75 0.5 diamond x_fact 2 ic LightGreen url \"http://a b\" [1-5,9]");
        assert_eq!(vertex.place, [0.25, 0.75, 0.5]);
        assert_eq!((vertex.shape, vertex.time), ("diamond", "[1-5,9]"));
        let parameters: Vec<(&str, &str)> = vertex
            .parameters
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        assert_eq!(
            parameters,
            [("x_fact", "2"), ("ic", "LightGreen"), ("url", "http://a b")]
        );
        assert_eq!(Vertex::of("3 \"A\" 0.1 0.2 0.3 what").rest, "what");
    }
}
