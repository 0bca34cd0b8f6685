-- Changes that devices made without the network and have delivered: each has its effect once, however often it
-- comes.
create table outbox_receipts (
    user_id text not null,
    -- The change's own id, which the device gave it.
    change_id uuid not null,
    -- What became of it, as it was answered and is answered again.
    outcome jsonb not null,
    received_at timestamptz not null default now(),
    -- A problem that was to be added under this id, and the one that was there already and stands for it: later
    -- changes may name either.
    stood_for uuid,
    problem_id uuid,
    constraint outbox_receipts_pkey primary key (user_id, change_id),
    -- Looked at when the transaction ends: the receipt is its first row, and the person is to be locked after
    -- their problems, as whoever deletes everything does.
    constraint outbox_receipts_user_fk foreign key (user_id) references users (clerk_id) on delete cascade
        deferrable initially deferred,
    constraint outbox_receipts_both_or_none check ((stood_for is null) = (problem_id is null))
);
create index outbox_receipts_stood_for_idx on outbox_receipts (user_id, stood_for) where stood_for is not null;
create index outbox_receipts_age_idx on outbox_receipts (user_id, received_at);
