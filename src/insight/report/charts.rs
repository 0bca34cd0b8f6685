//! From the numbers to what the page shows of them. Written on the server: the browser half has no use for it.

use super::{
    model::{Insights, Shown},
    readiness::{fit_sentence, plan_sentences},
};

impl Insights {
    /// What the page shows.
    pub fn shown(&self) -> Shown {
        let tried = self.totals.attempts > 0 || self.calendar.streak.longest > 0;
        Shown {
            tried,
            streak: [self.calendar.streak.current, self.calendar.streak.longest],
            calendar: self.calendar.chart(&self.time_zone),
            known: self.memory.sentence(&self.totals),
            patterns: self.memory.chart(),
            pace: self
                .pace
                .iter()
                .map(|pace| (pace.difficulty.label().to_owned(), pace.chart()))
                .collect(),
            rates: self.rates.figures(),
            predictions: self.predictions.chart(),
            fit: fit_sentence(self.fit.as_ref()),
            workload: self.workload.chart(),
            plan: self
                .plan
                .as_ref()
                .map(|plan| plan_sentences(plan, self.workload.goal))
                .unwrap_or_default(),
        }
    }
}
