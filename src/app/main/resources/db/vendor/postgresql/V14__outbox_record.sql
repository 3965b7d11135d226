-- PostgreSQL 14 or newer; the same version for H2 is beside it.
-- Rollback: drop index outbox_record.

-- The order of one record; what of one person's waits. What is delivered leaves it.
create index outbox_record on outbox_entry (owner_id, destination, table_name, record_id, seq)
    where state in ('WAITING', 'PARKED');
