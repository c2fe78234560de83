import { account, add, from, newEmail, PASSWORD } from "../functions/support/customer.ts";
import { address, keyed, orderOf } from "../support/bodies.ts";
import { type Client, client } from "../support/client.ts";
import { product, removeFromCache } from "../support/products.ts";

/** A request, and the client who is ready to make it. */
export interface Scenario {
  by: Client;
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** What it needs to know of the catalogue. */
  skus?: string[];
  /** Where it is not a success. */
  status?: number;
}

const ADDRESSES = "/v1/customers/me/addresses";

/** A garment of this scenario's own, which no instance has been asked for yet. */
const garment = () => product({ price: 100, stock: 1_000, variants: [{}, {}, {}] });

const guest = (method: string, path: string): Scenario => ({ by: client(), method, path });

/** A guest with three lines in the cart. */
async function filled(by = client()) {
  const { skus } = await garment();
  for (const sku of skus) await add(by, sku);
  return { by, sku: skus[0] ?? "", skus };
}

/** A customer with three lines in the cart and an address. */
async function customer() {
  const { shopper: by, email } = await account();
  const { skus, sku } = await filled(by);
  const { body } = await by.send("POST", ADDRESSES, { body: address });
  return { by, email, sku, skus, address: String(body.id) };
}

/** An order of a customer's. */
async function ordered() {
  const { by, address } = await customer();
  const body = orderOf(300, { email: undefined, shippingAddress: undefined, shippingAddressId: address });
  const { body: order } = await by.send("POST", "/v1/orders", { body, headers: keyed() });
  return { by, path: `/v1/orders/${order.id}` };
}

/** By the operation's id in the API's description: each makes what its request needs, and is asked once. */
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
  getProduct: async () => guest("GET", `/v1/products/${(await garment()).handle}`),
  "getProduct: unknown": async () => ({
    ...guest("GET", `/v1/products/${crypto.randomUUID()}`),
    status: 404,
  }),
  listCategories: async () => guest("GET", "/v1/categories"),
  getAvailability: async () => guest("GET", `/v1/variants/${(await garment()).sku}/availability`),
  listShippingOptions: async () => guest("GET", "/v1/shipping-options"),

  getCart: async () => ({ ...(await filled()), method: "GET", path: "/v1/cart" }),
  createCart: async () => guest("POST", "/v1/cart"),
  addItem: async () => {
    const { by, sku, skus } = await filled();
    return { by, method: "POST", path: "/v1/cart/items", body: { sku, quantity: 1 }, headers: keyed(), skus };
  },
  "addItem: the first": async () => {
    // Another shopper has had it brought to mind.
    const { sku, skus } = await filled();
    return { ...guest("POST", "/v1/cart/items"), body: { sku, quantity: 1 }, headers: keyed(), skus };
  },
  setItem: async () => {
    const { by, sku, skus } = await filled();
    return { by, method: "PUT", path: `/v1/cart/items/${sku}`, body: { quantity: 3 }, skus };
  },
  removeItem: async () => {
    const { by, sku, skus } = await filled();
    return { by, method: "DELETE", path: `/v1/cart/items/${sku}`, skus };
  },
  emptyCart: async () => ({ ...(await filled()), method: "DELETE", path: "/v1/cart" }),

  register: async () => {
    const body = { email: newEmail(), password: PASSWORD, name: "Ada" };
    return { ...(await filled()), method: "POST", path: "/v1/customers", body, headers: from("192.0.2.1") };
  },
  signIn: async () => {
    const { email } = await account();
    const body = { email, password: PASSWORD };
    return { by: client(), method: "POST", path: "/v1/sessions", body, headers: from("192.0.2.1") };
  },
  "signIn: a known device": async () => {
    const { email, shopper: by } = await account();
    const body = { email, password: PASSWORD };
    return { by, method: "POST", path: "/v1/sessions", body, headers: from("192.0.2.1") };
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
  "changeProfile: the e-mail": async () => ({
    ...(await customer()),
    method: "PATCH",
    path: "/v1/customers/me",
    body: { email: newEmail(), currentPassword: PASSWORD },
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

  placeOrder: async () => {
    const { by, address } = await customer();
    const body = orderOf(300, { email: undefined, shippingAddress: undefined, shippingAddressId: address });
    return { by, method: "POST", path: "/v1/orders", body, headers: keyed() };
  },
  getOrder: async () => ({ ...(await ordered()), method: "GET" }),
  cancelOrder: async () => {
    const { by, path } = await ordered();
    return { by, method: "POST", path: `${path}/cancellation` };
  },
  listOrders: async () => ({ ...(await ordered()), method: "GET", path: "/v1/customers/me/orders" }),
};

/** What is asked once more of an instance that remembers it. */
export const remembered = ["listProducts", "getProduct", "getProduct: unknown", "listCategories"];

/** Takes it out of the table that instances share. */
export async function forget({ skus = [] }: Scenario): Promise<void> {
  await removeFromCache(skus);
}
