//! What the browser may ask about personal access tokens.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::{
    fields::TokenFields,
    model::{Made, TokenPage},
};
use crate::error::AppError;
use leptos::prelude::*;

/// The caller's tokens, and the form that makes one; with what came of it, if this request brought it.
#[server(endpoint = "tokens/list")]
pub async fn list_tokens() -> Result<TokenPage, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let clock = crate::server::context::clock(&state, &user.id).await?;
    let tokens = super::db::list(&state.pool, &user.id).await?;
    let (fields, errors) = crate::server::forms::typed_or(
        |CreateToken { fields }| fields,
        || TokenFields::fresh(uuid::Uuid::now_v7()),
    );
    Ok(TokenPage {
        fields,
        errors,
        tokens: tokens
            .into_iter()
            .map(|token| token.on_clock(|at| clock.moment(at)))
            .collect(),
        made: crate::server::forms::answered::<Made>(),
    })
}

/// Makes a token of the caller's; the answer tells its secret, this once.
#[server(endpoint = "tokens/create")]
pub async fn create_token(fields: TokenFields) -> Result<Made, AppError> {
    use super::{db::Created, model::ShownOnce, secret::Secret};
    let (user, state) = crate::server::context::owner().await?;
    let draft = fields.parse()?;
    let secret = Secret::new().ok_or_else(|| AppError::internal(&"there is no randomness"))?;
    let created = super::db::create(&state.pool, &user.id, &draft, &secret).await?;
    Ok(match created {
        Created::Now => Made::Now {
            name: draft.name,
            secret: ShownOnce::new(secret.reveal()),
        },
        Created::Before => Made::Before,
    })
}

/// Ends a token of the caller's; answers where to go on.
#[server(endpoint = "tokens/revoke")]
pub async fn revoke_token(id: String) -> Result<String, AppError> {
    let (user, state) = crate::server::context::owner().await?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    super::db::revoke(&state.pool, &user.id, id).await?;
    Ok(format!("/settings/tokens?revoked={id}"))
}
