//! Which kinds the words of other people stand for: what the program knows, and what a person has taught it.

use std::sync::LazyLock;

use crate::base::fold::folded;
use crate::exchange::draft::Direction;
use crate::files::settings::KnownWords;
use crate::model::{ActorKind, TieKind};

use super::{By, Mapping, words};

/// The words that the program knows and those that a person has taught it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dictionary {
    taught: KnownWords,
}

impl Dictionary {
    /// With what a person has taught some other time.
    pub fn of(taught: KnownWords) -> Self {
        Self { taught }
    }

    /// What a person has taught, to be kept.
    pub fn taught(&self) -> &KnownWords {
        &self.taught
    }

    /// The kind of actor that a word stands for, and who says so.
    pub fn actor(&self, word: &str) -> Option<(ActorKind, By)> {
        if let Some(&kind) = self.taught.actors.get(&plain(word)) {
            return Some((kind, By::Memory));
        }
        let by_id = ActorKind::ALL
            .into_iter()
            .find(|kind| kind.name() == word || kind.id() == word);
        by_id
            .or_else(|| find(&ACTORS, word).copied())
            .map(|kind| (kind, By::Guess))
    }

    /// The kind of tie that a word stands for, whether it looks at the tie from its second end, and who says so.
    pub fn tie(&self, word: &str) -> Option<(TieKind, bool, By)> {
        if let Some(&(kind, turned)) = self.taught.ties.get(&plain(word)) {
            return Some((kind, turned, By::Memory));
        }
        let by_id = TieKind::ALL
            .into_iter()
            .find(|kind| kind.name() == word || kind.id() == word);
        by_id
            .map(|kind| (kind, false))
            .or_else(|| find(&TIES, word).copied())
            .map(|(kind, turned)| (kind, turned, By::Guess))
    }

    /// Remembers what a person has chosen for words in this mapping; whether that is news.
    pub fn learn(&mut self, mapping: &Mapping) -> bool {
        let mut news = false;
        for choice in mapping
            .actor_words
            .iter()
            .filter(|choice| choice.by == By::Choice)
        {
            if let Some(kind) = choice.kind {
                news |= self.taught.learn_actor(plain(&choice.word), kind);
            }
        }
        for choice in mapping.tie_words.iter().filter(|choice| choice.by == By::Choice) {
            if let Some(kind) = choice.kind {
                news |= self.taught.learn_tie(plain(&choice.word), kind, choice.turned);
            }
        }
        news
    }
}

/// The direction that a word stands for.
pub(in crate::exchange) fn direction(word: &str) -> Option<Direction> {
    let word = plain(word);
    let row = words::DIRECTIONS
        .iter()
        .find(|(_, words)| words.split('|').any(|known| plain(known) == word))?;
    Some(match row.0 {
        "directed" => Direction::Directed,
        "mutual" => Direction::Mutual,
        _ => Direction::Undirected,
    })
}

/// A word as it is compared: without case, accents, widths and signs, one blank between parts.
pub(super) fn plain(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for c in folded(word).chars() {
        if c.is_alphanumeric() {
            plain.push(c);
        } else if !plain.is_empty() && !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// Known phrases with what they stand for, in the parts that are compared.
type Phrases<T> = Vec<(Vec<String>, T)>;

static ACTORS: LazyLock<Phrases<ActorKind>> =
    LazyLock::new(|| phrases(words::ACTORS.iter().map(|&(kind, words)| (words, kind))));
static TIES: LazyLock<Phrases<(TieKind, bool)>> = LazyLock::new(|| {
    phrases(
        words::TIES
            .iter()
            .map(|&(kind, turned, words)| (words, (kind, turned))),
    )
});

fn phrases<T: Copy>(rows: impl Iterator<Item = (&'static str, T)>) -> Phrases<T> {
    rows.flat_map(|(words, means)| words.split('|').map(move |word| (parts(word), means)))
        .collect()
}

/// Stems of the parts of a phrase; Chinese is not taken apart.
fn parts(phrase: &str) -> Vec<String> {
    plain(phrase)
        .split(' ')
        .map(|part| stem(part).to_owned())
        .collect()
}

/// What is left when the endings of plurals, genders and cases in five languages are taken off. Crude, but both sides
/// are treated alike.
fn stem(part: &str) -> &str {
    const KEPT: usize = 4;
    let mut stem = part;
    while stem.len() > KEPT && stem.is_ascii() && stem.ends_with(['s', 'e', 'n', 'i', 'o', 'a', 'x', 'y']) {
        stem = &stem[..stem.len() - 1];
    }
    stem
}

fn is_han(text: &str) -> bool {
    text.chars().any(|c| ('\u{2e80}'..='\u{9fff}').contains(&c))
}

/// What a word or phrase stands for: the whole of it, else the longest known phrase in it, of equally long ones the
/// last. German puts its words together, so the end of a part counts as well.
fn find<'p, T>(known: &'p Phrases<T>, word: &str) -> Option<&'p T> {
    /// Shorter ends of German words would be found by chance.
    const LEAST_END: usize = 6;
    let parts = parts(word);
    if parts.iter().all(String::is_empty) {
        return None;
    }
    if let Some((_, means)) = known.iter().find(|(phrase, _)| *phrase == parts) {
        return Some(means);
    }
    let mut best: Option<(usize, usize, &T)> = None;
    for (phrase, means) in known {
        let letters: usize = phrase.iter().map(|part| part.chars().count()).sum();
        let generic =
            matches!(phrase.as_slice(), [one] if words::GENERIC.split('|').any(|word| stem(word) == one));
        let length = if generic { 1 } else { letters };
        let at = match phrase.as_slice() {
            [one] if is_han(one) => {
                // A single sign may be part of anything.
                if letters < 2 {
                    continue;
                }
                parts
                    .iter()
                    .enumerate()
                    .rev()
                    .find_map(|(number, part)| part.rfind(one.as_str()).map(|at| number * 1000 + at))
            }
            [one] if one.len() >= LEAST_END => parts
                .iter()
                .rposition(|part| part.ends_with(one.as_str()))
                .map(|at| at * 1000),
            phrase => parts
                .windows(phrase.len())
                .rposition(|window| window == phrase)
                .map(|at| at * 1000),
        };
        if let Some(at) = at
            && best.is_none_or(|(longest, last, _)| (length, at) > (longest, last))
        {
            best = Some((length, at, means));
        }
    }
    best.map(|(_, _, means)| means)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn actor(word: &str) -> Option<ActorKind> {
        Dictionary::default().actor(word).map(|(kind, _)| kind)
    }

    fn tie(word: &str) -> Option<(TieKind, bool)> {
        Dictionary::default()
            .tie(word)
            .map(|(kind, turned, _)| (kind, turned))
    }

    #[test]
    fn words_of_six_languages_find_their_kind_of_actor() {
        use ActorKind::{
            Association, Center, Customer, Final, Finance, Government, Institute, Intermediary, Intermediate,
            Related, Service, Standards, Supplier, Training, University,
        };
        for (words, kind) in [
            (
                "Manufacturers|FIRM|Hersteller|Unternehmen|entreprises|Empresas|aziende|企业|家电制造商",
                Final,
            ),
            (
                "component manufacturer|Komponenten|composants|零部件|汽车零部件企业",
                Intermediate,
            ),
            ("related industries|相关产业", Related),
            (
                "Supplier|suppliers|Zulieferer|Maschinenbauzulieferer|fournisseurs|proveedores|fornitori|供应商|原材料供应商",
                Supplier,
            ),
            ("Service provider|consulting firm|Dienstleister|物流企业", Service),
            (
                "Bank|banks|Banken|banque|banco|banche|Venture Capital Firm|银行|风险投资机构",
                Finance,
            ),
            ("trader|Großhändler|grossistes|经销商", Intermediary),
            (
                "University|universities|Universitäten|université|Universidades|università|大学|高校",
                University,
            ),
            (
                "research institute|R&D Lab|Forschungsinstitute|laboratoire|研究所",
                Institute,
            ),
            ("vocational school|Berufsschulen|escuela|职业学校", Training),
            ("standards body|certification|Zertifizierung|认证机构", Standards),
            (
                "Incubator|technology centre|Technologiezentren|incubatori|孵化器",
                Center,
            ),
            (
                "Government agency|ministries|Behörde|ministère|Ayuntamiento|comuni|政府|地方政府部门",
                Government,
            ),
            (
                "Trade Association|chamber of commerce|Verbände|Kammern|fédérations|asociación|协会|行业商会",
                Association,
            ),
            ("customers|Kunden|clients|Clientes|客户", Customer),
        ] {
            for word in words.split('|') {
                assert_eq!(actor(word), Some(kind), "{word}");
            }
        }
        for strange in ["Frobnicator", "A", "", "--", "型"] {
            assert_eq!(actor(strange), None, "{strange}");
        }
    }

    #[test]
    fn words_of_six_languages_find_their_kind_of_tie_and_its_direction() {
        for (words, kind, turned) in [
            (
                "supplies|Sells to|Lieferbeziehung|fourniture|suministro|fornitura|供应|供货关系",
                TieKind::Supply,
                false,
            ),
            (
                "buys from|Customer of|kauft von|acquista da|采购",
                TieKind::Supply,
                true,
            ),
            (
                "knowledge transfer|Wissenstransfer|technology-transfer|技术转让",
                TieKind::Knowledge,
                false,
            ),
            (
                "cooperation|Zusammenarbeit|collaborations|colaboración|strategic alliance|合作|战略合作",
                TieKind::Cooperation,
                false,
            ),
            (
                "competes with|Konkurrenz|concurrence|竞争关系",
                TieKind::Competition,
                false,
            ),
            ("friendship|Vertrauen|amitié|亲属", TieKind::Social, false),
            ("member of|Mitgliedschaft|会员", TieKind::Governance, false),
            ("invests in|Finanzierung|crédit|投资", TieKind::Finance, false),
            ("funded by|gefördert von", TieKind::Finance, true),
            ("labour mobility|人才流动", TieKind::Labor, false),
            ("Spin-Off|衍生企业", TieKind::Spinoff, false),
            ("spun off from", TieKind::Spinoff, true),
            ("owns|Beteiligung|控股", TieKind::Ownership, false),
            ("subsidiary of|Tochtergesellschaft", TieKind::Ownership, true),
        ] {
            for word in words.split('|') {
                assert_eq!(tie(word), Some((kind, turned)), "{word}");
            }
        }
        assert_eq!(tie("xyzzy"), None);
    }

    #[test]
    fn every_id_and_name_stands_for_itself() {
        for kind in ActorKind::ALL {
            assert_eq!((actor(kind.id()), actor(kind.name())), (Some(kind), Some(kind)));
        }
        for kind in TieKind::ALL {
            let expected = Some((kind, false));
            assert_eq!((tie(kind.id()), tie(kind.name())), (expected, expected));
        }
    }

    #[test]
    fn what_a_person_has_taught_comes_first() {
        let mut taught = KnownWords::default();
        taught.learn_actor(plain("Frobnicator"), ActorKind::Center);
        let dictionary = Dictionary::of(taught);
        assert_eq!(
            dictionary.actor("FROBNICATOR "),
            Some((ActorKind::Center, By::Memory))
        );
    }

    #[test]
    fn no_word_stands_for_two_kinds() {
        let mut seen = BTreeMap::new();
        let mut twice = Vec::new();
        for &(kind, turned, list) in words::TIES {
            for word in list.split('|') {
                let before = seen.insert(plain(word), (kind, turned));
                twice.extend(before.filter(|before| *before != (kind, turned)).map(|_| word));
            }
        }
        let mut seen = BTreeMap::new();
        for &(kind, list) in words::ACTORS {
            for word in list.split('|') {
                let before = seen.insert(plain(word), kind);
                twice.extend(before.filter(|before| *before != kind).map(|_| word));
            }
        }
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn directions_are_words_too() {
        assert_eq!(direction("Undirected"), Some(Direction::Undirected));
        assert_eq!(direction("Both"), Some(Direction::Mutual));
        assert_eq!(direction("有向"), Some(Direction::Directed));
        assert_eq!(direction("cooperation"), None);
    }
}
