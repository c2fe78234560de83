-- Images that the merchant uploads. A row is `pending` until Worker has converted the upload, and then `ready` or `refused` for good.
create table image (
  id           text collate "C" primary key,
  -- The hash of the API key and its Idempotency-Key, and the hash of the request that came with them.
  request_key  text collate "C" unique,
  fingerprint  text collate "C",
  filename     text not null check (length(filename) <= 255),
  content_type text not null,
  bytes        integer not null,
  status       text not null default 'pending' check (status in ('pending', 'ready', 'refused')),
  -- How often a conversion was begun. It counts conversions that ended with their process, too.
  attempts     integer not null default 0,
  reason       text,
  width        integer,
  height       integer,
  url          text,
  srcset       jsonb,
  created_at   timestamptz not null default now(),
  processed_at timestamptz,
  check ((status = 'ready') = (url is not null and width is not null and height is not null and srcset is not null)),
  check ((status = 'refused') = (reason is not null))
);
