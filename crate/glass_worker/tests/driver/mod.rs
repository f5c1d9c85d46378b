//! An engine as the page drives it: commands in, slices until it rests, everything that was told.
#![allow(dead_code, reason = "each test file uses its part")]

use glass_protocol::{Command, Event};
use glass_worker::engine::{Attached, Engine, Next, Outgoing};

/// An engine, a clock that moves half a millisecond a look, and everything that was told.
pub struct Bench<E> {
    pub engine: E,
    pub millis: f64,
    pub told: Vec<Outgoing>,
}

impl<E: Engine> Bench<E> {
    pub fn new(engine: E) -> Self {
        Self { engine, millis: 0.0, told: Vec::new() }
    }

    pub fn send(&mut self, command: Command, attached: Attached) {
        let millis = &mut self.millis;
        let told = self.engine.handle(command, attached, &mut || {
            *millis += 0.5;
            *millis
        });
        self.told.extend(told);
    }

    pub fn ask(&mut self, command: Command) {
        self.send(command, Attached::default());
    }

    pub fn slice(&mut self) {
        let millis = &mut self.millis;
        let told = self.engine.slice(&mut || {
            *millis += 0.5;
            *millis
        });
        self.told.extend(told);
    }

    /// Works until there is nothing to do at once.
    pub fn settle(&mut self) {
        for _ in 0..200_000 {
            if self.engine.next() != Next::Now {
                return;
            }
            self.slice();
        }
        panic!("never came to rest");
    }

    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.told.iter().map(|outgoing| &outgoing.event)
    }

    pub fn find<T>(&self, pick: impl Fn(&Event) -> Option<T>) -> T {
        self.events().find_map(pick).unwrap_or_else(|| panic!("not told"))
    }
}
