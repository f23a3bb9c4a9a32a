//! Letters for files: the typeface that comes with the program, and for other scripts whatever the machine has.
//!
//! Words are measured by the same shaping as they are drawn by.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use resvg::usvg::fontdb::{Database, ID, Source, Style};
use resvg::usvg::{FontResolver, Options};
use rustybuzz::{Face, UnicodeBuffer, ttf_parser};

use crate::picture::draw::Font;
use crate::picture::draw::fold::Metrics;
use crate::picture::letters;

/// Height of a line over the size of its letters, and how far below its top they stand; of Inter.
const LINE: f64 = 3408.0 / 2816.0;
const ASCENT: f64 = 2728.0 / 2816.0;
/// How wide a letter is that no typeface has, in sizes.
const UNKNOWN: f64 = 0.6;
/// Half bold begins here.
const STRONG: u16 = 550;
/// Typefaces for Chinese letters, the best first.
const CHINESE: [&str; 12] = [
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Sans CJK TC",
    "Noto Sans CJK JP",
    "SimHei",
];

/// The typefaces that pictures are written with.
pub struct Fonts {
    database: Arc<Database>,
    /// Regular and half bold.
    own: [ID; 2],
    faces: [Face<'static>; 2],
    /// What other letters are written with, and how wide they are over their size.
    others: Mutex<BTreeMap<char, Option<(ID, f64)>>>,
    /// Where they are looked for, the best first.
    order: OnceLock<Vec<ID>>,
}

impl Fonts {
    /// Those of this machine. Looking them through takes a moment, so it is done once.
    pub fn of_machine() -> Arc<Self> {
        static KNOWN: OnceLock<Arc<Fonts>> = OnceLock::new();
        let known = KNOWN.get_or_init(|| {
            let mut others = Database::new();
            others.load_system_fonts();
            Arc::new(Self::over(others))
        });
        Arc::clone(known)
    }

    /// Only what comes with the program and these, so that a picture does not depend on the machine.
    pub fn with(extra: impl IntoIterator<Item = Vec<u8>>) -> Arc<Self> {
        let mut others = Database::new();
        for data in extra {
            others.load_font_data(data);
        }
        Arc::new(Self::over(others))
    }

    fn over(mut database: Database) -> Self {
        let own = [letters::REGULAR, letters::STRONG].map(|data: &'static [u8]| {
            let ids = database.load_font_source(Source::Binary(Arc::new(data)));
            *ids.first()
                .expect("the typeface that comes with the program is whole")
        });
        let faces = [letters::REGULAR, letters::STRONG].map(|data: &'static [u8]| {
            Face::from_slice(data, 0).expect("the typeface that comes with the program is whole")
        });
        Self {
            database: Arc::new(database),
            own,
            faces,
            others: Mutex::default(),
            order: OnceLock::new(),
        }
    }

    /// How words in a picture find their letters.
    pub(super) fn options(self: &Arc<Self>) -> Options<'static> {
        let (one, other) = (Arc::clone(self), Arc::clone(self));
        Options {
            fontdb: Arc::clone(&self.database),
            font_family: "Inter".to_owned(),
            font_resolver: FontResolver {
                select_font: Box::new(move |font, _| Some(one.own[usize::from(font.weight() >= STRONG)])),
                select_fallback: Box::new(move |c, used, _| {
                    let (id, _) = other.other(c)?;
                    (!used.contains(&id)).then_some(id)
                }),
            },
            ..Options::default()
        }
    }

    /// The typeface that a letter is written with: the own one where nobody has the letter.
    pub(super) fn face_of(&self, c: char, strong: bool) -> ID {
        let own = usize::from(strong);
        if self.faces[own].glyph_index(c).is_some() {
            return self.own[own];
        }
        self.other(c).map_or(self.own[own], |(id, _)| id)
    }

    /// A typeface has this letter.
    pub(super) fn has(&self, id: ID, c: char) -> bool {
        let found = |data: &[u8], index| width_in(data, index, c).is_some();
        self.database.with_face_data(id, found) == Some(true)
    }

    /// The file of a typeface, and which one in it it is.
    pub(super) fn data(&self, id: ID) -> Option<(Arc<Vec<u8>>, u32)> {
        self.database
            .with_face_data(id, |data, index| (Arc::new(data.to_vec()), index))
    }

    /// What a letter is written with that Inter has not, and how wide it is over its size.
    fn other(&self, c: char) -> Option<(ID, f64)> {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        *others.entry(c).or_insert_with(|| self.find(c))
    }

    fn find(&self, c: char) -> Option<(ID, f64)> {
        let order = self.order.get_or_init(|| self.ordered());
        order.iter().find_map(|&id| {
            let found = |data: &[u8], index| width_in(data, index, c);
            Some((id, self.database.with_face_data(id, found)??))
        })
    }

    /// Usual widths and weights first; in the order in which they were found otherwise.
    fn ordered(&self) -> Vec<ID> {
        let place = |name: &str| CHINESE.iter().position(|known| *known == name);
        let mut faces: Vec<_> = self
            .database
            .faces()
            .filter(|face| !self.own.contains(&face.id))
            .map(|face| {
                let place = face.families.iter().filter_map(|(name, _)| place(name)).min();
                let unusual = face.style != Style::Normal;
                let weight = face.weight.0.abs_diff(400);
                ((unusual, place.unwrap_or(CHINESE.len()), weight), face.id)
            })
            .collect();
        faces.sort_by_key(|&(key, _)| key);
        faces.into_iter().map(|(_, id)| id).collect()
    }
}

/// How wide a letter is over its size, if the typeface has it.
fn width_in(data: &[u8], index: u32, c: char) -> Option<f64> {
    let face = ttf_parser::Face::parse(data, index).ok()?;
    let glyph = face.glyph_index(c)?;
    let width = face.glyph_hor_advance(glyph)?;
    Some(f64::from(width) / f64::from(face.units_per_em()))
}

impl Metrics for Fonts {
    fn widths(&self, text: &str, font: Font) -> Vec<f64> {
        let face = &self.faces[usize::from(font.strong)];
        let mut widths = Vec::with_capacity(text.len());
        let mut run = String::new();
        for c in text.chars() {
            if face.glyph_index(c).is_some() {
                run.push(c);
                continue;
            }
            shape(face, &mut run, font.size, &mut widths);
            let width = self.other(c).map_or(UNKNOWN, |(_, width)| width);
            widths.push(width * font.size);
        }
        shape(face, &mut run, font.size, &mut widths);
        widths
    }

    fn row(&self, font: Font) -> (f64, f64) {
        ((font.size * LINE).round(), font.size * ASCENT)
    }
}

/// Adds the widths of the letters of a run, and empties it.
fn shape(face: &Face<'_>, run: &mut String, size: f64, widths: &mut Vec<f64>) {
    if run.is_empty() {
        return;
    }
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(run);
    buffer.guess_segment_properties();
    let shaped = rustybuzz::shape(face, &[], buffer);
    let scale = size / f64::from(face.units_per_em());
    let mut at: BTreeMap<u32, f64> = BTreeMap::new();
    for (info, place) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        *at.entry(info.cluster).or_default() += f64::from(place.x_advance) * scale;
    }
    let own = |(i, _): (usize, char)| at.get(&(i as u32)).copied().unwrap_or(0.0);
    widths.extend(run.char_indices().map(own));
    run.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    const CJK: &[u8] = include_bytes!("../../tests/data/cjk-subset.otf");

    #[test]
    fn words_are_as_wide_as_their_letters() {
        let fonts = Fonts::with([CJK.to_vec()]);
        let width = |text: &str, font: Font| fonts.widths(text, font).iter().sum::<f64>();
        let plain = Font::plain(20.0);
        assert!((width("机械", plain) - 40.0).abs() < 1e-9);
        let word = width("Alpha Machining", plain);
        assert!((130.0..160.0).contains(&word), "{word}");
        assert!(width("Alpha Machining", Font::strong(20.0)) > word);
        // Pairs move together.
        assert!(width("AVAVAV", plain) < 3.0 * (width("A", plain) + width("V", plain)) - 1.0);
        assert_eq!(fonts.widths("a机b", plain).len(), 3);
        assert!(
            width("\u{E0001}", plain) > 0.0,
            "what no typeface has takes room, too"
        );
    }
}
