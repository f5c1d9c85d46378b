//! What a look at all images found, before any training.

use crate::act::Act;
use crate::format;
use crate::intent::Intent;
use crate::session::Session;
use glass_core::health::{Health, Specimen};
use leptos::prelude::*;

/// The findings; indices are those of the session's images and classes.
#[derive(Debug, Clone, PartialEq, Default)]
struct Found {
    health: Health,
    first_frames: Vec<usize>,
}

/// The list of findings.
#[component]
pub fn Findings() -> impl IntoView {
    let session = expect_context::<Session>();
    let text = move || session.text().data;
    // Once the images are all there, in a task of its own: in between, every batch would be examined again.
    let is_still = Memo::new(move |_| {
        session.import().read().is_none() && session.is_settled().get() && session.n_images().get() > 0
    });
    let found = Memo::new(move |_| if is_still.get() { examine(session) } else { Found::default() });
    let lines = move || {
        let lines = found.with(|found| told(session, found));
        if lines.is_empty() {
            return view! { <li>{text().healthy}</li> }.into_any();
        }
        lines.into_iter().map(|line| view! { <li class="is-warning">{line}</li> }).collect_view().into_any()
    };
    let n_warnings = Memo::new(move |_| found.with(|found| told(session, found).len()));
    view! {
        <details class="health" hidden=move || !is_still.get() open=true>
            <summary>
                {session.say(|text| text.data.health)}
                <Show when=move || n_warnings.get() != 0>
                    " " <span class="badge">{n_warnings}</span>
                </Show>
            </summary>
            <ul class="health-list" data-testid="health-list">{lines}</ul>
            <DropCopies found=found/>
        </details>
    }
    .into_any()
}

/// Leaves all but one image of every group of equal ones out; and, where their labels disagree, all of them, which is another
/// decision: one of the labels may be right, and the other image then only needs to go.
#[component]
fn DropCopies(found: Memo<Found>) -> impl IntoView {
    view! {
        <div class="row">
            <LeaveOut found are_conflicts=false test_id="drop-copies" />
            <LeaveOut found are_conflicts=true test_id="drop-conflicts" />
        </div>
    }
}

#[component]
fn LeaveOut(found: Memo<Found>, are_conflicts: bool, test_id: &'static str) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let surplus = Memo::new(move |_| -> Vec<usize> {
        found.with(|found| {
            let groups = found.health.duplicates.iter();
            groups
                .filter(|group| group.is_label_conflict() == are_conflicts)
                .flat_map(|group| group.members.iter().skip(usize::from(!are_conflicts)))
                .copied()
                .collect()
        })
    });
    let leave_out = move |_| act.run(Intent::ExcludeImages(surplus.get_untracked()));
    let say = move || {
        let text = session.text().data;
        if are_conflicts { text.drop_conflicts } else { text.drop_copies }
    };
    view! {
        <Show when=move || !surplus.read().is_empty()>
            <button
                type="button"
                class="button"
                data-testid=test_id
                disabled=move || session.phase().get().is_busy()
                on:click=leave_out
            >
                {say}
            </button>
        </Show>
    }
    .into_any()
}

/// Looks at every image that takes part.
fn examine(session: Session) -> Found {
    session.roster().with(|roster| {
        session.with_images(|samples| {
            let labels = roster.active_labels();
            let mut places = Vec::new();
            let mut specimens = Vec::new();
            for (index, (row, sample)) in roster.rows.iter().zip(samples).enumerate() {
                if labels.get(index).is_some_and(Option::is_some) {
                    places.push(index);
                    let properties = sample.meta.properties;
                    specimens.push(Specimen {
                        digest: row.digest,
                        class: row.class,
                        split: None,
                        properties,
                    });
                }
            }
            let mut health = Health::of(&specimens);
            renumber(&mut health, &places);
            let first_frames =
                places.into_iter().filter(|&index| samples[index].meta.is_first_frame_only).collect();
            Found { health, first_frames }
        })
    })
}

/// From places among the specimens to indices of images.
fn renumber(health: &mut Health, places: &[usize]) {
    let groups = health.duplicates.iter_mut().map(|group| &mut group.members);
    let lists = [
        &mut health.dark,
        &mut health.bright,
        &mut health.low_information,
        &mut health.odd_aspect,
        &mut health.odd_size,
    ];
    for list in groups.chain(lists) {
        for index in list.iter_mut() {
            *index = places.get(*index).copied().unwrap_or(*index);
        }
    }
}

/// The findings in words.
fn told(session: Session, found: &Found) -> Vec<String> {
    let text = session.text().data;
    let health = &found.health;
    let path =
        |index: usize| session.with_image(index, |sample| sample.meta.path.clone()).unwrap_or_default();
    let mut lines = Vec::new();
    let conflicts: Vec<_> = health.label_conflicts().collect();
    if let Some([one, other, ..]) = conflicts.first().map(|group| group.members.as_slice()) {
        lines.push((text.conflicts)(conflicts.len(), &path(*one), &path(*other)));
    }
    let copies: Vec<_> = health.duplicates.iter().filter(|group| !group.is_label_conflict()).collect();
    if let Some([first, ..]) = copies.first().map(|group| group.members.as_slice()) {
        let surplus = copies.iter().map(|group| group.members.len() - 1).sum();
        lines.push((text.duplicates)(copies.len(), surplus, &path(*first)));
    }
    for shortcut in &health.shortcuts {
        let class = session
            .roster()
            .with(|roster| roster.classes.get(shortcut.class).map(|class| class.name.clone()));
        let auc = format::short_number(shortcut.auc);
        lines.push((text.shortcut)(shortcut.property, &class.unwrap_or_default(), shortcut.is_higher, auc));
    }
    let lists = [
        (text.dark, &health.dark),
        (text.bright, &health.bright),
        (text.low_information, &health.low_information),
        (text.odd_aspect, &health.odd_aspect),
        (text.odd_size, &health.odd_size),
        (text.first_frames, &found.first_frames),
    ];
    lines
        .extend(lists.into_iter().filter_map(|(words, list)| Some(words(list.len(), &path(*list.first()?)))));
    lines
}
