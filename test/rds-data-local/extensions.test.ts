import { createDataApi } from "rds-data-local";
import { openPglite } from "rds-data-local/pglite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, clientOf, text } from "./support/client.ts";

let client: Client;
let stop: () => Promise<void>;

beforeAll(async () => {
  const pool = await openPglite();
  const api = createDataApi({ pool });
  client = clientOf(await api.listen());
  stop = async () => {
    client.destroy();
    await api.close();
    await pool.end();
  };
});
afterAll(() => stop());

// All in one database, because their libraries share one address space.
it.each([
  ["pg_trgm", "select :a % 'jackets', similarity(:a, 'jackets')::float8 > 0.5", "jacket", [true, true]],
  [
    "pgcrypto",
    "select crypt(:a, gen_salt('bf', 4)) like '$2a$%', pgp_sym_decrypt(pgp_sym_encrypt(:a, 'k'), 'k')",
    "pw",
    [true, "pw"],
  ],
  [
    "uuid-ossp",
    "select uuid_generate_v5(uuid_ns_dns(), :a)::text",
    "example.org",
    ["aad03681-8b63-5304-89e0-8ca8f49461b5"],
  ],
  ["hstore", "select :a::hstore -> 'color'", "color=>red", ["red"]],
  ["ltree", "select :a::ltree <@ 'wear', subpath(:a::ltree, 1)::text", "wear.coat", [true, "coat"]],
  ["citext", "select :a::citext = 'RED'", "red", [true]],
  ["unaccent", "select unaccent(:a)", "Hôtel", ["Hotel"]],
])("%s works through the Data API", async (name, sql, value, expected) => {
  await client.execute(`create extension "${name}"`);
  expect(await client.row(sql, [text("a", value)])).toEqual(expected);
  expect(await client.row("select 1")).toEqual([1]);
});
