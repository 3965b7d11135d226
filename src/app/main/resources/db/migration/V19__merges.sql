-- What people brought in of what they wrote without an account, so that it can be gone on with and undone.
-- Runs on H2 2.4 (MODE=PostgreSQL) and PostgreSQL 14 or newer alike.
-- Rollback: drop both tables; what was brought in stays, and cannot be undone.

create table sync_merge (
    id         uuid                     not null primary key,
    owner_id   varchar(64)              not null,
    guest_id   varchar(64)              not null,
    begun_at   timestamp with time zone not null,
    -- when the last record was brought in; null until then
    done_at    timestamp with time zone,
    -- when somebody asked for it to be undone
    undo_at    timestamp with time zone,
    undone_at  timestamp with time zone
);

create index sync_merge_owner on sync_merge (owner_id, begun_at);

create table sync_merge_record (
    merge_id   uuid                     not null references sync_merge on delete cascade,
    table_name varchar(64)              not null,
    client_id  varchar(64)              not null,
    -- as it was written: whoever changes the record later gives it another
    stamp      varchar(26)              not null,
    -- the person's fields before; null where they had no such record
    before     varchar(900000),
    -- null until it was looked at for undoing; UNDONE, or KEPT where it was changed since or its table takes no changes
    outcome    varchar(10),
    primary key (merge_id, table_name, client_id)
);
