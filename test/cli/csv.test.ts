import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readLines } from "../../packages/cli/src/csv/lines.ts";
import { minorOf, OPTIONAL, productsOf, REQUIRED } from "../../packages/cli/src/csv/product.ts";

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

  const make = (...rows: string[]) =>
    productsOf(readLines(fileOf([REQUIRED.join(","), ...rows].join("\n")), REQUIRED, OPTIONAL).lines, "USD");

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
          status: "active",
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
