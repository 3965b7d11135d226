-- H2; the same version for PostgreSQL is beside it.
-- Rollback: drop index outbox_record.

-- The order of one record; what of one person's waits.
create index outbox_record on outbox_entry (owner_id, destination, table_name, record_id, seq);
