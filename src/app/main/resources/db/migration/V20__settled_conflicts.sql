-- What people made of a conflict: when they settled it, and, where they took what had lost, the values that it replaced.
-- Runs on H2 2.4 (MODE=PostgreSQL) and PostgreSQL 14 or newer alike.
-- Rollback: drop index sync_conflict_open; alter table sync_conflict drop column settled_at, drop column put_back.

alter table sync_conflict add column settled_at timestamp with time zone;
alter table sync_conflict add column put_back varchar(900000);

create index sync_conflict_open on sync_conflict (owner_id, settled_at, happened_at);
