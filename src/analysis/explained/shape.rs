//! Shares of groups, cores, go-betweens, openness, slopes, triads and small worlds.

use crate::analysis::explain::{Attribution, Share, Whom};
use crate::analysis::facts::Facts;
use crate::analysis::structural::brokerage::{self, effective_sizes};
use crate::analysis::structural::triads as census;
use crate::graph::brokerage::Brokering;
use crate::graph::small_world::SmallWorld;
use crate::graph::{Simple, groups as communities, mixing};

use super::{Text, by_number, number, one_for_each, pair, quotient, sum};

type Parts = Result<Vec<Share>, crate::base::cancel::Cancelled>;

pub(in crate::analysis) const MODULARITY: Attribution = Attribution {
    rule: "Each local actor has the share of all weight that it keeps inside its group, less what chance would give",
    sources: &[],
    split: |facts| {
        // Weights are kept in order of rank, view N in order of ids.
        let of = facts.by_rank(&facts.division()?.of);
        let amounts = communities::contributions(facts.weighted(), &of);
        Ok(by_number(facts, facts.in_number_order(&amounts)))
    },
};

pub(in crate::analysis) fn modularity(facts: &Facts<'_>) -> Text {
    let of = facts.by_rank(&facts.division()?.of);
    let (within, chance) = communities::within_and_chance(facts.weighted(), &of);
    Ok(format!("{} − {}", number(within), number(chance)))
}

pub(in crate::analysis) const GROUPS: Attribution = Attribution {
    rule: "Each group counts 1, in equal shares among its members",
    sources: &[],
    split: |facts| {
        let of = facts.division()?.of.iter().copied();
        let whom = facts.plain().ids().iter().map(|&id| Whom::Actor(id));
        Ok(one_for_each(of.zip(whom)))
    },
};

pub(in crate::analysis) fn groups(facts: &Facts<'_>) -> Text {
    let sizes = &facts.division()?.sizes;
    let alone = sizes.iter().filter(|&&size| size == 1).count();
    Ok(format!(
        "{} of several actors + {alone} of one",
        sizes.len() - alone
    ))
}

/// What each tied pair adds: 1 or 0 for staying within a group, less what chance would give it.
fn assortativity_shares(facts: &Facts<'_>, group: &[usize]) -> Parts {
    let network = facts.plain();
    let (_, expected) = mixing::within_and_expected(network, group);
    let m = network.m() as f64;
    let of = |low: usize, high: usize| {
        let within = f64::from(u8::from(group[low] == group[high]));
        (within - expected / m) / (m - expected)
    };
    let pairs = network.pairs();
    Ok(pairs
        .map(|p| pair(facts, p.low, p.high, of(p.low, p.high)))
        .collect())
}

fn assortativity_text(facts: &Facts<'_>, group: &[usize]) -> Text {
    let (within, expected) = mixing::within_and_expected(facts.plain(), group);
    let m = facts.plain().m() as f64;
    let (within, expected) = (number(within / m), number(expected / m));
    Ok(format!("({within} − {expected}) ÷ (1 − {expected})"))
}

pub(in crate::analysis) const KIND_ASSORTATIVITY: Attribution = Attribution {
    rule: "Each tied pair has 1 if both are of one kind, otherwise 0, less what chance would give it, as a part of what is left to gain",
    sources: &[],
    split: |facts| assortativity_shares(facts, facts.kinds()),
};

pub(in crate::analysis) fn kind_assortativity(facts: &Facts<'_>) -> Text {
    assortativity_text(facts, facts.kinds())
}

pub(in crate::analysis) const ROLE_ASSORTATIVITY: Attribution = Attribution {
    rule: "Each tied pair has 1 if both are of one role, otherwise 0, less what chance would give it, as a part of what is left to gain",
    sources: &[],
    split: |facts| assortativity_shares(facts, facts.roles()),
};

pub(in crate::analysis) fn role_assortativity(facts: &Facts<'_>) -> Text {
    assortativity_text(facts, facts.roles())
}

/// One for each actor of the largest k-core.
fn largest_core_marks(facts: &Facts<'_>) -> Vec<f64> {
    let cores = facts.core_numbers();
    let most = cores.iter().max().copied().unwrap_or(0);
    let mark = |&k: &usize| f64::from(u8::from(k == most));
    cores.iter().map(mark).collect()
}

pub(in crate::analysis) const LARGEST_CORE: Attribution = Attribution {
    rule: "In equal shares among the members of the largest k-core",
    sources: &[],
    split: |facts| {
        let marks = largest_core_marks(facts);
        let most = facts.core_numbers().iter().max().copied().unwrap_or(0) as f64;
        let members: f64 = marks.iter().sum();
        Ok(by_number(
            facts,
            marks.into_iter().map(|mark| mark * most / members),
        ))
    },
};

pub(in crate::analysis) fn largest_core(facts: &Facts<'_>) -> Text {
    let members: f64 = largest_core_marks(facts).iter().sum();
    let k = facts.core_numbers().iter().max().copied().unwrap_or(0);
    Ok(format!("{k} partners each among {}", number(members)))
}

pub(in crate::analysis) const LARGEST_CORE_MEMBERS: Attribution = Attribution {
    rule: "Each member of the largest k-core counts 1",
    sources: &[],
    split: |facts| Ok(by_number(facts, largest_core_marks(facts))),
};

pub(in crate::analysis) fn largest_core_members(facts: &Facts<'_>) -> Text {
    let members: f64 = largest_core_marks(facts).iter().sum();
    let n = facts.plain().n() as f64;
    Ok(format!("{} − {}", number(n), number(n - members)))
}

pub(in crate::analysis) const CORE_FIT: Attribution = Attribution {
    rule: "Each local actor has half of what the pairs to which it belongs add to the correlation, tied or not",
    sources: &[],
    split: |facts| {
        let found = facts.core_periphery()?;
        let amounts = found.map(|found| found.contributions(facts.plain()));
        Ok(by_number(facts, amounts.unwrap_or_default()))
    },
};

pub(in crate::analysis) fn core_fit(facts: &Facts<'_>) -> Text {
    let Some(found) = facts.core_periphery()? else {
        return Ok(String::new());
    };
    let network = facts.plain();
    let (tied, touching) = found.touching(network);
    let (n, m) = (network.n(), network.m());
    let all = n * n.saturating_sub(1) / 2;
    Ok(format!(
        "({all} · {tied} − {m} · {touching}) ÷ √({m} · {} · {touching} · {})",
        all - m,
        all - touching
    ))
}

pub(in crate::analysis) const CORE_SIZE: Attribution = Attribution {
    rule: "Each member of the core counts 1",
    sources: &[],
    split: |facts| {
        let core = facts.core_periphery()?.map(|found| found.core.as_slice());
        let marks = core.unwrap_or_default().iter();
        Ok(by_number(facts, marks.map(|&inside| f64::from(u8::from(inside)))))
    },
};

pub(in crate::analysis) fn core_size(facts: &Facts<'_>) -> Text {
    let core = facts.core_periphery()?.map(|found| found.core.as_slice());
    let core = core.unwrap_or_default();
    let rim = core.iter().filter(|&&inside| !inside).count();
    Ok(format!("{} − {rim}", core.len()))
}

/// Shares of a mean over those where the figure is defined.
fn mean_shares(facts: &Facts<'_>, values: &[Option<f64>]) -> Parts {
    let count = values.iter().flatten().count() as f64;
    Ok(by_number(
        facts,
        values
            .iter()
            .map(|value| value.map_or(0.0, |value| value / count)),
    ))
}

fn mean_text(values: &[Option<f64>]) -> Text {
    let all: f64 = values.iter().flatten().sum();
    Ok(quotient(all, values.iter().flatten().count() as f64))
}

pub(in crate::analysis) const MEAN_CONSTRAINT: Attribution = Attribution {
    rule: "Each tied actor has its own constraint ÷ number of tied actors",
    sources: &[],
    split: |facts| mean_shares(facts, facts.constraint()),
};

pub(in crate::analysis) fn mean_constraint(facts: &Facts<'_>) -> Text {
    mean_text(facts.constraint())
}

pub(in crate::analysis) const MEAN_EFFECTIVE_SIZE: Attribution = Attribution {
    rule: "Each tied actor has its own effective size ÷ number of tied actors",
    sources: &[],
    split: |facts| mean_shares(facts, &effective_sizes(facts)),
};

pub(in crate::analysis) fn mean_effective_size(facts: &Facts<'_>) -> Text {
    mean_text(&effective_sizes(facts))
}

pub(in crate::analysis) const BROKERAGE: Attribution = Attribution {
    rule: "Each of the five parts that a go-between can play has its own number",
    sources: &[],
    split: |facts| {
        let parts = brokerage::PARTS.iter().zip(Brokering::ALL);
        Ok(parts
            .map(|(indicator, part)| Share {
                whom: Whom::Part(indicator.id),
                amount: brokerage::total(facts, part),
            })
            .collect())
    },
};

pub(in crate::analysis) fn brokerage(facts: &Facts<'_>) -> Text {
    let parts = Brokering::ALL.map(|part| number(brokerage::total(facts, part)));
    Ok(parts.join(" + "))
}

/// Rule of the five parts of go-betweens.
pub(in crate::analysis) const PLAYED: &str = "Each local actor has the number of open paths through it";

pub(in crate::analysis) fn played_shares(facts: &Facts<'_>, part: Brokering) -> Parts {
    Ok(by_number(facts, played(facts, part)))
}

pub(in crate::analysis) fn played_text(facts: &Facts<'_>, part: Brokering) -> Text {
    Ok(sum(played(facts, part), number))
}

fn played(facts: &Facts<'_>, part: Brokering) -> Vec<f64> {
    let counts = facts.brokering().iter();
    counts.map(|counts| counts[part as usize] as f64).collect()
}

/// One part for every pair that counts, with a plus where it is external.
fn openness(network: &Simple, external: impl Fn(usize, usize) -> Option<bool>) -> Vec<Share> {
    let counted = network.pairs();
    let counted = counted.filter_map(|pair| Some((pair, external(pair.low, pair.high)?)));
    let counted: Vec<_> = counted.collect();
    let part = 1.0 / counted.len() as f64;
    let ids = network.ids();
    let shares = counted.into_iter().map(|(pair, external)| Share {
        whom: Whom::Pair(ids[pair.low], ids[pair.high]),
        amount: if external { part } else { -part },
    });
    shares.collect()
}

fn openness_text((external, internal): (usize, usize)) -> Text {
    Ok(format!("({external} − {internal}) ÷ {}", external + internal))
}

pub(in crate::analysis) const EI_ROLE: Attribution = Attribution {
    rule: "Each tied pair of two roles has 1 ÷ number of pairs, each of one role the same with a minus",
    sources: &[],
    split: |facts| {
        let roles = facts.roles();
        Ok(openness(facts.plain(), |low, high| {
            Some(roles[low] != roles[high])
        }))
    },
};

pub(in crate::analysis) fn ei_role(facts: &Facts<'_>) -> Text {
    openness_text(brokerage::pairs_by_role(facts))
}

pub(in crate::analysis) const EI_PLACE: Attribution = Attribution {
    rule: "Each tied pair with an external actor has 1 ÷ number of pairs, each local one the same with a minus",
    sources: &[],
    split: |facts| {
        let open = facts.open();
        let external = |i: usize| {
            let actor = facts.document.actor(open.ids()[i]);
            actor.is_some_and(|actor| actor.external)
        };
        Ok(openness(open, |low, high| {
            match (external(low), external(high)) {
                (true, true) => None,
                (one, other) => Some(one || other),
            }
        }))
    },
};

pub(in crate::analysis) fn ei_place(facts: &Facts<'_>) -> Text {
    openness_text(brokerage::pairs_by_place(facts))
}

fn slope_shares(facts: &Facts<'_>, slope: Option<&mixing::Slope>, sign: f64) -> Parts {
    let mut amounts = vec![0.0; facts.plain().n()];
    for &(i, added) in slope.iter().flat_map(|slope| &slope.added) {
        amounts[i] = sign * added;
    }
    Ok(by_number(facts, amounts))
}

pub(in crate::analysis) const HIERARCHY_SLOPE: Attribution = Attribution {
    rule: "Each tied actor has (ln rank − mean)(mean − ln degree) ÷ Σ(ln rank − mean)²; of equal degrees the first by name comes first",
    sources: &[],
    split: |facts| slope_shares(facts, facts.hierarchy_slope().as_ref(), -1.0),
};

pub(in crate::analysis) fn hierarchy_slope(facts: &Facts<'_>) -> Text {
    let found = facts.hierarchy_slope();
    Ok(found.map_or_else(String::new, |slope| quotient(slope.rise.abs(), slope.run)))
}

pub(in crate::analysis) const CORRELATION_SLOPE: Attribution = Attribution {
    rule: "Each tied actor has (degree − mean)(mean degree of its partners − mean) ÷ Σ(degree − mean)²",
    sources: &[],
    split: |facts| slope_shares(facts, mixing::correlation_slope(facts.plain()).as_ref(), 1.0),
};

pub(in crate::analysis) fn correlation_slope(facts: &Facts<'_>) -> Text {
    let found = mixing::correlation_slope(facts.plain());
    Ok(found.map_or_else(String::new, |slope| quotient(slope.rise, slope.run)))
}

pub(in crate::analysis) const TRIADS: Attribution = Attribution {
    rule: "Each type of triad that hangs together has its own number",
    sources: &[],
    split: |facts| {
        let types = facts.triads().iter().zip(census::PARTS).skip(census::LOOSE);
        Ok(types
            .map(|(&count, part)| Share {
                whom: Whom::Part(part.id),
                amount: count as f64,
            })
            .collect())
    },
};

pub(in crate::analysis) fn triads(facts: &Facts<'_>) -> Text {
    let counts = facts.triads()[census::LOOSE..].iter();
    Ok(sum(counts.map(|&count| count as f64).collect(), number))
}

/// Rule of the sixteen types of triads.
pub(in crate::analysis) const IN_THIRDS: &str = "Each triad counts 1, in equal shares among its three actors";

pub(in crate::analysis) fn type_shares(facts: &Facts<'_>, kind: usize) -> Parts {
    let counts = facts.triads_by_actor().iter();
    Ok(by_number(facts, counts.map(|counts| counts[kind] as f64 / 3.0)))
}

pub(in crate::analysis) fn type_text(facts: &Facts<'_>, kind: usize) -> Text {
    let all: u64 = facts.triads().iter().sum();
    Ok(format!("{} of {all} threes", facts.triads()[kind]))
}

/// Clustering of each actor of the largest component, 0 elsewhere, as a part of that of all.
fn clustering_parts(facts: &Facts<'_>) -> Vec<(bool, f64)> {
    let network = facts.plain();
    let components = facts.components();
    let n = components.sizes.first().copied().unwrap_or(0) as f64;
    let of = |i: usize| {
        let inside = components.of[i] == 0;
        let pairs = network.degree(i) * network.degree(i).saturating_sub(1) / 2;
        let closed = if inside && pairs > 0 {
            facts.triangles()[i] as f64 / pairs as f64
        } else {
            0.0
        };
        (inside, closed / n)
    };
    (0..network.n()).map(of).collect()
}

pub(in crate::analysis) const SIGMA: Attribution = Attribution {
    rule: "Each actor of the largest component has its clustering ÷ (number of them · C_r) ÷ (L ÷ L_r)",
    sources: &[],
    split: |facts| {
        let Some(s) = facts.small_world()? else {
            return Ok(Vec::new());
        };
        let factor = s.random_path_length / s.path_length / s.random_clustering;
        let parts = clustering_parts(facts).into_iter();
        Ok(by_number(facts, parts.map(|(_, part)| part * factor)))
    },
};

pub(in crate::analysis) fn sigma(facts: &Facts<'_>) -> Text {
    let text = |s: SmallWorld| {
        let closed = quotient(s.clustering, s.random_clustering);
        format!("({closed}) ÷ ({})", quotient(s.path_length, s.random_path_length))
    };
    Ok(facts.small_world()?.map_or_else(String::new, text))
}

pub(in crate::analysis) const OMEGA: Attribution = Attribution {
    rule: "Each actor of the largest component has an equal share of L_r ÷ L, less its clustering ÷ (number of them · C_l)",
    sources: &[],
    split: |facts| {
        let Some(s) = facts.small_world()? else {
            return Ok(Vec::new());
        };
        let parts = clustering_parts(facts);
        let inside = parts.iter().filter(|part| part.0).count() as f64;
        let near = s.random_path_length / s.path_length / inside;
        let of = |(inside, part): (bool, f64)| {
            if inside {
                near - part / s.lattice_clustering
            } else {
                0.0
            }
        };
        Ok(by_number(facts, parts.into_iter().map(of)))
    },
};

pub(in crate::analysis) fn omega(facts: &Facts<'_>) -> Text {
    let text = |s: SmallWorld| {
        let near = quotient(s.random_path_length, s.path_length);
        format!("{near} − {}", quotient(s.clustering, s.lattice_clustering))
    };
    Ok(facts.small_world()?.map_or_else(String::new, text))
}
