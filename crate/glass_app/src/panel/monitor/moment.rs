//! The moment that is looked at: the newest window, or an earlier one of the same stream.

use crate::session::{LivePoint, Service};
use leptos::prelude::*;

/// Which window the scores and charts show. Gone back to the newest with every new stream.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment(RwSignal<Option<(u32, u32)>>);

impl Moment {
    /// The newest window.
    pub fn newest() -> Self {
        Self(RwSignal::new(None))
    }

    /// Looks at the last window that ended by so many images seen.
    pub fn look(self, service: &Service, seen: u32) {
        self.look_at(service, service.place_at(seen));
    }

    /// Looks at the window at this place of the list.
    pub fn look_at(self, service: &Service, index: usize) {
        let is_earlier = index + 1 < service.points.len();
        let point = service.points.get(index).filter(|_| is_earlier);
        self.0.set(point.map(|point| (service.stream, point.seen)));
    }

    /// Looks at the newest window again.
    pub fn follow(self) {
        self.0.set(None);
    }

    /// Images seen at the earlier window that is looked at; `None` for the newest. Reactive.
    pub fn seen(self, service: &Service) -> Option<u32> {
        self.0.get().filter(|(stream, _)| *stream == service.stream).map(|(_, seen)| seen)
    }

    /// The place in the list of the window that is looked at. Reactive.
    pub fn index(self, service: &Service) -> usize {
        service.place_at(self.seen(service).unwrap_or(u32::MAX))
    }

    /// The window that is looked at. Reactive.
    pub fn point(self, service: &Service) -> Option<&LivePoint> {
        service.points.get(self.index(service))
    }
}
