//! Tags: changed everywhere at once, asked about before they merge, and always counted exactly.

use crate::{
    bulk::{counts, tagged},
    helpers::{Caller, TestApp},
};
use sqlx::PgPool;
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

fn fields<'a>(
    tags: &[&'a str],
    into: &'a str,
    action: &'a str,
    agreed: &'a str,
) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<_> = tags.iter().map(|&tag| ("fields[tags][]", tag)).collect();
    fields.extend([
        ("fields[into]", into),
        ("fields[action]", action),
        ("fields[agreed]", agreed),
    ]);
    fields
}

/// Every problem's tags, by title.
async fn stored(pool: &PgPool) -> BTreeMap<String, Vec<String>> {
    let rows: Vec<(String, Vec<String>)> =
        sqlx::query_as("select title, tags from problems where user_id = 'user_ada'")
            .fetch_all(pool)
            .await
            .unwrap();
    rows.into_iter().collect()
}

/// The question before a merge, as a page has it in its hidden field.
fn question(body: &str) -> String {
    let (_, rest) = body.split_once("name=\"fields[agreed]\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[sqlx::test(migrations = "./migrations")]
async fn a_tag_is_renamed_merged_and_removed_with_plain_posts(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    assert!(ada.get("/tags").await.body.contains("No tags yet"));
    tagged(&ada, "A", "x, memo, y, dp").await;
    tagged(&ada, "B", "memo").await;
    tagged(&ada, "C", "tab, memo").await;
    let page = ada.get("/tags").await.expect(200);
    assert!(
        page.body.contains("/problems?q=tag%3Amemo"),
        "{}",
        page.body
    );
    assert!(page.body.contains("3 problems"));

    // To a new name: at once, in its place.
    let renamed = ada
        .post_form("/tags", &fields(&["memo"], "Memo Table", "rename", ""))
        .await
        .expect(303);
    assert!(renamed.location().starts_with("/tags?undo="));
    let notice = ada.get(renamed.location()).await.expect(200);
    assert!(
        notice
            .body
            .contains("Renamed memo to memo-table in 3 problems")
    );
    assert_eq!(stored(&app.pool).await["A"], ["x", "memo-table", "y", "dp"]);

    // To a name that is there: asked first, then merged; each problem has it once.
    let asked = ada
        .post_form("/tags", &fields(&["memo-table"], "dp", "rename", ""))
        .await
        .expect(422);
    let agreed = question(&asked.body);
    assert_eq!(
        agreed,
        "memo-table (3 problems) merges into dp (1 problem)."
    );
    assert_eq!(stored(&app.pool).await["B"], ["memo-table"], "only asked");
    // An answer to another question is no answer.
    let other = fields(&["tab"], "dp", "merge", &agreed);
    ada.post_form("/tags", &other).await.expect(422);
    let merged = ada
        .post_form("/tags", &fields(&["memo-table"], "dp", "merge", &agreed))
        .await
        .expect(303);
    let after = stored(&app.pool).await;
    assert_eq!(after["A"], ["x", "dp", "y"]);
    assert_eq!(after["C"], ["tab", "dp"]);
    assert_eq!(counts(&app.pool).await[0], ("dp".to_owned(), 3));

    let removed = ada
        .post_form("/tags", &fields(&["dp", "x"], "", "delete", ""))
        .await
        .expect(303);
    assert_eq!(stored(&app.pool).await["A"], ["y"]);
    counts(&app.pool).await;
    for address in [removed.location(), merged.location()] {
        let step = address.rsplit('=').next().unwrap();
        ada.post_form(&format!("/undo/{step}"), &[("id", step), ("back", "/tags")])
            .await
            .expect(303);
    }
    // Step by step, the latest first.
    assert_eq!(counts(&app.pool).await[1], ("memo-table".to_owned(), 3));
    assert_eq!(stored(&app.pool).await["A"], ["x", "memo-table", "y", "dp"]);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_refused_change_says_why_and_loses_nothing(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    tagged(&ada, "A", "dp").await;
    for (tags, into, action, told) in [
        (vec!["dp"], "a, \"b\"", "rename", "Type one tag"),
        (vec![], "x", "rename", "Select at least one tag"),
        (vec!["gone"], "x", "rename", "No problem has that any more"),
    ] {
        let page = ada
            .post_form("/tags", &fields(&tags, into, action, ""))
            .await
            .expect(422);
        assert!(page.body.contains(told), "{told}: {}", page.body);
        assert!(page.body.contains(&into.replace('"', "&quot;")), "{told}");
    }
    let page = ada
        .post_form("/tags", &fields(&["dp"], "", "rename", ""))
        .await
        .expect(422);
    assert!(page.body.contains("value=\"dp\" checked"), "{}", page.body);
    let form = ada.get("/problems/new").await.expect(200);
    assert!(form.body.contains("Yours: "), "the tags are there to read");
}

#[sqlx::test(migrations = "./migrations")]
async fn nobody_changes_somebody_elses_tags_or_problems(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let id = tagged(&ada, "A", "secret-tag").await;
    let mallory = app.signed_in_as("mallory");
    let page = mallory.get("/tags").await.expect(200);
    assert!(!page.body.contains("secret-tag"));
    mallory
        .post_form("/tags", &fields(&["secret-tag"], "x", "rename", ""))
        .await
        .expect(422);
    mallory
        .post_form(
            "/problems/bulk",
            &[("fields[ids][]", &id), ("fields[action]", "delete")],
        )
        .await
        .expect(404);
    mallory
        .post_form(
            &format!("/problems/{id}/star"),
            &[("id", &id), ("starred", "1"), ("back", "/")],
        )
        .await
        .expect(404);
    let page = mallory
        .get(&format!("/problems/bulk?ids={id}"))
        .await
        .expect(200);
    assert!(page.body.contains("Nothing is selected"));
    assert_eq!(stored(&app.pool).await["A"], ["secret-tag"]);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_tag_of_twenty_thousand_problems_is_renamed_quickly(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    ada.call("/api/current_user", &[]).await.expect(200);
    sqlx::query(
        "insert into problems (user_id, id, title, difficulty, tags)
         select 'user_ada', gen_random_uuid(), 'Problem number ' || n, 'easy',
                array['t' || n % 300, case when n % 10 = 0 then 'often' else 'seldom-' || n % 50 end]
         from generate_series(1, 20000) as n",
    )
    .execute(&app.pool)
    .await
    .unwrap();
    let mut conn = app.pool.acquire().await.unwrap();
    gitgud::insight::db::rebuild(&mut conn, &gitgud::auth::model::UserId::new("user_ada"))
        .await
        .unwrap();
    drop(conn);
    sqlx::query("analyze").execute(&app.pool).await.unwrap();
    let begun = Instant::now();
    ada.post_form("/tags", &fields(&["often"], "rare", "rename", ""))
        .await
        .expect(303);
    let took = begun.elapsed();
    counts(&app.pool).await;
    // A debug build on a busy machine gets more time than the second a person would wait.
    assert!(took < Duration::from_secs(5), "{took:?}");
}

/// A journal as simple as can be: titles with tags, and what each step did away with.
#[derive(Default)]
struct Model {
    problems: Journal,
}

/// Titles and tags by problem.
type Journal = BTreeMap<String, (String, Vec<String>)>;

impl Model {
    fn counts(&self) -> Vec<(String, i64)> {
        let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
        for (_, tags) in self.problems.values() {
            for tag in tags {
                *counts.entry(tag).or_default() += 1;
            }
        }
        counts
            .into_iter()
            .map(|(tag, count)| (tag.to_owned(), count))
            .collect()
    }

    fn replace(&mut self, gone: &[&str], into: Option<&str>) {
        for (_, tags) in self.problems.values_mut() {
            let mut new: Vec<String> = Vec::new();
            for tag in tags.iter() {
                let tag = if gone.contains(&tag.as_str()) {
                    into
                } else {
                    Some(tag.as_str())
                };
                if let Some(tag) = tag
                    && !new.iter().any(|one| one == tag)
                {
                    new.push(tag.to_owned());
                }
            }
            *tags = new;
        }
    }
}

async fn post(caller: &Caller<'_>, path: &str, fields: &[(&str, &str)]) -> Option<String> {
    let answer = caller.call(path, fields).await;
    assert!(
        [200, 422].contains(&answer.status.as_u16()),
        "{path}: {}",
        answer.body
    );
    let address = answer.json().as_str()?.to_owned();
    Some(address.rsplit('=').next().unwrap_or_default().to_owned())
}

#[sqlx::test(migrations = "./migrations")]
async fn the_counts_are_those_of_a_naive_model_after_any_changes(pool: PgPool) {
    const TAGS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut roll = |sides: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % sides
    };
    let mut model = Model::default();
    // The steps since the last change without one, each with the journal before it.
    let mut steps: Vec<(String, Journal)> = Vec::new();
    for step in 0..220 {
        let before = model.problems.clone();
        let ids: Vec<String> = model.problems.keys().cloned().collect();
        let some: Vec<String> = ids.iter().filter(|_| roll(3) == 0).cloned().collect();
        let (one, two) = (TAGS[roll(6)], TAGS[roll(6)]);
        let mut done = None;
        match roll(9) {
            0 | 1 => {
                let title = format!("P{step}");
                let id = tagged(&ada, &title, &[one, two].join(",")).await;
                let mut tags = vec![one.to_owned()];
                tags.extend((one != two).then(|| two.to_owned()));
                model.problems.insert(id, (title, tags));
            }
            2 if !ids.is_empty() => {
                let id = ids[roll(ids.len())].clone();
                let revision: i32 =
                    sqlx::query_scalar("select revision from problems where id = $1::uuid")
                        .bind(&id)
                        .fetch_one(&app.pool)
                        .await
                        .unwrap();
                let problem = model.problems.get_mut(&id).unwrap();
                let fields = [
                    ("fields[id]", id.as_str()),
                    ("fields[title]", &problem.0),
                    ("fields[difficulty]", "easy"),
                    ("fields[tags]", one),
                    ("fields[revision]", &revision.to_string()),
                ];
                ada.call("/api/problems/edit", &fields).await.expect(200);
                problem.1 = vec![one.to_owned()];
                // Saved without a change of its tags it has moved on all the same.
                steps.clear();
            }
            3 | 4 if !some.is_empty() => {
                let action = ["add-tags", "remove-tags", "star", "delete"][roll(4)];
                let mut fields: Vec<(&str, &str)> = some
                    .iter()
                    .map(|id| ("fields[ids][]", id.as_str()))
                    .collect();
                fields.extend([("fields[action]", action), ("fields[tags]", one)]);
                done = post(&ada, "/api/problems/bulk", &fields).await;
                for id in &some {
                    let tags = &mut model.problems.get_mut(id).unwrap().1;
                    match action {
                        "add-tags" if !tags.iter().any(|tag| tag == one) => {
                            tags.push(one.to_owned());
                        }
                        "remove-tags" => tags.retain(|tag| tag != one),
                        "delete" => {
                            model.problems.remove(id);
                        }
                        _ => {}
                    }
                }
            }
            5 => {
                let asked = fields(&[one], two, "rename", "");
                let answer = ada.call("/api/tags/change", &asked).await.json();
                done = match answer["Invalid"]["merge"].as_str() {
                    Some(question) => {
                        let agreed = fields(&[one], two, "merge", question);
                        post(&ada, "/api/tags/change", &agreed).await
                    }
                    None => answer
                        .as_str()
                        .map(|address| address.rsplit('=').next().unwrap().to_owned()),
                };
                if one != two {
                    model.replace(&[one], Some(two));
                }
            }
            6 => {
                done = post(
                    &ada,
                    "/api/tags/change",
                    &fields(&[one, two], "", "delete", ""),
                )
                .await;
                model.replace(&[one, two], None);
            }
            7 if !ids.is_empty() && roll(3) == 0 => {
                let id = &ids[roll(ids.len())];
                done = post(&ada, "/api/problems/delete", &[("id", id)]).await;
                model.problems.remove(id);
            }
            _ => {
                if let Some((step, was)) = steps.pop() {
                    ada.call("/api/undo/step", &[("id", &step), ("back", "/")])
                        .await
                        .expect(200);
                    model.problems = was;
                    assert_eq!(
                        counts(&app.pool).await,
                        model.counts(),
                        "step {step} taken back"
                    );
                    continue;
                }
            }
        }
        match done {
            Some(done) => steps.push((done, before)),
            None if model.problems != before => steps.clear(),
            None => {}
        }
        assert_eq!(counts(&app.pool).await, model.counts(), "step {step}");
    }
    let expected: BTreeMap<String, Vec<String>> = model.problems.into_values().collect();
    assert!(expected.len() > 5);
    assert_eq!(stored(&app.pool).await, expected);
}
