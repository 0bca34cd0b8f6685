-- By what a create of the JSON API is known again: SHA-256 of what was asked. Null for
-- whatever was made by hand.
alter table problems
    add column request_digest bytea,
    add constraint problems_request_digest_size check (octet_length(request_digest) = 32) not valid;

alter table attempts
    add column request_digest bytea,
    add constraint attempts_request_digest_size check (octet_length(request_digest) = 32) not valid;
