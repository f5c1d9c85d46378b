//! The part of the automation that tests use too: the invariants of the source tree.

pub mod tidy;
