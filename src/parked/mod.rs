//! A form that was sent when the session's token had just run out. Without JavaScript nobody renews
//! a token beforehand, and the provider can only be asked while a page is being opened: so the form
//! is parked, its page is opened, and the form is done when the session is fresh. Nothing of it is
//! seen, and nothing typed is lost; not even if the person has to sign in again.

#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod resume;
