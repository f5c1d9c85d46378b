//! The camera: its frames as images of service. The only caller of `getUserMedia`.

use glass_core::fault::CameraTrouble;
use glass_core::pixels::{Pixels, Sample, SampleMeta, master_size};
use glass_core::property::Properties;
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, DomException, HtmlCanvasElement, HtmlVideoElement, MediaStream,
    MediaStreamConstraints, MediaStreamTrack, MediaStreamTrackState,
};

/// An open camera; it is let go when this is dropped.
pub struct Webcam {
    stream: MediaStream,
    video: HtmlVideoElement,
    canvas: HtmlCanvasElement,
    n_frames: Cell<u32>,
}

impl Webcam {
    /// Asks for a camera and starts it.
    ///
    /// # Errors
    /// Whatever the browser, the person or the machine has against it.
    pub async fn open() -> Result<Self, CameraTrouble> {
        let window = web_sys::window().ok_or(CameraTrouble::Missing)?;
        let document = window.document().ok_or(CameraTrouble::Missing)?;
        // Pages that did not come over a safe line have no media devices.
        let devices = window.navigator().media_devices().map_err(|_| CameraTrouble::Insecure)?;
        if devices.is_undefined() {
            return Err(CameraTrouble::Insecure);
        }
        let wanted = MediaStreamConstraints::new();
        wanted.set_video(&JsValue::TRUE);
        wanted.set_audio(&JsValue::FALSE);
        let asked = devices.get_user_media_with_constraints(&wanted).map_err(|error| trouble_of(&error))?;
        let stream: MediaStream =
            JsFuture::from(asked).await.map_err(|error| trouble_of(&error))?.unchecked_into();
        let make = |name: &str| document.create_element(name).map_err(|_| CameraTrouble::Missing);
        let video: HtmlVideoElement = make("video")?.unchecked_into();
        let canvas: HtmlCanvasElement = make("canvas")?.unchecked_into();
        // A phone would show it in full otherwise, and may refuse to start what could be heard.
        let _ = video.set_attribute("playsinline", "");
        video.set_muted(true);
        video.set_src_object(Some(&stream));
        let webcam = Self { stream, video, canvas, n_frames: Cell::new(0) };
        let playing = webcam.video.play().map_err(|error| trouble_of(&error))?;
        JsFuture::from(playing).await.map_err(|error| trouble_of(&error))?;
        Ok(webcam)
    }

    /// What shows it.
    pub fn video(&self) -> &HtmlVideoElement {
        &self.video
    }

    /// Was it unplugged, or taken away by the browser?
    pub fn is_lost(&self) -> bool {
        let is_live = |track: JsValue| {
            track.unchecked_into::<MediaStreamTrack>().ready_state() == MediaStreamTrackState::Live
        };
        !self.stream.get_video_tracks().iter().any(is_live)
    }

    /// The frame it shows now, made small like any image; `None` before the first one.
    pub fn grab(&self, class: Option<String>) -> Option<Sample> {
        let (original_width, original_height) = (self.video.video_width(), self.video.video_height());
        if original_width == 0 || original_height == 0 {
            return None;
        }
        let (wide, high) = master_size(original_width, original_height);
        if (self.canvas.width(), self.canvas.height()) != (wide, high) {
            self.canvas.set_width(wide);
            self.canvas.set_height(high);
        }
        let context: CanvasRenderingContext2d = self.canvas.get_context("2d").ok()??.unchecked_into();
        let (w, h) = (f64::from(wide), f64::from(high));
        context.draw_image_with_html_video_element_and_dw_and_dh(&self.video, 0.0, 0.0, w, h).ok()?;
        let rgba = context.get_image_data(0.0, 0.0, w, h).ok()?.data();
        let data: Vec<u8> = rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        let pixels = Pixels::checked(wide as u16, high as u16, 3, data)?;
        let properties = Properties::of(&pixels, original_width, original_height)?;
        let n = self.n_frames.get() + 1;
        self.n_frames.set(n);
        let meta = SampleMeta {
            path: format!("camera/{n:05}"),
            class,
            fixed: None,
            properties,
            digest: fingerprint(&pixels.data),
            original_width,
            original_height,
            is_first_frame_only: false,
        };
        Some(Sample { meta, pixels })
    }
}

impl Drop for Webcam {
    fn drop(&mut self) {
        for track in self.stream.get_tracks().iter() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
        self.video.set_src_object(None);
        self.video.remove();
    }
}

/// FNV-1a: equal frames are equal images.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

fn trouble_of(error: &JsValue) -> CameraTrouble {
    let name = error.dyn_ref::<DomException>().map(DomException::name).unwrap_or_default();
    match name.as_str() {
        "NotAllowedError" | "SecurityError" => CameraTrouble::Denied,
        "NotReadableError" | "AbortError" => CameraTrouble::Busy,
        _ => CameraTrouble::Missing,
    }
}
