import { imagesOf, type Variant, valuesOf, variantOf } from "../pages/product.rules.ts";
import type { Product } from "../render.types.ts";
import { texts } from "../texts.ts";
import { Picture } from "./picture.tsx";

interface Props {
  product: Product;
  chosen: Variant | undefined;
  color: string;
  onColor: (color: string) => void;
  onChoose: (variant: Variant) => void;
}

/** More sizes than this do not stand beside the name of their color. */
const MAX_IN_ROW = 6;

/** Every color with all its sizes, so that one look tells what can be had. */
export function Matrix({ product, chosen, color, onColor, onChoose }: Props) {
  const t = texts.product;
  const [colors, sizes] = [valuesOf(product, "color"), valuesOf(product, "size")];
  return (
    <table class={sizes.length > MAX_IN_ROW ? "matrix many" : "matrix"}>
      <caption class="hidden">{t.matrix}</caption>
      <thead class="hidden">
        <tr>
          <th scope="col">{texts.list.color}</th>
          {sizes.map((size) => (
            <th key={size} scope="col">
              {size}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {colors.map((one) => (
          <tr key={one} class={one === color ? "current" : undefined}>
            <th scope="row">
              <button type="button" aria-pressed={one === color} onClick={() => onColor(one)}>
                <Picture image={imagesOf(product, one)[0] ?? null} sizes="40px" isDecorative />
                {one}
              </button>
            </th>
            {sizes.map((size) => (
              <td key={size}>
                <Size
                  variant={variantOf(product, one, size)}
                  size={size}
                  chosen={chosen}
                  onChoose={onChoose}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface SizeProps {
  variant: Variant | undefined;
  size: string;
  chosen: Variant | undefined;
  onChoose: (variant: Variant) => void;
}

function Size({ variant, size, chosen, onChoose }: SizeProps) {
  if (!variant) return null;
  const { available, options } = variant;
  const t = texts.product;
  return (
    <button
      type="button"
      disabled={!available}
      aria-pressed={variant === chosen}
      aria-label={(available ? t.option : t.optionSoldOut)(options.color, size)}
      onClick={() => onChoose(variant)}
    >
      {size}
    </button>
  );
}
