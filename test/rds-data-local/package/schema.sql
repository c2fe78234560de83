create table coat (id uuid primary key default gen_random_uuid(), color text not null, stock int, attrs jsonb);
insert into coat (color) values ('red');
