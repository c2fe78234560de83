import { expect, it } from "vitest";
import { sentence } from "../../../packages/local/src/process/report.ts";

it.each(["it ended", "it ended.", "it ended.. \n"])("ends %j with one full stop", (text) => {
  expect(sentence(text)).toBe("it ended.");
});
