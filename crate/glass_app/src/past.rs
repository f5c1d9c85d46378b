//! The epochs of a run that can be gone back to, and the one that is looked at.

/// What can be visited of a run that is over or stands still, and what is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Past {
    /// The epochs whose weights the learner has, in order.
    pub epochs: Vec<u32>,
    /// The epoch whose weights the model kept has; `None` when it stopped within an epoch, or when the run stands
    /// still and keeps no model yet.
    pub kept: Option<u32>,
    /// The epoch that was gone back to; `None`: the model kept.
    pub visited: Option<u32>,
    /// Digest of its weights' bits, once the learner said so.
    pub weights_digest: Option<u64>,
}

/// A place where the slider can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// The epoch; `None`: within one.
    pub epoch: Option<u32>,
    /// It is that of the model kept.
    pub is_kept: bool,
}

impl Stop {
    /// The epoch to ask for; `None`: the model kept.
    pub fn wish(self) -> Option<u32> {
        self.epoch.filter(|_| !self.is_kept)
    }
}

impl Past {
    /// The stops of the slider, in order: each epoch, and the model kept at its own epoch or else at the end.
    pub fn stops(&self) -> Vec<Stop> {
        let mut stops: Vec<Stop> = self
            .epochs
            .iter()
            .map(|&epoch| Stop { epoch: Some(epoch), is_kept: self.kept == Some(epoch) })
            .collect();
        if !stops.is_empty() && !stops.iter().any(|stop| stop.is_kept) {
            // The weights of its epoch may have made room for others.
            let place = self.kept.map_or(stops.len(), |kept| {
                stops.partition_point(|stop| stop.epoch.is_some_and(|epoch| epoch < kept))
            });
            stops.insert(place, Stop { epoch: self.kept, is_kept: true });
        }
        stops
    }

    /// Which stop the slider stands at.
    pub fn place(&self) -> usize {
        let is_here = |stop: &Stop| stop.wish() == self.visited && (self.visited.is_some() || stop.is_kept);
        self.stops().iter().position(is_here).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn past(epochs: &[u32], kept: Option<u32>, visited: Option<u32>) -> Past {
        Past { epochs: epochs.to_vec(), kept, visited, weights_digest: None }
    }

    /// Epochs as numbers, the model kept as `k`.
    fn said(past: &Past) -> String {
        let say = |stop: &Stop| {
            let epoch = stop.epoch.map_or("?".to_owned(), |epoch| epoch.to_string());
            if stop.is_kept { format!("{epoch}k") } else { epoch }
        };
        past.stops().iter().map(say).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_model_kept_has_one_stop_wherever_it_is_of() {
        let table = [
            (past(&[], None, None), "", 0),
            (past(&[], Some(3), None), "", 0),
            (past(&[0, 1, 2], Some(2), None), "0 1 2k", 2),
            (past(&[0, 1, 2], Some(1), None), "0 1k 2", 1),
            (past(&[0, 1, 2], Some(1), Some(2)), "0 1k 2", 2),
            (past(&[0, 1, 2], Some(2), Some(0)), "0 1 2k", 0),
            (past(&[0, 1, 2], None, None), "0 1 2 ?k", 3),
            (past(&[0, 4, 8, 9], Some(5), None), "0 4 5k 8 9", 2),
            (past(&[0, 4, 8, 9], Some(5), Some(9)), "0 4 5k 8 9", 4),
        ];
        for (past, stops, place) in table {
            assert_eq!((said(&past).as_str(), past.place()), (stops, place), "{past:?}");
        }
    }

    #[test]
    fn standing_at_a_stop_and_wishing_for_it_agree() {
        for kept in [None, Some(0), Some(2), Some(5)] {
            let all = past(&[0, 2, 4], kept, None);
            for (place, stop) in all.stops().into_iter().enumerate() {
                assert_eq!(Past { visited: stop.wish(), ..all.clone() }.place(), place, "{kept:?} {stop:?}");
            }
        }
    }
}
