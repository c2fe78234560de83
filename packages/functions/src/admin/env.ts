import type { Author } from "@myclothes/core/merchant/audit";
import type { Scope } from "@myclothes/core/merchant/key";
import type { Env } from "../http/env.ts";

/** What the merchant's requests carry besides what every function's requests carry. */
export interface AdminEnv extends Env {
  Variables: Env["Variables"] & {
    /** Set by `requireScopes`: the key that makes the request, for the audit log. */
    author: Author & { scopes: readonly Scope[] };
  };
}
