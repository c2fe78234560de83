import { useEffect } from "preact/hooks";
import type { ListPageOf } from "../routes.ts";
import { addressOf, go } from "../state/page.ts";
import { texts } from "../texts.ts";
import { closeByEscape, closeFromOutside, Group } from "./filter-group.tsx";
import { Prices, Values } from "./filter-values.tsx";
import { chosenIn, labelOf, without, withoutFilters } from "./filters.rules.ts";

const SORTS = ["relevance", "newest", "price", "-price"] as const;

/** The form that narrows and sorts a list. With scripts each change counts at once; without them, the button sends the form. */
export function Filters({ page }: { page: ListPageOf }) {
  const t = texts.list;
  const { facets } = page.products;
  const currency = facets?.price?.min.currency ?? "USD";
  const query = new URLSearchParams(page.query);
  const words = query.get("q");
  useEffect(closeFromOutside, []);
  const chosen = chosenIn(query);
  const usual = words ? "relevance" : page.name === "collection" ? "" : "newest";
  const sort = query.get("sort") ?? usual;
  const titleOf = (handle: string) => page.categories.find((one) => one.handle === handle)?.title ?? handle;
  const change = ({ currentTarget }: { currentTarget: HTMLFormElement }) =>
    void go(addressOf(currentTarget), { replace: true, keepPlace: true });
  return (
    <>
      <form class="filters" action={page.path} onChange={change} onKeyDown={closeByEscape} data-keep>
        {words && <input type="hidden" name="q" value={words} />}
        {facets && page.name !== "category" && (
          <Group label={t.category} isActive={query.has("category")}>
            <Values facets={facets} name="category" query={query} labelOf={titleOf} />
          </Group>
        )}
        {facets && (
          <>
            <Group label={t.size} isActive={query.has("size")}>
              <Values facets={facets} name="size" query={query} />
            </Group>
            <Group label={t.color} isActive={query.has("color")}>
              <Values facets={facets} name="color" query={query} />
            </Group>
          </>
        )}
        <Group label={t.price} isActive={query.has("priceMin") || query.has("priceMax")}>
          <Prices facets={facets} query={query} />
        </Group>
        <label class="check">
          <input
            type="checkbox"
            name="inStock"
            value="true"
            defaultChecked={query.get("inStock") === "true"}
          />
          {t.inStock}
        </label>
        <label class="sort">
          <span>{t.sort}</span>
          <select name="sort">
            {page.name === "collection" && (
              <option value="" selected={sort === ""}>
                {t.picked}
              </option>
            )}
            {SORTS.filter((one) => words || one !== "relevance").map((one) => (
              <option key={one} value={one} selected={one === sort}>
                {t.sorts[one]}
              </option>
            ))}
          </select>
        </label>
        <noscript>
          <button class="button" type="submit">
            {t.apply}
          </button>
        </noscript>
      </form>
      {chosen.length > 0 && (
        <ul class="chosen">
          {chosen.map((choice) => (
            <li key={choice.name + choice.value}>
              <a
                href={without(page.path, query, choice)}
                aria-label={t.remove(labelOf(choice, titleOf, currency))}
              >
                {labelOf(choice, titleOf, currency)} <span aria-hidden="true">×</span>
              </a>
            </li>
          ))}
          <li>
            <a class="clear" href={withoutFilters(page.path, query)}>
              {t.clear}
            </a>
          </li>
        </ul>
      )}
    </>
  );
}
