//! Shares in the database.

use super::*;
use crate::{
    account::db::ensure_user,
    problem::{db::add, fields::ProblemDraft, model::Difficulty},
};
use uuid::Uuid;

async fn with_problem(pool: &PgPool, name: &str) -> (UserId, ProblemId) {
    let user = UserId::new(name);
    ensure_user(pool, &user).await.unwrap();
    let id = ProblemId(Uuid::now_v7());
    let draft = ProblemDraft {
        id,
        link: None,
        title: "A problem".to_owned(),
        difficulty: Difficulty::Easy,
        tags: Vec::new(),
        description: None,
    };
    add(pool, &user, &draft).await.unwrap();
    (user, id)
}

fn digest(number: u8) -> Digest {
    [number; 32]
}

#[sqlx::test(migrations = "./migrations")]
async fn the_same_form_sent_twice_is_one_link(pool: PgPool) {
    let (ada, problem) = with_problem(&pool, "ada").await;
    let of = (ShareId(Uuid::now_v7()), problem);
    let shown = Shown::default();
    let make = async |number, shown| {
        create(&pool, &ada, of, &digest(number), shown)
            .await
            .unwrap()
    };
    assert_eq!(make(1, shown).await, Created::Now);
    assert_eq!(make(2, shown).await, Created::Before);
    let other = Shown {
        notes: true,
        ..shown
    };
    assert_eq!(make(3, other).await, Created::IdTaken);
    assert!(find(&pool, &digest(1)).await.unwrap().is_some());
    // What has ended is not begun again by the request that made it.
    end(&pool, &ada, of.0).await.unwrap();
    assert_eq!(make(4, shown).await, Created::IdTaken);
    for number in 1..=4 {
        assert_eq!(find(&pool, &digest(number)).await.unwrap(), None);
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn nobody_shares_or_ends_what_is_somebody_elses(pool: PgPool) {
    let (ada, problem) = with_problem(&pool, "ada").await;
    let (bob, _) = with_problem(&pool, "bob").await;
    let id = ShareId(Uuid::now_v7());
    let refused = create(&pool, &bob, (id, problem), &digest(1), Shown::default()).await;
    assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");
    create(&pool, &ada, (id, problem), &digest(1), Shown::default())
        .await
        .unwrap();
    assert_eq!(end(&pool, &bob, id).await.unwrap(), None);
    assert!(list(&pool, &bob, None).await.unwrap().is_empty());
    assert_eq!(list(&pool, &ada, Some(problem)).await.unwrap().len(), 1);
    assert_eq!(end(&pool, &ada, id).await.unwrap(), Some(problem));
    assert_eq!(find(&pool, &digest(1)).await.unwrap(), None);
}

#[sqlx::test(migrations = "./migrations")]
async fn there_are_only_so_many_links(pool: PgPool) {
    let (ada, problem) = with_problem(&pool, "ada").await;
    sqlx::query(
        "insert into shares (user_id, id, problem_id, digest)
         select 'ada', gen_random_uuid(), $1, decode(md5(n::text) || md5(n::text), 'hex')
         from generate_series(1, $2) as n",
    )
    .bind(problem.0)
    .bind(i32::try_from(SHARES_LIMIT).unwrap())
    .execute(&pool)
    .await
    .unwrap();
    let of = (ShareId(Uuid::now_v7()), problem);
    let refused = create(&pool, &ada, of, &digest(1), Shown::default()).await;
    let Err(AppError::Invalid(errors)) = refused else {
        panic!("{refused:?}");
    };
    assert!(errors.of("form").unwrap().contains("500 links"));
    assert_eq!(find(&pool, &digest(1)).await.unwrap(), None);
}

#[test]
fn the_same_share_gets_one_id_in_a_journal_and_others_elsewhere() {
    let found = |id| Found {
        user: UserId::new("eve"),
        id,
        digest: digest(1),
        problem: ProblemId(Uuid::now_v7()),
        shown: Shown::default(),
        created_at: "2026-11-29T12:00:00Z".parse().unwrap(),
        revision: 1,
    };
    let share = ShareId(Uuid::now_v7());
    let (ada, bob) = (UserId::new("ada"), UserId::new("bob"));
    assert_eq!(id_for(&ada, &found(share)), id_for(&ada, &found(share)));
    assert_ne!(id_for(&ada, &found(share)), id_for(&bob, &found(share)));
    let another = found(ShareId(Uuid::now_v7()));
    assert_ne!(id_for(&ada, &found(share)), id_for(&ada, &another));
    let id = id_for(&ada, &another).0;
    assert_eq!(id.get_version_num(), 7);
}
