//! Is a worker dead, or was it the page that slept?
//!
//! A worker is judged from the moment it was asked, not from when it last spoke: an idle one has nothing to
//! say. And only by a page that was awake: in a hidden tab timers come once a minute, on a sleeping laptop not
//! at all, and the first look after such a gap would find every worker silent for too long.

/// How far apart two looks may be before the page counts as having slept, in milliseconds.
const ASLEEP_MILLIS: f64 = 6_000.0;

/// The watch over one worker.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vigil {
    asked_millis: Option<f64>,
    looked_millis: f64,
}

/// What a look comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// It owes no answer: ask it for one.
    Ask,
    /// It owes an answer and still has time.
    Wait,
    /// It should have answered long ago.
    Dead,
}

impl Vigil {
    /// A worker was started just now, and owes its first word.
    pub fn begin(now_millis: f64) -> Self {
        Self { asked_millis: Some(now_millis), looked_millis: now_millis }
    }

    /// It spoke: whatever it said, it lives.
    pub fn heard(&mut self) {
        self.asked_millis = None;
    }

    /// Looks after it; an answer may take `patience_millis`.
    pub fn look(&mut self, now_millis: f64, patience_millis: f64) -> Seen {
        let slept = now_millis - self.looked_millis > ASLEEP_MILLIS;
        self.looked_millis = now_millis;
        match self.asked_millis {
            None => {
                self.asked_millis = Some(now_millis);
                Seen::Ask
            }
            Some(_) if slept => {
                // Its time to answer begins anew, and so does the question: the old one may be lost.
                self.asked_millis = Some(now_millis);
                Seen::Ask
            }
            Some(asked) if now_millis - asked > patience_millis => Seen::Dead,
            Some(_) => Seen::Wait,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: f64 = 10_000.0;

    /// Looks every `step` milliseconds for as long as `until`; the worker speaks after a look where it says so.
    fn watch(step: f64, until: f64, speaks: impl Fn(f64) -> bool) -> Option<f64> {
        let mut vigil = Vigil::begin(0.0);
        vigil.heard();
        let mut now = 0.0;
        while now < until {
            now += step;
            if vigil.look(now, PATIENCE) == Seen::Dead {
                return Some(now);
            }
            if speaks(now) {
                vigil.heard();
            }
        }
        None
    }

    #[test]
    fn a_worker_that_answers_lives_and_one_that_does_not_is_found() {
        assert_eq!(watch(2_000.0, 100_000.0, |_| true), None);
        let found = watch(2_000.0, 100_000.0, |now| now < 20_000.0).expect("dead");
        assert!((30_000.0..=34_000.0).contains(&found), "{found}");
    }

    #[test]
    fn an_idle_worker_in_a_hidden_tab_is_left_alone() {
        // Timers come once a minute; the pong comes right after each ping.
        assert_eq!(watch(60_000.0, 3_600_000.0, |_| true), None);
    }

    #[test]
    fn nobody_is_judged_by_a_page_that_slept() {
        let mut vigil = Vigil::begin(0.0);
        vigil.heard();
        assert_eq!(vigil.look(2_000.0, PATIENCE), Seen::Ask);
        // An hour of sleep before the answer could come.
        assert_eq!(vigil.look(3_602_000.0, PATIENCE), Seen::Ask);
        assert_eq!(vigil.look(3_604_000.0, PATIENCE), Seen::Wait);
        vigil.heard();
        assert_eq!(vigil.look(3_606_000.0, PATIENCE), Seen::Ask);
    }

    #[test]
    fn a_worker_that_died_while_the_page_slept_is_found_when_it_wakes() {
        let mut vigil = Vigil::begin(0.0);
        vigil.heard();
        let mut looks = [2_000.0, 90_000.0].into_iter().chain((46..60).map(|nth| f64::from(nth) * 2_000.0));
        assert!(looks.any(|now| vigil.look(now, PATIENCE) == Seen::Dead));
    }

    #[test]
    fn a_worker_that_never_starts_is_given_up() {
        let mut vigil = Vigil::begin(0.0);
        let found =
            (1..60).map(|nth| f64::from(nth) * 2_000.0).find(|now| vigil.look(*now, 60_000.0) == Seen::Dead);
        assert_eq!(found, Some(62_000.0));
    }
}
