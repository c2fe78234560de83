/** The catalogue that the laptop's shop sells, and its pictures. The same input gives the same products on every machine. */
export { type Catalogue, catalogue, extraProduct, MAX_EXTRA_PRODUCTS } from "./catalogue.ts";
export { image, imagePaths, imageUrl } from "./images.ts";
