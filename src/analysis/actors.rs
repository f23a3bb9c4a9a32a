//! Figures of single actors, one row each, and the columns that show them, declared once.

use crate::base::cancel::{Cancel, Cancelled};
use crate::graph::brokerage::Shares;
use crate::graph::channels::Room;
use crate::model::{ActorId, Document};

use super::facts::Facts;

/// The figures of one actor. External actors have no place in view N, so what rests on it is `None` for them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ActorRow {
    /// Who.
    pub id: ActorId,
    /// Number of partners in view N.
    pub degree: Option<usize>,
    /// Summed weight of all enabled ties other than competition, to local and external actors.
    pub strength: f64,
    /// Summed weight of what leaves in view D.
    pub strength_out: Option<f64>,
    /// Summed weight of what arrives in view D.
    pub strength_in: Option<f64>,
    /// Shortest paths of view N through the actor, each unordered pair once (Freeman 1977).
    pub betweenness: Option<f64>,
    /// The same as a share of the pairs of others, 0 to 1 (Freeman 1979); `None` below three actors.
    pub betweenness_share: Option<f64>,
    /// Harmonic closeness in view N, 0 to 1 (Marchiori & Latora 2000); `None` for a single actor.
    pub harmonic: Option<f64>,
    /// Burt's constraint in view N, all ties weighing the same (Burt 1992); `None` for isolates.
    pub constraint: Option<f64>,
    /// a·Σkπ, the capability that reaches the actor and is absorbed (Giuliani & Bell 2005).
    pub knowledge_access: f64,
    /// Component of view N; 1 is the largest.
    pub component: Option<usize>,
    /// Output multiplier over local supply, 1 to 20 (Leontief 1936).
    pub multiplier: Option<f64>,
}

/// One column of the table of actors.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Stable id.
    pub id: &'static str,
    /// What people read.
    pub name: &'static str,
    /// How it is computed.
    pub formula: &'static str,
    /// Digits shown after the decimal point.
    pub decimals: usize,
    /// The value; `None` is shown as a dash.
    pub get: fn(&ActorRow) -> Option<f64>,
}

/// All columns, in the order in which they are shown.
pub static COLUMNS: &[Column] = &[
    Column {
        id: "degree",
        name: "Degree",
        formula: "Number of partners in view N",
        decimals: 0,
        get: |row| row.degree.map(|degree| degree as f64),
    },
    Column {
        id: "strength",
        name: "Strength",
        formula: "Σw of enabled ties other than competition, external partners included",
        decimals: 2,
        get: |row| Some(row.strength),
    },
    Column {
        id: "strength_out",
        name: "Strength out",
        formula: "Σw of what leaves in view D",
        decimals: 2,
        get: |row| row.strength_out,
    },
    Column {
        id: "strength_in",
        name: "Strength in",
        formula: "Σw of what arrives in view D",
        decimals: 2,
        get: |row| row.strength_in,
    },
    Column {
        id: "betweenness",
        name: "Betweenness",
        formula: "Shortest paths of view N through the actor, each pair of others once",
        decimals: 1,
        get: |row| row.betweenness,
    },
    Column {
        id: "betweenness_share",
        name: "Betweenness share",
        formula: "Betweenness ÷ ((n − 1)(n − 2) ÷ 2)",
        decimals: 3,
        get: |row| row.betweenness_share,
    },
    Column {
        id: "harmonic",
        name: "Harmonic closeness",
        formula: "Σ 1 ÷ distance to the others of view N ÷ (n − 1)",
        decimals: 3,
        get: |row| row.harmonic,
    },
    Column {
        id: "constraint",
        name: "Constraint",
        formula: "Σ(p_ij + Σ p_iq · p_qj)² over partners j, p_ij = 1 ÷ degree of i; low means structural holes",
        decimals: 3,
        get: |row| row.constraint,
    },
    Column {
        id: "knowledge_access",
        name: "Knowledge access",
        formula: "a · Σ k · π over all others, π = best product of κ·w·(½ + ½τ) along a path",
        decimals: 3,
        get: |row| Some(row.knowledge_access),
    },
    Column {
        id: "component",
        name: "Component",
        formula: "Connected part of view N; 1 is the largest",
        decimals: 0,
        get: |row| row.component.map(|component| component as f64),
    },
    Column {
        id: "multiplier",
        name: "Output multiplier",
        formula: "Column sum of (I − A)⁻¹ over local supply",
        decimals: 2,
        get: |row| row.multiplier,
    },
];

/// The figures of all actors, in id order.
///
/// # Errors
/// [`Cancelled`] once `cancel` is raised.
pub fn rows(document: &Document, cancel: &Cancel) -> Result<Vec<ActorRow>, Cancelled> {
    let facts = Facts::new(document, cancel);
    let sweep = facts.sweep()?;
    let between = facts.betweenness()?;
    let constraint = Shares::new(facts.directed()).constraint();
    let (leaving, arriving) = facts.directed().strengths();
    let multipliers = facts.multipliers()?;
    let mut strength = vec![0.0; facts.members.len()];
    for link in facts
        .links
        .iter()
        .filter(|link| crate::graph::view::is_positive(link.tie))
    {
        strength[link.from] += link.weight();
        strength[link.to] += link.weight();
    }
    let mut room = Room::default();
    let mut rows = Vec::with_capacity(facts.members.len());
    for (position, member) in facts.members.iter().enumerate() {
        cancel.check()?;
        rows.push(ActorRow {
            id: member.id,
            degree: member.plain.map(|i| facts.plain().degree(i)),
            strength: strength[position],
            strength_out: member.plain.map(|i| leaving[i]),
            strength_in: member.plain.map(|i| arriving[i]),
            betweenness: member.plain.map(|i| between.raw[i]),
            betweenness_share: member.plain.and_then(|i| between.share(i)),
            harmonic: member.plain.and_then(|i| sweep.harmonic(i)),
            constraint: member.plain.and_then(|i| constraint[i]),
            knowledge_access: facts.knowledge_access(position, &mut room),
            component: member.plain.map(|i| facts.components().of[i] + 1),
            multiplier: member.local.then(|| multipliers[position]),
        });
    }
    Ok(rows)
}
