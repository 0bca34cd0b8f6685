//! Tests of the whole app through its real router, on a real database.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod handshakes;
mod helpers;
mod json_schema;
mod tokens;

mod access_tokens;
mod adoption;
mod api;
mod api_answers;
mod api_document;
mod bulk;
mod calendar;
mod companion;
mod conflicts;
mod design;
mod developers;
mod drafts;
mod find;
mod forms;
mod home;
mod identity;
mod inbox;
mod inbox_list;
mod insights;
mod journal;
mod jump;
mod numbers;
mod offline;
mod outbox;
mod outbox_changes;
mod pages;
mod reconcile;
mod responses;
mod review;
mod session;
mod settings;
mod several;
mod shares;
mod sign_in;
mod storm;
mod tags;
mod tidy;
mod timeline;
mod timer;
mod undo;
mod uninterrupted;
mod walkthrough;
mod weaknesses;
mod webhooks;
mod worker;
