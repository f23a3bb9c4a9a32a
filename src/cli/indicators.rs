//! `milieu indicators`: what every indicator is.

use serde_json::{Value, json};

use crate::analysis::indicator::Indicator;
use crate::analysis::{reference_page, registry};

use super::input;

pub(super) fn print(as_json: bool) -> anyhow::Result<()> {
    if as_json {
        let list: Vec<Value> = registry::ALL.iter().map(|indicator| object(indicator)).collect();
        return input::print(&format!("{:#}\n", Value::Array(list)));
    }
    let page = reference_page();
    // The first line tells people who edit the file not to.
    let (_, text) = page.split_once('\n').unwrap_or_default();
    input::print(text)
}

fn object(indicator: &Indicator) -> Value {
    // JSON knows no infinity: an open end is null.
    let end = |value: f64| value.is_finite().then_some(value);
    let (least, most) = indicator.bounds;
    let sources: Vec<String> = indicator.sources.iter().map(|work| work.short()).collect();
    json!({
        "id": indicator.id,
        "name": indicator.name,
        "group": indicator.group.name(),
        "formula": indicator.formula,
        "unit": indicator.unit.label(),
        "range": [end(least), end(most)],
        "reading": indicator.reading,
        "caveat": indicator.caveat,
        "view": indicator.view.label(),
        "sources": sources,
    })
}
