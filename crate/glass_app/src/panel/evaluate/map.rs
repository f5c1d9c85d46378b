//! The data map: how sure the model was of each image over the epochs, with a way to the images of each region.

use crate::act::Act;
use crate::intent::Intent;
use crate::session::{MapPick, Session};
use crate::text::Text;
use crate::widget::chart::{Chart, Mark, Pointer, Reading};
use glass_charts::{MapDot, MapFigure, MapRegion, Size, Words};
use glass_core::cartography::{
    AMBIGUOUS_VARIABILITY, DataMap, EASY_CONFIDENCE, EASY_VARIABILITY, GREATEST_VARIABILITY, HARD_CONFIDENCE,
    Region,
};
use glass_core::split::SplitName;
use leptos::prelude::*;

/// Fewer epochs say little of spread.
const FEW_EPOCHS: u32 = 5;
/// Half the side of the box around a point, in CSS pixels.
const MARK: f64 = 7.0;

/// The map, what it covers, and a button a region.
#[component]
pub(super) fn MapChart() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let map = session.epochs().map();
    let figure = Memo::new(move |_| {
        let text = session.text();
        map.with(|map| {
            let path = |sample: u32| session.with_image(sample as usize, |image| image.meta.path.clone());
            figure(map.as_deref(), |sample| path(sample).unwrap_or_default(), text)
        })
    });
    let box_of = move |index: usize, size: Size| {
        let (x, y) = figure.with(|figure| figure.spot_of(index, size))?;
        Some(Mark { left: x - MARK, top: y - MARK, width: 2.0 * MARK, height: 2.0 * MARK })
    };
    let dot_at = move |at: Pointer| figure.with(|figure| figure.dot_at(at.x, at.y, at.size));
    let region_at = move |at: Pointer| {
        let (variability, confidence) = figure.with(|figure| figure.values_at(at.x, at.y, at.size))?;
        map.with(Option::is_some).then(|| Region::of(confidence, variability))
    };
    let read = Callback::new(move |at: Pointer| {
        let text = &session.text().epochs.map;
        match dot_at(at) {
            Some(index) => {
                let place = map.with(|map| Some(map.as_ref()?.spots.get(index)?.place))?;
                let name = figure.with(|figure| figure.dots.get(index).map(|dot| dot.name.clone()))?;
                let said = (text.reading)(&name, &place, (text.region)(place.region()));
                Some(Reading { text: said, mark: box_of(index, at.size) })
            }
            None => {
                let region = region_at(at)?;
                let said = format!("{}: {}", (text.region)(region), (text.meaning)(region));
                Some(Reading { text: said, mark: None })
            }
        }
    });
    let pick = Callback::new(move |at: Pointer| {
        let picked = untrack(|| match dot_at(at) {
            Some(index) => map.with(|map| Some(MapPick::Image(map.as_ref()?.spots.get(index)?.sample))),
            None => region_at(at).map(MapPick::Region),
        });
        if picked.is_some() {
            act.run(Intent::PickOnMap(picked));
        }
    });
    let marked = Callback::new(move |size: Size| {
        let Some(MapPick::Image(sample)) = session.epochs().pick().get() else { return None };
        let index = map.with(|map| map.as_ref()?.spots.iter().position(|spot| spot.sample == sample))?;
        box_of(index, size)
    });
    view! {
        <div class="data-map">
            <Chart
                figure
                chart_id="chart-map"
                table_id="table-map"
                title=Signal::derive(move || session.text().epochs.map.title.to_owned())
                name=Signal::derive(move || summary(session))
                numbers=Signal::derive(session.say(|text| text.train.chart.numbers))
                missing=Signal::derive(session.say(|text| text.train.chart.missing))
                is_dark=session.is_dark()
                read
                on_pick=pick
                marked
                is_long=true
            />
            <p class="note" data-testid="map-coverage">{move || coverage(session)}</p>
            <div class="row" role="group" aria-label=session.say(|text| text.epochs.map.regions)>
                {Region::ALL.map(|region| view! { <RegionButton region /> }).collect_view()}
            </div>
            <p class="note">{session.say(|text| text.epochs.map.hint)}</p>
        </div>
    }
    .into_any()
}

/// Shows the images of a region.
#[component]
fn RegionButton(region: Region) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let map = session.epochs().map();
    let n = Memo::new(move |_| map.with(|map| map.as_ref().map_or(0, |map| map.within(region).count())));
    let is_shown = Memo::new(move |_| session.epochs().pick().get() == Some(MapPick::Region(region)));
    let name = move || {
        let text = &session.text().epochs.map;
        (text.show)((text.region)(region), n.get())
    };
    view! {
        <button
            type="button"
            class="button"
            data-testid=format!("map-{}", region.as_str())
            data-count=move || n.get().to_string()
            title=move || (session.text().epochs.map.meaning)(region)
            aria-pressed=move || is_shown.get().to_string()
            disabled=move || n.get() == 0
            on:click=move |_| {
                let pick = (!is_shown.get_untracked()).then_some(MapPick::Region(region));
                act.run(Intent::PickOnMap(pick));
            }
        >
            {name}
        </button>
    }
    .into_any()
}

/// What the map is made of.
fn coverage(session: Session) -> String {
    let text = &session.text().epochs.map;
    session.epochs().map().with(|map| match map {
        None => text.empty.to_owned(),
        Some(map) => {
            let counts = [
                map.covered(SplitName::Train),
                map.n_train as usize,
                map.covered(SplitName::Validation),
                map.n_validation as usize,
            ];
            let said = (text.coverage)(map.n_epochs, counts);
            if map.n_epochs < FEW_EPOCHS { format!("{said} {}", text.few_epochs) } else { said }
        }
    })
}

/// The map for those who do not see it.
fn summary(session: Session) -> String {
    let (text, comma) = (&session.text().epochs.map, session.text().train.comma);
    let counts = session.epochs().map().with(|map| {
        let said = |region| {
            let n = map.as_ref().map_or(0, |map| map.within(region).count());
            (text.show)((text.region)(region), n)
        };
        Region::ALL.map(said).join(comma)
    });
    format!("{}: {counts}", text.title)
}

fn figure(map: Option<&DataMap>, path: impl Fn(u32) -> String, text: &Text) -> MapFigure {
    let own = &text.epochs.map;
    let region = |region: Region| MapRegion {
        name: (own.region)(region).to_owned(),
        limits: match region {
            Region::Easy => Some(([0.0, EASY_VARIABILITY], [EASY_CONFIDENCE, 1.0])),
            Region::Ambiguous => Some(([AMBIGUOUS_VARIABILITY, GREATEST_VARIABILITY], [0.0, 1.0])),
            Region::Hard => Some(([0.0, AMBIGUOUS_VARIABILITY], [0.0, HARD_CONFIDENCE])),
            Region::Between => None,
        },
    };
    let dots = map.map_or(&[][..], |map| &map.spots).iter().map(|spot| MapDot {
        name: path(spot.sample),
        variability: spot.place.variability,
        confidence: spot.place.confidence,
        correctness: spot.place.correctness,
        region: Region::ALL.iter().position(|region| *region == spot.place.region()).unwrap_or(0),
        kind: usize::from(spot.split == SplitName::Validation),
    });
    MapFigure {
        words: Words {
            x_axis: own.variability.to_owned(),
            y_axis: own.confidence.to_owned(),
            empty: own.empty.to_owned(),
            missing: text.train.chart.missing.to_owned(),
            class: own.region_column.to_owned(),
            count: own.correctness.to_owned(),
            ..Words::default()
        },
        image: own.image.to_owned(),
        kind: own.split.to_owned(),
        kinds: [SplitName::Train, SplitName::Validation]
            .map(|split| (text.evaluate().split)(split).to_owned()),
        greatest_variability: GREATEST_VARIABILITY,
        regions: Region::ALL.map(region).to_vec(),
        dots: dots.collect(),
    }
}
