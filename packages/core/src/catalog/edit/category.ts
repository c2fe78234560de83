import { SqlError } from "../../aws/postgres.ts";
import type { Context } from "../../context.ts";
import type { Author } from "../../merchant/audit.ts";
import { type PageQuery, writeCursor } from "../../page.ts";
import { invalid, Refusal } from "../../refusal.ts";
import { isName } from "../../text.ts";
import { refreshCategories } from "../catalog.ts";
import type { AdminCategory, AdminCategoryPage, PutCategory } from "./category.schema.ts";
import * as Sql from "./category.sql.ts";
import { CategoryHandle } from "./fields.schema.ts";
import { readPosition, START } from "./position.ts";
import { unknownCategory } from "./refusals.ts";

/**
 * Creates or replaces a category. `isNew`: it was created. Throws `catalog.unknown_category` for its parent, and
 * `catalog.category_cycle` if the parent is below it.
 */
export async function put(
  ctx: Context,
  by: Author,
  name: string,
  { title, description = "", image = null, position, parent = null, seo = null }: PutCategory,
): Promise<{ category: AdminCategory; isNew: boolean }> {
  const { data: handle, error } = CategoryHandle.safeParse(name);
  if (error) throw invalid(error.issues.map(({ message }) => ({ path: ["handle"], message })));
  const text = JSON.stringify({ title, description, image, position, parent, seo: seo ?? undefined });
  const [found] = await Sql.put(ctx, by, handle, text).catch((error: unknown) => {
    if (isViolated(error, CYCLE))
      throw new Refusal("catalog.category_cycle", "The parent is the category itself, or below it.");
    if (isViolated(error, FOREIGN)) return [{ existed: false, hasParent: false }];
    throw error;
  });
  if (!found?.hasParent) throw unknownCategory(parent ?? handle);
  await refreshCategories(ctx);
  const [category] = await Sql.one(ctx, handle);
  if (!category) throw unknownCategory(handle);
  return { category, isNew: !found.existed };
}

/** Deletes an empty category. Throws `catalog.unknown_category` and `catalog.category_not_empty`. */
export async function remove(ctx: Context, by: Author, name: string): Promise<void> {
  const handle = name.normalize("NFC");
  const [found] = isName(handle) ? await Sql.remove(ctx, by, handle).catch(isInUse) : [];
  if (!found) throw unknownCategory(handle);
  if (!found.done)
    throw new Refusal("catalog.category_not_empty", "The category still has products or other categories.");
  await refreshCategories(ctx);
}

/** All categories, in their order. */
export async function list(ctx: Context, { limit, cursor }: PageQuery): Promise<AdminCategoryPage> {
  const found = await Sql.list(ctx, cursor === undefined ? START : readPosition(cursor), limit);
  const data = found.slice(0, limit);
  const last = found.length > limit ? data.at(-1) : undefined;
  return { data, nextCursor: last ? writeCursor(`${last.position} ${last.handle}`) : null };
}

/** A product or a category was added to it at the same moment. */
function isInUse(error: unknown): { done: boolean }[] {
  if (isViolated(error, FOREIGN)) return [{ done: false }];
  throw error;
}

const CYCLE = { state: "23514", constraint: "category_cycle" };
const FOREIGN = { state: "23503" };
const isViolated = (error: unknown, { state, constraint }: { state: string; constraint?: string }): boolean =>
  error instanceof SqlError && error.state === state && (constraint ?? error.constraint) === error.constraint;
