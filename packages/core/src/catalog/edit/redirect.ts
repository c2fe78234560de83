import { SqlError } from "../../aws/postgres.ts";
import type { Context } from "../../context.ts";
import type { Author } from "../../merchant/audit.ts";
import { badCursor, type PageQuery, writeCursor } from "../../page.ts";
import { invalid, Refusal } from "../../refusal.ts";
import { isName } from "../../text.ts";
import { refresh } from "../catalog.ts";
import { Handle } from "./fields.schema.ts";
import type { PutRedirect, Redirect, RedirectPage } from "./redirect.schema.ts";
import * as Sql from "./redirect.sql.ts";

/**
 * Leads the visitors of a former handle to another product. `isNew`: it was created. Throws `catalog.unknown_product` for the
 * target, `catalog.redirect_loop` if the target leads back to the handle, and `catalog.handle_taken` if an active product has the
 * handle.
 */
export async function put(
  ctx: Context,
  by: Author,
  name: string,
  { to }: PutRedirect,
): Promise<{ redirect: Redirect; isNew: boolean }> {
  const { data: handle, error } = Handle.safeParse(name);
  if (error) throw invalid(error.issues.map(({ message }) => ({ path: ["handle"], message })));
  const [found] = await Sql.put(ctx, by, handle, to).catch((error: unknown) => {
    if (error instanceof SqlError && error.constraint === "redirect_loop")
      throw new Refusal("catalog.redirect_loop", "The redirect would lead back to its own handle.");
    if (error instanceof SqlError && error.state === "23503")
      throw new Refusal("catalog.unknown_product", "There is no product with the handle in `to`.");
    throw error;
  });
  if (found && !found.isHidden) await refresh(ctx, { handle, skus: [] });
  if (found?.isHidden)
    throw new Refusal(
      "catalog.handle_taken",
      "An active product has this handle, so visitors would see it instead of the redirect. Archive or rename it first.",
    );
  return { redirect: { handle, to }, isNew: !found?.existed };
}

/** Throws `catalog.unknown_redirect`. */
export async function remove(ctx: Context, by: Author, name: string): Promise<void> {
  const handle = name.normalize("NFC");
  const [found] = isName(handle) ? await Sql.remove(ctx, by, handle) : [];
  if (!found) throw new Refusal("catalog.unknown_redirect", "There is no redirect with this handle.");
  await refresh(ctx, { handle, skus: [] });
}

/** All redirects, by their handles. */
export async function list(ctx: Context, { limit, cursor }: PageQuery): Promise<RedirectPage> {
  const after = cursor === undefined ? "" : Buffer.from(cursor, "base64url").toString();
  if (!isName(after)) throw badCursor();
  const found = await Sql.list(ctx, after, limit);
  const data = found.slice(0, limit);
  const last = found.length > limit ? data.at(-1) : undefined;
  return { data, nextCursor: last ? writeCursor(last.handle) : null };
}
