//! Today's queue, in the database.

use super::*;

#[sqlx::test(migrations = "./migrations")]
async fn the_least_remembered_comes_first_and_one_tag_not_twice_in_a_row(pool: PgPool) {
    let (ada, grace) = (
        Person::of(&pool, "ada").await,
        Person::of(&pool, "grace").await,
    );
    let graph = ada.solved("Graph", "graph, bfs", 30).await;
    let other_graph = ada.solved("Another graph", "graph", 20).await;
    let tree = ada.solved("Tree", "tree", 5).await;
    ada.solved("Not due yet", "", 1).await;
    ada.adds("Never tried", "").await;
    let graces = grace.solved("Grace’s", "", 300).await;
    assert_eq!(ada.queue().await, [graph, tree, other_graph]);
    assert_eq!(grace.queue().await, [graces]);
    let next = next_day(&pool, &ada.user, today()).await.unwrap();
    assert_eq!(next, Some(("2026-11-29".parse().unwrap(), 1)));
    assert_eq!(next_day(&pool, &grace.user, today()).await.unwrap(), None);
    // 30 minutes each.
    let due = ada.due(60, false).await;
    assert_eq!((due.queue.today, due.queue.waiting()), (2, 1));
    assert_eq!((due.total, due.total_minutes), (3, 90));
    assert_eq!(ada.due(0, false).await.queue.today, 0);
}

#[sqlx::test(migrations = "./migrations")]
async fn new_problems_come_oldest_first_and_so_do_those_begun_again(pool: PgPool) {
    let ada = Person::of(&pool, "ada").await;
    let known = ada.solved("Known", "", 9).await;
    let first = ada.adds("First", "").await;
    let second = ada.adds("Second", "").await;
    assert_eq!(ada.untried().await, [first, second]);
    ada.decides(known, Decision::Restart).await.unwrap();
    assert_eq!(ada.untried().await, [known, first, second]);
    let off = Decision::Postpone("2026-12-01".parse().unwrap());
    ada.decides(first, off).await.unwrap();
    ada.decides(second, Decision::Pause).await.unwrap();
    assert_eq!(ada.untried().await, [known]);
    // Its history stays, and what comes now counts as the first.
    ada.logs(known, 0, solve()).await;
    assert_eq!(ada.review(known).await.learned.unwrap().reps, 1);
    assert!(ada.untried().await.is_empty());
}

#[sqlx::test(migrations = "./migrations")]
async fn what_waits_is_spread_over_days_as_one_step(pool: PgPool) {
    let (ada, grace) = (
        Person::of(&pool, "ada").await,
        Person::of(&pool, "grace").await,
    );
    for number in 0..7 {
        ada.solved(&format!("Problem {number}"), "", 20 - number)
            .await;
    }
    let graces = grace.solved("Grace’s", "", 9).await;
    let before = ada.queue().await;
    let (at, journals) = ((today(), moment(0).at), Journals::new(pool.clone()));
    let step = spread(&journals, &ada.user, at, 60, (60, &[]))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(ada.queue().await, before[..2]);
    let mut days = Vec::new();
    for problem in &before[2..] {
        let due = ada.review(*problem).await.due_on.unwrap();
        days.push((due - today()).num_days());
    }
    assert_eq!(days, [1, 1, 2, 2, 3]);
    assert_eq!(
        spread(&journals, &ada.user, at, 60, (60, &[]))
            .await
            .unwrap(),
        None
    );
    let stored = crate::undo::db::find(&pool, &ada.user, step).await.unwrap();
    assert_eq!(stored.summary, "Spread 5 problems over 3 days");
    undo(&pool, &ada.user, step).await.unwrap();
    assert_eq!(ada.queue().await, before);
    assert_eq!(grace.queue().await, [graces], "hers is as it was");
}

#[sqlx::test(migrations = "./migrations")]
async fn the_queue_expects_the_minutes_that_the_card_does(pool: PgPool) {
    let ada = Person::of(&pool, "ada").await;
    for (days_ago, minutes) in [(30, "60"), (9, "10"), (8, "10"), (7, "10"), (6, "10")] {
        let problem = ada.adds(minutes, "").await;
        let fields = AttemptFields {
            minutes: minutes.into(),
            ..solve()
        };
        ada.logs(problem, days_ago, fields).await;
    }
    let due = ada.due(500, false).await.queue.due;
    assert!(due.len() > 1);
    for one in due {
        let card = db_card::expected(&pool, &ada.user, one.id).await.unwrap();
        assert_eq!(one.minutes, card.minutes);
    }
}
