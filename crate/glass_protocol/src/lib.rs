//! What the page and its workers say to each other.
//!
//! One envelope each way: a postcard header ([`Command`] or [`Event`]) and attachments that cross by
//! transfer or structured clone (files, image bytes). The page speaks commands, workers answer events;
//! both carry the ids of what they belong to, so that replies of a past import or run can be dropped.

#![forbid(unsafe_code)]

mod codec;
mod command;
mod event;

pub use codec::{Garbled, command_from_bytes, command_to_bytes, event_from_bytes, event_to_bytes};
pub use command::{Command, ImportEntry, RosterRow};
pub use event::{Event, PixelShape, Prediction, Previewed, Role};

/// Version of the wire: the hash of `command.rs` and `event.rs`, so that a page never talks to a worker
/// of another build.
pub const VERSION: u64 =
    fnv(include_bytes!("command.rs"), fnv(include_bytes!("event.rs"), 0xcbf2_9ce4_8422_2325));

const fn fnv(bytes: &[u8], start: u64) -> u64 {
    let mut hash = start;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    hash
}
