-- H2; the same version for PostgreSQL is beside it.
-- Rollback: create index outbox_due on outbox_entry (state, next_attempt_at); create index outbox_seq on outbox_entry (seq);

-- Since outbox_queue (state, seq) nobody reads by these two, and each costs an entry every time a change is taken or settled.
drop index outbox_due;
drop index outbox_seq;
