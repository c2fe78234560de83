import { afterAll, describe } from "vitest";
import { batchSuite } from "./suites/batch.ts";
import { faultSuite } from "./suites/faults.ts";
import { limitSuite } from "./suites/limits.ts";
import { parameterSuite } from "./suites/parameters.ts";
import { requestSuite } from "./suites/requests.ts";
import { resultSuite } from "./suites/results.ts";
import { roleSuite } from "./suites/roles.ts";
import { stateSuite } from "./suites/state.ts";
import { transactionSuite } from "./suites/transactions.ts";
import { typeSuite } from "./suites/types.ts";
import { startEngines } from "./support/engines.ts";

const engines = await startEngines();

afterAll(() => Promise.all(engines.map((engine) => engine.stop())));

describe.each(engines.map((engine) => [engine.name, engine] as const))("over %s", (_, engine) => {
  describe("parameters", () => parameterSuite(engine));
  describe("results", () => resultSuite(engine));
  describe("types", () => typeSuite(engine));
  describe("state", () => stateSuite(engine));
  describe("requests", () => requestSuite(engine));
  describe("batches", () => batchSuite(engine));
  describe("transactions", () => transactionSuite(engine));
  describe("roles", () => roleSuite(engine));
  describe("limits", () => limitSuite(engine));
  describe("faults", () => faultSuite(engine));
});
