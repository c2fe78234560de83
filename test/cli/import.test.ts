import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { admin } from "../support/admin.ts";
import { createCategory, newNames } from "../support/catalog-edits.ts";
import { run } from "../support/products.ts";
import { recordTrials } from "../support/proof.ts";
import { random } from "../support/random.ts";
import { LONG_TEST } from "../support/timeouts.ts";
import { type AdminServer, startAdmin } from "./support/server.ts";

const TRIALS = process.env.FAULTS ? 50 : 1;
const SEED = Number(process.env.SEED ?? 20_261_128);
const PRODUCTS = 12;
const main = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "import-"));

let server: AdminServer;
let key = "";
beforeAll(async () => {
  ({ secret: key } = await admin());
  server = await startAdmin();
  await createCategory();
});
afterAll(() => server?.close());

/**
 * Runs a command as a process of its own, and kills it before or after its request number `at` is answered. Returns its exit
 * code, or null if it was killed.
 */
async function shop(args: string[], at = Number.POSITIVE_INFINITY): Promise<number | null> {
  const child = spawn(process.execPath, ["--import", "tsx", main, ...args, "--url", server.url], {
    env: { ...process.env, SHOP_KEY: key },
    stdio: "ignore",
  });
  let count = 0;
  server.onRequest = () => {
    if (++count === at) child.kill("SIGKILL");
  };
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  server.onRequest = () => {};
  return code;
}

/** Files with products of this name and their stock. */
function filesOf(name: string): { products: string; stock: string } {
  const skus = Array.from({ length: PRODUCTS }, (_, i) => [`${name}-${i}-S`, `${name}-${i}-M`]);
  const lines = skus.flatMap(([s, m], i) => [
    `${name}-${i},Tee ${i},made-for-a-test,${s},S,Red,${i}.99`,
    `${name}-${i},,,${m},M,Red,${i}.50`,
  ]);
  const file = (kind: string, rows: string[]) => {
    const at = path.join(folder, `${name}-${kind}.csv`);
    writeFileSync(at, rows.join("\n"));
    return at;
  };
  return {
    products: file("products", ["handle,title,category,sku,size,color,price", ...lines]),
    stock: file("stock", ["sku,quantity", ...skus.flat().map((sku, i) => `${sku},${i}`)]),
  };
}

/** What the shop has stored about the products of this name, without IDs and times. */
const stateOf = async (name: string) =>
  JSON.parse(
    JSON.stringify(
      await run(
        `select p.handle, p.title, p.status, p.version, v.sku, v.size, v.price, v.stock, v.stock_version,
           (select count(*) from stock_movement m where m.sku = v.sku),
           (select count(*) from audit where subject = v.sku or (subject = p.handle and v.position = 1))
         from product p join variant v on v.product_id = p.id
         where p.handle like :name || '-%' order by v.sku`,
        { name },
      ),
    ).replaceAll(name, "NAME"),
  );

it(`an import that is killed and run again ends in the same state, ${TRIALS} times`, LONG_TEST, async () => {
  const chance = random(SEED);
  const undisturbed = newNames().handle;
  const files = filesOf(undisturbed);
  expect(await shop(["products", "import", files.products])).toBe(0);
  expect(await shop(["stock", "import", files.stock])).toBe(0);
  const wanted = await stateOf(undisturbed);
  expect(wanted).toHaveLength(2 * PRODUCTS);

  for (let trial = 0; trial < TRIALS; trial++) {
    const name = newNames().handle;
    const { products, stock } = filesOf(name);
    // An import of products begins with a request that checks the key.
    expect(await shop(["products", "import", products], 2 + chance.below(PRODUCTS))).toBeNull();
    expect(await shop(["products", "import", products])).toBe(0);
    expect(await shop(["stock", "import", stock], 1 + chance.below(2 * PRODUCTS))).toBeNull();
    expect(await shop(["stock", "import", stock])).toBe(0);
    expect(await stateOf(name), `seed ${SEED}, trial ${trial}`).toEqual(wanted);
  }
  recordTrials({ promise: "I1", trials: 2 * TRIALS, faults: 2 * TRIALS, seed: SEED });
});
