//! What a person does about alarms: which were seen, which signals are not to be heard of, whether there is a sound.

use super::{Service, Session};
use glass_core::order::sort_by;
use glass_core::service::{Alert, Level, Signal as Watched};
use leptos::prelude::*;

/// What tells one alert from another: its stream, its signal, the image it was raised at.
pub type AlertKey = (u32, Watched, u64);

/// Alerts that are remembered as seen, at most.
const MAX_SEEN: usize = 500;

/// A handful of handles, like the session itself.
#[derive(Debug, Clone, Copy)]
pub struct Watch {
    /// Alerts, and how often each had come back by then.
    pub(super) seen: RwSignal<Vec<(AlertKey, u32)>>,
    pub(super) muted: RwSignal<Vec<Watched>>,
    pub(super) is_sounding: RwSignal<bool>,
}

impl Watch {
    /// Nothing seen, nothing muted, no sound.
    pub(super) fn new() -> Self {
        Self {
            seen: RwSignal::new(Vec::new()),
            muted: RwSignal::new(Vec::new()),
            is_sounding: RwSignal::new(false),
        }
    }

    /// Was the alert acknowledged since it came back last? Reactive.
    pub fn is_seen(&self, key: &AlertKey, n_returns: u32) -> bool {
        self.seen.with(|seen| seen.iter().any(|(seen, returns)| seen == key && *returns >= n_returns))
    }

    /// Signals that raise no alarm of the page.
    pub fn muted(&self) -> Signal<Vec<Watched>> {
        self.muted.into()
    }

    /// An alarm makes a sound.
    pub fn is_sounding(&self) -> Signal<bool> {
        self.is_sounding.into()
    }
}

/// Something about the watch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WatchFact {
    /// An alert was acknowledged that had come back so often.
    Seen(AlertKey, u32),
    /// A signal is not to be heard of, or again.
    Muted(Watched, bool),
    /// An alarm makes a sound, or none.
    Sounds(bool),
}

impl Watch {
    /// Takes a fact in.
    pub(super) fn reduce(&self, fact: WatchFact) {
        match fact {
            WatchFact::Seen(key, n_returns) => self.seen.update(|seen| {
                seen.push((key, n_returns));
                let surplus = seen.len().saturating_sub(MAX_SEEN);
                seen.drain(..surplus);
            }),
            WatchFact::Muted(signal, is_muted) => self.muted.update(|muted| {
                muted.retain(|other| *other != signal);
                muted.extend(is_muted.then_some(signal));
            }),
            WatchFact::Sounds(is_wanted) => self.is_sounding.set(is_wanted),
        }
    }
}

impl Session {
    /// What a person does about alarms.
    pub fn watch(&self) -> Watch {
        self.watch
    }

    /// The level of the stream by the signals that are to be heard of; `None` while no window was judged. Reactive.
    pub fn level(&self) -> Option<Level> {
        let muted = self.watch.muted.get();
        self.service.with(|service| {
            let report = &service.points.last()?.report;
            if report.drifts.is_empty() {
                return None;
            }
            if muted.is_empty() {
                return Some(report.level);
            }
            let heard = report.drifts.iter().map(|drift| &drift.report);
            let heard = heard.filter(|line| !muted.contains(&line.signal));
            Some(heard.map(|line| line.level).max().unwrap_or_default())
        })
    }

    /// Signals that are not steady: those that are to be heard of, the worst first, and those that are muted. Reactive.
    pub fn unusual(&self) -> [Vec<Watched>; 2] {
        let muted = self.watch.muted.get();
        self.service.with(|service| {
            let drifts = service.points.last().map_or(&[][..], |point| &point.report.drifts);
            let mut unusual: Vec<_> =
                drifts.iter().map(|drift| &drift.report).filter(|line| line.level > Level::Steady).collect();
            sort_by(&mut unusual, |a, b| b.level.cmp(&a.level));
            let (quiet, heard) = unusual.into_iter().map(|it| it.signal).partition(|it| muted.contains(it));
            [heard, quiet]
        })
    }

    /// An alarm is open that nobody acknowledged, of a signal that is to be heard of. Reactive.
    pub fn is_alarming(&self) -> bool {
        let muted = self.watch.muted.get();
        self.service.with(|service| {
            let is_new = |alert: &Alert| {
                alert.level == Level::Alarm
                    && alert.is_open()
                    && !muted.contains(&alert.signal)
                    && !self.watch.is_seen(&key_of(service, alert), alert.n_returns)
            };
            service.is_running && service.alerts.iter().any(is_new)
        })
    }
}

/// What tells this alert from all others.
fn key_of(service: &Service, alert: &Alert) -> AlertKey {
    (service.stream, alert.signal, alert.raised_sequence)
}
