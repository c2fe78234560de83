-- Where the merchant's programs receive events. `secret` signs the deliveries, so it is stored as it is.
create table webhook_endpoint (
  id          text collate "C" primary key,
  url         text not null check (length(url) <= 2000),
  events      jsonb not null,
  enabled     boolean not null default true,
  secret      text not null,
  created_at  timestamptz not null default now(),
  -- When the deliveries began to fail. Null: the last one succeeded, or there was none.
  failing_since timestamptz,
  disabled_at timestamptz
);

-- One event for one endpoint. `next_at`: when it is attempted next. Null: it was delivered, or given up.
create table webhook_delivery (
  id           text collate "C" primary key,
  endpoint_id  text collate "C" not null references webhook_endpoint (id) on delete cascade,
  event_id     text collate "C" not null,
  created_at   timestamptz not null default now(),
  attempts     integer not null default 0,
  next_at      timestamptz default now(),
  delivered_at timestamptz,
  -- Of the last attempt: the HTTP status, and the beginning of the answer or the error.
  status       integer,
  response     text,
  attempted_at timestamptz,
  unique (endpoint_id, event_id)
);

create index webhook_delivery_due on webhook_delivery (next_at) where next_at is not null;

create index webhook_delivery_endpoint on webhook_delivery (endpoint_id, id);
