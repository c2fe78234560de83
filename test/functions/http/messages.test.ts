import "../../../packages/functions/src/http/messages.ts";
import { expect, it } from "vitest";
import * as z from "zod";

it.each([
  ["a list that is too short", z.array(z.string()).min(1), [], "must have at least 1 item"],
  ["a list that is too long", z.array(z.string()).max(2), ["", "", ""], "must have at most 2 items"],
  ["an empty text", z.string().min(1), "", "must not be empty"],
  ["a long text", z.string().max(2), "abc", "must be at most 2 characters long"],
  ["a number that is too small", z.int().min(1), 0, "must be at least 1"],
  ["another time", z.iso.datetime(), "tomorrow", "must be a time in UTC, such as 2030-01-31T09:00:00Z"],
  ["another day", z.iso.date(), "31.1.2030", "must be a day, such as 2030-01-31"],
])("says what is wrong with %s", (_, schema, value, message) => {
  expect(schema.safeParse(value).error?.issues[0]?.message).toBe(message);
});
