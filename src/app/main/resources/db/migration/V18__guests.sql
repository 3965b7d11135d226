-- Those who work in one browser without an account; their records are in sync_record under their ids.
-- Runs on H2 2.4 (MODE=PostgreSQL) and PostgreSQL 14 or newer alike.
-- Rollback: drop the table; what guests wrote is nobody's then.

create table guest (
    id       varchar(64)              not null primary key,
    -- SHA-256 of what is in the browser's cookie, in hexadecimal digits: whoever reads this table is nobody's guest
    key_hash varchar(64)              not null unique,
    made_at  timestamp with time zone not null,
    seen_at  timestamp with time zone not null
);

create index guest_seen on guest (seen_at);
