//! Where actors stand: a force-directed map that is the same for the same request, on every machine.
//!
//! The folder knows no screen, clock or thread. [`Request`] says who may move and what ties them, [`Force`] moves them
//! step by step and says when they rest, [`arrange()`] starts from nothing, [`forms`] puts actors where it means
//! something, [`place`] finds room for a new actor, [`quality`] and [`readability`] measure the outcome. Only
//! `+ − × ÷ √` are used on coordinates: other functions differ by machine.

mod apart;
mod around_pins;
mod arrange;
mod clearance;
mod component;
mod curve;
mod even;
mod field;
pub mod force;
pub mod forms;
mod multilevel;
mod net;
mod pack;
pub mod place;
pub mod quality;
pub mod readability;
mod relax;
pub mod request;
mod rows;
mod scale;
mod tidy;
mod tree;

pub use around_pins::arrange_around_pins;
pub use arrange::{arrange, arrange_request, sketch};
pub use force::Force;
pub use forms::Form;
pub use request::{Mark, Request, Scope, Spring};

/// Length of a typical tie at rest in a small cluster, map units.
pub const TIE_LENGTH: f64 = 130.0;
