//! Every statement about drafts.

use super::model::{DRAFTS_LIMIT, DraftForm, Texts};
use crate::{auth::model::UserId, error::AppError};
use chrono::{DateTime, Utc};
use sqlx::{PgExecutor, PgPool};
use uuid::Uuid;

/// A stored draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What was typed.
    pub texts: Texts,
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
}

/// The draft of a form, if there is one.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(
    pool: &PgPool,
    user: &UserId,
    form: DraftForm,
) -> Result<Option<Draft>, AppError> {
    let row = sqlx::query!(
        r#"select fields::text as "fields!", saved_at from drafts where user_id = $1 and form = $2"#,
        user.as_str(),
        form.to_string()
    )
    .fetch_optional(pool)
    .await?;
    row.map(|row| {
        let texts =
            serde_json::from_str(&row.fields).map_err(|error| AppError::internal(&error))?;
        Ok(Draft {
            texts,
            saved_at: row.saved_at,
        })
    })
    .transpose()
}

/// Keeps a draft in place of the form's last one. Of more than [`DRAFTS_LIMIT`] the oldest go.
/// Answers with the time it was saved at.
///
/// # Errors
/// When the database cannot answer.
pub async fn save(
    pool: &PgPool,
    user: &UserId,
    form: DraftForm,
    texts: &Texts,
) -> Result<DateTime<Utc>, AppError> {
    let texts = serde_json::to_string(texts).map_err(|error| AppError::internal(&error))?;
    let mut tx = pool.begin().await?;
    let saved_at = sqlx::query_scalar!(
        "insert into drafts (user_id, form, fields) values ($1, $2, $3::text::jsonb)
         on conflict (user_id, form) do update set fields = excluded.fields, saved_at = clock_timestamp()
         returning saved_at",
        user.as_str(),
        form.to_string(),
        texts
    )
    .fetch_one(&mut *tx)
    .await?;
    sqlx::query!(
        "delete from drafts where user_id = $1 and form not in (
             select form from drafts where user_id = $1 order by saved_at desc, form limit $2
         )",
        user.as_str(),
        DRAFTS_LIMIT
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(saved_at)
}

/// Throws a form's draft away.
///
/// # Errors
/// When the database cannot answer.
pub async fn discard(pool: &PgPool, user: &UserId, form: DraftForm) -> Result<(), AppError> {
    sqlx::query!(
        "delete from drafts where user_id = $1 and form = $2",
        user.as_str(),
        form.to_string()
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Throws away every draft of the form whose field `id` this is: it has been saved.
///
/// # Errors
/// When the database cannot answer.
pub async fn discard_of(db: impl PgExecutor<'_>, user: &UserId, id: Uuid) -> Result<(), AppError> {
    sqlx::query!(
        "delete from drafts where user_id = $1 and fields ->> 'id' = $2",
        user.as_str(),
        id.to_string()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether an attempt or a problem with this id is in the journal.
///
/// # Errors
/// When the database cannot answer.
pub async fn is_stored(pool: &PgPool, user: &UserId, id: Uuid) -> Result<bool, AppError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select 1 from attempts where user_id = $1 and id = $2)
               or exists (select 1 from problems where user_id = $1 and id = $2) as "stored!""#,
        user.as_str(),
        id
    )
    .fetch_one(pool)
    .await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{account::db::ensure_user, problem::model::ProblemId};

    fn form(number: u128) -> DraftForm {
        DraftForm::NewAttempt(ProblemId(Uuid::from_u128(number)))
    }

    fn texts(notes: &str) -> Texts {
        let id = Uuid::from_u128(7).to_string();
        Texts::from([
            ("id".to_owned(), id),
            ("notes".to_owned(), notes.to_owned()),
        ])
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn a_draft_comes_back_as_it_was_and_to_nobody_else(pool: PgPool) {
        let (ada, grace) = (UserId::new("user_ada"), UserId::new("user_grace"));
        ensure_user(&pool, &ada).await.unwrap();
        ensure_user(&pool, &grace).await.unwrap();
        let typed = texts("“quoted” \\u0041 </script> \u{1}\n\ttab €");
        save(&pool, &ada, form(1), &texts("earlier")).await.unwrap();
        let saved_at = save(&pool, &ada, form(1), &typed).await.unwrap();
        let draft = find(&pool, &ada, form(1)).await.unwrap().unwrap();
        assert_eq!((draft.texts, draft.saved_at), (typed, saved_at));
        assert_eq!(find(&pool, &grace, form(1)).await.unwrap(), None);
        discard(&pool, &grace, form(1)).await.unwrap();
        discard_of(&pool, &grace, Uuid::from_u128(7)).await.unwrap();
        assert!(find(&pool, &ada, form(1)).await.unwrap().is_some());
        discard_of(&pool, &ada, Uuid::from_u128(7)).await.unwrap();
        assert_eq!(find(&pool, &ada, form(1)).await.unwrap(), None);
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn the_oldest_give_way(pool: PgPool) {
        let ada = UserId::new("user_ada");
        ensure_user(&pool, &ada).await.unwrap();
        let most = u128::try_from(DRAFTS_LIMIT).unwrap();
        for number in 0..most {
            save(&pool, &ada, form(number), &texts("x")).await.unwrap();
        }
        // The first is the latest again, so the second is the oldest.
        save(&pool, &ada, form(0), &texts("y")).await.unwrap();
        save(&pool, &ada, form(most), &texts("z")).await.unwrap();
        assert!(find(&pool, &ada, form(0)).await.unwrap().is_some());
        assert!(find(&pool, &ada, form(1)).await.unwrap().is_none());
        assert!(find(&pool, &ada, form(2)).await.unwrap().is_some());
    }
}
