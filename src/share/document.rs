//! The page of a shared problem. It stands outside the app: complete without scripts and without an account, the same
//! for everybody but for the theme of the device, and so rendered once.

use super::published::Published;
use crate::{
    account::model::Theme,
    attempt::{model::AttemptView, parts::written},
    problem::{
        model::Problem,
        parts::{DifficultyBadge, StatusBadge, Tags},
    },
    server::{pages::Document, state::AppState},
    text::counted,
    ui::{
        button::{Button, ButtonKind, LinkButton},
        icon::IconSprite,
        layout::{Footer, Header, MAIN_ID, SkipLink},
        markdown::Markdown,
        time::Day,
    },
};
use leptos::prelude::*;

/// What a link's preview says below the title: `Medium, on LeetCode: array, hash-table. With notes and code of 3
/// attempts.`
pub fn summary(problem: &Problem, attempts: &[AttemptView]) -> String {
    let mut summary = problem.difficulty.label().to_owned();
    if let Some(site) = problem.site() {
        summary.push_str(", on ");
        summary.push_str(site);
    }
    if !problem.tags.is_empty() {
        summary.push_str(": ");
        summary.push_str(&problem.tags.join(", "));
    }
    summary.push('.');
    let noted = attempts.iter().any(|view| !view.notes_html.is_empty());
    let coded = attempts.iter().any(|view| !view.code_html.is_empty());
    let what = match (noted, coded) {
        (true, true) => "notes and code",
        (true, false) => "notes",
        (false, true) => "code",
        (false, false) => return summary,
    };
    let of = counted(attempts.len(), "attempt", "attempts");
    format!("{summary} With {what} of {of}.")
}

/// The main part of the page, but for what depends on the link: that stands between the two.
#[derive(Debug)]
pub struct Contents {
    /// Which problem it is.
    pub heading: String,
    /// What is known of it.
    pub rest: String,
}

/// The main part of the page of a shared problem.
pub fn contents(
    problem: Problem,
    description_html: String,
    attempts: Vec<AttemptView>,
    more: bool,
) -> Contents {
    let site = problem.site().map(str::to_owned);
    let Problem {
        title,
        url,
        difficulty,
        tags,
        ..
    } = problem;
    let description = (!description_html.is_empty()).then(|| {
        view! {
            <section class="section stack" aria-labelledby="description-title">
                <h2 id="description-title">"Description"</h2>
                <Markdown sanitised_html=description_html/>
            </section>
        }
    });
    let record = (!attempts.is_empty()).then(|| {
        view! {
            <section class="section stack" aria-labelledby="attempts-title">
                <div class="section__heading"><h2 id="attempts-title">"Attempts"</h2><span class="entry__data">"latest first"</span></div>
                <ol class="record">{attempts.into_iter().map(entry).collect_view()}</ol>
                {more.then(|| view! { <p class="field__hint">"There are earlier ones, which are not shown here."</p> })}
            </section>
        }
    });
    let heading = || {
        view! {
            <div class="page-heading">
                <div class="page-heading__text">
                    <h1 dir="auto">{title}</h1>
                    <div class="page-heading__lede cluster">
                        <DifficultyBadge difficulty/>
                        {url.zip(site).map(|(url, site)| view! {
                            <a href=url rel="noopener noreferrer nofollow ugc" target="_blank">
                                "Open on " {site} <span class="visually-hidden">" (new tab)"</span>
                            </a>
                        })}
                    </div>
                </div>
            </div>
            <Tags tags/>
        }
        .to_html()
    };
    Owner::new().with(|| Contents {
        heading: heading(),
        rest: view! { {description} {record} }.to_html(),
    })
}

fn entry(view: AttemptView) -> impl IntoView {
    let attempt = &view.attempt;
    let (day, status) = (attempt.moment.local_date, attempt.status);
    view! {
        <li class="entry">
            <div class="entry__head">
                <h3><Day day/></h3>
                <StatusBadge status=Some(status)/>
            </div>
            {written(view)}
        </li>
    }
}

/// The whole page of the link with this token.
pub fn page(
    state: &AppState,
    theme: Theme,
    token: &str,
    published: &Published,
) -> (Document, String) {
    let origin = state.auth.origin();
    let address = super::published::address(origin, token);
    let document = Document {
        title: published.title.clone(),
        description: Some(published.summary.clone()),
        preview: vec![
            ("og:type", "article".to_owned()),
            ("og:site_name", "GitGud".to_owned()),
            ("og:title", published.title.clone()),
            ("og:description", published.summary.clone()),
            ("og:url", address.clone()),
            ("og:image", format!("{address}/picture.png")),
            ("og:image:width", super::picture::WIDTH.to_string()),
            ("og:image:height", super::picture::HEIGHT.to_string()),
            (
                "og:image:alt",
                format!(
                    "A card that says: {}. {}",
                    published.title, published.summary
                ),
            ),
            ("twitter:card", "summary_large_image".to_owned()),
        ],
        with_script: true,
    };
    let html = document.html(state, theme, || {
        let Contents { heading, rest } = &published.contents;
        let (heading, rest) = (heading.clone(), rest.clone());
        let add = format!("/s/{token}/add");
        let token = token.to_owned();
        view! {
            <IconSprite/>
            <div class="site">
                <SkipLink/>
                <Header links=Vec::new() path=String::new()>
                    <LinkButton href="/" kind=ButtonKind::Plain>"What is GitGud?"</LinkButton>
                </Header>
                <main class="page page--narrow wrap" id=MAIN_ID tabindex="-1">
                    <p class="shared-by">"Shared from somebody’s GitGud journal"</p>
                    <div class="stack" inner_html=heading></div>
                    <form class="shared-add" action=add method="post">
                        <input type="hidden" name="token" value=token/>
                        <Button kind=ButtonKind::Primary>"Add to my journal"</Button>
                        <p class="field__hint">"The problem only: notes and code stay here."</p>
                    </form>
                    <div class="stack" inner_html=rest></div>
                </main>
                <Footer>
                    <p>"GitGud. A coding-interview journal with brutal honesty."</p>
                </Footer>
            </div>
        }
        .into_any()
    });
    (document, html)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::model::{Difficulty, ProblemId};
    use chrono::Utc;
    use uuid::Uuid;

    fn problem() -> Problem {
        Problem {
            id: ProblemId(Uuid::now_v7()),
            title: "Two </title> Sum".to_owned(),
            url: Some("https://leetcode.com/problems/two-sum/".to_owned()),
            platform: Some("leetcode".to_owned()),
            difficulty: Difficulty::Easy,
            tags: vec!["array".to_owned(), "hash-table".to_owned()],
            description: None,
            created_at: Utc::now(),
            updated_at: Utc::now(),
            starred: true,
            revision: 1,
        }
    }

    #[test]
    fn a_summary_tells_what_there_is_and_nothing_more() {
        assert_eq!(
            summary(&problem(), &[]),
            "Easy, on LeetCode: array, hash-table."
        );
        let bare = Problem {
            url: None,
            platform: None,
            tags: Vec::new(),
            ..problem()
        };
        assert_eq!(summary(&bare, &[]), "Easy.");
    }

    #[test]
    fn text_of_people_is_never_markup() {
        let html = contents(problem(), String::new(), Vec::new(), false);
        assert!(html.heading.contains("Two &lt;/title&gt; Sum"), "{html:?}");
        assert!(!html.rest.contains("Attempts") && !html.rest.contains("Description"));
    }
}
