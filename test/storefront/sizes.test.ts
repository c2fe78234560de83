import { expect, it } from "vitest";
import { bySize } from "../../packages/storefront/src/parts/sizes.rules.ts";

it("sorts letters from small to large, then numbers by value, then words", () => {
  const sizes = ["42", "One Size", "XL", "8", "s", "10", "XXS", "M", "3XL"];
  expect(sizes.sort(bySize)).toEqual(["XXS", "s", "M", "XL", "3XL", "8", "10", "42", "One Size"]);
});
