//! What both engines have in common: the shape of a command's attachments, of an answer, of a slice.

use glass_core::fault::Fault;
use glass_intake::source::Source;
use glass_protocol::{Command, Event, Role};

/// How long a slice may work before it lets the worker hear the next command, in milliseconds.
pub const SLICE_MILLIS: f64 = 30.0;
/// How often progress is told, in milliseconds.
pub const PROGRESS_MILLIS: f64 = 100.0;

/// What takes less than this many ticks of the clock is timed in repeats, or together with its like.
pub const MIN_TICKS: f64 = 20.0;

/// A clock in milliseconds, from any fixed moment.
pub type Clock<'a> = &'a mut dyn FnMut() -> f64;

/// What came with a command.
#[derive(Default)]
pub struct Attached {
    /// Files, read in pieces.
    pub sources: Vec<Box<dyn Source>>,
    /// Bytes.
    pub bytes: Vec<u8>,
}

/// An event and the bytes that go with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// The event.
    pub event: Event,
    /// Its attachment, often empty.
    pub bytes: Vec<u8>,
}

impl From<Event> for Outgoing {
    fn from(event: Event) -> Self {
        Self { event, bytes: Vec::new() }
    }
}

impl From<Fault> for Outgoing {
    fn from(fault: Fault) -> Self {
        Event::Failed { fault }.into()
    }
}

/// When the next slice is wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Next {
    /// As soon as waiting commands were heard.
    Now,
    /// At this time of the clock.
    At(f64),
    /// Not before another command.
    Idle,
}

/// A worker's program.
pub trait Engine {
    /// Who it is.
    fn role(&self) -> Role;

    /// Takes a command in. Long work is only begun here.
    fn handle(&mut self, command: Command, attached: Attached, clock: Clock<'_>) -> Vec<Outgoing>;

    /// Works for about [`SLICE_MILLIS`].
    fn slice(&mut self, clock: Clock<'_>) -> Vec<Outgoing>;

    /// When the next slice is wanted.
    fn next(&self) -> Next;

    /// Garbage was collected in this worker, not long before this moment of the clock.
    fn collected(&mut self, _now_millis: f64) {}
}

/// The smallest step of the clock, in milliseconds.
pub fn tick_of(clock: Clock<'_>) -> f64 {
    const READINGS: u32 = 200_000;
    let mut smallest = f64::INFINITY;
    let mut before = clock();
    let mut steps = 0;
    for _ in 0..READINGS {
        let now = clock();
        if now > before {
            smallest = smallest.min(now - before);
            before = now;
            steps += 1;
            if steps > 20 {
                break;
            }
        }
    }
    if smallest.is_finite() { smallest } else { 1.0 }
}
