import * as z from "zod";
import { Country, needsPostalCode } from "../country.ts";
import { idOf } from "../id.ts";
import { NextCursor } from "../page.ts";
import { flag, optional, text } from "../text.ts";

const fields = {
  name: text(100).meta({ description: "The recipient's name." }),
  company: optional(text(100)).meta({ description: "A company, if the address is a workplace." }),
  line1: text(100).meta({ description: "Street and number." }),
  line2: optional(text(100)).meta({ description: "Apartment, floor or building." }),
  city: text(100),
  region: optional(text(100)).meta({ description: "State, province or county, where addresses have one." }),
  postalCode: optional(text(20)).meta({ description: "Required in countries that have postal codes." }),
  country: Country,
  phone: optional(text(30)).meta({ description: "For the carrier, in any format." }),
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

export const Address = z
  .strictObject(fields)
  .check(complete)
  .meta({ id: "Address", description: "A postal address. Optional fields may be left out, empty or null." });
export type Address = z.infer<typeof Address>;

/** An address as it is stored and shown. It stays readable when the rules for new addresses change. */
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
  .meta({ id: "StoredAddress", description: "A postal address as it was saved." });
export type StoredAddress = z.infer<typeof StoredAddress>;

const isDefault = flag().meta({
  description: "A customer has at most one default address: this one replaces the former one.",
});

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
  .strictObject({
    id: idOf("address"),
    ...StoredAddress.shape,
    isDefault: z.boolean().meta({ description: "Whether to offer this address first at checkout." }),
  })
  .meta({ id: "SavedAddress" });
export type SavedAddress = z.infer<typeof SavedAddress>;

export const AddressPage = z
  .strictObject({ data: z.array(SavedAddress), nextCursor: NextCursor })
  .meta({ id: "AddressPage" });
export type AddressPage = z.infer<typeof AddressPage>;
