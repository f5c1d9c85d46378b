//! Images of service that are labelled become images to train on.
//!
//! What is dealt stays dealt: every image that is there keeps its split, and the new ones are trained on. Accuracy before and
//! after is of the same test images. Images of a class that was not there are dealt like any: it is to be tested, too.

use super::Hand;
use crate::link::Cargo;
use crate::roster::Roster;
use crate::session::{Fact, Purpose, Source};
use glass_core::pixels::{Sample, SampleMeta};
use glass_core::split::SplitName;
use glass_protocol::Command;
use leptos::prelude::*;

impl Hand {
    /// Adds the labelled images of service to those that are trained on; the set is the person's own from then on.
    pub(super) fn adopt_frames(&self) {
        if self.session.phase().get_untracked().is_busy() {
            return;
        }
        let (new, others) = self.labelled_frames();
        if new.is_empty() {
            return;
        }
        let mut all = self.dealt_images();
        all.extend(new);
        self.cancel_import();
        self.session.reduce(Fact::Claimed(None));
        self.forgive_learner();
        self.drop_run();
        self.open_return();
        self.session.reduce(Fact::DataCleared(Source::Own));
        self.learner().send(Command::ClearSamples, Cargo::Empty);
        self.take_in(all, Purpose::Training);
        // Nobody said what the others are: they stay what they were.
        self.send_samples(&others, Purpose::Service);
        self.session.reduce(Fact::SamplesArrived(others, Purpose::Service));
        self.close_import();
        self.keep_settings();
    }

    /// Somebody says what an image of service is.
    pub(super) fn label_frame(&self, sample: u32, class: Option<String>) {
        let index = self.session.run().with_untracked(|run| {
            let classes = &run.as_ref()?.classes;
            classes.iter().position(|name| Some(name) == class.as_ref()).map(|index| index as u32)
        });
        self.session.reduce(Fact::FrameLabelled(sample, class));
        self.learner().send(Command::LabelServiceSample { sample, class: index }, Cargo::Empty);
    }

    /// Images of service of which somebody said what they are, and the others.
    fn labelled_frames(&self) -> (Vec<Sample>, Vec<Sample>) {
        let classes = self.session.roster().with_untracked(Roster::active_classes);
        let split = |class: &Option<String>| {
            class.as_ref().is_some_and(|class| classes.contains(class)).then_some(SplitName::Train)
        };
        self.session.with_service_images(|images| {
            // A folder that is no class is a recording.
            let labels = self.service_labels(images);
            let (mut labelled, mut others) = (Vec::new(), Vec::new());
            for (image, label) in images.iter().zip(labels) {
                match label {
                    Some(_) => labelled.push(with(image, image.meta.class.clone(), split(&image.meta.class))),
                    None => others.push(image.clone()),
                }
            }
            (labelled, others)
        })
    }

    /// The images that are trained and tested on now, as they are labelled and dealt; what was left out stays out.
    fn dealt_images(&self) -> Vec<Sample> {
        let labels = self.session.roster().with_untracked(|roster| {
            let classes = roster.active_classes();
            let labels = roster.active_labels().into_iter();
            labels.map(|label| classes.get(label?).cloned()).collect::<Vec<_>>()
        });
        let split = self.session.split().get_untracked();
        let mut dealt = vec![None; labels.len()];
        for name in SplitName::ALL {
            for index in split.indices(name) {
                dealt.get_mut(index).into_iter().for_each(|it| *it = Some(name));
            }
        }
        self.session.with_images(|images| {
            let known = images.iter().zip(labels).zip(dealt);
            known
                .filter_map(|((image, label), split)| Some(with(image, Some(label?), Some(split?))))
                .collect()
        })
    }
}

fn with(image: &Sample, class: Option<String>, fixed: Option<SplitName>) -> Sample {
    let meta = SampleMeta { class, fixed, ..image.meta.clone() };
    Sample { meta, pixels: image.pixels.clone() }
}
