//! The calendar: made and ended at `/settings/calendar`, read by whoever knows its address.

use crate::helpers::{Answer, TestApp};
use sqlx::PgPool;

const ID: &str = "0190f3c2-0000-7000-8000-0000000000c1";
const OTHER: &str = "0190f3c2-0000-7000-8000-0000000000c2";

/// The path of the address that an answer tells.
fn path_in(answer: &Answer) -> Option<String> {
    let at = answer.body.find("/calendar/")?;
    let rest = &answer.body[at..];
    let end = rest.find(".ics")?;
    Some(rest[..end + ".ics".len()].to_owned())
}

#[sqlx::test(migrations = "./migrations")]
async fn it_is_made_told_once_read_without_a_session_and_ended_at_once(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let settings = ada.get("/settings").await.expect(200);
    assert!(settings.body.contains("href=\"/settings/calendar\""));
    let problem = ada.has_problem("Two Sum; the first").await;
    ada.has_attempt(&problem, "failed", "").await;

    let made = ada
        .post_form("/settings/calendar", &[("fields[id]", ID)])
        .await
        .expect(200);
    assert_eq!(made.headers["cache-control"], "private, no-store");
    let path = path_in(&made).unwrap();
    assert_eq!(path.len(), "/calendar/".len() + 40 + ".ics".len());
    let again = ada
        .post_form("/settings/calendar", &[("fields[id]", ID)])
        .await
        .expect(200);
    assert!(again.body.contains("This calendar was made already"));
    assert_eq!(path_in(&again), None);

    let read = app.nobody().get(&path).await.expect(200);
    assert_eq!(read.headers["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(read.headers["cache-control"], "private, no-store");
    assert!(!read.headers.contains_key("set-cookie"));
    assert!(
        read.body.contains("SUMMARY:Review: 15 min\\, 1 problem"),
        "{}",
        read.body
    );
    assert!(!read.body.contains("Two Sum"), "{}", read.body);

    // Another in its place, with titles.
    let fields = [("fields[id]", OTHER), ("fields[titles]", "on")];
    let with_titles = ada
        .post_form("/settings/calendar", &fields)
        .await
        .expect(200);
    let other = path_in(&with_titles).unwrap();
    app.nobody().get(&path).await.expect(404);
    let read = app.nobody().get(&other).await.expect(200);
    assert!(read.body.contains("Two Sum\\; the first"), "{}", read.body);

    let ended = ada
        .post_form("/settings/calendar/revoke", &[])
        .await
        .expect(303);
    assert!(ended.location().starts_with("/settings/calendar?revoked="));
    app.nobody().get(&other).await.expect(404);
    let page = ada.get(ended.location()).await.expect(200);
    assert!(page.body.contains("The address has ended"));
    // Pressed twice it has the same answer.
    ada.post_form("/settings/calendar/revoke", &[])
        .await
        .expect(303);
}

#[sqlx::test(migrations = "./migrations")]
async fn addresses_that_are_none_are_answered_alike(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let made = ada
        .post_form("/settings/calendar", &[("fields[id]", ID)])
        .await
        .expect(200);
    let path = path_in(&made).unwrap();
    let wrong = format!("{}0.ics", &path[..path.len() - ".ics".len() - 1]);
    let mut bodies = Vec::new();
    for address in [
        wrong.as_str(),
        "/calendar/x.ics",
        "/calendar/.ics",
        path.trim_end_matches(".ics"),
        "/calendar/%00.ics",
    ] {
        if address == path {
            continue;
        }
        bodies.push(app.nobody().get(address).await.expect(404).body);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "{bodies:?}");
    // Bob makes his own; Ada's is another.
    let bob = app.signed_in_as("bob");
    let page = bob.get("/settings/calendar").await.expect(200);
    assert!(page.body.contains("Make a calendar"));
}
