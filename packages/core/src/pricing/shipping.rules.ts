import { money } from "../money.ts";
import { Refusal } from "../refusal.ts";
import type { ShippingOption } from "./pricing.schema.ts";

/** Flat rates. */
export const shippingOptions: ShippingOption[] = [
  { id: "standard", title: "Standard, 3 to 5 working days", price: money(599) },
  { id: "express", title: "Express, next working day", price: money(1499) },
];

export function shippingOption(id: string): ShippingOption {
  const option = shippingOptions.find((option) => option.id === id);
  if (option) return option;
  const message = `must be one of ${shippingOptions.map(({ id }) => id).join(", ")}`;
  throw new Refusal("shipping.unknown_option", `shippingOption ${message}.`, {
    errors: [{ path: ["shippingOption"], message }],
  });
}
