//! How a form's server functions use drafts: fill the form from one, and end it once it is saved.

use super::{
    db,
    model::{DraftForm, FormDraft, Texts, differs},
};
use crate::{
    auth::model::UserId,
    error::{AppError, FieldErrors},
    server::{
        context,
        forms::{conflict, typed_or},
        state::AppState,
    },
    ui::time::moment_text,
};
use axum::http::{HeaderValue, header::SET_COOKIE};
use chrono::{DateTime, SecondsFormat, Utc};
use leptos::prelude::use_context;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// Tells the browser's scripts what has been saved: ids and names of forms, joined by dots.
const COOKIE: &str = "saved";
/// How long the browser keeps that, in seconds: until its next page, however slow.
const COOKIE_AGE: u32 = 600;

/// What is to stand in a form, with or without a draft.
pub struct Filled<T> {
    /// The fields.
    pub fields: T,
    /// What the page must know.
    pub draft: FormDraft,
    texts: Option<Texts>,
}

impl<T> Filled<T> {
    /// A form that has no draft.
    pub fn without_draft(fields: T) -> Self {
        Self {
            fields,
            draft: FormDraft::default(),
            texts: None,
        }
    }

    /// Whether the draft says something about this field.
    pub fn tells(&self, field: &str) -> bool {
        self.texts
            .as_ref()
            .is_some_and(|texts| texts.contains_key(field))
    }

    /// What stands in the form: what was sent and refused, if this request brought that, else this.
    pub fn or_typed<F>(mut self, typed: fn(F) -> T) -> (T, FieldErrors, FormDraft)
    where
        F: DeserializeOwned,
    {
        let (fields, errors) = typed_or(typed, || self.fields);
        if !errors.is_empty() || conflict().is_some() {
            self.draft.restored.clear();
        }
        (fields, errors, self.draft)
    }
}

/// Fills a form from its draft, if there is one that says anything else than the fresh form. Of the
/// field `offered` the fresh form has a value that nothing typed does not take back.
///
/// # Errors
/// When the database cannot answer.
pub async fn fill<T>(
    state: &AppState,
    user: &UserId,
    form: DraftForm,
    fresh: T,
    offered: Option<&str>,
) -> Result<Filled<T>, AppError>
where
    T: Serialize + DeserializeOwned,
{
    let mut filled = Filled {
        fields: fresh,
        draft: FormDraft {
            form: form.to_string(),
            owner: user.to_string(),
            ..FormDraft::default()
        },
        texts: None,
    };
    let Some(mut draft) = db::find(&state.pool, user, form).await? else {
        return Ok(filled);
    };
    draft
        .texts
        .retain(|name, text| !text.trim().is_empty() || Some(name.as_str()) != offered);
    if form.is_new() && is_done(state, user, &draft.texts).await? {
        db::discard(&state.pool, user, form).await?;
        return Ok(filled);
    }
    filled.draft.saved_at = exact(draft.saved_at);
    if let Some(fields) = merged(&filled.fields, &draft.texts) {
        filled.fields = fields;
        let clock = context::clock(state, user).await?;
        let offset = clock.moment(draft.saved_at).utc_offset_minutes;
        filled.draft.restored = moment_text(draft.saved_at, i32::from(offset));
        filled.texts = Some(draft.texts);
    }
    Ok(filled)
}

/// Whether what a new form was to make is there already.
///
/// # Errors
/// When the database cannot answer.
pub async fn is_done(state: &AppState, user: &UserId, texts: &Texts) -> Result<bool, AppError> {
    match texts.get("id").and_then(|id| id.parse::<Uuid>().ok()) {
        Some(id) => db::is_stored(&state.pool, user, id).await,
        None => Ok(false),
    }
}

/// The fields with the draft's texts in place of their own; none if that changes nothing.
fn merged<T: Serialize + DeserializeOwned>(fresh: &T, draft: &Texts) -> Option<T> {
    let mut all = serde_json::to_value(fresh).ok()?;
    let fields = all.as_object_mut()?;
    let shown = fields
        .iter()
        .map(|(name, value)| {
            let text = value.as_str().map(str::to_owned);
            (name.clone(), text.unwrap_or_else(|| value.to_string()))
        })
        .collect();
    if !differs(draft, &shown) {
        return None;
    }
    for (name, text) in draft {
        // A form that has changed since no longer has every field.
        match fields.get_mut(name) {
            Some(field) if field.is_string() => *field = text.as_str().into(),
            Some(field) => *field = text.parse::<i64>().ok()?.into(),
            None => {}
        }
    }
    serde_json::from_value(all).ok()
}

/// Ends the drafts of something that has just been saved, here and in the browser. That they could
/// not be ended is no reason to say that it was not saved: a draft of something that is there is
/// not shown again.
pub async fn saved(state: &AppState, user: &UserId, id: Uuid, form: Option<DraftForm>) {
    if let Err(error) = db::discard_of(&state.pool, user, id).await {
        tracing::warn!(error.cause = %error, "drafts of something saved could not be dropped");
    }
    let form = form.map(|form| format!(".{form}")).unwrap_or_default();
    tell_browser(&format!("{id}{form}"));
}

/// Lets the browser's scripts drop what they kept of these ids and forms.
pub fn tell_browser(what: &str) {
    let cookie = format!("{COOKIE}={what}; Path=/; Max-Age={COOKIE_AGE}; SameSite=Lax");
    if let (Some(response), Ok(cookie)) = (
        use_context::<leptos_axum::ResponseOptions>(),
        HeaderValue::try_from(cookie),
    ) {
        response.append_header(SET_COOKIE, cookie);
    }
}

/// A time exactly as the database has it.
pub fn exact(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}
