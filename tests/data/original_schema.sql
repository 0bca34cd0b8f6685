-- A database as the original GitGud left it: the schema of its documentation, with rows that show
-- everything its unchecked inputs let in.
create type difficulty_enum as enum ('easy', 'medium', 'hard');
create type status_enum as enum ('solved', 'partial', 'failed');

create table users (
    clerk_id text primary key,
    email text not null,
    created_at timestamp default now() not null,
    updated_at timestamp default now() not null
);

create table problems (
    id uuid primary key default gen_random_uuid(),
    user_id text not null references users (clerk_id) on delete cascade,
    title text not null,
    description text,
    url text,
    platform text,
    difficulty difficulty_enum not null,
    tags text[],
    created_at timestamp default now() not null,
    updated_at timestamp default now() not null
);

create table attempts (
    id uuid primary key default gen_random_uuid(),
    problem_id uuid not null references problems (id) on delete cascade,
    user_id text not null references users (clerk_id) on delete cascade,
    status status_enum not null,
    time_taken integer,
    notes text,
    solution_code text,
    created_at timestamp default now() not null,
    updated_at timestamp default now() not null
);
