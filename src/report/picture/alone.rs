//! The legend of a map as pictures of its own, for pages on which the map moves.

use std::sync::Arc;

use super::super::fonts::Fonts;
use super::{Drawing, Halos, Subject, legend};
use crate::base::cancel::{Cancel, Cancelled};
use crate::base::geom::{Point, Vector};
use crate::model::Document;
use crate::picture::draw::fold::Setter;
use crate::picture::draw::key::{self, Columns, Row};
use crate::picture::svg::{Setup, Svg};
use crate::picture::{Scene, Shown, letters};

/// Columns of rows.
const COLUMNS: usize = 4;

fn rows(document: &Arc<Document>, cancel: &Cancel) -> Result<Vec<Row>, Cancelled> {
    let scene = Scene::prepared(document, cancel)?;
    legend::rows(&Subject::of(document), &scene, &Shown::default(), false, cancel)
}

/// The legend of a whole cluster in the colors of its kinds, on nothing and without air around it.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn legend_of(document: &Arc<Document>, fonts: &Fonts, cancel: &Cancel) -> Result<Drawing, Cancelled> {
    let rows = rows(document, cancel)?;
    let columns = Columns::even(&Setter(fonts), &rows, COLUMNS);
    Ok(drawn(&rows, &columns, fonts))
}

/// The same as one picture for each column, so that a page can set them below each other where it is narrow.
///
/// # Errors
/// [`Cancelled`] once the flag is raised.
pub fn legend_in_columns(
    document: &Arc<Document>,
    fonts: &Fonts,
    cancel: &Cancel,
) -> Result<Vec<Drawing>, Cancelled> {
    let rows = rows(document, cancel)?;
    let all = Columns::even(&Setter(fonts), &rows, COLUMNS);
    let column = |wanted: usize| {
        let own = rows.iter().enumerate();
        let own: Vec<Row> = own
            .filter(|&(place, _)| all.column_of(place) == Some(wanted))
            .map(|(_, row)| row.clone())
            .collect();
        (!own.is_empty()).then(|| drawn(&own, &Columns::even(&Setter(fonts), &own, 1), fonts))
    };
    Ok((0..COLUMNS).filter_map(column).collect())
}

fn drawn(rows: &[Row], columns: &Columns, fonts: &Fonts) -> Drawing {
    let size = Vector::new(columns.extent.x.max(1.0).ceil(), columns.extent.y.max(1.0).ceil());
    let mut svg = Svg::new(Setup {
        size,
        title: "",
        prefix: "",
        families: letters::FAMILIES,
        halos: Halos::Ordered,
        names: None,
        told: None,
        metrics: fonts,
    });
    key::draw(&mut svg, rows, columns, Point::ORIGIN, false);
    Drawing {
        svg: svg.finish(),
        size,
        zoom: 1.0,
        title: String::new(),
    }
}
