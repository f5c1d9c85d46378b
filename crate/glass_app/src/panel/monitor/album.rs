//! The album: the frames that alerts may name, kept longer than the session keeps them.

use crate::session::Session;
use glass_core::service::{Alert, Frame};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A little more than the largest window, so that a named frame is still there.
const MAX_RECENT: usize = 1_000;

/// Frames of one stream, by position.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Album {
    stream: u32,
    recent: BTreeMap<u64, Frame>,
    named: BTreeMap<u64, Frame>,
}

impl Album {
    /// The frame at this position, if it is still known.
    pub fn frame(&self, position: u64) -> Option<&Frame> {
        self.named.get(&position).or_else(|| self.recent.get(&position))
    }

    /// The last `count` frames, newest first.
    pub fn last(&self, count: usize) -> Vec<Frame> {
        self.recent.values().rev().take(count).cloned().collect()
    }

    fn take_in(&mut self, frames: &[Frame], alerts: &[Alert]) -> bool {
        let before = self.recent.last_key_value().map(|(position, _)| *position);
        let fresh = frames.iter().filter(|frame| before.is_none_or(|before| u64::from(frame.index) > before));
        let fresh = fresh.map(|frame| (u64::from(frame.index), frame.clone()));
        let n_before = self.recent.len();
        self.recent.extend(fresh);
        let has_grown = self.recent.len() > n_before;
        for position in alerts.iter().flat_map(|alert| &alert.frames) {
            if let (false, Some(frame)) = (self.named.contains_key(position), self.recent.get(position)) {
                self.named.insert(*position, frame.clone());
            }
        }
        while self.recent.len() > MAX_RECENT {
            self.recent.pop_first();
        }
        has_grown
    }
}

/// The alerts of the stream, oldest first: the last report holds every one.
pub fn alerts_of(service: &crate::session::Service) -> &[Alert] {
    service.points.last().map_or(&[], |point| &point.report.alerts)
}

/// The album after the session's latest news, and whether it changed.
pub fn followed(before: Option<Album>, session: Session) -> (Album, bool) {
    session.service().with(|service| {
        let (mut album, is_new) = match before {
            Some(album) if album.stream == service.stream => (album, false),
            _ => (Album { stream: service.stream, ..Album::default() }, true),
        };
        let has_grown = album.take_in(&service.frames, alerts_of(service));
        (album, is_new || has_grown)
    })
}
