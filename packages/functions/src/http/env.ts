import type { Context } from "@myclothes/core/context";
import type { Shopper } from "@myclothes/core/session";

/** What a request carries from one handler to the next. */
export interface Env {
  Bindings: {
    /** Why the Lambda adapter could not convert the request. */
    refused?: unknown;
  };
  Variables: {
    ctx: Context;
    /** Only behind the `shopper` middleware: public routes never read a session. */
    shopper: Shopper;
    /** Only behind `customer`, which refuses everyone else. */
    customer: { id: string; session: NonNullable<Shopper["session"]> };
  };
}
