-- What finding and recording need: stars, revisions that tell two edits apart,
-- text that can be searched, an index per order of the list, tags with their
-- counts, saved views, undo, timers and drafts.

-- Both come with PostgreSQL and are trusted: the owner of the database may
-- create them. See docs/decisions/010.
create extension if not exists btree_gin;
create extension if not exists pg_trgm;

-- Problems.
alter table problems
    add column starred boolean not null default false,
    -- Goes up with every change; an edit names the one it started from.
    add column revision integer not null default 1,
    -- What the list calls the site: a known platform, else the host.
    add column site text generated always as (
        case
            when url is null then null
            when platform is null or platform in ('other', 'unknown')
                then left(lower(substring(url from '^https?://(?:www\.)?([^/?#]+)')), 100)
            else platform
        end
    ) stored,
    -- Lower case, for searching; the words of a search are lowered by the same function.
    add column search_text text generated always as (
        lower(title || E'\n' || coalesce(description, ''))
    ) stored;

create index problems_search_idx on problems using gin (user_id, search_text gin_trgm_ops);
create index problems_tags_idx on problems using gin (user_id, tags);

-- Attempts.
alter table attempts
    add column revision integer not null default 1,
    add column search_text text generated always as (
        lower(coalesce(notes, '') || E'\n' || coalesce(solution_code, ''))
    ) stored;

create index attempts_search_idx on attempts using gin (user_id, search_text gin_trgm_ops);

-- How many of a problem's attempts have notes, and code.
alter table problem_progress
    add column noted_attempts integer not null default 0,
    add column coded_attempts integer not null default 0;

update problem_progress g
set noted_attempts = counted.noted, coded_attempts = counted.coded
from (
    select user_id, problem_id, count(notes) as noted, count(solution_code) as coded
    from attempts group by user_id, problem_id
) as counted
where g.user_id = counted.user_id and g.problem_id = counted.problem_id;

-- One index per order of the list. What is missing comes last in both
-- directions, so such a column has one index for each: going up it counts as the
-- last of all characters, going down as nothing. Text is compared by its bytes:
-- the same order in every database. Only its beginning counts, because an adopted
-- text can be longer than an index takes.
create index problems_by_title on problems (user_id, left(lower(title), 64) collate "C", id);
create index problems_by_site_up on problems (user_id, left(coalesce(site, E'\U0010FFFF'), 100) collate "C", id);
create index problems_by_site_down on problems (user_id, left(coalesce(site, ''), 100) collate "C", id);
create index problems_by_tag_up on problems (user_id, left(coalesce(tags[1], E'\U0010FFFF'), 64) collate "C", id);
create index problems_by_tag_down on problems (user_id, left(coalesce(tags[1], ''), 64) collate "C", id);
create index problems_by_difficulty on problems (user_id, difficulty, id);
create index problems_starred on problems (user_id, created_at, id) where starred;
create index progress_by_attempts on problem_progress (user_id, attempts, problem_id);
-- The order of the statuses is solved, partial, failed, untried: 1, 2, 3, 4 going up; going down untried is 0.
create index progress_by_status_up on problem_progress
    (user_id, (case latest_status when 'solved' then 1 when 'partial' then 2 when 'failed' then 3 else 4 end), problem_id);
create index progress_by_status_down on problem_progress
    (user_id, (case latest_status when 'solved' then 1 when 'partial' then 2 when 'failed' then 3 else 0 end), problem_id);
create index progress_by_best_up on problem_progress (user_id, coalesce(best_minutes, 2147483647), problem_id);
create index progress_by_best_down on problem_progress (user_id, coalesce(best_minutes, -1), problem_id);
create index progress_by_last_up on problem_progress (user_id, coalesce(last_minutes, 2147483647), problem_id);
create index progress_by_last_down on problem_progress (user_id, coalesce(last_minutes, -1), problem_id);
create index progress_by_touched_up on problem_progress (user_id, coalesce(latest_attempted_at, 'infinity'), problem_id);
create index progress_by_touched_down on problem_progress (user_id, coalesce(latest_attempted_at, '-infinity'), problem_id);

-- Tags of a journal with the number of problems that have each; no row for a
-- tag that nothing has. Derived from problems.tags, written with it.
create table journal_tags (
    user_id text not null,
    tag text not null,
    problems integer not null,
    constraint journal_tags_pkey primary key (user_id, tag),
    constraint journal_tags_user_fk foreign key (user_id) references users (clerk_id) on delete cascade,
    constraint journal_tags_counted check (problems >= 0)
);

insert into journal_tags (user_id, tag, problems)
select p.user_id, tag, count(*) from problems p, unnest(p.tags) as tag group by p.user_id, tag;

-- A search worth coming back to.
create table saved_views (
    user_id text not null,
    id uuid not null,
    name text not null,
    query text not null,
    sort text not null default '',
    created_at timestamptz not null default now(),
    constraint saved_views_pkey primary key (user_id, id),
    constraint saved_views_user_fk foreign key (user_id) references users (clerk_id) on delete cascade,
    constraint saved_views_name_length check (char_length(btrim(name)) between 1 and 60),
    constraint saved_views_query_length check (char_length(query) <= 500),
    constraint saved_views_sort_length check (char_length(sort) <= 30)
);
create unique index saved_views_name_key on saved_views (user_id, lower(name));

-- What can be taken back, for thirty days.
create table undo_steps (
    user_id text not null,
    id uuid not null,
    -- What was done, as a sentence for the person.
    summary text not null,
    made_at timestamptz not null default now(),
    undone_at timestamptz,
    -- What taking it back came to, in rows; told again when it is asked for again.
    restored integer not null default 0,
    left_alone integer not null default 0,
    without_link integer not null default 0,
    without_problem integer not null default 0,
    constraint undo_steps_pkey primary key (user_id, id),
    constraint undo_steps_user_fk foreign key (user_id) references users (clerk_id) on delete cascade,
    constraint undo_steps_summary_length check (char_length(summary) between 1 and 1000)
);
create index undo_steps_latest_idx on undo_steps (user_id, made_at desc, id desc);

create table undo_rows (
    user_id text not null,
    step_id uuid not null,
    -- Which table the row is or was in.
    kind text not null,
    row_id uuid not null,
    -- The whole row as it was before.
    before jsonb not null,
    -- The revision the change left behind; null when the row was deleted. A row
    -- that has moved on since is not taken back over somebody's later work.
    revision_after integer,
    constraint undo_rows_pkey primary key (user_id, step_id, kind, row_id),
    constraint undo_rows_step_fk foreign key (user_id, step_id)
        references undo_steps (user_id, id) on delete cascade,
    constraint undo_rows_kind_known check (kind in ('problem', 'attempt', 'view'))
);
-- Which step deleted a row: asked when the same delete is sent twice.
create index undo_rows_deleted_idx on undo_rows (user_id, row_id) where revision_after is null;

-- A running or paused timer per problem.
create table timers (
    user_id text not null,
    problem_id uuid not null,
    -- Seconds of all finished stretches.
    seconds integer not null default 0,
    -- When the current stretch began; null while paused.
    running_since timestamptz,
    constraint timers_pkey primary key (user_id, problem_id),
    constraint timers_problem_fk foreign key (user_id, problem_id)
        references problems (user_id, id) on delete cascade,
    constraint timers_seconds_range check (seconds >= 0)
);

-- What was typed into a form and not saved yet.
create table drafts (
    user_id text not null,
    -- Which form, such as attempt-new:<problem>.
    form text not null,
    -- Names of fields and their texts.
    fields jsonb not null,
    saved_at timestamptz not null default now(),
    constraint drafts_pkey primary key (user_id, form),
    constraint drafts_user_fk foreign key (user_id) references users (clerk_id) on delete cascade,
    constraint drafts_form_length check (char_length(form) between 1 and 100)
);
create index drafts_latest_idx on drafts (user_id, saved_at desc);

-- The language of the last code recorded, offered for the next.
alter table users add column language text,
    add constraint users_language_length check (char_length(language) between 1 and 40);
