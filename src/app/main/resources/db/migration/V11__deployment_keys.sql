-- Keys to deployments of a connected project beside the one it is connected to: for production and previews.
-- Runs on H2 2.4 (MODE=PostgreSQL) and PostgreSQL 14 or newer alike.
-- Rollback: drop table convex_deployment_key. Keys that are not deleted at Convex first are listed in its dashboard under their names.

create table convex_deployment_key (
    id              uuid                        not null primary key,
    credentials_id  uuid                        not null references convex_project_credentials on delete cascade,
    deployment_name varchar(128)                not null,
    deployment_type varchar(16)                 not null,
    deployment_url  varchar(2048)               not null,
    -- What it is called at Convex, written down before it is asked for: a key whose answer was lost can be deleted there.
    key_name        varchar(128)                not null,
    -- Sealed, bound to this row; null until the answer came.
    admin_key       varchar(4000),
    asked_at        timestamp(6) with time zone not null,
    version         integer                     not null
);

create index convex_deployment_key_of on convex_deployment_key (credentials_id, deployment_name);
