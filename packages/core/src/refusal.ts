/** Why a domain refuses a request. `functions/src/http/problem-types.ts` gives each code its status. */
export type Code =
  | "request.invalid"
  | "session.required"
  | "session.bad_credentials"
  | "session.too_many_attempts"
  | "session.unknown"
  | "customer.email_taken"
  | "customer.wrong_password"
  | "customer.unknown_token"
  | "address.unknown"
  | "address.limit"
  | "catalog.unknown_product"
  | "catalog.unknown_sku"
  | "catalog.unknown_category"
  | "catalog.unknown_collection"
  | "catalog.unknown_redirect"
  | "catalog.sku_taken"
  | "catalog.handle_taken"
  | "catalog.has_stock"
  | "catalog.changed"
  | "catalog.category_not_empty"
  | "catalog.category_cycle"
  | "catalog.redirect_loop"
  | "catalog.collection_limit"
  | "stock.below_zero"
  | "stock.changed"
  | "cart.quantity_limit"
  | "cart.line_limit"
  | "cart.changed"
  | "cart.busy"
  | "cart.empty"
  | "cart.already_ordered"
  | "checkout.item_unavailable"
  | "checkout.price_changed"
  | "checkout.too_many_unpaid"
  | "checkout.busy"
  | "stock.insufficient"
  | "shipping.unknown_option"
  | "shipping.not_available"
  | "order.unknown"
  | "order.not_cancelable"
  | "event.not_dead"
  | "order.not_shippable"
  | "order.not_payable"
  | "fulfillment.unknown"
  | "fulfillment.exceeds_ordered"
  | "fulfillment.limit"
  | "payment.exceeds_owed"
  | "payment.provider_missing"
  | "payment.amount_limit"
  | "payment.unconfirmed"
  | "refund.exceeds_paid"
  | "refund.limit"
  | "refund.role_limit"
  | "refund.unknown_lines"
  | "customer.unknown"
  | "key.unknown"
  | "settings.changed"
  | "key.scope"
  | "image.unknown"
  | "webhook.unknown"
  | "idempotency.key_reused"
  | "service.unavailable";

/** A field of the input that is not valid, as zod reports it: `path` leads to the field. */
export interface FieldError {
  path: PropertyKey[];
  message: string;
}

/** Facts that the client can act on. They are part of the answer, beside `detail`. */
export interface Extra {
  errors?: FieldError[];
  [member: string]: unknown;
}

/** A refusal is explained to the client. Any other error is a fault: only the log has its details. */
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

/** Refuses input whose fields are not valid. */
export function invalid(errors: FieldError[]): Refusal {
  const detail = errors.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  return new Refusal("request.invalid", detail, { errors });
}
