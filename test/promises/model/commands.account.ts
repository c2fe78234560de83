import { type Command, plain, type Sent, type World } from "./command.ts";
import * as M from "./model.ts";
import type { Reply } from "./reply.ts";

const PASSWORDS = ["an engine of one's own", "a room of one's own"];
const credentials = ({ run }: World, email: number, password: number) => ({
  email: `model-${run}-${email}@example.com`,
  password: PASSWORDS[password],
});

/** Where a try to sign in is counted: at the device where it has signed in to the account before. */
const counterOf = ({ devices }: M.State, by: number, email: number): string =>
  devices[by]?.includes(email) ? `device ${by} ${email}` : `email ${email}`;

/** The device keeps that it has signed in to the account. */
function remember({ devices }: M.State, by: number, email: number): void {
  devices[by] = [...new Set([...(devices[by] ?? []), email])];
}

/** Ends the session that was given, merges its cart if it is a guest's, and opens the account's. */
function enter(state: M.State, sid: string | null, owner: string, anew: string): Reply {
  const before = sid === null ? undefined : state.sessions[sid];
  if (sid !== null && before && M.isAlive(state, before) && !before.customer) {
    const into = state.carts[owner] ?? M.newCart();
    M.spend(state, before.owner);
    M.merge(into, state.carts[before.owner] ?? M.newCart());
    if (into.version > 0) state.carts[owner] = into;
    delete state.carts[before.owner];
    for (const order of Object.values(state.orders)) if (order.cart === before.owner) order.into = owner;
    state.moved[sid] = state.now + 10_000;
  }
  if (sid !== null && state.tokens[sid]) {
    // A first write may be on its way by this token.
    if (M.resume(state, sid, anew).isHeld) state.moved[sid] = state.now + 10_000;
    delete state.tokens[sid];
  }
  if (sid !== null) delete state.sessions[sid];
  M.open(state, anew, owner, true);
  return { status: 201, jar: anew };
}

const accountOf = ({ accounts }: M.State, email: number) =>
  Object.entries(accounts).find(([, account]) => account.email === email);

export const register = (by: number, email: number, password: number): Command => ({
  by,
  opens: email,
  at: (world) =>
    plain(
      by,
      "POST",
      "/v1/customers",
      (state, sid, anew) => {
        if (accountOf(state, email)) return M.no(409, "customer.email_taken");
        state.accounts[anew] = { email, password };
        remember(state, by, email);
        return enter(state, sid, anew, anew);
      },
      { ...credentials(world, email, password), name: "Ada" },
    ),
});

export const signIn = (by: number, email: number, password: number): Command => ({
  by,
  opens: email,
  at: (world) =>
    plain(
      by,
      "POST",
      "/v1/sessions",
      (state, sid, anew) => {
        const counter = counterOf(state, by, email);
        if (!M.claim(state, counter)) return M.no(429, "session.too_many_attempts");
        const [owner, account] = accountOf(state, email) ?? [];
        if (!owner || account?.password !== password) return M.no(401, "session.bad_credentials");
        delete state.tries[counter];
        remember(state, by, email);
        return enter(state, sid, owner, anew);
      },
      credentials(world, email, password),
    ),
});

export const signOut = (by: number): Command => ({
  by,
  at: () =>
    plain(by, "DELETE", "/v1/sessions/current", (state, sid, anew) => {
      const { isKnown, customer, hasEnded } = M.resume(state, sid, anew);
      if (!isKnown && M.isLate(state, sid)) return M.no(503, "cart.busy");
      if (!hasEnded && !customer) return M.no(401, "session.required");
      delete state.sessions[sid ?? ""];
      return { status: 204, jar: null };
    }),
});

/** For who is signed in; `others` are the account's other sessions. */
export const signedIn =
  (then: (state: M.State, owner: string, sid: string) => Reply): Sent["expect"] =>
  (state, sid, anew) => {
    const { customer, owner } = M.resume(state, sid, anew);
    return customer && sid !== null ? then(state, owner, sid) : M.no(401, "session.required");
  };

const sessionsOf = (state: M.State, owner: string) =>
  Object.entries(state.sessions).filter(([, one]) => one.owner === owner && M.isAlive(state, one));

export const sessions = (by: number): Command => ({
  by,
  at: () =>
    plain(
      by,
      "GET",
      "/v1/sessions",
      signedIn((state, owner) => ({ status: 200, count: sessionsOf(state, owner).length })),
    ),
});

export const changePassword = (by: number, current: number, next: number): Command => ({
  by,
  at: () =>
    plain(
      by,
      "PUT",
      "/v1/customers/me/password",
      signedIn((state, owner, sid) => {
        const account = state.accounts[owner];
        const isRight = M.claim(state, owner) && account?.password === current;
        // Who names the new one twice is taken for one whose answer was lost, at the price of a second try.
        if (!isRight && !M.claim(state, owner)) return M.no(429, "session.too_many_attempts");
        if (!account || (!isRight && account.password !== next)) return M.no(403, "customer.wrong_password");
        account.password = next;
        delete state.tries[owner];
        for (const [other] of sessionsOf(state, owner)) if (other !== sid) delete state.sessions[other];
        // That the others are over stands in the cart, which is there from now on.
        if (isRight) {
          const cart = state.carts[owner] ?? M.newCart();
          state.carts[owner] = { ...cart, version: cart.version + 1 };
        }
        return { status: 204 };
      }),
      { currentPassword: PASSWORDS[current], newPassword: PASSWORDS[next] },
    ),
});

export const erase = (by: number, password: number): Command => ({
  by,
  at: () =>
    plain(
      by,
      "POST",
      "/v1/customers/me/erasure",
      signedIn((state, owner) => {
        if (!M.claim(state, owner)) return M.no(429, "session.too_many_attempts");
        if (state.accounts[owner]?.password !== password) return M.no(403, "customer.wrong_password");
        delete state.tries[owner];
        delete state.tries[`email ${state.accounts[owner]?.email}`];
        delete state.accounts[owner];
        delete state.carts[owner];
        for (const [sid] of sessionsOf(state, owner)) delete state.sessions[sid];
        return { status: 204, jar: null };
      }),
      { password: PASSWORDS[password] },
    ),
});
