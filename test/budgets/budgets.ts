/** Calls of one request to each store: DynamoDB, Aurora. */
export interface Budget {
  /** On an instance that has been asked for the same before. */
  warm: [dynamodb: number, aurora: number];
  /** On one that has just started, where no other has loaded what it needs either. */
  cold: [dynamodb: number, aurora: number];
}

const both = (dynamodb: number, aurora: number): Budget => ({
  warm: [dynamodb, aurora],
  cold: [dynamodb, aurora],
});

/** What each route may cost, and `route: case` what is special about it. A route that is not here fails the test, and so does one that costs more, or less. */
export const budgets: Record<string, Budget> = {
  getOpenapi: both(0, 0),
  getDocs: both(0, 0),
  getTime: both(0, 0),
  getHealth: both(0, 0),
  getReadiness: both(1, 1),

  // Cold: read from the cache table, loaded from Aurora, and written to the table for the other instances.
  listProducts: { warm: [0, 0], cold: [2, 1] },
  getProduct: { warm: [0, 0], cold: [2, 1] },
  // Misses are cached too.
  "getProduct: unknown": { warm: [0, 0], cold: [2, 1] },
  listCategories: { warm: [0, 0], cold: [2, 1] },
  getAvailability: both(0, 1),

  // A session with its cart; cold, what the catalogue says of its lines: looked for, loaded, put where the others find it.
  getCart: { warm: [1, 0], cold: [3, 1] },
  createCart: both(1, 0),
  addItem: { warm: [2, 0], cold: [4, 1] },
  // Nothing to read, two writes: a session, and a cart. Cold: the variant, looked for, loaded, put where the others find it.
  "addItem: the first": { warm: [2, 0], cold: [4, 1] },
  setItem: { warm: [2, 0], cold: [4, 1] },
  removeItem: { warm: [2, 0], cold: [4, 1] },
  emptyCart: both(2, 0),

  // A guest's lines are merged by two writes more. From an address that is known, a count is taken and given back.
  register: both(5, 2),
  // Counted for the account and for the address, the latter given back; then the session, which forgets the former.
  signIn: both(4, 1),
  // Counted for the device; then the old session is read, the new one stored.
  "signIn: a known device": both(3, 1),
  listSessions: both(2, 0),
  signOut: both(2, 0),
  endSession: both(2, 0),
  getProfile: both(1, 1),
  changeProfile: both(1, 1),
  // Counts a try at the password, gives it back, and counts the change.
  "changeProfile: the e-mail": both(4, 2),
  changePassword: both(6, 2),
  // Counts a try at the password, and forgets it with the rest.
  eraseAccount: both(4, 2),

  listAddresses: both(1, 1),
  addAddress: both(1, 1),
  getAddress: both(1, 1),
  replaceAddress: both(1, 1),
  deleteAddress: both(1, 1),

  listShippingOptions: both(0, 0),
  placeOrder: both(2, 1),
  getOrder: both(1, 1),
  cancelOrder: both(1, 2),
  listOrders: both(1, 1),
};
