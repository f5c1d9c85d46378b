//! The mathematics of Watchglass: recipes, splits, numbers and verdicts.
//!
//! Pure: no page, no tensors, no clock, no files, no sentences for people. Time and chance are arguments,
//! failure is data, "no value" is `None`.

#![forbid(unsafe_code)]

pub mod builtin;
pub mod camera;
pub mod cartography;
pub mod curve;
pub mod decimal;
pub mod describe;
pub mod diagnose;
pub mod disturbance;
pub mod drift;
pub mod estimate;
pub mod evaluation;
pub mod fault;
pub mod features;
#[cfg(test)]
mod golden;
pub mod health;
pub mod interval;
pub mod label;
pub mod latency;
pub mod log;
pub mod metric;
pub mod order;
pub mod performance;
pub mod pixels;
pub mod plan;
pub mod proof;
pub mod property;
pub mod rate_sweep;
pub mod recipe;
pub mod rng;
pub mod run;
pub mod schedule;
pub mod service;
pub mod setting;
pub mod share;
pub mod smear;
pub mod smooth;
pub mod speed;
pub mod split;
pub mod stream;
pub mod sweep;
pub mod threshold;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);
