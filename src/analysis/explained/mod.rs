//! How every figure is shared out, and its formula with the present numbers: one file for each family of indicators.
//!
//! Sums and means go to their terms. What is saturated or multiplied has no terms of its own: it is shared out in
//! proportion to what is inside. A product of two figures goes to both by halves: each is worth nothing without the
//! other, so that is what each adds on average over both orders in which they could come (Shapley 1953).

pub(super) mod coordination;
pub(super) mod diamond;
pub(super) mod dimensions;
pub(super) mod economic;
pub(super) mod external_economies;
pub(super) mod regional;
pub(super) mod shape;
pub(super) mod spillover;
pub(super) mod spontaneity;
pub(super) mod structural;
pub(super) mod trust;

use crate::base::cancel::Cancelled;

use super::explain::{Share, Whom};
use super::facts::{Facts, Link};
use super::indicator::Indicator;

type Shares = Result<Vec<Share>, Cancelled>;
type Text = Result<String, Cancelled>;

/// The share of the member at this position.
fn actor(facts: &Facts<'_>, position: usize, amount: f64) -> Share {
    Share {
        whom: Whom::Actor(facts.members[position].id),
        amount,
    }
}

/// The shares of those with these numbers in view N.
fn by_number(facts: &Facts<'_>, amounts: impl IntoIterator<Item = f64>) -> Vec<Share> {
    let whom = facts.plain().ids().iter().map(|&id| Whom::Actor(id));
    whom.zip(amounts)
        .map(|(whom, amount)| Share { whom, amount })
        .collect()
}

/// The share of two actors with these numbers in view N or D, which are the same.
fn pair(facts: &Facts<'_>, one: usize, other: usize, amount: f64) -> Share {
    let ids = facts.plain().ids();
    Share {
        whom: Whom::Pair(ids[one.min(other)], ids[one.max(other)]),
        amount,
    }
}

/// Shares of the chosen ties.
fn ties(facts: &Facts<'_>, of: impl Fn(&Link<'_>) -> Option<f64>) -> Vec<Share> {
    let share = |link: &Link<'_>| {
        let whom = Whom::Tie(link.id);
        of(link).map(|amount| Share { whom, amount })
    };
    facts.links.iter().filter_map(share).collect()
}

/// One for each local firm that is marked, by position.
fn marked_firms(facts: &Facts<'_>, marks: &[bool]) -> Vec<Share> {
    let marked = facts.firms.iter().filter(|&&i| marks[i]);
    marked.map(|&i| actor(facts, i, 1.0)).collect()
}

/// Shares of all local firms by what each has.
fn firms(facts: &Facts<'_>, of: impl Fn(usize) -> f64) -> Vec<Share> {
    facts.firms.iter().map(|&i| actor(facts, i, of(i))).collect()
}

/// The value of an indicator, 0 where it is undefined.
fn value(facts: &Facts<'_>, indicator: &'static Indicator) -> Result<f64, Cancelled> {
    Ok(facts.value(indicator)?.unwrap_or(0.0))
}

/// The value of a figure, in proportion to amounts that are not negative.
fn scaled(facts: &Facts<'_>, indicator: &'static Indicator, amounts: Vec<Share>) -> Shares {
    Ok(portion(value(facts, indicator)?, amounts, indicator))
}

/// The value of a figure, half of it in proportion to these amounts and half in proportion to those.
fn halves(facts: &Facts<'_>, indicator: &'static Indicator, these: Vec<Share>, those: Vec<Share>) -> Shares {
    let half = value(facts, indicator)? / 2.0;
    let mut shares = portion(half, these, indicator);
    shares.extend(portion(half, those, indicator));
    Ok(shares)
}

/// `total` in proportion to amounts that are not negative: in equal shares if all of them are 0, and with the figure
/// itself if there are none.
fn portion(total: f64, mut amounts: Vec<Share>, indicator: &'static Indicator) -> Vec<Share> {
    if total == 0.0 {
        return Vec::new();
    }
    if amounts.is_empty() {
        let whom = Whom::Part(indicator.id);
        return vec![Share { whom, amount: total }];
    }
    let sum: f64 = amounts.iter().map(|share| share.amount).sum();
    let count = amounts.len() as f64;
    for share in &mut amounts {
        let portion = share.amount / sum;
        share.amount = total * if portion.is_finite() { portion } else { 1.0 / count };
    }
    amounts
}

/// One for each group, shared out equally among its members; groups are told apart by key.
fn one_for_each<K: Ord>(members: impl IntoIterator<Item = (K, Whom)>) -> Vec<Share> {
    let mut groups: std::collections::BTreeMap<K, Vec<Whom>> = std::collections::BTreeMap::new();
    for (key, whom) in members {
        groups.entry(key).or_default().push(whom);
    }
    let mut shares = Vec::new();
    for group in groups.into_values() {
        let amount = 1.0 / group.len() as f64;
        shares.extend(group.into_iter().map(|whom| Share { whom, amount }));
    }
    shares
}

/// The amounts times a factor.
fn times(factor: f64, mut shares: Vec<Share>) -> Vec<Share> {
    for share in &mut shares {
        share.amount *= factor;
    }
    shares
}

/// Number of shares.
fn count(shares: &[Share]) -> f64 {
    shares.len() as f64
}

/// A number as it stands in a formula: two or three digits that count, and no more of them than it has.
fn number(x: f64) -> String {
    let size = x.abs();
    let most = match size {
        ..0.1 => 2 + (-size.log10()).floor().clamp(0.0, 9.0) as usize,
        ..10.0 => 2,
        ..1e15 => 1,
        _ => 0,
    };
    let mut text = format!("{size:.most$}");
    if text.contains('.') && (text.parse().unwrap_or(size) - size).abs() < 1e-9 {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if x < 0.0 && text.contains(|c: char| c.is_ascii_digit() && c != '0') {
        format!("−{text}")
    } else {
        text
    }
}

/// One number over another; a share or mean over nothing is 0.
fn quotient(above: f64, below: f64) -> String {
    if below == 0.0 {
        return "0".to_owned();
    }
    format!("{} ÷ {}", number(above), number(below))
}

/// A saturated text with the half-point of this id.
fn sat(facts: &Facts<'_>, inside: &str, half: &str) -> String {
    format!("sat({inside}, {})", number(facts.assume(half)))
}

/// So many terms of a sum are written out.
const WRITTEN: usize = 6;

/// A sum of terms, the largest first; of many only the largest. "0" without terms.
fn sum(mut terms: Vec<f64>, write: impl Fn(f64) -> String) -> String {
    terms.retain(|&term| term != 0.0);
    terms.sort_by(|a, b| b.total_cmp(a));
    let mut texts: Vec<String> = terms.iter().take(WRITTEN).map(|&term| write(term)).collect();
    if terms.len() > WRITTEN {
        texts.push(format!("{} more", terms.len() - WRITTEN));
    }
    if texts.is_empty() {
        "0".to_owned()
    } else {
        texts.join(" + ")
    }
}

/// The same in brackets where it has more than one term.
fn bracketed(sum: String) -> String {
    if sum.contains(" + ") {
        format!("({sum})")
    } else {
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::trust::MEAN_TRUST;
    use crate::model::ActorId;

    #[test]
    fn numbers_are_short() {
        let cases = [
            (0.0, "0"),
            (12.0, "12"),
            (1_234.56, "1234.6"),
            (14.249, "14.2"),
            (0.314_15, "0.31"),
            (0.4, "0.4"),
            (0.398, "0.40"),
            (0.034_56, "0.035"),
            (0.000_123_4, "0.00012"),
            (-0.5, "−0.5"),
            (-1e-12, "0"),
            (3e20, "300000000000000000000"),
        ];
        for (x, text) in cases {
            assert_eq!(number(x), text);
        }
    }

    #[test]
    fn sums_name_the_largest_terms() {
        assert_eq!(sum(vec![], number), "0");
        assert_eq!(sum(vec![1.0, 0.0, 2.0], number), "2 + 1");
        let many = sum((1..=8).map(f64::from).collect(), number);
        assert_eq!(many, "8 + 7 + 6 + 5 + 4 + 3 + 2 more");
        assert_eq!(bracketed("2 + 1".to_owned()), "(2 + 1)");
    }

    #[test]
    fn portions_always_add_up() {
        let share = |id, amount| Share {
            whom: Whom::Actor(ActorId::new(id).unwrap()),
            amount,
        };
        let amounts = |list: Vec<Share>| -> Vec<f64> { list.iter().map(|share| share.amount).collect() };
        let portion = |total, list| amounts(portion(total, list, &MEAN_TRUST));
        assert_eq!(portion(8.0, vec![share(1, 1.0), share(2, 3.0)]), [2.0, 6.0]);
        assert_eq!(portion(8.0, vec![share(1, 0.0), share(2, 0.0)]), [4.0, 4.0]);
        assert_eq!(portion(8.0, vec![]), [8.0]);
        assert!(portion(0.0, vec![share(1, 1.0)]).is_empty());
    }
}
