import type { ApiInfo } from "../http/document.ts";

/** The API's introduction. Only the build reads it. */
export const info: ApiInfo = {
  title: "MyClothes admin API",
  version: "1.0.0",
  description: `The API for the people who run the shop and for their programs. It follows the conventions of the store API: money in minor
units, times in UTC, problem documents, lists with \`limit\` and \`cursor\`.

**Access.** Send an API key with each request: \`Authorization: Bearer sk_…\`. Cookies are ignored. Create the first key on the command
line: \`npm run shop -- keys create --role owner\`. A key has scopes, alone or as a role: \`owner\` (all), \`manager\` (all but keys and
settings), \`packer\` (orders, stock, fulfillments), \`support\` (orders, customers, and refunds up to
a limit in the settings). Each route names the scopes that it needs. Browsers
do not let pages of other origins call this API (no CORS): call it from a server.

**Every write** is recorded in the audit log, \`GET /admin/v1/audit\`, in the same statement as the change.

**Changing what you have read.** Products, stock and settings have an \`ETag\`. Send it as \`If-Match\`, and a change that somebody else
has made meanwhile is not lost: the answer is 412.

**Repeating requests.** Reads, \`PUT\` and \`DELETE\` can be repeated safely. So can a \`POST\` whose description lists the
header \`Idempotency-Key\`: send a new key for each new request, and the same one when you repeat it. The other \`POST\` routes take no key.`,
  tags: {
    catalog: "Products, categories, collections and redirects. Shoppers see a change within a minute.",
    stock: "What is there, and what people did to it. Sales and cancellations change it too.",
    events: "Events that could not be handled.",
    orders: "Orders, their fulfillments and payments.",
    customers: "The shop's customers.",
    settings: "What applies to the whole shop.",
    reports: "What was sold, and what has happened.",
    keys: "Access to this API, and who changed what.",
    images: "Pictures of products: uploaded once, served in several sizes.",
    webhooks: "Your programs receive the shop's events.",
    service: "This description.",
  },
  securitySchemes: {
    key: { type: "http", scheme: "bearer", description: "An API key, `sk_…`." },
  },
};
