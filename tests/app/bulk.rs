//! Many problems at once: all or none, nothing lost, and taken back as it was.

use crate::helpers::{Caller, TestApp};
use sqlx::PgPool;
use uuid::Uuid;

/// Adds a problem with tags and answers with its id.
pub async fn tagged(caller: &Caller<'_>, title: &str, tags: &str) -> String {
    let id = Uuid::now_v7().to_string();
    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[title]", title),
        ("fields[difficulty]", "easy"),
        ("fields[tags]", tags),
    ];
    caller.call("/api/problems/add", &fields).await.expect(200);
    id
}

/// The counts as they are stored, after asserting that a recount says the same.
pub async fn counts(pool: &PgPool) -> Vec<(String, i64)> {
    let stored: Vec<(String, i64)> = sqlx::query_as(
        "select tag, problems::bigint from journal_tags where user_id = 'user_ada' order by tag collate \"C\"",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let recounted: Vec<(String, i64)> = sqlx::query_as(
        "select tag, count(*) from problems, unnest(tags) as tag where user_id = 'user_ada'
         group by tag order by tag collate \"C\"",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    assert_eq!(stored, recounted);
    stored
}

async fn tags_of(pool: &PgPool, id: &str) -> Vec<String> {
    sqlx::query_scalar("select tags from problems where id = $1::uuid")
        .bind(id)
        .fetch_one(pool)
        .await
        .unwrap()
}

fn fields<'a>(ids: &[&'a str], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<_> = ids.iter().map(|&id| ("fields[ids][]", id)).collect();
    fields.extend_from_slice(more);
    fields
}

#[sqlx::test(migrations = "./migrations")]
async fn every_change_reaches_all_selected_and_is_taken_back(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let one = tagged(&ada, "One", "dp, array").await;
    let two = tagged(&ada, "Two", "").await;
    let other = tagged(&ada, "Other", "dp").await;
    ada.has_attempt(&one, "failed", "40").await;
    let snapshot = async || -> Vec<String> {
        sqlx::query_scalar(
            "select (to_jsonb(p) - 'revision')::text from problems p
             union all select (to_jsonb(a) - 'revision')::text from attempts a
             union all select (to_jsonb(t) - 'revision')::text from journal_totals t
             union all select to_jsonb(g)::text from problem_progress g order by 1",
        )
        .fetch_all(&app.pool)
        .await
        .unwrap()
    };
    let before = snapshot().await;
    let tags_before = counts(&app.pool).await;
    for (action, check) in [
        (
            "add-tags",
            "tags = '{dp,array,graph}' or tags = '{graph,dp}'",
        ),
        ("remove-tags", "tags = '{array}' or tags = '{}'"),
        ("difficulty", "difficulty = 'hard'"),
        ("star", "starred"),
        ("delete", "false"),
    ] {
        let more = [
            ("fields[action]", action),
            ("fields[tags]", "Graph, dp"),
            ("fields[difficulty]", "hard"),
            ("fields[back]", "/problems?q=x&undo=1"),
        ];
        let answer = ada
            .post_form("/problems/bulk", &fields(&[&one, &two], &more))
            .await
            .expect(303);
        let step = answer
            .location()
            .strip_prefix("/problems?q=x&undo=")
            .unwrap()
            .to_owned();
        let wrong: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
            "select count(*) from problems where title <> 'Other' and title <> '' and not ({check})
             and (title = 'One' or '{action}' <> 'remove-tags')"
        )))
        .fetch_one(&app.pool)
        .await
        .unwrap();
        assert_eq!(wrong, 0, "{action}");
        assert_ne!(snapshot().await, before, "{action}");
        counts(&app.pool).await;
        ada.post_form(
            &format!("/undo/{step}"),
            &[("id", &step), ("back", "/problems")],
        )
        .await
        .expect(303);
        assert_eq!(snapshot().await, before, "{action} taken back");
        assert_eq!(counts(&app.pool).await, tags_before, "{action} taken back");
    }
    assert_eq!(tags_of(&app.pool, &other).await, ["dp"]);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_refused_change_says_why_and_keeps_the_selection(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let many: Vec<String> = (0..40).map(|tag| format!("t{tag}")).collect();
    let full = tagged(&ada, "Full", &many.join(",")).await;
    let free = tagged(&ada, "Free", "").await;
    let more = [
        ("fields[action]", "add-tags"),
        ("fields[tags]", "one-more, \"quoted\""),
        ("fields[back]", "/problems?q=is%3Astarred"),
    ];
    let page = ada
        .post_form("/problems/bulk", &fields(&[&full, &free], &more))
        .await
        .expect(422);
    assert!(
        page.body.contains("“Full” would have more"),
        "{}",
        page.body
    );
    assert!(page.body.contains("value=\"one-more, &quot;quoted&quot;\""));
    assert!(page.body.contains("value=\"/problems?q=is%3Astarred\""));
    for id in [&full, &free] {
        assert!(
            page.body.contains(&format!("value=\"{id}\" checked")),
            "{id}"
        );
    }
    assert!(tags_of(&app.pool, &free).await.is_empty(), "all or none");
    let none = ada
        .post_form("/problems/bulk", &[("fields[action]", "star")])
        .await
        .expect(422);
    assert!(none.body.contains("Select at least one problem"));
    let same = fields(&[&free], &[("fields[action]", "unstar")]);
    let same = ada.post_form("/problems/bulk", &same).await.expect(422);
    assert!(same.body.contains("like that already"));
    assert!(
        ada.get("/problems/bulk")
            .await
            .body
            .contains("Nothing is selected")
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn a_thousand_are_taken_and_one_more_is_refused(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    ada.call("/api/current_user", &[]).await.expect(200);
    sqlx::query(
        "insert into problems (user_id, id, title, difficulty)
         select 'user_ada', gen_random_uuid(), 'P' || n, 'easy' from generate_series(1, 1001) as n",
    )
    .execute(&app.pool)
    .await
    .unwrap();
    let ids: Vec<String> = sqlx::query_scalar("select id::text from problems")
        .fetch_all(&app.pool)
        .await
        .unwrap();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let star = [("fields[action]", "star")];
    let refused = ada
        .post_form("/problems/bulk", &fields(&ids, &star))
        .await
        .expect(422);
    assert!(
        refused
            .body
            .contains("Up to 1,000 problems at once; these are 1,001.")
    );
    ada.post_form("/problems/bulk", &fields(&ids[..1000], &star))
        .await
        .expect(303);
    let starred: i64 = sqlx::query_scalar("select count(*) from problems where starred")
        .fetch_one(&app.pool)
        .await
        .unwrap();
    assert_eq!(starred, 1000);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_row_changed_since_stays_and_is_counted(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let one = tagged(&ada, "One", "").await;
    let two = tagged(&ada, "Two", "").await;
    let more = [
        ("fields[action]", "difficulty"),
        ("fields[difficulty]", "hard"),
    ];
    let destination = ada
        .call("/api/problems/bulk", &fields(&[&one, &two], &more))
        .await
        .expect(200)
        .json();
    let step = destination
        .as_str()
        .unwrap()
        .rsplit('=')
        .next()
        .unwrap()
        .to_owned();
    ada.post_form(
        &format!("/problems/{two}/star"),
        &[("id", &two), ("starred", "1"), ("back", "/problems?q=x")],
    )
    .await
    .expect(303);
    let answer = ada
        .call("/api/undo/step", &[("id", &step), ("back", "/problems")])
        .await
        .expect(200)
        .json();
    assert_eq!(answer["outcome"]["restored"], 1);
    assert_eq!(answer["outcome"]["left_alone"], 1);
    let difficulties: Vec<String> =
        sqlx::query_scalar("select difficulty::text from problems order by title")
            .fetch_all(&app.pool)
            .await
            .unwrap();
    assert_eq!(difficulties, ["easy", "hard"]);
    let page = ada
        .get(&format!("/problems?undone={step}"))
        .await
        .expect(200);
    assert!(
        page.body
            .contains("1 was changed since and stays as it is.")
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn a_star_comes_and_goes_and_leads_back_only_to_our_own_pages(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let id = ada.has_problem("One").await;
    let uri = format!("/problems/{id}/star");
    let press = async |starred: &str, back: &str| {
        ada.post_form(&uri, &[("id", &id), ("starred", starred), ("back", back)])
            .await
            .expect(303)
            .location()
            .to_owned()
    };
    assert_eq!(press("1", "/problems?q=x").await, "/problems?q=x");
    let page = ada.get(&format!("/problems/{id}")).await.expect(200);
    assert!(page.body.contains("aria-pressed=\"true\""), "{}", page.body);
    assert_eq!(
        press("1", "//evil.example").await,
        format!("/problems/{id}")
    );
    assert_eq!(press("0", "").await, format!("/problems/{id}"));
    let page = ada.get(&format!("/problems/{id}")).await.expect(200);
    assert!(page.body.contains("aria-pressed=\"false\""));
    let revision: i32 = sqlx::query_scalar("select revision from problems")
        .fetch_one(&app.pool)
        .await
        .unwrap();
    assert_eq!(revision, 3, "pressed again, nothing changes");
}

#[sqlx::test(migrations = "./migrations")]
async fn changes_at_once_wait_for_each_other_and_lose_nothing(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let mut ids = Vec::new();
    for number in 0..12 {
        ids.push(tagged(&ada, &format!("P{number}"), "a, b").await);
    }
    let forward: Vec<&str> = ids.iter().map(String::as_str).collect();
    let backward: Vec<&str> = forward.iter().rev().copied().collect();
    let post = async |ids: &[&str], action: &str, tags: &str| {
        let more = [("fields[action]", action), ("fields[tags]", tags)];
        ada.call("/api/problems/bulk", &fields(ids, &more))
            .await
            .status
    };
    for (round, id) in ids.iter().take(5).enumerate() {
        let tag = format!("r{round}");
        let (one, two, three, _, five) = tokio::join!(
            post(&forward, "add-tags", &tag),
            post(&backward, "star", ""),
            post(&backward[..8], "remove-tags", "a, x"),
            ada.has_attempt(id, "solved", "1"),
            ada.call(
                "/api/tags/change",
                &[
                    ("fields[tags][]", "b"),
                    ("fields[into]", "a"),
                    ("fields[action]", "delete"),
                ],
            ),
        );
        assert_eq!(one, 200);
        for status in [two, three, five.status] {
            assert!([200, 422].contains(&status.as_u16()), "{status}");
        }
        counts(&app.pool).await;
    }
}
