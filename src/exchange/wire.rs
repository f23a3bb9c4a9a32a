//! A draft on its way through a pipe, from the process that reads a file to the one that asked for it.
//!
//! Both are the same program, so there is no version and nothing is kept in this form; but the other end may have died
//! half way, so that nothing that comes in is believed: no length makes room before its bytes are there.

use std::io::{self, Read, Write};

use crate::base::geom::Point;
use crate::model::field;

use super::column::Parts;
use super::draft::{
    Column, Direction, Draft, DraftActor, DraftGroup, DraftTie, Fate, Found, Meaning, Remark, Values,
};
use super::format::Format;
use super::read::encoding_of;
use super::reading::{Reading, Shape};

/// What counts places, see [`Found::unit`].
const UNITS: [&str; 5] = ["", "line", "row", "byte", "record"];
const FATES: [Fate; 4] = [Fate::Repaired, Fate::Merged, Fate::Dropped, Fate::Unread];
const SHAPES: [Shape; 5] = [
    Shape::Ties,
    Shape::Actors,
    Shape::Matrix,
    Shape::TwoMode,
    Shape::Neighbors,
];
const DIRECTIONS: [Direction; 3] = [Direction::Directed, Direction::Undirected, Direction::Mutual];
const MEANINGS: [Meaning; 10] = [
    Meaning::Label,
    Meaning::Kind,
    Meaning::Weight,
    Meaning::Size,
    Meaning::Color,
    Meaning::Shape,
    Meaning::Tags,
    Meaning::Note,
    Meaning::Group,
    Meaning::Id,
];

/// So many bytes go or come at once.
const PIECE: usize = 1 << 16;
/// Bytes of a tie: its ends, its place, its direction.
const TIE: usize = 13;

/// Writes numbers, texts and lists.
pub(crate) struct Out<W>(pub(crate) W);

impl<W: Write> Out<W> {
    fn byte(&mut self, byte: u8) -> io::Result<()> {
        self.0.write_all(&[byte])
    }

    /// Seven bits a byte, the lowest first.
    pub(crate) fn number(&mut self, mut number: u64) -> io::Result<()> {
        while number >= 0x80 {
            self.byte(number as u8 | 0x80)?;
            number >>= 7;
        }
        self.byte(number as u8)
    }

    fn float(&mut self, number: f64) -> io::Result<()> {
        self.0.write_all(&number.to_le_bytes())
    }

    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        self.number(text.len() as u64)?;
        self.0.write_all(text.as_bytes())
    }

    /// Nothing, or 1 and what there is.
    fn maybe<T>(
        &mut self,
        value: Option<T>,
        write: impl FnOnce(&mut Self, T) -> io::Result<()>,
    ) -> io::Result<()> {
        match value {
            None => self.byte(0),
            Some(value) => {
                self.byte(1)?;
                write(self, value)
            }
        }
    }

    fn list<T>(
        &mut self,
        items: &[T],
        mut write: impl FnMut(&mut Self, &T) -> io::Result<()>,
    ) -> io::Result<()> {
        self.number(items.len() as u64)?;
        items.iter().try_for_each(|item| write(self, item))
    }

    fn texts(&mut self, texts: &[String]) -> io::Result<()> {
        self.list(texts, |out, text| out.text(text))
    }

    fn one_of<T: PartialEq>(&mut self, all: &[T], one: &T) -> io::Result<()> {
        let place = all.iter().position(|other| other == one);
        self.byte(place.unwrap_or_default() as u8)
    }

    fn flag(&mut self, flag: bool) -> io::Result<()> {
        self.byte(u8::from(flag))
    }

    pub(crate) fn reading(&mut self, reading: &Reading) -> io::Result<()> {
        let Reading {
            format,
            compressed,
            encoding,
            separator,
            header,
            shape,
            decimal,
            ends,
            lists,
            headings,
            parts,
            offered,
        } = reading;
        self.maybe(*format, |out, format| out.one_of(&Format::ALL, &format))?;
        self.flag(*compressed)?;
        self.maybe(*encoding, Self::text)?;
        for sign in [separator, decimal, lists] {
            self.maybe(*sign, |out, sign| out.number(u64::from(u32::from(sign))))?;
        }
        self.maybe(*header, Self::flag)?;
        self.maybe(*shape, |out, shape| out.one_of(&SHAPES, &shape))?;
        self.maybe(*ends, |out, (from, to)| {
            out.number(from as u64)?;
            out.number(to as u64)
        })?;
        self.texts(headings)?;
        self.texts(parts)?;
        self.texts(offered)
    }

    /// Records of the same size, many at once.
    fn records<T, const N: usize>(&mut self, records: &[T], bytes: impl Fn(&T) -> [u8; N]) -> io::Result<()> {
        self.number(records.len() as u64)?;
        let mut piece = Vec::with_capacity(PIECE);
        for some in records.chunks(PIECE / N) {
            piece.clear();
            some.iter().for_each(|record| piece.extend(bytes(record)));
            self.0.write_all(&piece)?;
        }
        Ok(())
    }

    fn values(&mut self, values: &Values) -> io::Result<()> {
        let Parts {
            rows,
            numbers,
            texts,
            ends,
            lists,
        } = values.parts();
        self.maybe(rows, |out, rows| out.records(rows, |code| code.to_le_bytes()))?;
        self.records(numbers, |number| number.to_le_bytes())?;
        self.text(texts)?;
        self.records(ends, |end| end.to_le_bytes())?;
        self.list(lists, |out, items| out.list(items, |out, item| out.text(item)))
    }

    fn column(&mut self, column: &Column) -> io::Result<()> {
        self.text(&column.name)?;
        match column.meaning {
            None => self.byte(0)?,
            Some(Meaning::Own(id)) => {
                self.byte(1)?;
                self.text(id)?;
            }
            Some(meaning) => {
                self.byte(2)?;
                self.one_of(&MEANINGS, &meaning)?;
            }
        }
        self.values(&column.values)
    }

    pub(crate) fn draft(&mut self, draft: &Draft) -> io::Result<()> {
        let Draft {
            reading,
            title,
            actors,
            ties,
            actor_columns,
            tie_columns,
            groups,
            found,
        } = draft;
        self.reading(reading)?;
        self.text(title)?;
        self.list(actors, |out, actor| {
            out.text(&actor.id)?;
            out.text(&actor.label)?;
            out.maybe(actor.at, |out, at| {
                out.float(at.x)?;
                out.float(at.y)
            })?;
            out.maybe(actor.group, |out, group| out.number(group.into()))?;
            out.flag(actor.implied)?;
            out.number(actor.place.into())
        })?;
        self.records(ties, |tie| {
            let mut bytes = [0; TIE];
            for (piece, number) in bytes.chunks_exact_mut(4).zip([tie.from, tie.to, tie.place]) {
                piece.copy_from_slice(&number.to_le_bytes());
            }
            let direction = DIRECTIONS.iter().position(|other| *other == tie.direction);
            bytes[TIE - 1] = direction.unwrap_or_default() as u8;
            bytes
        })?;
        self.list(actor_columns, Self::column)?;
        self.list(tie_columns, Self::column)?;
        self.list(groups, |out, group| {
            out.text(&group.name)?;
            out.maybe(group.parent, |out, parent| out.number(parent.into()))
        })?;
        self.one_of(&UNITS, &found.unit)?;
        self.number(found.actor_records as u64)?;
        self.number(found.tie_records as u64)?;
        self.number(found.unsaid as u64)?;
        self.number(found.mirrored as u64)?;
        self.list(&found.remarks, |out, remark| {
            out.one_of(&FATES, &remark.fate)?;
            out.text(&remark.what)?;
            out.text(&remark.place)
        })
    }
}

/// Reads what [`Out`] wrote.
pub(crate) struct In<R>(pub(crate) R);

fn broken() -> io::Error {
    io::Error::from(io::ErrorKind::InvalidData)
}

impl<R: Read> In<R> {
    fn byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        self.0.read_exact(&mut byte)?;
        Ok(byte[0])
    }

    pub(crate) fn number(&mut self) -> io::Result<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(broken())
    }

    fn small(&mut self) -> io::Result<u32> {
        u32::try_from(self.number()?).map_err(|_| broken())
    }

    fn count(&mut self) -> io::Result<usize> {
        usize::try_from(self.number()?).map_err(|_| broken())
    }

    fn float(&mut self) -> io::Result<f64> {
        let mut bytes = [0; 8];
        self.0.read_exact(&mut bytes)?;
        Ok(f64::from_le_bytes(bytes))
    }

    pub(crate) fn text(&mut self) -> io::Result<String> {
        let length = self.number()?;
        if length <= 1 << 12 {
            let mut bytes = vec![0; length as usize];
            self.0.read_exact(&mut bytes)?;
            return String::from_utf8(bytes).map_err(|_| broken());
        }
        let mut text = String::with_capacity(1 << 12);
        let read = (&mut self.0).take(length).read_to_string(&mut text)?;
        if read as u64 == length {
            Ok(text)
        } else {
            Err(broken())
        }
    }

    fn maybe<T>(&mut self, read: impl FnOnce(&mut Self) -> io::Result<T>) -> io::Result<Option<T>> {
        match self.byte()? {
            0 => Ok(None),
            1 => read(self).map(Some),
            _ => Err(broken()),
        }
    }

    fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> io::Result<T>) -> io::Result<Vec<T>> {
        let length = self.count()?;
        let mut items = Vec::with_capacity(length.min(1 << 12));
        for _ in 0..length {
            items.push(read(self)?);
        }
        items.shrink_to_fit();
        Ok(items)
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> io::Result<T> {
        let place = self.byte()?;
        all.get(usize::from(place)).copied().ok_or_else(broken)
    }

    fn flag(&mut self) -> io::Result<bool> {
        self.one_of(&[false, true])
    }

    fn sign(&mut self) -> io::Result<Option<char>> {
        self.maybe(|input| char::from_u32(input.small()?).ok_or_else(broken))
    }

    pub(crate) fn reading(&mut self) -> io::Result<Reading> {
        let format = self.maybe(|input| input.one_of(&Format::ALL))?;
        let compressed = self.flag()?;
        let encoding = self.maybe(|input| encoding_of(&input.text()?).ok_or_else(broken))?;
        let (separator, decimal, lists) = (self.sign()?, self.sign()?, self.sign()?);
        Ok(Reading {
            format,
            compressed,
            encoding,
            separator,
            decimal,
            lists,
            header: self.maybe(Self::flag)?,
            shape: self.maybe(|input| input.one_of(&SHAPES))?,
            ends: self.maybe(|input| Ok((input.count()?, input.count()?)))?,
            headings: self.list(Self::text)?,
            parts: self.list(Self::text)?,
            offered: self.list(Self::text)?,
        })
    }

    /// Records of the same size, many at once.
    fn records<T, const N: usize>(
        &mut self,
        mut record: impl FnMut([u8; N]) -> io::Result<T>,
    ) -> io::Result<Vec<T>> {
        let mut left = self.count()?;
        let mut records = Vec::new();
        let mut piece = vec![0; PIECE / N * N];
        while left > 0 {
            let some = left.min(PIECE / N);
            let bytes = &mut piece[..some * N];
            self.0.read_exact(bytes)?;
            // What is said to come makes room once some of it has come.
            if records.len() == records.capacity() {
                records.reserve_exact(left.min(records.len().max(some)));
            }
            for bytes in bytes.as_chunks().0 {
                records.push(record(*bytes)?);
            }
            left -= some;
        }
        records.shrink_to_fit();
        Ok(records)
    }

    fn values(&mut self) -> io::Result<Values> {
        let small = |bytes| Ok(u32::from_le_bytes(bytes));
        let rows = self.maybe(|input| input.records(small))?;
        let numbers = self.records(|bytes| Ok(f64::from_le_bytes(bytes)))?;
        let texts = self.text()?;
        let ends = self.records(small)?;
        let lists = self.list(|input| Ok(input.list(|input| Ok(input.text()?.into()))?.into()))?;
        Values::of_parts(rows, numbers, texts, ends, lists).ok_or_else(broken)
    }

    fn column(&mut self) -> io::Result<Column> {
        let name = self.text()?;
        let meaning = match self.byte()? {
            0 => None,
            1 => Some(Meaning::Own(own(&self.text()?).ok_or_else(broken)?)),
            2 => Some(self.one_of(&MEANINGS)?),
            _ => return Err(broken()),
        };
        Ok(Column {
            name,
            meaning,
            values: self.values()?,
        })
    }

    pub(crate) fn draft(&mut self) -> io::Result<Draft> {
        let reading = self.reading()?;
        let title = self.text()?;
        let actors = self.list(|input| {
            Ok(DraftActor {
                id: input.text()?.into(),
                label: input.text()?.into(),
                at: input.maybe(|input| Ok(Point::new(input.float()?, input.float()?)))?,
                group: input.maybe(Self::small)?,
                implied: input.flag()?,
                place: input.small()?,
            })
        })?;
        let ties = self.records(|bytes: [u8; TIE]| {
            let number =
                |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
            let direction = DIRECTIONS.get(usize::from(bytes[TIE - 1])).ok_or_else(broken)?;
            let tie = DraftTie {
                from: number(0),
                to: number(4),
                direction: *direction,
                place: number(8),
            };
            let known = |end: u32| (end as usize) < actors.len();
            (known(tie.from) && known(tie.to))
                .then_some(tie)
                .ok_or_else(broken)
        })?;
        Ok(Draft {
            reading,
            title,
            actors,
            ties,
            actor_columns: self.list(Self::column)?,
            tie_columns: self.list(Self::column)?,
            groups: self.list(|input| {
                Ok(DraftGroup {
                    name: input.text()?,
                    parent: input.maybe(Self::small)?,
                })
            })?,
            found: Found {
                unit: self.one_of(&UNITS)?,
                actor_records: self.count()?,
                tie_records: self.count()?,
                unsaid: self.count()?,
                mirrored: self.count()?,
                remarks: self.list(|input| {
                    Ok(Remark {
                        fate: input.one_of(&FATES)?,
                        what: input.text()?,
                        place: input.text()?,
                    })
                })?,
            },
        })
    }
}

/// The id of one of our own values as it stands in the program.
fn own(id: &str) -> Option<&'static str> {
    field::find(field::ACTOR, id)
        .map(|field| field.id)
        .or_else(|| field::find(field::TIE, id).map(|field| field.id))
        .or(["pinned"].into_iter().find(|own| *own == id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::draft::Cell;

    fn sample() -> Draft {
        let mut draft = Draft::of(Format::Xlsx);
        draft.title = "Stanz–Cluster".to_owned();
        draft.reading.encoding = encoding_of("gb18030");
        draft.reading.separator = Some('，');
        (draft.reading.header, draft.reading.ends) = (Some(true), Some((0, 300)));
        draft.reading.shape = Some(Shape::TwoMode);
        draft.reading.offered = vec!["表".to_owned()];
        for (id, at) in [("甲", Some(Point::new(-1.5, 2e300))), ("乙", None)] {
            draft.actors.push(DraftActor {
                id: id.into(),
                at,
                group: at.map(|_| 0),
                implied: at.is_none(),
                place: 70_000,
                ..DraftActor::default()
            });
        }
        draft.ties.push(DraftTie {
            from: 1,
            to: 0,
            direction: Direction::Mutual,
            place: 3,
        });
        let column = |meaning, values| Column {
            name: "n".to_owned(),
            meaning,
            values,
        };
        draft.actor_columns.push(column(
            Some(Meaning::Own("jobs")),
            [Cell::Missing, Cell::Number(0.1)].into_iter().collect(),
        ));
        draft.tie_columns.push(column(
            Some(Meaning::Weight),
            [Cell::List(&["a".into(), "b".into()])].into_iter().collect(),
        ));
        draft.tie_columns.push(column(
            None,
            [Cell::Text("x"), Cell::Flag(true)].into_iter().collect(),
        ));
        draft.groups.push(DraftGroup {
            name: "G".to_owned(),
            parent: Some(0),
        });
        draft.found.unit = "row";
        (draft.found.actor_records, draft.found.unsaid) = (7, 1 << 40);
        draft.found.remark(Fate::Dropped, "gone", "row 3");
        draft
    }

    #[test]
    fn what_goes_in_comes_out_and_half_of_it_is_an_error() {
        let draft = sample();
        let mut bytes = Vec::new();
        Out(&mut bytes).draft(&draft).unwrap();
        assert_eq!(In(&*bytes).draft().unwrap(), draft);
        for end in 0..bytes.len() {
            assert!(In(&bytes[..end]).draft().is_err(), "{end}");
        }
        // Whatever comes, it neither panics nor makes room for what is only declared.
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut wrong = bytes.clone();
                wrong[at] ^= 1 << bit;
                drop(In(&*wrong).draft());
            }
        }
    }
}
