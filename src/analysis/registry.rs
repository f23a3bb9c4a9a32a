//! All indicators, in the order in which they are shown. A new one is declared in its file and listed here.

use super::indicator::Indicator;
use super::{
    coordination, diamond, dimensions, economic, external_economies, regional, spillover, spontaneity,
    structural, trust,
};

/// Every indicator.
pub static ALL: &[&Indicator] = &[
    &dimensions::OVERALL,
    &dimensions::OVERALL_GEOMETRIC,
    &dimensions::OVERALL_ARITHMETIC,
    &dimensions::SPONTANEITY,
    &spontaneity::ENTRY,
    &spontaneity::CONTESTABILITY,
    &spontaneity::BOTTOM_UP,
    &spontaneity::DECENTRALIZATION,
    &spontaneity::COOPETITION,
    &dimensions::TRUST,
    &trust::MEAN_TRUST,
    &trust::COVERAGE,
    &trust::CLOSURE,
    &trust::MULTIPLEXITY,
    &trust::MATURITY,
    &trust::INSTITUTIONS,
    &dimensions::SPILLOVER,
    &spillover::KNOWLEDGE_ACCESS,
    &spillover::RESEARCH_REACH,
    &spillover::RELATED_VARIETY,
    &spillover::PIPELINES,
    &spillover::MOBILITY,
    &dimensions::COORDINATION,
    &coordination::CHAIN,
    &coordination::CONNECTEDNESS,
    &coordination::EFFICIENCY,
    &coordination::INTEGRATORS,
    &coordination::JOINT_ACTION,
    &coordination::FLEXIBILITY,
    &dimensions::EXTERNAL_ECONOMIES,
    &external_economies::LOCAL_SOURCING,
    &external_economies::LABOR_POOL,
    &external_economies::PUBLIC_GOODS,
    &external_economies::LOW_TRANSACTION_COST,
    &external_economies::MASS,
    &external_economies::SPECIALIZATION,
    &dimensions::REGIONAL,
    &regional::BRAND,
    &regional::EXPORT,
    &regional::PRODUCTIVITY,
    &regional::SMALL_WORLD_FORM,
    &regional::INNOVATION,
    &regional::RIVALRY,
    &diamond::DIAMOND,
    &diamond::FACTOR,
    &diamond::BASIC_FACTORS,
    &diamond::SPECIALIZED_FACTORS,
    &diamond::CAPITAL,
    &diamond::DEMAND,
    &diamond::SOPHISTICATION,
    &diamond::CUSTOMERS,
    &diamond::OUTSIDE_MARKETS,
    &diamond::RELATED,
    &diamond::RIVALRY,
    &structural::ACTORS,
    &structural::TIED_PAIRS,
    &structural::DENSITY,
    &structural::ARC_DENSITY,
    &structural::MEAN_DEGREE,
    &structural::COMPONENTS,
    &structural::LARGEST_COMPONENT,
    &structural::CONNECTEDNESS,
    &structural::TRANSITIVITY,
    &structural::MEAN_CLUSTERING,
    &structural::PATH_LENGTH,
    &structural::DIAMETER,
    &structural::GLOBAL_EFFICIENCY,
    &structural::LOCAL_EFFICIENCY,
    &structural::DEGREE_CENTRALIZATION,
    &structural::BETWEENNESS_CENTRALIZATION,
    &structural::CLOSENESS_CENTRALIZATION,
    &structural::DEGREE_ASSORTATIVITY,
    &structural::RECIPROCITY,
    &structural::ARTICULATION_POINTS,
    &structural::BRIDGES,
    &structural::ROBUSTNESS,
    &structural::groups::MODULARITY,
    &structural::groups::GROUPS,
    &structural::groups::KIND_ASSORTATIVITY,
    &structural::groups::ROLE_ASSORTATIVITY,
    &structural::brokerage::EI_ROLE,
    &structural::brokerage::EI_PLACE,
    &structural::core::LARGEST_CORE,
    &structural::core::LARGEST_CORE_MEMBERS,
    &structural::core::CORE_FIT,
    &structural::core::CORE_SIZE,
    &structural::slopes::HIERARCHY_SLOPE,
    &structural::slopes::CORRELATION_SLOPE,
    &structural::brokerage::MEAN_CONSTRAINT,
    &structural::brokerage::MEAN_EFFECTIVE_SIZE,
    &structural::brokerage::BROKERAGE,
    &structural::brokerage::COORDINATOR,
    &structural::brokerage::ITINERANT,
    &structural::brokerage::GATEKEEPER,
    &structural::brokerage::REPRESENTATIVE,
    &structural::brokerage::LIAISON,
    &structural::small_world::SIGMA,
    &structural::small_world::OMEGA,
    &structural::triads::TRIADS,
    &structural::triads::T003,
    &structural::triads::T012,
    &structural::triads::T102,
    &structural::triads::T021D,
    &structural::triads::T021U,
    &structural::triads::T021C,
    &structural::triads::T111D,
    &structural::triads::T111U,
    &structural::triads::T030T,
    &structural::triads::T030C,
    &structural::triads::T201,
    &structural::triads::T120D,
    &structural::triads::T120U,
    &structural::triads::T120C,
    &structural::triads::T210,
    &structural::triads::T300,
    &economic::FIRMS,
    &economic::KINDS,
    &economic::JOBS,
    &economic::HHI,
    &economic::EFFECTIVE_NUMBER,
    &economic::LABOR_POOL,
    &economic::VARIETY,
    &economic::RELATED_VARIETY,
    &economic::UNRELATED_VARIETY,
    &economic::VALUE_CHAIN_COMPLETENESS,
    &economic::VERTICAL_INTEGRATION,
    &economic::LEAKAGE,
    &economic::OUTPUT_MULTIPLIER,
    &economic::TRANSACTION_COST_INDEX,
    &economic::TRANSACTION_COST_MULTIPLIER,
    &economic::LOCATION_QUOTIENT,
    &economic::ELLISON_GLAESER,
];

/// The indicator with this id.
pub fn find(id: &str) -> Option<&'static Indicator> {
    position(id).map(|position| ALL[position])
}

/// Where the indicator with this id stands in [`ALL`].
pub(super) fn position(id: &str) -> Option<usize> {
    ALL.iter().position(|indicator| indicator.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::diamond::CORNERS;
    use crate::analysis::dimensions::DIMENSIONS;
    use crate::analysis::indicator::Group;
    use crate::model::assumption;

    #[test]
    fn every_indicator_states_what_it_is() {
        for (i, indicator) in ALL.iter().enumerate() {
            let id = indicator.id;
            let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.';
            assert!(!id.is_empty() && id.chars().all(legal), "{id}");
            assert!(
                ALL[..i].iter().all(|other| other.id != id),
                "{id} is listed twice"
            );
            assert!(!indicator.name.is_empty(), "{id} has no name");
            assert!(!indicator.formula.is_empty(), "{id} has no formula");
            assert!(!indicator.reading.is_empty(), "{id} has no reading");
            assert!(indicator.bounds.0 < indicator.bounds.1, "{id} has no range");
            for text in [indicator.formula, indicator.reading, indicator.caveat] {
                assert!(!text.ends_with('.') && !text.contains('|'), "{id}: {text}");
            }
        }
    }

    /// Ids that files, scripts and tables of people may name already: none may go, new ones are added.
    const RELEASED: &str = "
        overall overall_geometric overall_arithmetic spontaneity spontaneity.entry
        spontaneity.contestability spontaneity.bottom_up spontaneity.decentralization
        spontaneity.coopetition trust trust.mean_trust trust.coverage trust.closure
        trust.multiplexity trust.maturity trust.institutions spillover spillover.knowledge_access
        spillover.research_reach spillover.related_variety spillover.pipelines spillover.mobility
        coordination coordination.chain coordination.connectedness coordination.efficiency
        coordination.integrators coordination.joint_action coordination.flexibility
        external_economies external_economies.local_sourcing external_economies.labor_pool
        external_economies.public_goods external_economies.low_transaction_cost
        external_economies.mass external_economies.specialization regional regional.brand
        regional.export regional.productivity regional.small_world_form regional.innovation
        regional.rivalry diamond diamond.factor diamond.factor.basic diamond.factor.specialized
        diamond.factor.capital diamond.demand diamond.demand.sophistication
        diamond.demand.customers diamond.demand.outside diamond.related diamond.rivalry actors
        tied_pairs density arc_density mean_degree components largest_component connectedness transitivity
        mean_clustering path_length diameter global_efficiency local_efficiency
        degree_centralization betweenness_centralization closeness_centralization
        degree_assortativity reciprocity articulation_points bridges robustness firms kinds jobs
        modularity groups kind_assortativity role_assortativity ei_role ei_external largest_core
        largest_core_members core_periphery_fit core_size hierarchy_slope correlation_slope
        mean_constraint mean_effective_size brokerage brokerage.coordinator brokerage.itinerant
        brokerage.gatekeeper brokerage.representative brokerage.liaison small_world_sigma
        small_world_omega triads triads.003 triads.012 triads.102 triads.021d triads.021u
        triads.021c triads.111d triads.111u triads.030t triads.030c triads.201 triads.120d
        triads.120u triads.120c triads.210 triads.300
        hhi effective_number labor_pool variety related_variety unrelated_variety
        value_chain_completeness vertical_integration leakage output_multiplier
        transaction_cost_index transaction_cost_multiplier location_quotient ellison_glaeser
    ";

    #[test]
    fn released_ids_stay() {
        let mut released: Vec<&str> = RELEASED.split_whitespace().collect();
        let mut found: Vec<&str> = ALL.iter().map(|indicator| indicator.id).collect();
        released.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, released);
    }

    #[test]
    fn parts_and_weights_belong_together() {
        let weighted: Vec<&str> = assumption::ALL
            .iter()
            .filter_map(|a| a.id.strip_prefix("weight."))
            .collect();
        let ids = DIMENSIONS.iter().map(|dimension| dimension.id);
        let parts = DIMENSIONS
            .iter()
            .flat_map(|dimension| dimension.parts.iter().copied());
        assert_eq!(ids.chain(parts).collect::<Vec<_>>(), weighted);
        for dimension in DIMENSIONS {
            assert!(find(dimension.id).unwrap().group.is_dimension());
            for part in dimension.parts {
                assert_eq!(find(part).unwrap().group, Group::Part(dimension.id), "{part}");
            }
        }
        for part in CORNERS.iter().flat_map(|corner| corner.parts) {
            assert_eq!(find(part).unwrap().bounds, (0.0, 1.0), "{part}");
        }
    }

    #[test]
    fn formulas_name_assumptions_that_exist() {
        let words =
            |text: &'static str| text.split(|c: char| !(c.is_ascii_lowercase() || c == '_' || c == '.'));
        for indicator in ALL {
            for word in words(indicator.formula).filter(|word| word.starts_with("half.")) {
                assert!(assumption::find(word).is_some(), "{}: {word}", indicator.id);
            }
        }
    }
}
