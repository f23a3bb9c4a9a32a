//! `milieu edit`: named edits on a project, what each did to the dimensions, and why.

use std::path::Path;

use anyhow::Context as _;

use crate::analysis::dimensions::DIMENSIONS;
use crate::analysis::{Assessment, assess, format, registry};
use crate::base::cancel::Cancel;
use crate::files::script;
use crate::model::Document;

use super::{honesty, input, story};

pub(super) fn run(path: &Path, script_path: &Path, output: &Path) -> anyhow::Result<()> {
    if input::is_pipe(path) && input::is_pipe(script_path) {
        anyhow::bail!("Only one of the project and the script can come from standard input");
    }
    let document = input::open_to_change(path, output, input::Need::Map)?;
    let text = input::read_text(script_path)?;
    let steps = script::run(&text, &document, &mut document.ids())
        .with_context(|| script_path.display().to_string())?;
    let measure = |document: &Document| assess(document, &Cancel::new());
    let first = measure(&document)?;
    let mut told = String::new();
    let (mut before, mut state) = (first.clone(), document.clone());
    for (edit, after) in steps {
        let now = measure(&after)?;
        let why = story::headlines(&state, &after)?;
        told += &format!("{}\n{}{why}", edit.name(&state), changes(&before, &now));
        (before, state) = (now, after);
    }
    let why = story::headlines(&document, &state)?;
    told += &format!("All together\n{}{why}", changes(&first, &before));
    told += &honesty::departures(&state);
    input::save(&state, output)?;
    // The project may be on standard output already.
    if input::is_pipe(output) {
        eprint!("{told}");
        return Ok(());
    }
    input::print(&told)
}

/// One line for each dimension and the overall figure; below it the parts that moved it.
fn changes(before: &Assessment, after: &Assessment) -> String {
    let mut text = String::new();
    for (id, parts) in DIMENSIONS
        .iter()
        .map(|d| (d.id, d.parts))
        .chain([("overall", &[] as &[&str])])
    {
        text += &line("  ", id, before, after, true);
        for part in parts {
            text += &line("    ", part, before, after, false);
        }
    }
    text
}

/// Value before and after; nothing for an unchanged figure unless `always`.
fn line(indent: &str, id: &str, before: &Assessment, after: &Assessment, always: bool) -> String {
    let Some(indicator) = registry::find(id) else {
        return String::new();
    };
    let (old, new) = (before.value(id), after.value(id));
    if old == new && !always {
        return String::new();
    }
    let name = format!("{indent}{}", indicator.name);
    let difference = match (old, new) {
        (Some(old), Some(new)) => format!("{:+.*}", indicator.decimals, new - old + 0.0),
        _ => String::new(),
    };
    format!(
        "{name:<36}{:>8} → {:>8} {difference:>8}\n",
        format(indicator, old),
        format(indicator, new)
    )
}
