/** Errors by field, named as the API names them: `variants.0.price`. */
export type Errors = Record<string, string>;

/** The field of the form that a pointer of the API names: `#/variants/0/options/size` is `variants.0.size`. */
export function fieldOf(pointer: string): string {
  const [first = "", at, ...rest] = pointer
    .replace(/^#\//, "")
    .replace(/^\{(.*)\}$/, "$1")
    .split("/");
  if (first === "variants" && at !== undefined) {
    const name = rest.find((one) => one !== "options") ?? "size";
    return `variants.${at}.${name === "compareAtPrice" ? "compareAt" : name}`;
  }
  if (first === "images" && at !== undefined) return `images.${at}`;
  if (first === "seo") return at === "description" ? "seoDescription" : "seoTitle";
  return first;
}

/** The API's errors by the fields of a form. */
export const errorsIn = ({ errors = [] }: { errors?: { pointer: string; message: string }[] }): Errors =>
  Object.fromEntries(
    errors.map(({ pointer, message }) => [
      fieldOf(pointer),
      `${message.slice(0, 1).toUpperCase()}${message.slice(1)}.`,
    ]),
  );
