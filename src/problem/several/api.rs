//! What the browser may ask about adding several problems.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::model::{Several, SeveralFields};
use crate::error::AppError;
use leptos::prelude::*;

/// The form that adds several problems, filled with what was pasted.
#[server(endpoint = "problems/several-form")]
pub async fn several_form(links: String) -> Result<Several, AppError> {
    crate::server::context::caller().await?;
    if let Some(answered) = crate::server::forms::answered::<Several>() {
        return Ok(answered);
    }
    let (fields, errors) = crate::server::forms::typed_or(
        |AddSeveral { fields }| fields,
        || SeveralFields {
            id: uuid::Uuid::now_v7().to_string(),
            links,
        },
    );
    Ok(Several {
        fields,
        errors,
        report: Vec::new(),
    })
}

/// Adds a problem for each link to the caller's journal, and says what came of each. What could not
/// be added is the new form's text.
#[server(endpoint = "problems/add-several")]
pub async fn add_several(fields: SeveralFields) -> Result<Several, AppError> {
    use super::model::{Line, Outcome, draft_of, face};
    use crate::problem::db;
    let (user, state) = crate::server::context::caller().await?;
    let (base, pieces) = fields.parse()?;
    let mut seen = std::collections::HashSet::new();
    let (mut report, mut kept) = (Vec::new(), Vec::new());
    for piece in pieces {
        let repeated = piece
            .link
            .as_ref()
            .is_some_and(|link| !seen.insert(link.identity.clone()));
        let outcome = if repeated {
            Outcome::Repeated
        } else {
            match draft_of(base, &piece) {
                Some((draft, assumed)) => match db::add(&state.pool, &user.id, &draft).await? {
                    db::Added::AlreadyThere(id) => Outcome::AlreadyThere { id },
                    db::Added::New(id) => Outcome::Added {
                        id,
                        difficulty: draft.difficulty,
                        assumed,
                    },
                },
                // Without a title it cannot be added, but it may be there.
                None => match &piece.link {
                    Some(link) => {
                        let there =
                            db::find_by_identity(&state.pool, &user.id, &link.identity).await?;
                        there.map_or(Outcome::NoTitle, |id| Outcome::AlreadyThere { id })
                    }
                    None => Outcome::NoLink,
                },
            }
        };
        let (title, site) = face(&piece);
        if matches!(outcome, Outcome::NoTitle | Outcome::NoLink) {
            kept.push(piece.text);
        }
        report.push(Line {
            title,
            site,
            outcome,
        });
    }
    let fields = SeveralFields {
        id: uuid::Uuid::now_v7().to_string(),
        links: kept.join("\n"),
    };
    Ok(Several {
        fields,
        errors: crate::error::FieldErrors::default(),
        report,
    })
}
