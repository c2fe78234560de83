-- When the customer has shown that mail to the account's e-mail arrives. Null: not yet.
alter table customer add column email_verified_at timestamptz;

-- The links in mails to customers. A token is void once the account differs from what it was at the request, so it works once.
create table customer_token (
  id          text collate "C" primary key,
  customer_id text collate "C" not null references customer (id) on delete cascade,
  purpose     text not null check (purpose in ('email', 'password')),
  token_hash  text collate "C" not null unique,
  -- The address that the token confirms, and to which it is sent.
  email       text not null,
  login       text collate "C" not null,
  -- The account at the request.
  old_email   text not null,
  old_login   text collate "C" not null,
  epoch       integer not null,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null
);

create index customer_token_customer on customer_token (customer_id, purpose);

-- Addresses that get no mail, because mail to them bounced or was reported as spam. Only a hash, so no address is stored.
create table suppressed_address (
  address_hash text collate "C" primary key,
  reason       text not null,
  created_at   timestamptz not null default now()
);
