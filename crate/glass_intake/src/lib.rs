//! From bytes to labelled pixels, or to a reason why not.
//!
//! The files that come in are hostile until proven otherwise: every size is checked before it is believed,
//! every limit has its reason beside it, and one bad file never takes the others along. Pure: bytes come
//! through [`source::Source`], chance comes from the core's seeded streams, and images are decoded and
//! resized here, never by a browser, so that the same files are the same pixels everywhere.
//!
//! What even this cannot promise is that a third-party decoder never crashes or hangs. The importer
//! therefore takes one file a step and says its name first, so that whoever runs it in a disposable worker
//! can go on behind the file that killed it.

#![forbid(unsafe_code)]

pub mod archive;
pub mod coins;
#[cfg(test)]
mod craft;
pub mod decode;
mod directory;
mod face;
pub mod flatten;
pub mod idx;
pub mod importer;
mod jpeg;
pub mod label;
pub mod layout;
pub mod natural;
pub mod prepare;
mod quota;
mod relief;
pub mod resize;
pub mod sniff;
pub mod source;
pub mod sprite;
mod stretch;
