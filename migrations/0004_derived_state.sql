-- What the pages show about a problem and about the whole journal, derived from
-- the attempt log and written in the transaction that changed the log. Both can
-- be rebuilt from it at any time.

create table problem_progress (
    user_id text not null,
    problem_id uuid not null,
    attempts integer not null default 0,
    solved_attempts integer not null default 0,
    -- Status, time and day of the latest attempt; null while there is none.
    latest_status status,
    latest_attempted_at timestamptz,
    latest_local_date date,
    -- Minutes of the fastest solved attempt, and of the latest one.
    best_minutes integer,
    last_minutes integer,
    constraint problem_progress_pkey primary key (user_id, problem_id),
    constraint problem_progress_problem_fk foreign key (user_id, problem_id)
        references problems (user_id, id) on delete cascade,
    constraint problem_progress_counts check (attempts >= solved_attempts and solved_attempts >= 0),
    constraint problem_progress_latest check ((attempts = 0) = (latest_status is null))
);

create table journal_totals (
    user_id text not null,
    problems integer not null default 0,
    -- Problems by the status of their latest attempt; the rest are untried.
    solved integer not null default 0,
    partial integer not null default 0,
    failed integer not null default 0,
    attempts integer not null default 0,
    solved_attempts integer not null default 0,
    constraint journal_totals_pkey primary key (user_id),
    constraint journal_totals_user_fk foreign key (user_id) references users (clerk_id) on delete cascade,
    constraint journal_totals_counts check (
        problems >= solved + partial + failed and solved >= 0 and partial >= 0 and failed >= 0
        and attempts >= solved_attempts and solved_attempts >= 0
    )
);

insert into problem_progress
    (user_id, problem_id, attempts, solved_attempts, latest_status, latest_attempted_at, latest_local_date, best_minutes, last_minutes)
select p.user_id, p.id, count(a.id), count(a.id) filter (where a.status = 'solved'),
       (array_agg(a.status order by a.attempted_at desc, a.id desc) filter (where a.id is not null))[1],
       max(a.attempted_at),
       (array_agg(a.local_date order by a.attempted_at desc, a.id desc) filter (where a.id is not null))[1],
       min(a.time_taken) filter (where a.status = 'solved'),
       (array_agg(a.time_taken order by a.attempted_at desc, a.id desc) filter (where a.id is not null))[1]
from problems p
left join attempts a on a.user_id = p.user_id and a.problem_id = p.id
group by p.user_id, p.id;

insert into journal_totals (user_id, problems, solved, partial, failed, attempts, solved_attempts)
select u.clerk_id, count(g.problem_id),
       count(*) filter (where g.latest_status = 'solved'),
       count(*) filter (where g.latest_status = 'partial'),
       count(*) filter (where g.latest_status = 'failed'),
       coalesce(sum(g.attempts), 0), coalesce(sum(g.solved_attempts), 0)
from users u
left join problem_progress g on g.user_id = u.clerk_id
group by u.clerk_id;
