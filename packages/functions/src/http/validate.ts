import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { matchedRoutes } from "hono/route";
import * as z from "zod";
import { documentationOf, withDocumentation } from "./document.ts";
import "./messages.ts";
import type { Env } from "./env.ts";
import { bodyPointer, HttpRefusal, invalidRequest, queryPointer } from "./refusal.ts";

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
    const limits = matchedRoutes(c).map(({ handler }) => documentationOf(handler)?.maxBody ?? 0);
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
      if (!/^application\/json\s*(;|$)/i.test(c.req.header("content-type") ?? "")) {
        throw new HttpRefusal(
          "request.media_type",
          "Send JSON with the header Content-Type: application/json.",
        );
      }
      if (!/^(identity)?$/i.test(c.req.header("content-encoding") ?? "")) {
        throw new HttpRefusal("request.media_type", "Send the body without Content-Encoding.");
      }
      c.req.addValidatedData("json", check(schema, parse(await c.req.arrayBuffer()), bodyPointer));
      await next();
    },
    { body: schema, refuses: ["request.malformed", "request.media_type"] },
  );

/**
 * Validates the query string. A parameter may be given once, or several times if its schema is an array; an empty one counts as
 * absent. The handler reads it by `c.req.valid("query")`.
 */
export const query = <S extends z.ZodObject>(schema: S): Validated<"query", S> =>
  withDocumentation(
    async (c, next) => {
      const all = parametersOf(c);
      const values = Object.entries(schema.shape).flatMap(([name, shape]) => {
        const sent = all.getAll(name).filter((value) => value !== "");
        if (isRepeatable(shape)) return sent.length > 0 ? [[name, sent]] : [];
        if (sent.length > 1) {
          throw invalidRequest([{ pointer: queryPointer([name]), message: "must be given only once" }]);
        }
        return sent.map((value) => [name, value]);
      });
      c.req.addValidatedData("query", check(schema, Object.fromEntries(values), queryPointer));
      await next();
    },
    { query: schema },
  );

const isRepeatable = (shape: z.core.$ZodType): boolean =>
  (shape instanceof z.ZodOptional ? shape.unwrap() : shape) instanceof z.ZodArray;

/** Refuses query parameters that the route does not read. A request without a route is refused later, with 404 or 405. */
export const refuseUnknownParameters: MiddlewareHandler<Env> = withDocumentation(
  async (c, next) => {
    const matched = matchedRoutes(c).flatMap(({ handler }) => documentationOf(handler) ?? []);
    const known = matched.flatMap(({ query }) => Object.keys(query?.shape ?? {}));
    const unknown = [...new Set(parametersOf(c).keys())].filter((name) => !known.includes(name));
    if (unknown.length > 0 && matched.some(({ id }) => id)) {
      throw invalidRequest(
        unknown.map((name) => ({ pointer: queryPointer([name]), message: "is not a known parameter" })),
      );
    }
    await next();
  },
  { refuses: ["request.invalid"] },
);

const parametersOf = (c: Context<Env>): URLSearchParams => new URL(c.req.url).searchParams;

/** JSON is UTF-8 (RFC 8259 §8.1). Other bytes are refused, because they could not be returned unchanged. */
function parse(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new HttpRefusal("request.malformed", "The body is not valid JSON in UTF-8.", {}, error);
  }
}

function check<S extends z.ZodObject>(
  schema: S,
  value: unknown,
  pointer: (path: PropertyKey[]) => string,
): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidRequest(
    result.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({
            pointer: pointer([...issue.path, key]),
            message: "is not a known field",
          }))
        : [{ pointer: pointer(issue.path), message: issue.message }],
    ),
  );
}
