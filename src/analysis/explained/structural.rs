//! Shares of the network's shape. Everything rests on view N or D of the facts, which a lens may have exchanged for K.

use std::collections::BTreeMap;

use crate::analysis::explain::{Attribution, Share, Whom};
use crate::analysis::facts::Facts;
use crate::analysis::structural as figures;
use crate::analysis::works::*;
use crate::graph::{Directed, Simple, fragility, fragility_shares};

use super::{Text, bracketed, by_number, number, pair, quotient, scaled, sum, value};

/// n.
fn n(facts: &Facts<'_>) -> f64 {
    facts.plain().n() as f64
}

/// n(n − 1), as text.
fn ordered_pairs(facts: &Facts<'_>) -> String {
    format!("({} · {})", number(n(facts)), number(n(facts) - 1.0))
}

/// Shares of all tied pairs alike.
fn tied_pairs_with(facts: &Facts<'_>, amount: f64) -> Vec<Share> {
    let pairs = facts.plain().pairs();
    pairs.map(|p| pair(facts, p.low, p.high, amount)).collect()
}

pub(in crate::analysis) const ACTORS: Attribution = Attribution {
    rule: "Each local actor counts 1",
    sources: &[],
    split: |facts| Ok(by_number(facts, vec![1.0; facts.plain().n()])),
};

pub(in crate::analysis) fn actors(facts: &Facts<'_>) -> Text {
    let tied = (0..facts.plain().n())
        .filter(|&i| facts.plain().degree(i) > 0)
        .count() as f64;
    Ok(format!(
        "{} with ties + {} without",
        number(tied),
        number(n(facts) - tied)
    ))
}

pub(in crate::analysis) const TIED_PAIRS: Attribution = Attribution {
    rule: "Each tied pair counts 1",
    sources: &[],
    split: |facts| Ok(tied_pairs_with(facts, 1.0)),
};

pub(in crate::analysis) fn tied_pairs(facts: &Facts<'_>) -> Text {
    let several = facts.plain().pairs().filter(|pair| pair.kinds >= 2).count();
    let one = facts.plain().m() - several;
    Ok(format!("{one} of one kind of tie + {several} of several"))
}

pub(in crate::analysis) const DENSITY: Attribution = Attribution {
    rule: "Each tied pair has 2 ÷ (n(n − 1))",
    sources: &[],
    split: |facts| Ok(tied_pairs_with(facts, 2.0 / (n(facts) * (n(facts) - 1.0)))),
};

pub(in crate::analysis) fn density(facts: &Facts<'_>) -> Text {
    Ok(format!("2 · {} ÷ {}", facts.plain().m(), ordered_pairs(facts)))
}

/// How many of the two ordered pairs of two actors each arc of the network has, by number.
fn arcs_by_pair(network: &Directed) -> BTreeMap<(usize, usize), f64> {
    let mut pairs = BTreeMap::new();
    for &(from, to, _) in network.arcs() {
        *pairs.entry((from.min(to), from.max(to))).or_default() += 1.0;
    }
    pairs
}

pub(in crate::analysis) const ARC_DENSITY: Attribution = Attribution {
    rule: "Each tied pair has its arcs ÷ (n(n − 1))",
    sources: &[],
    split: |facts| {
        let arcs = arcs_by_pair(facts.directed()).into_iter();
        let shares = arcs.map(|((low, high), arcs)| pair(facts, low, high, arcs));
        scaled(facts, &figures::ARC_DENSITY, shares.collect())
    },
};

pub(in crate::analysis) fn arc_density(facts: &Facts<'_>) -> Text {
    let arcs = facts.directed().arcs().len();
    Ok(format!("{arcs} ÷ {}", ordered_pairs(facts)))
}

pub(in crate::analysis) const MEAN_DEGREE: Attribution = Attribution {
    rule: "Each local actor has its number of partners ÷ n",
    sources: &[],
    split: |facts| {
        let degrees = facts.plain().degrees().into_iter();
        let n = n(facts);
        Ok(by_number(facts, degrees.map(|degree| degree as f64 / n)))
    },
};

pub(in crate::analysis) fn mean_degree(facts: &Facts<'_>) -> Text {
    Ok(format!("2 · {} ÷ {}", facts.plain().m(), number(n(facts))))
}

/// What each actor gets from the size of its component.
fn by_size(facts: &Facts<'_>, of: impl Fn(f64) -> f64) -> Vec<Share> {
    let components = facts.components();
    let amounts = components.of.iter().map(|&c| of(components.sizes[c] as f64));
    by_number(facts, amounts)
}

pub(in crate::analysis) const COMPONENTS: Attribution = Attribution {
    rule: "Each connected part counts 1, in equal shares among its actors",
    sources: &[],
    split: |facts| Ok(by_size(facts, |size| 1.0 / size)),
};

pub(in crate::analysis) fn components(facts: &Facts<'_>) -> Text {
    let sizes = &facts.components().sizes;
    let alone = sizes.iter().filter(|&&size| size == 1).count();
    let several = sizes.len() - alone;
    Ok(format!("{several} of several actors + {alone} of one"))
}

pub(in crate::analysis) const LARGEST_COMPONENT: Attribution = Attribution {
    rule: "Each actor of the largest connected part counts 1",
    sources: &[],
    split: |facts| {
        let parts = facts.components().of.iter();
        Ok(by_number(
            facts,
            parts.map(|&part| if part == 0 { 1.0 } else { 0.0 }),
        ))
    },
};

pub(in crate::analysis) fn largest_component(facts: &Facts<'_>) -> Text {
    let largest = value(facts, &figures::LARGEST_COMPONENT)?;
    Ok(format!("{} − {}", number(n(facts)), number(n(facts) - largest)))
}

pub(in crate::analysis) const CONNECTEDNESS: Attribution = Attribution {
    rule: "Each local actor has the number of others that it can reach ÷ (n(n − 1))",
    sources: &[],
    split: |facts| {
        let all = n(facts) * (n(facts) - 1.0);
        Ok(by_size(
            facts,
            |size| if size > 1.0 { (size - 1.0) / all } else { 0.0 },
        ))
    },
};

pub(in crate::analysis) fn connectedness(facts: &Facts<'_>) -> Text {
    if facts.plain().n() < 2 {
        return Ok("0".to_owned());
    }
    let sizes = facts.components().sizes.iter().filter(|&&size| size > 1);
    let sizes = sizes.map(|&size| size as f64).collect();
    let sum = sum(sizes, |size| format!("{} · {}", number(size), number(size - 1.0)));
    Ok(format!("{} ÷ {}", bracketed(sum), ordered_pairs(facts)))
}

pub(in crate::analysis) const TRANSITIVITY: Attribution = Attribution {
    rule: "Each local actor has the closed triples around it, pairs of its partners that are tied, ÷ number of triples",
    sources: &[],
    split: |facts| {
        let triples = triples(facts);
        let closed = facts.triangles().iter();
        let of = |&closed: &u64| {
            if triples > 0.0 {
                closed as f64 / triples
            } else {
                0.0
            }
        };
        Ok(by_number(facts, closed.map(of)))
    },
};

/// Pairs of partners, over all actors.
fn triples(facts: &Facts<'_>) -> f64 {
    let degrees = facts.plain().degrees().into_iter().map(|degree| degree as f64);
    degrees.map(|degree| degree * (degree - 1.0) / 2.0).sum()
}

pub(in crate::analysis) fn transitivity(facts: &Facts<'_>) -> Text {
    let triples = triples(facts);
    if triples == 0.0 {
        return Ok("0".to_owned());
    }
    let closed: u64 = facts.triangles().iter().sum();
    Ok(format!("3 · {} ÷ {}", closed / 3, number(triples)))
}

/// The tied share of each actor's pairs of partners.
fn clusterings(facts: &Facts<'_>) -> Vec<f64> {
    let degrees = facts.plain().degrees().into_iter().map(|degree| degree as f64);
    let of = |(degree, &closed): (f64, &u64)| {
        if degree < 2.0 {
            0.0
        } else {
            closed as f64 / (degree * (degree - 1.0) / 2.0)
        }
    };
    degrees.zip(facts.triangles()).map(of).collect()
}

pub(in crate::analysis) const MEAN_CLUSTERING: Attribution = Attribution {
    rule: "Each local actor has the tied share of its partners' pairs ÷ n",
    sources: &[],
    split: |facts| {
        let n = n(facts);
        Ok(by_number(
            facts,
            clusterings(facts).into_iter().map(|clustering| clustering / n),
        ))
    },
};

pub(in crate::analysis) fn mean_clustering(facts: &Facts<'_>) -> Text {
    Ok(quotient(clusterings(facts).into_iter().sum(), n(facts)))
}

/// Marks the actors of the largest components.
fn in_largest(reached: &[usize]) -> Vec<bool> {
    let most = reached.iter().copied().max().unwrap_or(0);
    reached.iter().map(|&reached| reached == most).collect()
}

pub(in crate::analysis) const PATH_LENGTH: Attribution = Attribution {
    rule: "Each actor of the largest connected part has the sum of its distances ÷ number of ordered pairs in it",
    sources: &[],
    split: |facts| {
        let sweep = facts.sweep()?;
        let largest = in_largest(&sweep.reached);
        let far = sweep.farness.iter().zip(largest);
        let shares = by_number(
            facts,
            far.map(|(&far, within)| if within { far as f64 } else { 0.0 }),
        );
        scaled(facts, &figures::PATH_LENGTH, shares)
    },
};

pub(in crate::analysis) fn path_length(facts: &Facts<'_>) -> Text {
    let sweep = facts.sweep()?;
    let largest = in_largest(&sweep.reached);
    let (mut hops, mut pairs) = (0, 0);
    for i in (0..largest.len()).filter(|&i| largest[i]) {
        hops += sweep.farness[i];
        pairs += sweep.reached[i];
    }
    Ok(quotient(hops as f64, pairs as f64))
}

pub(in crate::analysis) const DIAMETER: Attribution = Attribution {
    rule: "In equal shares among the actors that stand at the end of a longest way, the periphery",
    sources: &[&WASSERMAN_FAUST_1994],
    split: |facts| scaled(facts, &figures::DIAMETER, periphery(facts)?),
};

/// One for each actor of the largest components from which somebody is as far away as can be.
fn periphery(facts: &Facts<'_>) -> super::Shares {
    let sweep = facts.sweep()?;
    let largest = in_largest(&sweep.reached);
    let diameter = sweep.diameter();
    let far = sweep.eccentricity.iter().zip(largest);
    let mut shares = by_number(
        facts,
        far.map(|(&far, within)| if within && Some(far) == diameter { 1.0 } else { 0.0 }),
    );
    shares.retain(|share| share.amount > 0.0);
    Ok(shares)
}

pub(in crate::analysis) fn diameter(facts: &Facts<'_>) -> Text {
    let ends = super::count(&periphery(facts)?);
    let far = number(value(facts, &figures::DIAMETER)?);
    Ok(format!("{far}, from {} actors", number(ends)))
}

pub(in crate::analysis) const GLOBAL_EFFICIENCY: Attribution = Attribution {
    rule: "Each local actor has Σ 1 ÷ distance to the others ÷ (n(n − 1))",
    sources: &[&LATORA_MARCHIORI_2001],
    split: |facts| {
        let all = (n(facts) * (n(facts) - 1.0)).max(1.0);
        let near = facts.sweep()?.nearness.iter();
        Ok(by_number(facts, near.map(|near| near / all)))
    },
};

pub(in crate::analysis) fn global_efficiency(facts: &Facts<'_>) -> Text {
    if facts.plain().n() < 2 {
        return Ok("0".to_owned());
    }
    let near: f64 = facts.sweep()?.nearness.iter().sum();
    Ok(format!("{} ÷ {}", number(near), ordered_pairs(facts)))
}

pub(in crate::analysis) const LOCAL_EFFICIENCY: Attribution = Attribution {
    rule: "Each local actor has the efficiency among its partners ÷ n",
    sources: &[&LATORA_MARCHIORI_2001],
    split: |facts| {
        let n = n(facts);
        let of = facts.local_efficiencies()?;
        Ok(by_number(facts, of.iter().map(|own| own / n)))
    },
};

pub(in crate::analysis) fn local_efficiency(facts: &Facts<'_>) -> Text {
    let n = n(facts);
    let mean = value(facts, &figures::LOCAL_EFFICIENCY)?;
    Ok(quotient(mean * n, n))
}

/// Gaps to the largest value, in proportion; nobody has a gap where the figure is 0.
fn gaps(facts: &Facts<'_>, of: &[f64]) -> Vec<Share> {
    let most = of.iter().copied().fold(0.0, f64::max);
    by_number(facts, of.iter().map(|own| most - own))
}

/// Sum of the gaps to the largest value, over the largest sum there can be.
fn gaps_text(of: &[f64], possible: f64) -> String {
    let most = of.iter().copied().fold(0.0, f64::max);
    let sum: f64 = of.iter().map(|own| most - own).sum();
    quotient(sum, possible)
}

fn degrees(facts: &Facts<'_>) -> Vec<f64> {
    facts
        .plain()
        .degrees()
        .into_iter()
        .map(|degree| degree as f64)
        .collect()
}

pub(in crate::analysis) const DEGREE_CENTRALIZATION: Attribution = Attribution {
    rule: "Each local actor has (k_max − k) ÷ ((n − 1)(n − 2)), how far it is from the most tied",
    sources: &[],
    split: |facts| {
        let gaps = gaps(facts, &degrees(facts));
        scaled(facts, &figures::DEGREE_CENTRALIZATION, gaps)
    },
};

pub(in crate::analysis) fn degree_centralization(facts: &Facts<'_>) -> Text {
    let n = n(facts);
    Ok(gaps_text(&degrees(facts), (n - 1.0) * (n - 2.0)))
}

pub(in crate::analysis) const BETWEENNESS_CENTRALIZATION: Attribution = Attribution {
    rule: "Each local actor has (b_max − b) ÷ ((n − 1)²(n − 2) ÷ 2), how far it is from the broker most ways lead through",
    sources: &[],
    split: |facts| {
        let gaps = gaps(facts, &facts.betweenness()?.raw);
        scaled(facts, &figures::BETWEENNESS_CENTRALIZATION, gaps)
    },
};

pub(in crate::analysis) fn betweenness_centralization(facts: &Facts<'_>) -> Text {
    let n = n(facts);
    let possible = (n - 1.0) * (n - 1.0) * (n - 2.0) / 2.0;
    Ok(gaps_text(&facts.betweenness()?.raw, possible))
}

fn closeness(facts: &Facts<'_>) -> Result<Vec<f64>, crate::base::cancel::Cancelled> {
    let n = n(facts);
    let far = facts.sweep()?.farness.iter();
    Ok(far.map(|&far| (n - 1.0) / far as f64).collect())
}

pub(in crate::analysis) const CLOSENESS_CENTRALIZATION: Attribution = Attribution {
    rule: "Each local actor has (c_max − c) ÷ ((n − 1)(n − 2) ÷ (2n − 3)), how far it is from the closest to all",
    sources: &[],
    split: |facts| {
        let gaps = gaps(facts, &closeness(facts)?);
        scaled(facts, &figures::CLOSENESS_CENTRALIZATION, gaps)
    },
};

pub(in crate::analysis) fn closeness_centralization(facts: &Facts<'_>) -> Text {
    let n = n(facts);
    let possible = (n - 1.0) * (n - 2.0) / (2.0 * n - 3.0);
    Ok(gaps_text(&closeness(facts)?, possible))
}

/// Twice the product of both ends' deviations from the mean degree over ends, by pair, and the sum of squared
/// deviations over ends.
fn deviations(network: &Simple) -> (Vec<f64>, f64) {
    let degree = |i: usize| network.degree(i) as f64;
    let ends = 2.0 * network.m() as f64;
    let squares: f64 = network.degrees().into_iter().map(|k| (k * k) as f64).sum();
    let mean = squares / ends;
    let apart = |i: usize| degree(i) - mean;
    let pairs = network.pairs();
    let products = pairs.map(|p| 2.0 * apart(p.low) * apart(p.high)).collect();
    let spread = (0..network.n()).map(|i| degree(i) * apart(i) * apart(i)).sum();
    (products, spread)
}

pub(in crate::analysis) const DEGREE_ASSORTATIVITY: Attribution = Attribution {
    rule: "Each tied pair has the product of how far the degrees of both are from the mean, ÷ the sum of squares: above 0 for alike, below 0 for unlike",
    sources: &[],
    split: |facts| {
        let (products, spread) = deviations(facts.plain());
        let pairs = facts.plain().pairs().zip(products);
        Ok(pairs
            .map(|(p, product)| pair(facts, p.low, p.high, product / spread))
            .collect())
    },
};

pub(in crate::analysis) fn degree_assortativity(facts: &Facts<'_>) -> Text {
    let (products, spread) = deviations(facts.plain());
    Ok(quotient(products.into_iter().sum(), spread))
}

pub(in crate::analysis) const RECIPROCITY: Attribution = Attribution {
    rule: "Each pair with arcs both ways has 2 ÷ number of arcs",
    sources: &[],
    split: |facts| {
        let arcs = arcs_by_pair(&Directed::of_directed_kinds(facts.document, facts.lens()));
        let both = arcs.into_iter().filter(|&(_, arcs)| arcs > 1.0);
        let shares = both.map(|((low, high), arcs)| pair(facts, low, high, arcs));
        scaled(facts, &figures::RECIPROCITY, shares.collect())
    },
};

pub(in crate::analysis) fn reciprocity(facts: &Facts<'_>) -> Text {
    let network = Directed::of_directed_kinds(facts.document, facts.lens());
    let both = arcs_by_pair(&network)
        .into_values()
        .filter(|&arcs| arcs > 1.0)
        .count();
    Ok(quotient(2.0 * both as f64, network.arcs().len() as f64))
}

pub(in crate::analysis) const ARTICULATION_POINTS: Attribution = Attribution {
    rule: "Each actor whose loss splits a component counts 1",
    sources: &[],
    split: |facts| {
        let points = fragility::articulation_points(facts.plain()).into_iter();
        let whom = points.map(|i| Whom::Actor(facts.plain().ids()[i]));
        Ok(whom.map(|whom| Share { whom, amount: 1.0 }).collect())
    },
};

pub(in crate::analysis) fn articulation_points(facts: &Facts<'_>) -> Text {
    let points = value(facts, &figures::ARTICULATION_POINTS)?;
    Ok(format!("{} of {} actors", number(points), number(n(facts))))
}

pub(in crate::analysis) const BRIDGES: Attribution = Attribution {
    rule: "Each pair whose separation splits a component counts 1",
    sources: &[],
    split: |facts| {
        let bridges = fragility_shares::bridges(facts.plain()).into_iter();
        Ok(bridges.map(|(low, high)| pair(facts, low, high, 1.0)).collect())
    },
};

pub(in crate::analysis) fn bridges(facts: &Facts<'_>) -> Text {
    let bridges = value(facts, &figures::BRIDGES)?;
    Ok(format!("{} of {} pairs", number(bridges), facts.plain().m()))
}

pub(in crate::analysis) const ROBUSTNESS: Attribution = Attribution {
    rule: "Each local actor has the steps of the attack after which it stands in the largest connected part, in equal shares where several are largest",
    sources: &[&SCHNEIDER_2011],
    split: |facts| {
        let ranks = facts.name_ranks();
        let standing = fragility_shares::robustness(facts.plain(), &ranks, facts.cancel)?;
        scaled(facts, &figures::ROBUSTNESS, by_number(facts, standing))
    },
};

pub(in crate::analysis) fn robustness(facts: &Facts<'_>) -> Text {
    if facts.plain().n() < 2 {
        return Ok("0".to_owned());
    }
    let n = n(facts);
    let raw = value(facts, &figures::ROBUSTNESS)? * (n - 1.0) / (2.0 * n);
    Ok(format!(
        "{} · 2 · {} ÷ {}",
        number(raw),
        number(n),
        number(n - 1.0)
    ))
}
