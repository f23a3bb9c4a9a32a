//! A cluster on paper: pictures in SVG, PNG and PDF, and reports that explain themselves.
//!
//! What the map looks like is described once, in `picture`; here it becomes files. What a report tells is put together
//! in `content`; `page` makes it a page for a browser.

pub mod content;
pub mod page;
