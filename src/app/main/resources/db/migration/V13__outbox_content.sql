-- What changes carry lies in tables of its own, so that nobody reads it who only wants to know how changes stand; the key of a
-- record is its table and its id. What destinations answered is kept no longer: nobody read it.
-- Runs on H2 2.4 (MODE=PostgreSQL) and PostgreSQL 14 or newer alike. Takes as long as copying what changes carry.
-- Rollback: add the columns record_key, payload, attachment and result to outbox_entry again, fill them from the two tables and
-- from table_name || '/' || record_id, drop the tables and the columns, and make the indexes as V1, V5 and V7 did.

create table outbox_payload (
    change_id uuid            not null primary key references outbox_entry (id) on delete cascade,
    payload   varchar(900000) not null
);

create table outbox_attachment (
    change_id  uuid  not null primary key references outbox_entry (id) on delete cascade,
    attachment bytea not null
);

insert into outbox_payload (change_id, payload) select id, payload from outbox_entry;
insert into outbox_attachment (change_id, attachment) select id, attachment from outbox_entry where attachment is not null;

alter table outbox_entry add column table_name varchar(200) default '' not null;
alter table outbox_entry add column record_id varchar(200) default '' not null;

update outbox_entry set
    table_name = case when position('/' in record_key) > 0
        then substring(record_key from 1 for position('/' in record_key) - 1) else record_key end,
    record_id = case when position('/' in record_key) > 0
        then substring(record_key from position('/' in record_key) + 1) else '' end;

drop index outbox_record;
drop index outbox_trouble;
alter table outbox_entry drop column record_key;
alter table outbox_entry drop column payload;
alter table outbox_entry drop column attachment;
alter table outbox_entry drop column result;
alter table outbox_entry alter column table_name drop default;
alter table outbox_entry alter column record_id drop default;

-- Serves lists and counts of the console without reading the rows.
create index outbox_trouble on outbox_entry
    (troubled_at desc, seq desc, trouble, destination, table_name, record_id, owner_id, last_error_code, id);
