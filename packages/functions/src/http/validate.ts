import { canonical, sha256 } from "@myclothes/core/hash";
import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { matchedRoutes } from "hono/route";
import type * as z from "zod";
import { documentationOf, documented } from "./document.ts";
import "./messages.ts";
import type { Env } from "./env.ts";
import { bodyPointer, HttpRefusal, invalidRequest, queryPointer } from "./refusal.ts";

/** Far more than any body of ours needs. */
const MAX_BODY = 64 * 1024;

type Validated<Kind extends "json" | "query", S extends z.ZodObject> = MiddlewareHandler<
  Env,
  string,
  { in: { [K in Kind]: z.input<S> }; out: { [K in Kind]: z.output<S> } }
>;

/** Refuses a body that is too large before it is read to its end. */
export const limited: MiddlewareHandler<Env> = documented(
  bodyLimit({
    maxSize: MAX_BODY,
    onError: () => {
      throw new HttpRefusal("request.too_large", `The body may hold ${MAX_BODY} bytes.`);
    },
  }),
  { refuses: ["request.too_large"] },
);

/** The JSON body, as `schema` says: `c.req.valid("json")`. */
export const body = <S extends z.ZodObject>(schema: S): Validated<"json", S> =>
  documented(
    async (c, next) => {
      if (!/^application\/json\s*(;|$)/i.test(c.req.header("content-type") ?? "")) {
        throw new HttpRefusal("request.media_type", "Send JSON, with Content-Type: application/json.");
      }
      if (!/^(identity)?$/i.test(c.req.header("content-encoding") ?? "")) {
        throw new HttpRefusal("request.media_type", "Send the body without Content-Encoding.");
      }
      c.req.addValidatedData("json", check(schema, parse(await c.req.arrayBuffer()), bodyPointer));
      await next();
    },
    {
      body: schema,
      refuses: ["request.malformed", "request.media_type"],
    },
  );

/** The query string, each parameter at most once and an empty one as if it were absent: `c.req.valid("query")`. */
export const query = <S extends z.ZodObject>(schema: S): Validated<"query", S> =>
  documented(
    async (c, next) => {
      const all = parametersOf(c);
      const values = Object.keys(schema.shape).flatMap((name) => {
        const sent = all.getAll(name).filter((value) => value !== "");
        if (sent.length > 1)
          throw invalidRequest([{ pointer: `?${name}`, message: "is given more than once" }]);
        return sent.map((value) => [name, value]);
      });
      c.req.addValidatedData("query", check(schema, Object.fromEntries(values), queryPointer));
      await next();
    },
    { query: schema },
  );

/** Refuses query parameters that the route does not read. Where no route matches, the answer is 404 or 405. */
export const knownParameters: MiddlewareHandler<Env> = documented(
  async (c, next) => {
    const described = matchedRoutes(c).flatMap(({ handler }) => documentationOf(handler) ?? []);
    const known = described.flatMap(({ query }) => Object.keys(query?.shape ?? {}));
    const unknown = [...new Set(parametersOf(c).keys())].filter((name) => !known.includes(name));
    if (unknown.length > 0 && described.some(({ id }) => id)) {
      throw invalidRequest(
        unknown.map((name) => ({ pointer: `?${name}`, message: "is not a known parameter" })),
      );
    }
    await next();
  },
  { refuses: ["request.invalid"] },
);

const parametersOf = (c: Context<Env>): URLSearchParams => new URL(c.req.url).searchParams;

/** 1 to 255 visible ASCII characters. */
export const KEY_PATTERN = "^[!-~]{1,255}$";

/** The client's `Idempotency-Key`; undefined where there is none. */
export function idempotencyKey(c: Context<Env>): string | undefined {
  const key = c.req.header("idempotency-key");
  if (key === undefined || new RegExp(KEY_PATTERN).test(key)) return key;
  throw invalidRequest([
    { pointer: "Idempotency-Key", message: "must be 1 to 255 visible ASCII characters" },
  ]);
}

/** What the request asks for, in 43 characters: the same for the same method, path and validated body, however it was written. */
export const fingerprint = (c: Context<Env>): string =>
  sha256(canonical([c.req.method, c.req.path, c.req.valid("json" as never)]));

/** JSON is UTF-8 (RFC 8259 §8.1): other bytes are refused, since they could not come back as they were sent. */
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
