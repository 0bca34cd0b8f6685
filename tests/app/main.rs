//! Tests of the whole app through its real router, on a real database.

mod helpers;
mod tokens;

mod adoption;
mod forms;
mod identity;
mod journal;
mod numbers;
mod pages;
mod responses;
mod sign_in;
mod tidy;
