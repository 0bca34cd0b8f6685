-- Which problems changed when, so that whoever keeps a copy of a journal, or something
-- computed from it, reads only what is new.

-- One row for each problem there ever was; one that is gone from problems was deleted.
create table problem_changes (
    user_id text not null,
    problem_id uuid not null,
    -- The journal's revision (journal_totals) with which it changed last, be it the problem,
    -- its attempts or its schedule.
    revision bigint not null,
    constraint problem_changes_pkey primary key (user_id, problem_id),
    constraint problem_changes_user_fk foreign key (user_id) references users (clerk_id) on delete cascade
);
create index problem_changes_revision_idx on problem_changes (user_id, revision, problem_id);

insert into problem_changes (user_id, problem_id, revision) select user_id, id, 0 from problems;
