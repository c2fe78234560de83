import type { Context } from "../../context.ts";
import type { Author } from "../../merchant/audit.ts";
import { invalid } from "../../refusal.ts";
import { isName } from "../../text.ts";
import { refresh, unknownSku } from "../catalog.ts";
import type { AdminVariant, PatchVariant } from "./variant.schema.ts";
import * as Sql from "./variant.sql.ts";
import { variantView } from "./variant.view.ts";

/** Changes a variant, and the version of its product. Throws `catalog.unknown_sku`, and `request.invalid` for its prices. */
export async function change(ctx: Context, by: Author, sku: string, to: PatchVariant): Promise<AdminVariant> {
  const [found] = isName(sku) ? await Sql.change(ctx, by, sku, to) : [];
  if (!found) throw unknownSku(sku);
  const { productHandle, isValid, ...variant } = found;
  if (!isValid) throw invalid([{ path: ["compareAtPrice"], message: "must be higher than the price" }]);
  await refresh(ctx, { handle: productHandle, skus: [sku] });
  return variantView(variant);
}
