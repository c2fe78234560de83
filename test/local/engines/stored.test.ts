import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { checkStored, recordStored } from "../../../packages/local/src/engines/stored.ts";

const root = mkdtempSync(path.join(tmpdir(), "stored-"));
afterAll(() => rmSync(root, { recursive: true }));

const files = {
  dynoxide: "dynoxide/dynamo.db",
  dynalite: "dynalite/CURRENT",
  postgres: "postgres/data/PG_VERSION",
} as const;
type Store = keyof typeof files;

function folderWith(...stores: Store[]): string {
  const folder = mkdtempSync(path.join(root, "state-"));
  for (const store of stores) {
    const file = path.join(folder, files[store]);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, "stored");
  }
  return folder;
}

it.each(["dynoxide", "dynalite", "postgres"] as const)(
  "refuses to create %s anew when it was prepared",
  (store) => {
    const folder = folderWith("dynoxide", "dynalite", "postgres");
    recordStored(folder, ["dynoxide", "dynalite", "postgres"]);
    const file = path.join(folder, files[store]);
    checkStored(folder, store);
    writeFileSync(file, "");
    expect(() => checkStored(folder, store)).toThrow(`${file} is missing or empty. It held `);
    rmSync(path.dirname(file), { recursive: true });
    expect(() => checkStored(folder, store)).toThrow("or delete all data in it: npm start -- --fresh");
  },
);

it("lets a first start create its stores, also after one that was cut short", () => {
  checkStored(folderWith(), "dynoxide");
  checkStored(folderWith(), "postgres");
  // The first start was killed before the database was there.
  checkStored(folderWith("dynoxide"), "postgres");
});

it("lets a changed engine create its store, and remembers the other one", () => {
  const folder = folderWith("dynoxide", "postgres");
  recordStored(folder, ["dynoxide", "postgres"]);
  checkStored(folder, "dynalite");
  recordStored(folder, ["dynalite", "postgres"]);
  rmSync(path.join(folder, "dynoxide"), { recursive: true });
  expect(() => checkStored(folder, "dynoxide")).toThrow("sessions and carts");
});

it.each(["", "{}", '["dyn', "null"])("takes a list that holds %j for none", (list) => {
  const folder = folderWith();
  writeFileSync(path.join(folder, "stores.json"), list);
  checkStored(folder, "postgres");
  recordStored(folder, ["postgres"]);
  expect(() => checkStored(folder, "postgres")).toThrow("the catalogue, customers and orders");
  expect(existsSync(path.join(folder, "stores.json.new"))).toBe(false);
});
