import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { context } from "@myclothes/core/context";
import * as Images from "@myclothes/core/image/process";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as Bucket from "../../packages/core/src/aws/images.ts";
import { placed } from "../functions/support/merchant.ts";
import { admin } from "../support/admin.ts";
import { createCategory } from "../support/catalog-edits.ts";
import { run } from "../support/products.ts";
import { type AdminServer, startAdmin } from "./support/server.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "day-"));
let server: AdminServer;
beforeAll(async () => {
  server = await startAdmin();
});
afterAll(() => {
  server?.close();
  rmSync(folder, { recursive: true });
});

/** Does what Worker does when S3 has received the file. */
async function processUploads(isOver: () => boolean) {
  while (!isOver()) {
    const found = await run("select id from image where filename = 'tee.jpg' and status = 'pending'");
    for (const [id] of found) {
      const [ctx, key] = [context({ timeoutMs: 600_000 }), `uploads/${id}`];
      // Without the file, an attempt would count.
      const hasFile = await Bucket.read(ctx, key).then(
        () => true,
        () => false,
      );
      if (hasFile) await Images.process(ctx, key);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

it("a day of the merchant works when its blocks run in order", async () => {
  await createCategory("shirts");
  const order = await placed([1]);
  const { send } = await admin();
  const { body: settings } = await send("GET", "/admin/v1/settings");
  const readme = readFileSync(path.join(root, "packages/cli/README.md"), "utf8");
  const [, section = ""] = /## A day of the merchant\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const day = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block).join("");
  const script = day
    .replace("http://localhost:3000", server.url)
    .replaceAll(
      /npm run (--silent )?shop --/g,
      `"${process.execPath}" --import tsx "${root}packages/cli/src/main.ts"`,
    );
  mkdirSync(path.join(folder, ".local"));
  for (const name of ["node_modules", "package.json"])
    symlinkSync(path.join(root, name), path.join(folder, name));
  let isOver = false;
  const worker = processUploads(() => isOver);
  const env = { ...process.env, SST_RESOURCE_Site: JSON.stringify({ origins: [server.url] }) };
  try {
    const { stdout } = await promisify(execFile)("bash", ["-e", "-o", "pipefail", "-c", script], {
      cwd: folder,
      env,
    });
    expect(stdout).toContain("1 product imported. No line was rejected.");
    expect(stdout).toContain("2 stocks set. No line was rejected.");
    expect(stdout).toContain('"name":"Plain Clothes"');
    expect(stdout).not.toContain('"status":4');
    expect(stdout).toMatch(/Order \d+ is shipped/);
  } finally {
    isOver = true;
    await worker;
    const { version: _v, updatedAt: _u, ...all } = settings;
    await send("PUT", "/admin/v1/settings", { body: all });
  }
  const { body: tee } = await send("GET", "/admin/v1/products/plain-tee");
  expect(tee).toMatchObject({ status: "active", images: [{ alt: "A white tee" }] });
  expect(tee.variants.map((variant: { price: { amount: number } }) => variant.price.amount)).toEqual([
    1700, 1900,
  ]);
  expect((await send("GET", "/admin/v1/webhook-endpoints/erp")).status).toBe(200);
  expect(order.number).toBeGreaterThan(0);
});
