import type { ProblemCode } from "./refusal.ts";

interface ProblemType {
  status: 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 415 | 422 | 429 | 500 | 503;
  title: string;
  /** Seconds to wait before another attempt, sent as `Retry-After`. */
  retryAfter?: number;
  /** For the API description: when the problem occurs, and what to do. */
  description: string;
}

/** Every problem that an answer can report. A code that is missing here does not compile. */
export const problemTypes: Record<ProblemCode, ProblemType> = {
  "request.malformed": {
    status: 400,
    title: "The body is not valid JSON",
    description: "The body could not be read as JSON in UTF-8. Correct the client.",
  },
  "request.media_type": {
    status: 415,
    title: "The media type is not supported",
    description: "Send the body with `Content-Type: application/json` and without `Content-Encoding`.",
  },
  "request.too_large": {
    status: 413,
    title: "The body is too large",
    description: "A body may have at most 64 KB, where the route names no other limit.",
  },
  "request.invalid": {
    status: 422,
    title: "The request is not valid",
    description:
      "A field, query parameter or header is missing, unknown or has a wrong value. `errors` names each of them. Correct the request; the same request fails again.",
  },
  "route.unknown": {
    status: 404,
    title: "No route has this path",
    description: "Check the path. Letter case matters, and so does a slash at the end.",
  },
  "route.method": {
    status: 405,
    title: "The path does not support this method",
    description: "The `Allow` header lists the methods of this path.",
  },
  "edge.bypassed": {
    status: 403,
    title: "The request did not come through the shop's public address",
    description: "The request was sent to an internal address. Use the shop's public address.",
  },
  "session.cross_site": {
    status: 403,
    title: "The request comes from another site",
    description:
      "The request carries the session cookie but comes from a page of another origin. Send writes from the shop's own origin, or send the token as a bearer token.",
  },
  "session.required": {
    status: 401,
    title: "Sign in first",
    description: "The route is only for customers who are signed in, or the account no longer exists.",
  },
  "session.expired": {
    status: 401,
    title: "The session has ended",
    description:
      "The token belongs to a session that has expired or was ended. Discard the token, then sign in again or continue without one.",
  },
  "session.bad_credentials": {
    status: 401,
    title: "The e-mail or the password is wrong",
    description: "The answer does not reveal which of the two is wrong, or whether the account exists.",
  },
  "session.too_many_attempts": {
    status: 429,
    title: "Too many attempts",
    description: "Wait for the number of seconds in `Retry-After` and `retryAfter`, then try again.",
  },
  "session.unknown": {
    status: 404,
    title: "The session does not exist",
    description: "The customer has no session with this id. It may have ended already.",
  },
  "customer.email_taken": {
    status: 409,
    title: "The e-mail already has an account",
    description: "Ask the shopper to sign in, or to use another e-mail.",
  },
  "customer.unknown_token": {
    status: 404,
    title: "The link is not valid",
    description:
      "The link has expired, it was used, or the account has changed since it was sent. Ask the shopper to request a new one.",
  },
  "customer.wrong_password": {
    status: 403,
    title: "The current password is wrong",
    description: "Ask the shopper for the current password again. Attempts are limited.",
  },
  "address.unknown": {
    status: 404,
    title: "The address does not exist",
    description: "The customer has no saved address with this id.",
  },
  "address.limit": {
    status: 422,
    title: "Too many addresses",
    description: "A customer can save at most 50 addresses. Delete one first.",
  },
  "catalog.unknown_product": {
    status: 404,
    title: "The product does not exist",
    description: "No product has this handle. It may have been removed from the shop.",
  },
  "catalog.unknown_sku": {
    status: 404,
    title: "The SKU does not exist",
    description: "No variant has this SKU. It may have been removed from the shop.",
  },
  "catalog.unknown_category": {
    status: 404,
    title: "The category does not exist",
    description: "Create the category first, or use the handle of another one.",
  },
  "catalog.unknown_collection": {
    status: 404,
    title: "The collection does not exist",
    description: "No collection has this handle.",
  },
  "catalog.unknown_redirect": {
    status: 404,
    title: "The redirect does not exist",
    description: "No redirect has this handle.",
  },
  "catalog.has_stock": {
    status: 409,
    title: "A variant still has stock",
    description: "Nothing was changed. Set the stock of the variants in `skus` to 0 first.",
  },
  "catalog.sku_taken": {
    status: 409,
    title: "The SKU belongs to another product",
    description: "Nothing was changed. Use other SKUs instead of those in `skus`.",
  },
  "catalog.handle_taken": {
    status: 409,
    title: "The handle is taken",
    description:
      "Nothing was changed. An active product and a redirect cannot have the same handle. Delete the redirect, or archive or rename the product.",
  },
  "catalog.changed": {
    status: 412,
    title: "The product or collection has changed",
    description: "It is not at the version in `If-Match`. Get it again.",
  },
  "catalog.category_not_empty": {
    status: 409,
    title: "The category is not empty",
    description: "Move or delete its products and categories first.",
  },
  "catalog.category_cycle": {
    status: 422,
    title: "The category would be its own parent",
    description: "Use a parent that is not below the category.",
  },
  "catalog.redirect_loop": {
    status: 422,
    title: "The redirect would lead back",
    description: "Use a target that does not lead back to the handle.",
  },
  "catalog.collection_limit": {
    status: 422,
    title: "Too many collections",
    description: "A shop has at most 200 collections. Delete one first.",
  },
  "stock.below_zero": {
    status: 409,
    title: "The stock would be negative",
    description: "Nothing was changed. Correct the movement.",
  },
  "stock.changed": {
    status: 412,
    title: "The stock has changed",
    description: "The stock is not at the version in `If-Match`. Get it and count again.",
  },
  "cart.quantity_limit": {
    status: 422,
    title: "Too many units of one item",
    description: "A line of the cart can have at most 99 units. The cart is unchanged.",
  },
  "cart.line_limit": {
    status: 422,
    title: "Too many lines in the cart",
    description: "A cart can have at most 100 lines. The cart is unchanged.",
  },
  "cart.changed": {
    status: 412,
    title: "The cart has changed",
    description:
      "The cart is no longer at the version in `If-Match`, or the change was made before the cart became part of the customer's cart. Get the cart first, and repeat the change only if it is missing and still wanted.",
  },
  "cart.busy": {
    status: 503,
    title: "The cart is busy",
    retryAfter: 1,
    description:
      "Other requests are changing the cart, or the shopper has just signed in. Repeat the request after `Retry-After` seconds, with the same `Idempotency-Key` if you sent one.",
  },
  "cart.empty": {
    status: 422,
    title: "The cart is empty",
    description: "There is nothing to order.",
  },
  "cart.already_ordered": {
    status: 409,
    title: "The cart was already ordered",
    description:
      "Another request has ordered this cart; `orderId` is its order. Get the cart again: it contains only what was added later.",
  },
  "checkout.item_unavailable": {
    status: 409,
    title: "An item is no longer sold",
    description:
      "Remove the lines in `skus` from the cart, then try again. An order that was refused so has changed nothing.",
  },
  "checkout.price_changed": {
    status: 409,
    title: "The total has changed",
    description:
      "Nothing was ordered. Show the shopper the new `total`. If the shopper agrees, order again with it as `expectedTotal`.",
  },
  "checkout.too_many_unpaid": {
    status: 409,
    title: "Too many orders are not paid",
    description:
      "Nothing was ordered. The shopper's session or account, the e-mail or the shipping address has as many unpaid orders as the shop allows. Pay or cancel one of them, then order again. An order that is not paid in time is canceled.",
  },
  "checkout.busy": {
    status: 429,
    title: "Too many shoppers order this product",
    description:
      "Nothing was ordered. Repeat the request after `Retry-After` seconds, with the same `Idempotency-Key`. During a rush, the answer may also be 429 or 503 without a problem document: repeat the request then, too.",
  },
  "stock.insufficient": {
    status: 409,
    title: "Not enough in stock",
    description: "Nothing was ordered. Reduce or remove the lines in `skus`, then order again.",
  },
  "shipping.unknown_option": {
    status: 422,
    title: "The shipping option does not exist",
    description: "Use an id from `GET /v1/shipping-options`.",
  },
  "shipping.not_available": {
    status: 422,
    title: "The shop does not ship to this country",
    description: "No shipping option serves the country. `countries` lists those to which the shop ships.",
  },
  "order.unknown": {
    status: 404,
    title: "The order does not exist",
    description:
      "No order has this id or number, or the request may not see it. A shopper needs the session that owns the order, or the order's token in `Order-Token`.",
  },
  "order.not_cancelable": {
    status: 409,
    title: "The order can no longer be canceled",
    description: "A part of the order has been shipped, or the order is complete.",
  },
  "order.not_shippable": {
    status: 409,
    title: "Nothing can be shipped for the order",
    description: "The order is canceled or not paid, or everything in it has been shipped or refunded.",
  },
  "order.not_payable": {
    status: 409,
    title: "No payment can be recorded for the order",
    description: "The order is canceled, or its payment is not open.",
  },
  "fulfillment.unknown": {
    status: 404,
    title: "The fulfillment does not exist",
    description: "The order has no fulfillment with this id.",
  },
  "fulfillment.exceeds_ordered": {
    status: 409,
    title: "More than is left to ship",
    description: "Nothing was shipped. `lines` shows how many units are left of each of these SKUs.",
  },
  "fulfillment.limit": {
    status: 409,
    title: "Too many fulfillments",
    description: "An order can have at most 20 fulfillments. Put more into the last one.",
  },
  "payment.exceeds_owed": {
    status: 409,
    title: "The payment is more than is owed",
    description: "Nothing was recorded. `owed` is what is still to be paid for this order.",
  },
  "payment.provider_missing": {
    status: 422,
    title: "The shop does not have this payment provider",
    description: "Nothing was ordered. Use another `payment.provider`.",
  },
  "payment.amount_limit": {
    status: 422,
    title: "The payment provider does not collect this total",
    description:
      "Nothing was ordered. Stripe collects $0.50 to $999,999.99. Change the cart, or use another `payment.provider`.",
  },
  "payment.unconfirmed": {
    status: 409,
    title: "The payment is being processed",
    description: "The bank has not confirmed the payment yet, so it cannot be canceled now. Try again later.",
  },
  "refund.exceeds_paid": {
    status: 409,
    title: "The refund is more than is left of the payment",
    description: "Nothing was refunded. `left` is what can still be refunded for this order.",
  },
  "refund.limit": {
    status: 409,
    title: "Too many refunds",
    description:
      "The shop makes at most 50 refunds of an order. The payment provider's dashboard can make more.",
  },
  "refund.role_limit": {
    status: 403,
    title: "The key may not refund so much",
    description:
      "Nothing was refunded. A key with the role `support` may refund `limit` of an order, together with what was refunded before. Use a key with another role.",
  },
  "refund.unknown_lines": {
    status: 409,
    title: "The order does not have these lines",
    description:
      "Nothing was refunded. The order has other SKUs or fewer units, or they are back in stock already.",
  },
  "customer.unknown": {
    status: 404,
    title: "The customer does not exist",
    description: "No account has this id. It may have been erased.",
  },
  "key.invalid": {
    status: 401,
    title: "A valid API key is required",
    description:
      "The key is missing or wrong, has expired, or was revoked. Send `Authorization: Bearer sk_…`.",
  },
  "key.scope": {
    status: 403,
    title: "The API key lacks a scope",
    description: "The key is valid, but may not do this. `scope` names what is missing. Use another key.",
  },
  "event.not_dead": {
    status: 404,
    title: "There is no dead letter with this id",
    description: "No event has this id, or it was handled meanwhile, or it is still being tried.",
  },
  "key.unknown": {
    status: 404,
    title: "The API key does not exist",
    description: "No key has this id.",
  },
  "settings.changed": {
    status: 412,
    title: "The settings have changed",
    description: "They are no longer at the version in `If-Match`. Get them again.",
  },
  "image.unknown": {
    status: 404,
    title: "The image does not exist",
    description: "No image has this id.",
  },
  "webhook.unknown": {
    status: 404,
    title: "The webhook endpoint or delivery does not exist",
    description: "No endpoint or delivery has this id.",
  },
  "webhook.signature": {
    status: 400,
    title: "The event is not signed by its sender",
    description: "The signature is missing or wrong, or older than five minutes. Nothing was changed.",
  },
  "idempotency.key_missing": {
    status: 400,
    title: "An Idempotency-Key is required",
    description:
      "Send an `Idempotency-Key`: a new one for each order, the same one when you repeat a request.",
  },
  "idempotency.key_reused": {
    status: 422,
    title: "The Idempotency-Key was used for another request",
    description: "Use a new key for each new request. Only repetitions of the same request may share a key.",
  },
  "service.unavailable": {
    status: 503,
    title: "The shop is temporarily unavailable",
    retryAfter: 2,
    description:
      "A data store does not answer, or there are too many requests at once. Repeat the request after `Retry-After` seconds, with the same `Idempotency-Key` if you sent one.",
  },
  "service.not_ready": {
    status: 503,
    title: "A data store is unavailable",
    retryAfter: 5,
    description: "`stores` shows the state of each data store.",
  },
  "service.fault": {
    status: 500,
    title: "An unexpected error occurred",
    description:
      "The error was logged. Report the `requestId` if it happens again. A write may or may not have taken effect: repeat it with the same `Idempotency-Key`.",
  },
};

/** The page that explains the problems of the API to which a path belongs. */
export const docsOf = (path: string): string => (path.startsWith("/admin/") ? "/admin/docs" : "/docs");
