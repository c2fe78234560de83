import { describe } from "vitest";
import { everyFaultPoint } from "./fault-points.ts";

describe("F9: a condition that our own first attempt made false is reported as a success, at each call of", () =>
  everyFaultPoint("F9", ["reset after", "duplicate"]));
