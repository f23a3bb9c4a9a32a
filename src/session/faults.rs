//! What went wrong on the workers that only look.

use super::Session;
use crate::base::notice::Notice;

impl Session {
    /// Tells the person of it.
    pub(super) fn tell_faults(&mut self) {
        let faults = [
            ("Measuring", self.track.take_fault()),
            ("Comparing", self.comparing.take_fault()),
            ("Explaining", self.why.take_fault()),
            ("Sharing out", self.shares.take_fault()),
            ("Looking for advice", self.adviser.take_fault()),
            ("Drawing a picture", self.exporting.take_fault()),
            ("Writing a report", self.reporting.take_fault()),
            ("Measuring the shape of the network", self.looking.take_fault()),
            ("Laying a figure out over the map", self.tint.take_fault()),
            ("Finding groups", self.groups.take_fault()),
            ("Filtering the map", self.sight.take_fault()),
            ("Trying an edit out", self.supposing.take_fault()),
            ("Ranking the weights", self.certainty.take_fault()),
            ("Drawing by chance", self.odds.take_fault()),
            ("Measuring the map", self.gauge.take_fault()),
            ("Looking for names", self.palette.take_fault()),
            ("Searching", self.search.take_fault()),
            ("Exporting data", self.outgoing.take_fault()),
            ("Importing", self.importing.take_fault()),
            ("Looking for recent files", self.recents.take_fault()),
            ("Looking for a path", self.choosing.take_fault()),
            ("Looking for attributes", self.own.take_fault()),
        ];
        for (what, fault) in faults {
            if let Some(text) = fault {
                self.post(Notice::error(format!(
                    "{what} failed in a way nobody foresaw: {text}"
                )));
            }
        }
    }
}
