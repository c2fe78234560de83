import { describe, expect, it } from "vitest";
import {
  groupExpiry,
  groupNumber,
  isCardNumber,
  isPast,
  readExpiry,
} from "../../packages/storefront/src/pages/payment/card.rules.ts";

describe("a card number", () => {
  it("is shown in groups", () => {
    expect(groupNumber("4242424242424242")).toBe("4242 4242 4242 4242");
    expect(groupNumber("4242 42a")).toBe("4242 42");
    expect(groupNumber("378282246310005")).toBe("3782 822463 10005");
    expect(groupNumber("")).toBe("");
  });

  it("has a check digit", () => {
    expect(isCardNumber("4242 4242 4242 4242")).toBe(true);
    expect(isCardNumber("4242 4242 4242 4243")).toBe(false);
    expect(isCardNumber("0000")).toBe(false);
  });
});

describe("an expiry date", () => {
  /** What the field shows after each key. */
  const typed = (keys: string) => [...keys].reduce((shown, key) => groupExpiry(shown + key, shown), "");

  it.each([
    ["0430", "04 / 30"],
    ["430", "04 / 30"],
    ["1230", "12 / 30"],
    ["1/30", "01 / 30"],
    ["04/2030", "04 / 30"],
  ])("typed as %s is %s", (keys, shown) => {
    expect(typed(keys)).toBe(shown);
  });

  it.each(["04/30", "04 / 2030", "0430"])("pasted as %s is read", (text) => {
    expect(readExpiry(groupExpiry(text))).toEqual({ month: 4, year: 2030 });
  });

  it("can be deleted", () => {
    expect(groupExpiry("04 /", "04 / ")).toBe("04 /");
    expect(groupExpiry("0", "04")).toBe("0");
  });

  it.each(["", "13 / 30", "00 / 30", "04", "04 / 3"])("is not read from %j", (text) => {
    expect(readExpiry(text)).toBeUndefined();
  });

  it("is past after its month", () => {
    const now = new Date("2026-11-28T12:00:00Z");
    expect(isPast({ month: 11, year: 2026 }, now)).toBe(false);
    expect(isPast({ month: 10, year: 2026 }, now)).toBe(true);
    expect(isPast({ month: 1, year: 2027 }, now)).toBe(false);
  });
});
