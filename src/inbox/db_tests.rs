//! What waits, however often and however many at once it is told of.

use super::*;
use crate::{
    account::db::ensure_user,
    inbox::{fields::ItemFields, model::Companion},
    paging::PAGE_SIZE,
};
use serde_json::json;
use tokio::task::JoinSet;

async fn person(pool: &PgPool, name: &str) -> UserId {
    let user = UserId::new(format!("user_{name}"));
    ensure_user(pool, &user).await.unwrap();
    user
}

fn draft(name: &str, url: &str) -> InboxDraft {
    let message = json!({"name": name, "group": "Codeforces - Round 1", "url": url});
    Companion::read(message.to_string().as_bytes()).unwrap()
}

fn problem(number: usize) -> InboxDraft {
    draft(
        &format!("A. Problem {number}"),
        &format!("https://codeforces.com/contest/{number}/problem/A"),
    )
}

fn of_batch(number: usize, batch: u128) -> InboxDraft {
    InboxDraft {
        batch: Some(Batch {
            id: Uuid::from_u128(batch),
            size: 6,
        }),
        ..problem(number)
    }
}

async fn waiting(pool: &PgPool, user: &UserId) -> Vec<StoredItem> {
    list(pool, user, PageAt::First).await.unwrap().rows
}

fn titles(items: &[StoredItem]) -> Vec<&str> {
    items.iter().map(|item| item.title.as_str()).collect()
}

fn added(item: &StoredItem) -> ProblemDraft {
    let fields = ItemFields {
        id: item.id.to_string(),
        difficulty: "hard".into(),
        ..ItemFields::default()
    };
    fields.parse(item).unwrap()
}

#[sqlx::test(migrations = "./migrations")]
async fn the_same_problem_is_one_item_that_says_what_was_told_last(pool: PgPool) {
    let (ada, grace) = (person(&pool, "ada").await, person(&pool, "grace").await);
    let first = draft("X", "https://leetcode.com/problems/two-sum/");
    let Received::New(id) = receive(&pool, &ada, &first).await.unwrap() else {
        panic!("it is new");
    };
    receive(&pool, &ada, &problem(1)).await.unwrap();
    let other = draft(
        "Two Sum",
        "https://leetcode.cn/problems/two-sum/description/",
    );
    let again = receive(&pool, &ada, &other).await.unwrap();
    assert_eq!(again, Received::Again(id));
    let items = waiting(&pool, &ada).await;
    assert_eq!(titles(&items), ["Two Sum", "Problem 1"], "latest first");
    assert_eq!(
        items[0].url.as_deref(),
        Some("https://leetcode.cn/problems/two-sum/")
    );
    assert_eq!(count(&pool, &ada).await.unwrap(), 2);
    // Without a link the title is all there is.
    let on_paper = draft("On Paper", "");
    let told = receive(&pool, &ada, &on_paper).await.unwrap();
    assert!(matches!(told, Received::New(_)));
    let told = receive(&pool, &ada, &draft("on  paper", "")).await.unwrap();
    assert!(matches!(told, Received::Again(_)));
    // Nobody else has any of it.
    assert_eq!(count(&pool, &grace).await.unwrap(), 0);
    assert!(matches!(
        receive(&pool, &grace, &first).await.unwrap(),
        Received::New(_)
    ));
}

#[sqlx::test(migrations = "./migrations")]
async fn many_at_once_are_one_item(pool: PgPool) {
    let ada = person(&pool, "ada").await;
    let mut all = JoinSet::new();
    for _ in 0..30 {
        let (pool, ada) = (pool.clone(), ada.clone());
        all.spawn(async move { receive(&pool, &ada, &problem(1)).await.unwrap() });
    }
    let told = all.join_all().await;
    let new = told.iter().filter(|told| matches!(told, Received::New(_)));
    assert_eq!(new.count(), 1, "{told:?}");
    assert_eq!(waiting(&pool, &ada).await.len(), 1);
}

#[sqlx::test(migrations = "./migrations")]
async fn what_the_journal_has_does_not_wait_for_it(pool: PgPool) {
    let ada = person(&pool, "ada").await;
    receive(&pool, &ada, &problem(1)).await.unwrap();
    let item = waiting(&pool, &ada).await.remove(0);
    assert_eq!(item.problem, None);
    let problem_id = ProblemId(item.id.0);
    // As if it ended between the two steps.
    let into = added(&item);
    problems::add(&pool, &ada, &into).await.unwrap();
    let told = receive(&pool, &ada, &problem(1)).await.unwrap();
    assert_eq!(told, Received::InJournal(problem_id));
    assert_eq!(waiting(&pool, &ada).await[0].problem, Some(problem_id));
    // The same again, and once more.
    for _ in 0..2 {
        let again = confirm(&pool, &ada, &into).await.unwrap();
        assert_eq!(again, Added::New(problem_id));
        assert_eq!(count(&pool, &ada).await.unwrap(), 0);
    }
    let there: i64 = sqlx::query_scalar("select count(*) from problems where user_id = 'user_ada'")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(there, 1);
}

#[sqlx::test(migrations = "./migrations")]
async fn an_item_whose_problem_was_added_by_hand_is_that_problem(pool: PgPool) {
    let ada = person(&pool, "ada").await;
    receive(&pool, &ada, &problem(1)).await.unwrap();
    let item = waiting(&pool, &ada).await.remove(0);
    let by_hand = ProblemDraft {
        id: ProblemId(Uuid::now_v7()),
        ..added(&item)
    };
    problems::add(&pool, &ada, &by_hand).await.unwrap();
    let shown = waiting(&pool, &ada).await.remove(0);
    assert_eq!(shown.problem, Some(by_hand.id));
    let confirmed = confirm(&pool, &ada, &added(&shown)).await.unwrap();
    assert_eq!(confirmed, Added::AlreadyThere(by_hand.id));
    assert_eq!(count(&pool, &ada).await.unwrap(), 0);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_contest_keeps_its_order_however_often_each_is_sent(pool: PgPool) {
    let ada = person(&pool, "ada").await;
    receive(&pool, &ada, &problem(9)).await.unwrap();
    for number in 1..=3 {
        receive(&pool, &ada, &of_batch(number, 1)).await.unwrap();
    }
    for number in [1, 3, 2] {
        receive(&pool, &ada, &of_batch(number, 1)).await.unwrap();
    }
    receive(&pool, &ada, &problem(9)).await.unwrap();
    let items = waiting(&pool, &ada).await;
    assert_eq!(
        titles(&items),
        ["Problem 9", "Problem 3", "Problem 2", "Problem 1"]
    );
    let batch = items[1].batch.unwrap();
    assert_eq!((batch.size, batch.here), (6, 3));
    // Sent once more it is another batch, and leaves the first.
    receive(&pool, &ada, &of_batch(1, 2)).await.unwrap();
    let items = waiting(&pool, &ada).await;
    assert_eq!(titles(&items)[0], "Problem 1");
    assert_eq!(items[0].batch.unwrap().here, 1);
    assert_eq!(items[2].batch.unwrap().here, 2);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_full_inbox_says_so_and_drops_nothing(pool: PgPool) {
    let ada = person(&pool, "ada").await;
    sqlx::query(
        "insert into inbox_items (user_id, id, title, identity)
         select 'user_ada', gen_random_uuid(), 'x', 'title:' || n from generate_series(1, 499) n",
    )
    .execute(&pool)
    .await
    .unwrap();
    receive(&pool, &ada, &problem(1)).await.unwrap();
    let full = receive(&pool, &ada, &problem(2)).await.unwrap_err();
    let AppError::Invalid(errors) = full else {
        panic!("{full:?}");
    };
    assert!(errors.of("form").unwrap().contains("500 problems"));
    // What is there can be told of again.
    let again = receive(&pool, &ada, &problem(1)).await.unwrap();
    assert!(matches!(again, Received::Again(_)));
    assert_eq!(count(&pool, &ada).await.unwrap(), INBOX_LIMIT);
}

#[sqlx::test(migrations = "./migrations")]
async fn the_pages_are_those_of_the_whole_list(pool: PgPool) {
    let (ada, grace) = (person(&pool, "ada").await, person(&pool, "grace").await);
    for number in 1..=2 * PAGE_SIZE + 1 {
        receive(&pool, &ada, &problem(number)).await.unwrap();
    }
    receive(&pool, &grace, &problem(7)).await.unwrap();
    let mut seen = Vec::new();
    let mut at = PageAt::First;
    let mut pages = Vec::new();
    loop {
        let page = list(&pool, &ada, at).await.unwrap();
        seen.extend(page.rows.iter().map(|item| item.title.clone()));
        pages.push(titles(&page.rows).join(","));
        match page.older {
            Some(edge) => at = PageAt::OlderThan(edge),
            None => break,
        }
    }
    let all: Vec<_> = (1..=2 * PAGE_SIZE + 1)
        .rev()
        .map(|number| format!("Problem {number}"))
        .collect();
    assert_eq!(seen, all);
    // And back again.
    let last = list(&pool, &ada, at).await.unwrap();
    let middle = list(&pool, &ada, PageAt::NewerThan(last.newer.unwrap()))
        .await
        .unwrap();
    assert_eq!(titles(&middle.rows).join(","), pages[1]);
}

#[sqlx::test(migrations = "./migrations")]
async fn what_was_dismissed_comes_back_unless_it_was_told_of_meanwhile(pool: PgPool) {
    let (ada, grace) = (person(&pool, "ada").await, person(&pool, "grace").await);
    for number in 1..=3 {
        receive(&pool, &ada, &of_batch(number, 1)).await.unwrap();
    }
    let before = waiting(&pool, &ada).await;
    let ids: Vec<_> = before.iter().map(|item| item.id.0).collect();
    assert_eq!(dismiss(&pool, &grace, &ids).await, Err(AppError::NotFound));
    let step = dismiss(&pool, &ada, &ids).await.unwrap();
    assert_eq!(count(&pool, &ada).await.unwrap(), 0);
    assert_eq!(dismiss(&pool, &ada, &ids).await, Ok(step), "sent twice");
    let told = undo::find(&pool, &ada, step).await.unwrap();
    assert_eq!(told.summary, "Dismissed 3 problems from the inbox");
    receive(&pool, &ada, &problem(2)).await.unwrap();

    let back = undo::undo(&pool, &ada, step).await.unwrap();
    assert_eq!(back.problem, None);
    assert_eq!((back.outcome.restored, back.outcome.left_alone), (2, 1));
    let after = waiting(&pool, &ada).await;
    assert_eq!(titles(&after), ["Problem 2", "Problem 3", "Problem 1"]);
    assert_eq!(after[1].id, before[0].id);
    assert_eq!(after[1].received_at, before[0].received_at);
    assert_eq!(after[2].batch.unwrap().here, 2);
    let never = [Uuid::now_v7()];
    assert_eq!(dismiss(&pool, &ada, &never).await, Err(AppError::NotFound));
    assert_eq!(dismiss(&pool, &ada, &[]).await, Err(AppError::NotFound));
}

#[sqlx::test(migrations = "./migrations")]
async fn somebody_who_is_gone_has_no_inbox(pool: PgPool) {
    let nobody = UserId::new("user_nobody");
    let told = receive(&pool, &nobody, &problem(1)).await;
    assert_eq!(told, Err(AppError::NotFound));
    let ada = person(&pool, "ada").await;
    receive(&pool, &ada, &problem(1)).await.unwrap();
    crate::account::db::delete_everything(&pool, &ada)
        .await
        .unwrap();
    assert_eq!(count(&pool, &ada).await.unwrap(), 0);
}
