//! The worker's own scope: hears commands, pumps the engine, posts events.
//!
//! The engine works in slices of about 30 ms. Between two slices the pump posts itself a message through a
//! `MessageChannel`, which is neither throttled in a hidden tab nor delayed like a timer; commands that
//! came meanwhile are heard first.

use crate::collecting;
use crate::engine::{Attached, Engine, Next, Outgoing};
use glass_intake::source::{ReadError, Source};
use glass_protocol::{Event, VERSION, command_from_bytes, event_to_bytes};
use js_sys::{Array, Object, Reflect, Uint8Array};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, DedicatedWorkerGlobalScope, FileReaderSync, MessageChannel, MessageEvent};

/// Runs an engine in this worker for as long as the worker lives.
pub fn run(engine: impl Engine + 'static) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let Ok(channel) = MessageChannel::new() else {
        wasm_bindgen::throw_str("this browser has no MessageChannel");
    };
    let role = engine.role();
    let pump = Rc::new(Pump {
        scope: scope.clone(),
        channel,
        engine: RefCell::new(Box::new(engine)),
        is_scheduled: Cell::new(false),
        timer: RefCell::new(Closure::new(|| {})),
    });
    let own = Rc::clone(&pump);
    let on_tick = Closure::<dyn FnMut()>::new(move || own.tick());
    pump.channel.port1().set_onmessage(Some(on_tick.as_ref().unchecked_ref()));
    let own = Rc::clone(&pump);
    let on_timer = Closure::<dyn FnMut()>::new(move || own.tick());
    *pump.timer.borrow_mut() = on_timer;
    let own = Rc::clone(&pump);
    let on_message =
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| own.hear(&event.data()));
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    let own = Rc::clone(&pump);
    collecting::watch(move || own.engine.borrow_mut().collected(own.now_millis()));
    // The closures live as long as the worker, which only ends from outside.
    on_tick.forget();
    on_message.forget();
    pump.post(Event::Ready { version: VERSION, role }.into());
}

struct Pump {
    scope: DedicatedWorkerGlobalScope,
    channel: MessageChannel,
    engine: RefCell<Box<dyn Engine>>,
    is_scheduled: Cell<bool>,
    timer: RefCell<Closure<dyn FnMut()>>,
}

impl Pump {
    fn hear(&self, message: &JsValue) {
        let header = bytes_of(message, "header");
        let Ok(command) = command_from_bytes(&header) else {
            // The page checks versions before it speaks; bytes that are no command are not ours.
            return;
        };
        let files = Reflect::get(message, &JsValue::from_str("files")).unwrap_or(JsValue::UNDEFINED);
        let sources = files.dyn_into::<Array>().map(|files| files.iter().map(BlobSource::boxed).collect());
        let attached = Attached { sources: sources.unwrap_or_default(), bytes: bytes_of(message, "bytes") };
        let told = self.engine.borrow_mut().handle(command, attached, &mut || self.now_millis());
        self.post_all(told);
        self.schedule();
    }

    fn tick(&self) {
        self.is_scheduled.set(false);
        let told = self.engine.borrow_mut().slice(&mut || self.now_millis());
        self.post_all(told);
        self.schedule();
    }

    fn schedule(&self) {
        if self.is_scheduled.get() {
            return;
        }
        match self.engine.borrow().next() {
            Next::Idle => {}
            Next::Now => {
                self.is_scheduled.set(true);
                // Posting to our own open port cannot fail.
                let _ = self.channel.port2().post_message(&JsValue::NULL);
            }
            Next::At(millis) => {
                self.is_scheduled.set(true);
                let wait = (millis - self.now_millis()).clamp(0.0, 1_000.0) as i32;
                // A scope without timers does not exist.
                let _ = self.scope.set_timeout_with_callback_and_timeout_and_arguments_0(
                    self.timer.borrow().as_ref().unchecked_ref(),
                    wait,
                );
            }
        }
    }

    fn post_all(&self, told: Vec<Outgoing>) {
        for outgoing in told {
            self.post(outgoing);
        }
    }

    fn post(&self, outgoing: Outgoing) {
        let message = Object::new();
        set(&message, "header", &Uint8Array::from(event_to_bytes(&outgoing.event).as_slice()));
        let transferred = Array::new();
        if !outgoing.bytes.is_empty() {
            let bytes = Uint8Array::from(outgoing.bytes.as_slice());
            transferred.push(&bytes.buffer());
            set(&message, "bytes", &bytes);
        }
        // Plain bytes can always be cloned.
        let _ = self.scope.post_message_with_transfer(&message, &transferred);
    }

    fn now_millis(&self) -> f64 {
        self.scope.performance().map_or(0.0, |clock| clock.now())
    }
}

/// A file handle, read in pieces.
struct BlobSource {
    blob: Blob,
    reader: Option<FileReaderSync>,
}

impl BlobSource {
    fn boxed(value: JsValue) -> Box<dyn Source> {
        let blob = value.dyn_into::<Blob>().or_else(|_| Blob::new());
        match blob {
            Ok(blob) => Box::new(Self { blob, reader: FileReaderSync::new().ok() }),
            Err(_) => Box::new(glass_intake::source::Bytes::default()),
        }
    }
}

impl Source for BlobSource {
    fn size(&self) -> u64 {
        self.blob.size() as u64
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> Result<usize, ReadError> {
        let end = offset.saturating_add(buffer.len() as u64).min(self.size());
        if offset >= end {
            return Ok(0);
        }
        let piece = self.blob.slice_with_f64_and_f64(offset as f64, end as f64).map_err(|_| ReadError)?;
        let reader = self.reader.as_ref().ok_or(ReadError)?;
        let read = reader.read_as_array_buffer(&piece).map_err(|_| ReadError)?;
        let bytes = Uint8Array::new(&read);
        let length = (bytes.length() as usize).min(buffer.len());
        bytes.subarray(0, length as u32).copy_to(&mut buffer[..length]);
        Ok(length)
    }
}

fn bytes_of(message: &JsValue, key: &str) -> Vec<u8> {
    let value = Reflect::get(message, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED);
    value.dyn_into::<Uint8Array>().map(|array| array.to_vec()).unwrap_or_default()
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a property of a plain object cannot fail.
    let _ = Reflect::set(object, &JsValue::from_str(key), value);
}
