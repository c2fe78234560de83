import * as z from "zod";
import { Country } from "../country.ts";
import { idOf } from "../id.ts";
import { optional, text } from "../text.ts";

/** As it is stored and shown. */
export const Address = z
  .strictObject({
    name: text(100),
    line1: text(100),
    line2: text(100).optional(),
    city: text(100),
    region: text(100).optional(),
    postalCode: text(20),
    country: Country,
    phone: text(30).optional(),
  })
  .meta({ id: "Address" });
export type Address = z.infer<typeof Address>;

/** As a client sends it. */
export const AddressInput = Address.extend({
  line2: optional(text(100)),
  region: optional(text(100)),
  phone: optional(text(30)),
}).meta({ id: "AddressInput" });

export const SaveAddress = AddressInput.extend({
  isDefault: z
    .boolean()
    .default(false)
    .meta({ description: "A customer has one default at most: the former one is none any more." }),
}).meta({
  id: "SaveAddress",
  examples: [
    {
      name: "Ada",
      line1: "12 St James Square",
      city: "London",
      postalCode: "SW1Y 4JH",
      country: "GB",
      isDefault: true,
    },
  ],
});
export type SaveAddress = z.infer<typeof SaveAddress>;

export const SavedAddress = z
  .strictObject({ id: idOf("address"), ...Address.shape, isDefault: z.boolean() })
  .meta({ id: "SavedAddress" });
export type SavedAddress = z.infer<typeof SavedAddress>;

export const AddressPage = z
  .strictObject({ data: z.array(SavedAddress), nextCursor: z.string().nullable() })
  .meta({ id: "AddressPage" });
export type AddressPage = z.infer<typeof AddressPage>;
