//! Labels that a person gives while the stream runs.

use super::Serving;

impl Serving {
    /// Somebody said what an image is. Where its answer is still in the window, it counts from now on; what was said of
    /// earlier windows stays said.
    pub fn label(&mut self, sample: u32, class: Option<u32>) {
        let actual = class.map(|class| class as usize);
        let answered = self.monitor.window().zip(&self.samples);
        let sequences: Vec<u64> = answered
            .filter(|(_, answered)| **answered == u64::from(sample))
            .map(|(observation, _)| observation.sequence)
            .collect();
        for sequence in sequences {
            self.monitor.relabel(sequence, actual);
            if let Some(duel) = &mut self.duel {
                duel.label(sequence, actual);
            }
        }
        // The page is to see at once what it comes to.
        self.last_told_millis = f64::NEG_INFINITY;
    }
}
