/** Products that a merchant would pick by hand, by their handles, in this order. */
export interface Picked {
  handle: string;
  title: string;
  description: string;
  products: readonly string[];
}

export const collections: readonly Picked[] = [
  {
    handle: "linen",
    title: "All in linen",
    description: "Cool, crumpled and better with each wash. From the first warm day to the last.",
    products: [
      "linen-camp-collar-shirt",
      "linen-wide-leg-trousers",
      "linen-wrap-dress",
      "linen-blazer",
      "linen-band-collar-shirt",
      "linen-pleated-trousers",
      "linen-shirt-dress",
      "linen-chore-jacket",
      "linen-boxy-tee",
      "linen-espadrilles",
      "linen-scarf",
      "linen-cap",
    ],
  },
  {
    handle: "rainy-days",
    title: "Rainy days",
    description: "Waxed, woven tight and warm inside. For walks that nobody calls off.",
    products: [
      "waxed-cotton-parka",
      "waxed-leather-chelsea-boots",
      "merino-half-zip-sweater",
      "waxed-cotton-trench-coat",
      "recycled-nylon-cargo-trousers",
      "waxed-cotton-tote-bag",
      "waxed-cotton-field-jacket",
      "waxed-leather-lace-up-boots",
      "merino-socks",
      "wool-cap",
    ],
  },
  {
    handle: "seven-pieces",
    title: "Seven pieces",
    description: "One bag, a week away. Everything goes with everything.",
    products: [
      "organic-cotton-crew-neck-tee",
      "oxford-cotton-button-down-shirt",
      "merino-crew-neck-sweater",
      "cotton-twill-chore-jacket",
      "raw-denim-straight-jeans",
      "leather-court-sneakers",
      "canvas-tote-bag",
    ],
  },
];
