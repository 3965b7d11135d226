-- Runs on H2 2.4 (MODE=PostgreSQL) and PostgreSQL 14 or newer alike.
-- Rollback: drop index outbox_queue; alter table outbox_entry drop column claims;

-- Counts the takings of a change, so that an answer that comes after the lease ran out is told from the holder's.
alter table outbox_entry add column claims integer default 0 not null;

-- What waits, oldest first.
create index outbox_queue on outbox_entry (state, seq);
