//! The inbox as people use it: what waits is added by a person, once, or dismissed.

use crate::{
    helpers::{Answer, Caller, TestApp},
    tokens::Token,
};
use gitgud::{
    auth::model::UserId,
    inbox::{
        db::{self, Received},
        model::{Companion, InboxId},
    },
};
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

/// Tells somebody's inbox of a problem; answers with the item's id.
pub async fn told(app: &TestApp, name: &str, message: &Value) -> String {
    let draft = Companion::read(message.to_string().as_bytes()).unwrap();
    let user = UserId::new(format!("user_{name}"));
    gitgud::account::db::ensure_user(&app.pool, &user)
        .await
        .unwrap();
    let received = db::receive(&app.pool, &user, &draft).await.unwrap();
    match received {
        Received::New(InboxId(id)) | Received::Again(InboxId(id)) => id.to_string(),
        Received::InJournal(problem) => panic!("{problem} is in the journal"),
    }
}

fn two_sum() -> Value {
    json!({"name": "Two Sum", "group": "LeetCode", "url": "https://leetcode.com/problems/two-sum/"})
}

/// A problem whose link does not tell how hard it is.
pub fn puzzle(title: &str) -> Value {
    let url = format!("https://example.com/puzzles/{}", title.replace(' ', "-"));
    json!({"name": title, "group": "Example", "url": url})
}

/// Three of the six problems of a contest: easy, medium, and one that nothing is known of.
async fn contest(app: &TestApp, name: &str) -> [String; 3] {
    let id = Uuid::now_v7();
    let message = |title: &str, url: &str| {
        json!({
            "name": title, "group": "Codeforces - Educational Round 40", "url": url,
            "batch": {"id": id, "size": 6},
        })
    };
    [
        told(
            app,
            name,
            &message(
                "A. Diagonal Walking",
                "https://codeforces.com/contest/954/problem/A",
            ),
        )
        .await,
        told(
            app,
            name,
            &message(
                "C. Matrix Walk",
                "https://codeforces.com/contest/954/problem/C",
            ),
        )
        .await,
        told(
            app,
            name,
            &message("Z. Unknown", "https://codeforces.com/gym/101/problem/Z"),
        )
        .await,
    ]
}

/// The form of these items, each with a difficulty; `one` is pressed, or all if it is empty.
fn form<'a>(items: &'a [(String, &'a str)], one: &'a str) -> Vec<(String, &'a str)> {
    let mut fields = vec![("fields[one]".to_owned(), one)];
    for (place, (id, difficulty)) in items.iter().enumerate() {
        let name = |field: &str| format!("fields[items][{place}][{field}]");
        fields.push((name("id"), id));
        fields.push((name("difficulty"), difficulty));
    }
    fields
}

async fn send(caller: &Caller<'_>, fields: &[(String, &str)]) -> Answer {
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    caller.post_form("/inbox", &fields).await
}

async fn titles(app: &TestApp, name: &str) -> Vec<String> {
    sqlx::query_scalar("select title from problems where user_id = $1 order by title")
        .bind(format!("user_{name}"))
        .fetch_all(&app.pool)
        .await
        .unwrap()
}

async fn waiting(app: &TestApp, name: &str) -> i64 {
    db::count(&app.pool, &UserId::new(format!("user_{name}")))
        .await
        .unwrap()
}

#[sqlx::test(migrations = "./migrations")]
async fn what_waits_is_in_the_journal_when_a_person_adds_it_and_not_before(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let empty = ada.get("/inbox").await.expect(200);
    assert!(empty.body.contains("Your inbox is empty"));
    assert!(empty.body.contains("GITGUD_COMPANION=1") && empty.body.contains("/api/v1/companion"));
    let home = ada.get("/").await.expect(200);
    assert!(!home.body.contains("in your inbox"));

    let id = told(&app, "ada", &two_sum()).await;
    assert_eq!(titles(&app, "ada").await, [""; 0]);
    let home = ada.get("/").await.expect(200);
    assert!(home.body.contains("1 problem waits in your inbox"));
    let page = ada.get("/inbox").await.expect(200);
    assert!(page.body.contains("<bdi>LeetCode</bdi>"));
    assert!(
        page.body
            .contains("href=\"https://leetcode.com/problems/two-sum/\"")
    );
    assert!(
        page.body.contains("<option value=\"easy\" selected"),
        "the link tells it"
    );

    let changed = [
        ("fields[one]", id.as_str()),
        ("fields[items][0][id]", &id),
        ("fields[items][0][title]", "Two Sum, again"),
        ("fields[items][0][difficulty]", "medium"),
        ("fields[items][0][tags]", "Hash Table, array"),
    ];
    for _ in 0..2 {
        let added = ada.post_form("/inbox", &changed).await.expect(303);
        assert_eq!(added.location(), format!("/inbox?added=1&there=0&one={id}"));
        let page = ada.get(added.location()).await.expect(200);
        assert!(
            page.body.contains("“Two Sum, again” is in your journal"),
            "{}",
            page.body
        );
        assert!(page.body.contains(&format!("/problems/{id}/attempts/new")));
        assert!(page.body.contains("Your inbox is empty"));
    }
    let problem = ada.get(&format!("/problems/{id}")).await.expect(200);
    assert!(problem.body.contains("hash-table") && problem.body.contains("Medium"));
    assert_eq!(titles(&app, "ada").await, ["Two Sum, again"]);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_mistake_is_told_at_its_item_and_what_was_typed_stays(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let other = told(&app, "ada", &puzzle("Another one")).await;
    let id = told(&app, "ada", &puzzle("A puzzle")).await;
    let long = "x".repeat(301);
    let fields = [
        ("fields[one]", id.as_str()),
        ("fields[items][0][id]", &id),
        ("fields[items][0][title]", &long),
        ("fields[items][0][difficulty]", ""),
        ("fields[items][0][tags]", "kept, <b>"),
    ];
    let page = ada.post_form("/inbox", &fields).await.expect(422);
    assert!(page.body.contains("Choose how hard it is."));
    assert!(
        page.body
            .contains("This is too long: 301 of 300 characters.")
    );
    assert!(page.body.contains(&format!("id=\"difficulty-{id}\"")));
    assert!(!page.body.contains(&format!("id=\"difficulty-{other}\"")));
    assert!(page.body.contains("value=\"kept, &lt;b&gt;\""));
    assert_eq!(waiting(&app, "ada").await, 2);
    let form_of_nothing = ada.post_form("/inbox", &[("fields[one]", "")]).await;
    form_of_nothing.expect(422);
    for damaged in [("fields[items][0][id]", "x"), ("fields[items][x][id]", "x")] {
        let answer = ada
            .post_form("/inbox", &[("fields[one]", "x"), damaged])
            .await;
        assert!(
            [400, 422].contains(&answer.status.as_u16()),
            "{}",
            answer.status
        );
    }
    assert_eq!(titles(&app, "ada").await, [""; 0]);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_contest_is_added_in_one_go_as_far_as_it_is_known_how_hard_it_is(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let [first, second, unknown] = contest(&app, "ada").await;
    let page = ada.get("/inbox").await.expect(200);
    assert!(
        page.body.contains(">Educational Round 40</h2>"),
        "{}",
        page.body
    );
    assert!(page.body.contains("3 of 6 are here"));
    let place = |title: &str| page.body.find(title).unwrap();
    assert!(place("Diagonal Walking") < place("Matrix Walk"));

    let items = [(first.clone(), ""), (second, ""), (unknown.clone(), " ")];
    let page = send(&ada, &form(&items, "")).await.expect(422);
    assert!(
        page.body
            .contains("Choose first how hard at least one of them is.")
    );

    let [(first, _), (second, _), (unknown, _)] = items;
    let items = [(first, "easy"), (second, "medium"), (unknown.clone(), "")];
    for time in 0..2 {
        let added = send(&ada, &form(&items, "")).await.expect(303);
        assert_eq!(added.location(), "/inbox?added=2&there=0", "time {time}");
        let page = ada.get(added.location()).await.expect(200);
        assert!(page.body.contains("2 problems added to your journal"));
        assert!(page.body.contains("1 of 6 are here"));
    }
    assert_eq!(
        titles(&app, "ada").await,
        ["Diagonal Walking", "Matrix Walk"]
    );
    // When one cannot be added, none is.
    let [third, fourth, _] = contest(&app, "grace").await;
    let mut fields = form(&[(third, "easy"), (fourth, "hard")], "")
        .into_iter()
        .map(|(name, value)| (name, value.to_owned()))
        .collect::<Vec<_>>();
    fields.push(("fields[items][1][tags]".into(), "t".repeat(51)));
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str()))
        .collect();
    send(&app.signed_in_as("grace"), &fields).await.expect(422);
    assert_eq!(titles(&app, "grace").await, [""; 0]);
    assert_eq!(waiting(&app, "grace").await, 3);
}

#[sqlx::test(migrations = "./migrations")]
async fn what_the_journal_has_meanwhile_says_so_and_is_taken_out(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let id = told(&app, "ada", &puzzle("A puzzle")).await;
    let by_hand = Uuid::now_v7().to_string();
    let fields = [
        ("fields[id]", by_hand.as_str()),
        ("fields[link]", "https://example.com/puzzles/A-puzzle"),
        ("fields[title]", "By hand"),
        ("fields[difficulty]", "hard"),
    ];
    ada.call("/api/problems/add", &fields).await.expect(200);
    let page = ada.get("/inbox").await.expect(200);
    assert!(page.body.contains("Already in your journal"));
    assert!(page.body.contains(&format!("href=\"/problems/{by_hand}\"")));
    // Nothing need be chosen for it.
    let gone = send(&ada, &form(&[(id.clone(), "")], &id))
        .await
        .expect(303);
    assert_eq!(
        gone.location(),
        format!("/inbox?added=0&there=1&one={by_hand}")
    );
    let page = ada.get(gone.location()).await.expect(200);
    assert!(page.body.contains("“By hand” was in your journal already"));
    assert_eq!(waiting(&app, "ada").await, 0);
    assert_eq!(titles(&app, "ada").await, ["By hand"]);
}

#[sqlx::test(migrations = "./migrations")]
async fn what_is_dismissed_can_be_taken_back(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let id = told(&app, "ada", &two_sum()).await;
    let all = contest(&app, "ada").await.join(",");
    let one = ada
        .post_form("/inbox/dismiss", &[("ids", &id)])
        .await
        .expect(303);
    assert!(
        one.location().starts_with("/inbox?undo="),
        "{}",
        one.location()
    );
    let page = ada.get(one.location()).await.expect(200);
    assert!(page.body.contains("Dismissed “Two Sum” from the inbox"));
    let several = ada
        .post_form("/inbox/dismiss", &[("ids", &all)])
        .await
        .expect(303);
    let page = ada.get(several.location()).await.expect(200);
    assert!(page.body.contains("Dismissed 3 problems from the inbox"));
    assert!(page.body.contains("Your inbox is empty"));
    let step = several.location().split_once("undo=").unwrap().1.to_owned();
    let back = [("id", step.as_str()), ("back", "/inbox")];
    let undone = ada
        .post_form(&format!("/undo/{step}"), &back)
        .await
        .expect(303);
    assert!(undone.location().starts_with("/inbox?undone="));
    let page = ada.get(undone.location()).await.expect(200);
    assert!(page.body.contains("3 of 6 are here"));
    for bad in ["", "x", &Uuid::now_v7().to_string(), &format!("{all},x")] {
        ada.post_form("/inbox/dismiss", &[("ids", bad)])
            .await
            .expect(404);
    }
    assert_eq!(waiting(&app, "ada").await, 3);
}

#[sqlx::test(migrations = "./migrations")]
async fn somebody_elses_inbox_is_not_there(pool: PgPool) {
    let app = TestApp::new(pool);
    let mallory = app.signed_in_as("mallory");
    let id = told(&app, "ada", &puzzle("Ada’s secret")).await;
    let page = mallory.get("/inbox").await.expect(200);
    assert!(!page.body.contains("Ada’s secret"));
    let taken = send(&mallory, &form(&[(id.clone(), "easy")], &id))
        .await
        .expect(404);
    assert!(!taken.body.contains("Ada’s secret"));
    mallory
        .post_form("/inbox/dismiss", &[("ids", &id)])
        .await
        .expect(404);
    // Not even its title is told, once it is in the journal.
    let ada = app.signed_in_as("ada");
    send(&ada, &form(&[(id.clone(), "easy")], &id))
        .await
        .expect(303);
    let page = mallory
        .get(&format!("/inbox?added=1&there=0&one={id}"))
        .await
        .expect(200);
    assert!(!page.body.contains("Ada’s secret"));
    send(&mallory, &form(&[(id.clone(), "easy")], &id))
        .await
        .expect(404);
    assert_eq!(titles(&app, "mallory").await, [""; 0]);
}

#[sqlx::test(migrations = "./migrations")]
async fn whoever_acts_for_somebody_may_add_and_may_not_dismiss(pool: PgPool) {
    let app = TestApp::new(pool);
    let act = json!({"sub": "user_support"});
    let support = Token::of("ada").claim("act", act).sign();
    let support = app.with_token(&support);
    let id = told(&app, "ada", &two_sum()).await;
    let refused = support
        .post_form("/inbox/dismiss", &[("ids", &id)])
        .await
        .expect(403);
    assert!(refused.body.contains("theirs alone to do"));
    assert_eq!(waiting(&app, "ada").await, 1);
    send(&support, &form(&[(id.clone(), "easy")], &id))
        .await
        .expect(303);
    assert_eq!(titles(&app, "ada").await, ["Two Sum"]);
}
