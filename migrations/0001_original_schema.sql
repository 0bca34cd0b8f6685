-- The schema of the original GitGud, as its Drizzle migration created it.
-- Every statement tolerates that the thing is already there: pointed at an
-- existing GitGud database, this migration adopts it and changes nothing.

do $$ begin
    create type difficulty as enum ('easy', 'medium', 'hard');
exception when duplicate_object then null;
end $$;

do $$ begin
    create type status as enum ('solved', 'partial', 'failed');
exception when duplicate_object then null;
end $$;

create table if not exists users (
    clerk_id text primary key,
    email text not null,
    created_at timestamp default now() not null,
    updated_at timestamp default now() not null
);

create table if not exists problems (
    id uuid primary key default gen_random_uuid(),
    user_id text not null,
    title text not null,
    description text,
    url text,
    platform text,
    difficulty difficulty not null,
    tags text[],
    created_at timestamp default now() not null,
    updated_at timestamp default now() not null
);

create table if not exists attempts (
    id uuid primary key default gen_random_uuid(),
    problem_id uuid not null,
    user_id text not null,
    status status not null,
    time_taken integer,
    notes text,
    solution_code text,
    created_at timestamp default now() not null,
    updated_at timestamp default now() not null
);

do $$ begin
    alter table problems add constraint problems_user_id_users_clerk_id_fk
        foreign key (user_id) references users (clerk_id) on delete cascade;
exception when duplicate_object then null;
end $$;

do $$ begin
    alter table attempts add constraint attempts_problem_id_problems_id_fk
        foreign key (problem_id) references problems (id) on delete cascade;
exception when duplicate_object then null;
end $$;

do $$ begin
    alter table attempts add constraint attempts_user_id_users_clerk_id_fk
        foreign key (user_id) references users (clerk_id) on delete cascade;
exception when duplicate_object then null;
end $$;
