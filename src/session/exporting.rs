//! Pictures of the map as files: what is asked for, and how it is made without a window.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::analysis::aspect::Aspect;
use crate::analysis::columns::Tables;
use crate::analysis::spread::{Measure, Spread, spread};
use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::{Point, Rect};
use crate::base::notice::Notice;
use crate::files::page;
use crate::files::pictures::LastPicture;
use crate::model::Document;
use crate::picture::draw::labels::Sides;
use crate::report::fonts::Fonts;
use crate::report::paper::{self, PaperFault, Pixels};
use crate::report::picture::{self, Choices, Detail, Ground, Part, Purpose, Subject};
use crate::report::tint::Tint;

use super::action::Effect;
use super::desk::Desk;
use super::file_names::file_name_from;
use super::{Pace, Session, groups};

/// The format of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PictureFormat {
    /// Pixels.
    #[default]
    Png,
    /// Curves and words, to be changed in a drawing program or shown on a page.
    Svg,
    /// A page to print.
    Pdf,
}

impl PictureFormat {
    /// Every format, in the order in which people choose.
    pub const ALL: [Self; 3] = [Self::Png, Self::Svg, Self::Pdf];

    /// How names of such files end, without the dot.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Svg => "svg",
            Self::Pdf => "pdf",
        }
    }

    /// What people read.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Svg => "SVG",
            Self::Pdf => "PDF",
        }
    }

    /// The format that the name of a file tells.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?;
        let is = |format: &Self| ending.eq_ignore_ascii_case(format.ending());
        Self::ALL.into_iter().find(is)
    }
}

/// A picture that somebody wants.
#[derive(Clone)]
pub struct PictureOrder {
    /// What it shows.
    pub subject: Subject,
    /// How it is laid out.
    pub choices: Choices,
    /// In which format.
    pub format: PictureFormat,
    /// Pixels for each point, of pixels only.
    pub scale: f64,
}

impl PictureOrder {
    /// Makes the picture; returns the bytes of its file.
    ///
    /// # Errors
    /// [`PaperFault`] when it would be too large, or was given up.
    pub fn bytes(&self, cancel: &Cancel) -> Result<Vec<u8>, PaperFault> {
        let fonts = Fonts::of_machine();
        let purpose = match self.format {
            PictureFormat::Svg => Purpose::File,
            PictureFormat::Png | PictureFormat::Pdf => Purpose::Print,
        };
        let drawing = picture::draw(&self.subject, &self.choices, purpose, &fonts, cancel)?;
        match self.format {
            PictureFormat::Svg => Ok(drawing.svg.into_bytes()),
            PictureFormat::Png => paper::png(&drawing, self.scale, &fonts, cancel),
            PictureFormat::Pdf => paper::pdf(&drawing, &fonts, cancel),
        }
    }

    /// Makes the picture as pixels.
    ///
    /// # Errors
    /// [`PaperFault`] when it would be too large, or was given up.
    pub fn pixels(&self, cancel: &Cancel) -> Result<Pixels, PaperFault> {
        let fonts = Fonts::of_machine();
        let drawing = picture::draw(&self.subject, &self.choices, Purpose::Print, &fonts, cancel)?;
        paper::pixels(&drawing, self.scale, &fonts, cancel)
    }

    /// Makes the picture and writes it; says what could not be confirmed.
    ///
    /// # Errors
    /// When there is no picture or no file.
    pub fn write(&self, path: &Path, cancel: &Cancel) -> Result<Vec<Notice>, ExportFault> {
        let bytes = self.bytes(cancel)?;
        Ok(page::save_bytes(&bytes, path)?)
    }
}

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportFault {
    /// There is no picture.
    #[error(transparent)]
    Paper(#[from] PaperFault),
    /// It was not written.
    #[error(transparent)]
    Save(#[from] crate::files::SaveFault),
}

/// What the map is to be colored or sized by, worked out at once; nothing for an id that is not known.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn laid_out(
    document: &Document,
    measure: Measure,
    cancel: &Cancel,
) -> Result<Option<Arc<Spread>>, Cancelled> {
    if measure == Measure::Aspect(Aspect::Community) {
        let found = groups::communities(document, None, None, cancel)?;
        return Ok(Some(Arc::new(found.spread(document))));
    }
    let found = spread(document, &Tables::default(), measure, cancel)?;
    Ok(found.map(Arc::new))
}

/// A picture as a person asks for it in the window.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureWish {
    /// How it is laid out.
    pub choices: Choices,
    /// In which format.
    pub format: PictureFormat,
    /// Pixels for each point, of pixels only.
    pub scale: f64,
}

impl Default for PictureWish {
    fn default() -> Self {
        Self {
            choices: Choices::default(),
            format: PictureFormat::default(),
            scale: 2.0,
        }
    }
}

/// Parts of a picture that can be left out, by their words in the settings.
const LEGEND: &str = "legend";
const NAMES: &str = "names";
const NOTES: &str = "notes";

/// Grounds by their words in the settings.
const GROUNDS: [(&str, Ground); 3] = [
    ("light", Ground::Light),
    ("dark", Ground::Dark),
    ("clear", Ground::Clear),
];

impl PictureWish {
    /// In plain numbers and words.
    fn remembered(&self, project: &Path, path: &Path) -> LastPicture {
        let choices = &self.choices;
        let without = [
            (LEGEND, choices.legend),
            (NAMES, choices.names),
            (NOTES, choices.jots),
        ];
        let ground = GROUNDS.into_iter().find(|(_, ground)| *ground == choices.ground);
        LastPicture {
            project: project.to_owned(),
            path: path.to_owned(),
            width: choices.size[0],
            height: choices.size[1],
            scale: self.scale,
            ground: ground.map_or(String::new(), |(word, _)| word.to_owned()),
            title: choices.title.clone(),
            without: without
                .into_iter()
                .filter(|(_, shown)| !shown)
                .map(|(word, _)| word.to_owned())
                .collect(),
            area: match &choices.part {
                Part::Area(area, zoom) => Some([area.min.x, area.min.y, area.max.x, area.max.y, *zoom]),
                Part::Whole | Part::Chosen(_) => None,
            },
            actors: match &choices.part {
                Part::Chosen(actors) => Some(actors.iter().map(ToString::to_string).collect()),
                Part::Whole | Part::Area(..) => None,
            },
            full: choices.detail == Detail::Full,
        }
    }

    /// From numbers and words that a person may have edited.
    fn recalled(last: &LastPicture) -> Self {
        let usual = Self::default();
        let shown = |word: &str| !last.without.iter().any(|other| other == word);
        let ground = GROUNDS.into_iter().find(|(word, _)| *word == last.ground);
        let side = |points: Option<f64>| {
            points.filter(|points| (picture::SIZE_LEAST..=picture::SIZE_MOST).contains(points))
        };
        let part = match (&last.actors, last.area) {
            (Some(actors), _) => Part::Chosen(actors.iter().filter_map(|id| id.parse().ok()).collect()),
            (None, Some([left, top, right, bottom, zoom])) if zoom > 0.0 && left < right && top < bottom => {
                let corners = [Point::new(left, top), Point::new(right, bottom)];
                Part::Area(Rect::from_corners(corners[0], corners[1]), zoom)
            }
            _ => Part::Whole,
        };
        Self {
            choices: Choices {
                size: [side(last.width), side(last.height)],
                ground: ground.map_or(usual.choices.ground, |(_, ground)| ground),
                title: last.title.clone(),
                legend: shown(LEGEND),
                names: shown(NAMES),
                jots: shown(NOTES),
                part,
                detail: if last.full { Detail::Full } else { Detail::AsSeen },
            },
            format: PictureFormat::of(&last.path).unwrap_or_default(),
            scale: if (SCALES.0..=SCALES.1).contains(&last.scale) {
                last.scale
            } else {
                usual.scale
            },
        }
    }
}

/// Fewest and most pixels for each point.
pub const SCALES: (f64, f64) = (0.1, 20.0);
/// Pixels for each point of what is copied.
const COPIED: f64 = 2.0;

/// What becomes of a picture.
enum Goal {
    /// A file.
    File(PathBuf),
    /// What other programs paste.
    Clipboard,
}

type Job = (PictureOrder, Arc<Goal>);

/// What has become of a picture.
enum Made {
    Written(PathBuf, Vec<Notice>),
    Copied(Pixels),
    Failed(String),
}

/// Pictures that are being made, one after the other.
pub struct Exporting {
    making: Desk<Job, Made>,
    queue: VecDeque<Job>,
    /// What is being made, in words.
    running: Option<String>,
    /// The last picture of the project on the table, if that has no file yet.
    last: Option<(u64, PathBuf, PictureWish)>,
    /// Where names stand on the screen.
    sides: Arc<Sides>,
}

impl Exporting {
    pub(super) fn new(pace: &Pace) -> Self {
        Self {
            making: Desk::writing("pictures", pace, |(order, goal): Job, cancel: &_| {
                make(&order, &goal, cancel)
            }),
            queue: VecDeque::new(),
            running: None,
            last: None,
            sides: Arc::default(),
        }
    }

    /// What is being made, in words.
    pub fn busy(&self) -> Option<&str> {
        self.running.as_deref()
    }

    fn start(&mut self, job: Job) {
        self.queue.push_back(job);
        self.go_on();
    }

    /// Begins with the next one, unless one is being made.
    fn go_on(&mut self) {
        if self.running.is_some() {
            return;
        }
        if let Some(job) = self.queue.pop_front() {
            self.running = Some(match &*job.1 {
                Goal::File(path) => {
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    format!("Drawing {name}")
                }
                Goal::Clipboard => "Drawing the picture".to_owned(),
            });
            self.making.ask(job);
        }
    }

    fn stop(&mut self) {
        self.making.cancel();
        self.queue.clear();
        self.running = None;
    }

    pub(super) fn take_fault(&mut self) -> Option<String> {
        self.making.take_fault()
    }
}

fn make(order: &PictureOrder, goal: &Goal, cancel: &Cancel) -> Result<Made, Cancelled> {
    let fault = |fault: ExportFault| match fault {
        ExportFault::Paper(PaperFault::Cancelled) => Err(Cancelled),
        other => Ok(Made::Failed(other.to_string())),
    };
    match goal {
        Goal::File(path) => match order.write(path, cancel) {
            Ok(notices) => Ok(Made::Written(path.clone(), notices)),
            Err(other) => fault(other),
        },
        Goal::Clipboard => match order.pixels(cancel) {
            Ok(pixels) => Ok(Made::Copied(pixels)),
            Err(other) => fault(other.into()),
        },
    }
}

impl Session {
    /// Pictures that are being made.
    pub fn exporting(&self) -> &Exporting {
        &self.exporting
    }

    /// Tells where names stand on the screen, so that they stand there in pictures as well.
    pub fn note_sides(&mut self, sides: Sides) {
        self.exporting.sides = Arc::new(sides);
    }

    /// What a picture of the map shows now: the project as it is seen, in the colors and sizes that it has.
    pub fn picture_subject(&self) -> Subject {
        let tint = Tint::of(self.tint().painted(), self.tint().sized());
        if let Some(together) = self.comparing().together() {
            // Two states on one map are in the colors of their kinds.
            let contrast = picture::contrast_of(&together.comparison.difference);
            return Subject {
                contrast: Some(Arc::new(contrast)),
                ..Subject::of(&Arc::new(together.union.clone()))
            };
        }
        Subject {
            document: Arc::clone(self.document()),
            shown: Arc::clone(self.sight().shown()),
            tint,
            contrast: None,
            sides: Arc::clone(&self.exporting.sides),
        }
    }

    /// The file and the choices of the last picture of this project.
    pub fn last_picture(&self) -> Option<(PathBuf, PictureWish)> {
        if let Some(path) = self.file().path()
            && let Some(last) = self.settings.picture(path)
        {
            return Some((last.path.clone(), PictureWish::recalled(last)));
        }
        let last = self.exporting.last.as_ref();
        let (_, path, wish) = last.filter(|(epoch, ..)| *epoch == self.epoch())?;
        Some((path.clone(), wish.clone()))
    }

    pub(super) fn ask_picture_path(&mut self, wish: PictureWish) {
        let suggestion = format!("{}.{}", file_name_from(&self.title()), wish.format.ending());
        self.effects
            .push(Effect::AskPicturePath(suggestion, Box::new(wish)));
    }

    /// Draws the map into a file; the ending of its name chooses the format.
    pub(super) fn export_picture(&mut self, path: PathBuf, wish: PictureWish) {
        self.data_is_older();
        let (path, format) = match PictureFormat::of(&path) {
            Some(format) => (path, format),
            None => (with_ending(path, wish.format), wish.format),
        };
        let wish = PictureWish { format, ..wish };
        match self.file().path() {
            Some(project) => {
                let last = wish.remembered(project, &path);
                self.settings.remember_picture(last);
                self.exporting.last = None;
            }
            None => self.exporting.last = Some((self.epoch(), path.clone(), wish.clone())),
        }
        let order = self.order(wish);
        self.exporting.start((order, Arc::new(Goal::File(path))));
        self.take_in_pictures();
    }

    /// Draws the map into the same file and by the same choices as last time, or asks for both.
    pub(super) fn repeat_picture(&mut self) {
        match self.last_picture() {
            Some((path, wish)) => self.export_picture(path, wish),
            None => self.effects.push(Effect::Show(super::Show::Export)),
        }
    }

    /// Draws the map for other programs to paste.
    pub(super) fn copy_picture(&mut self, part: Part) {
        let wish = PictureWish {
            choices: Choices {
                part,
                title: Some(String::new()),
                ..Choices::default()
            },
            format: PictureFormat::Png,
            scale: COPIED,
        };
        let order = self.order(wish);
        self.exporting.start((order, Arc::new(Goal::Clipboard)));
        self.take_in_pictures();
    }

    /// Nobody wants the pictures any more that are being made.
    pub(super) fn stop_pictures(&mut self) {
        self.exporting.stop();
    }

    fn order(&self, wish: PictureWish) -> PictureOrder {
        PictureOrder {
            subject: self.picture_subject(),
            choices: wish.choices,
            format: wish.format,
            scale: wish.scale,
        }
    }

    /// Takes in what has been made.
    pub(super) fn take_in_pictures(&mut self) {
        loop {
            let made = self.exporting.making.take();
            if made.is_none() && (self.exporting.making.pending() || self.exporting.running.is_none()) {
                return;
            }
            self.exporting.running = None;
            match made {
                Some(Made::Written(path, notices)) => {
                    for notice in notices {
                        self.post(notice);
                    }
                    self.post(Notice::info(format!("Picture written to {}", path.display())));
                }
                Some(Made::Copied(pixels)) => {
                    self.effects.push(Effect::CopyImage(pixels));
                    self.post(Notice::info("Picture copied"));
                }
                Some(Made::Failed(reason)) => self.post(Notice::error(reason)),
                // A failure of the program itself, which is told elsewhere.
                None => {}
            }
            self.exporting.go_on();
        }
    }

    /// Actors of the selection and the ends of chosen ties; none where nothing of the kind is chosen.
    pub fn pictured_selection(&self) -> Option<Part> {
        let selection = self.selection();
        let ends = selection.ties.iter().filter_map(|&id| self.document().tie(id));
        let ends = ends.flat_map(|tie| [tie.from, tie.to]);
        let actors: BTreeSet<_> = selection.actors.iter().copied().chain(ends).collect();
        (!actors.is_empty()).then_some(Part::Chosen(actors))
    }
}

/// Adds the ending of a format to a name with none that is known.
fn with_ending(path: PathBuf, format: PictureFormat) -> PathBuf {
    let mut name = path.into_os_string();
    name.push(".");
    name.push(format.ending());
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::settings::Settings;
    use crate::session::Action;

    #[test]
    fn choices_survive_the_settings() {
        let wish = PictureWish {
            choices: Choices {
                size: [Some(800.0), None],
                ground: Ground::Dark,
                title: Some("A".into()),
                legend: false,
                names: true,
                jots: false,
                part: Part::Area(Rect::from_corners(Point::ORIGIN, Point::new(9.0, 8.0)), 1.5),
                detail: Detail::Full,
            },
            format: PictureFormat::Svg,
            scale: 3.0,
        };
        let project = Path::new("p.milieu");
        let last = wish.remembered(project, Path::new("p.svg"));
        assert_eq!(PictureWish::recalled(&last), wish);
        let strange = LastPicture {
            width: Some(-4.0),
            scale: f64::NAN,
            ground: "pink".into(),
            area: Some([f64::NAN; 5]),
            ..LastPicture::default()
        };
        let recalled = PictureWish::recalled(&strange);
        assert_eq!(recalled.choices, Choices::default());
        assert_eq!(recalled.scale, 2.0);
    }

    #[test]
    fn one_key_draws_the_same_picture_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".into()));
        session.perform(Action::RepeatExport);
        assert!(
            session
                .take_effects()
                .contains(&Effect::Show(crate::session::Show::Export))
        );
        let path = folder.path().join("map");
        let wish = PictureWish {
            format: PictureFormat::Svg,
            ..PictureWish::default()
        };
        session.perform(Action::ExportPicture(path, Box::new(wish)));
        let written = folder.path().join("map.svg");
        let first = crate::files::read_text(&written).unwrap();
        assert!(first.contains("Golden cluster") && first.contains("data-actor=\"a1\""));
        session.perform(Action::RepeatExport);
        assert_eq!(crate::files::read_text(&written).unwrap(), first);
        let said = session.posted().last().unwrap();
        assert!(said.notice.sentence.contains("map.svg"), "{said:?}");
    }

    #[test]
    fn a_picture_is_copied_as_pixels() {
        let mut session = Session::new(Settings::default(), None, &Pace::Inline);
        session.perform(Action::OpenExample("golden".into()));
        session.perform(Action::CopyPicture(Part::Whole));
        let effects = session.take_effects();
        let copied = effects.iter().find_map(|effect| match effect {
            Effect::CopyImage(pixels) => Some(pixels),
            _ => None,
        });
        let pixels = copied.expect("it is there at once");
        assert_eq!(pixels.bytes.len(), 4 * pixels.size[0] * pixels.size[1]);
        assert!(pixels.size[0] > 400);
    }
}
