//! What people see.

use super::*;
use crate::people::Person;

#[tokio::test]
async fn nobody_is_sent_to_an_unknown_place() {
    let (router, _) = provider();
    let evil = "https%3A%2F%2Fevil.example%2F";
    let form = format!("user=ada&redirect_url={evil}");
    let posted = sign_in(&router, &form).await;
    let mut answers = vec![posted];
    for path in ["/sign-in", "/v1/client/handshake"] {
        for target in [
            evil,
            "http%3A%2F%2Flocalhost%3A3000.evil.example",
            "http%3A%2F%2Flocalhost%3A3001%2F",
            "%2F%2Fevil.example",
        ] {
            let uri = format!("{path}?redirect_url={target}");
            answers.push(send(&router, "GET", &uri, &[], "").await);
        }
    }
    for answer in answers {
        assert_eq!(answer.status, 400);
        assert!(answer.headers.get(header::LOCATION).is_none());
    }
}

#[tokio::test]
async fn other_sites_may_not_post_and_other_names_do_not_reach() {
    let (router, _) = provider();
    for headers in [
        [
            ("origin", "https://evil.example"),
            ("host", "127.0.0.1:4455"),
        ],
        [("origin", "null"), ("host", "127.0.0.1:4455")],
        [
            ("origin", "http://127.0.0.1:4455"),
            ("host", "evil.example:4455"),
        ],
    ] {
        let answer = send(&router, "POST", "/sign-out", &headers, "").await;
        assert_eq!(answer.status, 403);
    }
}

#[tokio::test]
async fn the_sign_in_page_works_without_scripts_and_shows_what_was_wrong() {
    let (router, _) = provider();
    let page = send(&router, "GET", "/sign-in", &[], "").await;
    assert_eq!(page.status, 200);
    for part in [
        r#"<html lang="en">"#,
        "<title>",
        r#"<label for="name">"#,
        r#"value="margaret""#,
    ] {
        assert!(page.body.contains(part), "{part}");
    }
    assert!(!page.body.contains("<script"));

    let again = sign_in(&router, "name=%20").await;
    assert_eq!(again.status, 422);
    assert!(again.body.contains("Type a name first."));
    let injected = send(
        &router,
        "GET",
        "/sign-in?redirect_url=http://localhost:3000/%22%3E%3Cscript%3E",
        &[],
        "",
    )
    .await;
    assert!(!injected.body.contains("<script>"));
}

#[test]
fn the_same_name_is_the_same_person_and_another_is_not() {
    assert_eq!(Person::of_name("Ada").id, "user_ada");
    assert_eq!(Person::of_name("Zoë K").id, Person::of_name("Zoë K").id);
    assert_ne!(Person::of_name("Zoë K").id, Person::of_name("Zoé K").id);
    assert_eq!(Person::of_id("user_grace"), Person::of_id("grace"));
    assert_eq!(Person::of_id("grace").name(), "Grace");
    assert_eq!(Person::of_name("Ada King").last_name, "King");
}

const BACK: &str = "redirect_url=http%3A%2F%2Flocalhost%3A3000%2Freview";

#[tokio::test]
async fn a_pending_session_finishes_its_step_and_goes_back() {
    let (router, key) = provider();
    let form = format!("name=Zoe&pending=1&{BACK}");
    let started = sign_in(&router, &form).await;
    assert_eq!(started.status, 303);
    let tasks = started.headers[header::LOCATION].to_str().unwrap();
    assert_eq!(
        tasks,
        "/sign-in/tasks?redirect_url=http%3A//localhost%3A3000/review"
    );
    let browser = started.client();
    let cookies = handshake(&router, &key, &browser).await;
    assert_eq!(payload(cookie(&cookies, "__session"))["sts"], "pending");

    // The application may have to say which browser it is.
    let page = get(&router, &format!("{tasks}&__clerk_db_jwt={browser}")).await;
    assert_eq!(page.client(), browser);
    assert!(page.body.contains("<button class=\"main\">Finish</button>"));
    let back = submit(&router, "/sign-in/tasks", &browser, BACK).await;
    assert_eq!(back.status, 303);
    assert_eq!(back.location().path(), "/review");
    assert_eq!(back.parameter("__clerk_db_jwt"), Some(browser.clone()));
    let cookies = handshake(&router, &key, &browser).await;
    let said = payload(cookie(&cookies, "__session"));
    assert_eq!(said["sts"], "active");
    let uat: i64 = cookie(&cookies, "__client_uat").parse().unwrap();
    assert!(uat <= said["iat"].as_i64().unwrap());

    // Nothing is left to do, or nobody is there to do it.
    let done = get(&router, &format!("{tasks}&__clerk_db_jwt={browser}")).await;
    assert_eq!(done.parameter("__clerk_db_jwt"), Some(browser));
    let nobody = get(&router, tasks).await;
    assert!(nobody.body.contains("Who are you today?"));
}

#[tokio::test]
async fn people_change_their_name_and_delete_their_account() {
    let (router, key) = provider();
    let browser = sign_in(&router, "user=ada").await.client();
    let uri = format!("/user?{BACK}&__clerk_db_jwt={browser}");
    let page = get(&router, &uri).await;
    for part in [
        "<code>user_ada</code>",
        r#"<label for="name">Name</label>"#,
        r#"href="http://localhost:3000/review""#,
    ] {
        assert!(page.body.contains(part), "{part}");
    }
    let nobody = get(&router, "/user").await;
    assert!(nobody.body.contains("Who are you today?"));

    let refused = submit(&router, "/user", &browser, "name=%0a").await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains(r#"aria-describedby="name-error""#));
    let form = format!("name=Ada+%3Cb%3E&{BACK}");
    let renamed = submit(&router, "/user", &browser, &form).await;
    assert_eq!(renamed.status, 303);
    let page = get(&router, &uri).await;
    assert!(page.body.contains("<h1>Ada &lt;b&gt;</h1>"));
    let cookies = handshake(&router, &key, &browser).await;
    assert_eq!(payload(cookie(&cookies, "__session"))["name"], "Ada <b>");

    let refused = submit(&router, "/user/delete", &browser, BACK).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Say that you mean it first."));
    let form = format!("sure=1&{BACK}");
    let back = submit(&router, "/user/delete", &browser, &form).await;
    assert_eq!(back.location().path(), "/review");
    let cookies = handshake(&router, &key, &browser).await;
    assert_eq!(cookie(&cookies, "__session"), "");
    assert_eq!(cookie(&cookies, "__client_uat"), "0");
    let nobody = submit(&router, "/user", &browser, "name=Ada").await;
    assert_eq!(nobody.status, 303);
}

#[tokio::test]
async fn every_page_of_an_account_goes_back_to_the_application_only() {
    let (router, _) = provider();
    let browser = sign_in(&router, "user=ada").await.client();
    let evil = "redirect_url=https%3A%2F%2Fevil.example%2F";
    for path in ["/sign-up", "/sign-in/tasks", "/user"] {
        let uri = format!("{path}?{evil}&__clerk_db_jwt={browser}");
        assert_eq!(get(&router, &uri).await.status, 400, "{path}");
    }
    for path in ["/sign-in/tasks", "/user", "/user/delete", "/sign-out"] {
        let form = format!("name=Ada&sure=1&{evil}");
        let answer = submit(&router, path, &browser, &form).await;
        assert_eq!(answer.status, 400, "{path}");
    }
}

#[tokio::test]
async fn the_home_page_lists_the_controls_and_every_page_says_what_it_is() {
    let (router, _) = provider();
    let home = get(&router, "/").await;
    for control in [
        "tokens", "sessions", "clock", "rotate", "outage", "settings", "webhooks",
    ] {
        assert!(home.body.contains(&format!("/test/{control}")), "{control}");
    }
    let browser = sign_in(&router, "user=ada").await.client();
    for path in ["/", "/sign-in", "/sign-up", "/user"] {
        let page = get(&router, &format!("{path}?__clerk_db_jwt={browser}")).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains(r#"<header class="banner">"#), "{path}");
    }
}
