import { describe } from "vitest";
import { everySite } from "./sites.ts";

describe("an incomplete answer with the status 200, once, at each call to a store, counts as a lost one:", () =>
  everySite("incomplete", [{ body: "empty" }, { body: "half" }, { body: "{}" }]));
