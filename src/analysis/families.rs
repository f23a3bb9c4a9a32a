//! Headings under which the many figures of structure and economy are shown.

use super::indicator::Indicator;

/// A heading with the ids of the figures under it.
pub type Family = (&'static str, &'static [&'static str]);

/// All headings, in the order in which they are shown.
pub static ALL: &[Family] = &[
    (
        "Size and density",
        &["actors", "tied_pairs", "density", "arc_density", "mean_degree"],
    ),
    (
        "Cohesion",
        &[
            "components",
            "largest_component",
            "connectedness",
            "transitivity",
            "mean_clustering",
            "reciprocity",
        ],
    ),
    (
        "Distance",
        &[
            "path_length",
            "diameter",
            "global_efficiency",
            "local_efficiency",
            "small_world_sigma",
            "small_world_omega",
        ],
    ),
    (
        "Centralization",
        &[
            "degree_centralization",
            "betweenness_centralization",
            "closeness_centralization",
            "hierarchy_slope",
        ],
    ),
    (
        "Who ties to whom",
        &[
            "degree_assortativity",
            "correlation_slope",
            "kind_assortativity",
            "role_assortativity",
            "ei_role",
            "ei_external",
        ],
    ),
    (
        "Groups and core",
        &[
            "modularity",
            "groups",
            "largest_core",
            "largest_core_members",
            "core_periphery_fit",
            "core_size",
        ],
    ),
    (
        "Go-betweens and threes",
        &["mean_constraint", "mean_effective_size", "brokerage", "triads"],
    ),
    ("Fragility", &["articulation_points", "bridges", "robustness"]),
    (
        "Firms and concentration",
        &[
            "firms",
            "kinds",
            "jobs",
            "hhi",
            "effective_number",
            "location_quotient",
            "ellison_glaeser",
        ],
    ),
    ("Variety", &["variety", "related_variety", "unrelated_variety"]),
    (
        "Chain of value",
        &[
            "value_chain_completeness",
            "vertical_integration",
            "leakage",
            "output_multiplier",
        ],
    ),
    (
        "Labor and transactions",
        &[
            "labor_pool",
            "transaction_cost_index",
            "transaction_cost_multiplier",
        ],
    ),
];

/// The heading for figures that no family claims.
pub const OTHERS: &str = "Further figures";

/// The heading of a figure.
pub fn of(indicator: &Indicator) -> &'static str {
    ALL.iter()
        .find(|(_, ids)| ids.contains(&indicator.id))
        .map_or(OTHERS, |&(name, _)| name)
}

/// Figures by heading, in the order of the headings; within each in the order given.
pub fn sorted(figures: &[&'static Indicator]) -> Vec<(&'static str, Vec<&'static Indicator>)> {
    let headings = ALL.iter().map(|&(name, _)| name).chain([OTHERS]);
    headings
        .map(|name| {
            let members = figures.iter().copied().filter(|figure| of(figure) == name);
            (name, members.collect::<Vec<_>>())
        })
        .filter(|(_, members)| !members.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::indicator::Group;
    use crate::analysis::registry;

    #[test]
    fn every_figure_of_structure_and_economy_has_one_heading() {
        for indicator in registry::ALL {
            let claims = ALL.iter().filter(|(_, ids)| ids.contains(&indicator.id)).count();
            let listed = matches!(indicator.group, Group::Structure | Group::Economy);
            assert_eq!(claims, usize::from(listed), "{}", indicator.id);
        }
    }
}
