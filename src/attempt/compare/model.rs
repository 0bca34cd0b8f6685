//! What the comparison of two attempts shows.

use crate::{
    attempt::{model::AttemptView, outline::AttemptChoice},
    problem::model::ProblemId,
};
use serde::{Deserialize, Serialize};

/// Two attempts at one problem and what changed between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The problem.
    pub problem_id: ProblemId,
    /// Its title.
    pub title: String,
    /// The attempts to choose from.
    pub coded: Vec<AttemptChoice>,
    /// The two, if there are two; their code is in `diff_html`.
    pub pair: Option<Pair>,
}

/// Two attempts, and their code against each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// What is compared from.
    pub from: AttemptView,
    /// What is compared to.
    pub to: AttemptView,
    /// How much changed: `4 lines added, 2 removed.`
    pub summary: String,
    /// The changes as HTML made of escaped text; empty when there is nothing to show.
    pub diff_html: String,
}
