-- The language that somebody chose for the pages; whoever leaves it to the browser has no row.
-- Runs on H2 2.4 (MODE=PostgreSQL) and PostgreSQL 14 or newer alike.
-- Rollback: drop table account_language;

create table account_language (
    person   varchar(64)  not null primary key references account (id) on delete cascade,
    language varchar(20) not null
);
