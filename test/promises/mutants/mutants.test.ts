import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../proof/part.ts";
import { fits } from "./copy.ts";
import { mutants } from "./mutants.ts";

it.each(mutants)("$name: its text occurs once, and its tests exist", async (mutant) => {
  expect(await fits(root, mutant)).toBe(1);
  for (const file of mutant.caughtBy) expect(existsSync(join(root, file)), file).toBe(true);
});
