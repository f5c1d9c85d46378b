//! A sweep over settings: the same run again and again, one or two settings changed, to see which values serve best.
//!
//! Which values: a grid of all combinations; some of its cells, drawn without replacement (Bergstra & Bengio 2012);
//! or successive halving (Jamieson & Talwalkar 2016): all cells for a few epochs, the best third for three times as
//! many, and so on up to the recipe's own number. Every trial is trained anew from its recipe, so whatever a sweep
//! shows, the run with those settings comes to the same bits, whoever trained it and in whatever order.
//!
//! **The score** of a trial is its lowest validation loss (training loss without validation images), in nats; a trial
//! whose loss ran away has none and ranks last, and of equal scores the earlier trial ranks first.

use crate::curve::EpochReport;
use crate::order::sort_by;
use crate::recipe::Recipe;
use crate::rng::Stream;
use crate::setting::{Domain, Outcome, Setting};

/// Trials of a sweep at most.
pub const MAX_TRIALS: usize = 64;
/// Values of a setting at most.
pub const MAX_VALUES: usize = 16;
/// Halving keeps one of so many.
const KEPT_OF: usize = 3;

/// A setting and the values to try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    /// Which.
    pub setting: Setting,
    /// As one would type them; at least one, none twice.
    pub values: Vec<String>,
}

impl Axis {
    /// Reads values as typed, with commas, semicolons or spaces between them. Numbers out of bounds are moved into them.
    ///
    /// # Errors
    /// The first word that is no value of the setting, or an empty word when there is none at all.
    pub fn read(setting: Setting, base: &Recipe, text: &str) -> Result<Self, String> {
        let mut values: Vec<String> = Vec::new();
        for word in text.split([',', ';', '，', '；', '、', ' ', '\t', '\n']).filter(|word| !word.is_empty())
        {
            let mut recipe = *base;
            if setting.write_text(&mut recipe, word) == Outcome::Unreadable {
                return Err(word.to_owned());
            }
            let value = setting.text(&recipe);
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values.truncate(MAX_VALUES);
        if values.is_empty() { Err(String::new()) } else { Ok(Self { setting, values }) }
    }

    /// Values worth trying first: every word of a choice, or numbers around the present one.
    pub fn suggested(setting: Setting, base: &Recipe) -> Self {
        let around = match setting.domain() {
            Domain::Choice(words) => words.iter().map(|word| (*word).to_owned()).collect(),
            Domain::Flag => vec![String::from("0"), String::from("1")],
            Domain::Number { max, .. } => {
                let now: f64 = setting.text(base).parse().unwrap_or(0.0);
                let factors = match setting {
                    // Rates are told apart by their order of magnitude.
                    Setting::LearningRate | Setting::WeightDecay => [0.1, 0.3, 1.0, 3.0],
                    _ => [0.25, 0.5, 1.0, 2.0],
                };
                let numbers = if now > 0.0 {
                    factors.map(|factor| factor * now)
                } else {
                    [0.0, 0.1, 0.2, 0.4].map(|share| share * max)
                };
                numbers.map(|number| format!("{number:.6}")).to_vec()
            }
        };
        Self::read(setting, base, &around.join(" "))
            .unwrap_or_else(|_| Self { setting, values: vec![setting.text(base)] })
    }
}

/// Which combinations are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    /// All of them.
    Grid,
    /// So many, drawn by the recipe's seed.
    Random(usize),
    /// All for a few epochs, fewer and fewer for more.
    Halving,
}

/// What is swept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// One or two settings.
    pub axes: Vec<Axis>,
    /// Which combinations.
    pub search: Search,
}

impl Plan {
    /// Combinations of all values.
    pub fn n_cells(&self) -> usize {
        self.axes.iter().map(|axis| axis.values.len()).product()
    }

    /// Trials there will be.
    pub fn n_trials(&self) -> usize {
        match self.search {
            Search::Random(n) => n.min(self.n_cells()),
            Search::Grid | Search::Halving => self.n_cells(),
        }
    }

    /// The first axis that changes nothing in any trial, such as the momentum of an optimizer without one.
    pub fn idle_axis(&self, base: &Recipe) -> Option<Setting> {
        let recipes: Vec<Recipe> =
            (0..self.n_cells().min(MAX_TRIALS)).map(|cell| self.recipe(base, cell).1).collect();
        let is_idle = |axis: &&Axis| !recipes.iter().any(|recipe| axis.setting.matters(recipe));
        self.axes.iter().find(is_idle).map(|axis| axis.setting)
    }

    /// The place of a cell and its settings.
    fn recipe(&self, base: &Recipe, cell: usize) -> (Vec<usize>, Recipe) {
        let (place, mut recipe) = (self.place(cell), *base);
        for (axis, at) in self.axes.iter().zip(&place) {
            // Values were read by the setting itself.
            axis.values.get(*at).map(|value| axis.setting.write_text(&mut recipe, value));
        }
        (place, recipe)
    }

    /// The value of every axis in a cell, the last axis changing fastest.
    fn place(&self, mut cell: usize) -> Vec<usize> {
        let mut place: Vec<usize> = self
            .axes
            .iter()
            .rev()
            .map(|axis| {
                let n = axis.values.len().max(1);
                let at = cell % n;
                cell /= n;
                at
            })
            .collect();
        place.reverse();
        place
    }

    fn cells(&self, seed: u32) -> Vec<usize> {
        let mut cells: Vec<usize> = (0..self.n_cells()).collect();
        if let Search::Random(_) = self.search {
            Stream::named(seed.into(), "sweep").shuffle(&mut cells);
            cells.truncate(self.n_trials());
            sort_by(&mut cells, usize::cmp);
        }
        cells
    }
}

/// How far a trial is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its turn will come.
    Waiting,
    /// It is being trained.
    Running,
    /// It was trained as far as it goes.
    Done,
    /// It could not be trained, or its loss ran away.
    Failed,
}

/// One run of a sweep.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// Index of its value on every axis.
    pub place: Vec<usize>,
    /// Its settings.
    pub recipe: Recipe,
    /// How far it is.
    pub state: State,
    /// The last run of it, one row an epoch.
    pub history: Vec<EpochReport>,
    /// Epochs of that run.
    pub epochs: u32,
}

impl Trial {
    /// Its lowest loss on validation images (training images where there are none), and the epoch; `None` before the
    /// first epoch and for one that failed.
    pub fn best(&self) -> Option<(f64, &EpochReport)> {
        let loss = |row: &EpochReport| row.validation_loss.unwrap_or(row.train_loss);
        let rows = self.history.iter().filter(|row| row.epoch > 0 && loss(row).is_finite());
        let lowest = rows.map(|row| (loss(row), row)).min_by(|one, other| one.0.total_cmp(&other.0));
        lowest.filter(|_| self.state != State::Failed)
    }
}

/// A sweep as far as it has come. Time and workers are the caller's.
#[derive(Debug, Clone, PartialEq)]
pub struct Sweep {
    plan: Plan,
    trials: Vec<Trial>,
    /// Trials of the present rung.
    field: Vec<usize>,
    /// Epochs of the present rung and of those to come.
    rungs: Vec<u32>,
    rung: usize,
}

impl Sweep {
    /// All trials, waiting. A plan of no trial or of too many is none.
    pub fn begin(base: &Recipe, plan: Plan) -> Option<Self> {
        if !(1..=MAX_TRIALS).contains(&plan.n_trials()) {
            return None;
        }
        let trials: Vec<Trial> = plan
            .cells(base.seed)
            .into_iter()
            .map(|cell| {
                let (place, recipe) = plan.recipe(base, cell);
                Trial { place, recipe, state: State::Waiting, history: Vec::new(), epochs: 0 }
            })
            .collect();
        let rungs = match plan.search {
            Search::Halving => rungs(trials.len(), base.epochs),
            Search::Grid | Search::Random(_) => vec![base.epochs],
        };
        let field = (0..trials.len()).collect();
        Some(Self { plan, trials, field, rungs, rung: 0 })
    }

    /// What is swept.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Every trial.
    pub fn trials(&self) -> &[Trial] {
        &self.trials
    }

    /// The present rung, from 0, of how many, and its epochs; one rung but for halving.
    pub fn rung(&self) -> (usize, usize, u32) {
        (self.rung, self.rungs.len(), self.rungs.get(self.rung).copied().unwrap_or(0))
    }

    /// Trials of the present rung that are over, and all of it.
    pub fn progress(&self) -> (usize, usize) {
        let is_over = |index: &&usize| self.state(**index).is_none_or(|state| !is_open(state));
        (self.field.iter().filter(is_over).count(), self.field.len())
    }

    /// The next trial to train and its recipe; `None` while others of its rung are under way, and at the end.
    pub fn hand_out(&mut self) -> Option<(usize, Recipe)> {
        let epochs = self.rungs.get(self.rung).copied()?;
        let index = self.field.iter().copied().find(|index| self.state(*index) == Some(State::Waiting))?;
        let trial = self.trials.get_mut(index)?;
        trial.state = State::Running;
        trial.epochs = epochs;
        trial.history.clear();
        Some((index, Recipe { epochs, ..trial.recipe }))
    }

    /// An epoch of a trial that is being trained.
    pub fn record(&mut self, index: usize, report: EpochReport) {
        if let Some(trial) = self.trials.get_mut(index).filter(|trial| trial.state == State::Running) {
            trial.history.retain(|row| row.epoch < report.epoch);
            trial.history.push(report);
        }
    }

    /// A trial was trained to its end, or could not be.
    pub fn settle(&mut self, index: usize, is_trained: bool) {
        if let Some(trial) = self.trials.get_mut(index).filter(|trial| trial.state == State::Running) {
            trial.state = if is_trained { State::Done } else { State::Failed };
        }
        let is_open_yet = self.field.iter().any(|index| self.state(*index).is_some_and(is_open));
        if !is_open_yet && self.rung + 1 < self.rungs.len() {
            self.climb();
        }
    }

    /// Whoever trained it is gone: it waits again.
    pub fn take_back(&mut self, index: usize) {
        if let Some(trial) = self.trials.get_mut(index).filter(|trial| trial.state == State::Running) {
            trial.state = State::Waiting;
            trial.history.clear();
        }
    }

    /// Is there nothing left to train?
    pub fn is_over(&self) -> bool {
        let (done, all) = self.progress();
        done == all && self.rung + 1 >= self.rungs.len()
    }

    /// Trials from best to worst, of those that came furthest first.
    pub fn ranking(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.trials.len()).collect();
        let key = |index: &usize| {
            let trial = self.trials.get(*index);
            let loss = trial.and_then(Trial::best).map_or(f64::INFINITY, |best| best.0);
            (trial.map_or(0, |trial| trial.epochs), loss)
        };
        sort_by(&mut order, |one, other| {
            let ((far, low), (other_far, other_low)) = (key(one), key(other));
            other_far.cmp(&far).then(low.total_cmp(&other_low)).then(one.cmp(other))
        });
        order
    }

    /// The best trial of those that came furthest; `None` before any epoch.
    pub fn best(&self) -> Option<usize> {
        self.ranking()
            .into_iter()
            .next()
            .filter(|index| self.trials.get(*index).is_some_and(|trial| trial.best().is_some()))
    }

    /// The rank of every trial in the order of [`Self::ranking`], from 1: trials that came as far and to the same score
    /// share one.
    pub fn ranks(&self) -> Vec<usize> {
        let key = |index: &usize| {
            let trial = self.trials.get(*index);
            let loss = trial.and_then(Trial::best).map(|best| best.0.to_bits());
            (trial.map_or(0, |trial| trial.epochs), loss)
        };
        let mut ranks: Vec<(usize, (u32, Option<u64>))> = Vec::new();
        for (at, index) in self.ranking().iter().enumerate() {
            let own = key(index);
            let shared =
                ranks.last().filter(|(_, before)| own.1.is_some() && *before == own).map(|last| last.0);
            ranks.push((shared.unwrap_or(at + 1), own));
        }
        ranks.into_iter().map(|(rank, _)| rank).collect()
    }

    /// Trials that came as far as the best one and to the same score, itself included.
    pub fn n_best(&self) -> usize {
        self.ranks().iter().filter(|rank| **rank == 1).count()
    }

    fn state(&self, index: usize) -> Option<State> {
        self.trials.get(index).map(|trial| trial.state)
    }

    /// The best of the rung go on.
    fn climb(&mut self) {
        self.rung += 1;
        let ranking = self.ranking();
        let n_kept = self.field.len().div_ceil(KEPT_OF);
        self.field = ranking
            .into_iter()
            .filter(|index| {
                self.field.contains(index) && self.trials.get(*index).is_some_and(|it| it.best().is_some())
            })
            .take(n_kept)
            .collect();
        for index in &self.field {
            if let Some(trial) = self.trials.get_mut(*index) {
                trial.state = State::Waiting;
            }
        }
        if self.field.is_empty() {
            self.rung = self.rungs.len().saturating_sub(1);
        }
    }
}

fn is_open(state: State) -> bool {
    matches!(state, State::Waiting | State::Running)
}

/// Epochs rung by rung: the last has all, each before it a third, as many as halving `n` trials down to one takes.
fn rungs(n: usize, epochs: u32) -> Vec<u32> {
    let mut rungs = vec![epochs.max(1)];
    let (mut left, mut share) = (n, epochs.max(1));
    while left > 1 && share > 1 {
        left = left.div_ceil(KEPT_OF);
        share = share.div_ceil(KEPT_OF as u32);
        rungs.push(share);
    }
    rungs.dedup();
    rungs.reverse();
    rungs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(epoch: u32, loss: f64) -> EpochReport {
        EpochReport {
            epoch,
            train_loss: loss,
            validation_loss: Some(loss),
            train_accuracy: 0.5,
            validation_accuracy: Some(0.5),
            train_precision_macro: None,
            train_recall_macro: None,
            validation_precision_macro: None,
            validation_recall_macro: None,
            seconds: 1.0,
            images_per_second: 1.0,
        }
    }

    fn plan(rates: &str, sizes: &str, search: Search) -> Plan {
        let base = Recipe::default();
        let axes = vec![
            Axis::read(Setting::LearningRate, &base, rates).unwrap(),
            Axis::read(Setting::BatchSize, &base, sizes).unwrap(),
        ];
        Plan { axes, search }
    }

    /// Trains everything with `crew` hands; the loss of a trial is its place in the grid, shifted.
    fn run(mut sweep: Sweep, crew: usize) -> (Sweep, Vec<(usize, u32)>) {
        let mut handed = Vec::new();
        loop {
            let under_way: Vec<_> = std::iter::from_fn(|| sweep.hand_out()).take(crew).collect();
            if under_way.is_empty() {
                break;
            }
            // The last that began ends first.
            for (index, recipe) in under_way.into_iter().rev() {
                handed.push((index, recipe.epochs));
                sweep.record(index, row(1, ((index * 7) % 5) as f64 + 0.1));
                sweep.settle(index, true);
            }
        }
        (sweep, handed)
    }

    #[test]
    fn values_are_read_as_typed_and_moved_into_bounds() {
        let base = Recipe::default();
        let axis = Axis::read(Setting::LearningRate, &base, "0.01, 0.1;0.01 50").unwrap();
        assert_eq!(axis.values, ["0.01", "0.1", "1"]);
        assert_eq!(Axis::read(Setting::LearningRate, &base, "0.1 fast"), Err(String::from("fast")));
        assert_eq!(Axis::read(Setting::LearningRate, &base, " , "), Err(String::new()));
        assert_eq!(Axis::read(Setting::Model, &base, "cnn、mlp").unwrap().values, ["cnn", "mlp"]);
        for setting in Setting::ALL {
            assert!(!Axis::suggested(setting, &base).values.is_empty(), "{setting:?}");
        }
    }

    #[test]
    fn a_grid_tries_every_combination_once_and_finds_the_best() {
        let sweep = Sweep::begin(&Recipe::default(), plan("0.001 0.01 0.1", "16 32", Search::Grid)).unwrap();
        let (sweep, handed) = run(sweep, 2);
        assert!(sweep.is_over());
        assert_eq!(handed.len(), 6);
        assert_eq!(sweep.best(), Some(0));
        assert_eq!(sweep.ranking(), [0, 5, 3, 1, 4, 2]);
        assert_eq!(sweep.ranks(), [1, 1, 3, 4, 5, 6]);
        assert_eq!(sweep.n_best(), 2);
        let recipe = sweep.trials()[3].recipe;
        assert_eq!((recipe.optimizer.learning_rate, recipe.batch_size), (0.01, 32));
    }

    #[test]
    fn a_setting_that_changes_nothing_is_told() {
        let base = Recipe::default();
        let axis = |setting, values| Axis::read(setting, &base, values).unwrap();
        let idle = |axes| Plan { axes, search: Search::Grid }.idle_axis(&base);
        let (hidden, models) = (axis(Setting::Hidden, "16 32"), axis(Setting::Model, "cnn mlp"));
        assert_eq!(base.model.kind, crate::recipe::ModelKind::Cnn);
        assert_eq!(idle(vec![hidden.clone()]), Some(Setting::Hidden));
        assert_eq!(idle(vec![models, hidden]), None);
        assert_eq!(idle(vec![axis(Setting::LearningRate, "0.1 0.2")]), None);
    }

    #[test]
    fn halving_trains_fewer_for_longer_and_the_last_as_the_recipe_says() {
        let base = Recipe { epochs: 9, ..Recipe::default() };
        let sweep = Sweep::begin(&base, plan("0.001 0.01 0.1", "8 16 32", Search::Halving)).unwrap();
        assert_eq!(sweep.rung(), (0, 3, 1));
        let (sweep, handed) = run(sweep, 4);
        assert!(sweep.is_over());
        let of = |epochs| handed.iter().filter(|(_, it)| *it == epochs).count();
        assert_eq!((of(1), of(3), of(9)), (9, 3, 1));
        assert_eq!(sweep.best(), handed.last().map(|(index, _)| *index));
    }

    #[test]
    fn a_trial_that_ran_away_ranks_last_and_one_whose_hand_died_is_trained_again() {
        let mut sweep = Sweep::begin(&Recipe::default(), plan("0.001 0.01", "16", Search::Grid)).unwrap();
        let (first, _) = sweep.hand_out().unwrap();
        sweep.record(first, row(1, 0.2));
        sweep.settle(first, false);
        let (second, _) = sweep.hand_out().unwrap();
        sweep.take_back(second);
        assert!(!sweep.is_over());
        assert_eq!(sweep.hand_out().map(|(index, _)| index), Some(second));
        sweep.record(second, row(1, 3.0));
        sweep.settle(second, true);
        assert_eq!((sweep.best(), sweep.is_over()), (Some(second), true));
    }

    #[test]
    fn a_sweep_whose_trials_all_fail_ends() {
        let base = Recipe { epochs: 9, ..Recipe::default() };
        let mut sweep = Sweep::begin(&base, plan("0.001 0.01 0.1", "8 16 32", Search::Halving)).unwrap();
        while let Some((index, _)) = sweep.hand_out() {
            sweep.settle(index, false);
        }
        assert!(sweep.is_over());
        assert_eq!(sweep.best(), None);
    }

    proptest! {
        #[test]
        fn every_sweep_ends_the_same_with_any_crew(n in 1_usize..12, m in 1_usize..5, crew in 1_usize..6, epochs in 1_u32..40, which in 0..3) {
            let numbers = |n: usize, step: f64| (1..=n).map(|at| format!("{:.4} ", at as f64 * step)).collect::<String>();
            let search = match which { 0 => Search::Grid, 1 => Search::Random(n), _ => Search::Halving };
            let plan = plan(&numbers(n, 0.01), &numbers(m, 8.0), search);
            let base = Recipe { epochs, ..Recipe::default() };
            let n_trials = plan.n_trials();
            let sweep = Sweep::begin(&base, plan);
            prop_assert_eq!(sweep.is_some(), n_trials <= MAX_TRIALS);
            if let Some(sweep) = sweep {
                let (alone, one_by_one) = run(sweep.clone(), 1);
                let (together, _) = run(sweep, crew);
                prop_assert!(alone.is_over() && together.is_over());
                prop_assert_eq!(alone.ranking(), together.ranking());
                prop_assert_eq!(one_by_one.last().map(|(_, epochs)| *epochs), Some(epochs));
            }
        }
    }
}
