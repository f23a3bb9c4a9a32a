//! The formats that are known, each declared once: for dialogs, the command line, help and tests.

/// A format of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// Text in cells: comma, tab, semicolon or another separator; one tie list, actor list or matrix.
    Table,
    /// Excel workbook.
    Xlsx,
    /// GraphML, all dialects.
    GraphMl,
    /// GEXF 1.1 to 1.3.
    Gexf,
    /// UCINET DL.
    Dl,
    /// Pajek network or project, partition or vector.
    Pajek,
    /// Kumu project.
    Kumu,
    /// Node-link JSON as d3 and networkx write it.
    NodeLink,
    /// Graphology and Gephi Lite.
    Graphology,
    /// JSON Graph Format, versions 1 and 2.
    JsonGraph,
    /// Cytoscape.js.
    Cyjs,
    /// Cytoscape exchange, version 2.
    Cx2,
    /// VOSviewer.
    VosViewer,
    /// Graph Modelling Language.
    Gml,
    /// Graphviz.
    Dot,
}

/// What is known of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatInfo {
    /// Short and stable, for the command line: `graphml`.
    pub id: &'static str,
    /// For people: "GraphML".
    pub name: &'static str,
    /// Endings of file names, without a point; the first is written.
    pub endings: &'static [&'static str],
    /// Whether it can be written, too.
    pub written: bool,
}

impl Format {
    /// All, the most used first.
    pub const ALL: [Self; 15] = [
        Self::Table,
        Self::Xlsx,
        Self::GraphMl,
        Self::Gexf,
        Self::Dl,
        Self::Pajek,
        Self::Kumu,
        Self::NodeLink,
        Self::Graphology,
        Self::JsonGraph,
        Self::Cyjs,
        Self::Cx2,
        Self::VosViewer,
        Self::Gml,
        Self::Dot,
    ];

    /// What is known of it.
    pub const fn info(self) -> FormatInfo {
        let (id, name, endings, written): (_, _, &'static [&'static str], _) = match self {
            Self::Table => ("csv", "Table of text", &["csv", "tsv", "tab", "txt"], true),
            Self::Xlsx => ("xlsx", "Excel workbook", &["xlsx"], true),
            Self::GraphMl => ("graphml", "GraphML", &["graphml", "xml"], true),
            Self::Gexf => ("gexf", "GEXF (Gephi)", &["gexf"], true),
            Self::Dl => ("dl", "UCINET DL", &["dl", "txt"], true),
            Self::Pajek => ("pajek", "Pajek", &["net", "paj", "clu", "vec"], true),
            Self::Kumu => ("kumu", "Kumu project", &["json"], false),
            Self::NodeLink => ("node-link", "Node-link JSON", &["json"], true),
            Self::Graphology => ("graphology", "Graphology, Gephi Lite", &["json"], false),
            Self::JsonGraph => ("jgf", "JSON Graph Format", &["json", "jgf"], false),
            Self::Cyjs => ("cyjs", "Cytoscape.js", &["cyjs", "json"], false),
            Self::Cx2 => ("cx2", "Cytoscape CX2", &["cx2"], false),
            Self::VosViewer => ("vosviewer", "VOSviewer", &["json"], false),
            Self::Gml => ("gml", "GML", &["gml"], true),
            Self::Dot => ("dot", "Graphviz DOT", &["dot", "gv"], true),
        };
        FormatInfo {
            id,
            name,
            endings,
            written,
        }
    }

    /// By its [`FormatInfo::id`].
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.info().id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_lead_back() {
        for format in Format::ALL {
            assert_eq!(Format::from_id(format.info().id), Some(format));
        }
    }
}
