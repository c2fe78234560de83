import type { Code, Refusal } from "@myclothes/core/refusal";

/** The reasons for which a request is refused before or beside the domains. */
export type HttpCode =
  | "request.malformed"
  | "request.media_type"
  | "request.too_large"
  | "request.invalid"
  | "route.unknown"
  | "route.method"
  | "edge.bypassed"
  | "webhook.signature"
  | "session.cross_site"
  | "session.expired"
  | "key.invalid"
  | "idempotency.key_missing"
  | "service.not_ready";

/** Every code that a problem document can have. */
export type ProblemCode = Code | HttpCode | "service.fault";

/**
 * An invalid part of the request. `pointer`: `#/a/0` in the body, `?name` in the query, `{name}` in the path, or a header's name.
 */
export interface PointedError {
  pointer: string;
  message: string;
}

/** A refusal that only HTTP knows. The domains throw `Refusal`. */
export class HttpRefusal extends Error {
  readonly code: HttpCode;
  /** Facts that the client can act on. They are part of the answer, beside `detail`. */
  readonly extra: Record<string, unknown>;

  constructor(code: HttpCode, detail: string, extra: Record<string, unknown> = {}, cause?: unknown) {
    super(detail, { cause });
    this.name = "HttpRefusal";
    this.code = code;
    this.extra = extra;
  }
}

/** The client decides how many errors a request has: a person reads no more than these. */
const MAX_ERRORS = 20;

export function invalidRequest(all: PointedError[]): HttpRefusal {
  const errors = distinct(all).slice(0, MAX_ERRORS);
  return new HttpRefusal("request.invalid", detailOf(errors), { errors });
}

/** A schema may check the same limit before and after it normalizes a text. */
const distinct = (all: PointedError[]): PointedError[] => [
  ...new Map(all.map((one) => [`${one.pointer} ${one.message}`, one])).values(),
];

const detailOf = (errors: PointedError[]): string =>
  errors.map(({ pointer, message }) => `${pointer}: ${message}`).join("; ");

/** What the client is told of a refusal. */
export interface Answer {
  code: ProblemCode;
  detail: string;
  extra: Record<string, unknown>;
}

/**
 * Names the invalid fields of a domain's refusal by pointers. `pathParameters`: the names of those of the route. A GET has its
 * other input in the query.
 */
export function withPointers(refusal: Refusal, method: string, pathParameters: string[]): Answer {
  const { code, message: detail } = refusal;
  const { errors, ...extra } = refusal.extra;
  if (!errors) return { code, detail, extra };
  const other = method === "GET" || method === "HEAD" ? queryPointer : bodyPointer;
  const pointer = (path: PropertyKey[]) =>
    path.length === 1 && pathParameters.includes(String(path[0])) ? `{${String(path[0])}}` : other(path);
  const pointed = distinct(errors.map(({ path, message }) => ({ pointer: pointer(path), message })));
  return {
    code,
    detail: code === "request.invalid" ? detailOf(pointed) : detail,
    extra: { ...extra, errors: pointed },
  };
}

export const queryPointer = ([name]: PropertyKey[]): string => `?${String(name)}`;

/** A JSON pointer as a URI fragment (RFC 6901 §6), as RFC 9457's own example writes it. */
export const bodyPointer = (path: PropertyKey[]): string =>
  ["#", ...path.map((key) => encodeURIComponent(escaped(String(key))))].join("/");

const escaped = (key: string): string => key.toWellFormed().replaceAll("~", "~0").replaceAll("/", "~1");
