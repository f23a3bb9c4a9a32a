//! What people and programs write above the columns of their tables, in six languages.
//!
//! Headings are only hints: what a column is also depends on what is in it, and a person has the last word.

use crate::base::fold::letters;

/// What a heading speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Heading {
    /// First end of a tie.
    From,
    /// Second end of a tie.
    To,
    /// Name.
    Label,
    /// What others refer to it by.
    Id,
    /// Kind of the actor or tie.
    Kind,
    /// Which way a tie goes.
    Direction,
    /// Place on the map, to the right.
    X,
    /// Place on the map, up or down.
    Y,
    /// Size of the mark.
    Size,
    /// Color.
    Color,
    /// Group, cluster or partition.
    Group,
    /// A field of actors or ties, by its id in [`crate::model::field`].
    Field(&'static str),
}

use Heading::{Color, Direction, Field, From, Group, Id, Kind, Label, Size, To, X, Y};

/// Headings of tables of ties, written as [`plain`] leaves them.
const TIES: &[(Heading, &str)] = &[
    // Gephi, Kumu, NodeXL, d3, Neo4j and other programs; then English and the other languages.
    (
        From,
        "source from vertex1 node1 srcid src sourceid fromid startid startnode start sender ego actor1 firm1 company1 organization1 organisation1 tail origin supplier seller sourcenode nodea a station1 corecluster sourcename fromname",
    ),
    (
        From,
        "quelle von start ausgangspunkt lieferant verkaufer anbieter akteur1 partner1 knoten1",
    ),
    (
        From,
        "origine de depart fournisseur vendeur acteur1 sommet1 noeud1",
    ),
    (From, "origen desde fuente proveedor vendedor nodo1"),
    (
        From,
        "origine da sorgente partenza fornitore venditore attore1 nodo1 vertice1",
    ),
    (
        From,
        "源 源节点 来源 起点 起始 起始节点 始点 甲方 供应商 供货商 卖方 供方 上游 上游企业 从 发送方 出发 源头 主体1 企业1 公司1 节点1",
    ),
    (
        To,
        "target to vertex2 node2 dstid tgtid dst targetid toid endid endnode end destination dest receiver recipient alter actor2 firm2 company2 organization2 organisation2 head buyer customer targetnode nodeb b station2 linkedcluster targetname toname",
    ),
    (
        To,
        "ziel nach zu kunde kaufer abnehmer empfanger akteur2 partner2 knoten2",
    ),
    (
        To,
        "cible vers destination arrivee client acheteur acteur2 sommet2 noeud2",
    ),
    (To, "destino hasta hacia objetivo cliente comprador nodo2"),
    (
        To,
        "destinazione verso arrivo cliente acquirente attore2 nodo2 vertice2",
    ),
    (
        To,
        "目标 目标节点 终点 终止 终止节点 去向 乙方 客户 采购商 买方 需方 下游 下游企业 到 至 接收方 到达 主体2 企业2 公司2 节点2",
    ),
    (
        Kind,
        "kind type tietype edgetype linktype relation relationship relationtype relationshiptype interaction reltype category class predicate",
    ),
    (
        Kind,
        "art typ beziehung beziehungsart beziehungstyp kategorie verbindungsart",
    ),
    (Kind, "genre categorie typederelation typedelien"),
    (Kind, "tipo categoria relacion tipoderelacion vinculo"),
    (Kind, "relazione tipodirelazione tipologia legame"),
    (Kind, "类型 关系 关系类型 类别 种类 联系类型 连接类型 合作类型"),
    (
        Direction,
        "direction directed directionality richtung gerichtet dirige dirigido direccion direzione orientation orientierung 方向 有向 是否有向",
    ),
    (
        Field("weight"),
        "weight strength intensity w count edgeweight linkweight width thickness score times multiplicity",
    ),
    (Field("weight"), "gewicht starke intensitat anzahl"),
    (Field("weight"), "poids force intensite nombre"),
    (Field("weight"), "peso fuerza intensidad forza intensita"),
    (Field("weight"), "权重 强度 权值 次数 数量 边权"),
    (
        Field("trust"),
        "trust vertrauen confiance confianza fiducia 信任 信任度",
    ),
    (
        Field("frequency"),
        "frequency contacts contactsperyear contactsayear haufigkeit kontakte frequence frecuencia frequenza 频率 频次 接触次数 联系频率",
    ),
    (
        Field("age"),
        "age years duration jahre dauer anciennete duree antiguedad duracion eta durata 年限 年数 合作年限 持续时间",
    ),
    (
        Field("formality"),
        "formality formalitat formalite formalidad formalita 正式程度 正式性",
    ),
    (
        Field("value"),
        "value amount volume turnover transactionvalue contractvalue wert betrag umsatz volumen valeur montant valor importe monto valore importo 金额 交易额 合同金额 价值 采购额 投资额",
    ),
    (
        Field("mutual"),
        "mutual reciprocal bidirectional gegenseitig beidseitig mutuel reciproque mutuo reciproco bidirezionale 双向 互相 相互",
    ),
    (
        Field("enabled"),
        "enabled active aktiv actif activo attivo 启用 有效",
    ),
    (
        Field("note"),
        "note notes comment comments description remark remarks details notiz notizen anmerkung bemerkung kommentar beschreibung commentaire remarque nota notas comentario descripcion osservazioni commento descrizione 备注 说明 描述 注释 备考",
    ),
    (
        Field("tags"),
        "tags tag keywords keyword stichworte schlagworte schlagworter motscles etiquettes etiquetas palabrasclave etichette parolechiave 标签 关键词",
    ),
    (
        Id,
        "id edgeid linkid tieid key kennung nummer nr identifiant identificador identificatore 编号 序号 边编号",
    ),
    (
        Label,
        "label edgelabel name title bezeichnung nom nome 名称 标签名",
    ),
    (Color, "color colour edgecolor farbe couleur colore 颜色"),
    (Size, "size grosse taille tamano dimensione 大小"),
];

/// Headings of tables of actors, written as [`plain`] leaves them.
const ACTORS: &[(Heading, &str)] = &[
    (
        Label,
        "label name title displayname actor firm company organization organisation institution member node vertexlabel fullname firmname companyname organizationname organisationname actorname nodename",
    ),
    (
        Label,
        "bezeichnung firma unternehmen organisationsname firmenname akteur einrichtung mitglied titel",
    ),
    (
        Label,
        "nom raisonsociale entreprise societe acteur libelle etablissement membre",
    ),
    (
        Label,
        "nombre empresa organizacion actora razonsocial entidad miembro",
    ),
    (
        Label,
        "nome azienda impresa organizzazione attore ragionesociale ente denominazione membro",
    ),
    (
        Label,
        "名称 企业 企业名称 公司 公司名称 机构 机构名称 单位 单位名称 姓名 名字 节点 节点名称 组织 主体 厂商 标签名",
    ),
    (
        Id,
        "id key nodeid vertex vertexid actorid code identifier number no uid kennung nummer nr identifiant identificador codigo identificatore codice 编号 序号 代码 节点编号 企业代码 统一社会信用代码",
    ),
    (
        Kind,
        "kind type nodetype actortype role category class entitytype organizationtype organisationtype sort elementtype orgtype",
    ),
    (Kind, "art typ rolle kategorie klasse akteurstyp organisationstyp"),
    (Kind, "genre categorie role typedacteur nature"),
    (Kind, "tipo categoria rol clase tipodeactor"),
    (Kind, "tipologia ruolo classe tipodiattore"),
    (
        Kind,
        "类型 类别 种类 角色 机构类型 企业类型 主体类型 节点类型 性质",
    ),
    (X, "x posx positionx xpos xcoordinate xcoord 横坐标 x坐标"),
    (Y, "y posy positiony ypos ycoordinate ycoord 纵坐标 y坐标"),
    (
        Size,
        "size nodesize marksize grosse taille tamano dimensione 大小 节点大小",
    ),
    (Color, "color colour nodecolor farbe couleur colore 颜色"),
    (
        Group,
        "group cluster community module modularityclass partition subgroup gruppe gemeinschaft modul groupe communaute grappe grupo comunidad gruppo comunita 组 分组 群组 聚类 社区 集群 子群",
    ),
    (
        Field("jobs"),
        "jobs employees employment staff headcount workers mitarbeiter beschaftigte arbeitsplatze personal emplois effectif effectifs salaries employes empleos empleados trabajadores addetti dipendenti occupati 员工 员工数 员工人数 就业 就业人数 从业人数 人数 职工人数",
    ),
    (
        Field("revenue"),
        "revenue turnover sales budget umsatz erlos haushalt chiffredaffaires ca recettes ingresos facturacion ventas presupuesto fatturato ricavi bilancio 营业收入 收入 营收 销售额 产值 预算",
    ),
    (
        Field("capability"),
        "capability innovationcapability innovation innovationsfahigkeit capacitedinnovation capacidaddeinnovacion capacitadiinnovazione 创新能力",
    ),
    (
        Field("absorption"),
        "absorption absorptivecapacity absorptionsfahigkeit capacitedabsorption capacidaddeabsorcion capacitadiassorbimento 吸收能力",
    ),
    (
        Field("export"),
        "export exports exportshare exportquote exportanteil exportation exportations exportacion cuotadeexportacion esportazioni quotaexport 出口 出口比例 出口份额 外销比例",
    ),
    (
        Field("reputation"),
        "reputation standing ansehen ruf reputacion reputazione 声誉 信誉 口碑",
    ),
    (
        Field("founded"),
        "founded foundingyear yearfounded established founding inception gegrundet grundung grundungsjahr fondation anneedecreation creation fundacion fundada anodefundacion fondazione annodifondazione 成立年份 成立时间 成立年 创立年份 建立年份",
    ),
    (
        Field("external"),
        "external outside foreign extern auswartig externe externo esterno 外部 区外 外地",
    ),
    (
        Field("activity"),
        "activity activitycode naics sic isic nace noga wz nafcode naf ateco cnae industrycode industry sector branch branche wirtschaftszweig secteur industrie activite actividad settore attivita 行业 行业代码 产业 活动",
    ),
    (
        Field("research"),
        "research rd rdshare rdintensity researchshare forschung fueanteil recherche partrd investigacion ricerca quotars 研发 研发强度 研发占比 研发投入占比",
    ),
    (
        Field("productivity"),
        "productivity produktivitat productivite productividad produttivita 生产率 劳动生产率",
    ),
    (
        Field("note"),
        "note notes comment comments description remark remarks details notiz notizen anmerkung bemerkung kommentar beschreibung commentaire remarque nota notas comentario descripcion osservazioni commento descrizione 备注 说明 描述 注释 简介",
    ),
    (
        Field("tags"),
        "tags tag keywords keyword stichworte schlagworte schlagworter motscles etiquettes etiquetas palabrasclave etichette parolechiave 标签 关键词",
    ),
];

/// Without case, accents, blanks, signs, and units in brackets.
pub fn plain(heading: &str) -> String {
    let mut plain = String::with_capacity(heading.len());
    let mut depth = 0_usize;
    let outside = |depth: usize, c: char, plain: &mut String| {
        letters(c, |letter| {
            if depth == 0 && letter.is_alphanumeric() {
                plain.push(letter);
            }
        });
    };
    for c in heading.chars() {
        match c {
            '(' | '[' | '（' | '【' => depth += 1,
            ')' | ']' | '）' | '】' => depth = depth.saturating_sub(1),
            _ => outside(depth, c, &mut plain),
        }
    }
    plain
}

fn find(table: &[(Heading, &str)], heading: &str) -> Option<Heading> {
    let heading = plain(heading);
    let row = table
        .iter()
        .find(|(_, words)| words.split(' ').any(|word| word == heading));
    row.map(|&(heading, _)| heading)
}

/// What a heading over ties speaks of.
pub fn of_ties(heading: &str) -> Option<Heading> {
    find(TIES, heading)
}

/// What a heading over actors speaks of.
pub fn of_actors(heading: &str) -> Option<Heading> {
    find(ACTORS, heading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_programs_and_languages_are_known() {
        for (heading, meant) in [
            ("Source", From),
            (" FROM ", From),
            ("Vertex 1", From),
            ("src_id", From),
            ("供应商", From),
            ("甲方", From),
            ("Quelle", From),
            ("Target", To),
            ("Vertex 2", To),
            ("客户", To),
            ("Käufer", To),
            ("interaction", Kind),
            ("类型", Kind),
            ("Weight", Field("weight")),
            ("Stärke", Field("weight")),
            ("权重", Field("weight")),
            ("Directed", Direction),
        ] {
            assert_eq!(of_ties(heading), Some(meant), "{heading}");
        }
        for (heading, meant) in [
            ("Label", Label),
            ("企业名称", Label),
            ("Modularity Class", Group),
            ("Umsatz (Mio. €)", Field("revenue")),
            ("员工人数（人）", Field("jobs")),
            ("Année de création", Field("founded")),
            ("Vertex", Id),
        ] {
            assert_eq!(of_actors(heading), Some(meant), "{heading}");
        }
        assert_eq!(of_actors("city"), None);
    }

    #[test]
    fn words_stand_as_they_are_compared_and_only_once() {
        for table in [TIES, ACTORS] {
            let mut words: Vec<(&str, Heading)> = table
                .iter()
                .flat_map(|&(heading, words)| words.split(' ').map(move |word| (word, heading)))
                .collect();
            for (word, _) in &words {
                assert_eq!(plain(word), *word);
            }
            words.sort_unstable();
            words.dedup();
            for pair in words.windows(2) {
                assert!(pair[0].0 != pair[1].0, "{pair:?}");
            }
        }
    }
}
