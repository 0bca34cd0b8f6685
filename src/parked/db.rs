//! Every statement about parked forms.

use crate::auth::model::UserId;
use sqlx::PgPool;
use uuid::Uuid;

/// How many forms of one person are kept; the oldest go.
pub const PARKED_LIMIT: i64 = 5;

/// SHA-256 of what a browser carries that may take a form up.
pub type BrowserHash = [u8; 32];

/// A form as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParkedForm {
    /// Path and query it was sent to.
    pub target: String,
    /// `application/x-www-form-urlencoded`.
    pub body: Vec<u8>,
}

/// Keeps a form for the browser of this hash; answers with its id, or with none if the person is not
/// here any more. What is older than an hour goes, whosever it is.
///
/// # Errors
/// When the database cannot answer.
pub async fn park(
    pool: &PgPool,
    user: &UserId,
    browser: &BrowserHash,
    form: &ParkedForm,
) -> Result<Option<Uuid>, sqlx::Error> {
    let user = user.as_str();
    let id = Uuid::now_v7();
    let mut tx = pool.begin().await?;
    let parked = sqlx::query!(
        "insert into parked_forms (user_id, id, browser, target, body)
         select clerk_id, $2, $3, $4, $5 from users where clerk_id = $1",
        user,
        id,
        &browser[..],
        form.target,
        form.body
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "delete from parked_forms
         where user_id = $1
           and id not in (select id from parked_forms where user_id = $1 order by id desc limit $2)",
        user,
        PARKED_LIMIT
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "delete from parked_forms where (user_id, id) in (
             select user_id, id from parked_forms where parked_at < now() - interval '1 hour' limit 100
         )"
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok((parked.rows_affected() == 1).then_some(id))
}

/// Takes a form out, once, if it is the person's own, came from this browser, was sent to this path,
/// and is not older than an hour.
///
/// # Errors
/// When the database cannot answer.
pub async fn take(
    pool: &PgPool,
    user: &UserId,
    browser: &BrowserHash,
    id: Uuid,
    path: &str,
) -> Result<Option<ParkedForm>, sqlx::Error> {
    sqlx::query_as!(
        ParkedForm,
        "delete from parked_forms
         where user_id = $1 and id = $2 and split_part(target, '?', 1) = $3 and browser = $4
           and parked_at >= now() - interval '1 hour'
         returning target, body",
        user.as_str(),
        id,
        path,
        &browser[..]
    )
    .fetch_optional(pool)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: BrowserHash = [1; 32];

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
        let id = park(&pool, &ada, &HERE, &sent).await.unwrap().unwrap();
        let take = async |user, browser, path| {
            let taken = super::take(&pool, user, &browser, id, path).await;
            taken.unwrap()
        };
        assert_eq!(take(&grace, HERE, "/problems/new").await, None);
        assert_eq!(take(&ada, [2; 32], "/problems/new").await, None);
        assert_eq!(take(&ada, HERE, "/settings/delete").await, None);
        assert_eq!(take(&ada, HERE, "/problems/new").await, Some(sent));
        assert_eq!(take(&ada, HERE, "/problems/new").await, None);
        assert_eq!(park(&pool, &grace, &HERE, &form("/")).await.unwrap(), None);
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn what_is_old_or_too_many_goes(pool: PgPool) {
        let ada = ada(&pool).await;
        let bob = UserId::new("user_bob");
        crate::account::db::ensure_user(&pool, &bob).await.unwrap();
        park(&pool, &bob, &HERE, &form("/a")).await.unwrap();
        let old = park(&pool, &ada, &HERE, &form("/a"))
            .await
            .unwrap()
            .unwrap();
        sqlx::query!("update parked_forms set parked_at = now() - interval '61 minutes'")
            .execute(&pool)
            .await
            .unwrap();
        assert_eq!(take(&pool, &ada, &HERE, old, "/a").await.unwrap(), None);
        for _ in 0..PARKED_LIMIT + 2 {
            park(&pool, &ada, &HERE, &form("/b")).await.unwrap();
        }
        let kept = sqlx::query_scalar!("select count(*) from parked_forms")
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(kept, Some(PARKED_LIMIT));
    }
}
