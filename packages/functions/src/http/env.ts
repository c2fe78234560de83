import type { Context } from "@myclothes/core/context";

/** What a request carries from one handler to the next, in every function. */
export interface Env {
  Bindings: {
    /** Why the Lambda adapter could not convert the request. */
    refused?: unknown;
  };
  Variables: { ctx: Context };
}
