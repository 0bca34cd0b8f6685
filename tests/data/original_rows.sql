insert into users (clerk_id, email, created_at) values
    ('user_ada', '', '2025-06-01 10:00:00'),
    ('user_grace', 'grace@example.org', '2025-06-02 10:00:00');

insert into problems (id, user_id, title, description, url, platform, difficulty, tags, created_at) values
    ('00000000-0000-4000-8000-000000000001', 'user_ada', 'Two Sum', 'Given an array', 'https://leetcode.com/problems/two-sum', 'unknown', 'easy', '{array,hash-table}', '2025-06-01 10:00:00'),
    ('00000000-0000-4000-8000-000000000002', 'user_ada', 'Description', null, 'https://leetcode.com/problems/two-sum/description', 'unknown', 'medium', null, '2025-06-02 23:30:00'),
    ('00000000-0000-4000-8000-000000000003', 'user_ada', 'On paper', null, null, null, 'hard', '{}', '2025-06-03 10:00:00'),
    ('00000000-0000-4000-8000-000000000004', 'user_ada', 'Untitled Problem', null, 'javascript:alert(1)', 'unknown', 'medium', '{"", " DP ", "dp"}', '2025-06-04 10:00:00'),
    ('00000000-0000-4000-8000-000000000005', 'user_ada', '   ', null, 'codeforces.com/problemset/problem/4/A', 'unknown', 'medium', null, '2025-06-05 10:00:00'),
    ('00000000-0000-4000-8000-000000000006', 'user_ada', repeat('long ', 100), 'kept', '', 'unknown', 'medium', null, '2025-06-06 10:00:00'),
    ('00000000-0000-4000-8000-000000000007', 'user_ada', 'Essay', repeat('x', 100001), 'https://cses.fi/problemset/task/1094', 'unknown', 'medium', null, '2025-06-07 10:00:00'),
    ('00000000-0000-4000-8000-000000000009', 'user_grace', 'Odd', null, E'https://leetcode.com/problems/3sum\n', 'unknown', 'easy', '{{Zeta,b},{b,alpha}}', 'infinity'),
    ('00000000-0000-4000-8000-00000000000a', 'user_grace', 'Odder', null, 'https://example.com:99999/x', 'unknown', 'easy', '[3:4]={x,y}', '2025-06-01 10:00:00'),
    ('00000000-0000-4000-8000-000000000008', 'user_grace', 'Two Sum', null, 'https://leetcode.com/problems/two-sum', 'unknown', 'easy', null, '2025-06-01 10:00:00');

insert into attempts (id, problem_id, user_id, status, time_taken, notes, solution_code, created_at) values
    ('00000000-0000-4000-9000-000000000001', '00000000-0000-4000-8000-000000000001', 'user_ada', 'failed', 40, 'Sorted it', null, '2025-06-01 11:00:00'),
    ('00000000-0000-4000-9000-000000000002', '00000000-0000-4000-8000-000000000001', 'user_ada', 'solved', 12, null, 'def f(): pass', '2025-06-08 23:45:00'),
    ('00000000-0000-4000-9000-000000000003', '00000000-0000-4000-8000-000000000002', 'user_ada', 'partial', 0, '', null, '2025-06-09 11:00:00'),
    ('00000000-0000-4000-9000-000000000004', '00000000-0000-4000-8000-000000000003', 'user_ada', 'failed', -5, 'hm', null, '2025-06-10 11:00:00'),
    ('00000000-0000-4000-9000-000000000005', '00000000-0000-4000-8000-000000000003', 'user_ada', 'solved', 3000, null, null, '2025-06-11 11:00:00'),
    ('00000000-0000-4000-9000-000000000006', '00000000-0000-4000-8000-000000000008', 'user_grace', 'solved', null, null, null, '2025-06-11 11:00:00');
