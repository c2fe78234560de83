import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { UserError } from "@myclothes/local/report";
import { describe, expect, it } from "vitest";
import { readLines } from "../../packages/cli/src/csv/lines.ts";
import { join, minorOf, OPTIONAL, productsOf, REQUIRED } from "../../packages/cli/src/csv/product.ts";
import { sendAll } from "../../packages/cli/src/csv/send.ts";
import { putProduct, withStored } from "../../packages/cli/src/csv/stored.ts";

const folder = mkdtempSync(path.join(tmpdir(), "csv-"));
function fileOf(content: string | Buffer): string {
  const file = path.join(folder, `${crypto.randomUUID()}.csv`);
  writeFileSync(file, content);
  return file;
}
const read = (content: string | Buffer) => readLines(fileOf(content), ["sku", "quantity"], ["note"]);

describe("a CSV file", () => {
  it("is read with its line numbers, also with a byte order mark, quotes, empty lines and CRLF", () => {
    const { lines, rejected } = read('\ufeffsku,quantity\r\nA,1\r\n\r\n"B ""x"", y", 2\r\n');
    expect(lines).toEqual([
      { number: 2, values: { sku: "A", quantity: "1" } },
      { number: 4, values: { sku: 'B "x", y', quantity: "2" } },
    ]);
    expect(rejected).toEqual([]);
  });

  it("reports a line with too many or too few columns, and keeps the others", () => {
    const { lines, rejected } = read("sku,quantity\nA,1\nB\nC,1,2\nD,4\n");
    expect(lines.map(({ values }) => values.sku)).toEqual(["A", "D"]);
    expect(rejected).toMatchObject([
      { line: 3, values: { sku: "B" } },
      { line: 4, values: { sku: "C", quantity: "1" } },
    ]);
  });

  it.each(['A,"1\nB,2\n', 'A,1"2"\nB,2\n', 'A,"1"2\nB,2\n'])("is refused if its lines are %j", (lines) => {
    expect(() => read(`sku,quantity\n${lines}`)).toThrow("has a wrong quotation mark");
  });

  it.each([
    ["lacks a column", "sku\nA\n", "lacks the columns quantity"],
    ["has other separators", "sku;quantity\nA;1\n", "Save it with commas"],
    ["has an unknown column", "sku,quantity,colour\nA,1,red\n", "has unknown columns: colour"],
    ["is not in UTF-8", Buffer.from([0x73, 0x6b, 0x75, 0x2c, 0xe9]), "is not in UTF-8"],
  ])("is refused with the reason if it %s", (_, content, reason) => {
    expect(() => read(content)).toThrow(reason);
  });

  it("is refused with the reason if it does not exist", () => {
    expect(() => readLines("no-such-file.csv", [], [])).toThrow("no-such-file.csv cannot be read");
  });
});

describe("products of lines", () => {
  const make = (...rows: string[]) => makeWith(REQUIRED, ...rows);
  function makeWith(columns: string[], ...rows: string[]) {
    const { lines, rejected } = readLines(
      fileOf([columns.join(","), ...rows].join("\n")),
      REQUIRED,
      OPTIONAL,
    );
    return productsOf(lines, "USD", rejected);
  }
  it.each([
    ["has too few columns", "tee,,,T-M"],
    ["has too many columns", "tee,,,T-M,M,Blue,1,000"],
    ["has a bad price", "tee,,,T-M,M,Blue,x"],
    ["has the SKU of another product", "tee,,,P-S,M,Blue,1"],
  ])("leave out a product of which a line %s", (_, line) => {
    const file = fileOf(
      [REQUIRED.join(","), "pants,Pants,p,P-S,S,Red,9", "tee,Tee,shirts,T-S,S,Red,2", line].join("\n"),
    );
    const { lines, rejected } = readLines(file, REQUIRED, OPTIONAL);
    const made = productsOf(lines, "USD", rejected);
    expect(made.products.map(({ handle }) => handle)).toEqual(["pants"]);
    expect([...rejected, ...made.rejected].map(({ line }) => line)).toEqual([4]);
  });

  it("have one variant for each line, and the values of their first line", () => {
    const { products, rejected } = make("tee,Tee,shirts,T-S,S,Red,25.99", "tee,,,T-M,M,Blue,26");
    expect(rejected).toEqual([]);
    expect(products).toMatchObject([
      {
        handle: "tee",
        line: 2,
        body: {
          title: "Tee",
          category: "shirts",
          variants: [
            { sku: "T-S", options: { size: "S", color: "Red" }, price: { amount: 2599, currency: "USD" } },
            { sku: "T-M", options: { size: "M", color: "Blue" }, price: { amount: 2600, currency: "USD" } },
          ],
        },
      },
    ]);
  });

  it("are left out whole if one of their lines is rejected, because a missing variant would be deleted", () => {
    const { products, rejected } = make(
      "tee,Tee,shirts,T-S,S,Red,25.99",
      "tee,,,T-M,M,Blue,cheap",
      "tee,Shirt,,,L,Blue,1",
      "cap,Cap,hats,C,M,Red,1",
    );
    expect(products.map(({ handle }) => handle)).toEqual(["cap"]);
    expect(rejected).toEqual([
      { line: 3, reason: 'has the price "cheap", which is not a number such as 25.99' },
      { line: 4, reason: "has no sku" },
      { line: 4, reason: "has another title than line 2 of the same product" },
    ]);
  });

  it.each([
    ["has no handle", ",Tee,,T-M,M,Blue,1", [3]],
    ["has too few columns and no handle", ",,", [3]],
    ["has lost its handle", "Tee,shirts,T-M,M,Blue,1", [3]],
    ["belongs to a product and has too few columns", "tee,,", []],
  ])("are lost lines, and no product may be sent, if a line %s", (_, line, expected) => {
    const { lost } = make("tee,Tee,shirts,T-S,S,Red,25.99", line, "cap,Cap,hats,C,M,Red,1");
    expect(lost).toEqual(expected);
  });

  it("belong to one product in every spelling of its handle", () => {
    const { products } = make("caf\u00e9,Tee,shirts,T-S,S,Red,1", "cafe\u0301,,,T-M,M,Red,1");
    expect(products.map(({ handle, body }) => [handle, body.variants.length])).toEqual([["caf\u00e9", 2]]);
  });

  const stored = {
    description: "Soft.",
    status: "draft",
    images: [{ url: "/a.svg", alt: "Front" }],
    tags: ["new"],
    seo: { title: "Tees", description: "All" },
    variants: [{ sku: "T-S", compareAtPrice: { amount: 3000, currency: "USD" }, weight: 90 }],
  };

  it("keep what is stored where the file has no column", () => {
    const [product] = make("tee,Tee,shirts,T-S,S,Red,25.99").products;
    expect(product && withStored(product.body, stored)).toMatchObject({ title: "Tee", ...stored });
  });

  it("lose what is stored where a cell is empty, but an empty status publishes nothing", () => {
    const [product] = makeWith(
      [...REQUIRED, ...OPTIONAL],
      `tee,Tee,shirts,T-S,S,Red,1${",".repeat(OPTIONAL.length)}`,
    ).products;
    expect(product && withStored(product.body, stored)).toMatchObject({
      ...{ description: "", status: "draft", images: [], tags: [], seo: null },
      variants: [{ sku: "T-S", compareAtPrice: null, weight: null }],
    });
  });

  it("are active and have their title as the description if they are new and the file has no column", () => {
    const [product] = make("tee,Tee,shirts,T-S,S,Red,25.99").products;
    expect(product && withStored(product.body, undefined)).toMatchObject({
      ...{ description: "Tee", status: "active", images: [], tags: [], seo: null },
    });
  });

  it("are sent again with new stored values if others change them at the same time", async () => {
    const [product] = make("tee,Tee,shirts,T-S,S,Red,25.99").products;
    const puts: unknown[] = [];
    let version = 0;
    const send = async (_: string, request?: { method?: string; body?: unknown; headers?: object }) => {
      if (request?.method !== "PUT")
        return { status: 200, body: { ...stored, tags: [`${++version}`], version } };
      puts.push({ ...request.headers, ...(request.body as object) });
      return { status: puts.length === 1 ? 412 : 200, body: {} };
    };
    const api = { send } as unknown as Parameters<typeof putProduct>[0];
    expect(product && (await putProduct(api, product))).toBeUndefined();
    expect(puts).toMatchObject([
      { "if-match": '"1"', tags: ["1"] },
      { "if-match": '"2"', tags: ["2"] },
    ]);
  });

  it("have the tags and image texts that were exported, with every character", () => {
    const tags = ["a|b", "\\", "c\\|", "d"];
    const cells = [`"${join(tags)}"`, "/a.svg /b.svg", `"${join(["", "x|y"])}"`];
    const columns = [...REQUIRED, "tags", "image", "imageAlt"];
    const [product] = makeWith(columns, `tee,Tee,shirts,T-S,S,Red,1,${cells.join(",")}`).products;
    expect(product?.body).toMatchObject({
      tags,
      images: [
        { url: "/a.svg", alt: "" },
        { url: "/b.svg", alt: "x|y" },
      ],
    });
  });
});

it("reports each line and sends no more if the shop does not answer", async () => {
  const sent: number[] = [];
  const items = Array.from({ length: 20 }, (_, i) => ({ line: i + 2 }));
  const io = { out: () => {}, error: () => {}, isTTY: false };
  const { accepted, rejected } = await sendAll("products", items, io, async ({ line }) => {
    sent.push(line);
    if (line >= 5) throw new UserError("no answer");
    return undefined;
  });
  expect(sent).toHaveLength(new Set(sent).size);
  expect(sent.length).toBeLessThan(12);
  expect([accepted, rejected.length]).toEqual([3, 17]);
  expect(rejected.find(({ line }) => line === 5)?.reason).toContain("no answer");
  expect(rejected.find(({ line }) => line === 21)?.reason).toContain("was not sent");
});

it.each([
  ["25.99", 2599],
  ["25,9", 2590],
  ["0", 0],
  ["1.1", 110],
  ["19.99", 1999],
  ["1.005", undefined],
  ["-1", undefined],
  ["", undefined],
  ["1e3", undefined],
])("reads the price %s exactly", (text, minor) => {
  expect(minorOf(text)).toBe(minor);
});
