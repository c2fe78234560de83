-- The API keys of the people and programs that run the shop. A key has a role, or an array of scopes.
create table api_key (
  id           text collate "C" primary key,
  name         text not null check (length(name) <= 100),
  role         text,
  scopes       jsonb,
  secret_hash  text collate "C" not null unique,
  created_at   timestamptz not null default now(),
  expires_at   timestamptz,
  revoked_at   timestamptz,
  last_used_at timestamptz,
  check ((role is null) <> (scopes is null))
);

-- Every write through the admin API, recorded by the statement that makes it. Without a foreign key: it outlives everything.
create table audit (
  id      bigint generated always as identity primary key,
  at      timestamptz not null default now(),
  key_id  text collate "C" not null,
  route   text not null,
  subject text collate "C" not null,
  before  jsonb,
  after   jsonb
);

create index audit_subject on audit (subject, id);

-- Events stay after they were handled, so that programs can read them in order. `position` is that order.
alter table outbox rename to event;

alter table event rename column id to position;

alter table event rename column event to name;

alter table event
  add column id text collate "C" not null unique
    default 'evt_0' || upper(left(replace(cast(gen_random_uuid() as text), '-', ''), 25)),
  add column handled_at timestamptz;

create index event_unhandled on event (position) where handled_at is null;

-- The release before this one writes its events here while the new one is deployed. It must not find any: the new one handles them.
create view outbox as
select position as id, name as event, subject, created_at from event where false;
