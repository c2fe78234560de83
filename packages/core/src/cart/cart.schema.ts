import * as z from "zod";
import { Image, Options } from "../catalog/catalog.schema.ts";
import { Address, StoredAddress } from "../customer/address.schema.ts";
import { email } from "../email.ts";
import { idOf } from "../id.ts";
import { Money } from "../money.ts";
import { optional, text } from "../text.ts";

export const MAX_QUANTITY = 99;
export const MAX_LINES = 100;

const Item = z.strictObject({
  sku: text(64).meta({ description: "The variant to add." }),
  quantity: z.int().min(1).max(MAX_QUANTITY).meta({ description: "How many to add." }),
});
export type Item = z.infer<typeof Item>;

/** One item, or several. `itemsOf` returns a list in both cases. */
export const AddItem = z
  .strictObject({
    sku: Item.shape.sku.optional(),
    quantity: Item.shape.quantity.optional(),
    items: z
      .array(Item)
      .min(1)
      .max(MAX_LINES)
      .optional()
      .meta({ description: "Several items instead of `sku` and `quantity`. All are added, or none." }),
  })
  .superRefine(({ sku, quantity, items }, { addIssue }) => {
    const refuse = (name: string, message: string) => addIssue({ code: "custom", path: [name], message });
    if (items && sku !== undefined) refuse("sku", "must not be sent together with items");
    if (items && quantity !== undefined) refuse("quantity", "must not be sent together with items");
    if (!items && sku === undefined) refuse("sku", "is missing");
    if (!items && quantity === undefined) refuse("quantity", "is missing");
  })
  .meta({
    id: "AddItem",
    oneOf: [{ required: ["sku", "quantity"] }, { required: ["items"] }],
    examples: [{ sku: "LINEN-CAMP-COLLAR-SHIRT-BLS-S", quantity: 2 }],
  });
export type AddItem = z.infer<typeof AddItem>;

/** An item and the field of the request that contains it. Errors name this field. */
export interface AskedItem extends Item {
  path: PropertyKey[];
}

export const itemsOf = ({ sku, quantity, items }: AddItem): AskedItem[] =>
  items?.map((item, i) => ({ ...item, path: ["items", i] })) ??
  (sku !== undefined && quantity !== undefined ? [{ sku, quantity, path: [] }] : []);

export const SetItem = z
  .strictObject({ quantity: z.int().min(0).max(MAX_QUANTITY).meta({ description: "0 removes the line." }) })
  .meta({ id: "SetItem" });
export type SetItem = z.infer<typeof SetItem>;

/** Longer than any gift message, and short enough for a cart's item. */
const MAX_NOTE = 500;
const MAX_CODES = 10;

export const note = () => text(MAX_NOTE);
export const discountCodes = () =>
  z
    .array(text(64))
    .max(MAX_CODES)
    .refine((codes) => new Set(codes).size === codes.length, "must name each code once");

export const PatchCart = z
  .strictObject({
    email: optional(email()).meta({ description: "Where the order's mails go." }),
    note: optional(note()).meta({ description: "A text for the shop, such as a gift message." }),
    shippingAddress: optional(Address),
    discountCodes: optional(discountCodes()).meta({
      description:
        "Replaces all codes. The shop has no discounts yet: each code gives a warning, and none changes a price.",
    }),
  })
  .meta({
    id: "PatchCart",
    description: "Fields that you leave out stay as they are. null or an empty text removes a field.",
    examples: [{ email: "ada@example.com", note: "Please ring twice." }],
  });
export type PatchCart = z.infer<typeof PatchCart>;

export const CartLine = z
  .strictObject({
    sku: z.string().meta({ description: "The variant. Each variant has one line." }),
    title: z
      .string()
      .meta({ description: "The product's title, or the SKU if the variant no longer exists." }),
    options: Options,
    image: Image.nullable(),
    productId: z.string().nullable(),
    productHandle: z.string().nullable().meta({ description: "For a link to the product's page." }),
    available: z.boolean().meta({
      description:
        "false: the variant no longer exists. The line does not count in the subtotal. Remove it before you order.",
    }),
    quantity: z.int().min(1).max(MAX_QUANTITY),
    unitPrice: Money.meta({ description: "The current price." }),
    unitPriceWhenAdded: Money.meta({ description: "The price at the last change of this line." }),
    lineTotal: Money.meta({ description: "`quantity` times `unitPrice`." }),
  })
  .meta({ id: "CartLine" });
export type CartLine = z.infer<typeof CartLine>;

export const CartWarning = z
  .strictObject({
    code: z.enum([
      "stock.insufficient",
      "price.changed",
      "catalog.unknown_sku",
      "cart.line_dropped",
      "discount.unknown",
      "session.ended",
    ]),
    sku: z.string().optional().meta({ description: "The line that the warning is about." }),
    discountCode: z.string().optional().meta({ description: "The code that the warning is about." }),
    message: z.string().meta({ description: "A text for the shopper, in English." }),
  })
  .meta({
    id: "CartWarning",
    description:
      "A fact that the shopper should know before ordering. `stock.insufficient`: less is in stock than the line has. `price.changed`: the price is no longer `unitPriceWhenAdded`. `catalog.unknown_sku`: the item is no longer sold. `cart.line_dropped`: the item did not fit into the customer's cart at sign-in. `discount.unknown`: the code is not valid, so it changes no price. `session.ended`: the session has ended, so the cart is a new one.",
  });
export type CartWarning = z.infer<typeof CartWarning>;

export const CartView = z.strictObject({
  id: idOf("cart")
    .nullable()
    .meta({ description: "null until the cart is stored, which the first item does." }),
  version: z.int().min(0).meta({ description: "Rises with every change. The `ETag` contains it." }),
  lines: z.array(CartLine),
  itemCount: z.int().min(0).meta({ description: "The sum of all quantities, for a badge." }),
  subtotal: Money.meta({ description: "The sum of all lines that are available, without shipping." }),
  email: z.string().nullable().meta({ description: "For the next order, like the three fields below." }),
  note: z.string().nullable(),
  shippingAddress: StoredAddress.nullable(),
  discountCodes: z.array(z.string()),
  warnings: z.array(CartWarning),
  expiresAt: z.iso.datetime().nullable().meta({
    description:
      "When a guest's cart can no longer be opened, unless the session is used before then. null for customers.",
  }),
});
export type CartView = z.infer<typeof CartView>;
