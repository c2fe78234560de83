import type Stripe from "stripe";

/** The `error` of an answer, as https://docs.stripe.com/api/errors describes it. */
export interface ErrorBody {
  type: "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  charge?: string;
  payment_intent?: Stripe.PaymentIntent;
  payment_method?: Stripe.PaymentMethod;
}

export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly headers: Record<string, string>;

  constructor(status: number, body: ErrorBody, headers: Record<string, string> = {}) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** A refusal of valid parameters, because of the state of things. An idempotency key saves it. */
export const refusal = (message: string, more: Partial<ErrorBody> = {}, status = 400): ApiError =>
  new ApiError(status, { type: "invalid_request_error", message, ...more });

/** Parameters that are not valid. No endpoint has begun its work, so an idempotency key does not save it. */
export class InvalidParameter extends ApiError {
  constructor(message: string, param: string, code?: string) {
    super(400, { type: "invalid_request_error", message, param, ...(code && { code }) });
  }
}

export const missing = (what: string, id: string, param = "id"): ApiError =>
  refusal(`No such ${what}: '${id}'`, { code: "resource_missing", param }, 404);

/** The answer's body. Stripe links codes to its documentation. */
export const errorAnswer = ({ body }: ApiError): object => ({
  error: {
    ...body,
    ...(body.code && {
      doc_url: `https://docs.stripe.com/error-codes/${body.code.replaceAll("_", "-")}`,
    }),
  },
});
