import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { catalogue, extraProduct, image } from "@myclothes/demo-catalogue";
import { decodeTime } from "ulid";
import { describe, expect, it } from "vitest";
import { colors } from "../../packages/demo-catalogue/src/words/colors.ts";

const { categories, collections, products } = catalogue();
const variants = products.flatMap((product) => product.variants);
const share = (part: unknown[], whole: unknown[]) => part.length / whole.length;
const checksum = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");

describe("the catalogue", () => {
  it("has 8 categories of 30 garments each", () => {
    expect(categories.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const counts = categories.map(
      ({ handle }) => products.filter(({ category }) => category === handle).length,
    );
    expect(counts).toEqual(Array(8).fill(30));
  });

  it("has 3 collections, each of different products", () => {
    expect(collections.map(({ handle }) => handle)).toEqual(["linen", "rainy-days", "seven-pieces"]);
    for (const { products: ids, image: picture } of collections) {
      expect(new Set(ids).size).toBe(ids.length);
      expect(products.filter(({ id }) => ids.includes(id)).length).toBe(ids.length);
      expect(picture).not.toBeNull();
    }
  });

  it("has about 3,000 variants", () => {
    expect(variants.length).toBeGreaterThanOrEqual(2900);
    expect(variants.length).toBeLessThanOrEqual(3100);
  });

  it("has about 15 in 100 garments reduced, and only downward", () => {
    const reduced = products.filter((product) => product.variants.some((v) => v.compareAtPrice !== null));
    expect(share(reduced, products)).toBeGreaterThan(0.12);
    expect(share(reduced, products)).toBeLessThan(0.18);
    expect(variants.filter((v) => v.compareAtPrice !== null && v.compareAtPrice <= v.price)).toEqual([]);
  });

  it("has about 8 in 100 variants out of stock, some nearly so, and a few garments wholly", () => {
    const empty = variants.filter(({ stock }) => stock === 0);
    expect(share(empty, variants)).toBeGreaterThan(0.06);
    expect(share(empty, variants)).toBeLessThan(0.1);
    expect(variants.filter(({ stock }) => stock >= 1 && stock <= 3).length).toBeGreaterThan(100);
    expect(variants.filter(({ stock }) => !Number.isInteger(stock) || stock < 0 || stock > 60)).toEqual([]);
    const soldOut = products.filter((product) => product.variants.every(({ stock }) => stock === 0));
    expect(soldOut.length).toBeGreaterThanOrEqual(3);
    expect(soldOut.length).toBeLessThanOrEqual(10);
  });

  it("gives no id, handle, title, description or sku twice", () => {
    for (const key of ["id", "handle", "title", "description"] as const)
      expect(new Set(products.map((product) => product[key])).size).toBe(products.length);
    expect(new Set(variants.map(({ sku }) => sku)).size).toBe(variants.length);
  });

  it("writes ids, handles, skus and colors in their formats", () => {
    for (const { id, handle, createdAt } of products) {
      expect(id).toMatch(/^prod_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
      expect(decodeTime(id.slice(5))).toBe(Date.parse(createdAt));
      expect(handle).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    }
    for (const { sku, color } of variants) {
      expect(sku).toMatch(/^[A-Z0-9-]{3,40}$/);
      expect(Object.keys(colors)).toContain(color);
    }
  });

  it("spreads the garments over the year before November 2026", () => {
    const dates = products.map(({ createdAt }) => createdAt).sort();
    for (const date of dates) expect(new Date(date).toISOString()).toBe(date);
    const [earliest = ""] = dates;
    const latest = dates.at(-1) ?? "";
    expect(earliest >= "2025-11-01" && earliest < "2025-12-01").toBe(true);
    expect(latest < "2026-11-01" && latest >= "2026-10-01").toBe(true);
    expect(new Set(dates.map((date) => date.slice(0, 7))).size).toBe(12);
  });

  it("offers every garment in 2 to 4 colors, each in every size, with one picture a color", () => {
    for (const product of products) {
      const dyed = [...new Set(product.variants.map(({ color }) => color))];
      const sizes = new Set(product.variants.map(({ size }) => size));
      expect(dyed.length).toBeOneOf([2, 3, 4]);
      expect(product.variants.length).toBe(dyed.length * sizes.size);
      expect(product.images.map(({ url }) => url)).toEqual(
        dyed.map((color) => expect.stringContaining(`/${color.toLowerCase()}.svg`)),
      );
      for (const { url } of product.images) expect(image(url)).toMatch(/^<svg /);
    }
  });

  it("asks prices as shops do, in whole cents, and one price for all sizes of a color", () => {
    for (const { price, compareAtPrice } of variants)
      for (const cents of [price, compareAtPrice ?? price])
        expect(String(cents)).toMatch(/^\d{1,2}99$|^\d{2,3}00$/);
    for (const product of products) {
      const prices = new Set(product.variants.map(({ color, price }) => `${color} ${price}`));
      expect(prices.size).toBe(product.images.length);
    }
  });

  it("describes each garment in three plain sentences or so", () => {
    for (const { title, description, images } of products) {
      for (const text of [title, description, ...images.map(({ alt }) => alt)])
        expect(text).toMatch(/^[A-Z][\x20-\x7E]*$/);
      expect(title.length).toBeLessThanOrEqual(80);
      expect(description.length).toBeLessThanOrEqual(600);
      expect(description).not.toMatch(/ {2}|undefined|null|,,|\.\./);
      expect(description.match(/\.( |$)/g)).toHaveLength(3);
    }
  });

  it("is the same on every run, wherever and whenever it runs", () => {
    expect(checksum(catalogue())).toBe(checksum({ categories, collections, products }));
    expect(printed({ TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" })).toBe(
      checksum({ categories, collections, products }),
    );
    expect(printed({ TZ: "America/St_Johns", LANG: "sv_SE.UTF-8", LC_ALL: "C" })).toBe(
      checksum({ categories, collections, products }),
    );
  });
});

/** The checksum that a process of its own comes to. */
function printed(env: Record<string, string>): string {
  const file = fileURLToPath(import.meta.resolve("@myclothes/demo-catalogue"));
  const script = `
    import { createHash } from "node:crypto";
    import { catalogue } from ${JSON.stringify(file)};
    process.stdout.write(createHash("sha256").update(JSON.stringify(catalogue())).digest("hex"));`;
  return execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script], {
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
}

describe("the great catalogue", () => {
  const others = Array.from({ length: 20_000 }, (_, i) => extraProduct(i * 499));

  it("gives no id, handle or sku twice, and is the same on every run", () => {
    expect(new Set([...products, ...others].map(({ id }) => id)).size).toBe(20_240);
    expect(new Set([...products, ...others].map(({ handle }) => handle)).size).toBe(20_240);
    const skus = [...products, ...others].flatMap((product) => product.variants.map(({ sku }) => sku));
    expect(new Set(skus).size).toBe(skus.length);
    expect(extraProduct(4711)).toEqual(extraProduct(4711));
  });

  it("is of the tour's kind, in at most three variants, at prices that the shop takes", () => {
    for (const { id, handle, category, createdAt, variants } of others) {
      expect(id).toMatch(/^prod_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
      expect(decodeTime(id.slice(5))).toBe(Date.parse(createdAt));
      expect(handle).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(categories.map((one) => one.handle)).toContain(category);
      expect(variants.length).toBeOneOf([1, 2, 3]);
      for (const { sku, price, compareAtPrice } of variants) {
        expect(sku).toMatch(/^[A-Z0-9-]{3,40}$/);
        expect((compareAtPrice ?? price + 1) > price).toBe(true);
      }
    }
  });
});
