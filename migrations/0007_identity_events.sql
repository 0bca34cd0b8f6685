-- What the identity provider says about a person: what to call them, and as of
-- when it said so. What it says arrives in any order; only a later word counts.
alter table users
    add column name text,
    add column provider_updated_at timestamptz,
    add constraint users_name_length check (char_length(name) between 1 and 200);

-- People who were deleted at the identity provider. Its ids are not used again, so
-- nobody of this id is ever made anew, whatever arrives late. Somebody who only
-- deleted their journal does not stand here: they may come back.
create table removed_users (
    clerk_id text not null,
    removed_at timestamptz not null default now(),
    constraint removed_users_pkey primary key (clerk_id),
    constraint removed_users_clerk_id_length check (char_length(clerk_id) between 1 and 200)
);

-- Messages of the identity provider that have had their effect, for thirty days:
-- it may send each of them again.
create table webhook_deliveries (
    svix_id text not null,
    type text not null,
    received_at timestamptz not null default now(),
    constraint webhook_deliveries_pkey primary key (svix_id),
    constraint webhook_deliveries_svix_id_length check (char_length(svix_id) between 1 and 200),
    constraint webhook_deliveries_type_length check (char_length(type) between 1 and 100)
);
create index webhook_deliveries_oldest_idx on webhook_deliveries (received_at);
