-- Problems that another program has told of, such as a browser extension. They wait
-- until the person takes them into the journal or dismisses them.
create table inbox_items (
    user_id text not null,
    -- Also the id of the problem, once it is in the journal.
    id uuid not null,
    title text not null,
    url text,
    -- Where the sender says it is from: "Codeforces - Educational Round 40".
    site text,
    -- What makes the problem the same one: as in problems, or the lower-case title after "title:".
    identity text not null,
    -- The contest it came with, and how many problems that has; null when it came alone.
    batch_id uuid,
    batch_size integer,
    received_at timestamptz not null default now(),
    constraint inbox_items_pkey primary key (user_id, id),
    constraint inbox_items_identity_key unique (user_id, identity),
    constraint inbox_items_user_fk foreign key (user_id) references users (clerk_id) on delete cascade,
    constraint inbox_items_title_length check (char_length(btrim(title)) between 1 and 300),
    constraint inbox_items_url_scheme check (url ~* '^https?://[^[:space:]]+$'),
    constraint inbox_items_url_length check (octet_length(url) <= 2048),
    constraint inbox_items_site_length check (char_length(site) between 1 and 200),
    constraint inbox_items_identity_length check (octet_length(identity) between 1 and 2100),
    constraint inbox_items_batch_whole check ((batch_id is null) = (batch_size is null)),
    constraint inbox_items_batch_size_range check (batch_size between 2 and 1000)
);
create index inbox_items_newest_idx on inbox_items (user_id, received_at desc, id desc);

-- What was dismissed can be taken back.
alter table undo_rows drop constraint undo_rows_kind_known,
    add constraint undo_rows_kind_known check (kind in ('problem', 'attempt', 'view', 'inbox'));
