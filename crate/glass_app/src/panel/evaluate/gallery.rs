//! Single images: those of the chosen cell of the confusion matrix, or the worst mistakes.

use super::Look;
use super::map_wall::MapWall;
use crate::act::Act;
use crate::canvas;
use crate::intent::Intent;
use crate::session::Session;
use crate::widget::chart::fine_probability;
use crate::widget::thumbnail::Thumbnail;
use glass_core::label::shown;
use glass_core::order::sort_by;
use glass_protocol::Prediction;
use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

/// Mistakes shown at first without a chosen cell.
const FIRST_WORST: usize = 12;
/// Images shown at first of a cell, and how many more at a time of either.
const FIRST_OF_CELL: usize = 60;
/// Images shown at most: further ones are in the exports.
const MAX_SHOWN: usize = 600;
/// Classes whose probability is shown with an image.
const MAX_BARS: usize = 3;

/// What the gallery shows.
#[derive(Debug, Clone, PartialEq, Default)]
struct Wall {
    /// The images, the surest first.
    shown: Vec<Prediction>,
    /// How many there are to show.
    total: usize,
    /// How many images the split has.
    n: usize,
    /// Tells apart what belongs to different evaluations: run, split, epoch.
    key: Key,
}

/// Run, split and epoch of an evaluation.
type Key = (u32, u8, Option<u32>);

impl Wall {
    fn of(predictions: &[Prediction], cell: Option<(usize, usize)>, more: usize, key: Key) -> Self {
        let is_shown = |it: &&Prediction| match cell {
            Some((actual, predicted)) => it.actual as usize == actual && it.predicted as usize == predicted,
            None => it.actual != it.predicted,
        };
        let mut shown: Vec<&Prediction> = predictions.iter().filter(is_shown).collect();
        sort_by(&mut shown, |a, b| confidence(b).total_cmp(&confidence(a)));
        let total = shown.len();
        let first = if cell.is_some() { FIRST_OF_CELL } else { FIRST_WORST };
        let most = (first + more).min(MAX_SHOWN);
        Self { shown: shown.into_iter().take(most).cloned().collect(), total, n: predictions.len(), key }
    }
}

fn confidence(it: &Prediction) -> f32 {
    it.probabilities.get(it.predicted as usize).copied().unwrap_or(0.0)
}

/// The gallery: what was chosen on the map, or else what the model answered.
#[component]
pub(super) fn Gallery(look: Look) -> impl IntoView {
    let session = expect_context::<Session>();
    let is_of_map = Memo::new(move |_| session.epochs().pick().with(Option::is_some));
    view! {
        <section class="gallery" data-testid="gallery" aria-labelledby="gallery-title">
            {move || {
                if is_of_map.get() {
                    view! { <MapWall look /> }.into_any()
                } else {
                    view! { <AnswerWall look /> }.into_any()
                }
            }}
        </section>
    }
    .into_any()
}

/// Images with the answers of the model.
#[component]
fn AnswerWall(look: Look) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let cell = session.cell();
    let key = Memo::new(move |_| {
        look.evaluated.with(|one| one.as_ref().map(|one| (one.run, one.split as u8, one.epoch)))
    });
    // How many more were asked for, and of what.
    let asked = RwSignal::new((None, None, 0));
    let more = Memo::new(move |_| {
        let (of, within, more) = asked.get();
        if (of, within) == (key.get(), cell.get()) { more } else { 0 }
    });
    let wall = Memo::new(move |_| {
        look.evaluated.with(|evaluated| {
            let one = evaluated.as_ref()?;
            Some(Wall::of(&one.predictions, cell.get(), more.get(), key.get()?))
        })
    });
    let further = Memo::new(move |_| {
        wall.with(|wall| {
            let wall = wall.as_ref()?;
            let further = wall.total.min(MAX_SHOWN).saturating_sub(wall.shown.len());
            (further > 0).then_some(further.min(FIRST_OF_CELL))
        })
    });
    let show_more =
        move |_| asked.set((key.get_untracked(), cell.get_untracked(), more.get_untracked() + FIRST_OF_CELL));
    let title = move || {
        let text = &session.text().evaluate().gallery;
        match cell.get() {
            Some((actual, predicted)) => (text.of_cell)(&look.class(actual), &look.class(predicted)),
            None => text.worst.to_owned(),
        }
    };
    let note = move || {
        let text = &session.text().evaluate().gallery;
        let split = look.split.read();
        let split = split.as_str();
        wall.with(|wall| match wall {
            None => text.nothing_yet.to_owned(),
            Some(wall) if cell.get().is_some() => (text.of_cell_note)(wall.shown.len(), wall.total, split),
            Some(wall) if wall.total == 0 => (text.no_mistake)(wall.n, split),
            Some(wall) => (text.worst_note)(wall.shown.len(), wall.total, split),
        })
    };
    let items = move || {
        wall.with(|wall| {
            let wall = wall.as_ref();
            let keyed = |wall: &Wall| {
                wall.shown.iter().map(|it| ((wall.key, it.sample), it.clone())).collect::<Vec<_>>()
            };
            wall.map(keyed).unwrap_or_default()
        })
    };
    view! {
        <h3 id="gallery-title">{title}</h3>
        <p class="note">{note}</p>
        <Show when=move || cell.get().is_some()>
            <button type="button" class="button" on:click=move |_| act.run(Intent::SelectCell(None))>
                {session.say(|text| text.evaluate().gallery.show_worst)}
            </button>
        </Show>
        // It scrolls, so the keyboard must be able to enter it.
        <ul class="gallery-wall" tabindex="0" aria-labelledby="gallery-title">
            <For each=items key=|(key, _)| *key let:((_, it))>
                <Item look it />
            </For>
        </ul>
        <Show when=move || further.get().is_some()>
            <button type="button" class="button" data-testid="gallery-more" on:click=show_more>
                {move || (session.text().evaluate().gallery.show_more)(further.get().unwrap_or_default())}
            </button>
        </Show>
    }
    .into_any()
}

/// One image with what the model said of it.
#[component]
fn Item(look: Look, it: Prediction) -> impl IntoView {
    let session = expect_context::<Session>();
    let (sample, actual, predicted) = (it.sample as usize, it.actual as usize, it.predicted as usize);
    let draw = move |canvas: &HtmlCanvasElement| {
        session.with_image(sample, |image| canvas::show_pixels(canvas, &image.pixels));
    };
    let path = session.with_image(sample, |image| shown(&image.meta.path)).unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default().to_owned();
    let name = {
        let path = path.clone();
        move || (session.text().evaluate().gallery.image)(&path, &look.class(actual), &look.class(predicted))
    };
    let verdict =
        move || (session.text().evaluate().gallery.verdict)(&look.class(actual), &look.class(predicted));
    let bars = bars(&it).into_iter().map(|(class, probability)| {
        let said = fine_probability(f64::from(probability));
        view! {
            <li class:bar-actual=class == actual>
                <span class="bar-name">{move || look.class(class)}</span>
                <span class="bar" aria-hidden="true">
                    <span style=format!("width:{:.1}%", f64::from(probability) * 100.0)></span>
                </span>
                <span class="bar-value">{said}</span>
            </li>
        }
    });
    view! {
        <li class="gallery-item" class:is-wrong=actual != predicted data-testid="gallery-item" title=path>
            <span class="thumb">
                <Thumbnail draw />
            </span>
            <span class="visually-hidden">{name}</span>
            <p class="gallery-name" aria-hidden="true">
                <bdi>{file}</bdi>
            </p>
            <p class="gallery-verdict" aria-hidden="true">{verdict}</p>
            <ul class="bars">{bars.collect_view()}</ul>
        </li>
    }
    .into_any()
}

/// The most probable classes, and the actual one if it is not among them.
fn bars(it: &Prediction) -> Vec<(usize, f32)> {
    let mut all: Vec<(usize, f32)> = it.probabilities.iter().copied().enumerate().collect();
    sort_by(&mut all, |a, b| b.1.total_cmp(&a.1));
    let actual = all.iter().copied().skip(MAX_BARS).find(|(class, _)| *class == it.actual as usize);
    all.into_iter().take(MAX_BARS).chain(actual).collect()
}
