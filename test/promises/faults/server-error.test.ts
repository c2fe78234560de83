import { describe } from "vitest";
import { everyFaultPoint } from "./fault-points.ts";

describe("F4: one 500, 503 or 504 of a store does not reach the shopper, at each call of", () =>
  everyFaultPoint("F4", [
    { status: 500 },
    { exception: "InternalServerErrorException", status: 500 },
    { status: 503 },
    { exception: "ServiceUnavailable", status: 503 },
    { status: 504 },
    { exception: "DatabaseUnavailableException", status: 504 },
  ]));
