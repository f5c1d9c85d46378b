//! The monitor's grading: what was asked, how far it is, the marks.

use glass_core::stream::grade::{GradeOrder, GradeReport};
use std::sync::Arc;

/// The grading on the page.
#[derive(Debug, Clone, PartialEq)]
pub struct GradeView {
    /// Its id; what is said of an earlier one is passed over.
    pub request: u32,
    /// What was asked.
    pub order: GradeOrder,
    /// How far the reference and the limits are, 0 to 1.
    pub prepared: f64,
    /// The marks so far.
    pub report: Option<Arc<GradeReport>>,
    /// It is under way.
    pub is_running: bool,
}

/// What becomes of a grading.
#[derive(Debug, Clone)]
pub enum GradeFact {
    /// It was asked for.
    Began(u32, Box<GradeOrder>),
    /// So far.
    Graded(u32, f64, Option<Box<GradeReport>>),
    /// It is over, or given up.
    Ended(u32),
    /// Whatever is under way died with its worker.
    CutOff,
}

impl GradeView {
    /// The grading after a fact.
    pub(super) fn after(before: Option<Self>, fact: GradeFact) -> Option<Self> {
        match (fact, before) {
            (GradeFact::Began(request, order), _) => {
                Some(Self { request, order: *order, prepared: 0.0, report: None, is_running: true })
            }
            (GradeFact::Graded(request, prepared, report), Some(it)) if it.request == request => {
                Some(Self { prepared, report: report.map(|it| Arc::new(*it)).or(it.report), ..it })
            }
            (GradeFact::Ended(request), Some(it)) if it.request == request => it.ended(),
            (GradeFact::CutOff, Some(it)) => it.ended(),
            (_, before) => before,
        }
    }

    /// Without a mark there is nothing to look at.
    fn ended(self) -> Option<Self> {
        self.report.is_some().then_some(Self { is_running: false, ..self })
    }
}
