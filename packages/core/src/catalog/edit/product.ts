import type { Context } from "../../context.ts";
import { newId } from "../../id.ts";
import type { Match } from "../../match.sql.ts";
import type { Author } from "../../merchant/audit.ts";
import { page, readCursor } from "../../page.ts";
import { invalid, Refusal } from "../../refusal.ts";
import { isName } from "../../text.ts";
import { refresh } from "../catalog.ts";
import { Handle } from "./fields.schema.ts";
import * as Read from "./product.read.sql.ts";
import * as RemoveSql from "./product.remove.sql.ts";
import type { AdminProduct, AdminProductPage, AdminProductQuery, PutProduct } from "./product.schema.ts";
import * as Sql from "./product.sql.ts";
import * as View from "./product.view.ts";
import { unknownCategory } from "./refusals.ts";
import { untilDone } from "./until-done.ts";

/**
 * Creates or replaces a product with its variants. New variants have no stock; existing ones keep theirs. A product that is as
 * wanted stays unchanged, whatever `match` says, so a request without an answer can be repeated. With `formerHandle`, the product
 * that has it is renamed, and its former handle leads to it. `isNew`: it was created.
 */
export async function put(
  ctx: Context,
  by: Author,
  name: string,
  wanted: PutProduct,
  match: Match,
): Promise<{ product: AdminProduct; isNew: boolean }> {
  const { data: handle, error } = Handle.safeParse(name);
  if (error) throw invalid(error.issues.map(({ message }) => ({ path: ["handle"], message })));
  const text = View.text(wanted);
  const { formerHandle } = wanted;
  const write = { id: newId("product", ctx.now), handle, formerHandle, text, match };
  const result = await untilDone("product", async () => {
    const [row] = await Sql.put(ctx, by, write);
    if (!row || row.saved || row.isSame) return row;
    if (!row.matched) throw changed();
    if (row.hidesRedirect) throw handleTaken(handle);
    if (!row.hasCategory) throw unknownCategory(wanted.category);
    if (row.takenSkus.length > 0) throw skuTaken(row.takenSkus);
    if (row.stockedSkus.length > 0) throw hasStock(row.stockedSkus);
    return undefined;
  });
  await refresh(ctx, { handle, skus: result.changedSkus });
  if (result.renamedFrom !== null) await refresh(ctx, { handle: result.renamedFrom, skus: [] });
  return { product: await get(ctx, handle), isNew: result.saved && !result.existed };
}

/** Throws `catalog.unknown_product`. */
export async function get(ctx: Context, name: string): Promise<AdminProduct> {
  const handle = name.normalize("NFC");
  const [first, ...rest] = isName(handle) ? await Read.product(ctx, handle) : [];
  if (!first) throw unknownProduct();
  return View.product([first, ...rest]);
}

/** Products of every status, the newest first. */
export async function list(ctx: Context, query: AdminProductQuery): Promise<AdminProductPage> {
  const found = await Read.list(ctx, query, readCursor("product", query.cursor));
  return page(found.map(View.summary), query.limit);
}

/** Deletes a product. Archives it instead if it was ordered. Throws `catalog.unknown_product`. */
export async function remove(ctx: Context, by: Author, name: string): Promise<void> {
  const handle = name.normalize("NFC");
  if (!isName(handle)) throw unknownProduct();
  const { skus } = await untilDone("product", async () => {
    const [row] = await RemoveSql.remove(ctx, by, handle);
    if (!row) throw unknownProduct();
    return row.done || row.isArchived ? row : undefined;
  });
  await refresh(ctx, { handle, skus });
}

const unknownProduct = () => new Refusal("catalog.unknown_product", "There is no product with this handle.");

const changed = () =>
  new Refusal("catalog.changed", "The product is not at the version in If-Match. Get it again.");

const handleTaken = (handle: string) =>
  new Refusal(
    "catalog.handle_taken",
    `A redirect leads visitors from ${handle} to another product. Delete the redirect first, or use another handle.`,
  );

const skuTaken = (skus: string[]) =>
  new Refusal(
    "catalog.sku_taken",
    `These SKUs belong to another product: ${skus.join(", ")}. To rename that product, send its handle as formerHandle.`,
    { skus },
  );

const hasStock = (skus: string[]) =>
  new Refusal(
    "catalog.has_stock",
    `These variants are missing, but they still have stock: ${skus.join(", ")}. Set their stock to 0 first.`,
    { skus },
  );
