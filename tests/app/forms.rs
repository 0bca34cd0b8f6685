//! Forms without JavaScript: plain posts that go on when they succeed and show everything again,
//! with what is wrong, when they do not.

use crate::helpers::TestApp;
use sqlx::PgPool;
use uuid::Uuid;

#[sqlx::test(migrations = "./migrations")]
async fn the_story_of_a_stranger_works_with_plain_posts(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let form = ada.get("/problems/new?link=Two%20Sum%20-%20LeetCode%20https%3A%2F%2Fleetcode.com%2Fproblems%2Ftwo-sum%2Fdescription%2F").await.expect(200);
    assert!(
        form.body.contains("Two Sum"),
        "the recognised title is shown"
    );
    assert!(form.body.contains("LeetCode"));
    let id = hidden(&form.body, "fields[id]");

    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[link]", "https://leetcode.com/problems/two-sum/"),
        ("fields[title]", "Two Sum"),
        ("fields[difficulty]", "easy"),
    ];
    let added = ada.post_form("/problems/new", &fields).await.expect(303);
    assert_eq!(added.location(), format!("/problems/{id}"));

    let again = ada
        .post_form(
            "/problems/new",
            &[
                ("fields[id]", &Uuid::now_v7().to_string()),
                ("fields[link]", "https://leetcode.com/problems/two-sum/"),
            ],
        )
        .await
        .expect(303);
    assert_eq!(again.location(), format!("/problems/{id}?already-there=1"));
    let page = ada.get(again.location()).await.expect(200);
    assert!(page.body.contains("Already in your journal"));

    let form = ada
        .get(&format!("/problems/{id}/attempts/new"))
        .await
        .expect(200);
    let attempt = hidden(&form.body, "fields[id]");
    let fields = [
        ("fields[id]", attempt.as_str()),
        ("fields[problem_id]", id.as_str()),
        ("fields[status]", "failed"),
        ("fields[minutes]", "40"),
    ];
    let logged = ada
        .post_form(&format!("/problems/{id}/attempts/new"), &fields)
        .await
        .expect(303);
    let page = ada.get(logged.location()).await.expect(200);
    assert!(page.body.contains("40 min"), "{}", page.body);

    let deleted = ada
        .post_form(&format!("/attempts/{attempt}/delete"), &[("id", &attempt)])
        .await
        .expect(303);
    assert!(
        deleted
            .location()
            .starts_with(&format!("/problems/{id}?undo="))
    );
    let deleted = ada
        .post_form(&format!("/problems/{id}/delete"), &[("id", &id)])
        .await
        .expect(303);
    assert!(deleted.location().starts_with("/problems?undo="));
    ada.get(&format!("/problems/{id}")).await.expect(404);
}

/// The value of a hidden field in a page.
fn hidden(body: &str, name: &str) -> String {
    let place = body
        .find(&format!("name=\"{name}\""))
        .unwrap_or_else(|| panic!("no {name} in {body}"));
    let tag_start = body[..place].rfind('<').unwrap();
    let tag = &body[tag_start..][..body[tag_start..].find('>').unwrap()];
    let value = tag
        .split("value=\"")
        .nth(1)
        .unwrap_or_else(|| panic!("no value in {tag}"));
    value.split('"').next().unwrap().to_owned()
}

#[sqlx::test(migrations = "./migrations")]
async fn a_refused_form_shows_the_mistake_and_loses_nothing_typed(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let evil = "</textarea><script>alert(1)</script>";
    let code = format!("\n\n  keep = my + indent {evil}");
    let fields = [
        ("fields[id]", "0190f3c2-0000-7000-8000-000000000001"),
        ("fields[problem_id]", problem.as_str()),
        ("fields[status]", "solved"),
        ("fields[minutes]", "1441"),
        ("fields[help]", "hint"),
        ("fields[notes]", "A **thought** worth keeping"),
        ("fields[code]", &code),
        ("fields[language]", "Zig & co"),
    ];
    let answer = ada
        .post_form(&format!("/problems/{problem}/attempts/new"), &fields)
        .await
        .expect(422);
    assert!(answer.body.ends_with("</html>"));
    assert!(answer.body.contains("Whole minutes from 1 to 1,440"));
    assert!(answer.body.contains("value=\"1441\""));
    assert!(answer.body.contains("A **thought** worth keeping"));
    assert!(answer.body.contains("value=\"Zig &amp; co\""));
    assert!(answer.body.contains("keep = my + indent"));
    assert!(
        !answer.body.contains("<script>alert(1)"),
        "typed text is never markup"
    );
    assert!(
        answer.body.contains("0190f3c2-0000-7000-8000-000000000001"),
        "the id stays, so that a second try is the same attempt"
    );
    let attempts: i64 = sqlx::query_scalar("select count(*) from attempts")
        .fetch_one(&app.pool)
        .await
        .unwrap();
    assert_eq!(attempts, 0);
}

#[sqlx::test(migrations = "./migrations")]
async fn past_the_limits_there_is_a_clear_answer(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let uri = format!("/problems/{problem}/attempts/new");
    let log = async |field: &'static str, value: &str| {
        let id = Uuid::now_v7().to_string();
        let fields = [
            ("fields[id]", id.as_str()),
            ("fields[problem_id]", problem.as_str()),
            ("fields[status]", "solved"),
            (field, value),
        ];
        ada.post_form(&uri, &fields).await
    };
    log("fields[code]", &"€".repeat(200_000)).await.expect(303);
    let refused = log("fields[code]", &"€".repeat(200_001)).await.expect(422);
    assert!(refused.body.contains("200,001 of 200,000 characters"));
    let too_large = log("fields[code]", &"x".repeat(5 * 1024 * 1024))
        .await
        .expect(413);
    assert!(too_large.body.ends_with("</html>"));
}

#[sqlx::test(migrations = "./migrations")]
async fn nonsense_is_a_bad_request_not_a_breakdown(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    for (uri, fields) in [
        ("/problems/new", vec![("fields[[[", "x")]),
        (
            "/problems/not-a-uuid/edit",
            vec![("fields[id]", "not-a-uuid")],
        ),
        (
            "/problems/not-a-uuid/attempts/new",
            vec![("fields[problem_id]", "x")],
        ),
        ("/attempts/not-a-uuid/delete", vec![("id", "x")]),
    ] {
        let answer = ada.post_form(uri, &fields).await;
        assert!(
            [400, 404, 422].contains(&answer.status.as_u16()),
            "{uri}: {}",
            answer.status
        );
        assert!(answer.body.ends_with("</html>"), "{uri}");
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn a_session_that_is_gone_while_typing_gives_the_text_back(pool: PgPool) {
    let app = TestApp::new(pool);
    let problem = app.signed_in_as("ada").has_problem("Two Sum").await;
    let uri = format!("/problems/{problem}/attempts/new");
    let fields = [
        ("fields[id]", "0190f3c2-0000-7000-8000-000000000001"),
        ("fields[problem_id]", problem.as_str()),
        ("fields[status]", "solved"),
        (
            "fields[notes]",
            "precious\n</textarea><script>alert(1)</script>",
        ),
    ];
    let gone = app.nobody().with_cookie("__client_uat=1");
    let answer = gone.post_form(&uri, &fields).await.expect(401);
    assert!(
        answer.body.contains("precious\n&lt;/textarea&gt;"),
        "{}",
        answer.body
    );
    assert!(answer.body.contains("This was not saved"));
    assert!(answer.body.contains(&format!("/auth/sign-in?next={uri}")));
}

#[sqlx::test(migrations = "./migrations")]
async fn a_database_that_goes_away_while_typing_gives_the_text_back(pool: PgPool) {
    let app = TestApp::new(pool.clone());
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    pool.close().await;
    let fields = [
        ("fields[id]", "0190f3c2-0000-7000-8000-000000000001"),
        ("fields[problem_id]", problem.as_str()),
        ("fields[status]", "solved"),
        ("fields[notes]", "precious"),
    ];
    let answer = ada
        .post_form(&format!("/problems/{problem}/attempts/new"), &fields)
        .await
        .expect(503);
    assert!(
        answer.body.contains("value=\"precious\""),
        "{}",
        answer.body
    );
}
