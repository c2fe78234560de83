/** Every reason for which the shop says no. `functions/src/http/problem.ts` gives each its status. */
export type Code =
  | "request.malformed"
  | "request.media_type"
  | "request.too_large"
  | "request.invalid"
  | "route.unknown"
  | "route.method"
  | "edge.bypassed"
  | "session.cross_site"
  | "session.required"
  | "session.expired"
  | "session.bad_credentials"
  | "session.too_many_attempts"
  | "session.unknown"
  | "customer.email_taken"
  | "customer.wrong_password"
  | "address.unknown"
  | "address.limit"
  | "catalog.unknown_product"
  | "catalog.unknown_sku"
  | "cart.quantity_limit"
  | "cart.line_limit"
  | "cart.changed"
  | "cart.busy"
  | "cart.empty"
  | "cart.already_ordered"
  | "checkout.item_unavailable"
  | "checkout.price_changed"
  | "stock.insufficient"
  | "shipping.unknown_option"
  | "order.unknown"
  | "order.not_cancelable"
  | "idempotency.key_missing"
  | "idempotency.key_reused"
  | "service.unavailable"
  | "service.not_ready";

/** More for the client to act on; it stands in the problem document beside `detail`. */
export interface Extra {
  /** `pointer`: `#/a/0/b` into the body (RFC 6901 as a fragment), `?name` a query parameter, else a header's name. */
  errors?: { pointer: string; message: string }[];
  [member: string]: unknown;
}

/** A "no" that the client is told about. Anything else thrown is a fault: logged whole, answered bare. */
export class Refusal extends Error {
  readonly code: Code;
  readonly extra: Extra;

  constructor(code: Code, detail: string, extra: Extra = {}, cause?: unknown) {
    super(detail, { cause });
    this.name = "Refusal";
    this.code = code;
    this.extra = extra;
  }
}

/** As many as a person would read: who sends the request decides how many there are. */
const MAX_ERRORS = 20;

/** What does not fit, and where. */
export function invalid(all: { pointer: string; message: string }[]): Refusal {
  const errors = all.slice(0, MAX_ERRORS);
  const detail = errors.map(({ pointer, message }) => `${pointer}: ${message}`).join("; ");
  return new Refusal("request.invalid", detail, { errors });
}
