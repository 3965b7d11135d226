-- PostgreSQL 14 or newer; the same version for H2 is beside it.
-- Rollback: alter table outbox_entry reset (fillfactor); drop index outbox_queue; drop index outbox_record;
--   drop index outbox_parked; create index outbox_queue on outbox_entry (state, seq);
--   create index outbox_record on outbox_entry (owner_id, destination, record_key, seq);
--   create index outbox_due on outbox_entry (state, next_attempt_at); create index outbox_seq on outbox_entry (seq);

-- A change that is delivered stays in the table and leaves the indexes of what waits, which stay as small as the queue.
drop index outbox_due;
drop index outbox_seq;
drop index outbox_queue;
drop index outbox_record;
create index outbox_queue on outbox_entry (seq) where state = 'WAITING';
create index outbox_record on outbox_entry (owner_id, destination, record_key, seq) where state in ('WAITING', 'PARKED');
create index outbox_parked on outbox_entry (updated_at) where state = 'PARKED';

-- Room on each page for the row as it is taken, so that taking writes no index at all.
alter table outbox_entry set (fillfactor = 60);
