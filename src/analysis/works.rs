//! Bibliography: one entry per work, named by indicators.

/// A published work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// Family names.
    pub authors: &'static str,
    /// Year of publication.
    pub year: u16,
    /// Title.
    pub title: &'static str,
}

impl Work {
    /// As it stands in a text, for instance "Porter 1990".
    pub fn short(&self) -> String {
        format!("{} {}", self.authors, self.year)
    }
}

macro_rules! works {
    ($($name:ident: $authors:literal, $year:literal, $title:literal;)*) => {
        $(pub(super) static $name: Work = Work { authors: $authors, year: $year, title: $title };)*

        /// All works, by author and year.
        pub static ALL: &[&Work] = &[$(&$name),*];
    };
}

#[rustfmt::skip]
works! {
    ADELMAN_1955: "Adelman", 1955, "Concept and statistical measurement of vertical integration";
    ALMEIDA_KOGUT_1999: "Almeida & Kogut", 1999, "Localization of knowledge and the mobility of engineers in regional networks";
    ANG_2005: "Ang", 2005, "The LMDI approach to decomposition analysis: a practical guide";
    BATHELT_2004: "Bathelt, Malmberg & Maskell", 2004, "Clusters and knowledge: local buzz, global pipelines and the process of knowledge creation";
    BONACICH_1972: "Bonacich", 1972, "Factoring and weighting approaches to status scores and clique identification";
    BORGATTI_1997: "Borgatti", 1997, "Structural holes: unpacking Burt's redundancy measures";
    BORGATTI_EVERETT_2000: "Borgatti & Everett", 2000, "Models of core/periphery structures";
    BRANDENBURGER_NALEBUFF_1996: "Brandenburger & Nalebuff", 1996, "Co-opetition";
    BRANDES_2001: "Brandes", 2001, "A faster algorithm for betweenness centrality";
    BRIN_PAGE_1998: "Brin & Page", 1998, "The anatomy of a large-scale hypertextual Web search engine";
    BUENSTORF_KLEPPER_2009: "Buenstorf & Klepper", 2009, "Heritage and agglomeration: the Akron tyre cluster revisited";
    BURT_1992: "Burt", 1992, "Structural holes";
    BURT_2004: "Burt", 2004, "Structural holes and good ideas";
    COHEN_LEVINTHAL_1990: "Cohen & Levinthal", 1990, "Absorptive capacity: a new perspective on learning and innovation";
    COLEMAN_1988: "Coleman", 1988, "Social capital in the creation of human capital";
    COWAN_JONARD_2004: "Cowan & Jonard", 2004, "Network structure and the diffusion of knowledge";
    CRESPO_2014: "Crespo, Suire & Vicente", 2014, "Lock-in or lock-out? How structural properties of knowledge networks affect regional resilience";
    DYER_CHU_2003: "Dyer & Chu", 2003, "The role of trustworthiness in reducing transaction costs and improving performance";
    ELLISON_GLAESER_1997: "Ellison & Glaeser", 1997, "Geographic concentration in U.S. manufacturing industries: a dartboard approach";
    FREEMAN_1977: "Freeman", 1977, "A set of measures of centrality based on betweenness";
    FREEMAN_1979: "Freeman", 1979, "Centrality in social networks: conceptual clarification";
    FRENKEN_2007: "Frenken, van Oort & Verburg", 2007, "Related variety, unrelated variety and regional economic growth";
    GIRVAN_NEWMAN_2002: "Girvan & Newman", 2002, "Community structure in social and biological networks";
    GIULIANI_BELL_2005: "Giuliani & Bell", 2005, "The micro-determinants of meso-level learning and innovation";
    GLAESER_1992: "Glaeser, Kallal, Scheinkman & Shleifer", 1992, "Growth in cities";
    GOULD_FERNANDEZ_1989: "Gould & Fernandez", 1989, "Structures of mediation: a formal approach to brokerage in transaction networks";
    GRANOVETTER_1985: "Granovetter", 1985, "Economic action and social structure: the problem of embeddedness";
    HIRSCHMAN_1964: "Hirschman", 1964, "The paternity of an index";
    HOLLAND_LEINHARDT_1970: "Holland & Leinhardt", 1970, "A method for detecting structure in sociometric data";
    HUMPHRIES_GURNEY_2008: "Humphries & Gurney", 2008, "Network small-world-ness";
    ISSERMAN_1977: "Isserman", 1977, "The location quotient approach to estimating regional economic impacts";
    JAFFE_1989: "Jaffe", 1989, "Real effects of academic research";
    KLEPPER_2007: "Klepper", 2007, "Disagreements, spinoffs, and the evolution of Detroit as the capital of the U.S. automobile industry";
    KRACKHARDT_1994: "Krackhardt", 1994, "Graph theoretical dimensions of informal organizations";
    KRACKHARDT_STERN_1988: "Krackhardt & Stern", 1988, "Informal networks and organizational crises";
    KRUGMAN_1991: "Krugman", 1991, "Geography and trade";
    LATORA_MARCHIORI_2001: "Latora & Marchiori", 2001, "Efficient behavior of small-world networks";
    LEONTIEF_1936: "Leontief", 1936, "Quantitative input and output relations in the economic system of the United States";
    MARCHIORI_LATORA_2000: "Marchiori & Latora", 2000, "Harmony in the small-world";
    MARKUSEN_1996: "Markusen", 1996, "Sticky places in slippery space: a typology of industrial districts";
    MARSHALL_1890: "Marshall", 1890, "Principles of economics";
    MASLOV_SNEPPEN_2002: "Maslov & Sneppen", 2002, "Specificity and stability in topology of protein networks";
    MCEVILY_ZAHEER_1999: "McEvily & Zaheer", 1999, "Bridging ties: a source of firm heterogeneity in competitive capabilities";
    MILLER_BLAIR_2009: "Miller & Blair", 2009, "Input–output analysis: foundations and extensions";
    NARDO_2008: "Nardo et al. (OECD/JRC)", 2008, "Handbook on constructing composite indicators";
    NEWMAN_2002: "Newman", 2002, "Assortative mixing in networks";
    NEWMAN_2003: "Newman", 2003, "Mixing patterns in networks";
    NEWMAN_GIRVAN_2004: "Newman & Girvan", 2004, "Finding and evaluating community structure in networks";
    PORTER_1985: "Porter", 1985, "Competitive advantage";
    PORTER_1990: "Porter", 1990, "The competitive advantage of nations";
    PORTER_1998: "Porter", 1998, "Clusters and the new economics of competition";
    PUTNAM_1993: "Putnam", 1993, "Making democracy work";
    ROMER_1990: "Romer", 1990, "Endogenous technological change";
    SALTELLI_2010: "Saltelli, Annoni, Azzini, Campolongo, Ratto & Tarantola", 2010, "Variance based sensitivity analysis of model output: design and estimator for the total sensitivity index";
    SAXENIAN_1994: "Saxenian", 1994, "Regional advantage";
    SCHMITZ_1995: "Schmitz", 1995, "Collective efficiency: growth path for small-scale industry";
    SCHNEIDER_2011: "Schneider, Moreira, Andrade, Havlin & Herrmann", 2011, "Mitigation of malicious attacks on networks";
    SEIDMAN_1983: "Seidman", 1983, "Network structure and minimum degree";
    SHAPLEY_1953: "Shapley", 1953, "A value for n-person games";
    SHORROCKS_2013: "Shorrocks", 2013, "Decomposition procedures for distributional analysis: a unified framework based on the Shapley value";
    SOBOL_1993: "Sobol", 1993, "Sensitivity estimates for nonlinear mathematical models";
    SPORNS_ZWI_2004: "Sporns & Zwi", 2004, "The small world of the cerebral cortex";
    TARJAN_1972: "Tarjan", 1972, "Depth-first search and linear graph algorithms";
    TELESFORD_2011: "Telesford, Joyce, Hayasaka, Burdette & Laurienti", 2011, "The ubiquity of small-world networks";
    THEIL_1972: "Theil", 1972, "Statistical decomposition analysis";
    TIROLE_1996: "Tirole", 1996, "A theory of collective reputations";
    TRAAG_2019: "Traag, Waltman & van Eck", 2019, "From Louvain to Leiden: guaranteeing well-connected communities";
    US_MERGER_GUIDELINES_2010: "U.S. Department of Justice & Federal Trade Commission", 2010, "Horizontal merger guidelines";
    UZZI_1997: "Uzzi", 1997, "Social structure and competition in interfirm networks: the paradox of embeddedness";
    WASSERMAN_FAUST_1994: "Wasserman & Faust", 1994, "Social network analysis";
    WATTS_STROGATZ_1998: "Watts & Strogatz", 1998, "Collective dynamics of small-world networks";
    WILLIAMSON_1985: "Williamson", 1985, "The economic institutions of capitalism";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn works_are_in_order() {
        assert!(ALL.is_sorted_by_key(|work| (work.authors, work.year)));
    }
}
