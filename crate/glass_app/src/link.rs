//! The line to one worker: has its program fetched (`watchglassProgram` of www/start.js), starts it, queues until it listens, notices when it dies, starts it again.
//!
//! A trap inside a worker's asynchronous handler reaches nobody by itself, so there are three signs of
//! death: an `error` event, a `fatal` message from the worker's shell, and ten seconds without an answer to
//! a ping (see [`Vigil`]). A dead instance is terminated and never spoken to again.

use crate::vigil::{Seen, Vigil};
use glass_core::fault::Fault;
use glass_protocol::{Command, Event, VERSION, command_to_bytes, event_from_bytes};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::set_timeout;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, MessageEvent, Worker};

/// Silence after which a busy worker counts as dead, in milliseconds.
const PATIENCE_MILLIS: f64 = 10_000.0;
/// Time a worker may take to load and start, in milliseconds: it may come over a slow line.
const START_PATIENCE_MILLIS: f64 = 60_000.0;
/// How often the line is looked after, in milliseconds.
const WATCH_MILLIS: i32 = 2_000;

/// What a command brings along.
#[derive(Default)]
pub enum Cargo {
    /// Nothing.
    #[default]
    Empty,
    /// Bytes.
    Bytes(Vec<u8>),
    /// Many bytes, gathered when their turn comes; after them the page takes a breath.
    Load(Box<dyn FnOnce() -> Vec<u8>>),
    /// File handles; read in the worker.
    Files(Vec<File>),
}

/// What came from the worker.
#[derive(Debug)]
pub enum News {
    /// An event and its attached bytes.
    Told(Box<Event>, Vec<u8>),
    /// The worker died; its last words, or `None` when it just stopped answering.
    Died(Option<String>),
    /// It could not be started at all.
    NeverStarted(Fault),
}

#[wasm_bindgen]
extern "C" {
    /// A worker's program, fetched once: a promise of `{ script, module }` (www/start.js).
    #[wasm_bindgen(js_name = watchglassProgram, catch)]
    fn program(name: &str) -> Result<Promise, JsValue>;
}

type Listener = Rc<dyn Fn(News)>;

struct State {
    program: String,
    listener: Listener,
    worker: RefCell<Option<Running>>,
    /// Counts starts and ends: a program that comes in for a worker that was ended meanwhile is left alone.
    generation: Cell<u32>,
    /// The program is being fetched.
    is_starting: Cell<bool>,
    is_ready: Cell<bool>,
    was_ever_ready: Cell<bool>,
    queue: RefCell<VecDeque<(Command, Cargo)>>,
    /// Between two loads: the queue goes on by itself.
    is_resting: Cell<bool>,
    vigil: Cell<Vigil>,
    pings: Cell<u32>,
    watch: RefCell<Option<Watch>>,
}

/// The timer that looks after the worker; it ends with the line.
struct Watch {
    timer: i32,
    _look: Closure<dyn FnMut()>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_interval_with_handle(self.timer);
        }
    }
}

struct Running {
    worker: Worker,
    // The closures live as long as the worker they listen to.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::ErrorEvent)>,
}

/// The line to one worker.
#[derive(Clone)]
pub struct Link {
    state: Rc<State>,
}

impl Link {
    /// A line to the worker program `name`; nothing is fetched before the first command.
    pub fn new(name: &str, listener: impl Fn(News) + 'static) -> Self {
        let state = Rc::new(State {
            program: name.to_owned(),
            listener: Rc::new(listener),
            worker: RefCell::new(None),
            generation: Cell::new(0),
            is_starting: Cell::new(false),
            is_ready: Cell::new(false),
            was_ever_ready: Cell::new(false),
            queue: RefCell::new(VecDeque::new()),
            is_resting: Cell::new(false),
            vigil: Cell::new(Vigil::begin(now_millis())),
            pings: Cell::new(0),
            watch: RefCell::new(None),
        });
        let link = Self { state };
        link.watch();
        link
    }

    /// Starts the worker without asking anything of it yet.
    pub fn start(&self) {
        if self.state.worker.borrow().is_none() && !self.state.is_starting.get() {
            self.spawn();
        }
    }

    /// Has the program fetched, for the day it is needed: then perhaps without a network.
    pub fn prepare(&self) {
        // What could not be had now is asked for again, and told, at the first command.
        let _ = program(&self.state.program);
    }

    /// Sends a command, now or as soon as the worker listens and has got what was sent before.
    pub fn send(&self, command: Command, cargo: Cargo) {
        self.start();
        self.state.queue.borrow_mut().push_back((command, cargo));
        self.post_waiting();
    }

    /// Posts what waits, in order; one load a task, so that the page stays quick however much there is.
    fn post_waiting(&self) {
        let state = &self.state;
        while state.is_ready.get() && !state.is_resting.get() {
            let Some((command, cargo)) = state.queue.borrow_mut().pop_front() else { return };
            let is_load = matches!(cargo, Cargo::Load(_));
            self.post(&command, cargo);
            if is_load {
                state.is_resting.set(true);
                let link = self.clone();
                let go_on = move || {
                    link.state.is_resting.set(false);
                    link.post_waiting();
                };
                set_timeout(go_on, Duration::ZERO);
            }
        }
    }

    /// Ends the worker at once; the next command starts another.
    pub fn end(&self) {
        if let Some(running) = self.state.worker.borrow_mut().take() {
            running.worker.set_onmessage(None);
            running.worker.set_onerror(None);
            running.worker.terminate();
        }
        self.state.is_ready.set(false);
        self.state.is_starting.set(false);
        self.state.generation.set(self.state.generation.get().wrapping_add(1));
        self.state.queue.borrow_mut().clear();
    }

    fn spawn(&self) {
        let state = &self.state;
        state.is_ready.set(false);
        state.is_starting.set(true);
        state.vigil.set(Vigil::begin(now_millis()));
        let generation = state.generation.get().wrapping_add(1);
        state.generation.set(generation);
        let link = self.clone();
        leptos::task::spawn_local(async move {
            let program = match program(&link.state.program) {
                Ok(coming) => JsFuture::from(coming).await,
                Err(error) => Err(error),
            };
            // It was ended, perhaps started again, while the program came in.
            if link.state.generation.get() == generation {
                link.state.is_starting.set(false);
                link.run(program);
            }
        });
    }

    /// Starts the worker on its program.
    fn run(&self, program: Result<JsValue, JsValue>) {
        let state = &self.state;
        let part = |program: &JsValue, key: &str| Reflect::get(program, &JsValue::from_str(key));
        let started = program.and_then(|program| {
            let script = part(&program, "script")?.as_string().unwrap_or_default();
            Ok((Worker::new(&script)?, part(&program, "module")?))
        });
        let Ok((worker, module)) = started else {
            self.end();
            (state.listener)(News::NeverStarted(Fault::NotFetched(format!("{}.js", state.program))));
            return;
        };
        let link = self.clone();
        let on_message = Closure::new(move |event: MessageEvent| link.hear(&event.data()));
        let link = self.clone();
        let on_error = Closure::new(move |event: web_sys::ErrorEvent| link.bury(Some(event.message())));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        let first = Object::new();
        set(&first, "module", &module);
        // A compiled module can be cloned wherever a worker can run it.
        let _ = worker.post_message(&first);
        *state.worker.borrow_mut() = Some(Running { worker, _on_message: on_message, _on_error: on_error });
    }

    fn hear(&self, message: &JsValue) {
        let state = &self.state;
        let mut vigil = state.vigil.get();
        vigil.heard();
        state.vigil.set(vigil);
        if let Some(words) =
            Reflect::get(message, &JsValue::from_str("fatal")).ok().and_then(|text| text.as_string())
        {
            self.bury(Some(words));
            return;
        }
        let bytes = |key: &str| {
            let value = Reflect::get(message, &JsValue::from_str(key)).unwrap_or(JsValue::UNDEFINED);
            value.dyn_into::<Uint8Array>().map(|array| array.to_vec()).unwrap_or_default()
        };
        let Ok(event) = event_from_bytes(&bytes("header")) else {
            (state.listener)(News::NeverStarted(Fault::VersionMismatch));
            return;
        };
        match event {
            Event::Pong { .. } => {}
            Event::Ready { version, .. } if version != VERSION => {
                self.end();
                (state.listener)(News::NeverStarted(Fault::VersionMismatch));
            }
            Event::Ready { .. } => {
                state.is_ready.set(true);
                state.was_ever_ready.set(true);
                self.post_waiting();
                (state.listener)(News::Told(Box::new(event), Vec::new()));
            }
            event => (state.listener)(News::Told(Box::new(event), bytes("bytes"))),
        }
    }

    fn post(&self, command: &Command, cargo: Cargo) {
        let message = Object::new();
        set(&message, "header", &Uint8Array::from(command_to_bytes(command).as_slice()));
        let transferred = Array::new();
        let attach = |bytes: &[u8]| {
            let bytes = Uint8Array::from(bytes);
            transferred.push(&bytes.buffer());
            set(&message, "bytes", &bytes);
        };
        match cargo {
            Cargo::Empty => {}
            Cargo::Bytes(bytes) => attach(&bytes),
            Cargo::Load(gather) => attach(&gather()),
            Cargo::Files(files) => set(&message, "files", &files.iter().collect::<Array>()),
        }
        if let Some(running) = self.state.worker.borrow().as_ref() {
            // A file that can no longer be cloned is told when the worker tries to read it.
            let _ = running.worker.post_message_with_transfer(&message, &transferred);
        }
    }

    /// The worker is dead: end it, start another if the program is sound, tell the page.
    fn bury(&self, words: Option<String>) {
        let state = &self.state;
        self.end();
        if !state.was_ever_ready.get() {
            (state.listener)(News::NeverStarted(Fault::NotFetched(format!("{}.js", state.program))));
            return;
        }
        (state.listener)(News::Died(words));
    }

    /// Looks after the worker for as long as somebody holds the line.
    fn watch(&self) {
        let weak = Rc::downgrade(&self.state);
        let look = Closure::<dyn FnMut()>::new(move || {
            if let Some(state) = weak.upgrade() {
                Self { state }.look();
            }
        });
        // Without a timer the worker is only watched by its own messages.
        let timer = web_sys::window().and_then(|window| {
            let handler = look.as_ref().unchecked_ref();
            window.set_interval_with_callback_and_timeout_and_arguments_0(handler, WATCH_MILLIS).ok()
        });
        *self.state.watch.borrow_mut() = timer.map(|timer| Watch { timer, _look: look });
    }

    fn look(&self) {
        let state = &self.state;
        if state.worker.borrow().is_none() && !state.is_starting.get() {
            return;
        }
        let patience = if state.is_ready.get() { PATIENCE_MILLIS } else { START_PATIENCE_MILLIS };
        let mut vigil = state.vigil.get();
        let seen = vigil.look(now_millis(), patience);
        state.vigil.set(vigil);
        match seen {
            Seen::Dead => self.bury(None),
            Seen::Ask if state.is_ready.get() => {
                state.pings.set(state.pings.get().wrapping_add(1));
                self.post(&Command::Ping { count: state.pings.get() }, Cargo::Empty);
            }
            Seen::Ask | Seen::Wait => {}
        }
    }
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a property of a plain object cannot fail.
    let _ = Reflect::set(object, &JsValue::from_str(key), value);
}

/// Milliseconds since the page began.
pub fn now_millis() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}
