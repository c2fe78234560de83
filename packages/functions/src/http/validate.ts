import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { matchedRoutes } from "hono/route";
import * as z from "zod";
import { type Documentation, documentationOf, readsNoBody, withDocumentation } from "./document.ts";
import type { Env } from "./env.ts";
import { check, parseQuery, unknownParameters } from "./query.ts";
import { bodyPointer, HttpRefusal } from "./refusal.ts";

/** The largest body in bytes: far more than most of our routes need. */
const MAX_BODY = 64 * 1024;

type Validated<Kind extends "json" | "query", S extends z.ZodObject> = MiddlewareHandler<
  Env,
  string,
  { in: { [K in Kind]: z.input<S> }; out: { [K in Kind]: z.output<S> } }
>;

/** Refuses a body that is too large, before it is read to its end. */
export const limitBody: MiddlewareHandler<Env> = withDocumentation(
  (c, next) => {
    const limits = documentationsOf(c).map(({ maxBody }) => maxBody ?? 0);
    const maxSize = Math.max(MAX_BODY, ...limits);
    const onError = () => {
      throw new HttpRefusal("request.too_large", `Send at most ${maxSize} bytes.`);
    };
    return bodyLimit({ maxSize, onError })(c, next);
  },
  { refuses: ["request.too_large"] },
);

/** Validates the JSON body. The handler reads it by `c.req.valid("json")`. */
export const body = <S extends z.ZodObject>(schema: S): Validated<"json", S> =>
  withDocumentation(
    async (c, next) => {
      c.req.addValidatedData("json", await readBody(c, schema));
      await next();
    },
    { body: schema, refuses: ["request.malformed", "request.media_type"] },
  );

const Nothing = z.strictObject({});

/** Refuses the fields of a body that the route does not read, because they would have no effect. `{}` is valid. */
export const refuseUnreadBody: MiddlewareHandler<Env> = async (c, next) => {
  const matched = c.req.method === "GET" ? [] : documentationsOf(c);
  const isUnread = matched.some(({ id }) => id) && readsNoBody(c.req.method, matched);
  if (isUnread && (await c.req.arrayBuffer()).byteLength > 0) await readBody(c, Nothing);
  await next();
};

async function readBody<S extends z.ZodObject>(c: Context<Env>, schema: S): Promise<z.output<S>> {
  if (!/^application\/json\s*(;|$)/i.test(c.req.header("content-type") ?? "")) {
    throw new HttpRefusal("request.media_type", "Send JSON with the header Content-Type: application/json.");
  }
  if (!/^(identity)?$/i.test(c.req.header("content-encoding") ?? "")) {
    throw new HttpRefusal("request.media_type", "Send the body without Content-Encoding.");
  }
  return check(schema, parse(await c.req.arrayBuffer()), bodyPointer);
}

/** Validates the query string, as `parseQuery` says. The handler reads it by `c.req.valid("query")`. */
export const query = <S extends z.ZodObject>(schema: S): Validated<"query", S> =>
  withDocumentation(
    async (c, next) => {
      // Unknown parameters are refused already.
      const values = parseQuery(schema, parametersOf(c), { allowUnknown: true });
      c.req.addValidatedData("query", values);
      await next();
    },
    { query: schema },
  );

/** Refuses query parameters that the route does not read. A request without a route is refused later, with 404 or 405. */
export const refuseUnknownParameters: MiddlewareHandler<Env> = withDocumentation(
  async (c, next) => {
    const matched = documentationsOf(c);
    const known = matched.flatMap(({ query }) => Object.keys(query?.shape ?? {}));
    const unknown = [...new Set(parametersOf(c).keys())].filter((name) => !known.includes(name));
    if (unknown.length > 0 && matched.some(({ id }) => id)) {
      throw unknownParameters(unknown);
    }
    await next();
  },
  { refuses: ["request.invalid"] },
);

/** Of all handlers that the request passes. */
const documentationsOf = (c: Context<Env>): Documentation[] =>
  matchedRoutes(c).flatMap(({ handler }) => documentationOf(handler) ?? []);

const parametersOf = (c: Context<Env>): URLSearchParams => new URL(c.req.url).searchParams;

/** JSON is UTF-8 (RFC 8259 §8.1). Other bytes are refused, because they could not be returned unchanged. */
function parse(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new HttpRefusal("request.malformed", "The body is not valid JSON in UTF-8.", {}, error);
  }
}
