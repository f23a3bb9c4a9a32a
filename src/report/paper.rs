//! Pictures as pixels and as pages, without a window.

use std::sync::Arc;

use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt as _, SvgSettings};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::Tree;

use crate::base::cancel::{Cancel, Cancelled};

use super::fonts::Fonts;
use super::picture::Drawing;

/// Most pixels of a picture: 400 MB of memory while it is made.
pub const PIXELS_MOST: u64 = 100_000_000;
/// Points of a page for each point of a picture: 96 of these are an inch, and 72 of those.
const PAGE: f32 = 0.75;

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PaperFault {
    /// It was given up.
    #[error("Given up")]
    Cancelled,
    /// It would have too many pixels.
    #[error("A picture of {0} × {1} pixels is too large, {PIXELS_MOST} pixels are the most")]
    TooLarge(u64, u64),
    /// It would have no pixels.
    #[error("A picture needs a width and a height")]
    Empty,
    /// A library refused its own input.
    #[error("The picture could not be made: {0}")]
    Failed(String),
}

impl From<Cancelled> for PaperFault {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Pixels, row by row from above, each red, green, blue and how much it covers, not premultiplied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Width and height.
    pub size: [usize; 2],
    /// Four bytes for each pixel.
    pub bytes: Vec<u8>,
}

pub(super) fn tree(drawing: &Drawing, fonts: &Arc<Fonts>) -> Result<Tree, PaperFault> {
    Tree::from_str(&drawing.svg, &fonts.options()).map_err(|fault| PaperFault::Failed(fault.to_string()))
}

fn drawn(drawing: &Drawing, scale: f64, fonts: &Arc<Fonts>, cancel: &Cancel) -> Result<Pixmap, PaperFault> {
    let side = |points: f64| (points * scale).round();
    let (width, height) = (side(drawing.size.x), side(drawing.size.y));
    if !(width >= 1.0 && height >= 1.0) {
        return Err(PaperFault::Empty);
    }
    let (width, height) = (width as u64, height as u64);
    if width.saturating_mul(height) > PIXELS_MOST {
        return Err(PaperFault::TooLarge(width, height));
    }
    let tree = tree(drawing, fonts)?;
    cancel.check()?;
    let mut pixels = Pixmap::new(width as u32, height as u32).ok_or(PaperFault::Empty)?;
    let scale = scale as f32;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    cancel.check()?;
    Ok(pixels)
}

/// A picture as a PNG file with so many pixels for each point.
///
/// # Errors
/// [`PaperFault`] when it would be too large, or was given up.
pub fn png(
    drawing: &Drawing,
    scale: f64,
    fonts: &Arc<Fonts>,
    cancel: &Cancel,
) -> Result<Vec<u8>, PaperFault> {
    let pixels = drawn(drawing, scale, fonts, cancel)?;
    pixels
        .encode_png()
        .map_err(|fault| PaperFault::Failed(fault.to_string()))
}

/// A picture as pixels, so many for each point.
///
/// # Errors
/// [`PaperFault`] when it would be too large, or was given up.
pub fn pixels(
    drawing: &Drawing,
    scale: f64,
    fonts: &Arc<Fonts>,
    cancel: &Cancel,
) -> Result<Pixels, PaperFault> {
    let pixels = drawn(drawing, scale, fonts, cancel)?;
    Ok(Pixels {
        size: [pixels.width() as usize, pixels.height() as usize],
        bytes: pixels.take_demultiplied(),
    })
}

/// A picture as a page with text that can be chosen and copied.
///
/// # Errors
/// [`PaperFault`] when it was given up.
pub fn pdf(drawing: &Drawing, fonts: &Arc<Fonts>, cancel: &Cancel) -> Result<Vec<u8>, PaperFault> {
    let tree = tree(drawing, fonts)?;
    cancel.check()?;
    let [width, height] = [drawing.size.x, drawing.size.y].map(|side| side as f32 * PAGE);
    let (Some(settings), Some(size)) = (PageSettings::from_wh(width, height), Size::from_wh(width, height))
    else {
        return Err(PaperFault::Empty);
    };
    let mut document = krilla::Document::new();
    // Neither a clock nor chance: the same picture is the same file.
    let metadata = Metadata::new()
        .title(drawing.title.clone())
        .creator("Milieu".to_owned());
    document.set_metadata(metadata);
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    let settings = SvgSettings {
        embed_text: true,
        ..SvgSettings::default()
    };
    surface.draw_svg(&tree, size, settings).ok_or(PaperFault::Empty)?;
    surface.finish();
    page.finish();
    cancel.check()?;
    document
        .finish()
        .map_err(|fault| PaperFault::Failed(format!("{fault:?}")))
}
