-- When an attempt first asked Convex again for a project of which it had had no answer: Convex may carry the earlier
-- request out still, and then there is a second project that somebody has to know of. Null once that was looked for.
-- Runs on H2 2.4 (MODE=PostgreSQL) and PostgreSQL 14 or newer alike.
-- Rollback: alter table connection_attempt drop column stray_create_at.

alter table connection_attempt add column stray_create_at timestamp(6) with time zone;
