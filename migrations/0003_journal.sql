-- From the original's three tables to the journal: times with a zone, an
-- identity per problem, what an attempt cost and when it was, keys that start
-- with the person they belong to.

-- Times. The original stored UTC without saying so.
alter table users
    alter column email set default '',
    alter column created_at type timestamptz using created_at at time zone 'UTC',
    alter column updated_at type timestamptz using updated_at at time zone 'UTC',
    -- IANA name; null until the browser or the settings say it. Until then UTC.
    add column time_zone text,
    -- The hour at which a new day begins for this person.
    add column day_start_hour smallint not null default 0;

alter table problems
    alter column created_at type timestamptz using created_at at time zone 'UTC',
    alter column updated_at type timestamptz using updated_at at time zone 'UTC',
    alter column tags set default '{}',
    -- platform and id, such as leetcode:two-sum. Null: entered by hand, or one
    -- of several adopted rows for the same problem (the oldest has it).
    add column identity text,
    -- Which version of the recognition rules this row has seen; see `gitgud migrate`.
    add column recognised_by smallint not null default 0;

alter table attempts
    alter column created_at type timestamptz using created_at at time zone 'UTC',
    alter column updated_at type timestamptz using updated_at at time zone 'UTC',
    add column attempted_at timestamptz,
    -- The day this attempt counts for, fixed when it was recorded.
    add column local_date date,
    -- The person's offset from UTC at that moment, east positive.
    add column utc_offset_minutes smallint not null default 0,
    add column help text not null default 'none',
    add column language text;

update attempts
set attempted_at = created_at, local_date = (created_at at time zone 'UTC')::date;

alter table attempts
    alter column attempted_at set default now(),
    alter column attempted_at set not null,
    alter column local_date set default (now() at time zone 'UTC')::date,
    alter column local_date set not null;

-- Keys. An attempt cannot belong to one person and its problem to another.
do $$
declare
    found record;
begin
    for found in
        select conrelid::regclass as of_table, conname from pg_constraint
        where contype = 'f' and conrelid = 'attempts'::regclass and confrelid = 'problems'::regclass
    loop
        execute format('alter table %s drop constraint %I', found.of_table, found.conname);
    end loop;
    for found in
        select conrelid::regclass as of_table, conname from pg_constraint
        where contype = 'p' and conrelid in ('problems'::regclass, 'attempts'::regclass)
    loop
        execute format('alter table %s drop constraint %I', found.of_table, found.conname);
    end loop;
end $$;

alter table problems add constraint problems_pkey primary key (user_id, id);
alter table attempts add constraint attempts_pkey primary key (user_id, id);
alter table attempts add constraint attempts_problem_fk
    foreign key (user_id, problem_id) references problems (user_id, id) on delete cascade;

-- The same problem is never added twice. Rows get their identity from
-- `gitgud migrate`, which gives it to the oldest of several adopted duplicates.
create unique index problems_identity_key on problems (user_id, identity) where identity is not null;

-- The problem list, newest first; the timeline of a problem; recent activity.
create index problems_newest_idx on problems (user_id, created_at desc, id desc);
create index attempts_timeline_idx on attempts (user_id, problem_id, attempted_at desc, id desc);
create index attempts_recent_idx on attempts (user_id, attempted_at desc, id desc);

-- Limits, the same as in the models. NOT VALID: an adopted row that is too long
-- stays readable, and must be shortened only when it is edited.
alter table users
    add constraint users_clerk_id_length check (char_length(clerk_id) between 1 and 200) not valid,
    add constraint users_time_zone_length check (char_length(time_zone) between 1 and 64),
    add constraint users_day_start_hour_range check (day_start_hour between 0 and 23);

alter table problems
    add constraint problems_title_length check (char_length(btrim(title)) between 1 and 300) not valid,
    add constraint problems_description_length check (char_length(description) <= 100000) not valid,
    add constraint problems_url_scheme check (url ~* '^https?://[^[:space:]]+$') not valid,
    add constraint problems_url_length check (octet_length(url) <= 2048) not valid,
    add constraint problems_identity_length check (octet_length(identity) between 1 and 2100),
    add constraint problems_platform_length check (char_length(platform) <= 100) not valid,
    add constraint problems_tags_count check (cardinality(tags) <= 40) not valid,
    add constraint problems_tags_flat check (array_ndims(tags) = 1 and array_position(tags, null) is null) not valid;

alter table attempts
    add constraint attempts_minutes_range check (time_taken between 1 and 1440) not valid,
    add constraint attempts_notes_length check (char_length(notes) <= 100000) not valid,
    add constraint attempts_code_length check (char_length(solution_code) <= 200000) not valid,
    add constraint attempts_help_known check (help in ('none', 'hint', 'solution')),
    add constraint attempts_language_length check (char_length(language) between 1 and 40),
    add constraint attempts_utc_offset_range check (utc_offset_minutes between -1080 and 1080);
