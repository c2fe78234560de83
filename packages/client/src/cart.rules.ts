import type { components } from "./schema.ts";

export type Cart = components["schemas"]["Cart"];
export type CartLine = components["schemas"]["CartLine"];

/** What a page knows of an item that is not yet in the cart. */
export type Preview = Pick<CartLine, "title" | "options" | "image" | "unitPrice"> &
  Partial<Pick<CartLine, "productId" | "productHandle">>;

export type Change =
  | { kind: "add"; sku: string; quantity: number; preview?: Preview | undefined }
  | { kind: "set"; sku: string; quantity: number }
  | { kind: "clear" };

/** As in the shop. */
const MAX_QUANTITY = 99;

/** The cart as it will probably be. Prices, stock and limits are the shop's: its next answer replaces this. */
export function predict(cart: Cart, changes: Change[]): Cart {
  if (changes.length === 0) return cart;
  const lines = changes.reduce(apply, cart.lines);
  const sold = lines.filter(({ available }) => available);
  return {
    ...cart,
    lines,
    itemCount: lines.reduce((count, { quantity }) => count + quantity, 0),
    subtotal: {
      ...cart.subtotal,
      amount: sold.reduce((sum, { lineTotal }) => sum + lineTotal.amount, 0),
    },
  };
}

function apply(lines: CartLine[], change: Change): CartLine[] {
  if (change.kind === "clear") return [];
  const { kind, sku, quantity } = change;
  const line = lines.find((line) => line.sku === sku) ?? (kind === "add" ? newLine(change) : undefined);
  if (!line) return lines;
  const wanted = Math.min(MAX_QUANTITY, kind === "add" ? line.quantity + quantity : quantity);
  const changed = withQuantity(line, wanted);
  if (wanted === 0) return lines.filter((line) => line.sku !== sku);
  return lines.some((line) => line.sku === sku)
    ? lines.map((line) => (line.sku === sku ? changed : line))
    : [...lines, changed];
}

const withQuantity = (line: CartLine, quantity: number): CartLine => ({
  ...line,
  quantity,
  lineTotal: { ...line.unitPrice, amount: line.unitPrice.amount * quantity },
});

/** Without a preview, the line appears when the shop has answered. */
function newLine({ sku, preview }: Extract<Change, { kind: "add" }>): CartLine | undefined {
  if (!preview) return undefined;
  const { unitPrice } = preview;
  return {
    productId: null,
    productHandle: null,
    ...preview,
    sku,
    available: true,
    quantity: 0,
    unitPriceWhenAdded: unitPrice,
    lineTotal: { ...unitPrice, amount: 0 },
  };
}
