//! The Data station: four doors for images, and every image seen, by class.

mod class_block;
mod findings;
mod sources;

use crate::act::Act;
use crate::intent::Intent;
use crate::panel::reading::Reading;
use crate::roster::{ClassCount, Roster};
use crate::session::{Purpose, Session};
use crate::widget::file_list::FileList;
use class_block::ClassBlock;
use findings::Findings;
use glass_core::split::Split;
use leptos::prelude::*;
use sources::{DropZone, Sets};

/// The Data station.
#[component]
pub fn Data(#[prop(into)] is_dragging: Signal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <section class="panel data" id="data" aria-labelledby="data-title" hidden=session.is_hidden("data")>
            <h2 class="panel-title" id="data-title">{session.say(|text| text.data.title)}</h2>
            <Sets/>
            <DropZone is_dragging=is_dragging/>
            <Reading purpose=Purpose::Training/>
            <Seen/>
            <FileList
                test_id="rejected-list"
                files=session.rejected()
                litter=session.litter()
                text=Signal::derive(move || session.text().data)
                fault_text=Signal::derive(move || session.text().fault)
            />
            <Findings/>
        </section>
    }
    .into_any()
}

/// The images: how many, how they are dealt, and themselves.
#[component]
fn Seen() -> impl IntoView {
    let session = expect_context::<Session>();
    let text = move || session.text().data;
    let split = session.split();
    let counts = Memo::new(move |_| split.with(|split| session.roster().with(|roster| roster.counts(split))));
    let n_classes = Memo::new(move |_| session.roster().read().classes.len());
    let members = Memo::new(move |_| session.roster().with(members_of));
    // One look at all rows for all classes.
    let places = Memo::new(move |_| session.roster().with(Roster::places));
    let active = Memo::new(move |_| session.roster().with(Roster::active_classes));
    let summary = move || {
        if session.n_images().get() == 0 {
            return String::from(text().empty);
        }
        let totals = split.with(Roster::totals);
        let n_active = session.roster().with(|roster| roster.active_labels().iter().flatten().count());
        (text().summary)(active.read().len(), n_active, totals)
    };
    let block = move |class: usize| {
        view! {
            <ClassBlock
                class=class
                members=Signal::derive(move || members.with(|all| all.get(class).cloned().unwrap_or_default()))
                count=Signal::derive(move || counts.with(|all: &Vec<ClassCount>| all.get(class).copied().unwrap_or_default()))
                mark=Memo::new(move |_| places.with(|places| places.get(class).copied().flatten()))
            />
        }
    };
    view! {
        <p class="summary" data-testid="dataset-summary">{summary}</p>
        <Shortages split=split/>
        <Show when=move || session.n_images().get() != 0>
            <p class="hint">{session.say(|text| text.data.click_hint)}</p>
        </Show>
        <Undo/>
        <div class="class-list">
            // A class is known by its index, as the roster knows it: everything in the block follows it.
            <For each=move || 0..n_classes.get() key=|class| *class children=block/>
        </div>
    }
    .into_any()
}

/// Takes the last change to the labels back.
#[component]
fn Undo() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let can_undo = Memo::new(move |_| session.roster_before().with(|before| !before.is_empty()));
    let is_busy = move || session.phase().get().is_busy();
    view! {
        <Show when=move || can_undo.get()>
            <div class="row">
                <button
                    type="button"
                    class="button"
                    data-testid="undo-edit"
                    disabled=is_busy
                    on:click=move |_| act.run(Intent::UndoEdit)
                >
                    {session.say(|text| text.data.undo)}
                </button>
            </div>
        </Show>
    }
    .into_any()
}

/// The images of each class, as index and digest: a digest tells an image from the one that had its index before.
fn members_of(roster: &Roster) -> Vec<Vec<(usize, u64)>> {
    let mut members = vec![Vec::new(); roster.classes.len()];
    for (index, row) in roster.rows.iter().enumerate() {
        if let Some(own) = row.class.and_then(|class| members.get_mut(class)) {
            own.push((index, row.digest));
        }
    }
    members
}

/// What is missing before this set can be learned from.
#[component]
fn Shortages(split: Signal<Split>) -> impl IntoView {
    let session = expect_context::<Session>();
    let shortages = move || {
        let text = session.text().data;
        // While images come in, something is always missing.
        if session.n_images().get() == 0 || session.import().read().is_some() {
            return Vec::new();
        }
        session.roster().with(|roster| {
            let classes = roster.active_classes();
            let mut told = Vec::new();
            if classes.len() < 2 {
                told.push(String::from(text.too_few_classes));
            }
            split.with(|split| {
                told.extend(split.shortages.iter().filter_map(|shortage| {
                    Some((text.shortage)(classes.get(shortage.class)?, shortage.split))
                }));
            });
            let n_unlabelled = roster.n_unlabelled();
            if n_unlabelled > 0 {
                told.push((text.unlabelled)(n_unlabelled));
            }
            told
        })
    };
    let lines = move || {
        shortages().into_iter().map(|line| view! { <li class="note note-warning">{line}</li> }).collect_view()
    };
    view! { <ul class="shortages" data-testid="shortages">{lines}</ul> }
}
