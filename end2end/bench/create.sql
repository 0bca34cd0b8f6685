-- What POST /api/v1/problems asks the database, statement by statement.
select gen_random_uuid() as id \gset
select user_id, id, scope, coalesce(last_used_at <= now() - interval '1 minute', true) as unnoted
from access_tokens
where digest = sha256('gitgud_pat_0123456789abcdef0123456789abcdef01234567') and (expires_at is null or expires_at > now());
begin;
insert into problems
    (user_id, id, title, description, url, platform, difficulty, tags, identity, recognised_by, request_digest, starred)
values ('user_bench-api', :id, 'A problem of the benchmark', null, null, null, 'medium', '{dp,graph}', null, 1, sha256('x'), false)
on conflict do nothing;
with progress as (insert into problem_progress (user_id, problem_id) values ('user_bench-api', :id))
update journal_totals set problems = problems + 1 where user_id = 'user_bench-api';
select user_id from journal_totals where user_id = 'user_bench-api' for update;
insert into journal_tags (user_id, tag, problems)
select 'user_bench-api', tag, 0 from unnest('{dp,graph}'::text[], '{1,1}'::int[]) as moved (tag, by) where by > 0
on conflict (user_id, tag) do nothing;
update journal_tags t set problems = t.problems + moved.by
from unnest('{dp,graph}'::text[], '{1,1}'::int[]) as moved (tag, by)
where t.user_id = 'user_bench-api' and t.tag = moved.tag;
delete from journal_tags where user_id = 'user_bench-api' and tag = any('{dp,graph}'::text[]) and problems = 0;
commit;
select p.id, p.title, p.description, p.url, p.platform, p.difficulty, coalesce(p.tags, '{}') as tags, p.created_at, p.updated_at,
       p.starred, p.revision, g.noted_attempts, g.coded_attempts, g.attempts, g.solved_attempts, g.latest_status,
       g.latest_attempted_at, g.latest_local_date, g.best_minutes, g.last_minutes
from problems p left join problem_progress g on g.user_id = p.user_id and g.problem_id = p.id
where p.user_id = 'user_bench-api' and p.id = :id;
