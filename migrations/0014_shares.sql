-- Problems that whoever knows a link may read.
create table shares (
    user_id text not null,
    id uuid not null,
    problem_id uuid not null,
    -- SHA-256 of the link's token, which is told once and not kept.
    digest bytea not null,
    -- What is shown besides the problem itself.
    notes boolean not null default false,
    code boolean not null default false,
    created_at timestamptz not null default now(),
    -- An ended link is kept, so that the request that made it makes no other when it comes again.
    ended_at timestamptz,
    constraint shares_pkey primary key (user_id, id),
    constraint shares_problem_fk foreign key (user_id, problem_id)
        references problems (user_id, id) on delete cascade,
    constraint shares_digest_size check (octet_length(digest) = 32)
);
create index shares_problem_idx on shares (user_id, problem_id);
create index shares_live_idx on shares (user_id, created_at desc, id desc) where ended_at is null;
-- Not unique: what is unique starts with the person. Tokens of 128 random bits do not meet.
create index shares_digest_idx on shares (digest);
