//! The answer to "am I on track?", and what the schedule knows about the person, in words.

use crate::{
    review::{
        model::FitSummary,
        plan::{Plan, drop_text},
    },
    text::{count, counted},
    ui::time::day_text,
};

/// What the plan comes to, the verdict first; one sentence each. `daily` are the minutes a day the person means
/// to practise.
pub fn plan_sentences(plan: &Plan, daily: i32) -> Vec<String> {
    let untried = counted(whole(plan.untried), "problem", "problems");
    let need = format!(
        "Until {} the reviews take about {} and the {untried} you never tried {}, of {} you have on {}.",
        day_text(plan.interview),
        minutes(plan.reviews),
        minutes(plan.new),
        minutes(plan.available),
        counted(whole(plan.practice_days), "day", "days"),
    );
    if plan.is_on_track() {
        return vec!["You are on track.".to_owned(), need];
    }
    let mut sentences = vec!["You are not on track.".to_owned(), need];
    sentences.push(match plan.finished_on {
        Some(date) => format!(
            "At {daily} minutes a day you are done on {}, {} too late.",
            day_text(date),
            counted(whole((date - plan.interview).num_days() + 1), "day", "days")
        ),
        None => format!("At {daily} minutes a day you are not done within five years."),
    });
    let dropped = drop_text(plan.drop);
    let leaving_out = if dropped.is_empty() {
        String::new()
    } else {
        let of = if plan.drop.iter().sum::<i64>() == 1 {
            "problem"
        } else {
            "problems"
        };
        format!("leaving out {dropped} {of} you never tried")
    };
    match (plan.needed_daily, plan.reviews_too_many) {
        (Some(needed), false) if needed <= 24 * 60 => sentences.push(format!(
            "It takes {needed} minutes a day, or {leaving_out}."
        )),
        (_, true) => {
            sentences.push("The reviews alone are more than there is time for: mark what you know best as mastered, or pause what will not be asked.".to_owned());
        }
        _ if !leaving_out.is_empty() => sentences.push(format!("It takes {leaving_out}.")),
        _ => {}
    }
    sentences
}

/// How much better the schedule predicts since it was fitted to the person.
pub fn fit_sentence(fit: Option<&FitSummary>) -> String {
    let Some(fit) = fit else {
        return "The schedule uses weights of many people. From 400 reviews on it is fitted to yours, if that predicts better.".to_owned();
    };
    let tried = counted(whole(i64::from(fit.tried_reviews)), "review", "reviews");
    let fitted = counted(whole(i64::from(fit.fitted_reviews)), "review", "reviews");
    if fit.used {
        let better = 100.0 * (1.0 - fit.loss_after / fit.loss_before);
        format!(
            "The schedule is fitted to you: from {fitted} it predicted your next {tried} {better:.1} % better than the weights of many people do (log loss {:.3} instead of {:.3}).",
            fit.loss_after, fit.loss_before
        )
    } else {
        format!(
            "The schedule uses weights of many people. Weights fitted to {fitted} of yours predicted the next {tried} no better (log loss {:.3} against {:.3}).",
            fit.loss_after, fit.loss_before
        )
    }
}

fn minutes(minutes: i64) -> String {
    format!("{} min", count(whole(minutes)))
}

fn whole(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        Plan {
            interview: "2027-01-05".parse().unwrap(),
            practice_days: 38,
            available: 2_280,
            reviews: 1_200,
            new: 1_000,
            untried: 25,
            finished_on: Some("2027-01-04".parse().unwrap()),
            needed_daily: Some(58),
            drop: [0, 0, 0],
            reviews_too_many: false,
        }
    }

    #[test]
    fn on_track_says_what_it_takes_and_what_there_is() {
        assert_eq!(
            plan_sentences(&plan(), 60),
            [
                "You are on track.",
                "Until 5 Jan 2027 the reviews take about 1,200 min and the 25 problems you never tried 1,000 min, of 2,280 min you have on 38 days.",
            ]
        );
    }

    #[test]
    fn not_on_track_says_when_it_is_done_and_what_to_leave_out() {
        let late = Plan {
            new: 2_000,
            finished_on: Some("2027-01-14".parse().unwrap()),
            needed_daily: Some(85),
            drop: [0, 2, 6],
            ..plan()
        };
        let said = plan_sentences(&late, 60);
        assert_eq!(said[0], "You are not on track.");
        assert_eq!(
            said[2..],
            [
                "At 60 minutes a day you are done on 14 Jan 2027, 10 days too late.",
                "It takes 85 minutes a day, or leaving out 6 hard and 2 medium problems you never tried.",
            ]
        );
        let hopeless = Plan {
            reviews: 9_000,
            reviews_too_many: true,
            finished_on: None,
            ..late
        };
        let said = plan_sentences(&hopeless, 60).join(" ");
        assert!(
            said.contains("not done within five years") && said.contains("mastered"),
            "{said}"
        );
    }

    #[test]
    fn a_fit_says_how_much_better_it_predicts_or_that_it_does_not() {
        let fit = FitSummary {
            fitted_reviews: 812,
            tried_reviews: 203,
            loss_before: 0.4,
            loss_after: 0.35,
            used: true,
        };
        assert!(
            fit_sentence(Some(&fit)).contains("12.5 % better"),
            "{}",
            fit_sentence(Some(&fit))
        );
        let unused = FitSummary {
            loss_after: 0.41,
            used: false,
            ..fit
        };
        assert!(fit_sentence(Some(&unused)).contains("no better (log loss 0.410 against 0.400)"));
        assert!(fit_sentence(None).contains("From 400 reviews on"));
    }
}
