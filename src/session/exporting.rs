//! Pictures of the map as files: what is asked for, and how it is made without a window.

use std::path::Path;
use std::sync::Arc;

use crate::analysis::aspect::Aspect;
use crate::analysis::columns::Tables;
use crate::analysis::spread::{Measure, Spread, spread};
use crate::base::cancel::{Cancel, Cancelled};
use crate::base::notice::Notice;
use crate::files::page;
use crate::model::Document;
use crate::report::fonts::Fonts;
use crate::report::paper::{self, PaperFault};
use crate::report::picture::{self, Choices, Purpose, Subject};

use super::groups;

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
