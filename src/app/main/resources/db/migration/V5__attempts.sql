-- Every try that failed, what kind of trouble a change is in and since when, and where a discarded one came from.
-- Runs on H2 2.4 (MODE=PostgreSQL) and PostgreSQL 14 or newer alike.
-- Rollback: drop table outbox_attempt; drop index outbox_trouble; alter table outbox_entry drop column trouble,
-- troubled_at, discarded_from.

-- TRANSIENT, PERMANENT, AUTH by the last answer, PARKED or DISCARDED by state; null when all is well.
alter table outbox_entry add column trouble varchar(16);
-- Since the first failed try until the change is settled; null when all is well.
alter table outbox_entry add column troubled_at timestamp(6) with time zone;
alter table outbox_entry add column discarded_from varchar(16);

update outbox_entry set trouble = 'PARKED', troubled_at = updated_at where state = 'PARKED';
-- Which kind of answer it was is not known of these; the next one tells.
update outbox_entry set trouble = 'TRANSIENT', troubled_at = updated_at
    where state = 'WAITING' and last_error_code is not null;

-- Serves lists and counts of the console without reading the rows, which may be large.
create index outbox_trouble on outbox_entry
    (troubled_at desc, seq desc, trouble, destination, record_key, owner_id, last_error_code, id);

create table outbox_attempt (
    change_id uuid                     not null references outbox_entry (id) on delete cascade,
    number    integer                  not null,
    at        timestamp(6) with time zone not null,
    took_ms   bigint                   not null,
    outcome   varchar(16)              not null,
    code      varchar(64),
    message   varchar(1000),
    primary key (change_id, number)
);

create index outbox_attempt_at on outbox_attempt (at);
