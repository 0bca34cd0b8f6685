//! What people write in Markdown, while they write it: the field with its preview and template.

pub mod model;

pub mod api;

pub mod parts;
