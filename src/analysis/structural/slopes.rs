//! How steep the ranking of actors is, and whether the well tied tie to each other.

use crate::graph::mixing;

use super::super::explained;
use super::super::indicator::Indicator;
use super::super::works::*;
use super::HERE;

pub(in crate::analysis) static HIERARCHY_SLOPE: Indicator = Indicator {
    id: "hierarchy_slope",
    name: "Hierarchy slope",
    formula: "Absolute slope of ln degree on ln rank by least squares, over tied actors in falling order",
    bounds: (0.0, f64::INFINITY),
    reading: "A few actors have far more ties than the others: a stronger core",
    sources: &[&CRESPO_2014],
    attribution: Some(explained::shape::HIERARCHY_SLOPE),
    filled: Some(explained::shape::hierarchy_slope),
    eval: |facts| Ok(facts.hierarchy_slope().map(|slope| slope.value.abs())),
    ..HERE
};

pub(in crate::analysis) static CORRELATION_SLOPE: Indicator = Indicator {
    id: "correlation_slope",
    name: "Correlation slope",
    formula: "Slope of the mean degree of partners on the own degree by least squares, over tied actors",
    bounds: (f64::NEG_INFINITY, f64::INFINITY),
    reading: "The core keeps to itself, a risk of lock-in; below 0 it is open to the rim",
    sources: &[&CRESPO_2014],
    attribution: Some(explained::shape::CORRELATION_SLOPE),
    filled: Some(explained::shape::correlation_slope),
    eval: |facts| Ok(mixing::correlation_slope(facts.plain()).map(|slope| slope.value)),
    ..HERE
};
