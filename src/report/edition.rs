//! A report as a file: as a page for a browser or on paper, each with its own drawing of the map.

use std::sync::Arc;

use super::booklet::booklet;
use super::content::Report;
use super::fonts::Fonts;
use super::page::page;
use super::paper::PaperFault;
use super::picture::{Choices, Drawing, Purpose, Subject, draw};
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
                let map = map(report, Purpose::Page("map-"), false, fonts, cancel)?;
                Ok(page(report, &map.svg).into_bytes())
            }
            Self::Booklet => {
                let map = map(report, Purpose::Print, true, fonts, cancel)?;
                booklet(report, Some(&map), fonts, cancel)
            }
        }
    }
}

fn map(
    report: &Report,
    purpose: Purpose<'_>,
    legend: bool,
    fonts: &Fonts,
    cancel: &Cancel,
) -> Result<Drawing, Cancelled> {
    let choices = Choices {
        title: Some(String::new()),
        legend,
        ..Choices::default()
    };
    draw(&Subject::of(&report.document), &choices, purpose, fonts, cancel)
}
