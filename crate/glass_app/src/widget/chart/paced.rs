//! What changes faster than anybody can look.

use super::easel::Easel;
use leptos::prelude::*;

/// The value of `source`, taken anew in its turn and at most once in so many milliseconds; the last one is never missed.
pub fn paced<T, U>(
    source: Memo<T>,
    rest_millis: f64,
    take: impl Fn(&T) -> U + Send + Sync + 'static,
) -> Memo<U>
where
    T: Send + Sync + 'static,
    U: PartialEq + Send + Sync + 'static,
{
    let turns = RwSignal::new(0_u32);
    let clerk = Easel::resting(rest_millis, move || turns.update(|turn| *turn = turn.wrapping_add(1)));
    Effect::new(move |_| {
        source.track();
        clerk.ask();
    });
    Memo::new(move |_| {
        turns.track();
        source.with_untracked(&take)
    })
}
