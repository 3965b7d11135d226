-- Which reading from the beginning a record was last met in: what the newest complete one has not met is not in Convex any more.
-- Runs on H2 2.4 (MODE=PostgreSQL) and PostgreSQL 14 or newer alike.
-- Rollback: alter table sync_record drop column reading; alter table sync_cursor drop column reading;

alter table sync_record add column reading int default 0 not null;
alter table sync_cursor add column reading int default 0 not null;
