//! The images of a region of the map, or one of them, with the numbers that put them there.

use super::Look;
use crate::act::Act;
use crate::canvas;
use crate::intent::Intent;
use crate::session::{MapPick, Session};
use crate::widget::thumbnail::Thumbnail;
use glass_core::cartography::{DataMap, Region, Spot};
use glass_core::label::shown;
use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

/// Images shown at first, and how many more at a time.
const FIRST: usize = 60;
/// Images shown at most.
const MAX_SHOWN: usize = 600;

/// The images chosen on the map: those shown, how many there are.
fn chosen(map: &DataMap, pick: MapPick, more: usize) -> (Vec<Spot>, usize) {
    let mut spots: Vec<Spot> = match pick {
        MapPick::Region(region) => map.within(region).copied().collect(),
        MapPick::Image(sample) => map.spots.iter().filter(|spot| spot.sample == sample).copied().collect(),
    };
    let total = spots.len();
    let rank = |spot: &Spot| match pick {
        MapPick::Region(Region::Easy) => -spot.place.confidence,
        MapPick::Region(Region::Ambiguous) => -spot.place.variability,
        MapPick::Region(Region::Hard | Region::Between) | MapPick::Image(_) => spot.place.confidence,
    };
    spots.sort_by(|a, b| rank(a).total_cmp(&rank(b)));
    spots.truncate((FIRST + more).min(MAX_SHOWN));
    (spots, total)
}

/// The gallery, showing what was chosen on the map.
#[component]
pub(super) fn MapWall(look: Look) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let pick = session.epochs().pick();
    // How many more were asked for, and of what.
    let asked = RwSignal::new((None, 0));
    let more = Memo::new(move |_| {
        let (of, more) = asked.get();
        if of == pick.get() { more } else { 0 }
    });
    let wall = Memo::new(move |_| {
        let more = more.get();
        session
            .epochs()
            .map()
            .with(|map| Some(chosen(map.as_deref()?, pick.get()?, more)))
            .unwrap_or_default()
    });
    let further = Memo::new(move |_| {
        wall.with(|(shown, total)| (*total).min(MAX_SHOWN).saturating_sub(shown.len()).min(FIRST))
    });
    let labels = Memo::new(move |_| session.roster().with(|roster| roster.active_labels()));
    let title = move || {
        let text = &session.text().epochs.map;
        match pick.get() {
            Some(MapPick::Region(region)) => (text.region)(region),
            _ => text.one_image,
        }
    };
    let note = move || {
        let text = &session.text().epochs.map;
        let Some(MapPick::Region(region)) = pick.get() else { return String::new() };
        let shown = wall.with(|(shown, total)| (text.shown)(shown.len(), *total, region));
        format!("{} {shown}", (text.meaning)(region))
    };
    view! {
        <h3 id="gallery-title">{title}</h3>
        <p class="note">{note}</p>
        <button type="button" class="button" on:click=move |_| act.run(Intent::PickOnMap(None))>
            {session.say(|text| text.evaluate().gallery.show_worst)}
        </button>
        // It scrolls, so the keyboard must be able to enter it.
        <ul class="gallery-wall" tabindex="0" aria-labelledby="gallery-title">
            <For each=move || wall.with(|(shown, _)| shown.clone()) key=|spot| spot.sample let:spot>
                <Item look spot label=Signal::derive(move || {
                    labels.with(|labels| labels.get(spot.sample as usize).copied().flatten())
                }) />
            </For>
        </ul>
        <Show when=move || { further.get() > 0 }>
            <button
                type="button"
                class="button"
                data-testid="gallery-more"
                on:click=move |_| asked.set((pick.get_untracked(), more.get_untracked() + FIRST))
            >
                {move || (session.text().evaluate().gallery.show_more)(further.get())}
            </button>
        </Show>
    }
    .into_any()
}

/// One image with its numbers.
#[component]
fn Item(look: Look, spot: Spot, label: Signal<Option<usize>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let sample = spot.sample as usize;
    let draw = move |canvas: &HtmlCanvasElement| {
        session.with_image(sample, |image| canvas::show_pixels(canvas, &image.pixels));
    };
    let path = session.with_image(sample, |image| shown(&image.meta.path)).unwrap_or_default();
    let said = path.clone();
    let labelled = move || {
        let text = session.text();
        let class = label.get().map(|class| look.class(class)).unwrap_or_default();
        (text.epochs.map.labelled)(&class, (text.evaluate().split)(spot.split))
    };
    view! {
        <li class="gallery-item" data-testid="gallery-item" data-region=spot.place.region().as_str() title=path>
            <span class="thumb">
                <Thumbnail draw />
            </span>
            <span class="visually-hidden">{said}</span>
            <p class="gallery-verdict">{labelled}</p>
            <p class="gallery-numbers">{move || (session.text().epochs.map.numbers)(&spot.place)}</p>
        </li>
    }
    .into_any()
}
