//! The pages as the browser fetches them. In a release each of these functions is a file of its own,
//! what several of them need is in files beside them, and what stands around every page is in the
//! main one. A page's file is fetched when the page is first used or reached by a link. A debug build
//! is one file.
//!
//! A page that people open first gets a function of its own. Forms are opened from other pages and
//! have most of their code in common: they share one, and a new one is a line of [`Form`].

use crate::{
    account::{
        delete::{DeletePage, DeletedPage},
        device::DevicePage,
        page::SettingsPage,
    },
    attempt::{
        compare::page::ComparePage,
        page::{EditAttemptPage, LogAttemptPage},
    },
    bulk::page::BulkPage,
    calendar::page::CalendarPage,
    error::AppError,
    find::{
        page::ProblemsPage,
        saved::page::{EditViewPage, NewViewPage},
    },
    inbox::page::InboxPage,
    insight::{page::HomePage, report::page::InsightsPage},
    offline,
    problem::{
        form::{AddProblemPage, DifficultyPage, EditProblemPage, TagsPage},
        page::ProblemPage,
        several::page::AddSeveralPage,
    },
    review::{decide::DecisionPage, page::ReviewPage},
    share::page::{SharesPage, SharingPage},
    tag,
    token::page::TokensPage,
    ui::{any::IntoAny, lazy::Make, load::failure, styleguide::Styleguide},
    undo::page::RecentChangesPage,
};

/// `/`
#[cfg_attr(not(debug_assertions), leptos::lazy)]
pub async fn home() -> Make {
    (|| HomePage().into_any()) as Make
}

/// `/insights`
#[cfg_attr(not(debug_assertions), leptos::lazy)]
pub async fn insights() -> Make {
    (|| InsightsPage().into_any()) as Make
}

/// `/problems`
#[cfg_attr(not(debug_assertions), leptos::lazy)]
pub async fn problems() -> Make {
    (|| ProblemsPage().into_any()) as Make
}

/// `/problems/{id}`
#[cfg_attr(not(debug_assertions), leptos::lazy)]
pub async fn problem() -> Make {
    (|| ProblemPage().into_any()) as Make
}

/// `/review`
#[cfg_attr(not(debug_assertions), leptos::lazy)]
pub async fn review() -> Make {
    (|| ReviewPage().into_any()) as Make
}

/// What the copy of the journal on this device answers in place of the server, JSON; empty when only the server can.
#[cfg_attr(not(debug_assertions), leptos::lazy)]
pub async fn kept_answer(path: String, body: String) -> String {
    match offline::answer(&path, &body).await {
        Some(answer) => serde_json::to_string(&answer).unwrap_or_default(),
        None => String::new(),
    }
}

/// A page that is a form.
#[derive(Copy, Clone)]
pub enum Form {
    /// `/problems/new`
    AddProblem,
    /// `/problems/add`
    AddSeveral,
    /// `/problems/bulk`
    Bulk,
    /// `/problems/views/new`
    NewView,
    /// `/problems/views/{id}`
    EditView,
    /// `/problems/{id}/edit`
    EditProblem,
    /// `/problems/{id}/difficulty`
    Difficulty,
    /// `/problems/{id}/tags`
    Tags,
    /// `/problems/{id}/review`
    Decision,
    /// `/problems/{id}/compare`
    Compare,
    /// `/problems/{id}/share`
    Share,
    /// `/problems/{id}/attempts/new`
    LogAttempt,
    /// `/attempts/{id}/edit`
    EditAttempt,
    /// `/inbox`
    Inbox,
    /// `/tags`
    TagList,
    /// `/settings`
    Settings,
    /// `/settings/tokens`
    Tokens,
    /// `/settings/calendar`
    Calendar,
    /// `/settings/shares`
    Shares,
    /// `/settings/device`
    Device,
    /// `/settings/delete`
    Delete,
    /// `/deleted`
    Deleted,
    /// `/styleguide`
    Styleguide,
    /// `/undo`
    RecentChanges,
}

/// Every page that is a form.
#[cfg_attr(not(debug_assertions), leptos::lazy)]
pub async fn form(form: Form) -> Make {
    match form {
        Form::AddProblem => || AddProblemPage().into_any(),
        Form::AddSeveral => || AddSeveralPage().into_any(),
        Form::Bulk => || BulkPage().into_any(),
        Form::NewView => || NewViewPage().into_any(),
        Form::EditView => || EditViewPage().into_any(),
        Form::EditProblem => || EditProblemPage().into_any(),
        Form::Difficulty => || DifficultyPage().into_any(),
        Form::Tags => || TagsPage().into_any(),
        Form::Decision => || DecisionPage().into_any(),
        Form::Compare => || ComparePage().into_any(),
        Form::Share => || SharingPage().into_any(),
        Form::LogAttempt => || LogAttemptPage().into_any(),
        Form::EditAttempt => || EditAttemptPage().into_any(),
        Form::Inbox => || InboxPage().into_any(),
        Form::TagList => || tag::page::TagsPage().into_any(),
        Form::Settings => || SettingsPage().into_any(),
        Form::Tokens => || TokensPage().into_any(),
        Form::Calendar => || CalendarPage().into_any(),
        Form::Shares => || SharesPage().into_any(),
        Form::Device => || DevicePage().into_any(),
        Form::Delete => || DeletePage().into_any(),
        Form::Deleted => || DeletedPage().into_any(),
        // For whoever builds GitGud; nobody else has use for it.
        Form::Styleguide if cfg!(debug_assertions) => || Styleguide().into_any(),
        Form::Styleguide => || failure(AppError::NotFound),
        Form::RecentChanges => || RecentChangesPage().into_any(),
    }
}
