//! Adding several problems in one go: each link its own outcome, and nothing lost.

use crate::helpers::TestApp;
use sqlx::PgPool;
use uuid::Uuid;

const PASTE: &str = "https://leetcode.com/problems/two-sum/\n\
    https://leetcode.com/problems/3sum/ https://leetcode.com/problems/two-sum\n\
    A puzzle https://example.com/puzzles/7\n\
    https://www.codewars.com/kata/514b92a657cdc65150000006\n\
    <script>alert(1)</script>";

#[sqlx::test(migrations = "./migrations")]
async fn each_link_has_an_outcome_of_its_own_and_sending_twice_adds_once(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let fields = [
        ("fields[id]", "0190f3c2-0000-7000-8000-000000000001"),
        ("fields[links]", PASTE),
    ];
    for time in 0..2 {
        let page = ada.post_form("/problems/add", &fields).await.expect(200);
        let body = &page.body;
        assert!(body.ends_with("</html>"));
        assert!(
            body.contains("3 added, 1 already there, 2 not added"),
            "time {time}: {body}"
        );
        assert!(body.contains("Two Sum") && body.contains("3Sum"));
        assert!(body.contains("difficulty assumed medium"));
        assert!(body.contains("The same again"));
        assert!(body.contains("does not tell the title"));
        assert!(
            body.contains(
                "\nhttps://www.codewars.com/kata/514b92a657cdc65150000006\n&lt;script&gt;"
            ),
            "what was not added is still in the box: {body}"
        );
        assert!(!body.contains("<script>alert"));
    }
    let problems: i64 = sqlx::query_scalar("select count(*) from problems")
        .fetch_one(&app.pool)
        .await
        .unwrap();
    assert_eq!(problems, 3);

    // Another form with the same links finds what is there.
    let fields = [
        ("fields[id]", &*Uuid::now_v7().to_string()),
        ("fields[links]", PASTE),
    ];
    let page = ada.post_form("/problems/add", &fields).await.expect(200);
    assert!(
        page.body.contains("0 added, 4 already there, 2 not added"),
        "{}",
        page.body
    );
    assert!(page.body.contains("Already in your journal"));
}

#[sqlx::test(migrations = "./migrations")]
async fn too_many_are_refused_with_everything_typed_still_there(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let line = |number: usize| format!("https://leetcode.com/problems/problem-{number}/");
    let hundred: Vec<_> = (0..100).map(line).collect();
    let add = async |links: &str| {
        let fields = [
            ("fields[id]", &*Uuid::now_v7().to_string()),
            ("fields[links]", links),
        ];
        ada.post_form("/problems/add", &fields).await
    };
    let more = format!("{}\n{}", hundred.join("\n"), line(100));
    let refused = add(&more).await.expect(422);
    assert!(refused.body.contains("Up to 100 lines at once"));
    assert!(refused.body.contains("problem-100/"));
    let added = add(&hundred.join("\n")).await.expect(200);
    assert!(
        added
            .body
            .contains("100 added, 0 already there, 0 not added")
    );
    let nothing = add(" \n ").await.expect(422);
    assert!(nothing.body.contains("Paste at least one link"));
}

#[sqlx::test(migrations = "./migrations")]
async fn one_box_takes_one_link_or_several(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let one = ada
        .get("/problems/new?link=https%3A%2F%2Fleetcode.com%2Fproblems%2F3sum%2F")
        .await
        .expect(200);
    assert!(one.body.contains("Add a problem") && one.body.contains("value=\"3Sum\""));
    for address in [
        "/problems/new?link=https%3A%2F%2Fleetcode.com%2Fproblems%2F3sum%2F%0Ahttps%3A%2F%2Fleetcode.com%2Fproblems%2Ftwo-sum%2F",
        "/problems/add?links=https%3A%2F%2Fleetcode.com%2Fproblems%2F3sum%2F%0Ahttps%3A%2F%2Fleetcode.com%2Fproblems%2Ftwo-sum%2F",
    ] {
        let several = ada.get(address).await.expect(200);
        assert!(several.body.contains("Add several problems"), "{address}");
        assert!(several.body.contains("LeetCode · medium"), "{address}");
        assert!(several.body.contains("LeetCode · easy"), "{address}");
    }
}
