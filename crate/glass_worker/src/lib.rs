//! The workers: commands in, events out, one bounded slice of work at a time.
//!
//! Two engines, each natively tested, each in a program of its own: the [`importer`], which reads hostile
//! files and may die of one, and the [`learner`], which trains, evaluates and serves. Neither knows a
//! browser; `scope.rs` does, and pumps them.

#![forbid(unsafe_code)]

#[cfg(target_arch = "wasm32")]
mod collecting;
mod decoding;
pub mod engine;
pub mod importer;
pub mod learner;
mod log;
#[cfg(target_arch = "wasm32")]
pub mod scope;
