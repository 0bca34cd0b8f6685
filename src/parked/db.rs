//! Every statement about parked forms.

use crate::auth::model::UserId;
use sqlx::PgPool;
use uuid::Uuid;

/// How many forms of one person are kept; the oldest go.
pub const PARKED_LIMIT: i64 = 5;

/// A form as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParkedForm {
    /// Path and query it was sent to.
    pub target: String,
    /// `application/x-www-form-urlencoded`.
    pub body: Vec<u8>,
}

/// Keeps a form; answers with its id, or with none if the person is not here any more. What is
/// older than an hour goes.
///
/// # Errors
/// When the database cannot answer.
pub async fn park(
    pool: &PgPool,
    user: &UserId,
    form: &ParkedForm,
) -> Result<Option<Uuid>, sqlx::Error> {
    let user = user.as_str();
    let id = Uuid::now_v7();
    let mut tx = pool.begin().await?;
    let parked = sqlx::query!(
        "insert into parked_forms (user_id, id, target, body)
         select clerk_id, $2, $3, $4 from users where clerk_id = $1",
        user,
        id,
        form.target,
        form.body
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "delete from parked_forms
         where user_id = $1
           and (parked_at < now() - interval '1 hour'
                or id not in (select id from parked_forms where user_id = $1 order by id desc limit $2))",
        user,
        PARKED_LIMIT
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok((parked.rows_affected() == 1).then_some(id))
}

/// Takes a form out, once, if it is the person's own, was sent to this path, and is not older than an
/// hour.
///
/// # Errors
/// When the database cannot answer.
pub async fn take(
    pool: &PgPool,
    user: &UserId,
    id: Uuid,
    path: &str,
) -> Result<Option<ParkedForm>, sqlx::Error> {
    sqlx::query_as!(
        ParkedForm,
        "delete from parked_forms
         where user_id = $1 and id = $2 and split_part(target, '?', 1) = $3
           and parked_at >= now() - interval '1 hour'
         returning target, body",
        user.as_str(),
        id,
        path
    )
    .fetch_optional(pool)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(target: &str) -> ParkedForm {
        ParkedForm {
            target: target.to_owned(),
            body: b"fields%5Btitle%5D=x".to_vec(),
        }
    }

    async fn ada(pool: &PgPool) -> UserId {
        let ada = UserId::new("user_ada");
        crate::account::db::ensure_user(pool, &ada).await.unwrap();
        ada
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn a_form_is_taken_once_and_only_by_whoever_sent_it(pool: PgPool) {
        let ada = ada(&pool).await;
        let grace = UserId::new("user_grace");
        let sent = form("/problems/new?link=x");
        let id = park(&pool, &ada, &sent).await.unwrap().unwrap();
        let take = async |user, path| super::take(&pool, user, id, path).await.unwrap();
        assert_eq!(take(&grace, "/problems/new").await, None);
        assert_eq!(take(&ada, "/settings/delete").await, None);
        assert_eq!(take(&ada, "/problems/new").await, Some(sent));
        assert_eq!(take(&ada, "/problems/new").await, None);
        assert_eq!(park(&pool, &grace, &form("/")).await.unwrap(), None);
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn what_is_old_or_too_many_goes(pool: PgPool) {
        let ada = ada(&pool).await;
        let old = park(&pool, &ada, &form("/a")).await.unwrap().unwrap();
        sqlx::query!("update parked_forms set parked_at = now() - interval '61 minutes'")
            .execute(&pool)
            .await
            .unwrap();
        assert_eq!(take(&pool, &ada, old, "/a").await.unwrap(), None);
        for _ in 0..PARKED_LIMIT + 2 {
            park(&pool, &ada, &form("/b")).await.unwrap();
        }
        let kept = sqlx::query_scalar!("select count(*) from parked_forms")
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(kept, Some(PARKED_LIMIT));
    }
}
