import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { admin } from "../support/admin.ts";
import { run as query } from "../support/products.ts";
import { call } from "./support/call.ts";
import { fileOf, folder } from "./support/files.ts";
import { type AdminServer, startAdmin } from "./support/server.ts";

let server: AdminServer;
let key = "";
beforeAll(async () => {
  key = (await admin()).secret;
  server = await startAdmin();
});
afterAll(() => server?.close());

const shop = (...args: string[]) => call([...args, "--url", server.url], { SHOP_KEY: key });
const onStores = (...args: string[]) => call(args, process.env);

describe("a word too many", () => {
  it.each([
    ["orders", "ship", "1001", "1002", "--carrier", "DHL"],
    ["orders", "show", "1001", "1002"],
    ["products", "import", "a.csv", "b.csv"],
    ["report", "sales", "yesterday"],
  ])("is refused before anything is done: %s %s", async (...args) => {
    const { code, error } = await shop(...args);
    expect([code, error]).toEqual([1, expect.stringContaining("one word too many")]);
    expect(error).toContain(`${args.slice(0, 2).join(" ")} --help`);
  });

  it("creates no key", async () => {
    const count = () => query("select count(*) from api_key where name = 'too many'");
    const { error } = await onStores("keys", "create", "packer", "--role", "packer", "--name", "too many");
    expect([error, await count()]).toEqual([expect.stringContaining('"packer" is one word too many'), [[0]]]);
  });
});

describe("a subject without a command", () => {
  it("is answered with the commands of the subject", async () => {
    const { code, error } = await shop("orders");
    expect([code, error]).toEqual([1, expect.stringContaining("orders list, orders show, orders ship")]);
  });

  it("has a help of its own", async () => {
    const { code, out } = await shop("orders", "--help");
    expect([code, out]).toEqual([0, expect.stringContaining("orders ship <number>")]);
    expect(out).not.toContain("products import");
  });
});

describe("a mistake in a flag of `keys create`", () => {
  it.each([
    [["--role", "boss"], "--role is one of owner, manager, packer, support"],
    [[], "--role is one of"],
    [["--role", "packer", "--name", "x".repeat(101)], "--name has 1 to 100 characters"],
    [["--role", "packer", "--expires", "2030-01-31"], "--expires is a time in the future"],
    [["--role", "packer", "--expires", "2020-01-31T00:00:00Z"], "--expires is a time in the future"],
  ])("is named: %j", async (flags, message) => {
    const { code, error } = await onStores("keys", "create", ...flags);
    expect(code).toBe(1);
    expect(error).toContain(message);
    expect(error.split("\n")).toHaveLength(1);
  });
});

it("sends a quantity as it was typed", async () => {
  const { code, error } = await shop("report", "stock", "--below", "3#");
  expect([code, error]).toEqual([1, expect.stringContaining("--below: must be a whole number")]);
});

it("says why a file cannot be written", async () => {
  const { code, error } = await shop("products", "export", path.join(folder, "missing", "out.csv"));
  expect(code).toBe(1);
  expect(error.split("\n").at(-1)).toContain("cannot be written");
});

it("reports a line without a SKU as such", async () => {
  const { code, error } = await shop("stock", "import", fileOf("sku,quantity", ",5"));
  expect([code, error]).toEqual([1, expect.stringContaining("line 2: has no sku")]);
});

it.each([
  [[""], "is empty"],
  [["sku,quantity,sku", "A,1,B"], "has a column twice: sku"],
])("refuses a file whose first line is %j", async (lines, message) => {
  const { code, error } = await shop("stock", "import", fileOf(...lines));
  expect([code, error]).toEqual([1, expect.stringContaining(message)]);
});

it("lists all keys, also more than one page of them", async () => {
  const names = Array.from({ length: 101 }, (_, i) => `many ${i}`);
  const { send } = await admin();
  for (const name of names) await send("POST", "/admin/v1/keys", { body: { name, role: "packer" } });
  const { out } = await onStores("keys", "list");
  await query("update api_key set revoked_at = now() where name like 'many %'");
  expect(names.filter((name) => !out.includes(name))).toEqual([]);
});
