-- What to redo and when: what a person chooses about it, the yardstick of each
-- attempt, and the schedule that follows from the log.

-- What a person chooses about their schedule and their streak.
alter table users
    -- Percent of recall aimed at.
    add column retention smallint not null default 90,
    -- Most days between two reviews.
    add column interval_cap smallint not null default 90,
    -- Days of the week without practice, at most two: 1 is Monday, 7 is Sunday.
    add column rest_days smallint[] not null default '{}',
    -- Whether a day on which nothing was due leaves the streak whole.
    add column quiet_days_count boolean not null default true,
    -- The interview that the due dates are bent towards; null once it is over.
    add column bent_towards date,
    -- The weights of the memory's model, fitted to this person; null for everybody's.
    add column weights double precision[],
    add constraint users_retention_range check (retention between 80 and 95),
    add constraint users_interval_cap_range check (interval_cap between 7 and 365),
    add constraint users_rest_days_known check (
        cardinality(rest_days) <= 2 and rest_days <@ array[1, 2, 3, 4, 5, 6, 7]::smallint[]
    ),
    add constraint users_weights_count check (cardinality(weights) = 21);

update users set bent_towards = interview_date where interview_date is not null;

-- What a person decided about the reviews of one problem.
alter table problems
    add column review_paused boolean not null default false,
    -- By hand: mastered, or kept in the queue; null lets the log decide.
    add column mastered boolean,
    -- When it was put off, and until which local date.
    add column postponed_at timestamptz,
    add column postponed_until date,
    -- Attempts before this are history and teach nothing.
    add column practise_from timestamptz,
    add constraint problems_postponed_whole check ((postponed_at is null) = (postponed_until is null)) not valid;

alter table attempts
    -- The grade the person gave, 1 to 4; null leaves it to the suggestion.
    add column chosen_grade smallint,
    -- Recalled only, not solved.
    add column recall boolean not null default false,
    -- Minutes that a problem of its difficulty was expected to take this person when
    -- it was recorded, so that a later change of pace does not grade the past anew.
    add column expected_minutes smallint not null default 30,
    add constraint attempts_chosen_grade_range check (chosen_grade between 1 and 4) not valid,
    add constraint attempts_expected_minutes_range check (expected_minutes between 1 and 1440) not valid;

update attempts a set expected_minutes = case p.difficulty when 'easy' then 15 else 45 end
from problems p
where p.user_id = a.user_id and p.id = a.problem_id and p.difficulty <> 'medium';

-- The schedule, derived from the log with everything else there.
alter table problem_progress
    add column state text not null default 'new',
    -- The local date on which it comes back; null while it does not.
    add column due_on date,
    add column stability double precision,
    add column memory_difficulty double precision,
    add column reviewed_on date,
    add column reviewed_at timestamptz,
    add column last_grade smallint,
    add column last_was_recall boolean not null default false,
    add column reps integer not null default 0,
    add column lapses integer not null default 0,
    add column agains integer not null default 0,
    add column clean integer not null default 0,
    -- Minutes it is expected to take once more; null before the first attempt.
    add column expected_minutes smallint,
    add constraint problem_progress_state_known check (state in ('new', 'learning', 'review', 'paused', 'mastered')),
    add constraint problem_progress_learned check ((reps = 0) = (stability is null));

-- With whatever the queue and the forecast ask of very many rows, so that they need not be visited.
create index progress_due_idx on problem_progress (user_id, due_on, problem_id)
    include (stability, memory_difficulty, reviewed_on, expected_minutes, last_was_recall)
    where due_on is not null;
create index progress_new_idx on problem_progress (user_id, problem_id) where state = 'new';

-- Every attempt as the schedule saw it. Derived, like the above.
create table review_log (
    user_id text not null,
    attempt_id uuid not null,
    problem_id uuid not null,
    local_date date not null,
    difficulty difficulty not null,
    -- 1 to 4.
    grade smallint not null,
    chosen boolean not null,
    -- Whether it moved the memory.
    counted boolean not null,
    -- The chance of recall that was predicted for it.
    predicted real,
    solved boolean not null,
    -- Whether it was the first at its problem.
    first boolean not null,
    -- Minutes, if timed; and whether they tell how long the person needs: an own solve.
    minutes integer,
    own_solve boolean not null,
    -- Whether it was recalled only.
    recall boolean not null,
    constraint review_log_pkey primary key (user_id, attempt_id),
    constraint review_log_problem_fk foreign key (user_id, problem_id)
        references problems (user_id, id) on delete cascade,
    constraint review_log_grade_range check (grade between 1 and 4)
);
create index review_log_problem_idx on review_log (user_id, problem_id);
create index review_log_paced_idx on review_log (user_id, difficulty, local_date desc, attempt_id desc)
    where own_solve and minutes is not null;
create index review_log_predicted_idx on review_log (user_id, local_date desc, attempt_id desc)
    where predicted is not null;

-- What was done on each local date: sums over the log. No row for a day without an attempt.
create table journal_days (
    user_id text not null,
    local_date date not null,
    attempts integer not null default 0,
    -- Of those, what was recalled only, which is no attempt to solve.
    recalls integer not null default 0,
    minutes integer not null default 0,
    solved integer not null default 0,
    -- Problems tried for the first time, and how many of those that solved at once and unaided.
    first_tries integer not null default 0,
    first_solves integer not null default 0,
    -- Own solves with a time, by difficulty: how many, and the sum of the logarithms
    -- of their minutes against the default, in thousandths.
    easy_paced integer not null default 0,
    easy_pace bigint not null default 0,
    medium_paced integer not null default 0,
    medium_pace bigint not null default 0,
    hard_paced integer not null default 0,
    hard_pace bigint not null default 0,
    constraint journal_days_pkey primary key (user_id, local_date),
    constraint journal_days_user_fk foreign key (user_id) references users (clerk_id) on delete cascade,
    constraint journal_days_counts check (attempts >= solved and solved >= 0 and minutes >= 0),
    constraint journal_days_recalls check (recalls between 0 and attempts - solved)
);

-- Days without an attempt that left the streak whole, written when they were over:
-- a setting that is changed later does not change them.
create table spared_days (
    user_id text not null,
    local_date date not null,
    reason text not null,
    constraint spared_days_pkey primary key (user_id, local_date),
    constraint spared_days_user_fk foreign key (user_id) references users (clerk_id) on delete cascade,
    constraint spared_days_reason_known check (reason in ('rest', 'quiet'))
);

-- What was revealed of a problem while it was being reviewed; it counts as help of
-- the attempt that follows, and goes with it.
create table reveals (
    user_id text not null,
    problem_id uuid not null,
    help text not null,
    revealed_at timestamptz not null default now(),
    constraint reveals_pkey primary key (user_id, problem_id),
    constraint reveals_problem_fk foreign key (user_id, problem_id)
        references problems (user_id, id) on delete cascade,
    constraint reveals_help_known check (help in ('hint', 'solution'))
);

-- How much better the fitted weights predict. One row a person: the latest fit.
create table weight_fits (
    user_id text not null,
    fitted_at timestamptz not null default now(),
    -- Reviews it was fitted to, and those it was tried on, which are later ones.
    fitted_reviews integer not null,
    tried_reviews integer not null,
    -- Mean logarithmic loss on the latter, of everybody's weights and of the fitted ones.
    loss_before double precision not null,
    loss_after double precision not null,
    -- Whether the fitted ones are used: they are when they predict better.
    used boolean not null,
    constraint weight_fits_pkey primary key (user_id),
    constraint weight_fits_user_fk foreign key (user_id) references users (clerk_id) on delete cascade
);

-- A calendar that other programs may read by a secret address.
create table calendar_feeds (
    user_id text not null,
    -- Made with the form: the same form sent twice makes one feed.
    id uuid not null,
    -- SHA-256 of the secret; it is told once and not kept.
    digest bytea not null,
    -- Whether the titles of problems are in it.
    titles boolean not null default false,
    created_at timestamptz not null default now(),
    last_read_at timestamptz,
    constraint calendar_feeds_pkey primary key (user_id),
    constraint calendar_feeds_user_fk foreign key (user_id) references users (clerk_id) on delete cascade,
    constraint calendar_feeds_digest_size check (octet_length(digest) = 32)
);
-- Not unique: what is unique starts with the person. Secrets of 160 random bits do not meet.
create index calendar_feeds_digest_idx on calendar_feeds (digest);

-- Which version of the rules of derivation this journal has seen; `gitgud migrate`
-- derives it again by newer ones.
alter table journal_totals
    add column derived_by smallint not null default 0,
    -- Until which local date it is settled which days without an attempt left the streak
    -- whole. It stands with the sums that whoever changes the log holds, so that nobody
    -- waits for the person's own row.
    add column settled_until date,
    -- Goes up with every change to what is derived: what was computed from it is known
    -- to be old by this.
    add column revision bigint not null default 0;
