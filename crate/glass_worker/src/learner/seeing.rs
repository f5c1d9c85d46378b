//! What the model's last layer sees of a stream: how new each image is to it, and whether the window as a whole lies
//! elsewhere than the reference.

use glass_core::drift::{domain, mmd};
use glass_core::features::FeatureSpace;
use glass_core::service::FeatureReport;
use glass_core::stream::plan::{Plan, Source};
use std::collections::{HashSet, VecDeque};

/// Points of either side that are compared, at most: a comparison is to cost a few milliseconds.
const MAX_COMPARED: usize = 150;
/// Images of the reference that the window must leave to be compared with.
const MIN_COMPARED: usize = 30;

/// The image that does not count as its own neighbour: a replay shows the very images of the reference.
pub fn itself(plan: &Plan, sample: usize) -> Option<u32> {
    matches!(plan.source, Source::Replay(_)).then_some(sample as u32)
}

/// How new an image is.
pub fn novelty(space: Option<&FeatureSpace>, features: &[f32], itself: Option<u32>) -> Option<f64> {
    let space = space?;
    space.novelty(&space.place(features)?, itself)
}

/// What is seen of a stream.
pub struct Seeing {
    space: FeatureSpace,
    /// Places of the window's images, and which of the reference they are.
    window: VecDeque<(Vec<f32>, Option<u32>)>,
    len: usize,
    n_seen: u64,
    /// Images since the last comparison.
    n_since: usize,
    seed: u64,
    report: Option<FeatureReport>,
}

impl Seeing {
    /// Sees windows of so many images.
    pub fn new(space: FeatureSpace, len: usize, seed: u64) -> Self {
        let len = len.max(1);
        Self { space, window: VecDeque::new(), len, n_seen: 0, n_since: 0, seed, report: None }
    }

    /// The space it sees in.
    pub fn space(&self) -> &FeatureSpace {
        &self.space
    }

    /// An image's features; how new it is.
    pub fn see(&mut self, features: &[f32], itself: Option<u32>) -> Option<f64> {
        self.n_seen += 1;
        self.n_since += 1;
        let place = self.space.place(features)?;
        let novelty = self.space.novelty(&place, itself);
        if self.window.len() >= self.len {
            self.window.pop_front();
        }
        self.window.push_back((place, itself));
        novelty
    }

    /// The last comparison.
    pub fn report(&self) -> Option<FeatureReport> {
        self.report
    }

    /// Is a whole window there that was not compared yet?
    pub fn is_due(&self) -> bool {
        self.n_since >= self.len
    }

    /// Is the next one half over?
    pub fn is_overdue(&self) -> bool {
        self.n_since >= self.len + self.len / 2
    }

    /// Compares the window with the reference. A replay shows the images of the reference, over and over: each counts once,
    /// on the side of the window, so that two clouds of one distribution are exchangeable, which the shuffles assume. Where
    /// the window leaves too little of the reference, all of it stands on the other side as well, and the comparison is
    /// the milder for it.
    pub fn compare(&mut self) {
        self.n_since = 0;
        let mut shown = HashSet::new();
        let is_first = |id: Option<u32>, shown: &mut HashSet<u32>| id.is_none_or(|id| shown.insert(id));
        let window: Vec<f32> = (self.window.iter().rev())
            .filter(|(_, id)| is_first(*id, &mut shown))
            .take(MAX_COMPARED)
            .flat_map(|(place, _)| place.iter().copied())
            .collect();
        let n_left = self.space.points().filter(|(id, _)| !shown.contains(id)).count();
        let reference: Vec<f32> = (self.space.points())
            .filter(|(id, _)| n_left < MIN_COMPARED || !shown.contains(id))
            .take(MAX_COMPARED)
            .flat_map(|(_, place)| place.iter().copied())
            .collect();
        let n_axes = self.space.n_axes();
        self.report = Some(FeatureReport {
            seen: self.n_seen,
            n_reference: (reference.len() / n_axes.max(1)) as u32,
            n_window: (window.len() / n_axes.max(1)) as u32,
            mmd: mmd::compare(&reference, &window, n_axes, self.seed),
            domain: domain::classify(&reference, &window, n_axes, self.seed),
        });
    }
}
