import type { MiddlewareHandler } from "hono";
import type * as z from "zod";
import type { ProblemCode } from "./refusal.ts";

export type Tag = "catalog" | "cart" | "customers" | "orders" | "service";

/** What a handler tells of its route; `openapi.ts` gathers it, so that the document says what the code does. */
export interface Documentation {
  /** The operation's name in generated clients. */
  id?: string;
  tag?: Tag;
  summary?: string;
  description?: string;
  /** The schema of the JSON that each status answers with. */
  replies?: Record<number, z.ZodType>;
  /** Answers that are not JSON: status to media type, empty where there is no body. */
  files?: Record<number, string>;
  /** The refusals that this route may answer with, beside those of its other handlers. */
  refuses?: readonly ProblemCode[];
  /** Whether a session may or must come with the request. */
  session?: "optional" | "required";
  body?: z.ZodType;
  query?: z.ZodObject;
  requestHeaders?: Record<string, { required: boolean; description: string; pattern?: string }>;
  responseHeaders?: Record<string, string>;
}

const DOCUMENTATION = Symbol("documentation");

export const documented = <M extends MiddlewareHandler>(handler: M, documentation: Documentation): M =>
  Object.assign(handler, { [DOCUMENTATION]: documentation });

export const documentationOf = (handler: object): Documentation | undefined =>
  (handler as { [DOCUMENTATION]?: Documentation })[DOCUMENTATION];

/** Describes a route: it stands first in each, and does nothing when a request comes by. */
export const route = (
  documentation: Documentation & { id: string; tag: Tag; summary: string },
): MiddlewareHandler => documented((_, next) => next(), documentation);
