-- Brings rows of an adopted database within the rules of the next migration.
-- Nothing is thrown away: a value that cannot stay in its column is written
-- into the text the person reads. On a new database there is nothing to do.

-- The original's documentation calls the enums difficulty_enum and status_enum;
-- its Drizzle migration calls them difficulty and status. Accept both.
do $$ begin
    if (select udt_name from information_schema.columns
        where table_schema = current_schema() and table_name = 'problems' and column_name = 'difficulty') <> 'difficulty' then
        alter table problems alter column difficulty type difficulty using difficulty::text::difficulty;
    end if;
    if (select udt_name from information_schema.columns
        where table_schema = current_schema() and table_name = 'attempts' and column_name = 'status') <> 'status' then
        alter table attempts alter column status type status using status::text::status;
    end if;
end $$;

-- A title must say something and fit in a line.
update problems set title = 'Untitled problem' where btrim(title, E' \t\r\n') = '';
update problems
set description = concat_ws(E'\n\n', nullif(description, ''), 'Full title: ' || title),
    title = left(title, 299) || '…'
where char_length(title) > 300;

-- Only http and https addresses may become links. A bare host and path is an
-- https address whose scheme was not typed; anything else is kept as text.
update problems set url = null where btrim(url, E' \t\r\n') = '';
update problems set url = btrim(url, E' \t\r\n') where url <> btrim(url, E' \t\r\n');
update problems set url = 'https://' || url
where url !~* '^[a-z][a-z0-9+.-]*:' and url ~* '^[a-z0-9-]+(\.[a-z0-9-]+)+(/\S*)?$';
update problems
set description = concat_ws(E'\n\n', nullif(description, ''), 'Link as recorded: ' || url),
    url = null
where url !~* '^https?://[^[:space:]]+$' or octet_length(url) > 2048;

-- Minutes are 1 to 1440, or none.
update attempts
set notes = concat_ws(E'\n\n', nullif(notes, ''), 'Time as recorded: ' || time_taken || ' minutes'),
    time_taken = null
where time_taken not between 1 and 1440 and time_taken <> 0;
update attempts set time_taken = null where time_taken = 0;

-- An attempt belongs to the person whose problem it is on: that is where the
-- original showed it.
update attempts a set user_id = p.user_id
from problems p where p.id = a.problem_id and p.user_id <> a.user_id;

-- The original wrote null, an empty list and blank tags for "no tags", and took any array.
update problems set tags = '{}' where tags is null;
update problems
set tags = array(
    select kept.tag
    from (
        select lower(btrim(tag, E' \t\r\n')) as tag, min(place) as place
        from unnest(tags) with ordinality as typed (tag, place)
        where btrim(tag, E' \t\r\n') <> ''
        group by 1
    ) as kept
    order by kept.place
)
where array_ndims(tags) > 1 or array_lower(tags, 1) <> 1
   or exists (select 1 from unnest(tags) as tag where tag is null or tag <> lower(btrim(tag, E' \t\r\n')) or tag = '')
   or cardinality(tags) <> (select count(distinct tag) from unnest(tags) as tag);

-- A time at either end of all times is no time; the row was there when it was adopted.
update users set created_at = now() where not isfinite(created_at);
update users set updated_at = now() where not isfinite(updated_at);
update problems set created_at = now() where not isfinite(created_at);
update problems set updated_at = now() where not isfinite(updated_at);
update attempts set created_at = now() where not isfinite(created_at);
update attempts set updated_at = now() where not isfinite(updated_at);
