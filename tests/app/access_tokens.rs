//! Personal access tokens: made and revoked at `/settings/tokens`, told once, and good for no page.

use crate::{
    helpers::{Answer, Caller, TestApp},
    tokens::Token,
};
use axum::{body::Body, http::Request};
use gitgud::token::{
    db::{Grant, grant},
    model::{PREFIX, Scope},
};
use sqlx::PgPool;

const ID: &str = "0190f3c2-0000-7000-8000-000000000001";

fn fields(name: &str) -> [(&str, &str); 4] {
    [
        ("fields[id]", ID),
        ("fields[name]", name),
        ("fields[scope]", "write"),
        ("fields[lifetime]", "30"),
    ]
}

/// The secret that an answer tells; an answer tells one at most, wherever it stands.
fn secret_in(answer: &Answer) -> Option<String> {
    let mut told: Vec<_> = answer
        .body
        .match_indices(PREFIX)
        .map(|(at, _)| {
            let rest = answer.body[at + PREFIX.len()..].bytes();
            let digits = rest.take_while(u8::is_ascii_hexdigit).count();
            answer.body[at..at + PREFIX.len() + digits].to_owned()
        })
        .filter(|secret| secret != PREFIX)
        .collect();
    told.dedup();
    assert!(told.len() <= 1, "{told:?}");
    told.pop()
}

/// Makes a token as a hydrated page does; answers with its secret.
async fn made(caller: &Caller<'_>) -> String {
    let answer = caller.call("/api/tokens/create", &fields("script")).await;
    secret_in(&answer.expect(200)).unwrap()
}

async fn rows(pool: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from access_tokens")
        .fetch_one(pool)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "./migrations")]
async fn a_form_without_javascript_tells_the_secret_once_and_revokes_it(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let settings = ada.get("/settings").await.expect(200);
    assert!(settings.body.contains("href=\"/settings/tokens\""));
    let empty = ada.get("/settings/tokens").await.expect(200);
    assert!(empty.body.contains("No tokens yet"));

    let send = async || {
        ada.post_form("/settings/tokens", &fields("My <script>"))
            .await
            .expect(200)
    };
    let page = send().await;
    assert!(page.body.ends_with("</html>"));
    assert_eq!(page.headers["cache-control"], "private, no-store");
    let secret = secret_in(&page).unwrap();
    let field = page.body.find("id=\"secret\"").unwrap();
    let field = page.body[..field].rfind('<').unwrap();
    let field = page.body[field..].split('>').next().unwrap();
    assert!(field.contains(&format!("value=\"{secret}\"")), "{field}");
    assert!(field.contains(" readonly"), "{field}");
    assert!(page.body.contains("“My &lt;script&gt;” is made"));
    assert!(page.body.contains("it is not shown again"));
    let granted = grant(&app.pool, &secret).await.unwrap().unwrap();
    assert_eq!(granted.user.as_str(), "user_ada");
    assert_eq!(granted.scope, Scope::Write);

    // The form for the next one is a new one; the same one sent again tells nothing.
    let sent = format!("name=\"fields[id]\" value=\"{ID}\"");
    assert!(page.body.contains("name=\"fields[id]\" value=\"") && !page.body.contains(&sent));
    let again = send().await;
    assert!(again.body.contains("This token was made already"));
    assert_eq!(secret_in(&again), None);
    let list = ada.get("/settings/tokens").await.expect(200);
    assert_eq!(secret_in(&list), None);
    assert!(list.body.contains("My &lt;script&gt;") && !list.body.contains("My <script>"));
    let hint = &secret[secret.len() - 4..];
    assert!(list.body.contains(hint), "{hint}");
    assert!(list.body.contains("Read and change"));
    assert!(list.body.contains("last used ") && list.body.contains("expires "));
    assert_eq!(rows(&app.pool).await, 1);

    let address = format!("/settings/tokens/{ID}/revoke");
    assert!(list.body.contains(&format!("action=\"{address}\"")));
    let gone = ada.post_form(&address, &[("id", ID)]).await.expect(303);
    assert!(gone.location().starts_with("/settings/tokens?revoked="));
    assert_eq!(grant(&app.pool, &secret).await.unwrap(), None);
    let page = ada.get(gone.location()).await.expect(200);
    assert!(page.body.contains("The token is revoked"));
    assert!(page.body.contains("No tokens yet"));
    // Pressed twice it has the same answer.
    ada.post_form(&address, &[("id", ID)]).await.expect(303);
    let no_id = ada.post_form("/settings/tokens/1/revoke", &[("id", "1")]);
    no_id.await.expect(404);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_hydrated_form_is_told_the_same(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let create = async || ada.call("/api/tokens/create", &fields("script")).await;
    let answer = create().await.expect(200).json();
    assert_eq!(answer["Now"]["name"], "script");
    let secret = answer["Now"]["secret"].as_str().unwrap().to_owned();
    assert!(grant(&app.pool, &secret).await.unwrap().is_some());
    assert_eq!(create().await.expect(200).json(), "Before");
    let list = ada.call("/api/tokens/list", &[]).await.expect(200);
    assert_eq!(secret_in(&list), None);
    assert_eq!(list.json()["tokens"][0]["name"], "script");
    let revoked = ada.call("/api/tokens/revoke", &[("id", ID)]).await;
    let next = revoked.expect(200).json();
    assert_eq!(next, format!("/settings/tokens?revoked={ID}"));
    assert_eq!(grant(&app.pool, &secret).await.unwrap(), None);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_form_that_comes_late_tells_its_secret_when_the_session_is_renewed(pool: PgPool) {
    let app = TestApp::new(pool);
    app.signed_in_as("ada").get("/").await.expect(200);
    let late = app.with_token(&crate::tokens::expired("ada", 3600));
    let parked = late.post_form("/settings/tokens", &fields("script")).await;
    let parked = parked.expect(303);
    let cookie = parked.headers["set-cookie"].to_str().unwrap();
    let ada = app
        .signed_in_as("ada")
        .with_cookie(cookie.split(';').next().unwrap());
    let page = ada.get(parked.location()).await.expect(200);
    let secret = secret_in(&page).unwrap();
    assert!(grant(&app.pool, &secret).await.unwrap().is_some());
    let again = ada.get(parked.location()).await.expect(200);
    assert_eq!(secret_in(&again), None);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_mistake_is_explained_and_what_was_chosen_stays(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let page = ada.post_form("/settings/tokens", &fields(" ")).await;
    let page = page.expect(422);
    assert!(page.body.contains("id=\"name-error\""));
    assert!(page.body.contains("value=\"30\" selected"));
    let write = page.body.find("value=\"write\"").unwrap();
    let write = page.body[write..].split('>').next().unwrap();
    assert!(write.contains("checked"), "{write}");
    assert_eq!(secret_in(&page), None);
    assert_eq!(rows(&app.pool).await, 0);
}

#[sqlx::test(migrations = "./migrations")]
async fn an_expired_token_is_shown_as_expired(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    made(&ada).await;
    let fresh = ada.get("/settings/tokens").await.expect(200);
    assert!(fresh.body.contains("never used") && !fresh.body.contains("Expired"));
    sqlx::query("update access_tokens set expires_at = now()")
        .execute(&app.pool)
        .await
        .unwrap();
    let page = ada.get("/settings/tokens").await.expect(200);
    assert!(page.body.contains("Expired") && page.body.contains("expired "));
}

#[sqlx::test(migrations = "./migrations")]
async fn times_are_those_of_the_persons_clock(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    made(&ada).await;
    sqlx::query(
        "update access_tokens set created_at = '2026-07-01T23:05:00Z', expires_at = '2099-01-31T23:05:00Z'",
    )
    .execute(&app.pool)
    .await
    .unwrap();
    // Summer there, and winter.
    let berlin = ada.with_cookie("tz=Europe%2FBerlin");
    let page = berlin.get("/settings/tokens").await.expect(200);
    assert!(page.body.contains("2 Jul 2026, 01:05"));
    assert!(page.body.contains("1 Feb 2099, 00:05"));
}

#[sqlx::test(migrations = "./migrations")]
async fn nobody_sees_or_revokes_the_token_of_somebody_else(pool: PgPool) {
    let app = TestApp::new(pool);
    let (ada, grace) = (app.signed_in_as("ada"), app.signed_in_as("grace"));
    let secret = made(&ada).await;
    let hint = &secret[secret.len() - 4..];
    let page = grace.get("/settings/tokens").await.expect(200);
    assert!(page.body.contains("No tokens yet"));
    let list = grace.call("/api/tokens/list", &[]).await.expect(200);
    assert!(!list.body.contains(hint) && !list.body.contains("script"));
    let address = format!("/settings/tokens/{ID}/revoke");
    grace.post_form(&address, &[("id", ID)]).await;
    grace.call("/api/tokens/revoke", &[("id", ID)]).await;
    assert!(grant(&app.pool, &secret).await.unwrap().is_some());
    // The same id is free in another journal, and is another token there.
    let hers = made(&grace).await;
    grace.post_form(&address, &[("id", ID)]).await.expect(303);
    assert_eq!(grant(&app.pool, &hers).await.unwrap(), None);
    assert!(grant(&app.pool, &secret).await.unwrap().is_some());
}

#[sqlx::test(migrations = "./migrations")]
async fn whoever_acts_for_somebody_sees_their_tokens_and_neither_makes_nor_revokes_one(
    pool: PgPool,
) {
    let app = TestApp::new(pool);
    let secret = made(&app.signed_in_as("ada")).await;
    let act = serde_json::json!({"sub": "user_support"});
    let support = Token::of("ada").claim("act", act).sign();
    let support = app.with_token(&support);
    let page = support.get("/settings/tokens").await.expect(200);
    assert!(page.body.contains("script"));
    let mut another = fields("theirs");
    another[0].1 = "0190f3c2-0000-7000-8000-000000000002";
    let revoke = format!("/settings/tokens/{ID}/revoke");
    for answer in [
        support.call("/api/tokens/create", &another).await,
        support.call("/api/tokens/revoke", &[("id", ID)]).await,
        support.post_form("/settings/tokens", &another).await,
        support.post_form(&revoke, &[("id", ID)]).await,
    ] {
        let answer = answer.expect(403);
        assert!(answer.body.contains("Impersonated") || answer.body.contains("acting for"));
        assert_eq!(secret_in(&answer), None);
    }
    assert_eq!(rows(&app.pool).await, 1);
    assert!(grant(&app.pool, &secret).await.unwrap().is_some());
}

#[sqlx::test(migrations = "./migrations")]
async fn no_page_and_no_server_function_takes_a_token(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    ada.has_problem("Ada’s secret").await;
    let secret = made(&ada).await;
    let session = crate::tokens::token_for("ada");
    let cookies = [
        None,
        // The header counts, not the session beside it: a program that sends both gets no more.
        Some(format!("__session={session}; __client_uat=1")),
        Some(format!("__session={secret}; __client_uat=1")),
    ];
    for cookie in cookies {
        for (method, path) in [
            ("GET", "/"),
            ("GET", "/problems"),
            ("GET", "/settings/tokens"),
            ("POST", "/problems/new"),
            ("POST", "/api/find/problems"),
            ("POST", "/api/tokens/list"),
            ("POST", "/api/tokens/create"),
            ("POST", "/api/settings/delete-everything"),
        ] {
            let mut request = Request::builder()
                .method(method)
                .uri(path)
                .header("host", "localhost:3000")
                .header("accept", "text/html")
                .header("content-type", "application/x-www-form-urlencoded")
                .header("authorization", format!("Bearer {secret}"));
            if let Some(cookie) = &cookie {
                request = request.header("cookie", cookie);
            }
            let body = "phrase=delete+everything&q=&sort=&after=&before=&fields[name]=x&fields[title]=x&fields[difficulty]=easy";
            let answer = app.send(request.body(Body::from(body)).unwrap()).await;
            let shown_to_all = path == "/" && answer.status == 200;
            assert!(
                shown_to_all || answer.status == 401,
                "{method} {path}: {} {}",
                answer.status,
                answer.body
            );
            assert!(!answer.body.contains("Ada’s secret"), "{method} {path}");
            assert!(!answer.body.contains("user_ada"), "{method} {path}");
        }
    }
    assert_eq!(rows(&app.pool).await, 1);
    let unused: bool =
        sqlx::query_scalar("select bool_and(last_used_at is null) from access_tokens")
            .fetch_one(&app.pool)
            .await
            .unwrap();
    assert!(unused, "something has looked it up");
    let granted: Option<Grant> = grant(&app.pool, &secret).await.unwrap();
    assert!(granted.is_some(), "it is a good token all the same");
}
