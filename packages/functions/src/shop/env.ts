import type { Shopper } from "@myclothes/core/session";
import type { Env } from "../http/env.ts";

/** What the shop's requests carry besides what every function's requests carry. */
export interface ShopEnv extends Env {
  Variables: Env["Variables"] & {
    /** Set by the `shopper` and `customer` middleware. Public routes never read a session. */
    shopper: Shopper;
    /** Set by the `customer` middleware, which refuses everyone who is not signed in. */
    customer: { id: string; session: NonNullable<Shopper["session"]> };
  };
}
