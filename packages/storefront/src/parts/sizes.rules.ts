const LETTERS = ["XXS", "XS", "S", "M", "L", "XL", "XXL", "3XL", "4XL", "5XL"];

const rank = (size: string): number => LETTERS.indexOf(size.toUpperCase());

/** Sizes in the order of clothes: XS before S before M, then numbers by value, then words. */
export const bySize = (one: string, other: string): number => {
  const [a, b] = [rank(one), rank(other)];
  if (a >= 0 && b >= 0) return a - b;
  if (a >= 0 || b >= 0) return a >= 0 ? -1 : 1;
  return one.localeCompare(other, undefined, { numeric: true });
};
