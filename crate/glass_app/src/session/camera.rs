//! The camera as the page knows it: is it on, and what does it show?

use super::Session;
use leptos::prelude::*;

/// A handful of handles, like the session itself.
#[derive(Debug, Clone, Copy)]
pub struct Camera {
    is_on: RwSignal<bool>,
    label: RwSignal<Option<String>>,
}

/// Something about the camera.
#[derive(Debug, Clone, PartialEq)]
pub enum CameraFact {
    /// It was opened, or let go.
    On(bool),
    /// It shows a thing of this class, from now on; `None`: nobody says.
    Shows(Option<String>),
}

impl Camera {
    pub(super) fn new() -> Self {
        Self { is_on: RwSignal::new(false), label: RwSignal::new(None) }
    }

    /// Takes a fact in.
    pub(super) fn reduce(&self, fact: CameraFact) {
        match fact {
            CameraFact::On(is_on) => self.is_on.set(is_on),
            CameraFact::Shows(label) => self.label.set(label),
        }
    }
}

impl Session {
    /// Is the camera on?
    pub fn is_camera_on(&self) -> Signal<bool> {
        self.camera.is_on.into()
    }

    /// The class of what it shows, if somebody says.
    pub fn camera_label(&self) -> Signal<Option<String>> {
        self.camera.label.into()
    }
}
