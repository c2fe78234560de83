import { describe } from "vitest";
import { everySite } from "./sites.ts";

describe("F4: 500, 503 or 504 once, at each call to a store, is nothing to the shopper:", () =>
  everySite("F4", [
    { status: 500 },
    { exception: "InternalServerErrorException", status: 500 },
    { status: 503 },
    { exception: "ServiceUnavailable", status: 503 },
    { status: 504 },
    { exception: "DatabaseUnavailableException", status: 504 },
  ]));
