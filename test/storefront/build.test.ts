import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildSite } from "@myclothes/storefront/build";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assetsOf } from "../../packages/storefront/build/assets.ts";
import { removeOldBuilds } from "../../packages/storefront/build/old.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "site-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("the build of the pages' files", () => {
  it("writes every file that its list names, with hashed names, and is skipped when nothing has changed", async () => {
    const { assets, ms } = await buildSite(folder);
    expect(ms).toBeGreaterThan(0);
    expect(JSON.parse(await readFile(path.join(folder, "assets.json"), "utf8"))).toEqual(assets);
    const named = [assets.shop, assets.admin].flatMap((entry) => [
      entry.script,
      ...entry.styles,
      ...entry.preload,
    ]);
    expect(assets.shop.styles.length).toBeGreaterThan(0);
    for (const address of [...named, ...assets.fonts]) {
      expect(address).toMatch(/^\/assets\/[\w.-]+-[\w-]{8}\.(js|css|woff2)$/);
      expect((await stat(path.join(folder, address))).size).toBeGreaterThan(0);
    }
    expect((await readdir(folder)).sort()).toEqual(["assets", "assets.json"]);
    expect((await buildSite(folder)).isNew).toBe(false);
  });

  it("keeps the files of earlier builds, for pages that are open", async () => {
    const old = path.join(folder, "assets", "shop-00000000.js");
    await writeFile(old, "");
    await buildSite(folder);
    expect((await stat(old)).isFile()).toBe(true);
  });

  it("takes our client from its sources, for production", async () => {
    const { assets } = await buildSite(folder);
    const scripts = [assets.shop.script, ...assets.shop.preload];
    const code = await Promise.all(scripts.map((script) => readFile(path.join(folder, script), "utf8")));
    expect(code.join("")).toContain("idempotency-key");
    expect(code.join("")).not.toContain("process.env.NODE_ENV");
  });

  it("lets the merchant's page load nothing that runs the shop's", async () => {
    const { assets } = await buildSite(folder);
    const code = (files: string[]) =>
      Promise.all(files.map((file) => readFile(path.join(folder, file), "utf8")));
    const start = /getElementById\(["'`]page["'`]\)/;
    expect((await code([assets.shop.script])).join("")).toMatch(start);
    expect((await code([assets.admin.script, ...assets.admin.preload])).join("")).not.toMatch(start);
  });

  it("removes all but the newest builds, and none that may be in use", async () => {
    const cache = await mkdtemp(path.join(tmpdir(), "builds-"));
    for (let i = 0; i < 7; i++) await writeFile(path.join(cache, String(i)), "");
    await removeOldBuilds(cache, path.join(cache, "0"));
    expect(await readdir(cache)).toHaveLength(7);
    await removeOldBuilds(cache, path.join(cache, "0"), { minAgeMs: -1 });
    const left = await readdir(cache);
    expect([left.length, left.includes("0")]).toEqual([5, true]);
    await rm(cache, { recursive: true });
  });
});

describe("the list of files", () => {
  const admin = { file: "assets/admin-1.js", imports: ["shared.js"] };
  const manifest = {
    "src/main.tsx": { file: "assets/shop-1.js", css: ["assets/shop-2.css"], imports: ["shared.js", "b.js"] },
    "src/admin/main.tsx": admin,
    "shared.js": { file: "assets/shared-3.js", css: ["assets/shared-4.css"], assets: ["assets/f-5.woff2"] },
    "b.js": { file: "assets/b-6.js", imports: ["shared.js", "src/main.tsx"], assets: ["assets/i-7.svg"] },
  };

  it("has what each entry imports at once, directly or not, each one time", () => {
    expect(assetsOf(manifest)).toEqual({
      shop: {
        script: "/assets/shop-1.js",
        styles: ["/assets/shop-2.css", "/assets/shared-4.css"],
        preload: ["/assets/shared-3.js", "/assets/b-6.js"],
      },
      admin: {
        script: "/assets/admin-1.js",
        styles: ["/assets/shared-4.css"],
        preload: ["/assets/shared-3.js"],
      },
      fonts: ["/assets/f-5.woff2"],
    });
  });

  it("cannot be made without an entry", () => {
    expect(() => assetsOf({ "src/admin/main.tsx": admin })).toThrow("Vite's manifest has no src/main.tsx.");
  });
});
