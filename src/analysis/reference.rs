//! The reference page of all indicators, written from the registry.

use super::dimensions::DIMENSIONS;
use super::indicator::{Group, Indicator, View};
use super::registry::ALL;
use super::works::Work;
use super::{actors, ties, works};
use crate::model::assumption;

/// `docs/indicators.md`: every indicator, column of the tables of actors and ties, assumption and work.
pub fn reference_page() -> String {
    let mut page = String::from(INTRODUCTION);
    for view in [View::Plain, View::Directed, View::Knowledge] {
        line(&mut page, &format!("- {}.", view.definition()));
    }
    for group in Group::SHOWN {
        heading(&mut page, group.name());
        if group.is_dimension() {
            for dimension in DIMENSIONS {
                if ALL
                    .iter()
                    .any(|indicator| indicator.id == dimension.id && indicator.group == group)
                {
                    line(
                        &mut page,
                        &format!("- **{}**: {}.", dimension.name, dimension.description),
                    );
                }
            }
            page.push('\n');
        }
        page.push_str(TABLE_HEAD);
        for indicator in ALL.iter().filter(|indicator| stands_under(indicator, group)) {
            line(&mut page, &row(indicator));
        }
    }
    heading(&mut page, "Shares");
    page.push_str(SHARES);
    page.push_str("| Id | Shared out | Sources |\n| --- | --- | --- |\n");
    for indicator in ALL {
        if let Some(attribution) = &indicator.attribution {
            let sources = short(attribution.sources);
            line(
                &mut page,
                &format!("| `{}` | {} | {sources} |", indicator.id, attribution.rule),
            );
        }
    }
    for (title, columns) in [("Single actors", actors::COLUMNS), ("Single ties", ties::COLUMNS)] {
        heading(&mut page, title);
        page.push_str("| Id | Name | Formula |\n| --- | --- | --- |\n");
        for column in columns {
            line(
                &mut page,
                &format!("| `{}` | {} | {} |", column.id, column.name, column.formula),
            );
        }
    }
    heading(&mut page, "Assumptions");
    page.push_str("| Id | Name | Default | Range | Reason |\n| --- | --- | --- | --- | --- |\n");
    for a in assumption::ALL {
        if matches!(a.topic(), assumption::Topic::Actor(_)) {
            continue;
        }
        let cells = format!(
            "| `{}` | {} | {} | {} to {} | {} |",
            a.id, a.name, a.default, a.least, a.most, a.reason
        );
        line(&mut page, &cells);
    }
    page.push_str(FRESH);
    heading(&mut page, "Works");
    for work in works::ALL {
        line(
            &mut page,
            &format!("- {} ({}). *{}*.", work.authors, work.year, work.title),
        );
    }
    page
}

const INTRODUCTION: &str = "\
<!-- Written by the program from its registry; `UPDATE_DOCS=1 cargo test` writes it again. -->
# Indicators

Scores compare states of a model, not real places. `sat(x, h)` is x ÷ (x + h): 0 at 0, one half at x = h. Words such as
`half.entry` are assumptions, listed below; a project may change them. w is the weight of a tie, τ its trust, k the
innovation capability of an actor and a its absorptive capacity, κ the knowledge permeability of a kind of tie. Loops
and disabled ties never count. A share or mean over nothing is 0; a figure that is undefined is shown as –.

Views say which ties count:

";

const FRESH: &str = "
`actor.KIND.ATTRIBUTE`, for instance `actor.final.jobs`, is what a new actor of that kind starts with; KIND and
ATTRIBUTE are ids of [file-format.md](file-format.md), ATTRIBUTE one of `jobs`, `revenue`, `capability`, `absorption`,
`export` and `reputation`. The defaults stand there too. Actors that are there already keep what they have.
";

const SHARES: &str = "\
Every figure is shared out among actors, ties, pairs of actors, parts and numbers that are typed in, so that the shares
add up to it. A part is split further by its own shares, down to who stands behind it. What is saturated has no terms of
its own and is shared out in proportion to what is inside; of a product of two figures both have half, what each adds
on average over both orders in which they could come (Shapley 1953). What an actor has of a figure is its own shares and
half of those of its ties and pairs.

";

const TABLE_HEAD: &str = "\
| Id | Name | Formula | View | Unit | Range | Higher means | Beware | Sources |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
";

/// The group of an indicator or, for parts, of their whole.
fn stands_under(indicator: &Indicator, group: Group) -> bool {
    match indicator.group {
        Group::Part(whole) => super::registry::find(whole).is_some_and(|whole| whole.group == group),
        own => own == group,
    }
}

fn row(indicator: &Indicator) -> String {
    let (least, most) = indicator.bounds;
    let bound = |value: f64| {
        if value.is_finite() {
            value.to_string()
        } else {
            let sign = if value < 0.0 { "−" } else { "" };
            format!("{sign}∞")
        }
    };
    let sources = short(indicator.sources);
    format!(
        "| `{}` | {} | {} | {} | {} | {} to {} | {} | {} | {} |",
        indicator.id,
        indicator.name,
        indicator.formula,
        indicator.view.label(),
        indicator.unit.label(),
        bound(least),
        bound(most),
        indicator.reading,
        indicator.caveat,
        if sources.is_empty() {
            "Own choice"
        } else {
            &sources
        },
    )
}

/// Works as they stand in a table.
fn short(works: &[&Work]) -> String {
    let works: Vec<String> = works.iter().map(|work| work.short()).collect();
    works.join("; ")
}

fn heading(page: &mut String, text: &str) {
    page.push_str("\n## ");
    page.push_str(text);
    page.push_str("\n\n");
}

fn line(page: &mut String, text: &str) {
    page.push_str(text);
    page.push('\n');
}
