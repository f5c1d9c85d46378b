//! Looking for a learning rate: images dealt as for a run, then a range test from fresh weights.
//!
//! The images are prepared for the test alone: the album keeps those of the model that answers, which is left as
//! it is.

use super::album::Album;
use super::training::{deal, fault_of};
use crate::engine::{Clock, Outgoing, PROGRESS_MILLIS, SLICE_MILLIS};
use glass_core::fault::Fault;
use glass_core::recipe::Recipe;
use glass_core::split::SplitName;
use glass_intake::prepare::prepare;
use glass_learn::{ImageSet, RateFinder, Refused};
use glass_protocol::Event;

/// A search under way.
pub struct Finding {
    request: u32,
    recipe: Recipe,
    n_classes: usize,
    /// The training images.
    indices: Vec<usize>,
    /// As far as they are prepared, one after another.
    images: Vec<u8>,
    labels: Vec<u32>,
    finder: Option<Box<RateFinder>>,
    last_told_millis: f64,
}

impl Finding {
    /// Begins. The images are dealt at once, prepared slice by slice.
    pub fn begin(request: u32, recipe: Recipe, album: &Album) -> Result<Self, Fault> {
        let recipe = recipe.clamped().0;
        Ok(Self {
            request,
            recipe,
            n_classes: album.classes().len(),
            indices: deal(&recipe, album, u32::MAX)?.indices(SplitName::Train),
            images: Vec::new(),
            labels: Vec::new(),
            finder: None,
            last_told_millis: f64::NEG_INFINITY,
        })
    }

    /// Works for a slice; says whether it was the last.
    pub fn slice(&mut self, album: &Album, clock: Clock<'_>) -> (Vec<Outgoing>, bool) {
        let begun = clock();
        let Some(finder) = &mut self.finder else {
            return match self.set_up(album, begun, clock) {
                Ok(()) => (Vec::new(), false),
                Err(refused) => (vec![fault_of(refused).into(), self.ended()], true),
            };
        };
        while finder.sweep().end().is_none() && clock() - begun <= SLICE_MILLIS {
            finder.step();
        }
        let (now, is_over) = (clock(), finder.sweep().end().is_some());
        let mut told = Vec::new();
        if is_over || now - self.last_told_millis >= PROGRESS_MILLIS {
            self.last_told_millis = now;
            let sweep = Box::new(finder.sweep().clone());
            told.push(Event::RateSwept { request: self.request, sweep }.into());
        }
        if is_over {
            told.push(self.ended());
        }
        (told, is_over)
    }

    /// Prepares images; once all are, makes the finder.
    fn set_up(&mut self, album: &Album, begun: f64, clock: Clock<'_>) -> Result<(), Refused> {
        let how = &self.recipe.prepare;
        while let Some(&index) = self.indices.get(self.labels.len()) {
            let (Some(pixels), Some(class)) = (album.pixels(index), album.class(index)) else {
                return Err(Fault::NothingToTrain.into());
            };
            self.images.extend(prepare(pixels, how));
            self.labels.push(class);
            if clock() - begun > SLICE_MILLIS {
                return Ok(());
            }
        }
        let (images, labels) = (std::mem::take(&mut self.images), std::mem::take(&mut self.labels));
        let train = ImageSet::checked(how.color.channels(), usize::from(how.size), images, labels)?;
        self.finder = Some(Box::new(RateFinder::new(&self.recipe, self.n_classes, train)?));
        Ok(())
    }

    fn ended(&self) -> Outgoing {
        Event::RateSweepEnded { request: self.request }.into()
    }
}
