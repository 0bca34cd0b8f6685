//! What a person chooses, what it changes, and how everything of theirs goes.

use crate::{
    helpers::{Answer, TestApp},
    tokens,
};
use gitgud::{auth::model::UserId, inbox::model::Companion};
use sqlx::PgPool;

const SETTINGS: [(&str, &str); 9] = [
    ("fields[time_zone]", "Asia/Tokyo"),
    ("fields[day_start_hour]", "4"),
    ("fields[daily_minutes]", "90"),
    ("fields[interview_date]", "2099-01-31"),
    ("fields[retention]", "85"),
    ("fields[interval_cap]", "60"),
    ("fields[rest_day]", "7"),
    ("fields[indent]", "2"),
    ("fields[wraps]", "on"),
];

fn with(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut fields = SETTINGS.to_vec();
    fields.retain(|(other, _)| *other != name);
    fields.push((name, value));
    fields
}

/// The attributes of the first element with this id.
fn element<'a>(page: &'a Answer, id: &str) -> &'a str {
    let at = page.body.find(&format!("id=\"{id}\"")).unwrap();
    let start = page.body[..at].rfind('<').unwrap();
    page.body[start..].split('>').next().unwrap()
}

#[sqlx::test(migrations = "./migrations")]
async fn what_is_chosen_is_kept_and_counts(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let fresh = ada.get("/settings").await.expect(200);
    // Nobody knows the device's clock yet; then it is told.
    assert!(!fresh.body.contains("As this device:") && !fresh.body.contains("On your clock"));
    let told = ada.with_cookie("tz=Asia%2FTokyo").get("/settings").await;
    assert!(told.body.contains("As this device: Asia/Tokyo"));
    assert!(element(&fresh, "daily_minutes").contains("value=\"60\""));
    let saved = ada.post_form("/settings", &SETTINGS).await.expect(303);
    assert!(saved.location().starts_with("/settings?saved="));
    let page = ada.get(saved.location()).await.expect(200);
    assert!(page.body.contains("Your settings are saved"));
    assert!(page.body.contains("value=\"Asia/Tokyo\" selected"));
    assert!(element(&page, "daily_minutes").contains("value=\"90\""));
    assert!(element(&page, "interview_date").contains("value=\"2099-01-31\""));
    assert!(element(&page, "retention").contains("value=\"85\""));
    assert!(element(&page, "interval_cap").contains("value=\"60\""));
    assert!(page.body.contains("value=\"7\" selected"));
    assert!(!element(&page, "quiet_days_count").contains(" checked"));
    assert!(!element(&page, "offer_siblings").contains(" checked"));
    assert!(element(&page, "wraps").contains(" checked"));
    assert!(!element(&page, "opens").contains(" checked"));

    // The form of an attempt has the editor behave so, and reads times by that clock.
    let problem = ada.has_problem("Two Sum").await;
    let form = ada
        .get(&format!("/problems/{problem}/attempts/new"))
        .await
        .expect(200);
    assert!(form.body.contains("data-preferences=\"2 wraps\""));
    assert!(form.body.contains("Asia/Tokyo"));
    let attempt = [
        ("fields[id]", "0190f3c2-0000-7000-8000-000000000001"),
        ("fields[problem_id]", problem.as_str()),
        ("fields[status]", "solved"),
        ("fields[attempted_at]", "2026-11-02T03:59"),
    ];
    ada.call("/api/attempts/log", &attempt).await.expect(200);
    let (day, utc) = sqlx::query_as::<_, (chrono::NaiveDate, String)>(
        "select local_date, (attempted_at at time zone 'UTC')::text from attempts",
    )
    .fetch_one(&app.pool)
    .await
    .unwrap();
    // Before four in the morning it is still the day before.
    assert_eq!(day.to_string(), "2026-11-01");
    assert_eq!(utc, "2026-11-01 18:59:00");

    // A changed setting leaves the past alone.
    ada.post_form("/settings", &with("fields[day_start_hour]", "0"))
        .await
        .expect(303);
    let after = sqlx::query_scalar::<_, chrono::NaiveDate>("select local_date from attempts")
        .fetch_one(&app.pool)
        .await
        .unwrap();
    assert_eq!(after, day);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_mistake_is_explained_at_its_field_and_nothing_typed_is_lost(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    for (field, typed) in [
        ("daily_minutes", "5000"),
        ("retention", "96"),
        ("interval_cap", "6"),
        ("rest_day", "8"),
        ("day_start_hour", "24"),
        ("interview_date", "1999-12-31"),
        ("time_zone", "Mars/Base"),
        ("time_zone", "x'); drop table users; --"),
    ] {
        let name = ["fields[", field, "]"].concat().leak();
        let page = ada.post_form("/settings", &with(name, typed)).await;
        let page = page.expect(422);
        assert!(
            element(&page, field).contains("aria-invalid=\"true\""),
            "{field}"
        );
        assert!(page.body.contains(&format!("id=\"{field}-error\"")));
        if field != "interview_date" {
            assert!(element(&page, "interview_date").contains("2099-01-31"));
        }
    }
    let kept = sqlx::query_scalar::<_, i16>("select daily_minutes from users")
        .fetch_one(&app.pool)
        .await
        .unwrap();
    assert_eq!(kept, 60, "nothing was saved");
}

#[sqlx::test(migrations = "./migrations")]
async fn a_theme_is_in_the_first_byte_of_every_document(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let chosen = ada
        .post_form("/settings/theme", &[("theme", "dark")])
        .await
        .expect(303);
    assert_eq!(chosen.location(), "/settings");
    let cookie = chosen.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.starts_with("theme=dark; Path=/; Max-Age=34560000"),
        "{cookie}"
    );
    for (page, status) in [("/", 200), ("/problems", 200), ("/nowhere", 404)] {
        let dark = ada.with_cookie("theme=dark").get(page).await.expect(status);
        assert!(
            dark.body.contains("<html lang=\"en\" data-theme=\"dark\""),
            "{page}"
        );
        assert!(dark.body.contains("name=\"color-scheme\" content=\"dark\""));
        let system = ada.get(page).await.expect(status);
        assert!(!system.body.contains("data-theme"), "{page}");
    }
    // A document outside of the app: the answer to a form that was too large.
    let huge = "x".repeat(5 * 1024 * 1024);
    let refused = ada
        .with_cookie("theme=dark")
        .post_form("/problems/new", &[("fields[title]", &huge)])
        .await
        .expect(413);
    assert!(refused.body.contains("data-theme=\"dark\""));
    let system = ada
        .post_form("/settings/theme", &[("theme", "system")])
        .await
        .expect(303);
    let cookie = system.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("Max-Age=0"), "{cookie}");
    ada.post_form("/settings/theme", &[("theme", "sepia")])
        .await
        .expect(422);
}

/// Tables that hold nothing of a journal: ids of messages, and of people who must not come back.
const OF_NO_JOURNAL: [&str; 2] = ["removed_users", "webhook_deliveries"];

/// Tables of journals and the column that says whose a row is.
async fn tables(pool: &PgPool) -> Vec<(String, Option<String>)> {
    let all: Vec<(String, Option<String>)> = sqlx::query_as(
        "select t.table_name::text, min(c.column_name::text)
         from information_schema.tables t
         left join information_schema.columns c
             on c.table_schema = t.table_schema and c.table_name = t.table_name
             and c.column_name in ('user_id', 'clerk_id')
         where t.table_schema = current_schema() and t.table_type = 'BASE TABLE'
             and t.table_name <> '_sqlx_migrations'
         group by t.table_name order by 1",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let (others, journal): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|(table, _)| OF_NO_JOURNAL.contains(&table.as_str()));
    assert_eq!(others.len(), OF_NO_JOURNAL.len());
    journal
}

/// How many rows of each table are somebody's.
pub async fn rows_of(pool: &PgPool, user: &str) -> Vec<(String, i64)> {
    let mut counted = Vec::new();
    for (table, owner) in tables(pool).await {
        let owner = owner.unwrap_or_else(|| panic!("whose are the rows of {table}?"));
        let rows = sqlx::query_scalar::<_, i64>(sqlx::AssertSqlSafe(format!(
            "select count(*) from {table} where {owner} = $1"
        )))
        .bind(user)
        .fetch_one(pool)
        .await
        .unwrap();
        counted.push((table, rows));
    }
    assert!(counted.len() >= 11, "{counted:?}");
    counted
}

/// Gives somebody at least one row of every table there is.
pub async fn furnish(app: &TestApp, name: &str) {
    let caller = app.signed_in_as(name);
    let problem = caller.has_problem("Two Sum").await;
    caller.has_attempt(&problem, "solved", "12").await;
    let gone = caller.has_problem("Gone").await;
    caller
        .post_form(&format!("/problems/{gone}/delete"), &[("id", &gone)])
        .await
        .expect(303);
    let id = uuid::Uuid::now_v7().to_string();
    caller
        .call(
            "/api/problems/add",
            &[
                ("fields[id]", &id),
                ("fields[title]", "Tagged"),
                ("fields[difficulty]", "easy"),
                ("fields[tags]", "array"),
            ],
        )
        .await
        .expect(200);
    let timer = [
        ("fields[problem_id]", problem.as_str()),
        ("fields[action]", "start"),
        ("fields[back]", ""),
    ];
    caller
        .post_form(&format!("/problems/{problem}/timer"), &timer)
        .await
        .expect(303);
    let draft = [
        ("form", "problem-new"),
        ("fields[id]", "0190f3c2-0000-7000-8000-00000000000d"),
        ("fields[title]", "Half typed"),
    ];
    caller.call("/api/drafts/save", &draft).await.expect(200);
    let view = uuid::Uuid::now_v7().to_string();
    let view = [
        ("fields[id]", view.as_str()),
        ("fields[name]", "Failed ones"),
        ("fields[query]", "is:failed"),
    ];
    caller
        .post_form("/problems/views/new", &view)
        .await
        .expect(303);
    let token = [
        ("fields[id]", view[0].1),
        ("fields[name]", "A script"),
        ("fields[scope]", "read"),
        ("fields[lifetime]", "never"),
    ];
    caller
        .post_form("/settings/tokens", &token)
        .await
        .expect(200);
    let told = Companion::read(br#"{"name": "B. Waiting"}"#).unwrap();
    let user = UserId::new(format!("user_{name}"));
    gitgud::inbox::db::receive(&app.pool, &user, &told)
        .await
        .unwrap();
    let share = [
        ("fields[id]", view[0].1),
        ("fields[problem_id]", problem.as_str()),
    ];
    caller.call("/api/share/create", &share).await.expect(200);
    let calendar = [("fields[id]", view[0].1)];
    caller
        .post_form("/settings/calendar", &calendar)
        .await
        .expect(200);
    let reveal = [("problem_id", problem.as_str()), ("help", "hint")];
    caller.call("/api/review/reveal", &reveal).await.expect(200);
    // What only time would write.
    for statement in [
        "insert into outbox_receipts (user_id, change_id, outcome) values ($1, gen_random_uuid(), '{}')",
        "insert into spared_days (user_id, local_date, reason) values ($1, '2026-01-01', 'rest')",
        "insert into weight_fits (user_id, fitted_reviews, tried_reviews, loss_before, loss_after, used)
         values ($1, 400, 100, 0.4, 0.3, false)",
    ] {
        sqlx::query(statement)
            .bind(user.as_str())
            .execute(&app.pool)
            .await
            .unwrap();
    }
    let late = app.with_token(&tokens::expired(name, 3600));
    late.post_form("/tags", &[]).await.expect(303);
}

#[sqlx::test(migrations = "./migrations")]
async fn deleting_everything_leaves_nothing_in_any_table_and_nobody_elses_goes(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    furnish(&app, "ada").await;
    furnish(&app, "grace").await;
    for (table, rows) in rows_of(&app.pool, "user_ada").await {
        assert!(rows > 0, "the test does not fill {table}");
    }
    let graces = rows_of(&app.pool, "user_grace").await;

    let page = ada.get("/settings/delete").await.expect(200);
    assert!(page.body.contains("2 problems"), "{}", page.body);
    let refused = ada
        .post_form("/settings/delete", &[("phrase", "delete")])
        .await
        .expect(422);
    assert!(element(&refused, "phrase").contains("value=\"delete\""));
    assert!(refused.body.contains("Nothing was deleted"));
    assert!(
        rows_of(&app.pool, "user_ada")
            .await
            .iter()
            .all(|(_, rows)| *rows > 0)
    );

    let gone = ada
        .post_form("/settings/delete", &[("phrase", " Delete Everything")])
        .await
        .expect(303);
    assert_eq!(gone.location(), "/deleted");
    let signed_out = gone
        .headers
        .get_all("set-cookie")
        .iter()
        .any(|cookie| cookie.to_str().unwrap().starts_with("__session=; "));
    assert!(signed_out, "{:?}", gone.headers);
    for (table, rows) in rows_of(&app.pool, "user_ada").await {
        assert_eq!(rows, 0, "{table}");
    }
    assert_eq!(rows_of(&app.pool, "user_grace").await, graces);
    let barred = sqlx::query_scalar::<_, i64>("select count(*) from removed_users")
        .fetch_one(&app.pool)
        .await
        .unwrap();
    assert_eq!(barred, 0);

    // Whoever signs in again begins anew, and can write at once.
    app.nobody().get("/deleted").await.expect(200);
    ada.get("/problems").await.expect(303);
    let again = tokens::Token::of("ada").claim("sid", "sess_2").sign();
    let ada = app.with_token(&again);
    let home = ada.get("/").await.expect(200);
    assert!(home.body.contains("Journal"));
    ada.has_problem("A new beginning").await;
}

#[sqlx::test(migrations = "./migrations")]
async fn everything_goes_although_another_tab_is_writing(pool: PgPool) {
    let app = TestApp::new(pool);
    for round in 0..8 {
        let ada = app.signed_in_as(&format!("ada{round}"));
        let problem = ada.has_problem("Two Sum").await;
        let log = async || {
            let id = uuid::Uuid::now_v7().to_string();
            let attempt = [
                ("fields[id]", id.as_str()),
                ("fields[problem_id]", problem.as_str()),
                ("fields[status]", "failed"),
            ];
            ada.call("/api/attempts/log", &attempt).await.status
        };
        let delete = async {
            let phrase = [("phrase", "delete everything")];
            let answer = ada.call("/api/settings/delete-everything", &phrase).await;
            answer.expect(200);
        };
        let (first, second, third, (), fourth) = tokio::join!(log(), log(), log(), delete, log());
        for status in [first, second, third, fourth] {
            // Whose session has just ended is not signed in any more.
            assert!([200, 401, 404].contains(&status.as_u16()), "{status}");
        }
    }
}
