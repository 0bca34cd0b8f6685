-- Personal access tokens: what other programs show in place of a session. The
-- secret itself is told once and not kept.
create table access_tokens (
    user_id text not null,
    id uuid not null,
    -- What the person calls it, such as the program that uses it.
    name text not null,
    scope text not null,
    -- SHA-256 of the secret.
    digest bytea not null,
    -- The last characters of the secret, by which a person tells it from others.
    hint text not null,
    created_at timestamptz not null default now(),
    -- Null: until it is revoked.
    expires_at timestamptz,
    -- To the minute.
    last_used_at timestamptz,
    constraint access_tokens_pkey primary key (user_id, id),
    constraint access_tokens_user_fk foreign key (user_id) references users (clerk_id) on delete cascade,
    constraint access_tokens_name_length check (char_length(name) between 1 and 60),
    constraint access_tokens_scope_known check (scope in ('read', 'write')),
    constraint access_tokens_digest_size check (octet_length(digest) = 32),
    constraint access_tokens_hint_length check (char_length(hint) = 4)
);

-- Who shows a secret is not known before it is looked up. Not unique, for what is
-- unique starts with the person; two secrets of 160 random bits do not meet.
create index access_tokens_digest_idx on access_tokens (digest);
