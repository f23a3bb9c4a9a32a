//! The census of triads: how three actors are joined.

use crate::graph::triads::TYPES;

use super::super::explain::Attribution;
use super::super::explained;
use super::super::indicator::{Cost, Group, Indicator, View};
use super::super::works::*;
use super::COUNT;

/// Types in which no third actor is joined to the other two.
pub(in crate::analysis) const LOOSE: usize = 3;

pub(in crate::analysis) static TRIADS: Indicator = Indicator {
    id: "triads",
    name: "Triads",
    formula: "Number of threes of actors of whom at least two pairs are joined",
    reading: "More threes of actors hang together",
    view: View::Directed,
    cost: Cost::Idle,
    sources: &[&HOLLAND_LEINHARDT_1970],
    attribution: Some(explained::shape::TRIADS),
    filled: Some(explained::shape::triads),
    eval: |facts| Ok(Some(facts.triads()[LOOSE..].iter().sum::<u64>() as f64)),
    ..COUNT
};

const TYPE: Indicator = Indicator {
    group: Group::Part("triads"),
    view: View::Directed,
    cost: Cost::Idle,
    sources: &[&HOLLAND_LEINHARDT_1970],
    ..COUNT
};

macro_rules! types {
    ($($place:literal $name:ident $id:literal $formula:literal, $reading:literal;)*) => {
        $(pub(in crate::analysis) static $name: Indicator = Indicator {
            id: $id,
            name: TYPES[$place],
            formula: $formula,
            reading: $reading,
            attribution: Some(Attribution {
                rule: explained::shape::IN_THIRDS,
                sources: &[],
                split: |facts| explained::shape::type_shares(facts, $place),
            }),
            filled: Some(|facts| explained::shape::type_text(facts, $place)),
            eval: |facts| Ok(Some(facts.triads()[$place] as f64)),
            ..TYPE
        };)*

        /// All types, in the order of the counts.
        pub(in crate::analysis) static PARTS: [&Indicator; 16] = [$(&$name),*];
    };
}

#[rustfmt::skip]
types! {
    0 T003 "triads.003" "Threes without arcs", "More threes have nothing to do with each other";
    1 T012 "triads.012" "Threes with one arc: a → b, c", "More relations of two run one way";
    2 T102 "triads.102" "Threes with one mutual pair: a ↔ b, c", "More relations of two run both ways";
    3 T021D "triads.021d" "Threes a ← b → c", "More actors give to several who do not deal with each other";
    4 T021U "triads.021u" "Threes a → b ← c", "More actors take from several who do not deal with each other";
    5 T021C "triads.021c" "Threes a → b → c", "More chains lead through somebody in between";
    6 T111D "triads.111d" "Threes a ↔ b ← c", "More mutual pairs take from a third";
    7 T111U "triads.111u" "Threes a ↔ b → c", "More mutual pairs give to a third";
    8 T030T "triads.030t" "Threes a → b → c with a → c", "More chains are shortened by a direct arc";
    9 T030C "triads.030c" "Threes a → b → c → a", "More flows run in a circle of three";
    10 T201 "triads.201" "Threes a ↔ b ↔ c", "More actors have two mutual partners who do not deal with each other";
    11 T120D "triads.120d" "Threes a ↔ b with a ← c → b", "More mutual pairs take from the same third";
    12 T120U "triads.120u" "Threes a ↔ b with a → c ← b", "More mutual pairs give to the same third";
    13 T120C "triads.120c" "Threes a ↔ b with a → c → b", "More mutual pairs have a third in between";
    14 T210 "triads.210" "Threes a ↔ b ↔ c with a → c", "More threes lack a single arc";
    15 T300 "triads.300" "Threes a ↔ b ↔ c ↔ a", "More threes deal with each other both ways";
}
