import type { Context } from "@myclothes/core/context";
import type { ProblemCode } from "./refusal.ts";

/** What a request carries from one handler to the next, in every function. */
export interface Env {
  Bindings: {
    /** Why the Lambda adapter could not convert the request. */
    refused?: unknown;
  };
  Variables: {
    ctx: Context;
    /** The problem code of an answer that is an error. */
    code?: ProblemCode;
    /** The ID of the customer or of the API key, for the log. */
    actor?: string;
  };
}
