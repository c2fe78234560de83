import { count, price } from "../format.ts";
import type { ProductPage } from "../render.types.ts";
import { texts } from "../texts.ts";
import { stepsFor } from "./filters.rules.ts";
import { bySize } from "./sizes.rules.ts";

type Facets = NonNullable<ProductPage["facets"]>;

interface ValuesProps {
  facets: Facets;
  name: "category" | "size" | "color";
  query: URLSearchParams;
  labelOf?: (value: string) => string;
}

/** The values of a facet with their counts. */
export function Values({ facets, name, query, labelOf = (value) => value }: ValuesProps) {
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
export function Prices({ facets, query }: { facets: Facets | undefined; query: URLSearchParams }) {
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
