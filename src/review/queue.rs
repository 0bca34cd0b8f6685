//! Today's queue: in which order, and how far the day's minutes reach.

use crate::problem::model::ProblemId;

/// Most problems that were never tried on a day whose reviews take all of its minutes.
pub const NEW_WHEN_FULL: usize = 2;

/// A problem that is due.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    /// Which.
    pub id: ProblemId,
    /// Its first tag, which is what it is most about; empty without one.
    pub tag: String,
    /// The chance that it would be remembered today.
    pub retrievability: f64,
    /// Minutes it is expected to take.
    pub minutes: i32,
}

/// What is due, in order, and how much of it the day's minutes hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queue {
    /// All of it: most forgotten first, neighbours of one tag apart.
    pub due: Vec<Due>,
    /// How many of them, from the first, fit into the minutes.
    pub today: usize,
}

impl Queue {
    /// Orders what is due. `left` are the minutes that are left of the day; while there are any, at least one
    /// problem fits.
    pub fn new(due: Vec<Due>, left: i32) -> Self {
        let due = apart(due);
        let mut sum = 0;
        let mut today = 0;
        for one in &due {
            sum += one.minutes;
            if left <= 0 || (sum > left && today > 0) {
                break;
            }
            today += 1;
        }
        Self { due, today }
    }

    /// Minutes of those that fit.
    pub fn minutes_today(&self) -> i32 {
        self.due[..self.today].iter().map(|due| due.minutes).sum()
    }

    /// How many have to wait for another day.
    pub fn waiting(&self) -> usize {
        self.due.len() - self.today
    }

    /// How many days those that wait take, at so many minutes a day, one problem a day at least.
    pub fn days_waiting(&self, daily: i32) -> usize {
        days_of(&self.due[self.today..], daily)
    }

    /// For each that has to wait, on which day after today its turn comes, so that no day has more than so many
    /// minutes, or one problem. `coming` are the minutes that come on each day after today anyway.
    pub fn spread(&self, daily: i32, coming: &[i32]) -> Vec<(ProblemId, i64)> {
        let taken = |day: usize| coming.get(day - 1).copied().unwrap_or(0);
        let mut day = 1;
        let mut sum = taken(day);
        let mut spread = Vec::new();
        for one in &self.due[self.today..] {
            while sum > 0 && sum + one.minutes > daily {
                day += 1;
                sum = taken(day);
            }
            sum += one.minutes;
            spread.push((one.id, i64::try_from(day).unwrap_or(i64::MAX)));
        }
        spread
    }

    /// How many problems that were never tried fit beside the reviews, if each takes so many minutes. When the
    /// reviews take all there is, a few still: somebody who only repeats learns nothing new.
    pub fn room_for_new(&self, left: i32, each: i32) -> usize {
        let room = left - self.minutes_today();
        let fit = usize::try_from(room / each.max(1)).unwrap_or(0);
        if self.waiting() > 0 || fit == 0 {
            NEW_WHEN_FULL
        } else {
            fit
        }
    }
}

fn days_of(due: &[Due], daily: i32) -> usize {
    let mut days = 0;
    let mut sum = 0;
    for one in due {
        if days == 0 || sum + one.minutes > daily {
            days += 1;
            sum = 0;
        }
        sum += one.minutes;
    }
    days
}

/// Most forgotten first; but what has the tag of the one before waits for the next that has not. Somebody who
/// knows which pattern is next does not practise to choose one (Rohrer, Dedrick & Burgess 2014).
fn apart(mut due: Vec<Due>) -> Vec<Due> {
    due.sort_by(|one, other| {
        let by_chance = one.retrievability.total_cmp(&other.retrievability);
        by_chance.then_with(|| one.id.0.cmp(&other.id.0))
    });
    let mut rest: std::collections::VecDeque<Due> = due.into();
    let mut ordered: Vec<Due> = Vec::with_capacity(rest.len());
    while let Some(first) = rest.front() {
        let before = ordered
            .last()
            .map(|due| due.tag.as_str())
            .unwrap_or_default();
        let same = |due: &Due| !before.is_empty() && due.tag == before;
        let next = if same(first) {
            // Looking far is not worth it: what is much better remembered does not come first.
            rest.iter()
                .take(LOOK)
                .position(|due| !same(due))
                .unwrap_or(0)
        } else {
            0
        };
        ordered.extend(rest.remove(next));
    }
    ordered
}

/// How far the next of another tag is looked for.
pub const LOOK: usize = 50;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn due(number: u128, tag: &str, retrievability: f64, minutes: i32) -> Due {
        Due {
            id: ProblemId(Uuid::from_u128(number)),
            tag: tag.to_owned(),
            retrievability,
            minutes,
        }
    }

    fn numbers(queue: &Queue) -> Vec<u128> {
        queue.due.iter().map(|due| due.id.0.as_u128()).collect()
    }

    #[test]
    fn the_most_forgotten_comes_first_and_one_tag_not_twice_in_a_row() {
        let queue = Queue::new(
            vec![
                due(1, "dp", 0.9, 10),
                due(2, "graph", 0.5, 10),
                due(3, "graph", 0.4, 10),
                due(4, "", 0.8, 10),
                due(5, "", 0.7, 10),
            ],
            60,
        );
        // 3 and 2 are both about graphs: 5 comes between. Those without a tag may follow each other.
        assert_eq!(numbers(&queue), [3, 5, 2, 4, 1]);
    }

    #[test]
    fn the_day_is_cut_at_its_minutes_but_never_empty_while_some_are_left() {
        let three = || {
            vec![
                due(1, "", 0.1, 30),
                due(2, "", 0.2, 30),
                due(3, "", 0.3, 45),
            ]
        };
        let today = |left| Queue::new(three(), left).today;
        assert_eq!(
            [
                today(105),
                today(104),
                today(60),
                today(10),
                today(0),
                today(-5)
            ],
            [3, 2, 2, 1, 0, 0]
        );
        let queue = Queue::new(three(), 60);
        assert_eq!((queue.minutes_today(), queue.waiting()), (60, 1));
    }

    #[test]
    fn what_waits_is_told_in_days_and_spread_over_them() {
        let queue = Queue::new((1..=12).map(|one| due(one, "", 0.5, 20)).collect(), 0);
        assert_eq!(queue.days_waiting(60), 4);
        assert_eq!(queue.days_waiting(10), 12);
        let days = |coming: &[i32]| -> Vec<i64> {
            let spread = queue.spread(60, coming);
            spread.into_iter().map(|(_, day)| day).collect()
        };
        assert_eq!(days(&[]), [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
        // What comes on a day anyway has its minutes; a day that is full gets none.
        assert_eq!(
            days(&[20, 60, 90, 41]),
            [1, 1, 5, 5, 5, 6, 6, 6, 7, 7, 7, 8]
        );
    }

    #[test]
    fn new_problems_fill_what_is_left_and_two_come_in_any_case() {
        let full = Queue::new(vec![due(1, "", 0.5, 30), due(2, "", 0.5, 40)], 60);
        assert_eq!(full.room_for_new(60, 15), 2);
        let light = Queue::new(vec![due(1, "", 0.5, 15)], 60);
        assert_eq!(light.room_for_new(60, 15), 3);
        assert_eq!(Queue::default().room_for_new(60, 30), 2);
        assert_eq!(Queue::default().room_for_new(0, 30), 2);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_spread_over_a_day_too_full(
            minutes in proptest::collection::vec(5..90_i32, 0..60), left in -10..200_i32, daily in 5..200_i32,
            coming in proptest::collection::vec(0..150_i32, 0..20),
        ) {
            let all: Vec<Due> = minutes.iter().zip(1..)
                .map(|(minutes, number)| due(number, ["a", "b", ""][usize::try_from(minutes % 3).unwrap()], f64::from(*minutes), *minutes))
                .collect();
            let queue = Queue::new(all.clone(), left);
            let mut sorted = numbers(&queue);
            sorted.sort_unstable();
            prop_assert_eq!(sorted, (1..=minutes.len() as u128).collect::<Vec<_>>());
            let spread = queue.spread(daily, &coming);
            prop_assert_eq!(spread.len(), queue.waiting());
            for day in 1..=spread.last().map_or(0, |(_, day)| *day) {
                let taken = coming.get(usize::try_from(day).unwrap() - 1).copied().unwrap_or(0);
                let of_day: Vec<i32> = spread.iter().zip(&queue.due[queue.today..])
                    .filter(|((_, on), _)| *on == day).map(|(_, due)| due.minutes).collect();
                let all = taken + of_day.iter().sum::<i32>();
                prop_assert!(of_day.is_empty() || all <= daily || (taken == 0 && of_day.len() == 1));
            }
        }
    }
}
