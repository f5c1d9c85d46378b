//! Files out, against golden texts and hostile names.

mod hostile;
mod report;
mod run;
