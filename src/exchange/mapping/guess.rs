//! The first proposal of what a draft means.

use crate::exchange::draft::{Column, Draft};
use crate::model::{ActorKind, TieKind};

use super::{
    BothWays, ColumnChoice, Combine, Dictionary, Groups, Loops, Mapping, Matching, Opposite, Parallel,
    Places, Scale, Side, Target,
};

pub(super) fn mapping(draft: &Draft, _dictionary: &Dictionary) -> Mapping {
    let columns = |columns: &[Column]| {
        let choice = |column: &Column| ColumnChoice {
            name: column.name.clone(),
            target: Target::Attribute,
            numbers: None,
            scale: Scale::AsIs,
            keep: false,
        };
        columns.iter().map(choice).collect()
    };
    Mapping {
        actor_columns: columns(&draft.actor_columns),
        tie_columns: columns(&draft.tie_columns),
        actor_words: Vec::new(),
        tie_words: Vec::new(),
        actor_kind: ActorKind::Final,
        tie_kind: TieKind::Cooperation,
        parallel: Parallel::Keep,
        opposite: Opposite::Keep,
        combine: Combine::Sum,
        loops: Loops::Keep,
        both_ways: BothWays::First,
        groups: Groups::Attribute,
        places: Places::Fit,
        alike: false,
        matching: Matching::IdThenName,
    }
}

pub(super) fn retarget(
    mapping: &mut Mapping,
    _draft: &Draft,
    _dictionary: &Dictionary,
    side: Side,
    column: usize,
    target: Target,
) {
    let columns = match side {
        Side::Actors => &mut mapping.actor_columns,
        Side::Ties => &mut mapping.tie_columns,
    };
    if let Some(choice) = columns.get_mut(column) {
        choice.target = target;
    }
}
