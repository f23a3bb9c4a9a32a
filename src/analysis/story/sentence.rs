//! One plain sentence about a figure or its change, naming the actors.

use crate::analysis::causes::{Names, Rule, is_plural};
use crate::analysis::explain::{Share, Whom};
use crate::analysis::indicator::{self, Indicator};

use super::{ChangeStory, lower_name};

/// Why it changed.
pub(super) fn of_change(indicator: &Indicator, story: &ChangeStory, names: &Names<'_>) -> String {
    let name = indicator.name;
    let change = match (story.from, story.to) {
        (None, None) => return format!("{name} {} no value, as before", has(indicator)),
        (None, Some(to)) => {
            let value = shown(indicator, to);
            return format!("{name} {} now {value}; there was no value before", is(indicator));
        }
        (Some(from), None) => {
            let value = shown(indicator, from);
            return format!(
                "{name} no longer {} a value; before it was {value}",
                has(indicator)
            );
        }
        (Some(from), Some(to)) => to - from,
    };
    let said = Amounts(indicator);
    // What moved it at all, by the digits that are shown.
    let told: Vec<(&str, f64)> = story
        .causes
        .iter()
        .map(|(cause, amount)| (cause.phrase.as_str(), *amount))
        .filter(|&(_, amount)| said.shows(amount))
        .collect();
    if !said.shows(change) {
        return unchanged(name, &told, &said, change);
    }
    let rose = change > 0.0;
    let start = format!(
        "{name} {} by {}",
        if rose { "rose" } else { "fell" },
        said.size(change)
    );
    let (with, against): (Vec<_>, Vec<_>) = told
        .iter()
        .copied()
        .partition(|&(_, amount)| (amount > 0.0) == rose);
    let all_in_one = story.causes.len() == 1 || matches!(story.rule, Rule::Together);
    let sentence = match with.as_slice() {
        [] => format!("{start}, a little by each of {} things", story.causes.len()),
        [(phrase, _)] if against.is_empty() && (all_in_one || said.size(with[0].1) == said.size(change)) => {
            format!("{start} because of {phrase}")
        }
        [(phrase, amount)] => format!("{start}: mainly {phrase}, {}", said.signed(*amount)),
        [first, second] => format!("{start}: mainly {}; also {}", said.of(first), said.of(second)),
        [first, second, third] => format!(
            "{start}: mainly {}; also {}, and {}",
            said.of(first),
            said.of(second),
            said.of(third)
        ),
        [first, second, rest @ ..] => {
            let sum: f64 = rest.iter().map(|(_, amount)| amount).sum();
            format!(
                "{start}: mainly {}; also {}, and {} others, {} together",
                said.of(first),
                said.of(second),
                rest.len(),
                said.signed(sum)
            )
        }
    };
    let sentence = sentence + &although(&against, rose, &said);
    // One cause says what happened but not how, so the part that moved most is named as well.
    if all_in_one && against.is_empty() {
        sentence + &through(story, &said, rose, names)
    } else {
        sentence
    }
}

/// What worked the other way.
fn although(against: &[(&str, f64)], rose: bool, said: &Amounts<'_>) -> String {
    let verb = if rose { "took" } else { "gave" };
    let way = if rose { "away" } else { "back" };
    match against {
        [] => String::new(),
        [(phrase, amount)] => format!(", although {phrase} {verb} {} {way}", said.size(*amount)),
        [(phrase, amount), rest @ ..] => {
            let sum: f64 = amount + rest.iter().map(|(_, amount)| amount).sum::<f64>();
            let others = if rest.len() == 1 {
                "one other".to_owned()
            } else {
                format!("{} others", rest.len())
            };
            format!(", although {phrase} and {others} {verb} {} {way}", said.size(sum))
        }
    }
}

/// Nothing to be seen of a change, though things may have moved against each other.
fn unchanged(name: &str, told: &[(&str, f64)], said: &Amounts<'_>, change: f64) -> String {
    match told {
        [first, second, rest @ ..] if (first.1 > 0.0) != (second.1 > 0.0) || !rest.is_empty() => format!(
            "{name} hardly changed: {}, and {}, cancel out{}",
            said.of(first),
            said.of(second),
            if rest.is_empty() { "" } else { " with others" }
        ),
        _ if change == 0.0 => format!("{name} did not change"),
        _ => {
            let way = if change > 0.0 { "rose" } else { "fell" };
            format!("{name} {way} by less than {}", said.least())
        }
    }
}

/// ", mainly through closure, +1.6", or the actor, tie or pair that matters most.
fn through(story: &ChangeStory, said: &Amounts<'_>, rose: bool, names: &Names<'_>) -> String {
    let mut along = story.parts.iter().filter(|share| {
        (share.amount > 0.0) == rose && said.shows(share.amount) && share.whom != Whom::Part(said.0.id)
    });
    let Some(first) = along.next() else {
        return String::new();
    };
    // A tie that is itself the cause is no news.
    if !matches!(first.whom, Whom::Part(_)) {
        return String::new();
    }
    let only = along.next().is_none() && said.size(first.amount) == said.size(story.change().unwrap_or(0.0));
    let part = names.whom(first.whom);
    if only {
        format!(", through {part}")
    } else {
        format!(", mainly through {part}, {}", said.signed(first.amount))
    }
}

/// Why it is what it is.
pub(super) fn of_state(
    indicator: &Indicator,
    value: Option<f64>,
    shares: &[Share],
    weakest: Option<&'static Indicator>,
    names: &Names<'_>,
) -> String {
    let said = Amounts(indicator);
    let name = indicator.name;
    let Some(value) = value else {
        return format!("{name} {} no value here", has(indicator));
    };
    let start = format!("{name} {} {}", is(indicator), shown(indicator, value));
    // What counts against the figure has its place in the list, not in the sentence.
    let told: Vec<&Share> = shares
        .iter()
        .filter(|share| said.shows(share.amount) && (share.amount > 0.0) == (value > 0.0))
        .collect();
    let who = |share: &Share| match share.whom {
        Whom::Tie(_) => format!("the {}", names.whom(share.whom)),
        whom => names.whom(whom),
    };
    let of = |share: &Share| format!("{}, {}", who(share), said.amount(share.amount));
    let alike = told
        .iter()
        .take_while(|share| said.size(share.amount) == said.size(told[0].amount))
        .count();
    let mut sentence = match told.as_slice() {
        [] => start,
        [one] if matches!(one.whom, Whom::Given(_)) => format!("{start}, as typed in"),
        [one] if said.size(one.amount) == said.size(value) => format!("{start}: all of it from {}", who(one)),
        [one] => format!("{start}: mainly {}", of(one)),
        [one, other, ..] if alike > 2 => {
            let mainly = if alike < told.len() { "mainly " } else { "" };
            let others = if alike == 3 {
                "one other".to_owned()
            } else {
                format!("{} others", alike - 2)
            };
            let each = said.amount(one.amount);
            format!(
                "{start}: {mainly}{}, {} and {others}, {each} each",
                who(one),
                who(other)
            )
        }
        [one, other, ..] => format!("{start}: mainly {}, and {}", of(one), of(other)),
    };
    if let Some(part) = weakest {
        let verb = if is_plural(part.name) { "hold" } else { "holds" };
        let object = if is_plural(name) { "them" } else { "it" };
        sentence += &format!("; {} {verb} {object} down most", lower_name(part));
    }
    sentence
}

/// A value with a true minus sign, as amounts have it.
fn shown(indicator: &Indicator, value: f64) -> String {
    indicator::shown(indicator, Some(value))
}

fn is(indicator: &Indicator) -> &'static str {
    if is_plural(indicator.name) { "are" } else { "is" }
}

fn has(indicator: &Indicator) -> &'static str {
    if is_plural(indicator.name) { "have" } else { "has" }
}

/// Amounts in the digits of an indicator.
struct Amounts<'i>(&'i Indicator);

impl Amounts<'_> {
    /// It is more than nothing in the digits that are shown.
    fn shows(&self, amount: f64) -> bool {
        self.size(amount).chars().any(|c| ('1'..='9').contains(&c))
    }

    /// Without its sign. Shares of whole numbers may have a digit more than these.
    fn size(&self, amount: f64) -> String {
        let whole = self.0.decimals == 0 && (amount - amount.round()).abs() < 0.05;
        let digits = if whole { 0 } else { self.0.decimals.max(1) };
        format!("{:.*}", digits, amount.abs())
    }

    /// With a sign if it is negative.
    fn amount(&self, amount: f64) -> String {
        let sign = if amount < 0.0 { "−" } else { "" };
        format!("{sign}{}", self.size(amount))
    }

    fn signed(&self, amount: f64) -> String {
        let sign = match (self.shows(amount), amount > 0.0) {
            (false, _) => "±",
            (true, true) => "+",
            (true, false) => "−",
        };
        format!("{sign}{}", self.size(amount))
    }

    fn of(&self, (phrase, amount): &(&str, f64)) -> String {
        format!("{phrase}, {}", self.signed(*amount))
    }

    /// The smallest amount that shows.
    fn least(&self) -> String {
        let digits = self.0.decimals.max(1);
        format!("{:.*}", digits, 10_f64.powi(-(digits as i32)))
    }
}
