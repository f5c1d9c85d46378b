//! Files out, against golden texts and hostile names.

mod hostile;
mod metrics;
mod report;
mod run;
