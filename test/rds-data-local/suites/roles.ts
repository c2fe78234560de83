import { afterAll, beforeAll, expect, it } from "vitest";
import { type Client, clientOf, long, refusal } from "../support/client.ts";
import type { Engine } from "../support/engines.ts";

const arnOf = (name: string) => `arn:aws:secretsmanager:eu-central-1:000000000000:secret:${name}`;
const denied = refusal(
  "DatabaseErrorException",
  400,
  /^ERROR: permission denied for table guarded; SQLState: 42501$/,
);
const WHO = "select current_user::text";

export function roleSuite(engine: Engine): void {
  let owner: Client;
  let reader: Client;
  let nobody: Client;
  let user: unknown;
  const clients: Client[] = [];

  beforeAll(async () => {
    const { client, url } = await engine.serve(undefined, {
      secrets: { [arnOf("reader")]: "rds_data_reader", [arnOf("nobody")]: "rds_data_nobody" },
    });
    owner = client;
    reader = clientOf(url, arnOf("reader"));
    nobody = clientOf(url, arnOf("nobody"));
    clients.push(reader, nobody);
    [user] = (await owner.row(WHO)) ?? [];
    await owner.execute("drop table if exists guarded");
    await owner.execute("drop role if exists rds_data_reader");
    await owner.execute("create role rds_data_reader");
    await owner.execute("create table guarded (n integer)");
    await owner.execute("insert into guarded values (1)");
    await owner.execute("grant select on guarded to rds_data_reader");
  });
  afterAll(async () => {
    await owner.execute("drop table guarded");
    await owner.execute("drop role rds_data_reader");
    for (const client of clients) client.destroy();
  });

  it("lets a secret do what its role may, and refuses the rest as PostgreSQL does", async () => {
    expect(await reader.row(WHO)).toEqual(["rds_data_reader"]);
    expect(await reader.row("select n from guarded where n = :n", [long("n", 1)])).toEqual([1]);
    await expect(reader.execute("insert into guarded values (2)")).rejects.toEqual(denied);
    await expect(reader.batch("insert into guarded values (2)", [[], []])).rejects.toEqual(denied);
    await expect(reader.execute("drop table guarded")).rejects.toEqual(
      refusal("DatabaseErrorException", 400, /^ERROR: must be owner of table guarded; SQLState: 42501$/),
    );
  });

  it("changes the role with each secret, and runs other secrets as the user of the pool", async () => {
    for (let round = 0; round < 3; round++) {
      expect(await reader.row(WHO)).toEqual(["rds_data_reader"]);
      expect(await owner.row(WHO)).toEqual([user]);
      await owner.execute("update guarded set n = n");
    }
  });

  it("keeps the roles of calls at the same time apart", async () => {
    const calls = Array.from({ length: 40 }, (_, i) => (i % 2 ? reader : owner).row(WHO));
    const users = (await Promise.all(calls)).flat();
    expect(users).toEqual(users.map((_, i) => (i % 2 ? "rds_data_reader" : user)));
  });

  it("runs a transaction as the role of its begin", async () => {
    const transactionId = await reader.begin();
    expect(await reader.row(WHO, [], { transactionId })).toEqual(["rds_data_reader"]);
    await expect(reader.execute("delete from guarded", [], { transactionId })).rejects.toEqual(denied);
    await reader.rollback(transactionId);
    expect(await owner.row(WHO)).toEqual([user]);
  });

  it("gives no call the state that another one has set", async () => {
    await owner.execute("set role rds_data_reader");
    expect(await owner.row(WHO)).toEqual([user]);
    await reader.execute("reset role");
    expect(await reader.row(WHO)).toEqual(["rds_data_reader"]);
  });

  it("refuses a secret whose role does not exist, as a wrong password", async () => {
    const refused = refusal(
      "DatabaseErrorException",
      400,
      /^FATAL: password authentication failed for user "rds_data_nobody"; SQLState: 28P01$/,
    );
    await expect(nobody.execute("select 1")).rejects.toEqual(refused);
    await expect(nobody.begin()).rejects.toEqual(refused);
    expect(await reader.row(WHO)).toEqual(["rds_data_reader"]);
  });

  it.each(["constructor", "toLocaleString"])("knows no secret %s that is not listed", async (name) => {
    const { url } = await engine.serve();
    const open = clientOf(url, name);
    expect(await open.row(WHO)).toEqual([user]);
    const { url: closed } = await engine.serve(undefined, { onlyTheseSecrets: true });
    const refused = clientOf(closed, name);
    await expect(refused.row(WHO)).rejects.toEqual(refusal("SecretsErrorException", 400));
    clients.push(open, refused);
  });
}
