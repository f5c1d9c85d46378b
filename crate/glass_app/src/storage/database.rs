//! The database: the only file that speaks with IndexedDB. Keys are text, values are bytes, and every write is
//! a transaction of its own, so that nothing is ever half there.
//!
//! A browser may refuse all of this (private windows, embedded pages, a policy), or be full: both are said as
//! [`Trouble`], never thrown.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode,
};

const NAME: &str = "watchglass";
const VERSION: u32 = 1;
/// Time the browser has to open the database or to read a record, in milliseconds.
const PATIENCE_MILLIS: i32 = 4_000;

/// A drawer of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// The work on the bench.
    Work,
    /// Portions of the person's own images.
    Images,
    /// Finished runs.
    Runs,
    /// Checkpoints: of the run under way, and those that finished runs ended with.
    Checkpoints,
    /// What could not be read.
    SetAside,
}

impl Store {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Work, Self::Images, Self::Runs, Self::Checkpoints, Self::SetAside];

    /// Its name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Images => "images",
            Self::Runs => "runs",
            Self::Checkpoints => "checkpoints",
            Self::SetAside => "set-aside",
        }
    }
}

/// Why something is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The browser has no room left for this page.
    Full,
    /// The browser does not let this page keep anything, or took it away meanwhile.
    Refused,
    /// A newer version of the page keeps its work here.
    Newer,
}

/// The open database. Copies share it; it is closed with the last of them.
#[derive(Clone)]
pub struct Database(Rc<Held>);

struct Held {
    handle: IdbDatabase,
    is_gone: Rc<Cell<bool>>,
    _on_gone: Closure<dyn FnMut()>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.handle.set_onclose(None);
        self.handle.set_onversionchange(None);
        self.handle.close();
    }
}

impl Database {
    /// Opens the database, and makes it on the first visit.
    pub async fn open() -> Result<Self, Trouble> {
        let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten());
        let factory = factory.ok_or(Trouble::Refused)?;
        let database = Self::try_open(&factory).await?;
        if database.is_whole() {
            return Ok(database);
        }
        // Somebody else made it under our name: there is nothing of ours in it.
        drop(database);
        let deleting = factory.delete_database(NAME).map_err(|error| trouble_of(&error))?;
        settled(&deleting).await?;
        Self::try_open(&factory)
            .await
            .and_then(|made| made.is_whole().then_some(made).ok_or(Trouble::Refused))
    }

    async fn try_open(factory: &IdbFactory) -> Result<Self, Trouble> {
        let request = factory.open_with_u32(NAME, VERSION).map_err(|error| trouble_of(&error))?;
        let opening = request.clone();
        let make = Closure::<dyn FnMut()>::new(move || {
            let made = opening.result().ok().and_then(|made| made.dyn_into::<IdbDatabase>().ok());
            for store in Store::ALL {
                // A store that cannot be made leaves a database that is not whole.
                let _ = made.as_ref().map(|made| made.create_object_store(store.name()));
            }
        });
        request.set_onupgradeneeded(Some(make.as_ref().unchecked_ref()));
        let opened = settled(&request).await;
        request.set_onupgradeneeded(None);
        Ok(Self::hold(opened?.dyn_into().map_err(|_| Trouble::Refused)?))
    }

    fn is_whole(&self) -> bool {
        let names = self.0.handle.object_store_names();
        Store::ALL.into_iter().all(|store| names.contains(store.name()))
    }

    fn hold(handle: IdbDatabase) -> Self {
        let is_gone = Rc::new(Cell::new(false));
        let on_gone = {
            let (is_gone, handle) = (is_gone.clone(), handle.clone());
            // Another page wants to change or delete the database, or the browser's data were cleared.
            Closure::<dyn FnMut()>::new(move || {
                is_gone.set(true);
                handle.close();
            })
        };
        handle.set_onclose(Some(on_gone.as_ref().unchecked_ref()));
        handle.set_onversionchange(Some(on_gone.as_ref().unchecked_ref()));
        Self(Rc::new(Held { handle, is_gone, _on_gone: on_gone }))
    }

    /// The value of a key.
    pub async fn get(&self, store: Store, key: &str) -> Result<Option<Vec<u8>>, Trouble> {
        let (_, objects) = self.begin(store, IdbTransactionMode::Readonly)?;
        let request = objects.get(&JsValue::from_str(key)).map_err(|error| trouble_of(&error))?;
        let value = settled(&request).await?;
        if value.is_undefined() {
            return Ok(None);
        }
        // Whatever else lies there is no record either: as no bytes it is told from one.
        Ok(Some(value.dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).unwrap_or_default()))
    }

    /// All keys of a store, in order.
    pub async fn keys(&self, store: Store) -> Result<Vec<String>, Trouble> {
        let (_, objects) = self.begin(store, IdbTransactionMode::Readonly)?;
        let request = objects.get_all_keys().map_err(|error| trouble_of(&error))?;
        let keys = settled(&request).await?;
        Ok(Array::from(&keys).iter().filter_map(|key| key.as_string()).collect())
    }

    /// Writes a value.
    pub async fn put(&self, store: Store, key: &str, bytes: &[u8]) -> Result<(), Trouble> {
        let (transaction, objects) = self.begin(store, IdbTransactionMode::Readwrite)?;
        objects
            .put_with_key(&Uint8Array::from(bytes), &JsValue::from_str(key))
            .map_err(|error| trouble_of(&error))?;
        committed(&transaction).await
    }

    /// Deletes a key; one that is not there is no trouble.
    pub async fn delete(&self, store: Store, key: &str) -> Result<(), Trouble> {
        let (transaction, objects) = self.begin(store, IdbTransactionMode::Readwrite)?;
        objects.delete(&JsValue::from_str(key)).map_err(|error| trouble_of(&error))?;
        committed(&transaction).await
    }

    /// Deletes every key that begins with `prefix`.
    pub async fn delete_below(&self, store: Store, prefix: &str) -> Result<(), Trouble> {
        let (transaction, objects) = self.begin(store, IdbTransactionMode::Readwrite)?;
        let (from, to) = (JsValue::from_str(prefix), JsValue::from_str(&end_of(prefix)));
        let range = IdbKeyRange::bound(&from, &to).map_err(|error| trouble_of(&error))?;
        objects.delete(&range).map_err(|error| trouble_of(&error))?;
        committed(&transaction).await
    }

    /// Deletes every key that does not begin with `prefix`.
    pub async fn delete_beside(&self, store: Store, prefix: &str) -> Result<(), Trouble> {
        let (transaction, objects) = self.begin(store, IdbTransactionMode::Readwrite)?;
        let (from, to) = (JsValue::from_str(prefix), JsValue::from_str(&end_of(prefix)));
        for range in
            [IdbKeyRange::upper_bound_with_open(&from, true), IdbKeyRange::lower_bound_with_open(&to, true)]
        {
            let range = range.map_err(|error| trouble_of(&error))?;
            objects.delete(&range).map_err(|error| trouble_of(&error))?;
        }
        committed(&transaction).await
    }

    /// Deletes everything in a store.
    pub async fn clear(&self, store: Store) -> Result<(), Trouble> {
        let (transaction, objects) = self.begin(store, IdbTransactionMode::Readwrite)?;
        objects.clear().map_err(|error| trouble_of(&error))?;
        committed(&transaction).await
    }

    fn begin(
        &self,
        store: Store,
        mode: IdbTransactionMode,
    ) -> Result<(IdbTransaction, IdbObjectStore), Trouble> {
        if self.0.is_gone.get() {
            return Err(Trouble::Refused);
        }
        let transaction = self.0.handle.transaction_with_str_and_mode(store.name(), mode);
        let transaction = transaction.map_err(|error| trouble_of(&error))?;
        let objects = transaction.object_store(store.name()).map_err(|error| trouble_of(&error))?;
        Ok((transaction, objects))
    }
}

/// Beyond every key with this beginning: our keys are plain ASCII.
fn end_of(prefix: &str) -> String {
    format!("{prefix}\u{ffff}")
}

fn trouble_of(error: &JsValue) -> Trouble {
    let name = Reflect::get(error, &JsValue::from_str("name")).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("QuotaExceededError") => Trouble::Full,
        Some("VersionError") => Trouble::Newer,
        _ => Trouble::Refused,
    }
}

/// What comes of it, as long as it comes before the page loses patience: a page must not wait for ever for its
/// past, nor take silence for "nothing there".
async fn in_time(settling: &Settling) -> Result<JsValue, Trouble> {
    let late = Promise::new(&mut |_, reject| {
        if let Some(window) = web_sys::window() {
            // Without a timer the page would only wait for the browser.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&reject, PATIENCE_MILLIS);
        }
    });
    let first = Promise::race(&Array::of2(&settling.promise, &late));
    JsFuture::from(first).await.map_err(|error| trouble_of(&error))
}

async fn settled(request: &IdbRequest) -> Result<JsValue, Trouble> {
    in_time(&Settling::of_request(request)).await
}

async fn committed(transaction: &IdbTransaction) -> Result<(), Trouble> {
    let settling = Settling::of_transaction(transaction);
    JsFuture::from(settling.promise.clone()).await.map(drop).map_err(|error| trouble_of(&error))
}

/// Something of the database that will be done or fail; its listeners live until it is dropped.
struct Settling {
    promise: Promise,
    let_go: Box<dyn Fn()>,
    _listeners: [Closure<dyn FnMut()>; 2],
}

impl Drop for Settling {
    fn drop(&mut self) {
        (self.let_go)();
    }
}

impl Settling {
    fn of_request(request: &IdbRequest) -> Self {
        let (result, reason) = (request.clone(), request.clone());
        let own = request.clone();
        Self::new(
            move || result.result().unwrap_or(JsValue::UNDEFINED),
            move || reason.error().ok().flatten().map_or(JsValue::UNDEFINED, JsValue::from),
            move |done, failed| {
                own.set_onsuccess(done);
                own.set_onerror(failed);
            },
        )
    }

    fn of_transaction(transaction: &IdbTransaction) -> Self {
        let (reason, own) = (transaction.clone(), transaction.clone());
        Self::new(
            || JsValue::UNDEFINED,
            move || reason.error().map_or(JsValue::UNDEFINED, JsValue::from),
            move |done, failed| {
                own.set_oncomplete(done);
                own.set_onabort(failed);
            },
        )
    }

    fn new(
        value: impl Fn() -> JsValue + 'static,
        reason: impl Fn() -> JsValue + 'static,
        listen: impl Fn(Option<&Function>, Option<&Function>) + 'static,
    ) -> Self {
        let mut ends = None;
        let promise = Promise::new(&mut |resolve, reject| ends = Some((resolve, reject)));
        let (resolve, reject) = ends.unzip();
        let call = |end: Option<Function>, argument: Box<dyn Fn() -> JsValue>| {
            Closure::<dyn FnMut()>::new(move || {
                // The ends of a promise take every value.
                let _ = end.as_ref().map(|end| end.call1(&JsValue::UNDEFINED, &argument()));
            })
        };
        let listeners = [call(resolve, Box::new(value)), call(reject, Box::new(reason))];
        listen(Some(listeners[0].as_ref().unchecked_ref()), Some(listeners[1].as_ref().unchecked_ref()));
        Self { promise, let_go: Box::new(move || listen(None, None)), _listeners: listeners }
    }
}

/// The key of a number, so that keys sort as the numbers do.
pub fn number_key(number: u32) -> String {
    format!("{number:010}")
}

/// The number of such a key.
pub fn key_number(key: &str) -> Option<u32> {
    key.parse().ok()
}
