import type { Context } from "../context.ts";
import { sha256 } from "../hash.ts";
import { newId } from "../id.ts";
import { type PageQuery, page, readCursor } from "../page.ts";
import { invalid, Refusal } from "../refusal.ts";
import type { Author } from "./audit.sql.ts";
import { isSecret, missingScopes, newSecret, roles, type Scope, scopesOf } from "./key.rules.ts";
import type { Key, KeyPage, NewKey } from "./key.schema.ts";
import * as Sql from "./key.sql.ts";

export type { Role, Scope } from "./key.rules.ts";
export { missingScopes, roles, SCOPES } from "./key.rules.ts";

export interface CreatedKey {
  key: Key;
  /** An earlier request with the same Idempotency-Key has created it. Its secret is not known any more. */
  replayed: boolean;
}

/**
 * Creates a key, once for each Idempotency-Key of the author. Its secret is returned here and never again. Refuses scopes that the
 * author does not have, so that no key can create a more powerful one, and an end in the past. Throws `idempotency.key_reused`.
 */
export async function create(
  ctx: Context,
  by: Author & { scopes: readonly Scope[] },
  { name, role, scopes, expiresAt }: NewKey,
  request: Sql.KeyRequest = { fingerprint: "" },
): Promise<CreatedKey> {
  const wanted = role ? roles[role] : [...new Set(scopes)];
  const missing = missingScopes(by.scopes, wanted);
  if (missing.length > 0)
    throw new Refusal(
      "key.scope",
      `Your key cannot grant scopes that it does not have: ${missing.join(", ")}.`,
      {
        scope: missing.join(" "),
      },
    );
  if (expiresAt && Date.parse(expiresAt) <= ctx.now.getTime())
    throw invalid([{ path: ["expiresAt"], message: "must be in the future" }]);
  const secret = newSecret();
  const id = newId("key", ctx.now);
  const row = { id, name, role, scopes: role ? undefined : wanted, expiresAt, secretHash: sha256(secret) };
  const [made] = await Sql.create(ctx, by, row, request);
  if (made) return { key: { ...view(made), secret }, replayed: false };
  const [earlier] = await Sql.made(ctx, by, id, request);
  if (!earlier) throw new Error("The key was not stored.");
  const { fingerprint, ...key } = earlier;
  if (fingerprint !== request.fingerprint)
    throw new Refusal("idempotency.key_reused", "This Idempotency-Key was used for another API key.");
  // The statement may have been sent twice.
  return key.id === id
    ? { key: { ...view(key), secret }, replayed: false }
    : { key: view(key), replayed: true };
}

/** The key with this secret. Undefined if it is wrong, has expired or was revoked. Records its use. */
export async function authenticate(ctx: Context, secret: string): Promise<Key | undefined> {
  const [key] = isSecret(secret) ? await Sql.use(ctx, sha256(secret)) : [];
  return key && view(key);
}

/** The keys that were not revoked, the newest first, without their secrets. */
export async function list(ctx: Context, { limit, cursor }: PageQuery): Promise<KeyPage> {
  const found = await Sql.list(ctx, { limit, after: readCursor("key", cursor) });
  return page(found.map(view), limit);
}

/** Ends a key at once. Repeated calls do no harm. Throws `key.unknown`. */
export async function revoke(ctx: Context, by: Author, id: string): Promise<void> {
  const [found] = await Sql.revoke(ctx, by, id);
  if (!found) throw new Refusal("key.unknown", "There is no key with this id.");
}

const view = (row: Sql.KeyRow): Key => ({ ...row, scopes: scopesOf(row) });
