//! Every statement about personal access tokens.

use super::{
    fields::TokenDraft,
    model::{Scope, TOKEN_LIMIT, Token, TokenId},
    secret::Secret,
};
use crate::{
    auth::model::UserId,
    error::{AppError, FieldErrors},
};
use sqlx::PgPool;

/// What came of making a token.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Created {
    /// It is there, with the secret it was made with.
    Now,
    /// It had been made with another secret, which stays.
    Before,
}

/// Makes a token that is shown by this secret, unless there is one with its id.
///
/// # Errors
/// A message at the form when there are [`TOKEN_LIMIT`].
pub async fn create(
    pool: &PgPool,
    user: &UserId,
    draft: &TokenDraft,
    secret: &Secret,
) -> Result<Created, AppError> {
    let mut tx = pool.begin().await?;
    // One at a time, so that what is counted is what there is.
    sqlx::query!(
        "select 1 as here from users where clerk_id = $1 for no key update",
        user.as_str()
    )
    .fetch_optional(&mut *tx)
    .await?;
    let there = sqlx::query!(
        r#"select count(*) as "all!", count(*) filter (where id = $2) as "same!"
           from access_tokens where user_id = $1"#,
        user.as_str(),
        draft.id.0
    )
    .fetch_one(&mut *tx)
    .await?;
    if there.same > 0 {
        return Ok(Created::Before);
    }
    if there.all >= TOKEN_LIMIT {
        let message = format!(
            "You have {TOKEN_LIMIT} access tokens, the most there can be. Revoke one first."
        );
        return Err(FieldErrors::one("form", message).into());
    }
    sqlx::query!(
        "insert into access_tokens (user_id, id, name, scope, digest, hint, expires_at)
         values ($1, $2, $3, $4, $5, $6, now() + $7::integer * interval '24 hours')",
        user.as_str(),
        draft.id.0,
        draft.name,
        draft.scope as Scope,
        &secret.digest()[..],
        secret.hint(),
        draft.lifetime.days()
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Created::Now)
}

/// A person's tokens, the newest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(pool: &PgPool, user: &UserId) -> Result<Vec<Token>, AppError> {
    Ok(sqlx::query_as!(
        Token,
        r#"select id as "id: TokenId", name, scope as "scope: Scope", hint, created_at, expires_at,
                  coalesce(expires_at <= now(), false) as "expired!", last_used_at
           from access_tokens where user_id = $1 order by created_at desc, id desc limit $2"#,
        user.as_str(),
        TOKEN_LIMIT
    )
    .fetch_all(pool)
    .await?)
}

/// Ends a token of the person's, from the next request on. One that is not there is as it should be.
///
/// # Errors
/// When the database cannot answer.
pub async fn revoke(pool: &PgPool, user: &UserId, id: TokenId) -> Result<(), AppError> {
    sqlx::query!(
        "delete from access_tokens where user_id = $1 and id = $2",
        user.as_str(),
        id.0
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// What a secret allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// In whose journal.
    pub user: UserId,
    /// By which token.
    pub token: TokenId,
    /// What may be done there.
    pub scope: Scope,
}

/// What the secret allows that a program has shown; none when it is not one, or has expired, or was
/// revoked. Notes when it was used, to the minute.
///
/// # Errors
/// When the database cannot answer.
pub async fn grant(pool: &PgPool, secret: &str) -> Result<Option<Grant>, AppError> {
    let Some(secret) = Secret::read(secret) else {
        return Ok(None);
    };
    // Whose it is, is what is asked: the one statement here that no person limits.
    let found = sqlx::query!(
        r#"select user_id, id as "id: TokenId", scope as "scope: Scope",
                  coalesce(last_used_at <= now() - interval '1 minute', true) as "unnoted!"
           from access_tokens
           where digest = $1 and (expires_at is null or expires_at > now())"#,
        &secret.digest()[..]
    )
    .fetch_optional(pool)
    .await?;
    let Some(found) = found else {
        return Ok(None);
    };
    let grant = Grant {
        user: UserId::new(found.user_id),
        token: found.id,
        scope: found.scope,
    };
    if found.unnoted
        && let Err(error) = note_use(pool, &grant).await
    {
        tracing::warn!(error.cause = %error, "the use of an access token could not be noted");
    }
    Ok(Some(grant))
}

/// Keeps that a token is in use now; of many requests at once, one writes.
async fn note_use(pool: &PgPool, grant: &Grant) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update access_tokens set last_used_at = now()
         where user_id = $1 and id = $2
           and coalesce(last_used_at <= now() - interval '1 minute', true)",
        grant.user.as_str(),
        grant.token.0
    )
    .execute(pool)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::fields::Lifetime;
    use uuid::Uuid;

    async fn person(pool: &PgPool, name: &str) -> UserId {
        let user = UserId::new(format!("user_{name}"));
        crate::account::db::ensure_user(pool, &user).await.unwrap();
        user
    }

    fn draft(id: u128) -> TokenDraft {
        TokenDraft {
            id: TokenId(Uuid::from_u128(id)),
            name: format!("Program {id}"),
            scope: Scope::Read,
            lifetime: Lifetime::Month,
        }
    }

    fn unlimited(id: u128) -> TokenDraft {
        TokenDraft {
            lifetime: Lifetime::Unlimited,
            ..draft(id)
        }
    }

    /// Makes a token; answers with its secret.
    async fn made(pool: &PgPool, user: &UserId, draft: &TokenDraft) -> String {
        let secret = Secret::new().unwrap();
        let created = create(pool, user, draft, &secret).await.unwrap();
        assert_eq!(created, Created::Now);
        secret.reveal()
    }

    /// Lets time go by for all tokens.
    async fn age(pool: &PgPool, interval: &str) {
        sqlx::query(
            "update access_tokens set created_at = created_at - $1::text::interval,
                 expires_at = expires_at - $1::text::interval,
                 last_used_at = last_used_at - $1::text::interval",
        )
        .bind(interval)
        .execute(pool)
        .await
        .unwrap();
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn a_secret_opens_the_journal_of_whoever_made_it_until_it_is_revoked(pool: PgPool) {
        let (ada, grace) = (person(&pool, "ada").await, person(&pool, "grace").await);
        let reading = made(&pool, &ada, &draft(1)).await;
        let changing = TokenDraft {
            scope: Scope::Write,
            ..draft(1)
        };
        let changing = made(&pool, &grace, &changing).await;
        let token = draft(1).id;
        let of_ada = Grant {
            user: ada.clone(),
            token,
            scope: Scope::Read,
        };
        let of_grace = Grant {
            user: grace.clone(),
            token,
            scope: Scope::Write,
        };
        assert_eq!(grant(&pool, &reading).await.unwrap(), Some(of_ada.clone()));
        assert_eq!(grant(&pool, &changing).await.unwrap(), Some(of_grace));
        assert!(
            grant(&pool, &Secret::new().unwrap().reveal())
                .await
                .unwrap()
                .is_none()
        );
        // The same id, but hers.
        revoke(&pool, &grace, token).await.unwrap();
        assert_eq!(grant(&pool, &reading).await.unwrap(), Some(of_ada));
        assert_eq!(grant(&pool, &changing).await.unwrap(), None);
        revoke(&pool, &ada, token).await.unwrap();
        revoke(&pool, &ada, token).await.unwrap();
        assert_eq!(grant(&pool, &reading).await.unwrap(), None);
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn a_list_is_the_persons_own_and_holds_nothing_that_opens_a_journal(pool: PgPool) {
        let (ada, grace) = (person(&pool, "ada").await, person(&pool, "grace").await);
        let secret = made(&pool, &ada, &draft(1)).await;
        age(&pool, "1 hour").await;
        made(&pool, &ada, &unlimited(2)).await;
        let tokens = list(&pool, &ada).await.unwrap();
        let [newest, oldest] = &tokens[..] else {
            panic!("{tokens:?}");
        };
        assert_eq!((newest.id, newest.expires_at), (draft(2).id, None));
        assert_eq!(
            (oldest.id, oldest.name.as_str()),
            (draft(1).id, "Program 1")
        );
        assert_eq!((oldest.scope, oldest.expired), (Scope::Read, false));
        let life = oldest.expires_at.unwrap() - oldest.created_at;
        assert_eq!(life, chrono::TimeDelta::days(30));
        assert!(secret.ends_with(&oldest.hint) && oldest.hint.len() == 4);
        assert_eq!(list(&pool, &grace).await.unwrap(), []);
        let kept: bool =
            sqlx::query_scalar("select bool_or(strpos(t::text, $1) > 0) from access_tokens t")
                .bind(&secret["gitgud_pat_".len()..])
                .fetch_one(&pool)
                .await
                .unwrap();
        assert!(!kept, "the secret is in the database");
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn an_expired_token_grants_nothing_and_says_so_in_the_list(pool: PgPool) {
        let ada = person(&pool, "ada").await;
        let ends = made(&pool, &ada, &draft(1)).await;
        let stays = made(&pool, &ada, &unlimited(2)).await;
        age(&pool, "719 hours 59 minutes").await;
        assert!(grant(&pool, &ends).await.unwrap().is_some());
        age(&pool, "1 minute").await;
        assert!(grant(&pool, &ends).await.unwrap().is_none());
        assert!(grant(&pool, &stays).await.unwrap().is_some());
        let tokens = list(&pool, &ada).await.unwrap();
        let expired = |id: u128| {
            tokens
                .iter()
                .find(|token| token.id == draft(id).id)
                .unwrap()
                .expired
        };
        assert!(expired(1) && !expired(2));
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn the_last_use_is_kept_to_the_minute(pool: PgPool) {
        let ada = person(&pool, "ada").await;
        let secret = made(&pool, &ada, &draft(1)).await;
        let used = async || list(&pool, &ada).await.unwrap()[0].last_used_at;
        assert_eq!(used().await, None);
        grant(&pool, &secret).await.unwrap();
        let first = used().await.unwrap();
        grant(&pool, &secret).await.unwrap();
        assert_eq!(used().await, Some(first), "written twice in a minute");
        age(&pool, "61 seconds").await;
        grant(&pool, &secret).await.unwrap();
        assert!(used().await.unwrap() > first);
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn a_use_that_cannot_be_noted_is_granted_all_the_same(pool: PgPool) {
        let ada = person(&pool, "ada").await;
        let secret = made(&pool, &ada, &draft(1)).await;
        sqlx::raw_sql(
            "alter table access_tokens add constraint unused check (last_used_at is null)",
        )
        .execute(&pool)
        .await
        .unwrap();
        assert!(grant(&pool, &secret).await.unwrap().is_some());
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn what_is_not_shaped_like_a_secret_is_not_looked_up(pool: PgPool) {
        pool.close().await;
        for other in ["", "gitgud_pat_", "sk_test_1", "eyJhbGciOiJSUzI1NiJ9.e30.x"] {
            assert_eq!(grant(&pool, other).await.unwrap(), None, "{other}");
        }
        let secret = Secret::new().unwrap().reveal();
        assert_eq!(grant(&pool, &secret).await, Err(AppError::Unavailable));
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn one_id_is_one_token_however_often_it_is_sent(pool: PgPool) {
        let ada = person(&pool, "ada").await;
        let mut all = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let (pool, ada) = (pool.clone(), ada.clone());
            all.spawn(async move {
                let secret = Secret::new().unwrap();
                let created = create(&pool, &ada, &draft(1), &secret).await.unwrap();
                (created, secret.reveal())
            });
        }
        let all = all.join_all().await;
        assert_eq!(list(&pool, &ada).await.unwrap().len(), 1);
        let now = all.iter().filter(|(created, _)| *created == Created::Now);
        assert_eq!(now.count(), 1);
        for (created, secret) in all {
            let granted = grant(&pool, &secret).await.unwrap().is_some();
            assert_eq!(granted, created == Created::Now);
        }
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn there_are_never_more_than_the_limit_and_other_people_do_not_count(pool: PgPool) {
        let (ada, grace) = (person(&pool, "ada").await, person(&pool, "grace").await);
        for id in 1..u128::try_from(TOKEN_LIMIT).unwrap() {
            made(&pool, &ada, &draft(id)).await;
        }
        let mut all = tokio::task::JoinSet::new();
        for id in 100..108 {
            let (pool, ada) = (pool.clone(), ada.clone());
            all.spawn(
                async move { create(&pool, &ada, &draft(id), &Secret::new().unwrap()).await },
            );
        }
        let all = all.join_all().await;
        assert_eq!(all.iter().filter(|made| made.is_ok()).count(), 1);
        for refused in all.into_iter().filter_map(Result::err) {
            let AppError::Invalid(errors) = refused else {
                panic!("{refused}");
            };
            assert!(errors.of("form").unwrap().contains("50"));
        }
        // Sent again it is still the one that is there, and there is room in other journals.
        let again = create(&pool, &ada, &draft(1), &Secret::new().unwrap()).await;
        assert_eq!(again, Ok(Created::Before));
        made(&pool, &grace, &draft(1)).await;
    }
}
