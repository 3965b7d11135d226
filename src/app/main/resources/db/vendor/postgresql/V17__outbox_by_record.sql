-- What waits for one record is asked for with and without its destination: with the destination second, the question without it
-- read all that its owner has waiting, for each record.
-- Rollback: drop index outbox_record; create index outbox_record on outbox_entry (owner_id, destination, table_name, record_id, seq)
--   where state in ('WAITING', 'PARKED');

drop index outbox_record;
create index outbox_record on outbox_entry (owner_id, table_name, record_id, destination, seq)
    where state in ('WAITING', 'PARKED');
