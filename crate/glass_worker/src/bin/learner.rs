//! The learner.
fn main() {}
