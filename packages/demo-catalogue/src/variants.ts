import type { NewProduct } from "@myclothes/core/catalog/load";
import { between, pick, type Random } from "./random.ts";
import { type Color, colors } from "./words/colors.ts";

type Variant = NewProduct["variants"][number];

/** `price` in cents, not yet rounded as shops do. */
interface Garment {
  handle: string;
  colors: readonly Color[];
  sizes: readonly string[];
  price: number;
  image: (color: Color) => Variant["image"];
}

/** Every size in every colour, colour by colour. */
export function variants(next: Random, garment: Garment): Variant[] {
  const full = retail(garment.price);
  const offer = reduction(next, garment.colors, full);
  const soldOut = next() < 0.02;
  return garment.colors.flatMap((color) =>
    garment.sizes.map((size) => ({
      sku: sku(garment.handle, color, size),
      size,
      color,
      image: garment.image(color),
      price: offer.colors.includes(color) ? offer.price : full,
      compareAtPrice: offer.colors.includes(color) ? full : null,
      stock: soldOut ? 0 : stock(next),
    })),
  );
}

/** Up to $50 in steps of $5 less a cent, above it in steps of $10 less a dollar: 1999, 4499, 5900, 12900. */
function retail(cents: number): number {
  return cents < 5000 ? Math.round(cents / 500) * 500 - 1 : Math.round(cents / 1000) * 1000 - 100;
}

/** Three garments in twenty are reduced, one in three of them in a single colour that is running out. */
function reduction(next: Random, offered: readonly Color[], full: number) {
  const [last] = offered;
  const reduced = next() < 0.15;
  const clearance = next() < 1 / 3;
  const price = retail(full * pick(next, [0.8, 0.75, 0.7, 0.6, 0.5]));
  // What is cheap already may come to the same price when it is rounded.
  return { colors: reduced && price < full ? (clearance && last ? [last] : offered) : [], price };
}

function stock(next: Random): number {
  const lot = next();
  if (lot < 0.07) return 0;
  if (lot < 0.15) return between(next, 1, 3);
  return between(next, 4, 60);
}

function sku(handle: string, color: Color, size: string): string {
  const code = size === "One Size" ? "OS" : size;
  return `${handle}-${colors[color].code}-${code}`.toUpperCase();
}
