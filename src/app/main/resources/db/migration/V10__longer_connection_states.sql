-- DISCONNECT_FAILED has 17 characters: a refused disconnect could not be written down, and what was refused was not told.
-- Runs on H2 2.4 (MODE=PostgreSQL) and PostgreSQL 14 or newer alike.
-- Rollback: alter table convex_project_credentials alter column state set data type varchar(16), once no row has more.

alter table convex_project_credentials alter column state set data type varchar(24);
