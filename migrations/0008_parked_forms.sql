-- Forms that were sent after the session's token had run out, by browsers that
-- run no scripts: kept until the session is renewed and the form can be done.
create table parked_forms (
    user_id text not null,
    id uuid not null,
    -- SHA-256 of what the browser that sent it carries in a cookie: nobody else takes it up.
    browser bytea not null,
    -- Path and query that the form was sent to.
    target text not null,
    -- As it was sent, application/x-www-form-urlencoded.
    body bytea not null,
    parked_at timestamptz not null default now(),
    primary key (user_id, id),
    constraint parked_forms_browser_size check (octet_length(browser) = 32),
    constraint parked_forms_user_fk foreign key (user_id) references users (clerk_id) on delete cascade,
    constraint parked_forms_target_length check (char_length(target) between 1 and 8000),
    constraint parked_forms_body_size check (octet_length(body) <= 4194304)
);

-- What is older than an hour goes, whosever it is.
create index parked_forms_age on parked_forms (parked_at);
