import { describe } from "vitest";
import { everySite } from "./sites.ts";

describe("F9: a condition lost to our own first attempt is the success that it was:", () =>
  everySite("F9", ["reset after", "duplicate"]));
