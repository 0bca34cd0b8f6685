-- What a person may choose about their practice and about the code editor. The
-- time zone and the hour a day begins have been there since the journal has.
alter table users
    -- How long they mean to practise on a day.
    add column daily_minutes smallint not null default 60,
    -- The day of the interview they practise for; null while there is none.
    add column interview_date date,
    -- Spaces the code editor indents by; 0 is a tab.
    add column editor_indent smallint not null default 4,
    -- Whether long lines of code are wrapped.
    add column editor_wraps boolean not null default false,
    -- Whether the editor opens by itself in place of the plain field.
    add column editor_opens boolean not null default false,
    add constraint users_daily_minutes_range check (daily_minutes between 5 and 960),
    add constraint users_interview_date_range check (interview_date between '2000-01-01' and '2100-12-31'),
    add constraint users_editor_indent_known check (editor_indent in (0, 2, 3, 4, 8));

-- What the home page leads with: problems whose latest attempt did not solve
-- them, those that waited longest first; and problems without an attempt, in the
-- order they came.
create index progress_unfinished on problem_progress (user_id, latest_attempted_at, problem_id)
    where latest_status in ('partial', 'failed');
create index progress_untried on problem_progress (user_id, problem_id) where latest_status is null;
