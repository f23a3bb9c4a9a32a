//! A report as a file: as a page for a browser or on paper, each with its own drawing of the map.

use std::sync::Arc;

use super::booklet::booklet;
use super::content::Report;
use super::fonts::Fonts;
use super::page::page;
use super::paper::PaperFault;
use super::picture::{Choices, Drawing, Ground, Purpose, Subject, draw, legend_in_columns, legend_of};
use crate::base::cancel::{Cancel, Cancelled};

/// What a report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// One page for a browser, with a map that can be moved.
    Page,
    /// Pages to print.
    Booklet,
}

impl Edition {
    /// Every edition, in the order in which people choose.
    pub const ALL: [Self; 2] = [Self::Page, Self::Booklet];

    /// What names of such files end in.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Page => "html",
            Self::Booklet => "pdf",
        }
    }

    /// What people read.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Page => "Page",
            Self::Booklet => "PDF",
        }
    }

    /// What it is good for.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Page => {
                "One file for any browser, with a map that can be moved, searched and clicked; nothing is loaded from elsewhere"
            }
            Self::Booklet => "A4 pages to print, with selectable text",
        }
    }

    /// The edition that files with this ending hold, whatever the case of its letters.
    pub fn from_ending(ending: &str) -> Option<Self> {
        match ending.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Self::Page),
            "pdf" => Some(Self::Booklet),
            _ => None,
        }
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// [`PaperFault::Cancelled`] once `cancel` is raised, or what a library refused.
    pub fn make(self, report: &Report, fonts: &Arc<Fonts>, cancel: &Cancel) -> Result<Vec<u8>, PaperFault> {
        match self {
            Self::Page => {
                let map = map(
                    report,
                    Purpose::Page("map-", report.told().as_ref()),
                    fonts,
                    cancel,
                )?;
                let legend = legend_in_columns(&report.document, fonts, cancel)?;
                let legend: String = legend.iter().map(|column| column.svg.as_str()).collect();
                Ok(page(report, &map.svg, &legend).into_bytes())
            }
            Self::Booklet => {
                let map = map(report, Purpose::Print, fonts, cancel)?;
                let legend = legend_of(&report.document, fonts, cancel)?;
                booklet(report, &map, &legend, fonts, cancel)
            }
        }
    }
}

/// Up to so many actors, names are large enough to be read where the whole map is in view.
const FEW: usize = 80;

/// The map without its legend: moving the one is not to move the other.
fn map(report: &Report, purpose: Purpose<'_>, fonts: &Fonts, cancel: &Cancel) -> Result<Drawing, Cancelled> {
    let document = &report.document;
    let choices = Choices {
        size: if document.actor_count() > FEW {
            [None; 2]
        } else {
            [Some(1120.0), Some(760.0)]
        },
        ground: Ground::Clear,
        title: Some(String::new()),
        legend: false,
        ..Choices::default()
    };
    draw(&Subject::of(document), &choices, purpose, fonts, cancel)
}
