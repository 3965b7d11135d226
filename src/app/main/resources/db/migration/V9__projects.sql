-- Projects, who may see them, and how they are connected to Convex.
-- Runs on H2 2.4 (MODE=PostgreSQL) and PostgreSQL 14 or newer alike.
-- Rollback: drop table dev_server; drop table convex_project_credentials; drop table connection_step; drop table connection_attempt;
-- drop table convex_grant; drop table project_member; drop table project.

create table project (
    id          uuid                        not null primary key,
    name        varchar(100)                not null,
    created_by  varchar(64)                 not null,
    created_at  timestamp(6) with time zone not null,
    updated_at  timestamp(6) with time zone not null,
    archived_at timestamp(6) with time zone,
    version     integer                     not null
);

create table project_member (
    project_id uuid                        not null references project on delete cascade,
    person     varchar(64)                 not null,
    role       varchar(16)                 not null,
    since      timestamp(6) with time zone not null,
    primary key (project_id, person)
);

create index project_member_person on project_member (person);

-- What a person let us do in a team of Convex. Sealed texts are only readable with the installation's keyset.
create table convex_grant (
    id           uuid                        not null primary key,
    person       varchar(64)                 not null,
    team_id      bigint                      not null,
    team_slug    varchar(128)                not null,
    token        varchar(4000)               not null,
    created_at   timestamp(6) with time zone not null,
    last_used_at timestamp(6) with time zone not null,
    revoked_at   timestamp(6) with time zone,
    version      integer                     not null,
    unique (person, team_id)
);

create table connection_attempt (
    id                  uuid                        not null primary key,
    project_id          uuid                        not null references project on delete cascade,
    person              varchar(64)                 not null,
    -- True while it is under way and null otherwise: one at a time for each project, over all nodes.
    active              boolean,
    status              varchar(16)                 not null,
    -- Counts up whenever the work is taken up again: what an earlier run still brings is dropped.
    run                 integer                     not null,
    session_hash        varchar(64),
    state_hash          varchar(64) unique,
    verifier            varchar(1000),
    redirect_uri        varchar(2048),
    grant_id            uuid references convex_grant,
    project_name        varchar(100),
    convex_project_id   bigint,
    convex_project_slug varchar(128),
    -- When the request that makes the project left us: it may have had its effect although no answer came.
    create_sent_at      timestamp(6) with time zone,
    -- Whether we made the project there: then it is ours to clean up when nothing came of it.
    made_project        boolean                     not null,
    deployment_name     varchar(128),
    deployment_url      varchar(2048),
    deploy_key          varchar(4000),
    error_code          varchar(64),
    error               varchar(1000),
    error_next          varchar(1000),
    started_at          timestamp(6) with time zone not null,
    progressed_at       timestamp(6) with time zone not null,
    expires_at          timestamp(6) with time zone not null,
    cleaned_at          timestamp(6) with time zone,
    version             integer                     not null,
    unique (project_id, active)
);

create index connection_attempt_project on connection_attempt (project_id, started_at);
create index connection_attempt_status on connection_attempt (status, progressed_at);

create table connection_step (
    attempt_id uuid                        not null references connection_attempt on delete cascade,
    step       varchar(16)                 not null,
    state      varchar(16)                 not null,
    started_at timestamp(6) with time zone not null,
    took_ms    bigint                      not null,
    primary key (attempt_id, step)
);

-- What a project is connected to. One row a project.
create table convex_project_credentials (
    id                uuid                        not null primary key,
    project_id        uuid                        not null unique references project on delete cascade,
    user_id           varchar(64)                 not null,
    mode              varchar(16)                 not null,
    state             varchar(16)                 not null,
    grant_id          uuid references convex_grant,
    team_id           bigint,
    team_slug         varchar(128),
    convex_project_id bigint,
    project_slug      varchar(128),
    deployment_name   varchar(128),
    deployment_type   varchar(16)                 not null,
    deployment_url    varchar(2048)               not null,
    site_url          varchar(2048),
    key_name          varchar(128),
    admin_key         varchar(4000)               not null,
    error             varchar(1000),
    created_at        timestamp(6) with time zone not null,
    updated_at        timestamp(6) with time zone not null,
    checked_at        timestamp(6) with time zone not null,
    version           integer                     not null
);

-- The dev server of a project: what it is doing, and how to find its process again after a restart.
create table dev_server (
    project_id uuid                        not null primary key references project on delete cascade,
    sandbox    varchar(16)                 not null,
    mode       varchar(16)                 not null,
    status     varchar(16)                 not null,
    phase      varchar(16),
    -- Counts the starts: what an earlier one still brings is dropped.
    run        integer                     not null,
    -- Where the process is: another node cannot find it.
    host       varchar(255)                not null,
    handle     varchar(500),
    started_by varchar(64)                 not null,
    started_at timestamp(6) with time zone not null,
    ready_at   timestamp(6) with time zone,
    pushes     integer                     not null,
    ended_at   timestamp(6) with time zone,
    outcome    varchar(1000),
    error      varchar(4000),
    version    integer                     not null
);
