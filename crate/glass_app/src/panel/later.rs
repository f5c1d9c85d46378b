//! The stations that have something to show once a model is there. Their code is a file of its own: the page can be
//! used before it is here, and asks for it as soon as the first images have come.

use super::about::About;
use super::evaluate::Evaluate;
use super::log::PredictionLog;
use super::monitor::Monitor;
use super::performance::Performance;
use super::runs::Runs;
use super::sweep::SweepPanel;
use super::take_away::TakeAway;
use crate::session::{Phase, Session};
use glass_core::fault::Fault;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// The file of these stations, as `cargo xtask` calls it.
const FILE: &str = "stations.wasm";
/// Time until a file that could not be fetched is asked for again.
const RETRY: Duration = Duration::from_secs(3);

/// The later stations, when they are here.
#[component]
pub fn Later() -> impl IntoView {
    let session = expect_context::<Session>();
    let arrival = Arrival {
        views: StoredValue::new_local(None),
        outcome: RwSignal::new(None),
        owner: StoredValue::new(Owner::current().unwrap_or_default()),
    };
    Effect::new(move |was_asked: Option<bool>| {
        let was_asked = was_asked.unwrap_or_default();
        let is_time = !was_asked && session.phase().get() != Phase::Loading;
        if is_time {
            arrival.fetch();
        }
        was_asked || is_time
    });
    move || match arrival.outcome.get() {
        None => None,
        Some(true) => arrival.views.try_update_value(Option::take).flatten(),
        Some(false) => {
            let words = move || (session.text().fault.fault)(&Fault::NotFetched(String::from(FILE)));
            Some(view! { <p class="hint" role="alert" data-testid="stations-missing">{words}</p> }.into_any())
        }
    }
}

/// How the stations come.
#[derive(Clone, Copy)]
struct Arrival {
    views: StoredValue<Option<AnyView>, LocalStorage>,
    /// Are they here, or could they not be fetched?
    outcome: RwSignal<Option<bool>>,
    owner: StoredValue<Owner>,
}

impl Arrival {
    fn fetch(self) {
        spawn_local(async move {
            let stations = stations(self.owner.get_value()).await;
            let is_here = stations.is_ok();
            self.views.set_value(stations.ok());
            self.outcome.set(Some(is_here));
            if !is_here {
                set_timeout(move || self.fetch(), RETRY);
            }
        });
    }
}

/// Everything that only this reaches is in the other file.
#[wasm_split(stations, fallible)]
fn stations(owner: Owner) -> Result<AnyView, SplitLoaderError> {
    let stations = || {
        view! {
            <Evaluate/>
            <Runs/>
            <SweepPanel/>
            <Performance/>
            <Monitor/>
            <PredictionLog/>
            <TakeAway/>
            <About/>
        }
    };
    Ok(owner.with(|| stations().into_any()))
}
