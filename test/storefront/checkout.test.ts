import { describe, expect, it } from "vitest";
import { Country, needsPostalCode } from "../../packages/core/src/country.ts";
import {
  addressOf,
  type Draft,
  errorsOf,
  fieldOf,
  firstDraft,
  guessCountry,
  isUncertain,
  orderOf,
  pickOption,
  priceOf,
  refusedFields,
  sentAs,
} from "../../packages/storefront/src/pages/checkout/checkout.rules.ts";
import {
  change,
  draft,
  errors,
  trouble,
} from "../../packages/storefront/src/pages/checkout/checkout.state.ts";
import * as countries from "../../packages/storefront/src/parts/form/countries.ts";
import { texts } from "../../packages/storefront/src/texts.checkout.ts";

const t = texts.checkout;
const usd = (amount: number) => ({ amount, currency: "USD" as const });
const emptyCart = { email: null, note: null, shippingAddress: null };

const filled: Draft = {
  ...firstDraft(undefined, emptyCart, "US"),
  email: " ada@example.com ",
  name: "Ada Lovelace",
  line1: "12 Analytical Way",
  city: "New York",
  postalCode: "10001",
  option: "standard",
};

describe("countries", () => {
  it("are those of the shop", () => {
    expect(countries.allCountries).toEqual(Country.options);
  });

  it("have postal codes where the shop asks for them", () => {
    const asked = (needs: (country: string) => boolean) => countries.allCountries.filter(needs);
    expect(asked(countries.needsPostalCode)).toEqual(asked(needsPostalCode));
  });

  it("are sorted by name", () => {
    expect(countries.sorted(["US", "DE", "AT"]).map(({ name }) => name)).toEqual([
      "Austria",
      "Germany",
      "United States",
    ]);
  });
});

describe("the first fields", () => {
  const address = { name: "Bob", line1: "1 Street", city: "Paris", postalCode: "75001", country: "FR" };

  it("come from the cart", () => {
    const cart = { email: "bob@example.com", note: "Ring twice", shippingAddress: address };
    expect(firstDraft(undefined, cart, "US")).toMatchObject({
      ...address,
      email: "bob@example.com",
      note: "Ring twice",
      company: "",
    });
  });

  it("come from the tab before the cart, also where they are incomplete", () => {
    const kept = { ...filled, city: "Ber" };
    expect(firstDraft(kept, { ...emptyCart, shippingAddress: address }, "US")).toEqual(kept);
  });

  it("have the country of the browser if nothing is stored", () => {
    expect(firstDraft(undefined, emptyCart, "US").country).toBe("US");
  });

  it.each([
    [["en-US", "de"], ["US", "DE"], "US"],
    [["de", "de-AT"], ["US", "AT"], "AT"],
    [["zh-Hant-TW"], ["TW", "US"], "TW"],
    [["en-GB"], ["US", "DE"], ""],
    [["en-GB"], ["US"], "US"],
  ])("guesses from %j among %j: %s", (languages, available, expected) => {
    expect(guessCountry(languages, available)).toBe(expected);
  });
});

describe("an address", () => {
  it("is trimmed, without empty fields", () => {
    expect(addressOf({ ...filled, line2: "  ", city: " New York " })).toEqual({
      name: "Ada Lovelace",
      line1: "12 Analytical Way",
      city: "New York",
      postalCode: "10001",
      country: "US",
    });
  });

  it.each(["name", "line1", "city", "country", "postalCode"] as const)(
    "is incomplete without %s",
    (field) => {
      expect(addressOf({ ...filled, [field]: " " })).toBeUndefined();
    },
  );

  it("needs no postal code in Hong Kong", () => {
    expect(addressOf({ ...filled, country: "HK", postalCode: "" })).toBeDefined();
  });
});

describe("errors before the order is sent", () => {
  it("are none in complete fields", () => {
    expect(errorsOf(filled, false, t)).toEqual({});
  });

  it("name each missing field", () => {
    const nothing = firstDraft(undefined, emptyCart, "");
    expect(Object.keys(errorsOf(nothing, false, t)).sort()).toEqual(
      ["city", "country", "email", "line1", "name", "option"].sort(),
    );
  });

  it("ask a customer for no e-mail, and none for the fields of a saved address", () => {
    const nothing = { ...firstDraft(undefined, emptyCart, ""), option: "standard" };
    expect(errorsOf({ ...nothing, addressId: "addr_1" }, true, t)).toEqual({});
  });

  it.each(["ada", "ada@", "ada@example", "a b@example.com"])("refuse the e-mail %s", (email) => {
    expect(errorsOf({ ...filled, email }, false, t)).toEqual({ email: t.emailInvalid });
  });
});

describe("the sentence that counts errors", () => {
  it("counts down with each corrected field, and disappears with the last one", () => {
    draft.value = filled;
    errors.value = { name: "Name is missing.", city: "City is missing." };
    trouble.value = { kind: "fields", count: 2 };
    change({ name: "Ada" });
    expect(trouble.value).toEqual({ kind: "fields", count: 1 });
    change({ note: "Thanks" });
    expect(trouble.value).toEqual({ kind: "fields", count: 1 });
    change({ city: "London" });
    expect(trouble.value).toBeUndefined();
  });

  it("does not hide another problem", () => {
    draft.value = filled;
    trouble.value = { kind: "session" };
    change({ name: "Ada" });
    expect(trouble.value).toEqual({ kind: "session" });
  });
});

describe("errors of the API", () => {
  it.each([
    ["#/shippingAddress/postalCode", "postalCode"],
    ["/shippingAddress/postalCode", "postalCode"],
    ["#/shippingAddress", "line1"],
    ["#/shippingAddressId", "addressId"],
    ["#/shippingOption", "option"],
    ["#/email", "email"],
    ["#/expectedTotal/amount", undefined],
    ["#/shippingAddress/planet", undefined],
  ])("of %s belong to %s", (pointer, field) => {
    expect(fieldOf(pointer)).toBe(field);
  });

  it("are sentences at their fields", () => {
    const errors = [
      { pointer: "#/shippingAddress/phone", message: "must not contain control characters" },
      { pointer: "#/payment", message: "is missing" },
    ];
    expect(refusedFields({ errors }, t)).toEqual({ phone: "Phone must not contain control characters." });
  });
});

describe("an order", () => {
  it("of a guest has the e-mail and the address", () => {
    expect(orderOf({ ...filled, note: " Ring twice " }, false, usd(6597))).toEqual({
      email: "ada@example.com",
      shippingAddress: addressOf(filled),
      shippingOption: "standard",
      note: "Ring twice",
      payment: { provider: "stripe" },
      expectedTotal: usd(6597),
    });
  });

  it("of a customer names a saved address, and removes a note that is empty", () => {
    const body = orderOf({ ...filled, addressId: "addr_1", provider: "manual" }, true, usd(1));
    expect(body).toEqual({
      shippingAddressId: "addr_1",
      shippingOption: "standard",
      note: null,
      payment: { provider: "manual" },
      expectedTotal: usd(1),
    });
  });

  it("keeps its key as long as it is the same", () => {
    const body = orderOf(filled, false, usd(1));
    const first = sentAs(undefined, body, () => "key-1");
    const again = JSON.parse(JSON.stringify(first));
    expect(sentAs(again, orderOf(filled, false, usd(1)), () => "key-2").key).toBe("key-1");
    expect(sentAs(again, orderOf(filled, false, usd(2)), () => "key-2").key).toBe("key-2");
  });

  it.each([
    [504, "client.timeout", true],
    [503, "client.offline", true],
    [429, "service.unavailable", true],
    [409, "checkout.price_changed", false],
    [422, "cart.empty", false],
  ])("is uncertain after %i %s: %s", (status, code, expected) => {
    expect(isUncertain(status, code)).toBe(expected);
  });
});

describe("ways of delivery", () => {
  const option = { id: "standard", title: "Standard", price: usd(599), freeFrom: usd(10_000) };

  it("cost nothing from a subtotal on", () => {
    expect(priceOf(option, 9_999)).toEqual(usd(599));
    expect(priceOf(option, 10_000)).toEqual(usd(0));
  });

  it("keep the choice if the country has it", () => {
    const express = { ...option, id: "express" };
    expect(pickOption([option, express], "express")).toBe("express");
    expect(pickOption([option], "express")).toBe("standard");
    expect(pickOption([], "express")).toBe("");
  });
});
