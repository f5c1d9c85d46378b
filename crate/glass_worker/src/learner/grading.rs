//! The monitor graded: many seeded streams, each with its undisturbed twin, answered as fast as they can be.
//!
//! The reference and the limits are those of a stream of the same plan. An undisturbed image has one answer: it is given
//! once and kept.

use super::Model;
use super::album::Album;
use super::seeing::{itself, novelty};
use super::starting::{Found, Ground, Starting, watch_settings};
use crate::engine::{Clock, Outgoing, PROGRESS_MILLIS, SLICE_MILLIS};
use glass_core::disturbance::{Amounts, Preset, Script};
use glass_core::fault::Fault;
use glass_core::features::FeatureSpace;
use glass_core::metric::most_probable;
use glass_core::property::Properties;
use glass_core::rng::Stream;
use glass_core::split::SplitName;
use glass_core::stream::grade::{GradeOrder, GradeReport, Outcome, STREAMS, WINDOWS, Watched};
use glass_core::stream::plan::{Coming, Plan, Source};
use glass_core::stream::{Observation, Reference, WatchSettings};
use glass_intake::prepare::prepare;
use glass_protocol::Event;

/// A grading under way.
pub struct Grading {
    request: u32,
    order: GradeOrder,
    starting: Option<Starting>,
    round: Option<Round>,
    pairs: Vec<(Outcome, Outcome)>,
    /// Answers to undisturbed images, by sample.
    known: Vec<Option<Observation>>,
    last_told_millis: f64,
}

/// One pair of streams, and what all of them are watched by.
struct Round {
    plan: Plan,
    script: Script,
    images: Vec<usize>,
    first_class: Vec<usize>,
    next: u32,
    reference: Reference,
    space: Option<FeatureSpace>,
    settings: WatchSettings,
    calm: Watched,
    disturbed: Watched,
}

impl Grading {
    /// Begins; images dropped for service are too few to go round: then those of the test split are taken.
    pub fn begin(request: u32, order: GradeOrder, service: &Album, model: &Model) -> Result<Self, Fault> {
        let source = match order.plan.source {
            Source::Dropped | Source::Camera => Source::Replay(SplitName::Test),
            replay @ Source::Replay(_) => replay,
        };
        let script = Script::default();
        let [renewals, reversions, recalibrations, restorations] = [const { Vec::new() }; 4];
        let own = order.plan.clone();
        let plan = Plan { source, script, renewals, reversions, recalibrations, restorations, ..own };
        let plan = plan.clamped();
        let order = GradeOrder {
            n_streams: order.n_streams.clamp(STREAMS.0, STREAMS.1),
            n_windows: order.n_windows.clamp(WINDOWS.0, WINDOWS.1),
            ..order
        };
        Ok(Self {
            request,
            starting: Some(Starting::begin(0, plan, service, model)?),
            order,
            round: None,
            pairs: Vec::new(),
            known: Vec::new(),
            last_told_millis: f64::NEG_INFINITY,
        })
    }

    /// Its id.
    pub fn request(&self) -> u32 {
        self.request
    }

    /// Works for a slice; says whether it was the last. `before` are the limits that were found last.
    pub fn slice(
        &mut self,
        model: &Model,
        album: &Album,
        before: Option<Found>,
        clock: Clock<'_>,
    ) -> Result<(Vec<Outgoing>, bool), Fault> {
        let begun = clock();
        if let Some(starting) = &mut self.starting {
            let is_ready = starting.slice(model, album, before, clock)?;
            let share = starting.progress();
            if let Some(starting) = self.starting.take_if(|_| is_ready) {
                self.round = Some(Round::first(starting, album, &self.order)?);
            }
            return Ok((self.told(share, clock()), false));
        }
        while clock() - begun <= SLICE_MILLIS {
            let Some(round) = &mut self.round else { break };
            if round.step(model, album, &mut self.known, self.order.n_windows) {
                continue;
            }
            let number = self.pairs.len() as u32 + 1;
            let pair = round.renew(number, &self.order);
            self.pairs.push((pair.0.outcome(), pair.1.outcome()));
            if number >= self.order.n_streams {
                self.round = None;
            }
        }
        let is_over = self.round.is_none();
        if is_over {
            self.last_told_millis = f64::NEG_INFINITY;
        }
        Ok((self.told(1.0, clock()), is_over))
    }

    /// How far it is, at most a few times a second.
    fn told(&mut self, prepared: f64, now: f64) -> Vec<Outgoing> {
        if now - self.last_told_millis < PROGRESS_MILLIS {
            return Vec::new();
        }
        self.last_told_millis = now;
        let report =
            (!self.pairs.is_empty()).then(|| Box::new(GradeReport::of(&self.pairs, self.order.n_windows)));
        vec![Event::Graded { request: self.request, prepared, report }.into()]
    }
}

impl Round {
    fn first(starting: Starting, album: &Album, order: &GradeOrder) -> Result<Self, Fault> {
        let Ground { plan, images, reference, space, limits } =
            starting.found_out().ok_or(Fault::EmptySplit)?;
        let mut settings = watch_settings(&plan);
        settings.threshold = limits.map_or(settings.threshold, |limits| limits.threshold);
        let calm = Watched::new(&reference, &settings, plan.label_delay);
        let mut round = Self {
            first_class: images.iter().copied().filter(|sample| album.class(*sample) == Some(0)).collect(),
            script: script(order.story, order.over, &plan),
            next: 0,
            disturbed: calm.clone(),
            calm,
            plan,
            images,
            reference,
            space,
            settings,
        };
        round.renew(0, order);
        Ok(round)
    }

    /// Begins the pair of this number; gives the one before.
    fn renew(&mut self, number: u32, order: &GradeOrder) -> (Watched, Watched) {
        self.plan.seed = order.plan.seed.wrapping_add(number + 1);
        // From the same order each time: a pair is the same whatever came before it.
        self.images.sort_unstable();
        Stream::named(self.plan.seed.into(), "replay").shuffle(&mut self.images);
        self.next = 0;
        let fresh = Watched::new(&self.reference, &self.settings, self.plan.label_delay);
        (std::mem::replace(&mut self.calm, fresh.clone()), std::mem::replace(&mut self.disturbed, fresh))
    }

    /// One image of both streams; `false` when they are over.
    fn step(
        &mut self,
        model: &Model,
        album: &Album,
        known: &mut Vec<Option<Observation>>,
        n_windows: u32,
    ) -> bool {
        let image = self.next;
        if image >= self.plan.window * (1 + n_windows) {
            return false;
        }
        self.next += 1;
        let calm = self.answer(image, &Amounts::default(), model, album, known);
        let amounts = self.script.amounts(image);
        let disturbed = match amounts.is_none() {
            true => calm.clone(),
            false => self.answer(image, &amounts, model, album, known),
        };
        calm.into_iter().for_each(|it| self.calm.observe(it));
        disturbed.into_iter().for_each(|it| self.disturbed.observe(it));
        true
    }

    fn answer(
        &self,
        image: u32,
        amounts: &Amounts,
        model: &Model,
        album: &Album,
        known: &mut Vec<Option<Observation>>,
    ) -> Option<Observation> {
        let coming = self.plan.comes(image, amounts, &self.images, &self.first_class)?;
        let Coming { sample, is_unseen, .. } = coming;
        let sequence = image.into();
        let actual = coming.label(album.class(sample), model.n_classes).map(|class| class as usize);
        let is_plain = !is_unseen && amounts.spares_pixels();
        if let Some(kept) = known.get(sample).and_then(Option::as_ref).filter(|_| is_plain) {
            return Some(Observation { sequence, actual, ..kept.clone() });
        }
        let (width, height) = album.original_size(sample)?;
        let seen = self.plan.seen(image, is_unseen, amounts, album.pixels(sample)?);
        let prepared = prepare(&seen, &model.recipe.prepare);
        let answer = model.predictor.answer(&prepared);
        let row: Vec<f64> = answer.probabilities.into_iter().map(f64::from).collect();
        let predicted = most_probable(&row);
        let observation = Observation {
            sequence,
            at_millis: sequence as f64,
            predicted,
            confidence: row.get(predicted).copied().unwrap_or(0.0),
            actual,
            properties: Properties::of(&seen, width, height),
            novelty: novelty(self.space.as_ref(), &answer.features, itself(&self.plan, sample)),
            latency_millis: None,
            image: None,
        };
        if is_plain {
            known.resize(known.len().max(sample + 1), None);
            known[sample] = Some(observation.clone());
        }
        Some(observation)
    }
}

/// The story, begun when the first window is full.
fn script(story: Preset, over: u32, plan: &Plan) -> Script {
    Script::of(story.lines(plan.window, over))
}
