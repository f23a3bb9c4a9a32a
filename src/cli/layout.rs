//! `milieu layout`: new places for all actors, with the quality of the result.

use std::path::Path;
use std::time::Instant;

use serde_json::json;

use crate::base::cancel::Cancel;
use crate::base::progress::Progress;
use crate::layout;
use crate::model::Edit;

use super::input;

pub(super) fn run(path: &Path, output: &Path, seed: u64, as_json: bool) -> anyhow::Result<()> {
    let document = input::open_to_change(path, output)?;
    let begun = Instant::now();
    let places = layout::arrange(&document, seed, &Progress::new(), &Cancel::new())?;
    let seconds = begun.elapsed().as_secs_f64();
    let quality = layout::quality::measure(&document, &places);
    let document = Edit::Arrange(places).apply(&document, &mut document.ids())?;
    input::save(&document, output)?;
    if as_json {
        let report = json!({
            "seed": seed,
            "seconds": seconds,
            "stress": quality.stress,
            "crossings": quality.crossings,
            "overlaps": quality.overlaps,
            "mean_tie_length": quality.mean_tie_length,
        });
        // The project may be on standard output already.
        if input::is_pipe(output) {
            eprintln!("{report:#}");
            return Ok(());
        }
        return input::print(&format!("{report:#}\n"));
    }
    Ok(())
}
