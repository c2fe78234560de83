import type { NewCategory, NewProduct } from "@myclothes/core/catalog/load";
import { ulid } from "ulid";
import { type Cut, garments, type Line } from "./garments/garments.ts";
import { imageUrl } from "./images.ts";
import { between, pick, type Random, random, sample } from "./random.ts";
import { variants } from "./variants.ts";
import type { Color } from "./words/colors.ts";
import { type MaterialName, material } from "./words/materials.ts";

export interface Catalogue {
  categories: NewCategory[];
  products: NewProduct[];
}

const YEAR = { from: Date.UTC(2025, 10, 1), seconds: 365 * 24 * 60 * 60 };
const COLORS = [2, 2, 2, 2, 2, 2, 3, 3, 3, 4] as const;

/** All that the shop sells, the same on every run: 240 garments in 8 categories. */
export function catalogue(): Catalogue {
  return {
    categories: garments.map(({ handle, title }, at) => ({ handle, title, position: at + 1 })),
    products: garments.flatMap((line) =>
      line.cuts.flatMap((cut) => cut.in.map((name) => product(line, cut, name))),
    ),
  };
}

/** Each garment has a chance of its own, by its title: a new one leaves the others as they are. */
function product(line: Line, cut: Cut, name: MaterialName): NewProduct {
  const title = `${name} ${cut.name}`;
  const handle = title.toLowerCase().replaceAll(" ", "-");
  const next = random(`collection/${handle}`);
  const cloth = material(name);
  const createdAt = YEAR.from + between(next, 0, YEAR.seconds - 1) * 1000;
  const image = (color: Color) => ({
    url: imageUrl(cut.shape, color),
    alt: `${title} in ${color.toLowerCase()}`,
  });
  const colors = sample(next, cloth.colors, pick(next, COLORS));
  return {
    id: id(next, createdAt),
    handle,
    title,
    description: [cut.text, pick(next, cloth.text), line.care ?? cloth.care].join(" "),
    category: line.handle,
    images: colors.map(image),
    createdAt: new Date(createdAt).toISOString(),
    variants: variants(next, {
      handle,
      colors,
      sizes: cut.sizes ?? line.sizes,
      price: cut.price * cloth.factor,
      image,
    }),
  };
}

function id(next: Random, time: number): string {
  return `prod_${ulid(time, next)}`;
}
