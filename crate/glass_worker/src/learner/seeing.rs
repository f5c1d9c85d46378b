//! What the model's last layer sees of a stream: how new each image is to it, and whether the window as a whole lies
//! elsewhere than the reference.

use glass_core::drift::{domain, mmd};
use glass_core::features::FeatureSpace;
use glass_core::service::FeatureReport;
use glass_core::stream::plan::{Plan, Source};
use std::collections::VecDeque;

/// Points of either side that are compared, at most: a comparison is to cost a few milliseconds.
const MAX_COMPARED: usize = 150;

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
    /// Places of the window's images.
    window: VecDeque<Vec<f32>>,
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
        self.window.push_back(place);
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

    /// Compares the window with the reference.
    pub fn compare(&mut self) {
        self.n_since = 0;
        let n_axes = self.space.n_axes();
        let points = self.space.points();
        let reference = &points[..points.len().min(MAX_COMPARED * n_axes)];
        let newest = self.window.len().saturating_sub(MAX_COMPARED);
        let window: Vec<f32> = self.window.range(newest..).flatten().copied().collect();
        self.report = Some(FeatureReport {
            seen: self.n_seen,
            n_reference: (reference.len() / n_axes.max(1)) as u32,
            n_window: (window.len() / n_axes.max(1)) as u32,
            mmd: mmd::compare(reference, &window, n_axes, self.seed),
            domain: domain::classify(reference, &window, n_axes, self.seed),
        });
    }
}
