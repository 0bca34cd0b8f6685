//! Components that know no noun of the product: they take words and values, and give markup whose class names are in
//! `style/`. All of them render the same on the server and in the browser, and all of them work without JavaScript.
//!
//! * below all: [`any`], [`address`]
//! * page: [`layout`], [`notice`], [`empty`], [`failure`], [`lazy`], [`load`], [`pager`], [`confirm`]
//! * forms: [`form`], [`button`], [`copy`], [`field`], [`code_editor`], and [`escape`] for the one place where text becomes markup by hand
//! * data: [`badge`], [`icon`], [`stat`], [`time`]
//! * charts: [`chart`], [`bars`], [`series`], [`heat_map`], each in a [`figure`]
//! * what people wrote: [`markdown`], [`code`]
//! * all of them on one page: [`styleguide`]

pub mod address;
pub mod any;
pub mod badge;
pub mod bars;
pub mod button;
pub mod chart;
pub mod code;
pub mod code_editor;
pub mod confirm;
pub mod conflict;
pub mod copy;
pub mod day_bar;
pub mod empty;
pub mod escape;
pub mod failure;
pub mod field;
pub mod figure;
pub mod form;
pub mod heat_map;
pub mod icon;
pub mod in_place;
pub mod kept;
pub mod layout;
pub mod lazy;
pub mod load;
pub mod markdown;
pub mod notice;
pub mod pager;
pub mod series;
pub mod stat;
pub mod styleguide;
pub mod time;
