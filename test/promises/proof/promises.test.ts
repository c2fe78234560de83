import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { testFilesOf } from "./part.ts";
import { parts } from "./promises.ts";

const promises = parts.flatMap((part) => part.promises).filter(({ tests }) => tests.length > 0);

it.each(promises)("$id has test files, and tests with the given name", ({ tests, named = "" }) => {
  for (const test of tests) {
    const texts = testFilesOf(test).map((file) => readFileSync(file, "utf8"));
    expect(
      texts.some((text) => text.includes(named)),
      `${test}: ${named}`,
    ).toBe(true);
  }
});
