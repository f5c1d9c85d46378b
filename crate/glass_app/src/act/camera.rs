//! A stream from the camera: opened when it is asked for, its frames sent to the learner at their pace and kept, so that the
//! stream can be played again; let go when the stream ends.

use super::Hand;
use crate::link::{Cargo, now_millis};
use crate::session::{CameraFact, Fact, Purpose};
use crate::webcam::Webcam;
use glass_core::fault::{CameraTrouble, Fault};
use glass_protocol::Command;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use web_sys::HtmlVideoElement;

/// Frames a second, at most: more than a camera in a dim room gives.
const MAX_RATE: f64 = 15.0;
/// Frames of a stream, at most: they are kept.
const MAX_FRAMES: usize = 2_000;
/// Frames that may wait for an answer before none is taken.
const MAX_WAITING: u32 = 30;
/// How often the camera is looked after.
const LOOK: Duration = Duration::from_millis(20);

/// What the hand knows of the camera.
#[derive(Default)]
pub(super) struct CameraDesk {
    webcam: RefCell<Option<Webcam>>,
    /// It is being asked for.
    is_opening: Cell<bool>,
    timer: Cell<Option<IntervalHandle>>,
    due_millis: Cell<f64>,
}

impl Hand {
    /// Asks for the camera; the stream begins when it is there.
    pub(super) fn start_camera(self: &Rc<Self>) {
        if self.camera.is_opening.replace(true) {
            return;
        }
        let hand = self.clone();
        spawn_local(async move {
            let opened = Webcam::open().await;
            hand.camera.is_opening.set(false);
            match opened {
                Ok(webcam) => hand.stream_camera(webcam),
                Err(trouble) => hand.tell(Fault::Camera(trouble)),
            }
        });
    }

    fn stream_camera(self: &Rc<Self>, webcam: Webcam) {
        self.close_camera();
        // The model may have gone while the person was asked.
        if !self.session.has_model().get_untracked() {
            self.tell(Fault::NoModel);
            return;
        }
        *self.camera.webcam.borrow_mut() = Some(webcam);
        self.session.reduce(Fact::ServiceCleared);
        self.learner().send(Command::ClearServiceSamples, Cargo::Empty);
        self.start_stream(false);
        self.session.reduce(Fact::Camera(CameraFact::On(true)));
        let weak = Rc::downgrade(self);
        let look = move || {
            if let Some(hand) = weak.upgrade() {
                hand.look_after_camera();
            }
        };
        self.camera.timer.set(set_interval_with_handle(look, LOOK).ok());
    }

    fn look_after_camera(&self) {
        let (is_running, is_ready, is_paused, waiting) = self.session.service().with_untracked(|service| {
            let last = service.points.last().map(|point| &point.report);
            let (is_paused, waiting) = last.map_or((false, 0), |report| (report.is_paused, report.queue));
            (service.is_running, service.preparing.is_none(), is_paused, waiting)
        });
        if !is_running {
            self.close_camera();
            return;
        }
        let is_lost = self.camera.webcam.borrow().as_ref().is_none_or(Webcam::is_lost);
        let is_full = self.session.n_service_images().get_untracked() >= MAX_FRAMES;
        if is_lost || is_full {
            self.end_stream();
            self.close_camera();
            let trouble =
                if is_lost { CameraTrouble::Lost } else { CameraTrouble::Full { frames: MAX_FRAMES as u32 } };
            self.tell(Fault::Camera(trouble));
            return;
        }
        let now = now_millis();
        if is_ready && !is_paused && waiting <= MAX_WAITING && now >= self.camera.due_millis.get() {
            let rate = self.session.desk().with_untracked(|plan| plan.images_per_second).min(MAX_RATE);
            self.camera.due_millis.set(now + 1_000.0 / rate);
            self.take_frame();
        }
    }

    fn take_frame(&self) {
        let label = self.session.camera_label().get_untracked();
        let frame = self.camera.webcam.borrow().as_ref().and_then(|webcam| webcam.grab(label));
        if let Some(frame) = frame {
            let frames = vec![frame];
            self.send_samples(&frames, Purpose::Service);
            self.session.reduce(Fact::SamplesArrived(frames, Purpose::Service));
        }
    }

    /// Lets the camera go.
    pub(super) fn close_camera(&self) {
        if let Some(timer) = self.camera.timer.take() {
            timer.clear();
        }
        let had_one = self.camera.webcam.borrow_mut().take().is_some();
        if had_one {
            self.session.reduce(Fact::Camera(CameraFact::On(false)));
        }
    }

    /// What shows the camera, while it is on.
    pub(super) fn camera_view(&self) -> Option<HtmlVideoElement> {
        self.camera.webcam.borrow().as_ref().map(|webcam| webcam.video().clone())
    }
}
