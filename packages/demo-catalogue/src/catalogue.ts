import type { NewCategory, NewCollection, NewProduct } from "@myclothes/core/catalog/load";
import { ulid } from "ulid";
import { collections } from "./collections.ts";
import { garments } from "./garments/garments.ts";
import type { Cut, Line } from "./garments/line.ts";
import { imageUrl } from "./images.ts";
import { between, pick, type Random, random, sample } from "./random.ts";
import { variants } from "./variants.ts";
import type { Color } from "./words/colors.ts";
import { type MaterialName, material } from "./words/materials.ts";
import { names } from "./words/names.ts";

export interface Catalogue {
  categories: NewCategory[];
  collections: NewCollection[];
  products: NewProduct[];
}

/** A cut in one of its materials. */
interface Garment {
  line: Line;
  cut: Cut;
  material: MaterialName;
}

const YEAR = { from: Date.UTC(2025, 10, 1), seconds: 365 * 24 * 60 * 60 };
const COLORS = [2, 2, 2, 2, 2, 2, 3, 3, 3, 4] as const;
/** Factors by which the prices of the same cut and material differ. */
const GRADES = [0.8, 0.9, 1, 1, 1.1, 1.25, 1.5] as const;
const VARIANTS = 3;
const DIGITS = 7;
/** How many generated products there can be. */
export const MAX_EXTRA_PRODUCTS = 10 ** DIGITS;

const all: Garment[] = garments.flatMap((line) =>
  line.cuts.flatMap((cut) => cut.in.map((material) => ({ line, cut, material }))),
);

/** The products of the tour, the same on every run: 240 garments in 8 categories, some of them in 3 collections. */
export function catalogue(): Catalogue {
  const products = all.map((garment) => {
    const title = titleOf(garment);
    // Each product has random numbers of its own, by its title, so that a new one leaves the others as they are.
    return product(garment, { title, handle: slug(title), next: random(`collection/${slug(title)}`) });
  });
  return {
    categories: garments.map(({ handle, title }, at) => ({ handle, title, position: at + 1 })),
    collections: collections.map((picked, at) => {
      const found = picked.products.map((handle) => productWith(products, handle));
      return {
        ...picked,
        position: at + 1,
        image: found[0]?.images[0] ?? null,
        products: found.map(({ id }) => id),
      };
    }),
    products,
  };
}

function productWith(products: NewProduct[], handle: string): NewProduct {
  const found = products.find((one) => one.handle === handle);
  if (!found) throw new Error(`A collection has ${handle}, but no product has this handle.`);
  return found;
}

/** A generated product in three variants: the same for the same number, from 0 up to `MAX_EXTRA_PRODUCTS`. */
export function extraProduct(number: number): NewProduct {
  const next = random(`more/${number}`);
  const garment = all[number % all.length] as Garment;
  const title = `${pick(next, names)} ${titleOf(garment)}`;
  const { cut } = garment;
  const graded = { ...garment, cut: { ...cut, price: cut.price * pick(next, GRADES) } };
  const made = product(graded, { title, handle: `${slug(title)}-${number}`, next, code: `more-${number}` });
  // The id contains the number, because some of a million 32-bit seeds are the same.
  const id = made.id.slice(0, -DIGITS) + String(number).padStart(DIGITS, "0");
  return { ...made, id, variants: sample(next, made.variants, VARIANTS) };
}

/** `code`: what its skus begin with, where it is not the handle. */
interface Label {
  title: string;
  handle: string;
  next: Random;
  code?: string;
}

function product({ line, cut, material: name }: Garment, { title, handle, next, code }: Label): NewProduct {
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
      handle: code ?? handle,
      colors,
      sizes: cut.sizes ?? line.sizes,
      price: cut.price * cloth.factor,
      image,
    }),
  };
}

const titleOf = ({ cut, material }: Garment): string => `${material} ${cut.name}`;

const slug = (title: string): string => title.toLowerCase().replaceAll(" ", "-");

function id(next: Random, time: number): string {
  return `prod_${ulid(time, next)}`;
}
