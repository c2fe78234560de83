import { describe, expect, it } from "vitest";
import { errorsOfFields, faultOf } from "../../packages/storefront/src/parts/form/form.rules.ts";

describe("the errors of a problem", () => {
  const problem = (...pointers: string[]) => ({
    code: "request.invalid",
    detail: "",
    errors: pointers.map((pointer) => ({ pointer, message: `wrong at ${pointer}` })),
  });

  it("belong to the fields that their pointers name", () => {
    const { fields, rest } = errorsOfFields(problem("#/email", "#/name"), ["email", "name", "password"]);
    expect(fields).toEqual({ email: "wrong at #/email", name: "wrong at #/name" });
    expect(rest).toEqual([]);
  });

  it("are found in a member of the body, too", () => {
    const pointers = ["#/shippingAddress/city", "#/city", "#/shippingAddress/a~1b"];
    const found = errorsOfFields(problem(...pointers), ["city", "a/b"], "#/shippingAddress/");
    expect(found.fields).toEqual({
      city: "wrong at #/shippingAddress/city",
      "a/b": "wrong at #/shippingAddress/a~1b",
    });
    expect(found.rest).toEqual(["#/city: wrong at #/city"]);
  });

  it("are not lost if no field has them", () => {
    const { fields, rest } = errorsOfFields(problem("#/cart", "?limit"), ["email"]);
    expect(fields).toEqual({});
    expect(rest).toEqual(["#/cart: wrong at #/cart", "?limit: wrong at ?limit"]);
  });

  it("show the first one of a field", () => {
    const two = { ...problem(), errors: ["first", "second"].map((message) => ({ pointer: "#/a", message })) };
    expect(errorsOfFields(two, ["a"]).fields).toEqual({ a: "first" });
  });

  it("may be absent", () => {
    expect(errorsOfFields({ code: "x", detail: "y" }, ["a"])).toEqual({ fields: {}, rest: [] });
  });
});

describe("a field that was not sent yet", () => {
  const field = (value: string, fault: Partial<ValidityState> = {}) =>
    faultOf({ value, validity: { valid: Object.keys(fault).length === 0, ...fault } as ValidityState });

  it("is missing if it is empty or blank", () => {
    expect(field("", { valueMissing: true })).toBe("missing");
    expect(field("  ")).toBe("missing");
    expect(field("")).toBeUndefined();
    expect(field("Ada")).toBeUndefined();
  });

  it("may be no e-mail", () => {
    expect(field("ada", { typeMismatch: true })).toBe("email");
  });
});
