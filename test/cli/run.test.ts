import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../packages/cli/src/run.ts";
import { KEY_FILE, keepLocalKey } from "../../packages/cli/src/target.ts";
import { admin } from "../support/admin.ts";
import { newNames, productBody } from "../support/catalog-edits.ts";
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

/** Runs a command. */
const shop = (args: string[], env: NodeJS.ProcessEnv = { SHOP_KEY: key }) =>
  call([...args, "--url", server.url], env);

const HEADER = "handle,title,category,sku,size,color,price";

async function names() {
  const { handle, skus } = newNames();
  const category = `${handle}-c`.slice(-64);
  const { send } = await admin();
  await send("PUT", `/admin/v1/categories/${category}`, { body: { title: "C", position: 9_000 } });
  return { handle, skus, category, send };
}

describe("an import of products", () => {
  it("creates products, reports each rejected line, and ends in the same state when it runs again", async () => {
    const { handle, skus, category, send } = await names();
    const [one, two] = skus;
    const file = fileOf(
      HEADER,
      `${handle},Tee,${category},${one},S,Red,25.99`,
      `${handle},,,${two},M,Red,26`,
      `${handle}-x,Bad,nowhere-${handle},X-${one},S,Red,1`,
      `${handle}-y,Bad,${category},Y-${one},S,Red,cheap`,
    );
    const first = await shop(["products", "import", file]);
    expect(first).toMatchObject({ code: 1, out: expect.stringContaining("1 product imported. 2 rejected") });
    expect(first.error).toContain("line 4: ");
    expect(first.error).toContain('line 5: has the price "cheap"');
    const { body: stored } = await send("GET", `/admin/v1/products/${handle}`);
    expect(stored.variants.map(({ sku, price }: { sku: string; price: object }) => [sku, price])).toEqual([
      [one, { amount: 2599, currency: "USD" }],
      [two, { amount: 2600, currency: "USD" }],
    ]);
    await shop(["products", "import", file]);
    expect((await send("GET", `/admin/v1/products/${handle}`)).body).toEqual(stored);
    expect((await send("GET", `/admin/v1/products/${handle}-y`)).status).toBe(404);
  });

  it.each([
    ["has a bad price", (handle: string, sku: string) => `${handle},,,${sku},M,Red,x`],
    ["has too many columns", (handle: string, sku: string) => `${handle},,,${sku},M,Red,1,000`],
    ["has too few columns", (handle: string) => `${handle},,`],
    ["has no handle", (_: string, sku: string) => `,,,${sku},M,Red,1`],
    ["has lost its handle", (_: string, sku: string) => `,${sku},M,Red,1`],
    ["has a quotation mark too few", (handle: string, sku: string) => `${handle},"Tee,,${sku},M,Red,1`],
  ])("leaves a product as it is if one of its lines %s", async (_, line) => {
    const { handle, skus, category, send } = await names();
    await send("PUT", `/admin/v1/products/${handle}`, { body: productBody(skus, { category }) });
    const { body: before } = await send("GET", `/admin/v1/products/${handle}`);
    const file = fileOf(HEADER, `${handle},New,${category},${skus[0]},S,Red,1`, line(handle, skus[1] ?? ""));
    expect((await shop(["products", "import", file])).code).toBe(1);
    expect((await send("GET", `/admin/v1/products/${handle}`)).body).toEqual(before);
  });
});

it("sets counted stock, and reports unknown SKUs and bad quantities", async () => {
  const { handle, skus, category, send } = await names();
  await send("PUT", `/admin/v1/products/${handle}`, { body: productBody(skus, { category }) });
  const file = fileOf("sku,quantity", `${skus[0]},7`, `${skus[1]},many`, "NO-SUCH-SKU,1", `${skus[0]},8`);
  const { code, error } = await shop(["stock", "import", file]);
  expect(code).toBe(1);
  expect(error).toContain('line 3: has the quantity "many"');
  expect(error).toContain("line 4: ");
  expect(error).toContain("line 5: has the SKU of line 2");
  expect(await query("select stock from variant where sku = :sku", { sku: skus[0] ?? "" })).toEqual([[7]]);
});

it("exports a file that can be imported again", async () => {
  const { handle, skus, category, send } = await names();
  const images = [
    { url: "/images/a.svg", alt: "Front" },
    { url: "https://img.example/b.png", alt: "Back" },
  ];
  const seo = { title: "Shirts", description: "All, of linen" };
  const wanted = productBody(skus, { category, images, seo, tags: ["new", "linen"] });
  await send("PUT", `/admin/v1/products/${handle}`, { body: wanted });
  const { body: before } = await send("GET", `/admin/v1/products/${handle}`);
  const file = path.join(folder, "out.csv");
  expect((await shop(["products", "export", file])).code).toBe(0);
  const [header = "", ...lines] = readFileSync(file, "utf8").split("\n");
  const own = lines.filter((line) => line.startsWith(`${handle},`));
  expect(own).toHaveLength(skus.length);
  expect((await shop(["products", "import", fileOf(header, ...own)])).code).toBe(0);
  expect((await send("GET", `/admin/v1/products/${handle}`)).body).toEqual(before);
});

it("names the products without variants, for which an export has no line", async () => {
  const { handle, category, send } = await names();
  await send("PUT", `/admin/v1/products/${handle}`, { body: productBody([], { category }) });
  const { code, error } = await shop(["products", "export", path.join(folder, "lines.csv")]);
  await send("DELETE", `/admin/v1/products/${handle}`);
  expect([code, error]).toEqual([0, expect.stringMatching(`without variants.*${handle}`)]);
});

it("keeps the fields of a product for which a file has no column", async () => {
  const { handle, skus, category, send } = await names();
  const images = ["a", "b", "c"].map((name) => ({ url: `/images/${name}.svg`, alt: name }));
  const wanted = { category, images, status: "draft", tags: ["new"], seo: { title: "Shirts" } };
  await send("PUT", `/admin/v1/products/${handle}`, { body: productBody(skus, wanted) });
  const { body: before } = await send("GET", `/admin/v1/products/${handle}`);
  const lines = skus.map((sku, i) => `${handle},Linen Shirt,${category},${sku},${36 + i},Navy,30`);
  expect((await shop(["products", "import", fileOf(HEADER, ...lines)])).code).toBe(0);
  const { body: after } = await send("GET", `/admin/v1/products/${handle}`);
  const rest = ({ updatedAt, version, variants, ...product }: typeof before) => product;
  expect(rest(after)).toEqual(rest(before));
  expect(after.variants[0].price.amount).toBe(3000);
});

it.each([
  [["orders", "list"], "NUMBER"],
  [["report", "sales"], "Total"],
  [["report", "stock", "--below", "1"], "SKU"],
])("%j prints a table", async (args, title) => {
  expect(await shop(args)).toMatchObject({ code: 0, out: expect.stringContaining(title), error: "" });
});

describe("says what to do", () => {
  it("without a key", async () => {
    const { code, error } = await shop(["orders", "list"], {});
    expect([code, error]).toEqual([1, expect.stringContaining("keys create --role owner")]);
  });

  it("with a wrong key", async () => {
    const { error } = await shop(["orders", "list"], { SHOP_KEY: `sk_${"a".repeat(43)}` });
    expect(error).toContain("The API key is wrong");
  });

  it("about an unknown command, flag or file", async () => {
    expect((await shop(["frobnicate"])).error).toContain('There is no command "frobnicate');
    expect((await shop(["orders", "list", "--nope"])).error).toContain("orders list --help");
    expect((await shop(["products", "import", "no.csv"])).error).toContain("no.csv cannot be read");
    expect((await shop(["orders", "show", "999999999"])).error).toContain("order.unknown");
  });

  it("if the shop does not answer", async () => {
    const away = { SHOP_KEY: key };
    const lines: string[] = [];
    const io = { out: () => {}, error: (text: string) => lines.push(text), isTTY: false, env: away };
    expect(await run(["orders", "list", "--url", "http://localhost:1"], io)).toBe(1);
    expect(lines.join()).toContain("Is the shop running?");
  });

  it("about a shop that does not run, before it asks for a key", async () => {
    const lines: string[] = [];
    const io = { out: () => {}, error: (text: string) => lines.push(text), isTTY: false, env: {} };
    expect(await run(["orders", "list"], io)).toBe(1);
    // Without `.local/env`, or with that of a shop that was killed.
    expect(lines.join()).toMatch(/Run npm start|Is the shop running\?/);
  });

  it("about --url beside a command that uses the data stores", async () => {
    expect((await shop(["keys", "list"])).error).toContain("Leave out --url");
  });

  it("about a command that is complete without its options", async () => {
    expect((await shop(["--stage", "production", "frobnicate"])).error).toContain('no command "frobnicate"');
  });
});

describe("with the data stores", () => {
  const stores = (args: string[]) => call(args, process.env);

  it("finds a command behind options with values", async () => {
    const { code, out } = await shop(["--q", "nobody", "orders", "list"]);
    expect([code, out]).toEqual([0, expect.stringContaining("NUMBER")]);
  });

  it("reads with a statement that begins with a comment", async () => {
    expect(await stores(["sql", "-- one\nselect 1 as one"])).toMatchObject({ code: 0, error: "1 row" });
  });

  it("asks which key is revoked", async () => {
    expect((await stores(["keys", "revoke"])).error).toContain("Which key?");
  });
});

it("keeps the first key on this machine, and another one only if it is told to", () => {
  const cwd = process.cwd();
  const place = mkdtempSync(path.join(tmpdir(), "key-"));
  mkdirSync(path.join(place, ".local"));
  try {
    process.chdir(place);
    expect([keepLocalKey("sk_one", false), keepLocalKey("sk_two", false)]).toEqual([true, false]);
    expect(readFileSync(KEY_FILE, "utf8")).toBe("sk_one\n");
    expect(keepLocalKey("sk_two", true)).toBe(true);
    expect(readFileSync(KEY_FILE, "utf8")).toBe("sk_two\n");
  } finally {
    process.chdir(cwd);
  }
});

describe("commands that reach the database", () => {
  const onStores = (...args: string[]) => call(args, process.env);

  it("look up everything but hashes and secrets, and change nothing", async () => {
    const found = await onStores("sql", "select handle, title from category order by handle limit 1");
    expect(found).toMatchObject({ code: 0, error: "1 row" });
    const secrets = await onStores("sql", "select * from customer");
    expect(secrets).toMatchObject({ code: 1, out: "" });
    expect(secrets.error).toMatch(
      /^ERROR: permission denied for table customer; SQLState: 42501\n.* name the columns/,
    );
    const write = await onStores("sql", "delete from audit returning id");
    expect(write).toMatchObject({
      code: 1,
      error: expect.stringMatching(/read-only transaction|permission denied/),
    });
  });

  it("manage keys with the rights of Admin", async () => {
    const { id } = await admin("packer");
    expect(await onStores("keys", "list")).toMatchObject({
      code: 0,
      out: expect.stringContaining("LAST USED"),
    });
    expect(await onStores("keys", "revoke", id)).toMatchObject({ code: 0, out: `${id} is revoked.` });
  });
});
