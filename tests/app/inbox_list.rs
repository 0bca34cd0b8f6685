//! How much and what the inbox shows.

use crate::{
    helpers::TestApp,
    inbox::{puzzle, told},
};
use gitgud::paging::PAGE_SIZE;
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

#[sqlx::test(migrations = "./migrations")]
async fn a_long_inbox_has_pages(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let mut oldest = String::new();
    for number in (0..=PAGE_SIZE).rev() {
        let id = told(&app, "ada", &puzzle(&format!("Puzzle {number}"))).await;
        if number == PAGE_SIZE {
            oldest = id;
        }
    }
    let first = ada.get("/inbox").await.expect(200);
    assert!(!first.body.contains(&oldest));
    let older = first.body.split("href=\"/inbox?older=").nth(1).unwrap();
    let older = format!("/inbox?older={}", older.split('"').next().unwrap());
    let second = ada.get(&older).await.expect(200);
    assert!(second.body.contains(&oldest));
    // Its forms are sent to the page they stand on, which shows a mistake.
    assert!(second.body.contains(&format!("action=\"{older}\"")));
    let fields = [
        ("fields[one]", oldest.as_str()),
        ("fields[items][0][id]", &oldest),
    ];
    let refused = ada.post_form(&older, &fields).await.expect(422);
    assert!(refused.body.contains("Choose how hard it is."));
    // An edge below which there is nothing any more.
    ada.post_form("/inbox/dismiss", &[("ids", &oldest)])
        .await
        .expect(303);
    let nothing = ada.get(&older).await.expect(200);
    assert!(nothing.body.contains("There is nothing more on this page."));
    assert!(nothing.body.contains("href=\"/inbox?newer="));
}

#[sqlx::test(migrations = "./migrations")]
async fn what_was_told_is_never_markup_nor_a_script(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let evil = "</title><script>alert(1)</script>\"><img src=x onerror=alert(1)>";
    let message = json!({
        "name": evil, "group": format!("{evil} - {evil}"), "url": "https://example.com/\"><script>alert(1)</script>",
        "batch": {"id": Uuid::now_v7(), "size": 2},
    });
    told(&app, "ada", &message).await;
    let page = ada.get("/inbox").await.expect(200);
    assert!(
        !page.body.contains("<script>alert") && !page.body.contains("<img src=x"),
        "{}",
        page.body
    );
    assert!(page.body.contains("&lt;/title&gt;"));
}
