import type { ComponentChildren } from "preact";
import { count, price } from "../format.ts";
import type { ProductPage } from "../render.types.ts";
import type { ListPageOf } from "../routes.ts";
import { addressOf, go } from "../state/page.ts";
import { texts } from "../texts.ts";
import { bySize } from "./sizes.rules.ts";

type Facets = NonNullable<ProductPage["facets"]>;
type Name = "category" | "size" | "color";

/** The parameters of the address that narrow a list. */
const FILTERS = ["category", "size", "color", "priceMin", "priceMax", "inStock"];
const SORTS = ["relevance", "newest", "price", "-price"] as const;

/** The form that narrows and sorts a list. With scripts each change counts at once; without them, the button sends the form. */
export function Filters({ page }: { page: ListPageOf }) {
  const t = texts.list;
  const { facets } = page.products;
  const currency = facets?.price?.min.currency ?? "USD";
  const query = new URLSearchParams(page.query);
  const words = query.get("q");
  const chosen = FILTERS.flatMap((name) => query.getAll(name).map((value) => ({ name, value })));
  const usual = words ? "relevance" : page.name === "collection" ? "" : "newest";
  const sort = query.get("sort") ?? usual;
  const titleOf = (handle: string) => page.categories.find((one) => one.handle === handle)?.title ?? handle;
  const change = ({ currentTarget }: { currentTarget: HTMLFormElement }) =>
    void go(addressOf(currentTarget), { replace: true, keepPlace: true });
  return (
    <>
      <form class="filters" action={page.path} onChange={change} data-keep>
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
            <a class="clear" href={words ? `${page.path}?q=${encodeURIComponent(words)}` : page.path}>
              {t.clear}
            </a>
          </li>
        </ul>
      )}
    </>
  );
}

interface Choice {
  name: string;
  value: string;
}

function labelOf({ name, value }: Choice, titleOf: (handle: string) => string, currency: string): string {
  const t = texts.list;
  if (name === "category") return titleOf(value);
  if (name === "inStock") return t.inStock;
  if (name === "priceMin" || name === "priceMax")
    return `${name === "priceMin" ? t.from : t.to} ${price({ amount: Number(value), currency })}`;
  return value;
}

function without(path: string, query: URLSearchParams, { name, value }: Choice): string {
  const rest = new URLSearchParams(
    [...query].filter(([n, v]) => !(n === name && v === value) && n !== "cursor"),
  );
  return rest.size > 0 ? `${path}?${rest}` : path;
}

/** A part of the form that opens on its own. */
const Group = ({
  label,
  isActive,
  children,
}: {
  label: string;
  isActive: boolean;
  children: ComponentChildren;
}) => (
  <details name="filters" class={isActive ? "group active" : "group"}>
    <summary>{label}</summary>
    <div class="group-content">{children}</div>
  </details>
);

interface ValuesProps {
  facets: Facets;
  name: Name;
  query: URLSearchParams;
  labelOf?: (value: string) => string;
}

function Values({ facets, name, query, labelOf = (value) => value }: ValuesProps) {
  const chosen = query.getAll(name);
  const isChosen = (value: string) => chosen.some((one) => one.toLowerCase() === value.toLowerCase());
  const counted = facets[name];
  // What was chosen stays in the list even if no product has it any more.
  const lost = chosen.filter(
    (one) => !counted.some(({ value }) => value.toLowerCase() === one.toLowerCase()),
  );
  const values = [...counted, ...lost.map((value) => ({ value, count: 0 }))];
  if (name === "size") values.sort((one, other) => bySize(one.value, other.value));
  return (
    <fieldset>
      <legend class="hidden">{texts.list[name]}</legend>
      {values.map(({ value, count: found }) => (
        <label key={value} class="check">
          <input type="checkbox" name={name} value={value} defaultChecked={isChosen(value)} />
          {labelOf(value)} <small>{count(found, facets.exact[name])}</small>
        </label>
      ))}
    </fieldset>
  );
}

/** Prices in steps, because amounts are in minor units and nobody types those. */
function Prices({ facets, query }: { facets: Facets | undefined; query: URLSearchParams }) {
  const t = texts.list;
  const range = facets?.price;
  const currency = range?.min.currency ?? "USD";
  const steps = stepsFor(range?.max.amount ?? 0);
  const field = (name: "priceMin" | "priceMax", label: string) => (
    <label class="sort">
      <span>{label}</span>
      <select name={name}>
        <option value="">–</option>
        {[...new Set([...steps, ...query.getAll(name).map(Number)])]
          .sort((one, other) => one - other)
          .map((amount) => (
            <option key={amount} value={amount} selected={query.get(name) === String(amount)}>
              {price({ amount, currency })}
            </option>
          ))}
      </select>
    </label>
  );
  return (
    <>
      {field("priceMin", t.from)}
      {field("priceMax", t.to)}
    </>
  );
}

/** Round amounts up to a highest one, about eight of them. */
function stepsFor(max: number): number[] {
  const step =
    [1000, 2500, 5000, 10_000, 25_000, 100_000].find((one) => max / one <= 8) ?? Math.ceil(max / 8);
  return Array.from({ length: Math.ceil(max / step) }, (_, i) => (i + 1) * step);
}
