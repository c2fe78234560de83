import { afterAll, describe } from "vitest";
import { startDatabase } from "../../../support/database.ts";
import { folding } from "./suites/folding.ts";

const database = await startDatabase();
afterAll(() => database?.stop());

describe.skipIf(!database)("folding", () => {
  folding("a real PostgreSQL");
});
