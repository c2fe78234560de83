import type { ApiInfo } from "../http/document.ts";

/** The API's introduction. Only the build reads it. */
export const info: ApiInfo = {
  title: "MyClothes store API",
  version: "1.0.0",
  description: `The API for a storefront: browse the catalogue, fill a cart, sign in, order.

**A purchase in six steps**

1. \`GET /v1/products\` and \`GET /v1/products/{handle}\` show what is for sale. A shopper buys a variant, named by its \`sku\`.
2. \`GET /v1/cart\` returns the cart, empty at first, and issues the session's token. Wait for its answer before the first write.
3. \`POST /v1/cart/items\` adds a variant. Show the \`warnings\` of the answer.
4. \`GET /v1/shipping-options?country=…\` lists the ways to ship. \`POST /v1/cart/quote\` calculates the total for one of them, and refuses
   an address to which the shop does not ship.
5. \`POST /v1/orders\` orders the cart, with that total as \`expectedTotal\`. A guest needs an e-mail, but no account.
6. With \`payment.provider\` \`stripe\`, \`POST /v1/orders/{id}/payment\` returns the secret for Stripe's form. The order holds its stock until
   \`payment.expiresAt\`. Ask \`GET /v1/orders/{id}\` until its \`payment.status\` is no longer \`pending\`.

**Sessions.** Browsers get the token in the cookie \`__Host-session\` and need to do nothing else, if the pages have the shop's own
origin. Clients without cookies, and pages of other origins, send \`X-Session-Transport: bearer\`: they find the token as
\`session.token\` in the body, and send it back as \`Authorization: Bearer …\`. The token opens the cart and the account, so keep it
secret. Signing in and registering issue a new token, which replaces the old one. A session ends after 30 days without use, and
after 90 days in any case.

**Other origins.** Pages of any origin may read products, categories and collections. For all other routes, the shop lists the origins that it trusts
(\`STOREFRONT_ORIGINS\`). They use a bearer token: the API allows no credentials across origins, so no cookie is sent.

**Mails** link to two pages of the storefront: \`/account/email-verification#token=…\`, which sends \`PUT /v1/email-verifications/{token}\`, and
\`/account/password-reset#token=…\`, which asks for a new password and sends \`PUT /v1/password-resets/{token}\`. The token is in the fragment, so that
no server receives it with the page: read it with a script, and remove it from the address.

**Repeating requests.** Reads, \`PUT\` and \`DELETE\` can be repeated safely. For \`POST\`, send an \`Idempotency-Key\`: a new random value for
each intended change, the same value when you repeat the request because its answer was lost. The change is then made once.

**Money** is an integer in minor units: 2599 USD is $25.99. **Times** are in UTC, in the format of RFC 3339. **Ids** are not secret, and
knowing one gives no access.

**Lists** take \`limit\` and \`cursor\`. An answer has \`nextCursor\`: pass it as \`cursor\`, with otherwise the same query, to get the next page. It
is null on the last page. A cursor is refused with another query (422).

**Input.** Bodies are JSON in UTF-8. Unknown fields and unknown query parameters are refused with 422. An empty query parameter counts as
absent.

**Errors** are problem documents (RFC 9457, \`application/problem+json\`) with the same members everywhere. Decide by \`code\`; \`title\` and
\`detail\` are texts for developers. Answers with 429 and 503 have \`Retry-After\`: wait for that many seconds, then try again. Ignore members
that you do not know.

**Caching.** Products, categories and collections are the same for everyone. They may be up to a minute old, and they have an \`ETag\`. All other
answers are \`no-store\`.

**Every answer** has the headers \`x-request-id\` (the value that you sent, if it has 8 to 128 letters, digits, \`.\`, \`_\` or \`-\`),
\`server-timing\` with the data store calls, and \`x-served-by\` with the instance. Image URLs are relative to this origin.`,
  tags: {
    catalog: "What is for sale. Public, and cached at the edge.",
    cart: "The session's cart. A signed-in customer has one cart on all devices.",
    customers: "Accounts, sign-in, sessions and saved addresses.",
    orders: "Ordering the cart, and what happened to an order. A cart is ordered at most once.",
    service: "The state of the service, and this description.",
  },
  securitySchemes: {
    cookie: {
      type: "apiKey",
      in: "cookie",
      name: "__Host-session",
      description: "Set by the API. Browsers send it by themselves.",
    },
    bearer: {
      type: "http",
      scheme: "bearer",
      description: "The same token, for clients without cookies: `session.token` of an earlier answer.",
    },
  },
};
