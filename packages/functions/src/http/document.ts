import type { MiddlewareHandler } from "hono";
import type * as z from "zod";
import type { ProblemCode } from "./refusal.ts";

export interface Described {
  description: string;
}

/** A successful answer. `schema` describes a JSON body; `mediaType` names another kind; without both there is no body. */
export interface Reply extends Described {
  schema?: z.ZodType;
  mediaType?: string;
}

/**
 * How a handler describes its part of a route. `build/openapi.ts` collects the parts, so the document cannot differ from
 * the code.
 */
export interface Documentation {
  /** The operation's name in generated clients. */
  id?: string;
  tag?: string;
  summary?: string;
  description?: string;
  /** Successful answers by status. */
  replies?: Record<number, Reply>;
  /** The problems that this handler may answer with. */
  refuses?: readonly ProblemCode[];
  /** Whether credentials may or must come with the request. */
  security?: "optional" | "required";
  /** The scopes that the credentials need. */
  scopes?: readonly string[];
  body?: z.ZodType;
  /** The handler reads the body by itself, in whatever format. */
  rawBody?: true;
  /** The largest body in bytes, if the usual limit does not fit. */
  maxBody?: number;
  query?: z.ZodObject;
  pathParameters?: Record<string, Described>;
  requestHeaders?: Record<string, Described & { required?: boolean; pattern?: string }>;
  /** Headers of successful answers. */
  responseHeaders?: Record<string, Described>;
}

const DOCUMENTATION = Symbol("documentation");

export const withDocumentation = <M extends MiddlewareHandler>(handler: M, documentation: Documentation): M =>
  Object.assign(handler, { [DOCUMENTATION]: documentation });

export const documentationOf = (handler: object): Documentation | undefined =>
  (handler as { [DOCUMENTATION]?: Documentation })[DOCUMENTATION];

/** Whether a route could have a body, and reads none. */
export const readsNoBody = (method: string, parts: Documentation[]): boolean =>
  ["POST", "PUT", "PATCH"].includes(method) && !parts.some(({ body, rawBody }) => body || rawBody);

/** Describes a route. It is the first handler of every route and passes each request on. */
export const route = (
  documentation: Documentation & { id: string; tag: string; summary: string },
): MiddlewareHandler => withDocumentation((_, next) => next(), documentation);

/** How an app describes itself as a whole. */
export interface ApiInfo {
  title: string;
  version: string;
  /** CommonMark. */
  description: string;
  /** The tags of the routes with their descriptions, in the order in which they are shown. */
  tags: Record<string, string>;
  /** How clients authenticate: by any one of these. */
  securitySchemes: Record<string, { type: string; description: string; [member: string]: string }>;
}
