import type { Variant } from "../api.ts";
import { CheckedInput } from "../parts/checked-input.tsx";
import { emptyVariant, type TypedVariant } from "../product.rules.ts";
import { number } from "../say.ts";
import { texts } from "../texts.ts";
import type { FormProps } from "./product.tsx";

const t = texts.product;

const columns = ["sku", "color", "size", "price", "compareAt", "weight"] as const;
type Column = (typeof columns)[number];

interface Props extends FormProps {
  /** The variants that the shop has, with their stock. */
  known: Variant[];
}

/** The variants with their prices, as a table of fields. */
export function Variants({ typed, errors, change, known }: Props) {
  const { variants } = typed;
  const set = (at: number, fields: Partial<TypedVariant>) =>
    change({ variants: variants.map((one, i) => (i === at ? { ...one, ...fields } : one)) });
  const add = () => {
    const last = variants.at(-1);
    const next = {
      ...emptyVariant(),
      color: last?.color ?? "",
      price: last?.price ?? "",
      compareAt: last?.compareAt ?? "",
    };
    change({ variants: [...variants, next] });
    requestAnimationFrame(() =>
      document.querySelector<HTMLInputElement>(".variants tbody tr:last-child input")?.focus(),
    );
  };
  return (
    <section class="part" aria-labelledby="variants">
      <h2 id="variants">{t.variants}</h2>
      <p class="help">{t.variantsHelp}</p>
      <table class="variants">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" class={column}>
                {t.columns[column]}
              </th>
            ))}
            <th scope="col">{t.columns.stock}</th>
            <th scope="col">
              <span class="hidden">{t.columns.action}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {variants.map((variant, i) => {
            const stock = known.find(({ sku }) => sku === variant.sku)?.stock;
            const name = variant.sku || t.newVariant(i + 1);
            return (
              <tr key={variant.id}>
                {columns.map((column) => (
                  <Cell
                    key={column}
                    column={column}
                    name={name}
                    value={variant[column]}
                    error={errors[`variants.${i}.${column}`]}
                    onInput={(value) => set(i, { [column]: value })}
                  />
                ))}
                <td class="stock-cell">
                  <span class="cell-label" aria-hidden="true">
                    {t.columns.stock}
                  </span>
                  {stock === undefined ? texts.none : number(stock)}
                </td>
                <td class="remove-cell">
                  <button
                    type="button"
                    class="text-button"
                    aria-label={t.removeVariant(name)}
                    disabled={stock !== undefined && stock > 0}
                    title={stock ? t.hasStock : undefined}
                    onClick={() => change({ variants: variants.filter((_, at) => at !== i) })}
                  >
                    {t.remove}
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <button type="button" class="button small quiet" onClick={add}>
        {t.addVariant}
      </button>
    </section>
  );
}

interface CellProps {
  column: Column;
  name: string;
  value: string;
  error: string | undefined;
  onInput: (value: string) => void;
}

function Cell({ column, name, value, error, onInput }: CellProps) {
  const isNumber = column === "price" || column === "compareAt" || column === "weight";
  return (
    <td class={column}>
      <span class="cell-label" aria-hidden="true">
        {t.columns[column]}
      </span>
      <CheckedInput
        aria-label={t.field(t.columns[column], name)}
        value={value}
        maxLength={isNumber ? 12 : 64}
        inputMode={column === "weight" ? "numeric" : isNumber ? "decimal" : "text"}
        autocomplete="off"
        spellcheck={false}
        error={error}
        onInput={onInput}
      />
    </td>
  );
}
