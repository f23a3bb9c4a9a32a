//! Structural holes: who stands between others who do not know each other.

use super::Simple;

/// Burt's constraint of every actor, all ties weighing the same (Burt 1992); `None` for isolates.
///
/// Low means few redundant contacts, that is many structural holes. Only contacts count as `j`, as in Burt 2004.
pub fn constraint(network: &Simple) -> Vec<Option<f64>> {
    // i ego, j and q its contacts, p_ij the share of i's ties that goes to j; here 1/k_i.
    let n = network.n();
    let mut contact = vec![false; n];
    let mut all = Vec::with_capacity(n);
    for i in 0..n {
        let contacts = network.neighbors(i);
        if contacts.is_empty() {
            all.push(None);
            continue;
        }
        for &q in contacts {
            contact[q as usize] = true;
        }
        let p_i = 1.0 / contacts.len() as f64;
        let mut sum = 0.0;
        for &j in contacts {
            let common = network
                .neighbors(j as usize)
                .iter()
                .filter(|&&q| contact[q as usize]);
            let indirect: f64 = common.map(|&q| p_i / network.degree(q as usize) as f64).sum();
            sum += (p_i + indirect).powi(2);
        }
        for &q in contacts {
            contact[q as usize] = false;
        }
        all.push(Some(sum));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::fixtures::{self, close};

    #[test]
    fn published_networks_give_the_reference_values() {
        let cases = [
            ("karate", fixtures::karate(), 0, 0.155_423),
            ("florentine", fixtures::florentine(), fixtures::MEDICI, 0.209_877),
            ("kite", fixtures::kite(), 7, 0.431_111),
        ];
        for (name, network, least, expected) in cases {
            let all = constraint(&network);
            close(name, all[least].unwrap(), expected, 5e-7);
            assert!(all.iter().flatten().all(|&c| c >= all[least].unwrap()), "{name}");
        }
        assert_eq!(constraint(&fixtures::network(1, &[])), [None]);
    }
}
