import * as z from "zod";
import { Country, needsPostalCode } from "../country.ts";
import { idOf } from "../id.ts";
import { optional, text } from "../text.ts";

const fields = {
  name: text(100),
  company: optional(text(100)),
  line1: text(100),
  line2: optional(text(100)),
  city: text(100),
  region: optional(text(100)),
  postalCode: optional(text(20)).meta({ description: "Required in countries that have postal codes." }),
  country: Country,
  phone: optional(text(30)),
};

const complete = z.superRefine<{ postalCode?: string | undefined; country: string }>(
  ({ postalCode, country }, ctx) => {
    if (postalCode !== undefined || !needsPostalCode(country)) return;
    ctx.addIssue({
      code: "custom",
      path: ["postalCode"],
      message: `is required for addresses in ${country}`,
    });
  },
);

export const Address = z.strictObject(fields).check(complete).meta({ id: "Address" });
export type Address = z.infer<typeof Address>;

/** An address as it is stored and shown. The rules for new addresses may change, and stored ones must stay readable. */
export const StoredAddress = z
  .object({
    name: z.string(),
    company: z.string().optional(),
    line1: z.string(),
    line2: z.string().optional(),
    city: z.string(),
    region: z.string().optional(),
    postalCode: z.string().optional(),
    country: z.string().meta({ description: "ISO 3166-1 alpha-2, or XK" }),
    phone: z.string().optional(),
  })
  .meta({ id: "StoredAddress" });
export type StoredAddress = z.infer<typeof StoredAddress>;

const isDefault = z
  .boolean()
  .default(false)
  .meta({ description: "A customer has at most one default address: this one replaces the former one." });

export const SaveAddress = z
  .strictObject({ ...fields, isDefault })
  .check(complete)
  .meta({
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
  .strictObject({ id: idOf("address"), ...StoredAddress.shape, isDefault: z.boolean() })
  .meta({ id: "SavedAddress" });
export type SavedAddress = z.infer<typeof SavedAddress>;

export const AddressPage = z
  .strictObject({ data: z.array(SavedAddress), nextCursor: z.string().nullable() })
  .meta({ id: "AddressPage" });
export type AddressPage = z.infer<typeof AddressPage>;
