-- `sent_at`: when Sweep sent the event to the queue again. Until `leased_until`, only the run `leased_by` of Worker handles it. The others describe
-- the last failure.
alter table event
  add column sent_at timestamptz,
  add column leased_by text,
  add column leased_until timestamptz,
  add column attempts integer not null default 0,
  add column failed_at timestamptz,
  add column last_error text;

-- Which handlers have handled an event. Each does so once.
create table event_handler (
  event_id   text collate "C" not null references event (id) on delete cascade,
  handler    text collate "C" not null,
  handled_at timestamptz not null default now(),
  primary key (event_id, handler)
);
