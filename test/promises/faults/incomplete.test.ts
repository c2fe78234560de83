import { describe } from "vitest";
import { everyFaultPoint } from "./fault-points.ts";

describe("an incomplete answer with the status 200 is treated as a lost one, at each call of", () =>
  everyFaultPoint("incomplete", [{ body: "empty" }, { body: "half" }, { body: "{}" }]));
