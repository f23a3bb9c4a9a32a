//! The header of a DL text: sizes, format and labels, in any order and on any lines, up to `data:`.

use crate::exchange::read::text::{short, spot};
use crate::files::Fault;

use super::words::{Word, Words, by_commas};

/// How the data are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    #[default]
    Full,
    Lower,
    Upper,
    /// From, to, weight.
    Edges,
    /// From, to, a weight for each matrix.
    Array,
    /// From, and everything it goes to.
    Nodes,
    /// In the order of the rows: how many, and everything they go to.
    CountedNodes,
    /// The same as nodes; the weight is the rank.
    Ranked,
}

/// What the header says.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// Rows, or actors of a network of one mode.
    pub(super) rows: Option<usize>,
    /// Columns of a network of two modes.
    pub(super) columns: Option<usize>,
    pub(super) matrices: usize,
    pub(super) form: Form,
    /// The format is for two modes.
    pub(super) two_modes: bool,
    pub(super) diagonal_absent: bool,
    pub(super) row_labels: Labels,
    pub(super) column_labels: Labels,
    pub(super) matrix_labels: Vec<String>,
    /// What is not understood, with its line.
    pub(super) unread: Vec<(String, u32)>,
    /// What does not add up, with its line.
    pub(super) repaired: Vec<(String, u32)>,
}

/// How rows or columns are called.
#[derive(Debug, Default)]
pub(super) struct Labels {
    pub(super) list: Vec<String>,
    /// They stand among the data.
    pub(super) embedded: bool,
    pub(super) line: u32,
}

/// What labels belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    All,
    Rows,
    Columns,
    Matrices,
}

const FORMS: [(&str, Form, bool); 21] = [
    ("fullmatrix", Form::Full, false),
    ("fm", Form::Full, false),
    ("lowerhalf", Form::Lower, false),
    ("lh", Form::Lower, false),
    ("upperhalf", Form::Upper, false),
    ("uh", Form::Upper, false),
    ("edgelist", Form::Edges, false),
    ("edgelist1", Form::Edges, false),
    ("el1", Form::Edges, false),
    ("edgelist2", Form::Edges, true),
    ("el2", Form::Edges, true),
    ("edgearray", Form::Array, false),
    ("edgearray1", Form::Array, false),
    ("edgearray2", Form::Array, true),
    ("nodelist", Form::Nodes, false),
    ("nodelist1", Form::Nodes, false),
    ("nl1", Form::Nodes, false),
    ("nodelist1b", Form::CountedNodes, false),
    ("nodelist2", Form::Nodes, true),
    ("nl2", Form::Nodes, true),
    ("rankedlist1", Form::Ranked, false),
];

/// Reads up to `data:`; what follows are the data.
pub(super) fn read<'t>(text: &'t str) -> Result<(Header, Words<'t>), Fault> {
    let mut words = Words::of_header(text);
    let mut header = Header {
        matrices: 1,
        ..Header::default()
    };
    match words.next() {
        Some(word) if word.is("dl") => {}
        first => {
            let (what, at) = first.map_or(("nothing", 0), |word| (word.text, word.start));
            let what = format!(
                "This is not a DL file: it begins with “{}” instead of “DL”",
                short(what)
            );
            return Err(Fault::content(what, spot(text, at)));
        }
    }
    while let Some(word) = words.next() {
        if word.is("data") {
            return Ok((header, words.of_data()));
        }
        header.word(word, &mut words, text)?;
    }
    let what = "The word “data:”, behind which the ties would be, is missing";
    Err(Fault::content(what, spot(text, text.len())))
}

impl Header {
    fn word<'t>(&mut self, word: Word<'t>, words: &mut Words<'t>, text: &'t str) -> Result<(), Fault> {
        if word.is("format") {
            return match words.next() {
                Some(name) => self.format(name, text),
                None => Ok(()),
            };
        }
        if FORMS.iter().any(|(name, ..)| word.is(name)) {
            return self.format(word, text);
        }
        if ["n", "nr", "nc", "nm"].iter().any(|name| word.is(name)) {
            return self.size(word, words, text);
        }
        if word.is("diagonal") {
            self.diagonal_absent = words.next().is_some_and(|word| word.is("absent"));
            return Ok(());
        }
        if let Some(of) = labels_of(word, words) {
            self.labels(of, word, words, text);
            return Ok(());
        }
        if word.text != ":" {
            self.unread
                .push((format!("“{}” is not understood", short(word.text)), word.line));
        }
        Ok(())
    }

    fn format(&mut self, name: Word<'_>, text: &str) -> Result<(), Fault> {
        let known = FORMS.iter().find(|(known, ..)| name.is(known));
        let Some(&(_, form, two_modes)) = known else {
            let what = format!(
                "The format “{}” is not read; export as a full matrix or an edge list instead",
                short(name.text)
            );
            return Err(Fault::content(what, spot(text, name.start)));
        };
        (self.form, self.two_modes) = (form, two_modes);
        Ok(())
    }

    fn size<'t>(&mut self, name: Word<'t>, words: &mut Words<'t>, text: &'t str) -> Result<(), Fault> {
        let found = words.next();
        let number = found.and_then(|word| word.text.parse::<u32>().ok());
        let Some(number) = number else {
            let at = found.map_or(text.len(), |word| word.start);
            let what = format!("A whole number should stand behind “{}”", name.text);
            return Err(Fault::content(what, spot(text, at)));
        };
        let number = number as usize;
        match name.text.to_ascii_lowercase().as_str() {
            "n" | "nr" => self.rows = Some(number),
            "nc" => self.columns = Some(number),
            _ => self.matrices = number.max(1),
        }
        Ok(())
    }

    fn labels<'t>(&mut self, of: Of, head: Word<'t>, words: &mut Words<'t>, text: &'t str) {
        let mut ahead = words.clone();
        let next = ahead.next();
        if next.is_some_and(|next| next.is("embedded")) {
            *words = ahead;
            self.row_labels.embedded |= matches!(of, Of::All | Of::Rows);
            self.column_labels.embedded |= matches!(of, Of::All | Of::Columns);
            return;
        }
        let (block, count) = block(words, text);
        let expected = match of {
            Of::All | Of::Rows => self.rows,
            Of::Columns => self.columns.or(self.rows),
            Of::Matrices => Some(self.matrices).filter(|&matrices| matrices > 1),
        };
        let apart = by_commas(block);
        let mut list = if expected == Some(apart.len()) && expected != Some(count) {
            apart
        } else {
            let mut list = Words::of_header(block).of_data();
            list.by_ref().map(|word| word.text.trim().to_owned()).collect()
        };
        if let Some(expected) = expected.filter(|&expected| expected != list.len()) {
            let what = format!("There are {} labels for {expected}", list.len());
            self.repaired.push((what, head.line));
            list.truncate(expected);
        }
        let labels = Labels {
            list,
            embedded: false,
            line: head.line,
        };
        match of {
            Of::All | Of::Rows => self.row_labels.fill(labels),
            Of::Columns => self.column_labels.fill(labels),
            Of::Matrices => self.matrix_labels = labels.list,
        }
    }
}

impl Labels {
    fn fill(&mut self, labels: Self) {
        (self.list, self.line) = (labels.list, labels.line);
    }
}

/// What the labels that start with this word belong to, if any do; passes over “labels”.
fn labels_of<'t>(word: Word<'t>, words: &mut Words<'t>) -> Option<Of> {
    if word.is("labels") {
        return Some(Of::All);
    }
    let of = [
        ("row", Of::Rows),
        ("col", Of::Columns),
        ("column", Of::Columns),
        ("matrix", Of::Matrices),
        ("level", Of::Matrices),
    ];
    let (_, of) = of.into_iter().find(|(name, _)| word.is(name))?;
    let mut ahead = words.clone();
    if !ahead.next()?.is("labels") {
        return None;
    }
    *words = ahead;
    Some(of)
}

/// The text up to the next thing of the header, and how many words it has. Leaves `words` behind it.
fn block<'t>(words: &mut Words<'t>, text: &'t str) -> (&'t str, usize) {
    let mut from = None;
    let mut to = 0;
    let mut count = 0;
    loop {
        let mut ahead = words.clone();
        let Some(word) = ahead.next() else { break };
        let mut behind = ahead.clone();
        let ends = word.is("data") && text[..word.end].ends_with(':')
            || labels_of(word, &mut behind).is_some()
            || word.is("format")
                && behind
                    .next()
                    .is_some_and(|next| FORMS.iter().any(|(name, ..)| next.is(name)))
            || ["n", "nr", "nc", "nm"].iter().any(|name| word.is(name))
                && text[word.end..].trim_start().starts_with('=');
        if ends {
            break;
        }
        *words = ahead;
        from.get_or_insert(word.start);
        to = word.end;
        count += 1;
    }
    (from.map_or("", |from| &text[from..to]), count)
}
