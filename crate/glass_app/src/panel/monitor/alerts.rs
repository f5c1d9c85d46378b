//! The alerts: what moved, how far, when, why perhaps, what to do, and the frames that show it.

use super::album::{Album, alerts_of};
use super::frames::FramePicture;
use crate::act::Act;
use crate::intent::Intent;
use crate::session::{AlertKey, Session, WatchFact};
use glass_core::order::sort_by;
use glass_core::service::{Alert, Frame, Level, Signal as Watched};
use glass_core::stream::Cause;
use glass_core::stream::plan::Steer;
use leptos::prelude::*;

/// Alerts shown, the newest.
const MAX_SHOWN: usize = 40;

/// The list of alerts.
#[component]
pub fn Alerts(album: Memo<Album>) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let alerts = Memo::new(move |_| {
        session.service().with(|service| {
            let span = service.plan.as_ref().map_or(0, |plan| plan.window.into());
            let shown = in_order(alerts_of(service), span).into_iter().take(MAX_SHOWN);
            shown.map(|alert| (service.stream, alert)).collect::<Vec<_>>()
        })
    });
    let key = |(stream, alert): &(u32, Alert)| -> AlertKey { (*stream, alert.signal, alert.raised_sequence) };
    let keys = Memo::new(move |_| alerts.with(|alerts| alerts.iter().map(key).collect::<Vec<_>>()));
    let unseen = move || {
        let watch = session.watch();
        let all = alerts.get().into_iter().map(move |it| (key(&it), it.1.n_returns));
        all.filter(move |(key, n_returns)| !watch.is_seen(key, *n_returns))
    };
    let n_unseen = Memo::new(move |_| unseen().count());
    let acknowledge_all = move |_| {
        for (key, n_returns) in untrack(|| unseen().collect::<Vec<_>>()) {
            act.run(Intent::Watch(WatchFact::Seen(key, n_returns)));
        }
    };
    let item = move |wanted: AlertKey| {
        let alert = Memo::new(move |_| {
            alerts.with(|alerts| {
                alerts.iter().find(|alert| key(alert) == wanted).map(|(_, alert)| alert.clone())
            })
        });
        view! { <AlertItem wanted alert album /> }
    };
    view! {
        <section class="service-alerts" aria-labelledby="alerts-title">
            <h3 class="service-heading" id="alerts-title">{session.say(|text| text.monitor().alert.title)}</h3>
            <Show when=move || keys.read().is_empty()>
                <p class="note">{session.say(|text| text.monitor().alert.none)}</p>
            </Show>
            <Show when=move || { n_unseen.get() > 1 }>
                <button type="button" class="button" data-testid="acknowledge-all" on:click=acknowledge_all>
                    {session.say(|text| text.monitor().alert.acknowledge_all)}
                </button>
            </Show>
            <ol class="service-alert-list" data-testid="alert-list">
                <For each=move || keys.get() key=|key| *key children=item />
            </ol>
        </section>
    }
    .into_any()
}

/// What is open first, then the newest change; of the alerts that one change raised, within one window, causes before consequences: the
/// images' own properties, the first to move before the others, then what the model makes of them.
fn in_order(alerts: &[Alert], span: u64) -> Vec<Alert> {
    let mut since = 0;
    let mut all = Vec::new();
    for (at, alert) in alerts.iter().enumerate() {
        if at == 0 || alert.raised_sequence.saturating_sub(since) >= span {
            since = alert.raised_sequence;
        }
        all.push((since, alert.clone()));
    }
    let is_property = |alert: &Alert| matches!(alert.signal, Watched::Property(_));
    sort_by(&mut all, |(a_since, a), (b_since, b)| {
        let open_first = b.is_open().cmp(&a.is_open());
        open_first
            .then(b_since.cmp(a_since))
            .then(is_property(b).cmp(&is_property(a)))
            .then(a.raised_sequence.cmp(&b.raised_sequence))
    });
    all.into_iter().map(|(_, alert)| alert).collect()
}

#[component]
fn AlertItem(wanted: AlertKey, alert: Memo<Option<Alert>>, album: Memo<Album>) -> impl IntoView {
    let session = expect_context::<Session>();
    let text = move || session.text().monitor();
    let say = move |look: &dyn Fn(&Alert) -> String| alert.with(|alert| alert.as_ref().map(look));
    let level = move || alert.with(|alert| alert.as_ref().map_or(Level::Watch, |alert| alert.level));
    let is_open = move || alert.with(|alert| alert.as_ref().is_some_and(Alert::is_open));
    // An open alert says how things stand; one that is over, how bad it was.
    let moved = move || {
        say(&|alert| {
            let shift = if alert.is_open() { alert.shift_now } else { alert.shift };
            (text().alert.moved)(alert.signal, shift, alert.is_open())
        })
    };
    let level_words = move || {
        say(&|alert| {
            let has_eased = alert.is_open() && alert.level_now != alert.level;
            if has_eased {
                (text().alert.eased)(alert.level, alert.level_now)
            } else {
                (text().level)(alert.level).to_owned()
            }
        })
    };
    let when = move || say(&|alert| (text().alert.when)(alert.raised_sequence, alert.cleared_sequence));
    let returned = move || {
        alert.with(|alert| {
            let alert = alert.as_ref()?;
            Some((text().alert.returned)(alert.n_returns, alert.returned_sequence?))
        })
    };
    let worst = move || {
        say(&|alert| {
            let evidence =
                (text().alert.evidence)(alert.signal, alert.shift, alert.statistic, alert.p_adjusted);
            (text().alert.worst)(alert.worst_sequence, &evidence)
        })
    };
    let cause = move || say(&|alert| (text().alert.cause)(alert.cause, &gaining_class(session, alert.cause)));
    let remedies = move || {
        let remedies =
            alert.with(|alert| alert.as_ref().map(|alert| alert.cause.remedies())).unwrap_or_default();
        remedies.into_iter().map(|remedy| view! { <li>{(text().alert.remedy)(remedy)}</li> }).collect_view()
    };
    let act = expect_context::<Act>();
    let n_returns = Memo::new(move |_| alert.with(|alert| alert.as_ref().map_or(0, |alert| alert.n_returns)));
    let is_seen = Memo::new(move |_| session.watch().is_seen(&wanted, n_returns.get()));
    let is_muted = Memo::new(move |_| session.watch().muted().with(|muted| muted.contains(&wanted.1)));
    let is_running = Memo::new(move |_| {
        session.service().with(|service| service.is_running && service.preparing.is_none())
    });
    let can_renew = Memo::new(move |_| is_running.get() && is_open());
    let acknowledge = move || {
        let text = &session.text().monitor().alert;
        if is_seen.get() { text.acknowledged } else { text.acknowledge }
    };
    let sign = move || if level() == Level::Alarm { "◆" } else { "▲" };
    view! {
        <li
            class="service-alert"
            data-testid="alert-item"
            data-level=move || level().as_str()
            class:is-over=move || !is_open()
            data-is-seen=move || is_seen.get().to_string()
        >
            <p class="service-alert-head">
                <span class="service-sign" aria-hidden="true">
                    {sign}
                </span>
                <strong>{level_words} {session.say(|text| text.page.colon)} {moved}</strong>
            </p>
            <p class="note">{when} " " {returned} " " {worst}</p>
            <dl class="service-advice">
                <dt>{session.say(|text| text.monitor().alert.cause_label)}</dt>
                <dd>{cause}</dd>
                <dt>{session.say(|text| text.monitor().alert.remedy_label)}</dt>
                <dd>
                    <ul>{remedies}</ul>
                </dd>
            </dl>
            <Responsible alert album />
            <Improve alert />
            <div class="row">
                <button
                    type="button"
                    class="button"
                    data-testid="alert-acknowledge"
                    disabled=is_seen
                    on:click=move |_| act.run(Intent::Watch(WatchFact::Seen(wanted, n_returns.get_untracked())))
                >
                    {acknowledge}
                </button>
                <Show when=move || can_renew.get()>
                    <button
                        type="button"
                        class="button"
                        data-testid="alert-renew"
                        title=session.say(|text| text.monitor().alert.renew_hint)
                        on:click=move |_| act.run(Intent::SteerStream(Steer::RenewReference))
                    >
                        {session.say(|text| text.monitor().alert.renew)}
                    </button>
                </Show>
                <button
                    type="button"
                    class="button"
                    data-testid="alert-mute"
                    title=session.say(|text| text.monitor().alert.mute_hint)
                    disabled=is_muted
                    on:click=move |_| act.run(Intent::Watch(WatchFact::Muted(wanted.1, true)))
                >
                    {session.say(|text| text.monitor().alert.mute)}
                </button>
            </div>
        </li>
    }
    .into_any()
}

/// From the alert to a better model: a setting that shows it such images in training, and the training.
#[component]
fn Improve(alert: Memo<Option<Alert>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let step = Memo::new(move |_| {
        let cause = alert.with(|alert| alert.as_ref().map(|alert| alert.cause))?;
        // Reckoned from the run that answered, so that the button stays the same once it was pressed.
        let (setting, value) = session.run().with(|run| cause.hardening(&run.as_ref()?.recipe))?;
        Some((setting, format!("{value:.2}")))
    });
    let is_set = Memo::new(move |_| {
        step.get().is_some_and(|(setting, value)| {
            let mut wanted = session.recipe().get();
            setting.write_text(&mut wanted, &value);
            wanted == session.recipe().get()
        })
    });
    let label = move || {
        let text = session.text();
        step.get().map(|(setting, value)| (text.monitor().alert.harden)((text.setting.name)(setting), &value))
    };
    let set = move |_| {
        if let Some((setting, value)) = step.get_untracked() {
            act.run(Intent::Set(setting, value));
        }
    };
    view! {
        <Show when=move || step.with(Option::is_some)>
            <div class="row">
                <button type="button" class="button" data-testid="alert-harden" disabled=is_set on:click=set>
                    {label}
                </button>
                <Show when=move || is_set.get()>
                    <button
                        type="button"
                        class="button button-primary"
                        data-testid="alert-retrain"
                        disabled=move || session.phase().get().is_busy()
                        on:click=move |_| act.run(Intent::Train)
                    >
                        {session.say(|text| text.monitor().alert.retrain)}
                    </button>
                </Show>
            </div>
            <p class="note" role="status">
                {move || is_set.get().then(|| session.text().monitor().alert.hardened)}
            </p>
        </Show>
    }
    .into_any()
}

/// The frames an alert names.
#[component]
fn Responsible(alert: Memo<Option<Alert>>, album: Memo<Album>) -> impl IntoView {
    let session = expect_context::<Session>();
    let shots = Memo::new(move |_| {
        let frames = alert.with(|alert| alert.as_ref().map(|alert| alert.frames.clone())).unwrap_or_default();
        album.with(|album| {
            frames.iter().filter_map(|frame| album.frame(*frame).cloned()).collect::<Vec<Frame>>()
        })
    });
    view! {
        <Show when=move || !shots.read().is_empty()>
            <p class="note">{session.say(|text| text.monitor().alert.frames)}</p>
            <ul class="service-strip">
                <For
                    each=move || shots.get()
                    key=|frame| frame.index
                    children=move |frame| view! { <FramePicture frame /> }
                />
            </ul>
        </Show>
    }
    .into_any()
}

fn gaining_class(session: Session, cause: Cause) -> String {
    let Cause::ClassMix { class } = cause else { return String::new() };
    session.run().with(|run| run.as_ref().and_then(|run| run.classes.get(class).cloned())).unwrap_or_default()
}
