import type { Category } from "../render.types.ts";
import { categoryPath } from "../routes.ts";

/** The categories at the top. Those below them are reached from their pages. */
export const topOf = (categories: Category[]): Category[] =>
  categories.filter(({ parent }) => parent === null);

/** A list of links to categories. `current` is the handle of the one that is shown. */
export const CategoryLinks = ({ categories, current }: { categories: Category[]; current?: string }) => (
  <ul>
    {categories.map(({ handle, title }) => (
      <li key={handle}>
        <a href={categoryPath(handle)} aria-current={handle === current ? "page" : undefined}>
          {title}
        </a>
      </li>
    ))}
  </ul>
);
