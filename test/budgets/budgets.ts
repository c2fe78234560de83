/** The number of a request's calls to each store. */
export interface Budget {
  /** On an instance that has answered the same request before. */
  warm: [dynamodb: number, aurora: number];
  /** On a new instance, with an empty shared cache. */
  cold: [dynamodb: number, aurora: number];
  /** Calls to the queue. Without events there is none. */
  sqs?: number;
  /** Calls to the payment provider. */
  stripe?: number;
}

const both = (dynamodb: number, aurora: number): Budget => ({
  warm: [dynamodb, aurora],
  cold: [dynamodb, aurora],
});

/** A request with an event. */
const withEvent = (dynamodb: number, aurora: number): Budget => ({ ...both(dynamodb, aurora), sqs: 1 });

/**
 * The calls of each route, and of special cases (`route: case`). The test fails if a route is missing or makes more or fewer
 * calls.
 */
export const budgets: Record<string, Budget> = {
  getOpenapi: both(0, 0),
  getDocs: both(0, 0),
  getTime: both(0, 0),
  getHealth: both(0, 0),
  getReadiness: both(1, 1),

  // Cold: read from the cache table, loaded from Aurora, and written to the table for the other instances.
  listProducts: { warm: [0, 0], cold: [2, 1] },
  "listProducts: with facets": { warm: [0, 0], cold: [2, 1] },
  "listProducts: of a collection": { warm: [0, 0], cold: [2, 1] },
  // Searches and lists by ID are seldom requested twice, except by the edge.
  "listProducts: a search with facets": both(0, 1),
  "listProducts: by id": both(0, 1),
  listSuggestions: both(0, 1),
  getProduct: { warm: [0, 0], cold: [2, 1] },
  // A miss is cached in memory, but not in the table.
  "getProduct: unknown": { warm: [0, 0], cold: [1, 1] },
  "getProduct: a former handle": { warm: [0, 0], cold: [2, 1] },
  // From the list of all.
  getCategory: { warm: [0, 0], cold: [2, 1] },
  listCategories: { warm: [0, 0], cold: [2, 1] },
  getCollection: { warm: [0, 0], cold: [2, 1] },
  listCollections: { warm: [0, 0], cold: [2, 1] },
  getAvailability: both(0, 1),

  // The session with its cart. Cold: also the variants of its lines.
  getCart: { warm: [1, 0], cold: [3, 1] },
  createCart: both(1, 0),
  // Cold: the named variant is read with the session and the cart, and its entry is stored while the cart is.
  addItem: { warm: [2, 0], cold: [3, 1] },
  // One transaction stores cart, session and cached variant. Cold: the shared cache is asked for the variant.
  "addItem: the first": { warm: [1, 0], cold: [2, 1] },
  "addItem: the first, with a token": { warm: [2, 0], cold: [2, 1] },
  setItem: { warm: [2, 0], cold: [3, 1] },
  removeItem: { warm: [2, 0], cold: [4, 1] },
  emptyCart: both(2, 0),
  changeCart: { warm: [2, 0], cold: [4, 1] },

  // Merging a guest's cart takes two more writes. The attempt of a known network address is counted and given back.
  register: withEvent(5, 2),
  // The attempt is counted for the account and the network address. The address's is given back. The session's write clears the
  // account's.
  signIn: both(4, 1),
  // The attempt is counted for the device. Then the old session is read and the new one written.
  "signIn: a known device": both(3, 1),
  listSessions: both(2, 0),
  signOut: both(2, 0),
  endSession: both(2, 0),
  getProfile: both(1, 1),
  changeProfile: both(1, 1),
  // Counts a password attempt, gives it back, and counts the request.
  changeEmail: withEvent(4, 2),
  // The same whether or not the account exists. Counted for the account and the network address.
  requestPasswordReset: withEvent(2, 1),
  "requestPasswordReset: unknown": withEvent(2, 1),
  // Reads the sessions, raises the cart's epoch (a lost write, a read, a write), and deletes the sessions.
  resetPassword: withEvent(5, 2),
  verifyEmail: withEvent(0, 2),
  // The session with its cart, and all sessions. Profile, links, addresses, orders.
  exportAccount: both(2, 4),
  changePassword: both(6, 2),
  // Counts a password attempt, and deletes all counters.
  eraseAccount: withEvent(4, 2),

  listAddresses: both(1, 1),
  addAddress: both(1, 1),
  getAddress: both(1, 1),
  replaceAddress: both(1, 1),
  deleteAddress: both(1, 1),

  // From the stored settings, like a list of the catalogue.
  listShippingOptions: { warm: [0, 0], cold: [2, 1] },
  // The session with its cart. One statement reads the variants, the address and the shipping options, whatever is cached.
  quoteCart: both(1, 1),
  placeOrder: withEvent(2, 1),
  // The stock, the order, its payment and its event are one statement.
  "placeOrder: paid by Stripe": withEvent(2, 1),
  getOrder: both(1, 1),
  // Stripe is asked at most once every few seconds: one statement decides who may.
  "getOrder: a pending payment": { ...both(1, 2), stripe: 1 },
  "getOrder: a pending payment that was checked": both(1, 2),
  // Also the payment, the statement that records it, and the order again.
  "getOrder: a payment that was made": { ...withEvent(1, 5), stripe: 1 },
  cancelOrder: withEvent(1, 2),
  // At Stripe first. It may be paid instead, so that a statement looks for money to refund.
  "cancelOrder: a pending payment": { ...withEvent(1, 6), stripe: 1 },
  // Stripe is asked for an earlier refund, and makes one.
  "cancelOrder: a paid order": { ...withEvent(1, 7), stripe: 2 },
  listOrders: both(1, 1),
  // The statement that gives it to the customer, and the order.
  keepOrder: both(1, 2),
  // The payment, and the provider's ID of it.
  startPayment: { ...both(1, 2), stripe: 1 },
  "startPayment: again": { ...both(1, 1), stripe: 1 },
  // Whether the event is known, the payment, and the statement that records it.
  receiveStripeEvent: { ...withEvent(0, 3), stripe: 1 },
  "receiveStripeEvent: again": both(0, 1),
};
