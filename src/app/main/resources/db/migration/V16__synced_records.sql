-- This installation's copy of the tables that devices keep copies of, how far it has read in Convex, and who lost a conflict.
-- Runs on H2 2.4 (MODE=PostgreSQL) and PostgreSQL 14 or newer alike.
-- Rollback: drop the four tables; what waits in the outbox for the destination SYNC is lost to people then.

create table sync_record (
    owner_id     varchar(64)              not null,
    table_name   varchar(64)              not null,
    client_id    varchar(64)              not null,
    -- as Convex has it: 0 and null where it has none
    revision     bigint                   not null,
    base         varchar(900000),
    base_deleted boolean                  not null,
    -- with what waits laid over it: null where there is nothing to see
    shown        varchar(900000),
    deleted      boolean                  not null,
    stamp        varchar(26)              not null,
    created_at   timestamp with time zone not null,
    updated_at   timestamp with time zone not null,
    primary key (owner_id, table_name, client_id)
);

create index sync_record_list on sync_record (owner_id, table_name, deleted, created_at, client_id);

create table sync_cursor (
    owner_id   varchar(64)              not null,
    table_name varchar(64)              not null,
    -- where Convex's changes have been read up to; null before the first
    position   varchar(40),
    -- whether everything was read once
    complete   boolean                  not null,
    pulled_at  timestamp with time zone not null,
    primary key (owner_id, table_name)
);

create table sync_conflict (
    change_id  uuid                     not null primary key,
    owner_id   varchar(64)              not null,
    table_name varchar(64)              not null,
    client_id  varchar(64)              not null,
    -- CLIENT: the change stands, and Convex's values are lost; SERVER: the other way round
    winner     varchar(10)              not null,
    lost       varchar(900000)          not null,
    kept       varchar(900000)          not null,
    happened_at timestamp with time zone not null
);

create index sync_conflict_list on sync_conflict (owner_id, happened_at);

-- What this installation calls itself in stamps.
create table sync_device (
    id     smallint   not null primary key,
    device varchar(8) not null
);
