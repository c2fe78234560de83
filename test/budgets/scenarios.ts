import { writeItems } from "../../packages/core/src/aws/dynamo.write.ts";
import { context } from "../../packages/core/src/context.ts";
import { account, add, from, newEmail, PASSWORD } from "../functions/support/customer.ts";
import { requestReset, tokenTo } from "../functions/support/links.ts";
import { letCheck } from "../functions/support/paid.ts";
import { address, keyed, orderOf } from "../support/bodies.ts";
import { createCollection, newNames } from "../support/catalog-edits.ts";
import { type Client, client } from "../support/client.ts";
import { product, removeFromCache, run } from "../support/products.ts";
import { clientOf, type StripeServer, signedEvent, startProvider } from "../support/stripe.ts";

/** A network of its own: the window in which another one's attempts are counted may be over, and a new one takes more calls. */
const fromAnywhere = () =>
  from(`2001:db8:${crypto.randomUUID().slice(0, 4)}:${crypto.randomUUID().slice(0, 4)}::1`);

/** A request, and the client that sends it. */
export interface Scenario {
  by: Client;
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** The variants that the request reads. */
  skus?: string[];
  /** Other entries of the shared cache that the request reads, by their keys. */
  cacheKeys?: string[];
  /** The expected status, if it is not a success. */
  status?: number;
}

const ADDRESSES = "/v1/customers/me/addresses";

/** A new product, which no cache contains yet. */
const newProduct = () => product({ price: 100, stock: 1_000, variants: [{}, {}, {}] });

const guest = (method: string, path: string): Scenario => ({ by: client(), method, path });

/** A guest with three lines in the cart. */
async function guestWithCart(by = client()) {
  const { skus } = await newProduct();
  for (const sku of skus) await add(by, sku);
  return { by, sku: skus[0] ?? "", skus };
}

/** A customer with three lines in the cart and an address. */
async function customer() {
  const { shopper: by, email } = await account();
  const { skus, sku } = await guestWithCart(by);
  const { body } = await by.send("POST", ADDRESSES, { body: address });
  return { by, email, sku, skus, address: String(body.id) };
}

/** A customer with an order. */
async function customerWithOrder() {
  const { by, address } = await customer();
  const body = orderOf(300, { email: undefined, shippingAddress: undefined, shippingAddressId: address });
  const { body: order } = await by.send("POST", "/v1/orders", { body, headers: keyed() });
  return { by, path: `/v1/orders/${order.id}` };
}

let provider: StripeServer;
/** Must be called before the shop reads its links. */
export const startStripe = async () => {
  provider = await startProvider();
  provider.endpoints([]);
};
export const stopStripe = () => provider.stop();

/** A customer with an order that Stripe collects. No webhook is sent. */
async function customerWithPayment() {
  const { by, address } = await customer();
  const body = orderOf(300, {
    email: undefined,
    shippingAddress: undefined,
    shippingAddressId: address,
    payment: { provider: "stripe" },
  });
  const { body: order } = await by.send("POST", "/v1/orders", { body, headers: keyed() });
  const path = `/v1/orders/${order.id}`;
  const start = async () => {
    const { body } = await by.send("POST", `${path}/payment`);
    return String(body.clientSecret).split("_secret_")[0] ?? "";
  };
  /** Pays the order. Returns the ID of its payment at Stripe. */
  const pay = async () => {
    const intent = await start();
    const card = { payment_method: "pm_card_visa", return_url: "https://shop.example/" };
    await clientOf(provider).paymentIntents.confirm(intent, card);
    return intent;
  };
  return { by, path, start, pay, check: () => letCheck(order.id) };
}

async function stripeEvent() {
  const { pay } = await customerWithPayment();
  return { ...guest("POST", "/v1/webhooks/stripe"), ...signedEvent(provider, await pay()) };
}

/** By operation ID of the API's description. Each creates what its request needs. */
export const scenarios: Record<string, () => Promise<Scenario>> = {
  getOpenapi: async () => guest("GET", "/openapi.json"),
  getDocs: async () => guest("GET", "/docs"),
  getTime: async () => guest("GET", "/v1/time"),
  getHealth: async () => guest("GET", "/v1/health"),
  getReadiness: async () => guest("GET", "/v1/health/ready"),
  listProducts: async () => {
    const category = `budget-${crypto.randomUUID()}`;
    await Promise.all(Array.from({ length: 20 }, () => product({ category })));
    return guest("GET", `/v1/products?category=${category}`);
  },
  "listProducts: with facets": async () => {
    const { handle } = await product({ category: `budget-${crypto.randomUUID()}` });
    const category = `budget-${crypto.randomUUID()}`;
    await product({ category });
    return guest("GET", `/v1/products?facets=true&category=${category}&category=${handle}&size=M&size=L`);
  },
  "listProducts: of a collection": async () => {
    const { handle } = newNames();
    await createCollection(handle, [(await newProduct()).id]);
    return guest("GET", `/v1/products?collection=${handle}&facets=true`);
  },
  "listProducts: a search with facets": async () =>
    guest("GET", "/v1/products?q=linen+shirt&color=Navy&facets=true"),
  "listProducts: by id": async () => {
    const { id } = await newProduct();
    return guest("GET", `/v1/products?id=${id}`);
  },
  listSuggestions: async () => guest("GET", "/v1/search/suggestions?q=linen+sh"),
  getProduct: async () => guest("GET", `/v1/products/${(await newProduct()).handle}`),
  "getProduct: unknown": async () => ({
    ...guest("GET", `/v1/products/${crypto.randomUUID()}`),
    status: 404,
  }),
  "getProduct: a former handle": async () => {
    const { handle } = await newProduct();
    const sql = "insert into redirect (handle, target) values (:former, :handle)";
    await run(sql, { former: `former-${handle}`, handle });
    return { ...guest("GET", `/v1/products/former-${handle}`), status: 301 };
  },
  getCategory: async () => ({ ...guest("GET", "/v1/categories/shirts"), cacheKeys: ["categories all"] }),
  listCategories: async () => ({ ...guest("GET", "/v1/categories"), cacheKeys: ["categories all"] }),
  getCollection: async () => {
    const { handle } = newNames();
    await createCollection(handle);
    return { ...guest("GET", `/v1/collections/${handle}`), cacheKeys: ["collections all"] };
  },
  listCollections: async () => ({ ...guest("GET", "/v1/collections"), cacheKeys: ["collections all"] }),
  getAvailability: async () => guest("GET", `/v1/variants/${(await newProduct()).sku}/availability`),
  listShippingOptions: async () => ({
    ...guest("GET", "/v1/shipping-options"),
    cacheKeys: ["settings shipping"],
  }),

  getCart: async () => ({ ...(await guestWithCart()), method: "GET", path: "/v1/cart" }),
  createCart: async () => guest("POST", "/v1/cart"),
  addItem: async () => {
    const { by, sku, skus } = await guestWithCart();
    return { by, method: "POST", path: "/v1/cart/items", body: { sku, quantity: 1 }, headers: keyed(), skus };
  },
  "addItem: the first": async () => {
    // Another shopper's request has put the variant into the caches.
    const { sku, skus } = await guestWithCart();
    return { ...guest("POST", "/v1/cart/items"), body: { sku, quantity: 1 }, headers: keyed(), skus };
  },
  "addItem: the first, with a token": async () => {
    const { sku, skus } = await guestWithCart();
    const visitor = guest("POST", "/v1/cart/items");
    await visitor.by.send("GET", "/v1/cart");
    return { ...visitor, body: { sku, quantity: 1 }, headers: keyed(), skus };
  },
  setItem: async () => {
    const { by, sku, skus } = await guestWithCart();
    return { by, method: "PUT", path: `/v1/cart/items/${sku}`, body: { quantity: 3 }, skus };
  },
  removeItem: async () => {
    const { by, sku, skus } = await guestWithCart();
    return { by, method: "DELETE", path: `/v1/cart/items/${sku}`, skus };
  },
  emptyCart: async () => ({ ...(await guestWithCart()), method: "DELETE", path: "/v1/cart" }),
  changeCart: async () => ({
    ...(await guestWithCart()),
    method: "PATCH",
    path: "/v1/cart",
    body: { email: "ada@example.com", shippingAddress: address },
    headers: keyed(),
  }),

  register: async () => {
    const body = { email: newEmail(), password: PASSWORD, name: "Ada" };
    return {
      ...(await guestWithCart()),
      method: "POST",
      path: "/v1/customers",
      body,
      headers: fromAnywhere(),
    };
  },
  signIn: async () => {
    const { email } = await account();
    const body = { email, password: PASSWORD };
    return { by: client(), method: "POST", path: "/v1/sessions", body, headers: fromAnywhere() };
  },
  "signIn: a known device": async () => {
    const { email, shopper: by } = await account();
    const body = { email, password: PASSWORD };
    return { by, method: "POST", path: "/v1/sessions", body, headers: fromAnywhere() };
  },
  listSessions: async () => ({ ...(await customer()), method: "GET", path: "/v1/sessions" }),
  signOut: async () => ({ ...(await customer()), method: "DELETE", path: "/v1/sessions/current" }),
  endSession: async () => {
    const { by, email } = await customer();
    const other = client();
    const { body } = await other.send("POST", "/v1/sessions", { body: { email, password: PASSWORD } });
    return { by, method: "DELETE", path: `/v1/sessions/${body.id}` };
  },
  getProfile: async () => ({ ...(await customer()), method: "GET", path: "/v1/customers/me" }),
  changeProfile: async () => ({
    ...(await customer()),
    method: "PATCH",
    path: "/v1/customers/me",
    body: { name: "Ada L." },
  }),
  changeEmail: async () => ({
    ...(await customer()),
    method: "POST",
    path: "/v1/customers/me/email-changes",
    body: { email: newEmail(), password: PASSWORD },
  }),
  requestPasswordReset: async () => {
    const { email } = await customer();
    return { ...guest("POST", "/v1/password-resets"), body: { email }, headers: fromAnywhere() };
  },
  "requestPasswordReset: unknown": async () => {
    const body = { email: newEmail() };
    return { ...guest("POST", "/v1/password-resets"), body, headers: fromAnywhere() };
  },
  resetPassword: async () => {
    const { email } = await customer();
    await requestReset(email);
    const body = { newPassword: "another engine of mine" };
    return { ...guest("PUT", `/v1/password-resets/${await tokenTo(email)}`), body };
  },
  verifyEmail: async () => {
    const { email } = await customer();
    return guest("PUT", `/v1/email-verifications/${await tokenTo(email)}`);
  },
  exportAccount: async () => ({
    ...(await customerWithOrder()),
    method: "GET",
    path: "/v1/customers/me/export",
  }),
  changePassword: async () => ({
    ...(await customer()),
    method: "PUT",
    path: "/v1/customers/me/password",
    body: { currentPassword: PASSWORD, newPassword: "another engine of mine" },
  }),
  eraseAccount: async () => ({
    ...(await customer()),
    method: "POST",
    path: "/v1/customers/me/erasure",
    body: { password: PASSWORD },
  }),

  listAddresses: async () => ({ ...(await customer()), method: "GET", path: ADDRESSES }),
  addAddress: async () => ({ ...(await customer()), method: "POST", path: ADDRESSES, body: address }),
  getAddress: async () => {
    const { by, address: id } = await customer();
    return { by, method: "GET", path: `${ADDRESSES}/${id}` };
  },
  replaceAddress: async () => {
    const { by, address: id } = await customer();
    return { by, method: "PUT", path: `${ADDRESSES}/${id}`, body: address };
  },
  deleteAddress: async () => {
    const { by, address: id } = await customer();
    return { by, method: "DELETE", path: `${ADDRESSES}/${id}` };
  },

  quoteCart: async () => {
    const { by, skus, address } = await customer();
    const body = { shippingAddressId: address, shippingOption: "standard" };
    return { by, method: "POST", path: "/v1/cart/quote", body, skus };
  },
  placeOrder: async () => {
    const { by, address } = await customer();
    const body = orderOf(300, { email: undefined, shippingAddress: undefined, shippingAddressId: address });
    return { by, method: "POST", path: "/v1/orders", body, headers: keyed() };
  },
  getOrder: async () => ({ ...(await customerWithOrder()), method: "GET" }),
  cancelOrder: async () => {
    const { by, path } = await customerWithOrder();
    return { by, method: "POST", path: `${path}/cancellation` };
  },
  listOrders: async () => ({
    ...(await customerWithOrder()),
    method: "GET",
    path: "/v1/customers/me/orders",
  }),
  keepOrder: async () => {
    const guest = await guestWithCart();
    const { body: order } = await guest.by.send("POST", "/v1/orders", {
      body: orderOf(300),
      headers: keyed(),
    });
    const { shopper: by } = await account();
    const body = { id: order.id, token: order.token };
    return { by, method: "POST", path: "/v1/customers/me/orders", body };
  },
  "placeOrder: paid by Stripe": async () => {
    const { by, address } = await customer();
    const rest = { email: undefined, shippingAddress: undefined, shippingAddressId: address };
    const body = orderOf(300, { ...rest, payment: { provider: "stripe" } });
    return { by, method: "POST", path: "/v1/orders", body, headers: keyed() };
  },
  "getOrder: a pending payment": async () => {
    const { by, path, start, check } = await customerWithPayment();
    await start();
    await check();
    return { by, method: "GET", path };
  },
  "getOrder: a pending payment that was checked": async () => {
    const { by, path, start } = await customerWithPayment();
    await start();
    return { by, method: "GET", path };
  },
  "getOrder: a payment that was made": async () => {
    const { by, path, pay, check } = await customerWithPayment();
    await pay();
    await check();
    return { by, method: "GET", path };
  },
  "cancelOrder: a pending payment": async () => {
    const { by, path, start } = await customerWithPayment();
    await start();
    return { by, method: "POST", path: `${path}/cancellation` };
  },
  "cancelOrder: a paid order": async () => {
    const { by, path, pay, check } = await customerWithPayment();
    await pay();
    await check();
    await by.send("GET", path);
    return { by, method: "POST", path: `${path}/cancellation` };
  },
  startPayment: async () => {
    const { by, path } = await customerWithPayment();
    return { by, method: "POST", path: `${path}/payment` };
  },
  "startPayment: again": async () => {
    const { by, path, start } = await customerWithPayment();
    await start();
    return { by, method: "POST", path: `${path}/payment` };
  },
  receiveStripeEvent: stripeEvent,
  "receiveStripeEvent: again": async () => {
    const event = await stripeEvent();
    await event.by.send(event.method, event.path, event);
    return event;
  },
};

/** Operations that are sent once before they are measured, to fill the caches. */
export const warmedUp = [
  "listProducts",
  "listProducts: with facets",
  "listProducts: of a collection",
  "getProduct",
  "getProduct: unknown",
  "getProduct: a former handle",
  "getCategory",
  "listCategories",
  "getCollection",
  "listCollections",
  "listShippingOptions",
];

/** Removes what the scenario reads from the shared cache. */
export async function clearCache({ skus = [], cacheKeys = [] }: Scenario): Promise<void> {
  await removeFromCache(skus);
  await writeItems(context(), { deletes: cacheKeys.map((id) => ({ table: "Cache", key: { id } })) });
}
