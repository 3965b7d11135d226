-- PostgreSQL 14 or newer; the same version for H2 is beside it.
-- Rollback: drop index account_name; drop index account_signed_in; alter table account drop column name_key;

-- What people are called in lists, in small letters: full name, else username, else e-mail, else the id.
alter table account add column name_key varchar(400) generated always as (lower(coalesce(
    nullif(trim(coalesce(first_name, '') || ' ' || coalesce(last_name, '')), ''), username, email, id))) stored;

-- The list of people pages by either of these two orders.
create index account_name on account (name_key, id);
create index account_signed_in on account (last_signed_in_at desc nulls last, id);
