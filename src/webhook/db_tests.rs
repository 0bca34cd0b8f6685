//! Messages in any order, any number of times and all at once.

use super::*;
use crate::account::db::ensure_user;
use chrono::DateTime;
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use tokio::task::JoinSet;

fn ada() -> UserId {
    UserId::new("user_ada")
}

fn told(name: Option<&str>, at: i64) -> Event {
    Event::Told {
        kind: "user.updated",
        profile: Profile {
            id: ada(),
            name: name.map(str::to_owned),
            updated_at: DateTime::from_timestamp_millis(at).unwrap(),
        },
    }
}

/// Ada's name, if she has a row.
async fn name(pool: &PgPool) -> Option<Option<String>> {
    sqlx::query_scalar("select name from users where clerk_id = 'user_ada'")
        .fetch_optional(pool)
        .await
        .unwrap()
}

/// Ada's row with its moment, and whether she is removed.
type State = (
    Option<(Option<String>, Option<DateTime<chrono::Utc>>)>,
    bool,
);

async fn state(pool: &PgPool) -> State {
    let row = sqlx::query_as(
        "select name, provider_updated_at from users join journal_totals on user_id = clerk_id
         where clerk_id = 'user_ada'",
    )
    .fetch_optional(pool)
    .await
    .unwrap();
    let removed =
        sqlx::query_scalar("select exists (select from removed_users where clerk_id = 'user_ada')")
            .fetch_one(pool)
            .await
            .unwrap();
    (row, removed)
}

async fn count(pool: &PgPool, table: &str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
        .fetch_one(pool)
        .await
        .unwrap()
}

#[sqlx::test]
async fn a_message_adds_somebody_who_was_never_seen_and_names_somebody_who_was(pool: PgPool) {
    receive(&pool, "msg_1", &told(Some("Ada"), 1))
        .await
        .unwrap();
    let named = Presence::Here {
        name: Some("Ada".to_owned()),
    };
    assert_eq!(ensure_user(&pool, &ada()).await.unwrap(), named);
    receive(&pool, "msg_2", &told(None, 2)).await.unwrap();
    assert_eq!(
        ensure_user(&pool, &ada()).await.unwrap(),
        Presence::Here { name: None }
    );
    assert_eq!(count(&pool, "journal_totals").await, 1);
    let email: String = sqlx::query_scalar("select email from users")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(email, "");
}

#[sqlx::test]
async fn a_message_has_its_effect_once(pool: PgPool) {
    let event = told(Some("Ada"), 5);
    assert_eq!(
        receive(&pool, "msg_1", &event).await.unwrap(),
        Received::Now
    );
    sqlx::query("update users set name = 'changed since', provider_updated_at = null")
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(
        receive(&pool, "msg_1", &event).await.unwrap(),
        Received::Before
    );
    assert_eq!(name(&pool).await, Some(Some("changed since".to_owned())));
}

#[sqlx::test]
async fn twenty_of_the_same_at_once_have_one_effect(pool: PgPool) {
    for event in [told(Some("Ada"), 5), Event::Deleted(ada())] {
        let id = format!("msg_{}", event.about().unwrap().0);
        let mut all = JoinSet::new();
        for _ in 0..20 {
            let (pool, id, event) = (pool.clone(), id.clone(), event.clone());
            all.spawn(async move { receive(&pool, &id, &event).await.unwrap() });
        }
        let received = all.join_all().await;
        let now = received
            .iter()
            .filter(|received| **received == Received::Now);
        assert_eq!(now.count(), 1, "{received:?}");
    }
    assert_eq!(count(&pool, "webhook_deliveries").await, 2);
    assert_eq!(count(&pool, "removed_users").await, 1);
}

#[sqlx::test]
async fn a_message_that_fails_may_come_again(pool: PgPool) {
    // The database refuses such a name, which the model would never make.
    let bad = told(Some(""), 5);
    assert!(receive(&pool, "msg_1", &bad).await.is_err());
    assert_eq!(count(&pool, "webhook_deliveries").await, 0);
    let good = told(Some("Ada"), 5);
    assert_eq!(receive(&pool, "msg_1", &good).await.unwrap(), Received::Now);
}

#[sqlx::test]
async fn whoever_was_deleted_stays_so_whatever_comes_late(pool: PgPool) {
    receive(&pool, "msg_1", &Event::Deleted(ada()))
        .await
        .unwrap();
    receive(&pool, "msg_2", &told(Some("Ada"), 9))
        .await
        .unwrap();
    assert_eq!(ensure_user(&pool, &ada()).await.unwrap(), Presence::Removed);
    assert_eq!(state(&pool).await, (None, true));
    assert_eq!(count(&pool, "journal_totals").await, 0);
    // Both had their effect, which was none.
    assert_eq!(count(&pool, "webhook_deliveries").await, 2);
    receive(&pool, "msg_3", &Event::Deleted(ada()))
        .await
        .unwrap();
    assert_eq!(count(&pool, "removed_users").await, 1);
}

#[sqlx::test]
async fn whoever_deletes_only_their_journal_may_begin_anew(pool: PgPool) {
    ensure_user(&pool, &ada()).await.unwrap();
    account::delete_everything(&pool, &ada()).await.unwrap();
    assert_eq!(state(&pool).await, (None, false));
    assert_eq!(
        ensure_user(&pool, &ada()).await.unwrap(),
        Presence::Here { name: None }
    );
}

#[sqlx::test]
async fn any_order_of_messages_ends_in_the_same_row(pool: PgPool) {
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::default()
    });
    let event = prop_oneof![
        8 => (proptest::option::of("[a-c]{1,2}"), 0_i64..6).prop_map(|(name, at)| told(name.as_deref(), at)),
        1 => Just(Event::Deleted(ada())),
    ];
    let events = proptest::collection::vec(event, 1..7).prop_shuffle();
    for round in 0..60 {
        let events = events.new_tree(&mut runner).unwrap().current();
        let shuffled = Just(events.clone())
            .prop_shuffle()
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let mut ends = Vec::new();
        for order in [&events, &shuffled] {
            sqlx::raw_sql(
                "delete from users; delete from removed_users; delete from webhook_deliveries",
            )
            .execute(&pool)
            .await
            .unwrap();
            for (index, event) in order.iter().enumerate() {
                receive(&pool, &format!("msg_{round}_{index}"), event)
                    .await
                    .unwrap();
            }
            ends.push(state(&pool).await);
        }
        assert_eq!(ends[0], ends[1], "{events:?}\n{shuffled:?}");
        let deleted = events
            .iter()
            .any(|event| matches!(event, Event::Deleted(_)));
        assert_eq!(ends[0].1, deleted);
        assert_eq!(ends[0].0.is_none(), deleted);
        let latest = events.iter().filter_map(|event| match event {
            Event::Told { profile, .. } => Some(profile.updated_at),
            _ => None,
        });
        if let Some((_, said_at)) = &ends[0].0 {
            assert_eq!(*said_at, latest.max());
        }
    }
}

#[sqlx::test]
async fn nobody_comes_in_while_they_are_being_removed(pool: PgPool) {
    for round in 0..40 {
        let id = UserId::new(format!("user_{round}"));
        if round % 2 == 0 {
            ensure_user(&pool, &id).await.unwrap();
        }
        let Event::Told { mut profile, kind } = told(Some("Ada"), round) else {
            panic!("told");
        };
        profile.id = id.clone();
        let deleted = Event::Deleted(id.clone());
        let named = Event::Told { kind, profile };
        let (first, second) = (format!("a_{round}"), format!("b_{round}"));
        let (one, two, three, four) = tokio::join!(
            ensure_user(&pool, &id),
            receive(&pool, &first, &deleted),
            receive(&pool, &second, &named),
            ensure_user(&pool, &id),
        );
        let removed = sqlx::query_scalar::<_, bool>(
            "select exists (select from removed_users where clerk_id = $1)
                 and not exists (select from users where clerk_id = $1)",
        )
        .bind(id.as_str())
        .fetch_one(&pool)
        .await
        .unwrap();
        assert!(removed, "{round}: {one:?} {two:?} {three:?} {four:?}");
        assert!(two.is_ok() && three.is_ok() && one.is_ok() && four.is_ok());
        assert_eq!(ensure_user(&pool, &id).await.unwrap(), Presence::Removed);
    }
}

#[sqlx::test]
async fn old_deliveries_go_with_the_next_one(pool: PgPool) {
    sqlx::query(
        "insert into webhook_deliveries (svix_id, type, received_at)
         select 'old_' || n, 'user.updated', now() - interval '30 days 1 minute' from generate_series(1, 150) n
         union all select 'recent', 'user.updated', now() - interval '29 days'",
    )
    .execute(&pool)
    .await
    .unwrap();
    receive(&pool, "msg_1", &told(None, 1)).await.unwrap();
    assert_eq!(count(&pool, "webhook_deliveries").await, 52);
    receive(&pool, "msg_2", &told(None, 2)).await.unwrap();
    assert_eq!(count(&pool, "webhook_deliveries").await, 3);
    // What comes again after so long has its effect again, and that is none.
    receive(&pool, "old_1", &told(Some("Old"), 1))
        .await
        .unwrap();
    assert_eq!(name(&pool).await, Some(None));
}

#[sqlx::test]
async fn what_does_not_concern_us_leaves_no_trace(pool: PgPool) {
    for event in [Event::Other, Event::Unclear] {
        receive(&pool, "msg_1", &event).await.unwrap();
    }
    assert_eq!(count(&pool, "webhook_deliveries").await, 0);
}
