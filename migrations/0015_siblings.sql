-- Whether, after a problem went well and will stay away for weeks, another one of its kind is offered.
alter table users add column offer_siblings boolean not null default false;
