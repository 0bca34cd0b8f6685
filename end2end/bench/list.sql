-- What GET /api/v1/problems asks the database, statement by statement.
select user_id, id, scope, coalesce(last_used_at <= now() - interval '1 minute', true) as unnoted
from access_tokens
where digest = sha256('gitgud_pat_0123456789abcdef0123456789abcdef01234567') and (expires_at is null or expires_at > now());
select time_zone, day_start_hour from users where clerk_id = 'user_bench-api';
select problems, solved, partial, failed, attempts, solved_attempts from journal_totals where user_id = 'user_bench-api';
select null::text as key, p.id, p.title, p.url, p.platform, p.difficulty::text, coalesce(p.tags, '{}') as tags,
       p.created_at, p.updated_at, p.starred, p.revision, g.attempts, g.solved_attempts, g.latest_status::text,
       g.latest_attempted_at, g.latest_local_date, g.best_minutes, g.last_minutes, g.noted_attempts, g.coded_attempts
from (select p.created_at as key, p.id as id from problems p where user_id = 'user_bench-api'
      order by p.created_at desc, p.id desc limit 51) page
join problems p on p.user_id = 'user_bench-api' and p.id = page.id
join problem_progress g on g.user_id = 'user_bench-api' and g.problem_id = page.id
where true order by page.key desc, page.id desc limit 51;
