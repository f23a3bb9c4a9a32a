//! `milieu generate`: a random cluster of any size.

use std::path::Path;

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::layout;
use crate::model::Edit;
use crate::model::generate::{Model, Recipe};

use super::input;

/// Ties an actor has at both ends together, unless stated: as in clusters that people draw.
const TIES_PER_ACTOR: usize = 3;

/// Makes the cluster and saves it, laid out first where that is wished.
pub(super) fn run(
    model: Model,
    actors: usize,
    ties: Option<usize>,
    seed: u64,
    arrange: bool,
    output: &Path,
) -> anyhow::Result<()> {
    let usual = TIES_PER_ACTOR.saturating_mul(actors);
    let recipe = Recipe {
        model,
        actors,
        ties: ties.unwrap_or_else(|| usual.min(Recipe::most_ties(actors))),
        seed,
    };
    let mut document = recipe.make(&Cancel::new())?;
    if arrange {
        let places = layout::arrange(&document, seed, &Progress::new(), &Cancel::new())?;
        document = Edit::Arrange(places).apply(&document, &mut document.ids())?;
    }
    input::save(&document, output)
}
