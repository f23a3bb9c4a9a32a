//! A cluster on paper: pictures in SVG, PNG and PDF, and reports that explain themselves.
//!
//! What the map looks like is described once, in `picture`; here it becomes files. `picture` composes a map with its title and its legend, `paper` turns it into pixels and pages, `fonts` knows the
//! letters, `tint` the colors of figures. What a report tells is put together in `content`; `page` makes it a page for a
//! browser, `booklet` pages to print, `edition` the files.

pub mod booklet;
pub mod content;
pub mod edition;
pub mod fonts;
pub mod page;
pub mod paper;
pub mod picture;
pub mod tint;
