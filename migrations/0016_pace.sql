-- With the minutes, so that how long the person usually needs is read from the index alone.
drop index review_log_paced_idx;
create index review_log_paced_idx on review_log (user_id, difficulty, local_date desc, attempt_id desc)
    include (minutes)
    where own_solve and minutes is not null;
