//! A script: how much of each disturbance there is at every image of a stream.
//!
//! Lines add up, with what was turned by hand, and the sum is kept within the dial's bounds. Positions count images from
//! the start of the stream, so that a script says the same at any rate. What is turned by hand is written down, too: a
//! stream's script is its record.

use super::{Amounts, Dial};
use serde::{Deserialize, Serialize};

/// Lines of a script, at most.
pub const MAX_LINES: usize = 2_000;

/// When a disturbance is there. Lengths of 0 act as 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Course {
    /// From this image on.
    Step {
        /// The first image.
        at: u32,
    },
    /// Grows evenly from nothing, and stays.
    Ramp {
        /// The last image without it.
        at: u32,
        /// Images until all of it is there.
        over: u32,
    },
    /// Comes and goes as a sine does, around nothing: from −1 to 1 times the amount; for a dial without negative
    /// amounts, half of the time there is none.
    Season {
        /// The image at which it begins to grow.
        at: u32,
        /// Images until it begins anew.
        every: u32,
    },
    /// There for a while, again and again.
    Burst {
        /// The first image of the first time.
        at: u32,
        /// Images from one beginning to the next.
        every: u32,
        /// Images it lasts.
        lasts: u32,
    },
}

impl Course {
    /// The image before which nothing is disturbed.
    pub fn begins(self) -> u32 {
        match self {
            Self::Step { at } | Self::Ramp { at, .. } | Self::Season { at, .. } | Self::Burst { at, .. } => {
                at
            }
        }
    }

    /// The share of the amount at this image.
    pub fn share(self, image: u32) -> f64 {
        let Some(since) = image.checked_sub(self.begins()) else { return 0.0 };
        match self {
            Self::Step { .. } => 1.0,
            Self::Ramp { over, .. } => (f64::from(since) / f64::from(over.max(1))).min(1.0),
            Self::Season { every, .. } => {
                let phase = f64::from(since % every.max(1)) / f64::from(every.max(1));
                libm::sin(phase * core::f64::consts::TAU)
            }
            Self::Burst { every, lasts, .. } => f64::from(u8::from(since % every.max(1) < lasts.max(1))),
        }
    }
}

/// One disturbance over time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Which.
    pub dial: Dial,
    /// How much of it, when all of it is there.
    pub amount: f64,
    /// When.
    pub course: Course,
    /// The first image without it again, if it was ended.
    pub ends: Option<u32>,
}

impl Line {
    /// A line that is not ended.
    pub fn new(dial: Dial, amount: f64, course: Course) -> Self {
        Self { dial, amount, course, ends: None }
    }

    fn share(&self, image: u32) -> f64 {
        if self.ends.is_some_and(|ends| image >= ends) { 0.0 } else { self.course.share(image) }
    }
}

/// A dial turned by hand: so much of it from this image on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// Which.
    pub dial: Dial,
    /// How much.
    pub amount: f64,
    /// The first image.
    pub at: u32,
}

/// The disturbances of a stream.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Script {
    lines: Vec<Line>,
    by_hand: Vec<Turn>,
}

impl Script {
    /// A script of these lines; those beyond [`MAX_LINES`], and those whose amount is no number, are left out.
    pub fn of(lines: Vec<Line>) -> Self {
        let sound = lines.into_iter().filter(|line| line.amount.is_finite());
        Self { lines: sound.take(MAX_LINES).collect(), by_hand: Vec::new() }
    }

    /// The same without what is no number or beyond the room there is.
    pub fn sound(self) -> Self {
        let by_hand = self.by_hand.into_iter().filter(|turn| turn.amount.is_finite());
        Self { by_hand: by_hand.take(MAX_LINES).collect(), ..Self::of(self.lines) }
    }

    /// Its lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Is nothing ever disturbed?
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.by_hand.is_empty()
    }

    /// What was turned by hand.
    pub fn by_hand(&self) -> &[Turn] {
        &self.by_hand
    }

    /// Puts more lines in, as far as there is room.
    pub fn extend(&mut self, lines: impl IntoIterator<Item = Line>) {
        let room = MAX_LINES.saturating_sub(self.lines.len());
        self.lines.extend(lines.into_iter().filter(|line| line.amount.is_finite()).take(room));
    }

    /// Takes one out.
    pub fn remove(&mut self, index: usize) {
        if index < self.lines.len() {
            self.lines.remove(index);
        }
    }

    /// How much of each there is at this image.
    pub fn amounts(&self, image: u32) -> Amounts {
        let mut sums = [0.0; super::N_DIALS];
        for line in &self.lines {
            if let Some(sum) = sums.get_mut(line.dial.place()) {
                *sum += line.amount * line.share(image);
            }
        }
        let turned = self.turned(image);
        Dial::ALL.into_iter().zip(&mut sums).for_each(|(dial, sum)| *sum += turned.get(dial));
        let mut amounts = Amounts::default();
        Dial::ALL.into_iter().zip(sums).for_each(|(dial, sum)| amounts.set(dial, sum));
        amounts
    }

    /// How far each dial is turned by hand at this image.
    pub fn turned(&self, image: u32) -> Amounts {
        let mut amounts = Amounts::default();
        self.by_hand
            .iter()
            .filter(|turn| turn.at <= image)
            .for_each(|turn| amounts.set(turn.dial, turn.amount));
        amounts
    }

    /// A dial is turned by hand to `amount`, from image `at` on; turns at one image become one. Without room for more,
    /// the latest turn takes the place of the one before.
    pub fn turn(&mut self, dial: Dial, amount: f64, at: u32) {
        if !amount.is_finite() {
            return;
        }
        self.by_hand.retain(|turn| turn.at < at || turn.at == at && turn.dial != dial);
        if self.by_hand.len() >= MAX_LINES {
            self.by_hand.pop();
        }
        self.by_hand.push(Turn { dial, amount, at });
    }

    /// From image `at` on nothing is disturbed: lines end, what is turned is turned back. What was, stays written.
    pub fn quiet(&mut self, at: u32) {
        self.lines.retain(|line| line.course.begins() < at);
        self.lines.iter_mut().for_each(|line| line.ends = Some(line.ends.map_or(at, |ends| ends.min(at))));
        let turned = self.turned(at);
        self.by_hand.retain(|turn| turn.at < at);
        let is_new = at > 0;
        turned.some().filter(|_| is_new).for_each(|(dial, _)| self.turn(dial, 0.0, at));
    }

    /// The first image at which anything is disturbed.
    pub fn begins(&self) -> Option<u32> {
        let lines = self.lines.iter().filter(|line| line.amount != 0.0).map(|line| line.course.begins());
        lines.chain(self.by_hand.iter().filter(|turn| turn.amount != 0.0).map(|turn| turn.at)).min()
    }
}
