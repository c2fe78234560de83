import type { Context } from "../../context.ts";
import type { Match } from "../../match.sql.ts";
import type { Author } from "../../merchant/audit.ts";
import { type PageQuery, writeCursor } from "../../page.ts";
import { invalid, Refusal } from "../../refusal.ts";
import { isName } from "../../text.ts";
import { refreshCollections, unknownCollection } from "../catalog.ts";
import type { AdminCollection, AdminCollectionPage, PutCollection } from "./collection.schema.ts";
import * as Sql from "./collection.sql.ts";
import { CategoryHandle } from "./fields.schema.ts";
import { readPosition, START } from "./position.ts";
import { untilDone } from "./until-done.ts";

/** Shoppers get all collections on one page. Several requests at once may create a few more. */
const MAX_COLLECTIONS = 200;

/**
 * Creates or replaces a collection with the order of its products. One that is as wanted stays unchanged, whatever `match` says,
 * so a request without an answer can be repeated. `isNew`: it was created. Throws `request.invalid` for products that do not
 * exist or are repeated, `catalog.changed` and `catalog.collection_limit`.
 */
export async function put(
  ctx: Context,
  by: Author,
  name: string,
  wanted: PutCollection,
  match: Match,
): Promise<{ collection: AdminCollection; isNew: boolean }> {
  const { data: handle, error } = CategoryHandle.safeParse(name);
  if (error) throw invalid(error.issues.map(({ message }) => ({ path: ["handle"], message })));
  const text = JSON.stringify(wanted);
  const result = await untilDone("collection", async () => {
    const [row] = await Sql.put(ctx, by, { handle, text, match, limit: MAX_COLLECTIONS });
    if (!row || row.saved || row.isSame) return row;
    if (!row.matched) throw changed();
    const errors = [
      ...row.unknown.map((index) => ({
        path: ["products", index],
        message: "is not the handle or ID of a product",
      })),
      ...row.repeated.map((index) => ({ path: ["products", index], message: "is in the list already" })),
    ];
    if (errors.length > 0) throw invalid(errors);
    if (row.isFull)
      throw new Refusal("catalog.collection_limit", `There are ${MAX_COLLECTIONS} collections already.`);
    return undefined;
  });
  await refreshCollections(ctx);
  return { collection: await get(ctx, handle), isNew: result.saved && !result.existed };
}

/** Throws `catalog.unknown_collection`. */
export async function get(ctx: Context, name: string): Promise<AdminCollection> {
  const wanted = name.normalize("NFC");
  const found = isName(wanted) ? await Sql.one(ctx, wanted) : [];
  const [first] = found;
  if (!first) throw unknownCollection();
  const { handle, title, description, image, position, seo, version } = first;
  const products = found.flatMap(({ productId: id, productHandle, productTitle, status, productImage }) =>
    id === null || productHandle === null || productTitle === null || status === null
      ? []
      : [{ id, handle: productHandle, title: productTitle, status, image: productImage }],
  );
  const productCount = found.filter(({ isShown }) => isShown).length;
  return { handle, title, description, image, position, seo, productCount, version, products };
}

/** Throws `catalog.unknown_collection`. */
export async function remove(ctx: Context, by: Author, name: string): Promise<void> {
  const handle = name.normalize("NFC");
  const [found] = isName(handle) ? await Sql.remove(ctx, by, handle) : [];
  if (!found) throw unknownCollection();
  await refreshCollections(ctx);
}

/** All collections, in their order. */
export async function list(ctx: Context, { limit, cursor }: PageQuery): Promise<AdminCollectionPage> {
  const found = await Sql.list(ctx, cursor === undefined ? START : readPosition(cursor), limit);
  const data = found.slice(0, limit);
  const last = found.length > limit ? data.at(-1) : undefined;
  return { data, nextCursor: last ? writeCursor(`${last.position} ${last.handle}`) : null };
}

const changed = () =>
  new Refusal("catalog.changed", "The collection is not at the version in If-Match. Get it again.");
