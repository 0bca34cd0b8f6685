//! Shared problems: made at `/problems/{id}/share`, read by whoever has the link, ended at once.

use crate::helpers::{Answer, Caller, TestApp};
use axum::{body::Body, http::Request};
use sqlx::PgPool;
use uuid::Uuid;

/// The path of the link that an answer tells.
fn path_in(answer: &Answer) -> Option<String> {
    let at = answer.body.find("localhost:3000/s/")? + "localhost:3000".len();
    let path = &answer.body[at..];
    let token = path["/s/".len()..]
        .find(|digit: char| !digit.is_ascii_hexdigit())
        .unwrap_or(0);
    Some(path[.."/s/".len() + token].to_owned())
}

async fn share(owner: &Caller<'_>, problem: &str, more: &[(&str, &str)]) -> Answer {
    let id = Uuid::now_v7().to_string();
    let mut fields = vec![("fields[id]", id.as_str()), ("fields[problem_id]", problem)];
    fields.extend(more);
    let address = format!("/problems/{problem}/share");
    owner.post_form(&address, &fields).await.expect(200)
}

/// A problem with a description, tags, and an attempt with notes and code.
async fn recorded(owner: &Caller<'_>) -> String {
    let id = Uuid::now_v7().to_string();
    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[link]", "https://leetcode.com/problems/two-sum/"),
        ("fields[title]", "Two <b>Sum"),
        ("fields[difficulty]", "medium"),
        ("fields[tags]", "array, hash-table"),
        ("fields[description]", "Find **two** numbers."),
    ];
    owner.call("/api/problems/add", &fields).await.expect(200);
    let attempt = Uuid::now_v7().to_string();
    let fields = [
        ("fields[id]", attempt.as_str()),
        ("fields[problem_id]", id.as_str()),
        ("fields[status]", "solved"),
        ("fields[minutes]", "17"),
        ("fields[notes]", "complement in a map"),
        ("fields[code]", "seen = {}"),
        ("fields[language]", "Python"),
    ];
    owner.call("/api/attempts/log", &fields).await.expect(200);
    id
}

#[sqlx::test(migrations = "./migrations")]
async fn a_link_is_told_once_read_by_anybody_and_ended_at_once(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = recorded(&ada).await;
    let made = share(&ada, &problem, &[]).await;
    assert_eq!(made.headers["cache-control"], "private, no-store");
    let path = path_in(&made).unwrap();
    assert_eq!(path.len(), "/s/".len() + 32, "128 bits");

    let read = app.nobody().get(&path).await.expect(200);
    assert_eq!(read.headers["cache-control"], "private, no-cache");
    assert_eq!(read.headers["x-robots-tag"], "noindex, nofollow");
    assert!(!read.headers.contains_key("set-cookie"));
    for shown in [
        "Two &lt;b&gt;Sum",
        "https://leetcode.com/problems/two-sum/",
        "Medium",
        "hash-table",
        "<strong>two</strong>",
        "Add to my journal",
    ] {
        assert!(read.body.contains(shown), "{shown}: {}", read.body);
    }
    for hidden in [
        "complement",
        "seen",
        "17 min",
        "Solved",
        "<time",
        "user_ada",
    ] {
        assert!(!read.body.contains(hidden), "{hidden}: {}", read.body);
    }
    let stored: Vec<Vec<u8>> = sqlx::query_scalar("select digest from shares")
        .fetch_all(&app.pool)
        .await
        .unwrap();
    assert_eq!(stored.len(), 1);
    assert!(!String::from_utf8_lossy(&stored[0]).contains(&path["/s/".len()..]));

    let list = ada.get("/settings/shares").await.expect(200);
    assert!(path_in(&list).is_none() && list.body.contains("Two &lt;b&gt;Sum"));
    let id: String = sqlx::query_scalar("select id::text from shares")
        .fetch_one(&app.pool)
        .await
        .unwrap();
    let end = format!("/settings/shares/{id}/end");
    // Somebody else ends nothing.
    let bob = app.signed_in_as("bob");
    bob.post_form(&end, &[("id", &id), ("back", "")])
        .await
        .expect(303);
    app.nobody().get(&path).await.expect(200);
    let ended = ada
        .post_form(&end, &[("id", &id), ("back", &problem)])
        .await
        .expect(303);
    let sharing = format!("/problems/{problem}/share?ended=");
    assert!(ended.location().starts_with(&sharing));
    app.nobody().get(&path).await.expect(404);
    app.nobody()
        .get(&format!("{path}/picture.png"))
        .await
        .expect(404);
    let page = ada.get(ended.location()).await.expect(200);
    assert!(page.body.contains("The link has ended"));
    ada.post_form(&end, &[("id", &id), ("back", "")])
        .await
        .expect(303);
}

#[sqlx::test(migrations = "./migrations")]
async fn it_shows_what_was_chosen_and_as_it_is_now(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = recorded(&ada).await;
    let on = |name| (name, "on");
    let notes = path_in(&share(&ada, &problem, &[on("fields[notes]")]).await).unwrap();
    let code = path_in(&share(&ada, &problem, &[on("fields[code]")]).await).unwrap();
    let both = path_in(&share(&ada, &problem, &[on("fields[notes]"), on("fields[code]")]).await);
    for (path, noted, coded) in [
        (&notes, true, false),
        (&code, false, true),
        (&both.unwrap(), true, true),
    ] {
        let read = app.nobody().get(path).await.expect(200);
        assert_eq!(read.body.contains("complement in a map"), noted, "{path}");
        assert_eq!(read.body.contains("seen"), coded, "{path}");
        assert!(
            !read.body.contains("17 min"),
            "how long it took is not shown"
        );
    }
    // What is changed is seen, what was read before is known again.
    let first = app.nobody().get(&notes).await.expect(200);
    let tag = first.headers["etag"].to_str().unwrap().to_owned();
    let again = |tag: &str| {
        Request::get(&notes)
            .header("if-none-match", tag)
            .body(Body::empty())
            .unwrap()
    };
    let known = app.send(again(&tag)).await.expect(304);
    assert_eq!(known.body, "");
    let revision = ada.revision("problems", &problem).await;
    let fields = [
        ("fields[id]", problem.as_str()),
        ("fields[revision]", revision.as_str()),
        ("fields[title]", "Three Sum"),
        ("fields[difficulty]", "hard"),
    ];
    ada.call("/api/problems/edit", &fields).await.expect(200);
    let changed = app.send(again(&tag)).await.expect(200);
    assert!(changed.body.contains("Three Sum") && !changed.body.contains("Two &lt;b&gt;Sum"));
    ada.post_form(&format!("/problems/{problem}/delete"), &[("id", &problem)])
        .await
        .expect(303);
    app.nobody().get(&notes).await.expect(404);
}

#[sqlx::test(migrations = "./migrations")]
async fn its_preview_has_title_description_and_a_picture(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = recorded(&ada).await;
    let path = path_in(&share(&ada, &problem, &[("fields[notes]", "on")]).await).unwrap();
    let page = app.nobody().get(&path).await.expect(200);
    for said in [
        "<title>Two &lt;b&gt;Sum · GitGud</title>".to_owned(),
        r#"content="Two &lt;b&gt;Sum" property="og:title""#.to_owned(),
        r#"content="Medium, on LeetCode: array, hash-table. With notes of 1 attempt.""#.to_owned(),
        format!(r#"content="http://localhost:3000{path}/picture.png" property="og:image""#),
        r#"content="summary_large_image" property="twitter:card""#.to_owned(),
    ] {
        assert!(page.body.contains(&said), "{said}: {}", page.body);
    }
    let picture = app
        .nobody()
        .get(&format!("{path}/picture.png"))
        .await
        .expect(200);
    assert_eq!(picture.headers["content-type"], "image/png");
    assert_eq!(
        picture.headers["cross-origin-resource-policy"],
        "cross-origin"
    );
    assert!(picture.body.contains("PNG") && picture.body.len() > 3_000);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_reader_adds_it_once_and_whoever_is_nobody_signs_in_first(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = recorded(&ada).await;
    let unlinked = ada.has_problem("Without a link").await;
    let path = path_in(&share(&ada, &problem, &[("fields[code]", "on")]).await).unwrap();
    let other = path_in(&share(&ada, &unlinked, &[]).await).unwrap();
    let add = async |caller: Caller<'_>, path: &str| {
        let token = &path["/s/".len()..];
        caller
            .post_form(&format!("{path}/add"), &[("token", token)])
            .await
            .expect(303)
            .location()
            .to_owned()
    };
    let sign_in = format!("/auth/sign-in?next={path}");
    assert_eq!(add(app.nobody(), &path).await, sign_in);
    // The same for a browser that the provider does not know.
    let stranger = Request::post(format!("{path}/add"))
        .header("host", "localhost:3000")
        .header("accept", "text/html")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!("token={}", &path["/s/".len()..])))
        .unwrap();
    assert_eq!(app.send(stranger).await.expect(303).location(), sign_in);
    let added = add(app.signed_in_as("bob"), &path).await;
    let bobs = app.signed_in_as("bob").get(&added).await.expect(200);
    assert!(bobs.body.contains("Two &lt;b&gt;Sum") && bobs.body.contains("hash-table"));
    assert!(!bobs.body.contains("seen"), "code stays where it is");
    // Once more it is the one that is there, with or without a link.
    for path in [&path, &other] {
        let first = add(app.signed_in_as("bob"), path).await;
        let second = add(app.signed_in_as("bob"), path).await;
        assert_eq!(first.split('?').next(), second.split('?').next());
    }
    // Ada's own is hers already.
    assert_eq!(
        add(app.signed_in_as("ada"), &path).await,
        format!("/problems/{problem}")
    );
    let problems: i64 =
        sqlx::query_scalar("select count(*) from problems where user_id = 'user_bob'")
            .fetch_one(&app.pool)
            .await
            .unwrap();
    assert_eq!(problems, 2);
    let back = app.nobody().get(&format!("{path}/add")).await.expect(303);
    assert_eq!(back.location(), path);
}

#[sqlx::test(migrations = "./migrations")]
async fn links_that_are_none_are_answered_alike(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let ended = path_in(&share(&ada, &problem, &[]).await).unwrap();
    sqlx::query("update shares set ended_at = now()")
        .execute(&app.pool)
        .await
        .unwrap();
    let never = "/s/00000000000000000000000000000000";
    let mut answers = Vec::new();
    for path in [
        ended.as_str(),
        never,
        "/s/x",
        "/s/%00",
        "/s/%FF",
        "/s/ABCDEF",
    ] {
        let answer = app.nobody().get(path).await.expect(404);
        assert_eq!(answer.headers["x-robots-tag"], "noindex, nofollow");
        answers.push(answer.body);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    let bob = app.signed_in_as("bob");
    bob.get(&format!("/problems/{problem}/share"))
        .await
        .expect(404);
    let id = Uuid::now_v7().to_string();
    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[problem_id]", problem.as_str()),
    ];
    bob.call("/api/share/create", &fields).await.expect(404);
    bob.call("/api/share/add", &[("token", &never["/s/".len()..])])
        .await
        .expect(404);
}
