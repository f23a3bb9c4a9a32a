//! A value on its way into a column: mostly a piece of the text that is read, sometimes put together by its reader.

use std::borrow::Cow;

use crate::exchange::draft::Cell;

use super::text::color;

/// A value and what it is made of.
#[derive(Clone, Debug)]
pub(super) enum Held<'t> {
    /// It stands in the text as it is.
    Plain(Cell<'t>),
    /// Words that had to be put together; trimmed, not empty.
    Words(String),
    /// Several; at least one.
    List(Vec<Box<str>>),
}

impl<'t> Held<'t> {
    /// No value.
    pub(super) const MISSING: Held<'static> = Held::Plain(Cell::Missing);

    /// The value.
    pub(super) fn cell(&self) -> Cell<'_> {
        match self {
            Self::Plain(cell) => *cell,
            Self::Words(words) => Cell::Text(words),
            Self::List(items) => Cell::List(items),
        }
    }

    /// There is none.
    pub(super) fn is_missing(&self) -> bool {
        matches!(self, Self::Plain(Cell::Missing))
    }

    /// Words, unless they stand for nothing.
    pub(super) fn words(text: Cow<'t, str>) -> Self {
        match text {
            Cow::Borrowed(text) => Self::Plain(super::text::words(text)),
            Cow::Owned(text) => match super::text::words(&text) {
                Cell::Text(words) => Self::Words(words.to_owned()),
                _ => Self::MISSING,
            },
        }
    }

    /// Several, or nothing.
    pub(super) fn list(items: Vec<Box<str>>) -> Self {
        if items.is_empty() {
            Self::MISSING
        } else {
            Self::List(items)
        }
    }

    /// The same, but a color in the form that is agreed upon, where the text is one.
    pub(super) fn colored(self) -> Self {
        match self.cell() {
            Cell::Text(text) => color(text).map_or(self, Self::Words),
            _ => self,
        }
    }
}
